/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The synchronisation of a clinic that exists, against a sandbox: what a run brings and sends, and how runs queue, coalesce, end.
 */
#include <glib/gstdio.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "story-desk.h"
#include "sync/orch-engine-private.h"

/* Where the clinic is, midnight opens another day to synchronise: no story begins in the hour before it. */
static int
find_beginning (void)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();

  return g_date_time_get_hour (now) == 23 ? 60 - g_date_time_get_minute (now) : 0;
}

static Desk *
begin (void)
{
  return desk_new_at (find_beginning ());
}

static guint
count_requests (Desk *desk)
{
  g_autoptr (JsonNode) requests = orch_sandbox_process_get (desk->sandbox, "/control/requests");

  return json_array_get_length (json_node_get_array (requests));
}

static void
test_brings_and_sends (void)
{
  g_autoptr (Desk) desk = begin ();

  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "HealthcareService"), ==, 4);
  small_emr_add_service (desk->sandbox, "serv-900", "Service tout neuf");
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_SERVICES));
  g_assert_false (orch_sync_get_running (desk->sync));
  g_assert_null (orch_sync_get_error (desk->sync));
  g_assert_cmpint (orch_sync_get_phase (desk->sync), ==, ORCH_SYNC_PHASE_IDLE);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "HealthcareService"), ==, 5);
}

#define DAYS 12

/* Everything an EMR has of a schedule comes to the store and goes to the hub, once. */
static void
test_first_run (void)
{
  g_autoptr (Desk) desk = begin ();
  g_autoptr (OrchSyncRecord) record = NULL;
  const OrchSyncCounts *counts = NULL;

  small_emr_add_days (desk->sandbox, DAYS);
  record = story_wait_object (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_true (ORCH_IS_SYNC_RECORD (record));
  counts = &orch_sync_record_get_fields (record)->counts;
  g_assert_cmpint (orch_sync_record_get_fields (record)->state, ==, ORCH_STORE_RUN_SUCCEEDED);
  g_assert_cmpuint (counts->kinds[ORCH_STORE_APPOINTMENTS].changed, ==, DAYS);
  g_assert_cmpuint (counts->kinds[ORCH_STORE_PATIENTS].changed, ==, DAYS);
  g_assert_cmpuint (counts->kinds[ORCH_STORE_SLOTS].changed, ==, DAYS);
  g_assert_cmpuint (counts->kinds[ORCH_STORE_SCHEDULES].changed, ==, 1);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Appointment"), ==, DAYS);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Patient"), ==, DAYS);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Slot"), ==, DAYS);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Schedule"), ==, 1);
}

/* What is not GET since the last call, and how many requests in all. */
static guint
count_since (Desk *desk, guint before, guint *writes)
{
  g_autoptr (JsonNode) requests = orch_sandbox_process_get (desk->sandbox, "/control/requests");
  JsonArray *array = json_node_get_array (requests);
  guint n = 0;

  *writes = 0;
  for (guint i = before; i < json_array_get_length (array); i++)
    {
      JsonObject *request = json_array_get_object_element (array, i);
      const char *path = json_object_get_string_member (request, "path");

      if (g_str_has_prefix (path, "/control") || g_str_has_suffix (path, "/token"))
        continue;
      n++;
      if (!g_str_equal (json_object_get_string_member (request, "method"), "GET"))
        {
          (*writes)++;
          g_test_message ("%s %s", json_object_get_string_member (request, "method"), path);
        }
      else
        g_test_message ("GET %s", path);
    }
  return n;
}

/* How long ago, in the store and beside it, something was written. */
static gint64
get_last_write (Desk *desk)
{
  g_autofree char *folder = g_build_filename (desk->story->data_dir, "clinics", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;
  gint64 last = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf status;

      if (!g_str_has_suffix (name, "-shm") && g_stat (path, &status) == 0)
        last = MAX (last, status.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + status.st_mtim.tv_nsec);
    }
  g_assert_cmpint (last, >, 0);
  return last;
}

static gboolean
has_last (gpointer data)
{
  return orch_sync_get_last (((Desk *) data)->sync, ORCH_SYNC_RECENT) > 0;
}

static gboolean
has_seen_patients (gpointer data)
{
  return orch_sync_get_patients_seen (((Desk *) data)->sync);
}

static OrchSyncRecord *
find_newest_run (Desk *desk)
{
  g_autoptr (GListModel) runs = story_wait_object (orch_sync_list_runs (desk->sync, ORCH_SYNC_RECENT, 3));

  return g_list_model_get_item (runs, 0);
}

