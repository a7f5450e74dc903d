/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The one SQLite file of the sandbox. A resource is stored as the text that is served, so that a page is pasted together and
 * never parsed again. Main thread only.
 */
#include "orch-sandbox-store.h"

#include "core/orch-clock.h"

#include "orch-sandbox-index.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* Raise it when a table changes: an older file is training data, and is made anew. */
#define SCHEMA_VERSION 6

struct _OrchSandboxStore
{
  GObject parent_instance;

  sqlite3 *db;            /* owned */
  GHashTable *statements; /* owned: SQL text → sqlite3_stmt */
  int depth;              /* of nested transactions */
};

G_DEFINE_FINAL_TYPE (OrchSandboxStore, orch_sandbox_store, G_TYPE_OBJECT)

static const char schema[] =
    "CREATE TABLE resource (row INTEGER PRIMARY KEY, realm INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL,"
    " version INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0, json TEXT,"
    " UNIQUE (realm, type, id)) STRICT;"
    "CREATE INDEX resource_updated ON resource (realm, type, updated, row);"
    "CREATE INDEX resource_row ON resource (realm, type, deleted, row);"
    "CREATE TABLE history (realm INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,"
    " updated INTEGER NOT NULL, deleted INTEGER NOT NULL, json TEXT, PRIMARY KEY (realm, type, id, version)) STRICT,"
    " WITHOUT ROWID;"
    /* num and upto: the instants a date covers, in µs. */
    "CREATE TABLE idx (realm INTEGER NOT NULL, type TEXT NOT NULL, param TEXT NOT NULL, value TEXT NOT NULL,"
    " system TEXT, num INTEGER, upto INTEGER, row INTEGER NOT NULL) STRICT;"
    "CREATE INDEX idx_value ON idx (realm, type, param, value, system, row);"
    "CREATE INDEX idx_num ON idx (realm, type, param, num, row) WHERE num IS NOT NULL;"
    /* All that a page of a window of days looks at. */
    "CREATE INDEX idx_row ON idx (row, param, num, upto);"
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT) STRICT;"
    "CREATE TABLE person (username TEXT PRIMARY KEY, name TEXT NOT NULL, permission TEXT NOT NULL, email TEXT NOT NULL,"
    " practitioner TEXT NOT NULL, hash TEXT, shown TEXT, failures INTEGER NOT NULL DEFAULT 0,"
    " locked_until INTEGER NOT NULL DEFAULT 0, rank INTEGER NOT NULL) STRICT;"
    "CREATE TABLE activation (code TEXT PRIMARY KEY, username TEXT NOT NULL, expires INTEGER NOT NULL,"
    " used INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE TABLE grant_code (code TEXT PRIMARY KEY, client TEXT NOT NULL, username TEXT NOT NULL, redirect TEXT NOT "
    "NULL,"
    " challenge TEXT NOT NULL, scope TEXT NOT NULL, nonce TEXT, family TEXT NOT NULL, expires INTEGER NOT NULL,"
    " used INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE TABLE token (token TEXT PRIMARY KEY, realm INTEGER NOT NULL, kind TEXT NOT NULL, family TEXT NOT NULL,"
    " client TEXT NOT NULL, username TEXT, scope TEXT NOT NULL, expires INTEGER NOT NULL,"
    " spent INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX token_family ON token (family);"
    "CREATE TABLE client (realm INTEGER NOT NULL, id TEXT NOT NULL, name TEXT, scope TEXT, jwks TEXT, secret TEXT,"
    " owner TEXT, PRIMARY KEY (realm, id)) STRICT;"
    "CREATE TABLE jti (jti TEXT PRIMARY KEY, expires INTEGER NOT NULL) STRICT;"
    "CREATE TABLE mail (row INTEGER PRIMARY KEY, recipient TEXT NOT NULL, channel TEXT NOT NULL, subject TEXT NOT NULL,"
    " body TEXT NOT NULL, link TEXT, sent INTEGER NOT NULL, about TEXT UNIQUE, held INTEGER NOT NULL DEFAULT 0) STRICT;"
    /* code and link: digests. living: whether the code still opens anything. */
    "CREATE TABLE invitation (task TEXT PRIMARY KEY, patient TEXT NOT NULL, person TEXT NOT NULL, code TEXT NOT NULL,"
    " link TEXT NOT NULL UNIQUE, language TEXT NOT NULL, expires INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0,"
    " living INTEGER NOT NULL DEFAULT 1) STRICT;"
    "CREATE UNIQUE INDEX invitation_code ON invitation (code) WHERE living = 1;"
    "CREATE TABLE portal_account (id TEXT PRIMARY KEY, person TEXT NOT NULL UNIQUE, patient TEXT NOT NULL UNIQUE,"
    " hash TEXT NOT NULL, language TEXT NOT NULL) STRICT;"
    "CREATE TABLE portal_session (token TEXT PRIMARY KEY, account TEXT, task TEXT, checked INTEGER NOT NULL DEFAULT 0,"
    " begun INTEGER NOT NULL, used INTEGER NOT NULL) STRICT;"
    "CREATE TABLE portal_reset (link TEXT PRIMARY KEY, account TEXT NOT NULL, expires INTEGER NOT NULL) STRICT;"
    "CREATE TABLE portal_failure (who TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL)"
    " STRICT;"
    "CREATE TABLE kept (type TEXT NOT NULL, id TEXT NOT NULL, json TEXT, mode TEXT NOT NULL,"
    " PRIMARY KEY (type, id)) STRICT;"
    "CREATE TABLE oscar_token (token TEXT PRIMARY KEY, dialect INTEGER NOT NULL, kind TEXT NOT NULL, secret TEXT NOT "
    "NULL,"
    " callback TEXT, verifier TEXT, login TEXT, scope TEXT, issued INTEGER NOT NULL) STRICT;"
    "CREATE TABLE emr_token (token TEXT PRIMARY KEY, server TEXT NOT NULL, kind TEXT NOT NULL, user TEXT NOT NULL,"
    " scope TEXT, expires INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0) STRICT;";

