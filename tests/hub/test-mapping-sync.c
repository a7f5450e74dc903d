/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the synchronisation writes, to FHIR and back, on random records: the clinic's choices of a service, patients, availability,
 * appointments, settings, the lease. Each is given to the validator too (ORCH_EMIT_DIR).
 */
#include <string.h>

#include "core/orch-clock.h"
#include "http/orch-json.h"
#include "hub/orch-map-schedule.h"
#include "hub/orch-map-shared.h"
#include "hub/orch-map-staff.h"
#include "hub/orch-map-task.h"
#include "hub/orch-map.h"

#define ROUNDS 300
#define CLINIC_ID "3f2b6c1e-8c53-4f7e-9b1a-5d1f0a6e2c47"

static GRand *rand_;

static gboolean
maybe (void)
{
  return g_rand_boolean (rand_);
}

static const char *
any_of (const char *const *words)
{
  return words[g_rand_int_range (rand_, 0, (gint32) g_strv_length ((char **) words))];
}

static const char *
some_words (void)
{
  static const char *const words[] = { "Émilie Côté", "d'Arcy",     "L’Heureux", "a<b>&\"c\"",
                                       "中文",        "Œuvre 1\\2", "😀",        NULL };
  return any_of (words);
}

/* To the microsecond, as the rules keep them. */
static gint64
some_time (void)
{
  return G_GINT64_CONSTANT (1795262400000000) +
         g_rand_int_range (rand_, -1000000, 1000000) * G_GINT64_CONSTANT (1000003);
}

/* As a server gives it back: with an id and a version, through its text */
static JsonObject *
from_server (JsonObject *sent)
{
  g_autoptr (JsonObject) stored = orch_json_copy (sent);
  orch_map_emitted (stored);
  json_object_set_string_member (stored, "id", "srv-1");
  JsonObject *meta = json_object_new ();
  json_object_set_string_member (meta, "versionId", "7");
  json_object_set_object_member (stored, "meta", meta);
  g_autoptr (GBytes) bytes = orch_json_to_bytes (stored);
  g_autoptr (GError) error = NULL;
  JsonObject *again = orch_json_parse_object_sync (bytes, &error);
  g_assert_no_error (error);
  return again;
}

/* Writing it again changes nothing. */
static void
assert_settled (JsonObject *theirs, JsonObject *ours)
{
  g_autoptr (JsonObject) merged = orch_map_merge (theirs, ours);
  g_assert_true (orch_json_equal (merged, theirs));
}

static OrchHubLinks *
some_links (void)
{
  if (maybe ())
    return NULL;
  OrchHubLinks *links = orch_hub_links_new ();
  orch_hub_links_add (links, ORCH_HUB_STAFF, "prat-1", "h1");
  orch_hub_links_add (links, ORCH_HUB_SERVICES, "serv-1", "h2");
  orch_hub_links_add (links, ORCH_HUB_PATIENTS, "pat-1", "h3");
  orch_hub_links_add (links, ORCH_HUB_SCHEDULES, "hor-1", "h4");
  return links;
}

static OrchCareOffer *
some_offer (void)
{
  static const char *const audiences[] = { ORCH_AUDIENCE_EVERYONE, ORCH_AUDIENCE_ATTACHED, ORCH_AUDIENCE_UNATTACHED,
                                           ORCH_AUDIENCE_REDIRECTION, NULL };
  OrchCareException exceptions[] = {
    { .staff_id = "0b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10",
      .offered = maybe (),
      .staff_only = maybe (),
      .publication_days = -1 },
    { .staff_id = "1b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10",
      .offered = maybe (),
      .publication_days = g_rand_int_range (rand_, 0, 99) },
  };
  OrchCareOfferFields fields = {
    .staff_only = maybe (),
    .audience = maybe () ? any_of (audiences) : NULL,
    .modes = (OrchCareMode) g_rand_int_range (rand_, 0, 4),
    .sex = maybe () ? "female" : NULL,
    .age_min = maybe () ? g_rand_int_range (rand_, 0, 20) : -1,
    .age_max = maybe () ? g_rand_int_range (rand_, 20, 99) : -1,
    .publication_days = maybe () ? g_rand_int_range (rand_, 0, 365) : -1,
    .exceptions = exceptions,
    .n_exceptions = (guint) g_rand_int_range (rand_, 0, 3),
  };
  return orch_care_offer_new (&fields);
}

