/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who asks, and what that one may do: SMART scopes first, then the person's permission in the clinic. A plain value. Main thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_SANDBOX_NOBODY = 0,
  ORCH_SANDBOX_PERSON,
  ORCH_SANDBOX_WORKSTATION,
  ORCH_SANDBOX_EMR_CLIENT,
} OrchSandboxAccessKind;

typedef struct
{
  OrchSandboxAccessKind kind;
  char *username;   /* owned, nullable: of a person */
  char *permission; /* owned, nullable: code of the contract */
  char *scope;      /* owned, nullable */
  char *client;     /* owned, nullable */
} OrchSandboxAccess;

void orch_sandbox_access_clear (OrchSandboxAccess *access);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchSandboxAccess, orch_sandbox_access_clear)

/**
 * orch_sandbox_access_allows:
 * @type: a resource type
 * @act: 'c', 'r', 'u', 'd' or 's' as in SMART scopes
 * @why: (out) (transfer full): what is missing, when not allowed
 */
gboolean orch_sandbox_access_allows (const OrchSandboxAccess *access, const char *type, char act, char **why);

G_END_DECLS
