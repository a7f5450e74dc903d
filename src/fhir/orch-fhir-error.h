/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to fhir/) What a server says of a failure, in its own words. Pure; any thread. Source: fhir-servers.md §3, 9.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "http/orch-http-answer.h"

G_BEGIN_DECLS

/** orch_fhir_outcome_words: @outcome: (nullable): an OperationOutcome. Returns: (transfer full) (nullable): details.text, else
 * diagnostics, of its errors, joined by "; "; %NULL when it is no outcome or says nothing */
char *orch_fhir_outcome_words (JsonObject *outcome);

/** orch_fhir_set_error: the ORCH_ERROR of an answer that is not a success; small JSON bodies are parsed here */
void orch_fhir_set_error (OrchHttpAnswer *answer, GError **error);

G_END_DECLS
