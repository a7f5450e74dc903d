/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The address on loopback where the browser brings the answer of a sign-in (RFC 8252 §7.3): a port that the system chooses, one path, one
 * answer. What comes with another state is turned away and waited on. For sign-ins of this layer and of EMRs. Main thread.
 */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define ORCH_TYPE_LOOPBACK (orch_loopback_get_type ())
G_DECLARE_FINAL_TYPE (OrchLoopback, orch_loopback, ORCH, LOOPBACK, GObject)

/** orch_loopback_new: @state: what the answer must carry. Returns: (transfer full) (nullable): FAILED when no port can be had */
OrchLoopback *orch_loopback_new (const char *state, GError **error);
/** orch_loopback_new_in_path: for servers that give no state back: it is a part of the address. @done: the parameter of an answer that is a consent */
OrchLoopback *orch_loopback_new_in_path (const char *state, const char *done, GError **error);
const char *orch_loopback_get_redirect_uri (OrchLoopback *self);
/** orch_loopback_wait: Returns: (transfer full): a future of the query (string) that came */
DexFuture *orch_loopback_wait (OrchLoopback *self);
/** orch_loopback_close: the port is given back at once; who waits learns it by CANCELLED */
void orch_loopback_close (OrchLoopback *self);

G_END_DECLS
