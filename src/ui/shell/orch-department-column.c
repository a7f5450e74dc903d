/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-department-column.h.
 */
#include "orch-department-column.h"

struct _OrchDepartmentColumn
{
  GObject parent_instance;

  /* owned */
  OrchEngine *engine;
  GtkListItemFactory *factory;
  GHashTable *names; /* EMR id → name */

  GtkColumnViewColumn *column; /* borrowed */
};

G_DEFINE_FINAL_TYPE (OrchDepartmentColumn, orch_department_column, G_TYPE_OBJECT)

static void
show (GtkListItem *cell)
{
  OrchDepartmentColumn *self = g_object_get_data (G_OBJECT (cell), "column");
  GtkInscription *text = GTK_INSCRIPTION (gtk_list_item_get_child (cell));
  OrchStoreItem *item = gtk_list_item_get_item (cell);
  gpointer object = item != NULL ? orch_store_item_get_object (item) : NULL;
  g_autofree char *words =
      ORCH_IS_STAFF_MEMBER (object) ? orch_department_column_dup_text (self, object) : g_strdup ("");

  gtk_inscription_set_text (text, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (text), words[0] != '\0' ? words : NULL);
}

static void
on_setup (OrchDepartmentColumn *self, GtkListItem *cell)
{
  g_object_set_data (G_OBJECT (cell), "column", self);
  gtk_list_item_set_child (cell, g_object_new (GTK_TYPE_INSCRIPTION, "min-chars", 9, "nat-chars", 16, "text-overflow",
                                               GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, NULL));
}

static void
on_bind (OrchDepartmentColumn *self, GtkListItem *cell)
{
  g_signal_connect_object (gtk_list_item_get_item (cell), "notify::object", G_CALLBACK (show), cell, G_CONNECT_SWAPPED);
  show (cell);
}

static void
on_unbind (OrchDepartmentColumn *self, GtkListItem *cell)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), show, cell);
}

static DexFuture *
on_loaded (DexFuture *future, gpointer data)
{
  OrchDepartmentColumn *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  GPtrArray *departments = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self->column == NULL)
    return NULL;
  g_hash_table_remove_all (self->names);
  for (guint i = 0; departments != NULL && i < departments->len; i++)
    {
      const OrchDepartmentFields *fields = orch_department_get_fields (g_ptr_array_index (departments, i));

      if (fields->emr_id != NULL && fields->name != NULL)
        g_hash_table_insert (self->names, g_strdup (fields->emr_id), g_strdup (fields->name));
    }
  /* The cells are made anew: those of the same people would stay as they are. */
  gtk_column_view_column_set_factory (self->column, NULL);
  gtk_column_view_column_set_factory (self->column, self->factory);
  return NULL;
}

static void
orch_department_column_dispose (GObject *object)
{
  OrchDepartmentColumn *self = ORCH_DEPARTMENT_COLUMN (object);

  if (self->column != NULL)
    gtk_column_view_column_set_factory (self->column, NULL);
  self->column = NULL;
  g_clear_object (&self->factory);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->names, g_hash_table_unref);
  G_OBJECT_CLASS (orch_department_column_parent_class)->dispose (object);
}

static void
orch_department_column_class_init (OrchDepartmentColumnClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_department_column_dispose;
}

static void
orch_department_column_init (OrchDepartmentColumn *self)
{
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (self->factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
}

OrchDepartmentColumn *
orch_department_column_new (OrchEngine *engine, GtkColumnViewColumn *column)
{
  OrchDepartmentColumn *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (GTK_IS_COLUMN_VIEW_COLUMN (column), NULL);

  self = g_object_new (ORCH_TYPE_DEPARTMENT_COLUMN, NULL);
  self->engine = g_object_ref (engine);
  self->column = column;
  gtk_column_view_column_set_factory (column, self->factory);
  return self;
}

void
orch_department_column_read (OrchDepartmentColumn *self)
{
  g_return_if_fail (ORCH_IS_DEPARTMENT_COLUMN (self));

  dex_future_disown (
      dex_future_finally (orch_engine_load_departments (self->engine), on_loaded, g_object_ref (self), g_object_unref));
}

char *
orch_department_column_dup_text (OrchDepartmentColumn *self, OrchStaffMember *member)
{
  const char *const *ids = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (ORCH_IS_DEPARTMENT_COLUMN (self), NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (member), NULL);

  ids = orch_staff_member_get_fields (member)->department_emr_ids;
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      const char *name = g_hash_table_lookup (self->names, ids[i]);

      if (name != NULL)
        g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);
  return g_strjoinv (", ", names);
}
