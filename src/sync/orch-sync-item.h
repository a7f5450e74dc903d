/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One thing that waits to be told to the hub, or that the hub refused: what, since when, why, whether trying again can help.
 * The sentences are ui's. Immutable; any thread.
 */
#pragma once

#include "store/orch-outbox-row.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SYNC_ITEM (orch_sync_item_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncItem, orch_sync_item, ORCH, SYNC_ITEM, GObject)

/** OrchSyncRetry: whether trying again can help */
typedef enum
{
  ORCH_SYNC_RETRY_BY_ITSELF = 0, /* waits for its turn or its next try */
  ORCH_SYNC_RETRY_PERSON,        /* waits until its person signs in again */
  ORCH_SYNC_RETRY_OFFERED,       /* failed: a person may try again */
  ORCH_SYNC_RETRY_USELESS,       /* failed, and nothing is left to send: it is no longer on this workstation */
  ORCH_SYNC_RETRY_CONFLICT,      /* failed: changed elsewhere: it is settled with the conflicts */
  ORCH_SYNC_RETRY_ALONE, /* failed: it may be in the chart already: a person who has looked may try it again, by itself */
} OrchSyncRetry;

/* Properties, read-only, for list rows: seq (int64), object-type, name (string), since (int64), attempts (uint), next-try (int64), failed
 * (gboolean), retry (int) */

/** OrchSyncItemFlags: what is known of an item beside its row */
typedef enum
{
  ORCH_SYNC_ITEM_PARKED = 1 << 0, /* it waits among the conflicts for somebody to choose */
  ORCH_SYNC_ITEM_GONE = 1 << 1,   /* what it speaks of is no longer here */
} OrchSyncItemFlags;

/** orch_sync_item_new: @name: (nullable): of the object, for the list; %NULL where it has none */
OrchSyncItem *orch_sync_item_new (OrchOutboxRow *row, const char *name, OrchSyncItemFlags flags);

gint64 orch_sync_item_get_seq (OrchSyncItem *self);
const char *
orch_sync_item_get_object_type (OrchSyncItem *self); /* "service", "staff", "clinic", "setting", "alert", "document" */
const char *orch_sync_item_get_object_id (OrchSyncItem *self);
const char *orch_sync_item_get_name (OrchSyncItem *self); /* (nullable) */
gint64 orch_sync_item_get_since (OrchSyncItem *self);     /* µs since 1970 */
guint orch_sync_item_get_attempts (OrchSyncItem *self);
gint64 orch_sync_item_get_next_try (OrchSyncItem *self); /* µs since 1970 */
gboolean orch_sync_item_get_failed (OrchSyncItem *self);
OrchSyncRetry orch_sync_item_get_retry (OrchSyncItem *self);
/** orch_sync_item_get_error: (nullable): of the last attempt: an ORCH_ERROR with the server's words */
const GError *orch_sync_item_get_error (OrchSyncItem *self);

G_END_DECLS
