/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Tickets to the platform support: what the diagnostic says, the way through the outbox, and how far the last one is. The setting
 * "sync-ticket" of this workstation has its id, its reason, when it was written and whether it was received, a line each. Main thread.
 */
#include "orch-sync-private.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"

#define SETTING "sync-ticket"
#define RUNS_TOLD 10
#define WAITING_TOLD 20

typedef struct
{
  OrchSync *sync;
  OrchActor actor; /* its strings are owned here */
  OrchTicketReason reason;
  char *description;
  char *contact;
  char *diagnostic; /* (nullable) */
} Call;

static guint ticket_changed;

static void
call_free (Call *call)
{
  g_object_unref (call->sync);
  g_free ((char *) call->actor.id);
  g_free ((char *) call->actor.workstation);
  g_free (call->description);
  g_free (call->contact);
  g_free (call->diagnostic);
  g_free (call);
}

static Call *
call_new (OrchSync *sync)
{
  Call *call = g_new0 (Call, 1);

  call->sync = g_object_ref (sync);
  return call;
}

void
orch_sync_install_ticket_signal (void)
{
  ticket_changed =
      g_signal_new ("ticket-changed", ORCH_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* --- the diagnostic --------------------------------------------------------------------- */

static void
add_instant (GString *text, const char *name, gint64 us)
{
  g_autofree char *instant = us > 0 ? orch_clock_format_instant (us) : g_strdup ("never");

  g_string_append_printf (text, "%s: %s\n", name, instant);
}

/* A server's words may name a patient: they stay here. */
static const char *
get_nick (int code)
{
  return code >= 0 && code < ORCH_N_ERRORS ? orch_error_get_nick ((OrchError) code) : "none";
}

static void
await_runs (OrchStore *store, GString *text)
{
  static const char *const kinds[] = { "recent", "full", "services" };
  static const char *const states[] = { "running", "succeeded", "conflicts", "failed", "cancelled", "interrupted" };
  g_autoptr (GPtrArray) runs = dex_await_boxed (orch_store_list_sync_runs (store, -1, RUNS_TOLD), NULL);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const OrchSyncRecordFields *run = orch_sync_record_get_fields (g_ptr_array_index (runs, i));
      g_autofree char *started = orch_clock_format_instant (run->started);

      g_string_append_printf (text, "run %" G_GINT64_FORMAT ": %s %s %s, error %s, %" G_GINT64_FORMAT " ms\n", run->id,
                              started, (guint) run->kind < G_N_ELEMENTS (kinds) ? kinds[run->kind] : "?",
                              (guint) run->state < G_N_ELEMENTS (states) ? states[run->state] : "?",
                              get_nick (run->error_code), run->ended > 0 ? (run->ended - run->started) / 1000 : 0);
      g_string_append_printf (text, "  appointments %u, patients %u, services %u, staff %u, sent %u, refused %u\n",
                              run->counts.kinds[ORCH_STORE_APPOINTMENTS].received,
                              run->counts.kinds[ORCH_STORE_PATIENTS].received,
                              run->counts.kinds[ORCH_STORE_SERVICES].received,
                              run->counts.kinds[ORCH_STORE_STAFF].received, run->counts.sent, run->counts.failed);
    }
}

static void
await_outbox (OrchStore *store, GString *text)
{
  static const char *const states[] = { "queued", "sending", "sent", "failed" };
  g_autoptr (GPtrArray) rows = dex_await_boxed (orch_store_outbox_list (store, WAITING_TOLD), NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const OrchOutboxRowFields *row = orch_outbox_row_get_fields (g_ptr_array_index (rows, i));
      g_autofree char *created = orch_clock_format_instant (row->created);

      g_string_append_printf (text, "waiting %" G_GINT64_FORMAT ": %s %s %s, %s since %s, %u attempts, error %s\n",
                              row->seq, row->object_type, row->verb, row->object_id,
                              (guint) row->state < G_N_ELEMENTS (states) ? states[row->state] : "?", created,
                              row->attempts, get_nick (row->error_code));
    }
}

static DexFuture *
diagnostic_fiber (gpointer data)
{
  Call *call = data;
  OrchSync *self = call->sync;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *setting = dex_await_string (orch_store_get_setting (self->store, ORCH_SYNC_SETTINGS_GROUP), NULL);
  g_autoptr (OrchSyncSettings) settings = orch_sync_settings_parse (setting);
  const OrchSyncSettingsFields *fields = orch_sync_settings_get_fields (settings);
  g_autoptr (OrchClinic) clinic = dex_await_object (orch_store_load_clinic (self->store), NULL);
  const char *clinic_id = clinic != NULL ? orch_clinic_get_fields (clinic)->hub_id : NULL;
  const char *vendor = orch_emr_settings_get_vendor (self->emr);
  gboolean online = FALSE;

  g_object_get (self->pump, "online", &online, NULL);
  g_string_append_printf (text, "orchestrateur: %s%s\nsystem: %s, GLib %u.%u.%u\n", ORCH_VERSION,
                          self->training ? " (training)" : "", system != NULL ? system : "?", glib_major_version,
                          glib_minor_version, glib_micro_version);
  add_instant (text, "now", orch_clock_now_us ());
  g_string_append_printf (text, "clinic: %s\nworkstation: %s\n", clinic_id != NULL ? clinic_id : "?",
                          self->workstation != NULL ? self->workstation : "?");
  g_string_append_printf (text, "emr: %s\nhub: %s\n", vendor != NULL ? vendor : "none", online ? "online" : "offline");
  g_string_append_printf (text, "sync: %s%s, phase %d, error %s\n", orch_sync_get_running (self) ? "running" : "idle",
                          self->paused ? ", paused" : "", (int) self->phase,
                          self->error != NULL ? get_nick ((int) orch_error_code_of (self->error)) : "none");
  add_instant (text, "last recent", self->last[ORCH_SYNC_RECENT]);
  add_instant (text, "last full", self->last[ORCH_SYNC_FULL]);
  g_string_append_printf (text, "days: recent -%d +%d, full -%d +%d; left out: %u people, %u offices\n",
                          fields->recent_back, fields->recent_ahead, fields->full_back, fields->full_ahead,
                          fields->staff_left_out != NULL ? g_strv_length ((GStrv) fields->staff_left_out) : 0,
                          fields->locations_left_out != NULL ? g_strv_length ((GStrv) fields->locations_left_out) : 0);
  await_runs (self->store, text);
  await_outbox (self->store, text);
  return dex_future_new_take_string (g_string_free (g_steal_pointer (&text), FALSE));
}

/* --- how far the last one is ------------------------------------------------------------- */

static OrchActor
get_workstation (OrchSync *self)
{
  return (OrchActor) { .id = self->workstation,
                       .permission = ORCH_PERMISSION_WORKSTATION,
                       .workstation = self->workstation };
}

static gboolean
await_keep (OrchSync *self, const OrchTicketFields *fields, gboolean received, GError **error)
{
  const OrchActor actor = get_workstation (self);
  g_autofree char *text =
      g_strdup_printf ("%s\n%s\n%" G_GINT64_FORMAT "\n%s", fields->id, orch_ticket_reason_get_code (fields->reason),
                       fields->created, received ? "received" : "");

  return dex_await (orch_store_set_setting (self->store, &actor, SETTING, text, FALSE), error);
}

static OrchTicketState
await_state (OrchSync *self, const char *id)
{
  g_autofree char *hub_id = dex_await_string (orch_store_get_hub_id (self->store, "alert", id), NULL);
  g_autoptr (OrchOutboxRow) row = NULL;

  if (hub_id != NULL)
    return ORCH_TICKET_SENT;
  row = dex_await_object (orch_store_outbox_find (self->store, NULL, "alert", id), NULL);
  if (row == NULL)
    return ORCH_TICKET_WAITS;
  switch (orch_outbox_row_get_fields (row)->state)
    {
    case ORCH_OUTBOX_SENT:
      return ORCH_TICKET_SENT;
    case ORCH_OUTBOX_FAILED:
      return ORCH_TICKET_REFUSED;
    case ORCH_OUTBOX_QUEUED:
    case ORCH_OUTBOX_SENDING:
    default:
      return ORCH_TICKET_WAITS;
    }
}

/* Returns: (transfer full) (nullable) */
static OrchTicket *
await_ticket (OrchSync *self)
{
  g_autofree char *text = dex_await_string (orch_store_get_setting (self->store, SETTING), NULL);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", 4);

  if (g_strv_length (lines) < 4 || lines[0][0] == '\0')
    return NULL;
  return orch_ticket_new (&(OrchTicketFields) {
      .id = lines[0],
      .reason = orch_ticket_reason_from_code (lines[1]),
      .created = g_ascii_strtoll (lines[2], NULL, 10),
      .state = g_str_equal (lines[3], "received") ? ORCH_TICKET_RECEIVED : await_state (self, lines[0]),
  });
}

static DexFuture *
note_received_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (OrchTicket) ticket = await_ticket (call->sync);

  if (ticket != NULL && g_strcmp0 (orch_ticket_get_fields (ticket)->id, call->description) == 0 &&
      await_keep (call->sync, orch_ticket_get_fields (ticket), TRUE, NULL))
    g_signal_emit (call->sync, ticket_changed, 0);
  return dex_future_new_for_boolean (TRUE);
}

