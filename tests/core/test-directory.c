/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Members of the staff, services and departments: what they show, what they copy, and when two are the same to the EMR.
 */
#include "core/orch-department.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "orch-test.h"

static void
test_staff_names (void)
{
  static const struct
  {
    const char *prefix, *given, *family, *emr_id, *display, *sort;
  } rows[] = {
    { "Dre", "Alice", "Tremblay", "p-1", "Dre Alice Tremblay", "Tremblay, Alice" },
    { NULL, "Alice", "Tremblay", "p-1", "Alice Tremblay", "Tremblay, Alice" },
    { NULL, NULL, "Tremblay", "p-1", "Tremblay", "Tremblay" },
    { NULL, "Alice", NULL, "p-1", "Alice", "Alice" },
    { NULL, NULL, NULL, "p-1", "p-1", NULL },
    { "", "", "", "p-1", "p-1", NULL },
    { NULL, "  ", " ", "p-1", "p-1", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchStaffMemberFields fields = {
        .prefix = rows[i].prefix, .given = rows[i].given, .family = rows[i].family, .emr_id = rows[i].emr_id
      };
      g_autoptr (OrchStaffMember) member = orch_staff_member_new (&fields);

      orch_test_check_string (rows[i].display, g_strdup (orch_staff_member_get_display_name (member)), rows[i].display);
      if (rows[i].sort != NULL)
        orch_test_check_string (rows[i].sort, g_strdup (orch_staff_member_get_sort_name (member)), rows[i].display);
    }

  /* Never empty, even with nothing at all. */
  OrchStaffMemberFields nothing = { 0 };
  g_autoptr (OrchStaffMember) nobody = orch_staff_member_new (&nothing);
  g_assert_cmpstr (orch_staff_member_get_display_name (nobody), !=, NULL);
  g_assert_cmpstr (orch_staff_member_get_display_name (nobody), !=, "");
}

static void
test_service_names (void)
{
  static const struct
  {
    const char *name, *emr_id, *display;
  } rows[] = {
    { "Suivi de grossesse", "s-1", "Suivi de grossesse" },
    { NULL, "s-1", "s-1" },
    { "", "s-1", "s-1" },
    { "  ", "s-1", "s-1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchServiceFields fields = { .name = rows[i].name, .emr_id = rows[i].emr_id };
      g_autoptr (OrchService) service = orch_service_new (&fields);

      orch_test_check_string (rows[i].display, g_strdup (orch_service_get_display_name (service)), rows[i].display);
    }

  OrchServiceFields nothing = { 0 };
  g_autoptr (OrchService) nameless = orch_service_new (&nothing);
  g_assert_cmpstr (orch_service_get_display_name (nameless), !=, NULL);
  g_assert_cmpstr (orch_service_get_display_name (nameless), !=, "");
}

static const char *const departments[] = { "d-1", "d-2", NULL };
static const char *const other_departments[] = { "d-1", NULL };

static OrchStaffMemberFields
staff_fields (void)
{
  return (OrchStaffMemberFields) {
    .id = "0b7c6f7e-7a51-4f77-8b54-1f2f9a1b0001",
    .emr_id = "p-1",
    .family = "Tremblay",
    .given = "Alice",
    .prefix = "Dre",
    .licence = "12345",
    .profession = "Médecin de famille",
    .profession_code = "urn:x|md",
    .speciality = "Médecine familiale",
    .speciality_code = "urn:x|fam",
    .phone = "+14185555555",
    .email = "alice@exemple.ca",
    .department_emr_ids = departments,
    .bookable = TRUE,
    .origin = ORCH_ORIGIN_EMR,
  };
}

static void
test_staff_same_content (void)
{
  OrchStaffMemberFields base = staff_fields ();
  g_autoptr (OrchStaffMember) member = orch_staff_member_new (&base);

  /* Ours, not the EMR's. */
  OrchStaffMemberFields ours = base;
  ours.id = "0b7c6f7e-7a51-4f77-8b54-1f2f9a1b0002";
  ours.hub_id = "42";
  ours.active = !ours.active;
  ours.permission = ORCH_PERMISSION_RECEPTIONIST;
  ours.revision = 9;
  ours.in_conflict = TRUE;
  g_autoptr (OrchStaffMember) same = orch_staff_member_new (&ours);
  g_assert_true (orch_staff_member_same_content (member, member));
  g_assert_true (orch_staff_member_same_content (member, same));
  g_assert_true (orch_staff_member_same_content (same, member));

  OrchStaffMemberFields changes[14];
  guint n = 0;
#define CHANGE(member_, value)                                                                                         \
  changes[n] = base;                                                                                                   \
  changes[n++].member_ = (value)
  CHANGE (emr_id, "p-2");
  CHANGE (family, "Tremblé");
  CHANGE (given, "Alix");
  CHANGE (given, NULL);
  CHANGE (prefix, "Dr");
  CHANGE (licence, "12346");
  CHANGE (profession, "Infirmière");
  CHANGE (profession_code, "urn:x|inf");
  CHANGE (speciality, "Pédiatrie");
  CHANGE (speciality_code, "urn:x|ped");
  CHANGE (phone, "+14185555556");
  CHANGE (email, "a@exemple.ca");
  CHANGE (department_emr_ids, other_departments);
  CHANGE (bookable, FALSE);
#undef CHANGE
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (changes));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OrchStaffMember) other = orch_staff_member_new (&changes[i]);
      g_autofree char *row = g_strdup_printf ("change %u", i);

      orch_test_check_true (!orch_staff_member_same_content (member, other), row);
      orch_test_check_true (!orch_staff_member_same_content (other, member), row);
    }
}

