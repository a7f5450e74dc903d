/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-rest-read.h.
 */
#include "orch-rest-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-department.h"
#include "core/orch-patient.h"
#include "core/orch-schedule.h"
#include "core/orch-service.h"
#include "core/orch-slot.h"
#include "core/orch-staff-member.h"
#include "orch-emr-values.h"
#include "orch-rest-values.h"

#define ID_MAX 200
#define VALUES_MAX 16
#define MINUTE_US ((gint64) 60 * G_USEC_PER_SEC)
/* What would last longer has an end that is not its own. */
#define LONGEST_US (24 * 60 * MINUTE_US)

static const char *const names[] = { "staff", "services",     "departments", "schedules",
                                     "slots", "appointments", "patients" };
G_STATIC_ASSERT (G_N_ELEMENTS (names) == ORCH_REST_N_KINDS);

/* In this order in Record.values. */
static const char *const staff_fields[] = { "id",    "family", "given",      "prefix", "licence",  "speciality",
                                            "phone", "email",  "department", "active", "bookable", NULL };
static const char *const service_fields[] = { "id", "name", "name_en", "category", "minutes", "active", NULL };
static const char *const department_fields[] = { "id", "name", NULL };
static const char *const schedule_fields[] = { "id", "staff", "service", "location", "active", NULL };
static const char *const slot_fields[] = { "id", "schedule", "date", "start", "end", "minutes", "status", NULL };
static const char *const appointment_fields[] = { "id",      "date",    "start",    "end",    "minutes", "staff",
                                                  "patient", "service", "location", "status", "version", NULL };
static const char *const patient_fields[] = { "id",  "family",       "given", "birth_date", "sex",
                                              "nam", "nam_province", "phone", "email",      NULL };
static const char *const *const fields_of[] = { staff_fields, service_fields,     department_fields, schedule_fields,
                                                slot_fields,  appointment_fields, patient_fields };

/* What a record says, in the order of its kind's fields. */
typedef struct
{
  char *values[VALUES_MAX];
} Record;

