/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a run brings from the EMR: the directory (staff, departments, services) by the imports of the set-up, then the schedule page by
 * page, each page with its cursor in one transaction. What was read once is asked for by what changed since; a run that was broken off
 * goes on at its page. In the fiber of a run, main thread.
 *
 * Cursors of the store: "<kind>" = "from to watermark": days that were read whole, and the EMR's time of that; "<kind>-page" = "from to
 * since started watermark" and, on the next line, the connector's cursor. "directory" = the EMR's time of the last import.
 */
#include "orch-sync-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-quarter.h"
#include "orch-sync-schedule.h"

#define PURGE_MARGIN_DAYS 7
/* A page cursor older than this is not gone on with: servers forget them. */
#define CURSOR_KEPT_US (60 * 60 * G_GINT64_CONSTANT (1000000))

/* An EMR whose clock is not known: what two clocks may differ by. */
#define UNKNOWN_CLOCK_US (10 * 60 * G_GINT64_CONSTANT (1000000))

typedef OrchEmrPager *(*Read) (OrchEmr *emr, gint64 from_us, gint64 to_us, gint64 since_us, const char *cursor);

typedef struct
{
  OrchStoreKind kind;
  OrchSyncPhase phase;
  const char *cursor;
  const char *page_cursor;
  OrchEmrFlags missing;
  Read read;
} Reading;

static const Reading readings[] = {
  { ORCH_STORE_SCHEDULES, ORCH_SYNC_PHASE_SCHEDULES, "schedules", "schedules-page", ORCH_EMR_NO_SCHEDULES,
    orch_emr_read_schedules },
  { ORCH_STORE_SLOTS, ORCH_SYNC_PHASE_SLOTS, "slots", "slots-page", ORCH_EMR_NO_SLOTS, orch_emr_read_slots },
  { ORCH_STORE_APPOINTMENTS, ORCH_SYNC_PHASE_APPOINTMENTS, "appointments", "appointments-page",
    ORCH_EMR_NO_APPOINTMENTS, orch_emr_read_appointments },
};

/* Where a reading is: its window, since when, when it began here and there. */
typedef struct
{
  gint64 from;
  gint64 to;
  gint64 since;
  gint64 started;
  gint64 watermark;
} Position;

/* --- the directory ---------------------------------------------------------------------------- */

static void
on_import_changed (OrchImportRun *import, GParamSpec *pspec, OrchSyncRun *run)
{
  orch_sync_set_progress (run->sync, orch_import_run_get_done (import), orch_import_run_get_total (import));
}

static void
on_import_ended (OrchImportRun *import, GParamSpec *pspec, DexPromise *ended)
{
  if (orch_import_run_get_state (import) != ORCH_IMPORT_RUNNING && dex_future_is_pending (DEX_FUTURE (ended)))
    dex_promise_resolve_boolean (ended, TRUE);
}

/* An import that a person has started already is the one that is wanted. */
static DexFuture *
start_import (OrchSyncRun *run, OrchImportRun *import)
{
  if (orch_import_run_get_state (import) == ORCH_IMPORT_RUNNING)
    {
      DexPromise *ended = dex_promise_new ();

      g_signal_connect_data (import, "notify::state", G_CALLBACK (on_import_ended), dex_ref (ended),
                             (GClosureNotify) (GCallback) dex_unref, G_CONNECT_DEFAULT);
      return DEX_FUTURE (ended);
    }
  return orch_import_run_start (import, run->emr, run->store, &run->actor);
}

