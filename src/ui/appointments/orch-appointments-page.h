/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The appointments of a day or a week, from every provider, everybody's or one professional's. Read-only: the EMR owns them. It follows the
 * store; nothing of it stays at the lock. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_APPOINTMENTS_PAGE (orch_appointments_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchAppointmentsPage, orch_appointments_page, ORCH, APPOINTMENTS_PAGE, AdwBin)

GtkWidget *orch_appointments_page_new (OrchEngine *engine);

G_END_DECLS
