/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-values.h.
 */
#include "orch-emr-values.h"

#include "core/orch-error.h"
#include "core/orch-nam.h"
#include "core/orch-text.h"

gboolean
orch_emr_read_day (const char *text, int *year, int *month, int *day)
{
  static const char shape[] = "dddd-dd-dd";

  for (gsize i = 0; i + 1 < sizeof shape; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  if (text[10] != '\0' && text[10] != 'T' && text[10] != ' ')
    return FALSE;
  *year = (int) g_ascii_strtoll (text, NULL, 10);
  *month = (int) g_ascii_strtoll (text + 5, NULL, 10);
  *day = (int) g_ascii_strtoll (text + 8, NULL, 10);
  return *year > 0 && *month > 0 && g_date_valid_dmy ((GDateDay) *day, (GDateMonth) *month, (GDateYear) *year);
}

gboolean
orch_emr_read_clock (const char *text, int *hour, int *minute)
{
  if (!g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]) || text[2] != ':' || !g_ascii_isdigit (text[3]) ||
      !g_ascii_isdigit (text[4]) || (text[5] != '\0' && text[5] != ':'))
    return FALSE;
  *hour = (text[0] - '0') * 10 + text[1] - '0';
  *minute = (text[3] - '0') * 10 + text[4] - '0';
  return *hour < 24 && *minute < 60;
}

const char *
orch_emr_get_sex (const char *text)
{
  switch (text != NULL ? g_ascii_toupper (text[0]) : '\0')
    {
    case 'M':
      return "male";
    case 'F':
      return "female";
    case 'T':
    case 'O':
    case 'X':
      return "other";
    case 'U':
      return "unknown";
    default:
      return NULL;
    }
}

char *
orch_emr_dup_nam (const char *number, const char *province)
{
  if (number == NULL || (!orch_text_is_empty (province) && g_ascii_strcasecmp (province, "QC") != 0) ||
      (orch_nam_check (number, NULL, NULL, NULL, 0) & ORCH_NAM_MALFORMED) != 0)
    return NULL;
  return orch_nam_normalize (number);
}

gboolean
orch_emr_must_propagate (const GError *error)
{
  const OrchError code = orch_error_code_of (error);

  return code == ORCH_ERROR_CANCELLED || code == ORCH_ERROR_KEYRING_LOCKED || code == ORCH_ERROR_KEYRING_MISSING;
}
