/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The three-page assistant: who is on which page, what is told before, and that Apply does what was told. Source: product.md §2,
 * seeds/services-sync-article.txt.
 */
#include "core/orch-service-plan.h"
#include "orch-test.h"

#define NOW 1000000
#define BEFORE 500000

typedef OrchServiceFields Fields;

static const char *const some_types[] = { "regular", NULL };
static const char *const other_types[] = { "walk-in", "priority", NULL };
static const char *const no_types[] = { NULL };

/* As in test-service-rules.c; c: in conflict, f: with an offer of care. */
static OrchService *
make (const char *id, const char *state)
{
  OrchCareOfferFields offered = { .age_min = -1, .age_max = -1, .publication_days = -1 };
  g_autoptr (OrchCareOffer) offer = orch_care_offer_new (&offered);
  Fields fields = {
    .id = id,
    .emr_id = id,
    .name = id,
    .duration_minutes = 30,
    .active = strchr (state, 'A') != NULL,
    .excluded = strchr (state, 'x') != NULL,
    .to_define = strchr (state, 'n') != NULL,
    .vanished = strchr (state, 'v') != NULL,
    .types = strchr (state, 't') != NULL ? some_types : NULL,
    .deactivated_us = strchr (state, 'd') != NULL ? BEFORE : 0,
    .in_conflict = strchr (state, 'c') != NULL,
    .offer = strchr (state, 'f') != NULL ? offer : NULL,
  };

  return orch_service_new (&fields);
}

/* CHOICE: x, X: exclusion ticked, unticked; i, I: inactive ticked, unticked; t, T: types given, taken away. */
static void
choose (OrchServicePlan *plan, const char *id, const char *choices)
{
  for (const char *p = choices; *p != '\0'; p++)
    switch (*p)
      {
      case 'x':
      case 'X':
        orch_service_plan_set_excluded (plan, id, *p == 'x');
        break;
      case 'i':
      case 'I':
        orch_service_plan_set_inactive (plan, id, *p == 'i');
        break;
      default:
        orch_service_plan_set_types (plan, id, *p == 't' ? other_types : no_types);
      }
}

static OrchServicePlan *
make_plan (OrchService *service, guint upcoming, guint fresh)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new ();
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_service_facts_free);

  g_ptr_array_add (services, service);
  g_ptr_array_add (facts, orch_service_facts_new (orch_service_get_fields (service)->id, upcoming, fresh));
  return orch_service_plan_new (services, facts, NOW);
}

/* The kinds told of the plan's services, as bits. */
static guint
get_kinds (OrchServicePlan *plan)
{
  g_autoptr (GPtrArray) consequences = orch_service_plan_get_consequences (plan);
  guint kinds = 0;

  for (guint i = 0; i < consequences->len; i++)
    kinds |= 1u << orch_service_consequence_get_kind (consequences->pdata[i]);
  return kinds;
}

#define BIT(kind) (1u << ORCH_CONSEQUENCE_##kind)

