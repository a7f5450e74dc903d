/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Accuro's look-alike, held against QHR's developer documentation by plain HTTP: who may call, what is refused and in which words, what
 * the lists look like and how they change.
 */
#include "orch-sandbox-client.h"

#define FORM "application/x-www-form-urlencoded"
#define SCHEDULER "/rest/v1/provider-portal/scheduler/"

typedef struct
{
  OrchSandboxProcess *process;
  char *tenant;
  char *uuid;
  char *key;
  char *basic; /* Authorization of the client */
  char *scope;
  char *tuesday; /* the next one, yyyy-MM-dd */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Montreal");
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  g_autoptr (GDateTime) tuesday = g_date_time_add_days (now, (9 - g_date_time_get_day_of_week (now)) % 7 + 7);
  g_autofree char *both = NULL;
  g_autofree char *encoded = NULL;
  JsonObject *object;

  fixture->process = orch_sandbox_process_start (NULL, NULL);
  /* A small clinic is made at once. */
  orch_sandbox_process_order (fixture->process, "emr-size", "{\"staff\": 4, \"services\": 40, \"patients\": 60}");
  node = orch_sandbox_process_get (fixture->process, "/training/accuro");
  object = json_node_get_object (node);
  g_assert_true (g_str_has_suffix (json_object_get_string_member (object, "base"), "/emr/accuro"));
  fixture->tenant = g_strdup (json_object_get_string_member (object, "tenant"));
  fixture->uuid = g_strdup (json_object_get_string_member (object, "uuid"));
  fixture->key = g_strdup (json_object_get_string_member (object, "subscription_key"));
  fixture->scope = g_strdup (json_object_get_string_member (object, "scope"));
  both = g_strdup_printf ("%s:%s", json_object_get_string_member (object, "client_id"),
                          json_object_get_string_member (object, "client_secret"));
  encoded = g_base64_encode ((const guchar *) both, strlen (both));
  fixture->basic = g_strconcat ("Basic ", encoded, NULL);
  fixture->tuesday = g_date_time_format (tuesday, "%Y-%m-%d");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  orch_sandbox_process_stop (fixture->process);
  g_free (fixture->tenant);
  g_free (fixture->uuid);
  g_free (fixture->key);
  g_free (fixture->basic);
  g_free (fixture->scope);
  g_free (fixture->tuesday);
}

static OrchSandboxAnswer *
ask_token (Fixture *fixture, const char *path, const char *tenant, const char *authorization, const char *form)
{
  g_autofree char *url = tenant == NULL ? g_strconcat ("/emr/accuro", path, NULL)
                                        : g_strconcat ("/emr/accuro", path, "?tenant=", tenant, NULL);

  return orch_sandbox_client_send (fixture->process, "POST", url, form, "Authorization", authorization, NULL);
}

/* Returns: (transfer full): "bearer …" of the client */
static char *
get_client (Fixture *fixture)
{
  g_autofree char *form = soup_form_encode ("grant_type", "client_credentials", "scope", fixture->scope, NULL);
  g_autoptr (OrchSandboxAnswer) answer = ask_token (fixture, "/v1/token", fixture->tenant, fixture->basic, form);

  g_assert_cmpuint (answer->status, ==, 200);
  return g_strconcat ("bearer ", orch_sandbox_answer_string (answer, "access_token"), NULL);
}

static OrchSandboxAnswer *
sign_in (Fixture *fixture, const char *user, const char *password)
{
  g_autofree char *form = soup_form_encode ("grant_type", "password", "username", user, "password", password, NULL);

  return ask_token (fixture, "/oauth/token", fixture->tenant, NULL, form);
}

static char *
bearer_of (OrchSandboxAnswer *answer)
{
  g_assert_cmpuint (answer->status, ==, 200);
  return g_strconcat ("Bearer ", orch_sandbox_answer_string (answer, "access_token"), NULL);
}

static OrchSandboxAnswer *
get (Fixture *fixture, const char *bearer, const char *path)
{
  g_autofree char *url =
      g_strdup_printf ("/emr/accuro%s%suuid=%s", path, strchr (path, '?') == NULL ? "?" : "&", fixture->uuid);

  return orch_sandbox_client_send (fixture->process, "GET", url, NULL, "Authorization", bearer,
                                   "X-QHR-Subscription-Key", fixture->key, "Accept", "application/json", NULL);
}

static OrchSandboxAnswer *
get_day (Fixture *fixture, const char *bearer, const char *more)
{
  g_autofree char *path =
      g_strdup_printf (SCHEDULER "appointments?startDate=%s&endDate=%s%s", fixture->tuesday, fixture->tuesday, more);

  return get (fixture, bearer, path);
}

static void
assert_refused (OrchSandboxAnswer *answer, guint status)
{
  g_autofree char *code = g_strdup_printf ("%u", status);

  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (orch_sandbox_answer_string (answer, "code"), ==, code);
  g_assert_nonnull (orch_sandbox_answer_string (answer, "message"));
}

static gint64
at (OrchSandboxAnswer *answer, const char *list, guint index, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s%s%u.%s", list, *list == '\0' ? "" : ".", index, name);

  return orch_sandbox_answer_int (answer, path);
}

