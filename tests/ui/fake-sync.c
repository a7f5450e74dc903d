/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-desk.h: the synchronisation.
 */
#include "core/orch-error.h"
#include "core/orch-text.h"
#include "fake-desk.h"
#include "sync/orch-sync-item.h"

struct _OrchSync
{
  GObject parent_instance;
  DexPromise *run;
  OrchSyncPhase phase;
  OrchSyncKind kind;
  guint done;
  guint total;
  gint64 last;
  gint64 last_full;
  gboolean paused;
  gboolean patients_seen;
  GError *error;
  char *held_by;
  GListStore *runs;
  GListStore *waiting;
  GListStore *conflicts;
  GListStore *sources;
  OrchSyncSettings *settings;
  OrchChartSettings *chart;
  GVariant *key_uses; /* (nullable) */
  gint64 retried;
  int kept;
  gboolean overtaken;
  gboolean dismissed;
  GListStore *reconciliations;
  GListStore *patients;
  OrchTicket *ticket;
  char *ticket_text;
  GVariant *draft; /* (nullable): of a ticket */
  gint64 given_up;
  guint taken;
};

G_DEFINE_FINAL_TYPE (OrchSync, orch_sync, G_TYPE_OBJECT)

static void
orch_sync_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, ORCH_SYNC (object)->run != NULL);
}

static void
orch_sync_finalize (GObject *object)
{
  OrchSync *self = ORCH_SYNC (object);

  dex_clear (&self->run);
  g_clear_error (&self->error);
  g_free (self->held_by);
  g_object_unref (self->runs);
  g_object_unref (self->waiting);
  g_object_unref (self->conflicts);
  g_object_unref (self->sources);
  g_object_unref (self->reconciliations);
  g_object_unref (self->patients);
  g_clear_object (&self->ticket);
  g_free (self->ticket_text);
  g_clear_pointer (&self->draft, g_variant_unref);
  g_object_unref (self->settings);
  g_object_unref (self->chart);
  g_clear_pointer (&self->key_uses, g_variant_unref);
  G_OBJECT_CLASS (orch_sync_parent_class)->finalize (object);
}

static void
orch_sync_class_init (OrchSyncClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_sync_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_sync_get_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), 1,
                                   g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_signal_new ("ticket-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_sync_init (OrchSync *self)
{
  self->kind = ORCH_SYNC_SERVICES;
  self->runs = g_list_store_new (ORCH_TYPE_SYNC_RECORD);
  self->waiting = g_list_store_new (ORCH_TYPE_SYNC_ITEM);
  self->conflicts = g_list_store_new (ORCH_TYPE_EDIT_CONFLICT);
  self->sources = g_list_store_new (ORCH_TYPE_SYNC_SOURCE);
  self->reconciliations = g_list_store_new (ORCH_TYPE_RECONCILIATION);
  self->patients = g_list_store_new (ORCH_TYPE_PATIENT);
  self->settings = orch_sync_settings_new (NULL);
  self->chart = orch_chart_settings_new (NULL);
  self->retried = -1;
  self->kept = -1;
}

OrchSync *
fake_sync_new (void)
{
  return g_object_new (ORCH_TYPE_SYNC, NULL);
}

void
fake_sync_set_progress (OrchSync *self, OrchSyncPhase phase, guint done, guint total)
{
  self->phase = phase;
  self->done = done;
  self->total = total;
  g_object_notify (G_OBJECT (self), "running");
}

void
fake_sync_end (OrchSync *self, const GError *error)
{
  g_autoptr (DexPromise) run = g_steal_pointer (&self->run);

  self->phase = ORCH_SYNC_PHASE_IDLE;
  g_object_notify (G_OBJECT (self), "running");
  if (error != NULL)
    dex_promise_reject (run, g_error_copy (error));
  else
    dex_promise_resolve_boolean (run, TRUE);
}

DexFuture *
orch_sync_start (OrchSync *self, OrchSyncKind kind)
{
  if (self->run == NULL)
    self->run = dex_promise_new ();
  self->kind = kind;
  g_object_notify (G_OBJECT (self), "running");
  return dex_ref (DEX_FUTURE (self->run));
}

void
orch_sync_cancel (OrchSync *self)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, "cancelled");

  if (self->run != NULL)
    fake_sync_end (self, error);
}

