/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The one way out to the network: a SoupSession that talks only to the origins it was given, verifies TLS, limits time and
 * size, and follows no redirect to another origin. Owned by whoever makes clients (session, emr); main thread only.
 * Source: security.md 17.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "orch-http-answer.h"

G_BEGIN_DECLS

#define ORCH_HTTP_DEFAULT_MAX_BYTES (32u << 20) /* decoded bytes of one answer */
#define ORCH_HTTP_DEFAULT_IDLE_S 30             /* connecting, and between two bytes */
/* A connection that nothing goes through is kept that long: servers keep theirs for 5 s and more (Node and Apache: 5, Tomcat: 20,
 * nginx: 75), and what is sent while they close it gets no answer, without anybody knowing whether it was done. */
#define ORCH_HTTP_KEPT_S 4
#define ORCH_HTTP_DEFAULT_TOTAL_MS 120000 /* one answer, from asking to the last byte */

#define ORCH_TYPE_HTTP (orch_http_get_type ())
G_DECLARE_FINAL_TYPE (OrchHttp, orch_http, ORCH, HTTP, GObject)

/** OrchHttpRequest: what to send; strings (nullable), copied by orch_http_send() */
typedef struct
{
  const char *method; /* "GET" when NULL */
  const char *url;    /* absolute */
  const char *accept;
  const char *content_type;
  GBytes *body;
  const char *bearer;         /* token, without "Bearer " */
  const char *basic_user;     /* HTTP Basic, as RFC 6749 §2.3.1 wants it: form-encoded by the caller */
  const char *basic_password; /* with basic_user */
  const char *const *headers; /* name, value, name, value…, NULL-terminated */
  GCancellable *cancellable;
  guint total_ms; /* 0: that of the OrchHttp */
} OrchHttpRequest;

OrchHttp *orch_http_new (void);

/** orch_http_allow: @url: any URL of the origin that may be talked to. Returns: %FALSE and @error as orch_url_check() */
gboolean orch_http_allow (OrchHttp *self, const char *url, GError **error);
gboolean orch_http_allows (OrchHttp *self, const char *url);

void orch_http_set_max_bytes (OrchHttp *self, gsize bytes);

/**
 * orch_http_send:
 *
 * Sends @request. Discarding the future, or cancelling its cancellable, ends the exchange.
 *
 * Returns: (transfer full): a future of #OrchHttpAnswer, whatever its status. Rejects with ORCH_ERROR: OFFLINE (no
 *   network, no answer in time), UNTRUSTED (TLS, an origin not allowed, a redirect elsewhere), BAD_ANSWER (too large,
 *   not HTTP), CANCELLED
 */
DexFuture *orch_http_send (OrchHttp *self, const OrchHttpRequest *request);

/** orch_http_abort: ends every exchange under way and closes the connections */
void orch_http_abort (OrchHttp *self);

/** orch_http_get_requests: Returns: how many requests were sent so far, those that followed a redirect too */
guint orch_http_get_requests (OrchHttp *self);

/** orch_http_dup_date: Returns: (transfer full) (nullable): @us since 1970 as HTTP has it: "Tue, 24 Nov 2026 14:30:00 GMT", in whole seconds */
char *orch_http_dup_date (gint64 us);

/** orch_http_form: Returns: (transfer full): application/x-www-form-urlencoded of name, value pairs, NULL-terminated; pairs with a NULL value are left out */
GBytes *orch_http_form (const char *const *pairs);

G_END_DECLS
