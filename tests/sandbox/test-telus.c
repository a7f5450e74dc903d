/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The look-alike of TELUS's National API, by plain HTTP: who may call, which EMR knows what, pages, what has changed since a time, and
 * what was removed.
 */
#include "orch-sandbox-client.h"

#define PSS "/emr/telus/PS%20Suite/PSS-FORMATION-01/"
#define APP "jeton-application-formation"

typedef struct
{
  OrchSandboxProcess *process;
  char *tuesday; /* the next one but this week's, yyyy-MM-dd */
} Fixture;

/* Where an instance is, and with what it is registered. */
typedef struct
{
  const char *root;
  const char *secret;
  gboolean searches;
} Instance;

static const Instance instances[] = {
  { PSS, "Secret-PSSuite-1", TRUE },
  { "/emr/telus/Med%20Access/MEDA-FORMATION-01/", "Secret-MedAccess-1", FALSE },
  { "/emr/telus/Wolf/WOLF-FORMATION-01/", "Secret-Wolf-1", TRUE },
  { "/emr/telus/Kinlogix/KIN-FORMATION-01/", "Secret-Kinlogix-1", TRUE },
  { "/emr/telus/Medesync/MDS-FORMATION-01/", "Secret-Medesync-1", FALSE },
};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Montreal");
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  g_autoptr (GDateTime) tuesday = g_date_time_add_days (now, (9 - g_date_time_get_day_of_week (now)) % 7 + 7);

  fixture->process = orch_sandbox_process_start (NULL, NULL);
  /* A small clinic is made at once. */
  orch_sandbox_process_order (fixture->process, "emr-size", "{\"staff\": 4, \"services\": 40, \"patients\": 60}");
  fixture->tuesday = g_date_time_format (tuesday, "%Y-%m-%d");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  orch_sandbox_process_stop (fixture->process);
  g_free (fixture->tuesday);
}

static OrchSandboxAnswer *
do_register (Fixture *fixture, const char *root, const char *secret)
{
  g_autofree char *path = g_strconcat (root, "register", NULL);
  g_autofree char *body = g_strdup_printf ("{\"secret\": \"%s\"}", secret);

  return orch_sandbox_client_send (fixture->process, "POST", path, body, "AppToken", APP, "Content-Type",
                                   "application/json", NULL);
}

static OrchSandboxAnswer *
open_session (Fixture *fixture, const char *root, const char *admin)
{
  g_autofree char *path = g_strconcat (root, "session", NULL);
  g_autofree char *bearer = admin == NULL ? NULL : g_strconcat ("Bearer ", admin, NULL);

  return orch_sandbox_client_send (fixture->process, "POST", path, NULL, "AppToken", APP, "Authorization", bearer,
                                   NULL);
}

/* Returns: (transfer full): the token of a new session */
static char *
get_session (Fixture *fixture, const Instance *instance)
{
  g_autoptr (OrchSandboxAnswer) registered = do_register (fixture, instance->root, instance->secret);
  g_autoptr (OrchSandboxAnswer) opened =
      open_session (fixture, instance->root, orch_sandbox_answer_string (registered, "adminServicesToken"));

  g_assert_cmpuint (opened->status, ==, 200);
  return g_strdup (orch_sandbox_answer_string (opened, "sessionToken"));
}

static OrchSandboxAnswer *
ask (Fixture *fixture, const char *session, const char *path, const char *since)
{
  return orch_sandbox_client_send (fixture->process, "GET", path, NULL, "AppToken", APP, "SessionToken", session,
                                   "If-Modified-Since", since, NULL);
}

static OrchSandboxAnswer *
get (Fixture *fixture, const char *session, const char *what)
{
  g_autofree char *path = g_strconcat (PSS, what, NULL);

  return ask (fixture, session, path, NULL);
}

static OrchSandboxAnswer *
get_day (Fixture *fixture, const char *session, const char *what, const char *more, const char *since)
{
  g_autofree char *path =
      g_strconcat (PSS, what, "?StartDate=", fixture->tuesday, "&EndDate=", fixture->tuesday, more, NULL);

  return ask (fixture, session, path, since);
}

static void
assert_refused (OrchSandboxAnswer *answer, guint status, const char *code)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (orch_sandbox_answer_string (answer, "errorCode"), ==, code);
  g_assert_nonnull (orch_sandbox_answer_string (answer, "message"));
}

