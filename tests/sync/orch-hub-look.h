/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the training hub holds, for tests that ask whether something is there twice or missing. Blocks; main thread.
 */
#pragma once

#include "orch-sandbox-process.h"

G_BEGIN_DECLS

/** hub_look_dup_counts: Returns: (transfer full): how many resources of each type, alerts apart, as JSON */
char *hub_look_dup_counts (OrchSandboxProcess *sandbox);
/** hub_look_check_no_doubles: every identifier of ours and of the EMR is on one resource of its type only */
void hub_look_check_no_doubles (OrchSandboxProcess *sandbox);
/** hub_look_find: Returns: (transfer full) (nullable): the first resource of @type whose text form has @words in it */
JsonNode *hub_look_find (OrchSandboxProcess *sandbox, const char *type, const char *words);

/** hub_look_count: how many there are, those not counted that a person has taken away */
guint hub_look_count (OrchSandboxProcess *sandbox, const char *type);

G_END_DECLS
