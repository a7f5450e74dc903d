/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which page of the help is about what a window shows: that of the dialog in front, else that of its page or step. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_help_page_of: @window: (nullable). Returns: (transfer none) (nullable): the id of a page of the help; %NULL: its index */
const char *orch_help_page_of (GtkWindow *window);

G_END_DECLS
