/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Core objects to FHIR and back, on random objects with accents and gaps; and updating what others have written in.
 */
#include <string.h>

#include "http/orch-json.h"
#include "hub/orch-map-clinic.h"
#include "hub/orch-map-staff.h"
#include "hub/orch-map-task.h"
#include "hub/orch-map.h"

#define ROUNDS 300

static GRand *rand_;

static gboolean
maybe (void)
{
  return g_rand_boolean (rand_);
}

/* Borrowed until the next 64 calls. */
static const char *
words (void)
{
  static const char *const parts[] = { "Émilie", "Côté",   "d'Arcy",  "Noël",  "Œuvre", "L’Heureux",
                                       "Zoé",    "Müller", "\"O'K\"", "a<b>&", "中文",  "Saint-Jean",
                                       "Ÿ",      "ﬁ",      "1\\2",    "😀" };
  static char *ring[64];
  static guint next;
  GString *text = g_string_new (parts[g_rand_int_range (rand_, 0, G_N_ELEMENTS (parts))]);
  for (int i = g_rand_int_range (rand_, 0, 3); i > 0; i--)
    g_string_append_printf (text, " %s", parts[g_rand_int_range (rand_, 0, G_N_ELEMENTS (parts))]);
  g_free (ring[next % 64]);
  ring[next % 64] = g_string_free (text, FALSE);
  return ring[next++ % 64];
}

static const char *
words_or_null (void)
{
  return maybe () ? words () : NULL;
}

/* As a server gives it back: with an id and a version, through its text */
static JsonObject *
from_server (JsonObject *sent)
{
  g_autoptr (JsonObject) stored = orch_json_copy (sent);
  orch_map_emitted (stored);
  json_object_set_string_member (stored, "id", "srv-1");
  JsonObject *meta = json_object_new ();
  json_object_set_string_member (meta, "versionId", "v7");
  json_object_set_object_member (stored, "meta", meta);
  g_autoptr (GBytes) bytes = orch_json_to_bytes (stored);
  g_autoptr (GError) error = NULL;
  JsonObject *again = orch_json_parse_object_sync (bytes, &error);
  g_assert_no_error (error);
  return again;
}

static void
test_clinic (void)
{
  static const char *const phones[] = { "+14185550142", "+15145550199", NULL };
  static const char *const providers[] = { "rvsq", "bonjour-sante", NULL };
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (GBytes) logo = g_bytes_new ("\x89PNG\0\xff", 6);
      const char *vendor = maybe () ? "omnimed" : NULL;
      const char *phone = phones[g_rand_int_range (rand_, 0, 3)];
      gboolean with_logo = maybe ();
      OrchClinicFields fields = {
        .id = id,
        .name = words (),
        .street = words (),
        .office = words_or_null (),
        .city = words (),
        .province = "QC",
        .postal_code = "G1G 1G1",
        .phone = phone,
        .extension = phone != NULL && maybe () ? "1234" : NULL,
        .logo = with_logo ? logo : NULL,
        .logo_type = with_logo ? "image/png" : NULL,
        .providers = maybe () ? providers : NULL,
        .emr_vendor = vendor,
        .hub_emr_vendor = maybe () ? vendor : NULL,
        .hub_id = "srv-1",
        .hub_version = "v7",
      };
      g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
      g_autoptr (JsonObject) organization = orch_map_organization (clinic, "EMR");
      g_autoptr (JsonObject) location = orch_map_location (clinic, "Organization/srv-1");
      g_autoptr (JsonObject) document = orch_map_logo (clinic, "Organization/srv-1");
      g_autoptr (JsonObject) organization_back = from_server (organization);
      g_autoptr (JsonObject) location_back = from_server (location);
      g_autoptr (JsonObject) document_back = document != NULL ? from_server (document) : NULL;
      g_autoptr (OrchClinic) back =
          orch_map_clinic_from (organization_back, location_back, document_back, fields.providers);
      g_assert_true (orch_clinic_equal (clinic, back));

      /* written again without a change: nothing to do */
      g_autoptr (JsonObject) merged = orch_map_merge (organization_back, organization);
      g_assert_true (orch_json_equal (merged, organization_back));
    }
}

