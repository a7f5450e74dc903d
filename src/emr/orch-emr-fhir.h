/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The connector for any FHIR R4 EMR. Fields: "url" (FHIR base), "auth" ("none", "client_secret_post",
 * "client_secret_basic", "private_key_jwt"; empty = client_secret_post when a client id is given), "client_id", "token_url" (empty = discovered),
 * "scope"; secrets: "client_secret", "private_key" (PEM). Main thread; pages are parsed on workers while the next one is
 * being asked.
 * Source: emr-facts D1 (Ocean Cloud Connect as a FHIR client), E1.
 */
#pragma once

#include "orch-emr.h"

G_BEGIN_DECLS

#define ORCH_EMR_FHIR_COUNT 500 /* resources asked a page */

#define ORCH_TYPE_EMR_FHIR (orch_emr_fhir_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrFhir, orch_emr_fhir, ORCH, EMR_FHIR, OrchEmr)

OrchEmr *orch_emr_fhir_new (GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data, GDestroyNotify destroy);

/** orch_emr_fhir_set_count: how many resources a page asks for (tests) */
void orch_emr_fhir_set_count (OrchEmrFhir *self, guint count);

G_END_DECLS
