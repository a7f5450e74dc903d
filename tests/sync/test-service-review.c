/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The three pages of the assistant against a real store: the article's procedure, leaving mid-way, the preview that Apply keeps.
 * Source: seeds/services-sync-article.txt, product.md §2.
 */
#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-record-id.h"
#include "store/store-kit.h"
#include "sync/orch-service-desk.h"

typedef struct
{
  Kit kit;
  OrchServiceDesk *desk;
  OrchServiceReview *review;
} Office;

static const OrchActor *
get_actor (gpointer data)
{
  return data;
}

static void
begin (Office *office)
{
  office->review = kit_object (orch_service_desk_begin_review (office->desk));
}

/* The dialog is closed; whatever was being kept is kept. */
static void
leave (Office *office)
{
  kit_ok (orch_service_review_flush (office->review));
  while (G_OBJECT (office->review)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (g_steal_pointer (&office->review));
}

static void
office_set_up (Office *office, gconstpointer data)
{
  kit_set_up (&office->kit, NULL);
  office->desk = orch_service_desk_new (office->kit.store, get_actor, (gpointer) &kit_receptionist, NULL);
}

static void
office_tear_down (Office *office, gconstpointer data)
{
  if (office->review != NULL)
    leave (office);
  while (G_OBJECT (office->desk)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (g_steal_pointer (&office->desk));
  kit_tear_down (&office->kit, NULL);
}

static char *
dup_id (guint n)
{
  return g_strdup_printf ("11111111-0000-4000-8000-%012u", n);
}

/* New ones, as an import brings them */
static void
add_services (Office *office, guint from, guint n)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = from; i < from + n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Échographie %03u", i);

      g_ptr_array_add (services, kit_service (i, name, FALSE));
    }
  kit_ok (orch_store_save_services (office->kit.store, &kit_receptionist, services, FALSE));
}

/* Returns: (transfer full) */
static GPtrArray *
make_preview (Office *office)
{
  return kit_boxed (orch_service_review_make_preview (office->review));
}

static void
add_appointment (Office *office, guint n_service, guint n)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *service = g_strdup_printf ("SVC-%u", n_service), *emr_id = g_strdup_printf ("A-%u", n);
  g_autofree char *id = orch_record_id ("clinic", ORCH_RECORD_APPOINTMENT, emr_id);
  OrchAppointmentFields fields = {
    .id = id,
    .emr_id = emr_id,
    .source = "emr",
    .status = "booked",
    .start_us = orch_clock_now_us () + G_TIME_SPAN_DAY,
    .end_us = orch_clock_now_us () + G_TIME_SPAN_DAY + 30 * G_TIME_SPAN_MINUTE,
    .service_emr_id = service,
  };

  g_ptr_array_add (rows, orch_appointment_new (&fields));
  kit_ok (orch_store_write_schedule_page (office->kit.store, &kit_workstation, ORCH_STORE_APPOINTMENTS, rows, NULL,
                                          NULL, orch_clock_now_us ()));
}

static OrchService *
find (Office *office, guint n)
{
  g_autofree char *id = dup_id (n);

  return kit_object (orch_store_find (office->kit.store, ORCH_STORE_SERVICES, id));
}

static guint
count (Office *office, OrchServicePage page)
{
  return g_list_model_get_n_items (orch_service_review_get_page (office->review, page));
}

static OrchServiceChoice *
get_choice (Office *office, OrchServicePage page, guint position)
{
  return g_list_model_get_item (orch_service_review_get_page (office->review, page), position);
}

static void
set_excluded (Office *office, guint n, gboolean excluded)
{
  g_autofree char *id = dup_id (n);

  orch_service_review_set_excluded (office->review, id, excluded);
}

static void
set_inactive (Office *office, guint n, gboolean inactive)
{
  g_autofree char *id = dup_id (n);

  orch_service_review_set_inactive (office->review, id, inactive);
}

static void
toggle_type (Office *office, guint n, const char *type)
{
  g_autofree char *id = dup_id (n);

  orch_service_review_toggle_type (office->review, id, type);
}

static guint
count_kind (GPtrArray *consequences, OrchServiceConsequenceKind kind)
{
  guint n = 0;

  for (guint i = 0; i < consequences->len; i++)
    n += orch_service_consequence_get_kind (consequences->pdata[i]) == kind;
  return n;
}

