/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Requests to one OSCAR, signed with OAuth 1.0a, and the three steps by which a person gives us a token. Main thread.
 * Source: emr-facts A1–A3.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "http/orch-http.h"

G_BEGIN_DECLS

#define ORCH_TYPE_OSCAR_CLIENT (orch_oscar_client_get_type ())
G_DECLARE_FINAL_TYPE (OrchOscarClient, orch_oscar_client, ORCH, OSCAR_CLIENT, GObject)

/** orch_oscar_client_new: @base: "https://emr.example/oscar"; its origin is allowed in @http. Returns: (transfer full) (nullable): INVALID, UNTRUSTED
 * when it is no address to talk to */
OrchOscarClient *orch_oscar_client_new (OrchHttp *http, const char *base, const char *consumer_key,
                                        const char *consumer_secret, GError **error);
void orch_oscar_client_set_token (OrchOscarClient *self, const char *token, const char *secret);
/** orch_oscar_client_set_seen_as: @address: (nullable): scheme and host as the server believes them to be */
void orch_oscar_client_set_seen_as (OrchOscarClient *self, const char *address);
void orch_oscar_client_set_cancellable (OrchOscarClient *self, GCancellable *cancellable);

/**
 * orch_oscar_client_get:
 * @path: below /ws/services, with its query: ASCII alone, some servers cannot verify anything else
 *
 * Returns: (transfer full): a future of a boxed #JsonNode, null where the body is empty; rejects OFFLINE, UNTRUSTED, SIGN_IN_AGAIN (401), WRONG_CLOCK,
 *   REFUSED, NOT_FOUND, THROTTLED, SERVER_FAULT, BAD_ANSWER, CANCELLED, with the server's words
 */
DexFuture *orch_oscar_client_get (OrchOscarClient *self, const char *path);
/** orch_oscar_client_post: @body: (nullable): an empty object. Returns: as orch_oscar_client_get() */
DexFuture *orch_oscar_client_post (OrchOscarClient *self, const char *path, JsonObject *body);

/** orch_oscar_client_look: asks for an address of the server without saying who asks. @path: below the base. Returns: (transfer full): a future of
 * #OrchHttpAnswer, whatever its status */
DexFuture *orch_oscar_client_look (OrchOscarClient *self, const char *path);

/** orch_oscar_client_initiate: @callback: where the browser is to come back, or "oob". Returns: (transfer full): a future of the address (string) to show in
 * the browser; rejects as orch_oscar_client_get() */
DexFuture *orch_oscar_client_initiate (OrchOscarClient *self, const char *callback);
/** orch_oscar_client_get_request_token: Returns: (transfer none) (nullable): of the initiation under way */
const char *orch_oscar_client_get_request_token (OrchOscarClient *self);
/** orch_oscar_client_exchange: @verifier: what the browser brought back. Returns: (transfer full): a future of "token secret" (string), used from then on; rejects
 * SIGN_IN_AGAIN when the server does not take it */
DexFuture *orch_oscar_client_exchange (OrchOscarClient *self, const char *verifier);

/** orch_oscar_client_get_offset_us: Returns: the server's clock minus ours, at its last answer; 0 unknown */
gint64 orch_oscar_client_get_offset_us (OrchOscarClient *self);

G_END_DECLS
