/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * For the tests of http and of the layers above.
 */
#include "orch-test-support.h"

#include <string.h>

struct _OrchTestServer
{
  SoupServer *soup;
  OrchTestHandler handler;
  gpointer user_data;
  GPtrArray *requests;
  char *base;
};

static DexFuture *
on_settled (DexFuture *future, gpointer user_data)
{
  g_main_context_wakeup (NULL);
  return dex_ref (future);
}

DexFuture *
orch_test_wait (DexFuture *future)
{
  g_assert_nonnull (future);
  /* Something has to depend on the future, or a fiber would count as discarded. */
  g_autoptr (DexFuture) watched = dex_future_finally (dex_ref (future), on_settled, NULL, NULL);
  while (dex_future_is_pending (watched))
    g_main_context_iteration (NULL, TRUE);
  return future;
}

static const GValue *
value_of (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_nonnull (value);
  return value;
}

gpointer
orch_test_object (DexFuture *future)
{
  g_autoptr (DexFuture) done = orch_test_wait (future);
  return g_value_dup_object (value_of (done));
}

gpointer
orch_test_boxed (DexFuture *future)
{
  g_autoptr (DexFuture) done = orch_test_wait (future);
  return g_value_dup_boxed (value_of (done));
}

char *
orch_test_string (DexFuture *future)
{
  g_autoptr (DexFuture) done = orch_test_wait (future);
  return g_value_dup_string (value_of (done));
}

gboolean
orch_test_boolean (DexFuture *future)
{
  g_autoptr (DexFuture) done = orch_test_wait (future);
  return g_value_get_boolean (value_of (done));
}

GError *
orch_test_error (DexFuture *future)
{
  g_autoptr (DexFuture) done = orch_test_wait (future);
  GError *error = NULL;
  g_assert_null (dex_future_get_value (done, &error));
  g_assert_nonnull (error);
  return error;
}

static void
request_free (gpointer data)
{
  OrchTestRequest *request = data;
  g_free (request->method);
  g_free (request->path);
  g_free (request->body);
  g_hash_table_unref (request->headers);
  g_free (request);
}

static void
on_request_header (const char *name, const char *value, gpointer user_data)
{
  g_hash_table_replace (user_data, g_ascii_strdown (name, -1), g_strdup (value));
}

static void
on_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  OrchTestServer *self = user_data;
  OrchTestRequest *request = g_new0 (OrchTestRequest, 1);
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_uri_get_query (uri) != NULL ? g_strconcat (g_uri_get_path (uri), "?", g_uri_get_query (uri), NULL)
                                                : g_strdup (g_uri_get_path (uri));
  request->body = body->data != NULL ? g_strndup (body->data, body->length) : g_strdup ("");
  request->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), on_request_header, request->headers);
  g_ptr_array_add (self->requests, request);
  self->handler (self, message, request, self->user_data);
}

OrchTestServer *
orch_test_server_new (OrchTestHandler handler, gpointer user_data)
{
  OrchTestServer *self = g_new0 (OrchTestServer, 1);
  g_autoptr (GError) error = NULL;

  self->handler = handler;
  self->user_data = user_data;
  self->requests = g_ptr_array_new_with_free_func (request_free);
  self->soup = soup_server_new ("raw-paths", TRUE, NULL);
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
  soup_server_listen_local (self->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  GSList *uris = soup_server_get_uris (self->soup);
  self->base = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

void
orch_test_server_free (OrchTestServer *self)
{
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_ptr_array_unref (self->requests);
  g_free (self->base);
  g_free (self);
}

char *
orch_test_server_url (OrchTestServer *self, const char *path)
{
  return g_strconcat (self->base, path, NULL);
}

guint
orch_test_server_get_count (OrchTestServer *self)
{
  return self->requests->len;
}

const OrchTestRequest *
orch_test_server_get_request (OrchTestServer *self, guint index)
{
  g_assert_cmpuint (index, <, self->requests->len);
  return g_ptr_array_index (self->requests, index);
}

void
orch_test_server_forget (OrchTestServer *self)
{
  g_ptr_array_set_size (self->requests, 0);
}

SoupServer *
orch_test_server_get_soup (OrchTestServer *self)
{
  return self->soup;
}

void
orch_test_reply (SoupServerMessage *message, guint status, const char *type, const char *body)
{
  soup_server_message_set_status (message, status, NULL);
  if (body != NULL)
    soup_server_message_set_response (message, type != NULL ? type : "application/fhir+json", SOUP_MEMORY_COPY, body,
                                      strlen (body));
}

void
orch_test_reply_header (SoupServerMessage *message, const char *name, const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), name, value);
}
