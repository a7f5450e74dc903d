/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A protected field of a patient that the EMR gives otherwise than we have it: a person decides which is right. Immutable; any
 * thread. Holds what identifies a patient: shown behind the lock only, never logged. Source: product.md §3.
 */
#pragma once

#include "core/orch-patient.h"

G_BEGIN_DECLS

/** OrchReconciliationChoice: kept in the store: append only */
typedef enum
{
  ORCH_RECONCILIATION_WAITS = 0,
  ORCH_RECONCILIATION_OURS,
  ORCH_RECONCILIATION_THEIRS,
  ORCH_RECONCILIATION_AGREED, /* the EMR says the same again: nobody had to choose */
} OrchReconciliationChoice;

typedef struct
{
  gint64 id;
  OrchPatient *patient;   /* as we have it */
  OrchPatientField field; /* one */
  const char *ours;       /* (nullable) */
  const char *theirs;     /* (nullable) */
  gint64 created;         /* µs since 1970 */
  gint64 settled;         /* 0 = waits */
  OrchReconciliationChoice choice;
} OrchReconciliationFields;

#define ORCH_TYPE_RECONCILIATION (orch_reconciliation_get_type ())
G_DECLARE_FINAL_TYPE (OrchReconciliation, orch_reconciliation, ORCH, RECONCILIATION, GObject)

OrchReconciliation *orch_reconciliation_new (const OrchReconciliationFields *fields);
const OrchReconciliationFields *orch_reconciliation_get_fields (OrchReconciliation *self);

G_END_DECLS
