/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The interactions of FHIR as the hub offers them, and the refusals: status, issue code, and the member at fault.
 */
#include "orch-sandbox-client.h"

#include "../patience.h"

#define BASE "https://orchestrateur.ca/fhir"

static OrchSandboxProcess *process;
static char *administrator; /* Authorization headers */
static char *receptionist;

static OrchSandboxAnswer *
ask (const char *method, const char *path, const char *body)
{
  g_autofree char *url = g_strdup_printf ("/hub%s", path);

  return orch_sandbox_client_send (process, method, url, body, "Authorization", administrator, NULL);
}

static char *
create (const char *type, const char *members)
{
  g_autofree char *path = g_strdup_printf ("/%s", type);
  g_autofree char *body = g_strdup_printf ("{\"resourceType\":\"%s\",%s}", type, members);
  g_autoptr (OrchSandboxAnswer) answer = ask ("POST", path, body);

  g_assert_cmpuint (answer->status, ==, 201);
  return g_strdup (orch_sandbox_answer_string (answer, "id"));
}

static const struct
{
  const char *name;
  const char *method;
  const char *path;
  const char *body;
  guint status;
  const char *code;
  const char *expression;
} refusals[] = {
  { "unknown type", "GET", "/Observation/1", NULL, 404, "not-supported", NULL },
  { "unknown id", "GET", "/Organization/nobody", NULL, 404, "not-found", NULL },
  { "unknown parameter", "GET", "/Organization?colour=red", NULL, 400, "not-supported", NULL },
  { "chained parameter", "GET", "/PractitionerRole?practitioner.name=x", NULL, 400, "not-supported", NULL },
  { "unknown modifier", "GET", "/Organization?name:above=x", NULL, 400, "not-supported", NULL },
  { "unknown sort", "GET", "/Organization?_sort=colour", NULL, 400, "not-supported", NULL },
  { "unknown include", "GET", "/Organization?_include=Organization:colour", NULL, 400, "not-supported", NULL },
  { "reverse include", "GET", "/Organization?_revinclude=Location:organization", NULL, 400, "not-supported", NULL },
  { "other format", "GET", "/Organization?_format=xml", NULL, 400, "not-supported", NULL },
  { "bad count", "GET", "/Organization?_count=many", NULL, 400, "invalid", NULL },
  { "bad date", "GET", "/Task?authored-on=ge2026-99", NULL, 400, "invalid", NULL },
  { "empty value", "GET", "/Task?status=", NULL, 400, "invalid", NULL },
  { "operation", "POST", "/Patient/1/$everything", "{\"resourceType\":\"Parameters\"}", 404, "not-supported", NULL },
  { "patch", "PATCH", "/Organization/gmf-beausejour", "{\"a\":1}", 405, "not-supported", NULL },
  { "conditional update", "PUT", "/Organization?name=x", "{\"resourceType\":\"Organization\"}", 405, "not-supported",
    NULL },
  { "update as create", "PUT", "/Basic/new", "{\"resourceType\":\"Basic\",\"id\":\"new\",\"code\":{\"text\":\"x\"}}",
    404, "not-found", NULL },
  { "not JSON", "POST", "/Organization", "{oops", 400, "structure", NULL },
  { "other type", "POST", "/Organization", "{\"resourceType\":\"Location\"}", 400, "invalid", "resourceType" },
  { "unknown member", "POST", "/Organization", "{\"resourceType\":\"Organization\",\"colour\":\"red\"}", 400, "invalid",
    "Organization.colour" },
  { "array missing", "POST", "/Organization", "{\"resourceType\":\"Organization\",\"identifier\":{\"value\":\"1\"}}",
    400, "invalid", "Organization.identifier" },
  { "empty array", "POST", "/Organization", "{\"resourceType\":\"Organization\",\"alias\":[]}", 400, "invalid",
    "Organization.alias" },
  { "empty string", "POST", "/Organization", "{\"resourceType\":\"Organization\",\"name\":\"\"}", 400, "invalid",
    "Organization.name" },
  { "wrong primitive", "POST", "/Organization", "{\"resourceType\":\"Organization\",\"active\":\"yes\"}", 400,
    "invalid", "Organization.active" },
  { "deep member", "POST", "/Organization",
    "{\"resourceType\":\"Organization\",\"telecom\":[{\"system\":\"pigeon\",\"value\":\"1\"}]}", 400, "invalid",
    "Organization.telecom[0].system" },
  { "extension without url", "POST", "/Organization",
    "{\"resourceType\":\"Organization\",\"extension\":[{\"valueCode\":\"x\"}]}", 400, "invalid",
    "Organization.extension" },
  { "required member", "POST", "/Endpoint", "{\"resourceType\":\"Endpoint\",\"status\":\"off\"}", 400, "invalid",
    "Endpoint.connectionType" },
  { "required code", "POST", "/Task", "{\"resourceType\":\"Task\",\"status\":\"begun\",\"intent\":\"order\"}", 400,
    "invalid", "Task.status" },
  { "wrong target", "POST", "/PractitionerRole",
    "{\"resourceType\":\"PractitionerRole\",\"practitioner\":{\"reference\":\"Organization/gmf-beausejour\"}}", 400,
    "invalid", "PractitionerRole.practitioner" },
  { "dead reference", "POST", "/Location",
    "{\"resourceType\":\"Location\",\"managingOrganization\":{\"reference\":\"Organization/none\"}}", 400, "not-found",
    "Location.managingOrganization" },
  { "subject of a document", "POST", "/DocumentReference",
    "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"subject\":{\"reference\":\"Organization/"
    "gmf-beausejour\"},"
    "\"content\":[{\"attachment\":{\"contentType\":\"image/png\"}}]}",
    400, "invalid", "DocumentReference.subject" },
  { "bundle of another type", "POST", "", "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}", 400, "not-supported",
    "Bundle.type" },
  { "journal written over", "PUT", "/AuditEvent/1", "{\"resourceType\":\"AuditEvent\",\"id\":\"1\"}", 405,
    "not-supported", NULL },
  { "journal cut", "DELETE", "/AuditEvent/1", NULL, 405, "not-supported", NULL },
  { "resource on the base", "POST", "", "{\"resourceType\":\"Basic\"}", 400, "invalid", "resourceType" },
};

