/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-setting-merge.h.
 */
#include "orch-setting-merge.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-chart-settings.h"
#include "orch-service-terms.h"
#include "orch-sync-settings.h"

#define TRIES 5

/* --- lists of types and categories ----------------------------------------------------------- */

static OrchCatalogueEntry *
find (GPtrArray *entries, const char *id)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (g_str_equal (orch_catalogue_entry_get_code (entries->pdata[i]), id))
      return entries->pdata[i];
  return NULL;
}

static const char *
name_of (OrchCatalogueEntry *entry, const char *language)
{
  return entry != NULL ? orch_catalogue_entry_get_name (entry, language) : NULL;
}

static gboolean
is_same_entry (OrchCatalogueEntry *a, OrchCatalogueEntry *b)
{
  return g_strcmp0 (name_of (a, "fr"), name_of (b, "fr")) == 0 && g_strcmp0 (name_of (a, "en"), name_of (b, "en")) == 0;
}

static const char *
choose_name (OrchCatalogueEntry *base, OrchCatalogueEntry *mine, OrchCatalogueEntry *theirs, const char *language)
{
  const gboolean is_mine = base == NULL || g_strcmp0 (name_of (base, language), name_of (mine, language)) != 0;

  return name_of (is_mine ? mine : theirs, language);
}

/* Returns: (transfer full) (nullable): %NULL: it is no longer there */
static OrchCatalogueEntry *
merge_entry (OrchCatalogueEntry *base, OrchCatalogueEntry *mine, OrchCatalogueEntry *theirs)
{
  const char *id = NULL;

  /* Removed on one side: it stays if the other one changed it meanwhile, or has it alone. */
  if (mine == NULL || theirs == NULL)
    {
      OrchCatalogueEntry *left = mine != NULL ? mine : theirs;

      return left != NULL && (base == NULL || !is_same_entry (base, left)) ? g_object_ref (left) : NULL;
    }
  id = orch_catalogue_entry_get_code (mine);
  return orch_catalogue_entry_new_named (id, choose_name (base, mine, theirs, "fr"),
                                         choose_name (base, mine, theirs, "en"),
                                         orch_catalogue_find_service_type (orch_catalogue_get_default (), id));
}

/* Two workstations may have thought of one name: a list in which it stands twice could not be edited any more. Returns: (transfer full) */
static char *
make_single (GHashTable *names, const char *name)
{
  char *single = g_strdup (name);

  for (guint n = 2; !g_hash_table_add (names, orch_text_fold (single)); n++)
    {
      g_free (single);
      single = g_strdup_printf ("%s (%u)", name, n);
    }
  return single;
}

static void
add_entry (GPtrArray *merged, GHashTable *french, GHashTable *english, OrchCatalogueEntry *entry)
{
  const char *id = orch_catalogue_entry_get_code (entry);
  g_autofree char *in_french = make_single (french, name_of (entry, "fr"));
  g_autofree char *in_english = make_single (english, name_of (entry, "en"));

  g_ptr_array_add (merged,
                   orch_catalogue_entry_new_named (id, in_french, in_english,
                                                   orch_catalogue_find_service_type (orch_catalogue_get_default (),
                                                                                     id)));
}

static gboolean
is_same_order (GPtrArray *base, GPtrArray *mine)
{
  if (base == NULL || base->len != mine->len)
    return FALSE;
  for (guint i = 0; i < mine->len; i++)
    if (!g_str_equal (orch_catalogue_entry_get_code (base->pdata[i]), orch_catalogue_entry_get_code (mine->pdata[i])))
      return FALSE;
  return TRUE;
}

static char *
merge_terms (const char *group, GPtrArray *base, GPtrArray *mine, GPtrArray *theirs)
{
  g_autoptr (GPtrArray) merged = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) french = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) english = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* Who moved or added something says the order; what only the other has comes after it. */
  GPtrArray *const orders[] = { is_same_order (base, mine) ? theirs : mine,
                                is_same_order (base, mine) ? mine : theirs };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    for (guint j = 0; j < orders[i]->len && merged->len < ORCH_SERVICE_TERMS_MAX; j++)
      {
        const char *id = orch_catalogue_entry_get_code (orders[i]->pdata[j]);
        g_autoptr (OrchCatalogueEntry) entry = NULL;

        if (i > 0 && find (orders[0], id) != NULL)
          continue;
        entry = merge_entry (find (base, id), find (mine, id), find (theirs, id));
        if (entry != NULL)
          add_entry (merged, french, english, entry);
      }
  return orch_service_terms_to_text (group, merged);
}

/* Where there was no list, everybody sees the one that comes with the program. Returns: (transfer full) (nullable) */
static GPtrArray *
read_base (const char *group, const char *text)
{
  GListModel *model = NULL;
  GPtrArray *entries = NULL;

  if (text != NULL || !g_str_equal (group, ORCH_SERVICE_TYPES_SETTING))
    return orch_service_terms_from_text (group, text);
  entries = g_ptr_array_new_with_free_func (g_object_unref);
  model = orch_catalogue_get_service_types (orch_catalogue_get_default ());
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (entries, g_list_model_get_item (model, i));
  return entries;
}

/* --- objects -------------------------------------------------------------------------------------- */

static JsonObject *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new_static (text, strlen (text)) : NULL;

  return text != NULL && text[0] == '{' ? orch_json_parse_object_sync (bytes, NULL) : NULL;
}

static JsonNode *
member_of (JsonObject *object, const char *name)
{
  return object != NULL && json_object_has_member (object, name) ? json_object_get_member (object, name) : NULL;
}

static gboolean
is_same_node (JsonNode *a, JsonNode *b)
{
  return a == b || (a != NULL && b != NULL && json_node_equal (a, b));
}

