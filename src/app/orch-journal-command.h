/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * `orchestrateur --verify-journal`: for the clinic's privacy officer, and for what runs at night. Main thread, before the application runs.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_JOURNAL_WHOLE = 0,
  ORCH_JOURNAL_BROKEN = 1,
  ORCH_JOURNAL_UNKNOWN = 2, /* at least one could not be checked, and none is known to be broken */
} OrchJournalStatus;

/** orch_journal_command_run: checks the journal of each clinic of this workstation and prints a line for each. Returns: the status to exit with */
OrchJournalStatus orch_journal_command_run (gboolean training);

G_END_DECLS
