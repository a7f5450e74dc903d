/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the immutable records of core share: their strings, copied, freed and compared by a table of offsets. Private to core.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** OrchStringTable: offsets of the `const char *` members of a struct of fields */
typedef struct
{
  const gsize *offsets;
  guint n;
} OrchStringTable;

/** orch_strings_copy: replaces each string of @fields by a copy; "" becomes %NULL, so that there is one way to say nothing */
void orch_strings_copy (gpointer fields, OrchStringTable table);
void orch_strings_clear (gpointer fields, OrchStringTable table);
gboolean orch_strings_equal (gconstpointer a, gconstpointer b, OrchStringTable table);
/** orch_strings_compare: a total order, to choose one of several records always in the same way */
int orch_strings_compare (gconstpointer a, gconstpointer b, OrchStringTable table);

/** orch_string_or_empty: Returns: (transfer none): @text, "" for %NULL */
const char *orch_string_or_empty (const char *text);

/** orch_strv_copy: Returns: (transfer full) (nullable): a sorted copy without doubles, %NULL when empty */
char **orch_strv_copy_set (const char *const *strv);
/** orch_strv_equal_set: both as orch_strv_copy_set() makes them */
gboolean orch_strv_equal_set (const char *const *a, const char *const *b);
int orch_strv_compare_set (const char *const *a, const char *const *b);

G_END_DECLS
