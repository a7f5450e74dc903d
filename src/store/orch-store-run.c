/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-store-run.h.
 */
#include "orch-store-run.h"

struct _OrchStoreRun
{
  GObject parent_instance;

  /* owned */
  OrchStoreRunFields fields; /* its strings too */
};

G_DEFINE_FINAL_TYPE (OrchStoreRun, orch_store_run, G_TYPE_OBJECT)

static void
orch_store_run_finalize (GObject *object)
{
  OrchStoreRun *self = ORCH_STORE_RUN (object);

  g_free ((char *) self->fields.cursor);
  g_free ((char *) self->fields.error_text);

  G_OBJECT_CLASS (orch_store_run_parent_class)->finalize (object);
}

static void
orch_store_run_class_init (OrchStoreRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_store_run_finalize;
}

static void
orch_store_run_init (OrchStoreRun *self)
{
}

OrchStoreRun *
orch_store_run_new (const OrchStoreRunFields *fields)
{
  g_return_val_if_fail (fields != NULL, NULL);

  OrchStoreRun *self = g_object_new (ORCH_TYPE_STORE_RUN, NULL);
  self->fields = *fields;
  self->fields.cursor = g_strdup (fields->cursor);
  self->fields.error_text = g_strdup (fields->error_text);
  return self;
}

const OrchStoreRunFields *
orch_store_run_get_fields (OrchStoreRun *self)
{
  g_return_val_if_fail (ORCH_IS_STORE_RUN (self), NULL);

  return &self->fields;
}
