/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Steps of the schema: each in its own transaction, a copy kept before, all or nothing; and every version that was ever released
 * still opens. A new step needs a new fixture: `test-store-schema --make-fixtures DIRECTORY` writes those of the present version.
 */
#include "store-kit.h"

#include <string.h>
#include <sys/stat.h>

#include "store/orch-bootstrap.h"
#include "store/orch-connection.h"
#include "store/orch-conversation-list.h"
#include "store/orch-schema.h"
#include "store/orch-store-messages.h"
#include "store/orch-store-portal.h"
#include "test-steps.h"

/* --- steps ------------------------------------------------------------------------------ */

typedef struct
{
  char *directory;
  char *path;
  OrchSecret *key;
} Place;

static void
place_set_up (Place *place, gconstpointer data)
{
  place->directory = kit_make_directory ();
  place->path = g_build_filename (place->directory, "some.db", NULL);
  place->key = kit_key ();
}

static void
place_tear_down (Place *place, gconstpointer data)
{
  kit_remove_directory (place->directory);
  g_free (place->directory);
  g_free (place->path);
  orch_secret_unref (place->key);
}

static OrchSchema
make_schema (const char *prefix)
{
  return (OrchSchema) { .resource = test_steps_get_resource (), .prefix = prefix, .application_id = 0x54455354 };
}

static void
create_version_one (Place *place)
{
  OrchSchema schema = make_schema ("/test/one/");
  g_autoptr (GError) error = NULL;
  OrchConnection *connection = orch_connection_create (place->path, place->key, &error);

  g_assert_no_error (error);
  g_assert_true (orch_schema_create (&schema, connection, &error));
  g_assert_no_error (error);
  orch_connection_script (connection,
                          "INSERT INTO parent VALUES (1, 'un'), (2, 'deux'); INSERT INTO child VALUES (7, 1)");
  g_assert_false (orch_connection_has_error (connection));
  orch_connection_close (connection);
}

static OrchConnection *
open_with (Place *place, const char *prefix, int expected_code)
{
  OrchSchema schema = make_schema (prefix);
  g_autoptr (GError) error = NULL;
  OrchConnection *connection = orch_connection_open (place->path, place->key, &error);

  g_assert_no_error (error);
  gboolean upgraded = orch_schema_upgrade (&schema, connection, place->path, &error);
  if (expected_code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, ORCH_ERROR, expected_code);
  g_assert_cmpint (upgraded, ==, expected_code < 0);
  return connection;
}

static void
upgrades_and_keeps_a_copy (Place *place, gconstpointer data)
{
  g_autofree char *copy = g_strconcat (place->path, ".before-1", NULL);
  struct stat status;

  create_version_one (place);
  OrchConnection *connection = open_with (place, "/test/one/", -1);
  orch_connection_close (connection);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS)); /* nothing to do, nothing to keep */

  connection = open_with (place, "/test/two/", -1);
  g_assert_cmpint (orch_connection_get_int64 (connection, 0, "PRAGMA user_version", ""), ==, 2);
  g_assert_cmpint (orch_connection_get_int64 (connection, 0, "PRAGMA foreign_keys", ""), ==, 1);
  g_assert_cmpint (orch_connection_get_int64 (connection, 0, "SELECT sum (length) FROM parent", ""), ==, 6);
  g_assert_cmpint (orch_connection_get_int64 (connection, 0, "SELECT parent FROM child WHERE key = 7", ""), ==, 1);
  /* The reference still binds */
  orch_connection_run (connection, "DELETE FROM parent WHERE key = 1", "");
  g_assert_cmpint (orch_connection_get_int64 (connection, 9, "SELECT count (*) FROM child", ""), ==, 0);
  orch_connection_close (connection);

  g_assert_cmpint (stat (copy, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_autofree char *path = g_steal_pointer (&place->path);
  place->path = g_strdup (copy);
  connection = open_with (place, "/test/one/", -1);
  g_assert_cmpint (orch_connection_get_int64 (connection, 0, "SELECT count (*) FROM child", ""), ==, 1);
  orch_connection_close (connection);
}

static void
failed_step_leaves_nothing (Place *place, gconstpointer data)
{
  static const char *const prefixes[] = { "/test/fails/", "/test/dangles/" };

  create_version_one (place);
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      OrchConnection *connection = open_with (place, prefixes[i], ORCH_ERROR_FAILED);
      /* The step before it stays, of itself nothing */
      g_assert_cmpint (orch_connection_get_int64 (connection, 0, "PRAGMA user_version", ""), ==, 2);
      g_assert_cmpint (orch_connection_get_int64 (connection, 0, "PRAGMA foreign_keys", ""), ==, 1);
      g_assert_cmpint (orch_connection_get_int64 (connection, 9,
                                                  "SELECT count (*) FROM sqlite_schema WHERE name = 'half_done'", ""),
                       ==, 0);
      g_autofree char *name = orch_connection_dup_text (connection, "SELECT name FROM parent WHERE key = 1", "");
      g_assert_cmpstr (name, ==, "un");
      orch_connection_close (connection);
    }
  OrchConnection *connection = open_with (place, "/test/two/", -1);
  orch_connection_close (connection);
  connection = open_with (place, "/test/one/", ORCH_ERROR_NEWER_DATABASE);
  orch_connection_close (connection);
}

