/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What OSCAR's look-alikes answer, in each dialect, and what control orders do to them.
 */
#include "orch-sandbox-oscar-client.h"

static void
test_queries (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *service;
    guint oscar15;
    guint openo;
  } cases[] = {
    { "demographics/quickSearch?query=Portelance", 200, 200 },
    { "demographics/quickSearch?query=Portelance%2C%20A", 200, 200 },
    { "demographics/quickSearch?query=Lesp%C3%A9rance", 200, 401 },
    { "demographics?offset=0&limit=2", 200, 200 },
    { "providerService/providers_json.json", 200, 200 },
    { "nothing/here", 404, 404 },
    { "", 404, 404 },
    { "schedule", 404, 404 },
    { "schedule/me/day/today", 200, 200 },
    { "schedule//day/", 500, 500 },
    { "schedule/101/day/yesterday", 500, 500 },
    { "schedule/fetchDays/" A_TUESDAY "/" A_TUESDAY "/101,abc", 500, 500 },
    { "demographics/basic/1", 404, 200 },
  };

  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      g_auto (Token) access = { 0 };

      oscar_get_access (fixture, dialect, 0, &access);
      for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          g_autoptr (OrchSandboxAnswer) answer = oscar_get (fixture, dialect, &access, cases[i].service);

          g_test_message ("%s %s", oscar_servers[dialect].name, cases[i].service);
          g_assert_cmpuint (answer->status, ==, dialect == OPENO ? cases[i].openo : cases[i].oscar15);
        }
    }
}

static const char *
list_key (Dialect dialect, const char *openo)
{
  return dialect == OPENO ? openo : "content";
}

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      g_auto (Token) access = { 0 };
      g_autoptr (OrchSandboxAnswer) providers = NULL;
      g_autoptr (OrchSandboxAnswer) xml = NULL;
      g_autoptr (OrchSandboxAnswer) one = NULL;
      g_autoptr (OrchSandboxAnswer) found = NULL;
      g_autoptr (OrchSandboxAnswer) types = NULL;
      g_autoptr (OrchSandboxAnswer) statuses = NULL;
      g_autoptr (OrchSandboxAnswer) codes = NULL;
      g_autoptr (OrchSandboxAnswer) reasons = NULL;
      const char *key = list_key (dialect, "Item");
      g_autofree char *number = g_strdup_printf ("%s.0.providerNo", key);
      g_autofree char *signed_on = g_strdup_printf ("%s.0.signedConfidentiality", key);

      oscar_get_access (fixture, dialect, 0, &access);
      providers = oscar_get (fixture, dialect, &access, "providerService/providers_json");
      /* Four, and the one that was made for the integration; those who left are not listed. */
      g_assert_cmpuint (orch_sandbox_answer_length (providers, key), ==, 5);
      g_assert_cmpstr (orch_sandbox_answer_string (providers, number), ==, "101");
      /* Midnight of the clinic: a number on one side, a day on the other. */
      if (dialect == OPENO)
        g_assert_cmpstr (orch_sandbox_answer_string (providers, signed_on), ==, "2010-01-01");
      else
        g_assert_cmpint (orch_sandbox_answer_int (providers, signed_on), ==, 1262322000000);
      g_assert_nonnull (strstr (providers->text, "\"comments\":null"));
      xml = oscar_get (fixture, dialect, &access, "providerService/providers");
      g_assert_true (g_str_has_prefix (xml->text, "<?xml"));
      g_assert_nonnull (strstr (xml->text, "<List><Item><providerNo>101</providerNo>"));
      one = oscar_get (fixture, dialect, &access, "providerService/provider/102");
      g_assert_cmpstr (orch_sandbox_answer_string (one, "practitionerNo"), ==, "90002");
      found = oscar_post (fixture, dialect, &access, "providerService/providers/search?startIndex=0&itemsToReturn=2",
                          "{\"active\":true,\"searchTerm\":\"\"}");
      g_assert_cmpuint (orch_sandbox_answer_length (found, "content"), ==, 2);
      types = oscar_get (fixture, dialect, &access, "schedule/types");
      g_assert_cmpuint (orch_sandbox_answer_length (types, "types"), ==, 40);
      g_assert_cmpstr (orch_sandbox_answer_string (types, "types.3.name"), ==, "Suivi régulier");
      g_assert_cmpint (orch_sandbox_answer_int (types, "types.3.duration"), ==, 20);
      g_assert_nonnull (strstr (types->text, "\"appointments\":null"));
      statuses = oscar_get (fixture, dialect, &access, "schedule/statuses");
      g_assert_cmpuint (orch_sandbox_answer_length (statuses, "content"), ==, 15);
      codes = oscar_get (fixture, dialect, &access, "schedule/codes");
      g_assert_true (JSON_NODE_HOLDS_ARRAY (codes->json));
      reasons = oscar_get (fixture, dialect, &access, "schedule/reasons");
      g_assert_cmpint (orch_sandbox_answer_int (reasons, "reasons.0.id"), ==, 17);
    }
}

