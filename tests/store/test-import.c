/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Imports: what the EMR owns is replaced, what the user decided stays, what is not seen any more is kept; who may do it.
 */
#include "store-kit.h"
#include "store/orch-store-private.h"

static GPtrArray *
one (gpointer object)
{
  GPtrArray *array = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (array, object);
  return array;
}

static gint64
begin (Kit *kit, OrchStoreKind kind)
{
  return kit_int64 (orch_store_begin_import (kit->store, &kit_admin, kind));
}

static void
users_decisions_stay (Kit *kit, gconstpointer data)
{
  g_autoptr (GPtrArray) services = one (kit_service (1, "Suivi", FALSE));
  g_autoptr (GPtrArray) staff = one (kit_staff (1, "Tremblay"));
  const char *service_id = orch_service_get_fields (services->pdata[0])->id;
  const char *staff_id = orch_staff_member_get_fields (staff->pdata[0])->id;
  gint64 run = begin (kit, ORCH_STORE_SERVICES), staff_run = begin (kit, ORCH_STORE_STAFF);

  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, run, services, "1")), ==, 1);
  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, staff_run, staff, "1")), ==, 1);

  /* The user: types, active, online, permission */
  g_autoptr (OrchService) decided = kit_object (orch_store_find (kit->store, ORCH_STORE_SERVICES, service_id));
  OrchServiceFields fields = *orch_service_get_fields (decided);
  const char *types[] = { "x", NULL };
  fields.types = types;
  fields.active = fields.online = TRUE;
  fields.to_define = FALSE;
  g_autoptr (OrchService) edited = orch_service_new (&fields);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, edited));
  kit_ok (orch_store_set_staff_permission (kit->store, &kit_admin, staff_id, ORCH_PERMISSION_ADMINISTRATOR));

  /* The same again changes nothing */
  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, run, services, "2")), ==, 0);
  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, staff_run, staff, "2")), ==, 0);

  /* The EMR renames both and changes a list */
  OrchServiceFields renamed = *orch_service_get_fields (services->pdata[0]);
  const char *professionals[] = { "EMR-7", NULL };
  renamed.name = "Suivi annuel";
  renamed.professional_emr_ids = professionals;
  g_autoptr (GPtrArray) new_services = one (orch_service_new (&renamed));
  OrchStaffMemberFields married = *orch_staff_member_get_fields (staff->pdata[0]);
  const char *departments[] = { "dep-3", NULL };
  married.family = "Gagnon";
  married.department_emr_ids = departments;
  married.permission = ORCH_PERMISSION_NONE;
  married.active = FALSE;
  g_autoptr (GPtrArray) new_staff = one (orch_staff_member_new (&married));
  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, run, new_services, "3")), ==, 1);
  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, staff_run, new_staff, "3")), ==, 1);

  g_autoptr (OrchService) service = kit_object (orch_store_find (kit->store, ORCH_STORE_SERVICES, service_id));
  const OrchServiceFields *s = orch_service_get_fields (service);
  g_assert_cmpstr (s->name, ==, "Suivi annuel");
  g_assert_cmpstr (s->professional_emr_ids[0], ==, "EMR-7");
  g_assert_null (s->professional_emr_ids[1]);
  g_assert_cmpstr (s->types[0], ==, "x");
  g_assert_true (s->active && s->online && !s->to_define);
  g_assert_cmpint (s->revision, ==, 3);
  g_autoptr (OrchStaffMember) member = kit_object (orch_store_find (kit->store, ORCH_STORE_STAFF, staff_id));
  const OrchStaffMemberFields *m = orch_staff_member_get_fields (member);
  g_assert_cmpstr (m->family, ==, "Gagnon");
  g_assert_cmpstr (m->department_emr_ids[0], ==, "dep-3");
  g_assert_null (m->department_emr_ids[1]);
  g_assert_cmpint (m->permission, ==, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_true (m->active);
}

