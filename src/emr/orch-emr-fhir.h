/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The connector for any FHIR R4 EMR. Fields, as data/emr has them: "base-url", "auth" ("none", "secret-post",
 * "secret-basic", "private-key-jwt"; empty = secret-post when there is a client id, else none), "client-id", "token-url" (empty =
 * discovered), "scopes", "key-id"; secrets: "client-secret", "private-key" (PEM or JWK). Main thread; pages are parsed on workers while
 * the next one is being asked.
 * Source: emr-facts D1 (Ocean Cloud Connect as a FHIR client), E1.
 */
#pragma once

#include "orch-emr.h"

G_BEGIN_DECLS

#define ORCH_EMR_FHIR_COUNT 300 /* resources asked a page */

#define ORCH_TYPE_EMR_FHIR (orch_emr_fhir_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrFhir, orch_emr_fhir, ORCH, EMR_FHIR, OrchEmr)

OrchEmr *orch_emr_fhir_new (GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data, GDestroyNotify destroy);

/** orch_emr_fhir_set_count: how many resources a page asks for (tests) */
void orch_emr_fhir_set_count (OrchEmrFhir *self, guint count);

G_END_DECLS
