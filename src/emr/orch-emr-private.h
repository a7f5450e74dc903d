/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) What every connector is given: the fields as typed, the secrets when they are needed, the way to the network, and what ends
 * the requests under way. Main thread.
 */
#pragma once

#include "http/orch-http.h"
#include "orch-emr.h"

G_BEGIN_DECLS

/** orch_emr_make: a connector of @type. @values: copied. Returns: (transfer full) */
OrchEmr *orch_emr_make (GType type, GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data,
                        GDestroyNotify destroy);

/** orch_emr_get_value: Returns: (transfer none) (nullable): what was typed in a field that is no secret, %NULL when that is empty */
const char *orch_emr_get_value (OrchEmr *self, const char *field);
/** orch_emr_fetch_secret: awaits. Returns: (transfer full) (nullable): for orch_key_wipe(); NOT_FOUND with the field's id when there is none, keyring errors */
char *orch_emr_fetch_secret (OrchEmr *self, const char *field, GError **error);
/** orch_emr_get_http: Returns: (transfer none): one for each connector: its requests are counted */
OrchHttp *orch_emr_get_http (OrchEmr *self);
/** orch_emr_get_cancellable: Returns: (transfer none): of what is asked now; another one after orch_emr_cancel(), see OrchEmrClass.cancelled */
GCancellable *orch_emr_get_cancellable (OrchEmr *self);

G_END_DECLS
