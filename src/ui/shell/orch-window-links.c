/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * From anywhere in the program to a page of the main window, and to one record on it. Main thread.
 */
#include "orch-window-private.h"

/* Returns: (nullable): the main window, which @widget is in or which another window of the program is */
static OrchWindow *
find_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkApplication *application = NULL;

  if (ORCH_IS_WINDOW (root))
    return ORCH_WINDOW (root);
  application = GTK_IS_WINDOW (root) ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;
  for (GList *link = application != NULL ? gtk_application_get_windows (application) : NULL; link != NULL;
       link = link->next)
    if (ORCH_IS_WINDOW (link->data))
      return link->data;
  return NULL;
}

/* Returns: (transfer none) (nullable): the page */
static GtkWidget *
go (GtkWidget *widget, OrchWindowPage page)
{
  OrchWindow *window = find_window (widget);
  GtkWidget *shown = window != NULL ? orch_window_show (window, page) : NULL;

  if (shown != NULL && GTK_WIDGET (gtk_widget_get_root (widget)) != GTK_WIDGET (window))
    gtk_window_present (GTK_WINDOW (window));
  return shown;
}

static void
open_record (GtkWidget *widget, OrchWindowPage page, const char *action, const char *id)
{
  GtkWidget *shown = go (widget, page);

  if (shown != NULL)
    gtk_widget_activate_action (shown, action, "s", id);
}

void
orch_window_go (GtkWidget *widget, OrchWindowPage page)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  go (widget, page);
}

void
orch_window_open_patient (GtkWidget *widget, const char *id)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (id != NULL);

  open_record (widget, ORCH_WINDOW_PATIENTS, "patients.open", id);
}

void
orch_window_open_service (GtkWidget *widget, const char *id)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (id != NULL);

  open_record (widget, ORCH_WINDOW_SERVICES, "services.open", id);
}

void
orch_window_open_member (GtkWidget *widget, const char *id)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (id != NULL);

  open_record (widget, ORCH_WINDOW_STAFF, "directory.open", id);
}
