/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 */
#include "ui-test.h"

#include "core/orch-postal-code.h"
#include "ui/widgets/orch-phone-entry.h"
#include "ui/widgets/orch-typing-format.h"

static void
test_typing (void)
{
  static const struct
  {
    const char *typed;
    const char *shown;
    const char *number;
  } table[] = {
    { "", "", "" },
    { "4185555555", "(418) 555-5555", "+14185555555" },
    { "418-555-5555", "(418) 555-5555", "+14185555555" },
    { "(418) 555.5555", "(418) 555-5555", "+14185555555" },
    { "418555", "(418) 555", "(418) 555" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      OrchPhoneEntry *entry = ORCH_PHONE_ENTRY (g_object_ref_sink (orch_phone_entry_new ()));
      ui_test_type (entry, table[i].typed);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, table[i].shown);
      g_autofree char *number = orch_phone_entry_dup_number (entry);
      g_assert_cmpstr (number, ==, table[i].number);
      g_assert_finalize_object (entry);
    }
}

static void
test_in_the_middle (void)
{
  OrchPhoneEntry *entry = ORCH_PHONE_ENTRY (g_object_ref_sink (orch_phone_entry_new ()));
  GtkEditable *editable = GTK_EDITABLE (entry);

  ui_test_type (entry, "41855555");
  gtk_editable_set_position (editable, 4);
  ui_test_type (entry, "9");
  g_autofree char *text = g_strdup (gtk_editable_get_text (editable));
  g_assert_cmpstr (text, ==, "(418) 955-555");
  // The cursor stands after the digit just typed.
  g_assert_cmpint (gtk_editable_get_position (editable), ==, (int) (strchr (text, '9') - text) + 1);
  g_assert_finalize_object (entry);
}

static void
test_backspace_passes_signs (void)
{
  OrchPhoneEntry *entry = ORCH_PHONE_ENTRY (g_object_ref_sink (orch_phone_entry_new ()));
  GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (entry));

  ui_test_type (entry, "4185555555");
  // Fourteen signs at most: each stroke takes a digit or passes a sign, and the entry is empty in the end.
  for (int i = 0; i < 14; i++)
    g_signal_emit_by_name (delegate, "backspace");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_finalize_object (entry);
}

static void
test_set_number (void)
{
  OrchPhoneEntry *entry = ORCH_PHONE_ENTRY (g_object_ref_sink (orch_phone_entry_new ()));

  orch_phone_entry_set_number (entry, "+14185555555");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "(418) 555-5555");
  orch_phone_entry_set_number (entry, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_finalize_object (entry);
}

static void
test_postal_code (void)
{
  GtkWidget *entry = g_object_ref_sink (gtk_entry_new ());

  orch_typing_format_attach (GTK_EDITABLE (entry), orch_postal_code_format_typing);
  ui_test_type (entry, "g1k3h5");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "G1K 3H5");
  g_assert_finalize_object (entry);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/phone-entry/typing", test_typing);
  g_test_add_func ("/phone-entry/in-the-middle", test_in_the_middle);
  g_test_add_func ("/phone-entry/backspace-passes-signs", test_backspace_passes_signs);
  g_test_add_func ("/phone-entry/set-number", test_set_number);
  g_test_add_func ("/phone-entry/postal-code", test_postal_code);
  return g_test_run ();
}