/* --- fixtures --------------------------------------------------------------------------- */

/* What version 2 brought */
static void
fill_schedule (OrchStore *store)
{
  OrchCareOfferFields offer_fields = { .age_min = 14, .age_max = -1, .publication_days = 30 };
  g_autoptr (OrchCareOffer) offer = orch_care_offer_new (&offer_fields);
  OrchServiceFields service_fields = {
    .id = "typed",
    .name = "À la main",
    .category_id = "cat-1",
    .duration_override = 25,
    .deactivated_us = 5,
    .offer = offer,
    .origin = ORCH_ORIGIN_HAND,
  };
  OrchAppointmentFields appointment_fields = {
    .emr_id = "A-1", .source = "rvsq", .status = "booked", .start_us = 10, .end_us = 20, .patient_emr_id = "P-1"
  };
  OrchPatientFields patient_fields = { .emr_id = "P-1", .family = "Roy" };
  g_autoptr (OrchService) service = orch_service_new (&service_fields);
  g_autoptr (GPtrArray) appointments = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  OrchSyncCounts counts = { .sent = 3 };

  kit_ok (orch_store_save_service (store, &kit_admin, service));
  g_ptr_array_add (appointments, orch_appointment_new (&appointment_fields));
  kit_ok (orch_store_write_schedule_page (store, &kit_workstation, ORCH_STORE_APPOINTMENTS, appointments, "c", "1", 1));
  for (guint i = 0; i < 2; i++)
    {
      patient_fields.family = i == 0 ? "Roy" : "Roi";
      g_ptr_array_set_size (patients, 0);
      g_ptr_array_add (patients, orch_patient_new (&patient_fields));
      kit_ok (orch_store_write_schedule_page (store, &kit_workstation, ORCH_STORE_PATIENTS, patients, NULL, NULL, 1));
    }
  gint64 run = kit_int64 (orch_store_begin_sync (store, &kit_workstation, 1));
  kit_ok (
      orch_store_finish_sync (store, &kit_workstation, run, ORCH_STORE_RUN_SUCCEEDED, &counts, NULL, "emr.example"));
  kit_ok (orch_store_add_edit_conflict (store, &kit_workstation, "service", "typed", NULL, NULL, 1));
}

/* What version 4 brought, as it comes from the hub */
static void
fill_portal (OrchStore *store)
{
  static const char *const versions[] = { "1", NULL };
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) invitations = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (patients, orch_patient_new (&(OrchPatientFields) { .id = "typed-1",
                                                                      .hub_id = "77",
                                                                      .family = "Bélanger",
                                                                      .street = "1, rue du Parc",
                                                                      .city = "Lévis",
                                                                      .province = "QC",
                                                                      .postal_code = "G1G 1G1",
                                                                      .origin = ORCH_ORIGIN_HUB }));
  g_ptr_array_add (accounts, orch_portal_account_new (&(OrchPortalAccountFields) {
                                 .patient_hub_id = "77", .hub_id = "78", .active = TRUE, .validated = TRUE }));
  g_ptr_array_add (invitations,
                   orch_portal_invitation_new (&(OrchPortalInvitationFields) { .id = "i-1",
                                                                               .hub_id = "79",
                                                                               .patient_id = "typed-1",
                                                                               .language = "ar",
                                                                               .channel = ORCH_INVITATION_SMS,
                                                                               .state = ORCH_INVITATION_UNCERTAIN,
                                                                               .authored_us = 10,
                                                                               .expires_us = 20 }));
  kit_ok (orch_store_apply_hub_patients (store, &kit_workstation, patients, versions));
  kit_ok (orch_store_apply_hub_accounts (store, &kit_workstation, accounts));
  kit_ok (orch_store_apply_hub_invitations (store, &kit_workstation, invitations));
}

