/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * GTK and libadwaita started so that neither reads what the other replaces. Main thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_toolkit_init: before GtkApplication starts; begins the warmth of text (orch_text_warmth_begin()) */
void orch_toolkit_init (void);

G_END_DECLS
