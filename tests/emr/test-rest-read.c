/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where a declaration says that values are, in answers as they should be and as none should be. The samples are those of emr-facts B.
 */
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "emr/orch-rest-declaration.h"
#include "emr/orch-rest-read.h"
#include "emr/orch-rest-values.h"
#include "http/orch-json.h"

#define JANUARY_5_0930 G_GINT64_CONSTANT (1767623400000000) /* 2026-01-05 09:30 in Montreal */
#define MINUTE_US ((gint64) 60 * G_USEC_PER_SEC)

static JsonNode *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonNode *root = orch_json_parse_sync (bytes, &error);

  g_assert_no_error (error);
  return root;
}

#define PROVIDER                                                                                                       \
  "{\"providerId\":3,\"lastName\":\"Tremblay\",\"firstName\":\"Alice\",\"statusId\":1,\"active\":true,"                \
  "\"phones\":[{\"number\":\"514-555-0100\",\"usage\":\"home\"},{\"number\":\"514-555-0199\",\"usage\":\"work\"}],"    \
  "\"email\":{\"address\":\"a@example.ca\"},\"empty\":\"  \",\"nothing\":null,\"half\":12.0}"

static void
test_values (void)
{
  static const struct
  {
    const char *spec;
    const char *value; /* NULL = none */
  } table[] = {
    { "\"providerId\"", "3" },
    { "\"lastName\"", "Tremblay" },
    { "\"active\"", "true" },
    { "\"half\"", "12" },
    { "\"email.address\"", "a@example.ca" },
    { "\"phones[1].number\"", "514-555-0199" },
    { "\"phones[usage=work].number\"", "514-555-0199" },
    { "\"email[0].address\"", "a@example.ca" },
    { "\"phones[usage=fax].number|phones[0].number\"", "514-555-0100" },
    { "\"empty|nothing|firstName\"", "Alice" },
    { "\"phones[9].number\"", NULL },
    { "\"phones[x].number\"", NULL },
    { "\"phones[\"", NULL },
    { "\"lastName.deeper\"", NULL },
    { "\"phones\"", NULL },
    { "\"nothing\"", NULL },
    { "\"\"", NULL },
    { "{\"path\":\"statusId\",\"map\":{\"1\":\"true\"},\"default\":\"false\"}", "true" },
    { "{\"path\":\"providerId\",\"map\":{\"1\":\"true\"},\"default\":\"false\"}", "false" },
    { "{\"path\":\"providerId\",\"map\":{\"1\":\"true\"}}", NULL },
    { "{\"default\":\"x\"}", "x" },
    { "{\"path\":\"providerId\",\"map\":{\"0\":\"false\",\"*\":\"true\"}}", "true" },
    { "{\"path\":\"nothing\",\"map\":{\"*\":\"true\"}}", NULL },
    { "[{\"path\":\"gone\",\"map\":{\"true\":\"cancelled\"}},{\"path\":\"active\",\"map\":{\"true\":\"arrived\"}},"
      "\"lastName\"]",
      "arrived" },
    { "[\"nothing\",\"lastName\"]", "Tremblay" },
    { "[]", NULL },
    { "12", NULL },
  };
  g_autoptr (JsonNode) record = parse (PROVIDER);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (JsonNode) spec = parse (table[i].spec);
      g_autofree char *value = NULL;

      g_test_message ("%s", table[i].spec);
      g_assert_cmpint (orch_rest_is_spec (spec), ==, !g_str_equal (table[i].spec, "12"));
      if (orch_rest_is_spec (spec))
        value = orch_rest_dup_value (record, spec);
      g_assert_cmpstr (value, ==, table[i].value);
    }
}

static void
test_moments (void)
{
  static const struct
  {
    const char *day;
    const char *time;
    gint64 us; /* 0 = cannot be read */
  } table[] = {
    { "2026-01-05", "930", JANUARY_5_0930 },
    { "2026-01-05", "0930", JANUARY_5_0930 },
    { "2026-01-05", "09:30", JANUARY_5_0930 },
    { "2026-01-05", "09:30:59", JANUARY_5_0930 },
    { "2026-01-05T00:00:00", "930", JANUARY_5_0930 },
    { NULL, "2026-01-05T09:30:00", JANUARY_5_0930 },
    { NULL, "2026-01-05T14:30:00Z", JANUARY_5_0930 },
    { NULL, "2026-01-05T09:30:00-05:00", JANUARY_5_0930 },
    { NULL, "1767623400", JANUARY_5_0930 },
    { NULL, "1767623400000", JANUARY_5_0930 },
    { "2026-01-05", "0", JANUARY_5_0930 - 570 * MINUTE_US },
    { "2026-01-05", "2400", 0 },
    { "2026-01-05", "960", 0 },
    { "2026-02-30", "930", 0 },
    { NULL, "930", 0 },
    { "2026-01-05", NULL, 0 },
    { "5 janvier", "930", 0 },
    { NULL, "99999999999999999999", 0 },
    { NULL, "2026-13-05T09:30:00", 0 },
    { "2026-01-05", "9 h 30", 0 },
    { "2026-01-05", "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gint64 us = -1;

      g_test_message ("%s %s", table[i].day, table[i].time);
      g_assert_cmpint (orch_rest_read_moment (table[i].day, table[i].time, &us), ==, table[i].us != 0);
      g_assert_cmpint (us, ==, table[i].us);
    }
}

static GPtrArray *
read_one (OrchRestKind kind, const char *text, const char *fields_text, const OrchEmrWindow *window,
          guint *n_unreadable)
{
  g_autoptr (JsonNode) record = parse (text);
  g_autoptr (JsonNode) fields = parse (fields_text);
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);

  orch_rest_read (kind, record, json_node_get_object (fields), window, records, unreadable);
  *n_unreadable = unreadable->len;
  return records;
}

