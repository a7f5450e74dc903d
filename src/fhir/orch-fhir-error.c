/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a server says of a failure, in its own words. Pure; any thread.
 */
#include "orch-fhir-error.h"

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"

#define MAX_ISSUES 5 /* of one outcome: more is not read by anybody */
#define MAX_WORDS 600

static gboolean
is_noise (const char *severity)
{
  return g_strcmp0 (severity, "information") == 0 || g_strcmp0 (severity, "success") == 0;
}

/* "given (Practitioner.name[0])": where it is wrong, when the server says so */
static void
append_issue (GString *words, JsonObject *issue)
{
  const char *text = orch_json_get_string (orch_json_get_object (issue, "details"), "text");
  const char *diagnostics = orch_json_get_string (issue, "diagnostics");
  const char *display = orch_json_path_string (issue, "details.coding[0].display");
  const char *said = !orch_text_is_empty (text)          ? text
                     : !orch_text_is_empty (diagnostics) ? diagnostics
                     : !orch_text_is_empty (display)     ? display
                                                         : orch_json_get_string (issue, "code");
  if (orch_text_is_empty (said))
    return;
  if (words->len > 0)
    g_string_append (words, "; ");
  g_autofree char *clean = orch_text_clean (said, MAX_WORDS);
  g_string_append (words, clean);

  const char *where = orch_json_array_string (orch_json_get_array (issue, "expression"), 0);
  if (where == NULL)
    where = orch_json_array_string (orch_json_get_array (issue, "location"), 0);
  if (!orch_text_is_empty (where))
    {
      g_autofree char *clean_where = orch_text_clean (where, 100);
      g_string_append_printf (words, " (%s)", clean_where);
    }
}

char *
orch_fhir_outcome_words (JsonObject *outcome)
{
  if (g_strcmp0 (orch_json_get_string (outcome, "resourceType"), "OperationOutcome") != 0)
    return NULL;

  g_autoptr (GString) words = g_string_new (NULL);
  guint n = orch_json_count (outcome, "issue");
  for (guint i = 0; i < MIN (n, MAX_ISSUES); i++)
    {
      JsonObject *issue = orch_json_nth (outcome, "issue", i);
      if (!is_noise (orch_json_get_string (issue, "severity")))
        append_issue (words, issue);
    }
  /* An outcome of nothing but remarks: those, rather than silence. */
  for (guint i = 0; words->len == 0 && i < MIN (n, MAX_ISSUES); i++)
    append_issue (words, orch_json_nth (outcome, "issue", i));
  if (words->len == 0)
    {
      const char *narrative = orch_json_get_string (orch_json_get_object (outcome, "text"), "div");
      if (narrative == NULL)
        return NULL;
      g_string_append (words, narrative);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

void
orch_fhir_set_error (OrchHttpAnswer *answer, GError **error)
{
  g_return_if_fail (ORCH_IS_HTTP_ANSWER (answer));

  GBytes *body = orch_http_answer_get_body (answer);
  g_autofree char *words = NULL;
  if (g_bytes_get_size (body) > 0 && g_bytes_get_size (body) <= ORCH_JSON_INLINE_BYTES)
    {
      g_autoptr (JsonObject) object = orch_json_parse_object_sync (body, NULL);
      words = orch_fhir_outcome_words (object);
      /* OAuth and plain web errors come in other shapes. */
      static const char *const others[] = { "error_description", "message", "detail", "title", "error" };
      for (gsize i = 0; object != NULL && words == NULL && i < G_N_ELEMENTS (others); i++)
        words = g_strdup (orch_json_get_string (object, others[i]));
    }
  orch_http_answer_set_error (answer, words, error);
}
