/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The few HTML pages: sign-in, choice of a password, messages, and the outbox. No script; French or English. Main thread.
 */
#pragma once

#include "orch-sandbox-people.h"
#include "orch-sandbox-reply.h"
#include "orch-sandbox-store.h"

G_BEGIN_DECLS

/** OrchSandboxPage: what the sign-in page shows; all borrowed */
typedef struct
{
  gboolean activating; /* a password is chosen, rather than given */
  gboolean french;
  gboolean dead;            /* the activation code cannot be used: no form */
  GHashTable *params;       /* sent along with the form */
  const char *username;     /* nullable */
  const char *error;        /* nullable: a code of the contract */
  const char *const *unmet; /* nullable: rules the password did not meet */
} OrchSandboxPage;

OrchSandboxReply *orch_sandbox_pages_sign_in (int status, const OrchSandboxPage *page);
OrchSandboxReply *orch_sandbox_pages_message (int status, gboolean french, const char *title, const char *text);
OrchSandboxReply *orch_sandbox_pages_outbox (OrchSandboxStore *store, const char *hub_base, gboolean french);
OrchSandboxReply *orch_sandbox_pages_style (void);
/** orch_sandbox_pages_error_text: Returns: (transfer none): the sentence for a code */
const char *orch_sandbox_pages_error_text (const char *error, gboolean french);

G_END_DECLS
