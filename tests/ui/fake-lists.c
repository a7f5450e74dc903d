/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-lists.h.
 */
#include "fake-lists.h"

/* OrchStoreItem */

struct _OrchStoreItem
{
  GObject parent_instance;
  GObject *object;
  GObject *patient;
  GObject *service;
  GObject *staff;
  gint64 key;
};

G_DEFINE_FINAL_TYPE (OrchStoreItem, orch_store_item, G_TYPE_OBJECT)

static void
orch_store_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, ORCH_STORE_ITEM (object)->object);
}

static void
orch_store_item_finalize (GObject *object)
{
  OrchStoreItem *self = ORCH_STORE_ITEM (object);

  g_clear_object (&self->object);
  g_clear_object (&self->patient);
  g_clear_object (&self->service);
  g_clear_object (&self->staff);
  G_OBJECT_CLASS (orch_store_item_parent_class)->finalize (object);
}

static void
orch_store_item_class_init (OrchStoreItemClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = orch_store_item_get_property;
  G_OBJECT_CLASS (klass)->finalize = orch_store_item_finalize;
  g_object_class_install_property (G_OBJECT_CLASS (klass), 1,
                                   g_param_spec_object ("object", NULL, NULL, G_TYPE_OBJECT,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
orch_store_item_init (OrchStoreItem *self)
{
}

gpointer
orch_store_item_get_object (OrchStoreItem *self)
{
  return self->object;
}

gpointer
orch_store_item_get_patient (OrchStoreItem *self)
{
  return self->patient;
}

gpointer
orch_store_item_get_service (OrchStoreItem *self)
{
  return self->service;
}

gpointer
orch_store_item_get_staff (OrchStoreItem *self)
{
  return self->staff;
}

OrchStoreItem *
fake_store_item_new (gint64 key, gpointer object, gpointer patient, gpointer service, gpointer staff)
{
  OrchStoreItem *self = g_object_new (ORCH_TYPE_STORE_ITEM, NULL);

  self->key = key;
  g_set_object (&self->object, object);
  g_set_object (&self->patient, patient);
  g_set_object (&self->service, service);
  g_set_object (&self->staff, staff);
  return self;
}

void
fake_store_item_set_object (OrchStoreItem *self, gpointer object)
{
  if (g_set_object (&self->object, object))
    g_object_notify (G_OBJECT (self), "object");
}

void
fake_store_item_become (OrchStoreItem *self, gint64 key, gpointer object)
{
  self->key = key;
  fake_store_item_set_object (self, object);
}

gint64
orch_store_item_get_key (OrchStoreItem *self)
{
  return self->key;
}

/* OrchKeyList */

typedef struct
{
  GPtrArray *items; /* (owned) of OrchStoreItem */
  GPtrArray *shown; /* (owned) of OrchStoreItem */
  FakeListFilter filter;
  GError *error; /* (owned) (nullable) */
  gboolean detached;
} OrchKeyListPrivate;

static void model_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (OrchKeyList, orch_key_list, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (OrchKeyList) G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, model_init))

static OrchKeyListPrivate *
get_private (gpointer list)
{
  return orch_key_list_get_instance_private (ORCH_KEY_LIST (list));
}

static GType
get_item_type (GListModel *list)
{
  return ORCH_TYPE_STORE_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return get_private (list)->shown->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  GPtrArray *shown = get_private (list)->shown;

  return position < shown->len ? g_object_ref (g_ptr_array_index (shown, position)) : NULL;
}

static void
model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
orch_key_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, FALSE);
}

static void
orch_key_list_finalize (GObject *object)
{
  OrchKeyListPrivate *self = get_private (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_ptr_array_unref (self->shown);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (orch_key_list_parent_class)->finalize (object);
}

static void
orch_key_list_class_init (OrchKeyListClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = orch_key_list_get_property;
  G_OBJECT_CLASS (klass)->finalize = orch_key_list_finalize;
  g_object_class_install_property (G_OBJECT_CLASS (klass), 1,
                                   g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
orch_key_list_init (OrchKeyList *self)
{
  get_private (self)->shown = g_ptr_array_new_with_free_func (g_object_unref);
}

gboolean
orch_key_list_get_loading (OrchKeyList *self)
{
  return FALSE;
}

const GError *
orch_key_list_get_error (OrchKeyList *self)
{
  return get_private (self)->error;
}

DexFuture *
orch_key_list_when_loaded (OrchKeyList *self)
{
  return dex_future_new_true ();
}

static void
set_detached (OrchKeyList *self, gboolean detached)
{
  get_private (self)->detached = detached;
  fake_list_refresh (self);
}

void
orch_key_list_detach (OrchKeyList *self)
{
  set_detached (self, TRUE);
}

void
orch_key_list_attach (OrchKeyList *self)
{
  set_detached (self, FALSE);
}

void
fake_list_set_up (gpointer list, GPtrArray *items, FakeListFilter filter)
{
  get_private (list)->items = g_ptr_array_ref (items);
  get_private (list)->filter = filter;
}

void
fake_list_set_error (gpointer list, const GError *error)
{
  OrchKeyListPrivate *self = get_private (list);

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

void
fake_list_refresh (gpointer list)
{
  OrchKeyListPrivate *self = get_private (list);
  const guint before = self->shown->len;

  g_ptr_array_set_size (self->shown, 0);
  for (guint i = 0; i < self->items->len && !self->detached; i++)
    {
      OrchStoreItem *item = g_ptr_array_index (self->items, i);

      if (self->filter (list, item->object))
        g_ptr_array_add (self->shown, g_object_ref (item));
    }
  g_list_model_items_changed (G_LIST_MODEL (list), 0, before, self->shown->len);
}
