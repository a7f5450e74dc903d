/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is said of the account of a patient: badges, what is wrong of an identity, invitations. Any thread; strings are translated.
 * Source: seeds/messaging-article.txt (the badges).
 */
#pragma once

#include "core/orch-patient-identity.h"
#include "core/orch-portal-account.h"

G_BEGIN_DECLS

const char *orch_account_text_get_icon (OrchAccountBadge badge);
/** orch_account_text_dup_badge: @limit: completed years that are still too few: the label follows it. Returns: (transfer full): one or two words */
char *orch_account_text_dup_badge (OrchAccountBadge badge, guint limit);
/** orch_account_text_dup_explanation: @validated: the identity was checked. Returns: (transfer full): what it means and what to do */
char *orch_account_text_dup_explanation (OrchAccountBadge badge, gboolean validated, guint limit);
/** orch_account_text_get_style: Returns: (transfer none): the class of the badge */
const char *orch_account_text_get_style (OrchAccountBadge badge);

/** orch_account_text_get_problem: Returns: (transfer none) (nullable): what to do about a field; %NULL when it is good */
const char *orch_account_text_get_problem (OrchIdentityField field, OrchIdentityProblem problem);
/** orch_account_text_dup_warnings: Returns: (transfer full) (nullable): what to look at in a NAM that is well formed */
char *orch_account_text_dup_warnings (OrchNamFlags warnings);

/** orch_account_text_dup_invitation: Returns: (transfer full): what became of it, and until when */
char *orch_account_text_dup_invitation (OrchPortalInvitation *invitation, gint64 now_us);

G_END_DECLS
