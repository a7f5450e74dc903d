/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One member of the staff: what the EMR says, the services they offer, where the record comes from,
 * and their role in the application, which an administrator sets. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_STAFF_DIALOG (orch_staff_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchStaffDialog, orch_staff_dialog, ORCH, STAFF_DIALOG, AdwDialog)

AdwDialog *orch_staff_dialog_new (OrchEngine *engine, OrchStaffMember *member);

G_END_DECLS
