/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) FHIR pages into core objects, on a worker. Roles are read first and kept in short form, so that a person can be joined
 * with theirs whatever the order of the server; one role costs some 200 bytes. Any thread; calls are serialised inside.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-emr-page.h"

G_BEGIN_DECLS

#define ORCH_EMR_MAX_ROLES 500000 /* more than any region has: the rest is not read */

typedef struct _OrchEmrFhirRoles OrchEmrFhirRoles;

OrchEmrFhirRoles *orch_emr_fhir_roles_new (void);
OrchEmrFhirRoles *orch_emr_fhir_roles_ref (OrchEmrFhirRoles *self);
void orch_emr_fhir_roles_unref (OrchEmrFhirRoles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchEmrFhirRoles, orch_emr_fhir_roles_unref)

/** orch_emr_fhir_read_roles: one page of PractitionerRole into @roles. Returns: (transfer full) (nullable): an empty page */
OrchEmrPage *orch_emr_fhir_read_roles (GBytes *bytes, OrchEmrFhirRoles *roles, GError **error);
/** orch_emr_fhir_read_staff: one page of Practitioner, joined. Returns: (transfer full) (nullable) */
OrchEmrPage *orch_emr_fhir_read_staff (GBytes *bytes, OrchEmrFhirRoles *roles, GError **error);
/** orch_emr_fhir_read_services: one page of HealthcareService, with who offers it. Returns: (transfer full) (nullable) */
OrchEmrPage *orch_emr_fhir_read_services (GBytes *bytes, OrchEmrFhirRoles *roles, GError **error);

/* For readers of other types. */

/** OrchEmrFhirEach: one record that can be read as what it should be; @id: valid */
typedef void (*OrchEmrFhirEach) (JsonObject *resource, const char *id, gpointer data, GPtrArray *records,
                                 GPtrArray *unreadable);
/** orch_emr_fhir_walk: one searchset: what is not readable as @type is told, what merely came along is passed over.
 * Returns: (transfer full) (nullable) */
OrchEmrPage *orch_emr_fhir_walk (GBytes *bytes, const char *type, OrchEmrFhirEach each, gpointer data, GError **error);

G_END_DECLS