/* A quarter of an hour later nothing has changed: one question a kind, and nothing written. */
static void
test_nothing_changed (void)
{
  g_autoptr (Desk) desk = begin ();
  g_autoptr (OrchSyncRecord) record = NULL;
  g_autoptr (OrchSyncRecord) newest = NULL;
  gint64 written = 0;
  guint before = 0;
  guint writes = 0;

  small_emr_add_days (desk->sandbox, DAYS);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  desk_move_clock (desk, 15);
  /* What this workstation wrote last comes back once. */
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  desk_move_clock (desk, 30);

  before = count_requests (desk);
  written = get_last_write (desk);
  record = story_wait_object (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_cmpint (get_last_write (desk), ==, written);
  /* Each side's token is a request too. */
  g_assert_cmpuint (orch_sync_record_get_fields (record)->counts.requests, ==, count_since (desk, before, &writes) + 2);
  /* Hub: the clinic, its sealed credentials, services, staff with their roles, settings, patients, their accounts, invitations, messages, uses of the shared
   * key. EMR: three of the directory, three of the schedule. */
  g_assert_cmpuint (count_since (desk, before, &writes), <=, 17);
  g_assert_cmpuint (writes, ==, 0);
  for (guint kind = 0; kind < ORCH_N_STORE_KINDS; kind++)
    g_assert_cmpuint (orch_sync_record_get_fields (record)->counts.kinds[kind].changed, ==, 0);

  /* It is told all the same, and a program that ends as it should keeps it; as it keeps who led to the patients. */
  g_assert_false (orch_sync_get_patients_seen (desk->sync));
  orch_sync_note_patients_seen (desk->sync);
  newest = find_newest_run (desk);
  g_assert_true (newest == record);
  story_wait_ok (orch_engine_flush (desk->story->engine));
  story_wait_ok (orch_sync_end (desk->sync));
  desk_restart (desk);
  story_unlock (desk->story);
  g_clear_object (&newest);
  newest = find_newest_run (desk);
  g_assert_cmpint (orch_sync_record_get_fields (newest)->started, ==, orch_sync_record_get_fields (record)->started);
  story_wait_until (has_last, desk);
  story_wait_until (has_seen_patients, desk);
  g_assert_cmpint (orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT), ==,
                   orch_sync_record_get_fields (record)->started);
}

static gpointer
find (Desk *desk, OrchStoreKind kind, const char *emr_id)
{
  return story_wait_object (orch_store_find_by_emr_id (desk->story->engine->store, kind, emr_id));
}

/* An appointment that the EMR no longer has is no appointment any more, here and on the hub; one cancelled is told so. */
static void
test_vanished (void)
{
  g_autoptr (Desk) desk = begin ();
  g_autoptr (OrchAppointment) gone = NULL;
  g_autoptr (OrchAppointment) cancelled = NULL;
  g_autoptr (OrchService) service = NULL;
  g_autoptr (JsonNode) found = NULL;

  small_emr_add_days (desk->sandbox, 3);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  small_emr_remove_appointment (desk->sandbox, "rdv-1");
  small_emr_remove_service (desk->sandbox, "serv-4");
  small_emr_add_appointment (desk->sandbox, &(SmallAppointment) { .id = "rdv-2",
                                                                  .service = "serv-2",
                                                                  .staff = "prat-1",
                                                                  .patient = "pat-2",
                                                                  .status = "cancelled",
                                                                  .in_s = 7200 });
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  gone = find (desk, ORCH_STORE_APPOINTMENTS, "rdv-1");
  cancelled = find (desk, ORCH_STORE_APPOINTMENTS, "rdv-2");
  service = find (desk, ORCH_STORE_SERVICES, "serv-4");
  g_assert_true (orch_appointment_get_fields (gone)->vanished);
  g_assert_false (orch_appointment_counts (cancelled));
  g_assert_true (orch_service_get_fields (service)->vanished);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Appointment"), ==, 3);
  found = hub_look_find (desk->sandbox, "Appointment", "\"status\":\"cancelled\"");
  g_assert_nonnull (found);
}

