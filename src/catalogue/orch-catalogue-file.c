/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-catalogue-file.h.
 */
#include "orch-catalogue-file.h"

#include <glib/gi18n-lib.h>

#include "core/orch-error.h"
#include "orch-catalogue-data.h"
#include "orch-json-schema.h"

#define RESOURCE_PREFIX "/ca/orchestrateur/catalogue/"

/* The library is static: nothing registers its resource by itself. */
static gpointer
register_data (gpointer unused)
{
  orch_catalogue_data_register_resource ();
  return NULL;
}

GBytes *
orch_catalogue_file_lookup (const char *name)
{
  static GOnce once = G_ONCE_INIT;
  g_autofree char *path = g_strconcat (RESOURCE_PREFIX, name, NULL);

  g_once (&once, register_data, NULL);
  return g_resource_lookup_data (orch_catalogue_data_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

/* A pipe or a device would block, a huge file would fill the memory. */
GBytes *
orch_catalogue_file_load (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, NULL, error);
  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR ||
      g_file_info_get_size (info) > ORCH_CATALOGUE_FILE_MAX_BYTES)
    {
      /* translators: %d is how large it may be */
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("not a file of at most %d bytes"),
                   ORCH_CATALOGUE_FILE_MAX_BYTES);
      return NULL;
    }
  return g_file_load_bytes (file, NULL, NULL, error);
}

JsonNode *
orch_catalogue_file_parse (GBytes *bytes, const char *schema_name, GError **error)
{
  g_autofree char *name = g_strconcat ("schema/", schema_name, ".schema.json", NULL);
  g_autoptr (GBytes) schema_bytes = orch_catalogue_file_lookup (name);
  g_autoptr (JsonNode) schema = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_assert (schema_bytes != NULL);
  schema = orch_json_schema_parse (schema_bytes, ORCH_CATALOGUE_FILE_MAX_BYTES, error);
  if (schema == NULL)
    return NULL;
  root = orch_json_schema_parse (bytes, ORCH_CATALOGUE_FILE_MAX_BYTES, error);
  if (root == NULL || !orch_json_schema_check (schema, root, error))
    return NULL;
  return g_steal_pointer (&root);
}

gboolean
orch_catalogue_file_is_absent (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
}