gboolean
orch_sync_get_running (OrchSync *self)
{
  return self->run != NULL;
}

OrchSyncKind
orch_sync_get_kind (OrchSync *self)
{
  return self->kind;
}

OrchSyncPhase
orch_sync_get_phase (OrchSync *self)
{
  return self->phase;
}

guint
orch_sync_get_done (OrchSync *self)
{
  return self->done;
}

guint
orch_sync_get_total (OrchSync *self)
{
  return self->total;
}

gint64
orch_sync_get_last (OrchSync *self, OrchSyncKind kind)
{
  return kind == ORCH_SYNC_FULL ? self->last_full : self->last;
}

void
fake_sync_set_last (OrchSync *self, gint64 last)
{
  self->last = last;
  self->last_full = last;
  g_object_notify (G_OBJECT (self), "running");
}

void
fake_sync_set_last_full (OrchSync *self, gint64 last)
{
  self->last_full = last;
}

DexFuture *
orch_sync_list_waiting (OrchSync *self)
{
  return dex_future_new_take_object (g_object_ref (self->waiting));
}

static void
changed (OrchSync *self)
{
  g_object_notify (G_OBJECT (self), "running");
}

void
fake_sync_set_state (OrchSync *self, gboolean paused, const GError *error, OrchSyncKind kind, const char *held_by)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->paused = paused;
  self->kind = kind;
  g_set_str (&self->held_by, held_by);
  changed (self);
}

void
fake_sync_add_run (OrchSync *self, const OrchSyncRecordFields *fields)
{
  g_autoptr (OrchSyncRecord) run = orch_sync_record_new (fields);

  g_list_store_insert (self->runs, 0, run);
}

void
fake_sync_add_item (OrchSync *self, const OrchOutboxRowFields *fields, const char *name, OrchSyncItemFlags flags)
{
  g_autoptr (OrchOutboxRow) row = orch_outbox_row_new (fields);
  g_autoptr (OrchSyncItem) item = orch_sync_item_new (row, name, flags);

  g_list_store_append (self->waiting, item);
}

void
fake_sync_add_waiting (OrchSync *self, const OrchOutboxRowFields *fields, const char *name)
{
  fake_sync_add_item (self, fields, name, 0);
}

void
fake_sync_add_conflict (OrchSync *self, const OrchEditConflictFields *fields)
{
  g_autoptr (OrchEditConflict) conflict = orch_edit_conflict_new (fields);

  g_list_store_append (self->conflicts, conflict);
}

gint64
fake_sync_get_retried (OrchSync *self)
{
  return self->retried;
}

gint64
fake_sync_get_given_up (OrchSync *self)
{
  return self->given_up;
}

int
fake_sync_get_kept (OrchSync *self)
{
  return self->kept;
}

gboolean
orch_sync_get_patients_seen (OrchSync *self)
{
  return self->patients_seen;
}

void
orch_sync_note_patients_seen (OrchSync *self)
{
  self->patients_seen = TRUE;
  changed (self);
}

gint64
orch_sync_get_next (OrchSync *self, OrchSyncKind kind)
{
  return self->paused || self->last == 0 ? 0 : self->last + 30 * G_TIME_SPAN_MINUTE;
}

gboolean
orch_sync_get_paused (OrchSync *self)
{
  return self->paused;
}

void
orch_sync_pause (OrchSync *self)
{
  self->paused = TRUE;
  changed (self);
}

void
orch_sync_resume (OrchSync *self)
{
  self->paused = FALSE;
  changed (self);
}

const GError *
orch_sync_get_error (OrchSync *self)
{
  return self->error;
}

