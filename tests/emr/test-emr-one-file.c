/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An EMR that nobody here has heard of, added by one JSON file: its card, its form, and everything that is read from it.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-department.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "emr/orch-emr.h"
#include "orch-test-support.h"

#define VENDOR "lanaudiere"
#define KEY "cle-de-Fictif-1"
#define HOUR_US ((gint64) 3600 * G_USEC_PER_SEC)

typedef struct
{
  OrchTestServer *server;
  OrchCatalogue *catalogue;
  char *folder; /* (owned): the establishment's catalogue */
  char *file;   /* (owned) */
} Fixture;

static const char *const answers[][2] = {
  { "/api/sites/S014/equipe",
    "{\"equipe\":[{\"no\":7,\"nom\":\"Gagné\",\"prenom\":\"Maude\",\"permis\":\"12345\",\"etat\":\"A\"},"
    "{\"no\":9,\"nom\":\"Roy\",\"prenom\":\"Luc\",\"permis\":\"54321\",\"etat\":\"P\"}]}" },
  { "/api/sites/S014/actes", "{\"actes\":[{\"no\":\"a1\",\"libelle\":\"Suivi régulier\",\"duree\":20}]}" },
  { "/api/sites/S014/lieux", "{\"lieux\":[{\"no\":1,\"nom\":\"Rez-de-chaussée\"}]}" },
  { "/api/sites/S014/agenda?",
    "{\"rdv\":[{\"no\":501,\"jour\":\"2026-01-05\",\"heure\":\"09:30\",\"duree\":20,\"avec\":7,\"acte\":"
    "\"a1\",\"usager\":33,\"etat\":\"\"},{\"no\":502,\"jour\":\"2026-01-05\",\"heure\":\"10:00\","
    "\"duree\":20,\"avec\":7,\"acte\":\"a1\",\"usager\":34,\"etat\":\"X\"}]}" },
  { "/api/sites/S014/usagers/33", "{\"no\":33,\"nom\":\"Tremblay\",\"prenom\":\"Rose\",\"naissance\":\"1984-03-02\"}" },
};

static void
on_request (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer user_data)
{
  if (g_strcmp0 (g_hash_table_lookup (request->headers, "x-cle"), KEY) != 0)
    {
      orch_test_reply (message, 401, NULL, "{}");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_has_prefix (request->path, answers[i][0]))
      {
        orch_test_reply (message, 200, "application/json", answers[i][1]);
        return;
      }
  orch_test_reply (message, 404, NULL, "{}");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *emr = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  fixture->server = orch_test_server_new (on_request, fixture);
  fixture->folder = g_dir_make_tmp ("orch-one-file-XXXXXX", &error);
  g_assert_no_error (error);
  emr = g_build_filename (fixture->folder, "emr", NULL);
  g_assert_cmpint (g_mkdir (emr, 0700), ==, 0);
  fixture->file = g_build_filename (emr, VENDOR ".json", NULL);
  g_file_get_contents (ORCH_VENDORS_DIR "/" VENDOR ".json", &text, NULL, &error);
  g_assert_no_error (error);
  g_file_set_contents (fixture->file, text, -1, &error);
  g_assert_no_error (error);
  fixture->catalogue = orch_catalogue_new (fixture->folder, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < orch_catalogue_get_problems (fixture->catalogue)->len; i++)
    g_error ("%s", ((GError *) orch_catalogue_get_problems (fixture->catalogue)->pdata[i])->message);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *emr = g_path_get_dirname (fixture->file);

  orch_test_server_free (fixture->server);
  g_object_unref (fixture->catalogue);
  g_assert_cmpint (g_remove (fixture->file), ==, 0);
  g_assert_cmpint (g_rmdir (emr), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->file);
  g_free (fixture->folder);
}

static DexFuture *
read_secret (const char *field_id, gpointer user_data)
{
  g_assert_cmpstr (field_id, ==, "key");
  return dex_future_new_for_string (user_data);
}

static OrchEmr *
connect (Fixture *fixture, const char *key)
{
  OrchEmrVendor *vendor = orch_catalogue_find_vendor (fixture->catalogue, VENDOR);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GError) error = NULL;
  OrchEmr *emr;

  g_hash_table_insert (values, (gpointer) "address", orch_test_server_url (fixture->server, "/api"));
  g_hash_table_insert (values, (gpointer) "site", g_strdup ("S014"));
  emr = orch_emr_new_for_vendor (vendor, values, read_secret, (gpointer) key, NULL, &error);
  g_assert_no_error (error);
  return emr;
}