/* Adds a visit and a block, and reads them back everywhere. */
static gint64
add (Fixture *fixture, Dialect dialect, const Token *access, int demographic_no, const char *time, int minutes)
{
  g_autofree char *body =
      g_strdup_printf ("{\"providerNo\":\"101\",\"appointmentDate\":\"" A_TUESDAY
                       "\",\"startTime\":\"%s\",\"demographicNo\":%d,\"duration\":%d,"
                       "\"type\":\"Suivi régulier\",\"reason\":\"Contrôle\",\"notes\":\"\",\"status\":\"t\","
                       "\"name\":\"Dîner\",\"reasonCode\":17}",
                       time, demographic_no, minutes);
  g_autoptr (OrchSandboxAnswer) answer = oscar_post (fixture, dialect, access, "schedule/add", body);

  g_assert_cmpuint (answer->status, ==, 200);
  /* What was never in the database has no times of day on the older one. */
  if (dialect == OSCAR15)
    g_assert_cmpint (orch_sandbox_answer_int (answer, "appointment.startTime"), >, 0);
  else
    g_assert_cmpstr (orch_sandbox_answer_string (answer, "appointment.appointmentDate"), ==, A_TUESDAY);
  return orch_sandbox_answer_int (answer, "appointment.id");
}

/* The position of @number in the list at @path, by its member @member; -1 when it is not there. */
static int
position (OrchSandboxAnswer *answer, const char *path, const char *member, gint64 number)
{
  guint length = *path == '\0' ? json_array_get_length (json_node_get_array (answer->json))
                               : orch_sandbox_answer_length (answer, path);

  for (guint i = 0; i < length; i++)
    {
      g_autofree char *step = g_strdup_printf ("%s%s%u.%s", path, *path == '\0' ? "" : ".", i, member);

      if (orch_sandbox_answer_int (answer, step) == number)
        return (int) i;
    }
  return -1;
}

static const char *
at (OrchSandboxAnswer *answer, const char *path, int index, const char *member)
{
  g_autofree char *step = g_strdup_printf ("%s%s%d.%s", path, *path == '\0' ? "" : ".", index, member);

  return orch_sandbox_answer_string (answer, step);
}

static gint64
number_at (OrchSandboxAnswer *answer, const char *path, int index, const char *member)
{
  g_autofree char *step = g_strdup_printf ("%s%s%d.%s", path, *path == '\0' ? "" : ".", index, member);

  return orch_sandbox_answer_int (answer, step);
}

