/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who may call OSCAR's look-alikes: what they refuse and in whose words, held against a signing of the test's own, and that against
 * published vectors first.
 */
#include "orch-sandbox-oscar-client.h"

static void
test_vectors (void)
{
#define COMMON                                                                                                         \
  "oauth_consumer_key=abcdefghijkl0123", "oauth_nonce=6f1c2b3a", "oauth_timestamp=1767225600",                         \
      "oauth_signature_method=HMAC-SHA1", "oauth_version=1.0"
  static const struct
  {
    const char *method;
    const char *url;
    const char *pairs[10];
    const char *consumer_secret;
    const char *token_secret;
    const char *expected;
  } cases[] = {
    { "GET",
      "http://photos.example.net/photos",
      { "file=vacation.jpg", "size=original", "oauth_consumer_key=dpf43f3p2l4k3l03", "oauth_token=nnch734d00sl2jdk",
        "oauth_timestamp=1191242096", "oauth_nonce=kllo9940pd9333jh", "oauth_signature_method=HMAC-SHA1",
        "oauth_version=1.0", NULL },
      "kd94hf93k423kf44",
      "pfkkdhi9sl3r4s00",
      "tR3+Ty81lMeYAr/Fid0kMTYa/WM=" },
    { "POST",
      "https://emr.example.test/oscar/ws/oauth/initiate",
      { COMMON, "oauth_callback=http://127.0.0.1:38080/cb", NULL },
      "zyxwvutsrqpo9876",
      NULL,
      "li6eeGu4Sb2Jc16kEM81HcCQUow=" },
    { "POST",
      "https://emr.example.test/oscar/ws/oauth/token",
      { COMMON, "oauth_token=reqtok", "oauth_verifier=ver-1", NULL },
      "zyxwvutsrqpo9876",
      "reqsecret",
      "tE6brfDd4mX8Z9TKsenFJXITDTE=" },
    { "GET",
      "https://emr.example.test/oscar/ws/services/demographics/quickSearch",
      { COMMON, "oauth_token=acctok", "query=Tremblay, Al", NULL },
      "zyxwvutsrqpo9876",
      "accsecret",
      "IPKaIjqAArsiCS7MRrUBr5j33L8=" },
    { "GET",
      "https://emr.example.test:8443/oscar/ws/services/schedule/999998/day/2026-01-05",
      { COMMON, "oauth_token=acctok", NULL },
      "zyxwvutsrqpo9876",
      "accsecret",
      "uPjef4tJAueSectAk7yH9nnALtw=" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *signature =
          oscar_sign (cases[i].method, cases[i].url, cases[i].pairs, cases[i].consumer_secret, cases[i].token_secret);

      g_assert_cmpstr (signature, ==, cases[i].expected);
    }
}

static void
test_dance (Fixture *fixture, gconstpointer data)
{
  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      g_autoptr (OrchSandboxAnswer) initiated = oscar_initiate (fixture, dialect, "oob");
      g_auto (Token) request = { 0 };
      g_auto (Token) access = { 0 };
      g_autofree char *page_path = NULL;
      g_autoptr (OrchSandboxAnswer) page = NULL;
      g_autoptr (OrchSandboxAnswer) oob = NULL;
      g_autoptr (OrchSandboxAnswer) exchanged = NULL;
      g_autoptr (OrchSandboxAnswer) again = NULL;
      g_autoptr (OrchSandboxAnswer) info = NULL;
      g_autoptr (OrchSandboxAnswer) status = NULL;

      g_test_message ("%s", oscar_servers[dialect].name);
      oscar_read_token (initiated, &request);
      g_assert_nonnull (strstr (initiated->text, "oauth_callback_confirmed=true"));
      page_path = g_strdup_printf ("%s/ws/oauth/authorize?oauth_token=%s", oscar_servers[dialect].root, request.token);
      page = orch_sandbox_client_send (fixture->process, "GET", page_path, NULL, NULL, NULL);
      g_assert_cmpuint (page->status, ==, 200);
      for (gsize i = 0; i < 4; i++)
        {
          static const char *const fields[] = { "name=\"username\"", "name=\"password\"", "name=\"pin\"",
                                                "name=\"oauthDecision\" value=\"allow\"" };

          g_assert_nonnull (strstr (page->text, fields[i]));
        }
      oob = oscar_consent (fixture, dialect, request.token, &oscar_people[0]);
      g_assert_cmpuint (oob->status, ==, 200);
      g_assert_cmpstr (soup_message_headers_get_content_type (oob->headers, NULL), ==, "text/plain");
      g_assert_true (g_str_has_prefix (oob->text, "oauth_verifier="));
      exchanged = oscar_exchange (fixture, dialect, &request, oob->text + strlen ("oauth_verifier="));
      oscar_read_token (exchanged, &access);
      /* A request token is good once. */
      again = oscar_exchange (fixture, dialect, &request, oob->text + strlen ("oauth_verifier="));
      g_assert_cmpuint (again->status, ==, 401);
      info = oscar_get (fixture, dialect, &access, "oauth/info");
      g_assert_cmpstr (orch_sandbox_answer_string (info, "login"), ==, "999901");
      g_assert_cmpstr (orch_sandbox_answer_string (info, dialect == OPENO ? "providers.lastName" : "provider.lastName"),
                       ==, "Connect");
      status = oscar_get (fixture, dialect, &access, "status/checkIfAuthed");
      g_assert_cmpstr (status->text, ==, "{\"success\":true,\"message\":\"999901\"}");
    }
}

