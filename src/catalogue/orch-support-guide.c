/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-guide.h.
 */
#include "orch-support-guide.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "orch-catalogue-file.h"
#include "orch-json-line.h"
#include "orch-support-read.h"

#define NAME "support-guide"
/* How the parser names what has no file. */
#define PARSER_PLACE "<data>:"

struct _OrchSupportGuide
{
  GObject parent_instance;

  /* owned */
  OrchSupportData *data;
  GBytes *source;
};

G_DEFINE_FINAL_TYPE (OrchSupportGuide, orch_support_guide, G_TYPE_OBJECT)

static void
orch_support_guide_finalize (GObject *object)
{
  g_clear_pointer (&ORCH_SUPPORT_GUIDE (object)->data, orch_support_data_free);
  g_clear_pointer (&ORCH_SUPPORT_GUIDE (object)->source, g_bytes_unref);
  G_OBJECT_CLASS (orch_support_guide_parent_class)->finalize (object);
}

static void
orch_support_guide_class_init (OrchSupportGuideClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_support_guide_finalize;
}

static void
orch_support_guide_init (OrchSupportGuide *self)
{
}

/* "$.hours[0].id: …" and "not JSON: <data>:12:3: …" begin with the line. */
static void
add_line (GError *error, GBytes *bytes)
{
  const char *place = strstr (error->message, PARSER_PLACE);
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autofree char *before = g_steal_pointer (&error->message);
  guint line = 0;

  if (*before == '$')
    {
      g_autofree char *path = g_strndup (before, strcspn (before, ": "));

      line = orch_json_line_of (text, length, path);
    }
  else if (place != NULL)
    line = (guint) g_ascii_strtoull (place + strlen (PARSER_PLACE), NULL, 10);
  /* translators: of a file: the number of the line, what is wrong there */
  error->message = line > 0 ? g_strdup_printf (_ ("line %u: %s"), line, before) : g_steal_pointer (&before);
}

/* --- search --------------------------------------------------------------------------- */

static void
add_text (GString *words, const char *text)
{
  if (text != NULL)
    g_string_append_printf (words, "%s ", text);
}

static void
add_texts (GString *words, GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    add_text (words, orch_bilingual_get (texts->pdata[i], NULL));
}

static void
add_advices (GString *words, GPtrArray *advices)
{
  for (guint i = 0; i < advices->len; i++)
    {
      const OrchSupportAdvice *advice = advices->pdata[i];

      add_text (words, orch_bilingual_get (advice->text, NULL));
      for (guint j = 0; j < advice->contacts->len; j++)
        {
          const OrchSupportContact *contact = advice->contacts->pdata[j];

          add_text (words, orch_bilingual_get (contact->name, NULL));
          add_text (words, orch_bilingual_get (contact->note, NULL));
          add_text (words, contact->value);
          add_text (words, contact->extension);
          add_text (words, contact->path);
        }
    }
}

