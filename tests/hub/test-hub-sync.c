/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the synchronisation does on the training hub, with two workstations on it: conflicts, availability and appointments in number,
 * what others changed, settings, the lease; and again without the hub's courtesies.
 */
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "core/orch-record-id.h"
#include "core/orch-schedule.h"
#include "core/orch-slot.h"
#include "emr/orch-emr-fhir.h"
#include "fhir/orch-sign-in.h"
#include "http/orch-json.h"
#include "hub/orch-hub-link.h"
#include "hub/orch-hub.h"
#include "orch-sandbox-process.h"
#include "orch-test-support.h"

#define PASSWORD "Aurore-Boreale-2026"
#define CLINIC_ID "3f2b6c1e-8c53-4f7e-9b1a-5d1f0a6e2c47"
#define CLINIC "gmf-beausejour"
#define DAY_US (24 * 3600 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  OrchSandboxProcess *sandbox;
  OrchHttp *http;
  OrchTokenSource *tokens;
  OrchHub *hubs[2]; /* of two workstations */
} Fixture;

/* --- arranging ---------------------------------------------------------------------------- */

static OrchHub *
open_hub (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchFhirClient) client =
      orch_fhir_client_new (fixture->http, orch_sandbox_process_get_hub (fixture->sandbox), fixture->tokens, &error);
  g_assert_no_error (error);
  OrchHub *hub = orch_hub_new (client);
  orch_hub_set_emr_vendor (hub, "fhir-r4");
  return hub;
}

/* @data: (nullable): what the hub does without */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sandbox = orch_sandbox_process_start (NULL);
  fixture->http = orch_http_new ();
  g_autoptr (OrchSmartConfig) config =
      orch_test_object (orch_smart_config_discover (fixture->http, orch_sandbox_process_get_hub (fixture->sandbox)));
  g_autoptr (JsonNode) answer = orch_sandbox_process_control (fixture->sandbox, "activation", "{}");
  const char *code = orch_json_get_string (json_node_get_object (answer), "code");
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (fixture->http, config, code);
  g_autoptr (OrchGrant) grant =
      orch_test_object (orch_sign_in_with_password (sign_in, "administration", NULL, PASSWORD));
  fixture->tokens = orch_token_source_new_person (fixture->http, orch_smart_config_get_token_endpoint (config),
                                                  ORCH_SIGN_IN_CLIENT_ID, grant, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (fixture->hubs); i++)
    fixture->hubs[i] = open_hub (fixture);
  if (data != NULL)
    orch_sandbox_process_order (fixture->sandbox, "ignore", "%s", (const char *) data);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fixture->hubs); i++)
    g_clear_object (&fixture->hubs[i]);
  g_clear_object (&fixture->tokens);
  g_clear_object (&fixture->http);
  g_clear_pointer (&fixture->sandbox, orch_sandbox_process_stop);
}

static guint
count (Fixture *fixture, const char *type)
{
  return orch_sandbox_process_count (fixture->sandbox, type);
}

/* --- services ----------------------------------------------------------------------------- */

static OrchService *
service_named (guint index, const char *name, gboolean active)
{
  g_autofree char *emr_id = g_strdup_printf ("serv-%03u", index);
  g_autofree char *id = orch_record_id (CLINIC_ID, ORCH_RECORD_SERVICE, emr_id);
  static const char *const who[] = { "prat-001", NULL };
  OrchServiceFields fields = {
    .id = id, .emr_id = emr_id, .name = name, .professional_emr_ids = who, .duration_minutes = 15, .active = active
  };
  return orch_service_new (&fields);
}

static GPtrArray *
services_named (guint n, const char *name, gboolean active)
{
  GPtrArray *services = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (services, service_named (i + 1, name, active));
  return services;
}

/* The same version for all; (nullable) */
static GPtrArray *
versions_of (guint n, GPtrArray *rows)
{
  GPtrArray *versions = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (versions, rows != NULL ? g_strdup (orch_hub_row_get_version (g_ptr_array_index (rows, i))) : NULL);
  return versions;
}

static DexFuture *
start_putting (OrchHub *hub, GPtrArray *services, GPtrArray *from_rows)
{
  g_autoptr (GPtrArray) versions = versions_of (services->len, from_rows);
  return orch_hub_put_services_checked (hub, CLINIC, services, versions);
}

