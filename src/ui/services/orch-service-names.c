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
  GStrv types;              /* ids, in the clinic's order */
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

static void
orch_service_names_finalize (GObject *object)
{
  OrchServiceNames *self = ORCH_SERVICE_NAMES (object);

  g_ptr_array_unref (self->staff);
  g_hash_table_unref (self->staff_by_emr);
  g_strfreev (self->types);
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
  GListModel *types = orch_catalogue_get_service_types (orch_catalogue_get_default ());
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  self->staff = g_ptr_array_new_with_free_func (g_object_unref);
  self->staff_by_emr = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < g_list_model_get_n_items (types); i++)
    {
      g_autoptr (OrchCatalogueEntry) entry = g_list_model_get_item (types, i);

      g_strv_builder_add (ids, orch_catalogue_entry_get_code (entry));
    }
  self->types = g_strv_builder_end (ids);
}

OrchServiceNames *
orch_service_names_new (void)
{
  return g_object_new (ORCH_TYPE_SERVICE_NAMES, NULL);
}

void
orch_service_names_set_staff (OrchServiceNames *self, GPtrArray *staff)
{
  g_return_if_fail (ORCH_IS_SERVICE_NAMES (self));

  g_hash_table_remove_all (self->staff_by_emr);
  g_ptr_array_set_size (self->staff, 0);
  for (guint i = 0; staff != NULL && i < staff->len; i++)
    {
      OrchStaffMember *member = g_ptr_array_index (staff, i);
      const char *emr_id = member != NULL ? orch_staff_member_get_fields (member)->emr_id : NULL;

      if (member == NULL)
        continue;
      g_ptr_array_add (self->staff, g_object_ref (member));
      if (emr_id != NULL)
        g_hash_table_insert (self->staff_by_emr, (char *) emr_id, member);
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

const char *
orch_service_names_get_type_name (OrchServiceNames *self, const char *id)
{
  OrchCatalogueEntry *entry = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  entry = orch_catalogue_find_service_type (orch_catalogue_get_default (), id);
  return entry != NULL ? orch_catalogue_entry_get_name (entry, NULL) : id;
}

const char *
orch_service_names_get_type_description (OrchServiceNames *self, const char *id)
{
  OrchCatalogueEntry *entry = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  entry = orch_catalogue_find_service_type (orch_catalogue_get_default (), id);
  return entry != NULL ? orch_catalogue_entry_get_description (entry, NULL) : NULL;
}

const char *const *
orch_service_names_get_types (OrchServiceNames *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);

  return (const char *const *) self->types;
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
  const char *category = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  category = orch_service_get_fields (service)->category;
  return category != NULL ? category : "";
}

char *
orch_service_names_dup_professionals (OrchServiceNames *self, OrchService *service)
{
  const char *const *ids = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (self), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  ids = orch_service_get_fields (service)->professional_emr_ids;
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      OrchStaffMember *member = g_hash_table_lookup (self->staff_by_emr, ids[i]);

      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, member != NULL ? orch_staff_member_get_display_name (member) : ids[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
