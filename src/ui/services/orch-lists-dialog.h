/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The types and the categories of the clinic, with their names in both languages. An administrator edits them, the others read them; every
 * workstation has the same. Main thread. Source: emr-facts F3 (a configurable list with stable ids).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_LISTS_DIALOG (orch_lists_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchListsDialog, orch_lists_dialog, ORCH, LISTS_DIALOG, AdwDialog)

AdwDialog *orch_lists_dialog_new (OrchEngine *engine);

G_END_DECLS