static void
test_appointments (Fixture *fixture, gconstpointer data)
{
  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      g_auto (Token) access = { 0 };
      g_autoptr (OrchSandboxAnswer) day = NULL;
      g_autoptr (OrchSandboxAnswer) month = NULL;
      g_autoptr (OrchSandboxAnswer) window = NULL;
      g_autoptr (OrchSandboxAnswer) period = NULL;
      g_autoptr (OrchSandboxAnswer) cancelled = NULL;
      g_autoptr (OrchSandboxAnswer) without = NULL;
      g_autoptr (OrchSandboxAnswer) confirmed = NULL;
      g_autoptr (OrchSandboxAnswer) unknown = NULL;
      g_autoptr (OrchSandboxAnswer) removed = NULL;
      g_autoptr (OrchSandboxAnswer) gone = NULL;
      g_autoptr (OrchSandboxAnswer) unusable = NULL;
      g_autoptr (OrchSandboxAnswer) history = NULL;
      const char *patients = dialect == OPENO ? "" : "patients";
      const char *days = list_key (dialect, "appointmentExt");
      const char *periods = list_key (dialect, "ProviderPeriodApps");
      g_autofree char *status_path = NULL;
      gint64 visit, block;
      int i;

      oscar_get_access (fixture, dialect, 0, &access);
      visit = add (fixture, dialect, &access, 12, "17:30", 75);
      block = add (fixture, dialect, &access, 0, "19:00", 15);
      day = oscar_get (fixture, dialect, &access, "schedule/101/day/" A_TUESDAY);
      i = position (day, patients, "appointmentNo", visit);
      g_assert_cmpint (i, >=, 0);
      g_assert_cmpint (number_at (day, patients, i, "demographicNo"), ==, 12);
      g_assert_cmpstr (at (day, patients, i, "startTime"), ==, "05:30 PM");
      g_assert_cmpstr (at (day, patients, i, "reason"), ==, "Contrôle");
      /* 17:30 in Montréal, that Tuesday. */
      g_assert_cmpint (number_at (day, patients, i, "date"), ==, 1795559400000);
      if (dialect == OPENO)
        {
          g_assert_cmpstr (at (day, patients, i, "duration"), ==, "1H 14m ");
          g_assert_cmpstr (at (day, patients, i, "type"), ==, "Suivi régulier");
        }
      else
        g_assert_null (at (day, patients, i, "type"));
      i = position (day, patients, "appointmentNo", block);
      g_assert_cmpint (number_at (day, patients, i, "demographicNo"), ==, 0);
      g_assert_cmpstr (at (day, patients, i, "name"), ==, "Dîner");

      month = oscar_get (fixture, dialect, &access, "schedule/fetchMonthly/101/2026/11");
      i = position (month, "appointments", "id", visit);
      g_assert_cmpstr (at (month, "appointments", i, "appointmentDate"), ==, A_TUESDAY);
      g_assert_cmpstr (at (month, "appointments", i, "startTime"), ==, "17:30:00");
      g_assert_cmpstr (at (month, "appointments", i, "endTime"), ==, "18:44:00");
      g_assert_cmpint (number_at (month, "appointments", i, "updateDateTime"), >, 1700000000000);

      window = oscar_get (fixture, dialect, &access, "schedule/fetchDays/" A_TUESDAY "/" A_TUESDAY "/101,102");
      i = position (window, days, "appointmentNo", visit);
      g_assert_cmpint (i, >=, 0);
      g_assert_cmpstr (at (window, days, i, "status"), ==, "t");
      period = oscar_get (fixture, dialect, &access, "schedule/fetchProviderAppts/101/" A_TUESDAY "/" A_TUESDAY);
      i = position (period, periods, "appointmentNo", visit);
      g_assert_cmpint (i, >=, 0);
      g_assert_null (at (period, periods, i, "startTime"));
      /* In seconds. */
      g_assert_cmpint (number_at (period, periods, i, "updateDatetime"), <, 10000000000);

      status_path = g_strdup_printf ("schedule/appointment/%" G_GINT64_FORMAT "/updateStatus", visit);
      cancelled = oscar_post (fixture, dialect, &access, status_path, "{\"status\":\"C\"}");
      g_assert_cmpstr (orch_sandbox_answer_string (cancelled, "appointment.status"), ==, "C");
      without = oscar_get (fixture, dialect, &access, "schedule/101/day/" A_TUESDAY);
      g_assert_cmpint (position (without, patients, "appointmentNo", visit), ==, -1);
      {
        g_autofree char *body = g_strdup_printf ("{\"id\":%" G_GINT64_FORMAT "}", visit);
        g_autofree char *row = g_strdup_printf ("\"id\":%" G_GINT64_FORMAT, visit);

        confirmed = oscar_post (fixture, dialect, &access, "schedule/getAppointment", body);
        g_assert_cmpstr (orch_sandbox_answer_string (confirmed, "appointment.status"), ==, "C");
        g_assert_cmpint (orch_sandbox_answer_int (confirmed, "appointment.demographic.demographicNo"), ==, 12);
        g_assert_cmpstr (orch_sandbox_answer_string (confirmed, "appointment.provider.providerNo"), ==, "101");
        history = oscar_post (fixture, dialect, &access, "schedule/12/appointmentHistory", "{}");
        g_assert_nonnull (strstr (history->text, row));
        removed = oscar_post (fixture, dialect, &access, "schedule/deleteAppointment", body);
        g_assert_cmpuint (removed->status, ==, 200);
        gone = oscar_post (fixture, dialect, &access, "schedule/getAppointment", body);
        g_assert_cmpuint (gone->status, ==, 200);
        if (dialect == OPENO)
          g_assert_cmpstr (gone->text, ==, "");
        else
          g_assert_nonnull (strstr (gone->text, "\"appointment\":null"));
      }
      unknown = oscar_post (fixture, dialect, &access, "schedule/add",
                            "{\"providerNo\":\"101\",\"appointmentDate\":\"" A_TUESDAY
                            "\",\"startTime\":\"09:30\",\"demographicNo\":61000,\"duration\":15}");
      g_assert_cmpuint (unknown->status, ==, 500);
      unusable = oscar_post (fixture, dialect, &access, "schedule/updateAppointment", "{\"id\":1}");
      g_assert_cmpuint (unusable->status, ==, 500);
    }
}

