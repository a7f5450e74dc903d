/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Schedules, slots, appointments and patients: from an EMR that answers from a script, with the oddities of real ones, and from the
 * training EMR, whole and by what changed.
 */
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "core/orch-schedule.h"
#include "core/orch-slot.h"
#include "emr/orch-emr-fhir.h"
#include "http/orch-json.h"
#include "orch-sandbox-process.h"
#include "orch-test-support.h"
#include "patient-search.h"

#define DAY_US (24 * 3600 * (gint64) G_USEC_PER_SEC)

/* --- a scripted EMR ----------------------------------------------------------------------- */

typedef struct
{
  OrchTestServer *server;
  OrchEmr *emr;
  const char *rows[16];  /* beginning of a path, body… the first that fits */
  const char *refused;   /* (nullable) what is answered 400 when it is in a query */
  const char *forbidden; /* (nullable) what is answered 403 */
} Fixture;

#define BUNDLE(entries) "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" entries "]}"
#define NEXT(url, entries)                                                                                             \
  "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{\"relation\":\"next\",\"url\":\"" url                \
  "\"}],\"entry\":[" entries "]}"
#define ROW(type, id, members) "{\"resource\":{\"resourceType\":\"" type "\",\"id\":\"" id "\"," members "}}"
#define AT(start, minutes) "\"status\":\"booked\",\"start\":\"" start "\",\"minutesDuration\":" minutes
#define WITH(reference) "{\"actor\":{\"reference\":\"" reference "\"},\"status\":\"accepted\"}"

static void
on_request (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *whole = g_strdup_printf ("%s %s", request->path, request->body != NULL ? request->body : "");
  if (fixture->refused != NULL && strstr (whole, fixture->refused) != NULL)
    orch_test_reply (message, 400, NULL, "{\"resourceType\":\"OperationOutcome\"}");
  else if (fixture->forbidden != NULL && strstr (whole, fixture->forbidden) != NULL)
    orch_test_reply (message, 403, NULL, NULL);
  else
    {
      for (gsize i = 0; i + 1 < G_N_ELEMENTS (fixture->rows) && fixture->rows[i] != NULL; i += 2)
        if (g_str_has_prefix (whole, fixture->rows[i]))
          {
            orch_test_reply (message, 200, NULL, fixture->rows[i + 1]);
            return;
          }
      orch_test_reply (message, 404, NULL, NULL);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = orch_test_server_new (on_request, fixture);
  g_autofree char *url = orch_test_server_url (fixture->server, "/fhir");
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (values, (gpointer) "base-url", url);
  g_hash_table_insert (values, (gpointer) "auth", (gpointer) "none");
  fixture->emr = orch_emr_fhir_new (values, NULL, NULL, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->emr);
  g_clear_pointer (&fixture->server, orch_test_server_free);
}

/* Everything a pager (transfer full) gives. @unreadable: (nullable): "id|what" of what it could not read */
static GPtrArray *
read_all (OrchEmrPager *taken, GPtrArray *unreadable)
{
  g_autoptr (OrchEmrPager) pager = taken;
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchEmrPage) page = orch_test_object (orch_emr_pager_next (pager));
      for (guint i = 0; i < orch_emr_page_get_records (page)->len; i++)
        g_ptr_array_add (all, g_object_ref (g_ptr_array_index (orch_emr_page_get_records (page), i)));
      for (guint i = 0; i < orch_emr_page_get_unreadable (page)->len; i++)
        {
          OrchEmrUnreadable *row = g_ptr_array_index (orch_emr_page_get_unreadable (page), i);
          g_assert_true (row->name != NULL || row->position > 0);
          if (unreadable != NULL)
            g_ptr_array_add (unreadable, g_strdup_printf ("%s|%s", row->id, row->what));
        }
      last = orch_emr_page_is_last (page);
      if (last)
        g_assert_null (orch_emr_page_get_cursor (page));
    }
  return all;
}

static const OrchAppointmentFields *
nth (GPtrArray *appointments, guint index)
{
  g_assert_cmpuint (index, <, appointments->len);
  return orch_appointment_get_fields (g_ptr_array_index (appointments, index));
}

