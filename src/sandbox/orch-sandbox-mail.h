/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The messages that would have been sent: e-mails and SMS, kept in the store and shown at /outbox. Main thread.
 */
#pragma once

#include "orch-sandbox-store.h"

G_BEGIN_DECLS

/* Stand for the hub's address (percent-encoded) and the portal's in mail that is kept: the port may be another one tomorrow. */
#define ORCH_SANDBOX_HUB_MARK "@HUB@"
#define ORCH_SANDBOX_PORTAL_MARK "@PORTAL@"

/** OrchSandboxMail: a message that would have been sent; all borrowed */
typedef struct
{
  const char *to;
  const char *channel; /* email or sms */
  const char *subject;
  const char *text;
  const char *link;  /* nullable */
  const char *sent;  /* instant; not read when adding */
  const char *about; /* nullable: what it tells of: nothing is told twice; not filled when reading */
  gboolean held;     /* not gone yet: shown once it is */
} OrchSandboxMail;

typedef void (*OrchSandboxMailFunc) (const OrchSandboxMail *mail, gpointer data);

/** orch_sandbox_mail_add: texts may hold the marks above. Returns: whether it is new */
gboolean orch_sandbox_mail_add (OrchSandboxStore *store, const OrchSandboxMail *mail);
/** orch_sandbox_mail_release: what was held about @about goes now */
void orch_sandbox_mail_release (OrchSandboxStore *store, const char *about);
/** orch_sandbox_mail_withdraw: what is held about @about will not go */
void orch_sandbox_mail_withdraw (OrchSandboxStore *store, const char *about);
/** orch_sandbox_mail_foreach: newest first */
void orch_sandbox_mail_foreach (OrchSandboxStore *store, const char *hub_base, OrchSandboxMailFunc func, gpointer data);
/** orch_sandbox_mail_list: Returns: (transfer full): what /training/mail answers */
char *orch_sandbox_mail_list (OrchSandboxStore *store, const char *hub_base);
/** orch_sandbox_mail_fill: Returns: (transfer full): @text with the addresses in place of the marks */
char *orch_sandbox_mail_fill (const char *text, const char *hub_base);

G_END_DECLS
