/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-file-values.h.
 */
#include "orch-file-values.h"

#include <string.h>

#include "orch-clock.h"
#include "orch-text.h"

static const char *const days_nicks[] = { "", "iso", "compact", "dmy", "mdy" };
G_STATIC_ASSERT (G_N_ELEMENTS (days_nicks) == ORCH_FILE_N_DAYS);

/* As orch_text_fold() leaves them. */
static const struct
{
  const char *words; /* separated by "|" */
  const char *status;
} statuses[] = {
  { "|booked|confirme|confirmee|confirmed|planifie|planifiee|prevu|prevue|reserve|reservee|scheduled|actif|active|a "
    "venir|"
    "cedule|cedulee|non confirme|non confirmee|unconfirmed|valide|nouveau|new|rdv",
    "booked" },
  { "pending|en attente de confirmation|a confirmer", "pending" },
  { "proposed|propose", "proposed" },
  { "waitlist|liste d'attente", "waitlist" },
  { "arrived|arrive|arrivee|present|presente|en salle d'attente|salle d'attente", "arrived" },
  { "checked-in|enregistre|en consultation|en cours|in progress", "checked-in" },
  { "fulfilled|termine|terminee|complete|completed|completee|vu|vue|honore|realise|realisee|done|seen|facture",
    "fulfilled" },
  { "cancelled|canceled|annule|annulee|cancelle|supprime|supprimee|deleted", "cancelled" },
  { "noshow|no-show|no show|absent|absente|absence|non presente|ne s'est pas presente|manque|missed", "noshow" },
  { "entered-in-error|erreur|erreur de saisie", "entered-in-error" },
};

/* Digits of @text from @at on, at most @max. Returns: how many there are */
static guint
read_number (const char *at, guint max, int *value)
{
  guint n = 0;

  *value = 0;
  for (; n < max && g_ascii_isdigit (at[n]); n++)
    *value = *value * 10 + (at[n] - '0');
  return n;
}

static gboolean
is_day (int year, int month, int day)
{
  return year >= 1880 && year <= 9999 && month > 0 && month <= 12 && day > 0 &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

/* Three numbers between two equal separators. @lengths: their digits. Returns: whether nothing else is there */
static gboolean
split_day (const char *text, int numbers[3], guint lengths[3])
{
  const char *at = text;
  char separator = '\0';

  for (guint i = 0; i < 3; i++)
    {
      lengths[i] = read_number (at, 4, &numbers[i]);
      at += lengths[i];
      if (lengths[i] == 0)
        return FALSE;
      if (i == 2)
        break;
      if (strchr ("-/.", *at) == NULL || *at == '\0' || (separator != '\0' && *at != separator))
        return FALSE;
      separator = *at++;
    }
  return *at == '\0' || *at == ' ' || *at == 'T' || *at == ',';
}

static gboolean
is_compact (const char *text, int *year, int *month, int *day)
{
  int number = 0;

  if (read_number (text, 8, &number) != 8 || (text[8] != '\0' && text[8] != ' ' && text[8] != 'T'))
    return FALSE;
  *year = number / 10000;
  *month = number / 100 % 100;
  *day = number % 100;
  return is_day (*year, *month, *day);
}

static GTimeZone *
dup_zone (void)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();

  return g_time_zone_ref (g_date_time_get_timezone (now));
}

const char *
orch_file_days_get_nick (OrchFileDays days)
{
  g_return_val_if_fail (days < ORCH_FILE_N_DAYS, NULL);
  return days_nicks[days];
}

OrchFileDays
orch_file_days_find (const char *nick)
{
  for (guint i = 1; i < G_N_ELEMENTS (days_nicks); i++)
    if (g_strcmp0 (nick, days_nicks[i]) == 0)
      return (OrchFileDays) i;
  return ORCH_FILE_DAYS_UNKNOWN;
}

