/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) The making of the desk. Main thread.
 */
#pragma once

#include "orch-outbox-pump.h"
#include "orch-patient-desk.h"

G_BEGIN_DECLS

/** orch_patient_desk_new: all: references taken */
OrchPatientDesk *orch_patient_desk_new (OrchStore *store, OrchHubAccess *access, OrchOutboxPump *pump,
                                        OrchSession *session);

G_END_DECLS
