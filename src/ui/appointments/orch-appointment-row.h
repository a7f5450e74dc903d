/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One appointment in the list of a day: time, patient, service, professional, what became of it, who booked it. It draws its text itself, with two
 * children instead of a dozen, and has the list laid out again only when its height is another: styling and laying out is most of what
 * scrolling costs. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_APPOINTMENT_ROW (orch_appointment_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchAppointmentRow, orch_appointment_row, ORCH, APPOINTMENT_ROW, GtkWidget)

/* Property "text" (read-only, not notified): the lines that it draws */

GtkWidget *orch_appointment_row_new (void);
/** orch_appointment_row_set_item: @list_item: who is told what to say of the row; @item: (nullable): %NULL lets go of it, and what is shown stays until there is another */
void orch_appointment_row_set_item (OrchAppointmentRow *self, GtkListItem *list_item, OrchStoreItem *item);
/** orch_appointment_row_get_item: Returns: (transfer none) (nullable) */
OrchStoreItem *orch_appointment_row_get_item (OrchAppointmentRow *self);

G_END_DECLS
