/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The table of the services a second time: transcribed from product.md §2 and the seed's article into a small model of its own, by
 * somebody who had read the headers and not the rules. Every state is put to every event and to every set of choices, and the
 * model and the rules walk side by side. What product.md leaves open is not judged (the comments say where).
 */
#include "core/orch-appointment.h"
#include "core/orch-service-plan.h"
#include "orch-test.h"

#define SEED 20261121
#define NOW_US (G_GINT64_CONSTANT (1795000000) * G_USEC_PER_SEC)
#define DAY_US (24 * G_TIME_SPAN_HOUR)

/* What the table speaks of. */
typedef struct
{
  gboolean active;
  gboolean excluded;
  gboolean typed;
  gboolean vanished;
  gint64 deactivated_us;
} Model;

static const char *const one_type[] = { "regular-follow-up", NULL };

static OrchService *
make (const Model *model)
{
  return orch_service_new (&(OrchServiceFields) {
      .id = "7b0f2c8e-5a43-4b8c-9d0e-0f6f7c1d2a11",
      .emr_id = "serv-001",
      .name = "Suivi",
      .duration_minutes = 20,
      .types = model->typed ? one_type : NULL,
      .active = model->active,
      .excluded = model->excluded,
      .online = TRUE,
      .vanished = model->vanished,
      .deactivated_us = model->deactivated_us,
      .origin = ORCH_ORIGIN_EMR,
  });
}

static char *
describe (const Model *model, const char *event, guint upcoming, guint fresh)
{
  return g_strdup_printf ("%s, %s, %s, %s, deactivated %s + %s with %u upcoming, %u fresh",
                          model->active ? "active" : "inactive", model->excluded ? "excluded" : "included",
                          model->typed ? "typed" : "no type", model->vanished ? "vanished" : "in the EMR",
                          model->deactivated_us != 0 ? "before" : "never", event, upcoming, fresh);
}

static void
check_state (OrchService *service, const Model *expected, const char *row)
{
  const OrchServiceFields *fields = orch_service_get_fields (service);

  orch_test_check_int (expected->active, fields->active, row);
  orch_test_check_int (expected->excluded, fields->excluded, row);
  orch_test_check_int (expected->typed, fields->types != NULL && fields->types[0] != NULL, row);
  orch_test_check_int (expected->vanished, fields->vanished, row);
  /* The wish to be online is there in every row: whether it is follows from the state alone. */
  orch_test_check_int (expected->active && expected->typed && !expected->vanished, orch_service_is_online (service),
                       row);
}

/* Every state there is: 2⁵. */
static Model
state_of (guint n)
{
  return (Model) {
    .active = n & 1,
    .excluded = (n >> 1) & 1,
    .typed = (n >> 2) & 1,
    .vanished = (n >> 3) & 1,
    .deactivated_us = (n >> 4) & 1 ? NOW_US - DAY_US : 0,
  };
}

#define N_STATES 32

