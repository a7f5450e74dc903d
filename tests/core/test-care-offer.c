/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The offer of care: its bounds, its text and back, and foreign text. Source: product.md §2, emr-facts F2.
 */
#include "core/orch-care-offer.h"
#include "orch-test.h"

static void
test_bounds (void)
{
  static const struct
  {
    const char *row;
    int age_min, age_max, days, expected_min, expected_max, expected_days;
  } table[] = {
    { "none", -1, -1, -1, -1, -1, -1 },
    { "newborn", 0, 5, 0, 0, 5, 0 },
    { "upside down", 65, 18, 30, 18, 65, 30 },
    { "only a lowest", 65, -1, 30, 65, -1, 30 },
    { "only a highest", -1, 17, 30, -1, 17, 30 },
    { "out of range", 500, -7, 99999, -1, -1, -1 },
    { "the last in range", 130, 130, 730, 130, 130, 730 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      OrchCareOfferFields fields = { .age_min = table[i].age_min,
                                     .age_max = table[i].age_max,
                                     .publication_days = table[i].days };
      g_autoptr (OrchCareOffer) offer = orch_care_offer_new (&fields);
      const OrchCareOfferFields *got = orch_care_offer_get_fields (offer);

      orch_test_check_int (table[i].expected_min, got->age_min, table[i].row);
      orch_test_check_int (table[i].expected_max, got->age_max, table[i].row);
      orch_test_check_int (table[i].expected_days, got->publication_days, table[i].row);
      orch_test_check_int (ORCH_CARE_IN_PERSON, got->modes, table[i].row);
      orch_test_check_string (ORCH_AUDIENCE_EVERYONE, g_strdup (got->audience), table[i].row);
    }
}

/* An audience of a later version must not open the door to everyone. */
static void
test_unknown_audience (void)
{
  OrchCareOfferFields fields = { .audience = "martians", .age_min = -1, .age_max = -1, .publication_days = -1 };
  g_autoptr (OrchCareOffer) offer = orch_care_offer_new (&fields);

  g_assert_cmpstr (orch_care_offer_get_fields (offer)->audience, ==, ORCH_AUDIENCE_REDIRECTION);
}

static OrchCareOffer *
make_random (GRand *random)
{
  static const char *const audiences[] = { NULL, "everyone", "attached", "unattached", "redirection" };
  static const char *const sexes[] = { NULL, "", "male", "female" };
  OrchCareException exceptions[5];
  char ids[5][8];
  OrchCareOfferFields fields = {
    .staff_only = g_rand_boolean (random),
    .audience = audiences[g_rand_int_range (random, 0, 5)],
    .modes = (OrchCareMode) g_rand_int_range (random, 0, 4),
    .sex = sexes[g_rand_int_range (random, 0, 4)],
    .age_min = g_rand_int_range (random, -2, 140),
    .age_max = g_rand_int_range (random, -2, 140),
    .publication_days = g_rand_int_range (random, -2, 800),
    .exceptions = exceptions,
    .n_exceptions = (guint) g_rand_int_range (random, 0, 6),
  };

  for (guint i = 0; i < 5; i++)
    {
      g_snprintf (ids[i], sizeof ids[i], "u-%d", g_rand_int_range (random, 0, 4));
      exceptions[i] = (OrchCareException) { ids[i], g_rand_boolean (random), g_rand_boolean (random),
                                            g_rand_int_range (random, -2, 800) };
    }
  return orch_care_offer_new (&fields);
}

static void
test_there_and_back (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint n_differing = 0;

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (OrchCareOffer) offer = make_random (random), back = NULL, other = make_random (random);
      g_autofree char *text = orch_care_offer_to_text (offer), *again = NULL;

      back = orch_care_offer_from_text (text);
      g_assert_nonnull (back);
      g_assert_true (orch_care_offer_equal (offer, back));
      again = orch_care_offer_to_text (back);
      g_assert_cmpstr (text, ==, again);
      n_differing += !orch_care_offer_equal (offer, other);
    }
  g_assert_cmpint ((int) n_differing, >, 1900);
}

static void
test_exceptions (void)
{
  const OrchCareException exceptions[] = {
    { "b", TRUE, FALSE, 5 }, { "a", FALSE, FALSE, -1 }, { "b", TRUE, TRUE, 9 },
    { NULL, TRUE, TRUE, 1 }, { "", TRUE, TRUE, 1 },
  };
  OrchCareOfferFields fields = { .age_min = -1, .age_max = -1, .publication_days = -1 };
  g_autoptr (OrchCareOffer) offer = NULL;
  const OrchCareException *found;

  fields.exceptions = exceptions;
  fields.n_exceptions = G_N_ELEMENTS (exceptions);
  offer = orch_care_offer_new (&fields);
  g_assert_cmpint ((int) orch_care_offer_get_fields (offer)->n_exceptions, ==, 2);
  found = orch_care_offer_find_exception (offer, "b");
  g_assert_nonnull (found);
  g_assert_true (found->staff_only);
  g_assert_cmpint (found->publication_days, ==, 9);
  g_assert_false (orch_care_offer_find_exception (offer, "a")->offered);
  g_assert_null (orch_care_offer_find_exception (offer, "c"));
}

static void
test_equal (void)
{
  OrchCareOfferFields fields = { .age_min = -1, .age_max = -1, .publication_days = -1 };
  g_autoptr (OrchCareOffer) offer = orch_care_offer_new (&fields), same = orch_care_offer_new (&fields);

  g_assert_true (orch_care_offer_equal (NULL, NULL));
  g_assert_true (orch_care_offer_equal (offer, same));
  g_assert_false (orch_care_offer_equal (offer, NULL));
  g_assert_false (orch_care_offer_equal (NULL, offer));
}

static void
test_foreign_text (void)
{
  static const char *const texts[] = {
    NULL,
    "",
    "nonsense",
    "(1, 2)",
    "(uint32 1, <'x'>)",
    "(uint32 9, <(true, 'everyone', uint32 1, '', -1, -1, -1, @a(sbbi) [])>)",
    "(uint32 1, <(true, 'everyone')>)",
    "((((((((((",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (orch_care_offer_from_text (texts[i]));
  g_assert_null (orch_care_offer_from_variant (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/care-offer/bounds", test_bounds);
  g_test_add_func ("/core/care-offer/unknown-audience", test_unknown_audience);
  g_test_add_func ("/core/care-offer/there-and-back", test_there_and_back);
  g_test_add_func ("/core/care-offer/exceptions", test_exceptions);
  g_test_add_func ("/core/care-offer/equal", test_equal);
  g_test_add_func ("/core/care-offer/foreign-text", test_foreign_text);
  return orch_test_run ();
}
