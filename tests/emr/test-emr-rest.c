/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The declared EMRs against look-alikes that somebody else wrote: everything is read as the same EMR's FHIR side has it, and each thing that
 * goes wrong is told by its cause.
 */
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-department.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "core/orch-schedule.h"
#include "core/orch-service.h"
#include "core/orch-slot.h"
#include "core/orch-staff-member.h"
#include "core/orch-text.h"
#include "emr/orch-emr.h"
#include "emr/orch-rest-declaration.h"
#include "orch-sandbox-process.h"
#include "orch-test-support.h"
#include "patient-search.h"

#define DAY_US ((gint64) 24 * 3600 * G_USEC_PER_SEC)

typedef struct
{
  const char *vendor;
  const char *fields[16];  /* id, value…; "/…" is below the sandbox */
  const char *secrets[12]; /* id, value… */
} Clinic;

static const Clinic accuro = {
  "accuro",
  { "api-url", "/emr/accuro", "tenant-id", "FORMATION", "database-uuid", "5b0c7c2e-6f0a-4d0e-9d63-0f0e2a4c1b77",
    "api-user", "OrchestrateurAPIFORMATION" },
  { "api-password", "Accuro-Formation-1", "subscription-key", "0f0rmat10nabc0nnement0accuro0001" },
};

#define TELUS(vendor, instance, secret)                                                                                \
  {                                                                                                                    \
    vendor,                                                                                                            \
    { "national-api-url", "/emr/telus", "instance-id", instance },                                                     \
    { "emr-secret", secret, "app-token", "jeton-application-formation" },                                              \
  }
static const Clinic ps_suite = TELUS ("telus-ps-suite", "PSS-FORMATION-01", "Secret-PSSuite-1");
static const Clinic med_access = TELUS ("telus-med-access", "MEDA-FORMATION-01", "Secret-MedAccess-1");
static const Clinic kinlogix = TELUS ("kinlogix", "KIN-FORMATION-01", "Secret-Kinlogix-1");
static const Clinic medesync = TELUS ("medesync", "MDS-FORMATION-01", "Secret-Medesync-1");

typedef struct
{
  OrchSandboxProcess *sandbox;
  const Clinic *clinic;
  GHashTable *values;
  GHashTable *secrets;
  OrchEmr *emr;
} Fixture;

static DexFuture *
read_secret (const char *field_id, gpointer user_data)
{
  Fixture *fixture = user_data;
  const char *secret = g_hash_table_lookup (fixture->secrets, field_id);

  return secret != NULL ? dex_future_new_for_string (secret)
                        : dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "%s", field_id);
}

static void
set (GHashTable *table, const char *name, const char *value)
{
  g_hash_table_insert (table, g_strdup (name), g_strdup (value));
}

/* What was typed may have changed. */
static void
connect (Fixture *fixture)
{
  OrchEmrVendor *vendor = orch_catalogue_find_vendor (orch_catalogue_get_default (), fixture->clinic->vendor);
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->emr);
  fixture->emr = orch_emr_new_for_vendor (vendor, fixture->values, read_secret, fixture, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clinic = data;
  fixture->sandbox = orch_sandbox_process_start (NULL);
  fixture->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fixture->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; fixture->clinic->fields[i] != NULL; i += 2)
    {
      const char *value = fixture->clinic->fields[i + 1];
      g_autofree char *whole = value[0] == '/'
                                   ? g_strconcat (orch_sandbox_process_get_origin (fixture->sandbox), value, NULL)
                                   : g_strdup (value);

      set (fixture->values, fixture->clinic->fields[i], whole);
    }
  for (guint i = 0; fixture->clinic->secrets[i] != NULL; i += 2)
    set (fixture->secrets, fixture->clinic->secrets[i], fixture->clinic->secrets[i + 1]);
  connect (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->emr);
  g_hash_table_unref (fixture->values);
  g_hash_table_unref (fixture->secrets);
  orch_sandbox_process_stop (fixture->sandbox);
}

