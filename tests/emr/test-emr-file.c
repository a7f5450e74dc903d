/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The folder of files exported from an EMR: which file counts, what is half written, what is far shorter than before, what is missing; and the same clinic read by
 * FHIR and from files.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-file-map.h"
#include "core/orch-file-read.h"
#include "core/orch-patient.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "emr/orch-emr-fhir.h"
#include "emr/orch-emr-file.h"
#include "orch-test-support.h"

#define STAFF "No permis;Nom;Prénom\n1;Côté;Zoé\n2;Roy;Luc\n3;Gagnon;Alice\n4;Lévesque;Éloïse\n"
#define SERVICES "Code;Nom;Durée\n7;Suivi;20\n"
#define HEADER "No RDV;Date;Heure;Médecin;Type;Statut;No dossier;Nom;Prénom;NAM;DDN\n"
#define ONE "1;2026-01-05;9:30;1;7;Confirmé;501;Gagnon;Alice;GAGA85541215;1985-04-15\n"
#define TWO "2;2026-01-06;10:00;2;7;Annulé;502;Roy;Luc;ROYL80011513;1980-01-15\n"

typedef struct
{
  char *folder;
  GHashTable *values;
  OrchEmr *emr;
} Fixture;

static void
put (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void
keep_map (Fixture *fixture, OrchFileKind kind, const char *pattern, const char *header)
{
  g_auto (GStrv) titles = g_strsplit (g_strchomp (g_strdup (header)), ";", -1);
  const char *columns[ORCH_FILE_N_FIELDS];
  g_autoptr (OrchFileMap) map = NULL;

  orch_file_map_guess (kind, (const char *const *) titles, columns);
  map = orch_file_map_new (kind, pattern, ';', ORCH_FILE_DAYS_ISO, columns);
  g_hash_table_insert (fixture->values, g_strdup (orch_emr_file_get_field (kind)), orch_file_map_to_text (map));
}

static void
make_emr (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *known = fixture->emr != NULL ? orch_emr_file_dup_known (ORCH_EMR_FILE (fixture->emr)) : NULL;

  g_clear_object (&fixture->emr);
  fixture->emr = orch_emr_new ("file", fixture->values, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  orch_emr_file_set_known (ORCH_EMR_FILE (fixture->emr), known);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("orch-files-XXXXXX", NULL);
  fixture->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (fixture->values, g_strdup ("folder"), g_strdup (fixture->folder));
  keep_map (fixture, ORCH_FILE_STAFF, "staff.csv", "No permis;Nom;Prénom");
  keep_map (fixture, ORCH_FILE_SERVICES, "services.csv", "Code;Nom;Durée");
  keep_map (fixture, ORCH_FILE_APPOINTMENTS, "rdv_*.csv", HEADER);
  put (fixture, "staff.csv", STAFF);
  put (fixture, "services.csv", SERVICES);
  put (fixture, "rdv_1.csv", HEADER ONE);
  make_emr (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name = NULL;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_clear_object (&fixture->emr);
  g_clear_pointer (&fixture->values, g_hash_table_unref);
  g_free (fixture->folder);
}

static GPtrArray *
read_all (OrchEmrPager *taken, guint *n_unreadable)
{
  g_autoptr (OrchEmrPager) pager = taken;
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchEmrPage) page = orch_test_object (orch_emr_pager_next (pager));
      GPtrArray *unreadable = orch_emr_page_get_unreadable (page);

      for (guint i = 0; i < orch_emr_page_get_records (page)->len; i++)
        g_ptr_array_add (all, g_object_ref (g_ptr_array_index (orch_emr_page_get_records (page), i)));
      if (n_unreadable != NULL && unreadable != NULL)
        *n_unreadable += unreadable->len;
      last = orch_emr_page_is_last (page);
    }
  return all;
}

static void
check_fails (OrchEmrPager *taken, OrchError code, const char *words)
{
  g_autoptr (OrchEmrPager) pager = taken;
  g_autoptr (GError) error = orch_test_error (orch_emr_pager_next (pager));

  g_assert_error (error, ORCH_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
  /* It is shown as it is. */
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static OrchEmrPager *
appointments (Fixture *fixture)
{
  return orch_emr_read_appointments (fixture->emr, 0, 0, 0, NULL);
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "501", "999", NULL };
  g_autoptr (GPtrArray) staff = read_all (orch_emr_read_staff (fixture->emr), NULL);
  g_autoptr (GPtrArray) services = read_all (orch_emr_read_services (fixture->emr), NULL);
  g_autoptr (GPtrArray) booked = read_all (appointments (fixture), NULL);
  g_autoptr (GPtrArray) patients = read_all (orch_emr_read_patients (fixture->emr, ids), NULL);
  g_autoptr (OrchEmrReport) report = orch_test_object (orch_emr_test_connection (fixture->emr));
  const OrchAppointmentFields *fields = NULL;
  gint64 first = 0;
  gint64 last = 0;

  g_assert_cmpuint (staff->len, ==, 4);
  g_assert_cmpuint (services->len, ==, 1);
  g_assert_cmpuint (booked->len, ==, 1);
  g_assert_cmpuint (patients->len, ==, 1);
  fields = orch_appointment_get_fields (g_ptr_array_index (booked, 0));
  g_assert_cmpstr (fields->staff_emr_id, ==, orch_staff_member_get_fields (g_ptr_array_index (staff, 0))->emr_id);
  g_assert_cmpstr (fields->service_emr_id, ==, "7");
  g_assert_true (orch_emr_get_span (fixture->emr, &first, &last));
  g_assert_cmpint (first, ==, fields->start_us);
  g_assert_true (orch_emr_report_works (report));
  g_assert_nonnull (strstr (orch_emr_report_get_detail (report), "4 people"));
}

/* The window that is asked for, and a file of rows that cannot be read. */
static void
test_window (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) some = NULL;
  guint unreadable = 0;
  gint64 second = 0;

  put (fixture, "rdv_2.csv", HEADER ONE TWO "3;demain;10:00;2;7;;502;Roy;Luc;;\n");
  all = read_all (appointments (fixture), &unreadable);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpuint (unreadable, ==, 1);
  second = orch_appointment_get_fields (g_ptr_array_index (all, 1))->start_us;
  some = read_all (orch_emr_read_appointments (fixture->emr, second, second + 1, 0, NULL), NULL);
  g_assert_cmpuint (some->len, ==, 1);
}

/* The newest that is whole; what is being written under another name is nobody's. */
static void
test_newest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) booked = NULL;

  put (fixture, "rdv_2.csv", HEADER ONE TWO);
  put (fixture, "rdv_3.csv.part", HEADER);
  put (fixture, ".rdv_4.csv", HEADER);
  put (fixture, "~$rdv_5.csv", HEADER);
  put (fixture, "autre.csv", HEADER);
  booked = read_all (appointments (fixture), NULL);
  g_assert_cmpuint (booked->len, ==, 2);
}