static gint64
instant (const char *text)
{
  gint64 us = 0;
  g_assert_true (orch_clock_parse_instant (text, &us));
  return us;
}

/* Who, what and where, however it is said; what is not an appointment is told, not lost. */
static void
test_appointments (Fixture *fixture, gconstpointer data)
{
  fixture->rows[0] = "/fhir/Appointment";
  fixture
      ->rows[1] = BUNDLE (ROW ("Appointment", "a1",
                               "\"meta\":{\"versionId\":\"3\"},\"identifier\":[{\"system\":\"https://"
                               "www.rvsq.gouv.qc.ca/numero\"}],"
                               "\"status\":\"booked\",\"start\":\"2026-11-23T09:30:00-05:00\",\"end\":\"2026-11-23T09:"
                               "45:00-05:00\","
                               "\"participant\":[" WITH (
                                   "Patient/p1") "," WITH ("Practitioner/d2") "," WITH ("Location/l1") ","
                                                                                                       "{\"actor\""
                                                                                                       ":{"
                                                                                                       "\"referenc"
                                                                                                       "e\":"
                                                                                                       "\"https://"
                                                                                                       "x.example/"
                                                                                                       "fhir/"
                                                                                                       "Healthcare"
                                                                                                       "Service/"
                                                                                                       "s1/"
                                                                                                       "_history/"
                                                                                                       "4\"}}]") "," ROW ("Appointment",
                                                                                                                          "a2",
                                                                                                                          AT ("2026-11-23T14:30:00Z", "20") ",\"participant\":["
                                                                                                                                                            "{\"actor\":{\"reference\":\"Practitioner/no\"},\"status\":\"declined\"}," WITH ("Practitioner/yes") ","
                                                                                                                                                                                                                                                                 "{\"actor\":{\"type\":\"Patient\",\"identifier\":{\"system\":\"urn:x\",\"value\":\"77\"}}}]") "," ROW ("Appointment",
                                                                                                                                                                                                                                                                                                                                                                        "a3",
                                                                                                                                                                                                                                                                                                                                                                        "\"status\":\"CANCELED\",\"participant\":[]") "," ROW ("Appointment",
                                                                                                                                                                                                                                                                                                                                                                                                                               "a4",
                                                                                                                                                                                                                                                                                                                                                                                                                               "\"status\":\"booked\",\"start\":\"2026-11-23T09:30:00\",\"participant\":{\"actor\":["
                                                                                                                                                                                                                                                                                                                                                                                                                               "{\"reference\":\"Practitioner/d4\"}]}") "," ROW ("Appointment",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                 "b1",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                 "\"status\":\"booked\",\"participant\":[]") "," ROW ("Appointment", "b2", "\"status\":\"maybe\",\"start\":\"2026-11-23T14:30:00Z\"") "," ROW ("Appointment",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               "b3",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               "\"status\":7,\"start\":[],\"participant\":\"x\"") "," ROW ("Appointment", "old", AT ("2026-10-01T14:30:00Z", "20")) "," ROW ("Appointment",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                             "far",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                             AT ("2027-10-01T14:30:00Z",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                 "20")) "," ROW ("Patient", "p1", "\"active\":true") ",null,{},{\"resource\":7}");
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) all =
      read_all (orch_emr_read_appointments (fixture->emr, instant ("2026-11-20"), instant ("2026-12-20"), 0, NULL),
                unreadable);
  g_assert_cmpuint (all->len, ==, 4);
  const OrchAppointmentFields *a = nth (all, 0);
  g_assert_cmpstr (a->emr_id, ==, "a1");
  g_assert_cmpstr (a->emr_version, ==, "3");
  g_assert_cmpstr (a->source, ==, "rvsq");
  g_assert_cmpstr (a->status, ==, "booked");
  g_assert_cmpstr (a->patient_emr_id, ==, "p1");
  g_assert_cmpstr (a->staff_emr_id, ==, "d2");
  g_assert_cmpstr (a->service_emr_id, ==, "s1");
  g_assert_cmpstr (a->location_emr_id, ==, "l1");
  g_assert_cmpint (a->start_us, ==, instant ("2026-11-23T14:30:00Z"));
  g_assert_cmpint (a->end_us - a->start_us, ==, 15 * 60 * G_USEC_PER_SEC);
  a = nth (all, 1);
  g_assert_cmpstr (a->source, ==, "emr");
  g_assert_cmpstr (a->staff_emr_id, ==, "yes");
  g_assert_cmpstr (a->patient_emr_id, ==, "urn:x|77");
  g_assert_cmpint (a->minutes, ==, 20);
  g_assert_cmpint (a->end_us - a->start_us, ==, 20 * 60 * G_USEC_PER_SEC);
  a = nth (all, 2);
  g_assert_cmpstr (a->status, ==, "cancelled"); /* without a time, it still tells that it is over */
  g_assert_cmpint (a->start_us, ==, 0);
  a = nth (all, 3);
  g_assert_cmpint (a->start_us, ==, instant ("2026-11-23T14:30:00Z")); /* no zone: the clinic's */
  g_assert_cmpstr (a->staff_emr_id, ==, "d4");
  g_ptr_array_add (unreadable, NULL);
  g_autofree char *told = g_strjoinv (";", (char **) unreadable->pdata);
  g_assert_nonnull (strstr (told, "b1|no start"));
  g_assert_nonnull (strstr (told, "b2|status is not one of an appointment"));
  g_assert_nonnull (strstr (told, "b3|"));
}