static OrchEmrDiagnosis
diagnose (Fixture *fixture, char **detail)
{
  g_autoptr (OrchEmrReport) report = NULL;

  connect (fixture);
  report = orch_test_object (orch_emr_test_connection (fixture->emr));
  g_test_message ("%d: %s", orch_emr_report_get_diagnosis (report),
                  orch_emr_report_get_error (report) != NULL ? orch_emr_report_get_error (report)->message : "");
  if (detail != NULL)
    {
      g_free (*detail);
      *detail = g_strdup (orch_emr_report_get_detail (report));
    }
  return orch_emr_report_get_diagnosis (report);
}

static void
assert_explained (Fixture *fixture, const char *words)
{
  g_autofree char *detail = NULL;

  g_assert_cmpint (diagnose (fixture, &detail), ==, ORCH_EMR_EXPLAINED);
  if (strstr (detail, words) == NULL)
    g_error ("“%s” says nothing of “%s”", detail, words);
}

static GPtrArray *
read_all (OrchEmrPager *pager)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_last = FALSE;

  while (!is_last)
    {
      g_autoptr (OrchEmrPage) page = orch_test_object (orch_emr_pager_next (pager));

      g_ptr_array_extend (all, orch_emr_page_get_records (page), (GCopyFunc) g_object_ref, NULL);
      g_assert_cmpuint (orch_emr_page_get_unreadable (page)->len, ==, 0);
      is_last = orch_emr_page_is_last (page);
    }
  g_object_unref (pager);
  return all;
}

/* The same EMR, by its FHIR side. */
static OrchEmr *
connect_fhir (Fixture *fixture)
{
  g_autoptr (JsonNode) training = orch_sandbox_process_get (fixture->sandbox, "/training/emr");
  JsonObject *root = json_node_get_object (training);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  OrchEmr *emr = NULL;

  set (values, "base-url", json_object_get_string_member (root, "base"));
  set (values, "client-id", json_object_get_string_member (root, "client_id"));
  set (fixture->secrets, "client-secret", json_object_get_string_member (root, "client_secret"));
  emr = orch_emr_new ("fhir-r4", values, read_secret, fixture, NULL, NULL);
  g_assert_nonnull (emr);
  return emr;
}

/* --- what is read --------------------------------------------------------------------------------- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
join_sorted (GPtrArray *lines)
{
  g_ptr_array_sort (lines, compare_texts);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* All of both are thousands of lines: the first that is not in both is told. */
static void
assert_same_lines (const char *ours, const char *theirs)
{
  g_auto (GStrv) one = g_strsplit (ours, "\n", -1);
  g_auto (GStrv) two = g_strsplit (theirs, "\n", -1);

  for (guint i = 0; one[i] != NULL || two[i] != NULL; i++)
    {
      g_assert_cmpstr (one[i], ==, two[i]);
      g_assert_cmpstr (one[i], !=, NULL);
    }
}

static char *
say_staff (GPtrArray *staff)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < staff->len; i++)
    {
      const OrchStaffMemberFields *is = orch_staff_member_get_fields (g_ptr_array_index (staff, i));

      g_ptr_array_add (lines, g_strjoin ("|", is->family, is->given, is->licence != NULL ? is->licence : "-",
                                         is->active ? "active" : "left", NULL));
    }
  return join_sorted (lines);
}

static char *
say_services (GPtrArray *services)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < services->len; i++)
    g_ptr_array_add (lines, g_strdup (orch_service_get_fields (g_ptr_array_index (services, i))->name));
  return join_sorted (lines);
}