/* One request that must be refused, or not. */
static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    Dialect dialect;
    const char *method;
    const char *path; /* below /ws/ */
    How how;
    guint status;
    const char *word; /* nullable: what OpenO says */
  } cases[] = {
    { BOTH, "POST", "oauth/initiate", { .extra = "oauth_callback=oob" }, 200, NULL },
    { OSCAR15, "GET", "oauth/initiate", { .extra = "oauth_callback=oob" }, 200, NULL },
    { OPENO, "GET", "oauth/initiate", { .extra = "oauth_callback=oob" }, 405, NULL },
    { BOTH, "POST", "oauth/initiate", { .extra = "oauth_callback=oob", .spoil = TRUE }, 401, "invalid_signature" },
    { BOTH, "POST", "oauth/initiate", { .extra = "oauth_callback=oob", .secret = "x" }, 401, "invalid_signature" },
    { BOTH, "POST", "oauth/initiate", { .extra = "oauth_callback=oob", .key = "x" }, 401, "invalid_consumer" },
    { BOTH, "POST", "oauth/initiate", { .method = "PLAINTEXT" }, 401, "invalid_signature" },
    { BOTH, "POST", "oauth/initiate", { .skew_s = 240 }, 200, NULL },
    { BOTH, "POST", "oauth/initiate", { .skew_s = -240 }, 200, NULL },
    { OPENO, "POST", "oauth/initiate", { .skew_s = 420 }, 401, "invalid_signature" },
    { OPENO, "POST", "oauth/initiate", { .skew_s = -420 }, 401, "invalid_signature" },
    { OSCAR15, "POST", "oauth/initiate", { .skew_s = 420 }, 200, NULL },
    { OPENO, "POST", "oauth/initiate", { .before = "Basic YTpi" }, 400, "missing_consumer_key" },
    { OSCAR15, "POST", "oauth/initiate", { .before = "Basic YTpi" }, 200, NULL },
    { OPENO, "POST", "oauth/initiate", { .before = "Basic YTpi", .in_url = TRUE }, 400, "missing_consumer_key" },
    { BOTH, "POST", "oauth/initiate", { .in_url = TRUE }, 200, NULL },
    { BOTH, "POST", "oauth/initiate", { .body = "a=b%20c", .content_type = FORM }, 200, NULL },
    { OSCAR15, "POST", "oauth/initiate?scope=a", { .body = "a=b", .content_type = FORM }, 200, NULL },
    { OPENO, "POST", "oauth/initiate?scope=a", { .body = "a=b", .content_type = FORM }, 401, "invalid_signature" },
    { BOTH, "GET", "oauth/token", { .token = "x" }, 405, NULL },
    { BOTH, "POST", "oauth/token", { .key = "x", .token = "x" }, 401, "invalid_consumer" },
    { BOTH, "POST", "oauth/token", { .token = "x" }, 401, "invalid_request_token" },
    { OPENO, "GET", "services/oauth/info", { 0 }, 400, "missing_access_token" },
    { OSCAR15, "GET", "services/oauth/info", { 0 }, 401, NULL },
    { BOTH, "GET", "services/oauth/info", { .token = "x" }, 401, "oauth_authentication_failed" },
    { BOTH, "GET", "services/oauth/info", { .key = "x", .token = "x" }, 401, "invalid_consumer" },
    { BOTH, "GET", "rs/oauth/info", { .token = "x" }, 401, "Not authorized" },
    { BOTH, "GET", "oauth/authorize", { 0 }, 400, "missing oauth_token" },
    { BOTH, "GET", "oauth/authorize?oauth_token=x", { 0 }, 400, "invalid_request_token" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
      {
        g_autofree char *path = oscar_path (dialect, cases[i].path);
        g_autoptr (OrchSandboxAnswer) answer = NULL;

        if (cases[i].dialect != BOTH && cases[i].dialect != dialect)
          continue;
        answer = oscar_send (fixture, dialect, cases[i].method, path, &cases[i].how);
        g_test_message ("%" G_GSIZE_FORMAT " %s %s: %u %s", i, oscar_servers[dialect].name, cases[i].path,
                        answer->status, answer->text);
        g_assert_cmpuint (answer->status, ==, cases[i].status);
        if (cases[i].word != NULL && dialect == OPENO)
          g_assert_nonnull (strstr (answer->text, cases[i].word));
      }
}

/* What was asked for is told again by OpenO, as roles; enforced it is nowhere. */
static void
test_scope (Fixture *fixture, gconstpointer data)
{
  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      g_autofree char *path = oscar_path (dialect, "oauth/initiate?scope=read%20write");
      g_autoptr (OrchSandboxAnswer) initiated =
          oscar_send (fixture, dialect, "POST", path, &(How) { .extra = "oauth_callback=oob" });
      g_auto (Token) request = { 0 };
      g_auto (Token) access = { 0 };
      g_autoptr (OrchSandboxAnswer) oob = NULL;
      g_autoptr (OrchSandboxAnswer) exchanged = NULL;
      g_autoptr (OrchSandboxAnswer) info = NULL;

      oscar_read_token (initiated, &request);
      oob = oscar_consent (fixture, dialect, request.token, &oscar_people[0]);
      exchanged = oscar_exchange (fixture, dialect, &request, oob->text + strlen ("oauth_verifier="));
      oscar_read_token (exchanged, &access);
      info = oscar_get (fixture, dialect, &access, "oauth/info");
      g_assert_cmpuint (orch_sandbox_answer_length (info, "roles"), ==, dialect == OPENO ? 2 : 0);
    }
}

