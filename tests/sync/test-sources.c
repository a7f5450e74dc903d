/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Whose appointments are synchronised, and who is new in the EMR: from the settings to the store and the hub, against a sandbox.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "story-desk.h"
#include "sync/orch-engine-private.h"

static void
add_department (Desk *desk, const char *id, const char *name)
{
  orch_sandbox_process_order (desk->sandbox, "emr-record",
                              "{\"resourceType\": \"Organization\", \"id\": \"%s\", \"active\": true, \"type\": "
                              "[{\"coding\": [{\"code\": \"dept\"}]}], \"name\": \"%s\"}",
                              id, name);
}

/* @department: (nullable) */
static void
add_person (Desk *desk, const char *id, const char *department)
{
  g_autofree char *organization =
      department != NULL ? g_strdup_printf (", \"organization\": {\"reference\": \"Organization/%s\"}", department)
                         : g_strdup ("");

  orch_sandbox_process_order (desk->sandbox, "emr-record",
                              "{\"resourceType\": \"Practitioner\", \"id\": \"%s\", \"active\": true, \"identifier\": "
                              "[{\"type\": {\"coding\": [{\"system\": "
                              "\"http://terminology.hl7.org/CodeSystem/v2-0203\", \"code\": \"LN\"}]}, \"value\": "
                              "\"98%03u\"}], \"name\": [{\"family\": \"Neuve\", \"given\": [\"%s\"]}]}",
                              id, g_str_hash (id) % 1000, id);
  orch_sandbox_process_order (desk->sandbox, "emr-record",
                              "{\"resourceType\": \"PractitionerRole\", \"id\": \"role-%s\", \"active\": true, "
                              "\"practitioner\": {\"reference\": \"Practitioner/%s\"}, \"code\": [{\"text\": "
                              "\"Infirmière\"}]%s}",
                              id, id, organization);
}

static void
add_appointment (Desk *desk, const char *id, const char *staff)
{
  small_emr_add_patient (desk->sandbox, "pat-1", "Gagnon");
  small_emr_add_appointment (
      desk->sandbox,
      &(SmallAppointment) {
          .id = id, .service = "serv-1", .staff = staff, .patient = "pat-1", .status = "booked", .in_s = 3600 });
}

static guint
count_arrivals (Desk *desk)
{
  g_autoptr (GListModel) arrivals = story_wait_object (orch_sync_list_arrivals (desk->sync));

  return g_list_model_get_n_items (arrivals);
}

/* Whether that appointment is here and on. */
static gboolean
has_appointment (Desk *desk, const char *emr_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchAppointment) found = NULL;
  DexFuture *future = orch_store_find_by_emr_id (desk->story->engine->store, ORCH_STORE_APPOINTMENTS, emr_id);

  if (!story_wait (dex_ref (future), &error))
    {
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
      dex_unref (future);
      return FALSE;
    }
  found = story_wait_object (future);
  return !orch_appointment_get_fields (found)->vanished;
}

/* Who was there at the set-up is no news; who appears is, until somebody has read it; over a restart too. */
static void
test_arrivals (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GListModel) arrivals = NULL;
  g_autoptr (OrchSyncSource) source = NULL;

  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_cmpuint (count_arrivals (desk), ==, 0);

  add_department (desk, "dept-9", "Santé mentale");
  add_person (desk, "prat-9", "dept-9");
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  arrivals = story_wait_object (orch_sync_list_arrivals (desk->sync));
  g_assert_cmpuint (g_list_model_get_n_items (arrivals), ==, 2);
  source = g_list_model_get_item (arrivals, 1);
  g_assert_cmpint (orch_sync_source_get_fields (source)->kind, ==, ORCH_SYNC_SOURCE_STAFF);
  g_assert_cmpstr (orch_sync_source_get_fields (source)->emr_id, ==, "prat-9");
  g_assert_false (orch_sync_source_get_fields (source)->left_out);

  desk_restart (desk);
  story_unlock (desk->story);
  g_assert_cmpuint (count_arrivals (desk), ==, 2);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  g_assert_cmpuint (count_arrivals (desk), ==, 2);

  story_wait_ok (orch_sync_dismiss_arrivals (desk->sync));
  g_assert_cmpuint (count_arrivals (desk), ==, 0);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  g_assert_cmpuint (count_arrivals (desk), ==, 0);
}

