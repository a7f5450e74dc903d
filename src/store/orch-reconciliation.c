/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-reconciliation.h.
 */
#include "orch-reconciliation.h"

struct _OrchReconciliation
{
  GObject parent_instance;

  /* owned */
  OrchReconciliationFields fields; /* its strings and objects too */
};

G_DEFINE_FINAL_TYPE (OrchReconciliation, orch_reconciliation, G_TYPE_OBJECT)

static void
orch_reconciliation_finalize (GObject *object)
{
  OrchReconciliation *self = ORCH_RECONCILIATION (object);

  g_free ((char *) self->fields.ours);
  g_free ((char *) self->fields.theirs);
  g_clear_object (&self->fields.patient);

  G_OBJECT_CLASS (orch_reconciliation_parent_class)->finalize (object);
}

static void
orch_reconciliation_class_init (OrchReconciliationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_reconciliation_finalize;
}

static void
orch_reconciliation_init (OrchReconciliation *self)
{
}

OrchReconciliation *
orch_reconciliation_new (const OrchReconciliationFields *fields)
{
  g_return_val_if_fail (fields != NULL, NULL);
  g_return_val_if_fail (ORCH_IS_PATIENT (fields->patient), NULL);

  OrchReconciliation *self = g_object_new (ORCH_TYPE_RECONCILIATION, NULL);
  self->fields = *fields;
  self->fields.patient = g_object_ref (fields->patient);
  self->fields.ours = g_strdup (fields->ours);
  self->fields.theirs = g_strdup (fields->theirs);
  return self;
}

const OrchReconciliationFields *
orch_reconciliation_get_fields (OrchReconciliation *self)
{
  g_return_val_if_fail (ORCH_IS_RECONCILIATION (self), NULL);

  return &self->fields;
}
