/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-vendors.h.
 */
#include "orch-emr-vendors.h"

#include <glib/gi18n-lib.h>

#include "core/orch-error.h"
#include "orch-catalogue-file.h"
#include "orch-json-schema.h"

#define SCHEMA "emr-vendor"
#define SUFFIX ".json"
#define MAX_OWN_FILES 500

static int
compare_vendors (gconstpointer a, gconstpointer b)
{
  OrchEmrVendor *first = *(OrchEmrVendor **) a;
  OrchEmrVendor *second = *(OrchEmrVendor **) b;
  int by_position = (int) orch_emr_vendor_get_position (first) - (int) orch_emr_vendor_get_position (second);

  return by_position != 0 ? by_position
                          : g_strcmp0 (orch_emr_vendor_get_code (first), orch_emr_vendor_get_code (second));
}

static guint
find_position (GPtrArray *vendors, const char *code)
{
  for (guint i = 0; i < vendors->len; i++)
    if (g_str_equal (orch_emr_vendor_get_code (vendors->pdata[i]), code))
      return i;
  return G_MAXUINT;
}

/* Checked one by one when the program was built. */
static gboolean
read_built_in (GPtrArray *vendors, JsonObject *messages, GError **error)
{
  g_autoptr (GBytes) bytes = orch_catalogue_file_lookup ("emr-vendors.json");
  g_autoptr (JsonNode) root = NULL;
  JsonArray *array;

  g_assert (bytes != NULL);
  root = orch_json_schema_parse (bytes, ORCH_CATALOGUE_FILE_MAX_BYTES, error);
  if (root == NULL)
    return FALSE;
  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      OrchEmrVendor *vendor = orch_emr_vendor_new (object, messages, error);

      if (vendor == NULL)
        {
          g_prefix_error (error, "%s" SUFFIX ": ", json_object_get_string_member (object, "code"));
          return FALSE;
        }
      g_ptr_array_add (vendors, vendor);
    }
  return TRUE;
}

static OrchEmrVendor *
read_own (const char *path, JsonObject *messages, GError **error)
{
  g_autoptr (GBytes) bytes = orch_catalogue_file_load (path, error);
  g_autoptr (JsonNode) root = bytes != NULL ? orch_catalogue_file_parse (bytes, SCHEMA, error) : NULL;
  g_autoptr (OrchEmrVendor) vendor = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *expected = NULL;

  if (root == NULL)
    return NULL;
  vendor = orch_emr_vendor_new (json_node_get_object (root), messages, error);
  if (vendor == NULL)
    {
      g_prefix_error (error, "$: ");
      return NULL;
    }
  expected = g_strconcat (orch_emr_vendor_get_code (vendor), SUFFIX, NULL);
  if (!g_str_equal (name, expected))
    {
      /* translators: %s is the name that a file must have, such as "accuro.json" */
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("the file of this code is named “%s”"), expected);
      g_prefix_error (error, "$.code: ");
      return NULL;
    }
  return g_steal_pointer (&vendor);
}

/* Returns: (transfer full) (element-type utf8): the names of @folder that may be vendors, in order */
static GPtrArray *
list_own (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && names->len < MAX_OWN_FILES && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) g_strcmp0);
  return names;
}

static void
add_own (GPtrArray *vendors, const char *folder, JsonObject *messages, GPtrArray *problems)
{
  g_autoptr (GPtrArray) names = list_own (folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      g_autoptr (GError) error = NULL;
      OrchEmrVendor *vendor = read_own (path, messages, &error);
      guint old;

      if (vendor == NULL)
        {
          g_message ("%s: %s; it is left aside", path, error->message);
          g_ptr_array_add (problems, g_error_new (ORCH_ERROR, ORCH_ERROR_INVALID, "%s: %s", path, error->message));
          continue;
        }
      old = find_position (vendors, orch_emr_vendor_get_code (vendor));
      if (old != G_MAXUINT)
        g_ptr_array_remove_index (vendors, old);
      g_ptr_array_add (vendors, vendor);
    }
}

OrchFixedList *
orch_emr_vendors_load (JsonObject *messages, const char *folder, GPtrArray *problems, GError **error)
{
  g_autoptr (GPtrArray) vendors = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (OrchFixedList) list = orch_fixed_list_new (ORCH_TYPE_EMR_VENDOR);

  g_return_val_if_fail (messages != NULL, NULL);
  g_return_val_if_fail (problems != NULL, NULL);

  if (!read_built_in (vendors, messages, error))
    return NULL;
  if (folder != NULL)
    add_own (vendors, folder, messages, problems);
  g_ptr_array_sort (vendors, compare_vendors);
  for (guint i = 0; i < vendors->len; i++)
    orch_fixed_list_append (list, vendors->pdata[i]);
  return g_steal_pointer (&list);
}

OrchEmrVendor *
orch_emr_vendors_find (OrchFixedList *self, const char *code)
{
  guint n;

  g_return_val_if_fail (ORCH_IS_FIXED_LIST (self), NULL);

  n = orch_fixed_list_get_n (self);
  for (guint i = 0; code != NULL && i < n; i++)
    {
      OrchEmrVendor *vendor = orch_fixed_list_peek (self, i);

      if (g_str_equal (orch_emr_vendor_get_code (vendor), code))
        return vendor;
    }
  return NULL;
}