static void
assert_no_row_failed (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      g_assert_no_error (orch_hub_row_get_error (g_ptr_array_index (rows, i)));
      g_assert_nonnull (orch_hub_row_get_hub_id (g_ptr_array_index (rows, i)));
    }
}

static void
assert_all_conflict (GPtrArray *rows, const char *their_name)
{
  for (guint i = 0; i < rows->len; i++)
    {
      OrchHubRow *row = g_ptr_array_index (rows, i);
      g_assert_error (orch_hub_row_get_error (row), ORCH_ERROR, ORCH_ERROR_CONFLICT);
      const OrchServiceFields *theirs = orch_service_get_fields (orch_hub_row_get_theirs (row));
      g_assert_cmpstr (theirs->name, ==, their_name);
      g_assert_cmpstr (theirs->professional_emr_ids[0], ==, "prat-001");
    }
}

static void
test_stale (Fixture *fixture, gconstpointer data)
{
  for (guint n = 1; n <= 3; n += 2) /* by itself, and in a batch */
    {
      g_autoptr (GPtrArray) first = services_named (n, "Premier", FALSE);
      g_autoptr (GPtrArray) one = orch_test_boxed (start_putting (fixture->hubs[0], first, NULL));
      assert_no_row_failed (one);
      g_autoptr (GPtrArray) second = services_named (n, "Deuxième", FALSE);
      g_autoptr (GPtrArray) two = orch_test_boxed (start_putting (fixture->hubs[1], second, one));
      assert_no_row_failed (two);
      g_autoptr (GPtrArray) third = services_named (n, "Troisième", FALSE);
      g_autoptr (GPtrArray) stale = orch_test_boxed (start_putting (fixture->hubs[0], third, one));
      assert_all_conflict (stale, "Deuxième");
      /* what is the same already is no conflict */
      g_autoptr (GPtrArray) same = orch_test_boxed (start_putting (fixture->hubs[0], second, one));
      assert_no_row_failed (same);
      /* settled: written from what the conflict showed */
      g_autoptr (GPtrArray) settled = orch_test_boxed (start_putting (fixture->hubs[0], third, stale));
      assert_no_row_failed (settled);
      g_assert_cmpuint (count (fixture, "HealthcareService"), ==, n);
    }
}

/* Both have read the same version and write at once: one of them is told, whether or not the hub looks. */
static void
test_race (Fixture *fixture, gconstpointer data)
{
  for (guint n = 1; n <= 3; n += 2)
    {
      g_autoptr (GPtrArray) first = services_named (n, "Avant", FALSE);
      g_autoptr (GPtrArray) before = orch_test_boxed (start_putting (fixture->hubs[0], first, NULL));
      g_autoptr (GPtrArray) left = services_named (n, "Gauche", TRUE);
      g_autoptr (GPtrArray) right = services_named (n, "Droite", FALSE);
      DexFuture *both[] = { start_putting (fixture->hubs[0], left, before),
                            start_putting (fixture->hubs[1], right, before) };
      g_autoptr (GPtrArray) of_left = orch_test_boxed (both[0]);
      g_autoptr (GPtrArray) of_right = orch_test_boxed (both[1]);
      gboolean left_is_told = orch_hub_row_get_error (g_ptr_array_index (of_left, 0)) != NULL;
      assert_no_row_failed (left_is_told ? of_right : of_left);
      assert_all_conflict (left_is_told ? of_left : of_right, left_is_told ? "Droite" : "Gauche");
      /* whoever was told settles it, from the version they were shown */
      g_autoptr (GPtrArray) settled = services_named (n, "Après", TRUE);
      g_autoptr (GPtrArray) after = orch_test_boxed (
          start_putting (fixture->hubs[left_is_told ? 0 : 1], settled, left_is_told ? of_left : of_right));
      assert_no_row_failed (after);
      g_assert_cmpuint (count (fixture, "HealthcareService"), ==, n);
    }
}

/* --- in number ---------------------------------------------------------------------------- */

static DexFuture *
give_secret (const char *field_id, gpointer user_data)
{
  return dex_future_new_for_string (user_data);
}