void
orch_sandbox_record_clear (OrchSandboxRecord *record)
{
  g_clear_pointer (&record->json, g_free);
}

static void
exec (OrchSandboxStore *self, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (self->db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static int
user_version (OrchSandboxStore *self)
{
  sqlite3_stmt *statement = NULL;
  int version = -1;

  if (sqlite3_prepare_v2 (self->db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    version = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return version;
}

static void
bind_all (sqlite3_stmt *statement, const char *format, va_list arguments)
{
  int n = 1;

  for (const char *p = format; *p != '\0'; p++, n++)
    {
      if (*p == 'i')
        sqlite3_bind_int64 (statement, n, va_arg (arguments, gint64));
      else
        sqlite3_bind_text (statement, n, va_arg (arguments, const char *), -1, SQLITE_TRANSIENT);
    }
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static void
orch_sandbox_store_finalize (GObject *object)
{
  OrchSandboxStore *self = ORCH_SANDBOX_STORE (object);

  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (self->db != NULL)
    sqlite3_close (self->db);
  G_OBJECT_CLASS (orch_sandbox_store_parent_class)->finalize (object);
}

static void
orch_sandbox_store_class_init (OrchSandboxStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_sandbox_store_finalize;
}

static void
orch_sandbox_store_init (OrchSandboxStore *self)
{
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
}

OrchSandboxStore *
orch_sandbox_store_new (const char *directory, GError **error)
{
  g_autoptr (OrchSandboxStore) self = g_object_new (ORCH_TYPE_SANDBOX_STORE, NULL);
  g_autofree char *path = g_build_filename (directory, "sandbox.db", NULL);
  int version;

  g_return_val_if_fail (directory != NULL, NULL);

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s cannot be made: %s", directory, g_strerror (errno));
      return NULL;
    }
  if (sqlite3_open (path, &self->db) != SQLITE_OK)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, sqlite3_errmsg (self->db));
      return NULL;
    }
  g_chmod (path, 0600);
  sqlite3_busy_timeout (self->db, 2000);
  version = user_version (self);
  if (version < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s (--reset makes it anew)", path,
                   sqlite3_errmsg (self->db));
      return NULL;
    }
  /* The data outlive a kill of this process; outliving a power cut is not worth a sync for training data. */
  exec (self,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; "
        "PRAGMA mmap_size = 1073741824");
  if (version != SCHEMA_VERSION)
    orch_sandbox_store_clear (self);
  return g_steal_pointer (&self);
}

void
orch_sandbox_store_clear (OrchSandboxStore *self)
{
  static const char *const tables[] = { "resource",       "history",      "idx",           "setting",
                                        "person",         "activation",   "grant_code",    "token",
                                        "client",         "jti",          "mail",          "kept",
                                        "oscar_token",    "emr_token",    "invitation",    "portal_account",
                                        "portal_session", "portal_reset", "portal_failure" };
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %d", SCHEMA_VERSION);

  g_return_if_fail (ORCH_IS_SANDBOX_STORE (self));

  g_hash_table_remove_all (self->statements);
  exec (self, "BEGIN IMMEDIATE");
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("DROP TABLE IF EXISTS %s", tables[i]);

      exec (self, sql);
    }
  exec (self, schema);
  exec (self, pragma);
  exec (self, "COMMIT");
}

