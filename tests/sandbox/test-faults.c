/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Each fault does what it says, as often as was ordered, where it was ordered, and nothing else.
 */
#include "orch-sandbox-client.h"

static OrchSandboxProcess *process;
static char *administrator;
static char *emr;

static OrchSandboxAnswer *
get (const char *path)
{
  return orch_sandbox_client_send (process, "GET", path, NULL, "Authorization",
                                   g_str_has_prefix (path, "/emr/") ? emr : administrator, NULL);
}

static void
test_statuses (void)
{
  static const struct
  {
    const char *kind;
    guint status;
    const char *code;
  } cases[] = {
    { "401", 401, "login" },     { "403", 403, "forbidden" }, { "404", 404, "not-found" },
    { "409", 409, "conflict" },  { "412", 412, "conflict" },  { "422", 422, "business-rule" },
    { "429", 429, "throttled" }, { "500", 500, "exception" }, { "503", 503, "transient" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) elsewhere = NULL;
      g_autoptr (OrchSandboxAnswer) other_method = NULL;

      orch_sandbox_process_order (
          process, "fault", "{\"path\": \"/hub/Organization\", \"kind\": \"%s\", \"count\": 2, \"method\": \"GET\"}",
          cases[i].kind);
      elsewhere = get ("/hub/Location");
      g_assert_cmpuint (elsewhere->status, ==, 200);
      other_method = orch_sandbox_client_send (process, "POST", "/hub/Organization/_search", "_count=1",
                                               "Authorization", administrator, NULL);
      g_assert_cmpuint (other_method->status, ==, 200);
      for (int j = 0; j < 3; j++)
        {
          g_autoptr (OrchSandboxAnswer) answer = get ("/hub/Organization");

          g_assert_cmpuint (answer->status, ==, j < 2 ? cases[i].status : 200);
          if (j < 2)
            g_assert_cmpstr (orch_sandbox_answer_string (answer, "issue.0.code"), ==, cases[i].code);
        }
    }
}

static void
test_always (void)
{
  orch_sandbox_process_order (process, "fault", "{\"path\": \"/hub\", \"kind\": \"500\", \"count\": -1}");
  for (int i = 0; i < 5; i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = get ("/hub/Location");

      g_assert_cmpuint (answer->status, ==, 500);
    }
  orch_sandbox_process_clear_faults (process);
  {
    g_autoptr (OrchSandboxAnswer) answer = get ("/hub/Location");

    g_assert_cmpuint (answer->status, ==, 200);
  }
}

/* One entry of a batch is refused, the others are not; what is ordered for a prefix leaves entries alone. */
static void
test_entry (void)
{
  static const char batch[] = "{\"resourceType\": \"Bundle\", \"type\": \"batch\", \"entry\": ["
                              "{\"request\": {\"method\": \"GET\", \"url\": \"Organization/gmf-beausejour\"}},"
                              "{\"request\": {\"method\": \"GET\", \"url\": \"Location?_count=1\"}}]}";

  orch_sandbox_process_order (process, "fault", "{\"path\": \"/hub/Location\", \"kind\": \"500\", \"count\": -1}");
  orch_sandbox_process_order (process, "fault", "{\"path\": \"/hub/Organization/gmf-beausejour\", \"kind\": \"422\"}");
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (process, "POST", "/hub", batch, "Authorization", administrator, NULL);

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "entry.0.response.status"), ==, i == 0 ? "422" : "200");
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "entry.1.response.status"), !=, "500");
    }
  orch_sandbox_process_clear_faults (process);
}

static void
test_token_endpoint (void)
{
  g_autoptr (OrchSandboxAnswer) answer = NULL;

  orch_sandbox_process_order (process, "fault", "{\"path\": \"/emr/fhir/oauth/token\", \"kind\": \"503\"}");
  answer =
      orch_sandbox_client_send (process, "POST", "/emr/fhir/oauth/token", "grant_type=client_credentials", NULL, NULL);
  g_assert_cmpuint (answer->status, ==, 503);
  g_assert_cmpstr (orch_sandbox_answer_string (answer, "error"), ==, "server_error");
}