static void
test_table (void)
{
  static const struct
  {
    const char *row, *before, *choices;
    guint upcoming;
    OrchServiceAbsence excluded_page, inactive_page, active_page;
    const char *after; /* NULL: not written */
    guint kinds;
  } table[] = {
    { "new, nothing chosen", "n", "", 0, 0, 0, 0, "", BIT (NEW) | BIT (OFF_WITHOUT_TYPE) },
    { "new, excluded", "n", "x", 0, 0, ORCH_SERVICE_ABSENT_EXCLUDED, ORCH_SERVICE_ABSENT_EXCLUDED, "x",
      BIT (NEW) | BIT (LEAVES_REPORT) },
    { "new with appointments, excluded", "n", "x", 4, 0, ORCH_SERVICE_ABSENT_EXCLUDED, ORCH_SERVICE_ABSENT_EXCLUDED,
      "x", BIT (NEW) | BIT (LEAVES_REPORT) },
    { "new, inactive", "n", "i", 0, 0, 0, ORCH_SERVICE_ABSENT_INACTIVE, "", BIT (NEW) | BIT (STAYS_INACTIVE) },
    { "new, inactive, with appointments, typed", "n", "it", 2, 0, 0, 0, "At",
      BIT (NEW) | BIT (RETURNS_BY_APPOINTMENT) | BIT (NO_OFFER_YET) },
    { "new, inactive, with appointments, no type", "n", "i", 2, 0, 0, 0, "", BIT (NEW) | BIT (OFF_WITHOUT_TYPE) },
    { "new, typed", "n", "t", 0, 0, 0, 0, "At", BIT (NEW) | BIT (BECOMES_ACTIVE) | BIT (NO_OFFER_YET) },
    { "new, typed, with an offer", "nf", "t", 0, 0, 0, 0, "Atf", BIT (NEW) | BIT (BECOMES_ACTIVE) },
    { "new, typed, then excluded", "n", "tx", 0, 0, ORCH_SERVICE_ABSENT_EXCLUDED, ORCH_SERVICE_ABSENT_EXCLUDED, "x",
      BIT (NEW) | BIT (LEAVES_REPORT) },
    { "active, nothing chosen", "Atf", "", 0, 0, 0, 0, NULL, 0 },
    { "active, no offer", "At", "", 0, 0, 0, 0, NULL, BIT (NO_OFFER_YET) },
    { "active, ticked inactive", "Atf", "i", 0, 0, 0, ORCH_SERVICE_ABSENT_INACTIVE, "tf", BIT (BECOMES_INACTIVE) },
    { "active with appointments, ticked inactive", "Atf", "i", 1, 0, 0, 0, NULL, BIT (RETURNS_BY_APPOINTMENT) },
    { "active, types taken away", "Atf", "T", 0, 0, 0, 0, "f", BIT (OFF_WITHOUT_TYPE) },
    { "active, excluded", "Atf", "x", 3, 0, ORCH_SERVICE_ABSENT_EXCLUDED, ORCH_SERVICE_ABSENT_EXCLUDED, "xtf",
      BIT (BECOMES_INACTIVE) | BIT (LEAVES_REPORT) },
    { "came back without a type, left so", "Adf", "", 1, 0, 0, 0, "f", BIT (OFF_WITHOUT_TYPE) },
    { "came back without a type, typed", "Adf", "t", 1, 0, 0, 0, "Atdf", 0 },
    { "inactive, nothing chosen", "tdf", "", 0, 0, 0, ORCH_SERVICE_ABSENT_INACTIVE, NULL, 0 },
    { "inactive, unticked", "tdf", "I", 0, 0, 0, 0, "Atdf", BIT (BECOMES_ACTIVE) },
    { "inactive, unticked, without a type", "df", "I", 0, 0, 0, 0, NULL, BIT (OFF_WITHOUT_TYPE) },
    { "inactive with appointments and a type", "tdf", "", 2, 0, 0, 0, "Atdf", BIT (RETURNS_BY_APPOINTMENT) },
    { "inactive with appointments, types taken away", "tdf", "T", 2, 0, 0, 0, "df", BIT (OFF_WITHOUT_TYPE) },
    { "excluded, nothing chosen", "xd", "", 5, 0, ORCH_SERVICE_ABSENT_EXCLUDED, ORCH_SERVICE_ABSENT_EXCLUDED, NULL, 0 },
    { "excluded, unticked", "xd", "X", 0, 0, 0, ORCH_SERVICE_ABSENT_INACTIVE, "d", BIT (ENTERS_REPORT) },
    { "excluded, unticked and made active", "xdf", "XIt", 0, 0, 0, 0, "Atdf",
      BIT (ENTERS_REPORT) | BIT (BECOMES_ACTIVE) },
    { "activated though excluded, nothing chosen", "Axtf", "", 0, 0, ORCH_SERVICE_ABSENT_EXCLUDED,
      ORCH_SERVICE_ABSENT_EXCLUDED, NULL, 0 },
    { "activated though excluded, ticked again", "Axtf", "Xx", 0, 0, ORCH_SERVICE_ABSENT_EXCLUDED,
      ORCH_SERVICE_ABSENT_EXCLUDED, "xtf", BIT (BECOMES_INACTIVE) },
    { "activated though excluded, unticked", "Axtf", "X", 0, 0, 0, 0, "Atf", BIT (ENTERS_REPORT) },
    { "vanished", "Avt", "x", 1, ORCH_SERVICE_ABSENT_VANISHED, ORCH_SERVICE_ABSENT_VANISHED,
      ORCH_SERVICE_ABSENT_VANISHED, NULL, BIT (VANISHED) },
    { "in conflict", "nc", "t", 1, ORCH_SERVICE_ABSENT_IN_CONFLICT, ORCH_SERVICE_ABSENT_IN_CONFLICT,
      ORCH_SERVICE_ABSENT_IN_CONFLICT, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const OrchServiceAbsence absences[] = { table[i].excluded_page, table[i].inactive_page, table[i].active_page };
      g_autoptr (OrchService) before = make ("s", table[i].before);
      g_autoptr (OrchServicePlan) plan = make_plan (before, table[i].upcoming, 0);
      g_autoptr (GPtrArray) results = NULL;

      choose (plan, "s", table[i].choices);
      for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
        {
          g_autoptr (GPtrArray) shown = orch_service_plan_get_page (plan, page);

          orch_test_check_int (absences[page], orch_service_plan_get_absent (plan, page, "s"), table[i].row);
          orch_test_check_int (absences[page] == ORCH_SERVICE_PRESENT ? 1 : 0, (int) shown->len, table[i].row);
        }
      orch_test_check_int (table[i].kinds, get_kinds (plan), table[i].row);
      results = orch_service_plan_get_results (plan);
      orch_test_check_int (table[i].after != NULL ? 1 : 0, (int) results->len, table[i].row);
      if (table[i].after != NULL && results->len == 1)
        {
          g_autoptr (OrchService) expected = make ("s", table[i].after);
          const Fields *fields = orch_service_get_fields (results->pdata[0]);
          const Fields *wanted = orch_service_get_fields (expected);

          orch_test_check_int (wanted->active, fields->active, table[i].row);
          orch_test_check_int (wanted->excluded, fields->excluded, table[i].row);
          orch_test_check_int (FALSE, fields->to_define, table[i].row);
          orch_test_check_true ((wanted->types != NULL) == (fields->types != NULL), table[i].row);
          orch_test_check_true ((wanted->offer != NULL) == (fields->offer != NULL), table[i].row);
          if (!fields->active && orch_service_get_fields (before)->active)
            orch_test_check_int (NOW, fields->deactivated_us, table[i].row);
          if (!fields->active)
            orch_test_check_true (fields->deactivated_us > 0, table[i].row);
        }
    }
}

static void
test_unknown (void)
{
  g_autoptr (OrchService) service = make ("s", "n");
  g_autoptr (OrchServicePlan) plan = make_plan (service, 0, 0);

  choose (plan, "nobody", "xit");
  g_assert_cmpint (orch_service_plan_get_absent (plan, ORCH_SERVICE_PAGE_EXCLUDED, "nobody"), ==,
                   ORCH_SERVICE_ABSENT_UNKNOWN);
  g_assert_cmpint (orch_service_plan_get_absent (plan, ORCH_SERVICE_PAGE_EXCLUDED, NULL), ==,
                   ORCH_SERVICE_ABSENT_UNKNOWN);
  g_assert_null (orch_service_plan_find (plan, "nobody"));
  g_assert_false (orch_service_plan_has_choices (plan));
}

static void
test_changed (void)
{
  g_autoptr (OrchService) service = make ("s", "Atf");
  g_autoptr (OrchServicePlan) plan = make_plan (service, 0, 0);

  orch_service_plan_note_changed (plan, "s");
  g_assert_cmpint ((int) get_kinds (plan), ==, (int) BIT (CHANGED));
}

/* Consequences come by kind, then in the order of the services, and say how many appointments. */
static void
test_order (void)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_service_facts_free);
  g_autoptr (OrchServicePlan) plan = NULL;
  g_autoptr (GPtrArray) told = NULL, sliced = NULL;
  GPtrArray *slices[ORCH_N_CONSEQUENCES] = { NULL };
  g_autoptr (GString) text = g_string_new (NULL);

  g_ptr_array_add (services, make ("c", "n"));
  g_ptr_array_add (services, make ("a", "tdf"));
  g_ptr_array_add (services, make ("b", "n"));
  g_ptr_array_add (facts, orch_service_facts_new ("a", 7, 0));
  g_ptr_array_add (facts, orch_service_facts_new ("unknown", 7, 0));
  plan = orch_service_plan_new (services, facts, NOW);
  told = orch_service_plan_get_consequences (plan);
  for (guint i = 0; i < told->len; i++)
    g_string_append_printf (text, "%s%d/%u ",
                            orch_service_get_fields (orch_service_consequence_get_service (told->pdata[i]))->id,
                            orch_service_consequence_get_kind (told->pdata[i]),
                            orch_service_consequence_get_count (told->pdata[i]));
  g_assert_cmpstr (text->str, ==, "c0/0 b0/0 a4/7 c7/0 b7/0 ");

  /* In slices: the same, in the same order. */
  g_assert_cmpuint (orch_service_plan_add_consequences (plan, slices, 0, 2), ==, 2);
  g_assert_cmpuint (orch_service_plan_add_consequences (plan, slices, 2, 2), ==, 0);
  sliced = slices[0];
  g_assert_cmpuint (sliced->len, ==, told->len);
  for (guint i = 0; i < told->len; i++)
    {
      g_assert_true (orch_service_consequence_get_service (sliced->pdata[i]) ==
                     orch_service_consequence_get_service (told->pdata[i]));
      g_assert_cmpint (orch_service_consequence_get_kind (sliced->pdata[i]), ==,
                       orch_service_consequence_get_kind (told->pdata[i]));
    }
}

