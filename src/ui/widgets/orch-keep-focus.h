/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What had the focus may go: a row that leaves its list behind a dialog. Then nothing has it, and Tab has nowhere to go from; the area where it was takes
 * it again. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_keep_focus: while @area shows and nothing in its window has the focus, the first of @area that can takes it. @prefer: (nullable): inside @area: it
 * comes first when it shows */
void orch_keep_focus (GtkWidget *area, GtkWidget *prefer);

G_END_DECLS