static void
test_form (Fixture *fixture, gconstpointer data)
{
  OrchEmrVendor *vendor = orch_catalogue_find_vendor (fixture->catalogue, VENDOR);
  OrchFormField *site = orch_emr_vendor_find_field (vendor, "site");
  g_autofree char *kept = NULL;
  const OrchBilingual *message = NULL;

  g_assert_true (orch_emr_vendor_is_connectable (vendor));
  g_assert_cmpstr (orch_emr_vendor_get_name (vendor, "fr"), ==, "DMÉ Lanaudière");
  g_assert_cmpstr (orch_emr_vendor_get_note (vendor, "en"), ==, "An EMR that does not exist.");
  g_assert_cmpint (orch_form_field_check (site, "s014", &kept, NULL), ==, ORCH_FIELD_OK);
  g_assert_cmpstr (kept, ==, "S014");
  g_assert_cmpint (orch_form_field_check (site, "14", NULL, &message), !=, ORCH_FIELD_OK);
  g_assert_cmpstr (orch_bilingual_get (message, "fr"), ==, "Un S et trois chiffres, comme S014.");
}

static GPtrArray *
read_page (OrchEmrPager *taken)
{
  g_autoptr (OrchEmrPager) pager = taken;
  g_autoptr (OrchEmrPage) page = orch_test_object (orch_emr_pager_next (pager));

  g_assert_true (orch_emr_page_is_last (page));
  g_assert_cmpuint (orch_emr_page_get_unreadable (page)->len, ==, 0);
  return g_ptr_array_ref (orch_emr_page_get_records (page));
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "33", NULL };
  g_autoptr (OrchEmr) emr = connect (fixture, KEY);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Toronto");
  g_autoptr (GDateTime) day = g_date_time_new (zone, 2026, 1, 5, 9, 30, 0);
  const gint64 start = g_date_time_to_unix (day) * G_USEC_PER_SEC;
  g_autoptr (GPtrArray) staff = read_page (orch_emr_read_staff (emr));
  g_autoptr (GPtrArray) services = read_page (orch_emr_read_services (emr));
  g_autoptr (GPtrArray) departments = orch_test_boxed (orch_emr_read_departments (emr));
  g_autoptr (GPtrArray) appointments =
      read_page (orch_emr_read_appointments (emr, start - G_USEC_PER_SEC, start + HOUR_US, 0, NULL));
  g_autoptr (GPtrArray) patients = read_page (orch_emr_read_patients (emr, ids));
  g_autoptr (OrchEmrReport) report = orch_test_object (orch_emr_test_connection (emr));

  g_assert_cmpuint (staff->len, ==, 2);
  g_assert_cmpstr (orch_staff_member_get_fields (staff->pdata[0])->family, ==, "Gagné");
  g_assert_cmpstr (orch_staff_member_get_fields (staff->pdata[0])->licence, ==, "12345");
  g_assert_true (orch_staff_member_get_fields (staff->pdata[0])->active);
  g_assert_false (orch_staff_member_get_fields (staff->pdata[1])->active);
  g_assert_cmpuint (services->len, ==, 1);
  g_assert_cmpstr (orch_service_get_fields (services->pdata[0])->name, ==, "Suivi régulier");
  g_assert_cmpuint (departments->len, ==, 1);
  g_assert_cmpstr (orch_department_get_fields (departments->pdata[0])->name, ==, "Rez-de-chaussée");
  g_assert_cmpuint (appointments->len, ==, 2);
  g_assert_cmpint (orch_appointment_get_fields (appointments->pdata[0])->start_us, ==, start);
  g_assert_cmpint (orch_appointment_get_fields (appointments->pdata[0])->end_us, ==, start + 20 * 60 * G_USEC_PER_SEC);
  g_assert_cmpstr (orch_appointment_get_fields (appointments->pdata[0])->staff_emr_id, ==, "7");
  g_assert_cmpstr (orch_appointment_get_fields (appointments->pdata[1])->status, ==, "cancelled");
  g_assert_cmpuint (patients->len, ==, 1);
  g_assert_cmpstr (orch_patient_get_fields (patients->pdata[0])->family, ==, "Tremblay");
  g_assert_cmpint (orch_emr_report_get_diagnosis (report), ==, ORCH_EMR_OK);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchEmr) emr = connect (fixture, "une autre");
  g_autoptr (OrchEmrReport) report = orch_test_object (orch_emr_test_connection (emr));

  g_assert_cmpint (orch_emr_report_get_diagnosis (report), ==, ORCH_EMR_EXPLAINED);
  g_assert_cmpstr (orch_emr_report_get_detail (report), ==, "Fictif refuses the key. Ask for another.");
}

#define ADD(name, function) g_test_add ("/emr/one-file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  ADD ("form", test_form);
  ADD ("read", test_read);
  ADD ("refused", test_refused);
  return g_test_run ();
}