/* What grows is waited for: here it grows while the first look is being made. */
typedef struct
{
  FILE *file;
  guint rounds;
} Growing;

static gboolean
on_grow (gpointer data)
{
  Growing *growing = data;

  g_assert_cmpint (fputs (TWO, growing->file), >=, 0);
  fflush (growing->file);
  return --growing->rounds > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
test_growing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "rdv_2.csv", NULL);
  Growing growing = { fopen (path, "w"), 3 };
  g_autoptr (GPtrArray) booked = NULL;
  guint unreadable = 0;

  g_assert_nonnull (growing.file);
  fputs (HEADER ONE, growing.file);
  fflush (growing.file);
  g_timeout_add (50, on_grow, &growing);
  booked = read_all (appointments (fixture), &unreadable);
  g_assert_cmpuint (growing.rounds, ==, 0);
  fclose (growing.file);
  /* All three were there when it was read; two of them are the same again. */
  g_assert_cmpuint (booked->len, ==, 2);
  g_assert_cmpuint (unreadable, ==, 2);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "staff.csv", NULL);

  put (fixture, "staff.csv", "No permis;Nom\n1;Côté\n");
  check_fails (orch_emr_read_staff (fixture->emr), ORCH_ERROR_FILE, "Prénom");
  put (fixture, "staff.csv", "No permis;Nom;Prénom\n1;\"Côté");
  check_fails (orch_emr_read_staff (fixture->emr), ORCH_ERROR_FILE, "line 2");
  put (fixture, "staff.csv", "");
  check_fails (orch_emr_read_staff (fixture->emr), ORCH_ERROR_FILE, "is empty");
  g_remove (path);
  check_fails (orch_emr_read_staff (fixture->emr), ORCH_ERROR_FILE, "no file “staff.csv”");
  g_hash_table_insert (fixture->values, g_strdup ("folder"), g_strdup ("/nowhere/exports"));
  make_emr (fixture);
  check_fails (orch_emr_read_staff (fixture->emr), ORCH_ERROR_FILE, "/nowhere/exports");
}