/* EMRs that name a role for a person, and a service by its name or a code, as few do both. */
static void
test_names_for_ids (Fixture *fixture, gconstpointer data)
{
  const char *const rows[] = {
    "/fhir/PractitionerRole",
    BUNDLE (ROW ("PractitionerRole", "r1", "\"practitioner\":{\"reference\":\"Practitioner/d1\"}")),
    "/fhir/HealthcareService",
    BUNDLE (ROW ("HealthcareService", "s1", "\"name\":\"Suivi  régulier\"") "," ROW (
        "HealthcareService", "s2",
        "\"name\":\"Vaccin\",\"type\":[{\"coding\":[{\"system\":\"t\","
        "\"code\":\"v\"}]}]") "," ROW ("HealthcareService", "s3", "\"name\":\"Pause\"") "," ROW ("Healthc"
                                                                                                 "areServ"
                                                                                                 "ice",
                                                                                                 "s4",
                                                                                                 "\"name"
                                                                                                 "\":"
                                                                                                 "\"pause"
                                                                                                 "\"")),
    "/fhir/Appointment",
    BUNDLE (ROW (
        "Appointment", "a1",
        AT ("2026-11-23T14:30:00Z",
            "20") ",\"serviceType\":[{\"text\":\"SUIVI REGULIER\"}],"
                  "\"participant\":[" WITH (
                      "PractitionerRole/r1") "]") "," ROW ("Appointment", "a2",
                                                           AT ("2026-11-23T14:30:00Z",
                                                               "20") ",\"serviceType\":[{\"coding\":[{\"system\":\"t\","
                                                                     "\"code\":\"v\"}]}],\"participant\":[" WITH (
                                                                         "PractitionerRole/gone") "]") "," ROW ("Appoin"
                                                                                                                "tment",
                                                                                                                "a3",
                                                                                                                AT ("20"
                                                                                                                    "26"
                                                                                                                    "-1"
                                                                                                                    "1-"
                                                                                                                    "23"
                                                                                                                    "T1"
                                                                                                                    "4:"
                                                                                                                    "30"
                                                                                                                    ":0"
                                                                                                                    "0"
                                                                                                                    "Z",
                                                                                                                    "2"
                                                                                                                    "0") ",\"appointmentType\":{\"text\":\"Pause\"}")),
  };
  memcpy (fixture->rows, rows, sizeof rows);
  g_autoptr (GPtrArray) all = read_all (orch_emr_read_appointments (fixture->emr, 0, 0, 0, NULL), NULL);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpstr (nth (all, 0)->staff_emr_id, ==, "d1");
  g_assert_cmpstr (nth (all, 0)->service_emr_id, ==, "s1");
  g_assert_null (nth (all, 1)->staff_emr_id);
  g_assert_cmpstr (nth (all, 1)->service_emr_id, ==, "s2");
  g_assert_null (nth (all, 2)->service_emr_id); /* two have that name */
  /* learnt once: one request the next time */
  orch_test_server_forget (fixture->server);
  g_autoptr (GPtrArray) again = read_all (orch_emr_read_appointments (fixture->emr, 0, 0, 0, NULL), NULL);
  g_assert_cmpstr (nth (again, 0)->service_emr_id, ==, "s1");
  g_assert_cmpuint (orch_test_server_get_count (fixture->server), ==, 1);
}