void
orch_sandbox_store_clear_realm (OrchSandboxStore *self, OrchSandboxRealm realm)
{
  g_return_if_fail (ORCH_IS_SANDBOX_STORE (self));

  orch_sandbox_store_begin (self);
  orch_sandbox_store_run (self, "DELETE FROM idx WHERE realm = ?", "i", (gint64) realm);
  orch_sandbox_store_run (self, "DELETE FROM history WHERE realm = ?", "i", (gint64) realm);
  orch_sandbox_store_run (self, "DELETE FROM resource WHERE realm = ?", "i", (gint64) realm);
  orch_sandbox_store_commit (self);
}

void
orch_sandbox_store_begin (OrchSandboxStore *self)
{
  g_autofree char *sql = g_strdup_printf ("SAVEPOINT level%d", self->depth++);

  exec (self, sql);
}

void
orch_sandbox_store_commit (OrchSandboxStore *self)
{
  g_autofree char *sql = g_strdup_printf ("RELEASE level%d", --self->depth);

  exec (self, sql);
}

void
orch_sandbox_store_rollback (OrchSandboxStore *self)
{
  g_autofree char *sql = g_strdup_printf ("ROLLBACK TO level%d; RELEASE level%d", self->depth - 1, self->depth - 1);

  self->depth--;
  exec (self, sql);
}

sqlite3_stmt *
orch_sandbox_store_prepare (OrchSandboxStore *self, const char *sql)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL)
    {
      if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        g_error ("%s: %s", sql, sqlite3_errmsg (self->db));
      /* Searches differ in their text without end: past this many the kept ones are let go. */
      if (g_hash_table_size (self->statements) > 200)
        g_hash_table_remove_all (self->statements);
      g_hash_table_insert (self->statements, g_strdup (sql), statement);
      return statement;
    }
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return statement;
}

int
orch_sandbox_store_run (OrchSandboxStore *self, const char *sql, const char *format, ...)
{
  sqlite3_stmt *statement = orch_sandbox_store_prepare (self, sql);
  va_list arguments;

  va_start (arguments, format);
  bind_all (statement, format, arguments);
  va_end (arguments);
  if (sqlite3_step (statement) != SQLITE_DONE)
    g_critical ("%s: %s", sql, sqlite3_errmsg (self->db));
  sqlite3_reset (statement);
  return sqlite3_changes (self->db);
}

