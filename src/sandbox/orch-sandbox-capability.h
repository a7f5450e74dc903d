/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What each server says of itself: the CapabilityStatement and the SMART document, made from the tables that do the work. Main thread.
 */
#pragma once

#include "orch-sandbox-fhir.h"

G_BEGIN_DECLS

/** orch_sandbox_capability_reply: Returns: (transfer full): the CapabilityStatement */
OrchSandboxReply *orch_sandbox_capability_reply (OrchSandboxRealm realm, const char *base,
                                                 const OrchSandboxIgnore *ignore);
/** orch_sandbox_capability_smart_reply: Returns: (transfer full): the SMART document */
OrchSandboxReply *orch_sandbox_capability_smart_reply (OrchSandboxRealm realm, const char *base,
                                                       const OrchSandboxIgnore *ignore);

G_END_DECLS
