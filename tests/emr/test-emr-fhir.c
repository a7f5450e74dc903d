/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The FHIR connector against an EMR that answers from a script: odd people, odd services, broken pages, and what a test of the
 * connection finds.
 */
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "emr/orch-emr-fhir.h"
#include "orch-test-support.h"

typedef struct
{
  OrchTestServer *server;
  OrchEmr *emr;
  const char *metadata;
  const char *roles;
  const char *people;
  const char *services;
  const char *organizations;
  guint fail_first; /* answers of this many requests are broken off */
  guint status;     /* of everything but metadata, 0 = good */
  const char *date; /* (nullable) */
} Fixture;

#define BUNDLE(entries) "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":3,\"entry\":[" entries "]}"
#define CAPABILITY                                                                                                     \
  "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"4.0.1\",\"software\":{\"name\":\"EMR\",\"version\":"    \
  "\"9\"}}"

static void
on_request (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer user_data)
{
  Fixture *fixture = user_data;
  const char *body = NULL;

  if (fixture->date != NULL)
    orch_test_reply_header (message, "Date", fixture->date);
  if (g_str_has_prefix (request->path, "/fhir/metadata"))
    body = fixture->metadata;
  else if (fixture->status != 0)
    {
      orch_test_reply (message, fixture->status, "text/plain", "no");
      return;
    }
  else if (g_str_has_prefix (request->path, "/fhir/PractitionerRole"))
    body = fixture->roles;
  else if (g_str_has_prefix (request->path, "/fhir/Practitioner"))
    body = fixture->people;
  else if (g_str_has_prefix (request->path, "/fhir/HealthcareService"))
    body = fixture->services;
  else if (g_str_has_prefix (request->path, "/fhir/Organization"))
    body = fixture->organizations;
  if (body == NULL)
    {
      orch_test_reply (message, 404, NULL, NULL);
      return;
    }
  if (fixture->fail_first > 0)
    {
      fixture->fail_first--;
      g_autofree char *half = g_strndup (body, strlen (body) / 2);
      orch_test_reply (message, 200, NULL, half);
      return;
    }
  orch_test_reply (message, 200, NULL, body);
}

static OrchEmr *
open_emr (const char *url, const char *auth)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_hash_table_insert (values, (gpointer) "base-url", (gpointer) url);
  g_hash_table_insert (values, (gpointer) "auth", (gpointer) auth);
  OrchEmr *emr = orch_emr_new ("fhir-r4", values, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return emr;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = orch_test_server_new (on_request, fixture);
  g_autofree char *url = orch_test_server_url (fixture->server, "/fhir/");
  fixture->emr = open_emr (url, "none");
  fixture->metadata = CAPABILITY;
  fixture->roles = BUNDLE ("");
  fixture->people = BUNDLE ("");
  fixture->services = BUNDLE ("");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->emr);
  g_clear_pointer (&fixture->server, orch_test_server_free);
}

/* Everything a pager gives. @retries: how many failures are tried again */
static GPtrArray *
read_all (OrchEmrPager *pager, GPtrArray *unreadable, guint retries)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (DexFuture) future = orch_test_wait (orch_emr_pager_next (pager));
      g_autoptr (GError) error = NULL;
      const GValue *value = dex_future_get_value (future, &error);
      if (value == NULL)
        {
          g_assert_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER);
          g_assert_cmpuint (retries--, >, 0);
          continue;
        }
      OrchEmrPage *page = g_value_get_object (value);
      for (guint i = 0; i < orch_emr_page_get_records (page)->len; i++)
        g_ptr_array_add (all, g_object_ref (g_ptr_array_index (orch_emr_page_get_records (page), i)));
      for (guint i = 0; unreadable != NULL && i < orch_emr_page_get_unreadable (page)->len; i++)
        {
          OrchEmrUnreadable *row = g_ptr_array_index (orch_emr_page_get_unreadable (page), i);
          g_ptr_array_add (unreadable, g_strdup_printf ("%u|%s|%s|%s", row->position, row->name, row->id, row->what));
        }
      last = orch_emr_page_is_last (page);
    }
  return all;
}

#define SYSTEM "http://terminology.hl7.org/CodeSystem/v2-0203"

