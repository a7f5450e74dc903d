/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Requests to an EMR as its declaration says, with a token that is had again when it ends. Main thread.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-emr-private.h"
#include "orch-rest-declaration.h"

G_BEGIN_DECLS

#define ORCH_TYPE_REST_CLIENT (orch_rest_client_get_type ())
G_DECLARE_FINAL_TYPE (OrchRestClient, orch_rest_client, ORCH, REST_CLIENT, GObject)

/** orch_rest_client_new: awaits the secrets; asks the EMR nothing. @chart: whether its token is to be good for charts, where that is asked for apart. Returns: (transfer full) (nullable): INVALID or NOT_FOUND with the id of a field that is missing,
 * UNTRUSTED or INVALID when the base is no address to talk to, keyring errors */
OrchRestClient *orch_rest_client_new (OrchEmr *emr, OrchRestDeclaration *declaration, gboolean chart, GError **error);
void orch_rest_client_set_cancellable (OrchRestClient *self, GCancellable *cancellable);

/** orch_rest_client_sign_in: Returns: (transfer full): a future boolean: a token is there (where one is needed); rejects as orch_rest_client_get() */
DexFuture *orch_rest_client_sign_in (OrchRestClient *self);

/**
 * orch_rest_client_get:
 * @path: below the base, with its own query
 *
 * Returns: (transfer full): a future of a boxed #JsonNode, null where the body is empty or nothing changed; rejects OFFLINE, UNTRUSTED, SIGN_IN_AGAIN, REFUSED,
 *   NOT_FOUND, THROTTLED, SERVER_FAULT, BAD_ANSWER, CANCELLED, with what the declaration says of it, else the server's words
 */
DexFuture *orch_rest_client_get (OrchRestClient *self, const char *path);

/** orch_rest_client_get_since: as orch_rest_client_get(). @header, @date: (nullable): what leaves out what has not changed; null when nothing has */
DexFuture *orch_rest_client_get_since (OrchRestClient *self, const char *path, const char *header, const char *date);

/** orch_rest_client_send: puts something in a chart: as orch_rest_client_get(). A token that has just been refused is had anew: nothing was made then */
DexFuture *orch_rest_client_send (OrchRestClient *self, const char *method, const char *path, const char *content_type,
                                  GBytes *body);

/** orch_rest_client_get_offset_us: Returns: the server's clock minus ours, at its last answer; 0 unknown */
gint64 orch_rest_client_get_offset_us (OrchRestClient *self);
/** orch_rest_client_was_explained: Returns: whether the last refusal was one that the declaration explains */
gboolean orch_rest_client_was_explained (OrchRestClient *self);

G_END_DECLS
