/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-provider-list.h. Main thread.
 */
#include "orch-provider-list.h"

#include "catalogue/orch-catalogue.h"

#define EVERY_S 60

struct _OrchProviderList
{
  GObject parent_instance;

  /* owned */
  OrchHubAccess *access;
  GListStore *cards;
  OrchClinic *clinic; /* (nullable): whose ticks are shown */

  guint source;
};

G_DEFINE_FINAL_TYPE (OrchProviderList, orch_provider_list, G_TYPE_OBJECT)

static OrchProviderCard *
add_card (OrchProviderList *self, const char *code, const char *name, gboolean known)
{
  g_autoptr (OrchProviderCard) card = orch_provider_card_new (code, name, known);

  g_list_store_append (self->cards, card);
  return card;
}

static DexFuture *
ask_fiber (gpointer data)
{
  OrchProviderList *self = data;
  g_autoptr (OrchHub) hub = NULL;
  g_autoptr (GPtrArray) listed = NULL;
  GError *error = NULL;

  hub = dex_await_object (orch_hub_access_get_hub (self->access), &error);
  if (hub != NULL)
    listed = dex_await_boxed (orch_hub_list_providers (hub), &error);
  if (listed == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < listed->len; i++)
    {
      OrchHubProvider *provider = g_ptr_array_index (listed, i);
      OrchProviderCard *card = orch_provider_list_find (self, orch_hub_provider_get_code (provider));

      if (card == NULL)
        card = add_card (self, orch_hub_provider_get_code (provider), orch_hub_provider_get_name (provider), FALSE);
      orch_provider_card_set_integrated (card, orch_hub_provider_is_integrated (provider));
    }
  if (self->clinic != NULL)
    orch_provider_list_show_ticks (self, self->clinic);
  return dex_future_new_for_boolean (TRUE);
}

static void
ask (OrchProviderList *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, ask_fiber, g_object_ref (self), g_object_unref));
}

static gboolean
on_time (gpointer data)
{
  ask (data);
  return G_SOURCE_CONTINUE;
}

static void
orch_provider_list_finalize (GObject *object)
{
  OrchProviderList *self = ORCH_PROVIDER_LIST (object);

  orch_provider_list_stop (self);
  g_clear_object (&self->access);
  g_clear_object (&self->cards);
  g_clear_object (&self->clinic);
  G_OBJECT_CLASS (orch_provider_list_parent_class)->finalize (object);
}

static void
orch_provider_list_class_init (OrchProviderListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_provider_list_finalize;
}

static void
orch_provider_list_init (OrchProviderList *self)
{
  GListModel *known = orch_catalogue_get_providers (orch_catalogue_get_default ());

  self->cards = g_list_store_new (ORCH_TYPE_PROVIDER_CARD);
  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (OrchCatalogueEntry) provider = g_list_model_get_item (known, i);

      add_card (self, orch_catalogue_entry_get_code (provider), orch_catalogue_entry_get_name (provider, NULL), TRUE);
    }
}

OrchProviderList *
orch_provider_list_new (OrchHubAccess *access)
{
  OrchProviderList *self = NULL;

  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (access), NULL);

  self = g_object_new (ORCH_TYPE_PROVIDER_LIST, NULL);
  self->access = g_object_ref (access);
  return self;
}

GListModel *
orch_provider_list_get_model (OrchProviderList *self)
{
  g_return_val_if_fail (ORCH_IS_PROVIDER_LIST (self), NULL);

  return G_LIST_MODEL (self->cards);
}

OrchProviderCard *
orch_provider_list_find (OrchProviderList *self, const char *code)
{
  g_return_val_if_fail (ORCH_IS_PROVIDER_LIST (self), NULL);
  g_return_val_if_fail (code != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->cards)); i++)
    {
      g_autoptr (OrchProviderCard) card = g_list_model_get_item (G_LIST_MODEL (self->cards), i);

      if (g_str_equal (orch_provider_card_get_code (card), code))
        return card; /* the list holds it */
    }
  return NULL;
}

void
orch_provider_list_show_ticks (OrchProviderList *self, OrchClinic *clinic)
{
  g_return_if_fail (ORCH_IS_PROVIDER_LIST (self));
  g_return_if_fail (ORCH_IS_CLINIC (clinic));

  g_set_object (&self->clinic, clinic);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->cards)); i++)
    {
      g_autoptr (OrchProviderCard) card = g_list_model_get_item (G_LIST_MODEL (self->cards), i);

      orch_provider_card_set_ticked (card, orch_clinic_has_provider (clinic, orch_provider_card_get_code (card)));
    }
}

void
orch_provider_list_watch (OrchProviderList *self, gboolean lasting)
{
  g_return_if_fail (ORCH_IS_PROVIDER_LIST (self));

  orch_provider_list_stop (self);
  ask (self);
  if (lasting)
    self->source = g_timeout_add_seconds (EVERY_S, on_time, self);
}

void
orch_provider_list_stop (OrchProviderList *self)
{
  g_return_if_fail (ORCH_IS_PROVIDER_LIST (self));

  g_clear_handle_id (&self->source, g_source_remove);
}
