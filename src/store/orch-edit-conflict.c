/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-edit-conflict.h.
 */
#include "orch-edit-conflict.h"

struct _OrchEditConflict
{
  GObject parent_instance;

  /* owned */
  OrchEditConflictFields fields; /* its strings and objects too */
};

G_DEFINE_FINAL_TYPE (OrchEditConflict, orch_edit_conflict, G_TYPE_OBJECT)

static void
orch_edit_conflict_finalize (GObject *object)
{
  OrchEditConflict *self = ORCH_EDIT_CONFLICT (object);

  g_free ((char *) self->fields.object_type);
  g_free ((char *) self->fields.object_id);
  g_free ((char *) self->fields.hub_version);
  g_free ((char *) self->fields.actor);
  g_clear_object (&self->fields.base);
  g_clear_object (&self->fields.mine);
  g_clear_object (&self->fields.theirs);

  G_OBJECT_CLASS (orch_edit_conflict_parent_class)->finalize (object);
}

static void
orch_edit_conflict_class_init (OrchEditConflictClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_edit_conflict_finalize;
}

static void
orch_edit_conflict_init (OrchEditConflict *self)
{
}

OrchEditConflict *
orch_edit_conflict_new (const OrchEditConflictFields *fields)
{
  g_return_val_if_fail (fields != NULL, NULL);

  OrchEditConflict *self = g_object_new (ORCH_TYPE_EDIT_CONFLICT, NULL);
  self->fields = *fields;
  self->fields.object_type = g_strdup (fields->object_type);
  self->fields.object_id = g_strdup (fields->object_id);
  self->fields.hub_version = g_strdup (fields->hub_version);
  self->fields.actor = g_strdup (fields->actor);
  self->fields.base = fields->base != NULL ? g_object_ref (fields->base) : NULL;
  self->fields.mine = fields->mine != NULL ? g_object_ref (fields->mine) : NULL;
  self->fields.theirs = fields->theirs != NULL ? g_object_ref (fields->theirs) : NULL;
  return self;
}

const OrchEditConflictFields *
orch_edit_conflict_get_fields (OrchEditConflict *self)
{
  g_return_val_if_fail (ORCH_IS_EDIT_CONFLICT (self), NULL);

  return &self->fields;
}
