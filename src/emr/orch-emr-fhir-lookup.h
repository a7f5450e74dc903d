/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Short questions to a FHIR EMR besides its pages: whom a role means, which service a name means, whether anything
 * changed. In fibers on the main thread.
 */
#pragma once

#include "orch-emr-fhir-private.h"

G_BEGIN_DECLS

/** orch_emr_fhir_look_up: awaits. Puts in the index what appointments speak of without saying it. @roles: (element-type utf8): ids */
gboolean orch_emr_fhir_look_up (OrchEmrFhir *self, GPtrArray *roles, gboolean with_services, GError **error);
/** orch_emr_fhir_find_appointments: see orch_emr_find_appointments() */
DexFuture *orch_emr_fhir_find_appointments (OrchEmrFhir *self, const char *const *ids);
/** orch_emr_fhir_search_patients: Awaits. Returns: (transfer full) (nullable): of #OrchPatient; see orch_emr_search_patients() */
GPtrArray *orch_emr_fhir_search_patients (OrchEmrFhir *self, const OrchEmrPatientQuery *query, GError **error);
/** orch_emr_fhir_ask_changed: Returns: (transfer full): a future boolean */
DexFuture *orch_emr_fhir_ask_changed (OrchEmrFhir *self, gint64 since_us);

G_END_DECLS
