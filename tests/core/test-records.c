/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the sync brings: appointments, patients, schedules, slots, and their ids. Source: FHIR R4, product.md §3, emr-facts D4.4.
 */
#include "core/orch-appointment.h"
#include "core/orch-patient.h"
#include "core/orch-record-id.h"
#include "core/orch-schedule.h"
#include "core/orch-slot.h"
#include "orch-test.h"

static void
test_record_id (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  static const struct
  {
    const char *clinic, *kind, *emr_id;
  } table[] = {
    { "c1", "service", "1" }, { "c2", "service", "1" }, { "c1", "staff", "1" },   { "c1", "service", "2" },
    { "c1s", "ervice", "1" }, { "c1", "service1", "" }, { "c1", "servic", "e1" }, { "", "c1service", "1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *id = orch_record_id (table[i].clinic, table[i].kind, table[i].emr_id);
      g_autofree char *again = orch_record_id (table[i].clinic, table[i].kind, table[i].emr_id);

      g_assert_cmpstr (id, ==, again);
      g_assert_true (g_uuid_string_is_valid (id));
      g_assert_cmpint (id[14], ==, '4');
      g_assert_nonnull (strchr ("89ab", id[19]));
      g_assert_true (g_hash_table_add (ids, g_steal_pointer (&id)));
    }
}

/* On disk and on the hub: it must never be another one. */
static void
test_record_id_is_for_ever (void)
{
  g_autofree char *id = orch_record_id ("11111111-2222-4333-8444-555555555555", ORCH_RECORD_SERVICE, "svc-1");
  g_autofree char *hash =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256,
                                   (const guchar *) "11111111-2222-4333-8444-555555555555\0service\0svc-1", 51);

  g_assert_true (strncmp (id, hash, 8) == 0);
  g_assert_true (strncmp (id + 9, hash + 8, 4) == 0);
  g_assert_true (strncmp (id + 15, hash + 13, 3) == 0);
  g_assert_true (strncmp (id + 20, hash + 17, 3) == 0);
  g_assert_true (strncmp (id + 24, hash + 20, 12) == 0);
}

static void
test_appointment_counts (void)
{
  static const struct
  {
    const char *status;
    gboolean counts;
  } table[] = {
    { "proposed", TRUE },
    { "pending", TRUE },
    { "booked", TRUE },
    { "arrived", TRUE },
    { "fulfilled", TRUE },
    { "cancelled", FALSE },
    { "noshow", FALSE },
    { "entered-in-error", FALSE },
    { "checked-in", TRUE },
    { "waitlist", TRUE },
    { "of-a-later-version", TRUE },
    { NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    for (int vanished = 0; vanished < 2; vanished++)
      {
        OrchAppointmentFields fields = { .emr_id = "a", .status = table[i].status, .vanished = vanished };
        g_autoptr (OrchAppointment) one = orch_appointment_new (&fields);

        orch_test_check_int (table[i].counts && !vanished, orch_appointment_counts (one) != FALSE, table[i].status);
      }
}

static void
test_appointment_content (void)
{
  OrchAppointmentFields fields = { .id = "i",
                                   .emr_id = "a",
                                   .status = "booked",
                                   .source = "rvsq",
                                   .start_us = 5,
                                   .end_us = 9,
                                   .minutes = 4,
                                   .service_emr_id = "s",
                                   .staff_emr_id = "p",
                                   .patient_emr_id = "q",
                                   .location_emr_id = "l" };
  OrchAppointmentFields others[10];
  g_autoptr (OrchAppointment) one = orch_appointment_new (&fields);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    others[i] = fields;
  others[0].status = "arrived";
  others[1].source = "emr";
  others[2].start_us = 6;
  others[3].end_us = 10;
  others[4].minutes = 5;
  others[5].service_emr_id = NULL;
  others[6].staff_emr_id = "p2";
  others[7].patient_emr_id = "q2";
  others[8].location_emr_id = "l2";
  others[9].emr_id = "b";
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (OrchAppointment) other = orch_appointment_new (&others[i]);
      g_autofree char *row = g_strdup_printf ("%u", i);

      orch_test_check_true (!orch_appointment_same_content (one, other), row);
    }
  fields.id = "j";
  fields.hub_id = "h";
  fields.emr_version = "2";
  fields.first_seen_us = 77;
  fields.revision = 3;
  {
    g_autoptr (OrchAppointment) same = orch_appointment_new (&fields);

    g_assert_true (orch_appointment_same_content (one, same));
  }
}

static OrchPatient *
make_patient (const char *family, const char *given, const char *nam, const char *birth_date, const char *sex)
{
  OrchPatientFields fields = {
    .emr_id = "q", .family = family, .given = given, .nam = nam, .birth_date = birth_date, .sex = sex
  };

  return orch_patient_new (&fields);
}

static void
test_protected (void)
{
  static const struct
  {
    const char *row, *family, *given, *nam, *birth_date, *sex;
    OrchPatientField fields;
  } table[] = {
    { "the same", "Tremblay", "Aïcha", "TREA85551234", "1985-05-12", "female", 0 },
    { "a NAM with spaces, in small letters", "Tremblay", "Aïcha", "trea 8555 1234", "1985-05-12", "female", 0 },
    { "nothing known there", NULL, "", NULL, NULL, NULL, 0 },
    { "another accent", "Tremblay", "Aicha", "TREA85551234", "1985-05-12", "female", ORCH_PATIENT_GIVEN },
    { "married", "Roy", "Aïcha", "TREA85551234", "1985-05-12", "female", ORCH_PATIENT_FAMILY },
    { "another NAM", "Tremblay", "Aïcha", "TREA85551299", "1985-05-12", "female", ORCH_PATIENT_NAM },
    { "another day", "Tremblay", "Aïcha", "TREA85551234", "1985-05-13", "female", ORCH_PATIENT_BIRTH_DATE },
    { "another sex", "Tremblay", "Aïcha", "TREA85551234", "1985-05-12", "unknown", ORCH_PATIENT_SEX },
    { "somebody else", "Roy", "Jean", "ROYJ60010112", "1960-01-01", "male",
      ORCH_PATIENT_FAMILY | ORCH_PATIENT_GIVEN | ORCH_PATIENT_NAM | ORCH_PATIENT_BIRTH_DATE | ORCH_PATIENT_SEX },
  };
  g_autoptr (OrchPatient) ours = make_patient ("Tremblay", "Aïcha", "TREA85551234", "1985-05-12", "female");

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (OrchPatient) theirs =
          make_patient (table[i].family, table[i].given, table[i].nam, table[i].birth_date, table[i].sex);
      g_autoptr (OrchPatient) imported = orch_patient_settle (ours, theirs, 0);
      g_autoptr (OrchPatient) taken = orch_patient_settle (ours, theirs, table[i].fields);

      orch_test_check_int (table[i].fields, orch_patient_compare_protected (ours, theirs), table[i].row);
      orch_test_check_int (table[i].fields, orch_patient_compare_protected (theirs, ours), table[i].row);
      /* An import changes none of them; once settled nothing differs. */
      orch_test_check_true (orch_patient_same_content (imported, ours), table[i].row);
      orch_test_check_int (0, orch_patient_compare_protected (taken, theirs), table[i].row);
      for (guint bit = 0; bit < ORCH_PATIENT_N_PROTECTED; bit++)
        if ((table[i].fields & (1u << bit)) != 0)
          orch_test_check_string (orch_patient_get_protected (theirs, 1u << bit),
                                  g_strdup (orch_patient_get_protected (taken, 1u << bit)), table[i].row);
    }
}

