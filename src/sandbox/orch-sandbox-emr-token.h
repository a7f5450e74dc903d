/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The tokens that the look-alikes of Accuro and TELUS have issued, kept between runs. Plain values; main thread.
 */
#pragma once

#include "orch-sandbox-store.h"

G_BEGIN_DECLS

/** OrchSandboxEmrToken: one that was issued, and is good still */
typedef struct
{
  char *user;  /* owned: who it stands for */
  char *scope; /* owned, nullable */
} OrchSandboxEmrToken;

void orch_sandbox_emr_token_clear (OrchSandboxEmrToken *token);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchSandboxEmrToken, orch_sandbox_emr_token_clear)

/**
 * orch_sandbox_emr_token_issue:
 * @token: (nullable): its text; %NULL for one without meaning
 * @server: whose it is: a token is good there alone
 * @kind: "access", "refresh", …
 * @scope: (nullable)
 *
 * Returns: (transfer full): its text
 */
char *orch_sandbox_emr_token_issue (OrchSandboxStore *store, const char *token, const char *server, const char *kind,
                                    const char *user, const char *scope, gint64 lifetime_s);
/** orch_sandbox_emr_token_find: @text: (nullable). Returns: whether there is such a token, neither too old nor ended */
gboolean orch_sandbox_emr_token_find (OrchSandboxStore *store, const char *text, const char *server, const char *kind,
                                      OrchSandboxEmrToken *token);
/** orch_sandbox_emr_token_spend: the token is good no more */
void orch_sandbox_emr_token_spend (OrchSandboxStore *store, const char *text);
/** orch_sandbox_emr_token_end: @kind, @user: (nullable): all of these on @server are good no more */
void orch_sandbox_emr_token_end (OrchSandboxStore *store, const char *server, const char *kind, const char *user);

G_END_DECLS
