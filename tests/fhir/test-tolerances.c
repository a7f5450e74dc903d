/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What real FHIR servers do differently, one test for each tolerance of the list in shared/fhir-servers.md §3, in its order.
 */
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-test-script.h"

#define PRACTITIONER "{\"resourceType\":\"Practitioner\",\"id\":\"a1\",\"meta\":{\"versionId\":\"7\"}}"
#define BARE "{\"resourceType\":\"Practitioner\"}"

static DexFuture *
create (OrchTestScript *script)
{
  g_autoptr (JsonObject) resource = orch_test_json (BARE);
  return orch_fhir_client_create (script->client, resource, NULL);
}

static DexFuture *
update (OrchTestScript *script, const char *version)
{
  g_autoptr (JsonObject) resource = orch_test_json (BARE);
  return orch_fhir_client_update (script->client, resource, "a1", version);
}

/* 1. Id after a write: the body's, else Location, else Content-Location; never fetched */
static void
test_01_id_after_a_write (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 201, NULL, PRACTITIONER, { "Location", "http://elsewhere.example:8103/Practitioner/zz" } },
             { 201, NULL, NULL, { "Location", "http://elsewhere.example:8103/fhir/Practitioner/a1/_history/3" } },
             { 201, NULL, NULL, { "Location", "4_0_1/Practitioner/a1" } },
             { 201, NULL, NULL, { "Content-Location", "/Practitioner/a1/_history/1" } },
             { 201, NULL, NULL, { "Location", "/4_0_1/Patient/other", "Content-Location", "Practitioner/a1" } });
  static const char *const versions[] = { "7", "3", NULL, "1", NULL };
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (OrchFhirResult) result = orch_test_object (create (script));
      g_assert_cmpstr (orch_fhir_result_get_id (result), ==, "a1");
      g_assert_cmpstr (orch_fhir_result_get_version (result), ==, versions[i]);
      g_assert_true (orch_fhir_result_was_created (result));
    }
  g_assert_cmpuint (orch_test_server_get_count (script->server), ==, 5);
}

/* 2. Empty 2xx bodies are success */
static void
test_02_empty_bodies (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 200, NULL, "", { NULL } }, { 204, NULL, NULL, { NULL } }, { 201, NULL, " \r\n", { NULL } },
             { 201, NULL, NULL, { NULL } });
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (OrchFhirResult) result = orch_test_object (update (script, NULL));
      g_assert_cmpstr (orch_fhir_result_get_id (result), ==, "a1");
      g_assert_null (orch_fhir_result_get_resource (result));
    }
  g_autoptr (GError) error = orch_test_error (create (script)); /* nowhere does it say where it went */
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER);
}

/* 3. Version: meta.versionId, ETag only when there is none, in its three spellings */
static void
test_03_version (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 200, NULL, PRACTITIONER, { "ETag", "W/\"99\"" } },
             { 200, NULL, "{\"resourceType\":\"Practitioner\",\"id\":\"a1\"}", { "ETag", "W/\"b-3\"" } },
             { 200, NULL, "{\"resourceType\":\"Practitioner\",\"id\":\"a1\"}", { "ETag", "\"b-3\"" } },
             { 200, NULL, "{\"resourceType\":\"Practitioner\",\"id\":\"a1\"}", { "ETag", "b-3" } },
             { 200, NULL, "{\"resourceType\":\"Practitioner\",\"id\":\"a1\"}", { NULL } });
  static const char *const versions[] = { "7", "b-3", "b-3", "b-3", NULL };
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (OrchFhirResult) result =
          orch_test_object (orch_fhir_client_read (script->client, "Practitioner", "a1"));
      g_assert_cmpstr (orch_fhir_result_get_version (result), ==, versions[i]);
    }
}

