/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OAuth 1.0a as OSCAR wants it: HMAC-SHA1, the parameters in the Authorization header. Pure; any thread.
 * Source: RFC 5849 §3; emr-facts A2.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** OrchOauth1Keys: who signs; borrowed strings */
typedef struct
{
  const char *consumer_key;
  const char *consumer_secret;
  const char *token;        /* (nullable): before there is one */
  const char *token_secret; /* (nullable) */
  const char *
      seen_as; /* (nullable): "https://emr.example": scheme and host as the server believes them to be, behind a proxy that hides them */
} OrchOauth1Keys;

/**
 * orch_oauth1_dup_signature:
 * @url: whole; its query is signed too, its path as it is written
 * @form: (nullable): name, value… of a form body, NULL-terminated, unescaped; a JSON body is not signed
 * @oauth: name, value… of the oauth_ parameters but the signature, NULL-terminated, unescaped
 *
 * Returns: (transfer full) (nullable): in base 64; %NULL when @url, or what the server sees, is no URL
 */
char *orch_oauth1_dup_signature (const OrchOauth1Keys *keys, const char *method, const char *url,
                                 const char *const *form, const char *const *oauth);

/**
 * orch_oauth1_dup_header:
 * @extra: (nullable): name, value…, NULL-terminated: "oauth_callback", "oauth_verifier"
 * @now_s: seconds since 1970
 * @nonce: (nullable): %NULL: a new one
 *
 * Returns: (transfer full) (nullable): the value of the Authorization header; %NULL when @url is no URL
 */
char *orch_oauth1_dup_header (const OrchOauth1Keys *keys, const char *method, const char *url, const char *const *form,
                              const char *const *extra, gint64 now_s, const char *nonce);

/** orch_oauth1_escape: Returns: (transfer full): @text with all but letters, digits and "-._~" percent-encoded */
char *orch_oauth1_escape (const char *text);

G_END_DECLS
