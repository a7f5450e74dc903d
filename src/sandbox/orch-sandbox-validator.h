/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Structure of R4 resources: known members, their shape, what is required, closed code lists. Not profiles, not terminologies.
 * Main thread.
 */
#pragma once

#include "orch-sandbox-store.h"

G_BEGIN_DECLS

/**
 * orch_sandbox_validator_check:
 * @expression: (out) (transfer full): FHIRPath of the member at fault
 * @what: (out) (transfer full): what is wrong with it
 */
gboolean orch_sandbox_validator_check (JsonObject *resource, char **expression, char **what);

/** orch_sandbox_validator_check_references: whether all that @resource refers to on this server is there, and of a type that fits */
gboolean orch_sandbox_validator_check_references (OrchSandboxStore *store, OrchSandboxRealm realm, const char *base,
                                                  JsonObject *resource, char **expression, char **what);

G_END_DECLS