/* 4. If-Match is always W/"…"; 409 and 412 both mean changed underneath */
static void
test_04_if_match (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 412, NULL, NULL, { NULL } },
             { 409,
               NULL,
               "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"diagnostics\":\"HAPI-0989: "
               "not the current version\"}]}",
               { NULL } });
  g_autoptr (GError) first = orch_test_error (update (script, "b-3"));
  g_assert_error (first, ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_autoptr (GError) second = orch_test_error (update (script, "b-3"));
  g_assert_error (second, ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_assert_nonnull (strstr (second->message, "not the current version"));
  g_assert_cmpstr (orch_test_header (orch_test_script_request (script, 0), "if-match"), ==, "W/\"b-3\"");
}

/* 5. If-Match may be ignored: where versions are numbers, a gap tells */
static void
test_05_if_match_ignored (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 200, NULL, PRACTITIONER, { NULL } }, { 200, NULL, PRACTITIONER, { NULL } },
             { 200, NULL, PRACTITIONER, { NULL } });
  g_autoptr (OrchFhirResult) next = orch_test_object (update (script, "6"));
  g_assert_cmpstr (orch_fhir_result_get_version (next), ==, "7");
  g_autoptr (OrchFhirResult) unchanged = orch_test_object (update (script, "7"));
  g_assert_cmpstr (orch_fhir_result_get_version (unchanged), ==, "7");
  g_autoptr (GError) error = orch_test_error (update (script, "4"));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
}

/* 6. PUT with If-Match, never PATCH */
static void
test_06_put_not_patch (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 200, NULL, PRACTITIONER, { NULL } });
  g_autoptr (OrchFhirResult) result = orch_test_object (update (script, "6"));
  const OrchTestRequest *request = orch_test_script_request (script, 0);
  g_assert_cmpstr (request->method, ==, "PUT");
  g_autoptr (JsonObject) sent = orch_test_json (request->body);
  g_assert_cmpstr (orch_json_get_string (sent, "id"), ==, "a1");
}

/* 7. If-None-Exist may be ignored: 200 and 201 are both an id, several matches a conflict */
static void
test_07_if_none_exist (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 200, NULL, PRACTITIONER, { NULL } }, { 201, NULL, PRACTITIONER, { NULL } },
             { 412, NULL, NULL, { NULL } });
  g_autoptr (JsonObject) resource = orch_test_json (BARE);
  g_autofree char *query = orch_fhir_identifier_query ("urn:ietf:rfc:3986", "urn:uuid:0f");
  g_autoptr (OrchFhirResult) found = orch_test_object (orch_fhir_client_create (script->client, resource, query));
  g_assert_false (orch_fhir_result_was_created (found));
  g_assert_cmpstr (orch_fhir_result_get_id (found), ==, "a1");
  g_autoptr (OrchFhirResult) made = orch_test_object (orch_fhir_client_create (script->client, resource, query));
  g_assert_true (orch_fhir_result_was_created (made));
  g_autoptr (GError) error = orch_test_error (orch_fhir_client_create (script->client, resource, query));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_assert_cmpstr (orch_test_header (orch_test_script_request (script, 0), "if-none-exist"), ==,
                   "identifier=urn%3Aietf%3Arfc%3A3986%7Curn%3Auuid%3A0f");
}

/* 8. Content-Type is always application/fhir+json; what comes back is decided by the body */
static void
test_08_content_type (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 201, "application/json; charset=utf-8", PRACTITIONER, { NULL } },
             { 201, "text/html", PRACTITIONER, { NULL } },
             { 200, "application/fhir+json", "<html>a captive portal</html>", { NULL } });
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (OrchFhirResult) result = orch_test_object (create (script));
      g_assert_nonnull (orch_fhir_result_get_resource (result));
      g_assert_cmpstr (orch_test_header (orch_test_script_request (script, i), "content-type"), ==,
                       "application/fhir+json");
      g_assert_cmpstr (orch_test_header (orch_test_script_request (script, i), "accept"), ==, "application/fhir+json");
    }
  g_autoptr (GError) error = orch_test_error (create (script));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER);
}

