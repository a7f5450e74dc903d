/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The desk of the services window, against a real store: acts on many, undo, what the hub refuses afterwards, saving, the clinic's
 * lists, what is announced. Source: product.md §2, issue 3 (3).
 */
#include "catalogue/orch-catalogue.h"
#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-record-id.h"
#include "office.h"

static GPtrArray *
make_ids (guint from, guint n)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = from; i < from + n; i++)
    g_ptr_array_add (ids, g_strdup_printf ("11111111-0000-4000-8000-%012u", i));
  return ids;
}

static gboolean
is_active (Office *office, guint n)
{
  g_autoptr (OrchService) service = office_find (office, n);

  return orch_service_get_fields (service)->active;
}

/* Appointments of service @n, seen now */
static void
add_appointments (Office *office, guint n_service, guint first, guint n)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *service = g_strdup_printf ("SVC-%u", n_service);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *emr_id = g_strdup_printf ("A-%u", first + i);
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
    }
  kit_ok (orch_store_write_schedule_page (office->kit.store, &kit_workstation, ORCH_STORE_APPOINTMENTS, rows, NULL,
                                          NULL, orch_clock_now_us ()));
}

typedef struct
{
  OrchStore *store;
  guint n_changed;
} Rules;

static DexFuture *
rules_fiber (gpointer data)
{
  Rules *rules = data;
  GError *error = NULL;

  if (!orch_service_desk_await_rules (rules->store, &kit_workstation, &rules->n_changed, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

static guint
run_rules (Office *office)
{
  Rules rules = { office->kit.store, 77 };

  kit_ok (dex_scheduler_spawn (NULL, 0, rules_fiber, &rules, NULL));
  return rules.n_changed;
}

/* The hub's side: takes everything that is due, but refuses the numbers in @refused. */
static void
answer (Office *office, const guint *refused, guint n_refused)
{
  for (;;)
    {
      g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_claim (office->kit.store));
      gboolean is_refused = FALSE;

      if (op == NULL)
        return;
      for (guint i = 0; i < n_refused; i++)
        {
          g_autofree char *id = g_strdup_printf ("11111111-0000-4000-8000-%012u", refused[i]);

          is_refused = is_refused || g_str_equal (orch_outbox_row_get_fields (op)->object_id, id);
        }
      if (is_refused)
        {
          g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_INVALID, "category: unknown code");

          kit_ok (orch_store_outbox_fail (office->kit.store, op, error));
        }
      else
        kit_ok (orch_store_outbox_ack (office->kit.store, op, "2"));
    }
}

static void
wait_until_settled (OrchDeskResult *result)
{
  g_autoptr (DexFuture) settled = orch_desk_result_when_settled (result);

  kit_wait (settled, NULL);
}

static void
wait_for_refusals (OrchDeskResult *result, guint n)
{
  while (orch_desk_result_get_refused (result)->len != n || orch_desk_result_get_n_waiting (result) > 0)
    g_main_context_iteration (NULL, TRUE);
}

static OrchOutboxCounts
count_outbox (Office *office)
{
  OrchOutboxCounts *boxed = kit_boxed (orch_store_outbox_count (office->kit.store));
  OrchOutboxCounts counts = *boxed;

  g_boxed_free (ORCH_TYPE_OUTBOX_COUNTS, boxed);
  return counts;
}

/* Each act, on one and on more than can be asked one by one */
static void
test_acts (Office *office, gconstpointer data)
{
  static const char *const types[] = { "regular", NULL };
  g_autoptr (GPtrArray) ids = make_ids (1, GPOINTER_TO_UINT (data));
  guint n = ids->len;
  g_autoptr (OrchDeskResult) excluded = NULL, included = NULL, activated = NULL, typed = NULL, deactivated = NULL;

  office_add_services (office, n + 5, TRUE, FALSE);
  excluded = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_EXCLUDE, NULL));
  g_assert_cmpuint (orch_desk_result_get_n_done (excluded), ==, n);
  g_assert_false (is_active (office, 1));
  g_assert_true (is_active (office, n + 1));
  included = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_INCLUDE, NULL));
  g_assert_cmpuint (orch_desk_result_get_n_done (included), ==, n);
  activated = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_ACTIVATE, NULL));
  g_assert_cmpuint (orch_desk_result_get_n_done (activated), ==, n);
  g_assert_true (is_active (office, n));
  typed = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_SET_TYPES, types));
  {
    g_autoptr (OrchService) one = office_find (office, n);

    g_assert_cmpstr (orch_service_get_fields (one)->types[0], ==, "regular");
    g_assert_null (orch_service_get_fields (one)->types[1]);
  }
  deactivated = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_DEACTIVATE, NULL));
  g_assert_cmpuint (orch_desk_result_get_n_done (deactivated), ==, n);
  g_assert_cmpuint (orch_desk_result_get_n_unchanged (deactivated), ==, 0);
  g_clear_object (&deactivated);
  deactivated = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_DEACTIVATE, NULL));
  g_assert_cmpuint (orch_desk_result_get_n_done (deactivated), ==, 0);
  g_assert_cmpuint (orch_desk_result_get_n_unchanged (deactivated), ==, n);
}

