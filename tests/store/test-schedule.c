/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The EMR's schedule page by page: written by the workstation alone, cursor and rows together, nothing told twice; what vanished,
 * what the rules are told of it; patients, whose protected fields are never overwritten in silence.
 */
#include "store-kit.h"

#include "core/orch-clock.h"
#include "core/orch-record-id.h"
#include "core/orch-service-rules.h"

#include <string.h>

#define DAY G_TIME_SPAN_DAY
#define CLINIC "77777777-0000-4000-8000-000000000001"

/* --- rows ------------------------------------------------------------------------------- */

static void
set_up (Kit *kit, gconstpointer data)
{
  OrchClinicFields fields = { .id = CLINIC, .name = "Clinique" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);

  kit_set_up (kit, data);
  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, clinic, FALSE));
}

/* As a connector reads it */
static OrchAppointment *
make_appointment (guint n, const char *version, const char *status, gint64 start)
{
  g_autofree char *emr_id = g_strdup_printf ("A-%u", n);
  g_autofree char *patient = g_strdup_printf ("P-%u", n % 3);
  OrchAppointmentFields fields = {
    .emr_id = emr_id,
    .emr_version = version,
    .source = n % 2 ? "emr" : "rvsq",
    .status = status,
    .start_us = start,
    .end_us = start + 15 * G_TIME_SPAN_MINUTE,
    .minutes = 15,
    .service_emr_id = "SVC-1",
    .staff_emr_id = "EMR-1",
    .patient_emr_id = patient,
  };
  return orch_appointment_new (&fields);
}

static OrchPatient *
make_patient (const char *family, const char *given, const char *nam, const char *phone)
{
  OrchPatientFields fields = {
    .emr_id = "P-1",
    .family = family,
    .given = given,
    .birth_date = "1980-02-03",
    .sex = "female",
    .nam = nam,
    .phone = phone,
  };
  return orch_patient_new (&fields);
}

/* @row: (transfer full) */
static guint
write_one (Kit *kit, OrchStoreKind kind, gpointer row, gint64 run)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (rows, row);
  return kit_uint (orch_store_write_schedule_page (kit->store, &kit_workstation, kind, rows, NULL, NULL, run));
}

static OrchAppointment *
find_appointment (Kit *kit, const char *emr_id)
{
  return kit_object (orch_store_find_by_emr_id (kit->store, ORCH_STORE_APPOINTMENTS, emr_id));
}

#define A(appointment) orch_appointment_get_fields (appointment)

/* --- pages ------------------------------------------------------------------------------ */

static void
page_and_cursor_are_one (Kit *kit, gconstpointer data)
{
  g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) bad = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (page, make_appointment (1, "1", "booked", 100 * DAY));
  g_ptr_array_add (page, make_appointment (2, "1", "booked", 101 * DAY));
  g_assert_cmpuint (kit_uint (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_APPOINTMENTS,
                                                              page, "appointments", "page-2", 5)),
                    ==, 2);
  g_autofree char *cursor = kit_string (orch_store_get_cursor (kit->store, "appointments"));
  g_assert_cmpstr (cursor, ==, "page-2");

  /* The same page again, as a server sends it twice: nothing is new */
  g_assert_cmpuint (kit_uint (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_APPOINTMENTS,
                                                              page, "appointments", "page-2", 5)),
                    ==, 0);

  /* A page with a row that cannot be: neither its rows nor its cursor */
  g_ptr_array_add (bad, make_appointment (3, "1", "booked", 102 * DAY));
  g_ptr_array_add (bad, make_patient ("Roy", "Luc", NULL, NULL));
  kit_fails (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_APPOINTMENTS, bad, "appointments",
                                             "page-3", 5),
             ORCH_ERROR_INVALID);
  kit_fails (orch_store_find_by_emr_id (kit->store, ORCH_STORE_APPOINTMENTS, "A-3"), ORCH_ERROR_NOT_FOUND);
  g_autofree char *still = kit_string (orch_store_get_cursor (kit->store, "appointments"));
  g_assert_cmpstr (still, ==, "page-2");

  /* The end was reached */
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  kit_ok (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_APPOINTMENTS, none, "appointments",
                                          NULL, 5));
  g_autofree char *gone = kit_string (orch_store_get_cursor (kit->store, "appointments"));
  g_assert_null (gone);
}