static OrchEmr *
open_emr (OrchSandboxProcess *sandbox)
{
  g_autoptr (JsonNode) answer = orch_sandbox_process_get (sandbox, "/training/emr");
  JsonObject *emr = json_node_get_object (answer);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (values, (gpointer) "base-url", (gpointer) orch_json_get_string (emr, "base"));
  g_hash_table_insert (values, (gpointer) "auth", (gpointer) "secret-basic");
  g_hash_table_insert (values, (gpointer) "client-id", (gpointer) orch_json_get_string (emr, "client_id"));
  return orch_emr_fhir_new (values, give_secret, g_strdup (orch_json_get_string (emr, "client_secret")), g_free);
}

static GPtrArray *
read_all (OrchEmrPager *taken)
{
  g_autoptr (OrchEmrPager) pager = taken;
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchEmrPage) page = orch_test_object (orch_emr_pager_next (pager));
      g_ptr_array_extend (all, orch_emr_page_get_records (page), (GCopyFunc) g_object_ref, NULL);
      last = orch_emr_page_is_last (page);
    }
  return all;
}

/* The same record with our id and, from @rows, the hub's */
static gpointer
with_ids (gpointer record, OrchHubRow *row)
{
  const char *hub_id = row != NULL ? orch_hub_row_get_hub_id (row) : NULL;
  g_autofree char *id = NULL;
#define COPY(Type, type, KIND)                                                                                         \
  if (ORCH_IS_##KIND (record))                                                                                         \
    {                                                                                                                  \
      Orch##Type##Fields fields = *orch_##type##_get_fields (record);                                                  \
      fields.id = id = orch_record_id (CLINIC_ID, ORCH_RECORD_##KIND, fields.emr_id);                                  \
      fields.hub_id = hub_id;                                                                                          \
      return orch_##type##_new (&fields);                                                                              \
    }
  COPY (Patient, patient, PATIENT)
  COPY (Schedule, schedule, SCHEDULE)
  COPY (Slot, slot, SLOT)
  COPY (Appointment, appointment, APPOINTMENT)
#undef COPY
  g_assert_not_reached ();
}

static GPtrArray *
all_with_ids (GPtrArray *records, GPtrArray *rows)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (all, with_ids (g_ptr_array_index (records, i), rows != NULL ? g_ptr_array_index (rows, i) : NULL));
  return all;
}

static DexFuture *
put_some (OrchHub *hub, OrchHubKind kind, GPtrArray *some, OrchHubLinks *links)
{
  return kind == ORCH_HUB_PATIENTS    ? orch_hub_put_patients (hub, CLINIC, some)
         : kind == ORCH_HUB_SCHEDULES ? orch_hub_put_schedules (hub, CLINIC, some, links)
         : kind == ORCH_HUB_SLOTS     ? orch_hub_put_slots (hub, CLINIC, some, links)
                                      : orch_hub_put_appointments (hub, CLINIC, some, links);
}

/* By hundreds, as often as it takes. Returns: (transfer full): the rows of all */
static GPtrArray *
put_all (OrchHub *hub, OrchHubKind kind, GPtrArray *records, OrchHubLinks *links)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint failures = 0;
  for (guint start = 0; start < records->len; start += ORCH_FHIR_BATCH_MAX)
    {
      g_autoptr (GPtrArray) some = g_ptr_array_new ();
      for (guint i = start; i < MIN (start + ORCH_FHIR_BATCH_MAX, records->len); i++)
        g_ptr_array_add (some, g_ptr_array_index (records, i));
      for (;;)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (DexFuture) future = orch_test_wait (put_some (hub, kind, some, links));
          const GValue *value = dex_future_get_value (future, &error);
          if (value == NULL)
            {
              g_assert_true (error->domain == ORCH_ERROR);
              g_assert_cmpuint (failures++, <, 50);
              continue;
            }
          assert_no_row_failed (g_value_get_boxed (value));
          g_ptr_array_extend (rows, g_value_get_boxed (value), (GCopyFunc) g_object_ref, NULL);
          break;
        }
    }
  return rows;
}

static void
add_links (OrchHubLinks *links, OrchHubKind kind, GPtrArray *records, GPtrArray *rows)
{
  for (guint i = 0; i < records->len; i++)
    {
      gpointer record = g_ptr_array_index (records, i);
      const char *emr_id = kind == ORCH_HUB_PATIENTS ? orch_patient_get_fields (record)->emr_id
                                                     : orch_schedule_get_fields (record)->emr_id;
      orch_hub_links_add (links, kind, emr_id, orch_hub_row_get_hub_id (g_ptr_array_index (rows, i)));
    }
}

