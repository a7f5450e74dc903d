/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The patients' web pages at /portal: which page answers, the visit's cookie, its form, and the headers of every answer. Main
 * thread.
 */
#pragma once

#include "orch-sandbox.h"

G_BEGIN_DECLS

/** orch_sandbox_portal_is_path: whether @path is of the portal */
gboolean orch_sandbox_portal_is_path (const char *path);
/** orch_sandbox_portal_handle: @french: the language of the page */
OrchSandboxReply *orch_sandbox_portal_handle (OrchSandboxStore *store, const OrchSandboxRequest *request,
                                              gboolean french);

G_END_DECLS