/* What version 3 brought and version 5 searches, as it comes from the hub */
static void
fill_messages (OrchStore *store)
{
  static const char *const versions[] = { "1", "1", NULL };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (records, orch_conversation_new (&(OrchConversationFields) { .id = "talk-1",
                                                                               .hub_id = "80",
                                                                               .patient_hub_id = "77",
                                                                               .subject = "Renouvellement",
                                                                               .professional = "Practitioner/3",
                                                                               .professional_name = "Dre Roy",
                                                                               .status = ORCH_CONVERSATION_IN_PROGRESS,
                                                                               .began_us = 5 }));
  g_ptr_array_add (records, orch_message_new (&(OrchMessageFields) { .id = "word-1",
                                                                     .hub_id = "81",
                                                                     .conversation_hub_id = "80",
                                                                     .from_patient = TRUE,
                                                                     .sent_us = 6,
                                                                     .text = "Mal au cœur depuis l’été" }));
  {
    g_autoptr (DexFuture) applied = orch_store_apply_hub_messages (store, &kit_workstation, records, versions);

    g_assert_cmpuint (g_value_get_uint (kit_wait (applied, NULL)), ==, 2);
  }
}

static void
fill_clinic (const char *path)
{
  g_autoptr (OrchSecret) key = kit_key ();
  g_autoptr (OrchStore) store = kit_object (orch_store_open (path, key, ORCH_STORE_CREATE));
  g_autoptr (GBytes) logo = g_bytes_new_static ("\x89PNG\0\x01", 6);
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const char *providers[] = { "rvsq", NULL };
  OrchClinicFields fields = {
    .id = "clinic-1",
    .name = "Clinique Beauséjour",
    .street = "1, rue du Parc",
    .city = "Québec",
    .province = "QC",
    .postal_code = "G1G 1G1",
    .phone = "+14185555555",
    .logo = logo,
    .logo_type = "image/png",
    .providers = providers,
    .emr_vendor = "fhir",
    .hub_id = "Organization/1",
    .hub_version = "1",
  };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
  g_autoptr (OrchService) service = kit_service (1, "Suivi", TRUE);

  kit_ok (orch_store_save_clinic (store, &kit_admin, clinic, TRUE));
  kit_import_staff (store, 1, 5);
  kit_ok (orch_store_save_service (store, &kit_admin, service));
  gint64 run = kit_int64 (orch_store_begin_import (store, &kit_admin, ORCH_STORE_SERVICES));
  g_ptr_array_add (conflicts, orch_conflict_new (ORCH_CONFLICT_SERVICE_NO_NAME, "SVC-9", "SVC-9", NULL));
  kit_ok (orch_store_finish_import (store, &kit_admin, run, ORCH_STORE_RUN_CONFLICTS, conflicts, none, NULL, NULL));
  kit_ok (orch_store_enqueue (store, &kit_admin, ORCH_ACT_SEND_ALERT, "alert", "a1", "create", "{}"));
  kit_ok (orch_store_set_setting (store, &kit_admin, "types", "[]", FALSE));
  fill_schedule (store);
  fill_portal (store);
  fill_messages (store);
  kit_ok (orch_store_close (store));
}

