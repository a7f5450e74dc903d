/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One import of staff or services from the EMR: its state, its counts, how far it got. Immutable; any thread.
 */
#pragma once

#include "core/orch-import-plan.h"
#include "orch-store-types.h"

G_BEGIN_DECLS

/** OrchStoreRunState: kept in the store: append only */
typedef enum
{
  ORCH_STORE_RUN_RUNNING = 0, /* becomes INTERRUPTED when the store is opened again */
  ORCH_STORE_RUN_SUCCEEDED,
  ORCH_STORE_RUN_CONFLICTS, /* finished, some records are in conflict */
  ORCH_STORE_RUN_FAILED,
  ORCH_STORE_RUN_CANCELLED,
  ORCH_STORE_RUN_INTERRUPTED,
} OrchStoreRunState;

typedef struct
{
  gint64 id;
  OrchStoreKind kind;
  OrchStoreRunState state;
  gint64 started;         /* µs since 1970 */
  gint64 ended;           /* 0 while running */
  guint pages;            /* committed so far */
  guint rows;             /* committed so far */
  const char *cursor;     /* of the last page committed (nullable) */
  int error_code;         /* ORCH_ERROR code when FAILED, -1 = none */
  const char *error_text; /* the server's words (nullable) */
  OrchImportCounts counts;
  gboolean conflicts_accepted; /* the user chose to go on and mend later */
} OrchStoreRunFields;

#define ORCH_TYPE_STORE_RUN (orch_store_run_get_type ())
G_DECLARE_FINAL_TYPE (OrchStoreRun, orch_store_run, ORCH, STORE_RUN, GObject)

OrchStoreRun *orch_store_run_new (const OrchStoreRunFields *fields);
const OrchStoreRunFields *orch_store_run_get_fields (OrchStoreRun *self);

G_END_DECLS