static void
test_department_and_documents (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      gboolean from_emr = maybe ();
      OrchDepartmentFields fields = { .id = id,
                                      .emr_id = from_emr ? "dept-1" : NULL,
                                      .hub_id = "srv-1",
                                      .name = words (),
                                      .origin = from_emr ? ORCH_ORIGIN_EMR : ORCH_ORIGIN_HUB };
      g_autoptr (OrchDepartment) department = orch_department_new (&fields);
      g_autoptr (JsonObject) json = orch_map_department (department, "omnimed", "Organization/o");
      g_autoptr (JsonObject) back_json = from_server (json);
      g_autoptr (OrchDepartment) back = orch_map_department_from (back_json);
      const OrchDepartmentFields *now = orch_department_get_fields (back);
      g_assert_cmpstr (now->id, ==, fields.id);
      g_assert_cmpstr (now->emr_id, ==, fields.emr_id);
      g_assert_cmpstr (now->name, ==, fields.name);
      g_assert_cmpint (now->origin, ==, fields.origin);
      g_assert_true (orch_map_is_kind (back_json, "department"));
      g_assert_false (orch_map_is_kind (back_json, "clinic"));

      guint8 bytes[40];
      for (gsize j = 0; j < sizeof bytes; j++)
        bytes[j] = (guint8) g_rand_int (rand_);
      g_autoptr (GBytes) envelope = g_bytes_new (bytes, (gsize) g_rand_int_range (rand_, 1, 41));
      g_autoptr (JsonObject) sealed = orch_map_sealed (id, "Organization/o", envelope, "key-9");
      g_autoptr (JsonObject) sealed_back = from_server (sealed);
      const char *type = NULL;
      g_autoptr (GBytes) opened = orch_map_attachment (sealed_back, &type);
      g_assert_true (g_bytes_equal (opened, envelope));
      g_assert_cmpstr (type, ==, "application/octet-stream");
      g_assert_true (orch_map_is_document (sealed_back, ORCH_MAP_PART_SEALED));
      g_assert_false (orch_map_is_document (sealed_back, ORCH_MAP_PART_LOGO));
      g_assert_cmpstr (orch_json_get_string (sealed_back, "description"), ==, "key-9");

      g_autoptr (JsonObject) endpoint =
          orch_map_endpoint (id, "Organization/o", words (), maybe () ? "https://emr.example/fhir" : NULL, maybe ());
      orch_map_emitted (endpoint);
      g_autoptr (JsonObject) affiliation = orch_map_affiliation (id, "Organization/o", "p", "rvsq", maybe ());
      orch_map_emitted (affiliation);
    }
}

static void
test_staff (void)
{
  static const char *const departments[] = { "dept-1", "dept-2", NULL };
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      gboolean from_emr = maybe ();
      OrchStaffMemberFields fields = {
        .id = id,
        .emr_id = from_emr ? "prat-1" : NULL,
        .hub_id = "srv-1",
        .family = words_or_null (),
        .given = words_or_null (),
        .licence = maybe () ? "12345" : NULL,
        .profession = words_or_null (),
        .profession_code = maybe () ? "http://snomed.info/sct|158965000" : NULL,
        .speciality = words_or_null (),
        .speciality_code = maybe () ? "http://snomed.info/sct|419772000" : NULL,
        .phone = maybe () ? "+14185550142" : NULL,
        .email = maybe () ? "zoe@example.org" : NULL,
        .department_emr_ids = maybe () ? departments : NULL,
        .bookable = maybe (),
        .active = maybe (),
        .permission = (OrchPermission) g_rand_int_range (rand_, ORCH_PERMISSION_NONE, ORCH_PERMISSION_WORKSTATION),
        .origin = from_emr ? ORCH_ORIGIN_EMR : ORCH_ORIGIN_HUB,
      };
      if (fields.family != NULL)
        fields.prefix = maybe () ? "Dre" : NULL;
      g_autoptr (OrchStaffMember) member = orch_staff_member_new (&fields);
      g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (services, g_strdup ("HealthcareService/s1"));
      g_autoptr (JsonObject) practitioner = orch_map_practitioner (member, "omnimed");
      g_autoptr (JsonObject) role =
          orch_map_role (member, "Practitioner/srv-1", "place", "Organization/o", maybe () ? services : NULL);
      g_autoptr (JsonObject) practitioner_back = from_server (practitioner);
      g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
      g_ptr_array_add (roles, from_server (role));
      g_autoptr (OrchStaffMember) back = orch_map_staff_from (practitioner_back, roles, fields.department_emr_ids);
      const OrchStaffMemberFields *now = orch_staff_member_get_fields (back);
      g_assert_true (orch_staff_member_same_content (member, back));
      g_assert_cmpstr (now->id, ==, fields.id);
      g_assert_cmpstr (now->hub_id, ==, "srv-1");
      g_assert_cmpint (now->permission, ==, fields.permission);
      g_assert_cmpint (now->active, ==, fields.active);
      g_assert_cmpint (now->bookable, ==, fields.bookable);
      g_assert_cmpint (now->origin, ==, fields.origin);
      g_autoptr (JsonObject) merged = orch_map_merge (practitioner_back, practitioner);
      g_assert_true (orch_json_equal (merged, practitioner_back));
    }
}

