/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) What the workstations of a clinic share among themselves: settings, and the lease. Pure; any thread.
 * Source: hub/README.md.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-hub-lease.h"
#include "orch-hub-setting.h"

G_BEGIN_DECLS

#define ORCH_MAP_PART_SETTING "setting:" /* and the group */
#define ORCH_MAP_PART_LEASE "sync-lease"

JsonObject *orch_map_setting (OrchHubSetting *setting, const char *clinic_id, const char *clinic_reference);
/** orch_map_setting_from: Returns: (transfer full) (nullable): %NULL when it is no setting */
OrchHubSetting *orch_map_setting_from (JsonObject *basic);

/** OrchMapLease: what a lease says; strings borrowed from the resource */
typedef struct
{
  gboolean is_held;
  gint64 until_us;      /* by the hub's clock */
  char *workstation_id; /* (owned) (nullable) */
  const char *name;     /* (nullable) */
} OrchMapLease;

/** orch_map_lease: @from_us, @until_us: by the hub's clock; @is_held: %FALSE gives it back */
JsonObject *orch_map_lease (const char *clinic_id, const char *clinic_reference, const OrchHubHolder *holder,
                            gint64 from_us, gint64 until_us, gboolean is_held);
/** orch_map_lease_read: @lease: cleared with orch_map_lease_clear() */
void orch_map_lease_read (JsonObject *task, OrchMapLease *lease);
void orch_map_lease_clear (OrchMapLease *lease);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchMapLease, orch_map_lease_clear)

G_END_DECLS