static void
test_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = ask (refusals[i].method, refusals[i].path, refusals[i].body);

      g_test_message ("%s: %u %s", refusals[i].name, answer->status, answer->text);
      g_assert_cmpuint (answer->status, ==, refusals[i].status);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "resourceType"), ==, "OperationOutcome");
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "issue.0.code"), ==, refusals[i].code);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "issue.0.expression.0"), ==, refusals[i].expression);
      g_assert_nonnull (orch_sandbox_answer_string (answer, "issue.0.details.text"));
    }
}

static void
test_life (void)
{
  g_autofree char *id = create ("Basic", "\"code\":{\"text\":\"one\"}");
  g_autofree char *path = g_strdup_printf ("/Basic/%s", id);
  g_autofree char *hub_path = g_strdup_printf ("/hub%s", path);
  g_autofree char *history = g_strdup_printf ("%s/_history/1", path);
  g_autofree char *body =
      g_strdup_printf ("{\"resourceType\":\"Basic\",\"id\":\"%s\",\"code\":{\"text\":\"two\"}}", id);
  static const struct
  {
    const char *if_match;
    guint status;
  } writes[] = { { "W/\"1\"", 200 }, { "W/\"1\"", 412 }, { "\"2\"", 400 }, { "W/\"2\"", 200 }, { NULL, 200 } };

  for (gsize i = 0; i < G_N_ELEMENTS (writes); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (process, "PUT", hub_path, body, "Authorization", administrator, "If-Match",
                                    writes[i].if_match, NULL);

      g_assert_cmpuint (answer->status, ==, writes[i].status);
    }
  {
    g_autoptr (OrchSandboxAnswer) now = ask ("GET", path, NULL);
    g_autoptr (OrchSandboxAnswer) before = ask ("GET", history, NULL);
    g_autoptr (OrchSandboxAnswer) same = orch_sandbox_client_send (process, "GET", hub_path, NULL, "Authorization",
                                                                   administrator, "If-None-Match", "W/\"4\"", NULL);

    g_assert_cmpstr (orch_sandbox_answer_string (now, "meta.versionId"), ==, "4");
    g_assert_cmpstr (orch_sandbox_answer_string (now, "code.text"), ==, "two");
    g_assert_cmpstr (soup_message_headers_get_one (now->headers, "ETag"), ==, "W/\"4\"");
    g_assert_cmpstr (orch_sandbox_answer_string (before, "code.text"), ==, "one");
    g_assert_cmpuint (same->status, ==, 304);
  }
  {
    g_autoptr (OrchSandboxAnswer) gone = ask ("DELETE", path, NULL);
    g_autoptr (OrchSandboxAnswer) after = ask ("GET", path, NULL);
    g_autoptr (OrchSandboxAnswer) written = ask ("PUT", path, body);

    g_assert_cmpuint (gone->status, ==, 204);
    g_assert_cmpuint (after->status, ==, 410);
    g_assert_cmpuint (written->status, ==, 410);
  }
}

