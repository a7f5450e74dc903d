/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The servers of this folder, for tests.
 */
#include "orch-interop-servers.h"

#include <json-glib/json-glib.h>

#include "core/orch-error.h"
#include "hub/orch-hub-row.h"
#include "orch-test-support.h"

GSubprocess *
orch_interop_start (const char *const *wanted, const char *prefix, GHashTable *bases)
{
  g_autofree char *script = g_build_filename (ORCH_INTEROP_DIR, "start.sh", NULL);
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_strv_builder_add (arguments, script);
  g_strv_builder_addv (arguments, (const char **) wanted);
  argv = g_strv_builder_end (arguments);
  process = g_subprocess_newv ((const char *const *) argv,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  for (gsize i = 0; wanted[i] != NULL; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
      g_autoptr (JsonNode) node = NULL;

      g_assert_no_error (error);
      if (line == NULL)
        g_error ("The servers did not start");
      node = json_from_string (line, &error);
      g_assert_no_error (error);
      g_hash_table_insert (bases,
                           g_strconcat (prefix, json_object_get_string_member (json_node_get_object (node), "name"),
                                        NULL),
                           g_strdup (json_object_get_string_member (json_node_get_object (node), "base")));
    }
  return g_steal_pointer (&process);
}

void
orch_interop_stop (GSubprocess *process)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, NULL);
  g_subprocess_wait (process, NULL, NULL);
}

/* As the outbox does before it sends again: half a second, then twice as long each time; a minute outlasts the locks that a server keeps of what it broke off. */
void
orch_interop_back_off (int attempt)
{
  if (attempt > 0)
    dex_unref (orch_test_wait (dex_timeout_new_msec (250 << attempt)));
}

GPtrArray *
orch_interop_rows_unless_cut (DexFuture *future)
{
  g_autoptr (DexFuture) done = orch_test_wait (future);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (done, &error);

  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_OFFLINE))
    {
      g_test_message ("Cut: %s", error->message);
      return NULL;
    }
  g_assert_no_error (error);
  GPtrArray *rows = g_value_get_boxed (value);
  for (guint i = 0; i < rows->len; i++)
    if (g_error_matches (orch_hub_row_get_error (g_ptr_array_index (rows, i)), ORCH_ERROR, ORCH_ERROR_OFFLINE))
      return NULL;
  return g_ptr_array_ref (rows);
}