static void
test_directory (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchEmr) fhir = connect_fhir (fixture);
  g_autoptr (GPtrArray) staff = read_all (orch_emr_read_staff (fixture->emr));
  g_autoptr (GPtrArray) their_staff = read_all (orch_emr_read_staff (fhir));
  g_autoptr (GPtrArray) services = read_all (orch_emr_read_services (fixture->emr));
  g_autoptr (GPtrArray) their_services = read_all (orch_emr_read_services (fhir));
  g_autoptr (GPtrArray) departments = orch_test_boxed (orch_emr_read_departments (fixture->emr));
  g_autofree char *said = say_staff (staff);
  g_autofree char *they_said = say_staff (their_staff);
  g_autofree char *services_said = say_services (services);
  g_autofree char *they_said_services = say_services (their_services);

  g_assert_cmpuint (staff->len, >, 0);
  assert_same_lines (said, they_said);
  assert_same_lines (services_said, they_said_services);
  g_assert_cmpuint (departments->len, >, 0);
}

/* "09:30 Tremblay": when, and with whom by name: ids differ. */
static char *
say_appointments (GPtrArray *appointments, GPtrArray *staff)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < staff->len; i++)
    {
      const OrchStaffMemberFields *is = orch_staff_member_get_fields (g_ptr_array_index (staff, i));

      g_hash_table_insert (names, (gpointer) is->emr_id, (gpointer) is->licence);
    }
  for (guint i = 0; i < appointments->len; i++)
    {
      const OrchAppointmentFields *is = orch_appointment_get_fields (g_ptr_array_index (appointments, i));

      /* A cancelled one is not listed by all; meetings and breaks, the last two services, are blocked time there. */
      if (g_strcmp0 (is->service_emr_id, "serv-039") == 0 || g_strcmp0 (is->service_emr_id, "serv-040") == 0)
        continue;
      if (!orch_appointment_status_counts (is->status) && !g_str_equal (is->status, "noshow"))
        continue;
      g_ptr_array_add (lines,
                       g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", is->start_us / G_USEC_PER_SEC,
                                        (is->end_us - is->start_us) / G_USEC_PER_SEC,
                                        (const char *) g_hash_table_lookup (names, is->staff_emr_id)));
    }
  return join_sorted (lines);
}

static void
test_appointments (Fixture *fixture, gconstpointer data)
{
  const gint64 now = orch_clock_now_us ();
  g_autoptr (OrchEmr) fhir = connect_fhir (fixture);
  g_autoptr (GPtrArray) staff = read_all (orch_emr_read_staff (fixture->emr));
  g_autoptr (GPtrArray) their_staff = read_all (orch_emr_read_staff (fhir));
  g_autoptr (GPtrArray) found =
      read_all (orch_emr_read_appointments (fixture->emr, now - 2 * DAY_US, now + 5 * DAY_US, 0, NULL));
  g_autoptr (GPtrArray) theirs =
      read_all (orch_emr_read_appointments (fhir, now - 2 * DAY_US, now + 5 * DAY_US, 0, NULL));
  g_autofree char *said = say_appointments (found, staff);
  g_autofree char *they_said = say_appointments (theirs, their_staff);

  g_assert_cmpuint (found->len, >, 50);
  assert_same_lines (said, they_said);
}

/* By their ids, whenever they are; who is not there is left out. */
static void
test_single (Fixture *fixture, gconstpointer data)
{
  const gint64 now = orch_clock_now_us ();
  g_autoptr (GPtrArray) all = read_all (orch_emr_read_appointments (fixture->emr, now, now + 3 * DAY_US, 0, NULL));
  const char *ids[] = { NULL, "99999999", "../providers", NULL, NULL };
  g_autoptr (GPtrArray) found = NULL;

  g_assert_cmpuint (all->len, >, 2);
  ids[0] = orch_appointment_get_fields (g_ptr_array_index (all, 0))->emr_id;
  ids[3] = orch_appointment_get_fields (g_ptr_array_index (all, all->len - 1))->emr_id;
  g_assert_true (orch_emr_can_find (fixture->emr));
  found = orch_test_boxed (orch_emr_find_appointments (fixture->emr, ids));
  g_assert_cmpuint (found->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_true (orch_appointment_same_content (found->pdata[i], all->pdata[i == 0 ? 0 : all->len - 1]));
}

static void
test_no_single (Fixture *fixture, gconstpointer data)
{
  const char *const ids[] = { "rdv-1", NULL };
  g_autoptr (GError) error = orch_test_error (orch_emr_find_appointments (fixture->emr, ids));

  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED);
}

