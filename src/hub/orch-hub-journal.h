/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The journal of accesses on the hub: AuditEvents, which nobody changes. In fibers on the main thread. Source: security.md 10.
 */
#pragma once

#include "core/orch-journal-entry.h"
#include "orch-hub.h"

G_BEGIN_DECLS

/** OrchHubJournalQuery: what is asked of the hub */
typedef struct
{
  const char *clinic_hub_id;
  const char *patient_hub_id; /* (nullable): of this patient only */
  gint64 since_us;
  gint64 until_us;
  guint limit; /* the newest are kept, where there are more */
} OrchHubJournalQuery;

/**
 * orch_hub_send_journal:
 * @entries: (element-type OrchJournalEntry): at most %ORCH_FHIR_BATCH_MAX, oldest first, of this workstation
 * @doubtful: some of them may be there already: the hub is asked first
 *
 * Returns: (transfer full): a future of uint: how many of the first ones need not be sent again. Rejects when there is none: UNSUPPORTED and
 *   REFUSED of a hub that keeps no journal
 */
DexFuture *orch_hub_send_journal (OrchHub *self, const char *clinic_hub_id, GPtrArray *entries, gboolean doubtful);

/** orch_hub_read_journal: Returns: (transfer full): a future of a boxed #GPtrArray of #OrchJournalEntry, newest first, each once */
DexFuture *orch_hub_read_journal (OrchHub *self, const OrchHubJournalQuery *query);

/** orch_hub_read_names: @people: "Practitioner/…" each. Returns: (transfer full): a future of a boxed #GHashTable: person → name, of those whom the hub
 * shows */
DexFuture *orch_hub_read_names (OrchHub *self, const char *const *people);

G_END_DECLS
