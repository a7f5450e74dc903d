/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Files on their way into a message: read off the main thread, what they are told by their content, their name made safe. Main thread.
 * Source: security.md (attachments); hub/README.md (Secure messages).
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "core/orch-message.h"

G_BEGIN_DECLS

/** orch_message_files_read: Returns: (transfer full): a future of #OrchMessageFile; INVALID for what is too large, or is no picture, PDF or plain text */
DexFuture *orch_message_files_read (GFile *file);
/** orch_message_files_from_bytes: the same of what was pasted. Returns: (transfer full) (nullable) */
OrchMessageFile *orch_message_files_from_bytes (const char *name, GBytes *bytes, GError **error);
/** orch_message_files_guess: what @bytes are. Returns: (transfer none) (nullable): "image/png"…; %NULL: none of those that may be sent */
const char *orch_message_files_guess (GBytes *bytes);
/** orch_message_files_dup_name: @name: as it came; @type: of the content. Returns: (transfer full): without folders or control characters, and with an ending
 * that tells what it is */
char *orch_message_files_dup_name (const char *name, const char *type);

G_END_DECLS