/* "1769000000 1200 prat-001 free": when, how long, whose. */
static char *
say_slots (GPtrArray *slots, GPtrArray *schedules)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) whose = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < schedules->len; i++)
    {
      const OrchScheduleFields *is = orch_schedule_get_fields (g_ptr_array_index (schedules, i));

      g_hash_table_insert (whose, (gpointer) is->emr_id, (gpointer) is->staff_emr_id);
    }
  for (guint i = 0; i < slots->len; i++)
    {
      const OrchSlotFields *is = orch_slot_get_fields (g_ptr_array_index (slots, i));
      const char *person = g_hash_table_lookup (whose, is->schedule_emr_id);

      g_assert_nonnull (person);
      g_ptr_array_add (lines,
                       g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s",
                                        is->start_us / G_USEC_PER_SEC, (is->end_us - is->start_us) / G_USEC_PER_SEC,
                                        person, g_str_equal (is->status, "free") ? "free" : "taken"));
    }
  return join_sorted (lines);
}

static void
test_availability (Fixture *fixture, gconstpointer data)
{
  const gint64 now = orch_clock_now_us ();
  g_autoptr (OrchEmr) fhir = connect_fhir (fixture);
  g_autoptr (GPtrArray) schedules = read_all (orch_emr_read_schedules (fixture->emr, now, now + 3 * DAY_US, 0, NULL));
  g_autoptr (GPtrArray) their_schedules = read_all (orch_emr_read_schedules (fhir, now, now + 3 * DAY_US, 0, NULL));
  g_autoptr (GPtrArray) slots = read_all (orch_emr_read_slots (fixture->emr, now, now + 3 * DAY_US, 0, NULL));
  g_autoptr (GPtrArray) their_slots = read_all (orch_emr_read_slots (fhir, now, now + 3 * DAY_US, 0, NULL));
  g_autofree char *said = say_slots (slots, schedules);
  g_autofree char *they_said = say_slots (their_slots, their_schedules);

  g_assert_false (orch_emr_get_flags (fixture->emr) & (ORCH_EMR_NO_SCHEDULES | ORCH_EMR_NO_SLOTS));
  g_assert_cmpuint (schedules->len, ==, their_schedules->len);
  g_assert_cmpuint (slots->len, >, 20);
  g_assert_nonnull (strstr (said, " free"));
  assert_same_lines (said, they_said);
}

