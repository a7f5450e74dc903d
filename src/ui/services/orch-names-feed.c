/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-names-feed.h.
 */
#include "orch-names-feed.h"

#include "orch-row-reader.h"
#include "sync/orch-sync-item.h"

struct _OrchNamesFeed
{
  GObject parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchServiceNames *names;
  OrchStoreList *staff;
  OrchServiceDesk *desk; /* (nullable): whose lists the names follow */

  gboolean attached; /* the session lets the names be read */
  gboolean reading;  /* what waits is being listed */
  gboolean again;    /* it changed since */
};

static void read_waiting (OrchNamesFeed *self);

G_DEFINE_FINAL_TYPE (OrchNamesFeed, orch_names_feed, G_TYPE_OBJECT)

static DexFuture *
on_staff_loaded (DexFuture *future, gpointer data)
{
  OrchNamesFeed *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->names != NULL && self->attached && value != NULL && G_VALUE_HOLDS (value, G_TYPE_PTR_ARRAY))
    orch_service_names_set_staff (self->names, g_value_get_boxed (value));
  return NULL;
}

static DexFuture *
load_staff (DexFuture *future, gpointer data)
{
  OrchNamesFeed *self = data;

  return self->staff != NULL ? orch_row_reader_load (G_LIST_MODEL (self->staff), NULL) : dex_future_new_true ();
}

static void
read_staff (OrchNamesFeed *self)
{
  DexFuture *future = NULL;

  if (!self->attached || self->staff == NULL)
    return;
  future = dex_future_then (orch_store_list_when_loaded (self->staff), load_staff, g_object_ref (self), g_object_unref);
  dex_future_disown (dex_future_then (future, on_staff_loaded, g_object_ref (self), g_object_unref));
}

static DexFuture *
on_waiting_listed (DexFuture *future, gpointer data)
{
  OrchNamesFeed *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *items = value != NULL ? g_value_get_object (value) : NULL;

  self->reading = FALSE;
  if (self->names == NULL || !self->attached)
    return NULL;
  if (self->again)
    read_waiting (self);
  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (OrchSyncItem) item = g_list_model_get_item (items, i);

      if (g_strcmp0 (orch_sync_item_get_object_type (item), "service") == 0)
        g_hash_table_insert (ids, g_strdup (orch_sync_item_get_object_id (item)),
                             GINT_TO_POINTER (orch_sync_item_get_failed (item) ? ORCH_SERVICE_REFUSED
                                                                               : ORCH_SERVICE_WAITING));
    }
  orch_service_names_set_waiting (self->names, g_hash_table_size (ids) > 0 ? ids : NULL);
  return NULL;
}

/* One list at a time: a long one, asked while much was waiting, would end after the empty one that followed it, and what has
   been sent would keep its clock. */
static void
read_waiting (OrchNamesFeed *self)
{
  OrchSync *sync = self->attached ? orch_engine_get_sync (self->engine) : NULL;

  self->again = sync != NULL && self->reading;
  if (sync == NULL || self->reading)
    return;
  self->reading = TRUE;
  dex_future_disown (
      dex_future_finally (orch_sync_list_waiting (sync), on_waiting_listed, g_object_ref (self), g_object_unref));
}

/* The desk comes with the clinic. */
static void
read_lists (OrchNamesFeed *self)
{
  OrchServiceDesk *desk = orch_engine_get_services (self->engine);

  if (desk == NULL || !g_set_object (&self->desk, desk))
    return;
  orch_service_names_set_lists (self->names, orch_service_desk_get_types (desk),
                                orch_service_desk_get_categories (desk));
}

static void
on_session (OrchNamesFeed *self)
{
  const gboolean may = orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_DIRECTORY);

  if (may == self->attached)
    return;
  self->attached = may;
  if (may)
    {
      orch_store_list_attach (self->staff);
      read_staff (self);
      read_waiting (self);
    }
  else
    {
      orch_store_list_detach (self->staff);
      orch_service_names_set_staff (self->names, NULL);
      orch_service_names_set_waiting (self->names, NULL);
    }
}

static void
orch_names_feed_dispose (GObject *object)
{
  OrchNamesFeed *self = ORCH_NAMES_FEED (object);

  self->attached = FALSE;
  g_clear_object (&self->staff);
  g_clear_object (&self->desk);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_names_feed_parent_class)->dispose (object);
}

static void
orch_names_feed_class_init (OrchNamesFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_names_feed_dispose;
}

static void
orch_names_feed_init (OrchNamesFeed *self)
{
}

OrchNamesFeed *
orch_names_feed_new (OrchEngine *engine, OrchServiceNames *names)
{
  OrchNamesFeed *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);

  self = g_object_new (ORCH_TYPE_NAMES_FEED, NULL);
  self->engine = g_object_ref (engine);
  self->names = g_object_ref (names);
  self->staff = orch_engine_list_staff (engine);
  self->attached = TRUE;
  g_signal_connect_object (self->staff, "items-changed", G_CALLBACK (read_staff), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (read_lists), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::waiting", G_CALLBACK (read_waiting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::failed", G_CALLBACK (read_waiting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  read_lists (self);
  on_session (self);
  read_staff (self);
  read_waiting (self);
  return self;
}