static gboolean
await_import (OrchSyncRun *run, OrchImportKind kind, OrchSyncPhase phase, GError **error)
{
  OrchImportRun *import = run->imports[kind];
  const OrchStoreKind store_kind = kind == ORCH_IMPORT_STAFF ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
  const OrchImportCounts *counts = NULL;
  gulong changed = 0;

  orch_sync_set_phase (run->sync, phase);
  changed = g_signal_connect (import, "notify::done", G_CALLBACK (on_import_changed), run);
  /* Cancelling the run ends the import, which then says so. */
  dex_await (start_import (run, import), NULL);
  g_signal_handler_disconnect (import, changed);
  if (orch_sync_run_is_cancelled (run) || orch_import_run_get_state (import) == ORCH_IMPORT_CANCELLED)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
      return FALSE;
    }
  if (orch_import_run_get_state (import) == ORCH_IMPORT_FAILED)
    {
      g_propagate_error (error, g_error_copy (orch_import_run_get_error (import)));
      return FALSE;
    }
  counts = orch_import_run_get_counts (import);
  run->counts.kinds[store_kind].received += counts->seen;
  run->counts.kinds[store_kind].changed += counts->added + counts->changed;
  run->counts.kinds[store_kind].vanished += counts->vanished;
  return TRUE;
}

/* Whether staff and services have to be read: always when a person asks or the whole schedule is brought, for what was deleted does not
 * show as a change. */
static gboolean
await_has_changed (OrchSyncRun *run, gint64 watermark, gboolean *changed, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *changed = TRUE;
  if (run->kind != ORCH_SYNC_RECENT || watermark <= 0)
    return TRUE;
  *changed = dex_await_boolean (orch_sync_run_guard (run, orch_emr_has_changed (run->emr, watermark)), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
await_directory (OrchSyncRun *run, GError **error)
{
  g_autofree char *text = dex_await_string (orch_store_get_cursor (run->store, "directory"), NULL);
  const gint64 watermark = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  const gint64 began = orch_clock_now_us ();
  gboolean changed = TRUE;

  orch_sync_set_phase (run->sync, ORCH_SYNC_PHASE_STAFF);
  if (!await_has_changed (run, watermark, &changed, error))
    return FALSE;
  if (!changed)
    return TRUE;
  if (!orch_sync_await_turn (run, error) || !await_import (run, ORCH_IMPORT_STAFF, ORCH_SYNC_PHASE_STAFF, error))
    return FALSE;
  if (!await_import (run, ORCH_IMPORT_SERVICES, ORCH_SYNC_PHASE_SERVICES, error))
    return FALSE;
  run->directory_began = began;
  return TRUE;
}

/* The directory is as of when its import began, by the EMR's clock; where that clock was not seen, ours with a margin does. */
static gboolean
await_directory_watermark (OrchSyncRun *run, GError **error)
{
  const gint64 margin = run->has_emr_offset ? 0 : UNKNOWN_CLOCK_US;
  g_autofree char *text = NULL;

  if (run->directory_began == 0)
    return TRUE;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, run->directory_began + run->emr_offset - margin);
  return dex_await (orch_store_set_cursor (run->store, &run->actor, "directory", text), error);
}

/* --- the schedule ------------------------------------------------------------------------------ */

static char *
position_to_text (const Position *position, const char *cursor)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                          " %" G_GINT64_FORMAT "\n%s",
                          position->from, position->to, position->since, position->started, position->watermark,
                          cursor);
}

/* Returns: (transfer full) (nullable): the connector's cursor */
static char *
position_parse (Position *position, const char *text)
{
  gint64 *const numbers[] = { &position->from, &position->to, &position->since, &position->started,
                              &position->watermark };
  char *end = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      *numbers[i] = g_ascii_strtoll (text, &end, 10);
      if (end == text)
        return NULL;
      text = end;
    }
  return *text == '\n' && text[1] != '\0' ? g_strdup (text + 1) : NULL;
}

/* The days this run asks for; and since when, if all of them were read before. */
static void
await_window (OrchSyncRun *run, const Reading *reading, Position *position)
{
  const OrchSyncSettingsFields *days = orch_sync_settings_get_fields (run->settings);
  const gint64 now = orch_clock_now_us ();
  const gboolean full = run->kind == ORCH_SYNC_FULL;
  g_autofree char *text = NULL;
  Position read = { 0 };

  *position = (Position) {
    .from = orch_sync_schedule_midnight (now, -(full ? days->full_back : days->recent_back)),
    .to = orch_sync_schedule_midnight (now, (full ? days->full_ahead : days->recent_ahead) + 1),
    .started = now,
  };
  if (full)
    return;
  text = dex_await_string (orch_store_get_cursor (run->store, reading->cursor), NULL);
  if (text == NULL || sscanf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &read.from, &read.to,
                              &read.watermark) != 3)
    return;
  if (read.watermark > 0 && read.from <= position->from && read.to >= position->to)
    {
      /* What is known of the days around stays known. */
      position->from = read.from;
      position->to = read.to;
      position->since = read.watermark;
    }
}

