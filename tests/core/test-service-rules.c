/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The truth table of the services, row by row, then every state with every event, then long seeded stories: nothing toggles back by
 * itself. Source: product.md §2.
 */
#include "core/orch-appointment.h"
#include "core/orch-service-rules.h"
#include "orch-test.h"

#define NOW 1000000
#define BEFORE 500000

typedef OrchServiceFields Fields;

static const char *const one_type[] = { "regular", NULL };
static const char *const two_types[] = { "regular", "walk-in", NULL };
static const char *const no_types[] = { NULL };

/* A state in short: A active, x excluded, n to define, v vanished, t with a type, o online wished, d deactivated before. */
static OrchService *
make (const char *state)
{
  Fields fields = {
    .id = "s",
    .emr_id = "emr-s",
    .name = "Suivi",
    .duration_minutes = 30,
    .active = strchr (state, 'A') != NULL,
    .excluded = strchr (state, 'x') != NULL,
    .to_define = strchr (state, 'n') != NULL,
    .vanished = strchr (state, 'v') != NULL,
    .types = strchr (state, 't') != NULL ? one_type : NULL,
    .online = strchr (state, 'o') != NULL,
    .deactivated_us = strchr (state, 'd') != NULL ? BEFORE : 0,
  };

  return orch_service_new (&fields);
}

/* The state in short again; D: deactivated now. */
static char *
describe (OrchService *service)
{
  const Fields *fields = orch_service_get_fields (service);

  return g_strconcat (fields->active ? "A" : "", fields->excluded ? "x" : "", fields->to_define ? "n" : "",
                      fields->vanished ? "v" : "", fields->types != NULL ? "t" : "", fields->online ? "o" : "",
                      fields->deactivated_us == NOW ? "D"
                      : fields->deactivated_us > 0  ? "d"
                                                    : "",
                      NULL);
}