static void
test_charts (Fixture *fixture, gconstpointer data)
{
  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      g_auto (Token) access = { 0 };
      g_autoptr (OrchSandboxAnswer) made = NULL;
      g_autoptr (OrchSandboxAnswer) read = NULL;
      g_autoptr (OrchSandboxAnswer) changed = NULL;
      g_autoptr (OrchSandboxAnswer) found = NULL;
      g_autoptr (OrchSandboxAnswer) nobody = NULL;
      g_autoptr (OrchSandboxAnswer) document = NULL;
      g_autoptr (OrchSandboxAnswer) note = NULL;
      g_autofree char *path = NULL;
      g_autofree char *put = NULL;
      g_autofree char *whole = oscar_path (dialect, "services/demographics");
      guint documents = orch_sandbox_process_count (fixture->process, "DocumentReference&server=emr");
      gint64 number;

      oscar_get_access (fixture, dialect, 0, &access);
      made = oscar_post (
          fixture, dialect, &access, "demographics",
          "{\"lastName\":\"ESSAI\",\"firstName\":\"ÉLOI\",\"sex\":\"M\",\"dobYear\":\"1970\",\"dobMonth\":\"01\","
          "\"dobDay\":\"01\",\"hin\":\"ESSE70010112\",\"email\":\"e@usagers.example\",\"alias\":\"Lolo\","
          "\"extras\":[{\"key\":\"demo_cell\",\"value\":\"418-555-0199\"}],\"patientStatus\":\"AC\"}");
      g_assert_cmpuint (made->status, ==, 200);
      number = orch_sandbox_answer_int (made, "demographicNo");
      g_assert_cmpint (number, ==, 61 + (gint64) dialect);
      path = g_strdup_printf ("demographics/%" G_GINT64_FORMAT, number);
      read = oscar_get (fixture, dialect, &access, path);
      g_assert_cmpstr (orch_sandbox_answer_string (read, "alias"), ==, "Lolo");
      g_assert_cmpstr (orch_sandbox_answer_string (read, "extras.0.value"), ==, "418-555-0199");
      /* The fault of OpenO: the first day of 1970 is a time. */
      g_assert_cmpstr (orch_sandbox_answer_string (read, "dateOfBirth"), ==,
                       dialect == OPENO ? "00:00:00" : "1970-01-01");
      g_assert_cmpstr (orch_sandbox_answer_string (read, "dobYear"), ==, "1970");
      put = g_strdup_printf ("{\"demographicNo\":%" G_GINT64_FORMAT ",\"lastName\":\"ESSAI\",\"firstName\":\"ÉLOI\"}",
                             number);
      {
        const How how = {
          .token = access.token, .token_secret = access.secret, .body = put, .content_type = "application/json"
        };

        changed = oscar_send (fixture, dialect, "PUT", whole, &how);
      }
      /* What was not sent again is lost. */
      g_assert_cmpuint (changed->status, ==, 200);
      g_assert_null (orch_sandbox_answer_string (changed, "hin"));
      g_assert_cmpuint (orch_sandbox_answer_length (changed, "extras"), ==, 0);
      found = oscar_post (fixture, dialect, &access, "demographics/search?startIndex=0&itemsToReturn=5",
                          "{\"type\":\"Name\",\"term\":\"essai, élo\",\"active\":true}");
      g_assert_cmpint (orch_sandbox_answer_int (found, "content.0.demographicNo"), ==, 61);
      nobody = oscar_get (fixture, dialect, &access, "demographics/99999");
      g_assert_cmpuint (nobody->status, ==, 200);
      g_assert_cmpstr (nobody->text, ==, "");
      document = oscar_post (fixture, dialect, &access, "document/saveDocumentToDemographic",
                             "{\"demographicNo\":12,\"fileName\":\"a.pdf\",\"contentType\":\"application/pdf\","
                             "\"fileContents\":\"JVBERi0=\"}");
      g_assert_cmpuint (document->status, ==, dialect == OPENO ? 200 : 404);
      if (dialect == OPENO)
        {
          g_autoptr (OrchSandboxAnswer) empty =
              oscar_post (fixture, dialect, &access, "document/saveDocumentToDemographic", "{\"demographicNo\":12}");

          g_assert_cmpint (orch_sandbox_answer_int (document, "id"), >, 0);
          g_assert_cmpuint (empty->status, ==, 400);
        }
      note = oscar_post (fixture, dialect, &access, "notes/12/save", "{\"note\":\"Vu.\"}");
      g_assert_cmpuint (note->status, ==, 200);
      g_assert_cmpint (orch_sandbox_answer_int (note, "noteId"), >, 0);
      g_assert_cmpuint (orch_sandbox_process_count (fixture->process, "DocumentReference&server=emr"), ==,
                        documents + (dialect == OPENO ? 2 : 1));
    }
}

