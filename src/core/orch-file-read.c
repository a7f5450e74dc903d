/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-file-read.h.
 */
#include "orch-file-read.h"

static GKeyFile *
parse (const char *text)
{
  g_autoptr (GKeyFile) known = g_key_file_new ();

  if (text != NULL && !g_key_file_load_from_data (known, text, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return g_key_file_new ();
  return g_steal_pointer (&known);
}

void
orch_file_read_parse (const char *known, OrchFileKind kind, OrchFileRead *read)
{
  g_autoptr (GKeyFile) file = parse (known);
  const char *group = orch_file_kind_get_nick (kind);

  *read = (OrchFileRead) {
    .name = g_key_file_get_string (file, group, "name", NULL),
    .read_us = g_key_file_get_int64 (file, group, "read", NULL),
    .rows = (guint) MAX (g_key_file_get_integer (file, group, "rows", NULL), 0),
    .left_out = (guint) MAX (g_key_file_get_integer (file, group, "left-out", NULL), 0),
    .refused = g_key_file_get_string (file, group, "refused", NULL),
  };
}

void
orch_file_read_clear (OrchFileRead *read)
{
  g_clear_pointer (&read->name, g_free);
  g_clear_pointer (&read->refused, g_free);
}

char *
orch_file_read_accept (const char *known)
{
  g_autoptr (GKeyFile) file = parse (known);

  for (OrchFileKind kind = 0; kind < ORCH_FILE_N_KINDS; kind++)
    {
      const char *group = orch_file_kind_get_nick (kind);
      g_autofree char *refused = g_key_file_get_string (file, group, "refused", NULL);

      if (refused == NULL)
        continue;
      g_key_file_set_string (file, group, "accepted", refused);
      g_key_file_remove_key (file, group, "refused", NULL);
    }
  return g_key_file_to_data (file, NULL, NULL);
}
