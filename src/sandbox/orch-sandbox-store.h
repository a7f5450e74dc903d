/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The one SQLite file of the sandbox: FHIR resources of both servers as serialised text with a search index, and everything
 * else as small tables. Prepared statements are kept. Owned by the program; main thread only (there is no other).
 */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/** OrchSandboxRealm: on disk: append only */
typedef enum
{
  ORCH_SANDBOX_REALM_HUB = 0,
  ORCH_SANDBOX_REALM_EMR = 1,
} OrchSandboxRealm;

typedef struct
{
  gint64 row;
  int version;
  gint64 updated; /* µs since 1970 */
  gboolean deleted;
  char *json; /* owned, nullable: none when deleted */
} OrchSandboxRecord;

void orch_sandbox_record_clear (OrchSandboxRecord *record);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchSandboxRecord, orch_sandbox_record_clear)

#define ORCH_TYPE_SANDBOX_STORE (orch_sandbox_store_get_type ())
G_DECLARE_FINAL_TYPE (OrchSandboxStore, orch_sandbox_store, ORCH, SANDBOX_STORE, GObject)

/** orch_sandbox_store_new: opens or makes DIR/sandbox.db. Returns: (nullable): %NULL and @error when it cannot */
OrchSandboxStore *orch_sandbox_store_new (const char *directory, GError **error);

/** orch_sandbox_store_clear: forgets everything */
void orch_sandbox_store_clear (OrchSandboxStore *self);
/** orch_sandbox_store_clear_realm: forgets the resources of one server */
void orch_sandbox_store_clear_realm (OrchSandboxStore *self, OrchSandboxRealm realm);

/** orch_sandbox_store_begin: transactions nest; an inner roll-back undoes the inner work only */
void orch_sandbox_store_begin (OrchSandboxStore *self);
void orch_sandbox_store_commit (OrchSandboxStore *self);
void orch_sandbox_store_rollback (OrchSandboxStore *self);

/**
 * orch_sandbox_store_prepare:
 *
 * Returns: (transfer none): the statement of @sql, reset and without bindings. Read it to the end or reset it: it is kept for the next caller
 */
sqlite3_stmt *orch_sandbox_store_prepare (OrchSandboxStore *self, const char *sql);
/** orch_sandbox_store_run: runs @sql with @format's arguments bound in order ('t' text, nullable, 'i' gint64); returns the rows changed */
int orch_sandbox_store_run (OrchSandboxStore *self, const char *sql, const char *format, ...);
/** orch_sandbox_store_query: the statement with its arguments bound, ready for sqlite3_step() */
sqlite3_stmt *orch_sandbox_store_query (OrchSandboxStore *self, const char *sql, const char *format, ...);

/** orch_sandbox_store_get: Returns: whether there is, or was, such a resource */
gboolean orch_sandbox_store_get (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type, const char *id,
                                 OrchSandboxRecord *record);
/** orch_sandbox_store_get_version: as above, of one past version */
gboolean orch_sandbox_store_get_version (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type,
                                         const char *id, int version, OrchSandboxRecord *record);

/**
 * orch_sandbox_store_put:
 * @resource: its id and meta are set here
 *
 * Writes the next version. Returns: (transfer full): the text as stored
 */
char *orch_sandbox_store_put (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type, const char *id,
                              JsonObject *resource, int *version);
/** orch_sandbox_store_add_text: writes the first version of a resource whose @members are JSON text: kept as they are, not printed anew */
void orch_sandbox_store_add_text (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type, const char *id,
                                  const char *members);
/** orch_sandbox_store_delete: Returns: whether there was one to delete */
gboolean orch_sandbox_store_delete (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type, const char *id);

/** orch_sandbox_store_get_value: Returns: (transfer full) (nullable): a setting of the sandbox itself */
char *orch_sandbox_store_get_value (OrchSandboxStore *self, const char *name);
void orch_sandbox_store_set_value (OrchSandboxStore *self, const char *name, const char *value);

G_END_DECLS