static const char *
at (OrchSandboxAnswer *answer, guint index, const char *name)
{
  g_autofree char *path = g_strdup_printf ("items.%u.%s", index, name);

  return orch_sandbox_answer_string (answer, path);
}

static int
position (OrchSandboxAnswer *answer, const char *id)
{
  for (guint i = 0; i < orch_sandbox_answer_length (answer, "items"); i++)
    if (g_strcmp0 (at (answer, i, "id"), id) == 0)
      return (int) i;
  return -1;
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *what;
    const char *method;
    const char *path;
    const char *app;
    const char *session; /* "" for a good one */
    guint status;
    const char *code;
  } cases[] = {
    { "as it should be", "GET", PSS "version", APP, "", 200, NULL },
    { "the type without its space", "GET", "/emr/telus/PSSuite/PSS-FORMATION-01/version", APP, "", 200, NULL },
    { "no application", "GET", PSS "version", NULL, "", 401, "AppTokenRequired" },
    { "another application", "GET", PSS "version", "abc", "", 401, "AppTokenInvalid" },
    { "no session", "GET", PSS "version", APP, NULL, 401, "SessionTokenRequired" },
    { "another session", "GET", PSS "version", APP, "abc", 401, "SessionTokenInvalid" },
    { "another type", "GET", "/emr/telus/Purkinje/PSS-FORMATION-01/version", APP, "", 404, "EmrTypeUnknown" },
    { "another instance", "GET", "/emr/telus/PS%20Suite/AILLEURS/version", APP, "", 404, "InstanceUnknown" },
    { "the instance of another type", "GET", "/emr/telus/PS%20Suite/WOLF-FORMATION-01/version", APP, "", 404,
      "InstanceUnknown" },
    { "a session of another instance", "GET", "/emr/telus/Wolf/WOLF-FORMATION-01/version", APP, "", 401,
      "SessionTokenInvalid" },
    { "no such thing", "GET", PSS "prescriptions", APP, "", 404, "NotFound" },
    { "nothing", "GET", "/emr/telus/PS%20Suite", APP, "", 404, "NotFound" },
    { "another method", "DELETE", PSS "version", APP, "", 405, "MethodNotAllowed" },
    { "no days", "GET", PSS "appointments", APP, "", 400, "DateRangeInvalid" },
    { "days the wrong way", "GET", PSS "appointments?StartDate=2026-02-02&EndDate=2026-02-01", APP, "", 400,
      "DateRangeInvalid" },
    { "a day that is none", "GET", PSS "appointments?StartDate=hier&EndDate=demain", APP, "", 400, "DateRangeInvalid" },
    { "no such patient", "GET", PSS "patients/pat-99999", APP, "", 404, "NotFound" },
    { "no such schedule", "GET", PSS "schedules/hor-999/appointments?StartDate=2026-02-02&EndDate=2026-02-03", APP, "",
      404, "NotFound" },
    { "whose summaries", "GET", PSS "scheduleSummaries?StartDate=2026-02-02&EndDate=2026-02-03", APP, "", 400,
      "ScheduleRequired" },
  };
  g_autofree char *session = get_session (fixture, &instances[0]);
  g_autofree char *in_query = g_strconcat (PSS "version?AppToken=" APP "&SessionToken=", session, NULL);
  g_autoptr (OrchSandboxAnswer) parameters = orch_sandbox_client_send (fixture->process, "GET", in_query, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *token = cases[i].session != NULL && *cases[i].session == '\0' ? session : cases[i].session;
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (fixture->process, cases[i].method, cases[i].path, NULL, "AppToken", cases[i].app,
                                    "SessionToken", token, NULL);

      g_test_message ("%s", cases[i].what);
      if (cases[i].status == 200)
        g_assert_cmpuint (answer->status, ==, 200);
      else
        assert_refused (answer, cases[i].status, cases[i].code);
    }
  g_assert_cmpuint (parameters->status, ==, 200);
}

static OrchSandboxAnswer *
change_session (Fixture *fixture, const char *method, const char *session)
{
  return orch_sandbox_client_send (fixture->process, method, PSS "session", NULL, "AppToken", APP, "SessionToken",
                                   session, NULL);
}

