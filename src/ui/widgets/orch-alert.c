/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 */
#include "orch-alert.h"

void
orch_alert_present (AdwDialog *alert, GtkWidget *parent)
{
  GObject *large = NULL;

  g_return_if_fail (ADW_IS_ALERT_DIALOG (alert));

  /* An alert has two headings, and shows the small one when the large one, which does not wrap, is too wide for it. Up to libadwaita 1.8 it
   * measures the large one at the alert's width all the same, and GTK complains of each. A label that may be cut has no such least width;
   * its natural width, by which one of the two is chosen, stays what it is. */
  large = gtk_widget_get_template_child (GTK_WIDGET (alert), ADW_TYPE_ALERT_DIALOG, "heading_label");
  if (GTK_IS_LABEL (large))
    gtk_label_set_ellipsize (GTK_LABEL (large), PANGO_ELLIPSIZE_END);

  adw_dialog_present (alert, parent);
}
