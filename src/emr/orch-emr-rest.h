/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The connector for EMRs whose API is declared, not programmed: Accuro, TELUS, and whoever a file of the catalogue adds. Main thread; pages are
 * read on workers. Source: emr-facts B, C; src/emr/README.md says how a declaration is written.
 */
#pragma once

#include "catalogue/orch-emr-vendor.h"
#include "orch-emr.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_REST (orch_emr_rest_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrRest, orch_emr_rest, ORCH, EMR_REST, OrchEmr)

/** orch_emr_rest_new: @vendor: one with a connection. Returns: (transfer full) (nullable): INVALID when that contradicts itself */
OrchEmr *orch_emr_rest_new (OrchEmrVendor *vendor, GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data,
                            GDestroyNotify destroy, GError **error);

G_END_DECLS
