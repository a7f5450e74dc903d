/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-oscar-values.h.
 */
#include "orch-oscar-values.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-emr-values.h"

#define TEXT_MAX 500
/* The end of the year 9999. */
#define MILLISECONDS_MAX G_GINT64_CONSTANT (253402300799999)
/* Members under which a list may come, whatever it is of. */
static const char *const list_keys[] = { "content", "Item", "appointmentExt", "ProviderPeriodApps" };

static void
add_objects (GPtrArray *objects, JsonNode *node)
{
  JsonArray *array = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_ptr_array_add (objects, json_node_get_object (node));
      return;
    }
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  for (guint i = 0; i < orch_json_array_length (array); i++)
    if (orch_json_array_object (array, i) != NULL)
      g_ptr_array_add (objects, orch_json_array_object (array, i));
}

GPtrArray *
orch_oscar_list (JsonNode *root, const char *key)
{
  GPtrArray *objects = g_ptr_array_new ();
  JsonObject *object = NULL;
  JsonNode *list = NULL;

  g_return_val_if_fail (key != NULL, objects);

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      if (root != NULL)
        add_objects (objects, root);
      return objects;
    }
  object = json_node_get_object (root);
  list = json_object_get_member (object, key);
  for (gsize i = 0; i < G_N_ELEMENTS (list_keys) && (list == NULL || JSON_NODE_HOLDS_NULL (list)); i++)
    list = json_object_get_member (object, list_keys[i]);
  /* “content” holds “appointmentExt” on some. */
  if (list != NULL && JSON_NODE_HOLDS_OBJECT (list))
    {
      JsonObject *inner = json_node_get_object (list);

      for (gsize i = 0; i < G_N_ELEMENTS (list_keys); i++)
        if (json_object_has_member (inner, list_keys[i]))
          {
            list = json_object_get_member (inner, list_keys[i]);
            break;
          }
    }
  if (list != NULL)
    add_objects (objects, list);
  return objects;
}

static gboolean
get_whole (JsonObject *object, const char *member, gint64 *number)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;
  const char *text = NULL;
  double real = 0;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
      *number = json_node_get_int (node);
      return TRUE;
    case G_TYPE_DOUBLE:
      real = json_node_get_double (node);
      if (!(real > -9e15 && real < 9e15))
        return FALSE;
      *number = (gint64) real;
      return TRUE;
    case G_TYPE_STRING:
      text = json_node_get_string (node);
      return text[strspn (text, "-0123456789")] == '\0' &&
             g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, number, NULL);
    default:
      return FALSE;
    }
}

char *
orch_oscar_dup_text (JsonObject *object, const char *member)
{
  const char *text = orch_json_get_string (object, member);
  g_autofree char *clean = NULL;
  gint64 number = 0;

  if (text == NULL)
    return get_whole (object, member, &number) ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
  clean = orch_text_clean (text, TEXT_MAX);
  return clean[0] != '\0' ? g_steal_pointer (&clean) : NULL;
}

gint64
orch_oscar_get_number (JsonObject *object, const char *member, gint64 fallback)
{
  const char *text = orch_json_get_string (object, member);
  gint64 number = 0;

  if (get_whole (object, member, &number))
    return number;
  if (text == NULL)
    return fallback;
  while (g_ascii_isspace (*text))
    text++;
  return g_ascii_isdigit (*text) ? g_ascii_strtoll (text, NULL, 10) : fallback;
}

static GDateTime *
read_milliseconds (JsonObject *object, const char *member)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) utc = NULL;
  gint64 number = 0;

  if (!get_whole (object, member, &number) || number > MILLISECONDS_MAX || number < -MILLISECONDS_MAX)
    return NULL;
  utc = g_date_time_new_from_unix_utc_usec (number * 1000);
  return utc != NULL ? g_date_time_to_timezone (utc, g_date_time_get_timezone (now)) : NULL;
}

static gboolean
read_day (JsonObject *object, const char *member, int *year, int *month, int *day)
{
  g_autoptr (GDateTime) moment = read_milliseconds (object, member);
  const char *text = orch_json_get_string (object, member);

  if (moment != NULL)
    {
      g_date_time_get_ymd (moment, year, month, day);
      return TRUE;
    }
  return text != NULL && orch_emr_read_day (text, year, month, day);
}

/* "09:30", "09:30:00", "2026-01-05T09:30:00"; nothing that says AM or PM, in whatever language */
static gboolean
read_time (JsonObject *object, const char *member, int *hour, int *minute)
{
  g_autoptr (GDateTime) moment = read_milliseconds (object, member);
  const char *text = orch_json_get_string (object, member);
  int unused = 0;

  if (moment != NULL)
    {
      *hour = g_date_time_get_hour (moment);
      *minute = g_date_time_get_minute (moment);
      return TRUE;
    }
  if (text != NULL && orch_emr_read_day (text, &unused, &unused, &unused) && text[10] != '\0')
    text += 11;
  return text != NULL && orch_emr_read_clock (text, hour, minute);
}

gboolean
orch_oscar_read_moment (JsonObject *object, const char *day, const char *time, gint64 *us)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) moment = NULL;
  int date[3] = { 0 };
  int clock[2] = { 0 };

  *us = 0;
  if (!read_day (object, day, &date[0], &date[1], &date[2]) || !read_time (object, time, &clock[0], &clock[1]))
    return FALSE;
  moment = g_date_time_new (g_date_time_get_timezone (now), date[0], date[1], date[2], clock[0], clock[1], 0);
  if (moment == NULL)
    return FALSE;
  *us = g_date_time_to_unix_usec (moment);
  return TRUE;
}

char *
orch_oscar_dup_day (JsonObject *object, const char *member)
{
  const char *text = orch_json_get_string (object, member);
  int year = 0;
  int month = 0;
  int day = 0;

  /* One day is written as a time of day: emr-facts A3. */
  if (g_strcmp0 (text, "00:00:00") == 0)
    return g_strdup ("1970-01-01");
  return read_day (object, member, &year, &month, &day) ? g_strdup_printf ("%04d-%02d-%02d", year, month, day) : NULL;
}

const char *
orch_oscar_status_to_fhir (const char *status)
{
  static const struct
  {
    char letter;
    const char *code;
  } table[] = {
    { 't', "booked" },     { 'T', "booked" },    { 'h', "booked" }, { 'H', "arrived" },   { 'P', "checked-in" },
    { 'E', "checked-in" }, { 'B', "fulfilled" }, { 'N', "noshow" }, { 'C', "cancelled" },
  };

  for (gsize i = 0; status != NULL && i < G_N_ELEMENTS (table); i++)
    if (status[0] == table[i].letter)
      return table[i].code;
  return "booked";
}
