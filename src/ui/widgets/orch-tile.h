/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A coloured tile with initials, in place of a company's logo. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ORCH_TYPE_TILE (orch_tile_get_type ())
G_DECLARE_FINAL_TYPE (OrchTile, orch_tile, ORCH, TILE, GtkWidget)

/** orch_tile_set: @initials: at most three characters; @colour: "#1c71d8", dark enough for white text */
void orch_tile_set (OrchTile *self, const char *initials, const char *colour);

G_END_DECLS
