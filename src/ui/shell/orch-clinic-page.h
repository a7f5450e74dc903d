/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic after its set-up: everything of the wizard's steps 1 to 3, editable by an administrator at any time. Main thread.
 * Source: product.md §1 (Afterwards), ux.md (Clinic).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CLINIC_PAGE (orch_clinic_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchClinicPage, orch_clinic_page, ORCH, CLINIC_PAGE, AdwBin)

GtkWidget *orch_clinic_page_new (OrchEngine *engine);

G_END_DECLS
