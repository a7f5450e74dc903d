/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to fhir/) One exchange with the server, for the interactions and the pager. In a fiber on the main thread.
 */
#pragma once

#include "orch-fhir-client.h"

G_BEGIN_DECLS

#define ORCH_FHIR_JSON "application/fhir+json"

/** orch_fhir_client_exchange: awaits. Sends @request with the token (bearer is set here), renews it once after a 401, keeps the retry delay
 * and the server's clock. Returns: (transfer full) (nullable): the answer, whatever its status but 401 */
OrchHttpAnswer *orch_fhir_client_exchange (OrchFhirClient *self, OrchHttpRequest *request, GError **error);

/** orch_fhir_pager_new: @form: (nullable): sent as POST _search, @url is then that address */
OrchFhirPager *orch_fhir_pager_new (OrchFhirClient *client, const char *type, const char *url, const char *fallback_url,
                                    GBytes *form);

G_END_DECLS