/* Leaving mid-way: the choices come back, into a store that has changed meanwhile. */
static void
test_choices_are_kept (void)
{
  g_autoptr (GString) slices = g_string_new (NULL);
  guint from;
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (OrchServicePlan) plan = NULL, again = NULL;
  g_autofree char *text = NULL, *same = NULL, *none = NULL;

  g_ptr_array_add (services, make ("a", "n"));
  g_ptr_array_add (services, make ("b\"'é", "n"));
  g_ptr_array_add (services, make ("c", "Atf"));
  plan = orch_service_plan_new (services, NULL, NOW);
  none = orch_service_plan_dup_choices (plan);
  g_assert_cmpstr (none, ==, "");
  choose (plan, "a", "x");
  choose (plan, "b\"'é", "it");
  choose (plan, "c", "T");
  text = orch_service_plan_dup_choices (plan);
  /* In slices, and none of a plan where nothing is chosen */
  from = orch_service_plan_print_choices (plan, slices, 0, 2);
  g_assert_cmpuint (from, ==, 2);
  g_assert_cmpuint (orch_service_plan_print_choices (plan, slices, from, 2), ==, 0);
  g_assert_cmpstr (slices->str, ==, text);

  again = orch_service_plan_new (services, NULL, NOW);
  orch_service_plan_restore_choices (again, text);
  g_assert_true (orch_service_plan_get_excluded (again, "a"));
  g_assert_true (orch_service_plan_get_inactive (again, "b\"'é"));
  g_assert_cmpstr (orch_service_plan_get_types (again, "b\"'é")[0], ==, "priority");
  g_assert_null (orch_service_plan_get_types (again, "c"));
  g_assert_false (orch_service_plan_get_excluded (again, "c"));
  same = orch_service_plan_dup_choices (again);
  g_assert_cmpstr (same, ==, text);
  g_assert_cmpint ((int) get_kinds (again), ==, (int) get_kinds (plan));

  g_ptr_array_set_size (services, 1);
  g_clear_object (&again);
  again = orch_service_plan_new (services, NULL, NOW);
  orch_service_plan_restore_choices (again, text);
  g_assert_true (orch_service_plan_get_excluded (again, "a"));
}

