/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The hub moves on while something here is unsent or waits for its person: nothing of it is missed. What the random walk of two
 * workstations found, a test each.
 */
#include "store-kit.h"

#include "core/orch-service-merge.h"

#define ROW(row) orch_outbox_row_get_fields (row)
#define F(service) orch_service_get_fields (service)

/* What the hub has of number 1. Returns: (transfer full) */
static OrchService *
theirs_with (const char *name, int minutes, gboolean excluded)
{
  g_autoptr (OrchService) plain = kit_service (1, name, FALSE);
  OrchServiceFields fields = *F (plain);

  fields.hub_id = "1";
  fields.duration_override = minutes;
  fields.excluded = excluded;
  fields.professional_emr_ids = NULL; /* not written with it */
  return orch_service_new (&fields);
}

static OrchService *
find (Kit *kit)
{
  g_autoptr (OrchService) like = kit_service (1, "x", FALSE);

  return kit_object (orch_store_find (kit->store, ORCH_STORE_SERVICES, F (like)->id));
}

/* Number 1, imported, and on the hub in version "1" */
static void
make_known (Kit *kit)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  OrchStoreLink link = { "service", NULL, "1", "1", 1 };

  g_ptr_array_add (rows, kit_service (1, "Suivi", FALSE));
  kit_ok (orch_store_save_services (kit->store, &kit_admin, rows, FALSE));
  link.id = F (rows->pdata[0])->id;
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
}

static void
import (Kit *kit, const char *name)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  const gint64 run = kit_int64 (orch_store_begin_import (kit->store, &kit_admin, ORCH_STORE_SERVICES));

  g_ptr_array_add (rows, kit_service (1, name, FALSE));
  kit_ok (orch_store_write_import_page (kit->store, &kit_admin, run, rows, NULL));
}

/* Returns: whether it came in */
static gboolean
download (Kit *kit, OrchService *theirs, const char *version)
{
  g_autoptr (GPtrArray) page = g_ptr_array_new ();
  const char *versions[] = { version };

  g_ptr_array_add (page, theirs);
  g_autoptr (GPtrArray) kept = kit_boxed (orch_store_apply_hub_services (kit->store, &kit_workstation, page, versions));
  return kept->len == 0;
}

static guint
count_newer (Kit *kit)
{
  g_auto (GStrv) rows = kit_boxed (orch_store_list_newer (kit->store, ORCH_STORE_SERVICES));

  return g_strv_length (rows) / 2;
}

static void
lengthen (Kit *kit, int minutes)
{
  g_autoptr (OrchService) now = find (kit);
  OrchServiceFields fields = *F (now);

  fields.duration_override = minutes;
  g_autoptr (OrchService) edited = orch_service_new (&fields);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_ptr_array_add (one, edited);
  kit_ok (orch_store_save_services (kit->store, &kit_receptionist, one, TRUE));
}

static gint64
park (Kit *kit, OrchService *theirs, const char *version)
{
  g_autoptr (OrchService) mine = find (kit);

  return kit_int64 (orch_store_add_edit_conflict (kit->store, &kit_workstation, "service", F (mine)->id,
                                                  G_OBJECT (theirs), version, ORCH_SERVICE_FIELD_DURATION));
}

/* The EMR renamed it and dropped it before this workstation looked: the name comes from whoever saw it. */
static void
name_comes_from_the_hub (Kit *kit, gconstpointer data)
{
  make_known (kit);
  g_autoptr (OrchService) before = find (kit);
  g_autoptr (OrchService) renamed = theirs_with ("Suivi court", 0, FALSE);
  g_assert_true (download (kit, renamed, "2"));
  g_autoptr (OrchService) after = find (kit);
  g_assert_cmpstr (F (after)->name, ==, "Suivi court");
  g_assert_cmpint (F (after)->origin, ==, ORCH_ORIGIN_EMR);
  g_assert_true (F (before)->professional_emr_ids == NULL ||
                 g_strv_equal (F (before)->professional_emr_ids, F (after)->professional_emr_ids));
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, ORCH_STORE_SERVICES));
  g_assert_cmpuint (counts->unsynced, ==, 0);

  /* An import that has something newer to say says it. */
  import (kit, "Suivi long");
  g_autoptr (OrchService) late = theirs_with ("Suivi court", 15, FALSE);
  g_assert_true (download (kit, late, "3"));
  g_autoptr (OrchService) merged = find (kit);
  g_assert_cmpstr (F (merged)->name, ==, "Suivi long");
  g_assert_cmpint (F (merged)->duration_override, ==, 15);
  g_autoptr (GPtrArray) unsynced = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_SERVICES, NULL, 10));
  g_assert_cmpuint (unsynced->len, ==, 1);
}