static gboolean
has_every (GString *words, char **wanted)
{
  g_autofree char *folded = orch_text_fold (words->str);

  for (guint i = 0; wanted[i] != NULL; i++)
    if (strstr (folded, wanted[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
hit_free (gpointer data)
{
  OrchSupportHit *hit = data;

  g_free (hit->path);
  g_free (hit->title);
  g_free (hit->detail);
  g_free (hit);
}

/* The way to @node is in both strings, as ids and as words. */
static void
search_node (const OrchSupportNode *node, const char *path, const char *way, char **wanted, GPtrArray *hits)
{
  g_autoptr (GString) words = g_string_new (way);

  for (guint i = 0; i < node->children->len; i++)
    {
      const OrchSupportNode *child = node->children->pdata[i];
      g_autofree char *child_path = g_strconcat (path, *path != '\0' ? "/" : "", child->id, NULL);
      const char *name = orch_bilingual_get (child->name, NULL);
      g_autofree char *child_way = g_strconcat (way, *way != '\0' ? " › " : "", name, NULL);

      search_node (child, child_path, child_way, wanted, hits);
    }
  if (node->levels->len == 0)
    return;
  g_string_append_c (words, ' ');
  add_text (words, orch_bilingual_get (node->note, NULL));
  for (guint i = 0; i < node->levels->len; i++)
    add_advices (words, node->levels->pdata[i]);
  if (has_every (words, wanted))
    {
      OrchSupportHit *hit = g_new0 (OrchSupportHit, 1);

      hit->path = g_strdup (path);
      hit->title = g_strdup (orch_bilingual_get (node->name, NULL));
      hit->detail = g_strdup (way);
      g_ptr_array_add (hits, hit);
    }
}

static void
search_provider (const OrchSupportProvider *provider, char **wanted, GPtrArray *hits)
{
  g_autoptr (GString) words = g_string_new (NULL);
  OrchSupportHit *hit = NULL;

  add_text (words, orch_bilingual_get (provider->name, NULL));
  add_text (words, orch_bilingual_get (provider->short_name, NULL));
  add_texts (words, provider->offer);
  add_texts (words, provider->exclusions);
  add_texts (words, provider->particulars);
  add_texts (words, provider->examples);
  add_advices (words, provider->assistance);
  if (!has_every (words, wanted))
    return;
  hit = g_new0 (OrchSupportHit, 1);
  hit->provider = provider;
  hit->title = g_strdup (orch_bilingual_get (provider->short_name, NULL));
  hit->detail = g_strdup (orch_bilingual_get (provider->name, NULL));
  g_ptr_array_add (hits, hit);
}

/* --- public API ----------------------------------------------------------------------- */

OrchSupportGuide *
orch_support_guide_new_built_in (void)
{
  g_autoptr (GBytes) bytes = orch_catalogue_file_lookup (NAME ".json");
  g_autoptr (GError) error = NULL;
  OrchSupportGuide *self = orch_support_guide_parse (bytes, &error);

  /* Checked at build: only a damaged program comes here. */
  if (self == NULL)
    g_error ("The support guide built into the program is damaged: %s", error->message);
  return self;
}

OrchSupportGuide *
orch_support_guide_parse (GBytes *bytes, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (OrchSupportData) data = NULL;
  OrchSupportGuide *self = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  root = orch_catalogue_file_parse (bytes, NAME, &local_error);
  if (root != NULL)
    data = orch_support_read (json_node_get_object (root), &local_error);
  if (data == NULL)
    {
      add_line (local_error, bytes);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  self = g_object_new (ORCH_TYPE_SUPPORT_GUIDE, NULL);
  self->data = g_steal_pointer (&data);
  self->source = g_bytes_ref (bytes);
  return self;
}

GBytes *
orch_support_guide_get_source (OrchSupportGuide *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), NULL);

  return self->source;
}

const char *
orch_support_guide_get_verified_on (OrchSupportGuide *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), NULL);

  return self->data->verified_on;
}

const char *
orch_support_guide_get_title (OrchSupportGuide *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), NULL);

  return orch_bilingual_get (self->data->title, NULL);
}

GPtrArray *
orch_support_guide_get_days (OrchSupportGuide *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), NULL);

  return self->data->days;
}

const OrchHolidays *
orch_support_guide_get_holidays (OrchSupportGuide *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), NULL);

  return self->data->holidays;
}

GPtrArray *
orch_support_guide_get_reminders (OrchSupportGuide *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), NULL);

  return self->data->reminders;
}

GPtrArray *
orch_support_guide_get_providers (OrchSupportGuide *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), NULL);

  return self->data->providers;
}

GPtrArray *
orch_support_guide_get_contacts (OrchSupportGuide *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), NULL);

  return self->data->contacts;
}

const OrchSupportNode *
orch_support_guide_get_root (OrchSupportGuide *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), NULL);

  return self->data->root;
}

GPtrArray *
orch_support_guide_find (OrchSupportGuide *self, const char *path)
{
  g_auto (GStrv) ids = NULL;
  GPtrArray *found = NULL;
  const OrchSupportNode *node = NULL;

  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  ids = g_strsplit (path, "/", -1);
  found = g_ptr_array_new ();
  node = self->data->root;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const OrchSupportNode *next = NULL;

      for (guint j = 0; j < node->children->len; j++)
        if (g_str_equal (((OrchSupportNode *) node->children->pdata[j])->id, ids[i]))
          next = node->children->pdata[j];
      if (next == NULL)
        break;
      g_ptr_array_add (found, (gpointer) next);
      node = next;
    }
  return found;
}

GPtrArray *
orch_support_guide_search (OrchSupportGuide *self, const char *query)
{
  g_autofree char *folded = orch_text_fold (query);
  g_auto (GStrv) wanted = g_strsplit (folded, " ", -1);
  GPtrArray *hits = g_ptr_array_new_with_free_func (hit_free);

  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (self), hits);

  if (*folded == '\0')
    return hits;
  search_node (self->data->root, "", "", wanted, hits);
  for (guint i = 0; i < self->data->providers->len; i++)
    search_provider (self->data->providers->pdata[i], wanted, hits);
  return hits;
}