gboolean
orch_file_read_day (const char *text, OrchFileDays days, int *year, int *month, int *day)
{
  int numbers[3] = { 0 };
  guint lengths[3] = { 0 };

  g_return_val_if_fail (text != NULL, FALSE);

  if (is_compact (text, year, month, day))
    return TRUE;
  if (!split_day (text, numbers, lengths))
    return FALSE;
  if (lengths[0] == 4 && lengths[1] <= 2 && lengths[2] <= 2)
    {
      *year = numbers[0];
      *month = numbers[1];
      *day = numbers[2];
      return is_day (*year, *month, *day);
    }
  if (lengths[0] > 2 || lengths[1] > 2 || lengths[2] != 4 || (days != ORCH_FILE_DAYS_DMY && days != ORCH_FILE_DAYS_MDY))
    return FALSE;
  *year = numbers[2];
  *month = numbers[days == ORCH_FILE_DAYS_DMY ? 1 : 0];
  *day = numbers[days == ORCH_FILE_DAYS_DMY ? 0 : 1];
  return is_day (*year, *month, *day);
}

guint
orch_file_guess_days (const char *text)
{
  int numbers[3] = { 0 };
  guint lengths[3] = { 0 };
  guint found = 0;

  if (text == NULL)
    return 0;
  if (is_compact (text, &numbers[0], &numbers[1], &numbers[2]))
    return 1U << ORCH_FILE_DAYS_COMPACT;
  if (!split_day (text, numbers, lengths))
    return 0;
  if (lengths[0] == 4)
    return orch_file_read_day (text, ORCH_FILE_DAYS_ISO, &numbers[0], &numbers[1], &numbers[2])
               ? 1U << ORCH_FILE_DAYS_ISO
               : 0;
  for (OrchFileDays days = ORCH_FILE_DAYS_DMY; days <= ORCH_FILE_DAYS_MDY; days++)
    if (orch_file_read_day (text, days, &numbers[0], &numbers[1], &numbers[2]))
      found |= 1U << days;
  return found;
}

/* "930", "0930": the last two digits are the minutes. */
static gboolean
read_digits (const char *text, guint n, int *hour, int *minute)
{
  int number = 0;

  if (n < 3 || n > 4 || read_number (text, n, &number) != n)
    return FALSE;
  *hour = number / 100;
  *minute = number % 100;
  return TRUE;
}

gboolean
orch_file_read_clock (const char *text, int *hour, int *minute)
{
  const char *at = NULL;
  guint n = 0;
  int second = 0;
  gboolean half = FALSE;

  g_return_val_if_fail (text != NULL, FALSE);

  at = text + strspn (text, " ");
  n = (guint) strspn (at, "0123456789");
  *minute = 0;
  if (n >= 3)
    {
      if (!read_digits (at, n, hour, minute))
        return FALSE;
      at += n;
    }
  else
    {
      guint found = read_number (at, 2, hour);
      gboolean is_h = FALSE;

      if (found == 0)
        return FALSE;
      at += found;
      /* "9 h 30", with any space. */
      while (*at == ' ' || g_str_has_prefix (at, "\xc2\xa0") || g_str_has_prefix (at, "\xe2\x80\xaf"))
        at += *at == ' ' ? 1 : g_str_has_prefix (at, "\xc2\xa0") ? 2 : 3;
      is_h = *at == 'h' || *at == 'H';
      if (*at != ':' && !is_h)
        return FALSE;
      at++;
      while (is_h && (*at == ' ' || g_str_has_prefix (at, "\xc2\xa0") || g_str_has_prefix (at, "\xe2\x80\xaf")))
        at += *at == ' ' ? 1 : g_str_has_prefix (at, "\xc2\xa0") ? 2 : 3;
      found = read_number (at, 2, minute);
      if (found != 2 && !(is_h && found == 0))
        return FALSE;
      at += found;
      if (*at == ':')
        {
          found = read_number (at + 1, 2, &second);
          if (found != 2 || second > 60)
            return FALSE;
          at += 3;
          at += *at == '.' ? 1 + strspn (at + 1, "0123456789") : 0;
        }
    }
  at += strspn (at, " ");
  half = g_ascii_strcasecmp (at, "AM") == 0 || g_ascii_strcasecmp (at, "PM") == 0;
  if (half)
    {
      if (*hour < 1 || *hour > 12)
        return FALSE;
      *hour = *hour % 12 + (g_ascii_toupper (at[0]) == 'P' ? 12 : 0);
    }
  else if (*at != '\0')
    return FALSE;
  return *hour < 24 && *minute < 60;
}

