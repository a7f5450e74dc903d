/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A few words as chips on one line, drawn by the cell that has them: a table of fifty thousand rows cannot afford a widget a word. What
 * has no room becomes "+2". Its width is a constant of the font, so that scrolling moves no column. Owned by the widget that draws it.
 * Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _OrchServiceChips OrchServiceChips;

/** orch_service_chips_new: @widget: (borrowed): whose font and colour they have. Returns: (transfer full) */
OrchServiceChips *orch_service_chips_new (GtkWidget *widget);
void orch_service_chips_free (OrchServiceChips *self);

/** orch_service_chips_set_words: @words: (nullable): NULL-terminated, copied; has the widget drawn again. Returns: whether they are others */
gboolean orch_service_chips_set_words (OrchServiceChips *self, const char *const *words);
/** orch_service_chips_dup_text: Returns: (transfer full): all of them, with commas; "" without any */
char *orch_service_chips_dup_text (OrchServiceChips *self);

void orch_service_chips_measure (OrchServiceChips *self, GtkOrientation orientation, int *minimum, int *natural);
/** orch_service_chips_snapshot: over the width of the widget, in the middle of its height */
void orch_service_chips_snapshot (OrchServiceChips *self, GtkSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchServiceChips, orch_service_chips_free)

G_END_DECLS
