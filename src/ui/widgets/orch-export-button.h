/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The button of a list that can leave the program: a menu of the forms. Main thread.
 * Signal "export" (int: OrchExportForm): the list is to be made as it shows now, and given to orch_export_run().
 */
#pragma once

#include <adwaita.h>

#include "orch-export.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EXPORT_BUTTON (orch_export_button_get_type ())
G_DECLARE_FINAL_TYPE (OrchExportButton, orch_export_button, ORCH, EXPORT_BUTTON, AdwBin)

G_END_DECLS