/* Kept out by an unsent edit, and never sent again by the hub: it is remembered. */
static void
kept_out_is_remembered (Kit *kit, gconstpointer data)
{
  make_known (kit);
  lengthen (kit, 20);
  g_autoptr (OrchService) theirs = theirs_with ("Suivi", 0, TRUE);
  g_assert_false (download (kit, theirs, "2"));
  g_assert_cmpuint (count_newer (kit), ==, 0); /* the op that waits will find it */
  g_autoptr (OrchService) mine = find (kit);
  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_find (kit->store, NULL, "service", F (mine)->id));
  kit_ok (orch_store_outbox_discard (kit->store, &kit_admin, ROW (op)->seq));

  g_auto (GStrv) rows = kit_boxed (orch_store_list_newer (kit->store, ORCH_STORE_SERVICES));
  g_assert_cmpuint (g_strv_length (rows), ==, 2);
  g_assert_cmpstr (rows[0], ==, F (mine)->id);
  g_assert_cmpstr (rows[1], ==, "1");
  g_auto (GStrv) people = kit_boxed (orch_store_list_newer (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (g_strv_length (people), ==, 0);
  g_assert_true (download (kit, theirs, "2"));
  kit_fails (orch_store_forget_newer (kit->store, &kit_professional, ORCH_STORE_SERVICES, rows[0]), ORCH_ERROR_REFUSED);
  kit_ok (orch_store_forget_newer (kit->store, &kit_workstation, ORCH_STORE_SERVICES, rows[0]));
  g_assert_cmpuint (count_newer (kit), ==, 0);
  g_autoptr (OrchService) now = find (kit);
  g_assert_true (F (now)->excluded);
}

/* A conflict waits, and the hub moves on: even where no op waits with it. */
static void
conflict_keeps_it_out (Kit *kit, gconstpointer data)
{
  const gboolean with_op = GPOINTER_TO_INT (data);

  make_known (kit);
  if (with_op)
    lengthen (kit, 20);
  g_autoptr (OrchService) shown = theirs_with ("Suivi", 7, FALSE);
  park (kit, shown, "2");
  g_autoptr (OrchService) later = theirs_with ("Suivi", 32, FALSE);
  g_assert_false (download (kit, later, "3"));
  g_assert_cmpuint (count_newer (kit), ==, 1);
  g_autoptr (OrchService) mine = find (kit);
  g_assert_cmpint (F (mine)->duration_override, ==, with_op ? 20 : 0);
}

/* What somebody chose from is not what there is any more: nothing is done. */
static void
settled_is_what_was_seen (Kit *kit, gconstpointer data)
{
  make_known (kit);
  lengthen (kit, 20);
  g_autoptr (OrchService) shown = theirs_with ("Suivi", 7, FALSE);
  park (kit, shown, "2");
  g_autoptr (GPtrArray) conflicts = kit_boxed (orch_store_list_edit_conflicts (kit->store, FALSE, 10));
  g_autoptr (OrchService) mine = find (kit);
  const gint64 revision = F (mine)->revision;

  /* There */
  g_autoptr (OrchService) later = theirs_with ("Suivi", 32, FALSE);
  park (kit, later, "3");
  kit_fails (orch_store_settle_seen_conflict (kit->store, &kit_receptionist, conflicts->pdata[0], revision, NULL, 0),
             ORCH_ERROR_CONFLICT);
  /* Here */
  g_autoptr (GPtrArray) again = kit_boxed (orch_store_list_edit_conflicts (kit->store, FALSE, 10));
  kit_fails (orch_store_settle_seen_conflict (kit->store, &kit_receptionist, again->pdata[0], revision + 1, NULL, 0),
             ORCH_ERROR_CONFLICT);
  g_autoptr (OrchService) kept = find (kit);
  g_assert_cmpint (F (kept)->duration_override, ==, 20);

  kit_ok (orch_store_settle_seen_conflict (kit->store, &kit_receptionist, again->pdata[0], revision, NULL, 0));
  g_autoptr (OrchService) settled = find (kit);
  g_assert_cmpint (F (settled)->duration_override, ==, 32);
}

/* What the workstation puts together of a person's edit stays that person's, and nobody is asked any more. */
static void
merge_stays_its_authors (Kit *kit, gconstpointer data)
{
  make_known (kit);
  lengthen (kit, 20);
  g_autoptr (OrchService) shown = theirs_with ("Suivi", 7, FALSE);
  park (kit, shown, "2");
  g_autoptr (OrchService) mine = find (kit);
  g_autoptr (OrchService) later = theirs_with ("Suivi", 0, TRUE);
  g_autoptr (OrchService) base = kit_object (orch_store_load_base (kit->store, ORCH_STORE_SERVICES, F (mine)->id));
  OrchServiceMergeField conflicting = 0;
  g_autoptr (OrchService) merged = orch_service_merge (base, mine, later, &conflicting);

  g_assert_cmpint (conflicting, ==, 0);
  g_assert_true (kit_boolean (orch_store_rebase (kit->store, &kit_workstation, ORCH_STORE_SERVICES, G_OBJECT (merged),
                                                 G_OBJECT (later), "3", F (mine)->revision)));
  g_autoptr (GPtrArray) open = kit_boxed (orch_store_list_edit_conflicts (kit->store, FALSE, 10));
  g_assert_cmpuint (open->len, ==, 0);
  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_cmpstr (ROW (op)->actor, ==, kit_receptionist.id);
  g_assert_cmpint (ROW (op)->permission, ==, ORCH_PERMISSION_RECEPTIONIST);
}

/* What the hub had when it was claimed goes with it, whatever is agreed on meanwhile */
static void
claimed_with_its_version (Kit *kit, gconstpointer data)
{
  make_known (kit);
  g_autoptr (OrchService) theirs = theirs_with ("Suivi", 10, FALSE);
  lengthen (kit, 45);
  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_claim (kit->store));
  g_autoptr (OrchService) now = find (kit);
  g_assert_true (kit_boolean (orch_store_rebase (kit->store, &kit_workstation, ORCH_STORE_SERVICES, G_OBJECT (theirs),
                                                 G_OBJECT (theirs), "2", F (now)->revision)));
  g_assert_cmpstr (ROW (op)->hub_version, ==, "1");
  g_assert_cmpint (F (ORCH_SERVICE (ROW (op)->base))->duration_override, ==, 0);
  g_assert_cmpuint (ROW (op)->sent->len, ==, 0);
}

