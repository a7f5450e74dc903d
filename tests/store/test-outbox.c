/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the hub must be told: queued with the edit, sent in order for one object, not lost when it is edited while it is sent.
 */
#include "store-kit.h"

#include "core/orch-clock.h"

#define ROW(row) orch_outbox_row_get_fields (row)

static gint64
enqueue (Kit *kit, const char *type, const char *id, const char *verb, const char *payload)
{
  return kit_int64 (orch_store_enqueue (kit->store, &kit_admin, ORCH_ACT_SEND_ALERT, type, id, verb, payload));
}

static OrchOutboxRow *
claim (Kit *kit)
{
  return kit_object (orch_store_outbox_claim (kit->store));
}

/* A person that the hub has */
static char *
add_known (Kit *kit, guint n)
{
  g_autoptr (OrchStaffMember) member = kit_staff (n, "Tremblay");
  char *id = g_strdup (orch_staff_member_get_fields (member)->id);
  gint64 revision = kit_int64 (orch_store_save_staff (kit->store, &kit_admin, member));
  OrchStoreLink link = { "staff", id, "Practitioner/9", "1", revision };

  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  return id;
}

static void
walks_its_states (Kit *kit, gconstpointer data)
{
  gint64 before = orch_clock_now_us ();
  gint64 seq = enqueue (kit, "alert", "a1", "create", "{}");
  g_autoptr (OrchOutboxRow) row = claim (kit);

  g_assert_nonnull (row);
  g_assert_cmpint (ROW (row)->seq, ==, seq);
  g_assert_true (g_uuid_string_is_valid (ROW (row)->op_id));
  g_assert_cmpstr (ROW (row)->actor, ==, kit_admin.id);
  g_assert_cmpint (ROW (row)->permission, ==, kit_admin.permission);
  g_assert_cmpstr (ROW (row)->object_type, ==, "alert");
  g_assert_cmpstr (ROW (row)->object_id, ==, "a1");
  g_assert_cmpstr (ROW (row)->verb, ==, "create");
  g_assert_cmpstr (ROW (row)->payload, ==, "{}");
  g_assert_cmpint (ROW (row)->state, ==, ORCH_OUTBOX_SENDING);
  g_assert_cmpuint (ROW (row)->attempts, ==, 1);
  g_assert_cmpint (ROW (row)->error_code, ==, -1);
  g_assert_cmpint (ROW (row)->created, >=, before);
  g_assert_null (claim (kit));

  /* The hub does not answer: later */
  g_autoptr (GError) offline = g_error_new (ORCH_ERROR, ORCH_ERROR_OFFLINE, "no route");
  gint64 later = orch_clock_now_us () + G_TIME_SPAN_MINUTE;
  kit_ok (orch_store_outbox_retry_later (kit->store, row, later, offline));
  g_assert_null (claim (kit));
  g_assert_cmpint (kit_int64 (orch_store_outbox_next_due (kit->store)), ==, later);
  orch_clock_set_offset_us (2 * G_TIME_SPAN_MINUTE);
  g_autoptr (OrchOutboxRow) second = claim (kit);
  orch_clock_set_offset_us (0);
  g_assert_cmpint (ROW (second)->seq, ==, seq);
  g_assert_cmpstr (ROW (second)->op_id, ==, ROW (row)->op_id);
  g_assert_cmpuint (ROW (second)->attempts, ==, 2);
  g_assert_cmpint (ROW (second)->error_code, ==, ORCH_ERROR_OFFLINE);

  /* Refused for good, then tried again by the user, then received */
  g_autoptr (GError) invalid = g_error_new (ORCH_ERROR, ORCH_ERROR_INVALID, "Task.code is missing");
  kit_ok (orch_store_outbox_fail (kit->store, second, invalid));
  g_autoptr (GPtrArray) rows = kit_boxed (orch_store_outbox_list (kit->store, 10));
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (ROW (rows->pdata[0])->state, ==, ORCH_OUTBOX_FAILED);
  g_assert_cmpstr (ROW (rows->pdata[0])->error_text, ==, "Task.code is missing");
  g_autoptr (OrchOutboxCounts) counts = kit_boxed (orch_store_outbox_count (kit->store));
  g_assert_cmpuint (counts->failed, ==, 1);
  g_assert_cmpuint (counts->queued, ==, 0);
  g_assert_null (claim (kit));
  kit_ok (orch_store_outbox_requeue (kit->store, &kit_admin, seq));
  kit_fails (orch_store_outbox_requeue (kit->store, &kit_admin, seq), ORCH_ERROR_NOT_FOUND);
  g_autoptr (OrchOutboxRow) third = claim (kit);
  g_assert_true (kit_boolean (orch_store_outbox_ack (kit->store, third, "v1")));
  g_autoptr (OrchOutboxRow) sent = kit_object (orch_store_outbox_find (kit->store, NULL, "alert", "a1"));
  g_assert_cmpint (ROW (sent)->state, ==, ORCH_OUTBOX_SENT);
  g_assert_null (ROW (sent)->payload);
  g_autoptr (OrchOutboxRow) same = kit_object (orch_store_outbox_find (kit->store, ROW (row)->op_id, NULL, NULL));
  g_assert_cmpint (ROW (same)->seq, ==, seq);
  g_assert_cmpint (kit_int64 (orch_store_outbox_next_due (kit->store)), ==, 0);
  kit_fails (orch_store_outbox_find (kit->store, "nobody", NULL, NULL), ORCH_ERROR_NOT_FOUND);
}