static void
test_staff (void)
{
  guint n = 0;
  g_autoptr (GPtrArray) found = read_one (
      ORCH_REST_STAFF, PROVIDER,
      "{\"id\":\"providerId\",\"family\":\"lastName\",\"given\":\"firstName\",\"phone\":\"phones[usage=work].number\","
      "\"active\":{\"path\":\"statusId\",\"map\":{\"1\":\"true\"},\"default\":\"false\"}}",
      NULL, &n);
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (g_ptr_array_index (found, 0));
  g_autoptr (GPtrArray) nobody = NULL;

  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpstr (fields->emr_id, ==, "3");
  g_assert_cmpstr (fields->family, ==, "Tremblay");
  g_assert_cmpstr (fields->phone, ==, "514-555-0199");
  g_assert_true (fields->active && fields->bookable);
  nobody = read_one (ORCH_REST_STAFF, "[]", "{\"id\":\"providerId\"}", NULL, &n);
  g_assert_cmpuint (nobody->len, ==, 0);
  g_assert_cmpuint (n, ==, 1);
}

#define SLOT(start, end, patient)                                                                                      \
  "{\"id\":7,\"date\":\"2026-01-05\",\"startTime\":" start ",\"endTime\":" end ",\"patientId\":" patient "}"
#define SLOT_FIELDS                                                                                                    \
  "{\"id\":\"id\",\"date\":\"date\",\"start\":\"startTime\",\"end\":\"endTime\",\"patient\":\"patientId\",\"status\":" \
  "{\"path\":\"status\",\"default\":\"strange\"},\"minutes\":{\"default\":\"20\"}}"

static void
test_appointments (void)
{
  static const struct
  {
    const char *text;
    int minutes; /* -1 = not read, -2 = told as unreadable */
  } table[] = {
    { SLOT ("930", "945", "12"), 15 },
    { SLOT ("930", "null", "12"), 20 },
    { SLOT ("930", "900", "12"), 20 },
    { SLOT ("930", "945", "null"), -1 },
    { SLOT ("930", "945", "0"), -1 },
    { SLOT ("1000", "1015", "12"), -1 }, /* outside the window */
    { SLOT ("\"soon\"", "945", "12"), -2 },
    { "{\"date\":\"2026-01-05\"}", -2 },
    { "\"text\"", -2 },
  };
  const OrchEmrWindow window = { JANUARY_5_0930, JANUARY_5_0930 + MINUTE_US, 0, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      guint n = 0;
      g_autoptr (GPtrArray) found = read_one (ORCH_REST_APPOINTMENTS, table[i].text, SLOT_FIELDS, &window, &n);

      g_test_message ("%s", table[i].text);
      g_assert_cmpuint (found->len, ==, table[i].minutes >= 0 ? 1 : 0);
      g_assert_cmpuint (n, ==, table[i].minutes == -2 ? 1 : 0);
      if (found->len == 1)
        {
          const OrchAppointmentFields *fields = orch_appointment_get_fields (g_ptr_array_index (found, 0));

          g_assert_cmpint ((fields->end_us - fields->start_us) / MINUTE_US, ==, table[i].minutes);
          g_assert_cmpstr (fields->status, ==, "booked");
          g_assert_cmpstr (fields->patient_emr_id, ==, "12");
        }
    }
}