/* One patient, by whatever is known of her. */
static void
test_searches (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *type;
    const char *term;
    guint n;
  } cases[] = {
    { "Name", "LADOUCEUR, ga", 1 }, { "Name", "ladou", 1 },
    { "Name", "Nobody", 0 },        { "HIN", "LADG65560311", 1 },
    { "HIN", "LADG65560399", 0 },   { "DOB", "1965-06-03", 1 },
    { "ChartNo", "000001", 1 },     { "DemographicNo", "1", 1 },
    { "Phone", "418-555-0100", 1 }, { "Address", "1, avenue du modele", 1 },
  };
  static const struct
  {
    const char *query;
    guint n;
  } quick[] = {
    { "Ladouceur%2C%20G", 1 }, { "addr:1%2C%20avenue%20du%20Mod", 1 }, { "chartNo:000001", 1 }, { "", 10 }, { "Zz", 0 },
  };

  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      const char *key = list_key (dialect, "Item");
      g_auto (Token) access = { 0 };
      g_autoptr (OrchSandboxAnswer) page = NULL;

      oscar_get_access (fixture, dialect, 0, &access);
      for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          g_autofree char *body =
              g_strdup_printf ("{\"type\":\"%s\",\"term\":\"%s\",\"active\":true}", cases[i].type, cases[i].term);
          g_autoptr (OrchSandboxAnswer) answer =
              oscar_post (fixture, dialect, &access, "demographics/search?startIndex=0&itemsToReturn=1", body);

          g_test_message ("%s %s", cases[i].type, cases[i].term);
          g_assert_cmpuint (orch_sandbox_answer_length (answer, "content"), ==, cases[i].n);
          if (cases[i].n > 0)
            g_assert_cmpint (orch_sandbox_answer_int (answer, "content.0.demographicNo"), ==, 1);
          /* A date of birth is a number on one side, a day on the other. */
          if (cases[i].n > 0 && dialect == OPENO)
            g_assert_cmpstr (orch_sandbox_answer_string (answer, "content.0.dob"), ==, "1965-06-03");
          else if (cases[i].n > 0)
            g_assert_cmpint (orch_sandbox_answer_int (answer, "content.0.dob"), ==, -144532800000);
        }
      for (gsize i = 0; i < G_N_ELEMENTS (quick); i++)
        {
          g_autofree char *service = g_strconcat ("demographics/quickSearch?query=", quick[i].query, NULL);
          g_autoptr (OrchSandboxAnswer) answer = oscar_get (fixture, dialect, &access, service);

          g_test_message ("%s", service);
          g_assert_cmpuint (orch_sandbox_answer_length (answer, key), ==, quick[i].n);
        }
      page = oscar_get (fixture, dialect, &access, "demographics?offset=58&limit=50");
      g_assert_cmpint (orch_sandbox_answer_int (page, "total"), ==, 60);
      g_assert_cmpuint (orch_sandbox_answer_length (page, key), ==, 2);
    }
}

