/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The journal of accesses on its way to the hub: all of it, in its order, each entry once whatever answer is lost, while nobody is there too; and a hub
 * that takes none holds nothing else back. Source: security.md 10, hub/README.md.
 */
#include <string.h>

#include "core/orch-error.h"
#include "hub/orch-hub-journal.h"
#include "orch-hub-look.h"
#include "orch-pair.h"
#include "store/orch-store-portal.h"
#include "sync/orch-engine-private.h"

#define NONE "11111111-2222-4333-8444-555555555555"

/* What the workstation itself wrote. Returns: (transfer full) */
static GPtrArray *
list_own (Story *story)
{
  g_autoptr (DexFuture) future = orch_store_list_journal (story->engine->store, 0, 1000);

  story_wait_ok (dex_ref (future));
  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

/* What the hub has of the clinic. Returns: (transfer full) */
static GPtrArray *
read_hub (Story *story, const char *patient_hub_id)
{
  const OrchHubJournalQuery query = { .clinic_hub_id = orch_clinic_get_fields (story->engine->clinic)->hub_id,
                                      .patient_hub_id = patient_hub_id,
                                      .until_us = g_get_real_time () + G_USEC_PER_SEC,
                                      .limit = 1000 };
  g_autoptr (OrchHub) hub = story_wait_object (orch_hub_access_get_workstation_hub (story->engine->access));
  g_autoptr (DexFuture) future = orch_hub_read_journal (hub, &query);

  story_wait_ok (dex_ref (future));
  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

static void
append (Story *story, const char *act, const char *patient)
{
  const OrchActor *actor = orch_session_get_actor (orch_engine_get_session (story->engine));

  story_wait_ok (orch_store_append_journal (story->engine->store, actor, act, NULL, patient, NULL));
}

/* All of it up to now is on the hub, whole and once; what was written after the sending is not yet. */
static void
check_sent (Pair *pair, Story *story)
{
  g_autoptr (GPtrArray) own = list_own (story);
  g_autoptr (GPtrArray) there = read_hub (pair->one, NULL);
  g_autoptr (GHashTable) by_hash = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < there->len; i++)
    g_assert_true (g_hash_table_insert (by_hash,
                                        (gpointer) orch_journal_entry_get_fields (g_ptr_array_index (there, i))->hash,
                                        there->pdata[i]));
  g_assert_cmpuint (own->len, >, 0);
  for (guint i = 0; i < own->len; i++)
    {
      const OrchJournalEntryFields *f = orch_journal_entry_get_fields (g_ptr_array_index (own, i));
      OrchJournalEntry *found = g_hash_table_lookup (by_hash, f->hash);
      const OrchJournalEntryFields *g = NULL;

      g_assert_nonnull (found);
      g = orch_journal_entry_get_fields (found);
      g_assert_cmpint (g->seq, ==, f->seq);
      g_assert_cmpint (g->instant, ==, f->instant);
      g_assert_cmpstr (g->actor, ==, f->actor);
      g_assert_cmpstr (g->act, ==, f->act);
      g_assert_cmpstr (g->object, ==, f->object);
      g_assert_cmpstr (g->patient, ==, f->patient);
      g_assert_cmpstr (g->workstation, ==, f->workstation);
      g_assert_cmpstr (g->detail, ==, f->detail);
      g_assert_cmpstr (g->previous, ==, f->previous);
    }
  /* None twice: what is read drops doubles, so they are counted where they are kept. */
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "AuditEvent"), ==, there->len);
}

static DexFuture *
flush (Story *story)
{
  return orch_journal_pump_flush (story->engine->journal);
}

static gboolean
has_act (GPtrArray *entries, const char *act)
{
  for (guint i = 0; i < entries->len; i++)
    if (g_str_equal (orch_journal_entry_get_fields (g_ptr_array_index (entries, i))->act, act))
      return TRUE;
  return FALSE;
}