static void
rows_come_back_whole (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchAppointment) expected = make_appointment (1, "v1", "booked", 100 * DAY);
  OrchScheduleFields schedule_fields = { .emr_id = "S-1",
                                         .staff_emr_id = "EMR-1",
                                         .service_emr_id = "SVC-1",
                                         .location_emr_id = "L-1",
                                         .active = TRUE,
                                         .from_us = 5,
                                         .to_us = 9 };
  OrchSlotFields slot_fields = {
    .emr_id = "T-1", .schedule_emr_id = "S-1", .status = "free", .start_us = 7, .end_us = 8
  };
  g_autoptr (OrchSchedule) schedule = orch_schedule_new (&schedule_fields);
  g_autoptr (OrchSlot) slot = orch_slot_new (&slot_fields);
  g_autoptr (OrchPatient) patient = make_patient ("Tremblay", "Élise", "TREE80020312", "+14185550000");
  gint64 before = orch_clock_now_us ();

  write_one (kit, ORCH_STORE_APPOINTMENTS, g_object_ref (expected), 5);
  write_one (kit, ORCH_STORE_SCHEDULES, g_object_ref (schedule), 5);
  write_one (kit, ORCH_STORE_SLOTS, g_object_ref (slot), 5);
  write_one (kit, ORCH_STORE_PATIENTS, g_object_ref (patient), 5);

  g_autoptr (OrchAppointment) found = find_appointment (kit, "A-1");
  g_autofree char *id = orch_record_id (CLINIC, ORCH_RECORD_APPOINTMENT, "A-1");
  g_assert_true (orch_appointment_same_content (expected, found));
  g_assert_cmpstr (A (found)->id, ==, id); /* the same on every workstation */
  g_assert_cmpstr (A (found)->emr_version, ==, "v1");
  g_assert_cmpint (A (found)->first_seen_us, >=, before);
  g_assert_cmpint (A (found)->revision, ==, 1);
  g_assert_false (A (found)->vanished);
  g_autoptr (OrchAppointment) by_id = kit_object (orch_store_find (kit->store, ORCH_STORE_APPOINTMENTS, id));
  g_assert_true (orch_appointment_same_content (expected, by_id));
  g_autoptr (OrchSchedule) found_schedule =
      kit_object (orch_store_find_by_emr_id (kit->store, ORCH_STORE_SCHEDULES, "S-1"));
  g_assert_true (orch_schedule_same_content (schedule, found_schedule));
  g_autoptr (OrchSlot) found_slot = kit_object (orch_store_find_by_emr_id (kit->store, ORCH_STORE_SLOTS, "T-1"));
  g_assert_true (orch_slot_same_content (slot, found_slot));
  g_autoptr (OrchPatient) found_patient =
      kit_object (orch_store_find_by_emr_id (kit->store, ORCH_STORE_PATIENTS, "P-1"));
  g_assert_true (orch_patient_same_content (patient, found_patient));
  for (OrchStoreKind kind = ORCH_STORE_PATIENTS; kind < ORCH_N_STORE_KINDS; kind++)
    {
      g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, kind));
      g_assert_cmpuint (counts->total, ==, 1);
      g_assert_cmpuint (counts->active, ==, 1);
      g_assert_cmpuint (counts->unsynced, ==, 1);
    }
}

