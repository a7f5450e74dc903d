/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A FHIR search. Pages are cut by key, not by offset, wherever the order allows: what is written between two pages then neither
 * hides nor repeats a record. Main thread.
 */
#include "orch-sandbox-search.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-query.h"

#include <string.h>

#define WALK_ABOVE 2000

static sqlite3_stmt *
prepare (OrchSandboxStore *store, OrchSandboxQuery *self, const char *sql)
{
  sqlite3_stmt *statement = orch_sandbox_store_prepare (store, sql);

  for (guint i = 0; i < self->texts->len; i++)
    sqlite3_bind_text (statement, (int) i + 1, g_ptr_array_index (self->texts, i), -1, SQLITE_STATIC);
  return statement;
}

/* Whether the ids are the way in: the order of the rows, and whether they are deleted, then are no index to go by ("+" says so). */
static gboolean
is_by_id (OrchSandboxQuery *self)
{
  return strstr (self->where->str, " AND r.id IN (") != NULL;
}

static gint64
count_all (OrchSandboxStore *store, OrchSandboxQuery *self)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count (*) FROM resource r WHERE r.realm = %d AND r.type = '%s' AND %sr.deleted = 0%s",
                       self->realm, self->type, is_by_id (self) ? "+" : "", self->where->str);
  sqlite3_stmt *statement = prepare (store, self, sql);
  gint64 total = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;

  sqlite3_reset (statement);
  return total;
}

/* Where much is found, a page is cut by walking the rows and looking each up; gathering all that is found anew for each page would take a
 * time that grows with its square. */
static char *
dup_page_where (OrchSandboxQuery *self)
{
  GString *where = g_string_new (self->where->str);
  g_autofree char *gathering = NULL;

  if (self->total <= WALK_ABOVE || self->order != ORCH_SANDBOX_BY_ROW)
    return g_string_free (where, FALSE);
  /* A row is of one realm and one type: the index of rows need not have them. */
  gathering =
      g_strdup_printf ("r.row IN (SELECT row FROM idx WHERE realm = %d AND type = '%s' AND ", self->realm, self->type);
  g_string_replace (where, gathering, "EXISTS (SELECT 1 FROM idx INDEXED BY idx_row WHERE row = r.row AND ", 0);
  return g_string_free (where, FALSE);
}

static char *
page_sql (OrchSandboxQuery *self)
{
  GString *sql = g_string_new (NULL);
  g_autofree char *where = dup_page_where (self);
  const char *plus = is_by_id (self) ? "+" : "";
  const char *key = self->cursor == NULL ? "0" : self->cursor;
  char *rest = NULL;
  gint64 first = g_ascii_strtoll (key, &rest, 10);
  gint64 second = rest != NULL && *rest == '-' ? g_ascii_strtoll (rest + 1, NULL, 10) : 0;

  g_string_append_printf (sql,
                          "SELECT r.row, r.updated, r.id, r.json FROM resource r WHERE r.realm = %d AND r.type = '%s' "
                          "AND %sr.deleted = 0%s",
                          self->realm, self->type, plus, where);
  switch (self->order)
    {
    case ORCH_SANDBOX_BY_ROW:
      g_string_append_printf (sql, " AND %sr.row > %" G_GINT64_FORMAT " ORDER BY %sr.row LIMIT %d", plus, first, plus,
                              self->count + 1);
      break;
    case ORCH_SANDBOX_BY_UPDATED:
      g_string_append_printf (sql,
                              " AND (r.updated, r.row) > (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                              ") ORDER BY r.updated, r.row LIMIT %d",
                              first, second, self->count + 1);
      break;
    case ORCH_SANDBOX_BY_UPDATED_BACKWARDS:
      if (self->cursor != NULL)
        g_string_append_printf (sql, " AND (r.updated, r.row) < (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")", first,
                                second);
      g_string_append_printf (sql, " ORDER BY r.updated DESC, r.row DESC LIMIT %d", self->count + 1);
      break;
    case ORCH_SANDBOX_BY_PARAM:
      g_string_append_printf (sql, " ORDER BY %s LIMIT %d OFFSET %" G_GINT64_FORMAT, self->order_sql, self->count + 1,
                              first);
      break;
    default:
      g_assert_not_reached ();
    }
  return g_string_free (sql, FALSE);
}

static void
append_entry (OrchSandboxQuery *self, GString *out, const char *type, const char *id, const char *json,
              const char *mode)
{
  g_string_append_printf (out, "{\"fullUrl\":\"%s/%s/%s\",\"resource\":", self->base, type, id);
  g_string_append (out, json);
  g_string_append_printf (out, ",\"search\":{\"mode\":\"%s\"}}", mode);
}

static void
append_included (OrchSandboxStore *store, OrchSandboxQuery *self, GString *out, const char *rows)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->include->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT DISTINCT value FROM idx WHERE row IN (%s) AND param = '%s'", rows,
                                              (const char *) g_ptr_array_index (self->include, i));
      g_autoptr (GPtrArray) references = g_ptr_array_new_with_free_func (g_free);
      sqlite3_stmt *statement = orch_sandbox_store_prepare (store, sql);

      while (sqlite3_step (statement) == SQLITE_ROW)
        g_ptr_array_add (references, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
      sqlite3_reset (statement);
      for (guint j = 0; j < references->len; j++)
        {
          const char *reference = g_ptr_array_index (references, j);
          g_auto (GStrv) parts = g_strsplit (reference, "/", 2);
          g_auto (OrchSandboxRecord) record = { 0 };

          if (!g_hash_table_add (seen, g_strdup (reference)) || parts[0] == NULL || parts[1] == NULL)
            continue;
          if (!orch_sandbox_store_get (store, self->realm, parts[0], parts[1], &record) || record.deleted)
            continue;
          g_string_append_c (out, ',');
          append_entry (self, out, parts[0], parts[1], record.json, "include");
        }
    }
}

