/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 */
#include "orch-pipe-keyring.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

struct _OrchPipeKeyring
{
  OrchKeyring parent_instance;

  int in;
  int out;
};

G_DEFINE_FINAL_TYPE (OrchPipeKeyring, orch_pipe_keyring, ORCH_TYPE_KEYRING)

static char *
ask (OrchKeyring *keyring, const char *verb, OrchSecretKind kind, const char *scope, const char *name,
     const char *payload)
{
  OrchPipeKeyring *self = ORCH_PIPE_KEYRING (keyring);
  g_autofree char *line = g_strdup_printf ("%s %s %s %s %s\n", verb, orch_secret_kind_get_nick (kind), scope,
                                           name != NULL ? name : "-", payload != NULL ? payload : "");
  GString *answer = g_string_new (NULL);
  char c = 0;

  if (write (self->out, line, strlen (line)) != (gssize) strlen (line))
    g_error ("The keyring is gone");
  while (read (self->in, &c, 1) == 1 && c != '\n')
    g_string_append_c (answer, c);
  if (c != '\n')
    g_error ("The keyring is gone");
  return g_string_free (answer, FALSE);
}

static DexFuture *
orch_pipe_keyring_probe (OrchKeyring *keyring, GCancellable *cancellable)
{
  return dex_future_new_for_uint (ORCH_KEYRING_AVAILABLE);
}

static DexFuture *
orch_pipe_keyring_unlock (OrchKeyring *keyring, GCancellable *cancellable)
{
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
orch_pipe_keyring_store (OrchKeyring *keyring, OrchSecretKind kind, const char *scope, const char *name,
                         const char *label, OrchSecret *secret, GCancellable *cancellable)
{
  g_autofree char *payload = g_base64_encode (orch_secret_get_data (secret), orch_secret_get_length (secret));
  g_autofree char *answer = ask (keyring, "store", kind, scope, name, payload);

  return dex_future_new_for_boolean (g_str_equal (answer, "yes"));
}

static DexFuture *
orch_pipe_keyring_lookup (OrchKeyring *keyring, OrchSecretKind kind, const char *scope, const char *name,
                          GCancellable *cancellable)
{
  g_autofree char *answer = ask (keyring, "lookup", kind, scope, name, NULL);
  g_autofree guchar *data = NULL;
  gsize length = 0;

  if (!g_str_has_prefix (answer, "yes "))
    return dex_future_new_take_boxed (ORCH_TYPE_SECRET, NULL);
  data = g_base64_decode (answer + strlen ("yes "), &length);
  return dex_future_new_take_boxed (ORCH_TYPE_SECRET, orch_secret_new (data, length));
}

static DexFuture *
orch_pipe_keyring_clear (OrchKeyring *keyring, OrchSecretKind kind, const char *scope, const char *name,
                         GCancellable *cancellable)
{
  g_autofree char *answer = ask (keyring, "clear", kind, scope, name, NULL);

  return dex_future_new_for_boolean (g_str_equal (answer, "yes"));
}

static DexFuture *
orch_pipe_keyring_clear_scope (OrchKeyring *keyring, const char *scope, GCancellable *cancellable)
{
  return dex_future_new_for_boolean (FALSE); /* no test of this keyring removes a clinic */
}

static gboolean
orch_pipe_keyring_is_lasting (OrchKeyring *keyring)
{
  return TRUE;
}

static void
orch_pipe_keyring_class_init (OrchPipeKeyringClass *klass)
{
  OrchKeyringClass *keyring_class = ORCH_KEYRING_CLASS (klass);

  keyring_class->probe = orch_pipe_keyring_probe;
  keyring_class->unlock = orch_pipe_keyring_unlock;
  keyring_class->store = orch_pipe_keyring_store;
  keyring_class->lookup = orch_pipe_keyring_lookup;
  keyring_class->clear = orch_pipe_keyring_clear;
  keyring_class->clear_scope = orch_pipe_keyring_clear_scope;
  keyring_class->is_lasting = orch_pipe_keyring_is_lasting;
}

static void
orch_pipe_keyring_init (OrchPipeKeyring *self)
{
}

OrchKeyring *
orch_pipe_keyring_new (int in, int out)
{
  OrchPipeKeyring *self = g_object_new (ORCH_TYPE_PIPE_KEYRING, "training", TRUE, NULL);

  self->in = in;
  self->out = out;
  return ORCH_KEYRING (self);
}

char *
orch_pipe_keyring_answer (GHashTable *secrets, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 5);
  g_autofree char *key = NULL;

  g_assert_cmpuint (g_strv_length (words), ==, 5);
  key = g_strdup_printf ("%s %s %s", words[1], words[2], words[3]);
  if (g_str_equal (words[0], "store"))
    {
      g_hash_table_insert (secrets, g_steal_pointer (&key), g_strdup (words[4]));
      return g_strdup ("yes\n");
    }
  if (g_str_equal (words[0], "clear"))
    return g_strdup (g_hash_table_remove (secrets, key) ? "yes\n" : "no\n");
  return g_hash_table_contains (secrets, key)
             ? g_strdup_printf ("yes %s\n", (const char *) g_hash_table_lookup (secrets, key))
             : g_strdup ("no\n");
}

gboolean
orch_pipe_keyring_serve (GHashTable *secrets, const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
      g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_autoptr (GDataInputStream) requests = NULL;

  g_assert_no_error (error);
  requests = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (requests, NULL, NULL, NULL);
      g_autofree char *answer = NULL;

      if (line == NULL)
        break;
      /* Who was killed while asking gets no answer. */
      if (strchr (line, ' ') == NULL)
        continue;
      answer = orch_pipe_keyring_answer (secrets, line);
      g_output_stream_write_all (g_subprocess_get_stdin_pipe (child), answer, strlen (answer), NULL, NULL, NULL);
    }
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_if_signaled (child) && g_subprocess_get_term_sig (child) == SIGKILL)
    return TRUE;
  if (!g_subprocess_get_if_exited (child) || g_subprocess_get_exit_status (child) != 0)
    g_error ("The workstation ended badly: %s %d", g_subprocess_get_if_signaled (child) ? "signal" : "status",
             g_subprocess_get_if_signaled (child) ? g_subprocess_get_term_sig (child)
                                                  : g_subprocess_get_exit_status (child));
  return FALSE;
}
