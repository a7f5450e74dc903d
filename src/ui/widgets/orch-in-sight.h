/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Scrolls to what the person waits for: it may be below the end of the window. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_bring_in_sight: once @widget has been laid out with what was just shown; nothing when it is hidden again by then, or does not scroll */
void orch_bring_in_sight (GtkWidget *widget);

/** orch_bring_in_sight_from: the same for all of @whole; where the window is too low for it, what is from @first on, which is in @whole */
void orch_bring_in_sight_from (GtkWidget *whole, GtkWidget *first);

G_END_DECLS
