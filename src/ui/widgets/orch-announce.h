/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Says something through the screen reader. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_announce: @widget: one that is on the screen; @text: spoken after what is being said. Does nothing without a screen reader's bus. */
void orch_announce (GtkWidget *widget, const char *text);

G_END_DECLS