/* Who they are, as the same EMR's FHIR side has them; who is not there is told. */
static void
test_patients (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "pat-00012", "pat-00013", "pat-99999", "../providers", NULL };
  static const char *const numbers[] = { "12", "13", "99999", "../providers", NULL };
  const char *const *ids = fixture->clinic == &accuro ? numbers : texts;
  g_autoptr (OrchEmr) fhir = connect_fhir (fixture);
  g_autoptr (OrchEmrPager) pager = orch_emr_read_patients (fixture->emr, ids);
  g_autoptr (OrchEmrPage) page = orch_test_object (orch_emr_pager_next (pager));
  g_autoptr (GPtrArray) theirs = NULL;
  static const char *const two[] = { "pat-00012", "pat-00013", NULL };

  theirs = read_all (orch_emr_read_patients (fhir, two));
  g_assert_true (orch_emr_page_is_last (page));
  g_assert_cmpuint (orch_emr_page_get_records (page)->len, ==, 2);
  g_assert_cmpuint (orch_emr_page_get_unreadable (page)->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const OrchPatientFields *ours = orch_patient_get_fields (g_ptr_array_index (orch_emr_page_get_records (page), i));
      const OrchPatientFields *other = NULL;

      /* "pat-00012" is 12 there. */
      for (guint j = 0; j < theirs->len && other == NULL; j++)
        if (g_str_has_suffix (orch_patient_get_fields (g_ptr_array_index (theirs, j))->emr_id,
                              ours->emr_id + strlen (ours->emr_id) - 2))
          other = orch_patient_get_fields (g_ptr_array_index (theirs, j));
      g_assert_nonnull (other);
      g_assert_cmpstr (ours->family, ==, other->family);
      g_assert_cmpstr (ours->given, ==, other->given);
      g_assert_cmpstr (ours->birth_date, ==, other->birth_date);
      g_assert_cmpstr (ours->nam, ==, other->nam);
      g_assert_cmpstr (ours->sex, ==, other->sex);
    }
  patient_search_check (fixture->emr, orch_patient_get_fields (g_ptr_array_index (orch_emr_page_get_records (page), 0)),
                        FALSE);
}

/* --- what goes wrong in Accuro ---------------------------------------------------------------------- */

static void
test_accuro_diagnoses (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strdup (g_hash_table_lookup (fixture->values, "api-url"));
  g_autofree char *wrong = g_strconcat (url, "/citrix", NULL);
  g_autofree char *detail = NULL;

  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_OK);

  set (fixture->values, "api-url", wrong);
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_NO_API);
  set (fixture->values, "api-url", "http://127.0.0.1:9/accuro");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_NO_ANSWER);
  set (fixture->values, "api-url", "http://emr.example/accuro");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_BAD_ADDRESS);
  set (fixture->values, "api-url", url);

  set (fixture->secrets, "api-password", "guess");
  assert_explained (fixture, "password");
  set (fixture->secrets, "api-password", "Accuro-Formation-1");
  set (fixture->secrets, "subscription-key", "guess");
  assert_explained (fixture, "subscription key");
  set (fixture->secrets, "subscription-key", "0f0rmat10nabc0nnement0accuro0001");
  set (fixture->values, "database-uuid", "5b0c7c2e-6f0a-4d0e-9d63-000000000000");
  assert_explained (fixture, "database UUID");
  set (fixture->values, "database-uuid", "5b0c7c2e-6f0a-4d0e-9d63-0f0e2a4c1b77");

  orch_sandbox_process_order (fixture->sandbox, "accuro", "{\"approved\": false}");
  assert_explained (fixture, "Approve 3rd Party Access");
  orch_sandbox_process_order (fixture->sandbox, "accuro", "{\"approved\": true}");

  g_hash_table_remove (fixture->secrets, "subscription-key");
  g_assert_cmpint (diagnose (fixture, &detail), ==, ORCH_EMR_INCOMPLETE);
  g_assert_cmpstr (detail, ==, "subscription-key");
  set (fixture->secrets, "subscription-key", "0f0rmat10nabc0nnement0accuro0001");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_OK);
}

static void
test_accuro_client (Fixture *fixture, gconstpointer data)
{
  set (fixture->values, "api-auth", "client");
  set (fixture->values, "api-user", "0oaformation0accuro");
  set (fixture->secrets, "api-password", "Secret-Client-Accuro-1");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_OK);
  set (fixture->secrets, "api-password", "guess");
  assert_explained (fixture, "password");
}

