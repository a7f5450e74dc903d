/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The journal of OrchStore: appending with a hash of what came before, and checking the chain.
 */
#include <sodium.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "orch-store-private.h"

#define HASH_LENGTH 32

static void
hash_number (crypto_generichash_state *state, gint64 number)
{
  gint64 big = GINT64_TO_BE (number);

  crypto_generichash_update (state, (const guint8 *) &big, sizeof big);
}

/* A length before each text keeps "ab" "c" and "a" "bc" apart; -1 is %NULL */
static void
hash_text (crypto_generichash_state *state, const char *text)
{
  hash_number (state, text != NULL ? (gint64) strlen (text) : -1);
  if (text != NULL)
    crypto_generichash_update (state, (const guint8 *) text, strlen (text));
}

/* Returns: (transfer full): hexadecimal */
static char *
hash_entry (const OrchJournalEntryFields *entry, const char *previous)
{
  crypto_generichash_state state;
  guint8 hash[HASH_LENGTH];

  crypto_generichash_init (&state, NULL, 0, HASH_LENGTH);
  hash_text (&state, previous);
  hash_number (&state, entry->seq);
  hash_number (&state, entry->instant);
  hash_number (&state, entry->utc_offset_minutes);
  hash_text (&state, entry->actor);
  hash_text (&state, entry->act);
  hash_text (&state, entry->object);
  hash_text (&state, entry->patient);
  hash_text (&state, entry->workstation);
  hash_text (&state, entry->detail);
  crypto_generichash_final (&state, hash, HASH_LENGTH);

  char *text = g_malloc (2 * HASH_LENGTH + 1);
  return sodium_bin2hex (text, 2 * HASH_LENGTH + 1, hash, HASH_LENGTH);
}

static void
read_entry (sqlite3_stmt *statement, OrchJournalEntryFields *entry)
{
  entry->seq = sqlite3_column_int64 (statement, 0);
  entry->instant = sqlite3_column_int64 (statement, 1);
  entry->utc_offset_minutes = sqlite3_column_int (statement, 2);
  entry->actor = orch_column_text (statement, 3);
  entry->act = orch_column_text (statement, 4);
  entry->object = orch_column_text (statement, 5);
  entry->patient = orch_column_text (statement, 6);
  entry->workstation = orch_column_text (statement, 7);
  entry->detail = orch_column_text (statement, 8);
  entry->previous = orch_column_text (statement, 9);
  entry->hash = orch_column_text (statement, 10);
  entry->patient_hub_id = orch_column_text (statement, 11);
}

#define SELECT_ENTRIES ORCH_STORE_SELECT_JOURNAL " WHERE seq > ? ORDER BY seq LIMIT ?"

OrchJournalEntry *
orch_store_read_journal_entry (sqlite3_stmt *statement)
{
  OrchJournalEntryFields entry = { 0 };

  read_entry (statement, &entry);
  return orch_journal_entry_new (&entry);
}

static void
append (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  gint64 seq = orch_store_add_to_journal (connection, call, call->verb, call->id, call->text, call->detail);

  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, seq);
}

static void
verify (OrchConnection *connection, GValue *result, gpointer data)
{
  g_autofree char *previous = g_strdup ("");
  gint64 expected = 1, broken = 0;
  /* The counter says how many there ever were: a chain cut at its end is whole, but short. */
  gint64 last = orch_connection_get_int64 (connection, 0, "SELECT seq FROM sqlite_sequence WHERE name = 'journal'", "");
  sqlite3_stmt *statement = orch_connection_query (connection, SELECT_ENTRIES, "ll", (gint64) 0, G_MAXINT64);

  while (broken == 0 && orch_connection_next (connection, statement))
    {
      OrchJournalEntryFields entry = { 0 };
      read_entry (statement, &entry);
      g_autofree char *hash = hash_entry (&entry, previous);
      if (entry.seq != expected || g_strcmp0 (entry.previous, previous) != 0 || g_strcmp0 (entry.hash, hash) != 0)
        {
          broken = expected;
          orch_connection_done (connection, statement);
        }
      g_free (previous);
      previous = g_steal_pointer (&hash);
      expected++;
    }
  if (broken == 0 && expected <= last)
    broken = expected;
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, broken);
}

static void
list (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement =
      orch_connection_query (connection, SELECT_ENTRIES, "ll", call->number, (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    g_ptr_array_add (entries, orch_store_read_journal_entry (statement));
  orch_store_take_array (result, entries);
}

gint64
orch_store_add_to_journal (OrchConnection *connection, const OrchStoreCall *call, const char *act, const char *object,
                           const char *patient, const char *detail)
{
  g_autoptr (GDateTime) local = orch_clock_now_local ();
  g_autofree char *escaped = detail != NULL ? orch_text_escape_log (detail) : NULL;
  g_autofree char *previous =
      orch_connection_dup_text (connection, "SELECT hash FROM journal ORDER BY seq DESC LIMIT 1", "");
  OrchJournalEntryFields entry = {
    .seq = 1 + orch_connection_get_int64 (connection, 0, "SELECT seq FROM sqlite_sequence WHERE name = 'journal'", ""),
    .instant = orch_clock_now_us (),
    .utc_offset_minutes = (int) (g_date_time_get_utc_offset (local) / G_TIME_SPAN_MINUTE),
    .actor = call->actor != NULL ? call->actor : "",
    .act = act,
    .object = object,
    .patient = patient,
    .workstation = call->workstation,
    .detail = escaped,
  };
  if (previous == NULL)
    previous = g_strdup ("");
  g_autofree char *hash = hash_entry (&entry, previous);

  orch_connection_run (
      connection,
      "INSERT INTO journal (seq, instant, utc_offset_minutes, actor, act, object, patient, workstation, "
      "detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "llissssssss", entry.seq, entry.instant, entry.utc_offset_minutes, entry.actor, entry.act, entry.object,
      entry.patient, entry.workstation, entry.detail, previous, hash);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_JOURNAL);
  return entry.seq;
}

DexFuture *
orch_store_append_journal (OrchStore *self, const OrchActor *actor, const char *act, const char *object,
                           const char *patient, const char *detail)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && act != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->verb = g_strdup (act);
  call->id = g_strdup (object);
  call->text = g_strdup (patient);
  call->detail = g_strdup (detail);
  return orch_store_write (self, append, call);
}

DexFuture *
orch_store_verify_journal (OrchStore *self, GCancellable *cancellable)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_store_read (self, verify, orch_store_call_new (NULL), cancellable);
}

DexFuture *
orch_store_list_journal (OrchStore *self, gint64 after, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->number = after;
  call->limit = limit;
  return orch_store_read (self, list, call, NULL);
}
