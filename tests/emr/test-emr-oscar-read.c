/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OSCAR's answers in every shape that its servers give them, and in shapes that none should. The samples are those of emr-facts A4–A6.
 */
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-department.h"
#include "core/orch-patient.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "emr/orch-oscar-read.h"
#include "emr/orch-oscar-values.h"
#include "http/orch-json.h"

#define JANUARY_5_0930 G_GINT64_CONSTANT (1767623400000000) /* 2026-01-05 09:30 in Montreal */
#define MINUTE_US ((gint64) 60 * G_USEC_PER_SEC)

#define PROVIDER                                                                                                       \
  "{\"providerNo\":\"101\",\"lastName\":\"Tremblay\",\"firstName\":\"Alice\",\"name\":\"Tremblay, Alice\",\"phone\":"  \
  "null,\"workPhone\":\"514-555-0100\",\"team\":\"A\",\"enabled\":true,\"specialty\":\"Family\","                      \
  "\"practitionerNo\":\"12345\",\"practitionerNoType\":\"CPSO\",\"email\":null,\"title\":\"Dr\"}"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonNode *root = orch_json_parse_sync (bytes, &error);

  g_assert_no_error (error);
  return root;
}

static JsonObject *
parse_object (const char *text)
{
  g_autoptr (JsonNode) root = parse (text);

  return json_object_ref (json_node_get_object (root));
}

