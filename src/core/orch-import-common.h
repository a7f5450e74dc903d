/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the import plans of staff and services share. Private to core.
 */
#pragma once

#include "orch-conflict.h"

G_BEGIN_DECLS

/** OrchTwice: who uses a key that must be used once: the first two users with different EMR ids are enough to name "the other one" */
typedef struct
{
  gpointer first;  /* (borrowed) */
  gpointer second; /* (borrowed) (nullable) */
  const char *id;  /* (borrowed) (nullable): EMR id of the first */
} OrchTwice;

/** orch_twice_table_new: Returns: (transfer full) (element-type utf8 OrchTwice) */
GHashTable *orch_twice_table_new (void);
/** orch_twice_note: @key: (transfer full) (nullable): %NULL or "" is used by nobody; @record: kept by the caller as long as @table */
void orch_twice_note (GHashTable *table, char *key, gpointer record, const char *emr_id);
/** orch_twice_find_other: Returns: (transfer none) (nullable): another record with @key and another EMR id */
gpointer orch_twice_find_other (GHashTable *table, const char *key, gpointer record, const char *emr_id);

/** OrchUnreadable: a record that could not be read at all */
typedef struct
{
  char *name;   /* (owned) (nullable) */
  char *emr_id; /* (owned) (nullable) */
  char *what;   /* (owned) (nullable) */
} OrchUnreadable;

/** orch_unreadables_new: Returns: (transfer full) (element-type OrchUnreadable) */
GPtrArray *orch_unreadables_new (void);
void orch_unreadables_add (GPtrArray *unreadables, const char *name, const char *emr_id, const char *what);
/** orch_unreadables_settle: puts them in an order of their own and drops those sent twice */
void orch_unreadables_settle (GPtrArray *unreadables);

/** orch_conflicts_sort: by record name, rule, record id, detail */
void orch_conflicts_sort (GPtrArray *conflicts);

/** orch_has_same_id: whether both have an EMR id, and the same */
gboolean orch_has_same_id (const char *a, const char *b);

G_END_DECLS
