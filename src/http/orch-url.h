/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What addresses the program may talk to: https anywhere, http on loopback only. Pure; any thread. Source: security.md 17.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ORCH_URL_MAX 2048 /* bytes; longer ones are refused, no server needs them */

/**
 * orch_url_check:
 * @text: (nullable): an absolute URL that came from outside
 * @error: ORCH_ERROR_UNTRUSTED with what is wrong: not https (or http on loopback), user name or password inside,
 *   fragment, control characters, over-long; ORCH_ERROR_INVALID when it is not a URL at all
 *
 * Returns: (transfer full) (nullable): the parsed URL, host in lower case (punycode for international names)
 */
GUri *orch_url_check (const char *text, GError **error);

/** orch_url_check_base: as orch_url_check(), for the base of an API. Returns: (transfer full) (nullable): the text without query and without a slash at the end */
char *orch_url_check_base (const char *text, GError **error);

/** orch_url_is_loopback: Returns: whether the host is 127.0.0.0/8, ::1 or "localhost" */
gboolean orch_url_is_loopback (GUri *uri);

/** orch_url_dup_origin: Returns: (transfer full): "https://host:443": scheme, host and port, always with the port */
char *orch_url_dup_origin (GUri *uri);

gboolean orch_url_same_origin (GUri *a, GUri *b);

/** orch_url_dup_display_host: Returns: (transfer full): the host to show to a person: punycode is never turned back into letters; with the port when it is not the usual one */
char *orch_url_dup_display_host (GUri *uri);

G_END_DECLS
