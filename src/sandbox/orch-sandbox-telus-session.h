/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who may call TELUS's look-alike: the application's token, the instance with its secret, the token of a registered instance, sessions.
 * README.md lists the credentials. Main thread.
 */
#pragma once

#include "orch-sandbox-telus-call.h"

G_BEGIN_DECLS

/** orch_sandbox_telus_find_instance: @type, @id: as in the path. @refusal: (out): what to answer when there is none. Returns: (transfer none) (nullable) */
const OrchSandboxTelusInstance *orch_sandbox_telus_find_instance (const char *type, const char *id,
                                                                  OrchSandboxReply **refusal);
/** orch_sandbox_telus_check_app: Returns: (transfer full) (nullable): what to answer to an application that is not known */
OrchSandboxReply *orch_sandbox_telus_check_app (const OrchSandboxRequest *request, GHashTable *query);
/** orch_sandbox_telus_check_session: Returns: (transfer full) (nullable): what to answer to who has no session */
OrchSandboxReply *orch_sandbox_telus_check_session (OrchSandboxStore *store, const OrchSandboxTelusInstance *instance,
                                                    const OrchSandboxRequest *request, GHashTable *query);
/** orch_sandbox_telus_register: Returns: (transfer full): the answer to POST register */
OrchSandboxReply *orch_sandbox_telus_register (OrchSandboxStore *store, const OrchSandboxTelusSwitches *switches,
                                               const OrchSandboxTelusInstance *instance,
                                               const OrchSandboxRequest *request);
/** orch_sandbox_telus_session: Returns: (transfer full): the answer to POST, PUT and DELETE session */
OrchSandboxReply *orch_sandbox_telus_session (OrchSandboxStore *store, const OrchSandboxTelusSwitches *switches,
                                              const OrchSandboxTelusInstance *instance,
                                              const OrchSandboxRequest *request, GHashTable *query);
/** orch_sandbox_telus_end: all sessions end; when @registrations the instances are to be registered anew */
void orch_sandbox_telus_end (OrchSandboxStore *store, gboolean registrations);
/** orch_sandbox_telus_describe_one: Returns: (transfer full) (nullable): what /training/telus/{EmrType} answers, %NULL when there is none of this type */
JsonObject *orch_sandbox_telus_describe_one (const char *base, const char *type);
/** orch_sandbox_telus_describe_all: Returns: (transfer full): what /training/telus answers */
JsonObject *orch_sandbox_telus_describe_all (const char *base);

G_END_DECLS
