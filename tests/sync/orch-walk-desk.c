/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 */
#include "orch-walk-desk.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../patience.h"
#include "orch-pipe-keyring.h"

#define PATIENCE_MS ((int) kit_patience_s (60) * 1000)
#define ORDERS 3 /* the descriptor in the driver */

struct _WalkDesk
{
  /* owned */
  char *driver;
  char *origin;
  char *dir;
  GHashTable *secrets;
  GSubprocess *process; /* (nullable) */
  GThread *keyring;     /* (nullable) */

  int orders; /* ours of the pair of sockets */
};

static gpointer
keep_keyring (gpointer data)
{
  WalkDesk *self = data;
  GInputStream *input = g_subprocess_get_stdout_pipe (self->process);
  GOutputStream *output = g_subprocess_get_stdin_pipe (self->process);
  g_autoptr (GDataInputStream) requests = g_data_input_stream_new (input);

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (requests, NULL, NULL, NULL);
      g_autofree char *answer = NULL;

      if (line == NULL)
        return NULL;
      /* Who was killed while asking gets no answer. */
      if (strchr (line, ' ') == NULL)
        continue;
      answer = orch_pipe_keyring_answer (self->secrets, line);
      g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL);
    }
}

void
walk_desk_start (WalkDesk *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  int pair[2] = { -1, -1 };

  g_assert_null (self->process);
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    g_error ("No pair of sockets");
  self->orders = pair[0];
  g_subprocess_launcher_take_fd (launcher, pair[1], ORDERS);
  self->process = g_subprocess_launcher_spawn (launcher, &error, self->driver, self->origin, self->dir, NULL);
  g_assert_no_error (error);
  self->keyring = g_thread_new ("keyring", keep_keyring, self);
}

/* It is gone, or as good as. Returns: whether it was killed as by kill -9 */
static gboolean
bury (WalkDesk *self)
{
  g_autoptr (GSubprocess) process = g_steal_pointer (&self->process);
  gboolean killed = FALSE;

  g_subprocess_wait (process, NULL, NULL);
  g_thread_join (g_steal_pointer (&self->keyring));
  close (self->orders);
  self->orders = -1;
  killed = g_subprocess_get_if_signaled (process) && g_subprocess_get_term_sig (process) == SIGKILL;
  if (!killed && !(g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == 0))
    g_error ("A workstation ended badly: %s %d", g_subprocess_get_if_signaled (process) ? "signal" : "status",
             g_subprocess_get_if_signaled (process) ? g_subprocess_get_term_sig (process)
                                                    : g_subprocess_get_exit_status (process));
  return killed;
}

void
walk_desk_kill (WalkDesk *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  bury (self);
}

/* Returns: (nullable): the line, %NULL at the end */
static char *
read_answer (WalkDesk *self, const char *order)
{
  g_autoptr (GString) line = g_string_new (NULL);
  GPollFD fd = { .fd = self->orders, .events = G_IO_IN };

  for (;;)
    {
      char c = 0;

      if (g_poll (&fd, 1, PATIENCE_MS) == 0)
        g_error ("A workstation says nothing to: %s", order);
      if (read (self->orders, &c, 1) != 1)
        return NULL;
      if (c == '\n')
        return g_string_free (g_steal_pointer (&line), FALSE);
      g_string_append_c (line, c);
    }
}

static char *
order (WalkDesk *self, const char *format, va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  char *answer = NULL;

  if (send (self->orders, line, strlen (line), MSG_NOSIGNAL) == (gssize) strlen (line))
    answer = read_answer (self, text);
  if (answer == NULL && !bury (self))
    g_error ("A workstation left at: %s", text);
  return answer;
}

char *
walk_desk_order (WalkDesk *self, const char *format, ...)
{
  va_list arguments;
  char *answer = NULL;

  va_start (arguments, format);
  answer = order (self, format, arguments);
  va_end (arguments);
  return answer;
}

char *
walk_desk_expect (WalkDesk *self, const char *format, ...)
{
  va_list arguments;
  char *answer = NULL;

  va_start (arguments, format);
  answer = order (self, format, arguments);
  va_end (arguments);
  if (answer == NULL || !g_str_has_prefix (answer, "ok"))
    g_error ("A workstation answered “%s” to “%s”", answer != NULL ? answer : "nothing", format);
  return answer;
}

WalkDesk *
walk_desk_new (const char *driver, const char *origin, const char *dir)
{
  WalkDesk *self = g_new0 (WalkDesk, 1);

  self->driver = g_strdup (driver);
  self->origin = g_strdup (origin);
  self->dir = g_strdup (dir);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  walk_desk_start (self);
  return self;
}

void
walk_desk_free (WalkDesk *self)
{
  if (self->process != NULL)
    walk_desk_kill (self);
  g_hash_table_unref (self->secrets);
  g_free (self->driver);
  g_free (self->origin);
  g_free (self->dir);
  g_free (self);
}
