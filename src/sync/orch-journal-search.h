/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The journal of accesses as an administrator reads it: that of the whole clinic where the hub answers, else that of this workstation alone, which
 * is said. Who reads it is in it. Main thread. Source: security.md 10, issue “Locked, journaled, least privilege”.
 */
#pragma once

#include "session/orch-hub-access.h"
#include "session/orch-session.h"
#include "store/orch-store.h"
#include "orch-journal-found.h"

G_BEGIN_DECLS

#define ORCH_JOURNAL_FOUND_MAX 2000 /* entries: the newest */

/** OrchJournalQuery: what is looked for */
typedef struct
{
  const char *patient; /* ours (nullable): everybody */
  gint64 since_us;
  gint64 until_us;
  gboolean again; /* only to show what is shown as it is now: no new entry of the journal */
} OrchJournalQuery;

/**
 * orch_journal_search:
 * @clinic_hub_id: (nullable): before the clinic is on the hub
 *
 * Returns: (transfer full): a future of #OrchJournalFound; REFUSED without READ_JOURNAL or while locked, SIGN_IN_AGAIN
 */
DexFuture *orch_journal_search (OrchStore *store, OrchHubAccess *access, OrchSession *session,
                                const char *clinic_hub_id, const OrchJournalQuery *query);

G_END_DECLS
