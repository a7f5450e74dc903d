/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A workstation of the random walk as the walk sees it: a walk-driver process, its directory, and its keyring, which outlive kills.
 * Blocks; main thread, but for the keyring that a thread of its own answers.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _WalkDesk WalkDesk;

/** walk_desk_new: @driver: the program; @dir: where it keeps its data, made by it */
WalkDesk *walk_desk_new (const char *driver, const char *origin, const char *dir);
void walk_desk_free (WalkDesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WalkDesk, walk_desk_free)

/** walk_desk_order: Returns: (transfer full) (nullable): the answer without its end of line; %NULL: it was killed meanwhile. A workstation that ends in
 * another way, or says nothing for minutes, ends the walk */
char *walk_desk_order (WalkDesk *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/** walk_desk_expect: the same; anything but "ok …" ends the walk. Returns: (transfer full) */
char *walk_desk_expect (WalkDesk *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/** walk_desk_kill: as kill -9 */
void walk_desk_kill (WalkDesk *self);
/** walk_desk_start: a process on the same directory and keyring; it waits for orders */
void walk_desk_start (WalkDesk *self);

G_END_DECLS
