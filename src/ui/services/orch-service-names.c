/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-names.h.
 */
#include "orch-service-names.h"

#include "catalogue/orch-catalogue.h"
#include "core/orch-staff-member.h"

struct _OrchServiceNames
{
  GObject parent_instance;

  /* owned */
  GPtrArray *staff;         /* OrchStaffMember, by name */
  GHashTable *staff_by_emr; /* EMR id → OrchStaffMember (not owned) */
  GHashTable *staff_by_id;  /* our UUID → OrchStaffMember (not owned) */
  GHashTable *waiting;      /* (nullable): our UUID → OrchServiceSending */
  GListModel *types;        /* OrchCatalogueEntry, in the clinic's order */
  GListModel *categories;   /* (nullable): the same */
  GStrv type_ids;
  GStrv category_ids;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchServiceNames, orch_service_names, G_TYPE_OBJECT)

static int
compare_staff (gconstpointer a, gconstpointer b)
{
  OrchStaffMember *first = *(OrchStaffMember *const *) a;
  OrchStaffMember *second = *(OrchStaffMember *const *) b;

  return g_utf8_collate (orch_staff_member_get_sort_name (first), orch_staff_member_get_sort_name (second));
}

static char **
dup_ids (GListModel *entries)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; entries != NULL && i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (OrchCatalogueEntry) entry = g_list_model_get_item (entries, i);

      g_strv_builder_add (ids, orch_catalogue_entry_get_code (entry));
    }
  return g_strv_builder_end (ids);
}

static void
read_lists (OrchServiceNames *self)
{
  g_strfreev (self->type_ids);
  g_strfreev (self->category_ids);
  self->type_ids = dup_ids (self->types);
  self->category_ids = dup_ids (self->categories);
}

static void
on_lists_changed (OrchServiceNames *self)
{
  read_lists (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Returns: (transfer full) (nullable) */
static OrchCatalogueEntry *
find_entry (GListModel *entries, const char *id)
{
  for (guint i = 0; entries != NULL && i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (OrchCatalogueEntry) entry = g_list_model_get_item (entries, i);

      if (g_str_equal (orch_catalogue_entry_get_code (entry), id))
        return g_steal_pointer (&entry);
    }
  return NULL;
}

static void
orch_service_names_finalize (GObject *object)
{
  OrchServiceNames *self = ORCH_SERVICE_NAMES (object);

  g_ptr_array_unref (self->staff);
  g_hash_table_unref (self->staff_by_emr);
  g_hash_table_unref (self->staff_by_id);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_object (&self->types);
  g_clear_object (&self->categories);
  g_strfreev (self->type_ids);
  g_strfreev (self->category_ids);
  G_OBJECT_CLASS (orch_service_names_parent_class)->finalize (object);
}

static void
orch_service_names_class_init (OrchServiceNamesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_service_names_finalize;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_service_names_init (OrchServiceNames *self)
{
  self->staff = g_ptr_array_new_with_free_func (g_object_unref);
  self->staff_by_emr = g_hash_table_new (g_str_hash, g_str_equal);
  self->staff_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->types = g_object_ref (orch_catalogue_get_service_types (orch_catalogue_get_default ()));
  read_lists (self);
}

OrchServiceNames *
orch_service_names_new (void)
{
  return g_object_new (ORCH_TYPE_SERVICE_NAMES, NULL);
}

void
orch_service_names_set_lists (OrchServiceNames *self, GListModel *types, GListModel *categories)
{
  g_return_if_fail (ORCH_IS_SERVICE_NAMES (self));

  if (g_set_object (&self->types, types))
    g_signal_connect_object (types, "items-changed", G_CALLBACK (on_lists_changed), self, G_CONNECT_SWAPPED);
  if (g_set_object (&self->categories, categories))
    g_signal_connect_object (categories, "items-changed", G_CALLBACK (on_lists_changed), self, G_CONNECT_SWAPPED);
  on_lists_changed (self);
}

void
orch_service_names_set_staff (OrchServiceNames *self, GPtrArray *staff)
{
  g_return_if_fail (ORCH_IS_SERVICE_NAMES (self));

  g_hash_table_remove_all (self->staff_by_emr);
  g_hash_table_remove_all (self->staff_by_id);
  g_ptr_array_set_size (self->staff, 0);
  for (guint i = 0; staff != NULL && i < staff->len; i++)
    {
      OrchStaffMember *member = g_ptr_array_index (staff, i);
      const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);

      g_ptr_array_add (self->staff, g_object_ref (member));
      if (fields->emr_id != NULL)
        g_hash_table_insert (self->staff_by_emr, (char *) fields->emr_id, member);
      if (fields->id != NULL)
        g_hash_table_insert (self->staff_by_id, (char *) fields->id, member);
    }
  g_ptr_array_sort (self->staff, compare_staff);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

GPtrArray *
orch_service_names_get_staff (OrchServiceNames *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);

  return self->staff;
}

/* A type that the clinic removed keeps the catalogue's name where it has one. */
static OrchCatalogueEntry *
find_type (OrchServiceNames *self, const char *id)
{
  OrchCatalogueEntry *entry = find_entry (self->types, id);
  OrchCatalogueEntry *known = NULL;

  if (entry != NULL)
    return entry;
  known = orch_catalogue_find_service_type (orch_catalogue_get_default (), id);
  return known != NULL ? g_object_ref (known) : NULL;
}

const char *
orch_service_names_get_type_name (OrchServiceNames *self, const char *id)
{
  g_autoptr (OrchCatalogueEntry) entry = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  entry = find_type (self, id);
  return entry != NULL ? orch_catalogue_entry_get_name (entry, NULL) : id;
}

const char *
orch_service_names_get_type_description (OrchServiceNames *self, const char *id)
{
  g_autoptr (OrchCatalogueEntry) entry = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  entry = find_type (self, id);
  return entry != NULL ? orch_catalogue_entry_get_description (entry, NULL) : NULL;
}

const char *const *
orch_service_names_get_categories (OrchServiceNames *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);

  return (const char *const *) self->category_ids;
}

const char *
orch_service_names_get_category_name (OrchServiceNames *self, const char *id)
{
  g_autoptr (OrchCatalogueEntry) entry = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  entry = find_entry (self->categories, id);
  return entry != NULL ? orch_catalogue_entry_get_name (entry, NULL) : id;
}

const char *const *
orch_service_names_get_types (OrchServiceNames *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);

  return (const char *const *) self->type_ids;
}

