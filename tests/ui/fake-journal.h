/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A journal of accesses that a test wrote. Main thread.
 */
#pragma once

#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** fake_journal_add: an act of @actor, @ago_s seconds ago; @patient: (nullable) */
void fake_journal_add (const char *actor, const char *act, const char *patient, const char *workstation, gint64 ago_s);
/** fake_journal_name: of an actor or a patient */
void fake_journal_name (const char *id, const char *name);
/** fake_journal_set_hub_error: (nullable): the hub's part fails with this from now on */
void fake_journal_set_hub_error (const GError *error);
/** fake_journal_get_query: Returns: (transfer none): the last one: days that were asked for, of which patient, whether again */
const OrchJournalQuery *fake_journal_get_query (void);
void fake_journal_clear (void);

G_END_DECLS