static void
test_throttled (void)
{
  static const struct
  {
    const char *dialect;
    const char *header;
    const char *value;
    const char *absent;
  } cases[] = {
    { "retry-after", "Retry-After", "7", "RateLimit" },
    { "ratelimit", "RateLimit", "\"fhirInteractions\";r=0;t=7", "Retry-After" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = NULL;

      orch_sandbox_process_order (
          process, "fault",
          "{\"path\": \"/hub/\", \"kind\": \"429\", \"retry_after\": 7, \"rate_limit_dialect\": \"%s\"}",
          cases[i].dialect);
      answer = get ("/hub/Location");
      g_assert_cmpuint (answer->status, ==, 429);
      g_assert_cmpstr (soup_message_headers_get_one (answer->headers, cases[i].header), ==, cases[i].value);
      g_assert_null (soup_message_headers_get_one (answer->headers, cases[i].absent));
    }
}

static void
test_slow (void)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (OrchSandboxAnswer) answer = NULL;

  orch_sandbox_process_order (process, "fault", "{\"path\": \"/hub/Location\", \"kind\": \"slow\", \"delay_ms\": 400}");
  answer = get ("/hub/Location");
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 400000);
  g_assert_cmpint (orch_sandbox_answer_int (answer, "total"), ==, 1);
}

static void
test_stalled (void)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", 1, NULL);
  g_autofree char *url = g_strdup_printf ("%s/hub/metadata", orch_sandbox_process_get_origin (process));
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (OrchSandboxAnswer) next = NULL;

  orch_sandbox_process_order (process, "fault", "{\"path\": \"/hub/metadata\", \"kind\": \"stalled\"}");
  stream = soup_session_send (session, message, NULL, &error);
  g_assert_null (stream);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  /* Others are served meanwhile. */
  next = get ("/hub/metadata");
  g_assert_cmpuint (next->status, ==, 200);
}

static void
test_truncated (void)
{
  g_autoptr (OrchSandboxAnswer) whole = get ("/hub/Location");
  g_autoptr (OrchSandboxAnswer) half = NULL;

  orch_sandbox_process_order (process, "fault", "{\"path\": \"/hub/Location\", \"kind\": \"truncated\"}");
  half = get ("/hub/Location");
  g_assert_cmpuint (half->status, ==, 200);
  g_assert_null (half->json);
  g_assert_cmpuint (half->length, ==, whole->length / 2);
}

static void
test_wrong_type (void)
{
  g_autoptr (OrchSandboxAnswer) answer = NULL;

  orch_sandbox_process_order (process, "fault", "{\"path\": \"/hub/Location\", \"kind\": \"wrong-type\"}");
  answer = get ("/hub/Location");
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (g_str_has_prefix (soup_message_headers_get_one (answer->headers, "Content-Type"), "text/html"));
  g_assert_null (answer->json);
}

static void
test_huge (void)
{
  g_autoptr (OrchSandboxAnswer) answer = NULL;
  g_autoptr (OrchSandboxAnswer) next = NULL;

  orch_sandbox_process_order (process, "fault", "{\"path\": \"/hub/Location\", \"kind\": \"huge\"}");
  answer = get ("/hub/Location");
  /* Where our reader stopped; the client is expected to stop before. */
  g_assert_cmpuint (answer->length, >=, 32 * 1024 * 1024);
  g_assert_true (g_str_has_prefix (answer->text, "{\"resourceType\":\"Bundle\""));
  next = get ("/hub/Location");
  g_assert_cmpuint (next->status, ==, 200);
}

static void
test_duplicate_page (void)
{
  g_autofree char *url = g_strdup ("/emr/fhir/Practitioner?_count=10");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint entries = 0, pages = 0;

  orch_sandbox_process_order (process, "fault",
                              "{\"path\": \"/emr/fhir/Practitioner\", \"kind\": \"duplicate-page\", \"count\": -1}");
  while (url != NULL && pages < 20)
    {
      g_autoptr (OrchSandboxAnswer) answer = get (url);

      if (answer->status == 0)
        g_error ("%s", answer->error->message);
      for (guint i = 0; i < orch_sandbox_answer_length (answer, "entry"); i++)
        {
          g_autofree char *path = g_strdup_printf ("entry.%u.resource.id", i);

          g_hash_table_add (seen, g_strdup (orch_sandbox_answer_string (answer, path)));
          entries++;
        }
      pages++;
      g_free (url);
      url = orch_sandbox_answer_link (answer, "next") == NULL
                ? NULL
                : g_strdup (orch_sandbox_answer_link (answer, "next") +
                            strlen (orch_sandbox_process_get_origin (process)));
    }
  orch_sandbox_process_clear_faults (process);
  /* Each page twice, nobody missing. */
  g_assert_cmpuint (pages, ==, 6);
  g_assert_cmpuint (entries, ==, 56);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 28);
}

