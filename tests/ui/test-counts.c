/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A number in a sentence is grouped as the language of the program groups it: in French by a narrow no-break space.
 */
#include "ui-test.h"

#include <glib/gi18n.h>

static void
test_sentence (void)
{
  const guint n = 1215;
  g_autofree char *text = g_strdup_printf (ngettext ("%'u person imported", "%'u people imported", n), n);
  const gboolean french = !g_str_equal (_ ("Services offered"), "Services offered");

  g_assert_cmpstr (text, ==, french ? "1\u202f215 personnes importées avec succès" : "1215 people imported");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/counts/sentence", test_sentence);
  return g_test_run ();
}
