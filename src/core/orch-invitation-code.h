/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The code that lets a patient make their account: one letter and six digits. It lives in memory alone, in one copy that is wiped:
 * never in the store, a log, a title or a notification (security.md 14). Immutable; any thread. Source: seeds/messaging-article.txt.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_INVITATION_CODE (orch_invitation_code_get_type ())
G_DECLARE_FINAL_TYPE (OrchInvitationCode, orch_invitation_code, ORCH, INVITATION_CODE, GObject)

/** orch_invitation_code_new: @text: (nullable): "A-123456". Returns: (transfer full) (nullable): %NULL for what is no code */
OrchInvitationCode *orch_invitation_code_new (const char *text);

/** orch_invitation_code_get_text: for what is shown or printed because somebody asked for it. Returns: (transfer none) */
const char *orch_invitation_code_get_text (OrchInvitationCode *self);
char orch_invitation_code_get_letter (OrchInvitationCode *self);
/** orch_invitation_code_dup_masked: Returns: (transfer full): "A-••••••" */
char *orch_invitation_code_dup_masked (OrchInvitationCode *self);

/** orch_invitation_code_spell: the word by which a letter is read aloud. @letter: A to Z; @language: "fr", "en", "es", "ar". Returns: (transfer none)
 * (nullable): in that language, whatever the program speaks */
const char *orch_invitation_code_spell (char letter, const char *language);

G_END_DECLS
