/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OAuth 1.0a (RFC 5849, HMAC-SHA1) as the two look-alikes of OSCAR verify it: what of a request is signed, and whether its signature
 * is right. Each dialect reads parameters in its own way, faults included. A plain value; main thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** OrchSandboxOscarDialect: on disk: append only */
typedef enum
{
  ORCH_SANDBOX_OSCAR15 = 0, /* OSCAR 15 and 19: Apache CXF */
  ORCH_SANDBOX_OPENO = 1,   /* OpenO: its own OAuth */
  ORCH_SANDBOX_OSCAR_DIALECTS,
} OrchSandboxOscarDialect;

/** OrchSandboxOscarSigned: the signed parameters of one request */
typedef struct
{
  GPtrArray *pairs;      /* owned: names and values in turn, decoded; neither realm nor oauth_signature */
  GHashTable *oauth;     /* owned: oauth_* name → value */
  const char *signature; /* in oauth, nullable */
} OrchSandboxOscarSigned;

/**
 * orch_sandbox_oscar_signed_read:
 * @authorization: (nullable): all Authorization headers, comma between
 * @query: (nullable): as sent
 * @form: (nullable): the body, when it is a form
 */
void orch_sandbox_oscar_signed_read (OrchSandboxOscarSigned *self, OrchSandboxOscarDialect dialect,
                                     const char *authorization, const char *query, const char *form);
void orch_sandbox_oscar_signed_clear (OrchSandboxOscarSigned *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchSandboxOscarSigned, orch_sandbox_oscar_signed_clear)

/** orch_sandbox_oscar_signed_get: Returns: (transfer none) (nullable): an oauth_ parameter */
const char *orch_sandbox_oscar_signed_get (const OrchSandboxOscarSigned *self, const char *name);
/** orch_sandbox_oscar_signed_find: Returns: (transfer none) (nullable): the first signed parameter of this name, wherever it was sent */
const char *orch_sandbox_oscar_signed_find (const OrchSandboxOscarSigned *self, const char *name);

/**
 * orch_sandbox_oscar_signed_verify:
 * @url: scheme, host, port when it is neither 80 nor 443, and path, as the server believes they are
 * @token_secret: (nullable): none yet when a request token is asked for
 */
gboolean orch_sandbox_oscar_signed_verify (const OrchSandboxOscarSigned *self, const char *method, const char *url,
                                           const char *consumer_secret, const char *token_secret);

G_END_DECLS
