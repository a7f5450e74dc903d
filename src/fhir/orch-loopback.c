/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The address on loopback where the browser brings the answer of a sign-in. Main thread.
 */
#include "orch-loopback.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "core/orch-error.h"

#define PATH "/callback"

struct _OrchLoopback
{
  GObject parent_instance;

  /* owned */
  SoupServer *server; /* (nullable) once closed */
  DexPromise *promise;
  char *state; /* (nullable): the path has it */
  char *path;
  char *done;
  char *redirect_uri;

  gboolean answered;
};

G_DEFINE_FINAL_TYPE (OrchLoopback, orch_loopback, G_TYPE_OBJECT)

static void
show_page (SoupServerMessage *message, guint status, const char *title, const char *text)
{
  g_autofree char *page = g_markup_printf_escaped (
      "<!doctype html><html><head><meta charset=\"utf-8\"><title>%s</title><style>body{font-family:sans-serif;"
      "margin:15vh auto;max-width:30em;text-align:center}</style></head><body><h1>%s</h1><p>%s</p></body></html>",
      title, title, text);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_COPY, page, strlen (page));
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  OrchLoopback *self = user_data;
  const char *state = query != NULL ? g_hash_table_lookup (query, "state") : NULL;
  gboolean ours = g_str_equal (path, self->path) && g_str_equal (soup_server_message_get_method (message), "GET") &&
                  (self->state == NULL || g_strcmp0 (state, self->state) == 0) && !self->answered;

  if (!ours)
    {
      show_page (message, 400, _ ("Not expected"), _ ("This page does not belong to a sign-in under way."));
      return;
    }
  self->answered = TRUE;
  gboolean good = query != NULL && g_hash_table_contains (query, self->done);
  show_page (message, 200, good ? _ ("You are signed in") : _ ("Not signed in"),
             _ ("You can close this page and go back to the application."));
  const char *text = g_uri_get_query (soup_server_message_get_uri (message));
  dex_promise_resolve_string (self->promise, g_strdup (text != NULL ? text : ""));
}

static void
orch_loopback_dispose (GObject *object)
{
  OrchLoopback *self = ORCH_LOOPBACK (object);

  orch_loopback_close (self);
  dex_clear (&self->promise);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->done, g_free);
  g_clear_pointer (&self->redirect_uri, g_free);

  G_OBJECT_CLASS (orch_loopback_parent_class)->dispose (object);
}

static void
orch_loopback_class_init (OrchLoopbackClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_loopback_dispose;
}

static void
orch_loopback_init (OrchLoopback *self)
{
  self->promise = dex_promise_new ();
}

static OrchLoopback *
listen (const char *state, char *path, const char *done, GError **error)
{
  g_autoptr (OrchLoopback) self = g_object_new (ORCH_TYPE_LOOPBACK, NULL);
  self->state = g_strdup (state);
  self->path = path;
  self->done = g_strdup (done);
  self->server = soup_server_new ("server-header", "Orchestrateur", NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  g_autoptr (GError) local_error = NULL;
  if (!soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &local_error))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_FAILED, local_error->message);
      return NULL;
    }
  GSList *uris = soup_server_get_uris (self->server);
  self->redirect_uri = g_strdup_printf ("http://127.0.0.1:%d%s", g_uri_get_port (uris->data), self->path);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return g_steal_pointer (&self);
}

OrchLoopback *
orch_loopback_new (const char *state, GError **error)
{
  g_return_val_if_fail (state != NULL, NULL);

  return listen (state, g_strdup (PATH), "code", error);
}

OrchLoopback *
orch_loopback_new_in_path (const char *state, const char *done, GError **error)
{
  g_return_val_if_fail (state != NULL && done != NULL, NULL);

  return listen (NULL, g_strconcat (PATH "/", state, NULL), done, error);
}

const char *
orch_loopback_get_redirect_uri (OrchLoopback *self)
{
  g_return_val_if_fail (ORCH_IS_LOOPBACK (self), NULL);
  return self->redirect_uri;
}

DexFuture *
orch_loopback_wait (OrchLoopback *self)
{
  g_return_val_if_fail (ORCH_IS_LOOPBACK (self), NULL);
  return DEX_FUTURE (dex_ref (self->promise));
}

void
orch_loopback_close (OrchLoopback *self)
{
  g_return_if_fail (ORCH_IS_LOOPBACK (self));

  if (self->server == NULL)
    return;
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  if (self->answered)
    return;
  self->answered = TRUE;
  dex_promise_reject (self->promise,
                      g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, _ ("The sign-in was stopped")));
}