static void
test_lists (void)
{
  static const struct
  {
    const char *text;
    guint n;
  } table[] = {
    { "[{\"a\":1},{\"a\":2}]", 2 },
    { "{\"patients\":[{\"a\":1},{\"a\":2},{\"a\":3}]}", 3 },
    { "{\"patients\":{\"a\":1}}", 1 },
    { "{\"content\":[{\"a\":1}],\"patients\":null}", 1 },
    { "{\"Item\":{\"a\":1}}", 1 },
    { "{\"content\":{\"appointmentExt\":[{\"a\":1},{\"a\":2}]}}", 2 },
    { "{\"ProviderPeriodApps\":[]}", 0 },
    { "{\"patients\":\"none\"}", 0 },
    { "[1,null,\"x\",[{}],{\"a\":1}]", 1 },
    { "null", 0 },
    { "\"text\"", 0 },
    { "{}", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (JsonNode) root = parse (table[i].text);
      g_autoptr (GPtrArray) found = orch_oscar_list (root, "patients");

      g_test_message ("%s", table[i].text);
      g_assert_cmpuint (found->len, ==, table[i].n);
    }
  g_autoptr (GPtrArray) nothing = orch_oscar_list (NULL, "patients");

  g_assert_cmpuint (nothing->len, ==, 0);
}

static void
test_moments (void)
{
  static const struct
  {
    const char *text;
    gint64 us; /* 0 = cannot be read */
  } table[] = {
    { "{\"d\":\"2026-01-05\",\"t\":\"09:30:00\"}", JANUARY_5_0930 },
    { "{\"d\":\"2026-01-05\",\"t\":\"09:30\"}", JANUARY_5_0930 },
    /* Midnight of that day in Montreal; half past nine on the first of January 1970 there. */
    { "{\"d\":1767589200000,\"t\":52200000}", JANUARY_5_0930 },
    { "{\"d\":\"1767589200000\",\"t\":\"52200000\"}", JANUARY_5_0930 },
    { "{\"d\":\"2026-01-05\",\"t\":1767623400000}", JANUARY_5_0930 },
    { "{\"d\":1767623400000,\"t\":1767623400000}", JANUARY_5_0930 },
    { "{\"d\":\"2026-01-05T00:00:00\",\"t\":\"2026-01-05T09:30:00\"}", JANUARY_5_0930 },
    /* Summer time */
    { "{\"d\":\"2026-07-06\",\"t\":\"09:30:00\"}", G_GINT64_CONSTANT (1783344600000000) },
    { "{\"d\":\"2026-01-05\",\"t\":\"09:30 AM\"}", 0 },
    { "{\"d\":\"2026-02-30\",\"t\":\"09:30\"}", 0 },
    { "{\"d\":\"2026-01-05\",\"t\":\"24:00\"}", 0 },
    { "{\"d\":\"2026-01-05\",\"t\":null}", 0 },
    { "{\"d\":null,\"t\":\"09:30\"}", 0 },
    { "{\"d\":\"05/01/2026\",\"t\":\"09:30\"}", 0 },
    { "{\"d\":true,\"t\":[]}", 0 },
    { "{\"d\":1e300,\"t\":1e300}", 0 },
    { "{\"d\":9223372036854775807,\"t\":0}", 0 },
    { "{}", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (JsonObject) object = parse_object (table[i].text);
      gint64 us = -1;

      g_test_message ("%s", table[i].text);
      g_assert_cmpint (orch_oscar_read_moment (object, "d", "t", &us), ==, table[i].us != 0);
      g_assert_cmpint (us, ==, table[i].us);
    }
}

/* emr-facts A5: the letter's case counts, what follows it does not. */
static void
test_statuses (void)
{
  static const char *const table[][2] = {
    { "t", "booked" },     { "T", "booked" },    { "h", "booked" }, { "H", "arrived" },   { "P", "checked-in" },
    { "E", "checked-in" }, { "B", "fulfilled" }, { "N", "noshow" }, { "C", "cancelled" }, { "CS", "cancelled" },
    { "a", "booked" },     { "f", "booked" },    { "c", "booked" }, { "HS", "arrived" },  { "hV", "booked" },
    { "", "booked" },      { "é", "booked" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpstr (orch_oscar_status_to_fhir (table[i][0]), ==, table[i][1]);
  g_assert_cmpstr (orch_oscar_status_to_fhir (NULL), ==, "booked");
}

static void
test_staff (void)
{
  static const char *const shapes[] = { "{\"offset\":0,\"total\":1,\"content\":[" PROVIDER "]}",
                                        "{\"content\":" PROVIDER "}", "[" PROVIDER "]", "{\"Item\":[" PROVIDER "]}" };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (JsonNode) root = parse (shapes[i]);
      g_autoptr (OrchEmrPage) page = orch_oscar_read_staff (root, "101"); /* with a licence: somebody's own login */
      g_autoptr (GPtrArray) teams = orch_oscar_read_teams (root);
      GPtrArray *records = orch_emr_page_get_records (page);
      const OrchStaffMemberFields *fields = NULL;

      g_assert_cmpuint (records->len, ==, 1);
      g_assert_true (orch_emr_page_is_last (page));
      fields = orch_staff_member_get_fields (g_ptr_array_index (records, 0));
      g_assert_cmpstr (fields->emr_id, ==, "101");
      g_assert_cmpstr (fields->family, ==, "Tremblay");
      g_assert_cmpstr (fields->given, ==, "Alice");
      g_assert_cmpstr (fields->prefix, ==, "Dr");
      g_assert_cmpstr (fields->licence, ==, "12345");
      g_assert_cmpstr (fields->speciality, ==, "Family");
      g_assert_cmpstr (fields->phone, ==, "514-555-0100");
      g_assert_null (fields->email);
      g_assert_true (fields->bookable);
      g_assert_cmpstr (fields->department_emr_ids[0], ==, "A");
      g_assert_cmpuint (teams->len, ==, 1);
      g_assert_cmpstr (orch_department_get_fields (g_ptr_array_index (teams, 0))->name, ==, "A");
    }
}

/* A provider of whom nothing is known but the name is told by it. */
static void
test_staff_odd (void)
{
  g_autoptr (JsonNode) root =
      parse ("[{\"providerNo\":103,\"lastName\":\"Connect\"},{\"providerNo\":102,\"name\":\"Roy, "
             "Jean\",\"enabled\":false},{\"name\":\"Sans numéro\"},"
             "{\"providerNo\":\"../admin\",\"lastName\":\"Malin\"},{\"providerNo\":{},\"practitionerNo\":[1]}]");
  g_autoptr (OrchEmrPage) page = orch_oscar_read_staff (root, "103");
  GPtrArray *records = orch_emr_page_get_records (page);
  GPtrArray *unreadable = orch_emr_page_get_unreadable (page);

  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpstr (orch_staff_member_get_fields (g_ptr_array_index (records, 0))->emr_id, ==, "102");
  g_assert_cmpstr (orch_staff_member_get_fields (g_ptr_array_index (records, 0))->family, ==, "Roy, Jean");
  g_assert_false (orch_staff_member_get_fields (g_ptr_array_index (records, 0))->bookable);
  g_assert_cmpuint (unreadable->len, ==, 3);
  g_assert_cmpstr (((OrchEmrUnreadable *) g_ptr_array_index (unreadable, 0))->name, ==, "Sans numéro");
}

static void
test_services (void)
{
  g_autoptr (JsonNode) root = parse ("{\"appointment\":null,\"statuses\":null,\"types\":[{\"id\":1,\"name\":\"Suivi\","
                                     "\"duration\":15},{\"id\":\"2\",\"name\":\"Examen\",\"duration\":\"30\"},"
                                     "{\"id\":3,\"name\":\"Sans durée\",\"duration\":null},{\"name\":\"Sans id\"}]}");
  g_autoptr (OrchEmrPage) page = orch_oscar_read_services (root);
  g_autoptr (GHashTable) types = orch_oscar_read_types (root);
  GPtrArray *records = orch_emr_page_get_records (page);
  static const int minutes[] = { 15, 30, 0 };

  g_assert_cmpuint (records->len, ==, 3);
  g_assert_cmpuint (orch_emr_page_get_unreadable (page)->len, ==, 1);
  for (guint i = 0; i < records->len; i++)
    {
      const OrchServiceFields *fields = orch_service_get_fields (g_ptr_array_index (records, i));
      g_autofree char *id = g_strdup_printf ("%u", i + 1);

      g_assert_cmpstr (fields->emr_id, ==, id);
      g_assert_cmpint (fields->duration_minutes, ==, minutes[i]);
      g_assert_true (fields->to_define);
    }
  g_assert_cmpstr (g_hash_table_lookup (types, "suivi"), ==, "1");
}

#define APPOINTMENT(id, more)                                                                                          \
  "{\"id\":" id ",\"providerNo\":\"101\",\"appointmentDate\":\"2026-01-05\",\"startTime\":\"09:30:00\",\"endTime\":"   \
  "\"09:44:00\",\"demographicNo\":12,\"status\":\"t\",\"type\":\"Suivi\"" more "}"

static void
test_appointments (void)
{
  g_autoptr (JsonNode) root = parse (
      "{\"types\":null,\"appointments\":[" APPOINTMENT ("345", ",\"updateDateTime\":1767000000000") "," APPOINTMENT ("\"346\"", ",\"status\":\"C\",\"type\":\"SUIVI \"") "," APPOINTMENT (
          "347",
          ",\"demographicNo\":0,\"name\":\"Dîner\"") "," APPOINTMENT ("348",
                                                                      ",\"endTime\":null,\"duration\":20,\"type\":"
                                                                      "\"Disparu\"") "," APPOINTMENT ("349",
                                                                                                      ",\"startT"
                                                                                                      "ime\":"
                                                                                                      "\"bientôt"
                                                                                                      "\"") "," APPOINTMENT ("350",
                                                                                                                             ",\"appointmentDate\":\"2026-02-"
                                                                                                                             "01\"") "," APPOINTMENT ("351",
                                                                                                                                                      ",\"endT"
                                                                                                                                                      "ime\":"
                                                                                                                                                      "\"08:"
                                                                                                                                                      "00:"
                                                                                                                                                      "00\"") "]}");
  g_autoptr (JsonNode) all_types = parse ("{\"types\":[{\"id\":7,\"name\":\"Suivi\"}]}");
  g_autoptr (GHashTable) types = orch_oscar_read_types (all_types);
  const OrchEmrWindow window = { .from_us = JANUARY_5_0930, .to_us = JANUARY_5_0930 + MINUTE_US };
  g_autoptr (OrchEmrPage) page = orch_oscar_read_appointments (root, types, &window, FALSE);
  GPtrArray *records = orch_emr_page_get_records (page);
  static const struct
  {
    const char *id;
    const char *status;
    const char *service;
    int minutes;
  } expected[] = {
    { "345", "booked", "7", 15 },
    { "346", "cancelled", "7", 15 },
    { "348", "booked", NULL, 20 },
    { "351", "booked", "7", 0 },
  };

  g_assert_false (orch_emr_page_is_last (page));
  g_assert_cmpuint (records->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < records->len; i++)
    {
      const OrchAppointmentFields *fields = orch_appointment_get_fields (g_ptr_array_index (records, i));

      g_assert_cmpstr (fields->emr_id, ==, expected[i].id);
      g_assert_cmpstr (fields->status, ==, expected[i].status);
      g_assert_cmpstr (fields->service_emr_id, ==, expected[i].service);
      g_assert_cmpstr (fields->staff_emr_id, ==, "101");
      g_assert_cmpstr (fields->patient_emr_id, ==, "12");
      g_assert_cmpint (fields->start_us, ==, JANUARY_5_0930);
      g_assert_cmpint (fields->end_us - fields->start_us, ==, expected[i].minutes * MINUTE_US);
    }
  /* The time that cannot be read is told by its number alone: the name beside it is a patient's. */
  g_assert_cmpuint (orch_emr_page_get_unreadable (page)->len, ==, 1);
  g_assert_cmpstr (((OrchEmrUnreadable *) g_ptr_array_index (orch_emr_page_get_unreadable (page), 0))->name, ==, "349");
}

static void
test_patients (void)
{
  static const struct
  {
    const char *text;
    const char *family;
    const char *birth_date;
    const char *sex;
    const char *nam;
    const char *phone;
  } table[] = {
    { "{\"demographicNo\":12,\"lastName\":\"ROY\",\"firstName\":\"JEAN\",\"sex\":\"M\",\"dateOfBirth\":\"1980-02-14\","
      "\"dobYear\":\"1980\",\"dobMonth\":\"02\",\"dobDay\":\"14\",\"hin\":\"ROYJ80021411\",\"hcType\":\"QC\","
      "\"phone\":\"514-555-0101\",\"extras\":[{\"key\":\"demo_cell\",\"value\":\"514-555-0102\"}]}",
      "ROY", "1980-02-14", "male", "ROYJ80021411", "514-555-0102" },
    /* A date of birth in milliseconds, at midnight in Montreal */
    { "{\"lastName\":\"ROY\",\"dob\":319352400000,\"sex\":\"F\",\"hin\":\"1234567890\",\"hcType\":\"ON\","
      "\"phone\":\"514-555-0101\"}",
      "ROY", "1980-02-14", "female", NULL, "514-555-0101" },
    { "{\"lastName\":\"ROY\",\"sex\":null,\"hin\":\"ROYJ 8002 1411\",\"hcType\":\"\",\"dobYear\":\"1980\","
      "\"dobMonth\":\"13\",\"dobDay\":\"1\"}",
      "ROY", NULL, NULL, "ROYJ80021411", NULL },
    /* The one day that OpenO writes as a time */
    { "{\"lastName\":\"ROY\",\"dateOfBirth\":\"00:00:00\"}", "ROY", "1970-01-01", NULL, NULL, NULL },
    { "{\"demographic\":[{\"lastName\":\"ROY\",\"sex\":\"X\"}]}", "ROY", NULL, "other", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (JsonNode) root = parse (table[i].text);
      g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
      const OrchPatientFields *fields = NULL;

      orch_oscar_read_patient (root, "12", records, unreadable);
      g_assert_cmpuint (records->len, ==, 1);
      fields = orch_patient_get_fields (g_ptr_array_index (records, 0));
      g_assert_cmpstr (fields->emr_id, ==, "12");
      g_assert_cmpstr (fields->family, ==, table[i].family);
      g_assert_cmpstr (fields->birth_date, ==, table[i].birth_date);
      g_assert_cmpstr (fields->sex, ==, table[i].sex);
      g_assert_cmpstr (fields->nam, ==, table[i].nam);
      g_assert_cmpstr (fields->phone, ==, table[i].phone);
    }
}

/* "Patient Demographic doesn't exist" and the like */
static void
test_nobody (void)
{
  static const char *const table[] = { "null", "[]", "{}", "\"Patient Demographic doesn't exist\"",
                                       "{\"lastName\":\"\"}" };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (JsonNode) root = parse (table[i]);
      g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);

      orch_oscar_read_patient (root, "12", records, unreadable);
      g_assert_cmpuint (records->len, ==, 0);
      g_assert_cmpuint (unreadable->len, ==, 1);
    }
}

/* Longer than any day is no duration: the appointment ends where it begins. */
static void
test_too_long (void)
{
  g_autoptr (JsonNode) root =
      parse ("{\"appointments\":[{\"id\":345,\"providerNo\":\"101\",\"duration\":\"1555555555555\","
             "\"appointmentDate\":\"2026-01-05\",\"startTime\":\"09:30:00\",\"demographicNo\":12,"
             "\"status\":\"t\"}]}");
  g_autoptr (GHashTable) types = g_hash_table_new (g_str_hash, g_str_equal);
  const OrchEmrWindow window = { .from_us = 0, .to_us = 0 };
  g_autoptr (OrchEmrPage) page = orch_oscar_read_appointments (root, types, &window, TRUE);
  GPtrArray *records = orch_emr_page_get_records (page);
  const OrchAppointmentFields *fields = NULL;

  g_assert_cmpuint (records->len, ==, 1);
  fields = orch_appointment_get_fields (g_ptr_array_index (records, 0));
  g_assert_cmpint (fields->end_us, ==, fields->start_us);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oscar/lists", test_lists);
  g_test_add_func ("/oscar/moments", test_moments);
  g_test_add_func ("/oscar/statuses", test_statuses);
  g_test_add_func ("/oscar/staff", test_staff);
  g_test_add_func ("/oscar/staff-odd", test_staff_odd);
  g_test_add_func ("/oscar/services", test_services);
  g_test_add_func ("/oscar/appointments", test_appointments);
  g_test_add_func ("/oscar/patients", test_patients);
  g_test_add_func ("/oscar/nobody", test_nobody);
  g_test_add_func ("/oscar/too-long", test_too_long);
  return g_test_run ();
}
