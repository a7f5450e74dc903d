/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What an OAuth 2 endpoint answers.
 */
#include "orch-oauth-answer.h"

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-fhir-error.h"

JsonObject *
orch_oauth_read_answer (OrchHttpAnswer *answer, char **refusal, GError **error)
{
  g_return_val_if_fail (ORCH_IS_HTTP_ANSWER (answer), NULL);

  if (refusal != NULL)
    *refusal = NULL;
  guint status = orch_http_answer_get_status (answer);
  GBytes *body = orch_http_answer_get_body (answer);
  if (orch_http_answer_is_success (answer))
    return orch_json_parse_object_sync (body, error);

  g_autoptr (JsonObject) object =
      g_bytes_get_size (body) <= ORCH_JSON_INLINE_BYTES ? orch_json_parse_object_sync (body, NULL) : NULL;
  const char *code = orch_json_get_string (object, "error");
  const char *description = orch_json_get_string (object, "error_description");
  if (refusal != NULL)
    *refusal = g_strdup (code);
  gboolean refused = status >= 400 && status < 500 && status != 404 && status != 405 && status != 408 && status != 429;
  if (!refused)
    {
      orch_fhir_set_error (answer, error);
      return NULL;
    }
  g_autofree char *outcome = orch_fhir_outcome_words (object);
  g_autofree char *page = orch_http_answer_dup_words (answer);
  const char *words = !orch_text_is_empty (description) ? description
                      : outcome != NULL                 ? outcome
                      : !orch_text_is_empty (code)      ? code
                                                        : page;
  g_autofree char *clean = orch_text_clean (words, 300);
  g_set_error (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "%u: %s", status, clean);
  return NULL;
}
