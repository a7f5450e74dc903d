/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The HTML of OSCAR's look-alikes: what a browser or a wrong address is shown. English, as it is. Main thread.
 */
#pragma once

#include "orch-sandbox-reply.h"

G_BEGIN_DECLS

/** orch_sandbox_oscar_page_login: the form where somebody signs in and authorises; @root: the context's path; @wrong: the last attempt was not right */
OrchSandboxReply *orch_sandbox_oscar_page_login (const char *root, const char *server, const char *token,
                                                 gboolean wrong);
/** orch_sandbox_oscar_page_home: the ordinary sign-in page, which signs nobody in */
OrchSandboxReply *orch_sandbox_oscar_page_home (const char *server);
/** orch_sandbox_oscar_page_not_found: Tomcat's own page: there is no such context, or nothing at this address of it */
OrchSandboxReply *orch_sandbox_oscar_page_not_found (const char *path);

G_END_DECLS
