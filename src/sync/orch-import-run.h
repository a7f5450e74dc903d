/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One import of staff or services from the EMR, seen from outside: how far it is and how it ended. It goes on when its page is
 * left and when the window closes; what it brought is in the store, page by page. Owned by the set-up or the engine; main thread.
 * Source: seeds/wizard-guide.txt (the four outcomes), product.md §1 steps 4 and 5.
 */
#pragma once

#include <gio/gio.h>

#include "core/orch-import-plan.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_IMPORT_STAFF = 0,
  ORCH_IMPORT_SERVICES,
} OrchImportKind;

/** OrchImportState: kept in the store: append only */
typedef enum
{
  ORCH_IMPORT_IDLE = 0, /* never run */
  ORCH_IMPORT_RUNNING,
  ORCH_IMPORT_SUCCESS,   /* no conflict (warnings do not count) */
  ORCH_IMPORT_CONFLICTS, /* done, with conflicts */
  ORCH_IMPORT_FAILED,    /* nothing half-applied; the platform support is told */
  ORCH_IMPORT_CANCELLED,
} OrchImportState;

/** OrchImportPhase: what is done with the records while RUNNING */
typedef enum
{
  ORCH_IMPORT_ASKING = 0, /* the EMR, which has not answered */
  ORCH_IMPORT_ROLES,      /* who is what, where: some EMRs keep that apart */
  ORCH_IMPORT_READING,
  ORCH_IMPORT_CHECKING,
  ORCH_IMPORT_SAVING,
} OrchImportPhase;

#define ORCH_TYPE_IMPORT_RUN (orch_import_run_get_type ())
G_DECLARE_FINAL_TYPE (OrchImportRun, orch_import_run, ORCH, IMPORT_RUN, GObject)

/*
 * Properties, read-only and notified:
 *   state     int (OrchImportState)
 *   phase     int (OrchImportPhase)  RUNNING only: in this order; of what done and total count
 *   done      uint   records so far, of this phase; once not RUNNING, all of them
 *   total     uint   records in all, 0 = unknown (while reading); notified before done, both at most every 50 ms
 *   informed  gboolean  FAILED only: the hub has acknowledged the alert ("informed", until then "will be informed"); notified
 *                       as well when the support begins to be told
 *   accepted  gboolean  CONFLICTS only: the person goes on and will mend later
 */

OrchImportKind orch_import_run_get_kind (OrchImportRun *self);
OrchImportState orch_import_run_get_state (OrchImportRun *self);
OrchImportPhase orch_import_run_get_phase (OrchImportRun *self);
guint orch_import_run_get_done (OrchImportRun *self);
guint orch_import_run_get_total (OrchImportRun *self);
/** orch_import_run_get_fraction: Returns: of the whole import, 0 to 1; below 0 when unknown */
double orch_import_run_get_fraction (OrchImportRun *self);
/** orch_import_run_get_told: FAILED only: the platform's support is told, as it is of an import that a person started */
gboolean orch_import_run_get_told (OrchImportRun *self);
gboolean orch_import_run_get_informed (OrchImportRun *self);
gboolean orch_import_run_get_accepted (OrchImportRun *self);

/** orch_import_run_get_counts: Returns: (transfer none): final once not RUNNING; "25 people imported" is usable */
const OrchImportCounts *orch_import_run_get_counts (OrchImportRun *self);

/** orch_import_run_get_conflicts: Returns: (transfer none): a GListModel of OrchConflict, warnings last */
GListModel *orch_import_run_get_conflicts (OrchImportRun *self);

/** orch_import_run_get_error: Returns: (transfer none) (nullable): FAILED only: an ORCH_ERROR with the server's words */
const GError *orch_import_run_get_error (OrchImportRun *self);

/** orch_import_run_cancel: stops at the next page; what is imported stays */
void orch_import_run_cancel (OrchImportRun *self);

/** orch_import_run_is_settled: SUCCESS, or CONFLICTS accepted: the wizard may go on */
gboolean orch_import_run_is_settled (OrchImportRun *self);

G_END_DECLS