gboolean
orch_sync_get_file (OrchSync *self, OrchFileKind kind, OrchFileRead *read)
{
  *read = (OrchFileRead) { 0 };
  return FALSE;
}

DexFuture *
orch_sync_accept_fewer (OrchSync *self)
{
  return dex_future_new_for_boolean (TRUE);
}

const char *
orch_sync_get_held_by (OrchSync *self)
{
  return self->held_by;
}

DexFuture *
orch_sync_list_runs (OrchSync *self, int kind, guint limit)
{
  return dex_future_new_take_object (g_object_ref (self->runs));
}

DexFuture *
orch_sync_list_conflicts (OrchSync *self)
{
  return dex_future_new_take_object (g_object_ref (self->conflicts));
}

DexFuture *
orch_sync_give_up (OrchSync *self, gint64 seq)
{
  self->given_up = seq;
  return dex_future_new_true ();
}

DexFuture *
orch_sync_retry (OrchSync *self, gint64 seq)
{
  self->retried = seq;
  return dex_future_new_for_uint (1);
}

DexFuture *
orch_sync_settle (OrchSync *self, OrchEditConflict *conflict, guint kept)
{
  self->kept = (int) kept;
  if (self->overtaken)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CONFLICT, "It moved on");
  g_list_store_remove_all (self->conflicts);
  return dex_future_new_true ();
}

void
fake_sync_overtake (OrchSync *self)
{
  self->overtaken = TRUE;
  g_list_store_remove_all (self->conflicts);
}

void
fake_sync_add_source (OrchSync *self, const OrchSyncSourceFields *fields)
{
  g_autoptr (OrchSyncSource) source = orch_sync_source_new (fields);

  g_list_store_append (self->sources, source);
}

OrchSyncSettings *
fake_sync_get_settings (OrchSync *self)
{
  return self->settings;
}

DexFuture *
orch_sync_list_sources (OrchSync *self)
{
  return dex_future_new_take_object (g_object_ref (self->sources));
}

DexFuture *
orch_sync_list_arrivals (OrchSync *self)
{
  GListStore *fresh = g_list_store_new (ORCH_TYPE_SYNC_SOURCE);

  for (guint i = 0; !self->dismissed && i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (OrchSyncSource) source = g_list_model_get_item (G_LIST_MODEL (self->sources), i);

      if (orch_sync_source_get_fields (source)->fresh)
        g_list_store_append (fresh, source);
    }
  return dex_future_new_take_object (fresh);
}

DexFuture *
orch_sync_dismiss_arrivals (OrchSync *self)
{
  self->dismissed = TRUE;
  return dex_future_new_true ();
}

DexFuture *
orch_sync_list_key_uses (OrchSync *self)
{
  if (self->key_uses != NULL)
    return dex_future_new_take_variant (g_variant_ref (self->key_uses));
  return dex_future_new_take_variant (g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("(sx)"), NULL, 0)));
}

DexFuture *
orch_sync_dismiss_key_uses (OrchSync *self)
{
  g_clear_pointer (&self->key_uses, g_variant_unref);
  return dex_future_new_true ();
}

void
fake_sync_set_key_uses (OrchSync *self, GVariant *uses)
{
  g_clear_pointer (&self->key_uses, g_variant_unref);
  self->key_uses = g_variant_ref_sink (uses);
}

DexFuture *
orch_sync_load_chart (OrchSync *self)
{
  return dex_future_new_take_object (g_object_ref (self->chart));
}

DexFuture *
orch_sync_save_chart (OrchSync *self, OrchChartSettings *shown, OrchChartSettings *settings)
{
  g_set_object (&self->chart, settings);
  return dex_future_new_true ();
}

OrchChartSettings *
fake_sync_get_chart (OrchSync *self)
{
  return self->chart;
}

DexFuture *
orch_sync_load_settings (OrchSync *self)
{
  return dex_future_new_take_object (g_object_ref (self->settings));
}