/* What was put off beyond the days that are read is not gone: it is where the EMR has it now. */
static void
test_put_off (void)
{
  g_autoptr (Desk) desk = begin ();
  g_autoptr (OrchAppointment) before = NULL;
  g_autoptr (OrchAppointment) put_off = NULL;
  const gint64 two_years_s = 2 * 365 * 24 * 3600;

  small_emr_add_days (desk->sandbox, 3);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  before = find (desk, ORCH_STORE_APPOINTMENTS, "rdv-1");
  small_emr_remove_appointment (desk->sandbox, "rdv-2");
  small_emr_add_appointment (desk->sandbox, &(SmallAppointment) { .id = "rdv-1",
                                                                  .service = "serv-2",
                                                                  .staff = "prat-1",
                                                                  .patient = "pat-1",
                                                                  .status = "booked",
                                                                  .in_s = two_years_s });
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  put_off = find (desk, ORCH_STORE_APPOINTMENTS, "rdv-1");
  g_assert_false (orch_appointment_get_fields (put_off)->vanished);
  g_assert_cmpint (orch_appointment_get_fields (put_off)->start_us, >,
                   orch_appointment_get_fields (before)->start_us + (two_years_s - 30 * 24 * 3600) * G_USEC_PER_SEC);
  g_clear_object (&before);
  before = find (desk, ORCH_STORE_APPOINTMENTS, "rdv-2");
  g_assert_true (orch_appointment_get_fields (before)->vanished);
}

/* A patient whose name differs is not overwritten: a person decides. */
static void
test_protected_fields (void)
{
  g_autoptr (Desk) desk = begin ();
  g_autoptr (OrchPatient) patient = NULL;
  g_autoptr (GListModel) waiting = NULL;
  g_autoptr (OrchReconciliation) reconciliation = NULL;

  small_emr_add_days (desk->sandbox, 2);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  small_emr_add_patient (desk->sandbox, "pat-1", "Autrement");
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  patient = find (desk, ORCH_STORE_PATIENTS, "pat-1");
  g_assert_cmpstr (orch_patient_get_fields (patient)->family, ==, "Gagnon-1");
  waiting = story_wait_object (orch_sync_list_reconciliations (desk->sync));
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 1);
  reconciliation = g_list_model_get_item (waiting, 0);
  story_wait_ok (orch_sync_settle_reconciliation (desk->sync, reconciliation, TRUE));
  g_clear_object (&patient);
  patient = find (desk, ORCH_STORE_PATIENTS, "pat-1");
  g_assert_cmpstr (orch_patient_get_fields (patient)->family, ==, "Autrement");
}

/* An inactive, included service returns by a new appointment; an excluded one does not; told once. */
static void
test_returns_by_appointment (void)
{
  g_autoptr (Desk) desk = begin ();
  OrchServiceDesk *services = orch_engine_get_services (desk->story->engine);
  const char *const types[] = { "walk-in", NULL };
  static const char *const names[] = { "serv-1", "serv-2" };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) excluded = g_ptr_array_new ();
  g_autoptr (OrchService) back = NULL;
  g_autoptr (OrchService) out = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (OrchService) service = find (desk, ORCH_STORE_SERVICES, names[i]);

      g_ptr_array_add (ids, g_strdup (orch_service_get_fields (service)->id));
    }
  g_ptr_array_add (excluded, g_ptr_array_index (ids, 1));
  story_wait_ok (orch_service_desk_act (services, ids, ORCH_SERVICE_ACTIVATE, types));
  story_wait_ok (orch_service_desk_act (services, ids, ORCH_SERVICE_DEACTIVATE, NULL));
  story_wait_ok (orch_service_desk_act (services, excluded, ORCH_SERVICE_EXCLUDE, NULL));
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_cmpuint (g_list_model_get_n_items (orch_service_desk_get_announced (services)), ==, 0);

  small_emr_add_days (desk->sandbox, 2);
  for (guint i = 0; i < 3; i++)
    story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  back = find (desk, ORCH_STORE_SERVICES, "serv-1");
  out = find (desk, ORCH_STORE_SERVICES, "serv-2");
  g_assert_true (orch_service_get_fields (back)->active);
  g_assert_false (orch_service_get_fields (out)->active);
  g_assert_cmpuint (g_list_model_get_n_items (orch_service_desk_get_announced (services)), ==, 1);
}

/* The program ends in the middle of a run, at each of its phases; the next one goes on, and nothing is lost or doubled. */
static void
test_quit_in_the_middle (void)
{
  g_autoptr (Desk) desk = begin ();

  small_emr_add_days (desk->sandbox, DAYS);
  for (int phase = ORCH_SYNC_PHASE_SENDING; phase <= ORCH_SYNC_PHASE_UPLOADING; phase++)
    {
      DexFuture *run = orch_sync_start (desk->sync, ORCH_SYNC_SERVICES);

      while (orch_sync_get_phase (desk->sync) < (OrchSyncPhase) phase && dex_future_is_pending (run))
        g_main_context_iteration (NULL, TRUE);
      dex_unref (run);
      desk_restart (desk);
      story_unlock (desk->story);
    }
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_SERVICES));
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Appointment"), ==, DAYS);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Patient"), ==, DAYS);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "HealthcareService"), ==, 4);
  hub_look_check_no_doubles (desk->sandbox);
}