static void
conflicts_are_kept_and_mended (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStaffMember) good = kit_staff (1, "Tremblay");
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (good);
  fields.licence = NULL;
  fields.in_conflict = TRUE;
  g_autoptr (GPtrArray) bad_rows = one (orch_staff_member_new (&fields)), good_rows = one (g_object_ref (good));
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  OrchImportCounts counts = { .seen = 2, .usable = 1, .in_conflict = 1 };
  gint64 run = begin (kit, ORCH_STORE_STAFF);

  g_ptr_array_add (conflicts, orch_conflict_new (ORCH_CONFLICT_STAFF_NO_LICENCE, "Zoé Roy", "EMR-2", NULL));
  g_ptr_array_add (conflicts, orch_conflict_new (ORCH_CONFLICT_STAFF_NOT_BOOKABLE, "Émile Côté", "EMR-1", "x"));
  g_ptr_array_add (conflicts, orch_conflict_new (ORCH_CONFLICT_STAFF_NO_LICENCE, "Émile Côté", "EMR-1", NULL));
  kit_ok (orch_store_write_import_page (kit->store, &kit_admin, run, bad_rows, "1"));
  kit_ok (
      orch_store_finish_import (kit->store, &kit_admin, run, ORCH_STORE_RUN_CONFLICTS, conflicts, none, &counts, NULL));

  g_autoptr (GPtrArray) back = kit_boxed (orch_store_load_conflicts (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (back->len, ==, 3);
  g_assert_cmpstr (orch_conflict_get_record_name (back->pdata[0]), ==, "Émile Côté");
  g_assert_cmpint (orch_conflict_get_rule (back->pdata[0]), ==, ORCH_CONFLICT_STAFF_NO_LICENCE);
  g_assert_cmpint (orch_conflict_get_rule (back->pdata[1]), ==, ORCH_CONFLICT_STAFF_NOT_BOOKABLE);
  g_assert_cmpstr (orch_conflict_get_detail (back->pdata[1]), ==, "x");
  g_assert_cmpstr (orch_conflict_get_record_name (back->pdata[2]), ==, "Zoé Roy");
  g_autoptr (GPtrArray) others = kit_boxed (orch_store_load_conflicts (kit->store, ORCH_STORE_SERVICES));
  g_assert_cmpuint (others->len, ==, 0);

  g_autoptr (OrchStoreRun) last = kit_object (orch_store_load_last_import (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpint (orch_store_run_get_fields (last)->state, ==, ORCH_STORE_RUN_CONFLICTS);
  g_assert_cmpuint (orch_store_run_get_fields (last)->counts.seen, ==, 2);
  g_assert_cmpuint (orch_store_run_get_fields (last)->counts.in_conflict, ==, 1);
  g_assert_cmpuint (orch_store_run_get_fields (last)->pages, ==, 1);
  g_assert_cmpstr (orch_store_run_get_fields (last)->cursor, ==, "1");
  g_assert_false (orch_store_run_get_fields (last)->conflicts_accepted);
  kit_ok (orch_store_accept_conflicts (kit->store, &kit_admin, ORCH_STORE_STAFF));
  kit_fails (orch_store_accept_conflicts (kit->store, &kit_admin, ORCH_STORE_SERVICES), ORCH_ERROR_NOT_FOUND);

  /* In conflict: counted apart, and not for the hub */
  g_autoptr (OrchStoreCounts) before = kit_boxed (orch_store_count (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (before->in_conflict, ==, 1);
  g_assert_cmpuint (before->active + before->inactive + before->unsynced, ==, 0);
  g_autoptr (GPtrArray) held = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_STAFF, NULL, 10));
  g_assert_cmpuint (held->len, ==, 0);

  /* Mended in the EMR */
  run = begin (kit, ORCH_STORE_STAFF);
  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, run, good_rows, "1")), ==, 1);
  kit_ok (orch_store_finish_import (kit->store, &kit_admin, run, ORCH_STORE_RUN_SUCCEEDED, none, none, NULL, NULL));
  g_autoptr (GPtrArray) left = kit_boxed (orch_store_load_conflicts (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (left->len, ==, 0);
  g_autoptr (GPtrArray) ready = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_STAFF, NULL, 10));
  g_assert_cmpuint (ready->len, ==, 1);
}

