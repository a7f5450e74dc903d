/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-journal-pump.h.
 */
#include "orch-journal-pump.h"

#include "core/orch-error.h"
#include "hub/orch-hub-journal.h"

#define CURSOR "journal" /* "<sent up to> <was being sent up to>" */
#define BATCH 100
#define SOON_MS (10 * 1000)        /* acts come together: one request for them */
#define FAILED_MS (5 * 60 * 1000)  /* the hub does not answer */
#define UNKEPT_MS (60 * 60 * 1000) /* it keeps no journal, or not ours: that may change */

struct _OrchJournalPump
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  OrchHubAccess *access;
  OrchOutboxPump *pump;
  char *workstation;
  DexFuture *round; /* (nullable): under way */

  guint source;
  guint failed_ms; /* to wait, since the last round failed */
  gboolean begun;
  gboolean stopped;
  gboolean more; /* something was written while a round was under way */
};

G_DEFINE_FINAL_TYPE (OrchJournalPump, orch_journal_pump, G_TYPE_OBJECT)

static void plan (OrchJournalPump *self, guint ms);

/* Awaits. */
static gboolean
await_cursor (OrchJournalPump *self, gint64 *sent, gint64 *tried, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *text = dex_await_string (orch_store_get_cursor (self->store, CURSOR), &local_error);
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", " ", 2);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  *sent = *tried = 0;
  if (g_strv_length (parts) == 2)
    {
      g_ascii_string_to_signed (parts[0], 10, 0, G_MAXINT64, sent, NULL);
      g_ascii_string_to_signed (parts[1], 10, 0, G_MAXINT64, tried, NULL);
    }
  return TRUE;
}

/* Awaits. */
static gboolean
await_keep (OrchJournalPump *self, gint64 sent, gint64 tried, GError **error)
{
  const OrchActor actor = { .id = self->workstation,
                            .permission = ORCH_PERMISSION_WORKSTATION,
                            .workstation = self->workstation };
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, sent, MAX (sent, tried));

  return dex_await (orch_store_set_cursor (self->store, &actor, CURSOR, text), error);
}

