/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A thread on the screen: at its end when it opens, older messages as one scrolls up, and a place that is kept when something of it changes. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "orch-message-thread.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGE_VIEW (orch_message_view_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageView, orch_message_view, ORCH, MESSAGE_VIEW, AdwBin)

/** orch_message_view_get_thread: Returns: (transfer none) */
OrchMessageThread *orch_message_view_get_thread (OrchMessageView *self);
/** orch_message_view_set_patient: @name: (nullable): whose name stands over what comes from the patient; before the messages */
void orch_message_view_set_patient (OrchMessageView *self, const char *name);
gboolean orch_message_view_is_at_end (OrchMessageView *self);
void orch_message_view_go_to_end (OrchMessageView *self);

G_END_DECLS
