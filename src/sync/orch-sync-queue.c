/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The queue of runs, one at a time, and the clock that fills it. The clock is looked at every minute at most, so that a machine that
 * slept, or whose time was set, finds what it missed. Main thread.
 */
#include "orch-sync-private.h"

#include "core/orch-clock.h"
#include "orch-sync-schedule.h"

#define LOOK_EVERY_US (60 * G_USEC_PER_SEC)
/* The windows open first. */
#define FIRST_LOOK_US (5 * G_USEC_PER_SEC)
/* A clock that moved more than this against the machine's own count of time: it slept, or its time was set. */
#define JUMP_US (2 * 60 * G_USEC_PER_SEC)
#define TIMES_SETTING "sync-times"
#define PAUSED_SETTING "sync-paused"

static void
set_error (OrchSync *self, const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  orch_sync_notify (self, ORCH_SYNC_PROP_ERROR);
}

static void
save_times (OrchSync *self)
{
  const OrchActor actor = { .id = self->workstation,
                            .permission = ORCH_PERMISSION_WORKSTATION,
                            .workstation = self->workstation };
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, self->last[ORCH_SYNC_RECENT],
                                           self->last[ORCH_SYNC_FULL]);

  dex_future_disown (orch_store_set_setting (self->store, &actor, TIMES_SETTING, text, FALSE));
}

void
orch_sync_save_paused (OrchSync *self)
{
  const OrchActor actor = { .id = self->workstation,
                            .permission = ORCH_PERMISSION_WORKSTATION,
                            .workstation = self->workstation };

  dex_future_disown (orch_store_set_setting (self->store, &actor, PAUSED_SETTING, self->paused ? "yes" : NULL, FALSE));
}

static DexFuture *
begin_fiber (gpointer data)
{
  OrchSync *self = data;
  g_autofree char *times = dex_await_string (orch_store_get_setting (self->store, TIMES_SETTING), NULL);
  g_autofree char *paused = dex_await_string (orch_store_get_setting (self->store, PAUSED_SETTING), NULL);

  if (times != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (times, " ", 2);

      self->last[ORCH_SYNC_RECENT] = g_ascii_strtoll (parts[0], NULL, 10);
      self->last[ORCH_SYNC_FULL] = parts[1] != NULL ? g_ascii_strtoll (parts[1], NULL, 10) : 0;
    }
  self->paused = paused != NULL;
  /* In training a year of invented appointments is brought when somebody asks for it, or at midnight. */
  if (self->training && self->last[ORCH_SYNC_FULL] == 0)
    self->last[ORCH_SYNC_FULL] = orch_clock_now_us ();
  self->begun = TRUE;
  self->retry_at = MAX (self->retry_at, orch_clock_now_us () + FIRST_LOOK_US);
  orch_sync_notify (self, ORCH_SYNC_PROP_LAST_RECENT);
  orch_sync_notify (self, ORCH_SYNC_PROP_LAST_FULL);
  orch_sync_notify (self, ORCH_SYNC_PROP_PAUSED);
  orch_sync_look (self);
  return dex_future_new_for_boolean (TRUE);
}

static gboolean
on_look (gpointer data)
{
  OrchSync *self = data;

  self->source = 0;
  orch_sync_look (self);
  return G_SOURCE_REMOVE;
}

static void
set_next (OrchSync *self, OrchSyncKind kind, gint64 next)
{
  if (self->next[kind] == next)
    return;
  self->next[kind] = next;
  orch_sync_notify (self, kind == ORCH_SYNC_RECENT ? ORCH_SYNC_PROP_NEXT_RECENT : ORCH_SYNC_PROP_NEXT_FULL);
}

static void
plan (OrchSync *self, gint64 now)
{
  const gboolean by_itself = self->begun && self->automatic && !self->paused;

  set_next (self, ORCH_SYNC_RECENT,
            by_itself ? MAX (orch_sync_schedule_next_recent (self->last[ORCH_SYNC_RECENT], now), self->retry_at) : 0);
  set_next (self, ORCH_SYNC_FULL,
            by_itself ? MAX (orch_sync_schedule_next_full (self->last[ORCH_SYNC_FULL], now), self->retry_at) : 0);
}