static void
append_link (OrchSandboxQuery *self, GString *out, const char *relation, const char *cursor, gboolean again)
{
  GString *url = g_string_new (NULL);

  g_string_append_printf (url, "%s/%s?%s", self->base, self->type, self->kept->str);
  if (cursor != NULL)
    g_string_append_printf (url, "%s_cursor=%" G_GINT64_FORMAT ".%s%s", self->kept->len > 0 ? "&" : "", self->total,
                            cursor, again ? ".again" : "");
  g_string_append_printf (out, "{\"relation\":\"%s\",\"url\":", relation);
  orch_sandbox_json_append_string (out, url->str);
  g_string_append_c (out, '}');
  g_string_free (url, TRUE);
}

OrchSandboxReply *
orch_sandbox_search_run (const OrchSandboxSearchContext *context, const char *type, const char *query)
{
  g_auto (OrchSandboxQuery) self = { 0 };
  g_autofree char *sql = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GString) entries = g_string_new (NULL);
  g_autoptr (GString) rows = g_string_new (NULL);
  OrchSandboxReply *reply;
  GString *out;
  int n = 0;

  orch_sandbox_query_init (&self, context->realm, context->base, type, query);
  if (self.problem != NULL)
    return g_steal_pointer (&self.problem);
  if (context->most > 0)
    self.count = MIN (self.count, context->most);
  if (self.total < 0)
    self.total = count_all (context->store, &self);
  if (!self.count_only)
    {
      sqlite3_stmt *statement;
      gint64 last_row = 0, last_updated = 0;

      sql = page_sql (&self);
      statement = prepare (context->store, &self, sql);
      while (sqlite3_step (statement) == SQLITE_ROW)
        {
          if (n == self.count)
            {
              gint64 offset = self.cursor == NULL ? 0 : g_ascii_strtoll (self.cursor, NULL, 10);

              next = self.order == ORCH_SANDBOX_BY_ROW ? g_strdup_printf ("%" G_GINT64_FORMAT, last_row)
                     : self.order == ORCH_SANDBOX_BY_PARAM
                         ? g_strdup_printf ("%" G_GINT64_FORMAT, offset + n)
                         : g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, last_updated, last_row);
              break;
            }
          last_row = sqlite3_column_int64 (statement, 0);
          last_updated = sqlite3_column_int64 (statement, 1);
          if (n++ > 0)
            g_string_append_c (entries, ',');
          append_entry (&self, entries, type, (const char *) sqlite3_column_text (statement, 2),
                        (const char *) sqlite3_column_text (statement, 3), "match");
          g_string_append_printf (rows, "%s%" G_GINT64_FORMAT, n > 1 ? "," : "", last_row);
        }
      sqlite3_reset (statement);
      if (n > 0)
        append_included (context->store, &self, entries, rows->str);
    }
  reply = orch_sandbox_reply_new (200);
  reply->content_type = g_strdup ("application/fhir+json; charset=utf-8");
  out = reply->body;
  g_string_append_printf (out,
                          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":%" G_GINT64_FORMAT
                          ",\"link\":[",
                          self.total);
  append_link (&self, out, "self", self.cursor, self.again);
  if (context->repeat_pages && !self.again && n > 0)
    {
      g_string_append_c (out, ',');
      append_link (&self, out, "next", self.cursor == NULL ? "start" : self.cursor, TRUE);
    }
  else if (next != NULL)
    {
      g_string_append_c (out, ',');
      append_link (&self, out, "next", next, FALSE);
    }
  g_string_append_c (out, ']');
  if (n > 0)
    {
      g_string_append (out, ",\"entry\":[");
      g_string_append_len (out, entries->str, (gssize) entries->len);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, '}');
  return reply;
}

int
orch_sandbox_search_count_matches (const OrchSandboxSearchContext *context, const char *type, const char *query,
                                   char **id, OrchSandboxReply **problem)
{
  g_auto (OrchSandboxQuery) self = { 0 };
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement;
  int n = 0;

  orch_sandbox_query_init (&self, context->realm, context->base, type, query);
  if (self.problem != NULL || self.where->len == 0)
    {
      *problem = self.problem != NULL
                     ? g_steal_pointer (&self.problem)
                     : orch_sandbox_reply_new_outcome (400, "invalid", NULL, "The condition is empty.");
      return -1;
    }
  sql = g_strdup_printf (
      "SELECT r.id FROM resource r WHERE r.realm = %d AND r.type = '%s' AND r.deleted = 0%s ORDER BY r.row LIMIT 2",
      context->realm, type, self.where->str);
  statement = prepare (context->store, &self, sql);
  while (sqlite3_step (statement) == SQLITE_ROW)
    if (n++ == 0 && id != NULL)
      *id = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  return n;
}
