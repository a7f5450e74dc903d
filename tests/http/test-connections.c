/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchHttp when connections break and exchanges are given up, at the very moments where libsoup is known to trip: see
 * on_restarted() and on_master_cancelled(). The server has threads of its own, so that it can act while the client
 * stands still in the midst of a request.
 */
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-http.h"
#include "orch-test-support.h"

#include "../patience.h"

#define ROUNDS 30
#define AT_ONCE 5

typedef struct
{
  GSocketService *service;
  OrchHttp *http;
  guint port;

  GMutex mutex; /* guards the rest */
  GCond cond;
  guint open;  /* connections */
  guint seen;  /* requests dealt with: answered, or their connection closed */
  guint mark;  /* where seen stood when the client's wait was asked for */
  guint pairs; /* requests for /pair */
  guint cuts;  /* how many requests for /cut are still to be cut */
  gsize sent;  /* bytes of the answer to /endless */
} Fixture;

static char *
read_request (GInputStream *stream)
{
  g_autoptr (GString) request = g_string_new (NULL);
  char byte = 0;

  while (!g_str_has_suffix (request->str, "\r\n\r\n"))
    {
      if (g_input_stream_read (stream, &byte, 1, NULL, NULL) != 1)
        return NULL;
      g_string_append_c (request, byte);
    }
  return g_string_free (g_steal_pointer (&request), FALSE);
}

/* A refusal that does not end: well, after 64 MB. Thread of the connection. */
static void
write_endless (Fixture *fixture, GOutputStream *stream)
{
  static const char head[] = "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\n"
                             "WWW-Authenticate: Basic realm=\"all\"\r\nConnection: close\r\n\r\n";
  g_autofree char *block = g_strnfill (1 << 20, 'x');
  gsize written = 0;
  gsize total = 0;
  gboolean taken = g_output_stream_write_all (stream, head, strlen (head), NULL, NULL, NULL);

  for (guint i = 0; taken && i < 64; i++)
    {
      taken = g_output_stream_write_all (stream, block, 1 << 20, &written, NULL, NULL);
      total += written;
    }
  g_mutex_lock (&fixture->mutex);
  fixture->sent = total;
  g_mutex_unlock (&fixture->mutex);
}

/* Thread of the connection. Returns: whether to answer */
static gboolean
decide (Fixture *fixture, const char *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fixture->mutex);

  if (g_str_has_prefix (request, "GET /pair "))
    {
      /* Answered by twos: the client then keeps two connections. */
      const guint pair = fixture->pairs++ / 2;
      g_cond_broadcast (&fixture->cond);
      while (fixture->pairs < 2 * (pair + 1))
        g_cond_wait (&fixture->cond, &fixture->mutex);
    }
  else if (g_str_has_prefix (request, "GET /endless "))
    return FALSE;
  else if (g_str_has_prefix (request, "GET /cut ") && fixture->cuts > 0)
    {
      fixture->cuts--;
      return FALSE;
    }
  return TRUE;
}

static gboolean
on_connection (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
  Fixture *fixture = user_data;
  GIOStream *stream = G_IO_STREAM (connection);
  gboolean kept = TRUE;

  g_mutex_lock (&fixture->mutex);
  fixture->open++;
  g_mutex_unlock (&fixture->mutex);
  while (kept)
    {
      g_autofree char *request = read_request (g_io_stream_get_input_stream (stream));

      kept =
          request != NULL && decide (fixture, request) &&
          g_output_stream_write_all (g_io_stream_get_output_stream (stream), answer, strlen (answer), NULL, NULL, NULL);
      if (request != NULL && g_str_has_prefix (request, "GET /endless "))
        write_endless (fixture, g_io_stream_get_output_stream (stream));
      if (!kept)
        g_io_stream_close (stream, NULL, NULL);
      g_mutex_lock (&fixture->mutex);
      if (request != NULL)
        fixture->seen++;
      if (!kept)
        fixture->open--;
      g_cond_broadcast (&fixture->cond);
      g_mutex_unlock (&fixture->mutex);
    }
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = NULL;

  g_mutex_init (&fixture->mutex);
  g_cond_init (&fixture->cond);
  fixture->service = g_threaded_socket_service_new (64);
  fixture->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (fixture->service), NULL, NULL);
  g_assert_cmpuint (fixture->port, !=, 0);
  g_signal_connect (fixture->service, "run", G_CALLBACK (on_connection), fixture);
  fixture->http = orch_http_new ();
  url = g_strdup_printf ("http://127.0.0.1:%u/", fixture->port);
  g_assert_true (orch_http_allow (fixture->http, url, NULL));
}