/* @data: what the server does not take; it is asked for less, everything comes all the same, and it is not tried again */
static void
test_refused_parameters (Fixture *fixture, gconstpointer data)
{
  fixture->rows[0] = "/fhir/Appointment";
  fixture->rows[1] =
      BUNDLE (ROW ("Appointment", "in",
                   "\"meta\":{\"lastUpdated\":\"2026-11-22T10:00:00Z\"}," AT (
                       "2026-11-23T14:30:00Z",
                       "5")) "," ROW ("Appointment", "unchanged",
                                      "\"meta\":{\"lastUpdated\":\"2026-11-01T10:00:00Z\"}," AT (
                                          "2026-11-23T14:30:00Z",
                                          "5")) "," ROW ("Appointment", "late",
                                                         "\"meta\":{\"lastUpdated\":\"2026-11-22T10:00:00Z\"}," AT (
                                                             "2026-12-23T14:30:00Z", "5")));
  fixture->refused = data;
  for (int round = 0; round < 2; round++)
    {
      orch_test_server_forget (fixture->server);
      g_autoptr (GPtrArray) all =
          read_all (orch_emr_read_appointments (fixture->emr, instant ("2026-11-20"), instant ("2026-12-20"),
                                                instant ("2026-11-22T09:00:00Z"), NULL),
                    NULL);
      g_assert_cmpuint (all->len, ==, 1);
      g_assert_cmpstr (nth (all, 0)->emr_id, ==, "in");
      if (round == 1)
        g_assert_cmpuint (orch_test_server_get_count (fixture->server), ==, 1);
      else
        g_assert_cmpuint (orch_test_server_get_count (fixture->server), >, 1);
    }
  gboolean can_since = strstr (data, "_lastUpdated") == NULL;
  g_assert_cmpint ((orch_emr_get_flags (fixture->emr) & ORCH_EMR_CAN_SINCE) != 0, ==, can_since);
}

/* What an EMR lacks, or hides, is none; that it lacks it is known. Appointments that may not be read are an error. */
static void
test_missing_types (Fixture *fixture, gconstpointer data)
{
  const char *const nobody[] = { "p1", NULL };
  fixture->forbidden = "/fhir/S"; /* Schedule and Slot */
  g_autoptr (GPtrArray) schedules = read_all (orch_emr_read_schedules (fixture->emr, 0, 0, 0, NULL), NULL);
  g_autoptr (GPtrArray) slots = read_all (orch_emr_read_slots (fixture->emr, 0, 0, 0, NULL), NULL);
  g_autoptr (GPtrArray) appointments = read_all (orch_emr_read_appointments (fixture->emr, 0, 0, 0, NULL), NULL);
  g_autoptr (GPtrArray) patients = read_all (orch_emr_read_patients (fixture->emr, nobody), NULL);
  g_assert_cmpuint (schedules->len + slots->len + appointments->len + patients->len, ==, 0);
  g_assert_cmpint (orch_emr_get_flags (fixture->emr), ==,
                   ORCH_EMR_CAN_SINCE | ORCH_EMR_NO_SCHEDULES | ORCH_EMR_NO_SLOTS | ORCH_EMR_NO_APPOINTMENTS |
                       ORCH_EMR_NO_PATIENTS);
  fixture->forbidden = "/fhir/Appointment";
  g_autoptr (OrchEmrPager) pager = orch_emr_read_appointments (fixture->emr, 0, 0, 0, NULL);
  g_autoptr (GError) refused = orch_test_error (orch_emr_pager_next (pager));
  g_assert_error (refused, ORCH_ERROR, ORCH_ERROR_REFUSED);
}

