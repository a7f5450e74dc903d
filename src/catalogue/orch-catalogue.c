/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The catalogue: loading, checking, look-ups.
 */
#include "orch-catalogue.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "orch-catalogue-file.h"
#include "orch-emr-vendors.h"
#include "orch-fixed-list.h"

#define VENDORS_FOLDER "emr"

struct _OrchCatalogue
{
  GObject parent_instance;

  OrchFixedList *vendors;         /* (owned) (element-type OrchEmrVendor) */
  OrchFixedList *providers;       /* (owned) (element-type OrchCatalogueEntry) */
  OrchFixedList *service_types;   /* (owned) (element-type OrchCatalogueEntry) */
  OrchFixedList *specialities;    /* (owned) (element-type OrchCatalogueEntry) */
  GHashTable *speciality_by_code; /* (owned): "system|code" → (borrowed) OrchCatalogueEntry */
  GHashTable *speciality_by_text; /* (owned): folded text → (borrowed) OrchCatalogueEntry */
  JsonObject *messages;           /* (owned): what is wrong in a field of a form */
  char *support_phone;            /* (owned) */
  GPtrArray *problems;            /* (owned) (element-type GError) */
};

G_DEFINE_FINAL_TYPE (OrchCatalogue, orch_catalogue, G_TYPE_OBJECT)

/* Reads a checked file into @self; on an error nothing of @self has changed. */
typedef gboolean (*ReadFunc) (OrchCatalogue *self, JsonObject *root, GError **error);

/* --- one reader a file ---------------------------------------------------------------- */

static OrchCatalogueEntry *
find_entry (OrchFixedList *list, const char *code)
{
  guint n = orch_fixed_list_get_n (list);

  for (guint i = 0; code != NULL && i < n; i++)
    {
      OrchCatalogueEntry *entry = orch_fixed_list_peek (list, i);

      if (g_str_equal (orch_catalogue_entry_get_code (entry), code))
        return entry;
    }
  return NULL;
}

static gboolean
read_entries (OrchFixedList **list, JsonObject *root, const char *member, const char *code_member, GError **error)
{
  g_autoptr (OrchFixedList) read = orch_fixed_list_new (ORCH_TYPE_CATALOGUE_ENTRY);
  JsonArray *array = json_object_get_array_member (root, member);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (OrchCatalogueEntry) entry =
          orch_catalogue_entry_new (json_array_get_object_element (array, i), code_member);

      if (find_entry (read, orch_catalogue_entry_get_code (entry)) != NULL)
        {
          /* translators: %s is a code in a file */
          g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("“%s” is given twice"),
                       orch_catalogue_entry_get_code (entry));
          g_prefix_error (error, "$.%s[%u].%s: ", member, i, code_member);
          return FALSE;
        }
      orch_fixed_list_append (read, entry);
    }
  g_set_object (list, read);
  return TRUE;
}

static gboolean
read_providers (OrchCatalogue *self, JsonObject *root, GError **error)
{
  return read_entries (&self->providers, root, "providers", "code", error);
}

static gboolean
read_service_types (OrchCatalogue *self, JsonObject *root, GError **error)
{
  return read_entries (&self->service_types, root, "types", "id", error);
}

static void
index_text (OrchCatalogue *self, const char *text, OrchCatalogueEntry *entry)
{
  char *folded = orch_text_fold (text);

  /* The first to claim a word keeps it: the order of the file decides. */
  if (*folded == '\0' || g_hash_table_contains (self->speciality_by_text, folded))
    g_free (folded);
  else
    g_hash_table_insert (self->speciality_by_text, folded, entry);
}

static void
index_strings (OrchCatalogue *self, JsonObject *object, const char *member, OrchCatalogueEntry *entry)
{
  JsonArray *strings;

  if (!json_object_has_member (object, member))
    return;
  strings = json_object_get_array_member (object, member);
  for (guint i = 0; i < json_array_get_length (strings); i++)
    if (g_str_equal (member, "codes"))
      g_hash_table_insert (self->speciality_by_code, g_strdup (json_array_get_string_element (strings, i)), entry);
    else
      index_text (self, json_array_get_string_element (strings, i), entry);
}

