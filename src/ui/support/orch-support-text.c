/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-text.h.
 */
#include "orch-support-text.h"

#include <glib/gi18n.h>

#include "core/orch-hours.h"
#include "core/orch-phone.h"

/* The name of the day says which, within a week. */
#define DAYS_BY_NAME 6

static char *
dup_time (GDateTime *when)
{
  /* translators: the time of day as strftime() takes it; in French "%-H h %M" */
  return g_date_time_format (when, _ ("%H:%M"));
}

static guint32
julian (GDateTime *when)
{
  GDate date;
  int year = 0, month = 0, day = 0;

  g_date_time_get_ymd (when, &year, &month, &day);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return g_date_get_julian (&date);
}

/* "17:00" today, "Monday at 7:00" within a week, "2027-01-04 at 7:00" after */
static char *
dup_when (GDateTime *when, GDateTime *now)
{
  g_autofree char *time = dup_time (when);
  g_autofree char *day = NULL;
  const guint32 days = julian (when) - julian (now);

  if (days == 0)
    return g_steal_pointer (&time);
  day = g_date_time_format (when, days <= DAYS_BY_NAME ? "%A" : "%Y-%m-%d");
  /* translators: a day, the time of day: "Monday at 7:00" */
  return g_strdup_printf (_ ("%s at %s"), day, time);
}

char *
orch_support_text_dup_open (const OrchSupportContact *contact, const OrchHolidays *holidays, GDateTime *now)
{
  const OrchHoursPeriod *periods = NULL;
  g_autoptr (GDateTime) change = NULL;
  g_autofree char *when = NULL;
  gboolean open = FALSE;

  g_return_val_if_fail (contact != NULL, NULL);

  if (contact->periods == NULL)
    return NULL;
  periods = (const OrchHoursPeriod *) contact->periods->data;
  change = orch_hours_next_change (periods, contact->periods->len, holidays, now);
  when = change != NULL ? dup_when (change, now) : NULL;
  open = orch_hours_is_open (periods, contact->periods->len, holidays, now);
  /* What is written is sent at any time: these are the hours in which it is answered. */
  if (contact->kind != ORCH_SUPPORT_PHONE)
    {
      if (when == NULL)
        return NULL;
      if (open)
        /* translators: of an e-mail or a form; %s is a time or a day and a time */
        return g_strdup_printf (_ ("Answered now, until %s"), when);
      /* translators: of an e-mail or a form; %s is a time or a day and a time */
      return g_strdup_printf (_ ("Answered from %s"), when);
    }
  if (open)
    /* translators: of a service; %s is a time or a day and a time */
    return when != NULL ? g_strdup_printf (_ ("Open now, until %s"), when) : g_strdup (_ ("Open at all hours"));
  /* translators: of a service; %s is a time or a day and a time */
  return when != NULL ? g_strdup_printf (_ ("Closed, opens %s"), when) : g_strdup (_ ("Closed"));
}

char *
orch_support_text_dup_value (const OrchSupportContact *contact)
{
  g_autofree char *number = NULL;

  g_return_val_if_fail (contact != NULL, NULL);

  if (contact->kind != ORCH_SUPPORT_PHONE)
    return g_strdup (contact->value);
  number = orch_phone_format (contact->value);
  if (contact->extension == NULL)
    return g_steal_pointer (&number);
  /* translators: a phone number, an extension */
  return g_strdup_printf (_ ("%s ext. %s"), number, contact->extension);
}

static void
add_line (GString *lines, const char *text)
{
  if (text == NULL)
    return;
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, text);
}

char *
orch_support_text_dup_contact (const OrchSupportContact *contact, const OrchHolidays *holidays, GDateTime *now)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *value = orch_support_text_dup_value (contact);
  g_autofree char *open = orch_support_text_dup_open (contact, holidays, now);

  /* The address of a form is long and says nothing: where to go in it does. */
  add_line (lines, contact->kind == ORCH_SUPPORT_REQUEST && contact->path != NULL ? contact->path : value);
  if (contact->kind != ORCH_SUPPORT_REQUEST)
    add_line (lines, contact->path);
  add_line (lines, open);
  add_line (lines, orch_bilingual_get (contact->note, NULL));
  if (contact->verify != NULL)
    {
      /* translators: %s is what is not sure in the guide */
      g_autofree char *verify = g_strdup_printf (_ ("To verify: %s"), orch_bilingual_get (contact->verify, NULL));

      add_line (lines, verify);
    }
  return g_string_free_and_steal (g_steal_pointer (&lines));
}

char *
orch_support_text_dup_uri (const OrchSupportContact *contact)
{
  g_return_val_if_fail (contact != NULL, NULL);

  switch (contact->kind)
    {
    case ORCH_SUPPORT_PHONE:
      return contact->extension != NULL ? g_strdup_printf ("tel:%s;ext=%s", contact->value, contact->extension)
                                        : g_strconcat ("tel:", contact->value, NULL);
    case ORCH_SUPPORT_EMAIL:
      return g_strconcat ("mailto:", contact->value, NULL);
    case ORCH_SUPPORT_ROLE:
      return NULL;
    case ORCH_SUPPORT_REQUEST:
    case ORCH_SUPPORT_WEB:
    default:
      return g_strdup (contact->value);
    }
}