/* Awaits. One batch. @sent, @tried: (inout). Returns: whether there was one, and no error */
static gboolean
await_batch (OrchJournalPump *self, OrchHub *hub, const char *clinic, gint64 *sent, gint64 *tried, GError **error)
{
  g_autoptr (GPtrArray) entries = dex_await_boxed (orch_store_list_journal (self->store, *sent, BATCH), error);
  const gboolean doubtful = *tried > *sent;
  GError *local_error = NULL;
  gint64 last = 0;
  guint passed = 0;

  if (entries == NULL || entries->len == 0)
    return FALSE;
  last = orch_journal_entry_get_fields (g_ptr_array_index (entries, entries->len - 1))->seq;
  *tried = MAX (*tried, last);
  if (!await_keep (self, *sent, *tried, error))
    return FALSE;
  passed = dex_await_uint (orch_hub_send_journal (hub, clinic, entries, doubtful), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  *sent = orch_journal_entry_get_fields (g_ptr_array_index (entries, passed - 1))->seq;
  return await_keep (self, *sent, *tried, error);
}

/* Awaits. */
static gboolean
await_all (OrchJournalPump *self, GError **error)
{
  g_autoptr (OrchClinic) clinic = dex_await_object (orch_store_load_clinic (self->store), error);
  const char *clinic_hub_id = clinic != NULL ? orch_clinic_get_fields (clinic)->hub_id : NULL;
  g_autoptr (OrchHub) hub = NULL;
  gint64 sent = 0, tried = 0;
  GError *local_error = NULL;

  /* Before the clinic is on the hub there is nobody to send to: later. */
  if (clinic_hub_id == NULL)
    return error == NULL || *error == NULL;
  if (!await_cursor (self, &sent, &tried, error))
    return FALSE;
  hub = dex_await_object (orch_hub_access_get_workstation_hub (self->access), error);
  if (hub == NULL)
    return FALSE;
  while (!self->stopped && await_batch (self, hub, clinic_hub_id, &sent, &tried, &local_error))
    ;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
keeps_none (const GError *error)
{
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
}

static DexFuture *
round_fiber (gpointer data)
{
  OrchJournalPump *self = data;
  GError *error = NULL;
  const gboolean done = await_all (self, &error);

  dex_clear (&self->round);
  self->failed_ms = done ? 0 : keeps_none (error) ? UNKEPT_MS : FAILED_MS;
  if (!done)
    plan (self, self->failed_ms);
  else if (self->more)
    plan (self, SOON_MS);
  self->more = FALSE;
  if (!done)
    {
      g_debug ("The journal was not sent: %s", error->message);
      return dex_future_new_for_error (error);
    }
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
begin (OrchJournalPump *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->round == NULL)
    {
      DexFuture *round = dex_scheduler_spawn (NULL, 0, round_fiber, g_object_ref (self), g_object_unref);

      self->round = dex_ref (round);
      return round;
    }
  return dex_ref (self->round);
}

static void
on_time (gpointer data)
{
  OrchJournalPump *self = data;

  self->source = 0;
  dex_future_disown (begin (self));
}

static void
plan (OrchJournalPump *self, guint ms)
{
  if (self->stopped || !self->begun || self->round != NULL || self->source != 0)
    return;
  if (orch_outbox_pump_get_online (self->pump))
    self->source = g_timeout_add_once (ms, on_time, self);
}

static void
on_changed (OrchJournalPump *self, guint changes)
{
  if ((changes & ORCH_STORE_CHANGED_JOURNAL) == 0)
    return;
  if (self->round != NULL)
    self->more = TRUE;
  else
    plan (self, MAX (SOON_MS, self->failed_ms));
}

/* The outbox knocks at the hub until it answers. */
static void
on_online (OrchJournalPump *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  plan (self, 0);
}

static void
orch_journal_pump_finalize (GObject *object)
{
  OrchJournalPump *self = ORCH_JOURNAL_PUMP (object);

  g_clear_handle_id (&self->source, g_source_remove);
  dex_clear (&self->round);
  g_clear_object (&self->store);
  g_clear_object (&self->access);
  g_clear_object (&self->pump);
  g_free (self->workstation);
  G_OBJECT_CLASS (orch_journal_pump_parent_class)->finalize (object);
}

static void
orch_journal_pump_class_init (OrchJournalPumpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_journal_pump_finalize;
}

static void
orch_journal_pump_init (OrchJournalPump *self)
{
}

OrchJournalPump *
orch_journal_pump_new (OrchStore *store, OrchHubAccess *access, OrchOutboxPump *pump, const char *workstation)
{
  OrchJournalPump *self = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (access), NULL);
  g_return_val_if_fail (ORCH_IS_OUTBOX_PUMP (pump), NULL);
  g_return_val_if_fail (workstation != NULL, NULL);

  self = g_object_new (ORCH_TYPE_JOURNAL_PUMP, NULL);
  self->store = g_object_ref (store);
  self->access = g_object_ref (access);
  self->pump = g_object_ref (pump);
  self->workstation = g_strdup (workstation);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pump, "notify::online", G_CALLBACK (on_online), self, G_CONNECT_SWAPPED);
  return self;
}

void
orch_journal_pump_start (OrchJournalPump *self)
{
  g_return_if_fail (ORCH_IS_JOURNAL_PUMP (self));

  self->begun = TRUE;
  plan (self, SOON_MS);
}

DexFuture *
orch_journal_pump_flush (OrchJournalPump *self)
{
  g_return_val_if_fail (ORCH_IS_JOURNAL_PUMP (self), NULL);

  return begin (self);
}

void
orch_journal_pump_stop (OrchJournalPump *self)
{
  g_return_if_fail (ORCH_IS_JOURNAL_PUMP (self));

  self->stopped = TRUE;
  g_clear_handle_id (&self->source, g_source_remove);
}