static const char *const people[] = { "p-1", "p-2", NULL };
static const char *const other_people[] = { "p-1", "p-3", NULL };
static const char *const types[] = { "walk-in", NULL };

static OrchServiceFields
service_fields (void)
{
  return (OrchServiceFields) {
    .id = "0b7c6f7e-7a51-4f77-8b54-1f2f9a1b0003",
    .emr_id = "s-1",
    .name = "Suivi de grossesse",
    .name_en = "Pregnancy follow-up",
    .category = "Suivi",
    .professional_emr_ids = people,
    .duration_minutes = 30,
    .origin = ORCH_ORIGIN_EMR,
  };
}

static void
test_service_same_content (void)
{
  OrchServiceFields base = service_fields ();
  g_autoptr (OrchService) service = orch_service_new (&base);

  OrchServiceFields ours = base;
  ours.id = "0b7c6f7e-7a51-4f77-8b54-1f2f9a1b0004";
  ours.hub_id = "42";
  ours.types = types;
  ours.active = ours.excluded = ours.online = ours.to_define = ours.in_conflict = TRUE;
  ours.revision = 9;
  g_autoptr (OrchService) same = orch_service_new (&ours);
  g_assert_true (orch_service_same_content (service, service));
  g_assert_true (orch_service_same_content (service, same));
  g_assert_true (orch_service_same_content (same, service));

  OrchServiceFields changes[7];
  guint n = 0;
#define CHANGE(member_, value)                                                                                         \
  changes[n] = base;                                                                                                   \
  changes[n++].member_ = (value)
  CHANGE (emr_id, "s-2");
  CHANGE (name, "Suivi de Grossesse");
  CHANGE (name_en, "Pregnancy");
  CHANGE (category, NULL);
  CHANGE (professional_emr_ids, other_people);
  CHANGE (professional_emr_ids, NULL);
  CHANGE (duration_minutes, 31);
#undef CHANGE
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (changes));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OrchService) other = orch_service_new (&changes[i]);
      g_autofree char *row = g_strdup_printf ("change %u", i);

      orch_test_check_true (!orch_service_same_content (service, other), row);
      orch_test_check_true (!orch_service_same_content (other, service), row);
    }
}