/* Returns: (transfer full) (nullable) (element-type utf8): %NULL: no list of texts */
static GPtrArray *
read_texts (JsonNode *node)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_string (element) == NULL)
        return NULL;
      g_ptr_array_add (texts, json_node_dup_string (element));
    }
  return array != NULL ? g_steal_pointer (&texts) : NULL;
}

static gboolean
has_text (GPtrArray *texts, const char *text)
{
  return texts != NULL && g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL);
}

/* Returns: (transfer full) */
static JsonNode *
merge_texts (GPtrArray *base, GPtrArray *mine, GPtrArray *theirs)
{
  JsonArray *merged = json_array_new ();
  JsonNode *node = NULL;

  for (guint i = 0; i < mine->len; i++)
    if (has_text (theirs, mine->pdata[i]) || !has_text (base, mine->pdata[i]))
      json_array_add_string_element (merged, mine->pdata[i]);
  for (guint i = 0; i < theirs->len; i++)
    if (!has_text (mine, theirs->pdata[i]) && !has_text (base, theirs->pdata[i]))
      json_array_add_string_element (merged, theirs->pdata[i]);
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, merged);
  return node;
}

/* Returns: (transfer full) (nullable) */
static JsonNode *
merge_node (JsonNode *base, JsonNode *mine, JsonNode *theirs)
{
  g_autoptr (GPtrArray) before = read_texts (base);
  g_autoptr (GPtrArray) here = read_texts (mine);
  g_autoptr (GPtrArray) there = read_texts (theirs);

  if (is_same_node (base, mine))
    return theirs != NULL ? json_node_copy (theirs) : NULL;
  if (is_same_node (base, theirs))
    return mine != NULL ? json_node_copy (mine) : NULL;
  if (here != NULL && there != NULL)
    return merge_texts (before, here, there);
  return json_node_copy (mine != NULL ? mine : theirs);
}

static char *
merge_objects (JsonObject *base, JsonObject *mine, JsonObject *theirs)
{
  g_autoptr (JsonObject) merged = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *const sides[] = { mine, theirs };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (GList) names = json_object_get_members (sides[i]);

      for (GList *l = names; l != NULL; l = l->next)
        {
          JsonNode *node = NULL;

          if (i > 0 && json_object_has_member (mine, l->data))
            continue;
          node = merge_node (member_of (base, l->data), member_of (mine, l->data), member_of (theirs, l->data));
          if (node != NULL)
            json_object_set_member (merged, l->data, node);
        }
    }
  json_node_set_object (root, merged);
  return json_to_string (root, FALSE);
}

/* What everybody sees where nobody has chosen anything. Returns: (transfer full) (nullable): %NULL = nothing */
static char *
dup_usual (const char *group)
{
  if (g_str_equal (group, ORCH_CHART_SETTINGS_GROUP))
    {
      g_autoptr (OrchChartSettings) chart = orch_chart_settings_new (NULL);

      return orch_chart_settings_to_text (chart);
    }
  if (g_str_equal (group, ORCH_SYNC_SETTINGS_GROUP))
    {
      g_autoptr (OrchSyncSettings) days = orch_sync_settings_new (NULL);

      return orch_sync_settings_to_text (days);
    }
  return NULL;
}

/* Where nobody had chosen anything, everybody saw what suits most: what was left so was not chosen. Returns: (transfer full) (nullable) */
static JsonObject *
parse_base (const char *group, const char *text)
{
  g_autofree char *usual = text == NULL ? dup_usual (group) : NULL;

  return parse (usual != NULL ? usual : text);
}

char *
orch_setting_merge (const char *group, const char *base, const char *mine, const char *theirs)
{
  g_autoptr (JsonObject) here = parse (mine);
  g_autoptr (JsonObject) there = parse (theirs);
  g_autoptr (JsonObject) before = NULL;
  g_autoptr (GPtrArray) my_terms = NULL;
  g_autoptr (GPtrArray) their_terms = NULL;
  g_autoptr (GPtrArray) base_terms = NULL;

  g_return_val_if_fail (group != NULL, NULL);

  before = parse_base (group, base);
  if (g_strcmp0 (mine, theirs) == 0 || (base != NULL && g_strcmp0 (base, theirs) == 0))
    return g_strdup (mine);
  if (base != NULL && g_strcmp0 (base, mine) == 0)
    return g_strdup (theirs);
  if (here != NULL && there != NULL)
    return merge_objects (before, here, there);
  my_terms = orch_service_terms_from_text (group, mine);
  their_terms = orch_service_terms_from_text (group, theirs);
  if (my_terms == NULL || their_terms == NULL)
    return g_strdup (mine != NULL ? mine : theirs);
  base_terms = read_base (group, base);
  return merge_terms (group, base_terms, my_terms, their_terms);
}

gboolean
orch_setting_await_replace (OrchStore *store, const OrchActor *actor, const char *group, const char *shown,
                            const char *text, GError **error)
{
  g_return_val_if_fail (ORCH_IS_STORE (store), FALSE);
  g_return_val_if_fail (actor != NULL && group != NULL, FALSE);

  for (guint tries = 1;; tries++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autofree char *there = dex_await_string (orch_store_get_setting (store, group), &local_error);
      g_autofree char *merged = NULL;

      if (local_error == NULL)
        {
          /* Nobody has ever set it: whatever was shown is what comes with the program. */
          merged = there != NULL ? orch_setting_merge (group, shown, text, there) : g_strdup (text);
          if (dex_await (orch_store_replace_setting (store, actor, group, there, merged, TRUE), &local_error))
            return TRUE;
        }
      if (tries < TRIES && g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_CONFLICT))
        continue;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
}
