/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-ticket-number.h.
 */
#include "orch-ticket-number.h"

#define DIGITS 8

char *
orch_ticket_number_make (const char *id)
{
  g_autofree char *digits = NULL;

  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < DIGITS; i++)
    if (!g_ascii_isxdigit (id[i]))
      return g_strdup (id);
  digits = g_ascii_strup (id, DIGITS);
  return g_strdup_printf ("%.4s-%s", digits, digits + 4);
}
