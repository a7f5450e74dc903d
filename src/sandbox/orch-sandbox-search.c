/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A FHIR search. Pages are cut by key, not by offset, wherever the order allows: what is written between two pages then neither
 * hides nor repeats a record. Main thread.
 */
#include "orch-sandbox-search.h"

#include "orch-sandbox-index.h"
#include "orch-sandbox-json.h"

#define COUNT_DEFAULT 50
#define COUNT_MOST 1000

typedef enum
{
  BY_ROW = 0,
  BY_UPDATED,
  BY_UPDATED_BACKWARDS,
  BY_PARAM, /* these pages are cut by offset */
} Order;

typedef struct
{
  const OrchSandboxSearchContext *context;
  const char *type;
  GString *where;     /* owned: " AND …" for each condition */
  GPtrArray *texts;   /* owned: bound in order; dates are in the SQL, being numbers */
  GPtrArray *include; /* owned: parameter names */
  GString *kept;      /* owned: the query again, without the cursor, for links */
  Order order;
  char *order_sql; /* owned, nullable */
  int count;
  gboolean count_only;
  char *cursor;              /* owned, nullable */
  gint64 total;              /* carried from the first page; -1 = unknown */
  gboolean again;            /* this page is the second sending of a repeated one */
  OrchSandboxReply *problem; /* owned, nullable */
} Search;

static void
search_clear (Search *self)
{
  g_string_free (self->where, TRUE);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->include);
  g_string_free (self->kept, TRUE);
  g_free (self->order_sql);
  g_free (self->cursor);
  g_clear_pointer (&self->problem, orch_sandbox_reply_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

char *
orch_sandbox_search_decode (const char *text)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (text), "+", ' ');

  return g_uri_unescape_string (spaced, NULL);
}

/* Splits at commas that no backslash guards, and takes the backslashes off. */
static GPtrArray *
split_values (const char *text)
{
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  GString *value = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\\' && (p[1] == ',' || p[1] == '$' || p[1] == '\\'))
        g_string_append_c (value, *++p);
      else if (*p == ',')
        {
          g_ptr_array_add (values, g_string_free (value, FALSE));
          value = g_string_new (NULL);
        }
      else
        g_string_append_c (value, *p);
    }
  g_ptr_array_add (values, g_string_free (value, FALSE));
  return values;
}

static void
add_text (Search *self, char *text)
{
  g_ptr_array_add (self->texts, text);
}

static void
token_condition (Search *self, GString *out, const char *value)
{
  const char *bar = strchr (value, '|');

  if (bar == NULL)
    {
      g_string_append (out, "value = ?");
      add_text (self, g_strdup (value));
      return;
    }
  g_string_append (out, "(1");
  if (bar[1] != '\0')
    {
      g_string_append (out, " AND value = ?");
      add_text (self, g_strdup (bar + 1));
    }
  if (bar == value)
    g_string_append (out, " AND system IS NULL");
  else
    {
      g_string_append (out, " AND system = ?");
      add_text (self, g_strndup (value, (gsize) (bar - value)));
    }
  g_string_append_c (out, ')');
}

static void
string_condition (Search *self, GString *out, const char *value, const char *modifier)
{
  g_autofree char *folded = orch_sandbox_index_fold (value);

  if (g_strcmp0 (modifier, "contains") == 0)
    g_string_append (out, "instr (value, ?) > 0");
  else if (g_strcmp0 (modifier, "exact") == 0)
    g_string_append (out, "value = ?");
  else
    g_string_append (out, "substr (value, 1, length (?)) = ?");
  if (modifier == NULL)
    add_text (self, g_strdup (folded));
  add_text (self, g_steal_pointer (&folded));
}

static void
reference_condition (Search *self, GString *out, const OrchSandboxParam *param, const char *value)
{
  g_autofree char *prefix = g_strdup_printf ("%s/", self->context->base);

  if (g_str_has_prefix (value, prefix))
    value += strlen (prefix);
  if (strchr (value, '/') != NULL)
    {
      g_string_append (out, "value = ?");
      add_text (self, g_strdup (value));
    }
  else if (param->target != NULL)
    {
      g_string_append (out, "value = ?");
      add_text (self, g_strdup_printf ("%s/%s", param->target, value));
    }
  else
    {
      g_string_append (out, "substr (value, instr (value, '/') + 1) = ?");
      add_text (self, g_strdup (value));
    }
}

