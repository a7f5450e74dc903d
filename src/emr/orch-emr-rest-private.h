/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) What the parts of the declared connector share. In fibers on the main thread.
 */
#pragma once

#include "orch-emr-rest.h"
#include "orch-rest-client.h"

G_BEGIN_DECLS

/** orch_emr_rest_get_declaration: Returns: (transfer none) */
OrchRestDeclaration *orch_emr_rest_get_declaration (OrchEmrRest *self);
/** orch_emr_rest_ensure_client: awaits. Returns: (transfer none) (nullable): errors as orch_rest_client_new() */
OrchRestClient *orch_emr_rest_ensure_client (OrchEmrRest *self, GError **error);
/** orch_emr_rest_forget_client: what was typed is looked at anew with the next request */
void orch_emr_rest_forget_client (OrchEmrRest *self);
/** orch_emr_rest_read: a new reading of a list. @window: (nullable). Returns: (transfer full) */
OrchEmrPager *orch_emr_rest_read (OrchEmrRest *self, OrchRestKind kind, const OrchEmrWindow *window);

/** orch_emr_rest_probe: awaits. Returns: (transfer full) (nullable): CANCELLED and keyring errors only */
OrchEmrReport *orch_emr_rest_probe (OrchEmrRest *self, GError **error);

G_END_DECLS
