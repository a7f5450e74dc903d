/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The HTTP of the sandbox. Main thread.
 */
#include "orch-sandbox-server.h"

#include "core/orch-clock.h"

#include <gio/gio.h>

/* A body smaller than this is not worth compressing; one larger than that costs both sides, on one machine, more than sending it plain. */
#define GZIP_LEAST 1024
#define GZIP_MOST (64 * 1024)
/* The fault "huge": far beyond what any client should take, sent piece by piece so that it costs no memory here. */
#define HUGE_PIECE (256 * 1024)
#define HUGE_PIECES 1024
#define DRIBBLES 4
#define DRIBBLE_MS 120

struct _OrchSandboxServer
{
  GObject parent_instance;

  SoupServer *server;   /* owned */
  char *origin;         /* owned */
  OrchSandbox *sandbox; /* owned, nullable before it serves */
};

G_DEFINE_FINAL_TYPE (OrchSandboxServer, orch_sandbox_server, G_TYPE_OBJECT)

/* What is left to do for a paused message. */
typedef struct
{
  SoupServerMessage *message; /* owned */
  OrchSandboxReply *reply;    /* owned */
  guint source;
  gsize sent;
  int pieces;
} Pending;

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_clear_handle_id (&pending->source, g_source_remove);
  g_clear_pointer (&pending->reply, orch_sandbox_reply_free);
  g_object_unref (pending->message);
  g_free (pending);
}

static Pending *
pending_new (SoupServerMessage *message)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->message = g_object_ref (message);
  return pending;
}

/* The client may go away first: then there is nothing left to do. */
static void
on_finished (SoupServerMessage *message, gpointer data)
{
  g_signal_handlers_disconnect_by_data (message, data);
  pending_free (data);
}

static void
follow (Pending *pending)
{
  g_signal_connect (pending->message, "finished", G_CALLBACK (on_finished), pending);
}

static GBytes *
compress (const char *data, gsize length)
{
  g_autoptr (GConverter) converter = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, converter);

  if (!g_output_stream_write_all (stream, data, length, NULL, NULL, NULL) ||
      !g_output_stream_close (stream, NULL, NULL))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static char *
http_date (gint64 us)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);

  return soup_date_time_to_string (when, SOUP_DATE_HTTP);
}