static void
test_search (void)
{
  g_autofree char *first =
      create ("HealthcareService",
              "\"identifier\":[{\"system\":\"s\",\"value\":\"a|1\"},{\"value\":\"bare\"}],\"active\":true,"
              "\"name\":\"Évaluation générale\",\"type\":[{\"coding\":[{\"system\":\"t\",\"code\":\"x\"}]}],"
              "\"providedBy\":{\"reference\":\"Organization/gmf-beausejour\"}");
  g_autofree char *second =
      create ("HealthcareService",
              "\"identifier\":[{\"system\":\"s\",\"value\":\"2\"}],\"active\":false,\"name\":\"Suivi\"");
  g_autofree char *third = create ("HealthcareService", "\"active\":true,\"name\":\"Suivi régulier\"");
  static const struct
  {
    const char *query;
    gint64 total;
  } searches[] = {
    { "", 3 },
    { "identifier=s%7Ca%7C1", 1 },
    { "identifier=s%7C2", 1 },
    { "identifier=s%7C", 2 },
    { "identifier=%7Cbare", 1 },
    { "identifier=2,bare", 2 },
    { "identifier=s%7C9", 0 },
    { "identifier:missing=true", 1 },
    { "active=true", 2 },
    { "active:not=true", 1 },
    { "name=evaluation", 1 },
    { "name=GÉNÉRALE", 0 },
    { "name:contains=GÉNÉRALE", 1 },
    { "name=sui", 2 },
    { "name:exact=Suivi", 1 },
    { "name=suivi&active=true", 1 },
    { "service-type=t%7Cx", 1 },
    { "organization=Organization/gmf-beausejour", 1 },
    { "organization=gmf-beausejour", 1 },
    { "_lastUpdated=ge2020-01-01", 3 },
    { "_lastUpdated=lt2020-01-01", 0 },
    { "_lastUpdated=gt2020-01-01T00:00:00Z&_lastUpdated=le2999", 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *path = g_strdup_printf ("/HealthcareService?%s", searches[i].query);
      g_autoptr (OrchSandboxAnswer) got = ask ("GET", path, NULL);
      g_autoptr (OrchSandboxAnswer) posted =
          ask ("POST", "/HealthcareService/_search", *searches[i].query ? searches[i].query : "_count=50");

      g_test_message ("%s: %s", searches[i].query, got->text);
      g_assert_cmpuint (got->status, ==, 200);
      g_assert_cmpint (orch_sandbox_answer_int (got, "total"), ==, searches[i].total);
      g_assert_cmpuint (orch_sandbox_answer_length (got, "entry"), ==, searches[i].total);
      g_assert_cmpint (orch_sandbox_answer_int (posted, "total"), ==, searches[i].total);
    }
}

/* Every order gives every record once, whatever the page. */
static void
test_pages (void)
{
  static const char *const orders[] = {
    "", "&_sort=_lastUpdated", "&_sort=-_lastUpdated", "&_sort=name", "&_sort=-name", "&_sort=_id"
  };

  for (int i = 0; i < 7; i++)
    {
      g_autofree char *members =
          g_strdup_printf ("\"identifier\":[{\"system\":\"page\",\"value\":\"%d\"}],\"name\":\"Lieu %d\"", i,
                           i * 3 % 7);
      g_autofree char *id = create ("Location", members);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autofree char *url = g_strdup_printf ("%s/Location?identifier=page%%7C&_count=2%s",
                                              orch_sandbox_process_get_hub (process), orders[i]);
      int pages = 0;

      while (url != NULL)
        {
          g_autoptr (OrchSandboxAnswer) answer =
              orch_sandbox_client_send (process, "GET", url, NULL, "Authorization", administrator, NULL);

          g_assert_cmpuint (answer->status, ==, 200);
          for (guint j = 0; j < orch_sandbox_answer_length (answer, "entry"); j++)
            {
              g_autofree char *path = g_strdup_printf ("entry.%u.resource.id", j);

              g_assert_true (g_hash_table_add (seen, g_strdup (orch_sandbox_answer_string (answer, path))));
            }
          pages++;
          g_free (url);
          url = g_strdup (orch_sandbox_answer_link (answer, "next"));
        }
      g_assert_cmpuint (g_hash_table_size (seen), ==, 7);
      g_assert_cmpint (pages, ==, 4);
    }
}

static void
test_sort_and_include (void)
{
  g_autoptr (OrchSandboxAnswer) sorted =
      ask ("GET", "/Organization?type=" BASE "/CodeSystem/organization-kind%7Cappointment-provider&_sort=name", NULL);
  g_autoptr (OrchSandboxAnswer) included =
      ask ("GET", "/PractitionerRole?_include=PractitionerRole:practitioner&_include=PractitionerRole:organization",
           NULL);
  guint n = 0;

  g_assert_cmpstr (orch_sandbox_answer_string (sorted, "entry.0.resource.name"), ==, "Bonjour-santé");
  g_assert_cmpint (orch_sandbox_answer_int (included, "total"), ==, 4);
  for (guint i = 0; i < orch_sandbox_answer_length (included, "entry"); i++)
    {
      g_autofree char *path = g_strdup_printf ("entry.%u.search.mode", i);

      n += g_strcmp0 (orch_sandbox_answer_string (included, path), "include") == 0;
    }
  /* Four people and their one clinic, each once. */
  g_assert_cmpuint (n, ==, 5);
}

static void
test_if_none_exist (void)
{
  static const char body[] =
      "{\"resourceType\":\"Device\",\"identifier\":[{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:d1\"}]}";
  static const guint statuses[] = { 201, 200, 200 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (process, "POST", "/hub/Device", body, "Authorization", administrator,
                                    "If-None-Exist", "identifier=urn%3Aietf%3Arfc%3A3986%7Curn%3Auuid%3Ad1", NULL);

      g_assert_cmpuint (answer->status, ==, statuses[i]);
    }
  orch_sandbox_process_order (process, "ignore", "{\"if_none_exist\": true}");
  {
    g_autoptr (OrchSandboxAnswer) twice =
        orch_sandbox_client_send (process, "POST", "/hub/Device", body, "Authorization", administrator, "If-None-Exist",
                                  "identifier=urn%3Aietf%3Arfc%3A3986%7Curn%3Auuid%3Ad1", NULL);

    g_assert_cmpuint (twice->status, ==, 201);
  }
  orch_sandbox_process_order (process, "ignore", "{\"if_none_exist\": false}");
  {
    g_autoptr (OrchSandboxAnswer) several =
        orch_sandbox_client_send (process, "POST", "/hub/Device", body, "Authorization", administrator, "If-None-Exist",
                                  "identifier=urn%3Aietf%3Arfc%3A3986%7Curn%3Auuid%3Ad1", NULL);

    g_assert_cmpuint (several->status, ==, 412);
  }
}

/* Two that refer to each other, and a third that may spoil everything. */
static char *
bundle_of (const char *type, const char *third)
{
  return g_strdup_printf (
      "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":["
      "{\"fullUrl\":\"urn:uuid:11111111-1111-4111-8111-111111111111\",\"request\":{\"method\":\"POST\",\"url\":"
      "\"Organization\","
      "\"ifNoneExist\":\"identifier=tx%%7C1\"},\"resource\":{\"resourceType\":\"Organization\",\"identifier\":[{"
      "\"system\":\"tx\",\"value\":\"1\"}],"
      "\"endpoint\":[{\"reference\":\"urn:uuid:22222222-2222-4222-8222-222222222222\"}]}},"
      "{\"fullUrl\":\"urn:uuid:22222222-2222-4222-8222-222222222222\",\"request\":{\"method\":\"POST\",\"url\":"
      "\"Endpoint\","
      "\"ifNoneExist\":\"identifier=tx%%7C2\"},\"resource\":{\"resourceType\":\"Endpoint\",\"identifier\":[{\"system\":"
      "\"tx\",\"value\":\"2\"}],"
      "\"status\":\"off\",\"connectionType\":{\"code\":\"hl7-fhir-rest\"},\"payloadType\":[{\"text\":\"x\"}],"
      "\"_address\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
      "data-absent-reason\",\"valueCode\":\"unknown\"}]},"
      "\"managingOrganization\":{\"reference\":\"urn:uuid:11111111-1111-4111-8111-111111111111\"}}},"
      "{\"request\":{\"method\":\"POST\",\"url\":\"Basic\"},\"resource\":%s}]}",
      type, third);
}

static void
test_transaction (void)
{
  g_autofree char *spoilt = bundle_of ("transaction", "{\"resourceType\":\"Basic\"}");
  g_autofree char *dead = bundle_of (
      "transaction",
      "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"},\"author\":{\"reference\":\"Practitioner/none\"}}");
  g_autofree char *good = bundle_of ("transaction", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"},"
                                                    "\"subject\":{\"reference\":\"Organization?identifier=tx%7C1\"}}");
  guint organizations = orch_sandbox_process_count (process, "Organization");
  const char *const failing[] = { spoilt, dead };
  g_autofree char *id = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (failing); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = ask ("POST", "", failing[i]);

      g_assert_cmpuint (answer->status, ==, 400);
      g_assert_cmpuint (orch_sandbox_process_count (process, "Organization"), ==, organizations);
      g_assert_cmpuint (orch_sandbox_process_count (process, "Endpoint"), ==, 0);
      if (i == 0)
        g_assert_cmpstr (orch_sandbox_answer_string (answer, "issue.0.diagnostics"), ==, "Bundle.entry[2]");
    }
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = ask ("POST", "", good);
      g_autofree char *reference = NULL;

      g_test_message ("%s", answer->text);
      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "type"), ==, "transaction-response");
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "entry.0.response.status"), ==, i == 0 ? "201" : "200");
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "entry.2.response.status"), ==, "201");
      reference = g_strdup_printf ("Endpoint/%s", orch_sandbox_answer_string (answer, "entry.1.resource.id"));
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "entry.0.resource.endpoint.0.reference"), ==, reference);
      g_assert_true (g_str_has_prefix (orch_sandbox_answer_string (answer, "entry.2.resource.subject.reference"),
                                       "Organization/"));
      if (i == 1)
        g_assert_cmpstr (orch_sandbox_answer_string (answer, "entry.0.resource.id"), ==, id);
      else
        id = g_strdup (orch_sandbox_answer_string (answer, "entry.0.resource.id"));
    }
  g_assert_cmpuint (orch_sandbox_process_count (process, "Organization"), ==, organizations + 1);
  orch_sandbox_process_order (process, "ignore", "{\"transactions\": true}");
  {
    g_autoptr (OrchSandboxAnswer) refused = ask ("POST", "", good);
    g_autoptr (OrchSandboxAnswer) capability = ask ("GET", "/metadata", NULL);

    g_assert_cmpuint (refused->status, ==, 400);
    g_assert_cmpuint (orch_sandbox_answer_length (capability, "rest.0.interaction"), ==, 1);
    g_assert_cmpstr (orch_sandbox_answer_string (capability, "rest.0.interaction.0.code"), ==, "batch");
  }
  orch_sandbox_process_order (process, "ignore", "{\"transactions\": false}");
}