/* A plus in a signature that is not encoded is a space to OpenO, and then the signature is another. */
static void
test_plus (Fixture *fixture, gconstpointer data)
{
  for (int tries = 0;; tries++)
    {
      g_autofree char *path = oscar_path (OPENO, "oauth/initiate");
      const How raw = { .raw = TRUE, .extra = "oauth_callback=oob" };
      g_autoptr (OrchSandboxAnswer) answer = oscar_send (fixture, OPENO, "POST", path, &raw);

      /* One in three of the signatures has no plus. */
      g_assert_cmpint (tries, <, 100);
      if (answer->status != 401)
        continue;
      g_assert_cmpstr (answer->text, ==, "invalid_signature");
      break;
    }
}

static void
test_people (Fixture *fixture, gconstpointer data)
{
  static const OscarPerson wrong[] = { { "orchestrateur", "Pont-Formation-1", "0000" },
                                       { "orchestrateur", "nope", "2580" },
                                       { "personne", "Pont-Formation-1", "2580" } };

  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      g_autoptr (OrchSandboxAnswer) initiated = oscar_initiate (fixture, dialect, CALLBACK);
      g_auto (Token) request = { 0 };
      g_autofree char *path = oscar_path (dialect, "oauth/authorize");
      g_autofree char *bare = NULL;
      g_autofree char *refusal = NULL;
      g_autoptr (OrchSandboxAnswer) nobody = NULL;
      g_autoptr (OrchSandboxAnswer) early = NULL;
      g_autoptr (OrchSandboxAnswer) denied = NULL;
      g_autoptr (OrchSandboxAnswer) after = NULL;

      oscar_read_token (initiated, &request);
      for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
        {
          g_autoptr (OrchSandboxAnswer) page = oscar_consent (fixture, dialect, request.token, &wrong[i]);

          g_assert_cmpuint (page->status, ==, 200);
          g_assert_nonnull (strstr (page->text, "invalid username, password or PIN"));
        }
      early = oscar_exchange (fixture, dialect, &request, "guessed");
      g_assert_cmpuint (early->status, ==, 401);
      g_assert_cmpstr (early->text, ==, dialect == OPENO ? "invalid_verifier" : "");
      bare = soup_form_encode ("oauth_token", request.token, NULL);
      nobody = orch_sandbox_client_send (fixture->process, "POST", path, bare, NULL);
      g_assert_cmpuint (nobody->status, ==, dialect == OPENO ? 401 : 200);
      if (dialect == OPENO)
        g_assert_cmpstr (nobody->text, ==, "login_required");
      refusal = soup_form_encode ("oauth_token", request.token, "oauthDecision", "deny", NULL);
      denied = orch_sandbox_client_send (fixture->process, "POST", path, refusal, NULL);
      g_assert_cmpuint (denied->status, ==, 303);
      g_assert_null (strstr (soup_message_headers_get_one (denied->headers, "Location"), "oauth_verifier"));
      after = oscar_consent (fixture, dialect, request.token, &oscar_people[0]);
      g_assert_cmpuint (after->status, ==, 400);
      g_assert_cmpstr (after->text, ==, "invalid_request_token");
    }
}

