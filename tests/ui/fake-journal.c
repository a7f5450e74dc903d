/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-journal.h. This workstation is "here".
 */
#include "fake-journal.h"

static GPtrArray *entries;
static GHashTable *names;
static GError *hub_error;
static OrchJournalQuery last;
static char *last_patient;

static void
begin (void)
{
  if (entries != NULL)
    return;
  entries = g_ptr_array_new_with_free_func (g_object_unref);
  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
fake_journal_add (const char *actor, const char *act, const char *patient, const char *workstation, gint64 ago_s)
{
  g_autofree char *hash = NULL;

  begin ();
  hash = g_strdup_printf ("%064u", entries->len);
  g_ptr_array_add (entries, orch_journal_entry_new (&(OrchJournalEntryFields) {
                                .seq = entries->len + 1,
                                .instant = g_get_real_time () - ago_s * G_USEC_PER_SEC,
                                .actor = actor,
                                .act = act,
                                .patient = patient,
                                .workstation = workstation,
                                .hash = hash,
                            }));
}

void
fake_journal_name (const char *id, const char *name)
{
  begin ();
  g_hash_table_insert (names, g_strdup (id), g_strdup (name));
}

void
fake_journal_set_hub_error (const GError *error)
{
  g_clear_error (&hub_error);
  hub_error = error != NULL ? g_error_copy (error) : NULL;
}

const OrchJournalQuery *
fake_journal_get_query (void)
{
  return &last;
}

void
fake_journal_clear (void)
{
  g_clear_pointer (&entries, g_ptr_array_unref);
  g_clear_pointer (&names, g_hash_table_unref);
  g_clear_error (&hub_error);
  g_clear_pointer (&last_patient, g_free);
  last = (OrchJournalQuery) { 0 };
}

DexFuture *
orch_engine_search_journal (OrchEngine *self, const OrchJournalQuery *query)
{
  OrchJournalFoundFields fields = { 0 };

  begin ();
  g_set_str (&last_patient, query->patient);
  last = *query;
  last.patient = last_patient;
  fields.entries = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < entries->len; i++)
    {
      OrchJournalEntry *entry = g_ptr_array_index (entries, i);
      const OrchJournalEntryFields *f = orch_journal_entry_get_fields (entry);

      if (f->instant >= query->since_us && (query->patient == NULL || g_strcmp0 (f->patient, query->patient) == 0))
        g_ptr_array_add (fields.entries, g_object_ref (entry));
    }
  fields.names = g_hash_table_ref (names);
  fields.hub_error = hub_error != NULL ? g_error_copy (hub_error) : NULL;
  fields.workstation = g_strdup ("here");
  return dex_future_new_take_object (orch_journal_found_new (&fields));
}
