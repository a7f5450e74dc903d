/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 */
#include "orch-walk-ledger.h"

/* The last time it was written: whether somebody who saw it wrote something else there since */
typedef struct
{
  gboolean overwritten;
  gboolean chosen;
  gboolean certain; /* who wrote it was told so */
} Value;

struct _WalkLedger
{
  GHashTable *fields; /* "object field" → table of values, by their text */
};

static GHashTable *
find_field (WalkLedger *self, const char *object, const char *field)
{
  g_autofree char *key = g_strconcat (object, " ", field, NULL);
  GHashTable *values = g_hash_table_lookup (self->fields, key);

  if (values == NULL)
    {
      values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (self->fields, g_steal_pointer (&key), values);
    }
  return values;
}

static Value *
find_value (GHashTable *values, const char *text)
{
  Value *value = g_hash_table_lookup (values, text);

  if (value == NULL)
    {
      value = g_new0 (Value, 1);
      g_hash_table_insert (values, g_strdup (text), value);
    }
  return value;
}

static gboolean
is_left (const Value *value)
{
  return !value->overwritten || value->chosen;
}

WalkLedger *
walk_ledger_new (void)
{
  WalkLedger *self = g_new0 (WalkLedger, 1);

  self->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  return self;
}

void
walk_ledger_free (WalkLedger *self)
{
  g_hash_table_unref (self->fields);
  g_free (self);
}

void
walk_ledger_write (WalkLedger *self, const char *object, const char *field, const char *before, const char *after)
{
  GHashTable *values = find_field (self, object, field);

  find_value (values, before)->overwritten = TRUE;
  find_value (values, after)->overwritten = FALSE;
  find_value (values, after)->certain = TRUE;
}

void
walk_ledger_attempt (WalkLedger *self, const char *object, const char *field, const char *before, const char *after)
{
  GHashTable *values = find_field (self, object, field);

  GHashTableIter iter;
  gpointer value = NULL;

  if (g_hash_table_size (values) == 0)
    find_value (values, before);
  /* It may have written over any of them. */
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Value *) value)->certain = FALSE;
  find_value (values, after)->overwritten = FALSE;
}

void
walk_ledger_choose (WalkLedger *self, const char *object, const char *field, const char *chosen, const char *dropped)
{
  GHashTable *values = find_field (self, object, field);

  find_value (values, dropped)->overwritten = TRUE;
  find_value (values, chosen)->chosen = TRUE;
}

void
walk_ledger_release (WalkLedger *self, const char *object)
{
  g_autofree char *prefix = g_strconcat (object, " ", NULL);
  GHashTableIter fields, values;
  gpointer key = NULL, table = NULL, value = NULL;

  g_hash_table_iter_init (&fields, self->fields);
  while (g_hash_table_iter_next (&fields, &key, &table))
    {
      g_hash_table_iter_init (&values, table);
      while (g_str_has_prefix (key, prefix) && g_hash_table_iter_next (&values, NULL, &value))
        ((Value *) value)->chosen = TRUE;
    }
}

gboolean
walk_ledger_allows (WalkLedger *self, const char *object, const char *field, const char *text)
{
  GHashTable *values = find_field (self, object, field);
  const Value *value = g_hash_table_lookup (values, text);

  if (g_hash_table_size (values) == 0)
    return TRUE;
  return value != NULL && is_left (value);
}

const char *
walk_ledger_find_lost (WalkLedger *self, const char *object, const char *field, const char *text)
{
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, find_field (self, object, field));
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const Value *written = value;

      if (written->certain && !written->overwritten && !written->chosen && g_strcmp0 (name, text) != 0)
        return name;
    }
  return NULL;
}

char *
walk_ledger_describe (WalkLedger *self, const char *object, const char *field)
{
  GHashTable *values = find_field (self, object, field);
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (is_left (value))
      g_string_append_printf (text, " %s", (const char *) name);
  return g_string_free (text, FALSE);
}
