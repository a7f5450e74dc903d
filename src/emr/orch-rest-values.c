/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-rest-values.h.
 */
#include "orch-rest-values.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "orch-emr-values.h"

#define TEXT_MAX 500
#define LISTED_MAX 1000
/* The end of the year 9999. */
#define SECONDS_MAX G_GINT64_CONSTANT (253402300799)

/* --- paths ------------------------------------------------------------------------------------- */

static JsonNode *
get_member (JsonNode *node, const char *name)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_member (json_node_get_object (node), name)
                                                       : NULL;
}

/* @choice: "0", or "usage=work": the one object that stands for a list of one is looked at too. */
static JsonNode *
choose (JsonNode *node, const char *choice)
{
  const char *equals = strchr (choice, '=');
  g_autofree char *name = equals != NULL ? g_strndup (choice, (gsize) (equals - choice)) : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  const guint n = array != NULL ? MIN (json_array_get_length (array), LISTED_MAX) : node != NULL ? 1 : 0;
  guint64 at = 0;

  if (name == NULL)
    return g_ascii_string_to_unsigned (choice, 10, 0, LISTED_MAX, &at, NULL) && at < n
               ? (array != NULL ? json_array_get_element (array, (guint) at) : node)
               : NULL;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = array != NULL ? json_array_get_element (array, i) : node;
      g_autofree char *value = orch_rest_dup_text (get_member (element, name));

      if (g_strcmp0 (value, equals + 1) == 0)
        return element;
    }
  return NULL;
}

JsonNode *
orch_rest_find (JsonNode *node, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", 0);

  for (char **step = steps; *step != NULL && node != NULL; step++)
    {
      char *bracket = strchr (*step, '[');

      if (bracket != NULL)
        *bracket = '\0';
      if ((*step)[0] != '\0')
        node = get_member (node, *step);
      if (bracket != NULL)
        {
          g_autofree char *choice = g_strndup (bracket + 1, strcspn (bracket + 1, "]"));

          node = choose (node, choice);
        }
    }
  return node;
}

char *
orch_rest_dup_text (JsonNode *node)
{
  g_autofree char *clean = NULL;
  double real = 0;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    case G_TYPE_BOOLEAN:
      return g_strdup (json_node_get_boolean (node) ? "true" : "false");
    case G_TYPE_DOUBLE:
      /* 12.0: a whole number that somebody wrote with a point. */
      real = json_node_get_double (node);
      return real > -9e15 && real < 9e15 ? g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) real) : NULL;
    case G_TYPE_STRING:
      clean = orch_text_clean (json_node_get_string (node), TEXT_MAX);
      return clean[0] != '\0' ? g_steal_pointer (&clean) : NULL;
    default:
      return NULL;
    }
}

/* --- values ------------------------------------------------------------------------------------ */

static char *
dup_first (JsonNode *record, const char *paths)
{
  g_auto (GStrv) each = g_strsplit (paths, "|", 0);

  for (char **path = each; *path != NULL; path++)
    {
      char *text = orch_rest_dup_text (orch_rest_find (record, *path));

      if (text != NULL)
        return text;
    }
  return NULL;
}

static char *
dup_mapped (JsonNode *record, JsonObject *spec)
{
  const char *path = json_object_get_string_member_with_default (spec, "path", NULL);
  const char *fallback = json_object_get_string_member_with_default (spec, "default", NULL);
  JsonNode *map = json_object_get_member (spec, "map");
  char *text = path != NULL ? dup_first (record, path) : NULL;

  if (map != NULL && text != NULL)
    {
      JsonNode *meant = get_member (map, text);
      char *mapped = orch_rest_dup_text (meant != NULL ? meant : get_member (map, "*"));

      g_free (text);
      text = mapped;
    }
  return text != NULL ? text : g_strdup (fallback);
}

char *
orch_rest_dup_value (JsonNode *record, JsonNode *spec)
{
  JsonArray *array = NULL;

  if (spec == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (spec))
    return dup_mapped (record, json_node_get_object (spec));
  if (JSON_NODE_HOLDS_VALUE (spec))
    return dup_first (record, json_node_get_string (spec));
  array = JSON_NODE_HOLDS_ARRAY (spec) ? json_node_get_array (spec) : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      char *text = orch_rest_dup_value (record, json_array_get_element (array, i));

      if (text != NULL)
        return text;
    }
  return NULL;
}

