/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What each server says of itself. See the header.
 */
#include "orch-sandbox-capability.h"

#include "core/orch-clock.h"

#include "orch-sandbox-index.h"
#include "orch-sandbox-people.h"

static void
append_interactions (GString *out, const char *const *codes)
{
  for (int i = 0; codes[i] != NULL; i++)
    g_string_append_printf (out, "%s{\"code\":\"%s\"}", i > 0 ? "," : "", codes[i]);
}

static void
append_type (GString *out, OrchSandboxRealm realm, const char *type, const OrchSandboxIgnore *ignore)
{
  static const char *const all[] = { "read", "vread", "create", "update", "delete", "search-type", NULL };
  static const char *const reading[] = { "read", "search-type", NULL };
  static const char *const filing[] = { "read", "create", "search-type", NULL };
  static const char *const kinds[] = { "token", "string", "reference", "date" };
  const OrchSandboxParam *params;
  gsize n;
  gboolean hub = realm == ORCH_SANDBOX_REALM_HUB;
  gboolean first = TRUE;

  g_string_append_printf (out, "{\"type\":\"%s\",\"interaction\":[", type);
  append_interactions (out, hub ? all : g_str_equal (type, "DocumentReference") ? filing : reading);
  g_string_append_printf (out, "],\"versioning\":\"%s\"",
                          hub ? (ignore->if_match ? "versioned" : "versioned-update") : "no-version");
  if (hub)
    g_string_append_printf (out, ",\"readHistory\":true,\"updateCreate\":false,\"conditionalCreate\":%s",
                            ignore->if_none_exist ? "false" : "true");
  params = orch_sandbox_index_params (&n);
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (params[i].type, type) && params[i].kind == ORCH_SANDBOX_REFERENCE)
      {
        g_string_append_printf (out, "%s\"%s:%s\"", first ? ",\"searchInclude\":[" : ",", type, params[i].name);
        first = FALSE;
      }
  if (!first)
    g_string_append_c (out, ']');
  g_string_append (
      out, ",\"searchParam\":[{\"name\":\"_id\",\"type\":\"token\"},{\"name\":\"_lastUpdated\",\"type\":\"date\"}");
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (params[i].type, type))
      g_string_append_printf (out, ",{\"name\":\"%s\",\"type\":\"%s\"}", params[i].name, kinds[params[i].kind]);
  g_string_append_c (out, ']');
  if (hub && g_str_equal (type, "Patient") && !ignore->portal)
    g_string_append (out, ",\"operation\":[{\"name\":\"portal-invitation\",\"definition\":\"" ORCH_SANDBOX_BASE
                          "/OperationDefinition/portal-invitation\"}]");
  g_string_append_c (out, '}');
}

OrchSandboxReply *
orch_sandbox_capability_reply (OrchSandboxRealm realm, const char *base, const OrchSandboxIgnore *ignore)
{
  gboolean hub = realm == ORCH_SANDBOX_REALM_HUB;
  OrchSandboxReply *reply = orch_sandbox_reply_new (200);
  g_autofree char *now = orch_clock_format_instant (orch_clock_now_us ());
  const char *const *types = orch_sandbox_index_types (realm);
  GString *out = reply->body;

  reply->content_type = g_strdup ("application/fhir+json; charset=utf-8");
  g_string_append_printf (
      out,
      "{\"resourceType\":\"CapabilityStatement\",\"status\":\"active\",\"experimental\":true,\"date\":\"%s\","
      "\"kind\":\"instance\",\"software\":{\"name\":\"orchestrateur-sandbox\",\"version\":\"%s\"},"
      "\"implementation\":{\"description\":\"%s\",\"url\":\"%s\"},\"fhirVersion\":\"4.0.1\","
      "\"format\":[\"application/fhir+json\",\"json\"],\"rest\":[{\"mode\":\"server\",\"security\":{\"cors\":false,"
      "\"service\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/restful-security-service\","
      "\"code\":\"SMART-on-FHIR\"}]}],\"extension\":[{\"url\":\"http://fhir-registry.smarthealthit.org/"
      "StructureDefinition/oauth-uris\","
      "\"extension\":[{\"url\":\"token\",\"valueUri\":\"%s/oauth/token\"}",
      now, ORCH_VERSION, hub ? "Training hub" : "Training EMR", base, base);
  if (hub)
    g_string_append_printf (out, ",{\"url\":\"authorize\",\"valueUri\":\"%s/oauth/authorize\"}", base);
  g_string_append (out, "]}]},\"resource\":[");
  for (int i = 0; types[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_type (out, realm, types[i], ignore);
    }
  g_string_append_c (out, ']');
  if (hub)
    g_string_append_printf (out, ",\"interaction\":[%s{\"code\":\"batch\"}]",
                            ignore->transactions ? "" : "{\"code\":\"transaction\"},");
  g_string_append (out, "}]}");
  return reply;
}

OrchSandboxReply *
orch_sandbox_capability_smart_reply (OrchSandboxRealm realm, const char *base, const OrchSandboxIgnore *ignore)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new_json (200, g_strdup ("{"));
  GString *out = reply->body;

  g_string_append_printf (out, "\"token_endpoint\":\"%s/oauth/token\",", base);
  if (realm == ORCH_SANDBOX_REALM_EMR)
    {
      g_string_append (out, "\"grant_types_supported\":[\"client_credentials\"],"
                            "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\",\"client_secret_post\","
                            "\"private_key_jwt\"],"
                            "\"token_endpoint_auth_signing_alg_values_supported\":[\"ES384\",\"RS384\"],"
                            "\"scopes_supported\":[\"system/*.rs\",\"system/*.read\",\"system/DocumentReference.c\","
                            "\"system/DocumentReference.write\"],"
                            "\"capabilities\":[\"client-confidential-symmetric\",\"client-confidential-asymmetric\","
                            "\"permission-v1\",\"permission-v2\"]}");
      return reply;
    }
  g_string_append_printf (
      out, "\"issuer\":\"%s\",\"jwks_uri\":\"%s/oauth/jwks\",\"authorization_endpoint\":\"%s/oauth/authorize\",", base,
      base, base);
  if (!ignore->activation)
    g_string_append_printf (out, "\"activation_endpoint\":\"%s/oauth/activate\",\"password_rules\":%s,", base,
                            orch_sandbox_people_password_rules ());
  if (!ignore->registration)
    g_string_append_printf (out, "\"registration_endpoint\":\"%s/oauth/register\",", base);
  if (!ignore->portal)
    g_string_append_printf (out, "\"patient_portal\":\"%.*s/portal\",", (int) (strlen (base) - strlen ("/hub")), base);
  g_string_append (
      out, "\"grant_types_supported\":[\"authorization_code\",\"refresh_token\",\"client_credentials\"],"
           "\"response_types_supported\":[\"code\"],\"code_challenge_methods_supported\":[\"S256\"],"
           "\"token_endpoint_auth_methods_supported\":[\"none\",\"private_key_jwt\"],"
           "\"token_endpoint_auth_signing_alg_values_supported\":[\"ES384\",\"RS384\"],"
           "\"id_token_signing_alg_values_supported\":[\"ES256\"],"
           "\"scopes_supported\":[\"openid\",\"fhirUser\",\"offline_access\",\"user/*.cruds\",\"system/*.cruds\"],"
           "\"capabilities\":[\"launch-standalone\",\"client-public\",\"client-confidential-asymmetric\","
           "\"sso-openid-connect\",\"permission-offline\",\"permission-user\",\"permission-v1\",\"permission-v2\","
           "\"authorize-post\"]}");
  return reply;
}