GPtrArray *
orch_support_text_providers (const OrchSupportNode *leaf)
{
  GPtrArray *providers = g_ptr_array_new ();

  g_return_val_if_fail (leaf != NULL, providers);

  for (guint i = 0; i < leaf->levels->len; i++)
    {
      const GPtrArray *level = leaf->levels->pdata[i];

      for (guint j = 0; j < level->len; j++)
        {
          const OrchSupportAdvice *advice = level->pdata[j];

          if (advice->provider != NULL && !g_ptr_array_find (providers, advice->provider, NULL))
            g_ptr_array_add (providers, (gpointer) advice->provider);
        }
    }
  return providers;
}

/* --- on paper ------------------------------------------------------------------------- */

static void
add_paragraph (GPtrArray *paragraphs, const char *format, const char *text)
{
  g_ptr_array_add (paragraphs, g_markup_printf_escaped (format, text));
}

static void
add_contact (GPtrArray *paragraphs, const OrchSupportContact *contact)
{
  g_autofree char *value = orch_support_text_dup_value (contact);
  const char *name = orch_bilingual_get (contact->name, NULL);
  /* On paper a form needs its address too. */
  g_autofree char *line = contact->path != NULL ? g_strdup_printf ("%s: %s (%s)", name, value, contact->path)
                          : value != NULL       ? g_strdup_printf ("%s: %s", name, value)
                                                : g_strdup (name);

  add_paragraph (paragraphs, "    • %s", line);
}

static void
add_advice (GPtrArray *paragraphs, const OrchSupportAdvice *advice)
{
  add_paragraph (paragraphs, "%s", orch_bilingual_get (advice->text, NULL));
  for (guint i = 0; i < advice->contacts->len; i++)
    add_contact (paragraphs, advice->contacts->pdata[i]);
}

static void
add_leaf (GPtrArray *paragraphs, const OrchSupportNode *leaf)
{
  g_autoptr (GPtrArray) providers = orch_support_text_providers (leaf);

  for (guint i = 0; i < leaf->levels->len; i++)
    {
      const GPtrArray *level = leaf->levels->pdata[i];
      /* translators: of support: 1, 2 or 3 */
      g_autofree char *title = g_strdup_printf (_ ("Level %u"), i + 1);

      add_paragraph (paragraphs, "<b>%s</b>", title);
      for (guint j = 0; j < level->len; j++)
        add_advice (paragraphs, level->pdata[j]);
    }
  for (guint i = 0; i < providers->len; i++)
    {
      const OrchSupportProvider *provider = providers->pdata[i];
      const char *who = orch_bilingual_get (provider->short_name, NULL);
      g_autofree char *delay =
          /* translators: who helps, how long it takes */
          g_strdup_printf (_ ("Expected delay (%s): %s"), who, orch_bilingual_get (provider->delay, NULL));

      add_paragraph (paragraphs, "%s", delay);
    }
}

static void
add_providers (GPtrArray *paragraphs, OrchSupportGuide *guide)
{
  GPtrArray *providers = orch_support_guide_get_providers (guide);
  GPtrArray *contacts = orch_support_guide_get_contacts (guide);

  for (guint i = 0; i < providers->len; i++)
    {
      const OrchSupportProvider *provider = providers->pdata[i];

      add_paragraph (paragraphs, "<b>%s</b>", orch_bilingual_get (provider->name, NULL));
      for (guint j = 0; j < contacts->len; j++)
        if (((OrchSupportContact *) contacts->pdata[j])->provider == provider)
          add_contact (paragraphs, contacts->pdata[j]);
    }
}

GPtrArray *
orch_support_text_on_paper (OrchSupportGuide *guide, GPtrArray *path)
{
  GPtrArray *paragraphs = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *reminders = NULL;
  g_autoptr (GString) way = g_string_new (NULL);
  g_autofree char *verified = NULL;

  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (guide), paragraphs);
  g_return_val_if_fail (path != NULL, paragraphs);

  for (guint i = 0; i < path->len; i++)
    {
      const OrchSupportNode *node = path->pdata[i];

      g_string_append_printf (way, "%s%s", i > 0 ? " › " : "", orch_bilingual_get (node->name, NULL));
    }
  if (way->len > 0)
    add_paragraph (paragraphs, "<big>%s</big>", way->str);
  if (path->len > 0)
    add_leaf (paragraphs, path->pdata[path->len - 1]);
  else
    add_providers (paragraphs, guide);
  add_paragraph (paragraphs, "<b>%s</b>", _ ("Remember"));
  reminders = orch_support_guide_get_reminders (guide);
  for (guint i = 0; i < reminders->len; i++)
    add_paragraph (paragraphs, "%s", orch_bilingual_get (((OrchSupportAdvice *) reminders->pdata[i])->text, NULL));
  /* translators: %s is a date */
  verified = g_strdup_printf (_ ("Verified on %s"), orch_support_guide_get_verified_on (guide));
  add_paragraph (paragraphs, "<small>%s</small>", verified);
  return paragraphs;
}