static void
drop_http (Fixture *fixture)
{
  gpointer http = fixture->http;

  g_object_add_weak_pointer (G_OBJECT (http), &http);
  g_clear_object (&fixture->http);
  while (http != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_open (Fixture *fixture)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fixture->mutex);

  return fixture->open;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->http != NULL)
    drop_http (fixture);
  while (count_open (fixture) > 0)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_thread_yield ();
    }
  g_socket_service_stop (fixture->service);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->service));
  g_clear_object (&fixture->service);
  g_cond_clear (&fixture->cond);
  g_mutex_clear (&fixture->mutex);
}

static DexFuture *
get (Fixture *fixture, const char *path, GCancellable *cancellable)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", fixture->port, path);

  return orch_http_send (fixture->http,
                         &(OrchHttpRequest) { .url = url, .cancellable = cancellable, .total_ms = 20000 });
}

static void
keep_two_connections (Fixture *fixture)
{
  DexFuture *first = get (fixture, "/pair", NULL);
  DexFuture *second = get (fixture, "/pair", NULL);
  g_autoptr (OrchHttpAnswer) one = orch_test_object (first);
  g_autoptr (OrchHttpAnswer) two = orch_test_object (second);
}

/* The client has sent its request: it stands still until the server has answered, or closed. */
static gboolean
on_wrote_headers (GSignalInvocationHint *hint, guint count, const GValue *values, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fixture->mutex);

  while (fixture->seen == fixture->mark)
    g_cond_wait (&fixture->cond, &fixture->mutex);
  return FALSE; /* once */
}

static void
stand_still_once (Fixture *fixture)
{
  g_mutex_lock (&fixture->mutex);
  fixture->mark = fixture->seen;
  g_mutex_unlock (&fixture->mutex);
  g_signal_add_emission_hook (g_signal_lookup ("wrote-headers", SOUP_TYPE_MESSAGE), 0, on_wrote_headers, fixture, NULL);
}

static void
set_cuts (Fixture *fixture, guint cuts)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fixture->mutex);

  fixture->cuts = cuts;
}

static void
test_closed_before_the_answer (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (OrchHttpAnswer) answer = NULL;

      keep_two_connections (fixture);
      set_cuts (fixture, 1);
      stand_still_once (fixture);
      answer = orch_test_object (get (fixture, "/cut", NULL));
      g_assert_cmpuint (orch_http_answer_get_status (answer), ==, 200);
      g_assert_cmpuint (fixture->cuts, ==, 0);
    }
}

static void
test_always_closed (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GError) error = NULL;

      keep_two_connections (fixture);
      set_cuts (fixture, G_MAXUINT);
      stand_still_once (fixture);
      error = orch_test_error (get (fixture, "/cut", NULL));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_OFFLINE);
    }
}

static gboolean
on_high_idle (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* Cancels before anything else has its turn, the callback that tells us of the headers in particular. */
static gboolean
on_got_headers (GSignalInvocationHint *hint, guint count, const GValue *values, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_HIGH, on_high_idle, g_object_ref (user_data), g_object_unref);
  return FALSE;
}

