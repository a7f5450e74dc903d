/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A clinic that this workstation knows, as the bootstrap store lists it. Immutable; any thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** OrchClinicState: kept in the store: append only */
typedef enum
{
  ORCH_CLINIC_DRAFT = 0, /* the wizard is not through */
  ORCH_CLINIC_CREATED,
  ORCH_CLINIC_JOINED, /* made on another workstation */
} OrchClinicState;

typedef struct
{
  const char *id;       /* our UUID */
  const char *name;     /* as the list shows it (nullable) */
  const char *hub_base; /* FHIR base (nullable before activation) */
  OrchClinicState state;
  gboolean training;
  const char *file; /* the store's file name, without a directory (nullable) */
} OrchClinicEntryFields;

#define ORCH_TYPE_CLINIC_ENTRY (orch_clinic_entry_get_type ())
G_DECLARE_FINAL_TYPE (OrchClinicEntry, orch_clinic_entry, ORCH, CLINIC_ENTRY, GObject)

OrchClinicEntry *orch_clinic_entry_new (const OrchClinicEntryFields *fields);
const OrchClinicEntryFields *orch_clinic_entry_get_fields (OrchClinicEntry *self);

G_END_DECLS