static void
test_service_choices (void)
{
  static const char *const people[] = { "0b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10", "1b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10",
                                        NULL };
  static const char *const types[] = { "walk-in", "regular-follow-up", NULL };
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (OrchCareOffer) offer = maybe () ? some_offer () : NULL;
      OrchServiceFields fields = {
        .id = id,
        .emr_id = "serv-1",
        .hub_id = "srv-1",
        .name = some_words (),
        .category = maybe () ? some_words () : NULL,
        .category_id = maybe () ? "suivi" : NULL,
        .types = maybe () ? types : NULL,
        .offered_by = maybe () ? people : NULL,
        .duration_minutes = maybe () ? 15 : 0,
        .duration_override = maybe () ? g_rand_int_range (rand_, 1, 480) : 0,
        .active = maybe (),
        .excluded = maybe (),
        .online = maybe (),
        .to_define = maybe (),
        .vanished = maybe (),
        .deactivated_us = maybe () ? some_time () : 0,
        .offer = offer,
      };
      g_autoptr (OrchService) service = orch_service_new (&fields);
      g_autoptr (JsonObject) json = orch_map_service (service, "omnimed", "Organization/o");
      g_autoptr (JsonObject) theirs = from_server (json);
      g_autoptr (OrchService) back = orch_map_service_from (theirs, NULL);
      g_assert_true (orch_service_same_decisions (service, back));
      g_assert_true (orch_service_same_content (service, back));
      assert_settled (theirs, json);
      /* and taken back, they are gone, while others' extensions stay */
      JsonObject *foreign = orch_map_extension ("https://other.example/x");
      json_object_set_boolean_member (foreign, "valueBoolean", TRUE);
      g_autoptr (JsonObject) with_foreign = orch_json_copy (theirs);
      JsonArray *extensions = json_array_new ();
      guint n = orch_json_count (theirs, "extension");
      for (guint j = 0; j < n; j++)
        json_array_add_object_element (extensions, json_object_ref (orch_json_nth (theirs, "extension", j)));
      json_array_add_object_element (extensions, foreign);
      json_object_set_array_member (with_foreign, "extension", extensions);
      OrchServiceFields plain = { .id = id, .emr_id = "serv-1", .hub_id = "srv-1", .name = "Nu" };
      g_autoptr (OrchService) bare = orch_service_new (&plain);
      g_autoptr (JsonObject) bare_json = orch_map_service (bare, "omnimed", "Organization/o");
      g_autoptr (JsonObject) merged = orch_map_merge (with_foreign, bare_json);
      g_autoptr (OrchService) merged_back = orch_map_service_from (merged, NULL);
      g_assert_true (orch_service_same_decisions (bare, merged_back));
      g_assert_nonnull (orch_map_get_extension (merged, "https://other.example/x"));
    }
}

static void
test_patient (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      OrchMapContext context = { .vendor = maybe () ? "omnimed" : NULL, .clinic_reference = "Organization/o" };
      OrchPatientFields fields = {
        .id = id,
        .emr_id = "pat-1",
        .hub_id = "srv-1",
        .family = maybe () ? some_words () : NULL,
        .given = maybe () ? some_words () : NULL,
        .birth_date = maybe () ? "1980-02-14" : NULL,
        .sex = maybe () ? "female" : NULL,
        .nam = maybe () ? "COTZ80521416" : NULL,
        .phone = maybe () ? "+14185550142" : NULL,
        .email = maybe () ? "zoe@example.org" : NULL,
      };
      g_autoptr (OrchPatient) patient = orch_patient_new (&fields);
      g_autoptr (JsonObject) json = orch_map_patient (patient, &context);
      g_autoptr (JsonObject) theirs = from_server (json);
      g_autoptr (OrchPatient) back = orch_map_patient_from (theirs);
      g_assert_true (orch_patient_same_content (patient, back));
      g_assert_cmpstr (orch_patient_get_fields (back)->id, ==, id);
      g_assert_cmpstr (orch_patient_get_fields (back)->hub_id, ==, "srv-1");
      g_assert_cmpstr (orch_patient_get_fields (back)->emr_id, ==, "pat-1");
      assert_settled (theirs, json);
    }
}

