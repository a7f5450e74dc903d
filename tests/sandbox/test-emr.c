/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the training EMR holds, in every mode: the very records that each promises, and no others.
 */
#include "orch-sandbox-client.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define DURATION "https://orchestrateur.ca/fhir/StructureDefinition/duration-minutes"

typedef struct
{
  OrchSandboxProcess *process;
  char *token;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->process = orch_sandbox_process_start (data, NULL);
  fixture->token = orch_sandbox_client_emr_token (fixture->process);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  orch_sandbox_process_stop (fixture->process);
  g_free (fixture->token);
}

static OrchSandboxAnswer *
get (Fixture *fixture, const char *path)
{
  g_autofree char *url = path[0] == '/' ? g_strconcat ("/emr/fhir", path, NULL) : g_strdup (path);

  return orch_sandbox_client_send (fixture->process, "GET", url, NULL, "Authorization", fixture->token, NULL);
}

/* All pages of a search. Returns: (element-type JsonObject) */
static GPtrArray *
all (Fixture *fixture, const char *path, guint *pages)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autofree char *url = g_strdup (path);
  guint n = 0;

  while (url != NULL)
    {
      g_autoptr (OrchSandboxAnswer) answer = get (fixture, url);
      JsonArray *entries;

      g_assert_cmpuint (answer->status, ==, 200);
      entries = orch_sandbox_answer_length (answer, "entry") == 0
                    ? NULL
                    : json_object_get_array_member (json_node_get_object (answer->json), "entry");
      for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
        g_ptr_array_add (found,
                         json_object_ref (
                             json_object_get_object_member (json_array_get_object_element (entries, i), "resource")));
      g_free (url);
      url = g_strdup (orch_sandbox_answer_link (answer, "next"));
      n++;
    }
  if (pages != NULL)
    *pages = n;
  return found;
}

static const char *
licence_of (JsonObject *practitioner)
{
  JsonArray *identifiers = json_object_get_array_member (practitioner, "identifier");

  for (guint i = 0; i < json_array_get_length (identifiers); i++)
    {
      JsonObject *identifier = json_array_get_object_element (identifiers, i);

      if (json_object_has_member (identifier, "type"))
        {
          JsonArray *codings =
              json_object_get_array_member (json_object_get_object_member (identifier, "type"), "coding");

          g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (codings, 0), "code"), ==,
                           "LN");
          return json_object_get_string_member (identifier, "value");
        }
    }
  return NULL;
}

static gint64
minutes_of (JsonObject *service)
{
  JsonArray *extensions =
      json_object_has_member (service, "extension") ? json_object_get_array_member (service, "extension") : NULL;

  for (guint i = 0; extensions != NULL && i < json_array_get_length (extensions); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (extensions, i), "url"), DURATION))
      return json_object_get_int_member (json_array_get_object_element (extensions, i), "valuePositiveInt");
  return 0;
}

/* What an importer should find wrong, by rule; reading as the standard says, and no more. */
typedef struct
{
  guint bookable;
  guint no_name;
  guint no_licence;
  guint licence_twice;
  guint not_bookable;
  guint services;
  guint service_no_name;
  guint name_twice;
  guint bad_duration;
  guint unknown_professional;
} Faults;

static void
judge_staff (Fixture *fixture, Faults *faults)
{
  g_autoptr (GPtrArray) practitioners = all (fixture, "/Practitioner?active=true&_count=10", NULL);
  g_autoptr (GPtrArray) roles = all (fixture, "/PractitionerRole?active=true", NULL);
  g_autoptr (GHashTable) active = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) licences = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < roles->len; i++)
    {
      JsonObject *practitioner = json_object_get_object_member (g_ptr_array_index (roles, i), "practitioner");

      g_hash_table_add (active, g_strdup (json_object_get_string_member (practitioner, "reference")));
    }
  for (guint i = 0; i < practitioners->len; i++)
    {
      JsonObject *one = g_ptr_array_index (practitioners, i);
      g_autofree char *reference = g_strdup_printf ("Practitioner/%s", json_object_get_string_member (one, "id"));
      const char *licence = licence_of (one);
      guint before = faults->no_name + faults->no_licence + faults->licence_twice + faults->not_bookable;

      faults->no_name += !json_object_has_member (one, "name");
      faults->no_licence += licence == NULL;
      faults->licence_twice += licence != NULL && !g_hash_table_add (licences, (gpointer) licence);
      faults->not_bookable += !g_hash_table_contains (active, reference);
      faults->bookable += before == faults->no_name + faults->no_licence + faults->licence_twice + faults->not_bookable;
    }
}