static void
only_what_is_new_is_written (Kit *kit, gconstpointer data)
{
  gint64 start = 100 * DAY;

  g_assert_cmpuint (write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (1, "1", "booked", start), 1), ==, 1);
  g_autoptr (OrchAppointment) first = find_appointment (kit, "A-1");
  /* Another version that says the same */
  g_assert_cmpuint (write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (1, "2", "booked", start), 2), ==, 0);
  g_autoptr (OrchAppointment) second = find_appointment (kit, "A-1");
  g_assert_cmpint (A (second)->revision, ==, 1);
  g_assert_cmpstr (A (second)->emr_version, ==, "2");
  /* Without versions, what it says counts */
  g_assert_cmpuint (write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (1, NULL, "cancelled", start), 3), ==, 1);
  g_autoptr (OrchAppointment) third = find_appointment (kit, "A-1");
  g_assert_cmpint (A (third)->revision, ==, 2);
  g_assert_cmpstr (A (third)->status, ==, "cancelled");
  g_assert_cmpint (A (third)->first_seen_us, ==, A (first)->first_seen_us);
  g_assert_cmpstr (A (third)->id, ==, A (first)->id);
}

static void
nothing_is_told_when_nothing_is_new (Kit *kit, gconstpointer data)
{
  sqlite3 *db;

  for (guint n = 0; n < 50; n++)
    write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (n, "1", "booked", 100 * DAY), 5);
  db = kit_raw_open (kit->path);
  g_autofree char *before = kit_raw_text (db, "SELECT sum (revision) || '/' || group_concat (id) FROM appointment");
  guint n_changed = 0;
  for (guint n = 0; n < 50; n++)
    n_changed += write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (n, "1", "booked", 100 * DAY), 6);
  g_autofree char *after = kit_raw_text (db, "SELECT sum (revision) || '/' || group_concat (id) FROM appointment");
  sqlite3_close (db);
  g_assert_cmpuint (n_changed, ==, 0);
  g_assert_cmpstr (before, ==, after);
}

static void
unsent_edits_stay (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchPatient) patient = make_patient ("Tremblay", "Élise", NULL, "+14185550000");
  g_autofree char *id = orch_record_id (CLINIC, ORCH_RECORD_PATIENT, "P-1");

  write_one (kit, ORCH_STORE_PATIENTS, g_object_ref (patient), 1);
  kit_ok (orch_store_enqueue (kit->store, &kit_admin, ORCH_ACT_SEND_ALERT, "patient", id, "update", "{}"));
  g_assert_cmpuint (write_one (kit, ORCH_STORE_PATIENTS, make_patient ("Tremblay", "Élise", NULL, "+14185559999"), 2),
                    ==, 0);
  g_autoptr (OrchPatient) kept = kit_object (orch_store_find (kit->store, ORCH_STORE_PATIENTS, id));
  g_assert_cmpstr (orch_patient_get_fields (kept)->phone, ==, "+14185550000");

  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_claim (kit->store));
  kit_ok (orch_store_outbox_ack (kit->store, op, "1"));
  g_assert_cmpuint (write_one (kit, ORCH_STORE_PATIENTS, make_patient ("Tremblay", "Élise", NULL, "+14185559999"), 3),
                    ==, 1);
}

static void
only_the_workstation_writes (Kit *kit, gconstpointer data)
{
  const OrchActor *const persons[] = { &kit_admin, &kit_receptionist, &kit_professional, &kit_nobody };
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (persons); i++)
    {
      for (OrchStoreKind kind = ORCH_STORE_PATIENTS; kind < ORCH_N_STORE_KINDS; kind++)
        kit_fails (orch_store_write_schedule_page (kit->store, persons[i], kind, none, NULL, NULL, 1),
                   ORCH_ERROR_REFUSED);
      kit_fails (orch_store_sweep_appointments (kit->store, persons[i], 0, 1, 1), ORCH_ERROR_REFUSED);
      kit_fails (orch_store_sweep_schedule (kit->store, persons[i], ORCH_STORE_SLOTS, 0, 1, 1), ORCH_ERROR_REFUSED);
    }
  kit_fails (orch_store_list_reconciliations (kit->store, &kit_nobody, 1), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_settle_reconciliation (kit->store, &kit_workstation, 1, TRUE), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_settle_reconciliation (kit->store, &kit_professional, 1, TRUE), ORCH_ERROR_REFUSED);
  kit_ok (orch_store_list_reconciliations (kit->store, &kit_professional, 1));
}

/* --- to the hub ------------------------------------------------------------------------- */

