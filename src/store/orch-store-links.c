/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: what the hub calls our objects, and which revision of them it has.
 */
#include "orch-store-private.h"

/* --- database thread -------------------------------------------------------------------- */

typedef struct
{
  char *type;
  char *id;
  char *hub_id;
  char *version;
  gint64 revision;
} Link;

static void
link_clear (gpointer data)
{
  Link *link = data;

  g_free (link->type);
  g_free (link->id);
  g_free (link->hub_id);
  g_free (link->version);
}

static const struct
{
  const char *type;
  const char *set;
  const char *get_id;
  const char *get_version;
  guint change;
  const char *list_unsynced; /* (nullable): ids have no index */
  const char *list_all;
} linked_tables[] = {
#define LINKED(type, table, change)                                                                                    \
  { type, "UPDATE " table " SET hub_id = ?, hub_version = ?, synced_revision = max (synced_revision, ?) WHERE id = ?", \
    "SELECT hub_id FROM " table " WHERE id = ?", "SELECT hub_version FROM " table " WHERE id = ?", change }
  LINKED ("clinic", "clinic", ORCH_STORE_CHANGED_CLINIC),
  LINKED ("department", "department", ORCH_STORE_CHANGED_CLINIC),
  LINKED ("staff", "staff", ORCH_STORE_CHANGED_STAFF),
  LINKED ("service", "service", ORCH_STORE_CHANGED_SERVICES),
  LINKED ("patient", "patient", ORCH_STORE_CHANGED_PATIENTS),
  LINKED ("account", "portal_account", ORCH_STORE_CHANGED_PATIENTS),
  LINKED ("schedule", "schedule", ORCH_STORE_CHANGED_SCHEDULES),
  LINKED ("conversation", "conversation", ORCH_STORE_CHANGED_MESSAGES),
  LINKED ("message", "message", ORCH_STORE_CHANGED_MESSAGES),
  LINKED ("report", "report", ORCH_STORE_CHANGED_MESSAGES),
  LINKED ("note", "note", ORCH_STORE_CHANGED_MESSAGES),
#undef LINKED
/* By key: see link_by_key() */
#define LINKED(type, table, change)                                                                                    \
  { type,                                                                                                              \
    "UPDATE " table " SET hub_id = ?, hub_version = ?, synced_revision = max (synced_revision, ?) WHERE key = ?",      \
    "SELECT hub_id FROM " table " WHERE id = ?",                                                                       \
    "SELECT hub_version FROM " table " WHERE id = ?",                                                                  \
    change,                                                                                                            \
    "SELECT key, id FROM " table " INDEXED BY " table "_unsynced WHERE revision > synced_revision ORDER BY key",       \
    "SELECT key, id FROM " table " NOT INDEXED" }
  LINKED ("slot", "slot", ORCH_STORE_CHANGED_SCHEDULES),
  LINKED ("appointment", "appointment", ORCH_STORE_CHANGED_APPOINTMENTS),
#undef LINKED
};

static int
find_linked_table (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (linked_tables); i++)
    if (g_str_equal (linked_tables[i].type, type))
      return i;
  return -1;
}

/* Takes the links of @links whose rows @sql lists, until none is left */
static void
link_those_of (OrchConnection *connection, const char *sql, const char *set, GHashTable *links)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  sqlite3_stmt *statement = orch_connection_query (connection, sql, "");

  while (g_hash_table_size (links) > 0 && orch_connection_next (connection, statement))
    {
      const Link *link = g_hash_table_lookup (links, orch_column_text (statement, 1));
      if (link == NULL)
        continue;
      gint64 key = sqlite3_column_int64 (statement, 0);
      g_array_append_val (keys, key);
      g_ptr_array_add (found, (gpointer) link);
      g_hash_table_remove (links, link->id);
    }
  orch_connection_done (connection, statement);
  for (guint i = 0; i < found->len; i++)
    {
      const Link *link = found->pdata[i];
      orch_connection_run (connection, set, "ssll", link->hub_id, link->version, link->revision,
                           g_array_index (keys, gint64, i));
    }
}

/* Slots and appointments: those that were just sent are the first of the unsynced; what is not among these is looked for in them all. */
static void
link_by_key (OrchConnection *connection, GArray *items, int table)
{
  g_autoptr (GHashTable) links = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < items->len; i++)
    {
      Link *link = &g_array_index (items, Link, i);
      if (g_str_equal (link->type, linked_tables[table].type))
        g_hash_table_replace (links, link->id, link);
    }
  if (g_hash_table_size (links) == 0)
    return;
  link_those_of (connection, linked_tables[table].list_unsynced, linked_tables[table].set, links);
  link_those_of (connection, linked_tables[table].list_all, linked_tables[table].set, links);
  orch_connection_mark (connection, linked_tables[table].change);
}

