/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An alert is shown without a complaint of GTK (fatal here) and with its heading whole, however long that is.
 */
#include "ui-test.h"

#include "ui/widgets/orch-alert.h"

/* The label that shows all of @heading, or NULL. */
static GtkLabel *
find_whole (GtkWidget *root, const char *heading)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root) &&
      g_str_equal (gtk_label_get_label (GTK_LABEL (root)), heading) &&
      !pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (root))))
    return GTK_LABEL (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkLabel *found = find_whole (child, heading);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_headings (void)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 600);
  adw_window_set_content (ADW_WINDOW (window), gtk_label_new ("below"));
  gtk_window_present (GTK_WINDOW (window));
  for (guint n = 1; n <= 12; n++)
    {
      g_autoptr (GString) heading = g_string_new ("Give");
      AdwDialog *alert = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append (heading, " it up");
      alert = adw_alert_dialog_new (heading->str, "What was chosen here is lost.");
      // Too wide for one line, so that the alert is as narrow as it gets.
      adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "keep", "Keep it as it was", "give-up",
                                      "Give it up for good", NULL);
      orch_alert_present (alert, window);
      ui_test_wait (find_whole (GTK_WIDGET (alert), heading->str) != NULL);
      adw_dialog_force_close (alert);
      ui_test_wait (adw_window_get_visible_dialog (ADW_WINDOW (window)) == NULL);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/alert/headings", test_headings);
  return g_test_run ();
}
