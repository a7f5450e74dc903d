/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-licence.h.
 */
#include "orch-licence.h"

#include "orch-text.h"

char *
orch_licence_dup_key (const char *licence)
{
  g_autofree char *folded = orch_text_fold (licence);
  GString *key = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    if (*p != ' ' && *p != '-')
      g_string_append_c (key, *p);
  return g_string_free (key, FALSE);
}