DexFuture *
orch_sync_save_settings (OrchSync *self, OrchSyncSettings *shown, OrchSyncSettings *settings)
{
  g_set_object (&self->settings, settings);
  return dex_future_new_true ();
}

void
fake_sync_add_reconciliation (OrchSync *self, const OrchReconciliationFields *fields)
{
  g_autoptr (OrchReconciliation) reconciliation = orch_reconciliation_new (fields);

  g_list_store_append (self->reconciliations, reconciliation);
}

void
fake_sync_add_patient (OrchSync *self, OrchPatient *patient)
{
  g_list_store_append (self->patients, patient);
}

guint
fake_sync_get_taken (OrchSync *self)
{
  return self->taken;
}

const char *
fake_sync_get_ticket_text (OrchSync *self)
{
  return self->ticket_text;
}

void
fake_sync_set_ticket_state (OrchSync *self, OrchTicketState state)
{
  OrchTicketFields fields = *orch_ticket_get_fields (self->ticket);
  g_autoptr (OrchTicket) ticket = NULL;

  fields.state = state;
  ticket = orch_ticket_new (&fields);
  g_set_object (&self->ticket, ticket);
  g_signal_emit_by_name (self, "ticket-changed");
}

DexFuture *
orch_sync_count_patients (OrchSync *self)
{
  GValue value = G_VALUE_INIT;
  DexFuture *future = NULL;

  g_value_init (&value, G_TYPE_VARIANT);
  g_value_take_variant (&value,
                        g_variant_ref_sink (
                            g_variant_new ("(uu)", g_list_model_get_n_items (G_LIST_MODEL (self->patients)),
                                           MIN (1, g_list_model_get_n_items (G_LIST_MODEL (self->reconciliations))))));
  future = dex_future_new_for_value (&value);
  g_value_unset (&value);
  return future;
}

DexFuture *
orch_sync_list_patients (OrchSync *self)
{
  return dex_future_new_take_object (g_object_ref (self->patients));
}

DexFuture *
orch_sync_list_reconciliations (OrchSync *self)
{
  return dex_future_new_take_object (g_object_ref (self->reconciliations));
}

DexFuture *
orch_sync_settle_reconciliation (OrchSync *self, OrchReconciliation *reconciliation, gboolean take_theirs)
{
  guint position = 0;

  if (take_theirs)
    self->taken |= orch_reconciliation_get_fields (reconciliation)->field;
  if (g_list_store_find (self->reconciliations, reconciliation, &position))
    g_list_store_remove (self->reconciliations, position);
  return dex_future_new_true ();
}

DexFuture *
orch_sync_dup_diagnostic (OrchSync *self)
{
  return dex_future_new_take_string (g_strdup ("orchestrateur: 0.1\nhub: online\n"));
}

DexFuture *
orch_sync_send_ticket (OrchSync *self, const OrchTicketText *text)
{
  g_autoptr (OrchTicket) ticket =
      orch_ticket_new (&(OrchTicketFields) { .id = "t", .reason = text->reason, .created = g_get_real_time () });

  g_set_object (&self->ticket, ticket);
  g_free (self->ticket_text);
  self->ticket_text = g_strjoin ("|", text->description, text->contact, text->diagnostic, NULL);
  return dex_future_new_take_object (g_object_ref (ticket));
}

gboolean
orch_sync_keep_ticket_draft (OrchSync *self, const OrchTicketText *text)
{
  g_clear_pointer (&self->draft, g_variant_unref);
  if (text != NULL && text->description[0] != '\0')
    self->draft = g_variant_ref_sink (g_variant_new ("(uss)", (guint) text->reason, text->description, text->contact));
  return TRUE;
}

DexFuture *
orch_sync_load_ticket_draft (OrchSync *self)
{
  if (self->draft == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "There is no draft");
  return dex_future_new_take_variant (g_variant_ref (self->draft));
}

DexFuture *
orch_sync_load_ticket (OrchSync *self)
{
  return dex_future_new_take_object (self->ticket != NULL ? g_object_ref (self->ticket) : NULL);
}