/* The article: 60 new services; 10 excluded, 20 inactive of which one has an appointment, the rest active but for two without a type. */
static void
test_the_article (Office *office, gconstpointer data)
{
  g_autoptr (OrchDeskResult) result = NULL, again = NULL;
  g_autoptr (GPtrArray) preview = NULL, rest = NULL;

  add_services (office, 1, 60);
  add_appointment (office, 15, 1);
  begin (office);
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_EXCLUDED), ==, 60);
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_INACTIVE), ==, 60);
  for (guint i = 1; i <= 10; i++)
    set_excluded (office, i, TRUE);
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_EXCLUDED), ==, 60);
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_INACTIVE), ==, 50);
  for (guint i = 11; i <= 30; i++)
    set_inactive (office, i, TRUE);
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_ACTIVE), ==, 31);
  for (guint i = 31; i <= 58; i++)
    toggle_type (office, i, "regular");
  toggle_type (office, 15, "walk-in");
  /* A mistake is taken back by another click. */
  toggle_type (office, 59, "regular");
  toggle_type (office, 59, "regular");
  /* Previous: one excluded is not, after all. */
  set_excluded (office, 10, FALSE);
  set_inactive (office, 10, TRUE);
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_INACTIVE), ==, 51);

  preview = make_preview (office);
  g_assert_cmpuint (count_kind (preview, ORCH_CONSEQUENCE_NEW), ==, 60);
  g_assert_cmpuint (count_kind (preview, ORCH_CONSEQUENCE_BECOMES_ACTIVE), ==, 28);
  g_assert_cmpuint (count_kind (preview, ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT), ==, 1);
  g_assert_cmpuint (count_kind (preview, ORCH_CONSEQUENCE_OFF_WITHOUT_TYPE), ==, 2);
  g_assert_cmpuint (count_kind (preview, ORCH_CONSEQUENCE_LEAVES_REPORT), ==, 9);
  g_assert_cmpuint (count_kind (preview, ORCH_CONSEQUENCE_NO_OFFER_YET), ==, 29);

  result = kit_object (orch_service_review_apply (office->review));
  g_assert_cmpuint (orch_desk_result_get_n_done (result), ==, 60);
  g_assert_cmpuint (count_kind (orch_desk_result_get_consequences (result), ORCH_CONSEQUENCE_NO_OFFER_YET), ==, 29);
  for (guint i = 1; i <= 60; i++)
    {
      g_autoptr (OrchService) service = find (office, i);
      const OrchServiceFields *fields = orch_service_get_fields (service);

      g_assert_cmpint (fields->excluded, ==, i <= 9);
      g_assert_cmpint (fields->active, ==, i == 15 || (i >= 31 && i <= 58));
      g_assert_false (fields->to_define);
    }

  /* Nothing is left to do, and nothing is left of the choices. */
  g_assert_false (orch_service_plan_has_choices (orch_service_review_get_plan (office->review)));
  g_assert_null (kit_string (orch_store_get_setting (office->kit.store, "sync-review")));
  again = kit_object (orch_service_review_apply (office->review));
  g_assert_cmpuint (orch_desk_result_get_n_done (again), ==, 0);
  g_clear_object (&again);

  /* Everything as it was, with one act. */
  again = kit_object (orch_service_desk_undo (office->desk, result));
  g_assert_cmpuint (orch_desk_result_get_n_done (again), ==, 60);
  {
    g_autoptr (OrchService) service = find (office, 31);

    g_assert_true (orch_service_get_fields (service)->to_define);
    g_assert_null (orch_service_get_fields (service)->types);
  }
}

/* The choices are on disk while they are made: whoever comes back finds them, with the services that came meanwhile. */
static void
test_leaving_keeps (Office *office, gconstpointer data)
{
  g_autoptr (OrchServiceChoice) first = NULL, second = NULL;

  add_services (office, 1, 5);
  begin (office);
  set_excluded (office, 1, TRUE);
  set_inactive (office, 2, TRUE);
  toggle_type (office, 3, "regular");
  leave (office);

  add_services (office, 6, 2);
  begin (office);
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_EXCLUDED), ==, 7);
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_INACTIVE), ==, 6);
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_ACTIVE), ==, 5);
  first = get_choice (office, ORCH_SERVICE_PAGE_EXCLUDED, 0);
  g_assert_true (orch_service_choice_get_excluded (first));
  second = get_choice (office, ORCH_SERVICE_PAGE_ACTIVE, 0);
  g_assert_true (orch_service_choice_has_type (second, "regular"));

  kit_ok (orch_service_review_discard (office->review));
  g_assert_false (orch_service_choice_get_excluded (first));
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_ACTIVE), ==, 7);
  g_assert_null (kit_string (orch_store_get_setting (office->kit.store, "sync-review")));
}

