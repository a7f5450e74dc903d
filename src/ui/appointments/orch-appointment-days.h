/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the page of the appointments shows, without its widgets: a list of the store for each of the seven days, so that each is a
 * section with its own heading and a day that changes reads that day again; a day on its own is the first of them. It knows where in
 * these days now is, and which later day has appointments. Owned by the page; empty while the session does not let them be read; main thread.
 */
#pragma once

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_APPOINTMENT_N_DAYS 7

#define ORCH_TYPE_APPOINTMENT_DAYS (orch_appointment_days_get_type ())
G_DECLARE_FINAL_TYPE (OrchAppointmentDays, orch_appointment_days, ORCH, APPOINTMENT_DAYS, GObject)

/* Signal "changed": rows, or whether they are being read */

OrchAppointmentDays *orch_appointment_days_new (void);

/** orch_appointment_days_attach: Returns: %FALSE when the session lets nothing be read */
gboolean orch_appointment_days_attach (OrchAppointmentDays *self, OrchEngine *engine);
/** orch_appointment_days_detach: the lock: nothing stays */
void orch_appointment_days_detach (OrchAppointmentDays *self);
gboolean orch_appointment_days_get_attached (OrchAppointmentDays *self);

/** orch_appointment_days_set_filter: @staff, @source: (nullable): see OrchAppointmentList; from the next orch_appointment_days_set_range() on */
void orch_appointment_days_set_filter (OrchAppointmentDays *self, const char *staff, const char *source);
/** orch_appointment_days_set_range: @first: a midnight; @week: seven days from it, else one */
void orch_appointment_days_set_range (OrchAppointmentDays *self, GDateTime *first, gboolean week);

/** orch_appointment_days_get_sections: Returns: (transfer none): a GListModel of GListModels, a day each */
GListModel *orch_appointment_days_get_sections (OrchAppointmentDays *self);
guint orch_appointment_days_count (OrchAppointmentDays *self);
gboolean orch_appointment_days_get_loading (OrchAppointmentDays *self);
const GError *orch_appointment_days_get_error (OrchAppointmentDays *self); /* (nullable) */

/** orch_appointment_days_dup_day: Returns: (transfer full) (nullable): the day of the row at @position: that row may not have been read yet */
GDateTime *orch_appointment_days_dup_day (OrchAppointmentDays *self, guint position);
/** orch_appointment_days_get_now: Returns: the position of the first row that is not over when today is among them, else 0 */
guint orch_appointment_days_get_now (OrchAppointmentDays *self);
/** orch_appointment_days_find_next: Returns: (transfer full): a future of a boxed GDateTime: the start of the first one after these days; NOT_FOUND */
DexFuture *orch_appointment_days_find_next (OrchAppointmentDays *self);

/** orch_appointment_days_is_today: @day: (nullable) */
gboolean orch_appointment_days_is_today (GDateTime *day);

G_END_DECLS