/* Compares the range that a date in the resource covers, @from up to @upto, with the one searched. */
static gboolean
date_condition (GString *out, const char *from_column, const char *upto_column, const char *value)
{
  static const char *const prefixes[] = { "eq", "ne", "ge", "gt", "le", "lt" };
  int which = 0;
  gint64 from, upto;

  for (int i = 0; i < (int) G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (value, prefixes[i]))
      {
        which = i;
        value += 2;
        break;
      }
  if (!orch_sandbox_index_date_range (value, &from, &upto))
    return FALSE;
  switch (which)
    {
    case 0:
      g_string_append_printf (out, "(%s >= %" G_GINT64_FORMAT " AND %s <= %" G_GINT64_FORMAT ")", from_column, from,
                              upto_column, upto);
      break;
    case 1:
      g_string_append_printf (out, "NOT (%s >= %" G_GINT64_FORMAT " AND %s <= %" G_GINT64_FORMAT ")", from_column, from,
                              upto_column, upto);
      break;
    case 2:
      g_string_append_printf (out, "%s > %" G_GINT64_FORMAT, upto_column, from);
      break;
    case 3:
      g_string_append_printf (out, "%s > %" G_GINT64_FORMAT, upto_column, upto);
      break;
    case 4:
      g_string_append_printf (out, "%s < %" G_GINT64_FORMAT, from_column, upto);
      break;
    default:
      g_string_append_printf (out, "%s < %" G_GINT64_FORMAT, from_column, from);
      break;
    }
  return TRUE;
}