/* It was on its way when its row was removed, and came back: the removal does not wait behind it for ever, nor does anything else */
static void
removed_on_its_way (Kit *kit, gconstpointer data)
{
  make_known (kit);
  lengthen (kit, 45);
  g_autoptr (OrchService) other = kit_service (2, "Vaccination", FALSE);
  OrchServiceFields typed = *F (other);
  typed.origin = ORCH_ORIGIN_HAND;
  typed.emr_id = NULL;
  g_autoptr (OrchService) by_hand = orch_service_new (&typed);
  OrchStoreLink link = { "service", typed.id, "2", "1", 1 };
  kit_ok (orch_store_save_service (kit->store, &kit_admin, by_hand));
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  kit_ok (orch_store_enqueue (kit->store, &kit_admin, ORCH_ACT_EDIT_SERVICES, "service", typed.id, "update", NULL));
  g_autoptr (OrchOutboxRow) first = kit_object (orch_store_outbox_claim (kit->store));
  g_autoptr (OrchOutboxRow) second = kit_object (orch_store_outbox_claim (kit->store));
  g_autoptr (GError) offline = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "x");
  kit_ok (orch_store_remove (kit->store, &kit_admin, ORCH_STORE_SERVICES, typed.id));
  kit_ok (orch_store_outbox_retry_later (kit->store, first, 0, offline));
  kit_ok (orch_store_outbox_retry_later (kit->store, second, 0, offline));

  g_autoptr (OrchOutboxRow) again = kit_object (orch_store_outbox_claim (kit->store));
  g_autoptr (OrchOutboxRow) removal = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_nonnull (ROW (again)->object);
  g_assert_cmpstr (ROW (removal)->verb, ==, "delete");
  g_assert_cmpstr (ROW (removal)->object_id, ==, typed.id);
}