static void
goes_out_by_batches (Kit *kit, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *after = NULL;
  guint n_batches = 0;

  for (guint n = 0; n < 25; n++)
    write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (n, "1", "booked", 100 * DAY), 5);
  for (;;)
    {
      g_autoptr (GPtrArray) batch =
          kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_APPOINTMENTS, after, 10));
      if (batch->len == 0)
        break;
      g_autofree OrchStoreLink *links = g_new0 (OrchStoreLink, batch->len);
      for (guint i = 0; i < batch->len; i++)
        {
          g_assert_true (g_hash_table_add (seen, g_strdup (A (batch->pdata[i])->id)));
          /* The hub refuses one: it stays for the next time */
          if (!g_str_equal (A (batch->pdata[i])->emr_id, "A-7"))
            links[i] = (OrchStoreLink) { "appointment", A (batch->pdata[i])->id, "Appointment/x", "1", 1 };
          else
            links[i] = (OrchStoreLink) { "appointment", "nobody", "Appointment/x", "1", 1 };
        }
      kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, links, batch->len));
      g_set_str (&after, A (batch->pdata[batch->len - 1])->id);
      n_batches++;
    }
  g_assert_cmpuint (n_batches, ==, 3);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 25);
  g_autoptr (GPtrArray) left = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_APPOINTMENTS, NULL, 10));
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (A (left->pdata[0])->emr_id, ==, "A-7");

  /* A change makes one due again, with the hub's id */
  write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (3, "2", "cancelled", 100 * DAY), 6);
  g_autoptr (GPtrArray) again = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_APPOINTMENTS, NULL, 10));
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpstr (A (again->pdata[0])->hub_id, ==, "Appointment/x");
}

/* --- what is no longer there ---------------------------------------------------------------- */

static void
what_a_run_did_not_see_has_vanished (Kit *kit, gconstpointer data)
{
  for (guint n = 0; n < 4; n++)
    write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (n, "1", "booked", (100 + n) * DAY), 10);
  /* The next run sees 0 and 2; 3 is outside its days */
  write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (0, "1", "booked", 100 * DAY), 20);
  write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (2, "1", "booked", 102 * DAY), 20);
  g_assert_cmpuint (kit_uint (orch_store_sweep_appointments (kit->store, &kit_workstation, 100 * DAY, 103 * DAY, 20)),
                    ==, 1);
  g_assert_cmpuint (kit_uint (orch_store_sweep_appointments (kit->store, &kit_workstation, 100 * DAY, 103 * DAY, 20)),
                    ==, 0);
  for (guint n = 0; n < 4; n++)
    {
      g_autofree char *emr_id = g_strdup_printf ("A-%u", n);
      g_autoptr (OrchAppointment) appointment = find_appointment (kit, emr_id);
      g_assert_cmpint (A (appointment)->vanished, ==, n == 1);
      g_assert_cmpint (A (appointment)->revision, ==, n == 1 ? 2 : 1); /* the hub is told */
    }
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, ORCH_STORE_APPOINTMENTS));
  g_assert_cmpuint (counts->active, ==, 3);

  /* It is there again, in the same version */
  g_assert_cmpuint (write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (1, "1", "booked", 101 * DAY), 30), ==,
                    1);
  g_autoptr (OrchAppointment) back = find_appointment (kit, "A-1");
  g_assert_false (A (back)->vanished);

  OrchScheduleFields fields = { .emr_id = "S-1", .active = TRUE };
  write_one (kit, ORCH_STORE_SCHEDULES, orch_schedule_new (&fields), 10);
  g_assert_cmpuint (kit_uint (orch_store_sweep_schedule (kit->store, &kit_workstation, ORCH_STORE_SCHEDULES, 0, 0, 10)),
                    ==, 0);
  g_assert_cmpuint (kit_uint (orch_store_sweep_schedule (kit->store, &kit_workstation, ORCH_STORE_SCHEDULES, 0, 0, 11)),
                    ==, 1);
}