void
orch_service_names_set_waiting (OrchServiceNames *self, GHashTable *ids)
{
  g_return_if_fail (ORCH_IS_SERVICE_NAMES (self));

  if (self->waiting == NULL && ids == NULL)
    return;
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  self->waiting = ids != NULL ? g_hash_table_ref (ids) : NULL;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
orch_service_names_is_waiting (OrchServiceNames *self, OrchService *service)
{
  const char *id = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), FALSE);
  g_return_val_if_fail (ORCH_IS_SERVICE (service), FALSE);

  id = orch_service_get_fields (service)->id;
  return id != NULL && self->waiting != NULL && g_hash_table_contains (self->waiting, id);
}

gboolean
orch_service_names_has_failed (OrchServiceNames *self, OrchService *service)
{
  return orch_service_names_is_waiting (self, service) &&
         GPOINTER_TO_INT (g_hash_table_lookup (self->waiting, orch_service_get_fields (service)->id)) ==
             ORCH_SERVICE_REFUSED;
}

char **
orch_service_names_dup_types (OrchServiceNames *self, OrchService *service)
{
  const char *const *types = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  types = orch_service_get_fields (service)->types;
  for (guint i = 0; types != NULL && types[i] != NULL; i++)
    g_strv_builder_add (names, orch_service_names_get_type_name (self, types[i]));
  return g_strv_builder_end (names);
}

const char *
orch_service_names_get_category (OrchServiceNames *self, OrchService *service)
{
  const OrchServiceFields *fields = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  fields = orch_service_get_fields (service);
  if (fields->category_id != NULL)
    return orch_service_names_get_category_name (self, fields->category_id);
  return fields->category != NULL ? fields->category : "";
}

char *
orch_service_names_dup_professionals (OrchServiceNames *self, OrchService *service)
{
  const char *const *ids = NULL;
  GHashTable *known = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  known = self->staff_by_id;
  ids = orch_service_get_fields (service)->offered_by;
  if (ids == NULL)
    {
      known = self->staff_by_emr;
      ids = orch_service_get_fields (service)->professional_emr_ids;
    }
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      OrchStaffMember *member = g_hash_table_lookup (known, ids[i]);

      if (member == NULL && known == self->staff_by_id)
        continue;
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, member != NULL ? orch_staff_member_get_display_name (member) : ids[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
