/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The page of the secure messages: the dashboard of the conversations, and beside it the one that is open. Main thread.
 * Source: product.md §4, ux.md (Messages).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGES_PAGE (orch_messages_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessagesPage, orch_messages_page, ORCH, MESSAGES_PAGE, AdwBin)

GtkWidget *orch_messages_page_new (OrchEngine *engine);
/** orch_messages_page_open: shows the conversation @id; behind the lock, once it is unlocked */
void orch_messages_page_open (OrchMessagesPage *self, const char *id);

G_END_DECLS
