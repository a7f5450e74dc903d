/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Whose appointments show, and booked by whom: one list of professionals, one of the EMR and the clinic's appointment providers. The
 * second is there only when the clinic has a provider. Owned by the page of the appointments; main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_APPOINTMENT_FILTERS (orch_appointment_filters_get_type ())
G_DECLARE_FINAL_TYPE (OrchAppointmentFilters, orch_appointment_filters, ORCH, APPOINTMENT_FILTERS, AdwBin)

/* Signal "changed": another professional or another source was chosen, by the person or because the one chosen is no longer there */

/** orch_appointment_filters_attach: fills the lists; the session must let the directory be read */
void orch_appointment_filters_attach (OrchAppointmentFilters *self, OrchEngine *engine);
/** orch_appointment_filters_detach: the lock: no name stays, and nothing is chosen */
void orch_appointment_filters_detach (OrchAppointmentFilters *self);

/** orch_appointment_filters_get_staff: Returns: (transfer none) (nullable): EMR id; %NULL: everybody's */
const char *orch_appointment_filters_get_staff (OrchAppointmentFilters *self);
/** orch_appointment_filters_get_source: Returns: (transfer none) (nullable): "emr" or a provider's code; %NULL: all */
const char *orch_appointment_filters_get_source (OrchAppointmentFilters *self);
/** orch_appointment_filters_clear: everybody's, from everywhere; "changed" is emitted when something was chosen */
void orch_appointment_filters_clear (OrchAppointmentFilters *self);

G_END_DECLS