/* Who cannot is named, and the others go on. */
static void
test_refused_here (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = make_ids (1, 4);
  g_autoptr (OrchDeskResult) result = NULL;
  g_autoptr (OrchService) untyped = NULL;
  g_autoptr (GPtrArray) one = g_ptr_array_new (), told = NULL;
  const OrchDeskRefusal *refusal;
  OrchServiceFields fields;

  office_add_services (office, 3, TRUE, FALSE);
  {
    g_autoptr (OrchService) second = office_find (office, 2);

    fields = *orch_service_get_fields (second);
    fields.active = FALSE;
    fields.types = NULL;
    fields.deactivated_us = 5;
    untyped = orch_service_new (&fields);
    g_ptr_array_add (one, untyped);
    kit_ok (orch_store_save_services (office->kit.store, &kit_receptionist, one, FALSE));
  }
  told = kit_boxed (orch_service_desk_preview (office->desk, ids, ORCH_SERVICE_ACTIVATE, NULL));
  g_assert_cmpuint (told->len, ==, 1);
  g_assert_cmpint (orch_service_consequence_get_kind (told->pdata[0]), ==, ORCH_CONSEQUENCE_OFF_WITHOUT_TYPE);

  result = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_ACTIVATE, NULL));
  g_assert_cmpuint (orch_desk_result_get_n_done (result), ==, 0);
  g_assert_cmpuint (orch_desk_result_get_n_unchanged (result), ==, 2);
  g_assert_cmpuint (orch_desk_result_get_refused (result)->len, ==, 2);
  wait_until_settled (result);
  g_assert_cmpuint (orch_desk_result_get_refused (result)->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      refusal = orch_desk_result_get_refused (result)->pdata[i];
      g_assert_cmpint (refusal->seq, ==, 0);
      if (g_str_equal (refusal->name, "Service 0002"))
        g_assert_error (refusal->error, ORCH_ERROR, ORCH_ERROR_INVALID);
      else
        g_assert_error (refusal->error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
    }
}

static void
test_who_may (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = make_ids (1, 1);

  office_add_services (office, 1, TRUE, FALSE);
  office->actor = NULL;
  kit_fails (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_EXCLUDE, NULL), ORCH_ERROR_SIGN_IN_AGAIN);
  kit_fails (orch_service_desk_begin_review (office->desk), ORCH_ERROR_SIGN_IN_AGAIN);
  office->actor = &kit_professional;
  kit_fails (orch_service_desk_begin_review (office->desk), ORCH_ERROR_REFUSED);
  kit_fails (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_EXCLUDE, NULL), ORCH_ERROR_REFUSED);
  g_assert_true (is_active (office, 1));
}