/* The index of the object of @list whose member @name is @value, -1 when there is none. */
static int
position (OrchSandboxAnswer *answer, const char *list, const char *name, gint64 value)
{
  for (guint i = 0; i < orch_sandbox_answer_length (answer, list); i++)
    if (at (answer, list, i, name) == value)
      return (int) i;
  return -1;
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  enum
  {
    NONE,
    RIGHT,
    WRONG,
  };
  static const struct
  {
    const char *what;
    const char *path;
    const char *tenant; /* "" for the right one */
    int basic;
    const char *form;
    guint status;
  } cases[] = {
    { "as it should be", "/v1/token", "", RIGHT, "grant_type=client_credentials&scope=PROVIDER_READ", 200 },
    { "commas", "/v1/token", "", RIGHT, "grant_type=client_credentials&scope=PROVIDER_READ,PATIENT_READ", 200 },
    { "no tenant", "/v1/token", NULL, RIGHT, "grant_type=client_credentials&scope=PROVIDER_READ", 400 },
    { "small letters", "/v1/token", "formation", RIGHT, "grant_type=client_credentials&scope=PROVIDER_READ", 400 },
    { "another tenant", "/v1/token", "AILLEURS", RIGHT, "grant_type=client_credentials&scope=PROVIDER_READ", 400 },
    { "no client", "/v1/token", "", NONE, "grant_type=client_credentials&scope=PROVIDER_READ", 401 },
    { "wrong secret", "/v1/token", "", WRONG, "grant_type=client_credentials&scope=PROVIDER_READ", 401 },
    { "no scope", "/v1/token", "", RIGHT, "grant_type=client_credentials", 400 },
    { "another scope", "/v1/token", "", RIGHT, "grant_type=client_credentials&scope=BILLING_WRITE", 400 },
    { "no grant", "/v1/token", "", RIGHT, "scope=PROVIDER_READ", 400 },
    { "a password, where none is known", "/v1/token", "", RIGHT,
      "grant_type=password&username=OrchestrateurAPIFORMATION&password=Accuro-Formation-1", 400 },
    { "a password", "/oauth/token", "", NONE,
      "grant_type=password&username=OrchestrateurAPIFORMATION&password=Accuro-Formation-1", 200 },
    { "a password, of a known client", "/oauth/token", "", RIGHT,
      "grant_type=password&username=OrchestrateurAPIFORMATION&password=Accuro-Formation-1", 200 },
    { "a password, of a client that lies", "/oauth/token", "", WRONG,
      "grant_type=password&username=OrchestrateurAPIFORMATION&password=Accuro-Formation-1", 401 },
    { "a wrong password", "/oauth/token", "", NONE,
      "grant_type=password&username=OrchestrateurAPIFORMATION&password=non", 401 },
    { "somebody else", "/oauth/token", "", NONE, "grant_type=password&username=personne&password=Accuro-Formation-1",
      401 },
    { "the service user, who has no password", "/oauth/token", "", NONE,
      "grant_type=password&username=ServiceAPIFORMATION&password=", 401 },
    { "a refresh token that never was", "/v1/token", "", RIGHT, "grant_type=refresh_token&refresh_token=abc", 400 },
  };
  g_autoptr (OrchSandboxAnswer) got = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *tenant = cases[i].tenant != NULL && *cases[i].tenant == '\0' ? fixture->tenant : cases[i].tenant;
      g_autoptr (OrchSandboxAnswer) answer = ask_token (fixture, cases[i].path, tenant,
                                                        cases[i].basic == NONE    ? NULL
                                                        : cases[i].basic == RIGHT ? fixture->basic
                                                                                  : "Basic cGVyc29ubmU6cmllbg==",
                                                        cases[i].form);

      g_test_message ("%s", cases[i].what);
      if (cases[i].status != 200)
        {
          assert_refused (answer, cases[i].status);
          continue;
        }
      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "token_type"), ==, "Bearer");
      g_assert_cmpint (orch_sandbox_answer_int (answer, "expires_in"), ==, 3600);
      g_assert_nonnull (orch_sandbox_answer_string (answer, "scope"));
      /* A JWT, in three parts; somebody with a password may renew. */
      {
        g_auto (GStrv) parts = g_strsplit (orch_sandbox_answer_string (answer, "access_token"), ".", -1);

        g_assert_cmpuint (g_strv_length (parts), ==, 3);
      }
      g_assert_cmpint (orch_sandbox_answer_string (answer, "refresh_token") != NULL, ==,
                       strstr (cases[i].form, "password") != NULL);
    }
  got = orch_sandbox_client_send (fixture->process, "GET", "/emr/accuro/v1/token?tenant=FORMATION", NULL, NULL);
  assert_refused (got, 405);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *what;
    const char *method;
    const char *path;
    const char *uuid;   /* "" for the right one */
    const char *key;    /* likewise */
    const char *bearer; /* likewise */
    guint status;
  } cases[] = {
    { "as it should be", "GET", "/rest/v1/offices", "", "", "", 200 },
    { "a slash at the end", "GET", "/rest/v1/offices/", "", "", "", 200 },
    { "no key", "GET", "/rest/v1/offices", "", NULL, "", 401 },
    { "another key", "GET", "/rest/v1/offices", "", "abc", "", 401 },
    { "no token", "GET", "/rest/v1/offices", "", "", NULL, 401 },
    { "another token", "GET", "/rest/v1/offices", "", "", "bearer abc", 401 },
    { "Basic", "GET", "/rest/v1/offices", "", "", "Basic abc", 401 },
    { "no UUID", "GET", "/rest/v1/offices", NULL, "", "", 400 },
    { "another UUID", "GET", "/rest/v1/offices", "8c2b9a1e-0000-4000-8000-000000000000", "", "", 401 },
    { "no such thing", "GET", "/rest/v1/bureaux", "", "", "", 404 },
    { "without /rest", "GET", "/v1/offices", "", "", "", 404 },
    { "another method", "DELETE", "/rest/v1/offices", "", "", "", 405 },
    { "no days", "GET", SCHEDULER "appointments", "", "", "", 400 },
  };
  g_autofree char *bearer = get_client (fixture);
  g_autofree char *narrow = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
#define OR(given, right) ((given) != NULL && *(given) == '\0' ? (right) : (given))
      const char *uuid = OR (cases[i].uuid, fixture->uuid);
      g_autofree char *url =
          g_strdup_printf ("/emr/accuro%s%s%s", cases[i].path, uuid == NULL ? "" : "?uuid=", uuid == NULL ? "" : uuid);
      const char *key = OR (cases[i].key, fixture->key);
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (fixture->process, cases[i].method, url, NULL, "Authorization",
                                    OR (cases[i].bearer, bearer), "X-QHR-Subscription-Key", key, NULL);

      g_test_message ("%s", cases[i].what);
      if (cases[i].status == 200)
        g_assert_cmpuint (answer->status, ==, 200);
      else
        assert_refused (answer, cases[i].status);
    }
  /* What the token's scope does not have. */
  {
    g_autoptr (OrchSandboxAnswer) token = ask_token (fixture, "/v1/token", fixture->tenant, fixture->basic,
                                                     "grant_type=client_credentials&scope=PROVIDER_READ");
    g_autoptr (OrchSandboxAnswer) providers = NULL;
    g_autoptr (OrchSandboxAnswer) types = NULL;

    narrow = bearer_of (token);
    providers = get (fixture, narrow, "/rest/v1/providers");
    g_assert_cmpuint (providers->status, ==, 200);
    types = get (fixture, narrow, SCHEDULER "types");
    assert_refused (types, 403);
  }
  orch_sandbox_process_order (fixture->process, "accuro", "{\"approved\": false}");
  {
    g_autoptr (OrchSandboxAnswer) answer = get (fixture, bearer, "/rest/v1/providers");

    assert_refused (answer, 403);
  }
}