static gboolean
refers_to (Fixture *fixture, const char *type, const char *text)
{
  g_autofree char *path = g_strdup_printf ("/control/resources?type=%s", type);
  g_autoptr (JsonNode) all = orch_sandbox_process_get (fixture->sandbox, path);
  g_autofree char *whole = json_to_string (all, FALSE);
  return strstr (whole, text) != NULL;
}

static guint
requests_so_far (Fixture *fixture)
{
  g_autoptr (JsonNode) all = orch_sandbox_process_get (fixture->sandbox, "/control/requests");
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (all) ? json_node_get_array (all) : NULL;
  g_assert_nonnull (list);
  guint n = 0;
  for (guint i = 0; i < json_array_get_length (list); i++)
    n += g_str_has_prefix (orch_json_get_string (json_array_get_object_element (list, i), "path"), "/hub");
  return n;
}

static void
test_in_number (Fixture *fixture, gconstpointer data)
{
  static const char *const faults[] = { "cut-after-commit", "503", "cut-before", "500" };
  gboolean with_faults = data != NULL && strstr (data, "alerts") != NULL;
  g_autoptr (OrchEmr) emr = open_emr (fixture->sandbox);
  gint64 now = orch_clock_now_us ();
  g_autoptr (GPtrArray) raw_schedules = read_all (orch_emr_read_schedules (emr, now, now + 3 * DAY_US, 0, NULL));
  g_autoptr (GPtrArray) raw_slots = read_all (orch_emr_read_slots (emr, now, now + 3 * DAY_US, 0, NULL));
  g_autoptr (GPtrArray) raw_appointments = read_all (orch_emr_read_appointments (emr, now, now + 3 * DAY_US, 0, NULL));
  g_assert_cmpuint (raw_appointments->len, >, 150);
  g_autoptr (GHashTable) who = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < raw_appointments->len; i++)
    g_hash_table_add (who,
                      (gpointer) orch_appointment_get_fields (g_ptr_array_index (raw_appointments, i))->patient_emr_id);
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (who);
  g_ptr_array_add (ids, NULL);
  g_autoptr (GPtrArray) raw_patients = read_all (orch_emr_read_patients (emr, (const char *const *) ids->pdata));

  const OrchHubKind kinds[] = { ORCH_HUB_PATIENTS, ORCH_HUB_SCHEDULES, ORCH_HUB_SLOTS, ORCH_HUB_APPOINTMENTS };
  const char *const types[] = { "Patient", "Schedule", "Slot", "Appointment" };
  GPtrArray *raw[] = { raw_patients, raw_schedules, raw_slots, raw_appointments };
  g_autoptr (OrchHubLinks) links = orch_hub_links_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GPtrArray) records = all_with_ids (raw[i], NULL);
      if (with_faults)
        orch_sandbox_process_order (fixture->sandbox, "fault",
                                    "{\"path\":\"/hub\",\"method\":\"POST\",\"kind\":\"%s\",\"skip\":2,\"count\":2}",
                                    faults[i]);
      g_autoptr (GPtrArray) rows = put_all (fixture->hubs[0], kinds[i], records, links);
      orch_sandbox_process_clear_faults (fixture->sandbox);
      g_assert_cmpuint (count (fixture, types[i]), ==, records->len);
      if (i < 2)
        add_links (links, kinds[i], records, rows);
      /* Another workstation that knows no hub ids, and then one that does: no second of anything. */
      g_autoptr (GPtrArray) again = put_all (fixture->hubs[1], kinds[i], records, links);
      g_assert_cmpuint (count (fixture, types[i]), ==, records->len);
      g_autoptr (GPtrArray) known = all_with_ids (raw[i], rows);
      g_autoptr (GPtrArray) third = put_all (fixture->hubs[0], kinds[i], known, links);
      g_assert_cmpuint (count (fixture, types[i]), ==, records->len);
      for (guint j = 0; j < rows->len; j++)
        g_assert_cmpstr (orch_hub_row_get_hub_id (g_ptr_array_index (again, j)), ==,
                         orch_hub_row_get_hub_id (g_ptr_array_index (third, j)));
    }
  g_autofree char *patient =
      g_strdup_printf ("\"Patient/%s\"", orch_hub_links_find (links, ORCH_HUB_PATIENTS, g_ptr_array_index (ids, 0)));
  g_assert_true (refers_to (fixture, "Appointment", patient));

  /* What a workstation that joins reads is what was put. */
  g_autoptr (OrchHubPager) pager = orch_hub_read_changes (fixture->hubs[1], CLINIC, ORCH_HUB_APPOINTMENTS, 0);
  guint found = 0;
  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchHubPage) page = orch_test_object (orch_hub_pager_next (pager));
      g_assert_cmpuint (orch_hub_page_get_unreadable (page), ==, 0);
      for (guint i = 0; i < orch_hub_page_get_records (page)->len; i++, found++)
        {
          OrchAppointment *theirs = g_ptr_array_index (orch_hub_page_get_records (page), i);
          const OrchAppointmentFields *fields = orch_appointment_get_fields (theirs);
          g_autofree char *id = orch_record_id (CLINIC_ID, ORCH_RECORD_APPOINTMENT, fields->emr_id);
          g_assert_cmpstr (fields->id, ==, id);
          g_assert_nonnull (fields->staff_emr_id);
          g_assert_nonnull (fields->service_emr_id);
          g_assert_nonnull (fields->patient_emr_id);
          g_assert_nonnull (orch_hub_page_get_version (page, i));
        }
      last = orch_hub_page_is_last (page);
    }
  g_assert_cmpuint (found, ==, raw_appointments->len);
}

