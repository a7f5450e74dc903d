/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Strings of the records of core.
 */
#include "orch-fields.h"

#include <string.h>

#define STRING_AT(fields, table, i) (G_STRUCT_MEMBER (char *, (fields), (table).offsets[i]))

static int
compare_pointed (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

void
orch_strings_copy (gpointer fields, OrchStringTable table)
{
  for (guint i = 0; i < table.n; i++)
    {
      const char *text = STRING_AT (fields, table, i);

      STRING_AT (fields, table, i) = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
    }
}

void
orch_strings_clear (gpointer fields, OrchStringTable table)
{
  for (guint i = 0; i < table.n; i++)
    g_clear_pointer (&STRING_AT (fields, table, i), g_free);
}

gboolean
orch_strings_equal (gconstpointer a, gconstpointer b, OrchStringTable table)
{
  return orch_strings_compare (a, b, table) == 0;
}

int
orch_strings_compare (gconstpointer a, gconstpointer b, OrchStringTable table)
{
  for (guint i = 0; i < table.n; i++)
    {
      int order = g_strcmp0 (STRING_AT (a, table, i), STRING_AT (b, table, i));

      if (order != 0)
        return order;
    }
  return 0;
}

const char *
orch_string_or_empty (const char *text)
{
  return text != NULL ? text : "";
}

char **
orch_strv_copy_set (const char *const *strv)
{
  g_autoptr (GPtrArray) set = NULL;

  if (strv == NULL || strv[0] == NULL)
    return NULL;
  set = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  for (guint i = 0; strv[i] != NULL; i++)
    if (strv[i][0] != '\0')
      g_ptr_array_add (set, g_strdup (strv[i]));
  g_ptr_array_sort (set, compare_pointed);
  for (guint i = set->len; i-- > 1;)
    if (g_str_equal (set->pdata[i], set->pdata[i - 1]))
      g_ptr_array_remove_index (set, i);
  if (set->len == 0)
    return NULL;
  return (char **) g_ptr_array_free (g_steal_pointer (&set), FALSE);
}

gboolean
orch_strv_equal_set (const char *const *a, const char *const *b)
{
  return orch_strv_compare_set (a, b) == 0;
}

int
orch_strv_compare_set (const char *const *a, const char *const *b)
{
  static const char *const none[] = { NULL };
  guint i = 0;

  a = a != NULL ? a : none;
  b = b != NULL ? b : none;
  while (a[i] != NULL && b[i] != NULL && g_str_equal (a[i], b[i]))
    i++;
  return g_strcmp0 (a[i], b[i]);
}
