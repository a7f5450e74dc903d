/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-journal-entry.h.
 */
#include "orch-journal-entry.h"

struct _OrchJournalEntry
{
  GObject parent_instance;

  /* owned */
  OrchJournalEntryFields fields; /* its strings too */
};

G_DEFINE_FINAL_TYPE (OrchJournalEntry, orch_journal_entry, G_TYPE_OBJECT)

static void
orch_journal_entry_finalize (GObject *object)
{
  OrchJournalEntry *self = ORCH_JOURNAL_ENTRY (object);

  g_free ((char *) self->fields.actor);
  g_free ((char *) self->fields.act);
  g_free ((char *) self->fields.object);
  g_free ((char *) self->fields.patient);
  g_free ((char *) self->fields.workstation);
  g_free ((char *) self->fields.detail);
  g_free ((char *) self->fields.hash);
  g_free ((char *) self->fields.previous);
  g_free ((char *) self->fields.patient_hub_id);

  G_OBJECT_CLASS (orch_journal_entry_parent_class)->finalize (object);
}

static void
orch_journal_entry_class_init (OrchJournalEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_journal_entry_finalize;
}

static void
orch_journal_entry_init (OrchJournalEntry *self)
{
}

OrchJournalEntry *
orch_journal_entry_new (const OrchJournalEntryFields *fields)
{
  g_return_val_if_fail (fields != NULL, NULL);

  OrchJournalEntry *self = g_object_new (ORCH_TYPE_JOURNAL_ENTRY, NULL);
  self->fields = *fields;
  self->fields.actor = g_strdup (fields->actor);
  self->fields.act = g_strdup (fields->act);
  self->fields.object = g_strdup (fields->object);
  self->fields.patient = g_strdup (fields->patient);
  self->fields.workstation = g_strdup (fields->workstation);
  self->fields.detail = g_strdup (fields->detail);
  self->fields.hash = g_strdup (fields->hash);
  self->fields.previous = g_strdup (fields->previous);
  self->fields.patient_hub_id = g_strdup (fields->patient_hub_id);
  return self;
}

const OrchJournalEntryFields *
orch_journal_entry_get_fields (OrchJournalEntry *self)
{
  g_return_val_if_fail (ORCH_IS_JOURNAL_ENTRY (self), NULL);

  return &self->fields;
}

int
orch_journal_entry_compare_newest (gconstpointer a, gconstpointer b)
{
  const OrchJournalEntryFields *x = orch_journal_entry_get_fields (*(OrchJournalEntry *const *) a);
  const OrchJournalEntryFields *y = orch_journal_entry_get_fields (*(OrchJournalEntry *const *) b);

  if (x->instant != y->instant)
    return x->instant < y->instant ? 1 : -1;
  return (x->seq < y->seq) - (x->seq > y->seq);
}
