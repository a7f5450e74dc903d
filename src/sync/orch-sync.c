/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the rest of the program sees of the synchronisation, and asks of it. Main thread.
 */
#include "orch-sync-private.h"

static GParamSpec *properties[ORCH_SYNC_PROP_FILES + 1];
static guint emr_changed;

G_DEFINE_FINAL_TYPE (OrchSync, orch_sync, G_TYPE_OBJECT)

void
orch_sync_notify (OrchSync *self, OrchSyncProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
orch_sync_finalize (GObject *object)
{
  OrchSync *self = ORCH_SYNC (object);

  g_clear_handle_id (&self->source, g_source_remove);
  for (guint i = 0; i < ORCH_N_SYNC_KINDS; i++)
    dex_clear (&self->waiting[i]);
  dex_clear (&self->current);
  dex_clear (&self->cancelled);
  g_clear_object (&self->store);
  g_clear_object (&self->access);
  g_clear_object (&self->pump);
  g_clear_object (&self->charts);
  g_clear_object (&self->session);
  g_clear_object (&self->emr);
  g_clear_object (&self->watch);
  g_clear_object (&self->idle);
  g_clear_pointer (&self->absent, g_hash_table_unref);
  g_clear_pointer (&self->drafts, g_hash_table_unref);
  g_clear_handle_id (&self->upload_source, g_source_remove);
  g_clear_object (&self->imports[ORCH_IMPORT_STAFF]);
  g_clear_object (&self->imports[ORCH_IMPORT_SERVICES]);
  g_clear_error (&self->error);
  g_free (self->held_by);
  g_free (self->folder);
  g_free (self->files);
  g_clear_object (&self->folder_monitor);
  g_free (self->workstation);
  G_OBJECT_CLASS (orch_sync_parent_class)->finalize (object);
}

static void
orch_sync_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchSync *self = ORCH_SYNC (object);

  switch ((OrchSyncProperty) id)
    {
    case ORCH_SYNC_PROP_RUNNING:
      g_value_set_boolean (value, orch_sync_get_running (self));
      break;
    case ORCH_SYNC_PROP_KIND:
      g_value_set_int (value, self->kind);
      break;
    case ORCH_SYNC_PROP_PHASE:
      g_value_set_int (value, self->phase);
      break;
    case ORCH_SYNC_PROP_DONE:
      g_value_set_uint (value, self->done);
      break;
    case ORCH_SYNC_PROP_TOTAL:
      g_value_set_uint (value, self->total);
      break;
    case ORCH_SYNC_PROP_LAST_RECENT:
      g_value_set_int64 (value, self->last[ORCH_SYNC_RECENT]);
      break;
    case ORCH_SYNC_PROP_LAST_FULL:
      g_value_set_int64 (value, self->last[ORCH_SYNC_FULL]);
      break;
    case ORCH_SYNC_PROP_NEXT_RECENT:
      g_value_set_int64 (value, self->next[ORCH_SYNC_RECENT]);
      break;
    case ORCH_SYNC_PROP_NEXT_FULL:
      g_value_set_int64 (value, self->next[ORCH_SYNC_FULL]);
      break;
    case ORCH_SYNC_PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;
    case ORCH_SYNC_PROP_PATIENTS_SEEN:
      g_value_set_boolean (value, self->patients_seen);
      break;
    case ORCH_SYNC_PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case ORCH_SYNC_PROP_HELD_BY:
      g_value_set_string (value, self->held_by);
      break;
    case ORCH_SYNC_PROP_FILES:
      g_value_set_string (value, self->files);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_sync_class_init (OrchSyncClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->finalize = orch_sync_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_sync_get_property;

  properties[ORCH_SYNC_PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[ORCH_SYNC_PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[ORCH_SYNC_PROP_PHASE] = g_param_spec_int ("phase", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[ORCH_SYNC_PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[ORCH_SYNC_PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[ORCH_SYNC_PROP_LAST_RECENT] = g_param_spec_int64 ("last-recent", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[ORCH_SYNC_PROP_LAST_FULL] = g_param_spec_int64 ("last-full", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[ORCH_SYNC_PROP_NEXT_RECENT] = g_param_spec_int64 ("next-recent", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[ORCH_SYNC_PROP_NEXT_FULL] = g_param_spec_int64 ("next-full", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[ORCH_SYNC_PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  properties[ORCH_SYNC_PROP_PATIENTS_SEEN] = g_param_spec_boolean ("patients-seen", NULL, NULL, FALSE, flags);
  properties[ORCH_SYNC_PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[ORCH_SYNC_PROP_HELD_BY] = g_param_spec_string ("held-by", NULL, NULL, NULL, flags);
  properties[ORCH_SYNC_PROP_FILES] = g_param_spec_string ("files", NULL, NULL, NULL, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);

  emr_changed =
      g_signal_new ("emr-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  orch_sync_install_ticket_signal ();
}

static void
orch_sync_init (OrchSync *self)
{
  self->automatic = TRUE;
  self->absent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* --- private to sync/ --------------------------------------------------------------------- */

OrchSync *
orch_sync_new (const OrchSyncParts *parts)
{
  OrchSync *self = g_object_new (ORCH_TYPE_SYNC, NULL);

  self->store = g_object_ref (parts->store);
  self->access = g_object_ref (parts->access);
  self->pump = g_object_ref (parts->pump);
  self->session = g_object_ref (parts->session);
  self->emr = g_object_ref (parts->emr);
  self->charts = orch_chart_pump_new (parts->store, parts->emr, parts->workstation);
  self->imports[ORCH_IMPORT_STAFF] = g_object_ref (parts->staff);
  self->imports[ORCH_IMPORT_SERVICES] = g_object_ref (parts->services);
  self->workstation = g_strdup (parts->workstation);
  self->training = parts->training;
  return self;
}

void
orch_sync_stop (OrchSync *self)
{
  g_assert (ORCH_IS_SYNC (self));

  self->stopped = TRUE;
  dex_future_disown (orch_chart_pump_end (self->charts));
  orch_sync_watch_files (self);
  g_clear_handle_id (&self->upload_source, g_source_remove);
  g_clear_handle_id (&self->source, g_source_remove);
  orch_sync_cancel_waiting (self);
  orch_sync_cancel_current (self);
}

static DexFuture *
end_fiber (gpointer data)
{
  OrchSync *self = data;

  if (self->current != NULL)
    dex_await (dex_ref (DEX_FUTURE (self->current)), NULL);
  dex_await (orch_chart_pump_end (self->charts), NULL);
  orch_sync_await_idle_record (self);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_sync_end (OrchSync *self)
{
  orch_sync_stop (self);
  return dex_scheduler_spawn (NULL, 0, end_fiber, g_object_ref (self), g_object_unref);
}

OrchStore *
orch_sync_get_store (OrchSync *self)
{
  return self->store;
}

OrchSession *
orch_sync_get_session (OrchSync *self)
{
  return self->session;
}

void
orch_sync_tell_emr_changed (OrchSync *self)
{
  g_signal_emit (self, emr_changed, 0);
}

OrchChartPump *
orch_sync_get_charts (OrchSync *self)
{
  return self->charts;
}

void
orch_sync_kick (OrchSync *self)
{
  orch_outbox_pump_kick (self->pump);
  dex_future_disown (orch_chart_pump_flush (self->charts));
}

void
orch_sync_set_phase (OrchSync *self, OrchSyncPhase phase)
{
  self->phase = phase;
  orch_sync_notify (self, ORCH_SYNC_PROP_PHASE);
  orch_sync_set_progress (self, 0, 0);
}

void
orch_sync_set_phase_once (OrchSync *self, OrchSyncPhase phase)
{
  if (self->phase != phase)
    orch_sync_set_phase (self, phase);
}

void
orch_sync_set_held_by (OrchSync *self, const char *name)
{
  if (g_set_str (&self->held_by, name))
    orch_sync_notify (self, ORCH_SYNC_PROP_HELD_BY);
}

GHashTable *
orch_sync_get_absent (OrchSync *self)
{
  return self->absent;
}

void
orch_sync_set_progress (OrchSync *self, guint done, guint total)
{
  if (self->total != total)
    {
      self->total = total;
      orch_sync_notify (self, ORCH_SYNC_PROP_TOTAL);
    }
  if (self->done != done)
    {
      self->done = done;
      orch_sync_notify (self, ORCH_SYNC_PROP_DONE);
    }
}

/* --- public ------------------------------------------------------------------------------- */

gboolean
orch_sync_kind_covers (OrchSyncKind kind, OrchSyncKind other)
{
  switch (other)
    {
    case ORCH_SYNC_RECENT:
      return TRUE;
    case ORCH_SYNC_SERVICES:
      return kind != ORCH_SYNC_RECENT;
    case ORCH_SYNC_FULL:
    default:
      return kind == ORCH_SYNC_FULL;
    }
}

DexFuture *
orch_sync_start (OrchSync *self, OrchSyncKind kind)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);
  g_return_val_if_fail ((guint) kind < ORCH_N_SYNC_KINDS, NULL);

  DexPromise *promise = NULL;

  if (self->stopped)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "The clinic is closed");
  promise = orch_sync_find_covering (self, kind);
  if (promise == NULL)
    {
      orch_sync_enqueue (self, kind);
      promise = self->waiting[kind];
    }
  /* Before the run begins: one that ends at once would take it away. */
  dex_ref (promise);
  orch_sync_start_next (self);
  return DEX_FUTURE (promise);
}

void
orch_sync_cancel (OrchSync *self)
{
  g_return_if_fail (ORCH_IS_SYNC (self));

  orch_sync_cancel_waiting (self);
  orch_sync_cancel_current (self);
}

void
orch_sync_pause (OrchSync *self)
{
  g_return_if_fail (ORCH_IS_SYNC (self));

  if (self->paused)
    return;
  self->paused = TRUE;
  if (self->by_itself)
    orch_sync_cancel_current (self);
  orch_sync_notify (self, ORCH_SYNC_PROP_PAUSED);
  orch_sync_save_paused (self);
  orch_sync_look (self);
}

void
orch_sync_resume (OrchSync *self)
{
  g_return_if_fail (ORCH_IS_SYNC (self));

  if (!self->paused)
    return;
  self->paused = FALSE;
  orch_sync_notify (self, ORCH_SYNC_PROP_PAUSED);
  orch_sync_save_paused (self);
  orch_sync_look (self);
}

void
orch_sync_note_patients_seen (OrchSync *self)
{
  g_return_if_fail (ORCH_IS_SYNC (self));

  if (self->patients_seen)
    return;
  self->patients_seen = TRUE;
  orch_sync_notify (self, ORCH_SYNC_PROP_PATIENTS_SEEN);
  orch_sync_save_patients_seen (self);
}

gboolean
orch_sync_get_patients_seen (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), FALSE);

  return self->patients_seen;
}

gboolean
orch_sync_get_running (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), FALSE);

  return self->current != NULL && !self->uploading;
}

OrchSyncKind
orch_sync_get_kind (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), ORCH_SYNC_RECENT);

  return self->kind;
}

OrchSyncPhase
orch_sync_get_phase (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), ORCH_SYNC_PHASE_IDLE);

  return self->phase;
}

guint
orch_sync_get_done (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), 0);

  return self->done;
}

guint
orch_sync_get_total (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), 0);

  return self->total;
}

gint64
orch_sync_get_last (OrchSync *self, OrchSyncKind kind)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), 0);
  g_return_val_if_fail (kind == ORCH_SYNC_RECENT || kind == ORCH_SYNC_FULL, 0);

  return self->last[kind];
}

gint64
orch_sync_get_next (OrchSync *self, OrchSyncKind kind)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), 0);
  g_return_val_if_fail (kind == ORCH_SYNC_RECENT || kind == ORCH_SYNC_FULL, 0);

  return self->next[kind];
}

gboolean
orch_sync_get_paused (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), FALSE);

  return self->paused;
}

const GError *
orch_sync_get_error (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return self->error;
}

const char *
orch_sync_get_held_by (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return self->held_by;
}

void
orch_sync_set_automatic (OrchSync *self, gboolean automatic)
{
  g_return_if_fail (ORCH_IS_SYNC (self));

  if (self->automatic == automatic)
    return;
  self->automatic = automatic;
  orch_sync_look (self);
}

void
orch_sync_poke (OrchSync *self)
{
  g_return_if_fail (ORCH_IS_SYNC (self));

  orch_sync_look (self);
}