static void
test_content_type (Fixture *fixture, gconstpointer data)
{
  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      g_auto (Token) access = { 0 };
      g_autofree char *path = oscar_path (dialect, "services/schedule/12/appointmentHistory");
      g_autoptr (OrchSandboxAnswer) answer = NULL;

      oscar_get_access (fixture, dialect, 0, &access);
      {
        const How how = { .token = access.token, .token_secret = access.secret };

        answer = oscar_send (fixture, dialect, "POST", path, &how);
      }
      g_assert_cmpuint (answer->status, ==, dialect == OPENO ? 415 : 200);
    }
}

/* Everything that an order can do to a server. */
static void
test_orders (Fixture *fixture, gconstpointer data)
{
  for (Dialect dialect = OSCAR15; dialect < BOTH; dialect++)
    {
      const char *name = oscar_servers[dialect].name;
      g_auto (Token) access = { 0 };
      const How good = { 0 };
      const char *patients = dialect == OPENO ? "" : "patients";
      const char *providers = list_key (dialect, "Item");
      g_autofree char *initiate_path = oscar_path (dialect, "oauth/initiate");
      g_autoptr (OrchSandboxAnswer) off = NULL;
      g_autoptr (OrchSandboxAnswer) other = NULL;
      g_autoptr (OrchSandboxAnswer) hidden = NULL;
      g_autoptr (OrchSandboxAnswer) told = NULL;
      g_autoptr (OrchSandboxAnswer) idle = NULL;
      g_autoptr (OrchSandboxAnswer) empty = NULL;
      g_autoptr (OrchSandboxAnswer) gone = NULL;
      g_autoptr (OrchSandboxAnswer) before = NULL;
      g_autoptr (OrchSandboxAnswer) moved = NULL;
      g_autoptr (OrchSandboxAnswer) elsewhere = NULL;
      g_autoptr (OrchSandboxAnswer) types = NULL;
      g_autoptr (OrchSandboxAnswer) renamed = NULL;
      g_autoptr (OrchSandboxAnswer) revoked = NULL;
      gint64 visit;
      int i;

      orch_sandbox_process_order (fixture->process, "oscar", "{\"dialect\": \"%s\", \"rest\": false}", name);
      off = oscar_send (fixture, dialect, "POST", initiate_path, &good);
      g_assert_cmpuint (off->status, ==, 404);
      /* The other one is another server. */
      other = oscar_initiate (fixture, dialect == OPENO ? OSCAR15 : OPENO, CALLBACK);
      g_assert_cmpuint (other->status, ==, 200);
      orch_sandbox_process_order (fixture->process, "oscar",
                                  "{\"rest\": true, \"seen_as\": \"https://OSCAR.clinique.example:8443\"}");
      hidden = oscar_send (fixture, dialect, "POST", initiate_path, &good);
      g_assert_cmpuint (hidden->status, ==, 401);
      {
        const How how = { .seen_as = "https://oscar.clinique.example:8443" };

        told = oscar_send (fixture, dialect, "POST", initiate_path, &how);
      }
      g_assert_cmpuint (told->status, ==, 200);
      orch_sandbox_process_order (fixture->process, "oscar", "{\"seen_as\": null}");

      oscar_get_access (fixture, dialect, 0, &access);
      visit = add (fixture, dialect, &access, 12, "17:30", 15);
      orch_sandbox_process_order (fixture->process, "oscar", "{\"idle\": [\"101\"], \"empty\": \"schedule/types\"}");
      idle = oscar_get (fixture, dialect, &access, "schedule/101/day/" A_TUESDAY);
      g_assert_cmpuint (idle->status, ==, 200);
      g_assert_cmpint (position (idle, patients, "appointmentNo", visit), ==, -1);
      empty = oscar_get (fixture, dialect, &access, "schedule/types");
      g_assert_cmpuint (empty->status, ==, 200);
      g_assert_cmpuint (empty->length, ==, 0);
      orch_sandbox_process_order (fixture->process, "oscar",
                                  "{\"idle\": [], \"empty\": null, \"jettison\": true, \"meridians\": true}");
      before = oscar_get (fixture, dialect, &access, "schedule/101/day/" A_TUESDAY);
      g_assert_nonnull (strstr (before->text, "\"startTime\":\"05:30 p.m.\""));
      g_assert_nonnull (strstr (before->text, "\"demographicNo\":\"12\""));
      orch_sandbox_process_order (fixture->process, "oscar", "{\"jettison\": false, \"meridians\": false}");

      orch_sandbox_process_order (fixture->process, "oscar-appointment",
                                  "{\"id\": %" G_GINT64_FORMAT
                                  ", \"action\": \"move\", \"start\": \"2026-11-25T18:00\", \"provider_no\": \"102\"}",
                                  visit);
      moved = oscar_get (fixture, dialect, &access, "schedule/101/day/" A_TUESDAY);
      g_assert_cmpint (position (moved, patients, "appointmentNo", visit), ==, -1);
      elsewhere = oscar_get (fixture, dialect, &access, "schedule/102/day/2026-11-25");
      i = position (elsewhere, patients, "appointmentNo", visit);
      g_assert_cmpint (i, >=, 0);
      g_assert_cmpstr (at (elsewhere, patients, i, "startTime"), ==, "06:00 PM");
      for (int action = 0; action < 3; action++)
        {
          static const char *const actions[] = { "\"status\", \"status\": \"CS\"", "\"cancel\"", "\"remove\"" };
          g_autoptr (OrchSandboxAnswer) after = NULL;

          orch_sandbox_process_order (fixture->process, "oscar-appointment",
                                      "{\"id\": %" G_GINT64_FORMAT ", \"action\": %s}", visit, actions[action]);
          after = oscar_get (fixture, dialect, &access, "schedule/102/day/2026-11-25");
          /* A cancelled one with a second character is not hidden. */
          g_assert_cmpint (position (after, patients, "appointmentNo", visit) >= 0, ==, action == 0);
        }

      orch_sandbox_process_order (fixture->process, "oscar-type", "{\"id\": 4, \"name\": \"Suivi annuel\"}");
      visit = add (fixture, dialect, &access, 12, "17:30", 15);
      types = oscar_get (fixture, dialect, &access, "schedule/types");
      g_assert_cmpstr (orch_sandbox_answer_string (types, "types.3.name"), ==, "Suivi annuel");
      renamed = oscar_get (fixture, dialect, &access, "schedule/fetchMonthly/101/2026/11");
      i = position (renamed, "appointments", "id", visit);
      g_assert_cmpstr (at (renamed, "appointments", i, "type"), ==, "Suivi régulier");
      orch_sandbox_process_order (fixture->process, "oscar-provider", "{\"provider_no\": \"104\", \"active\": false}");
      gone = oscar_get (fixture, dialect, &access, "providerService/providers_json");
      g_assert_cmpuint (orch_sandbox_answer_length (gone, providers), ==, 4);
      orch_sandbox_process_order (fixture->process, "oscar-provider", "{\"provider_no\": \"104\", \"active\": true}");
      orch_sandbox_process_order (fixture->process, "oscar", "{\"dialect\": \"%s\", \"revoke\": true}", name);
      revoked = oscar_get (fixture, dialect, &access, "oauth/info");
      g_assert_cmpuint (revoked->status, ==, 401);
    }
}

