/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A plain HTTP client for the sandbox's own tests. See the header.
 */
#include "orch-sandbox-client.h"

/* An answer longer than this is let go: only the fault "huge" makes one. */
#define READ_MOST (32 * 1024 * 1024)

void
orch_sandbox_answer_free (OrchSandboxAnswer *answer)
{
  g_clear_error (&answer->error);
  g_clear_pointer (&answer->headers, soup_message_headers_unref);
  g_clear_pointer (&answer->json, json_node_unref);
  g_free (answer->text);
  g_free (answer);
}

static void
read_all (OrchSandboxAnswer *answer, GInputStream *stream)
{
  GByteArray *all = g_byte_array_new ();
  guint8 piece[65536];
  gssize length;

  while ((length = g_input_stream_read (stream, piece, sizeof piece, NULL, &answer->error)) > 0 && all->len < READ_MOST)
    g_byte_array_append (all, piece, (guint) length);
  answer->length = all->len;
  g_byte_array_append (all, (const guint8 *) "", 1);
  answer->text = (char *) g_byte_array_free (all, FALSE);
}

OrchSandboxAnswer *
orch_sandbox_client_send (OrchSandboxProcess *process, const char *method, const char *url, const char *body,
                          const char *first_header, ...)
{
  /* A session of its own: no connection is left over from a fault. */
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", 60, NULL);
  g_autofree char *absolute =
      url[0] == '/' ? g_strconcat (orch_sandbox_process_get_origin (process), url, NULL) : g_strdup (url);
  g_autoptr (SoupMessage) message = soup_message_new (method, absolute);
  g_autoptr (GInputStream) stream = NULL;
  OrchSandboxAnswer *answer = g_new0 (OrchSandboxAnswer, 1);
  va_list arguments;

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message,
                                                body[0] == '{' ? "application/fhir+json"
                                                               : "application/x-www-form-urlencoded",
                                                bytes);
    }
  va_start (arguments, first_header);
  for (const char *name = first_header; name != NULL; name = va_arg (arguments, const char *))
    {
      const char *value = va_arg (arguments, const char *);

      if (value != NULL)
        soup_message_headers_replace (soup_message_get_request_headers (message), name, value);
    }
  va_end (arguments);
  stream = soup_session_send (session, message, NULL, &answer->error);
  if (stream != NULL)
    read_all (answer, stream);
  else
    answer->text = g_strdup ("");
  answer->status = answer->error == NULL ? soup_message_get_status (message) : 0;
  answer->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  if (answer->length > 0 && answer->length < READ_MOST)
    answer->json = json_from_string (answer->text, NULL);
  return answer;
}

char *
orch_sandbox_client_emr_token (OrchSandboxProcess *process)
{
  g_autoptr (JsonNode) emr = orch_sandbox_process_get (process, "/training/emr");
  JsonObject *object = json_node_get_object (emr);
  g_autofree char *form = soup_form_encode ("grant_type", "client_credentials", "scope", "system/*.rs", "client_id",
                                            json_object_get_string_member (object, "client_id"), "client_secret",
                                            json_object_get_string_member (object, "client_secret"), NULL);
  g_autoptr (OrchSandboxAnswer) answer =
      orch_sandbox_client_send (process, "POST", json_object_get_string_member (object, "token_endpoint"), form, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  return g_strconcat ("Bearer ", orch_sandbox_answer_string (answer, "access_token"), NULL);
}

static JsonNode *
find (OrchSandboxAnswer *answer, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);
  JsonNode *node = answer->json;

  for (int i = 0; steps[i] != NULL && node != NULL; i++)
    {
      if (JSON_NODE_HOLDS_OBJECT (node))
        node = json_object_get_member (json_node_get_object (node), steps[i]);
      else if (JSON_NODE_HOLDS_ARRAY (node) &&
               (guint) atoi (steps[i]) < json_array_get_length (json_node_get_array (node)))
        node = json_array_get_element (json_node_get_array (node), (guint) atoi (steps[i]));
      else
        node = NULL;
    }
  return node;
}

const char *
orch_sandbox_answer_string (OrchSandboxAnswer *answer, const char *path)
{
  JsonNode *node = find (answer, path);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

gint64
orch_sandbox_answer_int (OrchSandboxAnswer *answer, const char *path)
{
  JsonNode *node = find (answer, path);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : -1;
}

guint
orch_sandbox_answer_length (OrchSandboxAnswer *answer, const char *path)
{
  JsonNode *node = find (answer, path);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 0;
}

const char *
orch_sandbox_answer_link (OrchSandboxAnswer *answer, const char *relation)
{
  for (guint i = 0; i < orch_sandbox_answer_length (answer, "link"); i++)
    {
      g_autofree char *name = g_strdup_printf ("link.%u.relation", i);
      g_autofree char *url = g_strdup_printf ("link.%u.url", i);

      if (g_strcmp0 (orch_sandbox_answer_string (answer, name), relation) == 0)
        return orch_sandbox_answer_string (answer, url);
    }
  return NULL;
}