/* 9. Errors: details.text, diagnostics, HTML, text or nothing; the status is always shown */
static void
test_09_errors (OrchTestScript *script, gconstpointer data)
{
#define OUTCOME(x) "{\"resourceType\":\"OperationOutcome\",\"issue\":[" x "]}"
  ORCH_PLAY (script,
             { 400,
               NULL,
               OUTCOME ("{\"severity\":\"error\",\"details\":{\"text\":\"Nom manquant\"},\"diagnostics\":\"x\"}"),
               { NULL } },
             { 422,
               NULL,
               OUTCOME (
                   "{\"severity\":\"error\",\"diagnostics\":\"bad date\",\"expression\":[\"Practitioner.birthDate\"]}"),
               { NULL } },
             { 400,
               NULL,
               OUTCOME ("{\"severity\":\"information\",\"diagnostics\":\"fyi\"},{\"severity\":\"fatal\","
                        "\"diagnostics\":\"a\"},{\"severity\":\"error\",\"diagnostics\":\"b\"}"),
               { NULL } },
             { 403, NULL, OUTCOME ("{\"severity\":\"error\",\"code\":\"forbidden\"}"), { NULL } },
             { 500, "text/html", "<h1>Oops</h1>", { NULL } }, { 404, "text/plain", "Not Found", { NULL } },
             { 500, NULL, NULL, { NULL } }, { 502, NULL, "{\"message\":\"upstream\"}", { NULL } },
             { 400, NULL, "{\"resourceType\":\"OperationOutcome\",\"issue\":\"nonsense\"}", { NULL } });
  static const struct
  {
    OrchError code;
    const char *message;
  } rows[] = {
    { ORCH_ERROR_INVALID, "400: Nom manquant" },
    { ORCH_ERROR_INVALID, "422: bad date (Practitioner.birthDate)" },
    { ORCH_ERROR_INVALID, "400: a; b" },
    { ORCH_ERROR_REFUSED, "403: forbidden" },
    { ORCH_ERROR_SERVER_FAULT, "500: Oops" },
    { ORCH_ERROR_NOT_FOUND, "404: Not Found" },
    { ORCH_ERROR_SERVER_FAULT, "500 Internal Server Error" },
    { ORCH_ERROR_SERVER_FAULT, "502: upstream" },
    { ORCH_ERROR_INVALID, "400 Bad Request" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = orch_test_error (orch_fhir_client_read (script->client, "Practitioner", "a1"));
      g_assert_error (error, ORCH_ERROR, (int) rows[i].code);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

#define ENTRY(id) "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"" id "\"}}"
#define PAGE(entries, next)                                                                                            \
  "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{\"relation\":\"self\",\"url\":\"x\"},"               \
  "{\"relation\":\"next\",\"url\":\"" next "\"}],\"entry\":[" entries "]}"
#define LAST(entries) "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" entries "]}"

/* 10. Paging: absolute, host-relative, relative, base path repeated, scheme-less and query-only links */
static void
test_10_paging (OrchTestScript *script, gconstpointer data)
{
  static const struct
  {
    const char *link;
    const char *asked;
  } rows[] = {
    { "%BASE%/Practitioner?_offset=2", "/fhir/R4/Practitioner?_offset=2" },
    { "%BASE%?_getpages=1&_getpagesoffset=20", "/fhir/R4?_getpages=1&_getpagesoffset=20" },
    { "/fhir/R4/Practitioner?_offset=2", "/fhir/R4/Practitioner?_offset=2" },
    { "Practitioner?_offset=2", "/fhir/R4/Practitioner?_offset=2" },
    { "fhir/R4/Practitioner?_offset=2", "/fhir/R4/Practitioner?_offset=2" },
    { "?_offset=2", "/fhir/R4/Practitioner?_offset=2" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *first = g_strdup_printf (PAGE (ENTRY ("a"), "%s"), rows[i].link);
      const OrchTestReply replies[] = { { 200, NULL, first, { NULL } }, { 200, NULL, LAST (ENTRY ("b")), { NULL } } };
      orch_test_script_play (script, replies, 2);
      g_autoptr (GPtrArray) all =
          orch_test_boxed (orch_fhir_client_search_all (script->client, "Practitioner", NULL, FALSE, G_MAXUINT));
      g_assert_cmpuint (all->len, ==, 2);
      g_assert_cmpstr (orch_test_script_request (script, 1)->path, ==, rows[i].asked);
    }
  /* without its scheme (Zus) */
  g_autofree char *bare =
      g_strdup_printf (PAGE (ENTRY ("a"), "%s/Practitioner?_offset=2"), script->base + strlen ("http://"));
  const OrchTestReply replies[] = { { 200, NULL, bare, { NULL } }, { 200, NULL, LAST (""), { NULL } } };
  orch_test_script_play (script, replies, 2);
  g_autoptr (GPtrArray) all =
      orch_test_boxed (orch_fhir_client_search_all (script->client, "Practitioner", NULL, FALSE, G_MAXUINT));
  g_assert_cmpuint (all->len, ==, 1);
}

static void
test_10_paging_elsewhere (OrchTestScript *script, gconstpointer data)
{
  static const char *const links[] = { "https://evil.example/fhir?x", "//evil.example/fhir",
                                       "http://127.0.0.1:1/fhir/R4/Practitioner?_offset=2", "javascript:alert(1)",
                                       "file:///etc/passwd" };
  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *first = g_strdup_printf (PAGE (ENTRY ("a"), "%s"), links[i]);
      const OrchTestReply replies[] = { { 200, NULL, first, { NULL } } };
      orch_test_script_play (script, replies, 1);
      g_autoptr (GError) error =
          orch_test_error (orch_fhir_client_search_all (script->client, "Practitioner", NULL, FALSE, G_MAXUINT));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED);
    }
}

static void
test_10_paging_in_circles (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 200, NULL, PAGE (ENTRY ("a"), "?p=2"), { NULL } },
             { 200, NULL, PAGE (ENTRY ("b"), "?p=2"), { NULL } });
  g_autoptr (GPtrArray) all =
      orch_test_boxed (orch_fhir_client_search_all (script->client, "Practitioner", NULL, FALSE, G_MAXUINT));
  g_assert_cmpuint (all->len, ==, 2);
}