/* A first upload costs one request a hundred, once the hub's habits are known. */
static void
test_few_requests (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *emr_id = g_strdup_printf ("p-%u", i);
      g_autofree char *id = orch_record_id (CLINIC_ID, ORCH_RECORD_SLOT, emr_id);
      OrchSlotFields fields = { .id = id,
                                .emr_id = emr_id,
                                .schedule_emr_id = "hor-1",
                                .status = "free",
                                .start_us = 1795262400 * (gint64) G_USEC_PER_SEC,
                                .end_us = 1795263300 * (gint64) G_USEC_PER_SEC };
      g_ptr_array_add (slots, orch_slot_new (&fields));
    }
  guint before = requests_so_far (fixture);
  g_autoptr (GPtrArray) rows = put_all (fixture->hubs[0], ORCH_HUB_SLOTS, slots, NULL);
  guint spent = requests_so_far (fixture) - before;
  g_test_message ("%u requests for %u new slots", spent, slots->len);
  g_assert_cmpuint (spent, <=, 6 + 6);
  g_autoptr (GPtrArray) known = all_with_ids (slots, rows);
  before = requests_so_far (fixture);
  g_autoptr (GPtrArray) again = put_all (fixture->hubs[0], ORCH_HUB_SLOTS, known, NULL);
  g_assert_cmpuint (requests_so_far (fixture) - before, <=, 6); /* read, and nothing to write */
}

/* --- what others changed ------------------------------------------------------------------ */