static void
move_to (Desk *desk, const char *instant)
{
  gint64 us = 0;
  gint64 offset = 0;

  g_assert_true (orch_clock_parse_instant (instant, &us));
  offset = us - g_get_real_time ();
  orch_clock_set_offset_us (offset);
  orch_sandbox_process_order (desk->sandbox, "clock", "{\"offset_s\": %" G_GINT64_FORMAT "}", offset / G_USEC_PER_SEC);
}

static gboolean
has_run_whole (gpointer data)
{
  Desk *desk = data;

  return !orch_sync_get_running (desk->sync) && orch_sync_get_last (desk->sync, ORCH_SYNC_FULL) > 0;
}

static gboolean
is_idle (gpointer data)
{
  return !orch_sync_get_running (data);
}

/* The whole schedule at midnight of Montreal, on the night when the clocks go forward and on the one when they go back: each once. */
static void
test_midnight (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    const char *midnight;
    const char *next;
  } nights[] = {
    { "2027-03-14T04:59:00Z", "2027-03-14T05:00:05Z", "2027-03-14T05:00:00Z", "2027-03-15T04:00:00Z" },
    { "2027-11-07T03:59:00Z", "2027-11-07T04:00:05Z", "2027-11-07T04:00:00Z", "2027-11-08T05:00:00Z" },
  };
  g_autoptr (Desk) desk = begin ();

  for (guint i = 0; i < G_N_ELEMENTS (nights); i++)
    {
      gint64 midnight = 0;
      gint64 next = 0;
      gint64 last = 0;

      g_assert_true (orch_clock_parse_instant (nights[i].midnight, &midnight));
      g_assert_true (orch_clock_parse_instant (nights[i].next, &next));
      /* As if the day before had been done. */
      move_to (desk, nights[i].before);
      story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
      orch_sync_set_automatic (desk->sync, TRUE);
      story_wait_until (is_idle, desk->sync);
      g_assert_cmpint (orch_sync_get_next (desk->sync, ORCH_SYNC_FULL), ==, midnight);
      last = orch_sync_get_last (desk->sync, ORCH_SYNC_FULL);

      move_to (desk, nights[i].after);
      orch_sync_poke (desk->sync);
      g_assert_true (orch_sync_get_running (desk->sync));
      g_assert_cmpint (orch_sync_get_kind (desk->sync), ==, ORCH_SYNC_FULL);
      story_wait_until (has_run_whole, desk);
      g_assert_cmpint (orch_sync_get_last (desk->sync, ORCH_SYNC_FULL), >, last);
      g_assert_cmpint (orch_sync_get_next (desk->sync, ORCH_SYNC_FULL), ==, next);
      orch_sync_set_automatic (desk->sync, FALSE);
    }
}

/* The platform support hears of a cause once, and of the next one. */
static void
test_told_once (void)
{
  g_autoptr (Desk) desk = begin ();
  const guint before = orch_sandbox_process_count (desk->sandbox, "Task");

  for (guint i = 0; i < 3; i++)
    {
      orch_sandbox_process_order (desk->sandbox, "fault",
                                  "{\"path\": \"/emr/fhir/Practitioner\", \"kind\": \"500\", \"count\": -1}");
      g_assert_false (story_wait (orch_sync_start (desk->sync, ORCH_SYNC_SERVICES), NULL));
      orch_sandbox_process_clear_faults (desk->sandbox);
      story_wait_ok (orch_outbox_pump_flush (desk->story->engine->pump));
    }
  /* The lease is a Task too. */
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Task"), ==, before + 2);
  orch_sandbox_process_order (desk->sandbox, "fault",
                              "{\"path\": \"/emr/fhir/HealthcareService\", \"kind\": \"403\", \"count\": -1}");
  g_assert_false (story_wait (orch_sync_start (desk->sync, ORCH_SYNC_SERVICES), NULL));
  orch_sandbox_process_clear_faults (desk->sandbox);
  story_wait_ok (orch_outbox_pump_flush (desk->story->engine->pump));
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Task"), ==, before + 3);
}

static void
test_coalesces (void)
{
  g_autoptr (Desk) desk = begin ();
  DexFuture *first = orch_sync_start (desk->sync, ORCH_SYNC_RECENT);
  DexFuture *same = orch_sync_start (desk->sync, ORCH_SYNC_RECENT);
  DexFuture *more = orch_sync_start (desk->sync, ORCH_SYNC_SERVICES);
  DexFuture *less = orch_sync_start (desk->sync, ORCH_SYNC_RECENT);

  g_assert_true (first == same);
  g_assert_true (first == less);
  g_assert_true (first != more);
  g_assert_true (orch_sync_get_running (desk->sync));
  story_wait_ok (first);
  story_wait_ok (same);
  story_wait_ok (less);
  story_wait_ok (more);
  g_assert_false (orch_sync_get_running (desk->sync));
  g_assert_cmpint (orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT), >, 0);
}