static void
judge_services (Fixture *fixture, Faults *faults)
{
  g_autoptr (GPtrArray) services = all (fixture, "/HealthcareService?_count=15", NULL);
  g_autoptr (GPtrArray) roles = all (fixture, "/PractitionerRole", NULL);
  g_autoptr (GPtrArray) practitioners = all (fixture, "/Practitioner", NULL);
  g_autoptr (GHashTable) people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) orphans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < practitioners->len; i++)
    g_hash_table_add (people,
                      g_strdup_printf ("Practitioner/%s",
                                       json_object_get_string_member (g_ptr_array_index (practitioners, i), "id")));
  for (guint i = 0; i < roles->len; i++)
    {
      JsonObject *role = g_ptr_array_index (roles, i);
      JsonArray *offered = json_object_has_member (role, "healthcareService")
                               ? json_object_get_array_member (role, "healthcareService")
                               : NULL;

      if (g_hash_table_contains (people,
                                 json_object_get_string_member (json_object_get_object_member (role, "practitioner"),
                                                                "reference")))
        continue;
      for (guint j = 0; offered != NULL && j < json_array_get_length (offered); j++)
        g_hash_table_add (orphans, g_strdup (json_object_get_string_member (json_array_get_object_element (offered, j),
                                                                            "reference")));
    }
  for (guint i = 0; i < services->len; i++)
    {
      JsonObject *one = g_ptr_array_index (services, i);
      g_autofree char *reference = g_strdup_printf ("HealthcareService/%s", json_object_get_string_member (one, "id"));
      gint64 minutes = minutes_of (one);
      gboolean nameless = !json_object_has_member (one, "name");
      gboolean twice = !nameless && !g_hash_table_add (names, (gpointer) json_object_get_string_member (one, "name"));
      gboolean odd = minutes < 1 || minutes > 480;
      gboolean orphan = g_hash_table_contains (orphans, reference);

      faults->service_no_name += nameless;
      faults->name_twice += twice;
      faults->bad_duration += odd;
      faults->unknown_professional += orphan;
      faults->services += !nameless && !twice && !odd && !orphan;
    }
}

static void
test_modes (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *staff;
    const char *services;
    Faults expected;
  } cases[] = {
    { "ok", "ok", { .bookable = 25, .services = 40 } },
    { "conflicts", "ok", { .bookable = 22, .no_name = 1, .no_licence = 1, .not_bookable = 1, .services = 40 } },
    { "conflicts",
      "conflicts",
      { .bookable = 22,
        .no_name = 1,
        .no_licence = 1,
        .not_bookable = 1,
        .services = 37,
        .service_no_name = 1,
        .bad_duration = 1,
        .unknown_professional = 1 } },
    { "ok",
      "conflicts",
      { .bookable = 25, .services = 37, .service_no_name = 1, .bad_duration = 1, .unknown_professional = 1 } },
    { "ok", "ok", { .bookable = 25, .services = 40 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Faults found = { 0 };

      orch_sandbox_process_order (fixture->process, "emr-mode", "{\"staff\": \"%s\", \"services\": \"%s\"}",
                                  cases[i].staff, cases[i].services);
      judge_staff (fixture, &found);
      judge_services (fixture, &found);
      g_test_message ("%s %s: %u people, %u services", cases[i].staff, cases[i].services, found.bookable,
                      found.services);
      g_assert_cmpmem (&found, sizeof found, &cases[i].expected, sizeof found);
    }
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    guint status;
  } cases[] = { { "/Practitioner", 500 },
                { "/PractitionerRole", 500 },
                { "/HealthcareService", 200 },
                { "/Organization", 200 },
                { "/metadata", 200 } };

  orch_sandbox_process_order (fixture->process, "emr-mode", "{\"staff\": \"failure\"}");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = get (fixture, cases[i].path);

      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
  orch_sandbox_process_order (fixture->process, "emr-mode", "{\"staff\": \"ok\", \"services\": \"failure\"}");
  {
    g_autoptr (OrchSandboxAnswer) staff = get (fixture, "/Practitioner");
    g_autoptr (OrchSandboxAnswer) services = get (fixture, "/HealthcareService");

    g_assert_cmpuint (staff->status, ==, 200);
    g_assert_cmpuint (services->status, ==, 500);
  }
}