static OrchHubPage *
read_changes (OrchHub *hub, OrchHubKind kind, gint64 since_us)
{
  g_autoptr (OrchHubPager) pager = orch_hub_read_changes (hub, CLINIC, kind, since_us);
  OrchHubPage *page = orch_test_object (orch_hub_pager_next (pager));
  g_assert_true (orch_hub_page_is_last (page));
  return page;
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) services = services_named (3, "Avant", FALSE);
  g_autoptr (GPtrArray) rows = orch_test_boxed (start_putting (fixture->hubs[0], services, NULL));
  g_autoptr (OrchHubPage) all = read_changes (fixture->hubs[1], ORCH_HUB_SERVICES, 0);
  g_assert_cmpuint (orch_hub_page_get_records (all)->len, ==, 3);
  gint64 since = orch_hub_page_get_server_us (all) + 600 * G_USEC_PER_SEC;
  orch_sandbox_process_order (fixture->sandbox, "clock", "{\"offset_s\":610}");

  g_autoptr (OrchHubPage) none = read_changes (fixture->hubs[1], ORCH_HUB_SERVICES, since);
  g_assert_cmpuint (orch_hub_page_get_records (none)->len, ==, 0);
  g_autoptr (OrchHubPage) nobody = read_changes (fixture->hubs[1], ORCH_HUB_STAFF, since);
  g_assert_cmpuint (orch_hub_page_get_records (nobody)->len, ==, 0);

  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (one, service_named (2, "Après", TRUE));
  g_autoptr (GPtrArray) changed = orch_test_boxed (orch_hub_put_services (fixture->hubs[0], CLINIC, one));
  g_autoptr (OrchHubPage) some = read_changes (fixture->hubs[1], ORCH_HUB_SERVICES, since);
  g_assert_cmpuint (orch_hub_page_get_records (some)->len, ==, 1);
  const OrchServiceFields *theirs = orch_service_get_fields (g_ptr_array_index (orch_hub_page_get_records (some), 0));
  g_assert_cmpstr (theirs->name, ==, "Après");
  g_assert_true (theirs->active);
  g_assert_cmpstr (orch_hub_page_get_version (some, 0), ==, orch_hub_row_get_version (g_ptr_array_index (changed, 0)));

  /* A person whose permission an administrator changed elsewhere */
  g_autofree char *id = orch_record_id (CLINIC_ID, ORCH_RECORD_STAFF, "prat-001");
  OrchStaffMemberFields fields = { .id = id,
                                   .emr_id = "prat-001",
                                   .family = "Tremblay",
                                   .given = "Alice",
                                   .bookable = TRUE,
                                   .active = TRUE,
                                   .permission = ORCH_PERMISSION_ADMINISTRATOR };
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (people, orch_staff_member_new (&fields));
  g_autoptr (GPtrArray) put = orch_test_boxed (orch_hub_put_staff (fixture->hubs[0], CLINIC, people, NULL, NULL));
  assert_no_row_failed (put);
  g_autoptr (OrchHubPage) person = read_changes (fixture->hubs[1], ORCH_HUB_STAFF, since);
  g_assert_cmpuint (orch_hub_page_get_records (person)->len, ==, 1);
  const OrchStaffMemberFields *member =
      orch_staff_member_get_fields (g_ptr_array_index (orch_hub_page_get_records (person), 0));
  g_assert_cmpstr (member->id, ==, id);
  g_assert_cmpint (member->permission, ==, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_nonnull (orch_hub_page_get_version (person, 0));
}

/* Who offers a service: as the clinic chose, else as the EMR says. */
static void
test_offered_by (Fixture *fixture, gconstpointer data)
{
  g_autofree char *alice = orch_record_id (CLINIC_ID, ORCH_RECORD_STAFF, "prat-001");
  g_autofree char *zoe = orch_record_id (CLINIC_ID, ORCH_RECORD_STAFF, "prat-002");
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (services, service_named (1, "Selon le DMÉ", TRUE)); /* prat-001 */
  OrchServiceFields fields = *orch_service_get_fields (g_ptr_array_index (services, 0));
  const char *const only_zoe[] = { zoe, NULL };
  g_autofree char *id = orch_record_id (CLINIC_ID, ORCH_RECORD_SERVICE, "serv-002");
  fields.id = id;
  fields.emr_id = "serv-002";
  fields.offered_by = only_zoe;
  g_ptr_array_add (services, orch_service_new (&fields));
  g_autoptr (GPtrArray) rows = orch_test_boxed (orch_hub_put_services (fixture->hubs[0], CLINIC, services));
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < 2; i++)
    {
      OrchServiceFields with_id = *orch_service_get_fields (g_ptr_array_index (services, i));
      with_id.hub_id = orch_hub_row_get_hub_id (g_ptr_array_index (rows, i));
      g_ptr_array_add (known, orch_service_new (&with_id));
    }
  const char *const ids[] = { alice, zoe };
  const char *const emr_ids[] = { "prat-001", "prat-002" };
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < 2; i++)
    {
      OrchStaffMemberFields person = {
        .id = ids[i], .emr_id = emr_ids[i], .family = "Roy", .bookable = TRUE, .active = TRUE
      };
      g_ptr_array_add (people, orch_staff_member_new (&person));
    }
  g_autoptr (GPtrArray) put = orch_test_boxed (orch_hub_put_staff (fixture->hubs[0], CLINIC, people, NULL, known));
  assert_no_row_failed (put);
  g_autoptr (OrchHubClinic) all = orch_test_object (orch_hub_fetch_clinic (fixture->hubs[1], CLINIC));
  GPtrArray *found = orch_hub_clinic_get_services (all);
  g_assert_cmpuint (found->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const OrchServiceFields *service = orch_service_get_fields (g_ptr_array_index (found, i));
      gboolean chosen = g_str_equal (service->emr_id, "serv-002");
      g_assert_nonnull (service->professional_emr_ids);
      g_assert_cmpstr (service->professional_emr_ids[0], ==, chosen ? "prat-002" : "prat-001");
      g_assert_null (service->professional_emr_ids[1]);
      g_assert_cmpint (service->offered_by != NULL, ==, chosen);
    }
}