/* Where an earlier run of the same days was broken off. Returns: (transfer full) (nullable) */
static char *
await_page_cursor (OrchSyncRun *run, const Reading *reading, Position *position)
{
  g_autofree char *text = dex_await_string (orch_store_get_cursor (run->store, reading->page_cursor), NULL);
  g_autofree char *cursor = NULL;
  Position left = { 0 };

  if (text == NULL)
    return NULL;
  cursor = position_parse (&left, text);
  if (cursor == NULL || left.from != position->from || left.to != position->to || left.since != position->since ||
      ABS (position->started - left.started) > CURSOR_KEPT_US)
    return NULL;
  *position = left;
  return g_steal_pointer (&cursor);
}

/* Rows of one transaction: their ids are random, each transaction writes the pages of the indexes again; less than a tenth of a second of the
 * writer all the same, for whom others wait. */
#define WRITE_ROWS 2000

/* What is on its way into the store, and what has come since: more pages are asked for and parsed meanwhile. */
typedef struct
{
  DexFuture *future;   /* (nullable) */
  GPtrArray *rows;     /* (nullable) */
  char *cursor;        /* (nullable) where to take up after the rows */
  gboolean is_waiting; /* rows, or the end of a cursor, not given to the store yet */
  gboolean has_cursor;
} Writing;

static void
writing_clear (Writing *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->cursor, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writing, writing_clear)