gboolean
orch_file_read_moment (const char *day, const char *time, OrchFileDays days, gint64 *us, gboolean *bad_day)
{
  g_autoptr (GTimeZone) zone = dup_zone ();
  g_autoptr (GDateTime) moment = NULL;
  int date[3] = { 0 };
  int clock[2] = { 0 };
  const char *clock_text = time;

  g_return_val_if_fail (us != NULL && bad_day != NULL, FALSE);

  *bad_day = FALSE;
  if (orch_text_is_empty (time))
    return FALSE;
  /* The day may be before the time, in one cell. */
  if (orch_file_read_day (time, days, &date[0], &date[1], &date[2]))
    {
      clock_text = strpbrk (time, " T,");
      if (clock_text == NULL)
        return FALSE;
      clock_text += strspn (clock_text, " T,");
    }
  else if (orch_text_is_empty (day) || !orch_file_read_day (day, days, &date[0], &date[1], &date[2]))
    {
      *bad_day = TRUE;
      return FALSE;
    }
  if (!orch_file_read_clock (clock_text, &clock[0], &clock[1]))
    return FALSE;
  moment = g_date_time_new (zone, date[0], date[1], date[2], clock[0], clock[1], 0);
  if (moment == NULL)
    return FALSE;
  *us = g_date_time_to_unix_usec (moment);
  return TRUE;
}

char *
orch_file_dup_day (const char *text, OrchFileDays days)
{
  int date[3] = { 0 };

  if (orch_text_is_empty (text) || !orch_file_read_day (text, days, &date[0], &date[1], &date[2]))
    return NULL;
  return g_strdup_printf ("%04d-%02d-%02d", date[0], date[1], date[2]);
}

const char *
orch_file_get_status (const char *text)
{
  g_autofree char *folded = orch_text_fold (text);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_auto (GStrv) words = g_strsplit (statuses[i].words, "|", -1);

      if (g_strv_contains ((const char *const *) words, folded))
        return statuses[i].status;
    }
  return NULL;
}

const char *
orch_file_get_sex (const char *text)
{
  g_autofree char *folded = orch_text_fold (text);

  switch (folded[0])
    {
    case 'f':
      return "female";
    case 'm':
      return "male";
    case 'h':
      return "male";
    case 'a':
    case 'o':
    case 'x':
      return "other";
    case 'u':
    case 'i':
      return "unknown";
    default:
      return NULL;
    }
}

gboolean
orch_file_is_true (const char *text, gboolean fallback)
{
  static const char *const yes[] = { "1", "o", "oui", "y", "yes", "vrai", "true", "x", "actif", "active", NULL };
  g_autofree char *folded = orch_text_fold (text);

  return folded[0] == '\0' ? fallback : g_strv_contains (yes, folded);
}

int
orch_file_read_minutes (const char *text)
{
  int hour = 0;
  int minute = 0;
  guint n = 0;

  if (text == NULL)
    return 0;
  n = read_number (text, 4, &minute);
  if (n > 0)
    {
      const char *rest = text + n + strspn (text + n, " ");

      if (*rest == '\0' || g_ascii_strncasecmp (rest, "min", 3) == 0)
        return minute;
      if (rest[0] == '.' && strspn (rest + 1, "0") == strlen (rest + 1))
        return minute;
    }
  return orch_file_read_clock (text, &hour, &minute) ? hour * 60 + minute : 0;
}
