/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a cell says when the pointer rests on it, asked for only then: a text given beforehand makes GTK ask the display server where the pointer
 * is, once a cell, hundreds of times when a list is filled. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** OrchTipFunc: Returns: (transfer full) (nullable): what is said now; %NULL or "": nothing */
typedef char *(*OrchTipFunc) (GtkWidget *widget, gpointer data);

/** orch_tip_add: @data: must live as long as @widget */
void orch_tip_add (GtkWidget *widget, OrchTipFunc dup_tip, gpointer data);
/** orch_tip_add_own: says the whole text of a GtkLabel or a GtkInscription, which may be cut */
void orch_tip_add_own (GtkWidget *widget);

G_END_DECLS