static void
failed_import_says_why (Kit *kit, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (ORCH_ERROR, ORCH_ERROR_SERVER_FAULT, "503 later");
  g_autoptr (GPtrArray) rows = one (kit_staff (1, "Tremblay")), wrong = one (kit_service (1, "x", TRUE));
  gint64 run = begin (kit, ORCH_STORE_STAFF);

  kit_fails (orch_store_write_import_page (kit->store, &kit_admin, run, wrong, NULL), ORCH_ERROR_INVALID);
  kit_ok (orch_store_finish_import (kit->store, &kit_admin, run, ORCH_STORE_RUN_FAILED, NULL, NULL, NULL, error));
  g_autoptr (OrchStoreRun) last = kit_object (orch_store_load_last_import (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpint (orch_store_run_get_fields (last)->error_code, ==, ORCH_ERROR_SERVER_FAULT);
  g_assert_cmpstr (orch_store_run_get_fields (last)->error_text, ==, "503 later");
  g_assert_cmpint (orch_store_run_get_fields (last)->ended, >, 0);
  kit_fails (orch_store_write_import_page (kit->store, &kit_admin, run, rows, NULL), ORCH_ERROR_NOT_FOUND);
  g_assert_null (kit_object (orch_store_load_last_import (kit->store, ORCH_STORE_SERVICES)));

  /* A second one of the same kind ends the first */
  gint64 first = begin (kit, ORCH_STORE_STAFF);
  begin (kit, ORCH_STORE_STAFF);
  kit_fails (orch_store_write_import_page (kit->store, &kit_admin, first, rows, NULL), ORCH_ERROR_NOT_FOUND);
}

static void
unsynced_comes_in_pages (Kit *kit, gconstpointer data)
{
  g_autofree char *after = NULL;
  guint n_seen = 0;

  kit_import_staff (kit->store, 1, 25);
  OrchStoreLink link = { "staff", "00000000-0000-4000-8000-000000000003", "Practitioner/3", "1", 1 };
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  for (;;)
    {
      g_autoptr (GPtrArray) page = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_STAFF, after, 10));
      if (page->len == 0)
        break;
      for (guint i = 0; i < page->len; i++, n_seen++)
        {
          const char *id = orch_staff_member_get_fields (page->pdata[i])->id;
          g_assert_cmpstr (id, >, after);
          g_assert_cmpstr (id, !=, link.id);
          g_free (after);
          after = g_strdup (id);
        }
    }
  g_assert_cmpuint (n_seen, ==, 24);
  g_autofree char *hub_id = kit_string (orch_store_get_hub_id (kit->store, "staff", link.id));
  g_assert_cmpstr (hub_id, ==, "Practitioner/3");
  g_autofree char *none = kit_string (orch_store_get_hub_id (kit->store, "staff", "nobody"));
  g_assert_null (none);

  OrchStoreLink others[] = { { "location", "clinic-1", "Location/1", "7", 0 }, { "logo", "clinic-1", NULL, NULL, 0 } };
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, others, 2));
  g_autofree char *location = kit_string (orch_store_get_hub_id (kit->store, "location", "clinic-1"));
  g_autofree char *logo = kit_string (orch_store_get_hub_id (kit->store, "logo", "clinic-1"));
  g_assert_cmpstr (location, ==, "Location/1");
  g_assert_null (logo);
}

static void
departments_come_back (Kit *kit, gconstpointer data)
{
  g_autoptr (GPtrArray) departments = g_ptr_array_new_with_free_func (g_object_unref);
  OrchDepartmentFields a = { "d1", "e1", NULL, "Urgence", ORCH_ORIGIN_EMR };
  OrchDepartmentFields b = { "d2", "e2", NULL, "Étage 2", ORCH_ORIGIN_EMR };

  g_ptr_array_add (departments, orch_department_new (&a));
  g_ptr_array_add (departments, orch_department_new (&b));
  kit_ok (orch_store_save_departments (kit->store, &kit_admin, departments));
  kit_ok (orch_store_save_departments (kit->store, &kit_admin, departments));
  OrchStoreLink link = { "department", "d1", "Organization/5", "1", 1 };
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  g_autoptr (GPtrArray) back = kit_boxed (orch_store_load_departments (kit->store));
  g_assert_cmpuint (back->len, ==, 2);
  g_assert_cmpstr (orch_department_get_fields (back->pdata[0])->name, ==, "Étage 2");
  g_assert_cmpstr (orch_department_get_fields (back->pdata[1])->hub_id, ==, "Organization/5");
}

