/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a query string asks for. See the header.
 */
#include "orch-sandbox-query.h"

#include "orch-sandbox-index.h"

#define COUNT_DEFAULT 50
#define COUNT_MOST 1000

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
add_text (OrchSandboxQuery *self, char *text)
{
  g_ptr_array_add (self->texts, text);
}

static void
token_condition (OrchSandboxQuery *self, GString *out, const char *value)
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
string_condition (OrchSandboxQuery *self, GString *out, const char *value, const char *modifier)
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
reference_condition (OrchSandboxQuery *self, GString *out, const OrchSandboxParam *param, const char *value)
{
  g_autofree char *prefix = g_strdup_printf ("%s/", self->base);

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
refuse (OrchSandboxQuery *self, const char *code, const char *format, const char *what)
{
  g_autofree char *text = g_strdup_printf (format, what);

  if (self->problem == NULL)
    self->problem = orch_sandbox_reply_new_outcome (400, code, NULL, "%s", text);
  return FALSE;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static gboolean
add_param (OrchSandboxQuery *self, const char *name, const char *modifier, const char *value)
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
      negated ? "NOT " : "", self->realm, self->type, name);
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
add_sort (OrchSandboxQuery *self, const char *value)
{
  gboolean backwards = value[0] == '-';
  const char *name = backwards ? value + 1 : value;
  const OrchSandboxParam *param = orch_sandbox_index_find (self->type, name);

  if (strchr (value, ',') != NULL)
    return refuse (self, "not-supported", "Only one sort key is supported, not “%s”.", value);
  if (g_str_equal (name, "_lastUpdated"))
    self->order = backwards ? ORCH_SANDBOX_BY_UPDATED_BACKWARDS : ORCH_SANDBOX_BY_UPDATED;
  else if (g_str_equal (name, "_id"))
    {
      self->order = ORCH_SANDBOX_BY_PARAM;
      self->order_sql = g_strdup_printf ("r.id%s, r.row", backwards ? " DESC" : "");
    }
  else if (param != NULL)
    {
      self->order = ORCH_SANDBOX_BY_PARAM;
      self->order_sql =
          g_strdup_printf ("(SELECT min (%s) FROM idx WHERE idx.row = r.row AND idx.param = '%s')%s NULLS LAST, r.row",
                           param->kind == ORCH_SANDBOX_DATE ? "num" : "value", name, backwards ? " DESC" : "");
    }
  else
    return refuse (self, "not-supported", "Sorting by “%s” is not supported.", name);
  return TRUE;
}

static gboolean
add_include (OrchSandboxQuery *self, const char *value)
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
add_ids (OrchSandboxQuery *self, const char *value)
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
add_pair (OrchSandboxQuery *self, const char *whole_name, const char *value)
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

void
orch_sandbox_query_init (OrchSandboxQuery *self, OrchSandboxRealm realm, const char *base, const char *type,
                         const char *text)
{
  g_auto (GStrv) pairs = g_strsplit (text == NULL ? "" : text, "&", -1);

  *self = (OrchSandboxQuery) { .realm = realm,
                               .base = base,
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
      name = orch_sandbox_query_decode (halves[0]);
      value = orch_sandbox_query_decode (halves[1] == NULL ? "" : halves[1]);
      if (name == NULL || value == NULL || !g_utf8_validate (name, -1, NULL) || !g_utf8_validate (value, -1, NULL))
        {
          refuse (self, "invalid", "The query is not percent-encoded UTF-8.%s", "");
          return;
        }
      if (!g_str_equal (name, "_cursor"))
        g_string_append_printf (self->kept, "%s%s", self->kept->len > 0 ? "&" : "", pairs[i]);
      add_pair (self, name, value);
    }
}

void
orch_sandbox_query_clear (OrchSandboxQuery *self)
{
  g_string_free (self->where, TRUE);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->include);
  g_string_free (self->kept, TRUE);
  g_free (self->order_sql);
  g_free (self->cursor);
  g_clear_pointer (&self->problem, orch_sandbox_reply_free);
}

char *
orch_sandbox_query_decode (const char *text)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (text), "+", ' ');

  return g_uri_unescape_string (spaced, NULL);
}
