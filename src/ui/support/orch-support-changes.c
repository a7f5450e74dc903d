/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-changes.h. Things are the same when their ids are.
 */
#include "orch-support-changes.h"

#include <glib/gi18n.h>

#include "core/orch-hours.h"

#define DAYS_AHEAD 365

typedef struct
{
  guint added;
  guint changed;
  guint gone;
} Tally;

/* @before, @after: (element-type utf8 utf8): what there is to say of each id */
static Tally
compare (GHashTable *before, GHashTable *after)
{
  Tally tally = { 0 };
  GHashTableIter iter;
  gpointer id = NULL;
  gpointer words = NULL;

  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &id, &words))
    {
      const char *was = g_hash_table_lookup (before, id);

      if (was == NULL)
        tally.added++;
      else if (!g_str_equal (was, words))
        tally.changed++;
    }
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (after, id))
      tally.gone++;
  return tally;
}

static void
add_both (GString *words, const OrchBilingual *text)
{
  g_string_append_printf (words, "|%s|%s", text != NULL ? orch_bilingual_get (text, "fr") : "",
                          text != NULL ? orch_bilingual_get (text, "en") : "");
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
put (GHashTable *table, const char *id, GString *words)
{
  g_hash_table_insert (table, g_strdup (id), g_string_free (words, FALSE));
}

static GHashTable *
list_contacts (OrchSupportGuide *guide)
{
  GPtrArray *contacts = orch_support_guide_get_contacts (guide);
  GHashTable *table = new_table ();

  for (guint i = 0; i < contacts->len; i++)
    {
      const OrchSupportContact *contact = contacts->pdata[i];
      GString *words = g_string_new (NULL);

      g_string_append_printf (words, "%d|%s|%s|%s|%d", (int) contact->kind, contact->value, contact->extension,
                              contact->path, contact->urgent);
      add_both (words, contact->name);
      add_both (words, contact->note);
      for (guint j = 0; contact->periods != NULL && j < contact->periods->len; j++)
        {
          const OrchHoursPeriod *period = &g_array_index (contact->periods, OrchHoursPeriod, j);

          g_string_append_printf (words, "|%u-%d-%d", period->days, period->from, period->to);
        }
      put (table, contact->id, words);
    }
  return table;
}

static GHashTable *
list_providers (OrchSupportGuide *guide)
{
  GPtrArray *providers = orch_support_guide_get_providers (guide);
  GHashTable *table = new_table ();

  for (guint i = 0; i < providers->len; i++)
    {
      const OrchSupportProvider *provider = providers->pdata[i];
      GPtrArray *const lists[] = { provider->offer, provider->exclusions, provider->particulars, provider->examples };
      GString *words = g_string_new (NULL);

      add_both (words, provider->name);
      add_both (words, provider->delay);
      for (guint j = 0; j < G_N_ELEMENTS (lists); j++)
        for (guint k = 0; k < lists[j]->len; k++)
          add_both (words, lists[j]->pdata[k]);
      put (table, provider->id, words);
    }
  return table;
}

static void
list_answers (GHashTable *table, const OrchSupportNode *node, const char *path)
{
  if (node->levels->len > 0)
    {
      GString *words = g_string_new (NULL);

      add_both (words, node->name);
      for (guint i = 0; i < node->levels->len; i++)
        for (guint j = 0; j < ((GPtrArray *) node->levels->pdata[i])->len; j++)
          {
            const OrchSupportAdvice *advice = g_ptr_array_index ((GPtrArray *) node->levels->pdata[i], j);

            g_string_append_printf (words, "|%u", i);
            add_both (words, advice->text);
            for (guint k = 0; k < advice->contacts->len; k++)
              g_string_append_printf (words, "|%s", ((OrchSupportContact *) advice->contacts->pdata[k])->id);
          }
      put (table, path, words);
    }
  for (guint i = 0; i < node->children->len; i++)
    {
      const OrchSupportNode *child = node->children->pdata[i];
      g_autofree char *below = g_strconcat (path, "/", child->id, NULL);

      list_answers (table, child, below);
    }
}

static void
add_line (GString *text, const char *what, GHashTable *before, GHashTable *after)
{
  const Tally tally = compare (before, after);

  if (tally.added + tally.changed + tally.gone > 0)
    /* translators: "Contacts: 2 added, 1 changed, 0 taken away" */
    g_string_append_printf (text, _ ("\n%s: %'u added, %'u changed, %'u taken away"), what, tally.added, tally.changed,
                            tally.gone);
}

char *
orch_support_changes_dup (OrchSupportGuide *before, OrchSupportGuide *after)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) answers_before = new_table ();
  g_autoptr (GHashTable) answers_after = new_table ();
  g_autoptr (GHashTable) contacts_before = NULL;
  g_autoptr (GHashTable) contacts_after = NULL;
  g_autoptr (GHashTable) providers_before = NULL;
  g_autoptr (GHashTable) providers_after = NULL;
  gsize length = 0;

  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (before) && ORCH_IS_SUPPORT_GUIDE (after), NULL);

  /* translators: the title of a guide, two dates */
  g_string_append_printf (text, _ ("%s. Verified on %s; the one that serves now, on %s."),
                          orch_support_guide_get_title (after), orch_support_guide_get_verified_on (after),
                          orch_support_guide_get_verified_on (before));
  length = text->len;
  contacts_before = list_contacts (before);
  contacts_after = list_contacts (after);
  providers_before = list_providers (before);
  providers_after = list_providers (after);
  list_answers (answers_before, orch_support_guide_get_root (before), "");
  list_answers (answers_after, orch_support_guide_get_root (after), "");
  add_line (text, _ ("Answers"), answers_before, answers_after);
  add_line (text, _ ("Contacts"), contacts_before, contacts_after);
  add_line (text, _ ("Providers of support"), providers_before, providers_after);
  if (text->len == length)
    g_string_append (text, _ ("\nNothing else changes but holidays, reminders and dates."));
  return g_string_free_and_steal (g_steal_pointer (&text));
}

char *
orch_support_changes_dup_holidays (OrchSupportGuide *guide, const GDate *today)
{
  const OrchHolidays *holidays = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  GDate date = *today;

  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (guide), NULL);

  holidays = orch_support_guide_get_holidays (guide);
  for (guint i = 0; i < DAYS_AHEAD; i++, g_date_add_days (&date, 1))
    if (orch_holidays_contains (holidays, &date))
      {
        char day[16];

        g_date_strftime (day, sizeof day, "%Y-%m-%d", &date);
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", day);
      }
  return g_string_free_and_steal (g_steal_pointer (&text));
}