static void
test_people (Fixture *fixture, gconstpointer data)
{
  fixture->roles = BUNDLE (
      "{\"resource\":{\"resourceType\":\"PractitionerRole\",\"id\":\"r1\",\"practitioner\":{\"reference\":"
      "\"Practitioner/p1\"},"
      "\"organization\":{\"reference\":\"Organization/"
      "d1\"},\"code\":[{\"text\":\"Médecin\",\"coding\":[{\"system\":\"s\",\"code\":\"c\"}]}],"
      "\"specialty\":[{\"coding\":[{\"system\":\"sct\",\"code\":\"419772000\",\"display\":\"Family practice\"}]}]}},"
      "{\"resource\":{\"resourceType\":\"PractitionerRole\",\"id\":\"r2\",\"practitioner\":{\"reference\":"
      "\"Practitioner/p1\"},"
      "\"organization\":{\"reference\":\"Organization/d2\"}}},"
      "{\"resource\":{\"resourceType\":\"PractitionerRole\",\"id\":\"r3\",\"active\":false,\"practitioner\":{"
      "\"reference\":\"Practitioner/p2\"}}},"
      "{\"resource\":{\"resourceType\":\"PractitionerRole\",\"id\":\"r4\",\"practitioner\":{\"identifier\":{\"system\":"
      "\"npi\",\"value\":\"77\"}}}},"
      "{\"resource\":{\"resourceType\":\"PractitionerRole\",\"id\":\"r5\",\"practitioner\":[{\"reference\":\"https://"
      "x.example/fhir/Practitioner/p4/_history/2\"}]}},"
      "{\"resource\":{\"resourceType\":\"PractitionerRole\",\"id\":\"r6\",\"practitioner\":7}}");
  fixture->people = BUNDLE (
      "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"p1\",\"name\":[{\"use\":\"old\",\"family\":\"Avant\"},"
      "{\"use\":\"official\",\"family\":\"Trépanier\",\"given\":[\"Zoé\",\"Anne\"],\"prefix\":[\"Dre\"]}],"
      "\"identifier\":[{\"type\":{\"coding\":[{\"system\":\"" SYSTEM "\",\"code\":\"MD\"}]},\"value\":\"M9\"},"
      "{\"type\":{\"coding\":[{\"system\":\"" SYSTEM "\",\"code\":\"LN\"}]},\"value\":\"12345\"}],"
      "\"telecom\":[{\"system\":\"phone\",\"use\":\"home\",\"value\":\"1\"},{\"system\":\"phone\",\"use\":\"work\","
      "\"value\":\"2\"},"
      "{\"system\":\"email\",\"value\":\"z@e.org\"}]}},"
      "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"p2\",\"name\":{\"text\":\"Dr Adam Careful\"}}},"
      "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"p3\",\"identifier\":[{\"system\":\"npi\",\"value\":"
      "\"77\"},"
      "{\"system\":\"https://cmq.example/permis\",\"value\":\"555\"}],\"name\":[]}},"
      "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"p4\",\"qualification\":[{\"code\":{\"text\":\"Nurse\"}"
      ","
      "\"identifier\":[{\"system\":\"http://hl7.org.au/id/ahpra-registration-number\",\"value\":\"NMW1\"}]}]}},"
      "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"gone\",\"active\":false}},"
      "{\"resource\":{\"resourceType\":\"Practitioner\",\"name\":[{\"family\":\"Sans\",\"given\":[\"Ida\"]}]}},"
      "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"bad id!\",\"name\":[{\"family\":\"Espace\"}]}},"
      "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"p5\",\"name\":\"Jean Tout Court\"}},"
      "{\"fullUrl\":\"https://x.example/Practitioner/p6\",\"resource\":\"what\"},"
      "{\"resource\":{\"id\":\"p7\",\"name\":[{\"family\":\"Nature\"}]}},"
      "{\"resource\":{\"resourceType\":\"Practitioner\",\"telecom\":[]}},"
      "{\"search\":{\"mode\":\"outcome\"},\"resource\":{\"resourceType\":\"OperationOutcome\"}}");

  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (OrchEmrPager) pager = orch_emr_read_staff (fixture->emr);
  g_autoptr (GPtrArray) all = read_all (pager, unreadable, 0);
  static const struct
  {
    const char *id;
    const char *family;
    const char *given;
    const char *licence;
    const char *profession;
    const char *phone;
    gboolean bookable;
  } rows[] = {
    { "p1", "Trépanier", "Zoé Anne", "12345", "Médecin", "2", TRUE },
    { "p2", "Dr Adam Careful", NULL, NULL, NULL, NULL, FALSE },
    { "p3", NULL, NULL, "555", NULL, NULL, TRUE },
    { "p4", NULL, NULL, "NMW1", "Nurse", NULL, TRUE },
  };
  g_assert_cmpuint (all->len, ==, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const OrchStaffMemberFields *fields = orch_staff_member_get_fields (g_ptr_array_index (all, i));
      g_assert_cmpstr (fields->emr_id, ==, rows[i].id);
      g_assert_cmpstr (fields->family, ==, rows[i].family);
      g_assert_cmpstr (fields->given, ==, rows[i].given);
      g_assert_cmpstr (fields->licence, ==, rows[i].licence);
      g_assert_cmpstr (fields->profession, ==, rows[i].profession);
      g_assert_cmpstr (fields->phone, ==, rows[i].phone);
      g_assert_cmpint (fields->bookable, ==, rows[i].bookable);
    }
  const OrchStaffMemberFields *first = orch_staff_member_get_fields (g_ptr_array_index (all, 0));
  g_assert_cmpstr (first->speciality, ==, "Family practice");
  g_assert_cmpstr (first->speciality_code, ==, "sct|419772000");
  g_assert_cmpstr (first->profession_code, ==, "s|c");
  g_assert_cmpuint (g_strv_length ((char **) first->department_emr_ids), ==, 2);

  static const char *const named[] = { "6|Ida Sans|(null)|it has no identifier",
                                       "7|Espace|bad id!|its identifier is not valid",
                                       "8|Jean Tout Court|p5|its name is not a FHIR name",
                                       "9|p6|p6|there is no resource in the entry",
                                       "10|Nature|p7|it does not say what it is (resourceType)",
                                       "11|(null)|(null)|it has no identifier" };
  g_assert_cmpuint (unreadable->len, ==, G_N_ELEMENTS (named));
  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    g_assert_cmpstr (g_ptr_array_index (unreadable, i), ==, named[i]);
}

