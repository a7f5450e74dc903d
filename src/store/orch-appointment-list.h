/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The appointments of some days, from every provider, in order of their start: an OrchKeyList whose items have an OrchAppointment
 * with its patient, service and professional (orch_store_item_get_patient() and the like). Those that vanished from the EMR or were
 * cancelled are there too: they say so. Main thread; owned by the page that shows it; detach it at the lock.
 */
#pragma once

#include "orch-key-list.h"

G_BEGIN_DECLS

#define ORCH_TYPE_APPOINTMENT_LIST (orch_appointment_list_get_type ())
G_DECLARE_FINAL_TYPE (OrchAppointmentList, orch_appointment_list, ORCH, APPOINTMENT_LIST, OrchKeyList)

/** orch_appointment_list_new: @actor: who looks; without READ_APPOINTMENTS the list stays empty, with the error REFUSED. Empty until a range is set */
OrchAppointmentList *orch_appointment_list_new (OrchStore *store, const OrchActor *actor);

/** orch_appointment_list_set_range: those that start in [@from_us, @to_us); µs since 1970 */
void orch_appointment_list_set_range (OrchAppointmentList *self, gint64 from_us, gint64 to_us);
/** orch_appointment_list_set_staff: @staff_emr_id: (nullable): everybody's */
void orch_appointment_list_set_staff (OrchAppointmentList *self, const char *staff_emr_id);
/** orch_appointment_list_set_source: @source: (nullable): "emr", "rvsq", …; all */
void orch_appointment_list_set_source (OrchAppointmentList *self, const char *source);

G_END_DECLS
