/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What came of one interaction with one resource: its type, id, version and, when the server sent it, the resource
 * itself. Ids and versions are read as fhir-servers.md §3 (1–3) says. Immutable; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "http/orch-http-answer.h"

G_BEGIN_DECLS

#define ORCH_TYPE_FHIR_RESULT (orch_fhir_result_get_type ())
G_DECLARE_FINAL_TYPE (OrchFhirResult, orch_fhir_result, ORCH, FHIR_RESULT, GObject)

/** orch_fhir_result_new_for_answer: @type: (nullable): the type asked for; @id: (nullable): the id asked for; @resource: (nullable): the body if it is a resource */
OrchFhirResult *orch_fhir_result_new_for_answer (const char *type, const char *id, OrchHttpAnswer *answer,
                                                 JsonObject *resource);
/** orch_fhir_result_new_for_entry: @entry: one Bundle.entry of a batch-response or transaction-response */
OrchFhirResult *orch_fhir_result_new_for_entry (const char *type, JsonObject *entry);

const char *orch_fhir_result_get_id (OrchFhirResult *self);       /* (nullable) */
const char *orch_fhir_result_get_version (OrchFhirResult *self);  /* (nullable) opaque */
JsonObject *orch_fhir_result_get_resource (OrchFhirResult *self); /* (nullable) */
/** orch_fhir_result_get_error: Returns: (transfer none) (nullable): of a batch's row: why it failed, an ORCH_ERROR */
const GError *orch_fhir_result_get_error (OrchFhirResult *self);
/** orch_fhir_result_was_created: whether the server says that it made a new one (201) */
gboolean orch_fhir_result_was_created (OrchFhirResult *self);

G_END_DECLS