static void
test_slow (Fixture *fixture, gconstpointer data)
{
  gint64 start;
  guint pages = 0;
  g_autoptr (GPtrArray) found = NULL;

  orch_sandbox_process_order (fixture->process, "emr-mode", "{\"services\": \"slow\"}");
  start = g_get_monotonic_time ();
  found = all (fixture, "/HealthcareService?_count=500", &pages);
  g_assert_cmpuint (found->len, ==, 40);
  g_assert_cmpuint (pages, ==, 8);
  /* Eight pages, each in four pieces. */
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 8 * 400000);
}

/* A mode lives through a restart, and its own records go with it. */
static void
test_mode_kept (Fixture *fixture, gconstpointer data)
{
  Faults found = { 0 };

  orch_sandbox_process_order (fixture->process, "emr-mode", "{\"staff\": \"conflicts\"}");
  orch_sandbox_process_restart (fixture->process, TRUE);
  judge_staff (fixture, &found);
  g_assert_cmpuint (found.bookable, ==, 22);
  orch_sandbox_process_order (fixture->process, "emr-mode", "{\"staff\": \"ok\"}");
  found = (Faults) { 0 };
  judge_staff (fixture, &found);
  g_assert_cmpuint (found.bookable, ==, 25);
}

static void
test_directory (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    gint64 total;
  } cases[] = {
    { "/Practitioner", 28 },
    { "/Practitioner?active=false", 3 },
    { "/PractitionerRole?active=true", 25 },
    { "/Organization?partof=Organization/clinique", 4 },
    { "/Location", 4 },
    { "/HealthcareService?active=true", 40 },
    { "/Patient", 6000 },
    { "/Schedule", 25 },
    { "/PractitionerRole?practitioner=prat-001", 1 },
  };
  g_autoptr (GPtrArray) roles = NULL;
  g_autoptr (GPtrArray) services = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = get (fixture, cases[i].path);

      g_test_message ("%s", cases[i].path);
      g_assert_cmpint (orch_sandbox_answer_int (answer, "total"), ==, cases[i].total);
    }
  roles = all (fixture, "/PractitionerRole?active=true", NULL);
  for (guint i = 0; i < roles->len; i++)
    {
      JsonObject *role = g_ptr_array_index (roles, i);
      JsonObject *speciality = json_array_get_object_element (json_object_get_array_member (role, "specialty"), 0);

      g_assert_cmpstr (json_object_get_string_member (
                           json_array_get_object_element (json_object_get_array_member (speciality, "coding"), 0),
                           "system"),
                       ==, "http://snomed.info/sct");
      g_assert_true (json_object_has_member (speciality, "text"));
      g_assert_true (json_object_has_member (role, "code"));
      g_assert_true (json_object_has_member (role, "organization"));
      g_assert_true (json_object_has_member (role, "location"));
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (role, "healthcareService")), >, 0);
    }
  services = all (fixture, "/HealthcareService", NULL);
  for (guint i = 0; i < services->len; i++)
    {
      g_assert_true (json_object_has_member (g_ptr_array_index (services, i), "_name"));
      g_assert_true (json_object_has_member (g_ptr_array_index (services, i), "category"));
      g_assert_true (json_object_has_member (g_ptr_array_index (services, i), "providedBy"));
    }
}

static void
test_schedule (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) next = g_date_time_add_days (now, 7);
  g_autofree char *from = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *upto = g_date_time_format (next, "%Y-%m-%d");
  g_autofree char *path =
      g_strdup_printf ("/Appointment?date=ge%s&date=lt%s&_count=500&_include=Appointment:patient", from, upto);
  g_autoptr (GPtrArray) found = all (fixture, path, NULL);
  guint appointments = 0, patients = 0;

  for (guint i = 0; i < found->len; i++)
    {
      JsonObject *one = g_ptr_array_index (found, i);

      if (g_str_equal (json_object_get_string_member (one, "resourceType"), "Patient"))
        {
          patients++;
          continue;
        }
      appointments++;
      g_assert_cmpstr (json_object_get_string_member (one, "start"), >=, from);
      g_assert_cmpuint (strlen (json_object_get_string_member (one, "start")), ==,
                        strlen ("2026-11-21T08:00:00-05:00"));
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (one, "participant")), ==, 3);
    }
  /* 25 people, four days a week, 14 half hours less the free ones: about 1,100. */
  g_assert_cmpuint (appointments, >, 800);
  g_assert_cmpuint (appointments, <, 1400);
  g_assert_cmpuint (patients, >, 100);
}

