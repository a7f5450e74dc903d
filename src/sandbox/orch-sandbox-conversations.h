/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A dozen visibly fictitious conversations, for who learns: patients in every state of an account, and conversations
 * in every state with their messages (no report, no note). Main thread.
 */
#pragma once

#include "orch-sandbox-store.h"

G_BEGIN_DECLS

/** orch_sandbox_conversations_seed: in French or in English, once; nothing happens when they are there already */
void orch_sandbox_conversations_seed (OrchSandboxStore *store, gboolean french);
/** orch_sandbox_conversations_list: Returns: (transfer full): what /training/patients answers: who may sign in to the portal, with the passwords */
char *orch_sandbox_conversations_list (OrchSandboxStore *store);

G_END_DECLS
