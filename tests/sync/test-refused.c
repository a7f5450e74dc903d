/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the hub does not take, and what a person is told of it: a clock that is off, a change that is refused, trying everything again.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "story-desk.h"
#include "sync/orch-engine-private.h"

#define DAY_S (24 * 3600)

static Desk *
begin (void)
{
  Desk *desk = desk_new ();

  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_SERVICES));
  return desk;
}

static OrchService *
find (Desk *desk, const char *emr_id)
{
  return story_wait_object (orch_store_find_by_emr_id (desk->story->engine->store, ORCH_STORE_SERVICES, emr_id));
}

static OrchDeskResult *
lengthen (Desk *desk, const char *emr_id, int minutes)
{
  g_autoptr (OrchService) service = find (desk, emr_id);
  OrchServiceFields fields = *orch_service_get_fields (service);
  g_autoptr (OrchService) edited = NULL;

  fields.duration_override = minutes;
  edited = orch_service_new (&fields);
  return story_wait_object (orch_service_desk_save (orch_engine_get_services (desk->story->engine), service, edited));
}

/* The one thing that waits. */
static OrchSyncItem *
get_item (Desk *desk)
{
  g_autoptr (GListModel) waiting = story_wait_object (orch_sync_list_waiting (desk->sync));

  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 1);
  return g_list_model_get_item (waiting, 0);
}

/* The clocks are a day apart, one way and the other: it is the clock that is named, with both times, and nothing is lost. */
static void
test_wrong_clock (gconstpointer data)
{
  const gint64 offset_us = GPOINTER_TO_INT (data) * (gint64) G_USEC_PER_SEC;
  g_autoptr (Desk) desk = begin ();
  g_autoptr (GError) error = NULL;
  gint64 there = 0;
  gint64 here = 0;

  orch_clock_set_offset_us (offset_us);
  /* No token is left from before; and nobody is there: a day ends a session. */
  desk_restart (desk);
  g_assert_false (story_wait (orch_sync_start (desk->sync, ORCH_SYNC_RECENT), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_WRONG_CLOCK);
  g_assert_true (orch_error_get_clocks (error, &there, &here));
  g_assert_cmpint (ABS (here - there - offset_us), <, 60 * G_USEC_PER_SEC);

  orch_clock_set_offset_us (0);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_null (orch_sync_get_error (desk->sync));
}

static gboolean
has_failed (gpointer data)
{
  guint failed = 0;

  g_object_get (((Desk *) data)->story->engine, "failed", &failed, NULL);
  return failed > 0;
}

static void
on_refused (OrchServiceDesk *services, OrchDeskResult *result, OrchDeskResult **told)
{
  g_set_object (told, result);
}

static gboolean
is_told (gpointer data)
{
  return *(OrchDeskResult **) data != NULL;
}

/* Nobody holds the result of what was saved in a dialog: the desk tells what the hub answered, once; the row says that it failed; and what
 * was mended there is taken when everything is tried again. */
static void
test_refused_then_mended (void)
{
  g_autoptr (Desk) desk = begin ();
  g_autoptr (OrchDeskResult) told = NULL;
  g_autoptr (OrchSyncItem) item = NULL;
  g_autoptr (GListModel) waiting = NULL;
  DexFuture *retried = NULL;
  guint n = 0;

  g_signal_connect (orch_engine_get_services (desk->story->engine), "refused", G_CALLBACK (on_refused), &told);
  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"422\", \"count\": -1}");
  g_object_unref (lengthen (desk, "serv-1", 45));
  story_wait_until (is_told, &told);
  story_wait_until (has_failed, desk);
  g_assert_cmpuint (orch_desk_result_get_refused (told)->len, ==, 1);
  item = get_item (desk);
  g_assert_true (orch_sync_item_get_failed (item));
  g_assert_error (orch_sync_item_get_error (item), ORCH_ERROR, ORCH_ERROR_INVALID);
  g_assert_cmpint (orch_sync_item_get_retry (item), ==, ORCH_SYNC_RETRY_OFFERED);

  orch_sandbox_process_clear_faults (desk->sandbox);
  retried = orch_sync_retry (desk->sync, 0);
  dex_ref (retried);
  story_wait_ok (retried);
  n = g_value_get_uint (dex_future_get_value (retried, NULL));
  dex_unref (retried);
  g_assert_cmpuint (n, ==, 1);
  story_wait_ok (orch_outbox_pump_flush (desk->story->engine->pump));
  waiting = story_wait_object (orch_sync_list_waiting (desk->sync));
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_data_func ("/refused/clock-ahead", GINT_TO_POINTER (DAY_S), test_wrong_clock);
  g_test_add_data_func ("/refused/clock-behind", GINT_TO_POINTER (-DAY_S), test_wrong_clock);
  g_test_add_func ("/refused/then-mended", test_refused_then_mended);
  return g_test_run ();
}