static void
test_lives (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bearer = get_client (fixture);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (OrchSandboxAnswer) one = NULL;
  g_autoptr (OrchSandboxAnswer) two = NULL;
  g_autofree char *form = NULL;

  /* They end with time, and by order. */
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *token = get_client (fixture);
      g_autoptr (OrchSandboxAnswer) good = get (fixture, token, "/rest/v1/genders");
      g_autoptr (OrchSandboxAnswer) over = NULL;

      g_assert_cmpuint (good->status, ==, 200);
      if (i == 0)
        orch_sandbox_process_order (fixture->process, "clock", "{\"offset_s\": 3601}");
      else
        orch_sandbox_process_order (fixture->process, "accuro", "{\"expire\": true}");
      over = get (fixture, token, "/rest/v1/genders");
      assert_refused (over, 401);
      g_assert_nonnull (soup_message_headers_get_one (over->headers, "WWW-Authenticate"));
    }
  orch_sandbox_process_order (fixture->process, "accuro", "{\"lifetime_s\": 60}");
  one = sign_in (fixture, "OrchestrateurAPIFORMATION", "Accuro-Formation-1");
  g_assert_cmpint (orch_sandbox_answer_int (one, "expires_in"), ==, 60);
  first = bearer_of (one);
  /* A refresh token is good once. */
  form = soup_form_encode ("grant_type", "refresh_token", "refresh_token",
                           orch_sandbox_answer_string (one, "refresh_token"), NULL);
  two = ask_token (fixture, "/v1/token", fixture->tenant, fixture->basic, form);
  second = bearer_of (two);
  g_assert_cmpstr (orch_sandbox_answer_string (two, "refresh_token"), !=,
                   orch_sandbox_answer_string (one, "refresh_token"));
  {
    g_autoptr (OrchSandboxAnswer) again = ask_token (fixture, "/v1/token", fixture->tenant, fixture->basic, form);
    g_autoptr (OrchSandboxAnswer) good = get (fixture, second, "/rest/v1/genders");

    assert_refused (again, 400);
    g_assert_cmpuint (good->status, ==, 200);
  }
}

/* One API user, two connections. */
static void
test_clash (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *order;
    guint sign_in;
    guint first; /* status of the first one's call after the second has signed in */
  } cases[] = {
    { "{\"clash\": \"ends-first\"}", 200, 401 },
    { "{\"clash\": \"ignored\"}", 200, 200 },
    { "{\"clash\": \"refused\"}", 403, 200 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) first = sign_in (fixture, "OrchestrateurAPIFORMATION", "Accuro-Formation-1");
      g_autofree char *bearer = bearer_of (first);
      g_autoptr (OrchSandboxAnswer) before = get (fixture, bearer, "/rest/v1/genders");
      g_autoptr (OrchSandboxAnswer) other = NULL;
      g_autoptr (OrchSandboxAnswer) second = NULL;
      g_autoptr (OrchSandboxAnswer) after = NULL;

      g_test_message ("%s", cases[i].order);
      g_assert_cmpuint (before->status, ==, 200);
      /* Somebody else's sign-in is nobody's business. */
      other = sign_in (fixture, "SansDroitsAPIFORMATION", "Accuro-Formation-2");
      g_assert_cmpuint (other->status, ==, 200);
      orch_sandbox_process_order (fixture->process, "accuro", "%s", cases[i].order);
      second = sign_in (fixture, "OrchestrateurAPIFORMATION", "Accuro-Formation-1");
      g_assert_cmpuint (second->status, ==, cases[i].sign_in);
      after = get (fixture, bearer, "/rest/v1/genders");
      g_assert_cmpuint (after->status, ==, cases[i].first);
    }
  orch_sandbox_process_order (fixture->process, "accuro", "{\"clash\": \"ends-first\"}");
  /* As an order: it also takes the refresh token along. */
  {
    g_autoptr (OrchSandboxAnswer) first = sign_in (fixture, "OrchestrateurAPIFORMATION", "Accuro-Formation-1");
    g_autofree char *form = soup_form_encode ("grant_type", "refresh_token", "refresh_token",
                                              orch_sandbox_answer_string (first, "refresh_token"), NULL);
    g_autoptr (OrchSandboxAnswer) renewed = NULL;

    orch_sandbox_process_order (fixture->process, "accuro", "{\"sign_in\": true}");
    renewed = ask_token (fixture, "/v1/token", fixture->tenant, fixture->basic, form);
    assert_refused (renewed, 400);
  }
}

