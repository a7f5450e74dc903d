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
/* Another workstation is at it: it needs seconds, or minutes the first time. */
#define HELD_RETRY_US (2 * 60 * G_USEC_PER_SEC)
/* What was typed by hand goes to the hub this much later, with what is typed next. */
#define UPLOAD_AFTER_MS 1500
#define LOOK_BACK_RUNS 50
#define PAUSED_SETTING "sync-paused"
#define PATIENTS_SEEN_SETTING "sync-patients-seen"

static void
set_error (OrchSync *self, const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  orch_sync_notify (self, ORCH_SYNC_PROP_ERROR);
}

static OrchActor
get_actor (OrchSync *self)
{
  return (OrchActor) { .id = self->workstation,
                       .permission = ORCH_PERMISSION_WORKSTATION,
                       .workstation = self->workstation };
}

static void
save (OrchSync *self, const char *setting, gboolean on)
{
  const OrchActor actor = get_actor (self);

  dex_future_disown (orch_store_set_setting (self->store, &actor, setting, on ? "yes" : NULL, FALSE));
}

void
orch_sync_save_paused (OrchSync *self)
{
  save (self, PAUSED_SETTING, self->paused);
}

void
orch_sync_save_patients_seen (OrchSync *self)
{
  save (self, PATIENTS_SEEN_SETTING, self->patients_seen);
}

/* When the last run of each kind began that did everything: what it brought is as of then. */
static void
note_record (OrchSync *self, const OrchSyncRecordFields *record)
{
  if (record->state != ORCH_STORE_RUN_SUCCEEDED)
    return;
  self->last[ORCH_SYNC_RECENT] = MAX (self->last[ORCH_SYNC_RECENT], record->started);
  if (record->kind == ORCH_SYNC_FULL)
    self->last[ORCH_SYNC_FULL] = MAX (self->last[ORCH_SYNC_FULL], record->started);
}

static DexFuture *
begin_fiber (gpointer data)
{
  OrchSync *self = data;
  g_autofree char *paused = dex_await_string (orch_store_get_setting (self->store, PAUSED_SETTING), NULL);
  g_autofree char *seen = dex_await_string (orch_store_get_setting (self->store, PATIENTS_SEEN_SETTING), NULL);

  for (int kind = 0; kind < ORCH_N_SYNC_KINDS; kind++)
    {
      g_autoptr (GPtrArray) records =
          dex_await_boxed (orch_store_list_sync_runs (self->store, kind, LOOK_BACK_RUNS), NULL);

      for (guint i = 0; records != NULL && i < records->len; i++)
        note_record (self, orch_sync_record_get_fields (g_ptr_array_index (records, i)));
    }
  self->paused = paused != NULL;
  self->patients_seen = self->patients_seen || seen != NULL;
  /* In training a year of invented appointments is brought when somebody asks for it, or at midnight. */
  if (self->training)
    self->full_after = orch_clock_now_us ();
  orch_sync_await_files (self);
  self->begun = TRUE;
  self->retry_at = MAX (self->retry_at, orch_clock_now_us () + FIRST_LOOK_US);
  orch_sync_notify (self, ORCH_SYNC_PROP_LAST_RECENT);
  orch_sync_notify (self, ORCH_SYNC_PROP_LAST_FULL);
  orch_sync_notify (self, ORCH_SYNC_PROP_PAUSED);
  orch_sync_notify (self, ORCH_SYNC_PROP_PATIENTS_SEEN);
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
            by_itself ? MAX (orch_sync_schedule_next_full (MAX (self->last[ORCH_SYNC_FULL], self->full_after), now),
                             self->retry_at)
                      : 0);
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
  if (self->current == NULL && self->files_due && self->begun && self->automatic && !self->paused)
    {
      self->files_due = FALSE;
      self->by_itself = TRUE;
      orch_sync_enqueue (self, ORCH_SYNC_RECENT);
      orch_sync_start_next (self);
    }
  else if (self->current == NULL && self->next[ORCH_SYNC_FULL] > 0 && self->next[ORCH_SYNC_FULL] <= now)
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

/* How the run ended, for the next one and for who looks. */
static void
note_end (OrchSync *self, OrchSyncRun *run, const GError *error)
{
  const gint64 now = orch_clock_now_us ();

  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED))
    {
      self->retry_at = now + orch_sync_schedule_retry (MAX (self->failures, 1));
      return;
    }
  set_error (self, error);
  if (error != NULL)
    {
      self->failures++;
      self->retry_at = now + orch_sync_schedule_retry (self->failures);
      return;
    }
  self->failures = 0;
  self->retry_at = run->held ? now + HELD_RETRY_US : 0;
  /* The other workstation's run is not ours: what it brought comes by its next turn. */
  if (run->held && run->automatic)
    return;
  self->last[ORCH_SYNC_RECENT] = run->began;
  orch_sync_notify (self, ORCH_SYNC_PROP_LAST_RECENT);
  if (run->kind == ORCH_SYNC_FULL)
    {
      self->last[ORCH_SYNC_FULL] = run->began;
      orch_sync_notify (self, ORCH_SYNC_PROP_LAST_FULL);
    }
}

static void
end_run (OrchSync *self, OrchSyncRun *run, OrchSyncRecord *record, const GError *error)
{
  g_autoptr (DexPromise) ended = g_steal_pointer (&self->current);

  dex_clear (&self->cancelled);
  self->by_itself = FALSE;
  orch_sync_set_phase (self, ORCH_SYNC_PHASE_IDLE);
  note_end (self, run, error);
  orch_sync_notify (self, ORCH_SYNC_PROP_RUNNING);
  if (error != NULL)
    dex_promise_reject (ended, g_error_copy (error));
  else
    dex_promise_resolve_object (ended, record != NULL ? g_object_ref (record) : NULL);
  orch_sync_start_next (self);
  orch_sync_look (self);
}

