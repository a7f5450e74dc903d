/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An appointment, from whichever provider it came: read-only here, the EMR owns it. Immutable; any thread.
 * Source: FHIR R4 Appointment; product.md §2 and §3.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_APPOINTMENT (orch_appointment_get_type ())
G_DECLARE_FINAL_TYPE (OrchAppointment, orch_appointment, ORCH, APPOINTMENT, GObject)

/** OrchAppointmentFields: strings (nullable) unless said; copied, "" as %NULL */
typedef struct
{
  const char *id;     /* our UUID: orch_record_id(); NULL in what a connector yields */
  const char *emr_id; /* never NULL */
  const char *hub_id;
  const char *emr_version; /* opaque: meta.versionId of the EMR */
  const char *source;      /* who booked it: "emr", or a provider's code, "rvsq" */
  const char *
      status; /* FHIR: proposed pending booked arrived fulfilled cancelled noshow entered-in-error checked-in waitlist */
  gint64 start_us; /* µs since 1970 */
  gint64 end_us;
  int minutes; /* 0 = as start and end say */
  const char *service_emr_id;
  const char *staff_emr_id;
  const char *patient_emr_id;
  const char *location_emr_id;
  gint64 first_seen_us; /* when this clinic first saw it; never changes afterwards; 0 = not kept yet */
  gboolean vanished;    /* the EMR no longer has it */
  gboolean
      walk_in; /* the EMR says that the patient comes without an appointment; not kept: of what a connector yields alone */
  gint64 revision;
} OrchAppointmentFields;

OrchAppointment *orch_appointment_new (const OrchAppointmentFields *fields);
const OrchAppointmentFields *orch_appointment_get_fields (OrchAppointment *self);

/** orch_appointment_counts: whether it takes place or took place: its status counts, and the EMR still has it */
gboolean orch_appointment_counts (OrchAppointment *self);

/** orch_appointment_status_counts: @status: (nullable): FHIR code. Returns: %FALSE for cancelled, noshow and entered-in-error */
gboolean orch_appointment_status_counts (const char *status);

/** orch_appointment_same_content: whether all that the EMR says is equal; its version is not looked at */
gboolean orch_appointment_same_content (OrchAppointment *a, OrchAppointment *b);

G_END_DECLS
