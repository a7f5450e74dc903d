/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-clinic-entry.h.
 */
#include "orch-clinic-entry.h"

struct _OrchClinicEntry
{
  GObject parent_instance;

  /* owned */
  OrchClinicEntryFields fields; /* its strings too */
};

G_DEFINE_FINAL_TYPE (OrchClinicEntry, orch_clinic_entry, G_TYPE_OBJECT)

static void
orch_clinic_entry_finalize (GObject *object)
{
  OrchClinicEntry *self = ORCH_CLINIC_ENTRY (object);

  g_free ((char *) self->fields.id);
  g_free ((char *) self->fields.name);
  g_free ((char *) self->fields.hub_base);
  g_free ((char *) self->fields.file);

  G_OBJECT_CLASS (orch_clinic_entry_parent_class)->finalize (object);
}

static void
orch_clinic_entry_class_init (OrchClinicEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_clinic_entry_finalize;
}

static void
orch_clinic_entry_init (OrchClinicEntry *self)
{
}

OrchClinicEntry *
orch_clinic_entry_new (const OrchClinicEntryFields *fields)
{
  g_return_val_if_fail (fields != NULL, NULL);

  OrchClinicEntry *self = g_object_new (ORCH_TYPE_CLINIC_ENTRY, NULL);
  self->fields = *fields;
  self->fields.id = g_strdup (fields->id);
  self->fields.name = g_strdup (fields->name);
  self->fields.hub_base = g_strdup (fields->hub_base);
  self->fields.file = g_strdup (fields->file);
  return self;
}

const OrchClinicEntryFields *
orch_clinic_entry_get_fields (OrchClinicEntry *self)
{
  g_return_val_if_fail (ORCH_IS_CLINIC_ENTRY (self), NULL);

  return &self->fields;
}
