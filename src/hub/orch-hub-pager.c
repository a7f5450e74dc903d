/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The pages of what changed on the hub since an instant. Main thread.
 */
#include "orch-hub-pager.h"

#include "core/orch-error.h"
#include "orch-hub-private.h"

struct _OrchHubPager
{
  GObject parent_instance;

  OrchHub *hub;        /* (owned) */
  char *clinic_hub_id; /* (owned) */
  OrchHubKind kind;
  gint64 since_us;
};

G_DEFINE_FINAL_TYPE (OrchHubPager, orch_hub_pager, G_TYPE_OBJECT)

static void
orch_hub_pager_finalize (GObject *object)
{
  OrchHubPager *self = ORCH_HUB_PAGER (object);

  g_clear_object (&self->hub);
  g_clear_pointer (&self->clinic_hub_id, g_free);

  G_OBJECT_CLASS (orch_hub_pager_parent_class)->finalize (object);
}

static void
orch_hub_pager_class_init (OrchHubPagerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_pager_finalize;
}

static void
orch_hub_pager_init (OrchHubPager *self)
{
}

OrchHubPager *
orch_hub_pager_new (OrchHub *hub, const char *clinic_hub_id, OrchHubKind kind, gint64 since_us)
{
  OrchHubPager *self = g_object_new (ORCH_TYPE_HUB_PAGER, NULL);
  self->hub = g_object_ref (hub);
  self->clinic_hub_id = g_strdup (clinic_hub_id);
  self->kind = kind;
  self->since_us = since_us;
  return self;
}

DexFuture *
orch_hub_pager_next (OrchHubPager *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_PAGER (self), NULL);
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "not yet");
}
