/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic's lists of types and categories.
 */
#include "orch-service-terms.h"

#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-error.h"
#include "core/orch-text.h"

#define MAX_TEXT 262144 /* bytes */
#define MAX_ID 64       /* bytes */

static gboolean
is_id (const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  if (length == 0 || length > MAX_ID || !g_ascii_isalnum (id[0]))
    return FALSE;
  return strspn (id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == length;
}

static gboolean
is_name (const char *name)
{
  return !orch_text_is_empty (name) && orch_text_length (name) <= ORCH_SERVICE_TERM_NAME_MAX;
}

/* Takes @name into account. Returns: whether it was there before, accents and case apart */
static gboolean
is_twice (GHashTable *names, const char *name)
{
  return !g_hash_table_add (names, orch_text_fold (name));
}

static char *
dup_name (GKeyFile *file, const char *group, const char *id, const char *language)
{
  g_autofree char *key = g_strconcat (id, ".", language, NULL);
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);

  return orch_text_clean (text, ORCH_SERVICE_TERM_NAME_MAX);
}

gboolean
orch_service_terms_check (GPtrArray *entries, gboolean needs_one, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) french = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) english = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (entries != NULL, FALSE);

  if ((needs_one && entries->len == 0) || entries->len > ORCH_SERVICE_TERMS_MAX)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "A list of %u", entries->len);
      return FALSE;
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const char *id = orch_catalogue_entry_get_code (entries->pdata[i]);
      const char *in_french = orch_catalogue_entry_get_name (entries->pdata[i], "fr");
      const char *in_english = orch_catalogue_entry_get_name (entries->pdata[i], "en");

      if (!is_id (id) || !g_hash_table_add (ids, (gpointer) id) || !is_name (in_french) || !is_name (in_english) ||
          is_twice (french, in_french) || is_twice (english, in_english))
        {
          g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "Entry %u has no name, or one that is there already",
                       i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

char *
orch_service_terms_to_text (const char *group, GPtrArray *entries)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  g_return_val_if_fail (group != NULL && entries != NULL, NULL);

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (order, (gpointer) orch_catalogue_entry_get_code (entries->pdata[i]));
  g_key_file_set_string_list (file, group, "order", (const char *const *) order->pdata, order->len);
  for (guint i = 0; i < entries->len; i++)
    {
      g_autofree char *french = g_strconcat (order->pdata[i], ".fr", NULL);
      g_autofree char *english = g_strconcat (order->pdata[i], ".en", NULL);

      g_key_file_set_string (file, group, french, orch_catalogue_entry_get_name (entries->pdata[i], "fr"));
      g_key_file_set_string (file, group, english, orch_catalogue_entry_get_name (entries->pdata[i], "en"));
    }
  return g_key_file_to_data (file, NULL, NULL);
}

GPtrArray *
orch_service_terms_from_text (const char *group, const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) order = NULL;

  g_return_val_if_fail (group != NULL, NULL);

  if (text == NULL || strlen (text) > MAX_TEXT ||
      !g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL))
    return NULL;
  order = g_key_file_get_string_list (file, group, "order", NULL, NULL);
  if (order == NULL)
    return NULL;
  for (guint i = 0; order[i] != NULL && entries->len < ORCH_SERVICE_TERMS_MAX; i++)
    {
      g_autofree char *french = NULL, *english = NULL;
      OrchCatalogueEntry *known;

      if (!is_id (order[i]) || !g_hash_table_add (ids, order[i]))
        continue;
      french = dup_name (file, group, order[i], "fr");
      english = dup_name (file, group, order[i], "en");
      if (*french == '\0' && *english == '\0')
        continue;
      known = orch_catalogue_find_service_type (orch_catalogue_get_default (), order[i]);
      g_ptr_array_add (entries, orch_catalogue_entry_new_named (order[i], *french != '\0' ? french : english,
                                                                *english != '\0' ? english : french, known));
    }
  return g_steal_pointer (&entries);
}