static void
test_foreign_choices (void)
{
  static const char *const texts[] = {
    NULL, "", "nonsense", "{'a': (1, 2)}", "[1, 2, 3]", "{'a': (1, -1, nothing)", "{'': (7, 9, just ['', ''])}"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (OrchService) service = make ("s", "n");
      g_autoptr (OrchServicePlan) plan = make_plan (service, 0, 0);

      orch_service_plan_restore_choices (plan, texts[i]);
      g_assert_false (orch_service_plan_has_choices (plan));
    }
}

static guint
count_kind (GPtrArray *consequences, OrchServiceConsequenceKind kind)
{
  guint n = 0;

  for (guint i = 0; i < consequences->len; i++)
    n += orch_service_consequence_get_kind (consequences->pdata[i]) == kind;
  return n;
}

static OrchService *
find (GPtrArray *services, const char *id)
{
  for (guint i = 0; i < services->len; i++)
    if (g_str_equal (orch_service_get_fields (services->pdata[i])->id, id))
      return services->pdata[i];
  return NULL;
}

/* What Apply writes is what was told, no more and no less; and there is nothing left to write afterwards. */
static void
check_apply_is_preview (OrchService *before, guint upcoming, guint fresh, const char *choices, const char *row)
{
  g_autoptr (OrchServicePlan) plan = make_plan (before, upcoming, fresh), next = NULL;
  g_autoptr (GPtrArray) told = NULL, results = NULL, rest = NULL;
  OrchService *after;
  const Fields *was, *is;
  guint page = 0;

  choose (plan, "s", choices);
  told = orch_service_plan_get_consequences (plan);
  results = orch_service_plan_get_results (plan);
  after = results->len > 0 ? results->pdata[0] : before;
  was = orch_service_get_fields (before);
  is = orch_service_get_fields (after);

#define TOLD(kind) count_kind (told, ORCH_CONSEQUENCE_##kind)
  if (was->in_conflict || was->vanished)
    {
      orch_test_check_int (0, (int) results->len, row);
      orch_test_check_int (was->vanished && !was->in_conflict ? 1 : 0, (int) told->len, row);
      return;
    }
  page = orch_service_plan_get_absent (plan, ORCH_SERVICE_PAGE_ACTIVE, "s") == ORCH_SERVICE_PRESENT;
  /* Becoming active: told once, by one reason */
  orch_test_check_true (!(is->active && !was->active) || TOLD (BECOMES_ACTIVE) + TOLD (RETURNS_BY_APPOINTMENT) == 1,
                        row);
  orch_test_check_true (TOLD (BECOMES_ACTIVE) == 0 || (is->active && !was->active), row);
  orch_test_check_true (TOLD (RETURNS_BY_APPOINTMENT) == 0 || (is->active && upcoming > 0), row);
  /* Becoming inactive */
  orch_test_check_true (!(was->active && !is->active) || TOLD (BECOMES_INACTIVE) + TOLD (OFF_WITHOUT_TYPE) == 1, row);
  orch_test_check_true (TOLD (BECOMES_INACTIVE) == 0 || (was->active && !is->active), row);
  /* A new one that is not offered afterwards: told why */
  if (was->to_define && !was->active && !is->active && !is->excluded)
    orch_test_check_int (1, (int) (TOLD (STAYS_INACTIVE) + TOLD (OFF_WITHOUT_TYPE)), row);
  else
    orch_test_check_int (0, (int) TOLD (STAYS_INACTIVE), row);
  orch_test_check_true (TOLD (OFF_WITHOUT_TYPE) == 0 || (!is->active && is->types == NULL && page), row);
  orch_test_check_int (!was->excluded && is->excluded, (int) TOLD (LEAVES_REPORT), row);
  orch_test_check_int (was->excluded && !is->excluded, (int) TOLD (ENTERS_REPORT), row);
  orch_test_check_int (is->active && is->offer == NULL, (int) TOLD (NO_OFFER_YET), row);
  orch_test_check_int (was->to_define, (int) TOLD (NEW), row);
  /* Nothing is left to define; what is active on the last page has a type; an excluded one was ticked */
  orch_test_check_true (!is->to_define || (was->excluded && results->len == 0), row);
  orch_test_check_true (!page || is->active == (is->types != NULL), row);
  orch_test_check_int (orch_service_plan_get_excluded (plan, "s"), is->excluded, row);
  orch_test_check_true (!(is->excluded && !was->excluded) || !is->active, row);
#undef TOLD

  /* Once more with the same choices, and with none: what a decision knew of is fresh no more. */
  next = make_plan (after, upcoming, is->deactivated_us == NOW ? 0 : fresh);
  rest = orch_service_plan_get_results (next);
  orch_test_check_int (0, (int) (is->active || upcoming == 0 || is->types == NULL ? rest->len : 0), row);
  choose (next, "s", choices);
  g_clear_pointer (&rest, g_ptr_array_unref);
  rest = orch_service_plan_get_results (next);
  orch_test_check_int (0, (int) rest->len, row);
}

