/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Looks at a write-ahead log the way SQLite does when it opens, only to say whether it will drop something. Private to store/.
 * Source: SQLite, "WAL-mode File Format". The headers of the log are not encrypted; its pages are.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_write_ahead_log_is_torn: @path: of the database. Returns: whether "<path>-wal" ends in frames of the present generation that are
 * cut short, do not check, or were never committed */
gboolean orch_write_ahead_log_is_torn (const char *path);

G_END_DECLS