/* Tokens that end are had again; tokens that somebody else ends, again and again, are told. */
static void
test_accuro_clash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) staff = NULL;

      orch_sandbox_process_order (fixture->sandbox, "accuro", "{\"sign_in\": true}");
      staff = read_all (orch_emr_read_staff (fixture->emr));
      g_assert_cmpuint (staff->len, >, 0);
    }
  /* The first reading signed in; since then two tokens were ended: one more is too many. */
  for (guint i = 0; i < 2 && error == NULL; i++)
    {
      g_autoptr (OrchEmrPager) pager = orch_emr_read_staff (fixture->emr);
      DexFuture *page = NULL;

      orch_sandbox_process_order (fixture->sandbox, "accuro", "{\"sign_in\": true}");
      page = orch_emr_pager_next (pager);
      if (i == 1)
        error = orch_test_error (page);
      else
        g_object_unref (orch_test_object (page));
    }
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "same API user"));
}

/* An API user that is shown nobody. */
static void
test_accuro_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) staff = read_all (orch_emr_read_staff (fixture->emr));
  g_autofree char *detail = NULL;

  for (guint i = 0; i < staff->len; i++)
    orch_sandbox_process_order (fixture->sandbox, "accuro", "{\"permission\": {\"provider\": %s, \"visible\": false}}",
                                orch_staff_member_get_fields (g_ptr_array_index (staff, i))->emr_id);
  g_assert_cmpint (diagnose (fixture, &detail), ==, ORCH_EMR_NOBODY);
  g_assert_nonnull (strstr (detail, "Visible"));
}

/* --- what goes wrong in TELUS -------------------------------------------------------------------------- */

static void
test_telus_diagnoses (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strdup (g_hash_table_lookup (fixture->values, "national-api-url"));
  g_autofree char *wrong = g_strconcat (url, "/portal", NULL);

  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_OK);
  set (fixture->values, "national-api-url", "http://127.0.0.1:9/telus");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_NO_ANSWER);
  set (fixture->values, "national-api-url", wrong);
  assert_explained (fixture, "instance ID");
  set (fixture->values, "national-api-url", url);

  set (fixture->secrets, "app-token", "guess");
  assert_explained (fixture, "application token");
  set (fixture->secrets, "app-token", "jeton-application-formation");
  set (fixture->secrets, "emr-secret", "guess");
  assert_explained (fixture, "EMR secret");
  set (fixture->secrets, "emr-secret", fixture->clinic->secrets[1]);
  set (fixture->values, "instance-id", "nobody");
  assert_explained (fixture, "instance ID");
  set (fixture->values, "instance-id", fixture->clinic->fields[3]);
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_OK);
}

/* A session that ends is opened again; so is one whose instance is no longer registered. */
static void
test_telus_sessions (Fixture *fixture, gconstpointer data)
{
  static const char *const orders[] = { "{\"expire\": true}", "{\"unregister\": true}" };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (GPtrArray) before = read_all (orch_emr_read_staff (fixture->emr));
      g_autoptr (GPtrArray) after = NULL;

      orch_sandbox_process_order (fixture->sandbox, "telus", "%s", orders[i]);
      after = read_all (orch_emr_read_staff (fixture->emr));
      g_assert_cmpuint (after->len, ==, before->len);
    }
}

/* Since then, what changed alone, and what was removed as an error. */
static void
test_telus_since (Fixture *fixture, gconstpointer data)
{
  const gint64 now = orch_clock_now_us ();
  g_autoptr (GPtrArray) all = read_all (orch_emr_read_appointments (fixture->emr, now, now + 14 * DAY_US, 0, NULL));
  g_autoptr (GPtrArray) changed = NULL;
  const char *id = NULL;

  g_assert_true (orch_emr_get_flags (fixture->emr) & ORCH_EMR_CAN_SINCE);
  g_assert_cmpuint (all->len, >, 1);
  id = orch_appointment_get_fields (g_ptr_array_index (all, 0))->emr_id;
  /* Data made before the first start are older than the overlap by then. */
  orch_sandbox_process_order (fixture->sandbox, "clock", "{\"offset_s\": 3600}");
  orch_sandbox_process_order (fixture->sandbox, "emr-appointment", "{\"id\": \"%s\", \"action\": \"remove\"}", id);
  changed = read_all (
      orch_emr_read_appointments (fixture->emr, now, now + 14 * DAY_US, now + 3600 * G_TIME_SPAN_SECOND, NULL));
  g_assert_cmpuint (changed->len, ==, 1);
  g_assert_cmpstr (orch_appointment_get_fields (g_ptr_array_index (changed, 0))->emr_id, ==, id);
  g_assert_cmpstr (orch_appointment_get_fields (g_ptr_array_index (changed, 0))->status, ==, "entered-in-error");
}

