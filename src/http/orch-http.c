/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The one way out to the network. An exchange is a fiber; everything in it hangs on the cancellable of the promise that
 * the caller holds, so that discarding it, a time-out and orch_http_abort() all end it the same way. Main thread.
 */
#include "orch-http.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "core/orch-error.h"
#include "orch-url.h"

#define MAX_REDIRECTS 5
#define CHUNK (128 * 1024) /* bytes read at once: two or three milliseconds of decompression at most */

struct _OrchHttp
{
  GObject parent_instance;

  /* owned */
  SoupSession *session;  /* through the system's proxy */
  SoupSession *loopback; /* never through a proxy */
  GHashTable *origins;   /* set of "https://host:443" */
  GCancellable *abort;   /* of the exchanges under way */

  guint requests; /* sent so far */
  gsize max_bytes;
  guint idle_s;
  guint total_ms;
};

typedef struct
{
  /* owned */
  OrchHttp *http;
  DexPromise *promise;
  char *method;
  char *url;
  char *accept;
  char *content_type;
  char *bearer;
  char *basic_user;
  char *basic_password;
  char **headers;
  GBytes *body;
  GCancellable *cancellable; /* (nullable) the caller's */
  GCancellable *abort;

  GCancellable *wire; /* what libsoup sees of master, see on_master_cancelled() */

  GCancellable *master; /* borrowed from promise */
  gulong caller_handler;
  gulong abort_handler;
  guint total_ms;
  guint timeout;
  gboolean timed_out;
  gboolean old_tls; /* the server knows nothing newer than TLS 1.1 */
} Exchange;

G_DEFINE_FINAL_TYPE (OrchHttp, orch_http, G_TYPE_OBJECT)

static void
wipe (char *secret)
{
  if (secret != NULL)
    {
      explicit_bzero (secret, strlen (secret));
      g_free (secret);
    }
}

static void
exchange_free (Exchange *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_disconnect (self->cancellable, self->caller_handler);
  g_cancellable_disconnect (self->abort, self->abort_handler);
  g_clear_object (&self->http);
  dex_clear (&self->promise);
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->accept, g_free);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->bearer, wipe);
  g_clear_pointer (&self->basic_user, g_free);
  g_clear_pointer (&self->basic_password, wipe);
  g_clear_pointer (&self->headers, g_strfreev);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->abort);
  g_clear_object (&self->wire);
  g_free (self);
}

/* Foreign errors of one exchange, sorted by what to do next. */
static GError *
translate (Exchange *self, GError *error)
{
  g_assert (error != NULL);

  if (self->timed_out)
    {
      g_error_free (error);
      /* translators: %u is a number of seconds */
      return g_error_new (ORCH_ERROR, ORCH_ERROR_OFFLINE, _ ("The server did not answer within %u seconds"),
                          MAX (1, self->total_ms / 1000));
    }
  if (self->old_tls)
    {
      g_error_free (error);
      return g_error_new_literal (ORCH_ERROR, ORCH_ERROR_UNTRUSTED,
                                  _ ("The server only knows encryption that is too old to be safe (TLS before 1.2)"));
    }
  if (error->domain == ORCH_ERROR)
    return error;

  OrchError code = ORCH_ERROR_OFFLINE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = ORCH_ERROR_CANCELLED;
  else if (error->domain == G_TLS_ERROR)
    code = ORCH_ERROR_UNTRUSTED;
  else if (error->domain == SOUP_SESSION_ERROR)
    code = ORCH_ERROR_BAD_ANSWER;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    code = ORCH_ERROR_BAD_ANSWER; /* broken compression */

  GError *translated = g_error_new_literal (ORCH_ERROR, code, error->message);
  g_error_free (error);
  return translated;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
on_wire_idle (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* libsoup (3.6.5; repaired in 3.6.6) frees a message twice when it is cancelled between the arrival of its headers and
 * the callback that says so, which waits in the main context at the default priority. Once a source below that priority
 * has its turn, none waits. Any thread. */
static void
on_master_cancelled (GCancellable *master, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT + 1, on_wire_idle, g_object_ref (user_data), g_object_unref);
}

/* When the server closes a kept connection instead of answering, libsoup (up to 3.7.1 at least) sends a GET once more.
 * With another idle connection at hand it does so at once, maybe before the callback of the first attempt, which then
 * takes the second attempt for its own and ends it: use after free. A new connection takes longer than that callback;
 * and what closed one idle connection has often closed them all. */
static void
on_restarted (SoupMessage *message, gpointer user_data)
{
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
}

static gboolean
on_timeout (gpointer user_data)
{
  Exchange *self = user_data;

  self->timeout = 0;
  self->timed_out = TRUE;
  g_cancellable_cancel (self->master);
  return G_SOURCE_REMOVE;
}

static void
on_sent (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;
  GInputStream *stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream != NULL)
    dex_promise_resolve_object (promise, stream);
  else
    dex_promise_reject (promise, error);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;
  GBytes *bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);

  if (bytes != NULL)
    dex_promise_resolve_boxed (promise, G_TYPE_BYTES, bytes);
  else
    dex_promise_reject (promise, error);
}

