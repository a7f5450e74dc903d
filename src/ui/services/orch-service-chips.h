/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A few words as chips on one line, drawn by one widget: a table of fifty thousand rows cannot afford a button a word. What has no
 * room becomes "+2", and the tooltip has them all. Its width is a constant of the font, so that scrolling moves no column. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ORCH_TYPE_SERVICE_CHIPS (orch_service_chips_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceChips, orch_service_chips, ORCH, SERVICE_CHIPS, GtkWidget)

GtkWidget *orch_service_chips_new (void);

/** orch_service_chips_set_words: @words: (nullable): NULL-terminated, copied */
void orch_service_chips_set_words (OrchServiceChips *self, const char *const *words);

G_END_DECLS
