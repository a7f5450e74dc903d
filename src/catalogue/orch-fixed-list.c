/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A GListModel that never changes.
 */
#include "orch-fixed-list.h"

struct _OrchFixedList
{
  GObject parent_instance;

  GType item_type;
  GPtrArray *items; /* (owned) (element-type GObject) */
};

static void orch_fixed_list_model_init (GListModelInterface *model);

G_DEFINE_FINAL_TYPE_WITH_CODE (OrchFixedList, orch_fixed_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, orch_fixed_list_model_init))

static GType
get_item_type (GListModel *model)
{
  return ORCH_FIXED_LIST (model)->item_type;
}

static guint
get_n_items (GListModel *model)
{
  return ORCH_FIXED_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  OrchFixedList *self = ORCH_FIXED_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
orch_fixed_list_model_init (GListModelInterface *model)
{
  model->get_item_type = get_item_type;
  model->get_n_items = get_n_items;
  model->get_item = get_item;
}

static void
orch_fixed_list_finalize (GObject *object)
{
  OrchFixedList *self = ORCH_FIXED_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_fixed_list_parent_class)->finalize (object);
}

static void
orch_fixed_list_class_init (OrchFixedListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_fixed_list_finalize;
}

static void
orch_fixed_list_init (OrchFixedList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

OrchFixedList *
orch_fixed_list_new (GType item_type)
{
  OrchFixedList *self;

  g_return_val_if_fail (g_type_is_a (item_type, G_TYPE_OBJECT), NULL);

  self = g_object_new (ORCH_TYPE_FIXED_LIST, NULL);
  self->item_type = item_type;
  return self;
}

void
orch_fixed_list_append (OrchFixedList *self, gpointer item)
{
  g_return_if_fail (ORCH_IS_FIXED_LIST (self));
  g_return_if_fail (g_type_is_a (G_OBJECT_TYPE (item), self->item_type));

  g_ptr_array_add (self->items, g_object_ref (item));
}

guint
orch_fixed_list_get_n (OrchFixedList *self)
{
  g_return_val_if_fail (ORCH_IS_FIXED_LIST (self), 0);

  return self->items->len;
}

gpointer
orch_fixed_list_peek (OrchFixedList *self, guint index)
{
  g_return_val_if_fail (ORCH_IS_FIXED_LIST (self), NULL);
  g_return_val_if_fail (index < self->items->len, NULL);

  return self->items->pdata[index];
}
