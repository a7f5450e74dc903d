/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Readings of staff and services, after the roles that say who does what. Main thread.
 */
#pragma once

#include "orch-emr-fhir-read.h"
#include "orch-emr-fhir.h"

G_BEGIN_DECLS

/** OrchEmrFhirReadPage: on a worker. Returns: (transfer full) (nullable): what is in the answer @bytes */
typedef OrchEmrPage *(*OrchEmrFhirReadPage) (GBytes *bytes, OrchEmrFhirRoles *roles, GError **error);

/** orch_emr_fhir_read_directory: @type: static: of the resources. Returns: (transfer full) */
OrchEmrPager *orch_emr_fhir_read_directory (OrchEmrFhir *self, const char *type, OrchEmrFhirReadPage read);

G_END_DECLS