static void
test_availability (void)
{
  static const char *const statuses[] = {
    "busy", "free", "busy-unavailable", "busy-tentative", "entered-in-error", NULL
  };
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (OrchHubLinks) links = some_links ();
      OrchMapContext context = { .vendor = "omnimed", .clinic_reference = "Organization/o", .links = links };
      OrchScheduleFields fields = {
        .id = id,
        .emr_id = "hor-1",
        .hub_id = "srv-1",
        .staff_emr_id = maybe () ? "prat-1" : NULL,
        .service_emr_id = maybe () ? "serv-1" : NULL,
        .location_emr_id = maybe () ? "lieu-1" : NULL,
        .active = maybe (),
        .from_us = maybe () ? some_time () : 0,
        .vanished = maybe (),
      };
      fields.to_us = maybe () ? fields.from_us + 86400 * (gint64) G_USEC_PER_SEC : 0;
      g_autoptr (OrchSchedule) schedule = orch_schedule_new (&fields);
      g_autoptr (JsonObject) json = orch_map_schedule (schedule, &context);
      g_autoptr (JsonObject) theirs = from_server (json);
      g_autoptr (OrchSchedule) back = orch_map_schedule_from (theirs);
      g_assert_true (orch_schedule_same_content (schedule, back));
      g_assert_cmpint (orch_schedule_get_fields (back)->vanished, ==, fields.vanished);
      g_assert_cmpstr (orch_schedule_get_fields (back)->id, ==, id);
      assert_settled (theirs, json);

      OrchSlotFields slot_fields = {
        .id = id,
        .emr_id = "plage-1",
        .hub_id = "srv-1",
        .schedule_emr_id = maybe () ? "hor-1" : NULL,
        .status = any_of (statuses),
        .start_us = some_time (),
        .vanished = maybe (),
      };
      slot_fields.end_us = slot_fields.start_us + 900 * G_USEC_PER_SEC;
      g_autoptr (OrchSlot) slot = orch_slot_new (&slot_fields);
      g_autoptr (JsonObject) slot_json = orch_map_slot (slot, &context);
      g_autoptr (JsonObject) slot_theirs = from_server (slot_json);
      g_autoptr (OrchSlot) slot_back = orch_map_slot_from (slot_theirs);
      g_assert_true (orch_slot_same_content (slot, slot_back));
      g_assert_cmpint (orch_slot_get_fields (slot_back)->vanished, ==, slot_fields.vanished);
      assert_settled (slot_theirs, slot_json);
    }
}

static void
test_appointment (void)
{
  static const char *const statuses[] = { "proposed",   "pending",   "booked", "arrived",
                                          "fulfilled",  "cancelled", "noshow", "entered-in-error",
                                          "checked-in", "waitlist",  NULL };
  static const char *const sources[] = { "emr", "rvsq", "bonjour-sante", NULL };
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (OrchHubLinks) links = some_links ();
      OrchMapContext context = { .vendor = "omnimed", .clinic_reference = "Organization/o", .links = links };
      const char *status = any_of (statuses);
      /* without a time, some are allowed only */
      gboolean may_lack = g_str_equal (status, "cancelled") || g_str_equal (status, "proposed");
      gboolean has_time = !may_lack || maybe ();
      OrchAppointmentFields fields = {
        .id = id,
        .emr_id = "rdv-1",
        .hub_id = "srv-1",
        .source = any_of (sources),
        .status = status,
        .start_us = has_time ? some_time () : 0,
        .minutes = maybe () ? 15 : 0,
        .service_emr_id = maybe () ? "serv-1" : NULL,
        .staff_emr_id = maybe () ? "prat-1" : NULL,
        .patient_emr_id = maybe () ? "pat-1" : NULL,
        .location_emr_id = maybe () ? "lieu-1" : NULL,
        .first_seen_us = maybe () ? some_time () : 0,
        .vanished = maybe (),
      };
      fields.end_us = has_time ? fields.start_us + 900 * G_USEC_PER_SEC : 0;
      g_autoptr (OrchAppointment) appointment = orch_appointment_new (&fields);
      g_autoptr (JsonObject) json = orch_map_appointment (appointment, &context);
      g_autoptr (JsonObject) theirs = from_server (json);
      g_autoptr (OrchAppointment) back = orch_map_appointment_from (theirs);
      g_assert_true (orch_appointment_same_content (appointment, back));
      const OrchAppointmentFields *now = orch_appointment_get_fields (back);
      g_assert_cmpstr (now->id, ==, id);
      g_assert_cmpstr (now->source, ==, fields.source);
      g_assert_cmpint (now->first_seen_us, ==, fields.first_seen_us);
      g_assert_cmpint (now->vanished, ==, fields.vanished);
      assert_settled (theirs, json);
    }
}

static void
test_setting (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      for (int j = g_rand_int_range (rand_, 0, 6); j > 0; j--)
        g_hash_table_insert (values, g_strdup_printf ("type:%d", g_rand_int_range (rand_, 0, 9)),
                             g_strdup (maybe () ? some_words () : ""));
      g_autoptr (OrchHubSetting) setting = orch_hub_setting_new ("service-types", values, NULL, NULL);
      g_autoptr (JsonObject) json = orch_map_setting (setting, CLINIC_ID, "Organization/o");
      g_autoptr (JsonObject) theirs = from_server (json);
      g_autoptr (OrchHubSetting) back = orch_map_setting_from (theirs);
      g_assert_true (orch_hub_setting_same_values (setting, back));
      g_assert_cmpstr (orch_hub_setting_get_group (back), ==, "service-types");
      g_assert_cmpstr (orch_hub_setting_get_version (back), ==, "7");
      assert_settled (theirs, json);
    }
}