static void
test_session (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchSandboxAnswer) wrong = do_register (fixture, PSS, "non");
  g_autoptr (OrchSandboxAnswer) silent =
      orch_sandbox_client_send (fixture->process, "POST", PSS "register", "{}", "AppToken", APP, "Content-Type",
                                "application/json", NULL);
  g_autoptr (OrchSandboxAnswer) unasked = open_session (fixture, PSS, NULL);
  g_autoptr (OrchSandboxAnswer) unknown = open_session (fixture, PSS, "abc");
  g_autoptr (OrchSandboxAnswer) registered = do_register (fixture, PSS, "Secret-PSSuite-1");
  const char *admin = orch_sandbox_answer_string (registered, "adminServicesToken");
  g_autoptr (OrchSandboxAnswer) opened = open_session (fixture, PSS, admin);
  const char *session = orch_sandbox_answer_string (opened, "sessionToken");
  g_autoptr (OrchSandboxAnswer) renewed = change_session (fixture, "PUT", session);
  const char *next = orch_sandbox_answer_string (renewed, "sessionToken");
  g_autoptr (OrchSandboxAnswer) former = get (fixture, session, "version");
  g_autoptr (OrchSandboxAnswer) current = get (fixture, next, "version");
  g_autoptr (OrchSandboxAnswer) closed = NULL;
  g_autoptr (OrchSandboxAnswer) after = NULL;

  assert_refused (wrong, 401, "SecretInvalid");
  assert_refused (silent, 400, "SecretRequired");
  assert_refused (unasked, 401, "AdminServicesTokenInvalid");
  assert_refused (unknown, 401, "AdminServicesTokenInvalid");
  g_assert_cmpint (orch_sandbox_answer_int (opened, "expiresIn"), ==, 900);
  assert_refused (former, 401, "SessionTokenInvalid");
  g_assert_cmpuint (current->status, ==, 200);
  closed = change_session (fixture, "DELETE", next);
  g_assert_cmpuint (closed->status, ==, 204);
  after = get (fixture, next, "version");
  assert_refused (after, 401, "SessionTokenInvalid");

  /* It ends with time, by order, and when the instance is forgotten; a registration outlives it. */
  for (int i = 0; i < 3; i++)
    {
      static const char *const orders[][2] = { { "clock", "{\"offset_s\": 901}" },
                                               { "telus", "{\"expire\": true}" },
                                               { "telus", "{\"unregister\": true}" } };
      g_autoptr (OrchSandboxAnswer) again = open_session (fixture, PSS, admin);
      g_autofree char *token = g_strdup (orch_sandbox_answer_string (again, "sessionToken"));
      g_autoptr (OrchSandboxAnswer) over = NULL;
      g_autoptr (OrchSandboxAnswer) once_more = NULL;

      g_assert_cmpuint (again->status, ==, 200);
      orch_sandbox_process_order (fixture->process, orders[i][0], "%s", orders[i][1]);
      over = get (fixture, token, "version");
      assert_refused (over, 401, "SessionTokenInvalid");
      once_more = open_session (fixture, PSS, admin);
      g_assert_cmpuint (once_more->status, ==, i < 2 ? 200 : 401);
    }
  orch_sandbox_process_order (fixture->process, "telus", "{\"secret\": \"Nouveau-Secret\"}");
  {
    g_autoptr (OrchSandboxAnswer) old = do_register (fixture, PSS, "Secret-PSSuite-1");
    g_autoptr (OrchSandboxAnswer) new = do_register (fixture, PSS, "Nouveau-Secret");

    assert_refused (old, 401, "SecretInvalid");
    g_assert_cmpuint (new->status, ==, 200);
  }
}

static void
test_clash (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *order;
    guint second; /* status of the second sign-in */
    guint first;  /* status of the first one's call after it */
  } cases[] = {
    { "{}", 200, 200 },
    { "{\"clash\": \"ends-first\"}", 200, 401 },
    { "{\"clash\": \"refused\"}", 409, 200 },
  };
  g_autoptr (OrchSandboxAnswer) registered = do_register (fixture, PSS, "Secret-PSSuite-1");
  const char *admin = orch_sandbox_answer_string (registered, "adminServicesToken");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) first = open_session (fixture, PSS, admin);
      g_autoptr (OrchSandboxAnswer) second = NULL;
      g_autoptr (OrchSandboxAnswer) after = NULL;

      orch_sandbox_process_order (fixture->process, "telus", "%s", cases[i].order);
      second = open_session (fixture, PSS, admin);
      g_assert_cmpuint (second->status, ==, cases[i].second);
      after = get (fixture, orch_sandbox_answer_string (first, "sessionToken"), "version");
      g_assert_cmpuint (after->status, ==, cases[i].first);
    }
}

