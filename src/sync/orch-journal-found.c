/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-journal-found.h.
 */
#include "orch-journal-found.h"

struct _OrchJournalFound
{
  GObject parent_instance;

  OrchJournalFoundFields fields; /* owned */
};

G_DEFINE_FINAL_TYPE (OrchJournalFound, orch_journal_found, G_TYPE_OBJECT)

static void
orch_journal_found_finalize (GObject *object)
{
  OrchJournalFound *self = ORCH_JOURNAL_FOUND (object);

  g_clear_pointer (&self->fields.entries, g_ptr_array_unref);
  g_clear_pointer (&self->fields.names, g_hash_table_unref);
  g_clear_error (&self->fields.hub_error);
  g_free (self->fields.workstation);
  G_OBJECT_CLASS (orch_journal_found_parent_class)->finalize (object);
}

static void
orch_journal_found_class_init (OrchJournalFoundClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_journal_found_finalize;
}

static void
orch_journal_found_init (OrchJournalFound *self)
{
}

OrchJournalFound *
orch_journal_found_new (const OrchJournalFoundFields *fields)
{
  OrchJournalFound *self = NULL;

  g_return_val_if_fail (fields != NULL && fields->entries != NULL && fields->names != NULL, NULL);

  self = g_object_new (ORCH_TYPE_JOURNAL_FOUND, NULL);
  self->fields = *fields;
  return self;
}

GPtrArray *
orch_journal_found_get_entries (OrchJournalFound *self)
{
  g_return_val_if_fail (ORCH_IS_JOURNAL_FOUND (self), NULL);

  return self->fields.entries;
}

const char *
orch_journal_found_get_name (OrchJournalFound *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_JOURNAL_FOUND (self), NULL);

  return id != NULL ? g_hash_table_lookup (self->fields.names, id) : NULL;
}

const GError *
orch_journal_found_get_hub_error (OrchJournalFound *self)
{
  g_return_val_if_fail (ORCH_IS_JOURNAL_FOUND (self), NULL);

  return self->fields.hub_error;
}

gboolean
orch_journal_found_is_cut (OrchJournalFound *self)
{
  g_return_val_if_fail (ORCH_IS_JOURNAL_FOUND (self), FALSE);

  return self->fields.cut;
}

gboolean
orch_journal_found_is_here (OrchJournalFound *self, OrchJournalEntry *entry)
{
  g_return_val_if_fail (ORCH_IS_JOURNAL_FOUND (self), FALSE);
  g_return_val_if_fail (ORCH_IS_JOURNAL_ENTRY (entry), FALSE);

  return g_strcmp0 (orch_journal_entry_get_fields (entry)->workstation, self->fields.workstation) == 0;
}