/* The store asks core/'s table, for every write that takes an actor. */
static void
actors_are_checked (Kit *kit, gconstpointer data)
{
  static const OrchActor *const actors[] = { &kit_nobody, &kit_receptionist, &kit_professional, &kit_admin,
                                             &kit_workstation };
  g_autoptr (OrchStaffMember) member = kit_staff (1, "Tremblay");
  g_autoptr (OrchService) service = kit_service (1, "Suivi", TRUE);
  OrchClinicFields fields = { .id = "clinic-1" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  OrchStoreLink link = { "logo", "clinic-1", "x", NULL, 0 };
  guint n_refused = 0, n_allowed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (actors); i++)
    {
      const OrchActor *actor = actors[i];
      const struct
      {
        OrchAct act;
        DexFuture *future;
      } writes[] = {
        { ORCH_ACT_EDIT_CLINIC, orch_store_save_clinic (kit->store, actor, clinic, FALSE) },
        { ORCH_ACT_IMPORT, orch_store_save_departments (kit->store, actor, none) },
        { ORCH_ACT_EDIT_STAFF_ROLES, orch_store_save_staff (kit->store, actor, member) },
        { ORCH_ACT_EDIT_STAFF_ROLES, orch_store_set_staff_permission (kit->store, actor, "x", ORCH_PERMISSION_NONE) },
        { ORCH_ACT_EDIT_SERVICES, orch_store_save_service (kit->store, actor, service) },
        { ORCH_ACT_EDIT_STAFF_ROLES, orch_store_remove (kit->store, actor, ORCH_STORE_STAFF, "x") },
        { ORCH_ACT_EDIT_SERVICES, orch_store_remove (kit->store, actor, ORCH_STORE_SERVICES, "x") },
        { ORCH_ACT_IMPORT, orch_store_begin_import (kit->store, actor, ORCH_STORE_STAFF) },
        { ORCH_ACT_IMPORT, orch_store_write_import_page (kit->store, actor, 999, none, NULL) },
        { ORCH_ACT_IMPORT,
          orch_store_finish_import (kit->store, actor, 999, ORCH_STORE_RUN_FAILED, NULL, NULL, NULL, NULL) },
        { ORCH_ACT_IMPORT, orch_store_accept_conflicts (kit->store, actor, ORCH_STORE_STAFF) },
        { ORCH_ACT_SYNC, orch_store_set_hub_links (kit->store, actor, &link, 1) },
        { ORCH_ACT_SEND_ALERT,
          orch_store_enqueue (kit->store, actor, ORCH_ACT_SEND_ALERT, "alert", "a", "create", "") },
        { ORCH_ACT_WRITE_CHART, orch_store_file_document (kit->store, actor, "d", "p", "{}") },
        { ORCH_ACT_SYNC, orch_store_outbox_requeue (kit->store, actor, 999) },
        { ORCH_ACT_SYNC, orch_store_outbox_discard (kit->store, actor, 999) },
        { ORCH_ACT_EDIT_CLINIC, orch_store_set_setting (kit->store, actor, "types", "1", FALSE) },
        { ORCH_ACT_EDIT_EMR, orch_store_set_setting (kit->store, actor, "emr", "1", FALSE) },
        { ORCH_ACT_EDIT_EMR, orch_store_set_setting (kit->store, actor, "emr-form", "1", FALSE) },
        { ORCH_ACT_EDIT_EMR, orch_store_set_setting (kit->store, actor, "sync", "1", FALSE) },
        { ORCH_ACT_EDIT_EMR, orch_store_set_setting (kit->store, actor, "chart", "1", FALSE) },
        { ORCH_ACT_SYNC, orch_store_set_setting (kit->store, actor, "sync-cursor", "1", FALSE) },
      };
      for (guint j = 0; j < G_N_ELEMENTS (writes); j++)
        {
          g_autoptr (DexFuture) future = writes[j].future;
          g_autoptr (GError) error = NULL;
          kit_wait (future, &error);
          gboolean refused = g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
          g_assert_cmpint (refused, ==, !orch_permission_allows (actor->permission, writes[j].act));
          n_refused += refused;
          n_allowed += !refused;
        }
    }
  g_assert_cmpuint (n_refused, >, 40);
  g_assert_cmpuint (n_allowed, >, 20);
  kit_fails (orch_store_set_staff_permission (kit->store, &kit_admin, "x", ORCH_PERMISSION_WORKSTATION),
             ORCH_ERROR_INVALID);
}

