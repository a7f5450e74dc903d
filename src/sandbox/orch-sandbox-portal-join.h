/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * From the e-mail's link to an account: the code, one's information, the password; and signing in and out. Main thread.
 */
#pragma once

#include "orch-sandbox-portal-visit.h"

G_BEGIN_DECLS

/** orch_sandbox_portal_join_sign_in: e-mail or NAM, and password */
OrchSandboxReply *orch_sandbox_portal_join_sign_in (OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_join_sign_out: ends the visit's session */
OrchSandboxReply *orch_sandbox_portal_join_sign_out (OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_join_invitation: the code; t of the query is what the e-mail's link holds, without it one says who one is */
OrchSandboxReply *orch_sandbox_portal_join_invitation (OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_join_information: what the clinic has, to be confirmed */
OrchSandboxReply *orch_sandbox_portal_join_information (OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_join_password: the password, with which the account is made */
OrchSandboxReply *orch_sandbox_portal_join_password (OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_join_append_rules: @unmet: (nullable): those to be mended */
void orch_sandbox_portal_join_append_rules (GString *out, const OrchSandboxPortalVisit *visit,
                                            const char *const *unmet);
/** orch_sandbox_portal_join_append_passwords: the two fields, to be within a form */
void orch_sandbox_portal_join_append_passwords (GString *out, const OrchSandboxPortalVisit *visit, gboolean wrong);
/** orch_sandbox_portal_join_check_passwords: @unmet: (out) (transfer full): the rules to be mended. Returns: (nullable): what is wrong, for the patient */
const char *orch_sandbox_portal_join_check_passwords (const OrchSandboxPortalVisit *visit, GStrv *unmet);
/** orch_sandbox_portal_join_refuse_busy: 429 when there were too many failures of anybody. Returns: (nullable) */
OrchSandboxReply *orch_sandbox_portal_join_refuse_busy (const OrchSandboxPortalVisit *visit);

G_END_DECLS