static void
first_in_first_out_for_one_object (Kit *kit, gconstpointer data)
{
  enqueue (kit, "message", "m", "create", "1");
  enqueue (kit, "message", "m", "delete", "2");
  enqueue (kit, "alert", "other", "create", "3");

  g_autoptr (OrchOutboxRow) first = claim (kit), overtaking = claim (kit);
  g_assert_cmpstr (ROW (first)->payload, ==, "1");
  g_assert_cmpstr (ROW (overtaking)->payload, ==, "3"); /* "2" waits for "1" */
  g_assert_null (claim (kit));

  g_autoptr (GError) error = g_error_new (ORCH_ERROR, ORCH_ERROR_INVALID, "no");
  kit_ok (orch_store_outbox_fail (kit->store, first, error));
  g_assert_null (claim (kit));
  kit_ok (orch_store_outbox_discard (kit->store, &kit_admin, ROW (first)->seq));
  g_autoptr (OrchOutboxRow) next = claim (kit);
  g_assert_cmpstr (ROW (next)->payload, ==, "2");
  kit_fails (orch_store_outbox_discard (kit->store, &kit_admin, ROW (next)->seq), ORCH_ERROR_NOT_FOUND);
}

static void
waiting_updates_become_one (Kit *kit, gconstpointer data)
{
  gint64 seq = enqueue (kit, "setting", "g", "update", "1");
  g_autoptr (OrchOutboxRow) before = kit_object (orch_store_outbox_find (kit->store, NULL, "setting", "g"));

  g_assert_cmpint (enqueue (kit, "setting", "g", "update", "2"), ==, seq);
  g_autoptr (OrchOutboxRow) row = claim (kit);
  g_assert_cmpstr (ROW (row)->payload, ==, "2");
  g_assert_cmpstr (ROW (row)->op_id, !=, ROW (before)->op_id);
  g_assert_cmpint (ROW (row)->revision, >, ROW (before)->revision);
  g_assert_null (claim (kit));
}

static void
edited_while_sent_is_sent_again (Kit *kit, gconstpointer data)
{
  g_autofree char *id = add_known (kit, 1);

  kit_ok (orch_store_set_staff_permission (kit->store, &kit_admin, id, ORCH_PERMISSION_RECEPTIONIST));
  g_autoptr (OrchOutboxRow) row = claim (kit);
  g_assert_cmpstr (ROW (row)->object_type, ==, "staff");
  g_assert_cmpstr (ROW (row)->object_id, ==, id);
  g_assert_null (ROW (row)->payload);

  gint64 revision =
      kit_int64 (orch_store_set_staff_permission (kit->store, &kit_admin, id, ORCH_PERMISSION_ADMINISTRATOR));
  g_assert_cmpint (revision, ==, ROW (row)->revision + 1);
  g_assert_null (claim (kit)); /* still being sent */
  g_assert_false (kit_boolean (orch_store_outbox_ack (kit->store, row, "2")));
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (counts->unsynced, ==, 1);

  g_autoptr (OrchOutboxRow) again = claim (kit);
  g_assert_nonnull (again);
  g_assert_cmpint (ROW (again)->revision, ==, revision);
  g_assert_cmpstr (ROW (again)->op_id, !=, ROW (row)->op_id);
  g_assert_true (kit_boolean (orch_store_outbox_ack (kit->store, again, "3")));
  g_assert_null (claim (kit));
  g_autoptr (OrchStoreCounts) after = kit_boxed (orch_store_count (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (after->unsynced, ==, 0);
  g_autofree char *version = kit_string (orch_store_get_hub_version (kit->store, "staff", id));
  g_assert_cmpstr (version, ==, "3");

  /* A refusal of what was edited since does not fail the edit. */
  kit_ok (orch_store_set_staff_permission (kit->store, &kit_admin, id, ORCH_PERMISSION_NONE));
  g_autoptr (OrchOutboxRow) refused = claim (kit);
  kit_ok (orch_store_set_staff_permission (kit->store, &kit_admin, id, ORCH_PERMISSION_PROFESSIONAL));
  g_autoptr (GError) error = g_error_new (ORCH_ERROR, ORCH_ERROR_CONFLICT, "412");
  kit_ok (orch_store_outbox_fail (kit->store, refused, error));
  g_autoptr (OrchOutboxRow) edit = claim (kit);
  g_assert_nonnull (edit);
  g_assert_cmpint (ROW (edit)->state, ==, ORCH_OUTBOX_SENDING);
}

static void
unknown_to_the_hub_is_not_queued (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStaffMember) member = kit_staff (1, "Tremblay");
  const char *id = orch_staff_member_get_fields (member)->id;

  kit_ok (orch_store_save_staff (kit->store, &kit_admin, member));
  kit_ok (orch_store_set_staff_permission (kit->store, &kit_admin, id, ORCH_PERMISSION_RECEPTIONIST));
  g_assert_null (claim (kit));
  g_autoptr (GPtrArray) unsynced = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_STAFF, NULL, 10));
  g_assert_cmpuint (unsynced->len, ==, 1);
}