static void
test_services (Fixture *fixture, gconstpointer data)
{
#define SERVICE(id, rest) "{\"resource\":{\"resourceType\":\"HealthcareService\",\"id\":\"" id "\"" rest "}}"
#define OURS "https://orchestrateur.ca/fhir/StructureDefinition/duration-minutes"
#define OCEAN "https://ocean.cognisantmd.com/svc/fhir/v1/StructureDefinition/oab-min-appointment-duration"
  fixture->roles = BUNDLE (
      "{\"resource\":{\"resourceType\":\"PractitionerRole\",\"id\":\"r1\",\"practitioner\":{\"reference\":"
      "\"Practitioner/p2\"},"
      "\"healthcareService\":[{\"reference\":\"HealthcareService/s1\"},{\"reference\":\"HealthcareService/s2\"}]}},"
      "{\"resource\":{\"resourceType\":\"PractitionerRole\",\"id\":\"r2\",\"practitioner\":{\"reference\":"
      "\"Practitioner/p1\"},"
      "\"healthcareService\":{\"reference\":\"HealthcareService/s1\"}}}");
  fixture->services = BUNDLE (SERVICE (
      "s1",
      ",\"name\":\"Suivi\",\"_name\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
      "translation\","
      "\"extension\":[{\"url\":\"lang\",\"valueCode\":\"en\"},{\"url\":\"content\",\"valueString\":"
      "\"Follow-up\"}]}]},"
      "\"category\":[{\"text\":\"Médecine\"}],\"extension\":[{\"url\":\"" OURS "\",\"valuePositiveInt\":20}],"
      "\"providedBy\":[{\"reference\":\"Organization/"
      "1\"}],\"contained\":[{\"resourceType\":\"Location\"}]") "," SERVICE ("s2",
                                                                            ",\"name\":\"Ocean\","
                                                                            "\"extension\":[{"
                                                                            "\"url\":\"" OCEAN "\",\"valueInteger\":15}"
                                                                            "]") "," SERVICE ("s3",
                                                                                              ",\"na"
                                                                                              "me\":"
                                                                                              "\"Nég"
                                                                                              "atif"
                                                                                              "\","
                                                                                              "\"ext"
                                                                                              "ensio"
                                                                                              "n\":["
                                                                                              "{\"ur"
                                                                                              "l\":"
                                                                                              "\"" OURS "\","
                                                                                              "\"val"
                                                                                              "ueInt"
                                                                                              "eger"
                                                                                              "\":-"
                                                                                              "5}]") "," SERVICE ("s4",
                                                                                                                  ",\"n"
                                                                                                                  "ame"
                                                                                                                  "\":"
                                                                                                                  "\"He"
                                                                                                                  "ures"
                                                                                                                  "\","
                                                                                                                  "\"ex"
                                                                                                                  "tens"
                                                                                                                  "ion"
                                                                                                                  "\":["
                                                                                                                  "{\"u"
                                                                                                                  "rl\""
                                                                                                                  ":"
                                                                                                                  "\"" OURS
                                                                                                                  "\","
                                                                                                                  "\"va"
                                                                                                                  "lueD"
                                                                                                                  "urat"
                                                                                                                  "ion"
                                                                                                                  "\":{"
                                                                                                                  "\"va"
                                                                                                                  "lue"
                                                                                                                  "\":"
                                                                                                                  "2,"
                                                                                                                  "\"co"
                                                                                                                  "de\""
                                                                                                                  ":\"h"
                                                                                                                  "\"}}"
                                                                                                                  "]") "," SERVICE ("s5",
                                                                                                                                    "") "," SERVICE ("s6",
                                                                                                                                                     ",\"active\":false,\"name\":\"Fermé\"") "," SERVICE ("s7",
                                                                                                                                                                                                          ",\"name\":[1]"));
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (OrchEmrPager) pager = orch_emr_read_services (fixture->emr);
  g_autoptr (GPtrArray) all = read_all (pager, unreadable, 0);
  static const struct
  {
    const char *id;
    const char *name;
    const char *name_en;
    int minutes;
    guint professionals;
  } rows[] = {
    { "s1", "Suivi", "Follow-up", 20, 2 }, { "s2", "Ocean", NULL, 15, 1 }, { "s3", "Négatif", NULL, -5, 0 },
    { "s4", "Heures", NULL, 120, 0 },      { "s5", NULL, NULL, 0, 0 },
  };
  g_assert_cmpuint (all->len, ==, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const OrchServiceFields *fields = orch_service_get_fields (g_ptr_array_index (all, i));
      g_assert_cmpstr (fields->emr_id, ==, rows[i].id);
      g_assert_cmpstr (fields->name, ==, rows[i].name);
      g_assert_cmpstr (fields->name_en, ==, rows[i].name_en);
      g_assert_cmpint (fields->duration_minutes, ==, rows[i].minutes);
      guint n = fields->professional_emr_ids != NULL ? g_strv_length ((char **) fields->professional_emr_ids) : 0;
      g_assert_cmpuint (n, ==, rows[i].professionals);
      g_assert_false (fields->active);
      g_assert_true (fields->to_define);
    }
  g_assert_cmpuint (unreadable->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (unreadable, 0), ==, "7|s7|s7|its name is not text");
}

