/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Above the support guide when an error led there: what happened, what to do about it, the diagnostic for the support. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-error.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SUPPORT_PROBLEM (orch_support_problem_get_type ())
G_DECLARE_FINAL_TYPE (OrchSupportProblem, orch_support_problem, ORCH, SUPPORT_PROBLEM, AdwPreferencesGroup)

/** orch_support_problem_new: @page: (nullable): of the help about it, in place of the error's own */
GtkWidget *orch_support_problem_new (OrchError code, const char *page);

G_END_DECLS
