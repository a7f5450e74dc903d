/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Why a patient cannot be written to, and the way to their page; nothing while they can. Main thread. Source: security.md 15, product.md §4.
 * Signal "changed": whether one may write.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-patient-desk.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGE_GATE (orch_message_gate_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageGate, orch_message_gate, ORCH, MESSAGE_GATE, AdwBin)

/** orch_message_gate_ask: follows the account of @patient. @desk: (nullable): nobody; @patient: (nullable): one who is not known here yet */
void orch_message_gate_ask (OrchMessageGate *self, OrchPatientDesk *desk, const char *patient);
/** orch_message_gate_may_write: Returns: %FALSE also until that is known */
gboolean orch_message_gate_may_write (OrchMessageGate *self);

G_END_DECLS