static void
what_was_typed_by_hand_is_removed (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStaffMember) imported = kit_staff (1, "Tremblay");
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (imported);
  fields.id = "typed";
  fields.origin = ORCH_ORIGIN_HAND;
  g_autoptr (OrchStaffMember) typed = orch_staff_member_new (&fields);
  fields.id = "typed-and-sent";
  fields.hub_id = "Practitioner/1";
  g_autoptr (OrchStaffMember) sent = orch_staff_member_new (&fields);

  kit_ok (orch_store_save_staff (kit->store, &kit_admin, imported));
  kit_ok (orch_store_save_staff (kit->store, &kit_admin, typed));
  kit_ok (orch_store_save_staff (kit->store, &kit_admin, sent));
  kit_fails (orch_store_remove (kit->store, &kit_admin, ORCH_STORE_STAFF, orch_staff_member_get_fields (imported)->id),
             ORCH_ERROR_CONFLICT);
  kit_ok (orch_store_remove (kit->store, &kit_admin, ORCH_STORE_STAFF, "typed"));
  kit_fails (orch_store_remove (kit->store, &kit_admin, ORCH_STORE_STAFF, "typed"), ORCH_ERROR_NOT_FOUND);
  kit_fails (orch_store_outbox_find (kit->store, NULL, "staff", "typed"), ORCH_ERROR_NOT_FOUND);
  /* The hub has this one: it is told. */
  kit_ok (orch_store_remove (kit->store, &kit_admin, ORCH_STORE_STAFF, "typed-and-sent"));
  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_find (kit->store, NULL, "staff", "typed-and-sent"));
  g_assert_cmpstr (orch_outbox_row_get_fields (op)->verb, ==, "delete");
  g_autofree char *hub_id = kit_string (orch_store_get_hub_id (kit->store, "staff", "typed-and-sent"));
  g_assert_cmpstr (hub_id, ==, "Practitioner/1");
  kit_ok (orch_store_check_integrity (kit->store, NULL));
}

/* Whom the EMR holds too is the EMR's from then on: the next import owns the row, and nobody removes it by hand any more. */
static void
what_was_typed_becomes_the_emrs (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStaffMember) read = kit_staff (1, "Tremblay");
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (read);
  g_autoptr (GPtrArray) page = one (g_object_ref (read));
  gint64 run = 0;

  fields.origin = ORCH_ORIGIN_HAND;
  fields.emr_id = NULL;
  fields.given = "É.";
  fields.permission = ORCH_PERMISSION_RECEPTIONIST;
  fields.hub_id = "Practitioner/1";
  g_autoptr (OrchStaffMember) typed = orch_staff_member_new (&fields);
  kit_ok (orch_store_save_staff (kit->store, &kit_admin, typed));

  run = begin (kit, ORCH_STORE_STAFF);
  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, run, page, "1")), ==, 1);
  g_autoptr (OrchStaffMember) member = kit_object (orch_store_find (kit->store, ORCH_STORE_STAFF, fields.id));
  const OrchStaffMemberFields *m = orch_staff_member_get_fields (member);
  g_assert_cmpint (m->origin, ==, ORCH_ORIGIN_EMR);
  g_assert_cmpstr (m->emr_id, ==, "EMR-1");
  g_assert_cmpstr (m->given, ==, "Élise");
  g_assert_cmpint (m->permission, ==, ORCH_PERMISSION_RECEPTIONIST);
  g_assert_cmpstr (m->hub_id, ==, "Practitioner/1");
  kit_fails (orch_store_remove (kit->store, &kit_admin, ORCH_STORE_STAFF, fields.id), ORCH_ERROR_CONFLICT);

  /* The same again changes nothing. */
  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, run, page, "2")), ==, 0);
}

