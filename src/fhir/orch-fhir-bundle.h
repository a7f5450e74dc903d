/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A transaction or a batch being put together. Used once, on one thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ORCH_FHIR_BATCH_MAX 100 /* entries; larger ones time out on some servers */

typedef enum
{
  ORCH_FHIR_BUNDLE_TRANSACTION, /* all or nothing, where the server keeps its word */
  ORCH_FHIR_BUNDLE_BATCH,       /* each entry by itself */
} OrchFhirBundleKind;

#define ORCH_TYPE_FHIR_BUNDLE (orch_fhir_bundle_get_type ())
G_DECLARE_FINAL_TYPE (OrchFhirBundle, orch_fhir_bundle, ORCH, FHIR_BUNDLE, GObject)

OrchFhirBundle *orch_fhir_bundle_new (OrchFhirBundleKind kind);

/** orch_fhir_bundle_add_create: @full_url: (nullable): "urn:uuid:…" that other entries refer to; @if_none_exist: (nullable): already encoded query */
void orch_fhir_bundle_add_create (OrchFhirBundle *self, JsonObject *resource, const char *full_url,
                                  const char *if_none_exist);
void orch_fhir_bundle_add_update (OrchFhirBundle *self, JsonObject *resource, const char *id, const char *version);
guint orch_fhir_bundle_get_length (OrchFhirBundle *self);
/** orch_fhir_bundle_get_entry_type: Returns: (transfer none): resource type of the nth entry */
const char *orch_fhir_bundle_get_entry_type (OrchFhirBundle *self, guint index);
/** orch_fhir_bundle_to_json: Returns: (transfer full) */
JsonObject *orch_fhir_bundle_to_json (OrchFhirBundle *self);

G_END_DECLS