static void
test_10_entries (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 200, NULL, "{\"resourceType\":\"Bundle\"}", { NULL } },
             { 200,
               NULL,
               "{\"resourceType\":\"Bundle\",\"total\":5,\"entry\":["
               "{\"search\":{\"mode\":\"match\"},\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"a\"}},"
               "{\"search\":{\"mode\":\"include\"},\"resource\":{\"resourceType\":\"Organization\",\"id\":\"o\"}},"
               "{\"resource\":{\"resourceType\":\"Location\",\"id\":\"l\"}},"
               "{\"search\":{\"mode\":\"outcome\"},\"resource\":{\"resourceType\":\"OperationOutcome\"}},"
               "{\"resource\":{\"resourceType\":\"OperationOutcome\"}},"
               "{},7,null,\"text\"]}",
               { NULL } },
             { 200, NULL, "{\"resourceType\":\"Patient\"}", { NULL } });
  g_autoptr (OrchFhirPager) empty = orch_fhir_client_search (script->client, "Practitioner", NULL, FALSE);
  g_autoptr (OrchFhirPage) nothing = orch_test_object (orch_fhir_pager_next (empty));
  g_assert_cmpuint (orch_fhir_page_get_resources (nothing)->len, ==, 0);
  g_assert_cmpint (orch_fhir_page_get_total (nothing), ==, -1);
  g_assert_true (orch_fhir_page_is_last (nothing));

  g_autoptr (OrchFhirPager) pager = orch_fhir_client_search (script->client, "Practitioner", NULL, FALSE);
  g_autoptr (OrchFhirPage) page = orch_test_object (orch_fhir_pager_next (pager));
  g_assert_cmpuint (orch_fhir_page_get_resources (page)->len, ==, 1);
  g_assert_cmpuint (orch_fhir_page_get_included (page)->len, ==, 2);
  g_assert_cmpint (orch_fhir_page_get_total (page), ==, 5);

  g_autoptr (OrchFhirPager) wrong = orch_fhir_client_search (script->client, "Practitioner", NULL, FALSE);
  g_autoptr (GError) error = orch_test_error (orch_fhir_pager_next (wrong));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER);
}

