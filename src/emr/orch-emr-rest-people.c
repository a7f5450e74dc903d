/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The declared connector: addresses of lists, and patients, who are asked for one by one.
 */
#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-emr-rest-private.h"
#include "orch-rest-values.h"

#define PATIENTS_AT_ONCE 20

typedef struct
{
  OrchEmrRest *emr;
  OrchRestList list;
  gboolean is_there;
  char **ids;
  guint next;
} PatientReading;

/* --- addresses ------------------------------------------------------------------------------------- */

typedef struct
{
  OrchEmrRest *emr;
  const OrchRestPlace *place;
} Asked;

static char *
format_local (gint64 us, const char *format)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (us);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, g_date_time_get_timezone (now)) : NULL;

  return local != NULL ? g_date_time_format (local, format) : NULL;
}

/* @text: (out) (transfer full): "" when the query says nothing of it. Returns: whether @name is one of a query's */
static gboolean
is_of_query (const char *name, const OrchEmrPatientQuery *query, char **text)
{
  const char *const known[] = { "nam",   query->nam,   "family",    query->family,
                                "given", query->given, "birth-day", query->birth_date };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i += 2)
    if (g_str_equal (name, known[i]))
      {
        *text = g_strdup (known[i + 1] != NULL ? known[i + 1] : "");
        return TRUE;
      }
  if (!g_str_equal (name, "words"))
    return FALSE;
  *text = g_strdup (query->nam != NULL ? query->nam : query->family != NULL ? query->family : "");
  return TRUE;
}

/* Awaits. */
static char *
look_up (const char *name, gpointer data, GError **error)
{
  const Asked *asked = data;
  const OrchRestPlace *place = asked->place;
  const char *value = NULL;
  char *text = NULL;

  if (g_str_equal (name, "each"))
    value = place->each;
  else if (g_str_equal (name, "id"))
    value = place->id;
  else if (place->query != NULL && is_of_query (name, place->query, &text))
    return text;
  else if (place->window != NULL && g_str_equal (name, "from-day"))
    text = format_local (place->window->from_us, "%Y-%m-%d");
  else if (place->window != NULL && g_str_equal (name, "to-day"))
    text = format_local (place->window->to_us - 1, "%Y-%m-%d");
  else if (place->window != NULL && g_str_equal (name, "from"))
    text = format_local (place->window->from_us, "%Y-%m-%dT%H:%M:%S");
  else if (place->window != NULL && g_str_equal (name, "to"))
    text = format_local (place->window->to_us, "%Y-%m-%dT%H:%M:%S");
  else
    value = orch_emr_get_value (ORCH_EMR (asked->emr), name);
  if (text != NULL)
    return text;
  return value != NULL ? g_strdup (value) : orch_emr_fetch_secret (ORCH_EMR (asked->emr), name, error);
}

char *
orch_emr_rest_make_path (OrchEmrRest *self, const OrchRestList *list, const OrchRestPlace *place, const char *start,
                         GError **error)
{
  Asked asked = { self, place };
  g_autoptr (GString) path = NULL;
  g_autofree char *expanded = orch_rest_expand (list->path, TRUE, look_up, &asked, error);
  const char *joint = NULL;
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  if (expanded == NULL)
    return NULL;
  path = g_string_new (expanded);
  joint = strchr (expanded, '?') != NULL ? "&" : "?";
  if (list->query != NULL)
    {
      json_object_iter_init (&iter, list->query);
      while (json_object_iter_next (&iter, &name, &value))
        {
          g_autofree char *text = orch_rest_expand (json_node_get_string (value), TRUE, look_up, &asked, error);

          if (text == NULL)
            return NULL;
          /* What was not asked for is no condition. */
          if (place->query != NULL && text[0] == '\0')
            continue;
          g_string_append_printf (path, "%s%s=%s", joint, name, text);
          joint = "&";
        }
    }
  if (list->size_name != NULL)
    {
      g_string_append_printf (path, "%s%s=%u", joint, list->size_name, list->size);
      joint = "&";
    }
  if (start != NULL)
    {
      g_string_append_printf (path, "%s%s=", joint, list->start_name);
      g_string_append_uri_escaped (path, start, NULL, FALSE);
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

/* --- patients --------------------------------------------------------------------------------------- */

static void
patient_reading_clear (gpointer data)
{
  PatientReading *self = data;

  g_clear_object (&self->emr);
  g_clear_pointer (&self->ids, g_strfreev);
}

static void
patient_reading_unref (gpointer data)
{
  g_rc_box_release_full (data, patient_reading_clear);
}

static void
read_patient (PatientReading *self, const char *id, JsonNode *root, GPtrArray *records, GPtrArray *unreadable)
{
  JsonNode *found = orch_rest_find (root, self->list.items);
  g_autofree char *their_id = NULL;

  if (found != NULL && JSON_NODE_HOLDS_ARRAY (found))
    found = json_array_get_length (json_node_get_array (found)) > 0
                ? json_array_get_element (json_node_get_array (found), 0)
                : NULL;
  if (found != NULL)
    their_id = orch_rest_dup_value (found, json_object_get_member (self->list.fields, "id"));
  /* A search may answer with somebody else. */
  if (g_strcmp0 (their_id, id) != 0)
    orch_emr_unreadable_add (unreadable, NULL, id, "not in the EMR");
  else
    orch_rest_read (ORCH_REST_PATIENTS, found, self->list.fields, NULL, records, unreadable);
}

/* All of a page are asked at once: the connections that there may be decide how many go at a time. */
static DexFuture *
next_patients_fiber (gpointer user_data)
{
  PatientReading *self = user_data;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (dex_unref);
  const guint n = self->is_there ? MIN (PATIENTS_AT_ONCE, g_strv_length (self->ids + self->next)) : 0;
  GError *error = NULL;
  OrchRestClient *client = n > 0 ? orch_emr_rest_ensure_client (self->emr, &error) : NULL;
  OrchEmrPage *page = NULL;

  if (n > 0 && client == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path =
          orch_emr_rest_make_path (self->emr, &self->list, &(OrchRestPlace) { .id = self->ids[self->next + i] }, NULL,
                                   &error);

      if (path == NULL)
        return dex_future_new_for_error (error);
      g_ptr_array_add (asked, orch_rest_client_get (client, path));
    }
  for (guint i = 0; i < n; i++)
    {
      const char *id = self->ids[self->next + i];
      g_autoptr (JsonNode) root = dex_await_boxed (dex_ref (g_ptr_array_index (asked, i)), &error);

      if (root != NULL)
        read_patient (self, id, root, records, unreadable);
      /* An id that the EMR does not even take for one is nobody's. */
      else if (!g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) &&
               !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID))
        return dex_future_new_for_error (error);
      else
        {
          orch_emr_unreadable_add (unreadable, NULL, id, "not in the EMR");
          g_clear_error (&error);
        }
    }
  self->next += n;
  page = orch_emr_page_new (g_steal_pointer (&records), g_steal_pointer (&unreadable), g_strv_length (self->ids),
                            n == 0 || self->ids[self->next] == NULL);
  orch_emr_page_set_position (page, NULL, orch_emr_rest_get_server_us (self->emr));
  return dex_future_new_take_object (page);
}

