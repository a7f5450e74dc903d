/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An encrypted database with its two threads: one writes, one reads, each owns a connection; a small one has the writer alone. Jobs are done in the order they
 * were asked, a write in a transaction of its own. Private to store/: OrchStore and OrchBootstrap are made of it. Calls are made
 * on the main thread; OrchDatabase::changed is emitted there.
 */
#pragma once

#include <libdex.h>

#include "orch-connection.h"
#include "orch-schema.h"
#include "orch-store-types.h"

G_BEGIN_DECLS

#define ORCH_TYPE_DATABASE (orch_database_get_type ())
G_DECLARE_FINAL_TYPE (OrchDatabase, orch_database, ORCH, DATABASE, GObject)

/** OrchDatabaseFunc: runs on a thread of the database. @result: left unset, the future resolves to %TRUE. Errors are those of the connection */
typedef void (*OrchDatabaseFunc) (OrchConnection *connection, GValue *result, gpointer data);

/** orch_database_open: Returns: (transfer full): a future of an #OrchDatabase; see orch_store_open() */
DexFuture *orch_database_open (const char *path, OrchSecret *key, OrchStoreOpenMode mode, const OrchSchema *schema);
DexFuture *orch_database_close (OrchDatabase *self);

/** orch_database_write: @func runs inside a transaction, rolled back after an error. @data: (transfer full): freed by @destroy on either thread */
DexFuture *orch_database_write (OrchDatabase *self, OrchDatabaseFunc func, gpointer data, GDestroyNotify destroy);
/** orch_database_write_repeatable: for what can be had again from where it came, cursor and rows together: the commit does not wait for the
 * disk. After a power cut the last of these may never have been; what orch_database_write() wrote after them is lost in no case, nor are they then */
DexFuture *orch_database_write_repeatable (OrchDatabase *self, OrchDatabaseFunc func, gpointer data,
                                           GDestroyNotify destroy);
/** orch_database_read: @func sees one state of the database. @cancellable: (nullable) */
DexFuture *orch_database_read (OrchDatabase *self, OrchDatabaseFunc func, gpointer data, GDestroyNotify destroy,
                               GCancellable *cancellable);

const char *orch_database_get_path (OrchDatabase *self);
/** orch_database_get_dropped_tail: see orch_store_get_dropped_tail() */
gboolean orch_database_get_dropped_tail (OrchDatabase *self);

G_END_DECLS
