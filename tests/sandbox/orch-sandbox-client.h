/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A plain HTTP client for the sandbox's own tests: says what came back, judges nothing. The test's thread.
 */
#pragma once

#include "orch-sandbox-process.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct
{
  guint status;                /* 0 when there was no answer */
  GError *error;               /* owned, nullable */
  SoupMessageHeaders *headers; /* owned */
  char *text;                  /* owned */
  gsize length;
  JsonNode *json; /* owned, nullable: when the body is JSON */
} OrchSandboxAnswer;

void orch_sandbox_answer_free (OrchSandboxAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchSandboxAnswer, orch_sandbox_answer_free)

/**
 * orch_sandbox_client_send:
 * @url: absolute, or from the origin of @process
 * @body: (nullable): sent as FHIR when it begins with { , as a form otherwise
 * @first_header: (nullable): names and values in turn, %NULL-terminated
 */
OrchSandboxAnswer *orch_sandbox_client_send (OrchSandboxProcess *process, const char *method, const char *url,
                                             const char *body, const char *first_header, ...);
/** orch_sandbox_client_emr_token: Returns: (transfer full): an access token of the training EMR */
char *orch_sandbox_client_emr_token (OrchSandboxProcess *process);

/** orch_sandbox_answer_string: Returns: (transfer none) (nullable): the string at @path, members and indexes between dots: "issue.0.code" */
const char *orch_sandbox_answer_string (OrchSandboxAnswer *answer, const char *path);
/** orch_sandbox_answer_int: the number at @path, -1 when there is none */
gint64 orch_sandbox_answer_int (OrchSandboxAnswer *answer, const char *path);
/** orch_sandbox_answer_length: the length of the array at @path, 0 when there is none */
guint orch_sandbox_answer_length (OrchSandboxAnswer *answer, const char *path);
/** orch_sandbox_answer_link: Returns: (transfer none) (nullable): the Bundle's link of this relation */
const char *orch_sandbox_answer_link (OrchSandboxAnswer *answer, const char *relation);

G_END_DECLS