/* The table, row by row. @types: what the person chooses with the event. FALSE: left open by product.md. */
static gboolean
expect (Model *model, OrchServiceEvent event, guint upcoming, guint fresh, gboolean types, OrchServiceNotice *notice)
{
  *notice = ORCH_SERVICE_NOTICE_NONE;
  switch (event)
    {
    case ORCH_SERVICE_EXCLUDE: /* “inactive, excluded” */
      model->active = FALSE;
      model->excluded = TRUE;
      return TRUE;
    case ORCH_SERVICE_INCLUDE: /* the way back; being offered or not is another decision */
      model->excluded = FALSE;
      return TRUE;
    case ORCH_SERVICE_ACTIVATE: /* “active (needs a type); if excluded it stays excluded” */
      if (types)
        model->typed = TRUE;
      if (!model->typed)
        *notice = ORCH_SERVICE_NOTICE_NEEDS_TYPE;
      else
        {
          if (model->excluded && !model->active)
            *notice = ORCH_SERVICE_NOTICE_ACTIVE_EXCLUDED;
          model->active = TRUE;
        }
      /* An active one without a type cannot be activated again, nor is it said that this switches it off. */
      return !(model->active && !model->typed);
    case ORCH_SERVICE_DEACTIVATE: /* “inactive; warned when upcoming appointments exist” */
      if (model->active && upcoming > 0)
        *notice = ORCH_SERVICE_NOTICE_HAS_UPCOMING;
      model->active = FALSE;
      return TRUE;
    case ORCH_SERVICE_APPOINTMENTS_SEEN: /* “a new appointment for an inactive, included service” */
      if (model->active || model->excluded || fresh == 0)
        return TRUE;
      if (model->vanished) /* an appointment for what the EMR no longer has: not in the table */
        return FALSE;
      model->active = TRUE;
      *notice = model->typed ? ORCH_SERVICE_NOTICE_RETURNED : ORCH_SERVICE_NOTICE_RETURNED_NO_TYPE;
      return TRUE;
    case ORCH_SERVICE_VANISHED: /* “state kept, to confirm, not online; never deleted” */
      model->vanished = TRUE;
      return TRUE;
    case ORCH_SERVICE_SEEN_AGAIN:
      model->vanished = FALSE;
      return TRUE;
    case ORCH_SERVICE_SET_TYPES:                    /* “each needs at least one type” */
      if (model->active && !model->typed && !types) /* it waits for its type, and still does: not in the table */
        return FALSE;
      model->typed = types;
      if (model->active && !types)
        model->active = FALSE;
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static const char *const event_names[] = { "exclude",           "include",  "activate",   "deactivate",
                                           "appointments seen", "vanished", "seen again", "set types" };

static void
test_every_event (void)
{
  static const OrchServiceNotice told[] = { ORCH_SERVICE_NOTICE_NEEDS_TYPE, ORCH_SERVICE_NOTICE_HAS_UPCOMING,
                                            ORCH_SERVICE_NOTICE_RETURNED, ORCH_SERVICE_NOTICE_RETURNED_NO_TYPE,
                                            ORCH_SERVICE_NOTICE_ACTIVE_EXCLUDED };
  guint judged = 0;

  G_STATIC_ASSERT (G_N_ELEMENTS (event_names) == ORCH_N_SERVICE_EVENTS);
  for (guint n = 0; n < N_STATES * ORCH_N_SERVICE_EVENTS * 8; n++)
    {
      const Model before = state_of (n % N_STATES);
      const OrchServiceEvent event = (n / N_STATES) % ORCH_N_SERVICE_EVENTS;
      const guint rest = n / N_STATES / ORCH_N_SERVICE_EVENTS;
      const guint upcoming = rest & 1 ? 2 : 0, fresh = rest & 2 ? 1 : 0;
      const gboolean types = (rest >> 2) & 1;
      Model after = before;
      OrchServiceNotice wanted, notice = -1;
      g_autoptr (OrchService) service = make (&before);
      g_autoptr (OrchServiceFacts) facts =
          orch_service_facts_new (orch_service_get_fields (service)->id, upcoming, fresh);
      g_autoptr (OrchService) result = NULL;
      g_autofree char *row = describe (&before, event_names[event], upcoming, fresh);

      if (!expect (&after, event, upcoming, fresh, types, &wanted))
        continue;
      result = orch_service_after (service, event, facts, types ? one_type : NULL, NOW_US, &notice);
      check_state (result, &after, row);
      for (guint i = 0; i < G_N_ELEMENTS (told); i++)
        if (wanted == told[i])
          orch_test_check_int (wanted, notice, row);
      if (before.active && !after.active)
        orch_test_check_int (NOW_US, orch_service_get_fields (result)->deactivated_us, row);
      judged++;
    }
  g_assert_cmpuint (judged, >, 1800);
}

/* The same event again finds nothing left to do: nothing goes to and fro. What the sync says comes again at another time; a decision
 * taken again later is a new one. */
static void
test_no_event_repeats (void)
{
  for (guint n = 0; n < N_STATES * ORCH_N_SERVICE_EVENTS * 4; n++)
    {
      const Model before = state_of (n % N_STATES);
      const OrchServiceEvent event = (n / N_STATES) % ORCH_N_SERVICE_EVENTS;
      const guint rest = n / N_STATES / ORCH_N_SERVICE_EVENTS;
      g_autoptr (OrchService) service = make (&before);
      g_autoptr (OrchServiceFacts) facts =
          orch_service_facts_new (orch_service_get_fields (service)->id, rest & 1, rest >> 1);
      g_autoptr (OrchService) once = NULL;
      g_autoptr (OrchService) twice = NULL;
      g_autofree char *row = describe (&before, event_names[event], rest & 1, rest >> 1);
      const gboolean by_itself =
          event == ORCH_SERVICE_APPOINTMENTS_SEEN || event == ORCH_SERVICE_VANISHED || event == ORCH_SERVICE_SEEN_AGAIN;

      once = orch_service_after (service, event, facts, one_type, NOW_US, NULL);
      twice = orch_service_after (once, event, facts, one_type, by_itself ? NOW_US + DAY_US : NOW_US, NULL);
      orch_test_check_true (twice == once, row);
    }
}

/* The assistant: each state with each set of choices, and appointments or none. */
static void
test_every_choice (void)
{
  for (guint n = 0; n < N_STATES * 16; n++)
    {
      const Model before = state_of (n % N_STATES);
      const guint choice = n / N_STATES;
      const gboolean excluded = choice & 1, inactive = (choice >> 1) & 1, types = (choice >> 2) & 1;
      const guint upcoming = choice & 8 ? 3 : 0;
      Model after = before;
      g_autoptr (OrchService) service = make (&before);
      const char *id = orch_service_get_fields (service)->id;
      g_autoptr (GPtrArray) services = g_ptr_array_new ();
      g_autoptr (GPtrArray) all_facts = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_service_facts_free);
      g_autoptr (OrchServicePlan) plan = NULL;
      g_autoptr (GPtrArray) results = NULL;
      g_autofree char *row =
          g_strdup_printf ("%s%s%s, %u upcoming on state %u", excluded ? "excluded " : "", inactive ? "inactive " : "",
                           types ? "typed" : "without type", upcoming, n % N_STATES);

      if (before.vanished) /* what the assistant makes of those to confirm is not in the table */
        continue;
      g_ptr_array_add (services, service);
      g_ptr_array_add (all_facts, orch_service_facts_new (id, upcoming, 0));
      plan = orch_service_plan_new (services, all_facts, NOW_US);
      /* Both ways, so that the last word is said in this review. */
      orch_service_plan_set_excluded (plan, id, !excluded);
      orch_service_plan_set_excluded (plan, id, excluded);
      orch_service_plan_set_inactive (plan, id, !inactive);
      orch_service_plan_set_inactive (plan, id, inactive);
      orch_service_plan_set_types (plan, id, types ? one_type : NULL);

      /* page 1 shows all; page 2 what is not excluded; page 3 what is neither, and those with appointments, never an excluded one */
      for (OrchServicePage page = 0; page < ORCH_N_SERVICE_PAGES; page++)
        {
          const gboolean wanted = page == ORCH_SERVICE_PAGE_EXCLUDED   ? TRUE
                                  : page == ORCH_SERVICE_PAGE_INACTIVE ? !excluded
                                                                       : !excluded && (!inactive || upcoming > 0);
          g_autoptr (GPtrArray) there = orch_service_plan_get_page (plan, page);
          const OrchServiceAbsence absence = orch_service_plan_get_absent (plan, page, id);

          orch_test_check_int (wanted, there->len == 1, row);
          orch_test_check_int (wanted, absence == ORCH_SERVICE_PRESENT, row);
          if (!wanted)
            orch_test_check_int (excluded ? ORCH_SERVICE_ABSENT_EXCLUDED : ORCH_SERVICE_ABSENT_INACTIVE, absence, row);
        }

      after.excluded = excluded;
      after.active = !excluded && (!inactive || upcoming > 0) && types;
      results = orch_service_plan_get_results (plan);
      orch_test_check_true (results->len <= 1, row);
      if (results->len == 1)
        {
          OrchService *result = g_ptr_array_index (results, 0);
          const OrchServiceFields *fields = orch_service_get_fields (result);

          orch_test_check_int (after.active, fields->active, row);
          orch_test_check_int (after.excluded, fields->excluded, row);
          orch_test_check_int (FALSE, fields->to_define, row);
          if (after.active)
            orch_test_check_true (fields->types != NULL && fields->types[0] != NULL, row);
          if (before.active && !after.active)
            orch_test_check_int (NOW_US, fields->deactivated_us, row);
        }
      else
        {
          orch_test_check_int (after.active, before.active, row);
          orch_test_check_int (after.excluded, before.excluded, row);
        }
    }
}

/* What the preview says is what Apply writes. */
static void
check_preview (OrchServicePlan *plan, OrchService *before, const char *row)
{
  g_autoptr (GPtrArray) consequences = orch_service_plan_get_consequences (plan);
  g_autoptr (GPtrArray) results = orch_service_plan_get_results (plan);
  OrchService *after = results->len == 1 ? g_ptr_array_index (results, 0) : before;
  const OrchServiceFields *was = orch_service_get_fields (before), *is = orch_service_get_fields (after);
  gboolean says_on = FALSE, says_off = FALSE, says_leaves = FALSE, says_enters = FALSE;

  for (guint i = 0; i < consequences->len; i++)
    switch (orch_service_consequence_get_kind (g_ptr_array_index (consequences, i)))
      {
      case ORCH_CONSEQUENCE_BECOMES_ACTIVE:
      case ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT:
        says_on = TRUE;
        break;
      case ORCH_CONSEQUENCE_BECOMES_INACTIVE:
      case ORCH_CONSEQUENCE_STAYS_INACTIVE:
      case ORCH_CONSEQUENCE_OFF_WITHOUT_TYPE:
        says_off = TRUE;
        break;
      case ORCH_CONSEQUENCE_LEAVES_REPORT:
        says_leaves = TRUE;
        break;
      case ORCH_CONSEQUENCE_ENTERS_REPORT:
        says_enters = TRUE;
        break;
      default:
        break;
      }
  orch_test_check_true (!was->active && is->active ? says_on : TRUE, row);
  orch_test_check_true (was->active && !is->active ? says_off : TRUE, row);
  orch_test_check_true (says_on && !says_off ? is->active : TRUE, row);
  orch_test_check_true (says_off ? !is->active : TRUE, row);
  /* The remuneration report leaves excluded services out. */
  orch_test_check_int (!was->excluded && is->excluded, says_leaves, row);
  orch_test_check_int (was->excluded && !is->excluded, says_enters, row);
}

static void
test_preview_is_apply (void)
{
  for (guint n = 0; n < N_STATES * 16; n++)
    {
      const Model model = state_of (n % N_STATES);
      const guint choice = n / N_STATES;
      g_autoptr (OrchService) service = make (&model);
      const char *id = orch_service_get_fields (service)->id;
      g_autoptr (GPtrArray) services = g_ptr_array_new ();
      g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_service_facts_free);
      g_autoptr (OrchServicePlan) plan = NULL;
      g_autofree char *row = g_strdup_printf ("choice %u on state %u", choice, n % N_STATES);

      if (model.vanished)
        continue;
      g_ptr_array_add (services, service);
      g_ptr_array_add (facts, orch_service_facts_new (id, choice & 8 ? 3 : 0, 0));
      plan = orch_service_plan_new (services, facts, NOW_US);
      orch_service_plan_set_excluded (plan, id, choice & 1);
      orch_service_plan_set_inactive (plan, id, choice & 2);
      orch_service_plan_set_types (plan, id, choice & 4 ? one_type : NULL);
      check_preview (plan, service, row);
    }
}