static void
test_broken_pages (Fixture *fixture, gconstpointer data)
{
  fixture->people = BUNDLE ("{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"p1\"}}");
  fixture->fail_first = 3;
  g_autoptr (OrchEmrPager) pager = orch_emr_read_staff (fixture->emr);
  g_autoptr (GPtrArray) all = read_all (pager, NULL, 6);
  g_assert_cmpuint (all->len, ==, 1); /* once, though it was asked several times */
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchEmrPager) pager = orch_emr_read_staff (fixture->emr);
  DexFuture *future = orch_emr_pager_next (pager);
  while (orch_test_server_get_count (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
  orch_emr_cancel (fixture->emr);
  g_autoptr (DexFuture) done = orch_test_wait (future);
  g_autoptr (GError) error = NULL;
  if (dex_future_get_value (done, &error) == NULL)
    g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);
  g_autoptr (OrchEmrPager) again = orch_emr_read_staff (fixture->emr);
  g_autoptr (GPtrArray) all = read_all (again, NULL, 0);
  g_assert_cmpuint (all->len, ==, 0);
}

static void
test_departments (Fixture *fixture, gconstpointer data)
{
  fixture->organizations = BUNDLE (
      "{\"resource\":{\"resourceType\":\"Organization\",\"id\":\"clinic\",\"name\":\"GMF\"}},"
      "{\"resource\":{\"resourceType\":\"Organization\",\"id\":\"d1\",\"name\":\"Soins\",\"partOf\":{\"reference\":"
      "\"Organization/clinic\"}}},"
      "{\"resource\":{\"resourceType\":\"Organization\",\"id\":\"d2\",\"type\":[{\"coding\":[{\"code\":\"dept\"}]}]}},"
      "{\"resource\":{\"resourceType\":\"Organization\",\"id\":\"d3\",\"active\":false,\"partOf\":{}}}");
  g_autoptr (GPtrArray) departments = orch_test_boxed (orch_emr_read_departments (fixture->emr));
  g_assert_cmpuint (departments->len, ==, 2);
  fixture->organizations = NULL;
  g_autoptr (GPtrArray) none = orch_test_boxed (orch_emr_read_departments (fixture->emr));
  g_assert_cmpuint (none->len, ==, 0);
}

