/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The files of a database while it is closed: whether they are there, removing them, setting them aside. Private to store/; the
 * calls that return a future work on a thread of their own.
 */
#pragma once

#include <libdex.h>

#include "core/orch-error.h"
#include "secrets/orch-secret.h"
#include "orch-store-types.h"

G_BEGIN_DECLS

OrchStorePresence orch_database_check_presence (const char *path, OrchSecret *key);

/** orch_database_remove_files: see orch_store_remove_files() */
DexFuture *orch_database_remove_files (const char *path);
/** orch_database_set_aside: see orch_store_set_aside() */
DexFuture *orch_database_set_aside (const char *path);
/** orch_database_restore_copy: see orch_store_restore_copy() */
DexFuture *orch_database_restore_copy (const char *path);

/** orch_database_remove_parts: what a crash left of a database that was being made */
void orch_database_remove_parts (const char *path);
/** orch_database_sync_directory: makes a new name last */
gboolean orch_database_sync_directory (const char *path);
/** orch_database_error_of_errno: Returns: (transfer full) */
GError *orch_database_error_of_errno (int number, const char *what);

G_END_DECLS
