/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The journal of accesses to FHIR and back, on random entries, each given to the validator too (ORCH_EMIT_DIR); and what is none of ours.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "http/orch-json.h"
#include "hub/orch-map-journal.h"
#include "hub/orch-map.h"

#define ROUNDS 200
#define WORKSTATION "3f2b6c1e-8c53-4f7e-9b1a-5d1f0a6e2c47"
#define PATIENT "11111111-2222-4333-8444-555555555555"
#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static GRand *rand_;

static const OrchJournalEntryFields plain = { .seq = 7,
                                              .instant = G_GINT64_CONSTANT (1795262400123456),
                                              .utc_offset_minutes = -300,
                                              .actor = "Practitioner/12",
                                              .act = "patient-read",
                                              .patient = PATIENT,
                                              .patient_hub_id = "p-9",
                                              .workstation = WORKSTATION,
                                              .previous = "",
                                              .hash = HASH };

static JsonObject *
map (const OrchJournalEntryFields *fields)
{
  g_autoptr (OrchJournalEntry) entry = orch_journal_entry_new (fields);
  JsonObject *event = orch_map_journal (entry, "org-1", TRUE);

  orch_map_emitted (event);
  return event;
}

static void
test_round_trip (void)
{
  static const char *const some_acts[] = { "signed-in", "unlock-failed", "message-sent", "sync-run", "an-act-to-come" };
  static const char *const actors[] = { "Practitioner/12", WORKSTATION, "wizard" };
  static const char *const details[] = { NULL, "fields: « é » <&>", "x\\u001b[31m" };
  static const int offsets[] = { -300, -240, 0, 345 };

  for (guint i = 0; i < ROUNDS; i++)
    {
      OrchJournalEntryFields fields = plain;
      g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) &i, sizeof i);
      g_autoptr (JsonObject) event = NULL;
      g_autoptr (OrchJournalEntry) back = NULL;
      const OrchJournalEntryFields *f = NULL;

      fields.seq = 1 + g_rand_int_range (rand_, 0, 100000);
      fields.instant += (gint64) g_rand_int_range (rand_, -1000000, 1000000) * 1000003;
      fields.utc_offset_minutes = offsets[g_rand_int_range (rand_, 0, G_N_ELEMENTS (offsets))];
      fields.act = some_acts[g_rand_int_range (rand_, 0, G_N_ELEMENTS (some_acts))];
      fields.actor = actors[g_rand_int_range (rand_, 0, G_N_ELEMENTS (actors))];
      fields.detail = details[g_rand_int_range (rand_, 0, G_N_ELEMENTS (details))];
      fields.object = g_rand_boolean (rand_) ? "conversation/" WORKSTATION : NULL;
      fields.patient = g_rand_boolean (rand_) ? PATIENT : NULL;
      fields.patient_hub_id = fields.patient != NULL && g_rand_boolean (rand_) ? "p-9" : NULL;
      fields.previous = g_rand_boolean (rand_) ? HASH : "";
      fields.hash = hash;
      event = map (&fields);
      back = orch_map_journal_from (event, "org-1");
      g_assert_nonnull (back);
      f = orch_journal_entry_get_fields (back);
      g_assert_cmpint (f->seq, ==, fields.seq);
      g_assert_cmpint (f->instant, ==, fields.instant);
      g_assert_cmpint (f->utc_offset_minutes, ==, fields.utc_offset_minutes);
      g_assert_cmpstr (f->actor, ==, fields.actor);
      g_assert_cmpstr (f->act, ==, fields.act);
      g_assert_cmpstr (f->object, ==, fields.object);
      g_assert_cmpstr (f->patient, ==, fields.patient);
      g_assert_cmpstr (f->patient_hub_id, ==, fields.patient_hub_id);
      g_assert_cmpstr (f->workstation, ==, fields.workstation);
      g_assert_cmpstr (f->detail, ==, fields.detail);
      g_assert_cmpstr (f->previous, ==, fields.previous);
      g_assert_cmpstr (f->hash, ==, fields.hash);
    }
}

