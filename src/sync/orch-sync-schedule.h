/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) When a run is due, and which days it asks for: pure rules over instants in µs since 1970, in the clinic's own
 * time. Any thread. Source: product.md §3 (every 30 minutes; the whole schedule at midnight, or at the next start if that was missed).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ORCH_SYNC_RECENT_EVERY_US (30 * 60 * G_GINT64_CONSTANT (1000000))

/** orch_sync_schedule_midnight: @days: after today, 0 = this morning's. Returns: that local midnight; a day may have 23 or 25 hours */
gint64 orch_sync_schedule_midnight (gint64 now, int days);

/** orch_sync_schedule_next_recent: @last: 0 = never. Returns: when it is due, @now when it is overdue */
gint64 orch_sync_schedule_next_recent (gint64 last, gint64 now);
/** orch_sync_schedule_next_full: the next midnight, @now when the last one was missed */
gint64 orch_sync_schedule_next_full (gint64 last, gint64 now);

/** orch_sync_schedule_retry: @failures: in a row, from 1. Returns: how long to leave it alone, µs: a minute, doubled up to half an hour */
gint64 orch_sync_schedule_retry (guint failures);

G_END_DECLS