static void
test_batch (void)
{
  static const char body[] =
      "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
      "{\"request\":{\"method\":\"POST\",\"url\":\"Basic\"},\"resource\":{\"resourceType\":\"Basic\"}},"
      "{\"request\":{\"method\":\"POST\",\"url\":\"Basic\"},\"resource\":{\"resourceType\":\"Basic\",\"code\":{"
      "\"text\":\"x\"}}},"
      "{\"request\":{\"method\":\"GET\",\"url\":\"Organization?_id=gmf-beausejour\"}},{}]}";
  static const char *const statuses[] = { "400", "201", "200", "400" };
  g_autoptr (OrchSandboxAnswer) answer = ask ("POST", "", body);

  g_assert_cmpuint (answer->status, ==, 200);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *path = g_strdup_printf ("entry.%zu.response.status", i);

      g_assert_cmpstr (orch_sandbox_answer_string (answer, path), ==, statuses[i]);
    }
  g_assert_cmpstr (orch_sandbox_answer_string (answer, "entry.0.response.outcome.issue.0.expression.0"), ==,
                   "Basic.code");
  g_assert_cmpint (orch_sandbox_answer_int (answer, "entry.2.resource.total"), ==, 1);
}

static void
test_permissions (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *body;
    guint status;
  } acts[] = {
    { "GET", "/hub/Organization", NULL, 200 },
    { "POST", "/hub/Organization", "{\"resourceType\":\"Organization\",\"name\":\"x\"}", 403 },
    { "PUT", "/hub/Organization/gmf-beausejour",
      "{\"resourceType\":\"Organization\",\"id\":\"gmf-beausejour\",\"name\":\"x\"}", 403 },
    { "DELETE", "/hub/Organization/gmf-beausejour", NULL, 403 },
    { "POST", "/hub/Task", "{\"resourceType\":\"Task\",\"status\":\"draft\",\"intent\":\"order\"}", 201 },
    { "POST", "/hub/PractitionerRole", "{\"resourceType\":\"PractitionerRole\"}", 403 },
    /* Whoever keeps the counter decides which services are offered (product.md, who uses it). */
    { "POST", "/hub/HealthcareService", "{\"resourceType\":\"HealthcareService\",\"name\":\"Suivi\"}", 201 },
    /* Everyone adds to the journal of accesses; who reads it sees what all the others did. */
    { "POST", "/hub/AuditEvent",
      "{\"resourceType\":\"AuditEvent\",\"type\":{\"code\":\"110100\"},\"recorded\":\"2026-11-23T08:00:00-05:00\","
      "\"agent\":[{\"requestor\":true}],\"source\":{\"observer\":{\"display\":\"x\"}}}",
      201 },
    { "GET", "/hub/AuditEvent", NULL, 403 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (process, acts[i].method, acts[i].path, acts[i].body, "Authorization", receptionist,
                                    NULL);
      g_autoptr (OrchSandboxAnswer) nobody =
          orch_sandbox_client_send (process, acts[i].method, acts[i].path, acts[i].body, NULL);
      g_autoptr (OrchSandboxAnswer) stranger =
          orch_sandbox_client_send (process, acts[i].method, acts[i].path, acts[i].body, "Authorization",
                                    "Bearer made-up", NULL);

      g_test_message ("%s %s", acts[i].method, acts[i].path);
      g_assert_cmpuint (answer->status, ==, acts[i].status);
      g_assert_cmpuint (nobody->status, ==, 401);
      g_assert_cmpuint (stranger->status, ==, 401);
      g_assert_nonnull (soup_message_headers_get_one (nobody->headers, "WWW-Authenticate"));
    }
}