static void
test_directory (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bearer = get_client (fixture);
  g_autoptr (OrchSandboxAnswer) providers = get (fixture, bearer, "/rest/v1/providers");
  g_autoptr (OrchSandboxAnswer) offices = get (fixture, bearer, "/rest/v1/offices");
  g_autoptr (OrchSandboxAnswer) genders = get (fixture, bearer, "/rest/v1/genders");
  g_autoptr (OrchSandboxAnswer) locations = get (fixture, bearer, "/rest/v1/locations");
  g_autoptr (OrchSandboxAnswer) types = get (fixture, bearer, SCHEDULER "types");
  g_autoptr (OrchSandboxAnswer) reasons = get (fixture, bearer, SCHEDULER "reasons");
  g_autoptr (OrchSandboxAnswer) more = NULL;
  g_autoptr (OrchSandboxAnswer) fewer = NULL;
  g_autoptr (OrchSandboxAnswer) renamed = NULL;
  g_autoptr (OrchSandboxAnswer) failed = NULL;

  /* Four, three who left, and two who work elsewhere. */
  g_assert_cmpuint (orch_sandbox_answer_length (providers, ""), ==, 9);
  g_assert_cmpint (orch_sandbox_answer_int (providers, "0.providerId"), ==, 101);
  g_assert_cmpint (orch_sandbox_answer_int (providers, "0.statusId"), ==, 1);
  g_assert_cmpint (orch_sandbox_answer_int (providers, "0.defaultOffice"), ==, 1);
  g_assert_cmpstr (orch_sandbox_answer_string (providers, "0.practitionerNumber"), ==, "90001");
  g_assert_cmpstr (orch_sandbox_answer_string (providers, "0.lastName"), ==, "Sansregret");
  g_assert_cmpstr (orch_sandbox_answer_string (providers, "0.phones.0.contactType"), ==, "WorkPhone");
  g_assert_cmpstr (orch_sandbox_answer_string (providers, "0.email.address"), ==,
                   "intervenant1@gmf-beausejour.example");
  g_assert_cmpint (orch_sandbox_answer_int (providers, "4.statusId"), ==, 0);
  g_assert_cmpint (orch_sandbox_answer_int (providers, "7.typeId"), ==, 2);
  g_assert_cmpuint (orch_sandbox_answer_length (offices, ""), ==, 4);
  g_assert_cmpint (orch_sandbox_answer_int (offices, "1.officeId"), ==, 2);
  g_assert_nonnull (orch_sandbox_answer_string (offices, "1.name"));
  g_assert_cmpstr (orch_sandbox_answer_string (genders, "1.shortName"), ==, "F");
  g_assert_cmpint (position (locations, "", "locationId", 11), ==, 2);
  g_assert_cmpuint (orch_sandbox_answer_length (types, ""), ==, 40);
  g_assert_cmpint (orch_sandbox_answer_int (types, "3.typeId"), ==, 4);
  g_assert_cmpstr (orch_sandbox_answer_string (types, "3.name"), ==, "Suivi régulier");
  /* Types have no duration. */
  g_assert_null (strstr (types->text, "uration"));
  g_assert_cmpstr (orch_sandbox_answer_string (reasons, "1.name"), ==, "Suivi");
  g_assert_cmpint (orch_sandbox_answer_int (reasons, "1.reasonId"), ==, 2);

  orch_sandbox_process_order (fixture->process, "emr-provider",
                              "{\"family\": \"Nouvelle\", \"given\": \"Ève\", \"licence\": \"90100\"}");
  orch_sandbox_process_order (fixture->process, "emr-provider", "{\"id\": 102, \"active\": false}");
  orch_sandbox_process_order (fixture->process, "emr-type", "{\"id\": 4, \"name\": \"Suivi annuel\"}");
  orch_sandbox_process_order (fixture->process, "emr-type", "{\"id\": \"serv-005\", \"active\": false}");
  orch_sandbox_process_order (fixture->process, "emr-type", "{\"name\": \"Nouveau type\"}");
  more = get (fixture, bearer, "/rest/v1/providers");
  g_assert_cmpuint (orch_sandbox_answer_length (more, ""), ==, 10);
  g_assert_cmpint (orch_sandbox_answer_int (more, "1.statusId"), ==, 0);
  g_assert_cmpstr (orch_sandbox_answer_string (more, "7.lastName"), ==, "Nouvelle");
  g_assert_cmpstr (orch_sandbox_answer_string (more, "7.practitionerNumber"), ==, "90100");
  renamed = get (fixture, bearer, SCHEDULER "types");
  g_assert_cmpuint (orch_sandbox_answer_length (renamed, ""), ==, 41);
  g_assert_cmpstr (orch_sandbox_answer_string (renamed, "3.name"), ==, "Suivi annuel");
  g_assert_nonnull (strstr (renamed->text, "\"typeId\":5,\"name\":\"Suivi périodique ou préventif\",\"active\":false"));
  /* A permission taken away shortens the list, and nothing is said. */
  orch_sandbox_process_order (fixture->process, "accuro", "{\"permission\": {\"provider\": 103, \"visible\": false}}");
  fewer = get (fixture, bearer, "/rest/v1/providers");
  g_assert_cmpuint (orch_sandbox_answer_length (fewer, ""), ==, 9);
  g_assert_cmpint (position (fewer, "", "providerId", 103), ==, -1);
  orch_sandbox_process_order (fixture->process, "emr-mode", "{\"staff\": \"failure\"}");
  failed = get (fixture, bearer, "/rest/v1/providers");
  assert_refused (failed, 500);
}

/* Reads all pages. Returns how many there were; the first is kept in @kept. */
static guint
read_all (Fixture *fixture, const char *bearer, const char *more, GHashTable *seen)
{
  gint64 last_id = 0, before = 0;

  for (;;)
    {
      g_autofree char *query =
          last_id == 0 ? g_strdup (more) : g_strdup_printf ("%s&startingId=%" G_GINT64_FORMAT, more, last_id);
      g_autoptr (OrchSandboxAnswer) page = get_day (fixture, bearer, query);
      guint n = orch_sandbox_answer_length (page, "contents");

      g_assert_cmpuint (page->status, ==, 200);
      g_assert_cmpint (orch_sandbox_answer_int (page, "count"), ==, n);
      last_id = orch_sandbox_answer_int (page, "lastId");
      if (n == 0)
        {
          g_assert_cmpint (last_id, ==, 0);
          g_assert_cmpint (orch_sandbox_answer_int (page, "total"), ==, g_hash_table_size (seen));
          return g_hash_table_size (seen);
        }
      for (guint i = 0; i < n; i++)
        {
          gint64 id = at (page, "contents", i, "appointmentId");

          /* By number, none twice. */
          g_assert_cmpint (id, >, before);
          before = id;
          g_hash_table_add (seen, GINT_TO_POINTER ((int) id));
        }
      g_assert_cmpint (last_id, ==, before);
    }
}