/* Whether the machine slept, or its time was set, since the last look. */
static gboolean
has_jumped (OrchSync *self, gint64 now)
{
  const gint64 offset = now - g_get_monotonic_time ();
  const gint64 moved = offset - self->clock_offset;
  const gboolean jumped = self->clock_offset != 0 && ABS (moved) > JUMP_US;

  self->clock_offset = offset;
  return jumped;
}

void
orch_sync_enqueue (OrchSync *self, OrchSyncKind kind)
{
  if (self->waiting[kind] == NULL)
    self->waiting[kind] = dex_promise_new ();
}

void
orch_sync_look (OrchSync *self)
{
  const gint64 now = orch_clock_now_us ();
  gint64 due = 0;

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->stopped)
    return;
  if (has_jumped (self, now))
    {
      self->failures = 0;
      self->retry_at = 0;
      orch_outbox_pump_wake (self->pump);
    }
  plan (self, now);
  if (self->current == NULL && self->next[ORCH_SYNC_FULL] > 0 && self->next[ORCH_SYNC_FULL] <= now)
    {
      self->by_itself = TRUE;
      orch_sync_enqueue (self, ORCH_SYNC_FULL);
      orch_sync_start_next (self);
    }
  else if (self->current == NULL && self->next[ORCH_SYNC_RECENT] > 0 && self->next[ORCH_SYNC_RECENT] <= now)
    {
      self->by_itself = TRUE;
      orch_sync_enqueue (self, ORCH_SYNC_RECENT);
      orch_sync_start_next (self);
    }
  /* The run that ends looks again. */
  if (self->current != NULL || self->next[ORCH_SYNC_RECENT] == 0)
    return;
  due = MIN (self->next[ORCH_SYNC_RECENT], self->next[ORCH_SYNC_FULL]);
  self->source = g_timeout_add ((guint) (CLAMP (due - now, G_USEC_PER_SEC / 10, LOOK_EVERY_US) / 1000), on_look, self);
}

static void
note_success (OrchSync *self, OrchSyncKind kind, gint64 began)
{
  self->failures = 0;
  self->retry_at = 0;
  if (kind == ORCH_SYNC_SERVICES)
    return;
  self->last[ORCH_SYNC_RECENT] = began;
  orch_sync_notify (self, ORCH_SYNC_PROP_LAST_RECENT);
  if (kind == ORCH_SYNC_FULL)
    {
      self->last[ORCH_SYNC_FULL] = began;
      orch_sync_notify (self, ORCH_SYNC_PROP_LAST_FULL);
    }
  save_times (self);
}

static void
end_run (OrchSync *self, OrchSyncKind kind, gint64 began, const GError *error)
{
  g_autoptr (DexPromise) ended = g_steal_pointer (&self->current);
  const gboolean cancelled = g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);

  dex_clear (&self->cancelled);
  self->by_itself = FALSE;
  orch_sync_set_phase (self, ORCH_SYNC_PHASE_IDLE);
  if (error == NULL)
    note_success (self, kind, began);
  else
    {
      if (!cancelled)
        self->failures++;
      self->retry_at = orch_clock_now_us () + orch_sync_schedule_retry (self->failures);
    }
  if (!cancelled)
    set_error (self, error);
  orch_sync_notify (self, ORCH_SYNC_PROP_RUNNING);
  if (error == NULL)
    dex_promise_resolve_boolean (ended, TRUE);
  else
    dex_promise_reject (ended, g_error_copy (error));
  orch_sync_start_next (self);
  orch_sync_look (self);
}

typedef struct
{
  OrchSyncRun *run;
  gint64 began;
} Supervision;

static void
supervision_free (Supervision *supervision)
{
  orch_sync_run_free (supervision->run);
  g_free (supervision);
}

static DexFuture *
supervise_fiber (gpointer data)
{
  Supervision *supervision = data;
  OrchSyncRun *run = supervision->run;
  g_autoptr (OrchSync) self = g_object_ref (run->sync);
  g_autoptr (GError) error = NULL;

  if (!dex_await (dex_scheduler_spawn (NULL, 0, orch_sync_run_fiber, run, NULL), &error))
    orch_error_translate (&error);
  end_run (self, run->kind, supervision->began, error);
  return dex_future_new_for_boolean (TRUE);
}