sqlite3_stmt *
orch_sandbox_store_query (OrchSandboxStore *self, const char *sql, const char *format, ...)
{
  sqlite3_stmt *statement = orch_sandbox_store_prepare (self, sql);
  va_list arguments;

  va_start (arguments, format);
  bind_all (statement, format, arguments);
  va_end (arguments);
  return statement;
}

gboolean
orch_sandbox_store_get (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type, const char *id,
                        OrchSandboxRecord *record)
{
  sqlite3_stmt *statement = orch_sandbox_store_query (
      self, "SELECT row, version, updated, deleted, json FROM resource WHERE realm = ? AND type = ? AND id = ?", "itt",
      (gint64) realm, type, id);
  gboolean found = sqlite3_step (statement) == SQLITE_ROW;

  if (found)
    {
      record->row = sqlite3_column_int64 (statement, 0);
      record->version = sqlite3_column_int (statement, 1);
      record->updated = sqlite3_column_int64 (statement, 2);
      record->deleted = sqlite3_column_int (statement, 3);
      record->json = g_strdup ((const char *) sqlite3_column_text (statement, 4));
    }
  sqlite3_reset (statement);
  return found;
}

gboolean
orch_sandbox_store_get_version (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type, const char *id,
                                int version, OrchSandboxRecord *record)
{
  sqlite3_stmt *statement = orch_sandbox_store_query (
      self, "SELECT updated, deleted, json FROM history WHERE realm = ? AND type = ? AND id = ? AND version = ?",
      "itti", (gint64) realm, type, id, (gint64) version);
  gboolean found = sqlite3_step (statement) == SQLITE_ROW;

  if (found)
    {
      record->version = version;
      record->updated = sqlite3_column_int64 (statement, 0);
      record->deleted = sqlite3_column_int (statement, 1);
      record->json = g_strdup ((const char *) sqlite3_column_text (statement, 2));
    }
  sqlite3_reset (statement);
  return found;
}

static void
keep_history (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type, const char *id)
{
  /* The past of what is in the EMR is never asked for. */
  if (realm == ORCH_SANDBOX_REALM_HUB)
    orch_sandbox_store_run (self,
                            "INSERT OR REPLACE INTO history SELECT realm, type, id, version, updated, deleted, json"
                            " FROM resource WHERE realm = ? AND type = ? AND id = ?",
                            "itt", (gint64) realm, type, id);
}

char *
orch_sandbox_store_put (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type, const char *id,
                        JsonObject *resource, int *version)
{
  g_auto (OrchSandboxRecord) old = { 0 };
  g_autoptr (JsonObject) stored = json_object_new ();
  JsonObject *given_meta =
      json_object_has_member (resource, "meta") && JSON_NODE_HOLDS_OBJECT (json_object_get_member (resource, "meta"))
          ? json_object_get_object_member (resource, "meta")
          : NULL;
  JsonObject *meta = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  gboolean known = orch_sandbox_store_get (self, realm, type, id, &old);
  int next = known ? old.version + 1 : 1;
  /* Stored to the millisecond, as it is shown: a search on what was shown then finds it. */
  gint64 now = orch_clock_now_us () / 1000 * 1000;
  g_autofree char *instant = orch_clock_format_instant (now);
  g_autofree char *text_version = g_strdup_printf ("%d", next);
  g_autofree char *json = NULL;

  json_object_set_string_member (stored, "resourceType", type);
  json_object_set_string_member (stored, "id", id);
  json_object_set_string_member (meta, "versionId", text_version);
  json_object_set_string_member (meta, "lastUpdated", instant);
  if (given_meta != NULL)
    {
      json_object_iter_init_ordered (&iter, given_meta);
      while (json_object_iter_next_ordered (&iter, &name, &node))
        if (!g_str_equal (name, "versionId") && !g_str_equal (name, "lastUpdated"))
          json_object_set_member (meta, name, json_node_copy (node));
    }
  json_object_set_object_member (stored, "meta", meta);
  json_object_iter_init_ordered (&iter, resource);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!g_str_equal (name, "resourceType") && !g_str_equal (name, "id") && !g_str_equal (name, "meta"))
      json_object_set_member (stored, name, json_node_copy (node));

  {
    g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), stored);

    json = json_to_string (root, FALSE);
  }
  orch_sandbox_store_begin (self);
  orch_sandbox_store_run (
      self,
      "INSERT INTO resource (realm, type, id, version, updated, deleted, json) VALUES (?, ?, ?, ?, ?, 0, ?)"
      " ON CONFLICT (realm, type, id) DO UPDATE SET version = excluded.version,"
      " updated = excluded.updated, deleted = 0, json = excluded.json",
      "ittiit", (gint64) realm, type, id, (gint64) next, now, json);
  if (!known)
    old.row = sqlite3_last_insert_rowid (self->db);
  else
    orch_sandbox_store_run (self, "DELETE FROM idx WHERE row = ?", "i", old.row);
  keep_history (self, realm, type, id);
  orch_sandbox_index_add (self, realm, type, old.row, stored);
  orch_sandbox_store_commit (self);
  if (version != NULL)
    *version = next;
  return g_steal_pointer (&json);
}

