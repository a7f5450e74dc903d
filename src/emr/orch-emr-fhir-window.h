/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Readings of the schedule and of patients: which searches are made, and what to do with a server that does not take
 * them. Main thread; pages are parsed on workers while the next one is being asked.
 */
#pragma once

#include "orch-emr-fhir-private.h"
#include "orch-emr-fhir-schedule.h"

G_BEGIN_DECLS

/** orch_emr_fhir_read_window: Returns: (transfer full) */
OrchEmrPager *orch_emr_fhir_read_window (OrchEmrFhir *self, OrchEmrFhirKind kind, const OrchEmrWindow *window);
/** orch_emr_fhir_read_people: Returns: (transfer full): the patients of these ids */
OrchEmrPager *orch_emr_fhir_read_people (OrchEmrFhir *self, const char *const *ids);
/** orch_emr_fhir_takes_since: @ask: orch_emr_fhir_get_ask(): whether the server is asked only for what changed */
gboolean orch_emr_fhir_takes_since (int ask);

G_END_DECLS