/* 500, and the hub refuses three: done here at once, then told exactly which and why; retry, revert, undo. */
static void
test_hub_refuses_three (Office *office, gconstpointer data)
{
  const guint refused[] = { 17, 300, 499 };
  g_autoptr (GPtrArray) ids = make_ids (1, 500);
  g_autoptr (OrchDeskResult) result = NULL, undone = NULL;
  const char *how = data;

  office_add_services (office, 510, TRUE, TRUE);
  result = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_DEACTIVATE, NULL));
  g_assert_cmpuint (orch_desk_result_get_n_done (result), ==, 500);
  g_assert_cmpuint (orch_desk_result_get_n_waiting (result), ==, 500);
  g_assert_cmpuint (orch_desk_result_get_refused (result)->len, ==, 0);
  g_assert_false (is_active (office, 17));

  answer (office, refused, 3);
  wait_until_settled (result);
  g_assert_cmpuint (orch_desk_result_get_n_done (result), ==, 497);
  g_assert_cmpuint (orch_desk_result_get_refused (result)->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const OrchDeskRefusal *refusal = orch_desk_result_get_refused (result)->pdata[i];
      g_autofree char *name = g_strdup_printf ("Service %04u", refused[i]);

      g_assert_cmpstr (refusal->name, ==, name);
      g_assert_error (refusal->error, ORCH_ERROR, ORCH_ERROR_INVALID);
      g_assert_cmpstr (refusal->error->message, ==, "category: unknown code");
      g_assert_cmpint (refusal->seq, >, 0);
    }

  if (g_str_equal (how, "retry"))
    {
      const guint still[] = { 300 };

      g_assert_cmpuint (kit_uint (orch_service_desk_retry (office->desk, result)), ==, 3);
      answer (office, still, 1);
      wait_for_refusals (result, 1);
      g_assert_cmpuint (orch_desk_result_get_n_done (result), ==, 499);
      g_assert_cmpstr (((OrchDeskRefusal *) orch_desk_result_get_refused (result)->pdata[0])->name, ==, "Service 0300");
      g_assert_cmpuint (count_outbox (office).failed, ==, 1);
    }
  else if (g_str_equal (how, "revert"))
    {
      g_assert_cmpuint (kit_uint (orch_service_desk_revert (office->desk, result)), ==, 3);
      wait_for_refusals (result, 0);
      g_assert_cmpuint (orch_desk_result_get_n_done (result), ==, 497);
      for (guint i = 0; i < 3; i++)
        g_assert_true (is_active (office, refused[i]));
      g_assert_false (is_active (office, 18));
      g_assert_cmpuint (count_outbox (office).failed, ==, 0);
    }
  else
    {
      undone = kit_object (orch_service_desk_undo (office->desk, result));
      g_assert_false (orch_desk_result_can_undo (result));
      kit_fails (orch_service_desk_undo (office->desk, result), ORCH_ERROR_NOT_FOUND);
      for (guint i = 1; i <= 500; i++)
        g_assert_true (is_active (office, i));
      answer (office, NULL, 0);
      wait_until_settled (undone);
      g_assert_cmpuint (count_outbox (office).failed, ==, 0);
      g_assert_cmpuint (count_outbox (office).queued, ==, 0);
    }
}

/* Undone is exactly as before: not decided, never deactivated; what somebody changed since stays. */
static void
test_undo (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = make_ids (1, 3), third = make_ids (3, 1);
  OrchService *before[4] = { NULL };
  g_autoptr (OrchDeskResult) result = NULL, meanwhile = NULL, undone = NULL;
  static const char *const types[] = { "regular", NULL };

  office_add_services (office, 3, FALSE, FALSE);
  for (guint i = 1; i <= 3; i++)
    before[i] = office_find (office, i);
  result = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_EXCLUDE, NULL));
  meanwhile = kit_object (orch_service_desk_act (office->desk, third, ORCH_SERVICE_SET_TYPES, types));
  undone = kit_object (orch_service_desk_undo (office->desk, result));
  g_assert_cmpuint (orch_desk_result_get_n_done (undone), ==, 3);
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (OrchService) now = office_find (office, i);

      if (i < 3)
        g_assert_true (orch_service_same_decisions (before[i], now));
      g_assert_false (orch_service_get_fields (now)->excluded);
      g_assert_cmpint (orch_service_get_fields (now)->deactivated_us, ==, 0);
      g_assert_cmpint (orch_service_get_fields (now)->types != NULL, ==, i == 3);
    }
  for (guint i = 1; i <= 3; i++)
    g_clear_object (&before[i]);
}

static void
test_warned_of_appointments (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = make_ids (1, 2), told = NULL;

  office_add_services (office, 2, TRUE, FALSE);
  add_appointments (office, 2, 1, 3);
  told = kit_boxed (orch_service_desk_preview (office->desk, ids, ORCH_SERVICE_DEACTIVATE, NULL));
  g_assert_cmpuint (told->len, ==, 1);
  g_assert_cmpint (orch_service_consequence_get_kind (told->pdata[0]), ==, ORCH_CONSEQUENCE_BECOMES_INACTIVE);
  g_assert_cmpuint (orch_service_consequence_get_count (told->pdata[0]), ==, 3);
  g_assert_true (is_active (office, 2));
}