static void
test_paging (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *size;
    guint page;
  } cases[] = { { "", 25 }, { "&pageSize=0", 25 }, { "&pageSize=abc", 25 }, { "&pageSize=7", 7 } };
  g_autofree char *bearer = get_client (fixture);
  g_autoptr (GHashTable) all = g_hash_table_new (NULL, NULL);
  guint n;

  /* More people: more than a page in a day, whichever day it is. */
  orch_sandbox_process_order (fixture->process, "emr-size", "{\"staff\": 8}");
  n = read_all (fixture, bearer, "&pageSize=50", all);
  g_assert_cmpuint (n, >, 25);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) page = get_day (fixture, bearer, cases[i].size);
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

      g_test_message ("%s", cases[i].size);
      g_assert_cmpuint (orch_sandbox_answer_length (page, "contents"), ==, cases[i].page);
      g_assert_cmpint (orch_sandbox_answer_int (page, "total"), ==, n);
      g_assert_cmpuint (read_all (fixture, bearer, cases[i].size, seen), ==, n);
    }
  /* Nobody gets more than fifty, of a year either; what is cancelled between two pages is not on the second. */
  {
    g_autofree char *year =
        g_strdup_printf (SCHEDULER "appointments?startDate=%s&endDate=2100-01-01&pageSize=1000", fixture->tuesday);
    g_autoptr (OrchSandboxAnswer) first = get (fixture, bearer, year);
    gint64 last_id = orch_sandbox_answer_int (first, "lastId");
    g_autofree char *next = g_strdup_printf ("%s&startingId=%" G_GINT64_FORMAT, year, last_id);
    g_autoptr (OrchSandboxAnswer) second = get (fixture, bearer, next);
    gint64 going = at (second, "contents", 1, "appointmentId");
    g_autoptr (OrchSandboxAnswer) again = NULL;

    g_assert_cmpuint (orch_sandbox_answer_length (first, "contents"), ==, 50);
    g_assert_cmpint (orch_sandbox_answer_int (first, "total"), >, 5000);
    for (guint i = 0; i < 50; i++)
      {
        g_autofree char *date = g_strdup_printf ("contents.%u.date", i);

        g_assert_cmpint (at (second, "contents", i, "appointmentId"), >, last_id);
        last_id = at (second, "contents", i, "appointmentId");
        g_assert_cmpstr (orch_sandbox_answer_string (second, date), >=, fixture->tuesday);
      }
    orch_sandbox_process_order (fixture->process, "emr-appointment",
                                "{\"id\": %" G_GINT64_FORMAT ", \"action\": \"cancel\"}", going);
    again = get (fixture, bearer, next);
    g_assert_cmpint (position (again, "contents", "appointmentId", going), ==, -1);
    g_assert_cmpint (orch_sandbox_answer_int (again, "total"), ==, orch_sandbox_answer_int (first, "total") - 1);
  }
}

static void
test_appointments (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bearer = get_client (fixture);
  g_autoptr (OrchSandboxAnswer) day = get_day (fixture, bearer, "&providerId=101&pageSize=50");
  g_autoptr (OrchSandboxAnswer) moved = NULL;
  g_autoptr (OrchSandboxAnswer) gone = NULL;
  g_autoptr (OrchSandboxAnswer) elsewhere = NULL;
  g_autoptr (OrchSandboxAnswer) cancelled = NULL;
  g_autoptr (OrchSandboxAnswer) removed = NULL;
  g_autoptr (OrchSandboxAnswer) missed = NULL;
  guint n = orch_sandbox_answer_length (day, "contents");
  gboolean blocks = FALSE;
  gint64 visit = 0, other = 0;
  g_autofree char *path = NULL;
  int i;

  g_assert_cmpuint (n, >, 4);
  for (guint j = 0; j < n; j++)
    {
      gint64 start = at (day, "contents", j, "startTime");
      gint64 end = at (day, "contents", j, "endTime");
      g_autofree char *date = g_strdup_printf ("contents.%u.date", j);
      g_autofree char *arrived = g_strdup_printf ("contents.%u.appointmentDetails.serviceLocation", j);

      /* 800 to 1530, whole half hours; it ends within the hour. */
      g_assert_cmpint (start, >=, 800);
      g_assert_cmpint (start, <=, 1530);
      g_assert_cmpint (start % 100 % 30, ==, 0);
      g_assert_cmpint (end, >, start);
      g_assert_cmpint (end % 100, <, 60);
      g_assert_cmpint (at (day, "contents", j, "providerId"), ==, 101);
      g_assert_cmpint (at (day, "contents", j, "officeId"), ==, 1);
      g_assert_cmpint (at (day, "contents", j, "appointmentDetails.typeId"), >, 0);
      g_assert_cmpint (at (day, "contents", j, "appointmentDetails.reasonId"), >, 0);
      g_assert_cmpint (at (day, "contents", j, "appointmentDetails.billingProviderId"), ==, 101);
      g_assert_cmpstr (orch_sandbox_answer_string (day, date), ==, fixture->tuesday);
      g_assert_cmpstr (orch_sandbox_answer_string (day, arrived), ==, "O");
      if (at (day, "contents", j, "patientId") > 0 && visit == 0)
        visit = at (day, "contents", j, "appointmentId");
      else if (at (day, "contents", j, "patientId") > 0)
        other = at (day, "contents", j, "appointmentId");
      /* A block is nobody's visit: its notes say what it is. */
      else if (at (day, "contents", j, "appointmentDetails.typeId") >= 39)
        blocks = TRUE;
    }
  g_test_message ("blocks: %d", blocks);
  g_assert_cmpint (visit, >, 0);
  g_assert_cmpint (other, >, 0);

  orch_sandbox_process_order (fixture->process, "emr-appointment",
                              "{\"id\": %" G_GINT64_FORMAT
                              ", \"action\": \"move\", \"start\": \"%sT09:05\", \"provider\": 102}",
                              visit, fixture->tuesday);
  gone = get_day (fixture, bearer, "&providerId=101&pageSize=50");
  g_assert_cmpint (position (gone, "contents", "appointmentId", visit), ==, -1);
  moved = get_day (fixture, bearer, "&providerId=103,102&pageSize=50");
  i = position (moved, "contents", "appointmentId", visit);
  g_assert_cmpint (i, >=, 0);
  g_assert_cmpint (at (moved, "contents", (guint) i, "startTime"), ==, 905);
  elsewhere = get_day (fixture, bearer, "&officeId=2&pageSize=50");
  g_assert_cmpint (position (elsewhere, "contents", "appointmentId", visit), ==, -1);

  /* Cancelled: off the schedule, but there when it is asked for by number. */
  orch_sandbox_process_order (fixture->process, "emr-appointment",
                              "{\"id\": %" G_GINT64_FORMAT ", \"action\": \"cancel\"}", visit);
  path = g_strdup_printf (SCHEDULER "appointments/%" G_GINT64_FORMAT, visit);
  cancelled = get_day (fixture, bearer, "&providerId=102&pageSize=50");
  g_assert_cmpint (position (cancelled, "contents", "appointmentId", visit), ==, -1);
  {
    g_autoptr (OrchSandboxAnswer) one = get (fixture, bearer, path);

    g_assert_cmpuint (one->status, ==, 200);
    g_assert_nonnull (strstr (one->text, "\"cancelled\":true"));
  }
  orch_sandbox_process_order (fixture->process, "emr-appointment",
                              "{\"id\": %" G_GINT64_FORMAT ", \"action\": \"remove\"}", visit);
  removed = get (fixture, bearer, path);
  assert_refused (removed, 404);
  orch_sandbox_process_order (fixture->process, "emr-appointment",
                              "{\"id\": %" G_GINT64_FORMAT ", \"action\": \"status\", \"status\": \"noshow\"}", other);
  g_free (path);
  path = g_strdup_printf (SCHEDULER "appointments/%" G_GINT64_FORMAT, other);
  missed = get (fixture, bearer, path);
  g_assert_nonnull (strstr (missed->text, "\"noShow\":true"));
  g_assert_nonnull (strstr (missed->text, "\"arrived\":false"));
}

