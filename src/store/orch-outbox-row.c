/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-outbox-row.h.
 */
#include "orch-outbox-row.h"

struct _OrchOutboxRow
{
  GObject parent_instance;

  /* owned */
  OrchOutboxRowFields fields; /* its strings too */
};

G_DEFINE_FINAL_TYPE (OrchOutboxRow, orch_outbox_row, G_TYPE_OBJECT)

static void
orch_outbox_row_finalize (GObject *object)
{
  OrchOutboxRow *self = ORCH_OUTBOX_ROW (object);

  g_free ((char *) self->fields.op_id);
  g_free ((char *) self->fields.actor);
  g_free ((char *) self->fields.object_type);
  g_free ((char *) self->fields.object_id);
  g_free ((char *) self->fields.verb);
  g_free ((char *) self->fields.payload);
  g_free ((char *) self->fields.error_text);
  g_clear_object (&self->fields.object);
  g_free ((char *) self->fields.hub_version);
  g_clear_object (&self->fields.base);
  g_clear_pointer (&self->fields.sent, g_ptr_array_unref);

  G_OBJECT_CLASS (orch_outbox_row_parent_class)->finalize (object);
}

static void
orch_outbox_row_class_init (OrchOutboxRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_outbox_row_finalize;
}

static void
orch_outbox_row_init (OrchOutboxRow *self)
{
}

OrchOutboxRow *
orch_outbox_row_new (const OrchOutboxRowFields *fields)
{
  g_return_val_if_fail (fields != NULL, NULL);

  OrchOutboxRow *self = g_object_new (ORCH_TYPE_OUTBOX_ROW, NULL);
  self->fields = *fields;
  self->fields.op_id = g_strdup (fields->op_id);
  self->fields.actor = g_strdup (fields->actor);
  self->fields.object_type = g_strdup (fields->object_type);
  self->fields.object_id = g_strdup (fields->object_id);
  self->fields.verb = g_strdup (fields->verb);
  self->fields.payload = g_strdup (fields->payload);
  self->fields.error_text = g_strdup (fields->error_text);
  self->fields.object = fields->object != NULL ? g_object_ref (fields->object) : NULL;
  self->fields.hub_version = g_strdup (fields->hub_version);
  self->fields.base = fields->base != NULL ? g_object_ref (fields->base) : NULL;
  self->fields.sent = fields->sent != NULL ? g_ptr_array_ref (fields->sent) : NULL;
  return self;
}

const OrchOutboxRowFields *
orch_outbox_row_get_fields (OrchOutboxRow *self)
{
  g_return_val_if_fail (ORCH_IS_OUTBOX_ROW (self), NULL);

  return &self->fields;
}