static void
rules_are_told_of_appointments (Kit *kit, gconstpointer data)
{
  gint64 now = orch_clock_now_us ();
  const struct
  {
    const char *status;
    gint64 start;
    gboolean late; /* first seen after the service was made inactive */
  } appointments[] = {
    { "booked", -DAY, FALSE },   { "booked", DAY, FALSE },          { "cancelled", DAY, FALSE },
    { "noshow", -DAY, TRUE },    { "fulfilled", -DAY, TRUE },       { "booked", DAY, TRUE },
    { "booked", 2 * DAY, TRUE }, { "entered-in-error", DAY, TRUE }, { "cancelled", DAY, TRUE },
  };

  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (appointments); i++)
    {
      orch_clock_set_offset_us (appointments[i].late ? 2 * G_TIME_SPAN_HOUR : 0);
      write_one (kit, ORCH_STORE_APPOINTMENTS,
                 make_appointment (i, "1", appointments[i].status, now + appointments[i].start), 1);
    }
  orch_clock_set_offset_us (0);
  g_autoptr (OrchService) plain = kit_service (1, "Suivi", FALSE);
  g_autoptr (OrchService) other = kit_service (2, "Sans rendez-vous", FALSE);
  OrchServiceFields fields = *orch_service_get_fields (plain);
  fields.deactivated_us = now + G_TIME_SPAN_HOUR;
  g_autoptr (OrchService) service = orch_service_new (&fields);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, service));
  kit_ok (orch_store_save_service (kit->store, &kit_admin, other));

  g_autoptr (GPtrArray) facts = kit_boxed (orch_store_load_service_facts (kit->store, now));
  g_assert_cmpuint (facts->len, ==, 1);
  OrchServiceFacts *found = facts->pdata[0];
  g_assert_cmpstr (found->service_id, ==, fields.id);
  g_assert_cmpuint (found->upcoming, ==, 3);
  g_assert_cmpuint (found->fresh, ==, 3);

  /* What the rules themselves count */
  for (guint i = 0; i < G_N_ELEMENTS (appointments); i++)
    {
      g_autofree char *emr_id = g_strdup_printf ("A-%u", i);
      g_ptr_array_add (rows, find_appointment (kit, emr_id));
    }
  g_autoptr (OrchServiceFacts) counted = orch_service_facts_count (service, rows, now);
  g_assert_cmpuint (counted->upcoming, ==, found->upcoming);
  g_assert_cmpuint (counted->fresh, ==, found->fresh);
}

/* --- patients --------------------------------------------------------------------------- */

static void
missing_patients_are_named (Kit *kit, gconstpointer data)
{
  for (guint n = 0; n < 6; n++)
    write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (n, "1", "booked", 100 * DAY), 1);
  write_one (kit, ORCH_STORE_PATIENTS, make_patient ("Tremblay", "Élise", NULL, NULL), 1);
  g_auto (GStrv) all = kit_boxed (orch_store_list_missing_patients (kit->store, NULL, 10));
  g_assert_cmpstrv (all, ((const char *const[]) { "P-0", "P-2", NULL }));
  g_auto (GStrv) page = kit_boxed (orch_store_list_missing_patients (kit->store, "P-0", 10));
  g_assert_cmpstrv (page, ((const char *const[]) { "P-2", NULL }));
}