static void
set_head (SoupServerMessage *message, const OrchSandboxReply *reply, int offset_s)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *date = http_date (orch_clock_now_us () + (gint64) offset_s * G_USEC_PER_SEC);
  GHashTableIter iter;
  gpointer name, value;

  soup_server_message_set_status (message, (guint) reply->status, NULL);
  soup_message_headers_replace (headers, "Date", date);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (reply->content_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", reply->content_type);
  g_hash_table_iter_init (&iter, reply->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
}

static void
send_whole (SoupServerMessage *message, OrchSandboxReply *reply, int offset_s)
{
  SoupMessageHeaders *asked = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  const char *accepted = soup_message_headers_get_list (asked, "Accept-Encoding");
  g_autoptr (GBytes) bytes = NULL;

  set_head (message, reply, offset_s);
  if (reply->body->len >= GZIP_LEAST && reply->body->len <= GZIP_MOST && accepted != NULL &&
      strstr (accepted, "gzip") != NULL)
    {
      bytes = compress (reply->body->str, reply->body->len);
      if (bytes != NULL)
        soup_message_headers_replace (headers, "Content-Encoding", "gzip");
    }
  soup_message_headers_replace (headers, "Vary", "Accept-Encoding");
  if (bytes == NULL)
    bytes = g_bytes_new (reply->body->str, reply->body->len);
  if (g_bytes_get_size (bytes) > 0)
    soup_message_body_append_bytes (body, bytes);
  soup_message_body_complete (body);
}

static gboolean
on_dribble (gpointer data)
{
  Pending *pending = data;
  SoupMessageBody *body = soup_server_message_get_response_body (pending->message);
  gsize left = pending->reply->body->len - pending->sent;
  gsize length = pending->pieces <= 1 ? left : left / (gsize) pending->pieces;

  if (length > 0)
    soup_message_body_append (body, SOUP_MEMORY_COPY, pending->reply->body->str + pending->sent, length);
  pending->sent += length;
  if (--pending->pieces <= 0)
    {
      soup_message_body_complete (body);
      pending->source = 0;
    }
  soup_server_message_unpause (pending->message);
  return pending->source == 0 ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void
send_slowly (SoupServerMessage *message, OrchSandboxReply *reply)
{
  Pending *pending = pending_new (message);

  set_head (message, reply, 0);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
  pending->reply = reply;
  pending->pieces = DRIBBLES;
  pending->source = g_timeout_add (DRIBBLE_MS, on_dribble, pending);
  follow (pending);
  soup_server_message_pause (message);
}

static void
append_huge (Pending *pending)
{
  SoupMessageBody *body = soup_server_message_get_response_body (pending->message);
  char *piece = g_malloc (HUGE_PIECE);

  memset (piece, 'x', HUGE_PIECE);
  soup_message_body_append_take (body, (guchar *) piece, HUGE_PIECE);
  if (++pending->pieces == HUGE_PIECES)
    {
      soup_message_body_append (body, SOUP_MEMORY_STATIC, "\"}", 2);
      soup_message_body_complete (body);
    }
}

static void
on_wrote_chunk (SoupServerMessage *message, gpointer data)
{
  Pending *pending = data;

  if (pending->pieces < HUGE_PIECES)
    append_huge (pending);
  soup_server_message_unpause (message);
}

static void
send_huge (SoupServerMessage *message, OrchSandboxReply *reply)
{
  Pending *pending = pending_new (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  static const char start[] = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"id\":\"";

  pending->reply = reply;
  set_head (message, reply, 0);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_append (body, SOUP_MEMORY_STATIC, start, sizeof start - 1);
  append_huge (pending);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), pending);
  follow (pending);
}

/* The client sees its connection end, and nothing else. */
static void
cut (SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
  soup_server_message_set_status (message, 500, NULL);
}

static gboolean
on_delay_over (gpointer data)
{
  Pending *pending = data;

  pending->source = 0;
  send_whole (pending->message, pending->reply, 0);
  soup_server_message_unpause (pending->message);
  return G_SOURCE_REMOVE;
}

static void
send_late (SoupServerMessage *message, OrchSandboxReply *reply, int delay_ms)
{
  Pending *pending = pending_new (message);

  pending->reply = reply;
  pending->source = g_timeout_add ((guint) delay_ms, on_delay_over, pending);
  follow (pending);
  soup_server_message_pause (message);
}

/* Plays what concerns bytes and time; takes @reply. */
static void
play (SoupServerMessage *message, OrchSandboxReply *reply, const OrchSandboxFault *fault)
{
  switch (fault->kind)
    {
    case ORCH_SANDBOX_FAULT_SLOW:
      send_late (message, reply, fault->delay_ms);
      return;
    case ORCH_SANDBOX_FAULT_HUGE:
      send_huge (message, reply);
      return;
    case ORCH_SANDBOX_FAULT_CUT_AFTER_COMMIT:
      cut (message);
      break;
    case ORCH_SANDBOX_FAULT_TRUNCATED:
      g_string_truncate (reply->body, reply->body->len / 2);
      send_whole (message, reply, 0);
      break;
    case ORCH_SANDBOX_FAULT_WRONG_TYPE:
      g_free (reply->content_type);
      reply->content_type = g_strdup ("text/html; charset=utf-8");
      g_string_assign (reply->body,
                       "<!DOCTYPE html><html><head><title>Proxy</title></head><body><h1>Bienvenue</h1></body></html>");
      send_whole (message, reply, 0);
      break;
    case ORCH_SANDBOX_FAULT_SKEW:
      send_whole (message, reply, fault->offset_s);
      break;
    default:
      send_whole (message, reply, 0);
      break;
    }
  orch_sandbox_reply_free (reply);
}

/* Another site's page, or a name made to point here, must not reach the sandbox through somebody's browser. */
static gboolean
is_ours (OrchSandboxServer *self, SoupMessageHeaders *headers)
{
  const char *host = soup_message_headers_get_one (headers, "Host");
  const char *source = soup_message_headers_get_one (headers, "Origin");
  const char *authority = self->origin + strlen ("http://");
  const char *port = strrchr (authority, ':');
  g_autofree char *local = g_strdup_printf ("localhost%s", port);

  if (host != NULL && !g_str_equal (host, authority) && !g_str_equal (host, local))
    return FALSE;
  /* "null" is what a form sent under our no-referrer policy may say. */
  return source == NULL || g_str_equal (source, "null") || g_str_equal (source, self->origin);
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *unused_path, GHashTable *unused_query,
            gpointer data)
{
  OrchSandboxServer *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GUri *uri = soup_server_message_get_uri (message);
  g_autofree char *path = g_uri_unescape_string (g_uri_get_path (uri), NULL);
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  OrchSandboxFault fault = { 0 };
  OrchSandboxReply *reply;
  OrchSandboxRequest request = {
    .method = soup_server_message_get_method (message),
    .path = path,
    .raw_path = g_uri_get_path (uri),
    .host = soup_message_headers_get_one (headers, "Host"),
    .query = g_uri_get_query (uri),
    .body = g_bytes_get_data (body, NULL),
    .body_length = g_bytes_get_size (body),
    .authorization = soup_message_headers_get_one (headers, "Authorization"),
    .authorizations = soup_message_headers_get_list (headers, "Authorization"),
    .content_type = soup_message_headers_get_one (headers, "Content-Type"),
    .accept = soup_message_headers_get_list (headers, "Accept"),
    .language = soup_message_headers_get_list (headers, "Accept-Language"),
    .if_match = soup_message_headers_get_one (headers, "If-Match"),
    .if_none_match = soup_message_headers_get_one (headers, "If-None-Match"),
    .if_none_exist = soup_message_headers_get_one (headers, "If-None-Exist"),
    .prefer = soup_message_headers_get_list (headers, "Prefer"),
    .headers = headers,
  };

  if (path == NULL || !g_utf8_validate (path, -1, NULL) || !is_ours (self, headers) || self->sandbox == NULL)
    {
      reply = orch_sandbox_reply_new_error (path == NULL ? 400 : 403, "invalid_request",
                                            "this request was not made for this server");
      send_whole (message, reply, 0);
      orch_sandbox_reply_free (reply);
      return;
    }
  if (!g_str_has_prefix (path, "/control/"))
    fault = orch_sandbox_faults_take (orch_sandbox_get_faults (self->sandbox), request.method, path);
  if (fault.kind == ORCH_SANDBOX_FAULT_STALLED || fault.kind == ORCH_SANDBOX_FAULT_CUT_BEFORE)
    {
      orch_sandbox_note (self->sandbox, request.method, path, 0);
      if (fault.kind == ORCH_SANDBOX_FAULT_CUT_BEFORE)
        cut (message);
      else
        soup_server_message_pause (message);
      return;
    }
  request.repeat_pages = fault.kind == ORCH_SANDBOX_FAULT_DUPLICATE_PAGE;
  reply = fault.kind == ORCH_SANDBOX_FAULT_STATUS ? orch_sandbox_faults_reply (&fault, path)
                                                  : orch_sandbox_handle (self->sandbox, &request);
  orch_sandbox_note (self->sandbox, request.method, path, reply->status);
  if (fault.kind == ORCH_SANDBOX_FAULT_NONE && reply->status == 200 && orch_sandbox_is_dribbling (self->sandbox, path))
    send_slowly (message, reply);
  else
    play (message, reply, &fault);
}

static void
orch_sandbox_server_finalize (GObject *object)
{
  OrchSandboxServer *self = ORCH_SANDBOX_SERVER (object);

  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->sandbox);
  g_free (self->origin);
  G_OBJECT_CLASS (orch_sandbox_server_parent_class)->finalize (object);
}

static void
orch_sandbox_server_class_init (OrchSandboxServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_sandbox_server_finalize;
}

static void
orch_sandbox_server_init (OrchSandboxServer *self)
{
  self->server = soup_server_new ("server-header", "orchestrateur-sandbox", NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
}

OrchSandboxServer *
orch_sandbox_server_new (guint port, GError **error)
{
  g_autoptr (OrchSandboxServer) self = g_object_new (ORCH_TYPE_SANDBOX_SERVER, NULL);
  GSList *uris;

  /* listen_local with IPv4 only is 127.0.0.1, and there is no other way in. */
  if (!soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return NULL;
  uris = soup_server_get_uris (self->server);
  self->origin = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return g_steal_pointer (&self);
}

const char *
orch_sandbox_server_get_origin (OrchSandboxServer *self)
{
  return self->origin;
}

void
orch_sandbox_server_serve (OrchSandboxServer *self, OrchSandbox *sandbox)
{
  g_set_object (&self->sandbox, sandbox);
}
