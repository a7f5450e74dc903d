/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) An import that a person starts: when it fails the platform's support is told through the outbox, and the run says
 * "informed" once the hub has acknowledged it. The set-up has one for each kind, and so has the engine of a clinic that exists; each
 * keeps id and "informed" where it keeps its own things. Main thread. Source: product.md §1 step 4.
 */
#pragma once

#include "orch-emr-settings.h"
#include "orch-import-run-private.h"
#include "orch-outbox-pump.h"

G_BEGIN_DECLS

#define ORCH_TYPE_IMPORT_ALERT (orch_import_alert_get_type ())
G_DECLARE_FINAL_TYPE (OrchImportAlert, orch_import_alert, ORCH, IMPORT_ALERT, GObject)

/* Signal "changed": id or "informed" are others, and are to be kept */

OrchImportAlert *orch_import_alert_new (OrchImportRun *run, OrchOutboxPump *pump);
/** orch_import_alert_get_id: Returns: (transfer none) (nullable): of the alert of the last import, if it failed */
const char *orch_import_alert_get_id (OrchImportAlert *self);
gboolean orch_import_alert_get_informed (OrchImportAlert *self);

/** orch_import_alert_restore: what an earlier run of the program kept; @id: (nullable). Once the run is restored too: an acknowledgement
 * that was waited for is waited for again */
void orch_import_alert_restore (OrchImportAlert *self, const char *id, gboolean informed);

/**
 * orch_import_alert_start:
 * @actor: (scope async): who starts it, and tells, though the session may be locked by then; copied
 *
 * Starts the import, unless it runs.
 *
 * Returns: (transfer full): a future boolean, once it has ended and, where it failed, the alert is in the outbox
 */
DexFuture *orch_import_alert_start (OrchImportAlert *self, OrchEmrSettings *settings, OrchStore *store,
                                    const OrchActor *actor);

G_END_DECLS
