/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The same object changed here and on another workstation: what it was, what each made of it, and what was chosen. Immutable; any
 * thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 id;
  const char *object_type; /* "service", "staff" */
  const char *object_id;   /* our UUID */
  GObject *base;   /* OrchService or OrchStaffMember: what the hub had when we last agreed; (nullable): not known */
  GObject *mine;   /* as it was here when the conflict was found */
  GObject *theirs; /* (nullable): deleted there */
  const char *hub_version; /* of theirs (nullable) */
  guint fields;            /* OrchServiceMergeField, OrchStaffMergeField */
  gint64 created;          /* µs since 1970 */
  gint64 settled;          /* 0 = waits */
  guint kept;              /* fields kept as mine */
  const char *actor;       /* who settled it (nullable) */
} OrchEditConflictFields;

#define ORCH_TYPE_EDIT_CONFLICT (orch_edit_conflict_get_type ())
G_DECLARE_FINAL_TYPE (OrchEditConflict, orch_edit_conflict, ORCH, EDIT_CONFLICT, GObject)

OrchEditConflict *orch_edit_conflict_new (const OrchEditConflictFields *fields);
const OrchEditConflictFields *orch_edit_conflict_get_fields (OrchEditConflict *self);

G_END_DECLS