static void
protected_fields_are_reconciled (Kit *kit, gconstpointer data)
{
  write_one (kit, ORCH_STORE_PATIENTS, make_patient ("Tremblay", "Élise", NULL, "1"), 1);

  /* What we lack and what is not protected are taken over; what differs is asked about */
  g_assert_cmpuint (write_one (kit, ORCH_STORE_PATIENTS, make_patient ("Roy", "Élise", "TREE80020312", "2"), 2), ==, 1);
  g_autoptr (OrchPatient) patient = kit_object (orch_store_find_by_emr_id (kit->store, ORCH_STORE_PATIENTS, "P-1"));
  g_assert_cmpstr (orch_patient_get_fields (patient)->family, ==, "Tremblay");
  g_assert_cmpstr (orch_patient_get_fields (patient)->nam, ==, "TREE80020312");
  g_assert_cmpstr (orch_patient_get_fields (patient)->phone, ==, "2");
  g_autoptr (GPtrArray) list = kit_boxed (orch_store_list_reconciliations (kit->store, &kit_receptionist, 10));
  g_assert_cmpuint (list->len, ==, 1);
  const OrchReconciliationFields *f = orch_reconciliation_get_fields (list->pdata[0]);
  g_assert_cmpint (f->field, ==, ORCH_PATIENT_FAMILY);
  g_assert_cmpstr (f->ours, ==, "Tremblay");
  g_assert_cmpstr (f->theirs, ==, "Roy");
  g_assert_cmpstr (orch_patient_get_fields (f->patient)->given, ==, "Élise");

  /* Every run says so again: it is one question. */
  write_one (kit, ORCH_STORE_PATIENTS, make_patient ("Roy", "Élise", "TREE80020312", "2"), 3);
  g_autoptr (GPtrArray) same = kit_boxed (orch_store_list_reconciliations (kit->store, &kit_receptionist, 10));
  g_assert_cmpuint (same->len, ==, 1);

  /* Kept: not asked about again, until the EMR says something else */
  kit_ok (orch_store_settle_reconciliation (kit->store, &kit_receptionist, f->id, FALSE));
  kit_fails (orch_store_settle_reconciliation (kit->store, &kit_receptionist, f->id, TRUE), ORCH_ERROR_CONFLICT);
  kit_fails (orch_store_settle_reconciliation (kit->store, &kit_receptionist, 999, TRUE), ORCH_ERROR_NOT_FOUND);
  write_one (kit, ORCH_STORE_PATIENTS, make_patient ("Roy", "Élise", "TREE80020312", "2"), 4);
  g_autoptr (GPtrArray) kept = kit_boxed (orch_store_list_reconciliations (kit->store, &kit_receptionist, 10));
  g_assert_cmpuint (kept->len, ==, 0);
  write_one (kit, ORCH_STORE_PATIENTS, make_patient ("Roy-Côté", "Élise", "TREE80020312", "2"), 5);
  g_autoptr (GPtrArray) other = kit_boxed (orch_store_list_reconciliations (kit->store, &kit_receptionist, 10));
  g_assert_cmpuint (other->len, ==, 1);

  /* Taken */
  kit_ok (orch_store_settle_reconciliation (kit->store, &kit_receptionist,
                                            orch_reconciliation_get_fields (other->pdata[0])->id, TRUE));
  g_autoptr (OrchPatient) taken = kit_object (orch_store_find_by_emr_id (kit->store, ORCH_STORE_PATIENTS, "P-1"));
  g_assert_cmpstr (orch_patient_get_fields (taken)->family, ==, "Roy-Côté");
  g_assert_cmpstr (orch_patient_get_fields (taken)->phone, ==, "2");
  g_assert_cmpint (orch_patient_get_fields (taken)->revision, ==, orch_patient_get_fields (patient)->revision + 1);

  /* Mended in the EMR before anybody chose: the question is gone. */
  write_one (kit, ORCH_STORE_PATIENTS, make_patient ("Roy-Côté", "Lise", "TREE80020312", "2"), 6);
  write_one (kit, ORCH_STORE_PATIENTS, make_patient ("Roy-Côté", "Élise", "TREE80020312", "2"), 7);
  g_autoptr (GPtrArray) mended = kit_boxed (orch_store_list_reconciliations (kit->store, &kit_receptionist, 10));
  g_assert_cmpuint (mended->len, ==, 0);

  /* Journaled with the patient, without a value */
  g_autoptr (GPtrArray) journal = kit_boxed (orch_store_list_journal (kit->store, 0, 100));
  guint n_reconciled = 0;
  for (guint i = 0; i < journal->len; i++)
    {
      const OrchJournalEntryFields *entry = orch_journal_entry_get_fields (journal->pdata[i]);
      n_reconciled += g_str_equal (entry->act, "reconciled") &&
                      g_strcmp0 (entry->patient, orch_patient_get_fields (taken)->id) == 0;
      g_assert_true (entry->detail == NULL || strstr (entry->detail, "Roy") == NULL);
    }
  g_assert_cmpuint (n_reconciled, ==, 2);
}