static void
on_acknowledged (OrchSync *self, const char *id)
{
  Call *call = call_new (self);

  call->description = g_strdup (id);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, note_received_fiber, call, (GDestroyNotify) call_free));
}

static void
on_outbox (OrchSync *self)
{
  g_signal_emit (self, ticket_changed, 0);
}

/* @id: (nullable): of an earlier run of the program: the hub is asked about it again */
static void
watch (OrchSync *self, const char *id)
{
  if (self->tickets_watched)
    return;
  self->tickets_watched = TRUE;
  g_signal_connect_object (self->pump, "acknowledged", G_CALLBACK (on_acknowledged), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pump, "notify::waiting", G_CALLBACK (on_outbox), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pump, "notify::failed", G_CALLBACK (on_outbox), self, G_CONNECT_SWAPPED);
  if (id != NULL)
    orch_outbox_pump_watch_alert (self->pump, id);
}

static DexFuture *
load_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (OrchTicket) ticket = await_ticket (call->sync);

  if (ticket != NULL && orch_ticket_get_fields (ticket)->state != ORCH_TICKET_RECEIVED)
    watch (call->sync, orch_ticket_get_fields (ticket)->id);
  return dex_future_new_take_object (g_steal_pointer (&ticket));
}

/* --- sending ---------------------------------------------------------------------------- */

