/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How a confidential client proves itself at a token endpoint: secret in the form, secret as HTTP Basic, or a signed
 * assertion (private_key_jwt). Immutable; main thread.
 */
#pragma once

#include <glib-object.h>

#include "http/orch-http.h"
#include "orch-key.h"

G_BEGIN_DECLS

/** OrchClientAuthKind: nicks "secret-post", "secret-basic", "private-key-jwt"; OAuth's own ("client_secret_post"…) are read too */
typedef enum
{
  ORCH_CLIENT_AUTH_SECRET_POST = 0,
  ORCH_CLIENT_AUTH_SECRET_BASIC,
  ORCH_CLIENT_AUTH_PRIVATE_KEY_JWT,
} OrchClientAuthKind;

#define ORCH_TYPE_CLIENT_AUTH (orch_client_auth_get_type ())
G_DECLARE_FINAL_TYPE (OrchClientAuth, orch_client_auth, ORCH, CLIENT_AUTH, GObject)

OrchClientAuth *orch_client_auth_new_secret (OrchClientAuthKind kind, const char *client_id, const char *secret);
OrchClientAuth *orch_client_auth_new_key (const char *client_id, OrchKey *key);

OrchClientAuthKind orch_client_auth_get_kind (OrchClientAuth *self);
gboolean orch_client_auth_kind_from_nick (const char *nick, OrchClientAuthKind *kind);

/** orch_client_auth_send: posts @pairs (name, value…, NULL-terminated) and the proof. Returns: (transfer full): a future of #OrchHttpAnswer */
DexFuture *orch_client_auth_send (OrchClientAuth *self, OrchHttp *http, const char *token_endpoint,
                                  const char *const *pairs);

G_END_DECLS