/* --- settings ----------------------------------------------------------------------------- */

static OrchHubSetting *
setting_with (const char *value, const char *version)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (values, (gpointer) "days-ahead", (gpointer) value);
  g_hash_table_insert (values, (gpointer) "offices", (gpointer) "");
  return orch_hub_setting_new ("sync", values, NULL, version);
}

static OrchHubRow *
put_setting (OrchHub *hub, const char *value, const char *version)
{
  g_autoptr (OrchHubSetting) setting = setting_with (value, version);
  return orch_test_object (orch_hub_put_setting (hub, CLINIC, CLINIC_ID, setting));
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = orch_test_boxed (orch_hub_read_settings (fixture->hubs[0], CLINIC));
  g_assert_cmpuint (none->len, ==, 0);
  g_autoptr (OrchHubRow) first = put_setting (fixture->hubs[0], "7", NULL);
  g_assert_no_error (orch_hub_row_get_error (first));
  /* The other did not know that there is one by now. */
  g_autoptr (OrchHubRow) late = put_setting (fixture->hubs[1], "9", NULL);
  g_assert_error (orch_hub_row_get_error (late), ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_assert_cmpstr (orch_hub_setting_get_value (orch_hub_row_get_theirs (late), "days-ahead"), ==, "7");
  g_autoptr (OrchHubRow) same = put_setting (fixture->hubs[1], "7", NULL);
  g_assert_no_error (orch_hub_row_get_error (same));
  g_autoptr (OrchHubRow) settled = put_setting (fixture->hubs[1], "9", orch_hub_row_get_version (late));
  g_assert_no_error (orch_hub_row_get_error (settled));
  g_autoptr (OrchHubRow) stale = put_setting (fixture->hubs[0], "8", orch_hub_row_get_version (first));
  g_assert_error (orch_hub_row_get_error (stale), ORCH_ERROR, ORCH_ERROR_CONFLICT);

  g_autoptr (GPtrArray) all = orch_test_boxed (orch_hub_read_settings (fixture->hubs[0], CLINIC));
  g_assert_cmpuint (all->len, ==, 1);
  OrchHubSetting *now = g_ptr_array_index (all, 0);
  g_assert_cmpstr (orch_hub_setting_get_group (now), ==, "sync");
  g_assert_cmpstr (orch_hub_setting_get_value (now, "days-ahead"), ==, "9");
  g_assert_cmpstr (orch_hub_setting_get_value (now, "offices"), ==, "");
  g_assert_cmpstr (orch_hub_setting_get_version (now), ==, orch_hub_row_get_version (settled));
  g_autoptr (OrchHubPage) page = read_changes (fixture->hubs[1], ORCH_HUB_SETTINGS, 0);
  g_assert_cmpuint (orch_hub_page_get_records (page)->len, ==, 1);
  g_assert_cmpuint (count (fixture, "Basic"), ==, 1);
}

/* --- the lease ---------------------------------------------------------------------------- */

static const OrchHubHolder HERE = { .workstation_id = "11111111-2222-4333-8444-555555555555", .name = "Accueil" };
static const OrchHubHolder THERE = { .workstation_id = "66666666-7777-4888-9999-aaaaaaaaaaaa", .name = "Bureau 2" };

static OrchHubLease *
take (OrchHub *hub, const OrchHubHolder *holder)
{
  return orch_test_object (orch_hub_take_lease (hub, CLINIC, CLINIC_ID, holder, 120));
}

static void
test_lease (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchHubLease) mine = take (fixture->hubs[0], &HERE);
  g_assert_cmpint (orch_hub_lease_get_state (mine), ==, ORCH_HUB_LEASE_MINE);
  gint64 left = orch_hub_lease_get_until_us (mine) - orch_clock_now_us ();
  g_assert_cmpint (left, >, 100 * G_USEC_PER_SEC);
  g_assert_cmpint (left, <=, 122 * G_USEC_PER_SEC);
  g_autoptr (OrchHubLease) held = take (fixture->hubs[1], &THERE);
  g_assert_cmpint (orch_hub_lease_get_state (held), ==, ORCH_HUB_LEASE_HELD);
  g_assert_cmpstr (orch_hub_lease_get_holder (held), ==, "Accueil");
  g_autoptr (OrchHubLease) renewed = take (fixture->hubs[0], &HERE);
  g_assert_cmpint (orch_hub_lease_get_state (renewed), ==, ORCH_HUB_LEASE_MINE);

  /* Its holder is dead: by the hub's clock it ends, whatever ours says. */
  orch_sandbox_process_order (fixture->sandbox, "clock", "{\"offset_s\":300}");
  g_autoptr (OrchHubLease) taken = take (fixture->hubs[1], &THERE);
  g_assert_cmpint (orch_hub_lease_get_state (taken), ==, ORCH_HUB_LEASE_MINE);
  g_autoptr (OrchHubLease) lost = take (fixture->hubs[0], &HERE);
  g_assert_cmpint (orch_hub_lease_get_state (lost), ==, ORCH_HUB_LEASE_HELD);
  g_assert_cmpstr (orch_hub_lease_get_holder (lost), ==, "Bureau 2");
  g_assert_cmpint (orch_hub_lease_get_until_us (lost) - orch_clock_now_us (), <=, 122 * G_USEC_PER_SEC);

  /* Not ours to give back; then given back, and free. */
  g_assert_false (orch_test_boolean (orch_hub_release_lease (fixture->hubs[0], CLINIC, CLINIC_ID, &HERE)));
  g_assert_true (orch_test_boolean (orch_hub_release_lease (fixture->hubs[1], CLINIC, CLINIC_ID, &THERE)));
  g_autoptr (OrchHubLease) again = take (fixture->hubs[0], &HERE);
  g_assert_cmpint (orch_hub_lease_get_state (again), ==, ORCH_HUB_LEASE_MINE);
  g_assert_cmpuint (count (fixture, "Task"), ==, 1);

  /* Both at once: one has it, and the other knows. */
  g_assert_true (orch_test_boolean (orch_hub_release_lease (fixture->hubs[0], CLINIC, CLINIC_ID, &HERE)));
  DexFuture *both[] = { orch_hub_take_lease (fixture->hubs[0], CLINIC, CLINIC_ID, &HERE, 120),
                        orch_hub_take_lease (fixture->hubs[1], CLINIC, CLINIC_ID, &THERE, 120) };
  g_autoptr (OrchHubLease) left_one = orch_test_object (both[0]);
  g_autoptr (OrchHubLease) right_one = orch_test_object (both[1]);
  guint n_mine = (orch_hub_lease_get_state (left_one) == ORCH_HUB_LEASE_MINE) +
                 (orch_hub_lease_get_state (right_one) == ORCH_HUB_LEASE_MINE);
  g_assert_cmpuint (n_mine, >=, 1);
  if (data == NULL)
    g_assert_cmpuint (n_mine, ==, 1);

  orch_sandbox_process_order (fixture->sandbox, "fault", "{\"path\":\"/hub/Task\",\"kind\":\"403\",\"count\":-1}");
  g_autoptr (OrchHubLease) without = take (fixture->hubs[0], &HERE);
  g_assert_cmpint (orch_hub_lease_get_state (without), ==, ORCH_HUB_LEASE_UNSUPPORTED);
}

#define ADD(name, func, data) g_test_add ("/hub-sync/" name, Fixture, data, set_up, func, tear_down)
#define IGNORES "{\"if_none_exist\":true,\"if_match\":true,\"transactions\":true}"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("stale", test_stale, NULL);
  ADD ("stale-where-courtesies-are-ignored", test_stale, IGNORES);
  ADD ("race", test_race, NULL);
  ADD ("race-where-courtesies-are-ignored", test_race, IGNORES);
  ADD ("in-number", test_in_number, NULL);
  ADD ("in-number-where-courtesies-are-ignored", test_in_number, IGNORES);
  ADD ("in-number-through-faults", test_in_number, "{\"alerts\":true}");
  ADD ("few-requests", test_few_requests, NULL);
  ADD ("changes", test_changes, NULL);
  ADD ("offered-by", test_offered_by, NULL);
  ADD ("settings", test_settings, NULL);
  ADD ("settings-where-courtesies-are-ignored", test_settings, IGNORES);
  ADD ("lease", test_lease, NULL);
  ADD ("lease-where-courtesies-are-ignored", test_lease, IGNORES);
  return g_test_run ();
}