static void
add_ids (Fixture *fixture, GHashTable *ids, GDateTime *from, int days)
{
  g_autoptr (GDateTime) upto = g_date_time_add_days (from, days);
  g_autofree char *first = g_date_time_format (from, "%Y-%m-%d");
  g_autofree char *last = g_date_time_format (upto, "%Y-%m-%d");
  g_autofree char *path = g_strdup_printf ("/Appointment?date=ge%s&date=lt%s&_count=500", first, last);
  g_autoptr (GPtrArray) found = all (fixture, path, NULL);

  for (guint i = 0; i < found->len; i++)
    g_assert_true (
        g_hash_table_add (ids, g_strdup (json_object_get_string_member (g_ptr_array_index (found, i), "id"))));
}

/* Much is walked through, little is gathered: both find the same ones. */
static void
test_long_window (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GHashTable) walked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) gathered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer id = NULL;

  add_ids (fixture, walked, now, 28);
  g_assert_cmpuint (g_hash_table_size (walked), >, 2000);
  for (int i = 0; i < 28; i += 7)
    {
      g_autoptr (GDateTime) week = g_date_time_add_days (now, i);

      add_ids (fixture, gathered, week, 7);
    }
  g_assert_cmpuint (g_hash_table_size (gathered), ==, g_hash_table_size (walked));
  g_hash_table_iter_init (&iter, gathered);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_assert_true (g_hash_table_contains (walked, id));
}

/* A page of hundreds of records goes as it is: on one machine, packing and unpacking it costs more than sending it. */
static void
test_packed (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    const char *encoding; /* (nullable) */
  } cases[] = { { "/HealthcareService?_count=5", "gzip" }, { "/Patient?_count=500", NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strconcat (orch_sandbox_process_get_emr (fixture->process), cases[i].path, NULL);
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (fixture->process, "GET", url, NULL, "Authorization", fixture->token,
                                    "Accept-Encoding", "gzip", NULL);

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "resourceType"), ==, "Bundle");
      g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "Content-Encoding"), ==, cases[i].encoding);
    }
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *body;
  } cases[] = {
    { "POST", "/emr/fhir/Practitioner", "{\"resourceType\":\"Practitioner\"}" },
    { "PUT", "/emr/fhir/Practitioner/prat-001", "{\"resourceType\":\"Practitioner\",\"id\":\"prat-001\"}" },
    { "DELETE", "/emr/fhir/Practitioner/prat-001", NULL },
    { "PUT", "/emr/fhir/DocumentReference/d1", "{\"resourceType\":\"DocumentReference\",\"id\":\"d1\"}" },
    { "POST", "/emr/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (fixture->process, cases[i].method, cases[i].path, cases[i].body, "Authorization",
                                    fixture->token, NULL);
      g_autoptr (OrchSandboxAnswer) stranger =
          orch_sandbox_client_send (fixture->process, "GET", "/emr/fhir/Practitioner", NULL, NULL, NULL);

      g_assert_cmpuint (answer->status, ==, 405);
      g_assert_cmpuint (stranger->status, ==, 401);
    }
}

static void
test_record (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchSandboxAnswer) before = get (fixture, "/HealthcareService");
  g_autoptr (OrchSandboxAnswer) changed = NULL;
  g_autoptr (OrchSandboxAnswer) after = NULL;
  g_autofree char *since = g_strdup (orch_sandbox_answer_string (before, "entry.0.resource.meta.lastUpdated"));
  g_autofree char *path = g_strdup_printf ("/HealthcareService?_lastUpdated=gt%s", since);

  orch_sandbox_process_order (fixture->process, "emr-record",
                              "{\"resourceType\":\"HealthcareService\",\"id\":\"nouveau\",\"name\":\"Nouveau\"}");
  changed = get (fixture, path);
  g_assert_cmpint (orch_sandbox_answer_int (changed, "total"), >=, 1);
  orch_sandbox_process_order (
      fixture->process, "emr-record",
      "{\"delete\": true, \"resource\": {\"resourceType\":\"HealthcareService\",\"id\":\"serv-001\"}}");
  after = get (fixture, "/HealthcareService");
  g_assert_cmpint (orch_sandbox_answer_int (after, "total"), ==, 40);
}