static gboolean
read_specialities (OrchCatalogue *self, JsonObject *root, GError **error)
{
  JsonArray *array = json_object_get_array_member (root, "specialities");
  guint n = json_array_get_length (array);

  if (!read_entries (&self->specialities, root, "specialities", "code", error))
    return FALSE;
  g_hash_table_remove_all (self->speciality_by_code);
  g_hash_table_remove_all (self->speciality_by_text);
  /* Names before synonyms: "Chirurgie" may be a name of one and a synonym of another. */
  for (guint i = 0; i < n; i++)
    {
      OrchCatalogueEntry *entry = orch_fixed_list_peek (self->specialities, i);

      g_hash_table_insert (self->speciality_by_code,
                           g_strconcat (ORCH_SPECIALITY_SYSTEM "|", orch_catalogue_entry_get_code (entry), NULL),
                           entry);
      index_text (self, orch_catalogue_entry_get_name (entry, "fr"), entry);
      index_text (self, orch_catalogue_entry_get_name (entry, "en"), entry);
    }
  for (guint i = 0; i < n; i++)
    {
      OrchCatalogueEntry *entry = orch_fixed_list_peek (self->specialities, i);
      JsonObject *object = json_array_get_object_element (array, i);

      index_strings (self, object, "codes", entry);
      index_strings (self, object, "synonyms", entry);
    }
  return TRUE;
}

/* The words that the forms of the vendors share. */
static gboolean
read_messages (OrchCatalogue *self, JsonObject *root, GError **error)
{
  g_clear_pointer (&self->messages, json_object_unref);
  self->messages = json_object_ref (json_object_get_object_member (root, "messages"));
  return TRUE;
}

static gboolean
read_support (OrchCatalogue *self, JsonObject *root, GError **error)
{
  g_set_str (&self->support_phone, json_object_get_string_member (root, "phone"));
  return TRUE;
}

static const struct
{
  const char *name;
  ReadFunc read;
} files[] = {
  { "appointment-providers", read_providers },
  { "form-messages", read_messages },
  { "service-types", read_service_types },
  { "specialities", read_specialities },
  { "support", read_support },
};

/* --- loading -------------------------------------------------------------------------- */

static gboolean
read_bytes (OrchCatalogue *self, guint file, GBytes *bytes, GError **error)
{
  g_autoptr (JsonNode) root = orch_catalogue_file_parse (bytes, files[file].name, error);

  return root != NULL && files[file].read (self, json_node_get_object (root), error);
}

static gboolean
read_built_in (OrchCatalogue *self, guint file, GError **error)
{
  g_autofree char *name = g_strconcat (files[file].name, ".json", NULL);
  g_autoptr (GBytes) bytes = orch_catalogue_file_lookup (name);

  g_assert (bytes != NULL);
  if (read_bytes (self, file, bytes, error))
    return TRUE;
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}

/* Returns: whether the establishment's file was read; a fault is kept in @self->problems */
static gboolean
read_own (OrchCatalogue *self, guint file, const char *folder)
{
  g_autofree char *name = g_strconcat (files[file].name, ".json", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = orch_catalogue_file_load (path, &error);

  if (orch_catalogue_file_is_absent (error))
    return FALSE;
  if (bytes != NULL && read_bytes (self, file, bytes, &error))
    return TRUE;
  g_message ("%s: %s; the built-in one is used", path, error->message);
  g_ptr_array_add (self->problems, g_error_new (ORCH_ERROR, ORCH_ERROR_INVALID, "%s: %s", path, error->message));
  return FALSE;
}

static void
orch_catalogue_finalize (GObject *object)
{
  OrchCatalogue *self = ORCH_CATALOGUE (object);

  g_clear_pointer (&self->speciality_by_code, g_hash_table_unref);
  g_clear_pointer (&self->speciality_by_text, g_hash_table_unref);
  g_clear_object (&self->vendors);
  g_clear_object (&self->providers);
  g_clear_object (&self->service_types);
  g_clear_object (&self->specialities);
  g_clear_pointer (&self->messages, json_object_unref);
  g_clear_pointer (&self->support_phone, g_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_catalogue_parent_class)->finalize (object);
}

static void
orch_catalogue_class_init (OrchCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_catalogue_finalize;
}

static void
orch_catalogue_init (OrchCatalogue *self)
{
  self->speciality_by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->speciality_by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
}

/* --- public API ----------------------------------------------------------------------- */

OrchCatalogue *
orch_catalogue_get_default (void)
{
  static OrchCatalogue *catalogue;

  if (g_once_init_enter_pointer (&catalogue))
    {
      g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "orchestrateur", "catalogue", NULL);
      g_autoptr (GError) error = NULL;
      OrchCatalogue *loaded = orch_catalogue_new (folder, &error);

      /* The built-in files are checked at build: only a damaged program comes here. */
      if (loaded == NULL)
        g_error ("The catalogue built into the program is damaged: %s", error->message);
      g_once_init_leave_pointer (&catalogue, loaded);
    }
  return catalogue;
}