static gboolean
refuse (Search *self, const char *code, const char *format, const char *what)
{
  g_autofree char *text = g_strdup_printf (format, what);

  if (self->problem == NULL)
    self->problem = orch_sandbox_reply_new_outcome (400, code, NULL, "%s", text);
  return FALSE;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static gboolean
add_param (Search *self, const char *name, const char *modifier, const char *value)
{
  const OrchSandboxParam *param = orch_sandbox_index_find (self->type, name);
  g_autoptr (GPtrArray) values = split_values (value);
  gboolean negated = FALSE;

  if (param == NULL)
    return refuse (self, "not-supported",
                   strchr (name, '.') != NULL ? "Chained search “%s” is not supported."
                                              : "Unknown search parameter “%s”.",
                   name);
  if (g_strcmp0 (modifier, "missing") == 0)
    {
      if (!g_str_equal (value, "true") && !g_str_equal (value, "false"))
        return refuse (self, "invalid", "“%s” is neither true nor false.", value);
      g_string_append_printf (
          self->where, " AND r.row %sIN (SELECT row FROM idx WHERE realm = r.realm AND type = r.type AND param = '%s')",
          g_str_equal (value, "true") ? "NOT " : "", name);
      return TRUE;
    }
  if (g_strcmp0 (modifier, "not") == 0 && param->kind == ORCH_SANDBOX_TOKEN)
    negated = TRUE;
  else if (modifier != NULL && !(param->kind == ORCH_SANDBOX_STRING &&
                                 (g_str_equal (modifier, "exact") || g_str_equal (modifier, "contains"))))
    return refuse (self, "not-supported", "The modifier “%s” is not supported here.", modifier);

  g_string_append_printf (
      self->where, " AND r.row %sIN (SELECT row FROM idx WHERE realm = %d AND type = '%s' AND param = '%s' AND (",
      negated ? "NOT " : "", self->context->realm, self->type, name);
  for (guint i = 0; i < values->len; i++)
    {
      const char *one = g_ptr_array_index (values, i);

      if (i > 0)
        g_string_append (self->where, " OR ");
      if (*one == '\0')
        return refuse (self, "invalid", "The parameter “%s” has no value.", name);
      switch (param->kind)
        {
        case ORCH_SANDBOX_TOKEN:
          token_condition (self, self->where, one);
          break;
        case ORCH_SANDBOX_STRING:
          string_condition (self, self->where, one, modifier);
          break;
        case ORCH_SANDBOX_REFERENCE:
          reference_condition (self, self->where, param, one);
          break;
        case ORCH_SANDBOX_DATE:
          if (!date_condition (self->where, "num", "upto", one))
            return refuse (self, "invalid", "“%s” is not a date.", one);
          break;
        default:
          g_assert_not_reached ();
        }
    }
  g_string_append (self->where, "))");
  return TRUE;
}

static gboolean
add_sort (Search *self, const char *value)
{
  gboolean backwards = value[0] == '-';
  const char *name = backwards ? value + 1 : value;
  const OrchSandboxParam *param = orch_sandbox_index_find (self->type, name);

  if (strchr (value, ',') != NULL)
    return refuse (self, "not-supported", "Only one sort key is supported, not “%s”.", value);
  if (g_str_equal (name, "_lastUpdated"))
    self->order = backwards ? BY_UPDATED_BACKWARDS : BY_UPDATED;
  else if (g_str_equal (name, "_id"))
    {
      self->order = BY_PARAM;
      self->order_sql = g_strdup_printf ("r.id%s, r.row", backwards ? " DESC" : "");
    }
  else if (param != NULL)
    {
      self->order = BY_PARAM;
      self->order_sql =
          g_strdup_printf ("(SELECT min (%s) FROM idx WHERE idx.row = r.row AND idx.param = '%s')%s NULLS LAST, r.row",
                           param->kind == ORCH_SANDBOX_DATE ? "num" : "value", name, backwards ? " DESC" : "");
    }
  else
    return refuse (self, "not-supported", "Sorting by “%s” is not supported.", name);
  return TRUE;
}

static gboolean
add_include (Search *self, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, ":", 3);
  const OrchSandboxParam *param;

  if (parts[0] == NULL || parts[1] == NULL || !g_str_equal (parts[0], self->type))
    return refuse (self, "not-supported", "_include=%s is not supported.", value);
  param = orch_sandbox_index_find (parts[0], parts[1]);
  if (param == NULL || param->kind != ORCH_SANDBOX_REFERENCE)
    return refuse (self, "not-supported", "_include=%s is not supported.", value);
  g_ptr_array_add (self->include, g_strdup (parts[1]));
  return TRUE;
}

static gboolean
add_ids (Search *self, const char *value)
{
  g_autoptr (GPtrArray) ids = split_values (value);

  g_string_append (self->where, " AND r.id IN (");
  for (guint i = 0; i < ids->len; i++)
    {
      g_string_append (self->where, i == 0 ? "?" : ", ?");
      add_text (self, g_strdup (g_ptr_array_index (ids, i)));
    }
  g_string_append_c (self->where, ')');
  return TRUE;
}