/* The search of appointments is of three of the five; the appointments of a schedule are of all. */
static void
test_instances (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (instances); i++)
    {
      g_autofree char *session = get_session (fixture, &instances[i]);
      g_autofree char *days = g_strdup_printf ("StartDate=%s&EndDate=%s", fixture->tuesday, fixture->tuesday);
      g_autofree char *search = g_strconcat (instances[i].root, "appointments?", days, NULL);
      g_autofree char *schedule = g_strconcat (instances[i].root, "schedules/hor-001/appointments?", days, NULL);
      g_autofree char *capabilities = g_strconcat (instances[i].root, "capabilities", NULL);
      g_autoptr (OrchSandboxAnswer) searched = ask (fixture, session, search, NULL);
      g_autoptr (OrchSandboxAnswer) listed = ask (fixture, session, schedule, NULL);
      g_autoptr (OrchSandboxAnswer) known = ask (fixture, session, capabilities, NULL);

      g_test_message ("%s", instances[i].root);
      if (instances[i].searches)
        g_assert_cmpuint (searched->status, ==, 200);
      else
        assert_refused (searched, 501, "NotSupported");
      g_assert_cmpint (strstr (known->text, "searchAppointments") != NULL, ==, instances[i].searches);
      g_assert_cmpuint (listed->status, ==, 200);
      g_assert_cmpuint (orch_sandbox_answer_length (listed, "items"), >, 4);
      for (guint j = 0; j < orch_sandbox_answer_length (listed, "items"); j++)
        g_assert_cmpstr (at (listed, j, "providerId"), ==, "prat-001");
    }
}

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *what;
    guint n;
    const char *member;
    const char *value; /* of the first */
  } cases[] = {
    { "providers?ReturnTotal=true", 7, "licenceNumber", "90001" },
    { "facilities?ReturnTotal=true", 4, "id", "lieu-1" },
    { "schedulables?ReturnTotal=true", 4, "providerId", "prat-001" },
    { "schedules?ReturnTotal=true", 4, "facilityId", "lieu-1" },
    { "appointmentTypes?ReturnTotal=true", 40, "name", "Consultation sans rendez-vous" },
    { "patients?ReturnTotal=true", 60, "lastName", "Ladouceur" },
    { "patients?ReturnTotal=true&DetailLevel=Full", 60, "healthNumber", "LADG65560311" },
    { "patients?ReturnTotal=true&SearchString=ladou", 2, "id", "pat-00001" },
    { "patients?ReturnTotal=true&SearchString=Ladouceur%2C%20ga", 1, "id", "pat-00001" },
    { "patients?ReturnTotal=true&SearchString=LADG6556", 1, "id", "pat-00001" },
    { "patients?ReturnTotal=true&SearchString=personne", 0, NULL, NULL },
  };
  g_autofree char *session = get_session (fixture, &instances[0]);
  g_autoptr (OrchSandboxAnswer) patient = NULL;
  g_autoptr (OrchSandboxAnswer) summary = NULL;
  g_autoptr (OrchSandboxAnswer) failed = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = get (fixture, session, cases[i].what);

      g_test_message ("%s", cases[i].what);
      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpint (orch_sandbox_answer_int (answer, "total"), ==, cases[i].n);
      g_assert_cmpuint (orch_sandbox_answer_length (answer, "items"), ==, MIN (cases[i].n, 50));
      if (cases[i].n > 0)
        {
          g_assert_cmpstr (at (answer, 0, cases[i].member), ==, cases[i].value);
          g_assert_nonnull (at (answer, 0, "lastModified"));
        }
    }
  patient = get (fixture, session, "patients/pat-00012");
  g_assert_nonnull (orch_sandbox_answer_string (patient, "address.city"));
  g_assert_nonnull (orch_sandbox_answer_string (patient, "mobilePhone"));
  summary = get (fixture, session, "patients/pat-00012?DetailLevel=Summary");
  g_assert_null (strstr (summary->text, "mobilePhone"));
  orch_sandbox_process_order (fixture->process, "emr-mode", "{\"services\": \"failure\"}");
  failed = get (fixture, session, "appointmentTypes");
  assert_refused (failed, 500, "EmrFailure");
}

