/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A connection to the clinic's EMR: the interface that every connector implements. Reads only. Owned by the import run;
 * main thread. What a connector yields are core objects without our ids: the import plan gives those.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "orch-emr-pager.h"
#include "orch-emr-report.h"

G_BEGIN_DECLS

/** OrchEmrSecretFunc: Returns: (transfer full): a future of the secret of a field (string), fetched from the keyring at the
 * moment it is needed; rejects KEYRING_LOCKED… or NOT_FOUND */
typedef DexFuture *(*OrchEmrSecretFunc) (const char *field_id, gpointer user_data);

#define ORCH_TYPE_EMR (orch_emr_get_type ())
G_DECLARE_DERIVABLE_TYPE (OrchEmr, orch_emr, ORCH, EMR, GObject)

struct _OrchEmrClass
{
  GObjectClass parent_class;

  DexFuture *(*test_connection) (OrchEmr *self);
  OrchEmrPager *(*read_staff) (OrchEmr *self);
  OrchEmrPager *(*read_services) (OrchEmr *self);
  DexFuture *(*read_departments) (OrchEmr *self);
  void (*cancel) (OrchEmr *self);

  gpointer padding[8];
};

/**
 * orch_emr_new:
 * @kind: the connector of the catalogue's vendor: "fhir-r4"
 * @values: (element-type utf8 utf8): what was typed in the fields that are not secrets, by field id
 *
 * Returns: (transfer full) (nullable): %NULL and UNSUPPORTED when no connector of that kind exists yet
 */
OrchEmr *orch_emr_new (const char *kind, GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data,
                       GDestroyNotify destroy, GError **error);

/** orch_emr_test_connection: never writes. Returns: (transfer full): a future of #OrchEmrReport; rejects CANCELLED and keyring errors only */
DexFuture *orch_emr_test_connection (OrchEmr *self);
/** orch_emr_read_staff: Returns: (transfer full): pages of OrchStaffMember */
OrchEmrPager *orch_emr_read_staff (OrchEmr *self);
/** orch_emr_read_services: Returns: (transfer full): pages of OrchService */
OrchEmrPager *orch_emr_read_services (OrchEmr *self);
/** orch_emr_read_departments: Returns: (transfer full): a future of a boxed #GPtrArray of #OrchDepartment: those the staff work in */
DexFuture *orch_emr_read_departments (OrchEmr *self);
/** orch_emr_cancel: ends what is under way (CANCELLED); the object can be used again */
void orch_emr_cancel (OrchEmr *self);

G_END_DECLS