static void
test_scale (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    guint n;
  } cases[] = { { "/Practitioner?active=true&_count=500", 500 }, { "/HealthcareService?_count=500", 800 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) found = all (fixture, cases[i].path, NULL);
      g_autoptr (GHashTable) unique = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      g_assert_cmpuint (found->len, ==, cases[i].n);
      for (guint j = 0; j < found->len; j++)
        {
          JsonObject *one = g_ptr_array_index (found, j);

          /* No two with one licence, no two with one name: a big clinic is no cleaner conflict. */
          g_assert_true (g_hash_table_add (unique, g_strdup (i == 0 ? licence_of (one)
                                                                    : json_object_get_string_member (one, "name"))));
        }
    }
}

static void
test_load (void)
{
  static const char bundle[] =
      "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
      "{\"resource\":{\"resourceType\":\"HealthcareService\",\"id\":\"odd.id-1\",\"providedBy\":[{\"reference\":"
      "\"Organization/x\"}],\"name\":7}},"
      "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"p1\",\"meta\":{\"profile\":[\"http://x.example\"]}}},"
      "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o1\"}},{\"fullUrl\":\"x\"},{}]}";
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "orch-sandbox-load-XXXXXX", NULL);
  int fd = g_mkstemp (path);
  Fixture fixture = { 0 };

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (g_file_set_contents (path, bundle, -1, NULL));
  fixture.process = orch_sandbox_process_start ("--load", path, NULL);
  fixture.token = orch_sandbox_client_emr_token (fixture.process);
  {
    g_autoptr (OrchSandboxAnswer) services = get (&fixture, "/HealthcareService");
    g_autoptr (OrchSandboxAnswer) people = get (&fixture, "/Practitioner");
    g_autoptr (OrchSandboxAnswer) patients = get (&fixture, "/Patient");

    g_assert_cmpint (orch_sandbox_answer_int (services, "total"), ==, 1);
    g_assert_cmpstr (orch_sandbox_answer_string (services, "entry.0.resource.id"), ==, "odd.id-1");
    g_assert_cmpint (orch_sandbox_answer_int (services, "entry.0.resource.name"), ==, 7);
    g_assert_cmpuint (orch_sandbox_answer_length (services, "entry.0.resource.providedBy"), ==, 1);
    g_assert_cmpstr (orch_sandbox_answer_string (people, "entry.0.resource.meta.profile.0"), ==, "http://x.example");
    g_assert_cmpint (orch_sandbox_answer_int (patients, "total"), ==, 0);
  }
  tear_down (&fixture, NULL);
  g_unlink (path);
  close (fd);
}

static void
test_providers (Fixture *fixture, gconstpointer data)
{
  guint before = orch_sandbox_process_count (fixture->process, "Organization");
  g_autoptr (OrchSandboxAnswer) answer = NULL;
  guint active = 0, sixth = 0;

  orch_sandbox_process_order (
      fixture->process, "providers",
      "{\"active\": [\"rvsq\", \"pomelo\"], \"extra\": [{\"code\": \"sixieme\", \"name\": \"Sixième\"}]}");
  g_assert_cmpuint (orch_sandbox_process_count (fixture->process, "Organization"), ==, before + 1);
  answer = orch_sandbox_client_send (fixture->process, "GET", "/control/resources?type=Organization", NULL, NULL, NULL);
  for (guint i = 0; i < before + 1; i++)
    {
      JsonObject *one = json_array_get_object_element (json_node_get_array (answer->json), i);

      active += json_object_get_boolean_member (one, "active");
      sixth += g_strcmp0 (json_object_get_string_member (one, "name"), "Sixième") == 0;
    }
  /* The clinic, rvsq, pomelo and the new one. */
  g_assert_cmpuint (active, ==, 4);
  g_assert_cmpuint (sixth, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, argument, func) g_test_add ("/sandbox/emr/" name, Fixture, argument, set_up, func, tear_down)
  ADD ("modes", NULL, test_modes);
  ADD ("failure", NULL, test_failure);
  ADD ("slow", NULL, test_slow);
  ADD ("mode-kept", NULL, test_mode_kept);
  ADD ("directory", NULL, test_directory);
  ADD ("schedule", NULL, test_schedule);
  ADD ("long-window", NULL, test_long_window);
  ADD ("packed", NULL, test_packed);
  ADD ("read-only", NULL, test_read_only);
  ADD ("record", NULL, test_record);
  ADD ("scale", "--scale=20", test_scale);
  ADD ("providers", NULL, test_providers);
  g_test_add_func ("/sandbox/emr/load", test_load);
  return g_test_run ();
}