static void
test_service (void)
{
  static const char *const types[] = { "walk-in", "regular-follow-up", NULL };
  static const char *const professionals[] = { "prat-1", "prat-2", NULL };
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      gboolean from_emr = maybe ();
      OrchServiceFields fields = {
        .id = id,
        .emr_id = from_emr ? "serv-1" : NULL,
        .hub_id = "srv-1",
        .name = words (),
        .name_en = words_or_null (),
        .category = words_or_null (),
        .types = maybe () ? types : NULL,
        .professional_emr_ids = maybe () ? professionals : NULL,
        .duration_minutes = maybe () ? g_rand_int_range (rand_, 1, 481) : 0,
        .active = maybe (),
        .excluded = maybe (),
        .online = maybe (),
        .origin = from_emr ? ORCH_ORIGIN_EMR : ORCH_ORIGIN_HUB,
      };
      g_autoptr (OrchService) service = orch_service_new (&fields);
      g_autoptr (JsonObject) json = orch_map_service (service, "omnimed", "Organization/o");
      g_autoptr (JsonObject) json_back = from_server (json);
      g_autoptr (OrchService) back = orch_map_service_from (json_back, fields.professional_emr_ids);
      const OrchServiceFields *now = orch_service_get_fields (back);
      g_assert_true (orch_service_same_content (service, back));
      g_assert_cmpstr (now->id, ==, fields.id);
      g_assert_cmpint (now->active, ==, fields.active);
      g_assert_cmpint (now->excluded, ==, fields.excluded);
      g_assert_cmpint (now->online, ==, fields.online);
      g_assert_cmpint (now->types != NULL, ==, fields.types != NULL);
      if (fields.types != NULL)
        g_assert_true (g_strv_equal (now->types, orch_service_get_fields (service)->types));
      g_assert_cmpint (now->duration_minutes, ==, fields.duration_minutes);
      g_assert_cmpstr (now->name_en, ==, fields.name_en);
    }
}

static void
test_alert_and_device (void)
{
  g_autofree char *id = g_uuid_string_random ();
  OrchHubAlert alert = { .id = id,
                         .reason = "import-failed",
                         .clinic_hub_id = "c1",
                         .requester = "Device/d1",
                         .description = "L'importation a échoué",
                         .step = "staff",
                         .server_words = "500: Oups",
                         .authored_us = G_GINT64_CONSTANT (1795262400000000) };
  g_autoptr (JsonObject) task = orch_map_alert (&alert);
  orch_map_emitted (task);
  g_assert_cmpstr (orch_json_get_string (task, "authoredOn"), ==, "2026-11-21T12:00:00.000Z");
  g_assert_cmpuint (orch_json_count (task, "input"), ==, 2);
  static const struct
  {
    const char *status;
    gboolean acknowledged;
  } rows[] = { { "requested", FALSE }, { "draft", FALSE },    { "received", TRUE },   { "accepted", TRUE },
               { "rejected", FALSE },  { "completed", TRUE }, { "in-progress", TRUE } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonObject) now = orch_json_copy (task);
      json_object_set_string_member (now, "status", rows[i].status);
      g_assert_cmpint (orch_map_alert_is_acknowledged (now), ==, rows[i].acknowledged);
    }
  g_autoptr (JsonObject) device = orch_map_device (id, "poste-1", "Organization/c1");
  orch_map_emitted (device);
}

