/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients, schedules, slots and appointments from the tables to the objects of core/. On a database thread.
 */
#include "orch-store-private.h"

#define PATIENT_SELECT                                                                                                 \
  "SELECT key, id, emr_id, hub_id, family, given, birth_date, sex, nam, phone, email, revision, street, "              \
  "city, province, postal_code, origin FROM patient "

#define SCHEDULE_SELECT                                                                                                \
  "SELECT key, id, emr_id, hub_id, staff_emr_id, service_emr_id, location_emr_id, active, start, end, vanished, "      \
  "revision FROM schedule "

#define SLOT_SELECT "SELECT key, id, emr_id, hub_id, schedule_emr_id, status, start, end, vanished, revision FROM slot "

#define APPOINTMENT_SELECT                                                                                             \
  "SELECT key, id, emr_id, hub_id, emr_version, source, status, start, end, minutes, service_emr_id, staff_emr_id, "   \
  "patient_emr_id, location_emr_id, first_seen, vanished, revision FROM appointment "

static GObject *
read_patient (sqlite3_stmt *statement)
{
  OrchPatientFields fields = {
    .id = orch_column_text (statement, 1),
    .emr_id = orch_column_text (statement, 2),
    .hub_id = orch_column_text (statement, 3),
    .family = orch_column_text (statement, 4),
    .given = orch_column_text (statement, 5),
    .birth_date = orch_column_text (statement, 6),
    .sex = orch_column_text (statement, 7),
    .nam = orch_column_text (statement, 8),
    .phone = orch_column_text (statement, 9),
    .email = orch_column_text (statement, 10),
    .revision = sqlite3_column_int64 (statement, 11),
    .street = orch_column_text (statement, 12),
    .city = orch_column_text (statement, 13),
    .province = orch_column_text (statement, 14),
    .postal_code = orch_column_text (statement, 15),
    .origin = (OrchOrigin) sqlite3_column_int (statement, 16),
  };
  return G_OBJECT (orch_patient_new (&fields));
}

static GObject *
read_schedule (sqlite3_stmt *statement)
{
  OrchScheduleFields fields = {
    .id = orch_column_text (statement, 1),
    .emr_id = orch_column_text (statement, 2),
    .hub_id = orch_column_text (statement, 3),
    .staff_emr_id = orch_column_text (statement, 4),
    .service_emr_id = orch_column_text (statement, 5),
    .location_emr_id = orch_column_text (statement, 6),
    .active = sqlite3_column_int (statement, 7),
    .from_us = sqlite3_column_int64 (statement, 8),
    .to_us = sqlite3_column_int64 (statement, 9),
    .vanished = sqlite3_column_int (statement, 10),
    .revision = sqlite3_column_int64 (statement, 11),
  };
  return G_OBJECT (orch_schedule_new (&fields));
}

static GObject *
read_slot (sqlite3_stmt *statement)
{
  OrchSlotFields fields = {
    .id = orch_column_text (statement, 1),
    .emr_id = orch_column_text (statement, 2),
    .hub_id = orch_column_text (statement, 3),
    .schedule_emr_id = orch_column_text (statement, 4),
    .status = orch_column_text (statement, 5),
    .start_us = sqlite3_column_int64 (statement, 6),
    .end_us = sqlite3_column_int64 (statement, 7),
    .vanished = sqlite3_column_int (statement, 8),
    .revision = sqlite3_column_int64 (statement, 9),
  };
  return G_OBJECT (orch_slot_new (&fields));
}

static GObject *
read_appointment (sqlite3_stmt *statement)
{
  OrchAppointmentFields fields = {
    .id = orch_column_text (statement, 1),
    .emr_id = orch_column_text (statement, 2),
    .hub_id = orch_column_text (statement, 3),
    .emr_version = orch_column_text (statement, 4),
    .source = orch_column_text (statement, 5),
    .status = orch_column_text (statement, 6),
    .start_us = sqlite3_column_int64 (statement, 7),
    .end_us = sqlite3_column_int64 (statement, 8),
    .minutes = sqlite3_column_int (statement, 9),
    .service_emr_id = orch_column_text (statement, 10),
    .staff_emr_id = orch_column_text (statement, 11),
    .patient_emr_id = orch_column_text (statement, 12),
    .location_emr_id = orch_column_text (statement, 13),
    .first_seen_us = sqlite3_column_int64 (statement, 14),
    .vanished = sqlite3_column_int (statement, 15),
    .revision = sqlite3_column_int64 (statement, 16),
  };
  return G_OBJECT (orch_appointment_new (&fields));
}

#define UNSYNCED "revision > synced_revision"

const OrchStoreRowKind orch_store_patient_rows = {
  "patient", PATIENT_SELECT, UNSYNCED, ORCH_STORE_CHANGED_PATIENTS, orch_patient_get_type, read_patient,
};

const OrchStoreRowKind orch_store_schedule_rows = {
  "schedule", SCHEDULE_SELECT, UNSYNCED, ORCH_STORE_CHANGED_SCHEDULES, orch_schedule_get_type, read_schedule,
};

const OrchStoreRowKind orch_store_slot_rows = {
  "slot", SLOT_SELECT, UNSYNCED, ORCH_STORE_CHANGED_SCHEDULES, orch_slot_get_type, read_slot,
};

const OrchStoreRowKind orch_store_appointment_rows = {
  "appointment",    APPOINTMENT_SELECT, UNSYNCED, ORCH_STORE_CHANGED_APPOINTMENTS, orch_appointment_get_type,
  read_appointment,
};