/* 11. Deleted: 410 or 404 alike; DELETE 200, 204, 404 and 410 are all "gone" */
static void
test_11_deleted (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 200, NULL, "{\"resourceType\":\"OperationOutcome\"}", { NULL } }, { 204, NULL, NULL, { NULL } },
             { 404, "text/plain", "Not Found", { NULL } }, { 410, NULL, NULL, { NULL } }, { 410, NULL, NULL, { NULL } },
             { 404, NULL, NULL, { NULL } }, { 403, NULL, NULL, { NULL } });
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (OrchFhirResult) gone =
          orch_test_object (orch_fhir_client_delete (script->client, "Practitioner", "a1", NULL));
      g_assert_nonnull (gone);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = orch_test_error (orch_fhir_client_read (script->client, "Practitioner", "a1"));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
    }
  g_autoptr (GError) error = orch_test_error (orch_fhir_client_delete (script->client, "Practitioner", "a1", NULL));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
}

/* 12. Unknown search parameters: the CapabilityStatement is asked */
static void
test_12_search_parameters (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script,
             { 200,
               "application/json",
               "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"4.0.1\",\"rest\":[{\"mode\":\"server\","
               "\"interaction\":[{\"code\":\"transaction\"}],\"resource\":[{\"type\":\"Practitioner\","
               "\"searchParam\":[{\"name\":\"identifier\"}]}]}]}",
               { NULL } });
  g_autoptr (OrchFhirCapability) capability = orch_test_object (orch_fhir_client_capability (script->client));
  g_autoptr (OrchFhirCapability) again = orch_test_object (orch_fhir_client_capability (script->client));
  g_assert_true (capability == again); /* asked once */
  g_assert_true (orch_fhir_capability_has_search_param (capability, "Practitioner", "identifier"));
  g_assert_false (orch_fhir_capability_has_search_param (capability, "Practitioner", "colour"));
  g_assert_false (orch_fhir_capability_has_resource (capability, "Patient"));
  g_assert_true (orch_fhir_capability_declares (capability, NULL, "transaction"));
  g_assert_false (orch_fhir_capability_declares (capability, NULL, "batch"));
  g_assert_true (orch_fhir_capability_is_r4 (capability));
}

/* 13. Last-Modified that is no HTTP date, Date that is nonsense: neither matters */
static void
test_13_dates (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script,
             { 200, NULL, PRACTITIONER, { "Last-Modified", "2026-11-21T12:00:00+00:00", "Date", "yesterday" } });
  g_autoptr (OrchFhirResult) result = orch_test_object (orch_fhir_client_read (script->client, "Practitioner", "a1"));
  g_assert_nonnull (orch_fhir_result_get_resource (result));
}

/* 14. Probing is by metadata, without a token first; a server that wants one gets it */
static void
test_14_probing (OrchTestScript *script, gconstpointer data)
{
  g_autoptr (OrchTokenSource) tokens = orch_token_source_new_fixed ("secret");
  orch_fhir_client_set_tokens (script->client, tokens);
  ORCH_PLAY (script, { 401, NULL, NULL, { NULL } },
             { 200, NULL, "{\"resourceType\":\"CapabilityStatement\"}", { NULL } });
  g_autoptr (OrchFhirCapability) capability = orch_test_object (orch_fhir_client_capability (script->client));
  g_assert_cmpstr (orch_test_script_request (script, 0)->method, ==, "GET");
  g_assert_null (orch_test_header (orch_test_script_request (script, 0), "authorization"));
  g_assert_cmpstr (orch_test_header (orch_test_script_request (script, 1), "authorization"), ==, "Bearer secret");
}

