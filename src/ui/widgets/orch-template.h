/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What widgets made from templates have in common: their end, and buttons that wrap. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_template_dispose: in dispose(), in place of gtk_widget_dispose_template(), which lets go of the bound children only and leaves the
 * others to a warning; @type: the type whose template it is */
void orch_template_dispose (GtkWidget *widget, GType type);

/** orch_template_wrap_buttons: the labels of every button and expander below @widget break into lines rather than be cut or make the window wide: at 360
 * pixels and twice the text size a button of three words is wider than the window */
void orch_template_wrap_buttons (GtkWidget *widget);

G_END_DECLS