static void
assert_diagnosis (OrchEmr *emr, OrchEmrDiagnosis diagnosis, const char *detail)
{
  g_autoptr (OrchEmrReport) report = orch_test_object (orch_emr_test_connection (emr));
  const GError *error = orch_emr_report_get_error (report);
  g_test_message ("%d: %s", diagnosis, error != NULL ? error->message : "no error");
  g_assert_cmpint (orch_emr_report_get_diagnosis (report), ==, diagnosis);
  g_assert_cmpint (orch_emr_report_works (report), ==, diagnosis == ORCH_EMR_OK || diagnosis == ORCH_EMR_CLOCK_SKEW);
  if (detail != NULL)
    g_assert_cmpstr (orch_emr_report_get_detail (report), ==, detail);
}

static void
test_diagnoses (Fixture *fixture, gconstpointer data)
{
  assert_diagnosis (fixture->emr, ORCH_EMR_OK, NULL);
  fixture->services = NULL;
  assert_diagnosis (fixture->emr, ORCH_EMR_MISSING_TYPE, "HealthcareService");
  fixture->services = BUNDLE ("");
  fixture->metadata = "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"3.0.2\"}";
  assert_diagnosis (fixture->emr, ORCH_EMR_WRONG_VERSION, "3.0.2");
  fixture->metadata = "<html>Welcome</html>";
  assert_diagnosis (fixture->emr, ORCH_EMR_NOT_FHIR, NULL);
  fixture->metadata = NULL;
  assert_diagnosis (fixture->emr, ORCH_EMR_NOT_FHIR, NULL);
  fixture->metadata = CAPABILITY;
  static const struct
  {
    guint status;
    OrchEmrDiagnosis diagnosis;
  } rows[] = { { 401, ORCH_EMR_BAD_CREDENTIALS },
               { 403, ORCH_EMR_NO_PERMISSION },
               { 429, ORCH_EMR_THROTTLED },
               { 500, ORCH_EMR_FAULT } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      fixture->status = rows[i].status;
      assert_diagnosis (fixture->emr, rows[i].diagnosis, NULL);
    }
  fixture->status = 0;
  fixture->date = "Sat, 21 Nov 2020 12:00:00 GMT";
  assert_diagnosis (fixture->emr, ORCH_EMR_CLOCK_SKEW, NULL);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *url;
    OrchEmrDiagnosis diagnosis;
  } rows[] = {
    { "", ORCH_EMR_INCOMPLETE },
    { "emr.example.org", ORCH_EMR_BAD_ADDRESS },
    { "http://emr.example.org/fhir", ORCH_EMR_BAD_ADDRESS },
    { "https://user:pw@emr.example.org/fhir", ORCH_EMR_BAD_ADDRESS },
    { "http://127.0.0.1:1/fhir", ORCH_EMR_NO_ANSWER },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OrchEmr) emr = open_emr (rows[i].url, "none");
      assert_diagnosis (emr, rows[i].diagnosis, NULL);
    }
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_assert_null (orch_emr_new ("to-be-set-up", values, NULL, NULL, NULL, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED);
}

#define ADD(name, func) g_test_add ("/emr-fhir/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("people", test_people);
  ADD ("services", test_services);
  ADD ("broken-pages-are-asked-again", test_broken_pages);
  ADD ("cancel", test_cancel);
  ADD ("departments", test_departments);
  ADD ("diagnoses", test_diagnoses);
  g_test_add_func ("/emr-fhir/addresses", test_addresses);
  return g_test_run ();
}
