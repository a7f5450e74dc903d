/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where a message is typed, and files are attached: by the button, dropped or pasted. Main thread.
 * Signals: "changed": the text, by the person; "send": there is something to send, and that was asked for.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-message.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGE_COMPOSER (orch_message_composer_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageComposer, orch_message_composer, ORCH, MESSAGE_COMPOSER, AdwBin)

/** orch_message_composer_dup_text: Returns: (transfer full) */
char *orch_message_composer_dup_text (OrchMessageComposer *self);
/** orch_message_composer_insert: where the cursor is, in place of what is selected; with "changed" */
void orch_message_composer_insert (OrchMessageComposer *self, const char *text);
/** orch_message_composer_select_place: selects the first place of a template that is still to be filled in, and takes the focus */
void orch_message_composer_select_place (OrchMessageComposer *self);
/** orch_message_composer_set_text: without "changed"; @text: (nullable) */
void orch_message_composer_set_text (OrchMessageComposer *self, const char *text);
/** orch_message_composer_get_files: Returns: (transfer none): (element-type OrchMessageFile) */
GPtrArray *orch_message_composer_get_files (OrchMessageComposer *self);
/** orch_message_composer_add_file: one that has its bytes; says so when it is one too many */
void orch_message_composer_add_file (OrchMessageComposer *self, OrchMessageFile *file);
/** orch_message_composer_clear: neither text nor files nor a warning */
void orch_message_composer_clear (OrchMessageComposer *self);
/** orch_message_composer_warn: @text: (nullable): what is wrong, above what is typed */
void orch_message_composer_warn (OrchMessageComposer *self, const char *text);
/** orch_message_composer_warn_error: what went wrong, and where to get help */
void orch_message_composer_warn_error (OrchMessageComposer *self, const GError *error);
/** orch_message_composer_set_may_send: %FALSE: it is typed and kept, and does not leave; who sets it says why */
void orch_message_composer_set_may_send (OrchMessageComposer *self, gboolean may_send);
void orch_message_composer_focus (OrchMessageComposer *self);

/** orch_message_composer_get_note: whether what is typed is an internal note, which goes to nobody */
gboolean orch_message_composer_get_note (OrchMessageComposer *self);
/** orch_message_composer_get_corrects: Returns: (transfer none) (nullable): the id of the message that what is typed corrects */
const char *orch_message_composer_get_corrects (OrchMessageComposer *self);
/** orch_message_composer_correct: begins a correction of @message: its text is there to be changed; with "changed" */
void orch_message_composer_correct (OrchMessageComposer *self, OrchMessage *message);
void orch_message_composer_set_may_note (OrchMessageComposer *self, gboolean may_note);
/** orch_message_composer_dup_draft: the text as it is kept: what it is comes back with it. Returns: (transfer full) */
char *orch_message_composer_dup_draft (OrchMessageComposer *self);
/** orch_message_composer_set_draft: without "changed"; @draft: (nullable) */
void orch_message_composer_set_draft (OrchMessageComposer *self, const char *draft);

G_END_DECLS