static void
test_alert (void)
{
  static const char members[] =
      "\"status\":\"requested\",\"intent\":\"order\",\"code\":{\"coding\":[{\"system\":\"" BASE
      "/CodeSystem/task\",\"code\":\"support-alert\"}]}";
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (OrchSandboxAnswer) kept = NULL;
  gint64 deadline = g_get_monotonic_time () + kit_patience_s (10) * (gint64) G_USEC_PER_SEC;
  gboolean received = FALSE;

  orch_sandbox_process_order (process, "ignore", "{\"alerts\": true}");
  id = create ("Task", members);
  path = g_strdup_printf ("/Task/%s", id);
  kept = ask ("GET", path, NULL);
  g_assert_cmpstr (orch_sandbox_answer_string (kept, "status"), ==, "requested");
  orch_sandbox_process_order (process, "ignore", "{\"alerts\": false}");
  /* Each answer is a turn of the sandbox's loop, where the desk that reads alerts has its clock. */
  while (!received && g_get_monotonic_time () < deadline)
    {
      g_autoptr (OrchSandboxAnswer) answer = ask ("GET", path, NULL);

      received = g_str_equal (orch_sandbox_answer_string (answer, "status"), "received");
    }
  g_assert_true (received);
}

static void
test_gzip (void)
{
  g_autoptr (OrchSandboxAnswer) plain =
      orch_sandbox_client_send (process, "GET", "/hub/metadata", NULL, "Accept-Encoding", "identity", NULL);
  g_autoptr (OrchSandboxAnswer) packed =
      orch_sandbox_client_send (process, "GET", "/hub/metadata", NULL, "Accept-Encoding", "gzip", NULL);

  g_assert_null (soup_message_headers_get_one (plain->headers, "Content-Encoding"));
  g_assert_cmpstr (soup_message_headers_get_one (packed->headers, "Content-Encoding"), ==, "gzip");
  g_assert_cmpstr (orch_sandbox_answer_string (plain, "fhirVersion"), ==, "4.0.1");
}

