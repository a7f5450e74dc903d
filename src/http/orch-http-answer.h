/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a server answered: status, headers, body. Immutable; any thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_HTTP_ANSWER (orch_http_answer_get_type ())
G_DECLARE_FINAL_TYPE (OrchHttpAnswer, orch_http_answer, ORCH, HTTP_ANSWER, GObject)

/** orch_http_answer_new: @headers: (element-type utf8 utf8): names in lower case; taken over. @body: taken over */
OrchHttpAnswer *orch_http_answer_new (guint status, GHashTable *headers, GBytes *body);

guint orch_http_answer_get_status (OrchHttpAnswer *self);
gboolean orch_http_answer_is_success (OrchHttpAnswer *self); /* 2xx */

/** orch_http_answer_get_header: @name: any case. Returns: (transfer none) (nullable): the value; repeated headers are joined by ", " */
const char *orch_http_answer_get_header (OrchHttpAnswer *self, const char *name);

/** orch_http_answer_get_body: Returns: (transfer none): never %NULL, may be empty */
GBytes *orch_http_answer_get_body (OrchHttpAnswer *self);

/**
 * orch_http_answer_get_retry_delay_us:
 *
 * How long the server asks to wait: `Retry-After` in seconds or as a date, else `t=` of `RateLimit`
 * (fhir-servers.md §3, 15). At most one hour is believed.
 *
 * Returns: microseconds, 0 when it does not say
 */
gint64 orch_http_answer_get_retry_delay_us (OrchHttpAnswer *self);

/** orch_http_answer_get_clock_offset: @offset_us: (out): the server's clock minus ours, by its Date (whole seconds). Returns: %FALSE, @offset_us as it was, when
 * there is none */
gboolean orch_http_answer_get_clock_offset (OrchHttpAnswer *self, gint64 *offset_us);

/**
 * orch_http_answer_blame_clock:
 * @error: (inout): what the refusal is taken for so far
 *
 * Of an answer that refuses something whose time is checked: when its Date and our clock are more than five minutes apart, @error becomes
 * WRONG_CLOCK, with both times.
 */
void orch_http_answer_blame_clock (OrchHttpAnswer *self, GError **error);

/** orch_http_answer_dup_words: Returns: (transfer full): the body as words to show: text, or HTML without its tags, one
 * line, at most 300 characters; "" when there are none. JSON gives "". */
char *orch_http_answer_dup_words (OrchHttpAnswer *self);

/**
 * orch_http_answer_set_error:
 * @words: (nullable): the server's words, if the caller knows them better than orch_http_answer_dup_words()
 * @error: set to the ORCH_ERROR of the status (401 SIGN_IN_AGAIN, 403 REFUSED, 404 and 410 NOT_FOUND, 409 and 412
 *   CONFLICT, 429 THROTTLED, other 4xx INVALID, 5xx SERVER_FAULT, the rest BAD_ANSWER); the message begins with the status
 */
void orch_http_answer_set_error (OrchHttpAnswer *self, const char *words, GError **error);

G_END_DECLS
