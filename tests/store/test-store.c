/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The store's calls by what they promise: what is written is read back, who may write, what is queued with it.
 */
#include "store-kit.h"

#include <string.h>

/* --- clinic ----------------------------------------------------------------------------- */

static void
clinic_comes_back (Kit *kit, gconstpointer data)
{
  g_autoptr (GBytes) logo = g_bytes_new_static ("\x89PNG\0\x01", 6);
  const char *providers[] = { "rvsq", "pomelo", NULL };
  OrchClinicFields fields = {
    .id = "clinic-1",
    .name = "Clinique Beauséjour",
    .street = "1, rue du Parc",
    .office = "200",
    .city = "Québec",
    .province = "QC",
    .postal_code = "G1G 1G1",
    .phone = "+14185555555",
    .extension = "12",
    .logo = logo,
    .logo_type = "image/png",
    .providers = providers,
    .emr_vendor = "fhir",
    .hub_emr_vendor = "fhir",
    .hub_id = "h1",
    .hub_version = "1",
  };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);

  g_assert_null (kit_object (orch_store_load_clinic (kit->store)));
  g_assert_cmpint (kit_int64 (orch_store_save_clinic (kit->store, &kit_admin, clinic, FALSE)), ==, 1);
  g_autoptr (OrchClinic) back = kit_object (orch_store_load_clinic (kit->store));
  g_assert_true (orch_clinic_equal (clinic, back));

  /* Saving the same again is no change. */
  g_assert_cmpint (kit_int64 (orch_store_save_clinic (kit->store, &kit_admin, clinic, FALSE)), ==, 1);

  /* A form that does not know the hub's id, or knows an old version, does not make the store forget. */
  fields.hub_id = NULL;
  fields.hub_version = "0";
  fields.logo = NULL;
  fields.logo_type = NULL;
  g_autoptr (OrchClinic) edited = orch_clinic_new (&fields);
  g_assert_cmpint (kit_int64 (orch_store_save_clinic (kit->store, &kit_admin, edited, FALSE)), ==, 2);
  g_autoptr (OrchClinic) again = kit_object (orch_store_load_clinic (kit->store));
  g_assert_cmpstr (orch_clinic_get_fields (again)->hub_id, ==, "h1");
  g_assert_cmpstr (orch_clinic_get_fields (again)->hub_version, ==, "1");
  g_assert_null (orch_clinic_get_fields (again)->logo);

  kit_close (kit);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
  g_autoptr (OrchClinic) reopened = kit_object (orch_store_load_clinic (kit->store));
  g_assert_true (orch_clinic_equal (again, reopened));
}

static void
another_clinic_is_refused (Kit *kit, gconstpointer data)
{
  OrchClinicFields fields = { .id = "clinic-1", .name = "Une" };
  g_autoptr (OrchClinic) one = orch_clinic_new (&fields);
  fields.id = "clinic-2";
  g_autoptr (OrchClinic) two = orch_clinic_new (&fields);
  fields.id = NULL;
  g_autoptr (OrchClinic) none = orch_clinic_new (&fields);

  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, one, FALSE));
  kit_fails (orch_store_save_clinic (kit->store, &kit_admin, two, FALSE), ORCH_ERROR_INVALID);
  kit_fails (orch_store_save_clinic (kit->store, &kit_admin, none, FALSE), ORCH_ERROR_INVALID);
}

/* Another workstation's connection is not replaced by one that was made without having seen it. */
static void
emr_waits_for_the_key (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchClinic) clinic =
      orch_clinic_new (&(OrchClinicFields) { .id = "clinic-1", .name = "Une", .emr_vendor = "fhir-r4" });
  g_autoptr (OrchClinic) kept = NULL;

  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, clinic, FALSE));
  kit_ok (orch_store_take_emr (kit->store, &kit_workstation, NULL, NULL, "seen", ORCH_STORE_EMR_WANTS_KEY));
  kit_fails (orch_store_save_emr (kit->store, &kit_admin, "toubib", "{}", "{}"), ORCH_ERROR_KEY_CHANGED);
  kept = kit_object (orch_store_load_clinic (kit->store));
  g_assert_cmpstr (orch_clinic_get_fields (kept)->emr_vendor, ==, "fhir-r4");

  kit_ok (orch_store_take_emr (kit->store, &kit_workstation, "ofys", "{}", "seen", NULL));
  kit_ok (orch_store_save_emr (kit->store, &kit_admin, "toubib", "{}", "{}"));
}

static void
staff_comes_back (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStaffMember) member = kit_staff (1, "Tremblay");
  const OrchStaffMemberFields *f = orch_staff_member_get_fields (member);

  g_assert_cmpint (kit_int64 (orch_store_save_staff (kit->store, &kit_admin, member)), ==, 1);
  g_autoptr (OrchStaffMember) back = kit_object (orch_store_find (kit->store, ORCH_STORE_STAFF, f->id));
  const OrchStaffMemberFields *b = orch_staff_member_get_fields (back);
  g_assert_true (orch_staff_member_same_content (member, back));
  g_assert_cmpstr (b->department_emr_ids[0], ==, "dep-1");
  g_assert_cmpstr (b->department_emr_ids[1], ==, "dep-2");
  g_assert_null (b->department_emr_ids[2]);
  g_assert_cmpint (b->permission, ==, f->permission);
  g_assert_cmpint (b->origin, ==, f->origin);
  g_assert_cmpint (b->revision, ==, 1);
  g_assert_true (b->active);
  g_assert_false (b->in_conflict);
  g_autoptr (OrchStaffMember) by_emr = kit_object (orch_store_find_by_emr_id (kit->store, ORCH_STORE_STAFF, "EMR-1"));
  g_assert_cmpstr (orch_staff_member_get_fields (by_emr)->id, ==, f->id);
  kit_fails (orch_store_find (kit->store, ORCH_STORE_STAFF, "no-such"), ORCH_ERROR_NOT_FOUND);
}

static void
service_comes_back (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchService) service = kit_service (3, "Suivi de grossesse", TRUE);
  const OrchServiceFields *f = orch_service_get_fields (service);

  kit_ok (orch_store_save_service (kit->store, &kit_receptionist, service));
  g_autoptr (OrchService) back = kit_object (orch_store_find (kit->store, ORCH_STORE_SERVICES, f->id));
  const OrchServiceFields *b = orch_service_get_fields (back);
  g_assert_true (orch_service_same_content (service, back));
  g_assert_cmpstr (b->types[0], ==, "first");
  g_assert_cmpstr (b->types[1], ==, "second");
  g_assert_null (b->types[2]);
  g_assert_cmpstr (b->professional_emr_ids[1], ==, "EMR-2");
  g_assert_cmpint (b->duration_minutes, ==, f->duration_minutes);
  g_assert_true (b->active);
  g_assert_false (b->to_define);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, func) g_test_add ("/store/" path, Kit, NULL, kit_set_up, func, kit_tear_down)
  TEST ("clinic/comes-back", clinic_comes_back);
  TEST ("clinic/another-is-refused", another_clinic_is_refused);
  TEST ("emr-waits-for-the-key", emr_waits_for_the_key);
  TEST ("staff/comes-back", staff_comes_back);
  TEST ("service/comes-back", service_comes_back);
  return g_test_run ();
}
