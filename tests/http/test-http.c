/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchHttp against a server that misbehaves in every way a server can.
 */
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-http.h"
#include "orch-test-support.h"

typedef struct
{
  OrchTestServer *server;
  OrchTestServer *other;
  OrchHttp *http;
} Fixture;

static GBytes *
gzip (const char *plain, gsize length)
{
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data (plain, length, NULL);
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) sink = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) packer = g_converter_output_stream_new (sink, G_CONVERTER (compressor));

  g_assert_cmpint (g_output_stream_splice (packer, source, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL), >, 0);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (sink));
}

static void
on_other (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer user_data)
{
  orch_test_reply (message, 200, "text/plain", "elsewhere");
}

static void
on_request (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer user_data)
{
  Fixture *fixture = user_data;

  if (g_str_equal (request->path, "/redirect-away"))
    {
      g_autofree char *url = orch_test_server_url (fixture->other, "/landing");
      orch_test_reply (message, 302, NULL, NULL);
      orch_test_reply_header (message, "Location", url);
    }
  else if (g_str_equal (request->path, "/redirect-https"))
    {
      orch_test_reply (message, 301, NULL, NULL);
      orch_test_reply_header (message, "Location", "http://example.org/");
    }
  else if (g_str_equal (request->path, "/redirect-here"))
    {
      orch_test_reply (message, 307, NULL, NULL);
      orch_test_reply_header (message, "Location", "/echo");
    }
  else if (g_str_equal (request->path, "/circle"))
    {
      orch_test_reply (message, 307, NULL, NULL);
      orch_test_reply_header (message, "Location", "/circle");
    }
  else if (g_str_equal (request->path, "/stalled"))
    soup_server_message_pause (message);
  else if (g_str_equal (request->path, "/huge"))
    {
      g_autofree char *body = g_strnfill (3 << 20, 'x');
      orch_test_reply (message, 200, "text/plain", body);
    }
  else if (g_str_equal (request->path, "/bomb"))
    {
      /* 3 MB of zeros in 3 kB: the limit is on decoded bytes */
      g_autofree char *plain = g_malloc0 (3 << 20);
      g_autoptr (GBytes) bytes = gzip (plain, 3 << 20);
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes));
      orch_test_reply_header (message, "Content-Encoding", "gzip");
    }
  else if (g_str_equal (request->path, "/gzip"))
    {
      static const char plain[] = "Bonjour à tous";
      g_autoptr (GBytes) bytes = gzip (plain, strlen (plain));
      g_assert_nonnull (strstr (g_hash_table_lookup (request->headers, "accept-encoding"), "gzip"));
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes));
      orch_test_reply_header (message, "Content-Encoding", "gzip");
    }
  else if (g_str_equal (request->path, "/cut"))
    {
      g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
      static const char half[] = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
      g_output_stream_write_all (g_io_stream_get_output_stream (stream), half, strlen (half), NULL, NULL, NULL);
      g_io_stream_close (stream, NULL, NULL);
    }
  else if (g_str_equal (request->path, "/not-http"))
    {
      g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
      g_output_stream_write_all (g_io_stream_get_output_stream (stream), "\x16\x03garbage\r\n\r\n", 13, NULL, NULL,
                                 NULL);
      g_io_stream_close (stream, NULL, NULL);
    }
  else if (g_str_equal (request->path, "/error"))
    orch_test_reply (message, 500, "text/html", "<html><style>b{}</style><h1>Sorry &amp; bye</h1>\n<p>down</p></html>");
  else
    orch_test_reply (message, 200, "text/plain", request->body);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = orch_test_server_new (on_request, fixture);
  fixture->other = orch_test_server_new (on_other, fixture);
  fixture->http = orch_http_new ();
  g_autofree char *url = orch_test_server_url (fixture->server, "/");
  g_assert_true (orch_http_allow (fixture->http, url, NULL));
  orch_http_set_max_bytes (fixture->http, 2 << 20);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->http);
  g_clear_pointer (&fixture->server, orch_test_server_free);
  g_clear_pointer (&fixture->other, orch_test_server_free);
}

static DexFuture *
get (Fixture *fixture, const char *path)
{
  g_autofree char *url = orch_test_server_url (fixture->server, path);
  return orch_http_send (fixture->http, &(OrchHttpRequest) { .url = url, .total_ms = 5000 });
}