/* A year of a service: decisions, appointments that come and stay, syncs that repeat. The model keeps the appointments itself. */
static void
test_walk (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  for (guint walk = 0; walk < 400; walk++)
    {
      Model model = state_of ((guint) g_rand_int_range (random, 0, N_STATES) & ~8u);
      g_autoptr (OrchService) service = make (&model);
      g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (gint64)); /* when each appointment was first seen */
      gint64 now_us = NOW_US;

      for (guint step = 0; step < 60; step++)
        {
          const OrchServiceEvent event = (OrchServiceEvent) g_rand_int_range (random, 0, ORCH_N_SERVICE_EVENTS);
          const gboolean types = g_rand_boolean (random);
          OrchServiceNotice notice;
          guint fresh = 0;
          g_autoptr (OrchServiceFacts) facts = NULL;
          g_autoptr (OrchService) next = NULL;
          g_autofree char *row = NULL;
          Model wanted = model;

          now_us += G_TIME_SPAN_HOUR;
          if (g_rand_int_range (random, 0, 4) == 0)
            g_array_append_val (seen, now_us);
          for (guint i = 0; i < seen->len; i++)
            fresh += model.deactivated_us == 0 || g_array_index (seen, gint64, i) > model.deactivated_us;
          facts = orch_service_facts_new (orch_service_get_fields (service)->id, seen->len, fresh);
          if (!expect (&wanted, event, seen->len, fresh, types, &notice))
            continue;
          row = describe (&model, event_names[event], seen->len, fresh);
          next = orch_service_after (service, event, facts, types ? one_type : NULL, now_us, NULL);
          check_state (next, &wanted, row);
          wanted.deactivated_us = orch_service_get_fields (next)->deactivated_us;
          g_set_object (&service, next);
          model = wanted;
        }
    }
}

