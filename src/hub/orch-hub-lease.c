/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who synchronises this clinic now. Immutable; any thread.
 */
#include "orch-hub-lease.h"

struct _OrchHubLease
{
  GObject parent_instance;

  OrchHubLeaseState state;
  gint64 until_us;
  char *holder; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchHubLease, orch_hub_lease, G_TYPE_OBJECT)

static void
orch_hub_lease_finalize (GObject *object)
{
  OrchHubLease *self = ORCH_HUB_LEASE (object);

  g_clear_pointer (&self->holder, g_free);

  G_OBJECT_CLASS (orch_hub_lease_parent_class)->finalize (object);
}

static void
orch_hub_lease_class_init (OrchHubLeaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_lease_finalize;
}

static void
orch_hub_lease_init (OrchHubLease *self)
{
}

OrchHubLease *
orch_hub_lease_new (OrchHubLeaseState state, const char *holder, gint64 until_us)
{
  OrchHubLease *self = g_object_new (ORCH_TYPE_HUB_LEASE, NULL);
  self->state = state;
  self->until_us = until_us;
  self->holder = g_strdup (holder);
  return self;
}

OrchHubLeaseState
orch_hub_lease_get_state (OrchHubLease *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_LEASE (self), ORCH_HUB_LEASE_UNSUPPORTED);
  return self->state;
}

const char *
orch_hub_lease_get_holder (OrchHubLease *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_LEASE (self), NULL);
  return self->holder;
}

gint64
orch_hub_lease_get_until_us (OrchHubLease *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_LEASE (self), 0);
  return self->until_us;
}