static void
test_paging (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *size;
    guint page;
  } cases[] = { { "", 50 }, { "&PageSize=0", 50 }, { "&PageSize=7", 7 }, { "&PageSize=1000", 100 } };
  g_autofree char *session = get_session (fixture, &instances[0]);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = g_strconcat ("patients?ReturnTotal=false", cases[i].size, NULL);
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      guint start = 0, n;

      do
        {
          g_autofree char *what = g_strdup_printf ("%s&StartIndex=%u", first, start);
          g_autoptr (OrchSandboxAnswer) page = get (fixture, session, what);

          n = orch_sandbox_answer_length (page, "items");
          g_assert_cmpint (orch_sandbox_answer_int (page, "startIndex"), ==, start);
          g_assert_cmpint (orch_sandbox_answer_int (page, "pageSize"), ==, cases[i].page);
          g_assert_cmpint (orch_sandbox_answer_int (page, "total"), ==, -1);
          for (guint j = 0; j < n; j++)
            g_assert_true (g_hash_table_add (seen, g_strdup (at (page, j, "id"))));
          start += n;
        }
      while (n == cases[i].page);
      g_assert_cmpuint (g_hash_table_size (seen), ==, 60);
    }
  /* Appointments by start. */
  {
    g_autoptr (OrchSandboxAnswer) one = get_day (fixture, session, "appointments", "&PageSize=5", NULL);
    g_autoptr (OrchSandboxAnswer) two = get_day (fixture, session, "appointments", "&PageSize=5&StartIndex=5", NULL);

    for (guint j = 1; j < 5; j++)
      g_assert_cmpint (strcmp (at (one, j - 1, "startDateTime"), at (one, j, "startDateTime")), <=, 0);
    g_assert_cmpint (strcmp (at (one, 4, "startDateTime"), at (two, 0, "startDateTime")), <=, 0);
    g_assert_cmpint (position (two, at (one, 4, "id")), ==, -1);
  }
}