/* The same appointments, sync after sync: it comes back once for each time that it was switched off. */
static void
test_comes_back_once (void)
{
  static const Model inactive = { .typed = TRUE, .deactivated_us = NOW_US - DAY_US };
  g_autoptr (OrchService) service = make (&inactive);
  g_autoptr (OrchServiceFacts) fresh = orch_service_facts_new (orch_service_get_fields (service)->id, 1, 1);
  g_autoptr (OrchServiceFacts) old = orch_service_facts_new (orch_service_get_fields (service)->id, 1, 0);
  g_autoptr (OrchService) back = NULL;
  g_autoptr (OrchService) off = NULL;
  g_autoptr (OrchService) still_off = NULL;
  OrchServiceNotice notice;

  back = orch_service_after (service, ORCH_SERVICE_APPOINTMENTS_SEEN, fresh, NULL, NOW_US, &notice);
  g_assert_true (orch_service_get_fields (back)->active);
  g_assert_cmpint (notice, ==, ORCH_SERVICE_NOTICE_RETURNED);
  off = orch_service_after (back, ORCH_SERVICE_DEACTIVATE, fresh, NULL, NOW_US + DAY_US, &notice);
  g_assert_false (orch_service_get_fields (off)->active);
  g_assert_cmpint (notice, ==, ORCH_SERVICE_NOTICE_HAS_UPCOMING);
  g_assert_cmpint (orch_service_get_fields (off)->deactivated_us, ==, NOW_US + DAY_US);
  still_off = orch_service_after (off, ORCH_SERVICE_APPOINTMENTS_SEEN, old, NULL, NOW_US + 2 * DAY_US, NULL);
  g_assert_true (still_off == off);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service-table/every-event", test_every_event);
  g_test_add_func ("/service-table/no-event-repeats", test_no_event_repeats);
  g_test_add_func ("/service-table/every-choice", test_every_choice);
  g_test_add_func ("/service-table/preview-is-apply", test_preview_is_apply);
  g_test_add_func ("/service-table/walk", test_walk);
  g_test_add_func ("/service-table/comes-back-once", test_comes_back_once);
  return orch_test_run ();
}
