/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A stand-in for the store's lists of appointments, over an array. Main thread.
 */
#pragma once

#include "core/orch-appointment.h"
#include "store/orch-appointment-list.h"

G_BEGIN_DECLS

typedef struct _FakeSchedule FakeSchedule;

FakeSchedule *fake_schedule_new (void);
void fake_schedule_free (FakeSchedule *self);
OrchAppointmentList *fake_schedule_list (FakeSchedule *self);

/** fake_schedule_put: adds that appointment, or replaces the one of its EMR id; @name: (nullable): of the patient, "Gagnon, Alice"; @service and @staff:
 * (nullable): names */
void fake_schedule_put (FakeSchedule *self, const OrchAppointmentFields *fields, const char *name, const char *service,
                        const char *staff);
/** fake_schedule_fill: a week of appointments around today, of every status and source */
void fake_schedule_fill (FakeSchedule *self);
/** fake_schedule_fail: what the lists answer from now on; @error: (nullable): copied */
void fake_schedule_fail (FakeSchedule *self, const GError *error);

G_END_DECLS
