/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One import of staff or services from the EMR: its state, its counts, how far it got. Immutable; any thread.
 */
#pragma once

#include "core/orch-import-plan.h"
#include "store/orch-store-types.h"

G_BEGIN_DECLS

/** OrchImportState: kept in the store: append only */
typedef enum
{
  ORCH_IMPORT_RUNNING = 0, /* becomes INTERRUPTED when the store is opened again */
  ORCH_IMPORT_SUCCEEDED,
  ORCH_IMPORT_CONFLICTS, /* finished, some records are in conflict */
  ORCH_IMPORT_FAILED,
  ORCH_IMPORT_CANCELLED,
  ORCH_IMPORT_INTERRUPTED,
} OrchImportState;

typedef struct
{
  gint64 id;
  OrchStoreKind kind;
  OrchImportState state;
  gint64 started;         /* µs since 1970 */
  gint64 ended;           /* 0 while running */
  guint pages;            /* committed so far */
  guint rows;             /* committed so far */
  const char *cursor;     /* of the last page committed (nullable) */
  int error_code;         /* ORCH_ERROR code when FAILED, -1 = none */
  const char *error_text; /* the server's words (nullable) */
  OrchImportCounts counts;
  gboolean conflicts_accepted; /* the user chose to go on and mend later */
} OrchImportRunFields;

#define ORCH_TYPE_IMPORT_RUN (orch_import_run_get_type ())
G_DECLARE_FINAL_TYPE (OrchImportRun, orch_import_run, ORCH, IMPORT_RUN, GObject)

OrchImportRun *orch_import_run_new (const OrchImportRunFields *fields);
const OrchImportRunFields *orch_import_run_get_fields (OrchImportRun *self);

G_END_DECLS
