/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The journal of accesses: who did what, when, from where; of the clinic or of one patient. For who is in charge of privacy (READ_JOURNAL). Closes when
 * the session locks. Main thread. Source: issue “Locked, journaled, least privilege”, security.md 10.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_JOURNAL_DIALOG (orch_journal_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchJournalDialog, orch_journal_dialog, ORCH, JOURNAL_DIALOG, AdwDialog)

/** orch_journal_dialog_new: @patient: (nullable): ours: what concerns this patient alone; @name: (nullable): of the patient */
AdwDialog *orch_journal_dialog_new (OrchEngine *engine, const char *patient, const char *name);

G_END_DECLS
