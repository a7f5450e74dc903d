/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A choice among texts, of which the chosen one breaks into lines rather than make a form wide. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_wrap_choice_new: Returns: (transfer floating) (type GtkDropDown) */
GtkWidget *orch_wrap_choice_new (GtkStringList *texts);

G_END_DECLS
