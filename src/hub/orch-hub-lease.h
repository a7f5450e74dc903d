/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who synchronises this clinic now. A lease saves work and nothing else: two workstations that both believe they hold it do each
 * other no harm. Immutable; any thread. Source: hub/README.md (sync lease).
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_HUB_LEASE_MINE = 0,
  ORCH_HUB_LEASE_HELD,        /* by another workstation, until then */
  ORCH_HUB_LEASE_UNSUPPORTED, /* this hub keeps no leases (no Task, or not for us): go on without */
} OrchHubLeaseState;

/** OrchHubHolder: this workstation; strings borrowed for the call */
typedef struct
{
  const char *workstation_id; /* our UUID */
  const char *device_hub_id;  /* (nullable) of orch_hub_put_device() */
  const char *name;           /* (nullable) what others are told: "poste-accueil" */
} OrchHubHolder;

#define ORCH_TYPE_HUB_LEASE (orch_hub_lease_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubLease, orch_hub_lease, ORCH, HUB_LEASE, GObject)

/** orch_hub_lease_new: @holder: (nullable) */
OrchHubLease *orch_hub_lease_new (OrchHubLeaseState state, const char *holder, gint64 until_us);
OrchHubLeaseState orch_hub_lease_get_state (OrchHubLease *self);
/** orch_hub_lease_get_holder: Returns: (transfer none) (nullable): the name of the workstation that holds it */
const char *orch_hub_lease_get_holder (OrchHubLease *self);
/** orch_hub_lease_get_until_us: Returns: when it ends, by our clock (the difference with the hub's taken off); 0 unknown */
gint64 orch_hub_lease_get_until_us (OrchHubLease *self);

G_END_DECLS