/* Not everybody has left, until somebody says so. */
static void
test_fewer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *known = NULL;
  g_autofree char *accepted = NULL;
  g_autoptr (GPtrArray) staff = NULL;
  g_auto (OrchFileRead) read = { 0 };

  g_ptr_array_unref (read_all (orch_emr_read_staff (fixture->emr), NULL));
  g_ptr_array_unref (read_all (orch_emr_read_services (fixture->emr), NULL));
  g_assert_false (orch_test_boolean (orch_emr_has_changed (fixture->emr, 1)));
  put (fixture, "staff.csv", "No permis;Nom;Prénom\n1;Côté;Zoé\n");
  g_assert_true (orch_test_boolean (orch_emr_has_changed (fixture->emr, 1)));
  make_emr (fixture);
  check_fails (orch_emr_read_staff (fixture->emr), ORCH_ERROR_FEWER, ".csv: 1;");
  known = orch_emr_file_dup_known (ORCH_EMR_FILE (fixture->emr));
  orch_file_read_parse (known, ORCH_FILE_STAFF, &read);
  g_assert_nonnull (read.refused);
  g_assert_cmpuint (read.rows, ==, 4);

  accepted = orch_file_read_accept (known);
  orch_emr_file_set_known (ORCH_EMR_FILE (fixture->emr), accepted);
  staff = read_all (orch_emr_read_staff (fixture->emr), NULL);
  g_assert_cmpuint (staff->len, ==, 1);
}

/* A little fewer is what happens in a clinic. */
static void
test_a_little_fewer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) staff = NULL;

  g_ptr_array_unref (read_all (orch_emr_read_staff (fixture->emr), NULL));
  put (fixture, "staff.csv", "No permis;Nom;Prénom\n1;Côté;Zoé\n2;Roy;Luc\n");
  make_emr (fixture);
  staff = read_all (orch_emr_read_staff (fixture->emr), NULL);
  g_assert_cmpuint (staff->len, ==, 2);
}

/* --- the same clinic by FHIR ---------------------------------------------------------------------- */

#define BUNDLE(entries) "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" entries "]}"
#define ROW(type, id, members) "{\"resource\":{\"resourceType\":\"" type "\",\"id\":\"" id "\"," members "}}"