/* Broken off after a page, taken up from its cursor; a cursor that is no good any more begins again. */
static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  const char *const rows[] = {
    "/fhir/Appointment?page=2",
    BUNDLE (ROW ("Appointment", "a2", AT ("2026-11-23T14:30:00Z", "5"))),
    "/fhir/Appointment?_",
    NEXT ("Appointment?page=2", ROW ("Appointment", "a1", AT ("2026-11-23T14:30:00Z", "5"))),
  };
  memcpy (fixture->rows, rows, sizeof rows);
  g_autoptr (OrchEmrPager) pager = orch_emr_read_appointments (fixture->emr, 0, 0, 0, NULL);
  g_autoptr (OrchEmrPage) first = orch_test_object (orch_emr_pager_next (pager));
  g_assert_false (orch_emr_page_is_last (first));
  g_assert_nonnull (orch_emr_page_get_cursor (first));
  g_assert_cmpint (ABS (orch_emr_page_get_server_us (first) - orch_clock_now_us ()), <, 60 * G_USEC_PER_SEC);

  orch_test_server_forget (fixture->server);
  g_autoptr (GPtrArray) rest =
      read_all (orch_emr_read_appointments (fixture->emr, 0, 0, 0, orch_emr_page_get_cursor (first)), NULL);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmpstr (nth (rest, 0)->emr_id, ==, "a2");
  for (guint i = 0; i < orch_test_server_get_count (fixture->server); i++)
    g_assert_nonnull (strstr (orch_test_server_get_request (fixture->server, i)->path, "page=2"));

  fixture->refused = "page=3";
  g_autofree char *stale = orch_test_server_url (fixture->server, "/fhir/Appointment?page=3");
  g_autoptr (GPtrArray) whole = read_all (orch_emr_read_appointments (fixture->emr, 0, 0, 0, stale), NULL);
  g_assert_cmpuint (whole->len, ==, 2);

  g_autoptr (OrchEmrPager) elsewhere =
      orch_emr_read_appointments (fixture->emr, 0, 0, 0, "https://elsewhere.example/fhir/Appointment?page=2");
  g_autoptr (GError) untrusted = orch_test_error (orch_emr_pager_next (elsewhere));
  g_assert_error (untrusted, ORCH_ERROR, ORCH_ERROR_UNTRUSTED);
}