/* A professional who is left out, and one whose only office is: their appointments do not come, and come once they are back. */
static void
test_left_out (void)
{
  static const char *const staff[] = { "prat-1", NULL };
  static const char *const offices[] = { "dept-9", NULL };
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (OrchSyncSettings) some =
      orch_sync_settings_new (&(OrchSyncSettingsFields) { .recent_back = 1,
                                                          .recent_ahead = 7,
                                                          .full_back = 30,
                                                          .full_ahead = 365,
                                                          .staff_left_out = staff,
                                                          .locations_left_out = offices });
  g_autoptr (OrchSyncSettings) all = orch_sync_settings_new (NULL);

  add_department (desk, "dept-9", "Santé mentale");
  add_person (desk, "prat-9", "dept-9");
  add_appointment (desk, "rdv-1", "prat-1");
  add_appointment (desk, "rdv-2", "prat-2");
  add_appointment (desk, "rdv-9", "prat-9");
  story_wait_ok (orch_sync_save_settings (desk->sync, all, some));
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  g_assert_false (has_appointment (desk, "rdv-1"));
  g_assert_true (has_appointment (desk, "rdv-2"));
  g_assert_false (has_appointment (desk, "rdv-9"));
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Appointment"), ==, 1);

  story_wait_ok (orch_sync_save_settings (desk->sync, some, all));
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  g_assert_true (has_appointment (desk, "rdv-1"));
  g_assert_true (has_appointment (desk, "rdv-9"));
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Appointment"), ==, 3);
}

/* Left out once their appointments are here: those stay, and go on saying what the EMR says; nothing new comes. */
static void
test_left_out_later (void)
{
  static const char *const staff[] = { "prat-1", NULL };
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (OrchSyncSettings) some = orch_sync_settings_new (&(OrchSyncSettingsFields) {
      .recent_back = 1, .recent_ahead = 7, .full_back = 30, .full_ahead = 365, .staff_left_out = staff });
  g_autoptr (OrchSyncSettings) all = orch_sync_settings_new (NULL);
  g_autoptr (GListModel) runs = NULL;
  g_autoptr (OrchSyncRecord) last = NULL;

  add_appointment (desk, "rdv-1", "prat-1");
  add_appointment (desk, "rdv-2", "prat-1");
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  g_assert_true (has_appointment (desk, "rdv-1"));

  story_wait_ok (orch_sync_save_settings (desk->sync, all, some));
  add_appointment (desk, "rdv-3", "prat-1");
  for (guint i = 0; i < 2; i++)
    story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  g_assert_true (has_appointment (desk, "rdv-1"));
  g_assert_true (has_appointment (desk, "rdv-2"));
  g_assert_false (has_appointment (desk, "rdv-3"));
  runs = story_wait_object (orch_sync_list_runs (desk->sync, ORCH_SYNC_FULL, 1));
  last = g_list_model_get_item (runs, 0);
  g_assert_cmpuint (orch_sync_record_get_fields (last)->counts.kinds[ORCH_STORE_APPOINTMENTS].vanished, ==, 0);

  /* What goes from the EMR is gone, whoever it was for. */
  small_emr_remove_appointment (desk->sandbox, "rdv-2");
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  g_assert_true (has_appointment (desk, "rdv-1"));
  g_assert_false (has_appointment (desk, "rdv-2"));
}

