/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * When somebody can be booked for a service at a place: the frame of its slots. Immutable; any thread.
 * Source: FHIR R4 Schedule.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_SCHEDULE (orch_schedule_get_type ())
G_DECLARE_FINAL_TYPE (OrchSchedule, orch_schedule, ORCH, SCHEDULE, GObject)

/** OrchScheduleFields: strings (nullable) unless said; copied, "" as %NULL */
typedef struct
{
  const char *id;     /* our UUID: orch_record_id(); NULL in what a connector yields */
  const char *emr_id; /* never NULL */
  const char *hub_id;
  const char *staff_emr_id;
  const char *service_emr_id;
  const char *location_emr_id;
  gboolean active;
  gint64 from_us; /* µs since 1970; 0 = open */
  gint64 to_us;   /* not included; 0 = open */
  gboolean vanished;
  gint64 revision;
} OrchScheduleFields;

OrchSchedule *orch_schedule_new (const OrchScheduleFields *fields);
const OrchScheduleFields *orch_schedule_get_fields (OrchSchedule *self);

/** orch_schedule_same_content: whether all that the EMR says is equal */
gboolean orch_schedule_same_content (OrchSchedule *a, OrchSchedule *b);

G_END_DECLS