/* What they were made from may change afterwards. */
static void
test_copies (void)
{
  char text[] = "Alice", id[] = "p-7";
  const char *ids[] = { id, NULL };
  OrchStaffMemberFields staff = staff_fields ();
  OrchServiceFields service = service_fields ();
  OrchDepartmentFields department = {
    .id = "x", .emr_id = text, .hub_id = text, .name = text, .origin = ORCH_ORIGIN_HAND
  };

  staff.given = service.name = text;
  staff.department_emr_ids = service.professional_emr_ids = service.types = ids;
  g_autoptr (OrchStaffMember) member = orch_staff_member_new (&staff);
  g_autoptr (OrchService) offered = orch_service_new (&service);
  g_autoptr (OrchDepartment) place = orch_department_new (&department);
  text[0] = id[0] = '?';
  ids[0] = NULL;

  g_assert_cmpstr (orch_staff_member_get_fields (member)->given, ==, "Alice");
  g_assert_cmpstr (orch_staff_member_get_fields (member)->licence, ==, "12345");
  g_assert_cmpstr (orch_staff_member_get_fields (member)->department_emr_ids[0], ==, "p-7");
  g_assert_true (orch_staff_member_get_fields (member)->bookable);
  g_assert_cmpstr (orch_service_get_fields (offered)->name, ==, "Alice");
  g_assert_cmpstr (orch_service_get_fields (offered)->professional_emr_ids[0], ==, "p-7");
  g_assert_cmpstr (orch_service_get_fields (offered)->types[0], ==, "p-7");
  g_assert_cmpint (orch_service_get_fields (offered)->duration_minutes, ==, 30);
  g_assert_cmpstr (orch_department_get_fields (place)->name, ==, "Alice");
  g_assert_cmpstr (orch_department_get_fields (place)->emr_id, ==, "Alice");
  g_assert_cmpint (orch_department_get_fields (place)->origin, ==, ORCH_ORIGIN_HAND);
}

/* What list rows bind to, by the names that the headers give. */
static void
test_properties (void)
{
  OrchStaffMemberFields staff = staff_fields ();
  OrchServiceFields fields = service_fields ();
  OrchDepartmentFields place = { .id = "d", .emr_id = "d-1", .name = "Pédiatrie" };

  staff.permission = ORCH_PERMISSION_RECEPTIONIST;
  staff.in_conflict = TRUE;
  fields.online = fields.to_define = TRUE;
  g_autoptr (OrchStaffMember) member = orch_staff_member_new (&staff);
  g_autoptr (OrchService) service = orch_service_new (&fields);
  g_autoptr (OrchDepartment) department = orch_department_new (&place);

  const struct
  {
    gpointer object;
    const char *property, *expected;
  } strings[] = {
    { member, "id", staff.id },
    { member, "emr-id", "p-1" },
    { member, "display-name", "Dre Alice Tremblay" },
    { member, "sort-name", "Tremblay, Alice" },
    { member, "licence", "12345" },
    { member, "profession", "Médecin de famille" },
    { member, "speciality", "Médecine familiale" },
    { member, "phone", "+14185555555" },
    { member, "email", "alice@exemple.ca" },
    { member, "permission-code", "receptionist" },
    { service, "id", fields.id },
    { service, "emr-id", "s-1" },
    { service, "name", "Suivi de grossesse" },
    { service, "name-en", "Pregnancy follow-up" },
    { service, "display-name", "Suivi de grossesse" },
    { service, "category", "Suivi" },
    { department, "id", "d" },
    { department, "emr-id", "d-1" },
    { department, "name", "Pédiatrie" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      char *value = NULL;

      g_object_get (strings[i].object, strings[i].property, &value, NULL);
      orch_test_check_string (strings[i].expected, value, strings[i].property);
    }

  const struct
  {
    gpointer object;
    const char *property;
    gboolean expected;
  } flags[] = {
    { member, "bookable", TRUE },   { member, "active", FALSE },       { member, "in-conflict", TRUE },
    { service, "active", FALSE },   { service, "excluded", FALSE },    { service, "online", TRUE },
    { service, "to-define", TRUE }, { service, "in-conflict", FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      gboolean value = !flags[i].expected;

      g_object_get (flags[i].object, flags[i].property, &value, NULL);
      orch_test_check_int (flags[i].expected, value, flags[i].property);
    }

  int minutes = 0;
  g_object_get (service, "duration-minutes", &minutes, NULL);
  g_assert_cmpint (minutes, ==, 30);
}

/* Kept in the store. */
static void
test_origin_numbers (void)
{
  g_assert_cmpint (ORCH_ORIGIN_EMR, ==, 0);
  g_assert_cmpint (ORCH_ORIGIN_HAND, ==, 1);
  g_assert_cmpint (ORCH_ORIGIN_HUB, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/directory/staff-names", test_staff_names);
  g_test_add_func ("/core/directory/service-names", test_service_names);
  g_test_add_func ("/core/directory/staff-same-content", test_staff_same_content);
  g_test_add_func ("/core/directory/service-same-content", test_service_same_content);
  g_test_add_func ("/core/directory/copies", test_copies);
  g_test_add_func ("/core/directory/properties", test_properties);
  g_test_add_func ("/core/directory/origin-numbers", test_origin_numbers);
  return orch_test_run ();
}
