/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is right or wrong with the connection to an OSCAR: whether it is there, then whether it takes our signature, then whose
 * authorisation we have and what it may read; and the client, made of what was typed. Never writes; asks for a request token where that tells one cause from another. Main
 * thread. Source: emr-facts A1, A2, A7.
 */
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "fhir/orch-key.h"
#include "http/orch-json.h"
#include "http/orch-url.h"
#include "orch-emr-oscar-private.h"
#include "orch-emr-values.h"
#include "orch-oscar-values.h"

#define SKEW_MAX_US (300 * (gint64) G_USEC_PER_SEC)
#define WHO "/oauth/info"

static OrchEmrDiagnosis
diagnose (const GError *error)
{
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_OFFLINE:
      return ORCH_EMR_NO_ANSWER;
    case ORCH_ERROR_UNTRUSTED:
      return ORCH_EMR_UNTRUSTED;
    case ORCH_ERROR_THROTTLED:
      return ORCH_EMR_THROTTLED;
    case ORCH_ERROR_SIGN_IN_AGAIN:
    case ORCH_ERROR_REFUSED:
      return ORCH_EMR_NO_PERMISSION;
    default:
      return ORCH_EMR_FAULT;
    }
}

static OrchEmrReport *
report_skew (OrchEmrDiagnosis diagnosis, gint64 offset_us, const char *server, const GError *why)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, offset_us / G_USEC_PER_SEC);

  return orch_emr_report_new (diagnosis, seconds, server, why);
}

/* Awaits. Whether an OSCAR with its REST module is at the address. Returns: (transfer full) (nullable): %NULL when it is */
static OrchEmrReport *
probe_address (OrchOscarClient *client, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OrchHttpAnswer) answer =
      dex_await_object (orch_oscar_client_look (client, "/ws/services/status/checkIfAuthed"), &local_error);
  g_autoptr (OrchHttpAnswer) front = NULL;

  if (answer != NULL && orch_http_answer_get_status (answer) != 404)
    return NULL;
  if (answer != NULL)
    front = dex_await_object (orch_oscar_client_look (client, "/"), &local_error);
  if (local_error != NULL && orch_emr_must_propagate (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (answer == NULL)
    return orch_emr_report_new (diagnose (local_error), NULL, NULL, local_error);
  /* The door is there, and the room is not: its properties file has no ModuleNames=REST. */
  if (front != NULL && orch_http_answer_get_status (front) < 400)
    return orch_emr_report_new (ORCH_EMR_NO_REST, NULL, NULL, NULL);
  return orch_emr_report_new (ORCH_EMR_NOT_THERE, NULL, NULL, NULL);
}

/* Awaits. Whether the signature is taken when it is made for an address that the server may believe to have.
 * Returns: (transfer full) (nullable): that address */
static char *
find_seen_as (OrchEmrOscar *self, OrchOscarClient *client)
{
  static const char *const shapes[] = { "http://%s", "http://%s:8080", "https://%s:8443" };
  g_autoptr (GUri) uri = orch_url_check (orch_emr_get_value (ORCH_EMR (self), "server-url"), NULL);

  if (uri == NULL || orch_emr_get_value (ORCH_EMR (self), "seen-as") != NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GString) address = g_string_new (shapes[i]);
      g_autofree char *escaped = NULL;

      g_string_replace (address, "%s", g_uri_get_host (uri), 1);
      orch_oscar_client_set_seen_as (client, address->str);
      escaped = dex_await_string (orch_oscar_client_initiate (client, "oob"), NULL);
      if (escaped != NULL)
        return g_string_free (g_steal_pointer (&address), FALSE);
    }
  orch_oscar_client_set_seen_as (client, NULL);
  return NULL;
}

