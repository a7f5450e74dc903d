/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The journal of this workstation as an administrator reads it: some days, some patient, and who the people in it are. Source: security.md 10.
 */
#pragma once

#include "orch-store.h"

G_BEGIN_DECLS

/** OrchStoreJournalQuery: what is looked for */
typedef struct
{
  const char *patient; /* ours (nullable): of every patient, and of none */
  gint64 since_us;
  gint64 until_us;
  guint limit; /* the newest are kept, where there are more */
} OrchStoreJournalQuery;

/** orch_store_search_journal: READ_JOURNAL. Who calls journals it. Returns: (transfer full): a future of a boxed GPtrArray of #OrchJournalEntry, newest first */
DexFuture *orch_store_search_journal (OrchStore *self, const OrchActor *actor, const OrchStoreJournalQuery *query);

/** orch_store_name_journal: READ_JOURNAL. @entries: (element-type OrchJournalEntry): of any workstation. Returns: (transfer full): a future of a boxed
 * GHashTable: actor or patient → name, of those whom this workstation knows */
DexFuture *orch_store_name_journal (OrchStore *self, const OrchActor *actor, GPtrArray *entries);

/** orch_store_get_patient_hub_id: Returns: (transfer full): a future of a string: %NULL when the hub does not have the patient, or nobody knows */
DexFuture *orch_store_get_patient_hub_id (OrchStore *self, const char *patient);

G_END_DECLS
