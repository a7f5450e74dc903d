/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) Staff and services: Practitioner, PractitionerRole, HealthcareService. Pure; any thread. Source: hub/README.md (Mapping).
 */
#pragma once

#include <json-glib/json-glib.h>

#include "core/orch-service.h"
#include "core/orch-staff-member.h"

G_BEGIN_DECLS

/** orch_map_practitioner: @vendor: (nullable): code of the EMR. Returns: (transfer full) */
JsonObject *orch_map_practitioner (OrchStaffMember *member, const char *vendor);

/**
 * orch_map_role:
 * @place_id: our UUID of the department, or of the clinic: the role's own identifier is made of it
 * @place_reference: "Organization/…"
 * @service_references: (element-type utf8): "HealthcareService/…", maybe none
 */
JsonObject *orch_map_role (OrchStaffMember *member, const char *practitioner_reference, const char *place_id,
                           const char *place_reference, GPtrArray *service_references);

JsonObject *orch_map_service (OrchService *service, const char *vendor, const char *clinic_reference);

/** orch_map_staff_from: @roles: (element-type JsonObject): of this person; @department_emr_ids: (nullable): NULL-terminated. Returns: (transfer full) (nullable): %NULL without an id */
OrchStaffMember *orch_map_staff_from (JsonObject *practitioner, GPtrArray *roles,
                                      const char *const *department_emr_ids);
OrchService *orch_map_service_from (JsonObject *service, const char *const *professional_emr_ids); /* (nullable) */

/** orch_map_permission_from: the highest of active roles */
OrchPermission orch_map_permission_from (GPtrArray *roles);

/** orch_map_role_permission: what the role gives while it is active */
OrchPermission orch_map_role_permission (JsonObject *role);
/** orch_map_person_digest: of what orch_map_practitioner() made. Returns: (transfer full) */
char *orch_map_person_digest (JsonObject *practitioner);
/** orch_map_role_set_person: @digest: of the person as they are now: who searches roles that changed finds people who did, with one request */
void orch_map_role_set_person (JsonObject *role, const char *digest);

G_END_DECLS
