/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to fhir/) What an OAuth 2 endpoint answers, read tolerantly: any 4xx is a refusal, whatever its code, with 400
 * or 401 (fhir-servers.md §4). Pure; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "http/orch-http-answer.h"

G_BEGIN_DECLS

/** orch_oauth_read_answer: Returns: (transfer full) (nullable): the JSON of a success; else SIGN_IN_AGAIN for a refusal (UNSUPPORTED for
 * 404 and 405, THROTTLED for 429), SERVER_FAULT, BAD_ANSWER. @refusal: (out) (optional) (nullable): the `error` code */
JsonObject *orch_oauth_read_answer (OrchHttpAnswer *answer, char **refusal, GError **error);

G_END_DECLS