OrchCatalogue *
orch_catalogue_new (const char *folder, GError **error)
{
  g_autoptr (OrchCatalogue) self = g_object_new (ORCH_TYPE_CATALOGUE, NULL);
  g_autofree char *vendors = folder != NULL ? g_build_filename (folder, VENDORS_FOLDER, NULL) : NULL;

  for (guint file = 0; file < G_N_ELEMENTS (files); file++)
    if ((folder == NULL || !read_own (self, file, folder)) && !read_built_in (self, file, error))
      return NULL;
  self->vendors = orch_emr_vendors_load (self->messages, vendors, self->problems, error);
  if (self->vendors == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

GPtrArray *
orch_catalogue_get_problems (OrchCatalogue *self)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE (self), NULL);

  return self->problems;
}

GListModel *
orch_catalogue_get_vendors (OrchCatalogue *self)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE (self), NULL);

  return G_LIST_MODEL (self->vendors);
}

OrchEmrVendor *
orch_catalogue_find_vendor (OrchCatalogue *self, const char *code)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE (self), NULL);

  return orch_emr_vendors_find (self->vendors, code);
}

GListModel *
orch_catalogue_get_providers (OrchCatalogue *self)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE (self), NULL);

  return G_LIST_MODEL (self->providers);
}

OrchCatalogueEntry *
orch_catalogue_find_provider (OrchCatalogue *self, const char *code)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE (self), NULL);

  return find_entry (self->providers, code);
}

GListModel *
orch_catalogue_get_service_types (OrchCatalogue *self)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE (self), NULL);

  return G_LIST_MODEL (self->service_types);
}

OrchCatalogueEntry *
orch_catalogue_find_service_type (OrchCatalogue *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE (self), NULL);

  return find_entry (self->service_types, id);
}

GListModel *
orch_catalogue_get_specialities (OrchCatalogue *self)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE (self), NULL);

  return G_LIST_MODEL (self->specialities);
}

OrchCatalogueEntry *
orch_catalogue_find_speciality (OrchCatalogue *self, const char *code, const char *text)
{
  OrchCatalogueEntry *entry = NULL;
  g_autofree char *folded = NULL;
  char *parenthesis;

  g_return_val_if_fail (ORCH_IS_CATALOGUE (self), NULL);

  if (code != NULL)
    entry = g_hash_table_lookup (self->speciality_by_code, code);
  if (entry != NULL || text == NULL)
    return entry;
  folded = orch_text_fold (text);
  entry = g_hash_table_lookup (self->speciality_by_text, folded);
  /* "Médecine de famille (soins à domicile)": what stands in parentheses narrows, it does not change. */
  parenthesis = strstr (folded, " (");
  if (entry == NULL && parenthesis != NULL)
    {
      *parenthesis = '\0';
      entry = g_hash_table_lookup (self->speciality_by_text, folded);
    }
  return entry;
}

gboolean
orch_catalogue_is_known_speciality (const char *code, const char *text)
{
  return orch_catalogue_find_speciality (orch_catalogue_get_default (), code, text) != NULL;
}

const char *
orch_catalogue_get_support_phone (OrchCatalogue *self)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE (self), NULL);

  return self->support_phone;
}
