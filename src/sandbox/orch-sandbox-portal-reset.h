/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A forgotten password: an e-mail with a link that lives half an hour, and the birth date besides. Main thread.
 */
#pragma once

#include "orch-sandbox-portal-visit.h"

G_BEGIN_DECLS

/** orch_sandbox_portal_reset_ask: who one is; the answer is the same whether there is such an account or not */
OrchSandboxReply *orch_sandbox_portal_reset_ask (OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_reset_choose: the link of the e-mail (t): birth date and another password */
OrchSandboxReply *orch_sandbox_portal_reset_choose (OrchSandboxPortalVisit *visit);

G_END_DECLS