static void
test_merge (void)
{
  static const char theirs_text[] =
      "{\"resourceType\":\"Organization\",\"id\":\"o1\",\"meta\":{\"versionId\":\"3\"},\"alias\":[\"GMF\"],"
      "\"identifier\":[{\"system\":\"https://other.example\",\"value\":\"9\"},{\"system\":\"https://orchestrateur.ca/"
      "fhir/"
      "identifier/appointment-provider\",\"value\":\"rvsq\"}],"
      "\"extension\":[{\"url\":\"https://other.example/x\",\"valueBoolean\":true},{\"url\":\"https://orchestrateur.ca/"
      "fhir/"
      "StructureDefinition/emr\",\"valueCoding\":{\"code\":\"omnimed\"}}],"
      "\"telecom\":[{\"system\":\"phone\",\"value\":\"old\"}],\"name\":\"Old\"}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (theirs_text, strlen (theirs_text));
  g_autoptr (JsonObject) theirs = orch_json_parse_object_sync (bytes, NULL);
  OrchClinicFields fields = { .id = "0b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10", .name = "Neuf", .emr_vendor = "kinlogix" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
  g_autoptr (JsonObject) ours = orch_map_organization (clinic, NULL);
  g_autoptr (JsonObject) merged = orch_map_merge (theirs, ours);

  g_assert_cmpstr (orch_json_get_string (merged, "name"), ==, "Neuf");
  g_assert_cmpstr (orch_json_get_string (merged, "id"), ==, "o1");
  g_assert_cmpuint (orch_json_count (merged, "identifier"), ==, 3);
  g_assert_cmpuint (orch_json_count (merged, "extension"), ==, 2);
  g_assert_false (orch_json_has (merged, "telecom")); /* taken away */
  g_assert_true (orch_json_has (merged, "alias"));    /* not ours to touch */
  g_autofree char *id = orch_map_get_id (merged);
  g_assert_cmpstr (id, ==, fields.id);
  JsonObject *emr = orch_map_get_extension (merged, ORCH_HUB_EXTENSION ("emr"));
  g_assert_cmpstr (orch_json_path_string (emr, "valueCoding.code"), ==, "kinlogix");
  g_autoptr (JsonObject) again = orch_map_merge (merged, ours);
  g_assert_true (orch_json_equal (again, merged));
}

static void
test_phones (void)
{
  static const char *const rows[][3] = {
    { "+1 418 555-5555 ext. 12", "+14185555555", "12" }, { "tel:+14185555555;ext=12", "+14185555555", "12" },
    { "(418) 555-5555 poste 3", "+14185555555", "3" },   { "418-555-5555", "+14185555555", NULL },
    { "+33 1 23 45 67 89", "+33 1 23 45 67 89", NULL },  { "4185555555 x77", "+14185555555", "77" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonObject) organization = json_object_new ();
      json_object_set_string_member (organization, "id", "o1");
      JsonObject *telecom = json_object_new ();
      json_object_set_string_member (telecom, "system", "phone");
      json_object_set_string_member (telecom, "value", rows[i][0]);
      orch_map_append (organization, "telecom", telecom);
      g_autoptr (OrchClinic) clinic = orch_map_clinic_from (organization, NULL, NULL, NULL);
      g_assert_cmpstr (orch_clinic_get_fields (clinic)->phone, ==, rows[i][1]);
      g_assert_cmpstr (orch_clinic_get_fields (clinic)->extension, ==, rows[i][2]);
    }
}

static void
test_derived_ids (void)
{
  g_autofree char *a = orch_map_derive_id ("0b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10", "logo");
  g_autofree char *b = orch_map_derive_id ("0b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10", "logo");
  g_autofree char *c = orch_map_derive_id ("0b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10", "location");
  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, c);
  g_assert_true (g_uuid_string_is_valid (a));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rand_ = g_rand_new_with_seed (20261121);
  g_test_add_func ("/mapping/clinic", test_clinic);
  g_test_add_func ("/mapping/department-and-documents", test_department_and_documents);
  g_test_add_func ("/mapping/staff", test_staff);
  g_test_add_func ("/mapping/service", test_service);
  g_test_add_func ("/mapping/alert-and-device", test_alert_and_device);
  g_test_add_func ("/mapping/merge-keeps-what-others-wrote", test_merge);
  g_test_add_func ("/mapping/phones", test_phones);
  g_test_add_func ("/mapping/derived-ids", test_derived_ids);
  int status = g_test_run ();
  g_rand_free (rand_);
  return status;
}