static void
test_availability (Fixture *fixture, gconstpointer data)
{
  const char *const rows[] = {
    "/fhir/Schedule",
    BUNDLE (ROW ("Schedule", "h1",
                 "\"actor\":[{\"reference\":\"Practitioner/d1\"},{\"reference\":\"HealthcareService/s1\"}],"
                 "\"planningHorizon\":{\"start\":\"2026-11-01T00:00:00Z\"}") "," ROW ("Schedule", "h2",
                                                                                      "\"active\":false,\"actor\":{"
                                                                                      "\"reference\":\"Location/"
                                                                                      "l1\"}") "," ROW ("Schedule",
                                                                                                        "over",
                                                                                                        "\"actor\":["
                                                                                                        "],"
                                                                                                        "\"planningH"
                                                                                                        "orizon\":{"
                                                                                                        "\"end\":"
                                                                                                        "\"2026-10-"
                                                                                                        "01\"}")),
    "/fhir/Slot",
    BUNDLE (ROW ("Slot", "f1",
                 "\"schedule\":{\"reference\":\"Schedule/h1\"},\"status\":\"free\",\"start\":\"2026-11-23T14:"
                 "30:00Z\",\"end\":\"2026-11-23T14:45:00Z\"") "," ROW ("Slot", "f2",
                                                                       "\"schedule\":{\"reference\":\"Schedule/"
                                                                       "h1\"},\"status\":\"odd\",\"start\":"
                                                                       "\"2026-11-23T14:"
                                                                       "30:00Z\",\"end\":\"2026-11-23T14:45:"
                                                                       "00Z\"") "," ROW ("Slot", "f3",
                                                                                         "\"status\":\"free\"")),
  };
  memcpy (fixture->rows, rows, sizeof rows);
  g_autoptr (GPtrArray) schedules =
      read_all (orch_emr_read_schedules (fixture->emr, instant ("2026-11-20"), instant ("2026-12-20"), 0, NULL), NULL);
  g_assert_cmpuint (schedules->len, ==, 2);
  const OrchScheduleFields *schedule = orch_schedule_get_fields (g_ptr_array_index (schedules, 0));
  g_assert_cmpstr (schedule->staff_emr_id, ==, "d1");
  g_assert_cmpstr (schedule->service_emr_id, ==, "s1");
  g_assert_true (schedule->active);
  g_assert_cmpint (schedule->from_us, ==, instant ("2026-11-01"));
  g_assert_cmpint (schedule->to_us, ==, 0);
  schedule = orch_schedule_get_fields (g_ptr_array_index (schedules, 1));
  g_assert_false (schedule->active);
  g_assert_cmpstr (schedule->location_emr_id, ==, "l1");

  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) slots = read_all (orch_emr_read_slots (fixture->emr, 0, 0, 0, NULL), unreadable);
  g_assert_cmpuint (slots->len, ==, 1);
  const OrchSlotFields *slot = orch_slot_get_fields (g_ptr_array_index (slots, 0));
  g_assert_cmpstr (slot->schedule_emr_id, ==, "h1");
  g_assert_cmpstr (slot->status, ==, "free");
  g_assert_cmpuint (unreadable->len, ==, 2);
}

#define NAM_TYPE                                                                                                       \
  "\"type\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"JHN\"}]}"

static const OrchPatientFields *
find_patient (GPtrArray *patients, const char *emr_id)
{
  for (guint i = 0; i < patients->len; i++)
    if (g_str_equal (orch_patient_get_fields (g_ptr_array_index (patients, i))->emr_id, emr_id))
      return orch_patient_get_fields (g_ptr_array_index (patients, i));
  g_assert_not_reached ();
}

