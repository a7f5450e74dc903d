/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An appointment provider as the hub lists it. Immutable; any thread.
 */
#include "orch-hub-provider.h"

struct _OrchHubProvider
{
  GObject parent_instance;

  char *hub_id; /* (owned) */
  char *code;   /* (owned) */
  char *name;   /* (owned) */
  gboolean integrated;
};

G_DEFINE_FINAL_TYPE (OrchHubProvider, orch_hub_provider, G_TYPE_OBJECT)

static void
orch_hub_provider_finalize (GObject *object)
{
  OrchHubProvider *self = ORCH_HUB_PROVIDER (object);

  g_clear_pointer (&self->hub_id, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (orch_hub_provider_parent_class)->finalize (object);
}

static void
orch_hub_provider_class_init (OrchHubProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_provider_finalize;
}

static void
orch_hub_provider_init (OrchHubProvider *self)
{
}

OrchHubProvider *
orch_hub_provider_new (const char *hub_id, const char *code, const char *name, gboolean integrated)
{
  OrchHubProvider *self = g_object_new (ORCH_TYPE_HUB_PROVIDER, NULL);
  self->hub_id = g_strdup (hub_id);
  self->code = g_strdup (code);
  self->name = g_strdup (name);
  self->integrated = integrated;
  return self;
}

const char *
orch_hub_provider_get_hub_id (OrchHubProvider *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_PROVIDER (self), NULL);
  return self->hub_id;
}

const char *
orch_hub_provider_get_code (OrchHubProvider *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_PROVIDER (self), NULL);
  return self->code;
}

const char *
orch_hub_provider_get_name (OrchHubProvider *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_PROVIDER (self), NULL);
  return self->name;
}

gboolean
orch_hub_provider_is_integrated (OrchHubProvider *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_PROVIDER (self), FALSE);
  return self->integrated;
}