/* Two workstations: each its own chain, and the hub has both. */
static void
test_sent (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GPtrArray) own = NULL;

  story_wait_ok (flush (pair->one));
  check_sent (pair, pair->one);
  story_wait_ok (orch_sync_start (orch_engine_get_sync (pair->two->engine), ORCH_SYNC_FULL));
  orch_session_lock (orch_engine_get_session (pair->two->engine));
  /* Nobody is needed. */
  story_wait_ok (flush (pair->two));
  check_sent (pair, pair->two);
  check_sent (pair, pair->one);
  own = list_own (pair->two);
  g_assert_true (has_act (own, "signed-in"));
  g_assert_true (has_act (own, "sync-run"));
  g_assert_true (has_act (own, "locked"));
}

static gboolean
is_on_hub (gpointer data)
{
  Pair *pair = data;

  return hub_look_find (pair->sandbox, "AuditEvent", "an-act-of-now") != NULL;
}

static void
test_by_itself (void)
{
  g_autoptr (Pair) pair = pair_new ();

  append (pair->one, "an-act-of-now", NULL);
  story_wait_until (is_on_hub, pair);
}

/* Answers that are lost: of a batch, of what was asked before it, of a round that begins again after the program was killed. */
static void
test_lost_answers (void)
{
  g_autoptr (Pair) pair = pair_new ();
  guint before = 0;

  story_wait_ok (flush (pair->one));
  for (guint i = 0; i < 150; i++)
    append (pair->one, i % 2 == 0 ? "patient-read" : "conversation-opened", NULL);
  before = orch_sandbox_process_count (pair->sandbox, "AuditEvent");
  orch_sandbox_process_order (pair->sandbox, "fault",
                              "{\"path\": \"/hub\", \"method\": \"POST\", \"kind\": \"cut-after-commit\"}");
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (story_wait (flush (pair->one), &error));
  }
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "AuditEvent"), ==, before + 100);
  orch_sandbox_process_clear_faults (pair->sandbox);
  story_wait_ok (flush (pair->one));
  check_sent (pair, pair->one);

  append (pair->one, "patient-read", NULL);
  orch_sandbox_process_order (pair->sandbox, "fault",
                              "{\"path\": \"/hub\", \"method\": \"POST\", \"kind\": \"cut-after-commit\"}");
  g_assert_false (story_wait (flush (pair->one), NULL));
  orch_sandbox_process_clear_faults (pair->sandbox);
  story_restart (pair->one);
  orch_sync_set_automatic (orch_engine_get_sync (pair->one->engine), FALSE);
  story_wait_ok (flush (pair->one));
  check_sent (pair, pair->one);
}

/* A hub that takes no journal says so; nothing is lost, and once it does everything goes. */
static void
test_refused (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GError) error = NULL;

  story_wait_ok (flush (pair->one));
  append (pair->one, "patient-read", NULL);
  orch_sandbox_process_order (pair->sandbox, "fault",
                              "{\"path\": \"/hub\", \"method\": \"POST\", \"kind\": \"403\", \"count\": -1}");
  g_assert_false (story_wait (flush (pair->one), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  orch_sandbox_process_clear_faults (pair->sandbox);
  story_wait_ok (flush (pair->one));
  check_sent (pair, pair->one);
}

/* Of a patient whom the hub has no more the act is told all the same. */
static void
test_of_nobody (void)
{
  g_autoptr (Pair) pair = pair_new ();
  OrchPatientFields fields = {
    .id = "22222222-0000-4000-8000-000000000002", .emr_id = "P-2", .hub_id = "gone", .family = "Roy", .given = "Ève"
  };
  const char *const versions[] = { "1", NULL };
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  const OrchActor workstation = { .id = orch_bootstrap_get_workstation (pair->one->engine->bootstrap),
                                  .permission = ORCH_PERMISSION_WORKSTATION };

  g_ptr_array_add (patients, orch_patient_new (&fields));
  story_wait_ok (orch_store_apply_hub_patients (pair->one->engine->store, &workstation, patients, versions));
  append (pair->one, "patient-searched", NULL);
  append (pair->one, "patient-read", fields.id);
  append (pair->one, "patient-searched", NULL);
  story_wait_ok (flush (pair->one));
  check_sent (pair, pair->one);
}

/* Who looked at this patient: what concerns nobody else. */
static void
test_of_a_patient (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) nobody = NULL;
  OrchPatientFields fields = {
    .id = "22222222-0000-4000-8000-000000000001", .emr_id = "P-1", .hub_id = "p-1", .family = "Roy", .given = "Ève"
  };
  const char *const versions[] = { "1", NULL };
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  const OrchActor workstation = { .id = orch_bootstrap_get_workstation (pair->one->engine->bootstrap),
                                  .permission = ORCH_PERMISSION_WORKSTATION };

  orch_sandbox_process_order (pair->sandbox, "hub-record",
                              "{\"resourceType\": \"Patient\", \"id\": \"p-1\", \"name\": [{\"family\": \"Roy\"}]}");
  g_ptr_array_add (patients, orch_patient_new (&fields));
  story_wait_ok (orch_store_apply_hub_patients (pair->one->engine->store, &workstation, patients, versions));
  append (pair->one, "patient-read", fields.id);
  append (pair->one, "patient-read", NONE);
  append (pair->one, "patient-searched", NULL);
  story_wait_ok (flush (pair->one));
  found = read_hub (pair->two, "p-1");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (orch_journal_entry_get_fields (g_ptr_array_index (found, 0))->patient, ==, fields.id);
  nobody = read_hub (pair->two, "p-2");
  g_assert_cmpuint (nobody->len, ==, 0);
}

