/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-store-item.h.
 */
#include "orch-store-item.h"

#include "orch-store-query.h"

struct _OrchStoreItem
{
  GObject parent_instance;

  /* owned */
  OrchStoreDetails details; /* (nullable) all */

  gint64 key;
};

enum
{
  PROP_OBJECT = 1,
  PROP_KEY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OrchStoreItem, orch_store_item, G_TYPE_OBJECT)

static void
orch_store_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OrchStoreItem *self = ORCH_STORE_ITEM (object);

  switch (prop_id)
    {
    case PROP_OBJECT:
      g_value_set_object (value, self->details.object);
      break;
    case PROP_KEY:
      g_value_set_int64 (value, self->key);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
orch_store_item_finalize (GObject *object)
{
  OrchStoreItem *self = ORCH_STORE_ITEM (object);

  orch_store_details_clear (&self->details);

  G_OBJECT_CLASS (orch_store_item_parent_class)->finalize (object);
}

static void
orch_store_item_class_init (OrchStoreItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = orch_store_item_get_property;
  object_class->finalize = orch_store_item_finalize;

  /**
   * OrchStoreItem:object:
   *
   * The staff member, service or appointment; %NULL while it is fetched. Notified when what belongs to it changed, too.
   */
  properties[PROP_OBJECT] = g_param_spec_object ("object", NULL, NULL, G_TYPE_OBJECT,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * OrchStoreItem:key:
   *
   * The row's number in the store.
   */
  properties[PROP_KEY] = g_param_spec_int64 ("key", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
orch_store_item_init (OrchStoreItem *self)
{
}

OrchStoreItem *
orch_store_item_new (gint64 key)
{
  OrchStoreItem *self = g_object_new (ORCH_TYPE_STORE_ITEM, NULL);

  self->key = key;
  return self;
}

gboolean
orch_store_item_is_watched (OrchStoreItem *self)
{
  static guint notify;

  if (notify == 0)
    notify = g_signal_lookup ("notify", G_TYPE_OBJECT);
  return g_signal_has_handler_pending (self, notify, g_quark_from_static_string ("object"), FALSE);
}

gboolean
orch_store_item_set_details (OrchStoreItem *self, const OrchStoreDetails *details)
{
  OrchStoreDetails none = { 0 };
  const OrchStoreDetails *new = details != NULL ? details : &none;

  if (orch_store_row_is_same (new->object, self->details.object) &&
      orch_store_row_is_same (new->patient, self->details.patient) &&
      orch_store_row_is_same (new->service, self->details.service) &&
      orch_store_row_is_same (new->staff, self->details.staff))
    return FALSE;
  g_set_object (&self->details.patient, new->patient);
  g_set_object (&self->details.service, new->service);
  g_set_object (&self->details.staff, new->staff);
  g_set_object (&self->details.object, new->object);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OBJECT]);
  return orch_store_item_is_watched (self);
}

static void
notify_all (OrchStoreItem *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OBJECT]);
}

void
orch_store_item_exchange (OrchStoreItem *self, gint64 key, OrchStoreItem *other)
{
  OrchStoreDetails details = self->details;

  g_assert (other != self && (other == NULL || other->key == key));

  self->details = other != NULL ? other->details : (OrchStoreDetails) { 0 };
  if (other != NULL)
    {
      other->key = self->key;
      other->details = details;
      details = (OrchStoreDetails) { 0 };
    }
  self->key = key;
  notify_all (self);
  if (other != NULL)
    notify_all (other);
  orch_store_details_clear (&details);
}

gpointer
orch_store_item_get_object (OrchStoreItem *self)
{
  g_return_val_if_fail (ORCH_IS_STORE_ITEM (self), NULL);

  return self->details.object;
}

gpointer
orch_store_item_get_patient (OrchStoreItem *self)
{
  g_return_val_if_fail (ORCH_IS_STORE_ITEM (self), NULL);

  return self->details.patient;
}

gpointer
orch_store_item_get_service (OrchStoreItem *self)
{
  g_return_val_if_fail (ORCH_IS_STORE_ITEM (self), NULL);

  return self->details.service;
}

gpointer
orch_store_item_get_staff (OrchStoreItem *self)
{
  g_return_val_if_fail (ORCH_IS_STORE_ITEM (self), NULL);

  return self->details.staff;
}

gint64
orch_store_item_get_key (OrchStoreItem *self)
{
  g_return_val_if_fail (ORCH_IS_STORE_ITEM (self), 0);

  return self->key;
}