void
orch_sandbox_store_add_text (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type, const char *id,
                             const char *members)
{
  gint64 now = orch_clock_now_us () / 1000 * 1000;
  g_autofree char *instant = orch_clock_format_instant (now);
  g_autofree char *json = g_strdup_printf (
      "{\"resourceType\":\"%s\",\"id\":\"%s\",\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"%s\"},%s}", type, id,
      instant, members);
  g_autoptr (JsonNode) root = json_from_string (json, NULL);

  g_return_if_fail (root != NULL && JSON_NODE_HOLDS_OBJECT (root));

  orch_sandbox_store_run (
      self, "INSERT INTO resource (realm, type, id, version, updated, deleted, json) VALUES (?, ?, ?, 1, ?, 0, ?)",
      "ittit", (gint64) realm, type, id, now, json);
  orch_sandbox_index_add (self, realm, type, sqlite3_last_insert_rowid (self->db), json_node_get_object (root));
}

gboolean
orch_sandbox_store_delete (OrchSandboxStore *self, OrchSandboxRealm realm, const char *type, const char *id)
{
  g_auto (OrchSandboxRecord) old = { 0 };

  if (!orch_sandbox_store_get (self, realm, type, id, &old) || old.deleted)
    return FALSE;
  orch_sandbox_store_begin (self);
  /* What is gone from the EMR is asked for still: by those who want to know what went. */
  if (realm == ORCH_SANDBOX_REALM_EMR)
    orch_sandbox_store_run (self,
                            "INSERT OR REPLACE INTO history SELECT realm, type, id, version, updated, deleted, json"
                            " FROM resource WHERE row = ?",
                            "i", old.row);
  orch_sandbox_store_run (
      self, "UPDATE resource SET version = version + 1, updated = ?, deleted = 1, json = NULL WHERE row = ?", "ii",
      orch_clock_now_us () / 1000 * 1000, old.row);
  orch_sandbox_store_run (self, "DELETE FROM idx WHERE row = ?", "i", old.row);
  keep_history (self, realm, type, id);
  orch_sandbox_store_commit (self);
  return TRUE;
}

char *
orch_sandbox_store_get_value (OrchSandboxStore *self, const char *name)
{
  sqlite3_stmt *statement = orch_sandbox_store_query (self, "SELECT value FROM setting WHERE name = ?", "t", name);
  char *value =
      sqlite3_step (statement) == SQLITE_ROW ? g_strdup ((const char *) sqlite3_column_text (statement, 0)) : NULL;

  sqlite3_reset (statement);
  return value;
}

void
orch_sandbox_store_set_value (OrchSandboxStore *self, const char *name, const char *value)
{
  orch_sandbox_store_run (self,
                          "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                          "tt", name, value);
}