/* @data: (nullable): "one-by-one": the server knows no list of ids */
static void
test_patients (Fixture *fixture, gconstpointer data)
{
#define P1                                                                                                             \
  "\"name\":[{\"use\":\"official\",\"family\":\"Côté\",\"given\":[\"Zoé\",\"Anne\"]}],\"birthDate\":\"1980-02-14\","   \
  "\"gender\":\"female\",\"identifier\":[{" NAM_TYPE ",\"system\":\"https://on.example\",\"value\":\"1234567890\"},{"  \
  "\"system\":\"https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-hcn\",\"value\":\"cotz 8052 1416\"}],"    \
  "\"telecom\":[{\"system\":\"phone\",\"use\":\"home\",\"value\":\"1\"},{\"system\":\"phone\",\"use\":\"mobile\","     \
  "\"value\":\"2\"},{\"system\":\"email\",\"value\":\"z@example.org\"}]"
#define P2                                                                                                             \
  "\"name\":[{\"family\":\"Roy\"}],\"birthDate\":\"1980\",\"gender\":\"F\",\"identifier\":[{" NAM_TYPE                 \
  ",\"value\":\"ROYA80021411\"}]"
  const char *const ids[] = { "p1", "p2", "gone", "empty", "urn:x|77", NULL };
  const char *const listed[] = {
    "/fhir/Patient/_search identifier",
    BUNDLE (ROW ("Patient", "p77", "\"name\":[{\"family\":\"Seul\"}]")),
    "/fhir/Patient/_search _id",
    BUNDLE (ROW ("Patient", "p1", P1) "," ROW ("Patient", "p2", P2) "," ROW ("Patient", "other",
                                                                             P2) "," ROW ("Patient", "empty",
                                                                                          "\"active\":true")),
  };
  const char *const single[] = {
    "/fhir/Patient/_search identifier",
    BUNDLE (ROW ("Patient", "p77", "\"name\":[{\"family\":\"Seul\"}]")),
    "/fhir/Patient/p1",
    "{\"resourceType\":\"Patient\",\"id\":\"p1\"," P1 "}",
    "/fhir/Patient/p2",
    "{\"resourceType\":\"Patient\",\"id\":\"p2\"," P2 "}",
    "/fhir/Patient/empty",
    "{\"resourceType\":\"Patient\",\"id\":\"empty\"}",
    "/fhir/Patient/_search _id",
    BUNDLE (""),
  };
  if (data == NULL)
    memcpy (fixture->rows, listed, sizeof listed);
  else
    memcpy (fixture->rows, single, sizeof single);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) all = read_all (orch_emr_read_patients (fixture->emr, ids), unreadable);
  g_assert_cmpuint (all->len, ==, 3);
  const OrchPatientFields *patient = find_patient (all, "p1");
  g_assert_cmpstr (patient->family, ==, "Côté");
  g_assert_cmpstr (patient->given, ==, "Zoé Anne");
  g_assert_cmpstr (patient->birth_date, ==, "1980-02-14");
  g_assert_cmpstr (patient->sex, ==, "female");
  g_assert_cmpstr (patient->nam, ==, "COTZ80521416");
  g_assert_cmpstr (patient->phone, ==, "2");
  g_assert_cmpstr (patient->email, ==, "z@example.org");
  patient = find_patient (all, "p2");
  g_assert_cmpstr (patient->nam, ==, "ROYA80021411");
  g_assert_null (patient->birth_date);
  g_assert_null (patient->sex);
  g_assert_cmpstr (find_patient (all, "urn:x|77")->family, ==, "Seul");
  g_assert_cmpuint (unreadable->len, ==, 2);
  /* nothing about a patient in an address but the EMR's own id of them */
  for (guint i = 0; i < orch_test_server_get_count (fixture->server); i++)
    g_assert_null (strchr (orch_test_server_get_request (fixture->server, i)->path, '?'));
}

/* --- the training EMR --------------------------------------------------------------------- */

static DexFuture *
give_secret (const char *field_id, gpointer user_data)
{
  return dex_future_new_for_string (user_data);
}

static OrchEmr *
open_training (OrchSandboxProcess *sandbox)
{
  g_autoptr (JsonNode) answer = orch_sandbox_process_get (sandbox, "/training/emr");
  JsonObject *emr = json_node_get_object (answer);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (values, (gpointer) "base-url", (gpointer) orch_json_get_string (emr, "base"));
  g_hash_table_insert (values, (gpointer) "auth", (gpointer) "secret-post");
  g_hash_table_insert (values, (gpointer) "client-id", (gpointer) orch_json_get_string (emr, "client_id"));
  return orch_emr_fhir_new (values, give_secret, g_strdup (orch_json_get_string (emr, "client_secret")), g_free);
}

