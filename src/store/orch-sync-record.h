/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One run of the synchronisation: what kind, how it ended, what it brought and sent. Immutable; any thread.
 * Properties, read-only, for list rows: kind, state (int), started, ended (int64), sent, failed, error-code (int).
 */
#pragma once

#include "orch-store-run.h"
#include "orch-store-types.h"

G_BEGIN_DECLS

/** OrchSyncCounts: what a run brought and sent */
typedef struct
{
  struct
  {
    guint received;            /* records that the EMR or the hub gave */
    guint changed;             /* of these, new or changed here */
    guint vanished;            /* no longer there */
  } kinds[ORCH_N_STORE_KINDS]; /* by OrchStoreKind */

  guint requests;  /* made to EMR and hub */
  guint sent;      /* objects that the hub took */
  guint failed;    /* objects that the hub refused */
  guint conflicts; /* found with the hub */
} OrchSyncCounts;

typedef struct
{
  gint64 id;
  int kind; /* OrchSyncKind */
  OrchStoreRunState state;
  gint64 started;         /* µs since 1970 */
  gint64 ended;           /* 0 while running */
  const char *host;       /* of the EMR or hub that the error is about (nullable) */
  int error_code;         /* ORCH_ERROR code, -1 = none */
  const char *error_text; /* the server's words (nullable) */
  OrchSyncCounts counts;
} OrchSyncRecordFields;

#define ORCH_TYPE_SYNC_RECORD (orch_sync_record_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncRecord, orch_sync_record, ORCH, SYNC_RECORD, GObject)

OrchSyncRecord *orch_sync_record_new (const OrchSyncRecordFields *fields);
const OrchSyncRecordFields *orch_sync_record_get_fields (OrchSyncRecord *self);

G_END_DECLS
