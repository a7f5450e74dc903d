/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Tells when nobody has done anything for as long as the preferences allow. Owned by an #OrchLockBin; main thread. Time asleep counts; a
 * change of the date does not: a clock that is put right is nobody's absence. Who works in one window is there for the others too.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ORCH_TYPE_IDLE_WATCH (orch_idle_watch_get_type ())
G_DECLARE_FINAL_TYPE (OrchIdleWatch, orch_idle_watch, ORCH, IDLE_WATCH, GObject)

/* Signals: "over": the time is over; again while it still is, until orch_idle_watch_stop()
 *   "looked": every few seconds meanwhile, after each look */

OrchIdleWatch *orch_idle_watch_new (void);

/** orch_idle_watch_start: from now on; nothing happens when it has begun already */
void orch_idle_watch_start (OrchIdleWatch *self);
void orch_idle_watch_stop (OrchIdleWatch *self);

/** orch_idle_watch_note: somebody did something */
void orch_idle_watch_note (void);

/** orch_idle_watch_get_left_us: Returns: microseconds before the time is over when nobody does anything */
gint64 orch_idle_watch_get_left_us (OrchIdleWatch *self);
/** orch_idle_watch_is_soon: whether it is time to warn: two minutes before, one half of the time when that is shorter */
gboolean orch_idle_watch_is_soon (OrchIdleWatch *self);

/** orch_idle_watch_look: what it does every few seconds once it has begun. Returns: whether it now waits for input that came late before it tells "over" */
gboolean orch_idle_watch_look (OrchIdleWatch *self);

/** orch_idle_watch_is_waiting: whether such a wait goes on */
gboolean orch_idle_watch_is_waiting (OrchIdleWatch *self);

G_END_DECLS