static void
test_table (void)
{
  static const struct
  {
    const char *row, *before;
    OrchServiceEvent event;
    guint upcoming, fresh;
    const char *const *types;
    const char *after;
    OrchServiceNotice notice;
  } table[] = {
    /* Excluded by hand: inactive, excluded */
    { "a new one excluded", "n", ORCH_SERVICE_EXCLUDE, 0, 0, NULL, "xD", ORCH_SERVICE_NOTICE_NONE },
    { "an active one excluded", "Ato", ORCH_SERVICE_EXCLUDE, 0, 0, NULL, "xtoD", ORCH_SERVICE_NOTICE_NONE },
    { "an active one with appointments excluded", "At", ORCH_SERVICE_EXCLUDE, 3, 3, NULL, "xtD",
      ORCH_SERVICE_NOTICE_HAS_UPCOMING },
    { "an inactive one excluded", "td", ORCH_SERVICE_EXCLUDE, 0, 0, NULL, "xtd", ORCH_SERVICE_NOTICE_NONE },
    { "an excluded one excluded again", "xd", ORCH_SERVICE_EXCLUDE, 2, 2, NULL, "xd", ORCH_SERVICE_NOTICE_NONE },
    { "activated though excluded, excluded again", "Axtd", ORCH_SERVICE_EXCLUDE, 0, 0, NULL, "xtD",
      ORCH_SERVICE_NOTICE_NONE },
    /* Included again: inactive, included */
    { "an excluded one included", "xd", ORCH_SERVICE_INCLUDE, 5, 5, NULL, "d", ORCH_SERVICE_NOTICE_NONE },
    { "activated though excluded, included", "Axtd", ORCH_SERVICE_INCLUDE, 0, 0, NULL, "Atd",
      ORCH_SERVICE_NOTICE_NONE },
    { "an included one included", "n", ORCH_SERVICE_INCLUDE, 0, 0, NULL, "n", ORCH_SERVICE_NOTICE_NONE },
    /* Activated by hand: active (needs a type); if excluded it stays excluded */
    { "activated with its type", "td", ORCH_SERVICE_ACTIVATE, 0, 0, NULL, "Atd", ORCH_SERVICE_NOTICE_NONE },
    { "activated with a type given", "n", ORCH_SERVICE_ACTIVATE, 0, 0, one_type, "At", ORCH_SERVICE_NOTICE_NONE },
    { "activated without a type", "n", ORCH_SERVICE_ACTIVATE, 4, 4, NULL, "n", ORCH_SERVICE_NOTICE_NEEDS_TYPE },
    { "activated with an empty list", "d", ORCH_SERVICE_ACTIVATE, 0, 0, no_types, "d", ORCH_SERVICE_NOTICE_NEEDS_TYPE },
    { "activated with an empty list beside its own", "td", ORCH_SERVICE_ACTIVATE, 0, 0, no_types, "Atd",
      ORCH_SERVICE_NOTICE_NONE },
    { "an excluded one activated", "xtd", ORCH_SERVICE_ACTIVATE, 0, 0, NULL, "Axtd",
      ORCH_SERVICE_NOTICE_ACTIVE_EXCLUDED },
    { "an excluded one without a type activated", "xd", ORCH_SERVICE_ACTIVATE, 0, 0, NULL, "xd",
      ORCH_SERVICE_NOTICE_NEEDS_TYPE },
    { "came back new, now decided", "Atn", ORCH_SERVICE_ACTIVATE, 0, 0, NULL, "At", ORCH_SERVICE_NOTICE_NONE },
    /* Deactivated by hand: inactive; warned when upcoming appointments exist */
    { "deactivated", "Ato", ORCH_SERVICE_DEACTIVATE, 0, 0, NULL, "toD", ORCH_SERVICE_NOTICE_NONE },
    { "deactivated with appointments", "Atd", ORCH_SERVICE_DEACTIVATE, 1, 0, NULL, "tD",
      ORCH_SERVICE_NOTICE_HAS_UPCOMING },
    { "a new one deactivated", "n", ORCH_SERVICE_DEACTIVATE, 0, 0, NULL, "D", ORCH_SERVICE_NOTICE_NONE },
    { "an inactive one deactivated", "td", ORCH_SERVICE_DEACTIVATE, 1, 0, NULL, "td", ORCH_SERVICE_NOTICE_NONE },
    { "deactivated knowing of a fresh appointment", "td", ORCH_SERVICE_DEACTIVATE, 1, 1, NULL, "tD",
      ORCH_SERVICE_NOTICE_NONE },
    { "activated though excluded, deactivated", "Axt", ORCH_SERVICE_DEACTIVATE, 0, 0, NULL, "xtD",
      ORCH_SERVICE_NOTICE_NONE },
    /* A new appointment: an inactive, included one becomes active; an excluded one does not */
    { "a fresh appointment, with a type", "tod", ORCH_SERVICE_APPOINTMENTS_SEEN, 1, 1, NULL, "Atod",
      ORCH_SERVICE_NOTICE_RETURNED },
    { "a fresh appointment, past already", "td", ORCH_SERVICE_APPOINTMENTS_SEEN, 0, 1, NULL, "Atd",
      ORCH_SERVICE_NOTICE_RETURNED },
    { "a fresh appointment, without a type", "d", ORCH_SERVICE_APPOINTMENTS_SEEN, 1, 1, NULL, "Ad",
      ORCH_SERVICE_NOTICE_RETURNED_NO_TYPE },
    { "a fresh appointment for a new one", "n", ORCH_SERVICE_APPOINTMENTS_SEEN, 1, 1, NULL, "An",
      ORCH_SERVICE_NOTICE_RETURNED_NO_TYPE },
    { "appointments known before", "td", ORCH_SERVICE_APPOINTMENTS_SEEN, 7, 0, NULL, "td", ORCH_SERVICE_NOTICE_NONE },
    { "a fresh appointment for an excluded one", "xtd", ORCH_SERVICE_APPOINTMENTS_SEEN, 2, 2, NULL, "xtd",
      ORCH_SERVICE_NOTICE_NONE },
    { "a fresh appointment for an active one", "Ato", ORCH_SERVICE_APPOINTMENTS_SEEN, 2, 2, NULL, "Ato",
      ORCH_SERVICE_NOTICE_NONE },
    { "no appointment any more", "Atd", ORCH_SERVICE_APPOINTMENTS_SEEN, 0, 0, NULL, "Atd", ORCH_SERVICE_NOTICE_NONE },
    /* Vanished: state kept, to confirm */
    { "vanished", "Ato", ORCH_SERVICE_VANISHED, 0, 0, NULL, "Avto", ORCH_SERVICE_NOTICE_TO_CONFIRM },
    { "a new one vanished", "n", ORCH_SERVICE_VANISHED, 0, 0, NULL, "nv", ORCH_SERVICE_NOTICE_TO_CONFIRM },
    { "vanished again", "Avto", ORCH_SERVICE_VANISHED, 0, 0, NULL, "Avto", ORCH_SERVICE_NOTICE_NONE },
    { "seen again", "Avto", ORCH_SERVICE_SEEN_AGAIN, 0, 0, NULL, "Ato", ORCH_SERVICE_NOTICE_NEW_IN_EMR_AGAIN },
    { "seen as ever", "xd", ORCH_SERVICE_SEEN_AGAIN, 0, 0, NULL, "xd", ORCH_SERVICE_NOTICE_NONE },
    /* Types: the seed switches off what is saved without any */
    { "types taken away", "Ato", ORCH_SERVICE_SET_TYPES, 0, 0, no_types, "oD", ORCH_SERVICE_NOTICE_OFF_WITHOUT_TYPE },
    { "types changed", "At", ORCH_SERVICE_SET_TYPES, 0, 0, two_types, "At", ORCH_SERVICE_NOTICE_NONE },
    { "a type for one that came back", "Ad", ORCH_SERVICE_SET_TYPES, 0, 0, one_type, "Atd", ORCH_SERVICE_NOTICE_NONE },
    { "no type for one that came back", "Ad", ORCH_SERVICE_SET_TYPES, 1, 1, NULL, "Ad", ORCH_SERVICE_NOTICE_NONE },
    { "a type for a new one", "n", ORCH_SERVICE_SET_TYPES, 0, 0, one_type, "nt", ORCH_SERVICE_NOTICE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (OrchService) before = make (table[i].before);
      g_autoptr (OrchServiceFacts) facts = orch_service_facts_new ("s", table[i].upcoming, table[i].fresh);
      OrchServiceNotice notice = ORCH_SERVICE_NOTICE_NONE;
      g_autoptr (OrchService) after = orch_service_after (before, table[i].event, facts, table[i].types, NOW, &notice);

      orch_test_check_string (table[i].after, describe (after), table[i].row);
      orch_test_check_int (table[i].notice, notice, table[i].row);
      orch_test_check_true ((after == before) == (orch_service_same_decisions (before, after) != FALSE), table[i].row);
    }
}

static void
test_types_are_given (void)
{
  g_autoptr (OrchService) before = make ("n");
  g_autoptr (OrchService) after = orch_service_after (before, ORCH_SERVICE_ACTIVATE, NULL, two_types, NOW, NULL);

  g_assert_cmpint ((int) g_strv_length ((char **) orch_service_get_fields (after)->types), ==, 2);
  g_assert_cmpstr (orch_service_get_fields (after)->types[1], ==, "walk-in");
}

static void
test_by_hand_never_vanishes (void)
{
  OrchServiceFields fields = { .id = "s", .name = "Suivi", .origin = ORCH_ORIGIN_HAND };
  g_autoptr (OrchService) service = orch_service_new (&fields);
  g_autoptr (OrchService) after = orch_service_after (service, ORCH_SERVICE_VANISHED, NULL, NULL, NOW, NULL);

  g_assert_true (after == service);
}

static void
test_online (void)
{
  static const struct
  {
    const char *state;
    gboolean needs_type, online;
  } table[] = {
    { "Ato", FALSE, TRUE },   { "At", FALSE, FALSE },  { "Ao", TRUE, FALSE },  { "to", FALSE, FALSE },
    { "Avto", FALSE, FALSE }, { "Axto", FALSE, TRUE }, { "Aon", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (OrchService) service = make (table[i].state);
      gboolean needs_type = !table[i].needs_type, shown = !table[i].online;

      orch_test_check_int (table[i].needs_type, orch_service_needs_type (service) != FALSE, table[i].state);
      orch_test_check_int (table[i].online, orch_service_is_online (service) != FALSE, table[i].state);
      orch_test_check_true (!orch_service_is_reachable (service), table[i].state);
      g_object_get (service, "needs-type", &needs_type, "shown-online", &shown, NULL);
      orch_test_check_int (table[i].needs_type, needs_type, table[i].state);
      orch_test_check_int (table[i].online, shown, table[i].state);
    }
}

static void
test_reachable (void)
{
  for (int staff_only = 0; staff_only < 2; staff_only++)
    {
      OrchCareOfferFields offered = { .staff_only = staff_only, .age_min = -1, .age_max = -1, .publication_days = -1 };
      g_autoptr (OrchCareOffer) offer = orch_care_offer_new (&offered);
      g_autoptr (OrchService) service = make ("Ato");
      OrchServiceFields fields = *orch_service_get_fields (service);
      g_autoptr (OrchService) with_offer = NULL;

      fields.offer = offer;
      with_offer = orch_service_new (&fields);
      g_assert_cmpint (orch_service_is_reachable (with_offer) != FALSE, ==, !staff_only);
    }
}

static OrchAppointment *
make_appointment (const char *service, const char *status, gint64 start_us, gint64 first_seen_us, gboolean vanished)
{
  OrchAppointmentFields fields = {
    .emr_id = "a",
    .service_emr_id = service,
    .status = status,
    .start_us = start_us,
    .first_seen_us = first_seen_us,
    .vanished = vanished,
  };

  return orch_appointment_new (&fields);
}

static void
test_facts (void)
{
  static const struct
  {
    const char *row, *state, *service, *status;
    gint64 start, first_seen;
    gboolean vanished;
    guint upcoming, fresh;
  } table[] = {
    { "to come, seen after", "d", "emr-s", "booked", NOW + 1, BEFORE + 1, FALSE, 1, 1 },
    { "right now", "d", "emr-s", "booked", NOW, BEFORE + 1, FALSE, 1, 1 },
    { "past, seen after", "d", "emr-s", "fulfilled", NOW - 1, BEFORE + 1, FALSE, 0, 1 },
    { "seen before", "d", "emr-s", "booked", NOW + 1, BEFORE, FALSE, 1, 0 },
    { "never deactivated", "n", "emr-s", "booked", NOW + 1, 0, FALSE, 1, 1 },
    { "cancelled", "d", "emr-s", "cancelled", NOW + 1, BEFORE + 1, FALSE, 0, 0 },
    { "did not come", "d", "emr-s", "noshow", NOW + 1, BEFORE + 1, FALSE, 0, 0 },
    { "an error", "d", "emr-s", "entered-in-error", NOW + 1, BEFORE + 1, FALSE, 0, 0 },
    { "vanished", "d", "emr-s", "booked", NOW + 1, BEFORE + 1, TRUE, 0, 0 },
    { "of another", "d", "emr-t", "booked", NOW + 1, BEFORE + 1, FALSE, 0, 0 },
    { "of none", "d", NULL, "booked", NOW + 1, BEFORE + 1, FALSE, 0, 0 },
    { "proposed", "d", "emr-s", "proposed", NOW + 1, BEFORE + 1, FALSE, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (OrchService) service = make (table[i].state);
      g_autoptr (GPtrArray) appointments = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (OrchServiceFacts) facts = NULL;

      g_ptr_array_add (appointments, make_appointment (table[i].service, table[i].status, table[i].start,
                                                       table[i].first_seen, table[i].vanished));
      facts = orch_service_facts_count (service, appointments, NOW);
      orch_test_check_string ("s", g_strdup (facts->service_id), table[i].row);
      orch_test_check_int (table[i].upcoming, facts->upcoming, table[i].row);
      orch_test_check_int (table[i].fresh, facts->fresh, table[i].row);
    }
}

/* Every state with every event and every facts, twice: the second time finds nothing left to do. */
static void
test_twice_is_once (void)
{
  guint n = 0;

  for (guint state = 0; state < 128; state++)
    for (guint event = 0; event < ORCH_N_SERVICE_EVENTS; event++)
      for (guint facts_bits = 0; facts_bits < 4; facts_bits++)
        for (guint with_types = 0; with_types < 3; with_types++)
          {
            const char letters[] = "Axnvtod";
            g_autoptr (GString) text = g_string_new (NULL);
            g_autoptr (OrchService) before = NULL, once = NULL, twice = NULL;
            g_autoptr (OrchServiceFacts) facts = orch_service_facts_new ("s", facts_bits & 1, facts_bits >> 1);
            const char *const *types = with_types == 0 ? NULL : with_types == 1 ? no_types : two_types;
            const Fields *was, *is;
            g_autofree char *row = NULL;

            for (guint i = 0; i < 7; i++)
              if ((state & (1u << i)) != 0)
                g_string_append_c (text, letters[i]);
            row = g_strdup_printf ("%s event %u facts %u types %u", text->str, event, facts_bits, with_types);
            before = make (text->str);
            once = orch_service_after (before, event, facts, types, NOW, NULL);
            was = orch_service_get_fields (before);
            is = orch_service_get_fields (once);
            /* What a decision left inactive has no fresh appointment: those it knew of are old ones now. */
            if (is->deactivated_us == NOW)
              facts->fresh = 0;
            twice = orch_service_after (once, event, facts, types, NOW + 1, NULL);
            orch_test_check_true (twice == once, row);

            /* What holds whatever happens */
            if (event == ORCH_SERVICE_APPOINTMENTS_SEEN)
              orch_test_check_true (was->excluded ? once == before : is->active >= was->active, row);
            if (is->active && !was->active)
              orch_test_check_true (event == ORCH_SERVICE_ACTIVATE || event == ORCH_SERVICE_APPOINTMENTS_SEEN, row);
            if (is->active && !was->active && event == ORCH_SERVICE_ACTIVATE)
              orch_test_check_true (is->types != NULL, row);
            if (!is->active && was->active)
              orch_test_check_int (NOW, is->deactivated_us, row);
            if (event != ORCH_SERVICE_EXCLUDE && event != ORCH_SERVICE_INCLUDE)
              orch_test_check_int (was->excluded, is->excluded, row);
            if (event == ORCH_SERVICE_VANISHED || event == ORCH_SERVICE_SEEN_AGAIN)
              orch_test_check_true (was->active == is->active && was->deactivated_us == is->deactivated_us &&
                                        was->online == is->online && (is->types == NULL) == (was->types == NULL),
                                    row);
            orch_test_check_true (!is->vanished || !orch_service_is_online (once), row);
            orch_test_check_true (orch_service_same_content (before, once), row);
            n++;
          }
  g_assert_cmpint ((int) n, ==, 128 * ORCH_N_SERVICE_EVENTS * 4 * 3);
}

/* A story: people decide, appointments come, are cancelled and vanish, the EMR flaps, and syncs run between. After each sync a second one,
 * with nothing new, changes nothing; nothing that only the sync does ever switches off; one deactivation brings at most one return. */
static void
tell_story (guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (OrchService) service = make ("n");
  g_autoptr (GPtrArray) appointments = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_returns = 0, n_switched_off = 1; /* arriving inactive is the first */
  gint64 now = NOW;

  for (guint step = 0; step < 400; step++)
    {
      g_autofree char *row = g_strdup_printf ("seed %u step %u", seed, step);
      OrchServiceEvent event = (OrchServiceEvent) g_rand_int_range (random, 0, ORCH_N_SERVICE_EVENTS);
      const char *const *types = g_rand_boolean (random) ? one_type : no_types;
      gboolean was_active = orch_service_get_fields (service)->active;
      g_autoptr (OrchService) after = NULL;
      g_autoptr (OrchServiceFacts) facts = NULL;

      now += 1 + g_rand_int_range (random, 0, 1000);
      switch (g_rand_int_range (random, 0, 4))
        {
        case 0:
          g_ptr_array_add (appointments,
                           make_appointment ("emr-s", g_rand_int_range (random, 0, 3) == 0 ? "cancelled" : "booked",
                                             now + g_rand_int_range (random, -2000, 2000), now, FALSE));
          break;
        case 1:
          if (appointments->len > 0)
            g_ptr_array_remove_index_fast (appointments,
                                           (guint) g_rand_int_range (random, 0, (gint32) appointments->len));
          break;
        default:
          break;
        }
      now++;
      facts = orch_service_facts_count (service, appointments, now);
      after = orch_service_after (service, event, facts, types, now, NULL);
      if (!was_active && orch_service_get_fields (after)->active && event == ORCH_SERVICE_APPOINTMENTS_SEEN)
        n_returns++;
      if (was_active && !orch_service_get_fields (after)->active)
        {
          n_switched_off++;
          orch_test_check_true (event == ORCH_SERVICE_EXCLUDE || event == ORCH_SERVICE_DEACTIVATE ||
                                    event == ORCH_SERVICE_SET_TYPES,
                                row);
        }
      g_set_object (&service, after);

      /* The same sync again and again */
      for (guint again = 0; again < 3 && event == ORCH_SERVICE_APPOINTMENTS_SEEN; again++)
        {
          g_autoptr (OrchServiceFacts) then = NULL;
          g_autoptr (OrchService) unchanged = NULL;

          now += 60;
          then = orch_service_facts_count (service, appointments, now);
          unchanged = orch_service_after (service, ORCH_SERVICE_APPOINTMENTS_SEEN, then, NULL, now, NULL);
          orch_test_check_true (unchanged == service, row);
        }
      /* A decision that leaves it inactive holds against everything known so far. */
      if ((event == ORCH_SERVICE_DEACTIVATE || event == ORCH_SERVICE_EXCLUDE) &&
          !orch_service_get_fields (service)->excluded)
        {
          g_autoptr (OrchServiceFacts) then = orch_service_facts_count (service, appointments, now);

          orch_test_check_int (0, then->fresh, row);
        }
    }
  g_assert_cmpint ((int) n_returns, <=, (int) n_switched_off);
}

static void
test_stories (void)
{
  for (guint32 seed = 1; seed <= 60; seed++)
    tell_story (seed);
}

static void
test_edit (void)
{
  static const struct
  {
    const char *row, *before, *wanted;
    guint upcoming;
    const char *after;
    OrchServiceNotice notice;
  } table[] = {
    { "nothing", "Ato", "Ato", 0, "Ato", ORCH_SERVICE_NOTICE_NONE },
    { "online", "At", "Ato", 0, "Ato", ORCH_SERVICE_NOTICE_NONE },
    { "activated", "td", "Atd", 0, "Atd", ORCH_SERVICE_NOTICE_NONE },
    { "activated with the type chosen there", "n", "At", 0, "At", ORCH_SERVICE_NOTICE_NONE },
    { "activated without a type", "n", "A", 0, "n", ORCH_SERVICE_NOTICE_NEEDS_TYPE },
    { "deactivated", "At", "t", 2, "tD", ORCH_SERVICE_NOTICE_HAS_UPCOMING },
    { "types taken away", "At", "A", 0, "D", ORCH_SERVICE_NOTICE_OFF_WITHOUT_TYPE },
    { "one that waits for its type", "Ad", "Aod", 0, "Aod", ORCH_SERVICE_NOTICE_NONE },
    { "excluded", "At", "Axt", 0, "xtD", ORCH_SERVICE_NOTICE_NONE },
    { "excluded with appointments", "At", "Axt", 1, "xtD", ORCH_SERVICE_NOTICE_HAS_UPCOMING },
    { "excluded and deactivated with appointments", "At", "xt", 1, "xtD", ORCH_SERVICE_NOTICE_HAS_UPCOMING },
    { "included", "xtd", "td", 0, "td", ORCH_SERVICE_NOTICE_NONE },
    { "excluded and activated at once", "td", "Axtd", 0, "Axtd", ORCH_SERVICE_NOTICE_ACTIVE_EXCLUDED },
    { "types of a new one", "n", "nt", 0, "nt", ORCH_SERVICE_NOTICE_NONE },
    { "vanished is not edited", "Avt", "At", 0, "Avt", ORCH_SERVICE_NOTICE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (OrchService) before = make (table[i].before), wanted = make (table[i].wanted);
      g_autoptr (OrchServiceFacts) facts = orch_service_facts_new ("s", table[i].upcoming, 0);
      OrchServiceNotice notice = ORCH_SERVICE_NOTICE_NONE;
      g_autoptr (OrchService) after = orch_service_settle_edit (before, wanted, facts, NOW, &notice);

      orch_test_check_string (table[i].after, describe (after), table[i].row);
      orch_test_check_int (table[i].notice, notice, table[i].row);
    }
}

/* What the EMR owns cannot be edited here; what is typed by hand can. */
static void
test_edit_content (void)
{
  for (int by_hand = 0; by_hand < 2; by_hand++)
    {
      OrchServiceFields fields = { .id = "s", .emr_id = "e", .name = "Suivi", .duration_minutes = 30 };
      g_autoptr (OrchService) before = NULL, edited = NULL, after = NULL;

      fields.origin = by_hand ? ORCH_ORIGIN_HAND : ORCH_ORIGIN_EMR;
      before = orch_service_new (&fields);
      fields.name = "Autre";
      fields.duration_minutes = 45;
      fields.duration_override = 20;
      fields.category_id = "c-1";
      edited = orch_service_new (&fields);
      after = orch_service_settle_edit (before, edited, NULL, NOW, NULL);
      g_assert_cmpstr (orch_service_get_fields (after)->name, ==, by_hand ? "Autre" : "Suivi");
      g_assert_cmpint (orch_service_get_fields (after)->duration_minutes, ==, by_hand ? 45 : 30);
      g_assert_cmpint (orch_service_get_duration (after), ==, 20);
      g_assert_cmpstr (orch_service_get_fields (after)->category_id, ==, "c-1");
    }
}

/* A hub that keeps milliseconds gives back the same decision. */
static void
test_instants (void)
{
  static const struct
  {
    gint64 a, b;
    gboolean same;
  } table[] = {
    { 1234567, 1234000, TRUE }, { 1234567, 1235000, FALSE }, { 0, 0, TRUE }, { 0, 500, FALSE }, { 500, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      OrchServiceFields fields = { .id = "s", .deactivated_us = table[i].a };
      g_autoptr (OrchService) a = orch_service_new (&fields), b = NULL;

      fields.deactivated_us = table[i].b;
      b = orch_service_new (&fields);
      g_assert_cmpint (orch_service_same_decisions (a, b) != FALSE, ==, table[i].same);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/service-rules/table", test_table);
  g_test_add_func ("/core/service-rules/types-are-given", test_types_are_given);
  g_test_add_func ("/core/service-rules/by-hand-never-vanishes", test_by_hand_never_vanishes);
  g_test_add_func ("/core/service-rules/online", test_online);
  g_test_add_func ("/core/service-rules/reachable", test_reachable);
  g_test_add_func ("/core/service-rules/facts", test_facts);
  g_test_add_func ("/core/service-rules/instants", test_instants);
  g_test_add_func ("/core/service-rules/twice-is-once", test_twice_is_once);
  g_test_add_func ("/core/service-rules/stories", test_stories);
  g_test_add_func ("/core/service-rules/edit", test_edit);
  g_test_add_func ("/core/service-rules/edit-content", test_edit_content);
  return orch_test_run ();
}