static void
test_lease (void)
{
  OrchHubHolder holder = { .workstation_id = "0b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10",
                           .device_hub_id = "d1",
                           .name = "Accueil" };
  gint64 now = G_GINT64_CONSTANT (1795262400000000);
  for (int held = 0; held < 2; held++)
    {
      g_autoptr (JsonObject) json =
          orch_map_lease (CLINIC_ID, "Organization/o", &holder, now, now + 60 * G_USEC_PER_SEC, held);
      g_autoptr (JsonObject) theirs = from_server (json);
      g_auto (OrchMapLease) lease = { 0 };
      orch_map_lease_read (theirs, &lease);
      g_assert_cmpint (lease.is_held, ==, held);
      g_assert_cmpstr (lease.workstation_id, ==, holder.workstation_id);
      g_assert_cmpstr (lease.name, ==, "Accueil");
      g_assert_cmpint (lease.until_us, ==, now + 60 * G_USEC_PER_SEC);
      assert_settled (theirs, json);
      holder.device_hub_id = NULL;
    }
}

static void
test_ticket (void)
{
  OrchHubAlert ticket = { .id = "0b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10",
                          .reason = "ticket",
                          .clinic_hub_id = "c1",
                          .description = "Rien n'arrive",
                          .ticket_reason = "support",
                          .contact = "418 555-0142",
                          .diagnostic = "line 1\nline 2",
                          .authored_us = G_GINT64_CONSTANT (1795262400000000) };
  g_autoptr (JsonObject) task = orch_map_alert (&ticket);
  orch_map_emitted (task);
  g_assert_cmpuint (orch_json_count (task, "input"), ==, 3);
  JsonObject *last = orch_json_nth (task, "input", 2);
  g_assert_cmpstr (orch_json_get_string (last, "valueString"), ==, "line 1\nline 2");
  /* The number that its person reads on the telephone. */
  JsonObject *number = orch_json_nth (task, "identifier", 1);
  g_assert_cmpstr (orch_json_get_string (number, "system"), ==, "https://orchestrateur.ca/fhir/identifier/ticket");
  g_assert_cmpstr (orch_json_get_string (number, "value"), ==, "0B5F-64A0");
}

/* Nonsense is not read, and does no harm. */
static void
test_nonsense (void)
{
  static const char *const texts[] = {
    "{\"id\":\"x\"}",
    "{\"id\":7,\"identifier\":{},\"extension\":7,\"participant\":[1,{\"actor\":[]}],\"status\":{}}",
    "{\"id\":\"x\",\"identifier\":[{\"system\":\"https://orchestrateur.ca/fhir/identifier/emr/a\",\"value\":\"1\"}],"
    "\"status\":\"booked\",\"start\":7,\"actor\":\"x\",\"planningHorizon\":[],\"extension\":[{\"url\":7},{\"url\":"
    "\"https://orchestrateur.ca/fhir/StructureDefinition/care-offer\",\"extension\":[{\"url\":\"exception\"},{\"url\":"
    "\"mode\",\"valueCode\":[]}]}],\"name\":[[]],\"telecom\":7,\"owner\":[],\"executionPeriod\":7}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (JsonObject) json = orch_json_parse_object_sync (bytes, NULL);
      g_autoptr (OrchPatient) patient = orch_map_patient_from (json);
      g_autoptr (OrchSchedule) schedule = orch_map_schedule_from (json);
      g_autoptr (OrchSlot) slot = orch_map_slot_from (json);
      g_autoptr (OrchAppointment) appointment = orch_map_appointment_from (json);
      g_autoptr (OrchHubSetting) setting = orch_map_setting_from (json);
      g_autoptr (OrchService) service = orch_map_service_from (json, NULL);
      g_auto (OrchMapLease) lease = { 0 };
      orch_map_lease_read (json, &lease);
      g_assert_false (lease.is_held);
      g_assert_null (slot);
      g_assert_null (setting);
      g_assert_cmpint (appointment != NULL, ==, i == 2);
      g_assert_cmpint (service != NULL, ==, i != 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rand_ = g_rand_new_with_seed (20261122);
  g_test_add_func ("/mapping-sync/service-choices", test_service_choices);
  g_test_add_func ("/mapping-sync/patient", test_patient);
  g_test_add_func ("/mapping-sync/availability", test_availability);
  g_test_add_func ("/mapping-sync/appointment", test_appointment);
  g_test_add_func ("/mapping-sync/setting", test_setting);
  g_test_add_func ("/mapping-sync/lease", test_lease);
  g_test_add_func ("/mapping-sync/ticket", test_ticket);
  g_test_add_func ("/mapping-sync/nonsense", test_nonsense);
  int status = g_test_run ();
  g_rand_free (rand_);
  return status;
}
