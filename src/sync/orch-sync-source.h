/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A professional or an office of the EMR whose appointments can be synchronised or left out. Immutable; any thread.
 * Properties, read-only, for list rows: name, detail (string). Source: product.md §3 (Settings).
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_SYNC_SOURCE_STAFF = 0,
  ORCH_SYNC_SOURCE_OFFICE, /* a department or place of practice */
} OrchSyncSourceKind;

typedef struct
{
  OrchSyncSourceKind kind;
  const char *emr_id; /* never NULL */
  const char *name;   /* never NULL */
  const char *detail; /* (nullable): the profession, the EMR's number */
  gboolean left_out;
  gboolean fresh; /* appeared in the EMR, and nobody has said that they have seen it */
} OrchSyncSourceFields;

#define ORCH_TYPE_SYNC_SOURCE (orch_sync_source_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncSource, orch_sync_source, ORCH, SYNC_SOURCE, GObject)

OrchSyncSource *orch_sync_source_new (const OrchSyncSourceFields *fields);
const OrchSyncSourceFields *orch_sync_source_get_fields (OrchSyncSource *self);

G_END_DECLS
