/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The servers of this folder, for tests: started on free ports, stopped when the test ends, however it ends. See README.md.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/** orch_interop_start: @wanted: names with options, NULL-terminated; @prefix: what is put before the names in @bases (name → base).
 * Returns: (transfer full): what keeps them alive */
GSubprocess *orch_interop_start (const char *const *wanted, const char *prefix, GHashTable *bases);
void orch_interop_stop (GSubprocess *process);

/** orch_interop_rows_unless_cut: @future: (transfer full): of an array of OrchHubRow. Returns: (transfer full) (nullable): %NULL when the server
 * closed the connection under a request: the outbox then asks again, and so does a test */
/** orch_interop_back_off: waits before what was cut is sent for the @attempt-th time more; 0: not at all */
void orch_interop_back_off (int attempt);
GPtrArray *orch_interop_rows_unless_cut (DexFuture *future);

#define ORCH_INTEROP_PUT(rows, call)                                                                                   \
  for (int attempt = 0; rows == NULL; attempt++)                                                                       \
    {                                                                                                                  \
      g_assert_cmpint (attempt, <, 8);                                                                                 \
      orch_interop_back_off (attempt);                                                                                 \
      rows = orch_interop_rows_unless_cut (call);                                                                      \
    }

G_END_DECLS