static DexFuture *
next_patients (gpointer reading)
{
  return dex_scheduler_spawn (NULL, 0, next_patients_fiber, g_rc_box_acquire (reading), patient_reading_unref);
}

OrchEmrPager *
orch_emr_rest_read_people (OrchEmrRest *self, const char *const *emr_ids)
{
  PatientReading *reading = g_rc_box_new0 (PatientReading);

  reading->emr = g_object_ref (self);
  reading->is_there =
      orch_rest_declaration_get_list (orch_emr_rest_get_declaration (self), ORCH_REST_PATIENTS, &reading->list);
  reading->ids = g_strdupv ((char **) emr_ids);
  return orch_emr_pager_new (next_patients, reading, patient_reading_unref);
}

/* Whether a condition of @query goes into what is asked: without one, the EMR would send anybody. */
static gboolean
asks_something (const OrchRestList *search, const OrchEmrPatientQuery *query)
{
  JsonObjectIter iter;
  JsonNode *value = NULL;

  if (search->query == NULL)
    return FALSE;
  json_object_iter_init (&iter, search->query);
  while (json_object_iter_next (&iter, NULL, &value))
    {
      const char *template_ = json_node_get_string (value);

      if ((query->nam != NULL && (strstr (template_, "{nam}") != NULL || strstr (template_, "{words}") != NULL)) ||
          (query->family != NULL &&
           (strstr (template_, "{family}") != NULL || strstr (template_, "{words}") != NULL)) ||
          (query->birth_date != NULL && strstr (template_, "{birth-day}") != NULL))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
orch_emr_rest_search_patients (OrchEmr *emr, const OrchEmrPatientQuery *query, GError **error)
{
  OrchEmrRest *self = ORCH_EMR_REST (emr);
  OrchRestClient *client = NULL;
  OrchRestList search;
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  JsonNode *items = NULL;

  if (!orch_rest_declaration_get_search (orch_emr_rest_get_declaration (self), &search))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, _ ("This EMR is not searched for patients."));
      return NULL;
    }
  if (!asks_something (&search, query))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID,
                           _ ("This EMR looks for names and health insurance numbers alone. Write one of them."));
      return NULL;
    }
  client = orch_emr_rest_ensure_client (self, error);
  if (client == NULL)
    return NULL;
  path = orch_emr_rest_make_path (self, &search, &(OrchRestPlace) { .query = query }, NULL, error);
  if (path != NULL)
    root = dex_await_boxed (orch_rest_client_get (client, path), error);
  if (root == NULL)
    return NULL;
  items = orch_rest_find (root, search.items);
  for (guint i = 0;
       items != NULL && JSON_NODE_HOLDS_ARRAY (items) && i < json_array_get_length (json_node_get_array (items)); i++)
    orch_rest_read (ORCH_REST_PATIENTS, json_array_get_element (json_node_get_array (items), i), search.fields, NULL,
                    found, unreadable);
  return g_steal_pointer (&found);
}
