/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which of the establishment's own files (vendors, providers, types…) were left aside, where each is wrong and what to do: shown
 * only when there are any. In the preferences; the main window tells an administrator to look there. Main thread.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ORCH_TYPE_CATALOGUE_PROBLEMS (orch_catalogue_problems_get_type ())
G_DECLARE_FINAL_TYPE (OrchCatalogueProblems, orch_catalogue_problems, ORCH, CATALOGUE_PROBLEMS, AdwPreferencesGroup)

/** orch_catalogue_problems_exist: whether a file of the process's catalogue was left aside */
gboolean orch_catalogue_problems_exist (void);

G_END_DECLS
