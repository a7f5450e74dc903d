/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The provinces and territories, transcribed from the postal abbreviations and their French alphabetical order.
 */
#include "core/orch-province.h"
#include "orch-test.h"

static const OrchProvince expected[] = {
  { "QC", "Quebec", "Québec" },
  { "AB", "Alberta", "Alberta" },
  { "BC", "British Columbia", "Colombie-Britannique" },
  { "PE", "Prince Edward Island", "Île-du-Prince-Édouard" },
  { "MB", "Manitoba", "Manitoba" },
  { "NB", "New Brunswick", "Nouveau-Brunswick" },
  { "NS", "Nova Scotia", "Nouvelle-Écosse" },
  { "NU", "Nunavut", "Nunavut" },
  { "ON", "Ontario", "Ontario" },
  { "SK", "Saskatchewan", "Saskatchewan" },
  { "NL", "Newfoundland and Labrador", "Terre-Neuve-et-Labrador" },
  { "NT", "Northwest Territories", "Territoires du Nord-Ouest" },
  { "YT", "Yukon", "Yukon" },
};

static void
test_list (void)
{
  guint n = 0;
  const OrchProvince *provinces = orch_provinces (&n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (expected)); i++)
    {
      g_assert_cmpstr (provinces[i].code, ==, expected[i].code);
      g_assert_cmpstr (provinces[i].english, ==, expected[i].english);
      g_assert_cmpstr (provinces[i].french, ==, expected[i].french);
    }
}

static void
test_find (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *lower = g_ascii_strdown (expected[i].code, -1);
      const OrchProvince *found = orch_province_find (expected[i].code);

      orch_test_check_true (found != NULL && g_str_equal (found->code, expected[i].code), expected[i].code);
      orch_test_check_true (orch_province_find (lower) == found, lower);
    }

  static const char *const unknown[] = { "", "Q", "XX", "QCC", "Qu\xc3\xa9", "US", "PQ" };
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    orch_test_check_true (orch_province_find (unknown[i]) == NULL, unknown[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/province/list", test_list);
  g_test_add_func ("/core/province/find", test_find);
  return orch_test_run ();
}