static void
test_echo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = orch_test_server_url (fixture->server, "/echo?a=b%20c");
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  OrchHttpRequest request = {
    .method = "POST",
    .url = url,
    .accept = "application/fhir+json",
    .content_type = "application/fhir+json",
    .body = body,
    .bearer = "token",
    .headers = (const char *const[]) { "If-Match", "W/\"1\"", NULL },
  };
  g_autoptr (OrchHttpAnswer) answer = orch_test_object (orch_http_send (fixture->http, &request));
  g_assert_cmpuint (orch_http_answer_get_status (answer), ==, 200);
  g_assert_true (g_bytes_equal (orch_http_answer_get_body (answer), body));
  g_assert_cmpstr (orch_http_answer_get_header (answer, "CONTENT-type"), ==, "text/plain");

  const OrchTestRequest *seen = orch_test_server_get_request (fixture->server, 0);
  g_assert_cmpstr (seen->method, ==, "POST");
  g_assert_cmpstr (seen->path, ==, "/echo?a=b%20c");
  g_assert_cmpstr (g_hash_table_lookup (seen->headers, "authorization"), ==, "Bearer token");
  g_assert_cmpstr (g_hash_table_lookup (seen->headers, "if-match"), ==, "W/\"1\"");
  // So that what a server says to a person is said in their language.
  g_assert_nonnull (g_hash_table_lookup (seen->headers, "accept-language"));
  g_assert_cmpstr (g_hash_table_lookup (seen->headers, "content-type"), ==, "application/fhir+json");
  g_assert_true (g_str_has_prefix (g_hash_table_lookup (seen->headers, "user-agent"), "Orchestrateur/"));
}

static void
test_gzip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchHttpAnswer) answer = orch_test_object (get (fixture, "/gzip"));
  g_autofree char *words = orch_http_answer_dup_words (answer);
  g_assert_cmpstr (words, ==, "Bonjour à tous");
}

typedef struct
{
  const char *path;
  OrchError code;
} Refusal;

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const Refusal refusals[] = {
    { "/redirect-away", ORCH_ERROR_UNTRUSTED }, { "/redirect-https", ORCH_ERROR_UNTRUSTED },
    { "/circle", ORCH_ERROR_BAD_ANSWER },       { "/huge", ORCH_ERROR_BAD_ANSWER },
    { "/bomb", ORCH_ERROR_BAD_ANSWER },         { "/cut", ORCH_ERROR_OFFLINE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = orch_test_error (get (fixture, refusals[i].path));
      g_test_message ("%s: %s", refusals[i].path, error->message);
      g_assert_error (error, ORCH_ERROR, (int) refusals[i].code);
    }
  g_assert_cmpuint (orch_test_server_get_count (fixture->other), ==, 0);
}

static void
test_not_http (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = orch_test_error (get (fixture, "/not-http"));
  g_assert_true (error->domain == ORCH_ERROR);
  g_assert_true (error->code == ORCH_ERROR_BAD_ANSWER || error->code == ORCH_ERROR_OFFLINE);
}

static void
test_redirect_here (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchHttpAnswer) answer = orch_test_object (get (fixture, "/redirect-here"));
  g_assert_cmpuint (orch_http_answer_get_status (answer), ==, 200);
  g_assert_cmpstr (orch_test_server_get_request (fixture->server, 1)->path, ==, "/echo");
}

static void
test_other_origin (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = orch_test_server_url (fixture->other, "/");
  g_autoptr (GError) error = orch_test_error (orch_http_send (fixture->http, &(OrchHttpRequest) { .url = url }));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED);
  g_assert_false (orch_http_allows (fixture->http, url));
  g_assert_cmpuint (orch_test_server_get_count (fixture->other), ==, 0);
}

static void
test_nobody_listens (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = orch_test_server_url (fixture->other, "/");
  g_assert_true (orch_http_allow (fixture->http, url, NULL));
  g_clear_pointer (&fixture->other, orch_test_server_free);
  g_autoptr (GError) error = orch_test_error (orch_http_send (fixture->http, &(OrchHttpRequest) { .url = url }));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_OFFLINE);
  fixture->other = orch_test_server_new (on_other, fixture);
}

static void
test_total_time (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = orch_test_server_url (fixture->server, "/stalled");
  g_autoptr (GError) error =
      orch_test_error (orch_http_send (fixture->http, &(OrchHttpRequest) { .url = url, .total_ms = 50 }));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_OFFLINE);
}

static void
wait_for_arrival (Fixture *fixture)
{
  while (orch_test_server_get_count (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = orch_test_server_url (fixture->server, "/stalled");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  DexFuture *future = orch_http_send (fixture->http, &(OrchHttpRequest) { .url = url, .cancellable = cancellable });
  wait_for_arrival (fixture);
  g_cancellable_cancel (cancellable);
  g_autoptr (GError) error = orch_test_error (future);
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);
}

static void
test_abort (Fixture *fixture, gconstpointer data)
{
  DexFuture *future = get (fixture, "/stalled");
  wait_for_arrival (fixture);
  orch_http_abort (fixture->http);
  g_autoptr (GError) error = orch_test_error (future);
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);

  g_autoptr (OrchHttpAnswer) answer = orch_test_object (get (fixture, "/echo"));
  g_assert_cmpuint (orch_http_answer_get_status (answer), ==, 200);
}

static DexFuture *
outer_fiber (gpointer user_data)
{
  GError *error = NULL;
  g_autoptr (OrchHttpAnswer) answer = dex_await_object (get (user_data, "/stalled"), &error);
  return answer != NULL ? dex_future_new_true () : dex_future_new_for_error (error);
}