static void
record_clear (Record *self)
{
  for (guint i = 0; i < VALUES_MAX; i++)
    g_clear_pointer (&self->values[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, record_clear)

static void
record_fill (Record *self, OrchRestKind kind, JsonNode *node, JsonObject *fields)
{
  const char *const *wanted = fields_of[kind];

  for (guint i = 0; wanted[i] != NULL; i++)
    self->values[i] = orch_rest_dup_value (node, json_object_get_member (fields, wanted[i]));
}

static gboolean
is_true (const char *text, gboolean fallback)
{
  if (text == NULL)
    return fallback;
  return g_ascii_strcasecmp (text, "true") == 0 || g_str_equal (text, "1") || g_ascii_strcasecmp (text, "Y") == 0;
}

static int
read_minutes (const char *text)
{
  const gint64 minutes = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;

  return (int) CLAMP (minutes, 0, G_MAXINT);
}

/* --- one of each kind ---------------------------------------------------------------------------- */

static void
read_member (char **is, GPtrArray *records)
{
  const char *const departments[] = { is[8], NULL };
  const gboolean active = is_true (is[9], TRUE);

  g_ptr_array_add (records, orch_staff_member_new (&(OrchStaffMemberFields) {
                                .emr_id = is[0],
                                .family = is[1],
                                .given = is[2],
                                .prefix = is[3],
                                .licence = is[4],
                                .speciality = is[5],
                                .phone = is[6],
                                .email = is[7],
                                .department_emr_ids = is[8] != NULL ? departments : NULL,
                                .bookable = active && is_true (is[10], TRUE),
                                .active = active,
                                .origin = ORCH_ORIGIN_EMR,
                            }));
}

static void
read_service (char **is, GPtrArray *records)
{
  /* A type that is no longer used is not offered: as one that is not there. */
  if (!is_true (is[5], TRUE))
    return;
  g_ptr_array_add (records, orch_service_new (&(OrchServiceFields) {
                                .emr_id = is[0],
                                .name = is[1] != NULL ? is[1] : is[2],
                                .name_en = is[1] != NULL ? is[2] : NULL,
                                .category = is[3],
                                .duration_minutes = read_minutes (is[4]),
                                .to_define = TRUE,
                                .origin = ORCH_ORIGIN_EMR,
                            }));
}

static void
read_department (char **is, GPtrArray *records)
{
  g_ptr_array_add (records, orch_department_new (&(OrchDepartmentFields) {
                                .emr_id = is[0],
                                .name = is[1] != NULL ? is[1] : is[0],
                                .origin = ORCH_ORIGIN_EMR,
                            }));
}

/* What a declaration does not translate is an appointment that takes place. */
static const char *
get_status (const char *text)
{
  static const char *const codes[] = { "proposed",   "pending",   "booked", "arrived",
                                       "fulfilled",  "cancelled", "noshow", "entered-in-error",
                                       "checked-in", "waitlist",  NULL };

  return text != NULL && g_strv_contains (codes, text) ? text : "booked";
}

/* Returns: whether it begins at a time that can be read, in the window; otherwise why not is told, or nothing */
static gboolean
read_span (char **is, guint at, const OrchEmrWindow *window, gint64 *start_us, gint64 *end_us, GPtrArray *unreadable)
{
  if (!orch_rest_read_moment (is[at], is[at + 1], start_us))
    {
      orch_emr_unreadable_add (unreadable, NULL, is[0], "no time that can be read");
      return FALSE;
    }
  if (window != NULL && (*start_us < window->from_us || (window->to_us != 0 && *start_us >= window->to_us)))
    return FALSE;
  if (!orch_rest_read_moment (is[at], is[at + 2], end_us) || *end_us < *start_us || *end_us - *start_us > LONGEST_US)
    *end_us = *start_us + MIN (read_minutes (is[at + 3]) * MINUTE_US, LONGEST_US);
  return TRUE;
}

static void
read_schedule (char **is, GPtrArray *records)
{
  g_ptr_array_add (records, orch_schedule_new (&(OrchScheduleFields) {
                                .emr_id = is[0],
                                .staff_emr_id = is[1],
                                .service_emr_id = is[2],
                                .location_emr_id = is[3],
                                .active = is_true (is[4], TRUE),
                            }));
}

/* What a declaration does not translate is a time that is not to be offered. */
static void
read_slot (char **is, const OrchEmrWindow *window, GPtrArray *records, GPtrArray *unreadable)
{
  static const char *const codes[] = { "busy", "free", "busy-unavailable", "busy-tentative", "entered-in-error", NULL };
  gint64 start_us = 0;
  gint64 end_us = 0;

  if (read_span (is, 2, window, &start_us, &end_us, unreadable))
    g_ptr_array_add (records, orch_slot_new (&(OrchSlotFields) {
                                  .emr_id = is[0],
                                  .schedule_emr_id = is[1],
                                  .status = is[6] != NULL && g_strv_contains (codes, is[6]) ? is[6] : "busy",
                                  .start_us = start_us,
                                  .end_us = end_us,
                              }));
}

static void
read_appointment (char **is, const OrchEmrWindow *window, GPtrArray *records, GPtrArray *unreadable)
{
  gint64 start_us = 0;
  gint64 end_us = 0;

  /* Time that is kept free of patients. */
  if (is[6] == NULL || g_str_equal (is[6], "0"))
    return;
  if (!read_span (is, 1, window, &start_us, &end_us, unreadable))
    return;
  g_ptr_array_add (records, orch_appointment_new (&(OrchAppointmentFields) {
                                .emr_id = is[0],
                                .emr_version = is[10],
                                .source = "emr",
                                .status = get_status (is[9]),
                                .start_us = start_us,
                                .end_us = end_us,
                                .service_emr_id = is[7],
                                .staff_emr_id = is[5],
                                .patient_emr_id = is[6],
                                .location_emr_id = is[8],
                            }));
}

static void
read_patient (char **is, GPtrArray *records, GPtrArray *unreadable)
{
  g_autofree char *nam = orch_emr_dup_nam (is[5], is[6]);
  g_autofree char *birth_date = orch_rest_dup_day (is[3]);

  if (is[1] == NULL && is[2] == NULL && nam == NULL)
    {
      orch_emr_unreadable_add (unreadable, NULL, is[0], "neither a name nor a health insurance number");
      return;
    }
  g_ptr_array_add (records, orch_patient_new (&(OrchPatientFields) {
                                .emr_id = is[0],
                                .family = is[1],
                                .given = is[2],
                                .birth_date = birth_date,
                                .sex = orch_emr_get_sex (is[4]),
                                .nam = nam,
                                .phone = is[7],
                                .email = is[8],
                            }));
}

/* --- public API ---------------------------------------------------------------------------------- */

const char *
orch_rest_kind_get_name (OrchRestKind kind)
{
  g_return_val_if_fail (kind < ORCH_REST_N_KINDS, NULL);
  return names[kind];
}

const char *const *
orch_rest_kind_get_fields (OrchRestKind kind)
{
  g_return_val_if_fail (kind < ORCH_REST_N_KINDS, NULL);
  return fields_of[kind];
}

void
orch_rest_read (OrchRestKind kind, JsonNode *node, JsonObject *fields, const OrchEmrWindow *window, GPtrArray *records,
                GPtrArray *unreadable)
{
  g_auto (Record) record = { 0 };
  char **is = record.values;

  g_return_if_fail (kind < ORCH_REST_N_KINDS);
  g_return_if_fail (node != NULL && fields != NULL);

  record_fill (&record, kind, node, fields);
  if (is[0] == NULL || strlen (is[0]) > ID_MAX)
    {
      orch_emr_unreadable_add (unreadable, is[1], NULL, N_ ("it has no identifier"));
      return;
    }
  switch (kind)
    {
    case ORCH_REST_STAFF:
      read_member (is, records);
      break;
    case ORCH_REST_SERVICES:
      read_service (is, records);
      break;
    case ORCH_REST_DEPARTMENTS:
      read_department (is, records);
      break;
    case ORCH_REST_SCHEDULES:
      read_schedule (is, records);
      break;
    case ORCH_REST_SLOTS:
      read_slot (is, window, records, unreadable);
      break;
    case ORCH_REST_APPOINTMENTS:
      read_appointment (is, window, records, unreadable);
      break;
    case ORCH_REST_PATIENTS:
      read_patient (is, records, unreadable);
      break;
    case ORCH_REST_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}
