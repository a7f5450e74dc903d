/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) What the parts of the FHIR connector share. In fibers on the main thread.
 */
#pragma once

#include "fhir/orch-fhir-client.h"
#include "orch-emr-fhir-index.h"
#include "orch-emr-fhir-schedule.h"
#include "orch-emr-fhir.h"
#include "orch-emr-private.h"

G_BEGIN_DECLS

/** orch_emr_fhir_ensure_client: awaits. Returns: (transfer none) (nullable): the client with its credentials */
OrchFhirClient *orch_emr_fhir_ensure_client (OrchEmrFhir *self, GError **error);
/** orch_emr_fhir_ensure_writer: awaits. Returns: (transfer none) (nullable): the same with the right to write to charts, asked of the token server apart */
OrchFhirClient *orch_emr_fhir_ensure_writer (OrchEmrFhir *self, GError **error);
void orch_emr_fhir_forget_client (OrchEmrFhir *self);

guint orch_emr_fhir_get_count (OrchEmrFhir *self);

/* What was learnt of this server: how much of a search it takes, which types it lacks. */
int orch_emr_fhir_get_ask (OrchEmrFhir *self, OrchEmrFhirKind kind);
void orch_emr_fhir_set_ask (OrchEmrFhir *self, OrchEmrFhirKind kind, int ask);
void orch_emr_fhir_note_missing (OrchEmrFhir *self, OrchEmrFhirKind kind);
/** orch_emr_fhir_get_index: Returns: (transfer none) */
OrchEmrFhirIndex *orch_emr_fhir_get_index (OrchEmrFhir *self);

/** orch_emr_fhir_probe: awaits. Returns: (transfer full) (nullable): what was found */
OrchEmrReport *orch_emr_fhir_probe (OrchEmrFhir *self, GError **error);

G_END_DECLS