/* What the API user may not see is not there, and nothing says so. */
static void
test_permissions (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bearer = get_client (fixture);
  g_autoptr (OrchSandboxAnswer) before = get_day (fixture, bearer, "&pageSize=50");
  g_autoptr (OrchSandboxAnswer) token = sign_in (fixture, "SansDroitsAPIFORMATION", "Accuro-Formation-2");
  g_autofree char *restricted = bearer_of (token);
  g_autoptr (OrchSandboxAnswer) providers = get (fixture, restricted, "/rest/v1/providers");
  g_autoptr (OrchSandboxAnswer) day = get_day (fixture, restricted, "&pageSize=50");
  g_autoptr (OrchSandboxAnswer) own = get_day (fixture, bearer, "&providerId=101&pageSize=50");
  g_autoptr (OrchSandboxAnswer) after = NULL;
  g_autoptr (OrchSandboxAnswer) hidden = NULL;
  g_autofree char *path = NULL;

  g_assert_cmpuint (orch_sandbox_answer_length (providers, ""), ==, 3);
  g_assert_cmpint (orch_sandbox_answer_int (day, "total"), ==, orch_sandbox_answer_int (own, "total"));
  g_assert_cmpint (orch_sandbox_answer_int (day, "total"), <, orch_sandbox_answer_int (before, "total"));
  orch_sandbox_process_order (fixture->process, "accuro",
                              "{\"permission\": {\"provider\": 101, \"scheduling\": \"none\"}}");
  after = get_day (fixture, bearer, "&pageSize=50");
  g_assert_cmpint (orch_sandbox_answer_int (after, "total"), ==,
                   orch_sandbox_answer_int (before, "total") - orch_sandbox_answer_int (own, "total"));
  g_assert_cmpint (position (after, "contents", "providerId", 101), ==, -1);
  path = g_strdup_printf (SCHEDULER "appointments/%" G_GINT64_FORMAT, at (own, "contents", 0, "appointmentId"));
  hidden = get (fixture, bearer, path);
  assert_refused (hidden, 404);
}

/* One patient, by whatever is known of her; the pages are those of envelopes, the list is bare. */
static void
test_patients (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *query;
    guint n;
    gint64 first;
  } cases[] = {
    { "lastName=LADOU&firstName=ga", 1, 1 },
    { "phn=LADG65560311", 1, 1 },
    { "phn=LADG6556", 0, 0 },
    { "fileNumber=000012", 1, 12 },
    { "patientId=12", 1, 12 },
    { "phone=418-555-0111", 1, 12 },
    { "lastName=personne", 0, 0 },
    { "", 25, 1 },
    { "pageSize=0", 25, 1 },
    { "pageSize=1000", 50, 1 },
    { "pageSize=10&startingId=25", 10, 26 },
    { "startingId=60", 0, 0 },
  };
  g_autofree char *bearer = get_client (fixture);
  g_autoptr (OrchSandboxAnswer) one = get (fixture, bearer, "/rest/v2/provider-portal/patients/12");
  g_autoptr (OrchSandboxAnswer) nobody = get (fixture, bearer, "/rest/v2/provider-portal/patients/99999");
  g_autofree char *by_uuid =
      g_strconcat ("/rest/v2/provider-portal/patients/search?patientUuid=", orch_sandbox_answer_string (one, "uuid"),
                   NULL);
  g_autoptr (OrchSandboxAnswer) same = get (fixture, bearer, by_uuid);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest/v2/provider-portal/patients/search?", cases[i].query, NULL);
      g_autoptr (OrchSandboxAnswer) answer = get (fixture, bearer, path);

      g_test_message ("%s", cases[i].query);
      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_true (JSON_NODE_HOLDS_ARRAY (answer->json));
      g_assert_cmpuint (orch_sandbox_answer_length (answer, ""), ==, cases[i].n);
      if (cases[i].n > 0)
        g_assert_cmpint (orch_sandbox_answer_int (answer, "0.patientId"), ==, cases[i].first);
    }
  g_assert_cmpint (orch_sandbox_answer_int (one, "patientId"), ==, 12);
  g_assert_cmpint (orch_sandbox_answer_int (one, "patientStatusId"), ==, 1);
  g_assert_cmpint (orch_sandbox_answer_int (one, "familyProviderId"), >=, 101);
  g_assert_nonnull (orch_sandbox_answer_string (one, "demographics.lastName"));
  g_assert_nonnull (orch_sandbox_answer_string (one, "demographics.birthday"));
  g_assert_cmpuint (strlen (orch_sandbox_answer_string (one, "demographics.healthCard.phn")), ==, 12);
  g_assert_cmpint (orch_sandbox_answer_int (one, "demographics.healthCard.locationId"), ==, 11);
  g_assert_cmpstr (orch_sandbox_answer_string (one, "demographics.phones.0.contactType"), ==, "CellPhone");
  g_assert_nonnull (orch_sandbox_answer_string (one, "demographics.addresses.0.street"));
  assert_refused (nobody, 404);
  g_assert_cmpuint (orch_sandbox_answer_length (same, ""), ==, 1);
  g_assert_cmpint (orch_sandbox_answer_int (same, "0.patientId"), ==, 12);
}

static OrchSandboxAnswer *
send (Fixture *fixture, const char *method, const char *bearer, const char *path, const char *type, const char *body)
{
  g_autofree char *url = g_strdup_printf ("/emr/accuro%s?uuid=%s", path, fixture->uuid);

  return orch_sandbox_client_send (fixture->process, method, url, body, "Authorization", bearer,
                                   "X-QHR-Subscription-Key", fixture->key, "Content-Type", type, NULL);
}