/* Refused when its row is gone: the removal that waits behind it goes all the same */
static void
refused_when_removed (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchService) other = kit_service (1, "Suivi", FALSE);
  OrchServiceFields typed = *F (other);
  typed.origin = ORCH_ORIGIN_HAND;
  typed.emr_id = NULL;
  g_autoptr (OrchService) by_hand = orch_service_new (&typed);
  OrchStoreLink link = { "service", typed.id, "2", "1", 1 };
  kit_ok (orch_store_save_service (kit->store, &kit_admin, by_hand));
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  kit_ok (orch_store_enqueue (kit->store, &kit_admin, ORCH_ACT_EDIT_SERVICES, "service", typed.id, "update", NULL));
  g_autoptr (OrchOutboxRow) sending = kit_object (orch_store_outbox_claim (kit->store));
  g_autoptr (GError) refused = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "x");
  kit_ok (orch_store_remove (kit->store, &kit_admin, ORCH_STORE_SERVICES, typed.id));
  kit_ok (orch_store_outbox_fail (kit->store, sending, refused));

  g_autoptr (OrchOutboxRow) removal = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_cmpstr (ROW (removal)->verb, ==, "delete");
  g_assert_cmpstr (ROW (removal)->object_id, ==, typed.id);
}

/* Only what is here as it was read leaves, and what leaves is remembered until the hub answers */
static void
upload_leaves_as_it_is (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchService) typed = kit_service (1, "Suivi", FALSE);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, typed));
  g_autoptr (GPtrArray) page = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_SERVICES, NULL, 10));
  g_assert_cmpuint (page->len, ==, 1);
  g_assert_true (kit_boolean (orch_store_begin_upload (kit->store, &kit_workstation, ORCH_STORE_SERVICES, page)));
  g_autoptr (GPtrArray) sent = kit_boxed (orch_store_load_sent (kit->store, ORCH_STORE_SERVICES, F (typed)->id));
  g_assert_cmpuint (sent->len, ==, 1);
  lengthen (kit, 45);
  g_assert_false (kit_boolean (orch_store_begin_upload (kit->store, &kit_workstation, ORCH_STORE_SERVICES, page)));
  kit_fails (orch_store_begin_upload (kit->store, &(OrchActor) { .id = "x" }, ORCH_STORE_SERVICES, page),
             ORCH_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, data, func) g_test_add ("/moved-on/" path, Kit, data, kit_set_up, func, kit_tear_down)
  TEST ("name-comes-from-the-hub", NULL, name_comes_from_the_hub);
  TEST ("kept-out-is-remembered", NULL, kept_out_is_remembered);
  TEST ("conflict-keeps-it-out/op", GINT_TO_POINTER (TRUE), conflict_keeps_it_out);
  TEST ("conflict-keeps-it-out/no-op", GINT_TO_POINTER (FALSE), conflict_keeps_it_out);
  TEST ("settled-is-what-was-seen", NULL, settled_is_what_was_seen);
  TEST ("merge-stays-its-authors", NULL, merge_stays_its_authors);
  TEST ("claimed-with-its-version", NULL, claimed_with_its_version);
  TEST ("removed-on-its-way", NULL, removed_on_its_way);
  TEST ("refused-when-removed", NULL, refused_when_removed);
  TEST ("upload-leaves-as-it-is", NULL, upload_leaves_as_it_is);
  return g_test_run ();
}