/* Of somebody whom the hub has no more nothing is lost but the link. */
static void
test_not_linked (void)
{
  g_autoptr (OrchJournalEntry) entry = orch_journal_entry_new (&plain);
  g_autoptr (JsonObject) event = orch_map_journal (entry, "org-1", FALSE);
  g_autofree char *text = orch_json_to_string (event);
  g_autoptr (OrchJournalEntry) back = orch_map_journal_from (event, "org-1");

  orch_map_emitted (event);
  g_assert_null (strstr (text, "\"reference\""));
  g_assert_nonnull (back);
  g_assert_cmpstr (orch_journal_entry_get_fields (back)->actor, ==, plain.actor);
  g_assert_cmpstr (orch_journal_entry_get_fields (back)->patient, ==, plain.patient);
}

/* What somebody else who reads the hub must find, by the R4 definition of AuditEvent. */
static void
test_reads_plainly (void)
{
  g_autoptr (JsonObject) read = map (&plain);
  OrchJournalEntryFields fields = plain;
  g_autoptr (JsonObject) failed = NULL;
  g_autoptr (JsonObject) by_machine = NULL;

  g_assert_cmpstr (orch_json_get_string (read, "action"), ==, "R");
  g_assert_cmpstr (orch_json_get_string (read, "outcome"), ==, "0");
  g_assert_cmpstr (orch_json_get_string (read, "recorded"), ==, "2026-11-21T07:00:00.123456-05:00");
  g_assert_cmpstr (orch_json_path_string (read, "agent[0].who.reference"), ==, "Practitioner/12");
  g_assert_true (orch_json_get_bool (orch_json_nth (read, "agent", 0), "requestor", FALSE));
  g_assert_cmpstr (orch_json_path_string (read, "source.observer.identifier.value"), ==, "urn:uuid:" WORKSTATION);
  g_assert_cmpstr (orch_json_path_string (read, "entity[0].what.reference"), ==, "Patient/p-9");
  g_assert_cmpstr (orch_json_path_string (read, "subtype[0].code"), ==, "patient-read");

  fields.act = "unlock-failed";
  failed = map (&fields);
  g_assert_cmpstr (orch_json_get_string (failed, "outcome"), ==, "4");
  fields.actor = WORKSTATION;
  by_machine = map (&fields);
  g_assert_cmpstr (orch_json_path_string (by_machine, "agent[0].who.identifier.value"), ==, "urn:uuid:" WORKSTATION);
  g_assert_cmpstr (orch_json_path_string (by_machine, "agent[0].who.type"), ==, "Device");
}

static void
check_refused (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (JsonObject) event = orch_json_parse_object_sync (bytes, NULL);

  g_assert_nonnull (event);
  g_assert_null (orch_map_journal_from (event, "org-1"));
}

static void
test_foreign (void)
{
  g_autoptr (JsonObject) ours = map (&plain);
  g_autofree char *text = orch_json_to_string (ours);

  check_refused ("{\"resourceType\": \"AuditEvent\"}");
  check_refused ("{\"resourceType\": \"AuditEvent\", \"entity\": 3, \"subtype\": [null, 7], \"source\": []}");
  g_assert_null (orch_map_journal_from (ours, "org-2"));
  {
    /* A text where the hash should be, a number that is none */
    g_auto (GStrv) halves = g_strsplit (text, HASH, 2);
    g_autofree char *no_hash = g_strconcat (halves[0], "abc", halves[1], NULL);
    g_auto (GStrv) around = g_strsplit (text, "\"valueString\":\"7\"", 2);
    g_autofree char *no_seq = g_strconcat (around[0], "\"valueString\":\"seven\"", around[1], NULL);

    check_refused (no_hash);
    g_assert_nonnull (around[1]);
    check_refused (no_seq);
  }
}

int
main (int argc, char *argv[])
{
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  rand_ = g_rand_new_with_seed (20261123);
  g_test_add_func ("/mapping-journal/round-trip", test_round_trip);
  g_test_add_func ("/mapping-journal/reads-plainly", test_reads_plainly);
  g_test_add_func ("/mapping-journal/not-linked", test_not_linked);
  g_test_add_func ("/mapping-journal/foreign", test_foreign);
  status = g_test_run ();
  g_rand_free (rand_);
  return status;
}
