/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An exchange, or its report, as a PDF that leaves the program: saved where the person says, or printed; each is journaled. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** orch_conversation_export: @report: the report that was produced, else all the messages; @print: else it is saved. Tells the outcome. Returns: (transfer
 * full): a future of boolean: whether it was done */
DexFuture *orch_conversation_export (AdwToastOverlay *toasts, OrchEngine *engine, OrchConversation *conversation,
                                     gboolean report, gboolean print);

G_END_DECLS
