/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The part of OrchStoreList that runs on the reader thread: the ordered array of keys, what differs from the array shown now,
 * and rows by key. Private to store/.
 */
#pragma once

#include "orch-store-item.h"
#include "orch-store-list.h"

G_BEGIN_DECLS

/* A run of positions that differ: what stood at old_start … in the old array is replaced by new_start … of the new one */
typedef struct
{
  guint old_start;
  guint old_length;
  guint new_start;
  guint new_length;
} OrchStoreHunk;

typedef struct
{
  gatomicrefcount count;

  /* owned */
  GArray *keys;  /* gint64 */
  GArray *hunks; /* OrchStoreHunk, in order */
} OrchStoreKeys;

#define ORCH_TYPE_STORE_KEYS (orch_store_keys_get_type ())
GType orch_store_keys_get_type (void) G_GNUC_CONST;
OrchStoreKeys *orch_store_keys_ref (OrchStoreKeys *self);
void orch_store_keys_unref (OrchStoreKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchStoreKeys, orch_store_keys_unref)

/* What an item shows */
typedef struct
{
  /* owned */
  GObject *object;
  GObject *patient; /* (nullable): of an appointment, as the two below */
  GObject *service; /* (nullable) */
  GObject *staff;   /* (nullable) */
} OrchStoreDetails;

void orch_store_details_clear (OrchStoreDetails *details);

/** OrchAppointmentQuery: borrowed for the call */
typedef struct
{
  gint64 from_us;
  gint64 to_us;
  const char *staff_emr_id; /* (nullable): everybody's */
  const char *source;       /* (nullable): all */
} OrchAppointmentQuery;

/** orch_store_diff: @old_keys, @new_keys: (element-type gint64): each key once. Returns: (transfer full) (element-type OrchStoreHunk) */
GArray *orch_store_diff (GArray *old_keys, GArray *new_keys);

/** orch_store_query_keys: @shown: (element-type gint64): compared with; not changed while the query runs. Returns: (transfer full): a future of a boxed #OrchStoreKeys */
DexFuture *orch_store_query_keys (OrchStore *store, OrchStoreKind kind, OrchStoreTab tab, const char *folded_search,
                                  OrchStoreSort sort, gboolean descending, GArray *shown, GCancellable *cancellable);

/** orch_store_query_appointments: in order of their start. Returns: (transfer full): a future of a boxed #OrchStoreKeys */
DexFuture *orch_store_query_appointments (OrchStore *store, const OrchAppointmentQuery *wanted, GArray *shown,
                                          GCancellable *cancellable);

/** orch_store_query_rows: @keys: (element-type gint64). Returns: (transfer full): a future of a boxed GPtrArray of OrchStoreDetails as long as @keys;
 * %NULL where a row is gone */
DexFuture *orch_store_query_rows (OrchStore *store, OrchStoreKind kind, GArray *keys, GCancellable *cancellable);

/** orch_store_row_is_same: whether two objects (nullable) are the same row in the same state */
gboolean orch_store_row_is_same (GObject *a, GObject *b);

OrchStoreItem *orch_store_item_new (gint64 key);
/** orch_store_item_is_watched: Returns: whether somebody is told of another "object": a widget shows it */
gboolean orch_store_item_is_watched (OrchStoreItem *self);
/** orch_store_item_set_details: @details: (nullable): copied; tells when anything is another. Returns: whether somebody was told */
gboolean orch_store_item_set_details (OrchStoreItem *self, const OrchStoreDetails *details);
/** orch_store_item_exchange: gives @self the row @key and what it shows; @other (nullable), the item that had it, gets the row of @self.
 * Whoever shows @self shows another row without being made anew. */
void orch_store_item_exchange (OrchStoreItem *self, gint64 key, OrchStoreItem *other);

G_END_DECLS
