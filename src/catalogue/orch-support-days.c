/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-days.h. What is made is read as a file is: it passes the same schema and the same checks.
 */
#include "orch-support-days.h"

#include <glib/gi18n-lib.h>

#include "core/orch-error.h"

OrchSupportDay *
orch_support_day_read (JsonObject *object)
{
  OrchSupportDay *day = g_new0 (OrchSupportDay, 1);

  day->date = g_strdup (json_object_get_string_member (object, "date"));
  day->name = orch_bilingual_read (object, "name");
  return day;
}

void
orch_support_day_free (gpointer day)
{
  OrchSupportDay *self = day;

  g_free (self->date);
  orch_bilingual_free (self->name);
  g_free (self);
}

/* Returns: (transfer full): the guide's file, which has been read before; @own: (out): in it */
static JsonNode *
parse (OrchSupportGuide *guide, JsonArray **own)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  GBytes *source = orch_support_guide_get_source (guide);
  JsonNode *root = NULL;

  if (!json_parser_load_from_data (parser, g_bytes_get_data (source, NULL), (gssize) g_bytes_get_size (source), NULL))
    g_assert_not_reached ();
  root = json_parser_steal_root (parser);
  *own = json_object_get_array_member (json_object_get_object_member (json_node_get_object (root), "holidays"), "own");
  return root;
}

static const char *
date_of (JsonArray *own, guint i)
{
  return json_object_get_string_member (json_array_get_object_element (own, i), "date");
}

/* @own: (transfer full): takes the place of what @root has. */
static OrchSupportGuide *
make (JsonNode *root, JsonArray *own, GError **error)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;
  char *text = NULL;

  json_object_set_array_member (json_object_get_object_member (json_node_get_object (root), "holidays"), "own", own);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &length);
  bytes = g_bytes_new_take (text, length);
  return orch_support_guide_parse (bytes, error);
}

static OrchSupportGuide *
refuse (GError **error, OrchError code, const char *why)
{
  g_set_error_literal (error, ORCH_ERROR, (int) code, why);
  return NULL;
}

static gboolean
is_date (const char *date)
{
  GDate parsed;
  char again[16];

  g_date_clear (&parsed, 1);
  g_date_set_parse (&parsed, date);
  if (!g_date_valid (&parsed))
    return FALSE;
  g_date_strftime (again, sizeof again, "%Y-%m-%d", &parsed);
  return g_str_equal (again, date);
}

static JsonObject *
new_day (const char *date, const char *french, const char *english)
{
  JsonObject *day = json_object_new ();
  JsonObject *name = json_object_new ();

  json_object_set_string_member (name, "fr", french[0] != '\0' ? french : english);
  json_object_set_string_member (name, "en", english[0] != '\0' ? english : french);
  json_object_set_string_member (day, "date", date);
  json_object_set_object_member (day, "name", name);
  return day;
}

OrchSupportGuide *
orch_support_days_add (OrchSupportGuide *guide, const char *date, const char *french, const char *english,
                       GError **error)
{
  g_autofree char *fr = g_strstrip (g_strdup (french != NULL ? french : ""));
  g_autofree char *en = g_strstrip (g_strdup (english != NULL ? english : ""));
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonArray) own = json_array_new ();
  JsonArray *before = NULL;
  gboolean added = FALSE;

  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (guide) && date != NULL, NULL);

  if (!is_date (date))
    return refuse (error, ORCH_ERROR_INVALID, _ ("Choose a day."));
  if (fr[0] == '\0' && en[0] == '\0')
    return refuse (error, ORCH_ERROR_INVALID, _ ("Name the day off, in French or in English."));
  root = parse (guide, &before);
  for (guint i = 0; i < json_array_get_length (before); i++)
    {
      const int order = g_strcmp0 (date_of (before, i), date);

      if (order == 0)
        return refuse (error, ORCH_ERROR_INVALID, _ ("This day is a day off already."));
      if (order > 0 && !added)
        {
          json_array_add_object_element (own, new_day (date, fr, en));
          added = TRUE;
        }
      json_array_add_element (own, json_node_copy (json_array_get_element (before, i)));
    }
  if (!added)
    json_array_add_object_element (own, new_day (date, fr, en));
  return make (root, g_steal_pointer (&own), error);
}

OrchSupportGuide *
orch_support_days_remove (OrchSupportGuide *guide, const char *date, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonArray) own = json_array_new ();
  JsonArray *before = NULL;

  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (guide) && date != NULL, NULL);

  root = parse (guide, &before);
  for (guint i = 0; i < json_array_get_length (before); i++)
    if (!g_str_equal (date_of (before, i), date))
      json_array_add_element (own, json_node_copy (json_array_get_element (before, i)));
  if (json_array_get_length (own) == json_array_get_length (before))
    return refuse (error, ORCH_ERROR_NOT_FOUND, _ ("It is not a day off of the establishment."));
  return make (root, g_steal_pointer (&own), error);
}