/* --- runs ------------------------------------------------------------------------------- */

static void
runs_are_remembered (Kit *kit, gconstpointer data)
{
  OrchSyncCounts counts = { .requests = 4, .sent = 3, .failed = 2, .conflicts = 1 };
  g_autoptr (GError) error = g_error_new (ORCH_ERROR, ORCH_ERROR_SERVER_FAULT, "500");

  counts.kinds[ORCH_STORE_APPOINTMENTS].received = 12;
  counts.kinds[ORCH_STORE_APPOINTMENTS].changed = 5;
  counts.kinds[ORCH_STORE_APPOINTMENTS].vanished = 1;
  kit_fails (orch_store_begin_sync (kit->store, &kit_professional, 0), ORCH_ERROR_REFUSED);
  gint64 first = kit_int64 (orch_store_begin_sync (kit->store, &kit_workstation, 0));
  kit_ok (orch_store_update_sync (kit->store, &kit_workstation, first, &counts));
  counts.kinds[ORCH_STORE_APPOINTMENTS].received = 13;
  g_autoptr (OrchSyncRecord) record =
      kit_object (orch_store_finish_sync (kit->store, &kit_workstation, first, ORCH_STORE_RUN_FAILED, &counts, error,
                                          "emr.example"));
  const OrchSyncRecordFields *f = orch_sync_record_get_fields (record);
  g_assert_cmpint (f->id, ==, first);
  g_assert_cmpint (f->state, ==, ORCH_STORE_RUN_FAILED);
  g_assert_cmpint (f->ended, >=, f->started);
  g_assert_cmpstr (f->host, ==, "emr.example");
  g_assert_cmpstr (f->error_text, ==, "500");
  g_assert_cmpint (f->error_code, ==, ORCH_ERROR_SERVER_FAULT);
  g_assert_cmpmem (&f->counts, sizeof counts, &counts, sizeof counts);
  kit_fails (orch_store_update_sync (kit->store, &kit_workstation, first, &counts), ORCH_ERROR_NOT_FOUND);

  /* Killed: interrupted at the next start; begun again: the one before is interrupted */
  gint64 second = kit_int64 (orch_store_begin_sync (kit->store, &kit_workstation, 1));
  kit_close (kit);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
  kit_fails (orch_store_finish_sync (kit->store, &kit_workstation, second, ORCH_STORE_RUN_SUCCEEDED, NULL, NULL, NULL),
             ORCH_ERROR_NOT_FOUND);
  kit_int64 (orch_store_begin_sync (kit->store, &kit_workstation, 0));
  gint64 last = kit_int64 (orch_store_begin_sync (kit->store, &kit_workstation, 0));
  g_autoptr (GPtrArray) all = kit_boxed (orch_store_list_sync_runs (kit->store, -1, 10));
  g_autoptr (GPtrArray) recent = kit_boxed (orch_store_list_sync_runs (kit->store, 0, 2));
  g_assert_cmpuint (all->len, ==, 4);
  g_assert_cmpuint (recent->len, ==, 2);
  g_assert_cmpint (orch_sync_record_get_fields (recent->pdata[0])->id, ==, last);
  g_assert_cmpint (orch_sync_record_get_fields (recent->pdata[1])->state, ==, ORCH_STORE_RUN_INTERRUPTED);
  g_assert_cmpint (orch_sync_record_get_fields (all->pdata[2])->state, ==, ORCH_STORE_RUN_INTERRUPTED);

  for (guint i = 0; i < 120; i++)
    kit_int64 (orch_store_begin_sync (kit->store, &kit_workstation, 0));
  g_autoptr (GPtrArray) pruned = kit_boxed (orch_store_list_sync_runs (kit->store, -1, 1000));
  g_assert_cmpuint (pruned->len, ==, 101); /* a hundred of one kind, the only one of the other */
}