static OrchStoreRunState
get_end_state (OrchSyncRun *run, const GError *error)
{
  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED) || (run->held && run->automatic && error == NULL))
    return ORCH_STORE_RUN_CANCELLED;
  if (error != NULL)
    return ORCH_STORE_RUN_FAILED;
  return run->counts.conflicts > 0 ? ORCH_STORE_RUN_CONFLICTS : ORCH_STORE_RUN_SUCCEEDED;
}

static DexFuture *
supervise_fiber (gpointer data)
{
  OrchSyncRun *run = data;
  g_autoptr (OrchSync) self = g_object_ref (run->sync);
  g_autoptr (OrchSyncRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  /* The others read everything, and are remembered whatever they find. */
  if (run->kind == ORCH_SYNC_RECENT || orch_sync_await_record (run, &error))
    dex_await (dex_scheduler_spawn (NULL, 0, orch_sync_run_fiber, run, NULL), &error);
  if (error != NULL)
    orch_error_translate (&error);
  orch_sync_run_count_requests (run);
  record = orch_sync_await_end_record (run, get_end_state (run, error), error);
  orch_sync_await_alert (run);
  end_run (self, run, record, error);
  return dex_future_new_for_boolean (TRUE);
}

OrchSyncRun *
orch_sync_run_new (OrchSync *self)
{
  OrchSyncRun *run = g_new0 (OrchSyncRun, 1);

  run->sync = g_object_ref (self);
  run->store = g_object_ref (self->store);
  run->access = g_object_ref (self->access);
  run->pump = g_object_ref (self->pump);
  run->emr_settings = g_object_ref (self->emr);
  run->imports[ORCH_IMPORT_STAFF] = g_object_ref (self->imports[ORCH_IMPORT_STAFF]);
  run->imports[ORCH_IMPORT_SERVICES] = g_object_ref (self->imports[ORCH_IMPORT_SERVICES]);
  run->cancelled = dex_ref (self->cancelled);
  run->links = orch_hub_links_new ();
  run->patients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->workstation = g_strdup (self->workstation);
  run->actor = (OrchActor) { .id = run->workstation,
                             .permission = ORCH_PERMISSION_WORKSTATION,
                             .workstation = run->workstation };
  run->kind = self->kind;
  run->automatic = self->by_itself;
  run->began = orch_clock_now_us ();
  run->hub_requests = orch_hub_access_get_requests (self->access);
  return run;
}

/* What brings most goes first: who waits for less waits for it. */
void
orch_sync_start_next (OrchSync *self)
{
  static const OrchSyncKind order[] = { ORCH_SYNC_FULL, ORCH_SYNC_SERVICES, ORCH_SYNC_RECENT };

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
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, supervise_fiber, orch_sync_run_new (self), (GDestroyNotify) orch_sync_run_free));
}

DexPromise *
orch_sync_find_covering (OrchSync *self, OrchSyncKind kind)
{
  if (self->current != NULL && !self->uploading && orch_sync_kind_covers (self->kind, kind))
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
  dex_future_disown (orch_chart_pump_flush (self->charts));
  orch_sync_look (self);
}

static DexFuture *
upload_fiber (gpointer data)
{
  OrchSyncRun *run = data;
  g_autoptr (OrchSync) self = g_object_ref (run->sync);
  g_autoptr (DexPromise) ended = NULL;

  dex_await (dex_scheduler_spawn (NULL, 0, orch_sync_run_upload_fiber, run, NULL), NULL);
  ended = g_steal_pointer (&self->current);
  self->uploading = FALSE;
  dex_clear (&self->cancelled);
  dex_promise_resolve_boolean (ended, TRUE);
  orch_sync_set_phase (self, ORCH_SYNC_PHASE_IDLE);
  orch_sync_notify (self, ORCH_SYNC_PROP_RUNNING);
  orch_sync_start_next (self);
  orch_sync_look (self);
  return dex_future_new_for_boolean (TRUE);
}

/* A record typed by hand that the hub has never seen is no op of the outbox: it goes as the next run would send it. */
static gboolean
on_upload_time (gpointer data)
{
  OrchSync *self = data;

  self->upload_source = 0;
  if (self->stopped || self->current != NULL)
    return G_SOURCE_REMOVE;
  self->uploading = TRUE;
  self->current = dex_promise_new ();
  self->cancelled = dex_promise_new ();
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, upload_fiber, orch_sync_run_new (self), (GDestroyNotify) orch_sync_run_free));
  return G_SOURCE_REMOVE;
}

static void
on_store_changed (OrchSync *self, guint changes)
{
  if ((changes & (ORCH_STORE_CHANGED_STAFF | ORCH_STORE_CHANGED_SERVICES)) != 0 && self->current == NULL &&
      self->begun && !self->stopped && self->automatic && self->upload_source == 0)
    self->upload_source = g_timeout_add (UPLOAD_AFTER_MS, on_upload_time, self);
}

void
orch_sync_begin (OrchSync *self)
{
  g_assert (ORCH_IS_SYNC (self));

  g_signal_connect_object (self->store, "changed", G_CALLBACK (on_store_changed), self, G_CONNECT_SWAPPED);
  orch_chart_pump_start (self->charts);
  self->watch = orch_wake_watch_new ();
  g_signal_connect_object (self->watch, "woke", G_CALLBACK (on_woke), self, G_CONNECT_SWAPPED);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, begin_fiber, g_object_ref (self), g_object_unref));
}