static void
test_patients (void)
{
  static const char fields_text[] =
      "{\"id\":\"patientId\",\"family\":\"demographics.lastName\",\"birth_date\":\"demographics.birthday\",\"sex\":"
      "\"demographics.gender\",\"nam\":\"demographics.healthCard.phn\",\"nam_province\":\"province\"}";
  guint n = 0;
  g_autoptr (GPtrArray) one = read_one (ORCH_REST_PATIENTS,
                                        "{\"patientId\":12,\"demographics\":{\"lastName\":\"Roy\",\"birthday\":\"1980-"
                                        "05-01T00:00:00\",\"gender\":\"Female\"}}",
                                        fields_text, NULL, &n);
  const OrchPatientFields *fields = orch_patient_get_fields (g_ptr_array_index (one, 0));
  g_autoptr (GPtrArray) none = NULL;

  g_assert_cmpstr (fields->family, ==, "Roy");
  g_assert_cmpstr (fields->birth_date, ==, "1980-05-01");
  g_assert_cmpstr (fields->sex, ==, "female");
  g_assert_null (fields->nam);
  none = read_one (ORCH_REST_PATIENTS, "{\"patientId\":12,\"demographics\":[]}", fields_text, NULL, &n);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (n, ==, 1);
}

#define LIST "{\"path\":\"/v1/x\",\"record\":{\"id\":\"id\"}}"
#define LISTS "\"lists\":{\"staff\":" LIST ",\"services\":" LIST "}"

static void
test_declarations (void)
{
  static const struct
  {
    const char *text;
    const char *fault; /* NULL = sound */
  } table[] = {
    { "{\"base\":\"https://a.example\"," LISTS "}", NULL },
    { "{" LISTS "}", "$.base: is missing" },
    { "{\"base\":\"https://a.example\",\"lists\":{\"staff\":" LIST "}}", "$.lists.services: is missing" },
    { "{\"base\":\"https://a.example\",\"lists\":{\"services\":" LIST
      ",\"staff\":{\"path\":\"x\",\"record\":{\"id\":\"id\"}}}}",
      "$.lists.staff: path: must begin with /" },
    { "{\"base\":\"https://a.example\",\"lists\":{\"services\":" LIST
      ",\"staff\":{\"path\":\"/x\",\"record\":{\"name\":\"id\"}}}}",
      "$.lists.staff: record.id: is missing" },
    { "{\"base\":\"https://a.example\",\"lists\":{\"services\":" LIST
      ",\"staff\":{\"path\":\"/x\",\"record\":{\"id\":\"id\",\"shoe\":\"y\"}}}}",
      "$.lists.staff: record.shoe: there is no such value" },
    { "{\"base\":\"https://a.example\",\"lists\":{\"services\":" LIST
      ",\"staff\":{\"path\":\"/x\",\"record\":{\"id\":12}}}}",
      "$.lists.staff: record.id: says not where the value is" },
    { "{\"base\":\"https://a.example\",\"tokens\":[{\"proof\":\"secret-basic\",\"secret\":\"s\"}]," LISTS "}",
      "$.tokens[0]: does not say how a token is had" },
    { "{\"base\":\"https://a.example\",\"tokens\":[{\"proof\":\"guess\"}]," LISTS "}",
      "$.tokens[0]: does not say how a token is had" },
    { "{\"base\":\"https://a.example\",\"headers\":{\"X-Key\":12}," LISTS "}", "$.headers.X-Key: is no text" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (JsonNode) root = parse (table[i].text);
      g_autoptr (GError) error = NULL;
      g_autoptr (OrchRestDeclaration) declaration =
          orch_rest_declaration_new (json_node_get_object (root), NULL, &error);

      g_test_message ("%s", table[i].text);
      if (table[i].fault == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_null (declaration);
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, table[i].fault);
    }
}

static void
test_refusals (void)
{
  g_autoptr (JsonNode) root =
      parse ("{\"base\":\"https://"
             "a.example\",\"refusals\":[{\"status\":401,\"words\":\"Subscription\",\"means\":{\"fr\":\"clé\","
             "\"en\":\"key\"}},{\"of\":\"token\",\"means\":{\"fr\":\"jeton\",\"en\":\"token\"}},{\"status\":401,"
             "\"means\":{\"fr\":\"qui\",\"en\":\"who\"}}]," LISTS "}");
  g_autoptr (OrchRestDeclaration) declaration = orch_rest_declaration_new (json_node_get_object (root), NULL, NULL);

  g_assert_cmpstr (orch_rest_declaration_explain (declaration, FALSE, 401, "missing subscription key"), ==, "key");
  g_assert_cmpstr (orch_rest_declaration_explain (declaration, FALSE, 401, NULL), ==, "who");
  g_assert_cmpstr (orch_rest_declaration_explain (declaration, TRUE, 400, NULL), ==, "token");
  g_assert_null (orch_rest_declaration_explain (declaration, FALSE, 500, "subscription"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/rest-read/values", test_values);
  g_test_add_func ("/rest-read/moments", test_moments);
  g_test_add_func ("/rest-read/staff", test_staff);
  g_test_add_func ("/rest-read/appointments", test_appointments);
  g_test_add_func ("/rest-read/patients", test_patients);
  g_test_add_func ("/rest-read/declarations", test_declarations);
  g_test_add_func ("/rest-read/refusals", test_refusals);
  return g_test_run ();
}
