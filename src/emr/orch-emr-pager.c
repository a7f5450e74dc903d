/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The pages of one reading of the EMR. Main thread.
 */
#include "orch-emr-pager.h"

struct _OrchEmrPager
{
  GObject parent_instance;

  OrchEmrNext next;
  gpointer reading; /* (owned) by destroy */
  GDestroyNotify destroy;
};

G_DEFINE_FINAL_TYPE (OrchEmrPager, orch_emr_pager, G_TYPE_OBJECT)

static void
orch_emr_pager_finalize (GObject *object)
{
  OrchEmrPager *self = ORCH_EMR_PAGER (object);

  if (self->destroy != NULL)
    self->destroy (self->reading);

  G_OBJECT_CLASS (orch_emr_pager_parent_class)->finalize (object);
}

static void
orch_emr_pager_class_init (OrchEmrPagerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_emr_pager_finalize;
}

static void
orch_emr_pager_init (OrchEmrPager *self)
{
}

OrchEmrPager *
orch_emr_pager_new (OrchEmrNext next, gpointer reading, GDestroyNotify destroy)
{
  g_return_val_if_fail (next != NULL, NULL);

  OrchEmrPager *self = g_object_new (ORCH_TYPE_EMR_PAGER, NULL);
  self->next = next;
  self->reading = reading;
  self->destroy = destroy;
  return self;
}

DexFuture *
orch_emr_pager_next (OrchEmrPager *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_PAGER (self), NULL);
  return self->next (self->reading);
}
