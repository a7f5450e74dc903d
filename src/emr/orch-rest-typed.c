/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-rest-typed.h.
 */
#include "orch-rest-typed.h"

#include <string.h>

#include "fhir/orch-key.h"
#include "http/orch-json.h"

char *
orch_rest_typed_look_up (const char *name, gpointer data, GError **error)
{
  const OrchRestTyped *typed = data;
  const char *value = g_str_equal (name, "base") ? typed->base : orch_emr_get_value (typed->emr, name);

  return value != NULL ? g_strdup (value) : orch_emr_fetch_secret (typed->emr, name, error);
}

char *
orch_rest_typed_expand_address (const char *template_, const OrchRestTyped *typed, GError **error)
{
  const char *end = template_[0] == '{' ? strchr (template_, '}') : NULL;
  const gsize head = end != NULL ? (gsize) (end - template_) + 1 : 0;
  g_autofree char *first = g_strndup (template_, head);
  g_autofree char *start = orch_rest_expand (first, FALSE, orch_rest_typed_look_up, (gpointer) typed, error);
  g_autofree char *rest =
      start != NULL ? orch_rest_expand (template_ + head, TRUE, orch_rest_typed_look_up, (gpointer) typed, error)
                    : NULL;

  /* With or without a slash at the end of what was typed. */
  if (rest != NULL && rest[0] == '/' && g_str_has_suffix (start, "/"))
    start[strlen (start) - 1] = '\0';
  return rest != NULL ? g_strconcat (start, rest, NULL) : NULL;
}

char *
orch_rest_typed_make_query (const OrchRestTyped *typed, JsonObject *templates, GError **error)
{
  g_autoptr (GString) query = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  if (templates == NULL)
    return g_strdup ("");
  json_object_iter_init (&iter, templates);
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_autofree char *text =
          orch_rest_expand (json_node_get_string (value), TRUE, orch_rest_typed_look_up, (gpointer) typed, error);

      if (text == NULL)
        return NULL;
      g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, text);
    }
  return g_string_free (g_steal_pointer (&query), FALSE);
}

GBytes *
orch_rest_typed_make_body (const OrchRestTyped *typed, JsonObject *templates, GError **error)
{
  g_autoptr (JsonObject) filled = json_object_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  if (templates != NULL)
    {
      json_object_iter_init (&iter, templates);
      while (json_object_iter_next (&iter, &name, &value))
        {
          char *text =
              orch_rest_expand (json_node_get_string (value), FALSE, orch_rest_typed_look_up, (gpointer) typed, error);

          if (text == NULL)
            return NULL;
          json_object_set_string_member (filled, name, text);
          orch_key_wipe (text);
        }
    }
  return orch_json_to_bytes (filled);
}