static void
on_changed (OrchServiceReview *review, guint *n)
{
  ++*n;
}

/* An appointment comes between the preview and Apply: nothing is written, the preview says it, and the next Apply does it. */
static void
test_changed_meanwhile (Office *office, gconstpointer data)
{
  g_autoptr (OrchDeskResult) result = NULL;
  g_autoptr (GPtrArray) preview = NULL;
  guint n_changed = 0;

  add_services (office, 1, 3);
  begin (office);
  toggle_type (office, 1, "regular");
  set_inactive (office, 1, TRUE);
  set_inactive (office, 2, TRUE);
  g_signal_connect (office->review, "changed", G_CALLBACK (on_changed), &n_changed);
  add_appointment (office, 1, 1);
  kit_fails (orch_service_review_apply (office->review), ORCH_ERROR_CONFLICT);
  g_assert_cmpuint (n_changed, ==, 1);
  {
    g_autoptr (OrchService) service = find (office, 2);

    g_assert_true (orch_service_get_fields (service)->to_define);
  }
  preview = make_preview (office);
  g_assert_cmpuint (count_kind (preview, ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT), ==, 1);
  result = kit_object (orch_service_review_apply (office->review));
  {
    g_autoptr (OrchService) service = find (office, 1);

    g_assert_true (orch_service_get_fields (service)->active);
  }
}

/* What the EMR says otherwise than at the last Apply is told once. */
static void
test_changed_in_emr (Office *office, gconstpointer data)
{
  g_autoptr (OrchDeskResult) result = NULL, again = NULL;
  g_autoptr (GPtrArray) preview = NULL, later = NULL, one = g_ptr_array_new ();
  g_autoptr (OrchService) service = NULL, renamed = NULL;
  OrchServiceFields fields;

  add_services (office, 1, 3);
  begin (office);
  preview = make_preview (office);
  g_assert_cmpuint (count_kind (preview, ORCH_CONSEQUENCE_CHANGED), ==, 0);
  result = kit_object (orch_service_review_apply (office->review));
  leave (office);

  service = find (office, 2);
  fields = *orch_service_get_fields (service);
  fields.name = "Autrement";
  renamed = orch_service_new (&fields);
  g_ptr_array_add (one, renamed);
  kit_ok (orch_store_save_services (office->kit.store, &kit_receptionist, one, FALSE));
  begin (office);
  later = make_preview (office);
  g_assert_cmpuint (count_kind (later, ORCH_CONSEQUENCE_CHANGED), ==, 1);
  again = kit_object (orch_service_review_apply (office->review));
  g_clear_pointer (&later, g_ptr_array_unref);
  later = make_preview (office);
  g_assert_cmpuint (count_kind (later, ORCH_CONSEQUENCE_CHANGED), ==, 0);
}

typedef struct
{
  guint position, removed, added, n;
} Changes;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Changes *changes)
{
  *changes = (Changes) { position, removed, added, changes->n + 1 };
}