static void
test_cancelled_at_the_headers (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;

      keep_two_connections (fixture);
      stand_still_once (fixture);
      g_signal_add_emission_hook (g_signal_lookup ("got-headers", SOUP_TYPE_MESSAGE), 0, on_got_headers, cancellable,
                                  NULL);
      error = orch_test_error (get (fixture, "/echo", cancellable));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);
    }
}

static void
wait_until_seen (Fixture *fixture, guint count)
{
  gboolean enough = FALSE;

  while (!enough)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_mutex_lock (&fixture->mutex);
      enough = fixture->seen - fixture->mark >= count;
      g_mutex_unlock (&fixture->mutex);
      g_thread_yield ();
    }
}

typedef enum
{
  GIVE_UP_DISCARD,
  GIVE_UP_CANCEL,
  GIVE_UP_ABORT,
} GiveUp;

/* Several exchanges, cut or answered, are given up after more and more of them are over; then all is dropped. */
static void
give_up (Fixture *fixture, gconstpointer data)
{
  const GiveUp how = GPOINTER_TO_INT (data);

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      DexFuture *futures[AT_ONCE] = { NULL };

      keep_two_connections (fixture);
      g_mutex_lock (&fixture->mutex);
      fixture->cuts = round % 4;
      fixture->mark = fixture->seen;
      g_mutex_unlock (&fixture->mutex);
      for (guint i = 0; i < AT_ONCE; i++)
        futures[i] = get (fixture, "/cut", cancellable);
      wait_until_seen (fixture, round % AT_ONCE);

      if (how == GIVE_UP_CANCEL)
        g_cancellable_cancel (cancellable);
      if (how == GIVE_UP_ABORT)
        orch_http_abort (fixture->http);
      for (guint i = 0; i < AT_ONCE; i++)
        {
          if (how == GIVE_UP_DISCARD)
            dex_unref (futures[i]);
          else
            dex_unref (orch_test_wait (futures[i]));
        }
    }
  drop_http (fixture);
}

/* The limit on the size of an answer holds for a 401 too, while it arrives. */
static void
test_endless_refusal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  orch_http_set_max_bytes (fixture->http, 1 << 20);
  error = orch_test_error (get (fixture, "/endless", NULL));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER);
  drop_http (fixture);
  while (count_open (fixture) > 0)
    g_thread_yield ();
  g_assert_cmpuint (fixture->sent, >, 0);
  g_assert_cmpuint (fixture->sent, <, 32 << 20); /* what the sockets hold, and a little more */
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* The client closes what it does not use before a server would, which would lose what is sent at that moment. */
static void
test_closed_when_idle (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchHttpAnswer) one = orch_test_object (get (fixture, "/one", NULL));
  g_autoptr (OrchHttpAnswer) two = orch_test_object (get (fixture, "/two", NULL));
  const gint64 limit = g_get_monotonic_time () + kit_patience_s (ORCH_HTTP_KEPT_S + 1) * G_USEC_PER_SEC;
  const guint tick = g_timeout_add (10, on_tick, NULL);

  g_assert_cmpuint (count_open (fixture), ==, 1); /* kept for what comes at once */
  while (count_open (fixture) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, limit);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, data, func) g_test_add ("/http-connections/" name, Fixture, data, set_up, func, tear_down)
  ADD ("closed-before-the-answer", NULL, test_closed_before_the_answer);
  ADD ("always-closed", NULL, test_always_closed);
  ADD ("cancelled-at-the-headers", NULL, test_cancelled_at_the_headers);
  ADD ("given-up/discarded", GINT_TO_POINTER (GIVE_UP_DISCARD), give_up);
  ADD ("given-up/cancelled", GINT_TO_POINTER (GIVE_UP_CANCEL), give_up);
  ADD ("given-up/aborted", GINT_TO_POINTER (GIVE_UP_ABORT), give_up);
  ADD ("closed-when-idle", NULL, test_closed_when_idle);
  ADD ("endless-refusal", NULL, test_endless_refusal);
#undef ADD
  return g_test_run ();
}