static DexFuture *
send_message (SoupSession *session, SoupMessage *message, GCancellable *cancellable)
{
  DexPromise *promise = dex_promise_new ();
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, cancellable, on_sent, dex_ref (promise));
  return DEX_FUTURE (promise);
}

static DexFuture *
read_chunk (GInputStream *stream, GCancellable *cancellable)
{
  DexPromise *promise = dex_promise_new ();
  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, cancellable, on_read, dex_ref (promise));
  return DEX_FUTURE (promise);
}

static void
on_header (const char *name, const char *value, gpointer user_data)
{
  GHashTable *headers = user_data;
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const char *former = g_hash_table_lookup (headers, lower);
  char *joined = former != NULL ? g_strconcat (former, ", ", value, NULL) : g_strdup (value);

  g_hash_table_replace (headers, g_steal_pointer (&lower), joined);
}

/* The library under libsoup still speaks to those who know nothing better. Ended here, before the request leaves. */
static void
on_network (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, Exchange *self)
{
  GTlsProtocolVersion version = G_TLS_PROTOCOL_VERSION_UNKNOWN;

  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED || !G_IS_TLS_CONNECTION (connection))
    return;
  version = g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection));
  if (version >= G_TLS_PROTOCOL_VERSION_TLS_1_2 && version < G_TLS_PROTOCOL_VERSION_DTLS_1_0)
    return;
  self->old_tls = TRUE;
  g_cancellable_cancel (self->wire);
}

static SoupMessage *
make_message (Exchange *self, GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (self->method, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* Every client sends its own Authorization: libsoup must not ask anybody. The session keeps its manager all the same:
   * without one libsoup gathers the body of a 401 by itself, past max_bytes. */
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  g_signal_connect (message, "restarted", G_CALLBACK (on_restarted), NULL);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network), self);
  /* A server may be closing a kept connection just as a request leaves: libsoup sends a GET again, but cannot know whether a POST or
   * a PUT was done. These take a connection of their own. */
  if (g_strcmp0 (self->method, "GET") != 0)
    soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);

  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  if (self->accept != NULL)
    soup_message_headers_replace (headers, "Accept", self->accept);
  if (self->bearer != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", self->bearer, NULL);
      soup_message_headers_replace (headers, "Authorization", value);
      explicit_bzero (value, strlen (value));
    }
  else if (self->basic_user != NULL)
    {
      g_autofree char *plain = g_strconcat (self->basic_user, ":", self->basic_password, NULL);
      g_autofree char *encoded = g_base64_encode ((const guint8 *) plain, strlen (plain));
      g_autofree char *value = g_strconcat ("Basic ", encoded, NULL);
      soup_message_headers_replace (headers, "Authorization", value);
      explicit_bzero (plain, strlen (plain));
      explicit_bzero (encoded, strlen (encoded));
      explicit_bzero (value, strlen (value));
    }
  for (gsize i = 0; self->headers != NULL && self->headers[i] != NULL && self->headers[i + 1] != NULL; i += 2)
    soup_message_headers_replace (headers, self->headers[i], self->headers[i + 1]);
  if (self->body != NULL)
    soup_message_set_request_body_from_bytes (message, self->content_type, self->body);
  return message;
}

/* Returns: (transfer full) (nullable): the bytes of the body, at most max_bytes once decoded */
static GBytes *
read_body (Exchange *self, SoupMessage *message, GInputStream *stream, GError **error)
{
  gsize limit = self->http->max_bytes;
  goffset announced = soup_message_headers_get_content_length (soup_message_get_response_headers (message));
  g_autoptr (GByteArray) body = g_byte_array_new ();

  while (announced <= (goffset) limit)
    {
      g_autoptr (GBytes) chunk = dex_await_boxed (read_chunk (stream, self->master), error);
      if (chunk == NULL)
        return NULL;
      gsize length = 0;
      const guint8 *data = g_bytes_get_data (chunk, &length);
      if (length == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&body));
      if (body->len + length > limit)
        break;
      g_byte_array_append (body, data, length);
    }
  g_cancellable_cancel (self->master);
  /* translators: %u is a number of megabytes */
  g_set_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The answer is larger than %u MB"),
               (guint) MAX (1, limit >> 20));
  return NULL;
}