/* The one service of a clinic of one is no list in the JSON of some forks. */
static void
test_single (Fixture *fixture, gconstpointer data)
{
  g_auto (Token) access = { 0 };
  g_autoptr (OrchSandboxAnswer) types = NULL;
  g_autoptr (OrchSandboxAnswer) providers = NULL;

  orch_sandbox_process_order (fixture->process, "emr-size", "{\"staff\": 1, \"services\": 1, \"patients\": 1}");
  orch_sandbox_process_order (fixture->process, "oscar", "{\"jettison\": true}");
  oscar_get_access (fixture, OSCAR15, 0, &access);
  types = oscar_get (fixture, OSCAR15, &access, "schedule/types");
  g_assert_cmpstr (orch_sandbox_answer_string (types, "types.name"), ==, "Consultation sans rendez-vous");
  g_assert_cmpstr (orch_sandbox_answer_string (types, "types.duration"), ==, "15");
  g_assert_null (strstr (types->text, "null"));
  /* This list is named, and stays one. */
  providers = oscar_get (fixture, OSCAR15, &access, "providerService/providers_json");
  g_assert_cmpuint (orch_sandbox_answer_length (providers, "content"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/sandbox/oscar/" name, Fixture, NULL, oscar_set_up, func, oscar_tear_down)
  ADD ("queries", test_queries);
  ADD ("lists", test_lists);
  ADD ("appointments", test_appointments);
  ADD ("charts", test_charts);
  ADD ("searches", test_searches);
  ADD ("content-type", test_content_type);
  ADD ("orders", test_orders);
  ADD ("single", test_single);
  return g_test_run ();
}