static void
sending_is_queued_again_at_start (Kit *kit, gconstpointer data)
{
  enqueue (kit, "alert", "a", "create", "{}");
  g_autoptr (OrchOutboxRow) row = claim (kit);
  kit_close (kit);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
  g_autoptr (OrchOutboxRow) again = claim (kit);
  g_assert_nonnull (again);
  g_assert_cmpstr (ROW (again)->op_id, ==, ROW (row)->op_id);
}

static void
sent_ones_are_forgotten_after_a_week (Kit *kit, gconstpointer data)
{
  enqueue (kit, "alert", "a", "create", "{}");
  enqueue (kit, "alert", "b", "create", "{}");
  g_autoptr (OrchOutboxRow) row = claim (kit);
  kit_ok (orch_store_outbox_ack (kit->store, row, NULL));
  kit_close (kit);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
  g_autoptr (OrchOutboxCounts) counts = kit_boxed (orch_store_outbox_count (kit->store));
  g_assert_cmpuint (counts->sent, ==, 1);
  kit_close (kit);
  orch_clock_set_offset_us (8 * G_TIME_SPAN_DAY);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
  orch_clock_set_offset_us (0);
  g_autoptr (OrchOutboxCounts) after = kit_boxed (orch_store_outbox_count (kit->store));
  g_assert_cmpuint (after->sent, ==, 0);
  g_assert_cmpuint (after->queued, ==, 1);
}

static void
clinic_and_settings_are_queued_when_asked (Kit *kit, gconstpointer data)
{
  OrchClinicFields fields = { .id = "clinic-1", .name = "Une" };
  g_autoptr (OrchClinic) one = orch_clinic_new (&fields);
  fields.name = "Deux";
  g_autoptr (OrchClinic) two = orch_clinic_new (&fields);

  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, one, FALSE));
  kit_ok (orch_store_set_setting (kit->store, &kit_admin, "g", "1", FALSE));
  g_assert_null (claim (kit));
  OrchStoreLink link = { "clinic", "clinic-1", "Organization/1", "W/\"1\"", 1 };
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, two, TRUE));
  kit_ok (orch_store_set_setting (kit->store, &kit_admin, "g", "2", TRUE));
  g_autoptr (OrchOutboxRow) clinic = claim (kit), setting = claim (kit);
  g_assert_cmpstr (ROW (clinic)->object_type, ==, "clinic");
  g_assert_cmpstr (ROW (setting)->object_id, ==, "g");
  g_assert_true (kit_boolean (orch_store_outbox_ack (kit->store, clinic, "W/\"2\"")));
  g_autofree char *version = kit_string (orch_store_get_hub_version (kit->store, "clinic", "clinic-1"));
  g_assert_cmpstr (version, ==, "W/\"2\"");

  /* Nothing new: nothing to tell */
  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, two, TRUE));
  kit_ok (orch_store_set_setting (kit->store, &kit_admin, "g", "2", TRUE));
  g_assert_null (claim (kit));
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, func) g_test_add ("/outbox/" path, Kit, NULL, kit_set_up, func, kit_tear_down)
  TEST ("walks-its-states", walks_its_states);
  TEST ("first-in-first-out-for-one-object", first_in_first_out_for_one_object);
  TEST ("waiting-updates-become-one", waiting_updates_become_one);
  TEST ("edited-while-sent-is-sent-again", edited_while_sent_is_sent_again);
  TEST ("unknown-to-the-hub-is-not-queued", unknown_to_the_hub_is_not_queued);
  TEST ("sending-is-queued-again-at-start", sending_is_queued_again_at_start);
  TEST ("sent-ones-are-forgotten-after-a-week", sent_ones_are_forgotten_after_a_week);
  TEST ("clinic-and-settings-are-queued-when-asked", clinic_and_settings_are_queued_when_asked);
  return g_test_run ();
}
