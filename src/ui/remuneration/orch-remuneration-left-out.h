/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The rows of what a remuneration report does not count: of whom or what, why, how much, and the button that leads to what mends it. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_remuneration_left_out_factory_new: Returns: (transfer full): for a list of #OrchRemunerationLine */
GtkListItemFactory *orch_remuneration_left_out_factory_new (void);

G_END_DECLS
