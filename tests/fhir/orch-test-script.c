/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A FHIR server that gives prepared answers one after another.
 */
#include "orch-test-script.h"

#include <string.h>

#include "http/orch-json.h"

static char *
fill_in (OrchTestScript *self, const char *text)
{
  g_autofree char *origin = orch_test_server_url (self->server, "");
  g_autoptr (GString) out = g_string_new (text);
  g_string_replace (out, "%BASE%", self->base, 0);
  g_string_replace (out, "%ORIGIN%", origin, 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
on_request (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer user_data)
{
  OrchTestScript *self = user_data;
  if (self->next >= self->n_replies)
    g_error ("not in the script: %s %s", request->method, request->path);
  const OrchTestReply *reply = &self->replies[self->next++];
  g_autofree char *body = reply->body != NULL ? fill_in (self, reply->body) : NULL;

  orch_test_reply (message, reply->status, reply->type, body);
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (reply->headers) && reply->headers[i] != NULL; i += 2)
    {
      g_autofree char *value = fill_in (self, reply->headers[i + 1]);
      orch_test_reply_header (message, reply->headers[i], value);
    }
}

void
orch_test_script_set_up (OrchTestScript *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  self->server = orch_test_server_new (on_request, self);
  self->base = orch_test_server_url (self->server, path);
  self->http = orch_http_new ();
  self->client = orch_fhir_client_new (self->http, self->base, NULL, &error);
  g_assert_no_error (error);
}

void
orch_test_script_tear_down (OrchTestScript *self)
{
  g_assert_cmpuint (self->next, ==, self->n_replies);
  g_assert_finalize_object (g_steal_pointer (&self->client));
  g_assert_finalize_object (g_steal_pointer (&self->http));
  g_clear_pointer (&self->server, orch_test_server_free);
  g_clear_pointer (&self->base, g_free);
}

void
orch_test_script_play (OrchTestScript *self, const OrchTestReply *replies, guint n)
{
  g_assert_cmpuint (self->next, ==, self->n_replies);
  orch_test_server_forget (self->server);
  self->replies = replies;
  self->n_replies = n;
  self->next = 0;
}

JsonObject *
orch_test_json (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonObject *object = orch_json_parse_object_sync (bytes, &error);
  g_assert_no_error (error);
  return object;
}

const OrchTestRequest *
orch_test_script_request (OrchTestScript *self, guint index)
{
  return orch_test_server_get_request (self->server, index);
}

const char *
orch_test_header (const OrchTestRequest *request, const char *name)
{
  return g_hash_table_lookup (request->headers, name);
}
