/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A client of one FHIR R4 server (hub or EMR): the standard interactions, tolerant of what fhir-servers.md §3 lists, with
 * every failure an ORCH_ERROR that keeps the server's words. A 401 renews the token once, then is SIGN_IN_AGAIN.
 * Owned by OrchHub or OrchEmrFhir; main thread. Bodies over 32 KB are parsed on a worker.
 */
#pragma once

#include <libdex.h>

#include "http/orch-http.h"
#include "orch-fhir-bundle.h"
#include "orch-fhir-capability.h"
#include "orch-fhir-pager.h"
#include "orch-fhir-reference.h"
#include "orch-fhir-result.h"
#include "orch-token-source.h"

G_BEGIN_DECLS

#define ORCH_TYPE_FHIR_CLIENT (orch_fhir_client_get_type ())
G_DECLARE_FINAL_TYPE (OrchFhirClient, orch_fhir_client, ORCH, FHIR_CLIENT, GObject)

/** orch_fhir_client_new: @base: "https://host/fhir", allowed in @http by this call; @tokens: (nullable). Returns: (transfer full) (nullable): UNTRUSTED, INVALID */
OrchFhirClient *orch_fhir_client_new (OrchHttp *http, const char *base, OrchTokenSource *tokens, GError **error);

const char *orch_fhir_client_get_base (OrchFhirClient *self);
OrchTokenSource *orch_fhir_client_get_tokens (OrchFhirClient *self); /* (nullable) */
/** orch_fhir_client_set_tokens: (nullable): who acts from now on */
void orch_fhir_client_set_tokens (OrchFhirClient *self, OrchTokenSource *tokens);
/** orch_fhir_client_set_cancellable: (nullable): ends every exchange of this client when cancelled */
void orch_fhir_client_set_cancellable (OrchFhirClient *self, GCancellable *cancellable);

/** orch_fhir_client_get_retry_us: Returns: microseconds to wait before asking this server again, 0 when it may be asked now; set by 429 and 503 */
gint64 orch_fhir_client_get_retry_us (OrchFhirClient *self);
/** orch_fhir_client_get_server_offset_us: Returns: the server's clock minus ours, by its last Date header (whole seconds); 0 when unknown */
gint64 orch_fhir_client_get_server_offset_us (OrchFhirClient *self);

/** orch_fhir_client_capability: asked once. Returns: (transfer full): a future of #OrchFhirCapability */
DexFuture *orch_fhir_client_capability (OrchFhirClient *self);

/* Each returns (transfer full): a future of OrchFhirResult; see ORCH_ERROR for how it rejects. */
DexFuture *orch_fhir_client_read (OrchFhirClient *self, const char *type, const char *id);
/** orch_fhir_client_read_version: @version: (nullable): as it was; NOT_FOUND and UNSUPPORTED where a server does not keep it */
DexFuture *orch_fhir_client_read_version (OrchFhirClient *self, const char *type, const char *id, const char *version);
/** orch_fhir_client_create: @if_none_exist: (nullable): a query such as orch_fhir_identifier_query() makes */
DexFuture *orch_fhir_client_create (OrchFhirClient *self, JsonObject *resource, const char *if_none_exist);
/** orch_fhir_client_update: @version: (nullable): sent as If-Match W/"…"; a stale one is CONFLICT */
DexFuture *orch_fhir_client_update (OrchFhirClient *self, JsonObject *resource, const char *id, const char *version);
/** orch_fhir_client_delete: what is already gone counts as deleted */
DexFuture *orch_fhir_client_delete (OrchFhirClient *self, const char *type, const char *id, const char *version);
/** orch_fhir_client_operation: @path: "$name", "Type/$name" or "Type/id/$name"; @parameters: (nullable): a Parameters resource. */
DexFuture *orch_fhir_client_operation (OrchFhirClient *self, const char *path, JsonObject *parameters);

/**
 * orch_fhir_client_search:
 * @type: resource type
 * @query: name, value, name, value…, NULL-terminated, not encoded
 * @private_data: whether the values speak of a patient: then sent as POST _search, never in a URL
 *
 * Returns: (transfer full): the pager; nothing is sent before its next()
 */
OrchFhirPager *orch_fhir_client_search (OrchFhirClient *self, const char *type, const char *const *query,
                                        gboolean private_data);
/** orch_fhir_client_search_all: every page up to @limit resources. Returns: (transfer full): a future of a boxed #GPtrArray of #JsonObject */
DexFuture *orch_fhir_client_search_all (OrchFhirClient *self, const char *type, const char *const *query,
                                        gboolean private_data, guint limit);

/** orch_fhir_client_send_bundle: Returns: (transfer full): a future of a boxed #GPtrArray of #OrchFhirResult, one an entry, in
 * their order (of a batch: maybe with errors). A transaction that fails rejects; UNSUPPORTED when the server takes no bundles */
DexFuture *orch_fhir_client_send_bundle (OrchFhirClient *self, OrchFhirBundle *bundle);

G_END_DECLS