/* 15. 429: Retry-After, else t= of RateLimit */
static void
test_15_throttled (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 429, NULL, NULL, { "Retry-After", "900" } },
             { 429, NULL, NULL, { "RateLimit", "\"fhirInteractions\";r=0;t=47" } }, { 429, NULL, NULL, { NULL } },
             { 200, NULL, PRACTITIONER, { NULL } });
  static const int seconds[] = { 900, 47, 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      g_autoptr (GError) error = orch_test_error (orch_fhir_client_read (script->client, "Practitioner", "a1"));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_THROTTLED);
      gint64 left = orch_fhir_client_get_retry_us (script->client);
      g_assert_cmpint (left, <=, seconds[i] * (gint64) G_USEC_PER_SEC);
      g_assert_cmpint (left, >=, MAX (0, seconds[i] - 10) * (gint64) G_USEC_PER_SEC);
    }
  g_autoptr (OrchFhirResult) result = orch_test_object (orch_fhir_client_read (script->client, "Practitioner", "a1"));
  g_assert_cmpint (orch_fhir_client_get_retry_us (script->client), ==, 0);
}

/* 16. Bundles: status "201" or "201 Created", etag bare, location with or without history; rows fail one by one */
static void
test_16_bundles (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script,
             { 200,
               NULL,
               "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":["
               "{\"response\":{\"status\":\"201\",\"location\":\"Practitioner/a1\",\"etag\":\"1\"}},"
               "{\"response\":{\"status\":\"201 Created\",\"location\":\"Practitioner/a2/_history/5\"}},"
               "{\"response\":{\"status\":\"200 OK\"},\"resource\":" PRACTITIONER "},"
               "{\"response\":{\"status\":\"422\",\"outcome\":{\"resourceType\":\"OperationOutcome\",\"issue\":["
               "{\"severity\":\"error\",\"diagnostics\":\"no name\"}]}}},"
               "{\"response\":{\"status\":412}}]}",
               { NULL } },
             { 404, NULL, NULL, { NULL } }, { 200, NULL, "{\"resourceType\":\"Practitioner\"}", { NULL } });
  g_autoptr (OrchFhirBundle) bundle = orch_fhir_bundle_new (ORCH_FHIR_BUNDLE_BATCH);
  g_autoptr (JsonObject) resource = orch_test_json (BARE);
  for (guint i = 0; i < 6; i++)
    orch_fhir_bundle_add_create (bundle, resource, NULL, "identifier=x");

  g_autoptr (GPtrArray) rows = orch_test_boxed (orch_fhir_client_send_bundle (script->client, bundle));
  static const struct
  {
    const char *id;
    const char *version;
    int code; /* -1 = good */
  } expected[] = {
    { "a1", "1", -1 },
    { "a2", "5", -1 },
    { "a1", "7", -1 },
    { NULL, NULL, ORCH_ERROR_INVALID },
    { NULL, NULL, ORCH_ERROR_CONFLICT },
    { NULL, NULL, ORCH_ERROR_BAD_ANSWER }, /* the server forgot one */
  };
  g_assert_cmpuint (rows->len, ==, 6);
  for (guint i = 0; i < rows->len; i++)
    {
      OrchFhirResult *row = g_ptr_array_index (rows, i);
      g_assert_cmpstr (orch_fhir_result_get_id (row), ==, expected[i].id);
      g_assert_cmpstr (orch_fhir_result_get_version (row), ==, expected[i].version);
      if (expected[i].code >= 0)
        g_assert_error (orch_fhir_result_get_error (row), ORCH_ERROR, expected[i].code);
      else
        g_assert_null (orch_fhir_result_get_error (row));
    }
  g_assert_nonnull (strstr (orch_fhir_result_get_error (g_ptr_array_index (rows, 3))->message, "no name"));

  g_autoptr (GError) refused = orch_test_error (orch_fhir_client_send_bundle (script->client, bundle));
  g_assert_error (refused, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED);
  g_autoptr (GError) odd = orch_test_error (orch_fhir_client_send_bundle (script->client, bundle));
  g_assert_error (odd, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER);
}