static void
test_formats (void)
{
  static const struct
  {
    const char *accept;
    guint status;
  } cases[] = { { "application/fhir+xml", 406 },
                { "text/html", 406 },
                { "application/json", 200 },
                { "application/fhir+json;q=1", 200 },
                { "*/*", 200 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (process, "GET", "/hub/metadata", NULL, "Accept", cases[i].accept, NULL);

      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_true (
          g_str_has_prefix (soup_message_headers_get_one (answer->headers, "Content-Type"), "application/fhir+json"));
    }
}

static void
test_foreign_pages (void)
{
  static const struct
  {
    const char *header;
    const char *value;
    guint status;
  } cases[] = { { "Origin", "https://evil.example", 403 }, { "Host", "evil.example", 403 }, { "Accept", "*/*", 200 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (process, "GET", "/hub/metadata", NULL, cases[i].header, cases[i].value, NULL);

      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  process = orch_sandbox_process_start (NULL);
  first = orch_sandbox_process_activate (process, "Un-Bon-Secret-42");
  second = orch_sandbox_process_sign_in (process, "accueil", "Accueil-Formation-1");
  administrator = g_strconcat ("Bearer ", first, NULL);
  receptionist = g_strconcat ("Bearer ", second, NULL);
  g_test_add_func ("/sandbox/fhir/refusals", test_refusals);
  g_test_add_func ("/sandbox/fhir/life", test_life);
  g_test_add_func ("/sandbox/fhir/search", test_search);
  g_test_add_func ("/sandbox/fhir/pages", test_pages);
  g_test_add_func ("/sandbox/fhir/sort-and-include", test_sort_and_include);
  g_test_add_func ("/sandbox/fhir/if-none-exist", test_if_none_exist);
  g_test_add_func ("/sandbox/fhir/transaction", test_transaction);
  g_test_add_func ("/sandbox/fhir/batch", test_batch);
  g_test_add_func ("/sandbox/fhir/permissions", test_permissions);
  g_test_add_func ("/sandbox/fhir/alert", test_alert);
  g_test_add_func ("/sandbox/fhir/gzip", test_gzip);
  g_test_add_func ("/sandbox/fhir/formats", test_formats);
  g_test_add_func ("/sandbox/fhir/foreign-pages", test_foreign_pages);
  status = g_test_run ();
  orch_sandbox_process_stop (process);
  g_free (administrator);
  g_free (receptionist);
  return status;
}
