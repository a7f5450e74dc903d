/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A year of schedules, slots and appointments of the training EMR, made by month when days of that month are asked for. Main thread.
 */
#pragma once

#include "orch-sandbox-store.h"

G_BEGIN_DECLS

/** orch_sandbox_emr_schedule_ensure: makes the schedules and, for Slot and Appointment, the months that @query's dates touch: all 13 when it has none */
void orch_sandbox_emr_schedule_ensure (OrchSandboxStore *store, const char *type, const char *query, int n_staff,
                                       int n_services, int n_patients);

G_END_DECLS