static OrchSandboxAnswer *
upload (Fixture *fixture, const char *bearer, const char *details, const char *document)
{
  g_autofree char *body =
      g_strdup_printf ("--limite\r\nContent-Disposition: form-data; name=\"details\"\r\n\r\n%s\r\n"
                       "--limite\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.pdf\"\r\n"
                       "Content-Type: application/pdf\r\n\r\n%s\r\n--limite--\r\n",
                       details, document);

  return send (fixture, "POST", bearer, "/rest/v1/provider-portal/documents", "multipart/form-data; boundary=limite",
               body);
}

/* What is written to a chart is there, as it came or as Accuro spoils it. */
static void
test_charts (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *details;
    guint status;
  } documents[] = {
    { "{\"file_name\":\"a.pdf\",\"folder_id\":1,\"sub_folder_id\":11,\"patient_id\":12,\"description\":\"Vu\"}", 200 },
    { "{\"file_name\":\"a.pdf\",\"folder_id\":2,\"patient_id\":12}", 200 },
    { "{\"file_name\":\"a.pdf\",\"folder_id\":1,\"sub_folder_id\":77,\"patient_id\":12}", 404 },
    { "{\"file_name\":\"a.pdf\",\"folder_id\":77,\"patient_id\":12}", 404 },
    { "{\"file_name\":\"a.pdf\",\"folder_id\":1,\"patient_id\":99999}", 404 },
    { "{\"folder_id\":1,\"patient_id\":12}", 400 },
    { "pas du JSON", 400 },
  };
  static const struct
  {
    const char *body;
    guint status;
  } letters[] = {
    { "{\"typeId\":1,\"patientId\":12,\"title\":\"Message\",\"content\":\"Rappel donn\303\251\"}", 200 },
    { "{\"typeId\":1,\"patientId\":12,\"title\":\"Message\",\"content\":\"{\\\\rtf1 Vu.}\"}", 200 },
    { "{\"typeId\":9,\"patientId\":12,\"title\":\"Message\",\"content\":\"Vu.\"}", 404 },
    { "{\"typeId\":1,\"patientId\":99999,\"title\":\"Message\",\"content\":\"Vu.\"}", 404 },
    { "{\"typeId\":1,\"patientId\":12,\"content\":\"Vu.\"}", 400 },
    { "{\"typeId\":1,\"patientId\":12,\"title\":\"Message\"}", 400 },
  };
  g_autofree char *bearer = get_client (fixture);
  g_autoptr (OrchSandboxAnswer) folders = get (fixture, bearer, "/rest/v1/provider-portal/folders");
  g_autoptr (OrchSandboxAnswer) types = get (fixture, bearer, "/rest/v1/provider-portal/letters/types");
  g_autoptr (OrchSandboxAnswer) made = NULL;
  g_autoptr (OrchSandboxAnswer) more = NULL;
  g_autoptr (OrchSandboxAnswer) plain = NULL;
  g_autoptr (OrchSandboxAnswer) huge = NULL;
  g_autoptr (JsonNode) kept = NULL;
  g_autofree char *text = NULL;
  g_autofree char *big = g_strnfill (20 * 1024 * 1024 + 1, 'x');

  g_assert_cmpuint (orch_sandbox_answer_length (folders, ""), ==, 2);
  g_assert_cmpint (orch_sandbox_answer_int (folders, "0.subFolders.0.id"), ==, 11);
  g_assert_cmpint (orch_sandbox_answer_int (types, "0.typeId"), ==, 1);
  g_assert_nonnull (orch_sandbox_answer_string (types, "0.typeName"));
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = upload (fixture, bearer, documents[i].details, "%PDF-1.4 essai");

      g_test_message ("%s", documents[i].details);
      if (documents[i].status == 200)
        g_assert_cmpint (orch_sandbox_answer_int (answer, "0"), >, 0);
      else
        assert_refused (answer, documents[i].status);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          send (fixture, "PUT", bearer, "/rest/v1/provider-portal/letters", "application/json", letters[i].body);

      g_test_message ("%s", letters[i].body);
      if (letters[i].status == 200)
        g_assert_cmpint (g_ascii_strtoll (answer->text, NULL, 10), >, 0);
      else
        assert_refused (answer, letters[i].status);
    }
  kept = orch_sandbox_process_get (fixture->process, "/control/resources?type=DocumentReference&server=emr");
  text = json_to_string (kept, FALSE);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (kept)), ==, 4);
  /* "%PDF-1.4 essai" whole, "Rappel donné" mangled, "{\rtf1 Vu.}" whole. */
  g_assert_nonnull (strstr (text, "JVBERi0xLjQgZXNzYWk="));
  g_assert_nonnull (strstr (text, "UmFwcGVsIGRvbm4/Pw=="));
  g_assert_nonnull (strstr (text, "text/rtf"));
  g_assert_nonnull (strstr (text, "sub_folder_id"));
  plain = send (fixture, "POST", bearer, "/rest/v1/provider-portal/documents", "application/json", "{}");
  assert_refused (plain, 400);
  /* The status is one, the code another: so has the documentation. */
  huge = upload (fixture, bearer, documents[0].details, big);
  g_assert_cmpuint (huge->status, ==, 403);
  g_assert_cmpstr (orch_sandbox_answer_string (huge, "code"), ==, "401");
  g_assert_cmpstr (orch_sandbox_answer_string (huge, "message"), ==, "document uploaded is more than 20MB");
  made = send (fixture, "POST", bearer, "/rest/v1/provider-portal/folders", "application/json",
               "{\"name\":\"Orchestrateur\",\"subFolders\":[{\"name\":\"Messages\"}]}");
  g_assert_cmpstr (made->text, ==, "3");
  more = get (fixture, bearer, "/rest/v1/provider-portal/folders");
  g_assert_cmpstr (orch_sandbox_answer_string (more, "2.subFolders.0.name"), ==, "Messages");
}

