/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) The clinic and what belongs to it: Organization, Location, departments, providers, Endpoint, documents. Pure; any
 * thread. Source: hub/README.md (Mapping).
 */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "core/orch-clinic.h"
#include "core/orch-department.h"
#include "orch-hub-provider.h"

G_BEGIN_DECLS

#define ORCH_MAP_PART_LOCATION "location"
#define ORCH_MAP_PART_ENDPOINT "endpoint"
#define ORCH_MAP_PART_LOGO "logo"
#define ORCH_MAP_PART_SEALED "sealed-credentials"
#define ORCH_MAP_PART_AFFILIATION "affiliation:" /* + code of the provider */

/** orch_map_organization: @emr_name: (nullable): display of the EMR. Returns: (transfer full) */
JsonObject *orch_map_organization (OrchClinic *clinic, const char *emr_name);
/** orch_map_location: @clinic_reference: "Organization/…" or a urn. Returns: (transfer full) */
JsonObject *orch_map_location (OrchClinic *clinic, const char *clinic_reference);
/** orch_map_logo: Returns: (transfer full) (nullable): %NULL without a logo */
JsonObject *orch_map_logo (OrchClinic *clinic, const char *clinic_reference);
JsonObject *orch_map_sealed (const char *clinic_id, const char *clinic_reference, GBytes *sealed, const char *key_id);
JsonObject *orch_map_department (OrchDepartment *department, const char *vendor, const char *clinic_reference);
JsonObject *orch_map_affiliation (const char *clinic_id, const char *clinic_reference, const char *provider_hub_id,
                                  const char *code, gboolean active);
/** orch_map_endpoint: @enabled: it is set up; @address: (nullable): of a FHIR service */
JsonObject *orch_map_endpoint (const char *clinic_id, const char *clinic_reference, const char *name,
                               const char *address, gboolean enabled);

/**
 * orch_map_clinic_from:
 * @organization: the clinic
 * @location: (nullable): its place, for an address that the Organization has not
 * @logo: (nullable): DocumentReference
 * @providers: (nullable): codes of the active affiliations, NULL-terminated
 *
 * Returns: (transfer full) (nullable): %NULL when @organization has no id
 */
OrchClinic *orch_map_clinic_from (JsonObject *organization, JsonObject *location, JsonObject *logo,
                                  const char *const *providers);
OrchDepartment *orch_map_department_from (JsonObject *organization); /* (nullable) */
OrchHubProvider *orch_map_provider_from (JsonObject *organization);  /* (nullable) */
gboolean orch_map_is_kind (JsonObject *organization, const char *kind);
gboolean orch_map_is_document (JsonObject *document, const char *kind);
/** orch_map_attachment: Returns: (transfer full) (nullable): the decoded data; @type: (out) (nullable) (transfer none) */
GBytes *orch_map_attachment (JsonObject *document, const char **type);

G_END_DECLS
