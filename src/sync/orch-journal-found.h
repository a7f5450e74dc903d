/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a search of the journal of accesses found: the acts, who the people in them are, and whether it is all of it. Immutable once made; main thread.
 */
#pragma once

#include "core/orch-journal-entry.h"

G_BEGIN_DECLS

#define ORCH_TYPE_JOURNAL_FOUND (orch_journal_found_get_type ())
G_DECLARE_FINAL_TYPE (OrchJournalFound, orch_journal_found, ORCH, JOURNAL_FOUND, GObject)

/** OrchJournalFoundFields: of a new one, which takes everything over */
typedef struct
{
  GPtrArray *entries; /* (element-type OrchJournalEntry): newest first, each once */
  GHashTable *names;  /* actor or patient → name */
  GError *hub_error;  /* (nullable) */
  char *workstation;  /* (nullable): the UUID of this one */
  gboolean cut;
} OrchJournalFoundFields;

/** orch_journal_found_new: @fields: (transfer full): what it holds */
OrchJournalFound *orch_journal_found_new (const OrchJournalFoundFields *fields);
/** orch_journal_found_get_entries: Returns: (transfer none) (element-type OrchJournalEntry): newest first, each once */
GPtrArray *orch_journal_found_get_entries (OrchJournalFound *self);
/** orch_journal_found_get_name: of an actor or a patient. Returns: (transfer none) (nullable): whom this workstation does not know */
const char *orch_journal_found_get_name (OrchJournalFound *self, const char *id);
/** orch_journal_found_get_hub_error: Returns: (transfer none) (nullable): why only the acts of this workstation are there */
const GError *orch_journal_found_get_hub_error (OrchJournalFound *self);
/** orch_journal_found_is_here: whether it was done on this workstation */
gboolean orch_journal_found_is_here (OrchJournalFound *self, OrchJournalEntry *entry);
/** orch_journal_found_is_cut: whether there are older ones that were not read */
gboolean orch_journal_found_is_cut (OrchJournalFound *self);

G_END_DECLS