/* A second later, as the sandbox has it: dates of HTTP have no less. */
static void
pass_time (Fixture *fixture, int *offset_s)
{
  *offset_s += 60;
  orch_sandbox_process_order (fixture->process, "clock", "{\"offset_s\": %d}", *offset_s);
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *action;
    const char *status; /* as it is listed then; %NULL: it is not, but for IncludeDeleted */
  } cases[] = {
    { "\"move\", \"start\": \"%sT16:45\"", NULL },
    { "\"status\", \"status\": \"arrived\"", "Arrived" },
    { "\"status\", \"status\": \"fulfilled\"", "Completed" },
    { "\"status\", \"status\": \"noshow\"", "NoShow" },
    { "\"cancel\"", "Cancelled" },
    { "\"remove\"", NULL },
  };
  g_autofree char *session = get_session (fixture, &instances[0]);
  g_autoptr (OrchSandboxAnswer) day = get_day (fixture, session, "appointments", "&ProviderId=prat-001", NULL);
  g_autofree char *visit = NULL;
  const char *kept;
  int offset_s = 0;

  for (guint i = 0; i < orch_sandbox_answer_length (day, "items") && visit == NULL; i++)
    if (at (day, i, "patientId") != NULL)
      visit = g_strdup (at (day, i, "id"));
  g_assert_nonnull (visit);
  kept = at (day, orch_sandbox_answer_length (day, "items") - 1, "id");
  g_assert_cmpstr (kept, !=, visit);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean removed = g_str_equal (cases[i].action, "\"remove\"");
      g_autofree char *action =
          i == 0 ? g_strdup_printf ("\"move\", \"start\": \"%sT16:45\"", fixture->tuesday) : g_strdup (cases[i].action);
      g_autofree char *since = NULL;
      g_autoptr (OrchSandboxAnswer) before = NULL;
      g_autoptr (OrchSandboxAnswer) nothing = NULL;
      g_autoptr (OrchSandboxAnswer) changed = NULL;
      g_autoptr (OrchSandboxAnswer) with_deleted = NULL;

      g_test_message ("%s", action);
      pass_time (fixture, &offset_s);
      before = get_day (fixture, session, "appointments", "", NULL);
      since = g_strdup (soup_message_headers_get_one (before->headers, "Last-Modified"));
      g_assert_nonnull (since);
      nothing = get_day (fixture, session, "appointments", "", since);
      g_assert_cmpuint (nothing->status, ==, 304);
      g_assert_cmpuint (nothing->length, ==, 0);
      orch_sandbox_process_order (fixture->process, "emr-appointment", "{\"id\": \"%s\", \"action\": %s}", visit,
                                  action);
      changed = get_day (fixture, session, "appointments", "", since);
      with_deleted = get_day (fixture, session, "appointments", "&IncludeDeleted=true", since);
      g_assert_cmpuint (changed->status, ==, removed ? 304 : 200);
      g_assert_cmpuint (with_deleted->status, ==, 200);
      g_assert_cmpuint (orch_sandbox_answer_length (with_deleted, "items"), ==, 1);
      g_assert_cmpstr (at (with_deleted, 0, "id"), ==, visit);
      g_assert_cmpint (strstr (with_deleted->text, "\"deleted\":true") != NULL, ==, removed);
      if (cases[i].status != NULL)
        g_assert_cmpstr (at (changed, 0, "status"), ==, cases[i].status);
      if (i == 0)
        g_assert_true (g_str_has_suffix (at (changed, 0, "startDateTime"), "T16:45:00"));
    }
  /* By id nothing else counts; what is gone is not found. */
  {
    g_autofree char *path = g_strdup_printf ("appointments?AppointmentId=%s", visit);
    g_autofree char *other = g_strdup_printf ("appointments?AppointmentId=%s&StartDate=non", kept);
    g_autoptr (OrchSandboxAnswer) gone = get (fixture, session, path);
    g_autoptr (OrchSandboxAnswer) there = get (fixture, session, other);

    g_assert_cmpuint (gone->status, ==, 200);
    g_assert_cmpuint (orch_sandbox_answer_length (gone, "items"), ==, 0);
    g_assert_cmpstr (at (there, 0, "id"), ==, kept);
  }
  /* What is no HTTP-date is as good as absent. */
  {
    g_autoptr (OrchSandboxAnswer) all = get_day (fixture, session, "appointments", "", "2100-01-01T00:00:00Z");

    g_assert_cmpuint (all->status, ==, 200);
    g_assert_cmpuint (orch_sandbox_answer_length (all, "items"), >, 20);
  }
  /* A provider who is new, a type that has another name: of the lists that is all there is. */
  {
    g_autoptr (OrchSandboxAnswer) types = get (fixture, session, "appointmentTypes");
    g_autoptr (OrchSandboxAnswer) providers = get (fixture, session, "providers");
    const char *since = soup_message_headers_get_one (types->headers, "Last-Modified");
    /* Each list has its own: the training data may have been made across the end of a second. */
    const char *providers_since = soup_message_headers_get_one (providers->headers, "Last-Modified");
    g_autoptr (OrchSandboxAnswer) renamed = NULL;
    g_autoptr (OrchSandboxAnswer) added = NULL;
    g_autoptr (OrchSandboxAnswer) calm = NULL;

    calm = ask (fixture, session, PSS "appointmentTypes", since);
    g_assert_cmpuint (calm->status, ==, 304);
    orch_sandbox_process_order (fixture->process, "emr-type", "{\"id\": \"serv-004\", \"name\": \"Suivi annuel\"}");
    orch_sandbox_process_order (fixture->process, "emr-provider", "{\"family\": \"Nouvelle\"}");
    renamed = ask (fixture, session, PSS "appointmentTypes", since);
    g_assert_cmpuint (orch_sandbox_answer_length (renamed, "items"), ==, 1);
    g_assert_cmpstr (at (renamed, 0, "name"), ==, "Suivi annuel");
    added = ask (fixture, session, PSS "providers", providers_since);
    g_assert_cmpuint (orch_sandbox_answer_length (added, "items"), ==, 1);
    g_assert_cmpstr (at (added, 0, "lastName"), ==, "Nouvelle");
  }
}

