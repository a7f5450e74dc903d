/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where a client's access token comes from: a person's grant (renewed with the refresh token), a client's own credentials
 * (workstation, EMR), or a fixed token. The access token stays in memory; one renewal is in flight at a time; whoever owns
 * the source keeps a rotated refresh token before the answer that brought it is used. Main thread.
 */
#pragma once

#include <libdex.h>

#include "http/orch-http.h"
#include "orch-client-auth.h"
#include "orch-grant.h"

G_BEGIN_DECLS

#define ORCH_TYPE_TOKEN_SOURCE (orch_token_source_get_type ())
G_DECLARE_FINAL_TYPE (OrchTokenSource, orch_token_source, ORCH, TOKEN_SOURCE, GObject)

/**
 * OrchKeepTokenFunc:
 * @token: the rotated refresh token, for the keyring; the former one is dead
 *
 * Returns: (transfer full): a future; the renewal waits for it, five seconds at most, and goes on when it fails
 */
typedef DexFuture *(*OrchKeepTokenFunc) (const char *token, gpointer data);

/** orch_token_source_new_person: @grant: (nullable): what sign-in gave, or %NULL with @refresh_token from the keyring */
OrchTokenSource *orch_token_source_new_person (OrchHttp *http, const char *token_endpoint, const char *client_id,
                                               OrchGrant *grant, const char *refresh_token);
/** orch_token_source_new_client: client_credentials; @scope: (nullable) */
OrchTokenSource *orch_token_source_new_client (OrchHttp *http, const char *token_endpoint, OrchClientAuth *auth,
                                               const char *scope);
/** orch_token_source_new_password: the password grant of servers that know nothing better for an API user; @scope: (nullable). Each renewal gives the
 * password again: a refresh token is not kept */
OrchTokenSource *orch_token_source_new_password (OrchHttp *http, const char *token_endpoint, const char *user,
                                                 const char *password, const char *scope);
OrchTokenSource *orch_token_source_new_fixed (const char *token);

/** orch_token_source_set_keeper: @keep: (nullable) */
void orch_token_source_set_keeper (OrchTokenSource *self, OrchKeepTokenFunc keep, gpointer data,
                                   GDestroyNotify destroy);

/** orch_token_source_get: Returns: (transfer full): a future of the token (string), renewed when it is about to expire; SIGN_IN_AGAIN, OFFLINE… */
DexFuture *orch_token_source_get (OrchTokenSource *self);
/** orch_token_source_renew: @refused: the token that a server answered 401 to; another one already there is given as it is.
 * Returns: (transfer full): a future of the token (string); SIGN_IN_AGAIN when it cannot be renewed */
DexFuture *orch_token_source_renew (OrchTokenSource *self, const char *refused);
/** orch_token_source_revoke: forgets everything, and tells the server when it has a revocation endpoint. Returns: (transfer full): a future of boolean, never rejected */
DexFuture *orch_token_source_revoke (OrchTokenSource *self, const char *revocation_endpoint);

G_END_DECLS