/* Names of the staff are for who may read the directory. */
static void
test_locked (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;

  orch_session_lock (orch_engine_get_session (desk->story->engine));
  g_assert_false (story_wait (orch_sync_list_sources (desk->sync), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (story_wait (orch_sync_dismiss_arrivals (desk->sync), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
}

static DexFuture *
set_role (Desk *desk, OrchStaffMember *member)
{
  return orch_engine_set_permission (desk->story->engine, member, ORCH_PERMISSION_RECEPTIONIST);
}

/* What a member of the staff is tied to; their role goes to the hub, and is not for others than administrators to change. */
static void
test_staff (void)
{
  g_autoptr (Desk) desk = desk_new ();
  OrchSession *session = orch_engine_get_session (desk->story->engine);
  OrchStore *store = desk->story->engine->store;
  g_autoptr (OrchSecret) token = orch_secret_new ("x", 1);
  g_autoptr (OrchStaffMember) member = NULL;
  g_autoptr (OrchStaffLinks) links = NULL;
  g_autoptr (OrchSyncSettings) settings = orch_sync_settings_new (NULL);
  g_autoptr (JsonNode) role = NULL;
  g_autoptr (GError) error = NULL;
  const OrchStaffLinksFields *fields = NULL;

  add_department (desk, "dept-9", "Santé mentale");
  add_person (desk, "prat-9", "dept-9");
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  member = story_wait_object (orch_store_find_by_emr_id (store, ORCH_STORE_STAFF, "prat-9"));
  links = story_wait_object (orch_engine_load_staff_links (desk->story->engine, member));
  fields = orch_staff_links_get_fields (links);
  g_assert_cmpstr (fields->departments[0], ==, "Santé mentale");
  g_assert_cmpint (fields->read, >, 0);
  g_assert_true (fields->is_read_whole);
  g_assert_true (fields->is_on_hub);

  story_wait_ok (set_role (desk, member));
  story_wait_ok (orch_outbox_pump_flush (desk->story->engine->pump));
  role = hub_look_find (desk->sandbox, "PractitionerRole", "receptionist");
  g_assert_nonnull (role);

  story_wait_ok (orch_session_start (session, orch_clinic_get_id (orch_engine_get_clinic (desk->story->engine)),
                                     "someone", "Quelqu’un", ORCH_PERMISSION_RECEPTIONIST, token));
  g_assert_false (story_wait (set_role (desk, member), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (story_wait (orch_sync_save_settings (desk->sync, settings, settings), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
}

/* Who works in an office that stays is not left out with the one that goes. */
static void
test_offices (void)
{
  static const char *const one[] = { "a", NULL };
  static const char *const both[] = { "a", "b", NULL };
  static const struct
  {
    const char *const *departments;
    gboolean left_out;
  } cases[] = { { one, TRUE }, { both, FALSE }, { NULL, FALSE } };
  g_autoptr (OrchSyncSettings) settings =
      orch_sync_settings_new (&(OrchSyncSettingsFields) { .full_ahead = 10, .locations_left_out = one });

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) staff = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (OrchSyncSettings) wide = NULL;

      g_ptr_array_add (staff, orch_staff_member_new (&(OrchStaffMemberFields) {
                                  .emr_id = "p", .department_emr_ids = cases[i].departments }));
      wide = orch_sync_settings_for_staff (settings, staff);
      g_assert_true (orch_sync_settings_leaves_out (wide, "p", NULL) == cases[i].left_out);
      g_assert_true (orch_sync_settings_leaves_out (wide, "q", "a"));
      g_assert_false (orch_sync_settings_leaves_out (settings, "p", NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/sources/arrivals", test_arrivals);
  g_test_add_func ("/sources/left-out", test_left_out);
  g_test_add_func ("/sources/left-out-later", test_left_out_later);
  g_test_add_func ("/sources/locked", test_locked);
  g_test_add_func ("/sources/offices", test_offices);
  g_test_add_func ("/sources/staff", test_staff);
  return g_test_run ();
}