static void
test_time (Fixture *fixture, gconstpointer data)
{
  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      g_autoptr (OrchSandboxAnswer) initiated = oscar_initiate (fixture, dialect, CALLBACK);
      g_autofree char *path = NULL;
      g_auto (Token) request = { 0 };
      g_auto (Token) access = { 0 };
      g_autoptr (OrchSandboxAnswer) in_time = NULL;
      g_autoptr (OrchSandboxAnswer) late = NULL;
      g_autoptr (OrchSandboxAnswer) before = NULL;
      g_autoptr (OrchSandboxAnswer) skewed = NULL;
      g_autoptr (OrchSandboxAnswer) expired = NULL;
      const char *date;

      oscar_read_token (initiated, &request);
      path = g_strdup_printf ("%s/ws/oauth/authorize?oauth_token=%s", oscar_servers[dialect].root, request.token);
      orch_sandbox_process_order (fixture->process, "clock", "{\"offset_s\": 3500}");
      in_time = orch_sandbox_client_send (fixture->process, "GET", path, NULL, NULL, NULL);
      g_assert_cmpuint (in_time->status, ==, 200);
      orch_sandbox_process_order (fixture->process, "clock", "{\"offset_s\": 3700}");
      late = orch_sandbox_client_send (fixture->process, "GET", path, NULL, NULL, NULL);
      g_assert_cmpuint (late->status, ==, 400);
      /* The Date of a refusal says whose clock is wrong. */
      skewed = oscar_initiate (fixture, dialect, CALLBACK);
      g_assert_cmpuint (skewed->status, ==, dialect == OPENO ? 401 : 200);
      date = soup_message_headers_get_one (skewed->headers, "Date");
      {
        g_autoptr (GDateTime) when = soup_date_time_new_from_http_string (date);
        gint64 ahead = g_date_time_to_unix (when) - g_get_real_time () / G_USEC_PER_SEC;

        g_assert_cmpint (ahead, >=, 3600);
        g_assert_cmpint (ahead, <=, 3800);
      }
      orch_sandbox_process_order (fixture->process, "clock", "{\"offset_s\": 0}");
      oscar_get_access (fixture, dialect, 0, &access);
      orch_sandbox_process_order (fixture->process, "oscar", "{\"lifetime_s\": 600}");
      before = oscar_get (fixture, dialect, &access, "oauth/info");
      g_assert_cmpuint (before->status, ==, 200);
      orch_sandbox_process_order (fixture->process, "clock", "{\"offset_s\": 700}");
      fixture->ahead_s = 700;
      expired = oscar_get (fixture, dialect, &access, "oauth/info");
      g_assert_cmpuint (expired->status, ==, dialect == OPENO ? 200 : 401);
      orch_sandbox_process_order (fixture->process, "clock", "{\"offset_s\": 0}");
      fixture->ahead_s = 0;
    }
}

