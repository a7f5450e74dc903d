/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One connection to an encrypted database, and the few calls that queries are written with. It keeps the first error of a job:
 * after it every call does nothing, so that a job reads straight down and is judged once, at its end. Private to store/; owned
 * by one thread.
 */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "core/orch-error.h"
#include "secrets/orch-secret.h"

G_BEGIN_DECLS

#define ORCH_CONNECTION_KEY_LENGTH 32 /* bytes */

typedef struct _OrchConnection OrchConnection;

/** orch_connection_open: @path: an existing file that is not empty. Returns: (transfer full) (nullable): REFUSED, DAMAGED, NOT_FOUND, DISK_FULL, FAILED */
OrchConnection *orch_connection_open (const char *path, OrchSecret *key, GError **error);

/** orch_connection_create: an empty database in a new file of mode 0600, with a rollback journal until orch_connection_open(). Returns: as above */
OrchConnection *orch_connection_create (const char *path, OrchSecret *key, GError **error);
void orch_connection_close (OrchConnection *self);

/** orch_connection_take_error: Returns: (transfer full) (nullable): the first error since the last call; the connection works again */
GError *orch_connection_take_error (OrchConnection *self);
gboolean orch_connection_has_error (OrchConnection *self);
/** orch_connection_fail: the job ends here with @code */
void orch_connection_fail (OrchConnection *self, OrchError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/** orch_connection_set_cancellable: @cancellable: (nullable): looked at while a statement runs */
void orch_connection_set_cancellable (OrchConnection *self, GCancellable *cancellable);

/** orch_connection_mark: the transaction changed these tables (OrchStoreChanges) */
void orch_connection_mark (OrchConnection *self, guint changes);
guint orch_connection_take_marks (OrchConnection *self);

/** orch_connection_empty_log: once the transaction is committed, what was written before it goes from the log, too */
void orch_connection_empty_log (OrchConnection *self);
gboolean orch_connection_take_empty_log (OrchConnection *self);

/** orch_connection_script: several statements without arguments */
gboolean orch_connection_script (OrchConnection *self, const char *sql);

/**
 * orch_connection_query:
 * @sql: a literal, or anything that is the same text each time: statements are kept prepared by their text
 * @types: one letter an argument: s const char * (nullable), i int, l gint64, b GBytes * (nullable)
 *
 * Returns: (transfer none) (nullable): the statement, to be given to orch_connection_next() until that is %FALSE, or to orch_connection_done()
 */
sqlite3_stmt *orch_connection_query (OrchConnection *self, const char *sql, const char *types, ...);
gboolean orch_connection_next (OrchConnection *self, sqlite3_stmt *statement);
void orch_connection_done (OrchConnection *self, sqlite3_stmt *statement);

/** orch_connection_run: a statement that gives no rows. Returns: rows changed, -1 after an error */
int orch_connection_run (OrchConnection *self, const char *sql, const char *types, ...);

/** orch_connection_get_int64: the first column of the first row. Returns: @fallback when there is no row or after an error */
gint64 orch_connection_get_int64 (OrchConnection *self, gint64 fallback, const char *sql, const char *types, ...);
/** orch_connection_dup_text: the first column of the first row. Returns: (transfer full) (nullable) */
char *orch_connection_dup_text (OrchConnection *self, const char *sql, const char *types, ...);

/** orch_connection_release: the pages that it keeps go; between two jobs. Returns: how many bytes fewer it has */
int orch_connection_release (OrchConnection *self);

gint64 orch_connection_last_key (OrchConnection *self);
sqlite3 *orch_connection_get_handle (OrchConnection *self);

/** orch_column_text: Returns: (transfer none) (nullable): valid until the next step */
const char *orch_column_text (sqlite3_stmt *statement, int column);
/** orch_column_dup_bytes: Returns: (transfer full) (nullable) */
GBytes *orch_column_dup_bytes (sqlite3_stmt *statement, int column);

G_END_DECLS