/* One tick moves one row; bound check buttons do not choose by being bound. */
static void
test_rows (Office *office, gconstpointer data)
{
  g_autoptr (OrchServiceChoice) choice = NULL, other = NULL;
  g_auto (GStrv) types = NULL;
  Changes changes = { 0 };
  gboolean needs_type = FALSE;

  add_services (office, 1, 100);
  begin (office);
  g_signal_connect (orch_service_review_get_page (office->review, ORCH_SERVICE_PAGE_INACTIVE), "items-changed",
                    G_CALLBACK (on_items_changed), &changes);
  choice = get_choice (office, ORCH_SERVICE_PAGE_EXCLUDED, 41);
  g_object_set (choice, "excluded", FALSE, "inactive", FALSE, NULL);
  g_assert_false (orch_service_plan_has_choices (orch_service_review_get_plan (office->review)));
  g_object_get (choice, "needs-type", &needs_type, NULL);
  g_assert_true (needs_type);
  g_object_set (choice, "excluded", TRUE, NULL);
  g_assert_cmpuint (changes.n, ==, 1);
  g_assert_cmpuint (changes.position, ==, 41);
  g_assert_cmpuint (changes.removed, ==, 1);
  g_assert_cmpuint (changes.added, ==, 0);
  g_object_set (choice, "excluded", FALSE, NULL);
  g_assert_cmpuint (changes.n, ==, 2);
  g_assert_cmpuint (changes.added, ==, 1);
  other = get_choice (office, ORCH_SERVICE_PAGE_INACTIVE, 41);
  g_assert_true (other == choice);
  toggle_type (office, 42, "regular");
  g_object_get (choice, "types", &types, "needs-type", &needs_type, NULL);
  g_assert_cmpstr (types[0], ==, "regular");
  g_assert_false (needs_type);
}

static void
test_search (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) absent = NULL, nothing = NULL;

  add_services (office, 1, 120);
  begin (office);
  orch_service_review_set_search (office->review, ORCH_SERVICE_PAGE_EXCLUDED, "  ECHO 11 ");
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_EXCLUDED), ==, 11); /* 011, 110 to 119 */
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_INACTIVE), ==, 120);
  orch_service_review_set_search (office->review, ORCH_SERVICE_PAGE_EXCLUDED, "svc-7");
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_EXCLUDED), ==, 11);
  orch_service_review_set_search (office->review, ORCH_SERVICE_PAGE_EXCLUDED, NULL);
  g_assert_cmpuint (count (office, ORCH_SERVICE_PAGE_EXCLUDED), ==, 120);

  set_excluded (office, 50, TRUE);
  absent = orch_service_review_find_absent (office->review, ORCH_SERVICE_PAGE_INACTIVE, "échographie 050");
  g_assert_cmpuint (absent->len, ==, 1);
  g_assert_cmpint (
      orch_service_plan_get_absent (orch_service_review_get_plan (office->review), ORCH_SERVICE_PAGE_INACTIVE,
                                    orch_service_get_fields (orch_service_choice_get_service (absent->pdata[0]))->id),
      ==, ORCH_SERVICE_ABSENT_EXCLUDED);
  nothing = orch_service_review_find_absent (office->review, ORCH_SERVICE_PAGE_INACTIVE, "massage");
  g_assert_cmpuint (nothing->len, ==, 0);
}

static gboolean
on_turn (gpointer n_turns)
{
  ++*(guint *) n_turns;
  return G_SOURCE_CONTINUE;
}

/* Of thousands, others have their turn in between; what is chosen meanwhile is in it. */
static void
test_preview_in_turns (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) preview = NULL, later = NULL;
  DexFuture *making = NULL;
  guint n_turns = 0;
  guint source = 0;

  add_services (office, 1, 4500);
  begin (office);
  source = g_idle_add_full (G_PRIORITY_DEFAULT, on_turn, &n_turns, NULL);
  preview = make_preview (office);
  /* Three slices, each after a turn. */
  g_assert_cmpuint (n_turns, >=, 3);
  g_assert_cmpuint (count_kind (preview, ORCH_CONSEQUENCE_NEW), ==, 4500);
  g_assert_cmpuint (count_kind (preview, ORCH_CONSEQUENCE_LEAVES_REPORT), ==, 0);

  n_turns = 0;
  making = orch_service_review_make_preview (office->review);
  while (n_turns < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_pending (making));
  set_excluded (office, 1, TRUE);
  later = kit_boxed (making);
  g_assert_cmpuint (count_kind (later, ORCH_CONSEQUENCE_LEAVES_REPORT), ==, 1);
  g_source_remove (source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
#define ADD(path, func) g_test_add ("/sync/service-review/" path, Office, NULL, office_set_up, func, office_tear_down)
  ADD ("the-article", test_the_article);
  ADD ("leaving-keeps", test_leaving_keeps);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("changed-in-emr", test_changed_in_emr);
  ADD ("preview-in-turns", test_preview_in_turns);
  ADD ("rows", test_rows);
  ADD ("search", test_search);
#undef ADD
  return g_test_run ();
}