/* Returns: (transfer full) (nullable): where a redirect leads, when we may follow it */
static GUri *
follow (Exchange *self, GUri *from, const char *location, GError **error)
{
  g_autoptr (GUri) to = location != NULL ? g_uri_parse_relative (from, location, G_URI_FLAGS_ENCODED, NULL) : NULL;
  if (to == NULL || !orch_url_same_origin (from, to) ||
      (strcmp (self->method, "GET") != 0 && strcmp (self->method, "HEAD") != 0))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED,
                           _ ("The server sends us to another address, which is not followed"));
      return NULL;
    }
  return g_steal_pointer (&to);
}

static OrchHttpAnswer *
exchange_run (Exchange *self, GError **error)
{
  g_autoptr (GUri) uri = orch_url_check (self->url, error);
  if (uri == NULL)
    return NULL;

  for (guint hops = 0; hops <= MAX_REDIRECTS; hops++)
    {
      g_autofree char *origin = orch_url_dup_origin (uri);
      if (!g_hash_table_contains (self->http->origins, origin))
        {
          /* translators: %s is the host of a server */
          g_set_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED, _ ("%s is not a server that was set up"),
                       g_uri_get_host (uri));
          return NULL;
        }
      g_autoptr (SoupMessage) message = make_message (self, uri);
      SoupSession *session = orch_url_is_loopback (uri) ? self->http->loopback : self->http->session;
      self->http->requests++;
      g_autoptr (GInputStream) stream = dex_await_object (send_message (session, message, self->wire), error);
      if (stream == NULL)
        return NULL;

      guint status = soup_message_get_status (message);
      if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
        {
          const char *location = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
          g_autoptr (GUri) next = follow (self, uri, location, error);
          if (next == NULL)
            return NULL;
          g_uri_unref (uri);
          uri = g_steal_pointer (&next);
          continue;
        }

      g_autoptr (GBytes) body = read_body (self, message, stream, error);
      if (body == NULL)
        return NULL;
      g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      soup_message_headers_foreach (soup_message_get_response_headers (message), on_header, headers);
      return orch_http_answer_new (status, g_steal_pointer (&headers), g_steal_pointer (&body));
    }
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The server sends us round in circles"));
  return NULL;
}

static DexFuture *
exchange_fiber (gpointer user_data)
{
  Exchange *self = user_data;
  GError *error = NULL;
  OrchHttpAnswer *answer = exchange_run (self, &error);

  if (answer != NULL)
    dex_promise_resolve_object (self->promise, answer);
  else
    dex_promise_reject (self->promise, translate (self, error));
  return dex_future_new_true ();
}

static SoupSession *
make_session (OrchHttp *self, gboolean loopback)
{
  SoupSession *session =
      soup_session_new_with_options ("user-agent", "Orchestrateur/" ORCH_VERSION, "timeout", self->idle_s,
                                     "idle-timeout", ORCH_HTTP_KEPT_S, "max-conns-per-host", 6,
                                     /* so that what a server says to a person is said in their language */
                                     "accept-language-auto", TRUE, NULL);
  if (loopback)
    soup_session_set_proxy_resolver (session, NULL);
  return session;
}

static void
orch_http_dispose (GObject *object)
{
  OrchHttp *self = ORCH_HTTP (object);

  if (self->abort != NULL)
    g_cancellable_cancel (self->abort);
  g_clear_object (&self->abort);
  g_clear_object (&self->session);
  g_clear_object (&self->loopback);
  g_clear_pointer (&self->origins, g_hash_table_unref);

  G_OBJECT_CLASS (orch_http_parent_class)->dispose (object);
}

static void
orch_http_class_init (OrchHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_http_dispose;
}

static void
orch_http_init (OrchHttp *self)
{
  self->max_bytes = ORCH_HTTP_DEFAULT_MAX_BYTES;
  self->idle_s = ORCH_HTTP_DEFAULT_IDLE_S;
  self->total_ms = ORCH_HTTP_DEFAULT_TOTAL_MS;
  self->origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->abort = g_cancellable_new ();
  self->session = make_session (self, FALSE);
  self->loopback = make_session (self, TRUE);
}

OrchHttp *
orch_http_new (void)
{
  return g_object_new (ORCH_TYPE_HTTP, NULL);
}

