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
  guint from;       /* of them */
  guint n;
  gboolean is_part; /* of somebody's array */
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
  return ORCH_FIXED_LIST (model)->n;
}

static gpointer
get_item (GListModel *model, guint position)
{
  OrchFixedList *self = ORCH_FIXED_LIST (model);

  return position < self->n ? g_object_ref (self->items->pdata[self->from + position]) : NULL;
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
}

OrchFixedList *
orch_fixed_list_new (GType item_type)
{
  OrchFixedList *self;

  g_return_val_if_fail (g_type_is_a (item_type, G_TYPE_OBJECT), NULL);

  self = g_object_new (ORCH_TYPE_FIXED_LIST, NULL);
  self->item_type = item_type;
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

OrchFixedList *
orch_fixed_list_new_part (GType item_type, GPtrArray *items, guint from, guint n)
{
  OrchFixedList *self;

  g_return_val_if_fail (g_type_is_a (item_type, G_TYPE_OBJECT), NULL);
  g_return_val_if_fail (items != NULL, NULL);
  g_return_val_if_fail (from <= items->len && n <= items->len - from, NULL);

  self = g_object_new (ORCH_TYPE_FIXED_LIST, NULL);
  self->item_type = item_type;
  self->items = g_ptr_array_ref (items);
  self->from = from;
  self->n = n;
  self->is_part = TRUE;
  return self;
}

void
orch_fixed_list_append (OrchFixedList *self, gpointer item)
{
  g_return_if_fail (ORCH_IS_FIXED_LIST (self));
  g_return_if_fail (g_type_is_a (G_OBJECT_TYPE (item), self->item_type));

  g_return_if_fail (!self->is_part);

  g_ptr_array_add (self->items, g_object_ref (item));
  self->n++;
}

guint
orch_fixed_list_get_n (OrchFixedList *self)
{
  g_return_val_if_fail (ORCH_IS_FIXED_LIST (self), 0);

  return self->n;
}

gpointer
orch_fixed_list_peek (OrchFixedList *self, guint index)
{
  g_return_val_if_fail (ORCH_IS_FIXED_LIST (self), NULL);
  g_return_val_if_fail (index < self->n, NULL);

  return self->items->pdata[self->from + index];
}
