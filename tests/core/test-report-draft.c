/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The report while it is written: what goes in comes out.
 */
#include "core/orch-report-draft.h"
#include "orch-test.h"

static void
test_round (void)
{
  static const struct
  {
    const char *conclusion;
    const char *left_out[3];
  } cases[] = {
    { "Revoir dans un mois.\n\nRien d’autre.", { NULL } },
    { "", { "m-1", "m-2" } },
    { "report 1 m-3\nsuite", { "m-1" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = orch_report_draft_to_text (cases[i].conclusion, cases[i].left_out);
      g_auto (GStrv) left_out = NULL;
      g_autofree char *conclusion = orch_report_draft_parse (text, &left_out);

      g_assert_cmpstr (conclusion, ==, cases[i].conclusion);
      g_assert_cmpstrv (left_out, cases[i].left_out);
    }
}

/* What was written to the patient and not sent is not lost. */
static void
test_message (void)
{
  static const char *const texts[] = { "Bonjour,\nprenez-en deux", "", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (GStrv) left_out = NULL;
      g_autofree char *conclusion = orch_report_draft_parse (texts[i], &left_out);

      g_assert_cmpstr (conclusion, ==, texts[i] != NULL ? texts[i] : "");
      g_assert_cmpuint (g_strv_length (left_out), ==, 0);
    }
}

static void
test_nothing (void)
{
  static const char *const none[] = { NULL };

  g_assert_null (orch_report_draft_to_text (" \n", none));
  g_assert_null (orch_report_draft_to_text (NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/report-draft/round", test_round);
  g_test_add_func ("/report-draft/message", test_message);
  g_test_add_func ("/report-draft/nothing", test_nothing);
  return g_test_run ();
}