/* What an administrator sees: the acts of both workstations, by name; without the hub those of this one, which is said. */
static void
test_search (void)
{
  g_autoptr (Pair) pair = pair_new ();
  OrchEngine *engine = pair->one->engine;
  const char *person = orch_session_get_person_id (orch_engine_get_session (engine));
  const OrchJournalQuery query = { .until_us = g_get_real_time () + G_TIME_SPAN_HOUR };
  OrchJournalQuery again = query;
  g_autoptr (OrchJournalFound) found = NULL;
  g_autoptr (OrchJournalFound) alone = NULL;
  guint here = 0, elsewhere = 0, read = 0;

  append (pair->two, "patient-searched", NULL);
  story_wait_ok (flush (pair->two));
  found = story_wait_object (orch_engine_search_journal (engine, &query));
  g_assert_no_error (orch_journal_found_get_hub_error (found));
  g_assert_nonnull (orch_journal_found_get_name (found, person));
  for (guint i = 0; i < orch_journal_found_get_entries (found)->len; i++)
    {
      OrchJournalEntry *entry = g_ptr_array_index (orch_journal_found_get_entries (found), i);

      if (orch_journal_found_is_here (found, entry))
        here++;
      else
        elsewhere++;
    }
  g_assert_cmpuint (here, >, 0);
  g_assert_cmpuint (elsewhere, >, 0);

  again.again = TRUE;
  orch_sandbox_process_order (pair->sandbox, "fault",
                              "{\"path\": \"/hub/AuditEvent\", \"kind\": \"cut-before\", \"count\": -1}");
  alone = story_wait_object (orch_engine_search_journal (engine, &again));
  g_assert_error (orch_journal_found_get_hub_error (alone), ORCH_ERROR, ORCH_ERROR_OFFLINE);
  for (guint i = 0; i < orch_journal_found_get_entries (alone)->len; i++)
    {
      OrchJournalEntry *entry = g_ptr_array_index (orch_journal_found_get_entries (alone), i);

      g_assert_true (orch_journal_found_is_here (alone, entry));
      read += g_str_equal (orch_journal_entry_get_fields (entry)->act, "journal-read");
    }
  /* Read twice, and once again only to show it. */
  g_assert_cmpuint (read, ==, 1);

  orch_session_lock (orch_engine_get_session (engine));
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (story_wait (orch_engine_search_journal (engine, &query), &error));
    g_assert_error (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/sync/journal/sent", test_sent);
  g_test_add_func ("/sync/journal/by-itself", test_by_itself);
  g_test_add_func ("/sync/journal/lost-answers", test_lost_answers);
  g_test_add_func ("/sync/journal/refused", test_refused);
  g_test_add_func ("/sync/journal/of-nobody", test_of_nobody);
  g_test_add_func ("/sync/journal/of-a-patient", test_of_a_patient);
  g_test_add_func ("/sync/journal/search", test_search);
  return g_test_run ();
}
