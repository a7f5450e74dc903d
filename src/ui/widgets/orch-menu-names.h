/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Says the entries of a menu to who only hears them: GTK (4.18) names an entry after a label that it keeps out of what is heard, so that
 * it has no name at all. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_menu_names_give: to the entries of the menu of each menu button below @widget, each time that it opens. Once for a @widget */
void orch_menu_names_give (GtkWidget *widget);
/** orch_menu_names_give_open: to the entries of the context menu of @widget, which is open */
void orch_menu_names_give_open (GtkWidget *widget);

G_END_DECLS
