/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An appointment in the list: when, who, for what, with whom, from where, and what became of it. Recycled by the list. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_APPOINTMENT_ROW (orch_appointment_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchAppointmentRow, orch_appointment_row, ORCH, APPOINTMENT_ROW, AdwBin)

GtkWidget *orch_appointment_row_new (void);
/** orch_appointment_row_set_item: @list_item: who is told what to say of the row; @item: (nullable): %NULL lets go of it, and what is shown stays until there is another */
void orch_appointment_row_set_item (OrchAppointmentRow *self, GtkListItem *list_item, OrchStoreItem *item);

G_END_DECLS