/* A read that is in the middle of a statement without an end when the main thread hears of it */
static void
read_for_ever (OrchConnection *connection, GValue *result, gpointer data)
{
  static const char numbers[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
  int *running = data;
  sqlite3_stmt *statement = orch_connection_query (connection, numbers, "");

  while (statement != NULL && orch_connection_next (connection, statement))
    if (g_atomic_int_compare_and_exchange (running, FALSE, TRUE))
      g_main_context_wakeup (NULL);
}

static void
long_reads_can_be_interrupted (Kit *kit, gconstpointer data)
{
  int running = FALSE;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) before = g_cancellable_new ();

  kit_import_staff (kit->store, 1, 20);
  g_cancellable_cancel (before);
  kit_fails (orch_store_load_all (kit->store, ORCH_STORE_STAFF, before), ORCH_ERROR_CANCELLED);

  g_autoptr (DexFuture) reading = orch_database_read (kit->store->database, read_for_ever, &running, NULL, cancellable);
  while (!g_atomic_int_get (&running))
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_autoptr (GError) error = NULL;
  kit_wait (reading, &error);
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);

  /* The thread goes on with the next. */
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (counts->total, ==, 20);
}

static void
on_changed (OrchStore *store, guint changes, guint *seen)
{
  *seen |= changes;
}

static void
changes_are_told (Kit *kit, gconstpointer data)
{
  guint seen = 0;
  g_autoptr (OrchStaffMember) member = kit_staff (1, "Tremblay");

  g_signal_connect (kit->store, "changed", G_CALLBACK (on_changed), &seen);
  kit_ok (orch_store_save_staff (kit->store, &kit_admin, member));
  while ((seen & ORCH_STORE_CHANGED_STAFF) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (seen, ==, ORCH_STORE_CHANGED_STAFF);
  seen = 0;
  kit_ok (orch_store_set_setting (kit->store, &kit_admin, "g", "1", TRUE));
  while (seen == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (seen, ==, ORCH_STORE_CHANGED_SETTINGS | ORCH_STORE_CHANGED_OUTBOX | ORCH_STORE_CHANGED_JOURNAL);

  /* What failed changed nothing */
  seen = 0;
  kit_fails (orch_store_set_staff_permission (kit->store, &kit_admin, "x", ORCH_PERMISSION_NONE), ORCH_ERROR_NOT_FOUND);
  kit_ok (orch_store_count (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (seen, ==, 0);
  g_signal_handlers_disconnect_by_data (kit->store, &seen);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, func) g_test_add ("/import/" path, Kit, NULL, kit_set_up, func, kit_tear_down)
  TEST ("users-decisions-stay", users_decisions_stay);
  TEST ("conflicts-are-kept-and-mended", conflicts_are_kept_and_mended);
  TEST ("failed-import-says-why", failed_import_says_why);
  TEST ("unsynced-comes-in-pages", unsynced_comes_in_pages);
  TEST ("departments-come-back", departments_come_back);
  TEST ("actors-are-checked", actors_are_checked);
  TEST ("what-was-typed-by-hand-is-removed", what_was_typed_by_hand_is_removed);
  TEST ("what-was-typed-becomes-the-emrs", what_was_typed_becomes_the_emrs);
  TEST ("long-reads-can-be-interrupted", long_reads_can_be_interrupted);
  TEST ("changes-are-told", changes_are_told);
  return g_test_run ();
}