static void
test_appointments (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session = get_session (fixture, &instances[0]);
  g_autoptr (OrchSandboxAnswer) day = get_day (fixture, session, "appointments", "&PageSize=100", NULL);
  g_autoptr (OrchSandboxAnswer) slots =
      get_day (fixture, session, "scheduleSummaries", "&ScheduleId=hor-001&PageSize=100", NULL);
  g_autoptr (OrchSandboxAnswer) note = NULL;
  g_autoptr (OrchSandboxAnswer) nobody = NULL;
  g_autoptr (OrchSandboxAnswer) empty = NULL;
  guint blocks = 0, open = 0, documents = orch_sandbox_process_count (fixture->process, "DocumentReference&server=emr");

  for (guint i = 0; i < orch_sandbox_answer_length (day, "items"); i++)
    {
      g_autofree char *minutes = g_strdup_printf ("items.%u.durationMinutes", i);
      const char *start = at (day, i, "startDateTime");

      /* The EMR's own time: no zone. */
      g_assert_cmpuint (strlen (start), ==, strlen ("2026-11-24T09:30:00"));
      g_assert_true (g_str_has_prefix (start, fixture->tuesday));
      g_assert_cmpint (orch_sandbox_answer_int (day, minutes), >=, 10);
      g_assert_nonnull (at (day, i, "appointmentTypeName"));
      g_assert_nonnull (at (day, i, "scheduleId"));
      g_assert_nonnull (at (day, i, "facilityId"));
      if (g_str_equal (at (day, i, "status"), "Blocked"))
        {
          blocks++;
          g_assert_null (at (day, i, "patientId"));
          g_assert_nonnull (at (day, i, "details"));
        }
      else
        g_assert_nonnull (at (day, i, "patientId"));
    }
  g_test_message ("%u blocks", blocks);
  g_assert_cmpuint (orch_sandbox_answer_length (slots, "items"), ==, 14);
  for (guint i = 0; i < 14; i++)
    if (g_str_equal (at (slots, i, "status"), "Open"))
      open++;
  g_assert_cmpuint (open, <, 14);
  note = orch_sandbox_client_send (fixture->process, "POST", PSS "encounters",
                                   "{\"patientId\": \"pat-00012\", \"providerId\": \"prat-001\", \"text\": \"Vu.\"}",
                                   "AppToken", APP, "SessionToken", session, "Content-Type", "application/json", NULL);
  g_assert_cmpuint (note->status, ==, 201);
  g_assert_nonnull (orch_sandbox_answer_string (note, "id"));
  g_assert_cmpuint (orch_sandbox_process_count (fixture->process, "DocumentReference&server=emr"), ==, documents + 1);
  {
    g_autoptr (OrchSandboxAnswer) document = orch_sandbox_client_send (
        fixture->process, "POST", PSS "documents",
        "{\"patientId\": \"pat-00012\", \"contentType\": \"application/pdf\", \"content\": \"JVBERi0=\"}", "AppToken",
        APP, "SessionToken", session, "Content-Type", "application/json", NULL);
    g_autoptr (OrchSandboxAnswer) bare =
        orch_sandbox_client_send (fixture->process, "POST", PSS "documents", "{\"patientId\": \"pat-00012\"}",
                                  "AppToken", APP, "SessionToken", session, "Content-Type", "application/json", NULL);

    g_assert_cmpuint (document->status, ==, 201);
    g_assert_nonnull (orch_sandbox_answer_string (document, "id"));
    assert_refused (bare, 400, "DocumentInvalid");
    g_assert_cmpuint (orch_sandbox_process_count (fixture->process, "DocumentReference&server=emr"), ==, documents + 2);
  }
  nobody = orch_sandbox_client_send (fixture->process, "POST", PSS "encounters",
                                     "{\"patientId\": \"pat-99999\", \"text\": \"Vu.\"}", "AppToken", APP,
                                     "SessionToken", session, "Content-Type", "application/json", NULL);
  assert_refused (nobody, 404, "NotFound");
  empty = orch_sandbox_client_send (fixture->process, "POST", PSS "encounters", "{\"patientId\": \"pat-00012\"}",
                                    "AppToken", APP, "SessionToken", session, "Content-Type", "application/json", NULL);
  assert_refused (empty, 400, "EncounterInvalid");
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *kind;
    const char *code;
  } cases[] = { { "401", "login" }, { "429", "throttled" }, { "500", "exception" }, { "503", "transient" } };
  g_autofree char *session = get_session (fixture, &instances[0]);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) broken = NULL;
      g_autoptr (OrchSandboxAnswer) mended = NULL;

      orch_sandbox_process_order (fixture->process, "fault", "{\"path\": \"/emr/telus\", \"kind\": \"%s\"}",
                                  cases[i].kind);
      broken = get (fixture, session, "version");
      assert_refused (broken, (guint) atoi (cases[i].kind), cases[i].code);
      mended = get (fixture, session, "version");
      g_assert_cmpuint (mended->status, ==, 200);
    }
}