static void
test_cut (void)
{
  static const struct
  {
    const char *kind;
    guint created;
  } cases[] = { { "cut-before", 0 }, { "cut-after-commit", 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint before = orch_sandbox_process_count (process, "Basic");
      g_autoptr (OrchSandboxAnswer) answer = NULL;

      orch_sandbox_process_order (process, "fault",
                                  "{\"path\": \"/hub/Basic\", \"method\": \"POST\", \"kind\": \"%s\"}", cases[i].kind);
      answer = orch_sandbox_client_send (process, "POST", "/hub/Basic",
                                         "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}", "Authorization",
                                         administrator, NULL);
      g_assert_cmpuint (answer->status, ==, 0);
      g_assert_nonnull (answer->error);
      g_assert_cmpuint (orch_sandbox_process_count (process, "Basic"), ==, before + cases[i].created);
    }
}

static void
test_skew (void)
{
  g_autoptr (OrchSandboxAnswer) skewed = NULL;
  g_autoptr (OrchSandboxAnswer) straight = NULL;
  g_autoptr (GDateTime) wrong = NULL;
  g_autoptr (GDateTime) right = NULL;

  orch_sandbox_process_order (process, "fault",
                              "{\"path\": \"/hub/metadata\", \"kind\": \"skew\", \"offset_s\": -7200}");
  skewed = get ("/hub/metadata");
  straight = get ("/hub/metadata");
  wrong = soup_date_time_new_from_http_string (soup_message_headers_get_one (skewed->headers, "Date"));
  right = soup_date_time_new_from_http_string (soup_message_headers_get_one (straight->headers, "Date"));
  g_assert_cmpint (ABS (g_date_time_difference (right, wrong) / G_USEC_PER_SEC - 7200), <=, 30);
}

static void
test_bad_orders (void)
{
  static const char *const orders[] = { "{\"path\": \"/hub\", \"kind\": \"explosion\"}", "{\"kind\": \"500\"}",
                                        "{\"path\": \"hub\", \"kind\": \"500\"}", "{\"path\": \"/hub\"}", "{]" };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (process, "POST", "/control/fault", orders[i], NULL, NULL);

      g_assert_cmpuint (answer->status, ==, 400);
    }
}

static void
test_requests (void)
{
  g_autoptr (OrchSandboxAnswer) asked = get ("/hub/Location?name=secret-name");
  g_autoptr (OrchSandboxAnswer) log = orch_sandbox_client_send (process, "GET", "/control/requests", NULL, NULL, NULL);

  g_assert_cmpuint (asked->status, ==, 200);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (log->json));
  {
    JsonArray *array = json_node_get_array (log->json);
    JsonObject *last = json_array_get_object_element (array, json_array_get_length (array) - 1);

    g_assert_cmpstr (json_object_get_string_member (last, "path"), ==, "/hub/Location");
    g_assert_cmpstr (json_object_get_string_member (last, "method"), ==, "GET");
    g_assert_cmpint (json_object_get_int_member (last, "status"), ==, 200);
  }
  g_assert_null (strstr (log->text, "secret-name"));
  g_assert_null (strstr (log->text, administrator + strlen ("Bearer ")));
}

int
main (int argc, char **argv)
{
  g_autofree char *token = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  process = orch_sandbox_process_start (NULL);
  token = orch_sandbox_process_activate (process, "Un-Bon-Secret-42");
  administrator = g_strconcat ("Bearer ", token, NULL);
  emr = orch_sandbox_client_emr_token (process);
  g_test_add_func ("/sandbox/faults/statuses", test_statuses);
  g_test_add_func ("/sandbox/faults/always", test_always);
  g_test_add_func ("/sandbox/faults/entry", test_entry);
  g_test_add_func ("/sandbox/faults/token-endpoint", test_token_endpoint);
  g_test_add_func ("/sandbox/faults/throttled", test_throttled);
  g_test_add_func ("/sandbox/faults/slow", test_slow);
  g_test_add_func ("/sandbox/faults/stalled", test_stalled);
  g_test_add_func ("/sandbox/faults/truncated", test_truncated);
  g_test_add_func ("/sandbox/faults/wrong-type", test_wrong_type);
  g_test_add_func ("/sandbox/faults/huge", test_huge);
  g_test_add_func ("/sandbox/faults/duplicate-page", test_duplicate_page);
  g_test_add_func ("/sandbox/faults/cut", test_cut);
  g_test_add_func ("/sandbox/faults/skew", test_skew);
  g_test_add_func ("/sandbox/faults/bad-orders", test_bad_orders);
  g_test_add_func ("/sandbox/faults/requests", test_requests);
  status = g_test_run ();
  orch_sandbox_process_stop (process);
  g_free (administrator);
  g_free (emr);
  return status;
}