static void
test_discard (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DexPromise) giving_up = dex_promise_new ();
  DexFuture *race = dex_future_first (dex_scheduler_spawn (NULL, 0, outer_fiber, fixture, NULL),
                                      DEX_FUTURE (dex_ref (giving_up)), NULL);
  wait_for_arrival (fixture);
  dex_promise_resolve_boolean (giving_up, TRUE);
  g_assert_true (orch_test_boolean (race));

  /* An exchange under way keeps the OrchHttp: it goes once the fiber, and what it awaited, are both discarded. */
  gpointer http = fixture->http;
  g_object_add_weak_pointer (G_OBJECT (http), &http);
  g_clear_object (&fixture->http);
  while (http != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchHttpAnswer) answer = orch_test_object (get (fixture, "/error"));
  g_autoptr (GError) error = NULL;
  orch_http_answer_set_error (answer, NULL, &error);
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_SERVER_FAULT);
  g_assert_cmpstr (error->message, ==, "500: Sorry & bye down");
}

static OrchHttpAnswer *
answer_with (guint status, const char *name, const char *value)
{
  GHashTable *headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (name != NULL)
    g_hash_table_insert (headers, g_strdup (name), g_strdup (value));
  if (name != NULL && g_str_equal (name, "retry-after"))
    g_hash_table_insert (headers, g_strdup ("date"), g_strdup ("Sat, 21 Nov 2026 12:00:00 GMT"));
  return orch_http_answer_new (status, headers, NULL);
}

static void
test_retry_delay (void)
{
  static const struct
  {
    const char *name;
    const char *value;
    int seconds;
  } rows[] = {
    { NULL, NULL, 0 },
    { "retry-after", "900", 900 },
    { "retry-after", " 7 ", 7 },
    { "retry-after", "Sat, 21 Nov 2026 12:00:30 GMT", 30 },
    { "retry-after", "Sat, 21 Nov 2026 11:00:00 GMT", 0 },
    { "retry-after", "soon", 0 },
    { "retry-after", "-5", 0 },
    { "retry-after", "99999999999999999999", 3600 },
    { "ratelimit", "\"fhirInteractions\";r=0;t=47", 47 },
    { "ratelimit", "limit=100, remaining=0, t=5", 5 },
    { "ratelimit", "r=0", 0 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OrchHttpAnswer) answer = answer_with (429, rows[i].name, rows[i].value);
      g_test_message ("%s", rows[i].value != NULL ? rows[i].value : "(none)");
      g_assert_cmpint (orch_http_answer_get_retry_delay_us (answer), ==, rows[i].seconds * (gint64) G_USEC_PER_SEC);
    }
}

static void
test_status (void)
{
  static const struct
  {
    guint status;
    OrchError code;
  } rows[] = {
    { 400, ORCH_ERROR_INVALID },      { 401, ORCH_ERROR_SIGN_IN_AGAIN }, { 403, ORCH_ERROR_REFUSED },
    { 404, ORCH_ERROR_NOT_FOUND },    { 405, ORCH_ERROR_UNSUPPORTED },   { 409, ORCH_ERROR_CONFLICT },
    { 410, ORCH_ERROR_NOT_FOUND },    { 412, ORCH_ERROR_CONFLICT },      { 422, ORCH_ERROR_INVALID },
    { 429, ORCH_ERROR_THROTTLED },    { 500, ORCH_ERROR_SERVER_FAULT },  { 501, ORCH_ERROR_UNSUPPORTED },
    { 503, ORCH_ERROR_SERVER_FAULT }, { 304, ORCH_ERROR_BAD_ANSWER },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OrchHttpAnswer) answer = answer_with (rows[i].status, NULL, NULL);
      g_autoptr (GError) error = NULL;
      orch_http_answer_set_error (answer, NULL, &error);
      g_assert_error (error, ORCH_ERROR, (int) rows[i].code);
      g_autofree char *digits = g_strdup_printf ("%u", rows[i].status);
      g_assert_true (g_str_has_prefix (error->message, digits));
    }
}

static void
test_form (void)
{
  const char *pairs[] = { "a", "b c&d=é", "none", NULL, "z", "", NULL };
  g_autoptr (GBytes) form = orch_http_form (pairs);
  g_autofree char *text = g_strndup (g_bytes_get_data (form, NULL), g_bytes_get_size (form));
  g_assert_cmpstr (text, ==, "a=b%20c%26d%3D%C3%A9&z=");
}

#define ADD(name, func) g_test_add ("/http/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  ADD ("echo", test_echo);
  ADD ("gzip", test_gzip);
  ADD ("refusals", test_refusals);
  ADD ("not-http", test_not_http);
  ADD ("redirect-on-the-same-origin", test_redirect_here);
  ADD ("another-origin-is-refused", test_other_origin);
  ADD ("nobody-listens", test_nobody_listens);
  ADD ("total-time", test_total_time);
  ADD ("cancel", test_cancel);
  ADD ("abort", test_abort);
  ADD ("discarding-the-future-ends-the-exchange", test_discard);
  ADD ("words-of-an-html-page", test_words);
  g_test_add_func ("/http-answer/retry-delay", test_retry_delay);
  g_test_add_func ("/http-answer/status", test_status);
  g_test_add_func ("/http/form", test_form);
  return g_test_run ();
}
