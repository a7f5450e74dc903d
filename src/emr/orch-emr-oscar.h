/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The connector for OSCAR and its forks (OSCAR 15 and 19, OSCAR Pro, OpenO, Juno). Fields, as data/emr has them:
 * "server-url" (with its directory: "https://emr.example/oscar"), "rest-key", "seen-as" (scheme and host as the server believes them
 * to be, behind a proxy that hides them); secrets: "rest-secret", "authorisation" (the token and its secret, with a space between:
 * what orch_oscar_client_exchange() gives). Main thread. Source: emr-facts A.
 */
#pragma once

#include "orch-emr.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_OSCAR (orch_emr_oscar_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrOscar, orch_emr_oscar, ORCH, EMR_OSCAR, OrchEmr)

G_END_DECLS
