/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What shows in place of appointments: why there is none, and the one thing to do about it. A day that was never asked of the EMR is not
 * said to be empty. Owned by the page of the appointments, whose actions its button starts; main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_APPOINTMENTS_EMPTY (orch_appointments_empty_get_type ())
G_DECLARE_FINAL_TYPE (OrchAppointmentsEmpty, orch_appointments_empty, ORCH, APPOINTMENTS_EMPTY, AdwBin)

void orch_appointments_empty_set_engine (OrchAppointmentsEmpty *self, OrchEngine *engine);
/** orch_appointments_empty_show: @from_us, @to_us: the days that have none, µs since 1970; @week: they are a week; @filtered: some may be left out */
void orch_appointments_empty_show (OrchAppointmentsEmpty *self, gint64 from_us, gint64 to_us, gboolean week,
                                   gboolean filtered);

G_END_DECLS
