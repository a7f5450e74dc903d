/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-file-known.h.
 */
#include "orch-file-known.h"

#include <glib/gi18n-lib.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"

/* Of fewer rows than this, half are too few to tell. */
#define FEW 4

GKeyFile *
orch_file_known_parse (const char *text)
{
  g_autoptr (GKeyFile) known = g_key_file_new ();

  if (text != NULL && !g_key_file_load_from_data (known, text, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return g_key_file_new ();
  return g_steal_pointer (&known);
}

static gboolean
is_mark (GKeyFile *known, const char *group, const char *key, const char *mark)
{
  g_autofree char *kept = g_key_file_get_string (known, group, key, NULL);

  return g_strcmp0 (kept, mark) == 0;
}

gboolean
orch_file_known_is (GKeyFile *known, OrchFileKind kind, const char *mark)
{
  return is_mark (known, orch_file_kind_get_nick (kind), "mark", mark);
}

gboolean
orch_file_known_take (GKeyFile *known, OrchFileKind kind, const char *name, const char *mark, OrchFileContent *content,
                      GError **error)
{
  const char *group = orch_file_kind_get_nick (kind);
  const guint rows = orch_file_content_get_n_rows (content);
  const int before = g_key_file_get_integer (known, group, "rows", NULL);
  const gboolean fewer = before > 0 && (rows == 0 || (before >= FEW && rows < (guint) before / 2));

  if (fewer && !is_mark (known, group, "accepted", mark) && !is_mark (known, group, "mark", mark))
    {
      g_key_file_set_string (known, group, "refused", mark);
      g_set_error (
          error, ORCH_ERROR, ORCH_ERROR_FEWER,
          /* translators: the name of a file; how many rows it has; how many the one before had */
          _ ("Rows in %s: %'u; in the file before: %'d. Nothing is changed until somebody says that this is right, "
             "or until a whole file is exported."),
          name, rows, before);
      return FALSE;
    }
  g_key_file_remove_key (known, group, "refused", NULL);
  g_key_file_set_string (known, group, "name", name);
  g_key_file_set_string (known, group, "mark", mark);
  g_key_file_set_integer (known, group, "rows", (int) rows);
  g_key_file_set_integer (known, group, "left-out", (int) orch_file_content_get_n_left_out (content));
  g_key_file_set_int64 (known, group, "read", orch_clock_now_us ());
  return TRUE;
}
