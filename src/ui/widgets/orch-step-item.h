/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One step of the indicator: its number or check, its name, and the line that joins it to the others. Owned by the indicator. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_STEP_TO_COME = 0,
  ORCH_STEP_CURRENT,
  ORCH_STEP_DONE,
} OrchStepState;

#define ORCH_TYPE_STEP_ITEM (orch_step_item_get_type ())
G_DECLARE_FINAL_TYPE (OrchStepItem, orch_step_item, ORCH, STEP_ITEM, GtkWidget)

/** orch_step_item_new: @number: from 1; @of: how many there are */
GtkWidget *orch_step_item_new (guint number, guint of, const char *name);
OrchStepState orch_step_item_get_state (OrchStepItem *self);
void orch_step_item_set_state (OrchStepItem *self, OrchStepState state);

G_END_DECLS
