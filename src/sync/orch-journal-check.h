/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Checking the journals of this workstation's clinics while the program is closed: `--verify-journal` (security.md 10). Main thread.
 */
#pragma once

#include <libdex.h>

#include "secrets/orch-keyring.h"

G_BEGIN_DECLS

/** OrchJournalVerdict: of one clinic */
typedef struct
{
  char *clinic;  /* its name, or its id */
  gint64 broken; /* seq of the first entry that is missing or was changed; 0 = none */
  GError *error; /* (nullable): why it could not be checked */
} OrchJournalVerdict;

void orch_journal_verdict_free (OrchJournalVerdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchJournalVerdict, orch_journal_verdict_free)

/**
 * orch_journal_check:
 * @data_dir: (nullable): where the clinics are, if not where the program keeps them
 * @keyring: (nullable): the desktop's by default
 *
 * Nobody else may have the clinics open meanwhile. One that cannot be opened does not keep the others from being checked.
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of #OrchJournalVerdict, empty before the first clinic. Rejects when the list of
 *   clinics itself cannot be read: as orch_store_open() and orch_keyring_lookup() do
 */
DexFuture *orch_journal_check (gboolean training, const char *data_dir, OrchKeyring *keyring);

G_END_DECLS
