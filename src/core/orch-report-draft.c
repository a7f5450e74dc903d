/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-report-draft.h. A first line that nobody types, with the ids; then the conclusion. Kept in the store: append only.
 */
#include "orch-report-draft.h"

#include <string.h>

#include "orch-text.h"

#define HEAD "\036report 1"

char *
orch_report_draft_to_text (const char *conclusion, const char *const *left_out)
{
  g_autofree char *ids = left_out != NULL ? g_strjoinv (" ", (char **) left_out) : g_strdup ("");

  if (ids[0] == '\0' && orch_text_is_empty (conclusion))
    return NULL;
  return g_strconcat (HEAD, ids[0] != '\0' ? " " : "", ids, "\n", conclusion != NULL ? conclusion : "", NULL);
}

char *
orch_report_draft_parse (const char *text, GStrv *left_out)
{
  const char *end = text != NULL && g_str_has_prefix (text, HEAD) ? strchr (text, '\n') : NULL;

  g_return_val_if_fail (left_out != NULL, NULL);

  if (text != NULL && g_str_has_prefix (text, ORCH_CORRECTION_DRAFT_HEAD) && strchr (text, '\n') != NULL)
    text = strchr (text, '\n') + 1;
  if (end == NULL)
    {
      *left_out = g_new0 (char *, 1);
      return g_strdup (text != NULL && !g_str_has_prefix (text, ORCH_NOTE_DRAFT_HEAD) ? text : "");
    }
  {
    g_autofree char *ids = g_strndup (text + strlen (HEAD), (gsize) (end - text) - strlen (HEAD));

    *left_out = g_strsplit (g_strstrip (ids), " ", -1);
  }
  return g_strdup (end + 1);
}