static void
on_request (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer user_data)
{
  static const struct
  {
    const char *path;
    const char *body;
  } rows[] = {
    { "/fhir/PractitionerRole",
      BUNDLE (ROW ("PractitionerRole", "r1", "\"active\":true,\"practitioner\":{\"reference\":\"Practitioner/1\"}")) },
    { "/fhir/Practitioner",
      BUNDLE (ROW ("Practitioner", "1",
                   "\"name\":[{\"family\":\"Côté\",\"given\":[\"Zoé\"]}],\"identifier\":[{\"type\":{\"coding\":[{"
                   "\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"LN\"}]},"
                   "\"value\":\"90001\"}]")) },
    { "/fhir/HealthcareService",
      BUNDLE (ROW ("HealthcareService", "7",
                   "\"active\":true,\"name\":\"Suivi\",\"extension\":[{\"url\":\"https://orchestrateur.ca/fhir/"
                   "StructureDefinition/duration-minutes\",\"valuePositiveInt\":20}]")) },
    { "/fhir/Appointment",
      BUNDLE (
          ROW ("Appointment", "12",
               "\"status\":\"cancelled\",\"start\":\"2026-01-05T09:30:00-05:00\",\"end\":\"2026-01-05T09:50:00-05:00\","
               "\"participant\":[{\"actor\":{\"reference\":\"Patient/501\"},\"status\":\"accepted\"},"
               "{\"actor\":{\"reference\":\"Practitioner/1\"},\"status\":\"accepted\"},"
               "{\"actor\":{\"reference\":\"HealthcareService/7\"},\"status\":\"accepted\"}]")) },
    { "/fhir/Patient", BUNDLE (ROW ("Patient", "501",
                                    "\"name\":[{\"family\":\"Gagnon\",\"given\":[\"Alice\"]}],\"gender\":\"female\","
                                    "\"birthDate\":\"1985-04-15\",\"identifier\":[{\"type\":{\"coding\":[{\"system\":"
                                    "\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"JHN\"}]},\"system\":"
                                    "\"https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id\","
                                    "\"value\":\"GAGA85541215\"}]")) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_has_prefix (request->path, rows[i].path) && strchr ("?/", request->path[strlen (rows[i].path)]) != NULL)
      {
        orch_test_reply (message, 200, NULL, rows[i].body);
        return;
      }
  g_test_message ("Asked: %s", request->path);
  orch_test_reply (message, 404, NULL, NULL);
}

static void
test_as_fhir (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "501", NULL };
  g_autoptr (OrchTestServer) server = orch_test_server_new (on_request, NULL);
  g_autofree char *url = orch_test_server_url (server, "/fhir");
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (OrchEmr) fhir = NULL;

  g_hash_table_insert (values, (gpointer) "base-url", url);
  g_hash_table_insert (values, (gpointer) "auth", (gpointer) "none");
  fhir = orch_emr_fhir_new (values, NULL, NULL, NULL);
  keep_map (fixture, ORCH_FILE_STAFF, "staff.csv", "Code;No permis;Nom;Prénom");
  keep_map (fixture, ORCH_FILE_APPOINTMENTS, "rdv_*.csv",
            "No RDV;Date;Heure;Médecin;Type;Statut;No dossier;Nom;Prénom;NAM;DDN;Sexe");
  put (fixture, "staff.csv", "Code;No permis;Nom;Prénom\n1;90001;Côté;Zoé\n");
  put (fixture, "rdv_9.csv",
       "No RDV;Date;Heure;Médecin;Type;Statut;No dossier;Nom;Prénom;NAM;DDN;Sexe\n"
       "12;2026-01-05;9 h 30;Côté, Zoé;Suivi;Annulé;501;Gagnon;Alice;gaga 8554 1215;1985-04-15;F\n");
  make_emr (fixture);

  g_autoptr (GPtrArray) their_staff = read_all (orch_emr_read_staff (fhir), NULL);
  g_autoptr (GPtrArray) our_staff = read_all (orch_emr_read_staff (fixture->emr), NULL);
  g_autoptr (GPtrArray) their_services = read_all (orch_emr_read_services (fhir), NULL);
  g_autoptr (GPtrArray) our_services = read_all (orch_emr_read_services (fixture->emr), NULL);
  const gint64 from = 0;
  const gint64 to = orch_clock_now_us () * 2;
  g_autoptr (GPtrArray) theirs = read_all (orch_emr_read_appointments (fhir, from, to, 0, NULL), NULL);
  g_autoptr (GPtrArray) ours = read_all (orch_emr_read_appointments (fixture->emr, from, to, 0, NULL), NULL);
  g_autoptr (GPtrArray) their_patients = read_all (orch_emr_read_patients (fhir, ids), NULL);
  g_autoptr (GPtrArray) our_patients = read_all (orch_emr_read_patients (fixture->emr, ids), NULL);

  g_assert_cmpuint (their_staff->len, ==, 1);
  g_assert_cmpuint (our_staff->len, ==, 1);
  g_assert_true (orch_staff_member_same_content (g_ptr_array_index (our_staff, 0), g_ptr_array_index (their_staff, 0)));
  g_assert_cmpuint (their_services->len, ==, 1);
  g_assert_cmpuint (our_services->len, ==, 1);
  g_assert_cmpstr (orch_service_get_fields (g_ptr_array_index (our_services, 0))->emr_id, ==,
                   orch_service_get_fields (g_ptr_array_index (their_services, 0))->emr_id);
  g_assert_cmpstr (orch_service_get_fields (g_ptr_array_index (our_services, 0))->name, ==,
                   orch_service_get_fields (g_ptr_array_index (their_services, 0))->name);
  g_assert_cmpint (orch_service_get_fields (g_ptr_array_index (our_services, 0))->duration_minutes, ==,
                   orch_service_get_fields (g_ptr_array_index (their_services, 0))->duration_minutes);
  g_assert_cmpuint (theirs->len, ==, 1);
  g_assert_cmpuint (ours->len, ==, 1);
  g_assert_true (orch_appointment_same_content (g_ptr_array_index (ours, 0), g_ptr_array_index (theirs, 0)));
  g_assert_cmpuint (their_patients->len, ==, 1);
  g_assert_cmpuint (our_patients->len, ==, 1);
  g_assert_true (
      orch_patient_same_content (g_ptr_array_index (our_patients, 0), g_ptr_array_index (their_patients, 0)));
}

#define ADD(name, test) g_test_add ("/emr-file/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("read", test_read);
  ADD ("window", test_window);
  ADD ("newest", test_newest);
  ADD ("growing", test_growing);
  ADD ("missing", test_missing);
  ADD ("fewer", test_fewer);
  ADD ("a-little-fewer", test_a_little_fewer);
  ADD ("as-fhir", test_as_fhir);
  return g_test_run ();
}