/* Awaits. Why it does not take what we signed. Returns: (transfer full) (nullable): on must_propagate() errors */
static OrchEmrReport *
explain_refusal (OrchEmrOscar *self, OrchOscarClient *client, gboolean has_token, const GError *refusal, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *begun = NULL;
  g_autofree char *seen_as = NULL;

  /* Beginning an authorisation takes the client's key and secret alone. */
  begun = dex_await_string (orch_oscar_client_initiate (client, "oob"), &local_error);
  if (local_error != NULL && orch_emr_must_propagate (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (begun != NULL)
    return orch_emr_report_new (ORCH_EMR_NOT_AUTHORISED, NULL, NULL, has_token ? refusal : NULL);
  if (llabs (orch_oscar_client_get_offset_us (client)) > SKEW_MAX_US)
    return report_skew (ORCH_EMR_WRONG_CLOCK, orch_oscar_client_get_offset_us (client), NULL, local_error);
  if (orch_error_code_of (local_error) != ORCH_ERROR_SIGN_IN_AGAIN &&
      orch_error_code_of (local_error) != ORCH_ERROR_REFUSED && orch_error_code_of (local_error) != ORCH_ERROR_INVALID)
    return orch_emr_report_new (diagnose (local_error), NULL, NULL, local_error);
  seen_as = find_seen_as (self, client);
  if (seen_as != NULL)
    return orch_emr_report_new (ORCH_EMR_BEHIND_PROXY, seen_as, NULL, local_error);
  return orch_emr_report_new (ORCH_EMR_BAD_CREDENTIALS, NULL, NULL, local_error);
}

/* Letters and digits alone: "Ocean Connect" is "oceanconnect". */
static char *
squeeze (const char *one, const char *two)
{
  g_autofree char *both = g_strconcat (one != NULL ? one : "", two != NULL ? two : "", NULL);
  g_autofree char *folded = orch_text_fold (both);
  GString *letters = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (letters, g_utf8_get_char (p));
  return g_string_free (letters, FALSE);
}

/* A login of somebody's own has a licence behind it, as the user kept for the connection has not: how that one is called is not known.
 * Returns: (transfer full) (nullable): who authorised, when it was a person with their own */
static char *
find_other_user (OrchEmrOscar *self, JsonObject *info)
{
  const char *expected = orch_emr_get_value (ORCH_EMR (self), "oceanconnect-user");
  JsonObject *provider = orch_json_get_first (info, orch_json_has (info, "providers") ? "providers" : "provider");
  g_autofree char *given = orch_oscar_dup_text (provider, "firstName");
  g_autofree char *family = orch_oscar_dup_text (provider, "lastName");
  g_autofree char *licence = orch_oscar_dup_text (provider, "practitionerNo");
  g_autofree char *wanted = squeeze (expected, NULL);
  g_autofree char *one = squeeze (given, family);
  g_autofree char *two = squeeze (family, given);

  if (licence == NULL || (given == NULL && family == NULL) || g_str_equal (wanted, one) || g_str_equal (wanted, two))
    return NULL;
  return given != NULL && family != NULL ? g_strdup_printf ("%s %s", given, family)
                                         : g_strdup (family != NULL ? family : given);
}

/* Awaits. What the synchronisation reads can be read. Returns: (transfer full) (nullable): %NULL when it can */
static OrchEmrReport *
probe_lists (OrchOscarClient *client, const char *server, GError **error)
{
  /* The last is refused to users without a role: not by a status that says so, but with words. */
  static const char *const lists[] = { "/providerService/providers_json", "/schedule/types",
                                       "/demographics?offset=0&limit=1" };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (JsonNode) root = dex_await_boxed (orch_oscar_client_get (client, lists[i]), &local_error);

      if (root != NULL)
        continue;
      if (orch_emr_must_propagate (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
        return orch_emr_report_new (ORCH_EMR_MISSING_TYPE, lists[i], server, local_error);
      if (strstr (local_error->message, "security object") != NULL)
        return orch_emr_report_new (ORCH_EMR_NO_PERMISSION, lists[i], server, local_error);
      return orch_emr_report_new (diagnose (local_error), lists[i], server, local_error);
    }
  return NULL;
}

/* Awaits. Returns: (transfer full) (nullable): a client, else @report or @error is set */
static OrchOscarClient *
make_client (OrchEmrOscar *self, gboolean token, OrchEmrReport **report, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  OrchOscarClient *client = orch_emr_oscar_make_client (self, token, &local_error);

  if (client != NULL)
    return client;
  if (orch_emr_must_propagate (local_error))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (orch_emr_get_value (ORCH_EMR (self), "server-url") != NULL &&
           (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED) ||
            (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID) &&
             orch_emr_get_value (ORCH_EMR (self), "rest-key") != NULL)))
    *report = orch_emr_report_new (ORCH_EMR_BAD_ADDRESS, NULL, NULL, local_error);
  else if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN))
    *report = orch_emr_report_new (ORCH_EMR_NOT_AUTHORISED, NULL, NULL, NULL);
  else
    *report = orch_emr_report_new (ORCH_EMR_INCOMPLETE, local_error->message, NULL, NULL);
  return NULL;
}

