/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A template into a message, and what of it is still to be filled in before the message leaves. Main thread.
 */
#pragma once

#include "orch-message-composer.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** orch_template_act_open: shows the templates; the one that is chosen goes into @composer, with what is known of @conversation */
void orch_template_act_open (OrchMessageComposer *composer, OrchEngine *engine, OrchConversation *conversation);

/** orch_template_act_ask: Returns: (transfer full): a future boolean: whether the text of @composer may leave: nothing of it is to be filled in, or the person wants it so */
DexFuture *orch_template_act_ask (OrchMessageComposer *composer);

/** orch_template_act_has_place: whether orch_template_act_ask() would ask */
gboolean orch_template_act_has_place (OrchMessageComposer *composer);

G_END_DECLS
