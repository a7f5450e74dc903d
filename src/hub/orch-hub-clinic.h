/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Everything the hub holds of one clinic: for the pre-filled wizard, and for a second workstation that joins.
 * Immutable; any thread.
 */
#pragma once

#include <gio/gio.h>

#include "core/orch-clinic.h"

G_BEGIN_DECLS

#define ORCH_TYPE_HUB_CLINIC (orch_hub_clinic_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubClinic, orch_hub_clinic, ORCH, HUB_CLINIC, GObject)

/** orch_hub_clinic_get_clinic: Returns: (transfer none): with hub_id, hub_version, emr_vendor, logo and providers */
OrchClinic *orch_hub_clinic_get_clinic (OrchHubClinic *self);
GPtrArray *orch_hub_clinic_get_departments (OrchHubClinic *self); /* (element-type OrchDepartment) */
GPtrArray *orch_hub_clinic_get_staff (OrchHubClinic *self); /* (element-type OrchStaffMember), with ids and hub ids */
GPtrArray *orch_hub_clinic_get_services (OrchHubClinic *self); /* (element-type OrchService), with ids and hub ids */
/** orch_hub_clinic_get_sealed: Returns: (transfer none) (nullable): the sealed EMR credentials */
GBytes *orch_hub_clinic_get_sealed (OrchHubClinic *self);
const char *orch_hub_clinic_get_sealed_key_id (OrchHubClinic *self); /* (nullable) */
const char *
orch_hub_clinic_get_emr_address (OrchHubClinic *self); /* (nullable) of the Endpoint, NULL while to be set up */
/** orch_hub_clinic_get_unreadable: Returns: how many records of the hub could not be read, and were left out */
guint orch_hub_clinic_get_unreadable (OrchHubClinic *self);

G_END_DECLS