static void
test_training (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (OrchEmr) emr = open_training (sandbox);
  gint64 now = orch_clock_now_us ();
  gint64 from = now - DAY_US;
  gint64 to = now + 7 * DAY_US;

  g_autoptr (GPtrArray) schedules = read_all (orch_emr_read_schedules (emr, from, to, 0, NULL), NULL);
  g_assert_cmpuint (schedules->len, ==, 25);
  g_autoptr (GPtrArray) slots = read_all (orch_emr_read_slots (emr, from, to, 0, NULL), NULL);
  g_autoptr (GPtrArray) appointments = read_all (orch_emr_read_appointments (emr, from, to, 0, NULL), NULL);
  g_assert_cmpuint (appointments->len, >, 500);
  g_assert_cmpuint (slots->len, >, appointments->len);
  g_autoptr (GHashTable) people = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < appointments->len; i++)
    {
      const OrchAppointmentFields *fields = nth (appointments, i);
      g_assert_cmpint (fields->start_us, >=, from);
      g_assert_cmpint (fields->start_us, <, to);
      g_assert_nonnull (fields->staff_emr_id);
      g_assert_nonnull (fields->service_emr_id);
      g_assert_nonnull (fields->emr_version);
      g_hash_table_add (people, (gpointer) fields->patient_emr_id);
    }
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (people);
  g_ptr_array_add (ids, NULL);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) patients =
      read_all (orch_emr_read_patients (emr, (const char *const *) ids->pdata), unreadable);
  g_assert_cmpuint (patients->len, ==, ids->len - 1);
  g_assert_cmpuint (unreadable->len, ==, 0);
  guint without_nam = 0; /* newborns and people from elsewhere */
  for (guint i = 0; i < patients->len; i++)
    {
      const OrchPatientFields *fields = orch_patient_get_fields (g_ptr_array_index (patients, i));
      g_assert_nonnull (fields->family);
      g_assert_nonnull (fields->birth_date);
      without_nam += fields->nam == NULL;
    }
  g_assert_cmpuint (without_nam, <, patients->len / 20);
  for (guint i = 0; i < patients->len; i++)
    if (orch_patient_get_fields (g_ptr_array_index (patients, i))->nam != NULL)
      {
        patient_search_check (emr, orch_patient_get_fields (g_ptr_array_index (patients, i)), TRUE);
        return;
      }
  g_assert_not_reached ();
}

static const char CHANGED[] =
    "{\"resource\":{\"resourceType\":\"Appointment\",\"id\":\"neuf\",\"status\":\"booked\",\"start\":\"%s\",\"end\":\"%"
    "s\","
    "\"participant\":[{\"actor\":{\"reference\":\"Practitioner/prat-001\"},\"status\":\"accepted\"}]}}";

/* A day later: what changed comes, and nothing else; by one request a kind. */
static void
test_training_since (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (OrchEmr) emr = open_training (sandbox);
  gint64 now = orch_clock_now_us ();
  g_autoptr (OrchEmrPager) pager = orch_emr_read_appointments (emr, now, now + 7 * DAY_US, 0, NULL);
  g_autoptr (OrchEmrPage) first = orch_test_object (orch_emr_pager_next (pager));
  g_clear_object (&pager);
  orch_sandbox_process_order (sandbox, "clock", "{\"offset_s\":600}");
  gint64 since = orch_emr_page_get_server_us (first) + 590 * G_USEC_PER_SEC;

  g_autoptr (GPtrArray) none = read_all (orch_emr_read_appointments (emr, now, now + 7 * DAY_US, since, NULL), NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_false (orch_test_boolean (orch_emr_has_changed (emr, since)));

  g_autofree char *when = orch_clock_format_instant (now + DAY_US);
  orch_sandbox_process_order (sandbox, "emr-record", CHANGED, when, when);
  g_autoptr (GPtrArray) one = read_all (orch_emr_read_appointments (emr, now, now + 7 * DAY_US, since, NULL), NULL);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (nth (one, 0)->emr_id, ==, "neuf");
  g_assert_false (orch_test_boolean (orch_emr_has_changed (emr, since)));
  orch_sandbox_process_order (
      sandbox, "emr-record",
      "{\"resource\":{\"resourceType\":\"HealthcareService\",\"id\":\"serv-neuf\",\"name\":\"Neuf\"}}");
  g_assert_true (orch_test_boolean (orch_emr_has_changed (emr, since)));
}

#define ADD(name, func, data) g_test_add ("/emr-schedule/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("appointments", test_appointments, NULL);
  ADD ("names-for-ids", test_names_for_ids, NULL);
  ADD ("no-second-bound", test_refused_parameters, "date=lt");
  ADD ("no-window", test_refused_parameters, "date=ge");
  ADD ("no-since", test_refused_parameters, "_lastUpdated");
  ADD ("missing-types", test_missing_types, NULL);
  ADD ("cursor", test_cursor, NULL);
  ADD ("availability", test_availability, NULL);
  ADD ("patients", test_patients, NULL);
  ADD ("patients-one-by-one", test_patients, "one-by-one");
  g_test_add_func ("/emr-schedule/training", test_training);
  g_test_add_func ("/emr-schedule/training-since", test_training_since);
  return g_test_run ();
}
