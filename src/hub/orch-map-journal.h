/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) An entry of the journal of accesses ⇄ AuditEvent. R4 gives AuditEvent no identifier: an entry is known by its hash, which
 * no two share. Pure; any thread. Source: hub/README.md, security.md 10 and 11.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "core/orch-journal-entry.h"

G_BEGIN_DECLS

/** orch_map_journal: @clinic_hub_id: whose journal; @linked: with references to what the hub had then, else with our identifiers alone. Returns: (transfer
 * full) */
JsonObject *orch_map_journal (OrchJournalEntry *entry, const char *clinic_hub_id, gboolean linked);
/** orch_map_journal_from: @clinic_hub_id: whose journal is read. Returns: (transfer full) (nullable): %NULL for what no workstation of that clinic wrote */
OrchJournalEntry *orch_map_journal_from (JsonObject *audit_event, const char *clinic_hub_id);

G_END_DECLS