static void
check_schedule (OrchStore *store)
{
  g_autoptr (OrchService) service = kit_object (orch_store_find (store, ORCH_STORE_SERVICES, "typed"));
  g_autoptr (OrchAppointment) appointment =
      kit_object (orch_store_find_by_emr_id (store, ORCH_STORE_APPOINTMENTS, "A-1"));
  g_autoptr (GPtrArray) differences = kit_boxed (orch_store_list_reconciliations (store, &kit_admin, 10));
  g_autoptr (GPtrArray) runs = kit_boxed (orch_store_list_sync_runs (store, 1, 10));
  g_autoptr (GPtrArray) conflicts = kit_boxed (orch_store_list_edit_conflicts (store, FALSE, 10));
  g_autofree char *cursor = kit_string (orch_store_get_cursor (store, "c"));

  g_assert_cmpint (orch_service_get_fields (service)->duration_override, ==, 25);
  g_assert_cmpint (orch_care_offer_get_fields (orch_service_get_fields (service)->offer)->age_min, ==, 14);
  g_assert_cmpstr (orch_appointment_get_fields (appointment)->source, ==, "rvsq");
  g_assert_cmpuint (differences->len, ==, 1);
  g_assert_cmpstr (orch_reconciliation_get_fields (differences->pdata[0])->theirs, ==, "Roi");
  g_assert_cmpuint (runs->len, ==, 1);
  g_assert_cmpuint (orch_sync_record_get_fields (runs->pdata[0])->counts.sent, ==, 3);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpstr (cursor, ==, "1");
}

/* Whoever was there before is found by what is searched from now on. */
static void
check_patients (OrchStore *store)
{
  static const char *const terms[] = { "p-1", "roy", NULL };
  g_autoptr (GPtrArray) found = kit_boxed (orch_store_search_patients (store, &kit_admin, terms, NULL, 10, NULL));

  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (orch_patient_case_get_fields (found->pdata[0])->origin, ==, ORCH_ORIGIN_EMR);
}

static void
check_portal (OrchStore *store)
{
  g_autoptr (OrchPatientCase) found = kit_object (orch_store_load_patient_case (store, &kit_admin, "typed-1"));
  const OrchPortalInvitationFields *invitation =
      orch_portal_invitation_get_fields (orch_patient_case_get_invitation (found));

  g_assert_cmpstr (orch_patient_case_get_fields (found)->street, ==, "1, rue du Parc");
  g_assert_true (orch_portal_account_get_fields (orch_patient_case_get_account (found))->validated);
  g_assert_cmpstr (invitation->language, ==, "ar");
  g_assert_cmpint (invitation->channel, ==, ORCH_INVITATION_SMS);
  g_assert_cmpint (invitation->state, ==, ORCH_INVITATION_UNCERTAIN);
  g_assert_cmpint (invitation->expires_us, ==, 20);
}

static guint
count_found (OrchStore *store, const char *search)
{
  g_autoptr (OrchConversationList) list = orch_conversation_list_new (store, &kit_professional);
  guint n = 0;

  orch_conversation_list_set_filter (list, &(OrchConversationFilter) { .search = search });
  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (list)));
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  orch_key_list_detach (ORCH_KEY_LIST (list));
  return n;
}

/* Two headings and the conversation */
static void
check_messages (OrchStore *store)
{
  g_assert_cmpuint (count_found (store, "coeur ETE de:belanger statut:en-cours est:nonlu"), ==, 3);
  g_assert_cmpuint (count_found (store, "renouv"), ==, 3);
  g_assert_cmpuint (count_found (store, "foie"), ==, 0);
}

/* A step adds columns that are counted from what was there */
static void
check_upgraded (const char *path)
{
  sqlite3 *db = kit_raw_open (path);
  g_autofree char *counted =
      kit_raw_text (db,
                    "SELECT n_types || '/' || n_professionals || '/' || deactivated || '/' || vanished FROM service "
                    "WHERE origin = 0");
  g_autofree char *kept = kit_raw_text (db, "SELECT count (*) FROM staff_department");

  sqlite3_close (db);
  g_assert_cmpstr (counted, ==, "2/2/0/0");
  g_assert_cmpstr (kept, ==, "10");
}