/* 17. Data that breaks the standard is read without a crash: single objects where arrays belong, wrong types */
static void
test_17_odd_data (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script,
             { 200,
               NULL,
               "{\"resourceType\":\"Bundle\",\"link\":{\"relation\":\"next\",\"url\":\"?p=2\"},\"entry\":"
               "{\"resource\":{\"resourceType\":\"HealthcareService\",\"id\":7,\"meta\":[],\"providedBy\":[{"
               "\"reference\":1}]}}}",
               { NULL } },
             { 200, NULL, "{\"resourceType\":\"Bundle\",\"total\":\"many\",\"entry\":null,\"link\":\"x\"}", { NULL } });
  g_autoptr (GPtrArray) all =
      orch_test_boxed (orch_fhir_client_search_all (script->client, "HealthcareService", NULL, FALSE, G_MAXUINT));
  g_assert_cmpuint (all->len, ==, 1);
}

/* Operations are a POST of Parameters, to the server, a type or one resource; refusals keep the server's words. */
static void
test_operations (OrchTestScript *script, gconstpointer data)
{
  ORCH_PLAY (script, { 200, NULL, "{\"resourceType\":\"Parameters\"}", { NULL } },
             { 200, NULL, "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}", { NULL } },
             { 422,
               NULL,
               "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"diagnostics\":\"no "
               "such patient\"}]}",
               { NULL } });
  static const char *const paths[] = { "$meta", "Patient/$match", "Patient/p1/$everything" };
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (JsonObject) parameters =
          i == 1 ? orch_test_json (
                       "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"count\",\"valueInteger\":1}]}")
                 : NULL;
      DexFuture *future = orch_fhir_client_operation (script->client, paths[i], parameters);
      if (i < 2)
        {
          g_autoptr (OrchFhirResult) result = orch_test_object (future);
          g_assert_nonnull (orch_fhir_result_get_resource (result));
        }
      else
        {
          g_autoptr (GError) error = orch_test_error (future);
          g_assert_nonnull (strstr (error->message, "no such patient"));
        }
      const OrchTestRequest *request = orch_test_script_request (script, i);
      g_autofree char *path = g_strconcat ("/fhir/R4/", paths[i], NULL);
      g_autoptr (JsonObject) sent = orch_test_json (request->body);
      g_assert_cmpstr (request->method, ==, "POST");
      g_assert_cmpstr (request->path, ==, path);
      g_assert_cmpstr (orch_json_get_string (sent, "resourceType"), ==, "Parameters");
      g_assert_true (json_object_has_member (sent, "parameter") == (i == 1));
    }
}

static void
set_up (OrchTestScript *script, gconstpointer data)
{
  orch_test_script_set_up (script, "/fhir/R4");
}

static void
tear_down (OrchTestScript *script, gconstpointer data)
{
  orch_test_script_tear_down (script);
}

#define ADD(name, func) g_test_add ("/fhir-tolerances/" name, OrchTestScript, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  ADD ("01-id-after-a-write", test_01_id_after_a_write);
  ADD ("02-empty-bodies-are-success", test_02_empty_bodies);
  ADD ("03-version-is-opaque", test_03_version);
  ADD ("04-if-match-is-weak-and-409-is-412", test_04_if_match);
  ADD ("05-if-match-may-be-ignored", test_05_if_match_ignored);
  ADD ("06-put-rather-than-patch", test_06_put_not_patch);
  ADD ("07-if-none-exist-may-be-ignored", test_07_if_none_exist);
  ADD ("08-content-type-is-decided-by-the-body", test_08_content_type);
  ADD ("09-errors-in-every-shape", test_09_errors);
  ADD ("10-paging-links", test_10_paging);
  ADD ("10-paging-elsewhere-is-refused", test_10_paging_elsewhere);
  ADD ("10-paging-in-circles-stops", test_10_paging_in_circles);
  ADD ("10-entries-missing-empty-or-not-matches", test_10_entries);
  ADD ("11-deleted-is-404-or-410", test_11_deleted);
  ADD ("12-search-parameters-are-looked-up", test_12_search_parameters);
  ADD ("13-last-modified-is-not-read", test_13_dates);
  ADD ("14-probing-by-metadata", test_14_probing);
  ADD ("15-too-many-requests-in-two-dialects", test_15_throttled);
  ADD ("16-bundles", test_16_bundles);
  ADD ("17-odd-data", test_17_odd_data);
  ADD ("operations", test_operations);
  return g_test_run ();
}
