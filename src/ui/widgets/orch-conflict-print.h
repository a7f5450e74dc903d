/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Prints the conflicts of an import, so that they can be mended at the EMR's own workstation. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_conflict_print: opens the print dialog over the window of @widget. @conflicts: (element-type OrchConflict); @title: of the page */
void orch_conflict_print (GtkWidget *widget, GListModel *conflicts, const char *title);

G_END_DECLS