static void
check_clinic (OrchStore *store)
{
  g_autoptr (OrchClinic) clinic = kit_object (orch_store_load_clinic (store));
  g_autoptr (GPtrArray) staff = kit_boxed (orch_store_load_all (store, ORCH_STORE_STAFF, NULL));
  g_autoptr (GPtrArray) services = kit_boxed (orch_store_load_all (store, ORCH_STORE_SERVICES, NULL));
  g_autoptr (GPtrArray) conflicts = kit_boxed (orch_store_load_conflicts (store, ORCH_STORE_SERVICES));
  g_autoptr (OrchStoreRun) run = kit_object (orch_store_load_last_import (store, ORCH_STORE_SERVICES));
  g_autoptr (OrchOutboxCounts) outbox = kit_boxed (orch_store_outbox_count (store));
  g_autofree char *setting = kit_string (orch_store_get_setting (store, "types"));

  kit_ok (orch_store_check_integrity (store, NULL));
  g_assert_cmpstr (orch_clinic_get_name (clinic), ==, "Clinique Beauséjour");
  g_assert_cmpuint (g_bytes_get_size (orch_clinic_get_fields (clinic)->logo), ==, 6);
  g_assert_cmpuint (staff->len, ==, 5);
  for (guint i = 0; i < staff->len; i++)
    {
      g_autofree char *family = g_strdup_printf ("Tremblay %04u", i + 1);
      g_autoptr (OrchStaffMember) expected = kit_staff (i + 1, family);
      g_assert_true (orch_staff_member_same_content (expected, staff->pdata[i]));
    }
  g_autoptr (OrchService) service = kit_service (1, "Suivi", TRUE);
  g_assert_cmpuint (services->len, >=, 1);
  g_assert_true (orch_service_same_content (service, services->pdata[services->len - 1]));
  g_assert_cmpstrv (orch_service_get_fields (services->pdata[services->len - 1])->types,
                    orch_service_get_fields (service)->types);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpint (orch_store_run_get_fields (run)->state, ==, ORCH_STORE_RUN_CONFLICTS);
  g_assert_cmpuint (outbox->queued, ==, 2);
  g_assert_cmpstr (setting, ==, "[]");
  g_assert_cmpint (kit_int64 (orch_store_verify_journal (store, NULL)), ==, 0);
}

static void
fill_bootstrap (const char *path)
{
  g_autoptr (OrchSecret) key = kit_key ();
  g_autoptr (OrchBootstrap) bootstrap = kit_object (orch_bootstrap_open (path, key, ORCH_STORE_CREATE));
  OrchClinicEntryFields fields = { "c1", "Une", "https://hub.example/fhir", ORCH_CLINIC_DRAFT, TRUE, "c1.db" };
  g_autoptr (OrchClinicEntry) entry = orch_clinic_entry_new (&fields);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  kit_ok (orch_bootstrap_save_clinic (bootstrap, entry));
  g_variant_dict_insert (&dict, "name", "s", "À moitié");
  kit_ok (orch_bootstrap_save_wizard (bootstrap, "c1", 3, g_variant_dict_end (&dict)));
  kit_ok (orch_bootstrap_close (bootstrap));
}

static void
check_bootstrap (OrchBootstrap *bootstrap)
{
  g_autoptr (GPtrArray) entries = kit_boxed (orch_bootstrap_list_clinics (bootstrap));
  g_autoptr (DexFuture) loading = orch_bootstrap_load_wizard (bootstrap, "c1");
  g_autoptr (GVariant) fields = NULL;
  guint step;
  const char *name;

  g_assert_true (g_uuid_string_is_valid (orch_bootstrap_get_workstation (bootstrap)));
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpstr (orch_clinic_entry_get_fields (entries->pdata[0])->file, ==, "c1.db");
  g_variant_get (g_value_get_variant (kit_wait (loading, NULL)), "(u@a{sv})", &step, &fields);
  g_assert_cmpuint (step, ==, 3);
  g_assert_true (g_variant_lookup (fields, "name", "&s", &name));
  g_assert_cmpstr (name, ==, "À moitié");
}

static char *
dump_schema (const char *path)
{
  sqlite3 *db = kit_raw_open (path);
  char *text = kit_raw_text (db, "SELECT group_concat (sql, char (10) ORDER BY type, name) FROM sqlite_schema");

  sqlite3_close (db);
  return text;
}