/* What was sent is what the hub has, unless it was edited since: then that is not known. */
static void
keep_base_of (OrchConnection *connection, const Link *link)
{
  int kind = orch_store_kind_from_type_name (link->type);

  if (kind < 0 || !ORCH_STORE_KIND_IS_DIRECTORY (kind) || link->revision == 0 || link->hub_id == NULL)
    return;
  g_autoptr (GObject) row = orch_store_load_row (connection, (OrchStoreKind) kind, link->id);
  if (row == NULL || orch_store_row_get_revision (row) != link->revision)
    return;
  g_autofree char *text = orch_row_to_text (row);
  orch_store_keep_base (connection, link->type, link->id, text);
  orch_store_forget_sent (connection, link->type, link->id);
}

static void
set_hub_links (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  for (guint i = 0; i < call->items->len; i++)
    {
      const Link *link = &g_array_index (call->items, Link, i);
      int table = find_linked_table (link->type);
      if (table >= 0 && linked_tables[table].list_unsynced == NULL)
        {
          if (orch_connection_run (connection, linked_tables[table].set, "ssls", link->hub_id, link->version,
                                   link->revision, link->id) > 0)
            keep_base_of (connection, link);
          else if (link->hub_id != NULL)
            orch_store_link_removed (connection, link->type, link->id, link->hub_id, link->version);
          orch_connection_mark (connection, linked_tables[table].change);
        }
      else if (table < 0)
        orch_connection_run (connection,
                             "INSERT INTO hub_link (type, id, hub_id, version) VALUES (?, ?, ?, ?) "
                             "ON CONFLICT DO UPDATE SET hub_id = excluded.hub_id, version = excluded.version",
                             "ssss", link->type, link->id, link->hub_id, link->version);
    }
  for (guint table = 0; table < G_N_ELEMENTS (linked_tables); table++)
    if (linked_tables[table].list_unsynced != NULL)
      link_by_key (connection, call->items, table);
}

static void
begin_upload (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  gboolean is_current = TRUE;

  for (guint i = 0; i < call->rows->len && is_current; i++)
    {
      const char *id = orch_store_row_get_id (call->rows->pdata[i]);
      g_autoptr (GObject) row = orch_store_load_row (connection, call->kind, id);
      is_current = row != NULL &&
                   orch_store_row_get_revision (row) == orch_store_row_get_revision (call->rows->pdata[i]) &&
                   !orch_store_has_unsent (connection, orch_store_kind_get_type_name (call->kind), id);
    }
  for (guint i = 0; i < call->rows->len && is_current; i++)
    {
      g_autofree char *text = orch_row_to_text (call->rows->pdata[i]);
      orch_store_note_sent (connection, orch_store_kind_get_type_name (call->kind),
                            orch_store_row_get_id (call->rows->pdata[i]), text);
    }
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, is_current);
}

/* flag: the version rather than the id */
static void
get_hub_link (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  int table = find_linked_table (call->type);
  g_autofree char *text = NULL;

  if (table >= 0)
    {
      text = orch_connection_dup_text (connection,
                                       call->flag ? linked_tables[table].get_version : linked_tables[table].get_id, "s",
                                       call->id);
      /* One that was removed here: what tells the hub asks for it. */
      if (text == NULL)
        text = orch_connection_dup_text (connection,
                                         call->flag ? "SELECT hub_version FROM removed WHERE type = ? AND id = ?"
                                                    : "SELECT hub_id FROM removed WHERE type = ? AND id = ?",
                                         "ss", call->type, call->id);
    }
  else
    text = orch_connection_dup_text (connection,
                                     call->flag ? "SELECT version FROM hub_link WHERE type = ? AND id = ?"
                                                : "SELECT hub_id FROM hub_link WHERE type = ? AND id = ?",
                                     "ss", call->type, call->id);
  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result, g_steal_pointer (&text));
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_set_hub_links (OrchStore *self, const OrchActor *actor, const OrchStoreLink *links, guint n_links)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && (links != NULL || n_links == 0), NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->items = g_array_sized_new (FALSE, FALSE, sizeof (Link), n_links);
  g_array_set_clear_func (call->items, link_clear);
  for (guint i = 0; i < n_links; i++)
    {
      Link link = {
        .type = g_strdup (links[i].type),
        .id = g_strdup (links[i].id),
        .hub_id = g_strdup (links[i].hub_id),
        .version = g_strdup (links[i].version),
        .revision = links[i].revision,
      };
      g_array_append_val (call->items, link);
    }
  return orch_store_write (self, set_hub_links, call);
}

DexFuture *
orch_store_begin_upload (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, GPtrArray *rows)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && rows != NULL && ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = kind;
  call->rows = g_ptr_array_ref (rows);
  return orch_store_write (self, begin_upload, call);
}

static DexFuture *
get_link (OrchStore *self, const char *type, const char *id, gboolean version)
{
  OrchStoreCall *call = orch_store_call_new (NULL);

  call->type = g_strdup (type);
  call->id = g_strdup (id);
  call->flag = version;
  return orch_store_read (self, get_hub_link, call, NULL);
}

DexFuture *
orch_store_get_hub_id (OrchStore *self, const char *type, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (type != NULL && id != NULL, NULL);

  return get_link (self, type, id, FALSE);
}

DexFuture *
orch_store_get_hub_version (OrchStore *self, const char *type, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (type != NULL && id != NULL, NULL);

  return get_link (self, type, id, TRUE);
}
