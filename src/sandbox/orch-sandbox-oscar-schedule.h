/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OSCAR's schedule service: the lists that go with appointments, a day, a window, a month. Writing is -booking.c. Main thread.
 */
#pragma once

#include "orch-sandbox-oscar-data.h"

G_BEGIN_DECLS

/** orch_sandbox_oscar_schedule_handle: Returns: (transfer full) (nullable): the answer, %NULL when the call is not of this service */
OrchSandboxReply *orch_sandbox_oscar_schedule_handle (const OrchSandboxOscarCall *call);
/** orch_sandbox_oscar_schedule_full: Returns: (transfer full): the AppointmentTo1. @fresh: it comes from a request and not from the database */
JsonObject *orch_sandbox_oscar_schedule_full (const OrchSandboxOscarCall *call,
                                              const OrchSandboxOscarAppointment *appointment, gboolean fresh);
/** orch_sandbox_oscar_schedule_reply: a SchedulingResponse, all members but @name null; takes @value */
OrchSandboxReply *orch_sandbox_oscar_schedule_reply (const OrchSandboxOscarCall *call, const char *name,
                                                     JsonNode *value);

G_END_DECLS
