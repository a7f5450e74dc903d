/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-diagnostic.h.
 */
#include "orch-diagnostic.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "ui/orch-ui.h"

typedef struct
{
  OrchEngine *engine; /* (owned) */
  OrchError code;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_object_unref (asked->engine);
  g_free (asked);
}

static const char *
get_state (OrchEngineState state)
{
  static const char *const names[] = { "starting",  "keyring locked", "keyring missing", "damaged", "newer",
                                       "disk full", "welcome",        "setup",           "ready" };

  return (guint) state < G_N_ELEMENTS (names) ? names[state] : "?";
}

static void
add_engine (GString *text, OrchEngine *engine)
{
  OrchSession *session = orch_engine_get_session (engine);
  const GError *error = orch_engine_get_error (engine);
  gboolean online = FALSE;
  guint waiting = 0;
  guint failed = 0;

  g_object_get (engine, "online", &online, "waiting", &waiting, "failed", &failed, NULL);
  g_string_append_printf (text, "state: %s%s%s\n", get_state (orch_engine_get_state (engine)),
                          orch_engine_is_training (engine) ? ", training" : "",
                          orch_session_is_locked (session) ? ", locked" : "");
  if (error != NULL)
    g_string_append_printf (text, "state error: %s\n", orch_error_get_nick (orch_error_code_of (error)));
  g_string_append_printf (text, "hub: %s; changes: %u waiting, %u refused\n", online ? "online" : "offline", waiting,
                          failed);
}

static DexFuture *
diagnostic_fiber (gpointer data)
{
  Asked *asked = data;
  OrchSync *sync = orch_engine_get_sync (asked->engine);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *now = orch_clock_format_instant (orch_clock_now_us ());
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *rest = NULL;

  g_string_append_printf (text, "error: %s\nat: %s\n", orch_error_get_nick (asked->code), now);
  g_string_append_printf (text, "orchestrateur: %s\n", ORCH_VERSION);
  g_string_append_printf (text, "system: %s; GLib %u.%u.%u, GTK %u.%u.%u, libadwaita %u.%u.%u\n",
                          system != NULL ? system : "?", glib_major_version, glib_minor_version, glib_micro_version,
                          gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version ());
  add_engine (text, asked->engine);
  if (sync != NULL)
    rest = dex_await_string (orch_sync_dup_diagnostic (sync), NULL);
  if (rest != NULL)
    g_string_append_printf (text, "\n%s", rest);
  return dex_future_new_take_string (g_string_free_and_steal (g_steal_pointer (&text)));
}

DexFuture *
orch_diagnostic_dup (OrchEngine *engine, OrchError code)
{
  Asked *asked = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  asked = g_new0 (Asked, 1);
  asked->engine = g_object_ref (engine);
  asked->code = code;
  return dex_scheduler_spawn (NULL, 0, diagnostic_fiber, asked, asked_free);
}

char *
orch_diagnostic_dup_mail (const char *text)
{
  g_autofree char *subject = g_uri_escape_string (_ ("Orchestrateur: diagnostic"), NULL, FALSE);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  /* RFC 6068: line breaks are CRLF. */
  g_autofree char *joined = g_strjoinv ("\r\n", lines);
  g_autofree char *body = g_uri_escape_string (joined, NULL, FALSE);

  g_return_val_if_fail (text != NULL, NULL);

  return g_strdup_printf ("mailto:?subject=%s&body=%s", subject, body);
}
