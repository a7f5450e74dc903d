/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The HTTP of the sandbox: one SoupServer on 127.0.0.1, which also plays the faults that concern bytes and time. Owned by the
 * program; main thread.
 */
#pragma once

#include "orch-sandbox.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define ORCH_TYPE_SANDBOX_SERVER (orch_sandbox_server_get_type ())
G_DECLARE_FINAL_TYPE (OrchSandboxServer, orch_sandbox_server, ORCH, SANDBOX_SERVER, GObject)

/** orch_sandbox_server_new: listens; @port: 0 = any. Returns: (nullable): %NULL and @error when the port is taken */
OrchSandboxServer *orch_sandbox_server_new (guint port, GError **error);
/** orch_sandbox_server_get_origin: Returns: (transfer none): http://127.0.0.1:PORT */
const char *orch_sandbox_server_get_origin (OrchSandboxServer *self);
/** orch_sandbox_server_serve: requests are answered by @sandbox from now on */
void orch_sandbox_server_serve (OrchSandboxServer *self, OrchSandbox *sandbox);

G_END_DECLS