/* Awaits that what was begun is in the store. */
static gboolean
await_written (OrchSyncRun *run, const Reading *reading, Writing *writing, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (writing->future == NULL)
    return TRUE;
  run->counts.kinds[reading->kind].changed += dex_await_uint (g_steal_pointer (&writing->future), &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Awaits what is being written, and begins to write what has come since. */
static gboolean
await_write (OrchSyncRun *run, const Reading *reading, const Position *position, Writing *writing, GError **error)
{
  if (!writing->is_waiting)
    return TRUE;
  if (!await_written (run, reading, writing, error) || !orch_sync_await_turn (run, error))
    return FALSE;
  writing->future = orch_store_write_schedule_page (run->store, &run->actor, reading->kind, writing->rows,
                                                    reading->page_cursor, writing->cursor, position->started);
  writing->has_cursor = writing->cursor != NULL;
  writing->is_waiting = FALSE;
  writing_clear (writing);
  return TRUE;
}

/* Takes the page in; begins to write when enough has come. */
static gboolean
await_page (OrchSyncRun *run, const Reading *reading, OrchEmrPage *page, Position *position, Writing *writing,
            GError **error)
{
  const gboolean last = orch_emr_page_is_last (page);
  const char *next = last ? NULL : orch_emr_page_get_cursor (page);
  g_autoptr (GPtrArray) rows = orch_sync_await_chosen (run, orch_emr_page_get_records (page), error);

  if (rows == NULL)
    return FALSE;
  if (position->watermark == 0)
    position->watermark = orch_emr_page_get_server_us (page);
  if (!run->has_emr_offset && orch_emr_page_get_server_us (page) > 0)
    {
      run->has_emr_offset = TRUE;
      run->emr_offset = orch_emr_page_get_server_us (page) - orch_clock_now_us ();
    }
  run->counts.kinds[reading->kind].received += rows->len;
  /* A page with nothing on it, and nothing to take up again: nothing to write. */
  if (rows->len > 0 || next != NULL || writing->has_cursor || writing->cursor != NULL)
    {
      if (writing->rows == NULL)
        writing->rows = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_extend (writing->rows, rows, (GCopyFunc) (GCallback) g_object_ref, NULL);
      g_free (writing->cursor);
      writing->cursor = next != NULL ? position_to_text (position, next) : NULL;
      writing->is_waiting = TRUE;
    }
  if (!last && (writing->rows == NULL || writing->rows->len < WRITE_ROWS))
    return TRUE;
  return await_write (run, reading, position, writing, error);
}

static gboolean
await_pages_until (OrchSyncRun *run, const Reading *reading, OrchEmrPager *pager, Position *position, Writing *writing,
                   GError **error)
{
  g_autoptr (DexFuture) ahead = NULL;
  guint done = 0;

  for (;;)
    {
      DexFuture *next = ahead != NULL ? g_steal_pointer (&ahead) : orch_emr_pager_next (pager);
      g_autoptr (OrchEmrPage) page = dex_await_object (orch_sync_run_guard (run, next), error);

      if (page == NULL)
        return FALSE;
      /* It is read while this one is written. */
      if (!orch_emr_page_is_last (page))
        ahead = orch_emr_pager_next (pager);
      if (!await_page (run, reading, page, position, writing, error))
        return FALSE;
      done += orch_emr_page_get_records (page)->len;
      orch_sync_set_progress (run->sync, done, MAX (orch_emr_page_get_total (page), 0));
      if (orch_emr_page_is_last (page))
        return TRUE;
    }
}

static gboolean
await_pages (OrchSyncRun *run, const Reading *reading, Position *position, const char *cursor, GError **error)
{
  g_autoptr (OrchEmrPager) pager = reading->read (run->emr, position->from, position->to, position->since, cursor);
  g_auto (Writing) writing = { .has_cursor = cursor != NULL };
  const gboolean good = await_pages_until (run, reading, pager, position, &writing, error);

  /* Whatever else went wrong, what was begun is counted. */
  return await_written (run, reading, &writing, good ? error : NULL) && good;
}

/* What the EMR did not give although all of these days was asked for is no longer there. */
static gboolean
await_sweep (OrchSyncRun *run, const Reading *reading, const Position *position, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gint64 from = position->from;
  gint64 to = position->to;
  gint64 first = 0;
  gint64 last = 0;
  guint n = 0;

  /* What the answer does not cover it says nothing of. */
  if (orch_emr_get_span (run->emr, &first, &last))
    {
      from = MAX (from, orch_sync_schedule_midnight (first, 0));
      to = MIN (to, orch_sync_schedule_midnight (last, 1));
      if (first > last || from >= to)
        return TRUE;
    }
  /* Schedules are not of days: those of other days than these are not gone. */
  if (reading->kind == ORCH_STORE_SCHEDULES && run->kind != ORCH_SYNC_FULL)
    return TRUE;
  if (reading->kind == ORCH_STORE_APPOINTMENTS &&
      !orch_sync_await_found_again (run, from, to, position->started, error))
    return FALSE;
  n = dex_await_uint (reading->kind == ORCH_STORE_APPOINTMENTS
                          ? orch_store_sweep_appointments (run->store, &run->actor, from, to, position->started)
                          : orch_store_sweep_schedule (run->store, &run->actor, reading->kind, from, to,
                                                       position->started),
                      &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  run->counts.kinds[reading->kind].vanished += n;
  return TRUE;
}

static gboolean
await_reading (OrchSyncRun *run, const Reading *reading, GError **error)
{
  g_autofree char *cursor = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  const guint before = run->counts.kinds[reading->kind].received;
  Position position;

  if ((orch_emr_get_flags (run->emr) & reading->missing) != 0)
    return TRUE;
  orch_sync_set_phase (run->sync, reading->phase);
  await_window (run, reading, &position);
  cursor = await_page_cursor (run, reading, &position);
  if (!await_pages (run, reading, &position, cursor, &local_error))
    {
      /* A cursor that the EMR has forgotten: from the beginning. */
      if (cursor == NULL || (!g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID) &&
                             !g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND)))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      await_window (run, reading, &position);
      if (!await_pages (run, reading, &position, NULL, error))
        return FALSE;
    }
  if ((orch_emr_get_flags (run->emr) & reading->missing) != 0)
    return TRUE;
  if ((position.since == 0 || (orch_emr_get_flags (run->emr) & ORCH_EMR_CAN_SINCE) == 0) &&
      !await_sweep (run, reading, &position, error))
    return FALSE;
  /* Nothing came: what was known is still known, and nothing has to be written. */
  if (position.watermark == 0 || (position.since != 0 && run->counts.kinds[reading->kind].received == before))
    return TRUE;
  text = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, position.from, position.to,
                          position.watermark);
  return dex_await (orch_store_set_cursor (run->store, &run->actor, reading->cursor, text), error);
}