static DexFuture *
send_fiber (gpointer data)
{
  Call *call = data;
  OrchSync *self = call->sync;
  g_autofree char *id = g_uuid_string_random ();
  const OrchTicketFields fields = {
    .id = id, .reason = call->reason, .created = orch_clock_now_us (), .state = ORCH_TICKET_WAITS
  };
  const OrchHubAlert alert = {
    .id = id,
    .reason = "ticket",
    .description = call->description,
    .ticket_reason = orch_ticket_reason_get_code (call->reason),
    .contact = call->contact,
    .diagnostic = call->diagnostic,
  };
  GError *error = NULL;

  watch (self, NULL);
  if (!dex_await (orch_outbox_pump_send_alert (self->pump, &call->actor, &alert), &error) ||
      !await_keep (self, &fields, FALSE, &error))
    return dex_future_new_for_error (error);
  g_signal_emit (self, ticket_changed, 0);
  return dex_future_new_take_object (orch_ticket_new (&fields));
}

DexFuture *
orch_sync_dup_diagnostic (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return dex_scheduler_spawn (NULL, 0, diagnostic_fiber, call_new (self), (GDestroyNotify) call_free);
}

DexFuture *
orch_sync_send_ticket (OrchSync *self, const OrchTicketText *text)
{
  const OrchActor *actor = NULL;
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (orch_session_is_locked (self->session))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session is locked");
  actor = orch_session_get_actor (self->session);
  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  if (!orch_session_allows (self->session, ORCH_ACT_SEND_ALERT))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
  if (orch_text_is_empty (text->description) || orch_text_is_empty (text->contact))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "What happened and how to reach you are needed");
  if (orch_ticket_holds_nam (text->description) || orch_ticket_holds_nam (text->contact))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "A health insurance number is in the text");
  call = call_new (self);
  call->actor = (OrchActor) { .id = g_strdup (actor->id),
                              .permission = actor->permission,
                              .workstation = g_strdup (actor->workstation) };
  call->reason = text->reason;
  call->description = g_strdup (text->description);
  call->contact = g_strdup (text->contact);
  call->diagnostic = g_strdup (text->diagnostic);
  return dex_scheduler_spawn (NULL, 0, send_fiber, call, (GDestroyNotify) call_free);
}

DexFuture *
orch_sync_load_ticket (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, call_new (self), (GDestroyNotify) call_free);
}
