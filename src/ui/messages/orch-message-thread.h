/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The messages of the conversation that is open, as a list of OrchMessageLine: the last hundred at first, older ones when asked for. What changed is spliced
 * and nothing else, so that a view keeps its place. Main thread; owned by the pane that shows it.
 */
#pragma once

#include <gio/gio.h>

#include "sync/orch-message-desk.h"

G_BEGIN_DECLS

/** OrchMessageLine: a message as it stands in its conversation. Immutable */
#define ORCH_TYPE_MESSAGE_LINE (orch_message_line_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageLine, orch_message_line, ORCH, MESSAGE_LINE, GObject)

OrchMessage *orch_message_line_get_message (OrchMessageLine *self);
/** orch_message_line_begins_day: whether the message before it is of another day */
gboolean orch_message_line_begins_day (OrchMessageLine *self);

/** orch_message_line_get_corrected: Returns: (transfer none) (nullable): the message that this one corrects, among those that are there */
OrchMessage *orch_message_line_get_corrected (OrchMessageLine *self);
/** orch_message_line_is_corrected: whether a later message corrects it */
gboolean orch_message_line_is_corrected (OrchMessageLine *self);

#define ORCH_TYPE_MESSAGE_THREAD (orch_message_thread_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageThread, orch_message_thread, ORCH, MESSAGE_THREAD, GObject)

OrchMessageThread *orch_message_thread_new (void);
/** orch_message_thread_get_lines: Returns: (transfer none): (element-type OrchMessageLine): oldest first */
GListModel *orch_message_thread_get_lines (OrchMessageThread *self);
/** orch_message_thread_open: @id: (nullable): none: the list empties. Returns: (transfer full): a future of boolean, once the last messages are there */
DexFuture *orch_message_thread_open (OrchMessageThread *self, OrchMessageDesk *desk, const char *id);
/** orch_message_thread_reload: something of it may have changed. Returns: (transfer full): a future of boolean */
DexFuture *orch_message_thread_reload (OrchMessageThread *self);
/** orch_message_thread_load_older: the hundred before; does nothing when there are none. Returns: (transfer full): a future of boolean */
DexFuture *orch_message_thread_load_older (OrchMessageThread *self);
/** orch_message_thread_find_unseen: Returns: (transfer none) (nullable): the oldest message of the clinic that the patient has not opened, since they wrote last; among those that are there */
OrchMessage *orch_message_thread_find_unseen (OrchMessageThread *self);
/** orch_message_thread_find: Returns: (transfer none) (nullable): that message, among those that are there */
OrchMessage *orch_message_thread_find (OrchMessageThread *self, const char *message_id);

G_END_DECLS
