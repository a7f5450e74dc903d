/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How an import moves: for the set-up and the engine that own it. Main thread.
 */
#pragma once

#include <libdex.h>

#include "emr/orch-emr.h"
#include "store/orch-store.h"
#include "orch-import-run.h"

G_BEGIN_DECLS

#define ORCH_IMPORT_SHOW_EVERY_US (50 * 1000) /* the bar moves twenty times a second at most */

/** OrchImportRead: what a plan is made of; touched by one thread at a time */
typedef struct
{
  GPtrArray *known; /* (element-type GObject): of the store */
  GPtrArray *staff; /* (nullable) (element-type OrchStaffMember): services: whose EMR ids they may name */
  GPtrArray *pages; /* (element-type OrchEmrPage) */
  char *clinic_id;  /* (nullable): not known yet in the wizard */
} OrchImportRead;

OrchImportRun *orch_import_run_new (OrchImportKind kind);

/** orch_import_run_restore: shows how the last import ended, from the store. Returns: (transfer full): a future boolean: %TRUE when it was
 * interrupted and should start again */
DexFuture *orch_import_run_restore (OrchImportRun *self, OrchStore *store);

/**
 * orch_import_run_start:
 * @actor: (scope async): on whose behalf; copied
 *
 * Reads everything from @emr, plans, and writes it to @store in the order: staff or services, conflicts, counts. Until all is
 * read nothing is written, so that a failure leaves what was there.
 *
 * Returns: (transfer full): a future boolean, never rejected; the state tells
 */
DexFuture *orch_import_run_start (OrchImportRun *self, OrchEmr *emr, OrchStore *store, const OrchActor *actor);

/** orch_import_run_set_failed: it could not even start */
void orch_import_run_set_failed (OrchImportRun *self, const GError *error);
void orch_import_run_set_accepted (OrchImportRun *self, gboolean accepted);
/** orch_import_run_set_alert: what the platform's support knows of its failure */
void orch_import_run_set_alert (OrchImportRun *self, gboolean told, gboolean informed);
/** orch_import_run_show: @done of @total records of @phase, 0 = unknown; told at once where the phase is another, 50 ms after the last time otherwise */
void orch_import_run_show (OrchImportRun *self, OrchImportPhase phase, guint done, guint total);

/** orch_import_show_page: @read: records so far, those of @page too */
void orch_import_show_page (OrchImportRun *self, OrchEmrPage *page, guint read);

/** orch_import_await_departments: in a fiber: keeps @departments as the EMR has them, under our ids: @clinic_id (nullable): of orch_record_id() */
gboolean orch_import_await_departments (OrchStore *store, const OrchActor *actor, const char *clinic_id,
                                        GPtrArray *departments, GError **error);
/** orch_import_await_write: in a fiber: the rows of a plan; @self tells how many are saved */
gboolean orch_import_await_write (OrchImportRun *self, OrchStore *store, const OrchActor *actor, gint64 run,
                                  GPtrArray *rows, GError **error);
/** orch_import_await_plan: in a fiber: makes the plan of what was @read, on a worker, while @self tells how far it is. Returns: (transfer full) (nullable): %NULL with
 * @error */
OrchImportPlan *orch_import_await_plan (OrchImportRun *self, const OrchImportRead *read, GError **error);
/** orch_import_list_conflicts: makes @list hold @conflicts (nullable), the warnings last */
void orch_import_list_conflicts (GListStore *list, GPtrArray *conflicts);

G_END_DECLS
