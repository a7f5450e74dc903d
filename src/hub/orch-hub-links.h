/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which id the hub has for what an EMR id names: given by the store to what puts availability and appointments, so that they refer to the
 * people and services of the hub. Filled by one thread, read by the hub's fibers on the same one. Source: hub/README.md (Mapping).
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** OrchHubKind: what the hub keeps of a clinic, in the order in which it is put there */
typedef enum
{
  ORCH_HUB_STAFF = 0,
  ORCH_HUB_SERVICES,
  ORCH_HUB_PATIENTS,
  ORCH_HUB_SCHEDULES,
  ORCH_HUB_SLOTS,
  ORCH_HUB_APPOINTMENTS,
  ORCH_HUB_SETTINGS,
  ORCH_HUB_MESSAGES,    /* conversations too */
  ORCH_HUB_ACCOUNTS,    /* of patients on the portal */
  ORCH_HUB_INVITATIONS, /* to it; and internal notes on conversations, in the same search */
} OrchHubKind;

#define ORCH_N_HUB_KINDS (ORCH_HUB_INVITATIONS + 1)

typedef struct _OrchHubLinks OrchHubLinks;

OrchHubLinks *orch_hub_links_new (void);
OrchHubLinks *orch_hub_links_ref (OrchHubLinks *self);
void orch_hub_links_unref (OrchHubLinks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchHubLinks, orch_hub_links_unref)

/** orch_hub_links_add: @emr_id, @hub_id: (nullable): nothing is kept then */
void orch_hub_links_add (OrchHubLinks *self, OrchHubKind kind, const char *emr_id, const char *hub_id);
/** orch_hub_links_find: @emr_id: (nullable). Returns: (transfer none) (nullable): the hub's id */
const char *orch_hub_links_find (OrchHubLinks *self, OrchHubKind kind, const char *emr_id);

G_END_DECLS