/* Awaits. */
OrchEmrReport *
orch_emr_oscar_probe (OrchEmrOscar *self, GError **error)
{
  OrchEmrReport *report = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OrchOscarClient) anonymous = make_client (self, FALSE, &report, error);
  g_autoptr (OrchOscarClient) client = NULL;
  g_autoptr (JsonNode) who = NULL;
  g_autofree char *other = NULL;
  const char *server = NULL;
  JsonObject *info = NULL;

  if (anonymous == NULL)
    return report;
  report = probe_address (anonymous, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (report != NULL || *error != NULL)
    return report;
  client = make_client (self, TRUE, &report, error);
  if (client == NULL)
    {
      /* Without an authorisation there may be worse to tell already. */
      if (report == NULL || orch_emr_report_get_diagnosis (report) != ORCH_EMR_NOT_AUTHORISED)
        return report;
      g_clear_object (&report);
      return explain_refusal (self, anonymous, FALSE, NULL, error);
    }

  who = dex_await_boxed (orch_oscar_client_get (client, WHO), &local_error);
  if (who == NULL)
    {
      if (orch_emr_must_propagate (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      switch (orch_error_code_of (local_error))
        {
        case ORCH_ERROR_SIGN_IN_AGAIN:
        case ORCH_ERROR_WRONG_CLOCK:
        case ORCH_ERROR_REFUSED:
        case ORCH_ERROR_INVALID:
          return explain_refusal (self, client, TRUE, local_error, error);
        default:
          return orch_emr_report_new (diagnose (local_error), NULL, NULL, local_error);
        }
    }
  info = JSON_NODE_HOLDS_OBJECT (who) ? json_node_get_object (who) : NULL;
  server = orch_json_has (info, "providers") ? "OpenO" : "OSCAR";
  report = probe_lists (client, server, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (report != NULL || *error != NULL)
    return report;
  if (llabs (orch_oscar_client_get_offset_us (client)) > SKEW_MAX_US)
    return report_skew (ORCH_EMR_CLOCK_SKEW, orch_oscar_client_get_offset_us (client), server, NULL);
  other = find_other_user (self, info);
  if (other != NULL)
    return orch_emr_report_new (ORCH_EMR_OTHER_USER, other, server, NULL);
  return orch_emr_report_new (ORCH_EMR_OK, NULL, server, NULL);
}

/* --- the client --------------------------------------------------------------------------- */

/* Awaits. "token secret" */
static gboolean
give_token (OrchEmrOscar *self, OrchOscarClient *client, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *authorisation = orch_emr_fetch_secret (ORCH_EMR (self), "authorisation", &local_error);
  const char *space = authorisation != NULL ? strchr (authorisation, ' ') : NULL;
  g_autofree char *token = space != NULL ? g_strndup (authorisation, (gsize) (space - authorisation)) : NULL;

  if (token != NULL)
    orch_oscar_client_set_token (client, token, space + 1);
  orch_key_wipe (authorisation);
  if (token != NULL)
    return TRUE;
  if (local_error != NULL && !g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN,
                         _ ("OSCAR has not authorised this connection yet"));
  return FALSE;
}

OrchOscarClient *
orch_emr_oscar_make_client (OrchEmrOscar *self, gboolean token, GError **error)
{
  static const char *const required[] = { "server-url", "rest-key" };
  g_autoptr (OrchOscarClient) client = NULL;
  char *secret = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (required); i++)
    if (orch_emr_get_value (ORCH_EMR (self), required[i]) == NULL)
      {
        g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, required[i]);
        return NULL;
      }
  secret = orch_emr_fetch_secret (ORCH_EMR (self), "rest-secret", error);
  if (secret == NULL)
    return NULL;
  client =
      orch_oscar_client_new (orch_emr_get_http (ORCH_EMR (self)), orch_emr_get_value (ORCH_EMR (self), "server-url"),
                             orch_emr_get_value (ORCH_EMR (self), "rest-key"), secret, error);
  orch_key_wipe (secret);
  if (client == NULL || (token && !give_token (self, client, error)))
    return NULL;
  orch_oscar_client_set_seen_as (client, orch_emr_get_value (ORCH_EMR (self), "seen-as"));
  orch_oscar_client_set_cancellable (client, orch_emr_get_cancellable (ORCH_EMR (self)));
  return g_steal_pointer (&client);
}