static void
cursors_are_kept (Kit *kit, gconstpointer data)
{
  kit_ok (orch_store_set_cursor (kit->store, &kit_workstation, "a", "1"));
  kit_ok (orch_store_set_cursor (kit->store, &kit_workstation, "b", "2"));
  kit_ok (orch_store_set_cursor (kit->store, &kit_workstation, "a", "3"));
  kit_ok (orch_store_set_cursor (kit->store, &kit_workstation, "b", NULL));
  kit_fails (orch_store_set_cursor (kit->store, &kit_professional, "a", "4"), ORCH_ERROR_REFUSED);
  kit_close (kit);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
  g_autofree char *a = kit_string (orch_store_get_cursor (kit->store, "a"));
  g_autofree char *b = kit_string (orch_store_get_cursor (kit->store, "b"));
  g_assert_cmpstr (a, ==, "3");
  g_assert_null (b);
}

/* What ended before the days that are kept leaves, once the hub has it. */
static void
old_ones_leave (Kit *kit, gconstpointer data)
{
  const gint64 now = orch_clock_now_us ();

  for (guint i = 0; i < 4; i++)
    write_one (kit, ORCH_STORE_APPOINTMENTS, make_appointment (i, "1", "booked", now - (gint64) (40 - 10 * i) * DAY),
               now);
  /* Numbers 0 and 1 are old; the hub has number 1, 2 and 3. */
  for (guint i = 1; i < 4; i++)
    {
      g_autofree char *emr_id = g_strdup_printf ("A-%u", i);
      g_autoptr (OrchAppointment) one = find_appointment (kit, emr_id);
      const OrchAppointmentFields *fields = orch_appointment_get_fields (one);
      OrchStoreLink link = { "appointment", fields->id, emr_id, "1", fields->revision };

      kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
    }
  kit_fails (orch_store_purge_schedule (kit->store, &kit_admin, now - 25 * DAY), ORCH_ERROR_REFUSED);
  g_assert_cmpuint (kit_uint (orch_store_purge_schedule (kit->store, &kit_workstation, now - 25 * DAY)), ==, 1);
  kit_fails (orch_store_find_by_emr_id (kit->store, ORCH_STORE_APPOINTMENTS, "A-1"), ORCH_ERROR_NOT_FOUND);
  for (guint i = 0; i < 4; i += i == 0 ? 2 : 1)
    {
      g_autofree char *emr_id = g_strdup_printf ("A-%u", i);
      g_autoptr (OrchAppointment) left = find_appointment (kit, emr_id);

      g_assert_nonnull (left);
    }
  g_assert_cmpuint (kit_uint (orch_store_purge_schedule (kit->store, &kit_workstation, now - 25 * DAY)), ==, 0);
  g_assert_cmpint (kit_int64 (orch_store_verify_journal (kit->store, NULL)), ==, 0);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, func) g_test_add ("/schedule/" path, Kit, NULL, set_up, func, kit_tear_down)
  TEST ("page-and-cursor-are-one", page_and_cursor_are_one);
  TEST ("rows-come-back-whole", rows_come_back_whole);
  TEST ("only-what-is-new-is-written", only_what_is_new_is_written);
  TEST ("nothing-is-told-when-nothing-is-new", nothing_is_told_when_nothing_is_new);
  TEST ("unsent-edits-stay", unsent_edits_stay);
  TEST ("only-the-workstation-writes", only_the_workstation_writes);
  TEST ("goes-out-by-batches", goes_out_by_batches);
  TEST ("what-a-run-did-not-see-has-vanished", what_a_run_did_not_see_has_vanished);
  TEST ("rules-are-told-of-appointments", rules_are_told_of_appointments);
  TEST ("missing-patients-are-named", missing_patients_are_named);
  TEST ("protected-fields-are-reconciled", protected_fields_are_reconciled);
  TEST ("old-ones-leave", old_ones_leave);
  TEST ("runs-are-remembered", runs_are_remembered);
  TEST ("cursors-are-kept", cursors_are_kept);
  return g_test_run ();
}
