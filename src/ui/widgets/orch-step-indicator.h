/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The numbered steps at the top of an assistant, always visible: done (a check in a green circle), current, to come. In a narrow window a
 * line of text and a row of segments take their place. Main thread. Source: seeds/wizard-guide.txt (Votre clinique).
 */
#pragma once

#include "orch-step-item.h"

G_BEGIN_DECLS

#define ORCH_TYPE_STEP_INDICATOR (orch_step_indicator_get_type ())
G_DECLARE_FINAL_TYPE (OrchStepIndicator, orch_step_indicator, ORCH, STEP_INDICATOR, GtkWidget)

/* Property: compact gboolean: the narrow form */

GtkWidget *orch_step_indicator_new (void);
/** orch_step_indicator_set_names: @names: NULL-terminated, already translated */
void orch_step_indicator_set_names (OrchStepIndicator *self, const char *const *names);
/** orch_step_indicator_set_position: @current: the step shown, from 0; @n_done: the steps before it are done, but for the current one */
void orch_step_indicator_set_position (OrchStepIndicator *self, guint current, guint n_done);
OrchStepState orch_step_indicator_get_state (OrchStepIndicator *self, guint step);
gboolean orch_step_indicator_get_compact (OrchStepIndicator *self);
void orch_step_indicator_set_compact (OrchStepIndicator *self, gboolean compact);

G_END_DECLS