static void
every_version_opens (Place *place, gconstpointer data)
{
  const char *kind = data;
  gboolean is_clinic = g_str_equal (kind, "clinic");
  guint newest = orch_schema_get_version (is_clinic ? orch_schema_get_clinic () : orch_schema_get_bootstrap ());
  g_autofree char *fresh = g_build_filename (place->directory, "fresh.db", NULL);

  if (is_clinic)
    fill_clinic (fresh);
  else
    fill_bootstrap (fresh);
  g_autofree char *expected = dump_schema (fresh);
  g_assert_cmpuint (strlen (expected), >, 500);

  for (guint version = 1; version <= newest; version++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%u.db", kind, version);
      g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "store", "fixtures", name, NULL);
      g_autofree char *contents = NULL;
      gsize length;
      g_autoptr (GError) error = NULL;

      g_file_get_contents (fixture, &contents, &length, &error);
      g_assert_no_error (error); /* no fixture for this version: see the head of this file */
      g_assert_true (g_file_set_contents (place->path, contents, length, NULL));
      if (is_clinic)
        {
          g_autoptr (OrchStore) store =
              kit_object (orch_store_open (place->path, place->key, ORCH_STORE_OPEN_EXISTING));
          check_clinic (store);
          if (version >= 2)
            {
              check_schedule (store);
              check_patients (store);
            }
          if (version >= 4)
            check_portal (store);
          if (version >= 5)
            check_messages (store);
          kit_ok (orch_store_close (store));
          check_upgraded (place->path);
        }
      else
        {
          g_autoptr (OrchBootstrap) bootstrap =
              kit_object (orch_bootstrap_open (place->path, place->key, ORCH_STORE_OPEN_EXISTING));
          check_bootstrap (bootstrap);
          kit_ok (orch_bootstrap_close (bootstrap));
        }
      /* However old it was, it ends as a new one begins */
      g_autofree char *schema = dump_schema (place->path);
      g_assert_cmpstr (schema, ==, expected);
      g_autofree char *copy = g_strdup_printf ("%s.before-%u", place->path, version);
      g_assert_cmpint (g_file_test (copy, G_FILE_TEST_EXISTS), ==, version < newest);
    }
}

/* Those of before are found as those that come: the fixture of version 4 has none. */
static void
messages_are_indexed (Place *place, gconstpointer data)
{
  g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "store", "fixtures", "clinic-4.db", NULL);
  g_autofree char *contents = NULL;
  gsize length = 0;
  sqlite3 *db = NULL;

  g_assert_true (g_file_get_contents (fixture, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (place->path, contents, length, NULL));
  db = kit_raw_open (place->path);
  kit_raw_run (db, "INSERT INTO subject (text, sort_text) VALUES ('Renouvellement', 'r');"
                   "INSERT INTO conversation (id, patient, subject, professional, professional_name, status, urgent, "
                   "began, last, our_turn, n_messages, n_unread, revision, sort_subject, place, search) VALUES "
                   "('talk-1', 'typed-1', 1, 'Practitioner/3', 'Dre Roy', 1, 0, 5, 6, 1, 1, 1, 1, 'r', 0, '');"
                   "INSERT INTO message (id, conversation, text, sent, revision) VALUES "
                   "('word-1', 1, 'Mal au cœur depuis l’été', 6, 1)");
  sqlite3_close (db);
  {
    g_autoptr (OrchStore) store = kit_object (orch_store_open (place->path, place->key, ORCH_STORE_OPEN_EXISTING));

    check_messages (store);
    kit_ok (orch_store_check_integrity (store, NULL));
    kit_ok (orch_store_close (store));
  }
}

static int
make_fixtures (const char *directory)
{
  g_autofree char *clinic =
      g_strdup_printf ("%s/clinic-%u.db", directory, orch_schema_get_version (orch_schema_get_clinic ()));
  g_autofree char *bootstrap =
      g_strdup_printf ("%s/bootstrap-%u.db", directory, orch_schema_get_version (orch_schema_get_bootstrap ()));

  g_unlink (clinic);
  g_unlink (bootstrap);
  fill_clinic (clinic);
  fill_bootstrap (bootstrap);
  return 0;
}

int
main (int argc, char **argv)
{
  dex_init ();
  if (argc == 3 && g_str_equal (argv[1], "--make-fixtures"))
    return make_fixtures (argv[2]);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, data, func) g_test_add ("/schema/" path, Place, data, place_set_up, func, place_tear_down)
  TEST ("upgrades-and-keeps-a-copy", NULL, upgrades_and_keeps_a_copy);
  TEST ("failed-step-leaves-nothing", NULL, failed_step_leaves_nothing);
  TEST ("clinic/every-version-opens", "clinic", every_version_opens);
  TEST ("clinic/messages-are-indexed", NULL, messages_are_indexed);
  TEST ("bootstrap/every-version-opens", "bootstrap", every_version_opens);
  return g_test_run ();
}