static void
test_training (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonNode) node = orch_sandbox_process_get (fixture->process, "/training/telus");
  JsonObject *object = json_node_get_object (node);
  JsonArray *list = json_object_get_array_member (object, "instances");

  g_assert_true (g_str_has_suffix (json_object_get_string_member (object, "base"), "/emr/telus"));
  g_assert_cmpstr (json_object_get_string_member (object, "app_token"), ==, APP);
  g_assert_cmpuint (json_array_get_length (list), ==, G_N_ELEMENTS (instances));
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      g_autofree char *type = g_uri_escape_string (json_object_get_string_member (one, "emr_type"), NULL, FALSE);
      g_autofree char *root =
          g_strdup_printf ("/emr/telus/%s/%s/", type, json_object_get_string_member (one, "instance_id"));
      g_autoptr (OrchSandboxAnswer) registered =
          do_register (fixture, root, json_object_get_string_member (one, "secret"));

      g_autofree char *path = g_strconcat ("/training/telus/", type, NULL);
      g_autoptr (JsonNode) alone = orch_sandbox_process_get (fixture->process, path);

      g_assert_cmpuint (registered->status, ==, 200);
      g_assert_cmpstr (json_object_get_string_member (json_node_get_object (alone), "instance_id"), ==,
                       json_object_get_string_member (one, "instance_id"));
    }
  {
    g_autoptr (OrchSandboxAnswer) none =
        orch_sandbox_client_send (fixture->process, "GET", "/training/telus/Purkinje", NULL, NULL);

    g_assert_cmpuint (none->status, ==, 404);
  }
}

/* An order that is not understood does nothing, and says why. */
static void
test_orders (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *order;
    const char *body;
    guint status;
  } cases[] = {
    { "emr-appointment", "{\"id\": 99999999, \"action\": \"cancel\"}", 400 },
    { "emr-appointment", "{\"id\": \"rdv-personne\", \"action\": \"cancel\"}", 400 },
    { "emr-appointment", "{\"id\": \"%s\"}", 400 },
    { "emr-appointment", "{\"id\": \"%s\", \"action\": \"status\", \"status\": \"parti\"}", 400 },
    { "emr-appointment", "{\"id\": \"%s\", \"action\": \"move\"}", 400 },
    { "emr-appointment", "{\"id\": \"%s\", \"action\": \"move\", \"start\": \"demain\"}", 400 },
    { "emr-appointment", "{\"id\": \"%s\", \"action\": \"move\", \"start\": \"2026-11-24T25:70\"}", 400 },
    { "emr-appointment", "{\"id\": \"%s\", \"action\": \"move\", \"provider\": 999}", 400 },
    { "emr-appointment", "{\"id\": \"%s\", \"action\": \"move\", \"provider\": \"prat-003\"}", 200 },
    { "emr-type", "{}", 400 },
    { "emr-type", "{\"id\": \"serv-999\", \"name\": \"Rien\"}", 400 },
    { "emr-provider", "{}", 400 },
    { "emr-provider", "{\"id\": 999, \"active\": false}", 400 },
    { "accuro", "{\"clash\": \"peut-être\"}", 400 },
    { "accuro", "{\"permission\": {\"scheduling\": \"none\"}}", 400 },
    { "accuro", "{\"permission\": {\"provider\": 101, \"scheduling\": \"some\"}}", 400 },
    { "telus", "{\"clash\": \"peut-être\"}", 400 },
  };
  g_autofree char *session = get_session (fixture, &instances[0]);
  g_autoptr (OrchSandboxAnswer) day = get_day (fixture, session, "appointments", "&ProviderId=prat-001", NULL);
  const char *visit = at (day, 0, "id");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) halves = g_strsplit (cases[i].body, "%s", 2);
      g_autofree char *body = g_strjoinv (visit, halves);
      g_autofree char *path = g_strconcat ("/control/", cases[i].order, NULL);
      g_autoptr (OrchSandboxAnswer) answer = orch_sandbox_client_send (fixture->process, "POST", path, body, NULL);

      g_test_message ("%s %s", cases[i].order, body);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      if (cases[i].status == 200)
        g_assert_cmpstr (orch_sandbox_answer_string (answer, "id"), ==, visit);
      else
        g_assert_nonnull (orch_sandbox_answer_string (answer, "error_description"));
    }
  {
    g_autofree char *path = g_strconcat ("appointments?AppointmentId=", visit, NULL);
    g_autoptr (OrchSandboxAnswer) after = get (fixture, session, path);

    g_assert_cmpstr (at (after, 0, "providerId"), ==, "prat-003");
    g_assert_cmpstr (at (after, 0, "startDateTime"), ==, at (day, 0, "startDateTime"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/sandbox/telus/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("training", test_training);
  ADD ("refusals", test_refusals);
  ADD ("session", test_session);
  ADD ("clash", test_clash);
  ADD ("instances", test_instances);
  ADD ("lists", test_lists);
  ADD ("paging", test_paging);
  ADD ("changes", test_changes);
  ADD ("appointments", test_appointments);
  ADD ("orders", test_orders);
  ADD ("faults", test_faults);
  return g_test_run ();
}
