/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a server says it can do (CapabilityStatement), asked once and kept by the client. A server that says nothing about a
 * thing is "unknown": try it, and be ready for a refusal. Immutable; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ORCH_TYPE_FHIR_CAPABILITY (orch_fhir_capability_get_type ())
G_DECLARE_FINAL_TYPE (OrchFhirCapability, orch_fhir_capability, ORCH, FHIR_CAPABILITY, GObject)

OrchFhirCapability *orch_fhir_capability_new (JsonObject *statement);

const char *orch_fhir_capability_get_fhir_version (OrchFhirCapability *self); /* (nullable) "4.0.1" */
gboolean orch_fhir_capability_is_r4 (OrchFhirCapability *self);           /* 4.0.x and 4.3; also when it does not say */
const char *orch_fhir_capability_get_software (OrchFhirCapability *self); /* (nullable) name and version */
gboolean orch_fhir_capability_has_resource (OrchFhirCapability *self, const char *type);
/** orch_fhir_capability_declares: @type: (nullable): %NULL for the whole system ("transaction", "batch") */
gboolean orch_fhir_capability_declares (OrchFhirCapability *self, const char *type, const char *interaction);
gboolean orch_fhir_capability_has_search_param (OrchFhirCapability *self, const char *type, const char *name);
/** orch_fhir_capability_get_oauth_uri: @name: "authorize", "token", "register" of the SMART security extension */
const char *orch_fhir_capability_get_oauth_uri (OrchFhirCapability *self, const char *name);

G_END_DECLS