/* --- the EMR and its days ------------------------------------------------------------------------ */

/* Where the EMR is: which of its interfaces, or which folder of its files. */
static const char *
get_address (OrchEmrSettings *settings)
{
  const gboolean by_files = g_strcmp0 (orch_emr_settings_get_value (settings, "protocol"), "file") == 0;

  return orch_emr_settings_get_value (settings, by_files ? "folder" : "base-url");
}

/* Another EMR, or the same at another address: what was read of the former says nothing of it. */
static gboolean
await_same_emr (OrchSyncRun *run, GError **error)
{
  const char *address = get_address (run->emr_settings);
  g_autofree char *now =
      g_strdup_printf ("%s %s", orch_emr_settings_get_vendor (run->emr_settings), address != NULL ? address : "");
  g_autofree char *before = dex_await_string (orch_store_get_cursor (run->store, "emr"), NULL);

  if (g_strcmp0 (now, before) == 0)
    return TRUE;
  for (guint i = 0; before != NULL && i < G_N_ELEMENTS (readings); i++)
    if (!dex_await (orch_store_set_cursor (run->store, &run->actor, readings[i].cursor, NULL), error) ||
        !dex_await (orch_store_set_cursor (run->store, &run->actor, readings[i].page_cursor, NULL), error))
      return FALSE;
  g_hash_table_remove_all (orch_sync_get_absent (run->sync));
  return dex_await (orch_store_set_cursor (run->store, &run->actor, "directory", NULL), error) &&
         dex_await (orch_store_set_cursor (run->store, &run->actor, "emr", now), error);
}

/* Offices are known to the directory: an appointment often names none. */
static gboolean
await_settings (OrchSyncRun *run, GError **error)
{
  const OrchSyncSettingsFields *fields = orch_sync_settings_get_fields (run->settings);
  g_autoptr (OrchSyncSettings) settings = NULL;
  g_autoptr (GPtrArray) staff = NULL;

  if (fields->locations_left_out == NULL || fields->locations_left_out[0] == NULL)
    return TRUE;
  staff = dex_await_boxed (orch_store_load_all (run->store, ORCH_STORE_STAFF, NULL), error);
  if (staff == NULL)
    return FALSE;
  settings = orch_sync_settings_for_staff (run->settings, staff);
  g_set_object (&run->settings, settings);
  return TRUE;
}

/* Once the whole schedule was read, what ended before its days leaves this workstation; a week later, so that a run of fewer days, whose window
 * began earlier, does not bring it back as new. What a remuneration report may be asked of stays: the EMR is not asked for it again. */
static gboolean
await_purge (OrchSyncRun *run, GError **error)
{
  const int back = orch_sync_settings_get_fields (run->settings)->full_back;
  const gint64 now = orch_clock_now_us ();
  const gint64 read_from = orch_sync_schedule_midnight (now, -(back + PURGE_MARGIN_DAYS));

  if (run->kind != ORCH_SYNC_FULL)
    return TRUE;
  return dex_await (orch_store_purge_schedule (run->store, &run->actor, MIN (read_from, orch_quarter_get_kept (now))),
                    error);
}

gboolean
orch_sync_await_emr (OrchSyncRun *run, GError **error)
{
  if (!await_same_emr (run, error))
    return FALSE;
  if (!await_directory (run, error) || !await_settings (run, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    if (!await_reading (run, &readings[i], error))
      return FALSE;
  return orch_sync_await_booked (run, error) && await_purge (run, error) && await_directory_watermark (run, error);
}