/* --- the catalogue ----------------------------------------------------------------------------------- */

static void
test_sound (void)
{
  GListModel *vendors = orch_catalogue_get_vendors (orch_catalogue_get_default ());
  guint met = 0;

  for (guint i = 0; i < g_list_model_get_n_items (vendors); i++)
    {
      g_autoptr (OrchEmrVendor) vendor = g_list_model_get_item (vendors, i);
      g_autoptr (OrchRestDeclaration) declaration = NULL;
      g_autoptr (GError) error = NULL;

      if (orch_emr_vendor_get_connection (vendor) == NULL)
        continue;
      declaration = orch_rest_declaration_new (orch_emr_vendor_get_connection (vendor), vendor, &error);
      g_assert_no_error (error);
      met++;
    }
  g_assert_cmpuint (met, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/rest/sound", test_sound);
  g_test_add ("/accuro/directory", Fixture, &accuro, set_up, test_directory, tear_down);
  g_test_add ("/accuro/appointments", Fixture, &accuro, set_up, test_appointments, tear_down);
  g_test_add ("/accuro/single", Fixture, &accuro, set_up, test_single, tear_down);
  g_test_add ("/accuro/patients", Fixture, &accuro, set_up, test_patients, tear_down);
  g_test_add ("/accuro/diagnoses", Fixture, &accuro, set_up, test_accuro_diagnoses, tear_down);
  g_test_add ("/accuro/client", Fixture, &accuro, set_up, test_accuro_client, tear_down);
  g_test_add ("/accuro/clash", Fixture, &accuro, set_up, test_accuro_clash, tear_down);
  g_test_add ("/accuro/nobody", Fixture, &accuro, set_up, test_accuro_nobody, tear_down);
  g_test_add ("/ps-suite/directory", Fixture, &ps_suite, set_up, test_directory, tear_down);
  g_test_add ("/ps-suite/appointments", Fixture, &ps_suite, set_up, test_appointments, tear_down);
  g_test_add ("/ps-suite/single", Fixture, &ps_suite, set_up, test_single, tear_down);
  g_test_add ("/ps-suite/availability", Fixture, &ps_suite, set_up, test_availability, tear_down);
  g_test_add ("/ps-suite/diagnoses", Fixture, &ps_suite, set_up, test_telus_diagnoses, tear_down);
  g_test_add ("/ps-suite/sessions", Fixture, &ps_suite, set_up, test_telus_sessions, tear_down);
  g_test_add ("/ps-suite/since", Fixture, &ps_suite, set_up, test_telus_since, tear_down);
  g_test_add ("/ps-suite/patients", Fixture, &ps_suite, set_up, test_patients, tear_down);
  g_test_add ("/med-access/directory", Fixture, &med_access, set_up, test_directory, tear_down);
  g_test_add ("/med-access/no-single", Fixture, &med_access, set_up, test_no_single, tear_down);
  g_test_add ("/med-access/availability", Fixture, &med_access, set_up, test_availability, tear_down);
  g_test_add ("/med-access/diagnoses", Fixture, &med_access, set_up, test_telus_diagnoses, tear_down);
  g_test_add ("/kinlogix/diagnoses", Fixture, &kinlogix, set_up, test_telus_diagnoses, tear_down);
  g_test_add ("/medesync/diagnoses", Fixture, &medesync, set_up, test_telus_diagnoses, tear_down);
  return g_test_run ();
}
