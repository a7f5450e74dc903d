/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the files of OrchMessageDesk share. Private to sync/.
 */
#pragma once

#include "orch-message-desk.h"

G_BEGIN_DECLS

OrchStore *orch_message_desk_get_store (OrchMessageDesk *self);
OrchSession *orch_message_desk_get_session (OrchMessageDesk *self);
/** orch_message_desk_refuse: Returns: (transfer full): REFUSED: nobody is signed in, or locked */
DexFuture *orch_message_desk_refuse (void);
/** orch_message_desk_get_actor: Returns: (transfer none) (nullable): %NULL while nobody is signed in, or locked */
const OrchActor *orch_message_desk_get_actor (OrchMessageDesk *self);

G_END_DECLS
