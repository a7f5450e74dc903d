/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a server answers: a page, an outcome, a token, the SMART document, a capability statement, keys; and the addresses in them.
 */
#include <string.h>

#include "core/orch-error.h"
#include "fhir/orch-fhir-capability.h"
#include "fhir/orch-fhir-error.h"
#include "fhir/orch-fhir-pager.h"
#include "fhir/orch-fhir-reference.h"
#include "fhir/orch-grant.h"
#include "fhir/orch-jwt.h"
#include "fhir/orch-oauth-answer.h"
#include "fhir/orch-smart-config.h"
#include "http/orch-json.h"
#include "http/orch-url.h"
#include "orch-fuzz.h"

#define BASE "https://hub.example/fhir"

/* What was refused says why, in words that can be shown. */
static void
check_error (const GError *error)
{
  orch_fuzz_check (error != NULL && error->domain == ORCH_ERROR, "no ORCH_ERROR");
  orch_fuzz_check (g_utf8_validate (error->message, -1, NULL), error->message);
}

/* Nobody is led from https to plain text, nor from the net to this computer. */
static void
check_address (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = orch_url_check (text, &error);
  g_autoptr (GUri) base = orch_url_check (BASE, NULL);
  g_autofree char *link = NULL;
  g_autofree char *id = NULL;
  g_autofree char *version = NULL;

  if (uri == NULL)
    check_error (error);
  else
    {
      g_autofree char *shown = orch_url_dup_display_host (uri);

      orch_fuzz_check (g_str_equal (g_uri_get_scheme (uri), "https") || orch_url_is_loopback (uri), text);
      orch_fuzz_check (g_uri_get_userinfo (uri) == NULL && *shown != '\0' && g_str_is_ascii (shown), text);
    }
  link = orch_fhir_resolve_link (BASE, BASE "/Practitioner?_count=20", text, NULL);
  if (link != NULL)
    {
      g_autoptr (GUri) target = orch_url_check (link, NULL);

      orch_fuzz_check (target != NULL && orch_url_same_origin (target, base), link);
    }
  if (orch_fhir_reference_parse (text, "Practitioner", &id, &version))
    orch_fuzz_check (id != NULL && orch_fhir_id_is_valid (id), text);
}

static void
check_page (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autofree char *found = orch_fhir_pager_find_next (bytes);
  g_autoptr (OrchFhirPage) page = orch_fhir_page_parse (bytes, "Practitioner", &next, &error);

  if (page == NULL)
    {
      check_error (error);
      return;
    }
  orch_fuzz_check (orch_fhir_page_is_last (page) == (next == NULL), "last");
  if (next != NULL)
    check_address (next);
  if (found != NULL)
    check_address (found);
}

static void
check_answers (JsonObject *object, GBytes *bytes)
{
  static const guint statuses[] = { 200, 400, 401, 404, 429, 500 };
  g_autofree char *words = orch_fhir_outcome_words (object);

  orch_fuzz_check (words == NULL || (*words != '\0' && g_utf8_validate (words, -1, NULL)), words);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_autoptr (OrchHttpAnswer) answer = NULL;
      g_autoptr (GError) refused = NULL;
      g_autoptr (GError) failed = NULL;
      g_autofree char *code = NULL;
      g_autoptr (JsonObject) read = NULL;

      g_hash_table_insert (headers, g_strdup ("content-type"), g_strdup ("application/json"));
      answer = orch_http_answer_new (statuses[i], g_steal_pointer (&headers), g_bytes_ref (bytes));
      read = orch_oauth_read_answer (answer, &code, &refused);
      if (read == NULL)
        check_error (refused);
      orch_fuzz_check (read == NULL || statuses[i] == 200, "a refusal was taken for a success");
      if (statuses[i] != 200)
        {
          orch_fhir_set_error (answer, &failed);
          check_error (failed);
        }
    }
}

static void
check_grant (JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchGrant) grant = orch_grant_new (object, object, &error);
  const char *const *clinics = NULL;

  if (grant == NULL)
    {
      check_error (error);
      return;
    }
  orch_fuzz_check (*orch_grant_get_access_token (grant) != '\0', "an empty token");
  clinics = orch_grant_get_clinics (grant);
  for (guint i = 0; clinics != NULL && clinics[i] != NULL; i++)
    orch_fuzz_check (orch_fhir_id_is_valid (clinics[i]), clinics[i]);
}

static void
check_config (JsonObject *object, const char *base)
{
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchSmartConfig) config = orch_smart_config_new (http, base, object, &error);
  const char *endpoints[4] = { 0 };
  const OrchSmartPasswordRules *rules = NULL;

  if (config == NULL)
    {
      check_error (error);
      return;
    }
  endpoints[0] = orch_smart_config_get_authorization_endpoint (config);
  endpoints[1] = orch_smart_config_get_token_endpoint (config);
  endpoints[2] = orch_smart_config_get_activation_endpoint (config);
  endpoints[3] = orch_smart_config_get_jwks_uri (config);
  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autoptr (GUri) uri = endpoints[i] != NULL ? orch_url_check (endpoints[i], NULL) : NULL;

      orch_fuzz_check (endpoints[i] == NULL || uri != NULL, endpoints[i]);
      /* Training and the real world do not meet. */
      orch_fuzz_check (uri == NULL || orch_url_is_loopback (uri) == orch_smart_config_is_training (config),
                       endpoints[i]);
    }
  rules = orch_smart_config_get_password_rules (config);
  orch_fuzz_check (rules->min_classes <= 4 && rules->min_length <= 1024, "rules");
}

static void
check_statement (JsonObject *object)
{
  g_autoptr (OrchFhirCapability) capability = orch_fhir_capability_new (object);
  const char *token = orch_fhir_capability_get_oauth_uri (capability, "token");

  orch_fhir_capability_is_r4 (capability);
  orch_fhir_capability_declares (capability, NULL, "batch");
  orch_fhir_capability_declares (capability, "Practitioner", "create");
  orch_fhir_capability_has_search_param (capability, "Practitioner", "identifier");
  if (token != NULL)
    check_address (token);
}

/* Nothing that was made here is signed with a key that we trust. */
static void
check_token (JsonObject *object, const char *text)
{
  const OrchJwtExpected expected = { .issuer = "https://hub.example", .audience = "orchestrateur-desktop" };
  const char *token = orch_json_get_string (object, "id_token");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) claims = orch_jwt_verify (token != NULL ? token : text, object, &expected, &error);

  if (claims == NULL)
    check_error (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = orch_json_parse_object_sync (bytes, &error);

  if (g_utf8_validate (text, -1, NULL))
    check_address (text);
  check_page (bytes);
  if (object == NULL)
    {
      check_error (error);
      return 0;
    }
  check_answers (object, bytes);
  check_grant (object);
  check_config (object, BASE);
  check_config (object, "http://127.0.0.1:8080/fhir");
  check_statement (object);
  check_token (object, text);
  return 0;
}
