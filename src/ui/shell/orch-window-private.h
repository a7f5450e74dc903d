/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the ways into the main window's pages need of it. Main thread.
 */
#pragma once

#include "orch-window.h"

G_BEGIN_DECLS

/** orch_window_show: Returns: (transfer none) (nullable): the page, which shows; %NULL: it is not for who is signed in */
GtkWidget *orch_window_show (OrchWindow *self, OrchWindowPage page);

G_END_DECLS