/* When somebody may be seen, and what takes such a time away. */
static void
test_booking (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *what;
    const char *body; /* %s is the day */
    guint status;
  } cases[] = {
    { "as it should be",
      "{\"date\":\"%s\",\"startTime\":1635,\"endTime\":1705,\"subColumn\":0,\"patientId\":12,\"providerId\":101,"
      "\"officeId\":1,\"appointmentDetails\":{\"typeId\":4,\"notes\":\"Vu\",\"alerts\":\"Tard\"}}",
      200 },
    { "a block", "{\"date\":\"%s\",\"startTime\":1705,\"endTime\":1720,\"providerId\":101,\"appointmentDetails\":{}}",
      200 },
    { "minute 70", "{\"date\":\"%s\",\"startTime\":1670,\"endTime\":1705,\"providerId\":101,\"appointmentDetails\":{}}",
      400 },
    { "it ends before",
      "{\"date\":\"%s\",\"startTime\":900,\"endTime\":845,\"providerId\":101,\"appointmentDetails\":{}}", 400 },
    { "a text", "{\"date\":\"%s\",\"startTime\":\"9:00\",\"endTime\":945,\"providerId\":101,\"appointmentDetails\":{}}",
      400 },
    { "nobody's", "{\"date\":\"%s\",\"startTime\":900,\"endTime\":945,\"providerId\":999,\"appointmentDetails\":{}}",
      400 },
    { "no such patient",
      "{\"date\":\"%s\",\"startTime\":900,\"endTime\":945,\"providerId\":101,\"patientId\":99999,"
      "\"appointmentDetails\":{}}",
      400 },
    { "no details", "{\"date\":\"%s\",\"startTime\":900,\"endTime\":945,\"providerId\":101}", 400 },
    { "read only", "{\"date\":\"%s\",\"startTime\":900,\"endTime\":945,\"providerId\":103,\"appointmentDetails\":{}}",
      403 },
  };
  g_autofree char *bearer = get_client (fixture);
  g_autofree char *applied = g_strdup_printf (SCHEDULER "applied-suggestions?startDate=%s&endDate=%s&providerId=101",
                                              fixture->tuesday, fixture->tuesday);
  g_autoptr (OrchSandboxAnswer) suggestions = get (fixture, bearer, SCHEDULER "suggestions");
  g_autoptr (OrchSandboxAnswer) times = get (fixture, bearer, applied);
  g_autoptr (OrchSandboxAnswer) hidden = NULL;
  g_autoptr (OrchSandboxAnswer) endless = get (fixture, bearer, SCHEDULER "applied-suggestions");

  g_assert_cmpuint (orch_sandbox_answer_length (suggestions, ""), ==, 40);
  g_assert_cmpint (orch_sandbox_answer_int (suggestions, "3.typeId"), ==, 4);
  g_assert_cmpint (orch_sandbox_answer_int (suggestions, "3.reasonId"), ==, 2);
  g_assert_null (strstr (suggestions->text, "uration"));
  assert_refused (endless, 400);
  /* Fourteen half hours, booked or not; the day is written as an instant. */
  g_assert_cmpuint (orch_sandbox_answer_length (times, ""), ==, 14);
  g_assert_cmpint (orch_sandbox_answer_int (times, "0.startTime"), ==, 800);
  g_assert_cmpint (orch_sandbox_answer_int (times, "1.startTime"), ==, 830);
  g_assert_cmpint (orch_sandbox_answer_int (times, "0.providerId"), ==, 101);
  g_assert_true (g_str_has_prefix (orch_sandbox_answer_string (times, "0.date"), fixture->tuesday));
  g_assert_nonnull (strstr (orch_sandbox_answer_string (times, "0.date"), "T00:00:00.000-0"));
  orch_sandbox_process_order (fixture->process, "accuro",
                              "{\"permission\": {\"provider\": 103, \"scheduling\": \"read\"}}");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) halves = g_strsplit (cases[i].body, "%s", 2);
      g_autofree char *body = g_strjoinv (fixture->tuesday, halves);
      g_autoptr (OrchSandboxAnswer) answer =
          send (fixture, "POST", bearer, SCHEDULER "appointments", "application/json", body);
      g_autofree char *path = NULL;
      g_autoptr (OrchSandboxAnswer) made = NULL;

      g_test_message ("%s", cases[i].what);
      if (cases[i].status != 200)
        {
          assert_refused (answer, cases[i].status);
          continue;
        }
      g_assert_cmpuint (answer->status, ==, 200);
      path = g_strconcat (SCHEDULER "appointments/", answer->text, NULL);
      made = get (fixture, bearer, path);
      g_assert_cmpint (orch_sandbox_answer_int (made, "startTime"), ==, i == 0 ? 1635 : 1705);
      g_assert_cmpint (orch_sandbox_answer_int (made, "endTime"), ==, i == 0 ? 1705 : 1720);
      g_assert_cmpint (orch_sandbox_answer_int (made, "patientId"), ==, i == 0 ? 12 : -1);
      if (i == 0)
        {
          g_assert_cmpint (orch_sandbox_answer_int (made, "appointmentDetails.typeId"), ==, 4);
          g_assert_cmpstr (orch_sandbox_answer_string (made, "appointmentDetails.alerts"), ==, "Tard");
        }
    }
  orch_sandbox_process_order (fixture->process, "accuro",
                              "{\"permission\": {\"provider\": 101, \"scheduling\": \"none\"}}");
  hidden = get (fixture, bearer, applied);
  g_assert_cmpuint (orch_sandbox_answer_length (hidden, ""), ==, 0);
}

/* Outages speak as Accuro does. */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const char *const kinds[] = { "401", "403", "429", "500", "503" };
  g_autofree char *bearer = get_client (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (OrchSandboxAnswer) broken = NULL;
      g_autoptr (OrchSandboxAnswer) mended = NULL;

      orch_sandbox_process_order (fixture->process, "fault", "{\"path\": \"/emr/accuro/rest\", \"kind\": \"%s\"}",
                                  kinds[i]);
      broken = get (fixture, bearer, "/rest/v1/offices");
      assert_refused (broken, (guint) atoi (kinds[i]));
      mended = get (fixture, bearer, "/rest/v1/offices");
      g_assert_cmpuint (mended->status, ==, 200);
    }
  {
    g_autoptr (OrchSandboxAnswer) half = NULL;

    orch_sandbox_process_order (fixture->process, "fault", "{\"path\": \"/emr/accuro/rest\", \"kind\": \"truncated\"}");
    half = get (fixture, bearer, "/rest/v1/offices");
    g_assert_cmpuint (half->status, ==, 200);
    g_assert_null (half->json);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/sandbox/accuro/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("token", test_token);
  ADD ("refusals", test_refusals);
  ADD ("lives", test_lives);
  ADD ("clash", test_clash);
  ADD ("directory", test_directory);
  ADD ("paging", test_paging);
  ADD ("appointments", test_appointments);
  ADD ("permissions", test_permissions);
  ADD ("patients", test_patients);
  ADD ("charts", test_charts);
  ADD ("booking", test_booking);
  ADD ("faults", test_faults);
  return g_test_run ();
}
