/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Lays cards out in as many columns as fit, all of one width, those of the last line too; those of a line have one height. A widget
 * that holds cards owns it. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ORCH_TYPE_CARD_LAYOUT (orch_card_layout_get_type ())
G_DECLARE_FINAL_TYPE (OrchCardLayout, orch_card_layout, ORCH, CARD_LAYOUT, GtkLayoutManager)

G_END_DECLS
