/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Who holds a role, and which service a name or a code means, for EMRs whose appointments do not say it outright.
 * Grows as it is needed. Owned by the connector, shared with its workers; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _OrchEmrFhirIndex OrchEmrFhirIndex;

OrchEmrFhirIndex *orch_emr_fhir_index_new (void);
OrchEmrFhirIndex *orch_emr_fhir_index_ref (OrchEmrFhirIndex *self);
void orch_emr_fhir_index_unref (OrchEmrFhirIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchEmrFhirIndex, orch_emr_fhir_index_unref)

/** orch_emr_fhir_index_add: one PractitionerRole or HealthcareService; others are passed over */
void orch_emr_fhir_index_add (OrchEmrFhirIndex *self, JsonObject *resource);
/** orch_emr_fhir_index_close_role: nobody else is to be found for this role: it is not asked again */
void orch_emr_fhir_index_close_role (OrchEmrFhirIndex *self, const char *role_id);
/** orch_emr_fhir_index_close_services: all are in */
void orch_emr_fhir_index_close_services (OrchEmrFhirIndex *self);
gboolean orch_emr_fhir_index_has_services (OrchEmrFhirIndex *self);

/** orch_emr_fhir_index_find_holder: @known: (out): whether the role was looked for already. Returns: (transfer full) (nullable): the
 * practitioner */
char *orch_emr_fhir_index_find_holder (OrchEmrFhirIndex *self, const char *role_id, gboolean *known);
/** orch_emr_fhir_index_find_service: @concept: by a code or by the name, when exactly one service has it. Returns: (transfer full) (nullable) */
char *orch_emr_fhir_index_find_service (OrchEmrFhirIndex *self, JsonObject *concept);

G_END_DECLS
