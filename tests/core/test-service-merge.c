/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Two edits of one service: nothing that one side decided is lost in silence, and both workstations end with the same.
 */
#include "core/orch-service-merge.h"
#include "orch-test.h"

typedef OrchServiceFields Fields;

static const char *const types_a[] = { "regular", NULL };
static const char *const types_b[] = { "walk-in", NULL };
static const char *const staff_a[] = { "u-1", NULL };
static const char *const staff_b[] = { "u-2", NULL };

/* VARIANT of @field: 0 as at first, 1 and 2 two other ways */
static void
vary (Fields *fields, guint field, guint variant, OrchCareOffer *const *offers)
{
  switch (1u << field)
    {
    case ORCH_SERVICE_FIELD_STATE:
      fields->active = variant == 1;
      fields->excluded = variant == 2;
      fields->deactivated_us = variant == 2 ? 70 : 50;
      break;
    case ORCH_SERVICE_FIELD_TYPES:
      fields->types = variant == 0 ? NULL : variant == 1 ? types_a : types_b;
      break;
    case ORCH_SERVICE_FIELD_ONLINE:
      fields->online = variant != 0;
      break;
    case ORCH_SERVICE_FIELD_DURATION:
      fields->duration_override = (int) variant * 10;
      break;
    case ORCH_SERVICE_FIELD_CATEGORY:
      fields->category_id = variant == 0 ? NULL : variant == 1 ? "c-1" : "c-2";
      break;
    case ORCH_SERVICE_FIELD_OFFERED_BY:
      fields->offered_by = variant == 0 ? NULL : variant == 1 ? staff_a : staff_b;
      break;
    case ORCH_SERVICE_FIELD_OFFER:
      fields->offer = variant == 0 ? NULL : offers[variant - 1];
      break;
    case ORCH_SERVICE_FIELD_NAME:
      fields->name = variant == 1 ? "Vaccin" : "Suivi";
      fields->name_en = variant == 2 ? "Follow-up" : NULL;
      break;
    case ORCH_SERVICE_FIELD_MINUTES:
      fields->duration_minutes = 30 + (int) variant * 5;
      break;
    case ORCH_SERVICE_FIELD_WORDS:
      fields->category = variant == 0 ? NULL : variant == 1 ? "Adultes" : "Enfants";
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
make_offers (OrchCareOffer **offers)
{
  for (guint i = 0; i < 2; i++)
    {
      OrchCareOfferFields fields = { .age_min = -1, .age_max = -1, .publication_days = 10 + (int) i };

      offers[i] = orch_care_offer_new (&fields);
    }
}

static OrchService *
make (guint *variants, OrchCareOffer *const *offers)
{
  /* Of one that is on no EMR, all can be edited. */
  Fields fields = { .id = "s", .origin = ORCH_ORIGIN_HAND };

  for (guint i = 0; i < ORCH_N_SERVICE_FIELDS; i++)
    vary (&fields, i, variants[i], offers);
  return orch_service_new (&fields);
}

static gboolean
has_variant (OrchService *service, guint field, guint variant, OrchCareOffer *const *offers)
{
  Fields fields = *orch_service_get_fields (service);
  g_autoptr (OrchService) other = NULL;

  vary (&fields, field, variant, offers);
  other = orch_service_new (&fields);
  return (orch_service_compare_decisions (service, other) & (1u << field)) == 0;
}

/* Every field, every way of the three. */
static void
test_per_field (void)
{
  OrchCareOffer *offers[2];

  make_offers (offers);
  for (guint field = 0; field < ORCH_N_SERVICE_FIELDS; field++)
    for (guint m = 0; m < 3; m++)
      for (guint t = 0; t < 3; t++)
        {
          guint zero[ORCH_N_SERVICE_FIELDS] = { 0 }, mine_variants[ORCH_N_SERVICE_FIELDS] = { 0 },
                theirs_variants[ORCH_N_SERVICE_FIELDS] = { 0 };
          g_autoptr (OrchService) base = NULL, mine = NULL, theirs = NULL, merged = NULL, kept = NULL, taken = NULL;
          OrchServiceMergeField conflicting = 0;
          gboolean two_values = (1u << field) == ORCH_SERVICE_FIELD_ONLINE;
          gboolean clash = m != t && m != 0 && t != 0 && !two_values;
          g_autofree char *row = g_strdup_printf ("field %u mine %u theirs %u", field, m, t);

          mine_variants[field] = m;
          theirs_variants[field] = t;
          base = make (zero, offers);
          mine = make (mine_variants, offers);
          theirs = make (theirs_variants, offers);
          merged = orch_service_merge (base, mine, theirs, &conflicting);
          orch_test_check_int (clash ? 1 << field : 0, conflicting, row);
          orch_test_check_true (has_variant (merged, field, m != 0 ? m : t, offers), row);

          /* Nobody knows what it was: every difference is in conflict. */
          g_clear_object (&merged);
          merged = orch_service_merge (NULL, mine, theirs, &conflicting);
          orch_test_check_int (orch_service_compare_decisions (mine, theirs), conflicting, row);

          kept = orch_service_settle (mine, theirs, 1u << field);
          taken = orch_service_settle (mine, theirs, 0);
          orch_test_check_true (has_variant (kept, field, m, offers), row);
          orch_test_check_true (has_variant (taken, field, t, offers), row);
        }
  g_object_unref (offers[0]);
  g_object_unref (offers[1]);
}

/* Seeded edits on both sides: fields that only one side changed are merged whichever side merges; both get the same. */
static void
test_both_sides_agree (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);
  OrchCareOffer *offers[2];

  make_offers (offers);
  for (guint round = 0; round < 3000; round++)
    {
      guint base_variants[ORCH_N_SERVICE_FIELDS], mine_variants[ORCH_N_SERVICE_FIELDS],
          theirs_variants[ORCH_N_SERVICE_FIELDS];
      g_autoptr (OrchService) base = NULL, mine = NULL, theirs = NULL, here = NULL, there = NULL, settled_here = NULL,
                              settled_there = NULL;
      OrchServiceMergeField conflicts_here, conflicts_there;
      g_autofree char *row = g_strdup_printf ("round %u", round);

      for (guint i = 0; i < ORCH_N_SERVICE_FIELDS; i++)
        {
          base_variants[i] = (guint) g_rand_int_range (random, 0, 3);
          mine_variants[i] = g_rand_boolean (random) ? base_variants[i] : (guint) g_rand_int_range (random, 0, 3);
          theirs_variants[i] = g_rand_boolean (random) ? base_variants[i] : (guint) g_rand_int_range (random, 0, 3);
        }
      base = make (base_variants, offers);
      mine = make (mine_variants, offers);
      theirs = make (theirs_variants, offers);
      here = orch_service_merge (base, mine, theirs, &conflicts_here);
      there = orch_service_merge (base, theirs, mine, &conflicts_there);
      orch_test_check_int (conflicts_here, conflicts_there, row);
      /* They differ in what is in conflict and in nothing else. */
      orch_test_check_int (conflicts_here, orch_service_compare_decisions (here, there), row);
      for (guint i = 0; i < ORCH_N_SERVICE_FIELDS; i++)
        if ((conflicts_here & (1u << i)) == 0)
          orch_test_check_true (has_variant (here, i, mine_variants[i], offers) ||
                                    has_variant (here, i, theirs_variants[i], offers),
                                row);
      /* One person settles; the other side takes it: the same on both. */
      settled_here = orch_service_settle (here, there, ORCH_SERVICE_ALL_FIELDS);
      settled_there = orch_service_settle (there, settled_here, 0);
      orch_test_check_int (0, orch_service_compare_decisions (settled_here, settled_there), row);
      orch_test_check_int (orch_service_get_fields (settled_here)->deactivated_us,
                           orch_service_get_fields (settled_there)->deactivated_us, row);
    }
  g_object_unref (offers[0]);
  g_object_unref (offers[1]);
}

/* What left here and arrived without an answer is not another's edit: who takes it back gets it back, and is not asked. */
static void
test_sent (void)
{
  OrchCareOffer *offers[2];

  make_offers (offers);
  for (guint field = 0; field < ORCH_N_SERVICE_FIELDS; field++)
    for (guint m = 0; m < 3; m++)
      {
        const guint other = (field + 1) % ORCH_N_SERVICE_FIELDS;
        guint variants[ORCH_N_SERVICE_FIELDS] = { 0 };
        g_autoptr (OrchService) base = make (variants, offers);
        g_autoptr (OrchService) mine = NULL, there = NULL, merged = NULL, known = NULL;
        g_autoptr (GPtrArray) sent = g_ptr_array_new_with_free_func (g_object_unref);
        OrchServiceMergeField conflicting = ORCH_SERVICE_ALL_FIELDS;
        g_autofree char *row = g_strdup_printf ("field %u back to %u", field, m);

        variants[field] = 1;
        g_ptr_array_add (sent, make (variants, offers));
        g_ptr_array_add (sent, g_object_ref (base));
        /* Meanwhile somebody else edited something else. */
        variants[other] = 2;
        there = make (variants, offers);
        variants[other] = 0;
        variants[field] = m;
        mine = make (variants, offers);
        known = orch_service_add_sent (base, sent, there);
        merged = orch_service_merge (known, mine, there, &conflicting);
        orch_test_check_int (0, conflicting, row);
        orch_test_check_true (has_variant (merged, field, m, offers), row);
        orch_test_check_true (has_variant (merged, other, 2, offers), row);
      }
  g_object_unref (offers[0]);
  g_object_unref (offers[1]);
}

/* What the EMR owns, and the marks of the import, never conflict. */
static void
test_content (void)
{
  Fields fields = { .id = "s", .emr_id = "e", .name = "Suivi", .to_define = TRUE, .deactivated_us = 3 };
  g_autoptr (OrchService) base = orch_service_new (&fields), mine = NULL, theirs = NULL, merged = NULL;
  OrchServiceMergeField conflicting = ORCH_SERVICE_ALL_FIELDS;
  const Fields *got;

  fields.name = "Suivi régulier";
  fields.id = "theirs";
  fields.hub_id = "h-1";
  fields.vanished = TRUE;
  fields.to_define = FALSE;
  fields.deactivated_us = 9;
  fields.revision = 70;
  theirs = orch_service_new (&fields);
  fields = *orch_service_get_fields (base);
  fields.category_id = "c-1";
  fields.revision = 7;
  mine = orch_service_new (&fields);

  merged = orch_service_merge (base, mine, theirs, &conflicting);
  got = orch_service_get_fields (merged);
  g_assert_cmpint (conflicting, ==, 0);
  g_assert_cmpstr (got->name, ==, "Suivi régulier");
  g_assert_cmpstr (got->id, ==, "s");
  g_assert_cmpstr (got->hub_id, ==, "h-1");
  g_assert_cmpstr (got->category_id, ==, "c-1");
  g_assert_true (got->vanished);
  g_assert_false (got->to_define);
  g_assert_cmpint (got->deactivated_us, ==, 9);
  g_assert_cmpint (got->revision, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/service-merge/per-field", test_per_field);
  g_test_add_func ("/core/service-merge/both-sides-agree", test_both_sides_agree);
  g_test_add_func ("/core/service-merge/sent", test_sent);
  g_test_add_func ("/core/service-merge/content", test_content);
  return orch_test_run ();
}
