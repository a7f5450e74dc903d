/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The calls of OSCAR's schedule service about one appointment: read, add, change, delete. What is done is done to the training EMR's own record.
 * Main thread.
 */
#pragma once

#include "orch-sandbox-oscar-data.h"

G_BEGIN_DECLS

/** orch_sandbox_oscar_booking_handle: Returns: (transfer full) (nullable): the answer, %NULL when the call is not one of these */
OrchSandboxReply *orch_sandbox_oscar_booking_handle (const OrchSandboxOscarCall *call);

G_END_DECLS