static gboolean
add_pair (Search *self, const char *whole_name, const char *value)
{
  g_auto (GStrv) halves = g_strsplit (whole_name, ":", 2);
  const char *name = halves[0];
  const char *modifier = halves[1];

  if (g_str_equal (whole_name, "_cursor"))
    {
      g_auto (GStrv) parts = g_strsplit (value, ".", 3);

      /* total.kind+key, and a mark when it is the same page once more */
      if (parts[0] == NULL || parts[1] == NULL)
        return refuse (self, "invalid", "“%s” is not a page of this server.", value);
      self->total = g_ascii_strtoll (parts[0], NULL, 10);
      if (!g_str_equal (parts[1], "start"))
        self->cursor = g_strdup (parts[1]);
      self->again = g_strcmp0 (parts[2], "again") == 0;
      return TRUE;
    }
  if (g_str_equal (whole_name, "_format"))
    return strstr (value, "json") != NULL ? TRUE
                                          : refuse (self, "not-supported", "The format “%s” is not supported.", value);
  if (g_str_equal (whole_name, "_pretty") || g_str_equal (whole_name, "_total"))
    return TRUE;
  if (g_str_equal (whole_name, "_count"))
    {
      char *end = NULL;
      gint64 count = g_ascii_strtoll (value, &end, 10);

      if (end == value || *end != '\0' || count < 0)
        return refuse (self, "invalid", "_count=%s is not a number.", value);
      self->count_only = self->count_only || count == 0;
      self->count = (int) MIN (count, COUNT_MOST);
      return TRUE;
    }
  if (g_str_equal (whole_name, "_summary"))
    {
      self->count_only = g_str_equal (value, "count");
      return self->count_only || g_str_equal (value, "false")
                 ? TRUE
                 : refuse (self, "not-supported", "_summary=%s is not supported.", value);
    }
  if (g_str_equal (whole_name, "_sort"))
    return add_sort (self, value);
  if (g_str_equal (whole_name, "_include"))
    return add_include (self, value);
  if (g_str_equal (whole_name, "_id"))
    return add_ids (self, value);
  if (g_str_equal (whole_name, "_lastUpdated"))
    {
      g_string_append (self->where, " AND ");
      return date_condition (self->where, "r.updated", "(r.updated + 1000)", value)
                 ? TRUE
                 : refuse (self, "invalid", "“%s” is not a date.", value);
    }
  if (name[0] == '_')
    return refuse (self, "not-supported", "The parameter “%s” is not supported.", whole_name);
  return add_param (self, name, modifier, value);
}
#pragma GCC diagnostic pop

static void
search_init (Search *self, const OrchSandboxSearchContext *context, const char *type, const char *query)
{
  g_auto (GStrv) pairs = g_strsplit (query == NULL ? "" : query, "&", -1);

  *self = (Search) { .context = context,
                     .type = type,
                     .where = g_string_new (NULL),
                     .texts = g_ptr_array_new_with_free_func (g_free),
                     .include = g_ptr_array_new_with_free_func (g_free),
                     .kept = g_string_new (NULL),
                     .count = COUNT_DEFAULT,
                     .total = -1 };
  for (int i = 0; pairs[i] != NULL && self->problem == NULL; i++)
    {
      g_auto (GStrv) halves = g_strsplit (pairs[i], "=", 2);
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (halves[0] == NULL || *halves[0] == '\0')
        continue;
      name = orch_sandbox_search_decode (halves[0]);
      value = orch_sandbox_search_decode (halves[1] == NULL ? "" : halves[1]);
      if (name == NULL || value == NULL || !g_utf8_validate (name, -1, NULL) || !g_utf8_validate (value, -1, NULL))
        {
          refuse (self, "invalid", "The query is not percent-encoded UTF-8.%s", "");
          return;
        }
      if (!g_str_equal (name, "_cursor"))
        g_string_append_printf (self->kept, "%s%s", self->kept->len > 0 ? "&" : "", pairs[i]);
      add_pair (self, name, value);
    }
  if (context->most > 0)
    self->count = MIN (self->count, context->most);
}

static sqlite3_stmt *
prepare (Search *self, const char *sql)
{
  sqlite3_stmt *statement = orch_sandbox_store_prepare (self->context->store, sql);

  for (guint i = 0; i < self->texts->len; i++)
    sqlite3_bind_text (statement, (int) i + 1, g_ptr_array_index (self->texts, i), -1, SQLITE_STATIC);
  return statement;
}

static gint64
count_all (Search *self)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count (*) FROM resource r WHERE r.realm = %d AND r.type = '%s' AND r.deleted = 0%s",
                       self->context->realm, self->type, self->where->str);
  sqlite3_stmt *statement = prepare (self, sql);
  gint64 total = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;

  sqlite3_reset (statement);
  return total;
}

