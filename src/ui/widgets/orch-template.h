/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The end of a widget made from a template that derives from GtkWidget itself. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_template_dispose: in dispose(), in place of gtk_widget_dispose_template(), which lets go of the bound children only and leaves the
 * others to a warning; @type: the type whose template it is */
void orch_template_dispose (GtkWidget *widget, GType type);

G_END_DECLS
