/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A connection to the clinic's EMR: what every connector implements, and which connectors there are.
 */
#include "orch-emr.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "orch-emr-fhir.h"

G_DEFINE_ABSTRACT_TYPE (OrchEmr, orch_emr, G_TYPE_OBJECT)

static void
orch_emr_class_init (OrchEmrClass *klass)
{
}

static void
orch_emr_init (OrchEmr *self)
{
}

OrchEmr *
orch_emr_new (const char *kind, GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data,
              GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (values != NULL, NULL);

  if (g_strcmp0 (kind, "fhir-r4") == 0)
    return orch_emr_fhir_new (values, secret, user_data, destroy);
  if (destroy != NULL)
    destroy (user_data);
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED,
                       _ ("The connection to this electronic medical record is not available yet"));
  return NULL;
}

DexFuture *
orch_emr_test_connection (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return ORCH_EMR_GET_CLASS (self)->test_connection (self);
}

OrchEmrPager *
orch_emr_read_staff (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return ORCH_EMR_GET_CLASS (self)->read_staff (self);
}

OrchEmrPager *
orch_emr_read_services (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return ORCH_EMR_GET_CLASS (self)->read_services (self);
}

DexFuture *
orch_emr_read_departments (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return ORCH_EMR_GET_CLASS (self)->read_departments (self);
}

void
orch_emr_cancel (OrchEmr *self)
{
  g_return_if_fail (ORCH_IS_EMR (self));
  ORCH_EMR_GET_CLASS (self)->cancel (self);
}