static void
test_apply_is_preview (void)
{
  static const char *const choices[] = {
    "",   "x",  "X",  "i",  "I",  "t",   "T",   "xi",  "xI",  "xt",  "xT",  "Xi",  "XI",  "Xt",
    "XT", "it", "iT", "It", "IT", "xit", "xiT", "xIt", "xIT", "Xit", "XiT", "XIt", "XIT",
  };
  const char letters[] = "Axnvtdcf";
  guint n = 0;

  for (guint state = 0; state < 256; state++)
    for (guint facts = 0; facts < 4; facts++)
      for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
        {
          g_autoptr (GString) text = g_string_new (NULL);
          g_autoptr (OrchService) before = NULL;
          g_autofree char *row = NULL;

          for (guint bit = 0; bit < 8; bit++)
            if ((state & (1u << bit)) != 0)
              g_string_append_c (text, letters[bit]);
          /* An excluded service is decided; it never is "to define". */
          if (strchr (text->str, 'x') != NULL && strchr (text->str, 'n') != NULL)
            continue;
          row = g_strdup_printf ("%s facts %u choices %s", text->str, facts, choices[i]);
          before = make ("s", text->str);
          check_apply_is_preview (before, facts & 1 ? 3 : 0, facts & 2 ? 2 : 0, choices[i], row);
          n++;
        }
  g_assert_cmpint ((int) n, ==, 192 * 4 * (int) G_N_ELEMENTS (choices));
}

