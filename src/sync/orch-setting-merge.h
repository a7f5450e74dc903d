/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) A group of the clinic's settings that two workstations changed: entry by entry, nobody is asked.
 */
#pragma once

#include "store/orch-store.h"

G_BEGIN_DECLS

/**
 * orch_setting_merge:
 * @base: (nullable): what both had; %NULL = there was none, or it is not known
 * @mine: (nullable): @theirs: (nullable): %NULL = removed
 *
 * Of the lists of types and of categories each entry by its id, and each of its two names; of a JSON object each member, and of a member
 * that is a list of texts each text. What only one side changed is as that side has it; what one removed and the other changed stays;
 * what both changed is as @mine has it. Anything else as a whole.
 *
 * Returns: (transfer full) (nullable)
 */
char *orch_setting_merge (const char *group, const char *base, const char *mine, const char *theirs);

/**
 * orch_setting_await_replace:
 * @shown: (nullable): the group as the person was shown it
 * @text: (nullable): what they made of it
 *
 * Writes what they changed, and no more: what came down while it was shown stays. In a fiber.
 *
 * Returns: whether it is written and the hub will be told; as orch_store_set_setting()
 */
gboolean orch_setting_await_replace (OrchStore *store, const OrchActor *actor, const char *group, const char *shown,
                                     const char *text, GError **error);

G_END_DECLS