static void
test_save (Office *office, gconstpointer data)
{
  g_autoptr (OrchService) before = NULL, edited = NULL, again = NULL;
  g_autoptr (OrchDeskResult) result = NULL;
  OrchServiceFields fields;

  office_add_services (office, 1, TRUE, FALSE);
  before = office_find (office, 1);
  fields = *orch_service_get_fields (before);
  fields.duration_override = 45;
  fields.category_id = "suivi";
  fields.name = "Not ours to change";
  edited = orch_service_new (&fields);
  result = kit_object (orch_service_desk_save (office->desk, before, edited));
  g_assert_cmpuint (orch_desk_result_get_n_done (result), ==, 1);
  again = office_find (office, 1);
  g_assert_cmpint (orch_service_get_duration (again), ==, 45);
  g_assert_cmpstr (orch_service_get_fields (again)->category_id, ==, "suivi");
  g_assert_cmpstr (orch_service_get_fields (again)->name, ==, "Service 0001");

  fields = *orch_service_get_fields (again);
  fields.active = FALSE;
  fields.types = NULL;
  g_clear_object (&edited);
  edited = orch_service_new (&fields);
  kit_ok (orch_service_desk_save (office->desk, again, edited));
  g_clear_object (&again);
  again = office_find (office, 1);
  fields = *orch_service_get_fields (again);
  fields.active = TRUE;
  g_clear_object (&edited);
  edited = orch_service_new (&fields);
  kit_fails (orch_service_desk_save (office->desk, again, edited), ORCH_ERROR_INVALID);
  fields.id = "nobody";
  g_clear_object (&edited);
  edited = orch_service_new (&fields);
  kit_fails (orch_service_desk_save (office->desk, again, edited), ORCH_ERROR_NOT_FOUND);
}

static void
on_announced (OrchServiceDesk *desk, GPtrArray *consequences, guint *n)
{
  *n += consequences->len;
}

/* The receptionist deactivates; a new appointment comes; the service is back, once, and it is told, over a restart. */
static void
test_announced (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = make_ids (1, 2), first = make_ids (1, 1);
  g_autoptr (OrchDeskResult) result = NULL, again = NULL;
  g_autoptr (OrchServiceConsequence) told = NULL;
  GListModel *announced = orch_service_desk_get_announced (office->desk);
  guint n_told = 0;

  office_add_services (office, 3, TRUE, FALSE);
  add_appointments (office, 1, 1, 2);
  g_assert_cmpuint (run_rules (office), ==, 0);
  result = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_DEACTIVATE, NULL));
  g_assert_cmpuint (run_rules (office), ==, 0);
  g_assert_false (is_active (office, 1));

  g_signal_connect (office->desk, "announced", G_CALLBACK (on_announced), &n_told);
  add_appointments (office, 1, 10, 1);
  g_assert_cmpuint (run_rules (office), ==, 1);
  g_assert_true (is_active (office, 1));
  g_assert_false (is_active (office, 2));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (run_rules (office), ==, 0);
  while (g_list_model_get_n_items (announced) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_told, ==, 1);
  told = g_list_model_get_item (announced, 0);
  g_assert_cmpstr (orch_service_get_display_name (orch_service_consequence_get_service (told)), ==, "Service 0001");
  g_assert_cmpuint (orch_service_consequence_get_count (told), ==, 1);

  /* Another start of the program tells it again, until somebody has read it. */
  office_close_desk (office);
  office_open_desk (office);
  announced = orch_service_desk_get_announced (office->desk);
  while (g_list_model_get_n_items (announced) == 0)
    g_main_context_iteration (NULL, TRUE);
  kit_ok (orch_service_desk_dismiss_announced (office->desk));
  g_assert_cmpuint (g_list_model_get_n_items (announced), ==, 0);
  office_close_desk (office);
  office_open_desk (office);
  g_assert_null (kit_string (orch_store_get_setting (office->kit.store, "sync-announced")));

  /* Off once more: the appointments known by then do not bring it back. */
  again = kit_object (orch_service_desk_act (office->desk, first, ORCH_SERVICE_DEACTIVATE, NULL));
  g_assert_cmpuint (run_rules (office), ==, 0);
  g_assert_false (is_active (office, 1));
}

static void
test_excluded_is_never_brought_back (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = make_ids (1, 1);
  g_autoptr (OrchDeskResult) result = NULL;

  office_add_services (office, 1, TRUE, FALSE);
  result = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_EXCLUDE, NULL));
  add_appointments (office, 1, 1, 5);
  g_assert_cmpuint (run_rules (office), ==, 0);
  g_assert_false (is_active (office, 1));
}

/* A workstation joins: what it reads for the first time the clinic has known before, and what was switched off elsewhere stays off. Once it
 * has read the whole schedule, what is new is new. */