static void
test_roles (Fixture *fixture, gconstpointer data)
{
  static const char *const services[] = { "schedule/fetchDays/" A_TUESDAY "/" A_TUESDAY "/101", "demographics/1" };

  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      g_auto (Token) without = { 0 };
      g_auto (Token) own = { 0 };
      g_autoptr (OrchSandboxAnswer) types = NULL;
      g_autoptr (OrchSandboxAnswer) info = NULL;

      oscar_get_access (fixture, dialect, 2, &without);
      for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
        {
          g_autoptr (OrchSandboxAnswer) answer = oscar_get (fixture, dialect, &without, services[i]);

          g_assert_cmpuint (answer->status, ==, 500);
          g_assert_nonnull (strstr (answer->text, "missing required security object"));
        }
      types = oscar_get (fixture, dialect, &without, "schedule/types");
      g_assert_cmpuint (types->status, ==, 200);
      /* Somebody's own login is told by a licence. */
      oscar_get_access (fixture, dialect, 1, &own);
      info = oscar_get (fixture, dialect, &own, "oauth/info");
      g_assert_cmpstr (orch_sandbox_answer_string (info, "login"), ==, "101");
      g_assert_cmpstr (orch_sandbox_answer_string (info, dialect == OPENO ? "providers.practitionerNo"
                                                                          : "provider.practitionerNo"),
                       ==, "90001");
    }
}

static void
test_addresses (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    guint status;
    const char *text;
  } cases[] = {
    { "/emr/oscar15/ws/oauth/initiate", 404, "Apache Tomcat" },
    { "/emr/openo/ws/oauth/initiate", 404, "Apache Tomcat" },
    { "/emr/openo", 404, "Apache Tomcat" },
    { "/emr/openo/oscar/", 200, "OpenO" },
    { "/emr/openo/oscar/ws/nothing", 404, "Apache Tomcat" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (fixture->process, "GET", cases[i].path, NULL, NULL, NULL);

      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_nonnull (strstr (answer->text, cases[i].text));
    }
}

/* Tokens outlive the process; a reset is the first day. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_auto (Token) access = { 0 };
  g_autoptr (OrchSandboxAnswer) after = NULL;
  g_autoptr (OrchSandboxAnswer) reset = NULL;

  oscar_get_access (fixture, OPENO, 0, &access);
  orch_sandbox_process_restart (fixture->process, TRUE);
  after = oscar_get (fixture, OPENO, &access, "oauth/info");
  g_assert_cmpuint (after->status, ==, 200);
  orch_sandbox_process_order (fixture->process, "oscar", "{\"rest\": false}");
  orch_sandbox_process_order (fixture->process, "reset", "{}");
  reset = oscar_get (fixture, OPENO, &access, "oauth/info");
  g_assert_cmpuint (reset->status, ==, 401);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/oscar/vectors", test_vectors);
#define ADD(name, func) g_test_add ("/sandbox/oscar/" name, Fixture, NULL, oscar_set_up, func, oscar_tear_down)
  ADD ("dance", test_dance);
  ADD ("refusals", test_refusals);
  ADD ("scope", test_scope);
  ADD ("plus", test_plus);
  ADD ("people", test_people);
  ADD ("time", test_time);
  ADD ("roles", test_roles);
  ADD ("addresses", test_addresses);
  ADD ("kept", test_kept);
  return g_test_run ();
}