gboolean
orch_http_allow (OrchHttp *self, const char *url, GError **error)
{
  g_return_val_if_fail (ORCH_IS_HTTP (self), FALSE);

  g_autoptr (GUri) uri = orch_url_check (url, error);
  if (uri == NULL)
    return FALSE;
  g_hash_table_add (self->origins, orch_url_dup_origin (uri));
  return TRUE;
}

gboolean
orch_http_allows (OrchHttp *self, const char *url)
{
  g_return_val_if_fail (ORCH_IS_HTTP (self), FALSE);

  g_autoptr (GUri) uri = orch_url_check (url, NULL);
  if (uri == NULL)
    return FALSE;
  g_autofree char *origin = orch_url_dup_origin (uri);
  return g_hash_table_contains (self->origins, origin);
}

void
orch_http_set_max_bytes (OrchHttp *self, gsize bytes)
{
  g_return_if_fail (ORCH_IS_HTTP (self));
  self->max_bytes = bytes;
}

guint
orch_http_get_requests (OrchHttp *self)
{
  g_return_val_if_fail (ORCH_IS_HTTP (self), 0);
  return self->requests;
}

DexFuture *
orch_http_send (OrchHttp *self, const OrchHttpRequest *request)
{
  g_return_val_if_fail (ORCH_IS_HTTP (self), NULL);
  g_return_val_if_fail (request != NULL && request->url != NULL, NULL);

  Exchange *exchange = g_new0 (Exchange, 1);
  exchange->http = g_object_ref (self);
  exchange->promise = dex_promise_new_cancellable ();
  exchange->master = dex_promise_get_cancellable (exchange->promise);
  exchange->wire = g_cancellable_new ();
  g_cancellable_connect (exchange->master, G_CALLBACK (on_master_cancelled), g_object_ref (exchange->wire),
                         g_object_unref);
  exchange->method = g_strdup (request->method != NULL ? request->method : "GET");
  exchange->url = g_strdup (request->url);
  exchange->accept = g_strdup (request->accept);
  exchange->content_type = g_strdup (request->content_type);
  exchange->bearer = g_strdup (request->bearer);
  exchange->basic_user = g_strdup (request->basic_user);
  exchange->basic_password = g_strdup (request->basic_password != NULL ? request->basic_password : "");
  exchange->headers = g_strdupv ((char **) request->headers);
  exchange->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  exchange->total_ms = request->total_ms != 0 ? request->total_ms : self->total_ms;
  exchange->timeout = g_timeout_add (exchange->total_ms, on_timeout, exchange);
  exchange->abort = g_object_ref (self->abort);
  exchange->abort_handler = g_cancellable_connect (exchange->abort, G_CALLBACK (on_cancelled),
                                                   g_object_ref (exchange->master), g_object_unref);
  if (request->cancellable != NULL)
    {
      exchange->cancellable = g_object_ref (request->cancellable);
      exchange->caller_handler = g_cancellable_connect (exchange->cancellable, G_CALLBACK (on_cancelled),
                                                        g_object_ref (exchange->master), g_object_unref);
    }

  DexFuture *future = DEX_FUTURE (dex_ref (exchange->promise));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, exchange_fiber, exchange, (GDestroyNotify) exchange_free));
  return future;
}

void
orch_http_abort (OrchHttp *self)
{
  g_return_if_fail (ORCH_IS_HTTP (self));

  g_autoptr (GCancellable) abort = g_steal_pointer (&self->abort);
  self->abort = g_cancellable_new ();
  g_cancellable_cancel (abort);

  /* Not soup_session_abort(), which cancels at once: a session closes its connections with its last message. */
  g_object_unref (self->session);
  g_object_unref (self->loopback);
  self->session = make_session (self, FALSE);
  self->loopback = make_session (self, TRUE);
}

char *
orch_http_dup_date (gint64 us)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc_usec (us);

  return moment != NULL ? soup_date_time_to_string (moment, SOUP_DATE_HTTP) : NULL;
}

GBytes *
orch_http_form (const char *const *pairs)
{
  g_return_val_if_fail (pairs != NULL, NULL);

  GString *form = g_string_new (NULL);
  for (gsize i = 0; pairs[i] != NULL; i += 2)
    {
      if (pairs[i + 1] == NULL)
        continue;
      if (form->len > 0)
        g_string_append_c (form, '&');
      g_string_append_uri_escaped (form, pairs[i], NULL, FALSE);
      g_string_append_c (form, '=');
      g_string_append_uri_escaped (form, pairs[i + 1], NULL, FALSE);
    }
  return g_string_free_to_bytes (form);
}
