/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The Patients page of the main window: whom the clinic knows, found by name, health insurance number, birth date, phone or file number,
 * each with the state of their account on the portal; one opens over the list. Emptied while the session is locked. Main thread.
 * Source: product.md §4, ux.md.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PATIENTS_PAGE (orch_patients_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchPatientsPage, orch_patients_page, ORCH, PATIENTS_PAGE, AdwBin)

GtkWidget *orch_patients_page_new (OrchEngine *engine);

G_END_DECLS
