/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The servers of this folder, for tests: started on free ports, stopped when the test ends, however it ends. See README.md.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** orch_interop_start: @wanted: names with options, NULL-terminated; @prefix: what is put before the names in @bases (name → base).
 * Returns: (transfer full): what keeps them alive */
GSubprocess *orch_interop_start (const char *const *wanted, const char *prefix, GHashTable *bases);
void orch_interop_stop (GSubprocess *process);

G_END_DECLS