/* What we lack is filled in; phone and e-mail follow the EMR. */
static void
test_filled_in (void)
{
  OrchPatientFields fields = {
    .id = "i", .emr_id = "q", .family = "Roy", .phone = "+14185550100", .email = "a@exemple.ca"
  };
  g_autoptr (OrchPatient) ours = orch_patient_new (&fields), theirs = NULL, imported = NULL;
  const OrchPatientFields *got;

  fields.id = NULL;
  fields.nam = "ROYJ60010112";
  fields.phone = "+14185550199";
  fields.email = NULL;
  theirs = orch_patient_new (&fields);
  imported = orch_patient_settle (ours, theirs, 0);
  got = orch_patient_get_fields (imported);
  g_assert_cmpstr (got->id, ==, "i");
  g_assert_cmpstr (got->nam, ==, "ROYJ60010112");
  g_assert_cmpstr (got->phone, ==, "+14185550199");
  g_assert_cmpstr (got->email, ==, "a@exemple.ca");
}

static void
test_schedule_and_slot (void)
{
  OrchScheduleFields schedule = {
    .id = "i", .emr_id = "h", .staff_emr_id = "p", .active = TRUE, .from_us = 1, .to_us = 2
  };
  OrchSlotFields slot = {
    .id = "i", .emr_id = "t", .schedule_emr_id = "h", .status = "free", .start_us = 1, .end_us = 2
  };
  g_autoptr (OrchSchedule) schedule_a = orch_schedule_new (&schedule), schedule_b = NULL, schedule_c = NULL;
  g_autoptr (OrchSlot) slot_a = orch_slot_new (&slot), slot_b = NULL, slot_c = NULL;

  schedule.id = "j";
  schedule.vanished = TRUE;
  schedule_b = orch_schedule_new (&schedule);
  schedule.to_us = 3;
  schedule_c = orch_schedule_new (&schedule);
  g_assert_true (orch_schedule_same_content (schedule_a, schedule_b));
  g_assert_false (orch_schedule_same_content (schedule_a, schedule_c));
  slot.id = "j";
  slot_b = orch_slot_new (&slot);
  slot.status = "busy";
  slot_c = orch_slot_new (&slot);
  g_assert_true (orch_slot_same_content (slot_a, slot_b));
  g_assert_false (orch_slot_same_content (slot_a, slot_c));
  g_assert_cmpstr (orch_slot_get_fields (slot_c)->status, ==, "busy");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/records/id", test_record_id);
  g_test_add_func ("/core/records/id-is-for-ever", test_record_id_is_for_ever);
  g_test_add_func ("/core/records/appointment-counts", test_appointment_counts);
  g_test_add_func ("/core/records/appointment-content", test_appointment_content);
  g_test_add_func ("/core/records/protected", test_protected);
  g_test_add_func ("/core/records/filled-in", test_filled_in);
  g_test_add_func ("/core/records/schedule-and-slot", test_schedule_and_slot);
  return orch_test_run ();
}