/* Twenty services, choices at random, many reviews and syncs one after the other. */
static void
test_sequences (void)
{
  for (guint32 seed = 1; seed <= 30; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = 0; i < 20; i++)
        {
          g_autofree char *id = g_strdup_printf ("s%02u", i);

          g_ptr_array_add (services, make (id, "n"));
        }
      for (guint round = 0; round < 20; round++)
        {
          g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_service_facts_free);
          g_autoptr (OrchServicePlan) plan = NULL, next = NULL;
          g_autoptr (GPtrArray) results = NULL, rest = NULL;
          g_autofree char *text = NULL, *row = g_strdup_printf ("seed %u round %u", seed, round);

          for (guint i = 0; i < services->len; i++)
            {
              const char *id = orch_service_get_fields (services->pdata[i])->id;

              if (g_rand_boolean (random))
                g_ptr_array_add (facts, orch_service_facts_new (id, (guint) g_rand_int_range (random, 0, 3), 0));
            }
          plan = orch_service_plan_new (services, facts, NOW + round);
          for (guint k = 0; k < 15; k++)
            {
              g_autofree char *id = g_strdup_printf ("s%02d", g_rand_int_range (random, 0, 20));
              const char letter[] = { "xXiItT"[g_rand_int_range (random, 0, 6)], '\0' };

              choose (plan, id, letter);
            }
          results = orch_service_plan_get_results (plan);
          for (guint i = 0; i < services->len; i++)
            {
              const char *id = orch_service_get_fields (services->pdata[i])->id;
              OrchService *after = find (results, id);

              orch_test_check_true (after == NULL || !orch_service_same_decisions (after, services->pdata[i]), row);
              if (after != NULL)
                {
                  g_object_unref (services->pdata[i]);
                  services->pdata[i] = g_object_ref (after);
                }
            }
          /* The same choices, kept and restored, over what was written: nothing more. */
          text = orch_service_plan_dup_choices (plan);
          next = orch_service_plan_new (services, facts, NOW + round + 1);
          orch_service_plan_restore_choices (next, text);
          rest = orch_service_plan_get_results (next);
          orch_test_check_int (0, (int) rest->len, row);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/service-plan/table", test_table);
  g_test_add_func ("/core/service-plan/unknown", test_unknown);
  g_test_add_func ("/core/service-plan/changed", test_changed);
  g_test_add_func ("/core/service-plan/order", test_order);
  g_test_add_func ("/core/service-plan/choices-are-kept", test_choices_are_kept);
  g_test_add_func ("/core/service-plan/foreign-choices", test_foreign_choices);
  g_test_add_func ("/core/service-plan/apply-is-preview", test_apply_is_preview);
  g_test_add_func ("/core/service-plan/sequences", test_sequences);
  return orch_test_run ();
}
