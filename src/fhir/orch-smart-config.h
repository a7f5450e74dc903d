/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The SMART document of a FHIR server: where to sign in, get tokens, activate, register. Discovered at
 * /.well-known/smart-configuration, else from the CapabilityStatement's security extension. Endpoints are https, or
 * loopback when the server itself is on loopback. Immutable; main thread.
 */
#pragma once

#include <json-glib/json-glib.h>
#include <libdex.h>

#include "http/orch-http.h"
#include "orch-key.h"

G_BEGIN_DECLS

/** OrchSmartPasswordRules: as hub/README.md states them; zero or NULL = not stated */
typedef struct
{
  guint min_length;
  guint max_length;
  guint min_classes; /* of lower case, upper case, digits, others */
  const char *forbidden;
} OrchSmartPasswordRules;

#define ORCH_TYPE_SMART_CONFIG (orch_smart_config_get_type ())
G_DECLARE_FINAL_TYPE (OrchSmartConfig, orch_smart_config, ORCH, SMART_CONFIG, GObject)

/** orch_smart_config_new: reads a document already here; @document: (nullable): the server has none. Allows the origins found in @http.
 * Returns: (transfer full) (nullable): UNTRUSTED when it names an address that must not be followed; the token endpoint may be missing */
OrchSmartConfig *orch_smart_config_new (OrchHttp *http, const char *fhir_base, JsonObject *document, GError **error);

/** orch_smart_config_discover: allows the origins found in @http. Returns: (transfer full): a future of #OrchSmartConfig; UNSUPPORTED when the server offers no sign-in */
DexFuture *orch_smart_config_discover (OrchHttp *http, const char *fhir_base);

const char *orch_smart_config_get_base (OrchSmartConfig *self);
const char *orch_smart_config_get_issuer (OrchSmartConfig *self);                 /* (nullable) */
const char *orch_smart_config_get_authorization_endpoint (OrchSmartConfig *self); /* (nullable) */
const char *orch_smart_config_get_token_endpoint (OrchSmartConfig *self);
const char *orch_smart_config_get_activation_endpoint (OrchSmartConfig *self); /* (nullable) */
const char *
orch_smart_config_get_registration_endpoint (OrchSmartConfig *self); /* (nullable): no workstation identity there */
const char *orch_smart_config_get_revocation_endpoint (OrchSmartConfig *self); /* (nullable) */
const char *orch_smart_config_get_jwks_uri (OrchSmartConfig *self);            /* (nullable) */
/** orch_smart_config_get_patient_portal: Returns: (transfer none) (nullable): the page of the patients, for slips: it is not opened by the program */
const char *orch_smart_config_get_patient_portal (OrchSmartConfig *self);
const OrchSmartPasswordRules *orch_smart_config_get_password_rules (OrchSmartConfig *self);
/** orch_smart_config_is_training: the server is on loopback */
gboolean orch_smart_config_is_training (OrchSmartConfig *self);

/**
 * orch_smart_config_register_workstation:
 * @token: the person's access token
 * @name: what the administrator will see, such as the host name
 *
 * Returns: (transfer full): a future of the client_id (string); UNSUPPORTED when the hub does not offer it, REFUSED…
 */
DexFuture *orch_smart_config_register_workstation (OrchSmartConfig *self, OrchHttp *http, const char *token,
                                                   const char *name, OrchKey *key);

G_END_DECLS