static char *
page_sql (Search *self)
{
  GString *sql = g_string_new (NULL);
  const char *key = self->cursor == NULL ? "0" : self->cursor;
  char *rest = NULL;
  gint64 first = g_ascii_strtoll (key, &rest, 10);
  gint64 second = rest != NULL && *rest == '-' ? g_ascii_strtoll (rest + 1, NULL, 10) : 0;

  g_string_append_printf (
      sql,
      "SELECT r.row, r.updated, r.id, r.json FROM resource r WHERE r.realm = %d AND r.type = '%s' AND r.deleted = 0%s",
      self->context->realm, self->type, self->where->str);
  switch (self->order)
    {
    case BY_ROW:
      g_string_append_printf (sql, " AND r.row > %" G_GINT64_FORMAT " ORDER BY r.row LIMIT %d", first, self->count + 1);
      break;
    case BY_UPDATED:
      g_string_append_printf (sql,
                              " AND (r.updated, r.row) > (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                              ") ORDER BY r.updated, r.row LIMIT %d",
                              first, second, self->count + 1);
      break;
    case BY_UPDATED_BACKWARDS:
      if (self->cursor != NULL)
        g_string_append_printf (sql, " AND (r.updated, r.row) < (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")", first,
                                second);
      g_string_append_printf (sql, " ORDER BY r.updated DESC, r.row DESC LIMIT %d", self->count + 1);
      break;
    case BY_PARAM:
      g_string_append_printf (sql, " ORDER BY %s LIMIT %d OFFSET %" G_GINT64_FORMAT, self->order_sql, self->count + 1,
                              first);
      break;
    default:
      g_assert_not_reached ();
    }
  return g_string_free (sql, FALSE);
}

static void
append_entry (Search *self, GString *out, const char *type, const char *id, const char *json, const char *mode)
{
  g_string_append_printf (out, "{\"fullUrl\":\"%s/%s/%s\",\"resource\":", self->context->base, type, id);
  g_string_append (out, json);
  g_string_append_printf (out, ",\"search\":{\"mode\":\"%s\"}}", mode);
}

static void
append_included (Search *self, GString *out, const char *rows)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->include->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT DISTINCT value FROM idx WHERE row IN (%s) AND param = '%s'", rows,
                                              (const char *) g_ptr_array_index (self->include, i));
      g_autoptr (GPtrArray) references = g_ptr_array_new_with_free_func (g_free);
      sqlite3_stmt *statement = orch_sandbox_store_prepare (self->context->store, sql);

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
          if (!orch_sandbox_store_get (self->context->store, self->context->realm, parts[0], parts[1], &record) ||
              record.deleted)
            continue;
          g_string_append_c (out, ',');
          append_entry (self, out, parts[0], parts[1], record.json, "include");
        }
    }
}

static void
append_link (Search *self, GString *out, const char *relation, const char *cursor, gboolean again)
{
  GString *url = g_string_new (NULL);

  g_string_append_printf (url, "%s/%s?%s", self->context->base, self->type, self->kept->str);
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
  g_auto (Search) self = { 0 };
  g_autofree char *sql = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GString) entries = g_string_new (NULL);
  g_autoptr (GString) rows = g_string_new (NULL);
  OrchSandboxReply *reply;
  GString *out;
  int n = 0;

  search_init (&self, context, type, query);
  if (self.problem != NULL)
    return g_steal_pointer (&self.problem);
  if (self.total < 0)
    self.total = count_all (&self);
  if (!self.count_only)
    {
      sqlite3_stmt *statement;
      gint64 last_row = 0, last_updated = 0;

      sql = page_sql (&self);
      statement = prepare (&self, sql);
      while (sqlite3_step (statement) == SQLITE_ROW)
        {
          if (n == self.count)
            {
              gint64 offset = self.cursor == NULL ? 0 : g_ascii_strtoll (self.cursor, NULL, 10);

              next = self.order == BY_ROW ? g_strdup_printf ("%" G_GINT64_FORMAT, last_row)
                     : self.order == BY_PARAM
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
        append_included (&self, entries, rows->str);
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
  g_auto (Search) self = { 0 };
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement;
  int n = 0;

  search_init (&self, context, type, query);
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
  statement = prepare (&self, sql);
  while (sqlite3_step (statement) == SQLITE_ROW)
    if (n++ == 0 && id != NULL)
      *id = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  return n;
}
