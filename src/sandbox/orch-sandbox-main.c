/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The program orchestrateur-sandbox: options, one line on stdout when ready, then requests until it is told to stop.
 */
#include "orch-sandbox-conversations.h"
#include "orch-sandbox-server.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <sodium.h>
#include <unistd.h>

#include "core/orch-release.h"

typedef struct
{
  char *state_dir;
  int port;
  gboolean reset;
  int scale;
  char **load;
  gboolean control;
  gboolean watch_stdin;
  gboolean conversations;
  char *language;
} Options;

static gboolean
on_stop (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stdin (int fd, GIOCondition condition, gpointer data)
{
  char buffer[256];
  ssize_t length = read (fd, buffer, sizeof buffer);

  if (length > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gboolean
parse (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, &options->state_dir, "Where the data are kept", "DIR" },
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, "Port on 127.0.0.1; 0 = any (default)", "N" },
    { "reset", 0, 0, G_OPTION_ARG_NONE, &options->reset, "Begin again as on the first day", NULL },
    { "scale", 0, 0, G_OPTION_ARG_INT, &options->scale, "Multiply staff, services and patients of the EMR", "N" },
    { "load", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->load,
      "Put these resources in the EMR instead of the usual ones", "BUNDLE" },
    { "control", 0, 0, G_OPTION_ARG_NONE, &options->control, "Answer /control, for tests", NULL },
    { "watch-stdin", 0, 0, G_OPTION_ARG_NONE, &options->watch_stdin, "Stop when standard input ends", NULL },
    { "conversations", 0, 0, G_OPTION_ARG_NONE, &options->conversations,
      "Put fictitious patients and conversations in the hub", NULL },
    { "language", 0, 0, G_OPTION_ARG_STRING, &options->language, "fr (default) or en", "LANG" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "The training hub and EMR of Orchestrateur. Listens on 127.0.0.1 only.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (options->state_dir == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--state-dir is needed");
  else if (*argc > 1)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "unexpected argument %s", (*argv)[1]);
  else if (options->scale < 1 || options->scale > 1000)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--scale is from 1 to 1000");
  else if (options->port < 0 || options->port > 65535)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--port is from 0 to 65535");
  else if (options->language != NULL && !g_str_equal (options->language, "fr") &&
           !g_str_equal (options->language, "en"))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--language is fr or en");
  else
    return TRUE;
  return FALSE;
}

static gboolean
run (const Options *options, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (OrchSandboxStore) store = NULL;
  g_autoptr (OrchSandboxServer) server = NULL;
  g_autoptr (OrchSandbox) sandbox = NULL;

  if (options->reset)
    {
      static const char *const names[] = { "sandbox.db", "sandbox.db-wal", "sandbox.db-shm" };

      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *path = g_build_filename (options->state_dir, names[i], NULL);

          unlink (path);
        }
    }
  store = orch_sandbox_store_new (options->state_dir, error);
  if (store == NULL)
    return FALSE;
  server = orch_sandbox_server_new ((guint) options->port, error);
  if (server == NULL)
    return FALSE;
  sandbox = orch_sandbox_new (store, orch_sandbox_server_get_origin (server), options->scale,
                              g_strcmp0 (options->language, "en") != 0, options->control);
  for (int i = 0; options->load != NULL && options->load[i] != NULL; i++)
    {
      int n = orch_sandbox_emr_load (orch_sandbox_get_emr (sandbox), options->load[i], i == 0, error);

      if (n < 0)
        return FALSE;
      g_printerr ("%s: %d resources\n", options->load[i], n);
    }
  if (options->conversations)
    orch_sandbox_conversations_seed (store, g_strcmp0 (options->language, "en") != 0);
  orch_sandbox_server_serve (server, sandbox);
  g_unix_signal_add (SIGTERM, on_stop, loop);
  g_unix_signal_add (SIGINT, on_stop, loop);
  if (options->watch_stdin)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_stdin, loop);
  g_print ("ready %s\n", orch_sandbox_server_get_origin (server));
  fflush (stdout);
  g_main_loop_run (loop);
  return TRUE;
}

int
main (int argc, char **argv)
{
  Options options = { .scale = 1 };
  g_autoptr (GError) error = NULL;
  int status = 0;

  orch_release_prepare ();
  if (sodium_init () < 0)
    return 1;
  if (!parse (&options, &argc, &argv, &error))
    {
      g_printerr ("orchestrateur-sandbox: %s\n", error->message);
      status = 2;
    }
  else if (!run (&options, &error))
    {
      g_printerr ("orchestrateur-sandbox: %s\n", error->message);
      status = 1;
    }
  g_free (options.state_dir);
  g_strfreev (options.load);
  g_free (options.language);
  return status;
}