static OrchSyncRun *
run_new (OrchSync *self, OrchSyncKind kind)
{
  OrchSyncRun *run = g_new0 (OrchSyncRun, 1);

  run->sync = g_object_ref (self);
  run->store = g_object_ref (self->store);
  run->access = g_object_ref (self->access);
  run->pump = g_object_ref (self->pump);
  run->emr = g_object_ref (self->emr);
  run->imports[ORCH_IMPORT_STAFF] = g_object_ref (self->imports[ORCH_IMPORT_STAFF]);
  run->imports[ORCH_IMPORT_SERVICES] = g_object_ref (self->imports[ORCH_IMPORT_SERVICES]);
  run->cancelled = dex_ref (self->cancelled);
  run->workstation = g_strdup (self->workstation);
  run->actor = (OrchActor) { .id = run->workstation,
                             .permission = ORCH_PERMISSION_WORKSTATION,
                             .workstation = run->workstation };
  run->kind = kind;
  run->automatic = self->by_itself;
  return run;
}

/* What brings most goes first: who waits for less waits for it. */
void
orch_sync_start_next (OrchSync *self)
{
  static const OrchSyncKind order[] = { ORCH_SYNC_FULL, ORCH_SYNC_RECENT, ORCH_SYNC_SERVICES };
  Supervision *supervision = NULL;

  if (self->current != NULL || self->stopped)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (order) && self->current == NULL; i++)
    if (self->waiting[order[i]] != NULL)
      {
        self->kind = order[i];
        self->current = g_steal_pointer (&self->waiting[order[i]]);
      }
  if (self->current == NULL)
    return;
  self->cancelled = dex_promise_new ();
  orch_sync_notify (self, ORCH_SYNC_PROP_KIND);
  orch_sync_notify (self, ORCH_SYNC_PROP_RUNNING);
  supervision = g_new0 (Supervision, 1);
  supervision->run = run_new (self, self->kind);
  supervision->began = orch_clock_now_us ();
  dex_future_disown (dex_scheduler_spawn (NULL, 0, supervise_fiber, supervision, (GDestroyNotify) supervision_free));
}

DexPromise *
orch_sync_find_covering (OrchSync *self, OrchSyncKind kind)
{
  if (self->current != NULL && orch_sync_kind_covers (self->kind, kind))
    return self->current;
  for (guint i = 0; i < ORCH_N_SYNC_KINDS; i++)
    if (self->waiting[i] != NULL && orch_sync_kind_covers ((OrchSyncKind) i, kind))
      return self->waiting[i];
  return NULL;
}

void
orch_sync_cancel_current (OrchSync *self)
{
  if (self->cancelled == NULL || !dex_future_is_pending (DEX_FUTURE (self->cancelled)))
    return;
  dex_promise_reject (self->cancelled, g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled"));
  for (guint i = 0; i < G_N_ELEMENTS (self->imports); i++)
    orch_import_run_cancel (self->imports[i]);
}

void
orch_sync_cancel_waiting (OrchSync *self)
{
  for (guint i = 0; i < ORCH_N_SYNC_KINDS; i++)
    {
      g_autoptr (DexPromise) promise = g_steal_pointer (&self->waiting[i]);

      if (promise != NULL)
        dex_promise_reject (promise, g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled"));
    }
}

/* What failed for want of a network is tried again at once. */
static void
on_woke (OrchSync *self)
{
  self->failures = 0;
  self->retry_at = 0;
  orch_outbox_pump_wake (self->pump);
  orch_sync_look (self);
}

void
orch_sync_begin (OrchSync *self)
{
  g_assert (ORCH_IS_SYNC (self));

  self->watch = orch_wake_watch_new ();
  g_signal_connect_object (self->watch, "woke", G_CALLBACK (on_woke), self, G_CONNECT_SWAPPED);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, begin_fiber, g_object_ref (self), g_object_unref));
}