static void
test_joined (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = make_ids (1, 1);
  g_autoptr (OrchDeskResult) result = NULL;
  gint64 run;

  office_add_services (office, 2, TRUE, FALSE);
  result = kit_object (orch_service_desk_act (office->desk, ids, ORCH_SERVICE_DEACTIVATE, NULL));
  kit_ok (orch_store_set_setting (office->kit.store, &kit_admin, ORCH_STORE_JOINED, "yes", FALSE));
  add_appointments (office, 1, 1, 3);
  g_assert_cmpuint (run_rules (office), ==, 0);
  g_assert_false (is_active (office, 1));

  for (int kind = 0; kind < 2; kind++)
    {
      g_autofree char *joined = NULL;

      run = kit_int64 (orch_store_begin_sync (office->kit.store, &kit_workstation, kind));
      kit_ok (orch_store_finish_sync (office->kit.store, &kit_workstation, run, ORCH_STORE_RUN_SUCCEEDED, NULL, NULL,
                                      NULL));
      joined = kit_string (orch_store_get_setting (office->kit.store, ORCH_STORE_JOINED));
      g_assert_cmpstr (joined, ==, kind == 0 ? "yes" : NULL);
    }
  add_appointments (office, 1, 10, 1);
  g_assert_cmpuint (run_rules (office), ==, 1);
  g_assert_true (is_active (office, 1));
}

static void
test_types (Office *office, gconstpointer data)
{
  GListModel *types = orch_service_desk_get_types (office->desk);
  GListModel *defaults = orch_catalogue_get_service_types (orch_catalogue_get_default ());
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (OrchCatalogueEntry) second = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (types), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GObject) expected = g_list_model_get_item (defaults, i);

      g_ptr_array_add (shown, g_list_model_get_item (types, i));
      g_assert_true (shown->pdata[i] == expected);
    }
  g_ptr_array_add (entries,
                   orch_catalogue_entry_new_named ("walk-in", "Clinique sans rendez-vous", "Walk-in clinic", NULL));
  g_ptr_array_add (entries, orch_catalogue_entry_new_named ("own-1", "Vaccin; été = \"50 %\"", "Vaccine", NULL));

  kit_fails (orch_service_desk_set_types (office->desk, shown, entries), ORCH_ERROR_REFUSED);
  office->actor = &kit_admin;
  kit_ok (orch_service_desk_set_types (office->desk, shown, entries));
  while (g_list_model_get_n_items (types) != 2)
    g_main_context_iteration (NULL, TRUE);
  second = g_list_model_get_item (types, 1);
  g_assert_cmpstr (orch_catalogue_entry_get_code (second), ==, "own-1");
  g_assert_cmpstr (orch_catalogue_entry_get_name (second, "fr"), ==, "Vaccin; été = \"50 %\"");
  g_assert_cmpstr (orch_catalogue_entry_get_name (second, "en"), ==, "Vaccine");
  kit_fails (orch_service_desk_set_types (office->desk, shown, none), ORCH_ERROR_INVALID);
  kit_ok (orch_service_desk_set_categories (office->desk, none, none));

  g_ptr_array_add (entries, orch_catalogue_entry_new_named ("own-2", "vaccin; ete = \"50 %\"", "Other", NULL));
  kit_fails (orch_service_desk_set_types (office->desk, shown, entries), ORCH_ERROR_INVALID);
  g_ptr_array_set_size (entries, 2);
  g_ptr_array_add (entries, orch_catalogue_entry_new_named ("own 2", "Autre", "Other", NULL));
  kit_fails (orch_service_desk_set_types (office->desk, shown, entries), ORCH_ERROR_INVALID);

  /* It came from another workstation, damaged: the catalogue's serve. */
  kit_ok (orch_store_set_setting (office->kit.store, &kit_admin, "service-types", "\x01[[[", FALSE));
  while (g_list_model_get_n_items (types) != 6)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
#define ADD(path, data, func)                                                                                          \
  g_test_add ("/sync/service-desk/" path, Office, data, office_set_up, func, office_tear_down)
  ADD ("acts/one", GUINT_TO_POINTER (1), test_acts);
  ADD ("acts/many", GUINT_TO_POINTER (120), test_acts);
  ADD ("refused-here", NULL, test_refused_here);
  ADD ("who-may", NULL, test_who_may);
  ADD ("hub-refuses-three/retry", "retry", test_hub_refuses_three);
  ADD ("hub-refuses-three/revert", "revert", test_hub_refuses_three);
  ADD ("hub-refuses-three/undo", "undo", test_hub_refuses_three);
  ADD ("undo", NULL, test_undo);
  ADD ("warned-of-appointments", NULL, test_warned_of_appointments);
  ADD ("save", NULL, test_save);
  ADD ("announced", NULL, test_announced);
  ADD ("excluded-is-never-brought-back", NULL, test_excluded_is_never_brought_back);
  ADD ("joined", NULL, test_joined);
  ADD ("types", NULL, test_types);
#undef ADD
  return g_test_run ();
}