static gboolean
is_text (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_map (JsonNode *node)
{
  JsonObjectIter iter;
  JsonNode *value = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, NULL, &value))
    if (!is_text (value))
      return FALSE;
  return TRUE;
}

gboolean
orch_rest_is_spec (JsonNode *spec)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;
  JsonArray *array = NULL;

  if (is_text (spec))
    return TRUE;
  if (JSON_NODE_HOLDS_OBJECT (spec))
    {
      json_object_iter_init (&iter, json_node_get_object (spec));
      while (json_object_iter_next (&iter, &name, &value))
        if (g_str_equal (name, "map")
                ? !is_map (value)
                : !is_text (value) || (!g_str_equal (name, "path") && !g_str_equal (name, "default")))
          return FALSE;
      return TRUE;
    }
  array = JSON_NODE_HOLDS_ARRAY (spec) ? json_node_get_array (spec) : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (JSON_NODE_HOLDS_ARRAY (json_array_get_element (array, i)) ||
        !orch_rest_is_spec (json_array_get_element (array, i)))
      return FALSE;
  return array != NULL;
}

/* --- times ------------------------------------------------------------------------------------- */

static gboolean
is_digits (const char *text)
{
  return text[0] != '\0' && text[strspn (text, "0123456789")] == '\0';
}

static GTimeZone *
get_clinic_zone (void)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();

  return g_time_zone_ref (g_date_time_get_timezone (now));
}

static gboolean
read_epoch (const char *text, gint64 *us)
{
  gint64 number = g_ascii_strtoll (text, NULL, 10);

  if (strlen (text) >= 12)
    number /= 1000;
  if (strlen (text) > 15 || number > SECONDS_MAX)
    return FALSE;
  *us = number * G_USEC_PER_SEC;
  return TRUE;
}

/* "930", "0930", "09:30", "09:30:00" */
static gboolean
read_hour (const char *text, int *hour, int *minute)
{
  if (is_digits (text) && strlen (text) <= 4)
    {
      const int number = (int) g_ascii_strtoll (text, NULL, 10);

      *hour = number / 100;
      *minute = number % 100;
    }
  else
    return orch_emr_read_clock (text, hour, minute);
  return *hour < 24 && *minute < 60;
}

gboolean
orch_rest_read_moment (const char *day, const char *time, gint64 *us)
{
  g_autoptr (GTimeZone) zone = get_clinic_zone ();
  g_autoptr (GDateTime) moment = NULL;
  int date[3] = { 0 };
  int clock[2] = { 0 };

  *us = 0;
  if (time == NULL)
    return FALSE;
  if (is_digits (time) && strlen (time) > 8)
    return read_epoch (time, us);
  if (read_hour (time, &clock[0], &clock[1]))
    {
      if (day != NULL && orch_emr_read_day (day, &date[0], &date[1], &date[2]))
        moment = g_date_time_new (zone, date[0], date[1], date[2], clock[0], clock[1], 0);
    }
  else if (orch_emr_read_day (time, &date[0], &date[1], &date[2]))
    moment = g_date_time_new_from_iso8601 (time, zone);
  if (moment == NULL)
    return FALSE;
  *us = g_date_time_to_unix_usec (moment);
  return TRUE;
}

char *
orch_rest_dup_day (const char *text)
{
  g_autoptr (GDateTime) utc = NULL;
  int date[3] = { 0 };
  gint64 us = 0;

  if (text == NULL)
    return NULL;
  if (orch_emr_read_day (text, &date[0], &date[1], &date[2]))
    return g_strndup (text, 10);
  /* Senders that write a day as milliseconds mean midnight in UTC. */
  if (!is_digits (text) || strlen (text) < 9 || !read_epoch (text, &us))
    return NULL;
  utc = g_date_time_new_from_unix_utc_usec (us);
  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%d") : NULL;
}