static void
test_cancelled_then_again (void)
{
  g_autoptr (Desk) desk = begin ();
  g_autoptr (GError) error = NULL;
  DexFuture *run = NULL;

  small_emr_add_service (desk->sandbox, "serv-901", "Service lent");
  orch_sandbox_process_order (desk->sandbox, "fault",
                              "{\"path\": \"/emr/fhir/Practitioner\", \"kind\": \"stalled\", \"count\": 1}");
  run = orch_sync_start (desk->sync, ORCH_SYNC_RECENT);
  while (orch_sync_get_phase (desk->sync) != ORCH_SYNC_PHASE_STAFF)
    g_main_context_iteration (NULL, TRUE);
  orch_sync_cancel (desk->sync);
  g_assert_false (story_wait (run, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);
  g_assert_false (orch_sync_get_running (desk->sync));
  g_assert_null (orch_sync_get_error (desk->sync));

  orch_sandbox_process_clear_faults (desk->sandbox);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "HealthcareService"), ==, 5);
}

static void
test_emr_down (void)
{
  g_autoptr (Desk) desk = begin ();
  g_autoptr (GError) error = NULL;

  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/emr\", \"kind\": \"503\", \"count\": -1}");
  g_assert_false (story_wait (orch_sync_start (desk->sync, ORCH_SYNC_RECENT), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_SERVER_FAULT);
  g_assert_error (orch_sync_get_error (desk->sync), ORCH_ERROR, ORCH_ERROR_SERVER_FAULT);
  g_assert_cmpint (orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT), ==, 0);

  orch_sandbox_process_clear_faults (desk->sandbox);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_null (orch_sync_get_error (desk->sync));
}

static gboolean
has_run (gpointer data)
{
  Desk *desk = data;

  return !orch_sync_get_running (desk->sync) && orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT) > 0;
}

/* The clock is moved half an hour on: a run begins by itself, and the next one is half an hour later. */
static void
test_by_itself (void)
{
  g_autoptr (Desk) desk = begin ();
  gint64 first = 0;

  g_assert_cmpint (orch_sync_get_next (desk->sync, ORCH_SYNC_RECENT), ==, 0);
  desk_move_clock (desk, 1);
  orch_sync_set_automatic (desk->sync, TRUE);
  story_wait_until (has_run, desk);
  first = orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT);
  g_assert_cmpint (orch_sync_get_next (desk->sync, ORCH_SYNC_RECENT), >, orch_clock_now_us ());

  const guint before = count_requests (desk);

  orch_sync_poke (desk->sync);
  g_assert_false (orch_sync_get_running (desk->sync));
  desk_move_clock (desk, 33);
  orch_sync_poke (desk->sync);
  g_assert_true (orch_sync_get_running (desk->sync));
  story_wait_until (has_run, desk);
  g_assert_cmpint (orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT), >, first);
  g_assert_cmpuint (count_requests (desk), >, before);

  orch_sync_pause (desk->sync);
  desk_move_clock (desk, 120);
  orch_sync_poke (desk->sync);
  g_assert_false (orch_sync_get_running (desk->sync));
  g_assert_cmpint (orch_sync_get_next (desk->sync, ORCH_SYNC_RECENT), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/sync/brings-and-sends", test_brings_and_sends);
  g_test_add_func ("/sync/first-run", test_first_run);
  g_test_add_func ("/sync/nothing-changed", test_nothing_changed);
  g_test_add_func ("/sync/vanished", test_vanished);
  g_test_add_func ("/sync/put-off", test_put_off);
  g_test_add_func ("/sync/protected-fields", test_protected_fields);
  g_test_add_func ("/sync/returns-by-appointment", test_returns_by_appointment);
  g_test_add_func ("/sync/quit-in-the-middle", test_quit_in_the_middle);
  g_test_add_func ("/sync/midnight", test_midnight);
  g_test_add_func ("/sync/told-once", test_told_once);
  g_test_add_func ("/sync/coalesces", test_coalesces);
  g_test_add_func ("/sync/cancelled-then-again", test_cancelled_then_again);
  g_test_add_func ("/sync/emr-down", test_emr_down);
  g_test_add_func ("/sync/by-itself", test_by_itself);
  return g_test_run ();
}
