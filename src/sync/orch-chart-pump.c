/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-chart-pump.h.
 */
#include "orch-chart-pump.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-chart-entry.h"
#include "orch-outbox-pump-private.h"

#define SHORTEST_WAIT_US (10 * 1000)
#define LONGEST_WAIT_US (5 * 60 * G_USEC_PER_SEC) /* that of orch_outbox_pump_next_try_us() */

struct _OrchChartPump
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  OrchEmrSettings *settings;
  OrchEmr *emr; /* (nullable): of the round under way */
  char *workstation;
  DexFuture *fiber;    /* (nullable) */
  DexPromise *nudge;   /* (nullable): resolved to wake the fiber */
  DexPromise *idle;    /* (nullable): somebody waits for the round under way to end */
  DexPromise *flushed; /* (nullable): somebody waits for everything due to be tried */

  guint held;
  gint64 halted_until; /* the EMR did not answer: not before */
  gboolean busy;       /* a round is under way */
  gboolean kicked;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (OrchChartPump, orch_chart_pump, G_TYPE_OBJECT)

/* One document on its way. */
typedef struct
{
  OrchChartPump *pump;
  OrchOutboxRow *row;
  gboolean left;
} Sending;

/* What a worker reads. */
typedef struct
{
  const OrchOutboxRowFields *fields;
  OrchChartThing thing;
  gboolean is_file;
} Reading;

/* --- one document --------------------------------------------------------------------------- */

static DexFuture *
read_fiber (gpointer data)
{
  Reading *reading = data;
  GError *error = NULL;
  OrchEmrDocument *document = orch_chart_entry_parse (reading->fields->object_id, reading->fields->payload,
                                                      &reading->thing, &reading->is_file, &error);

  return document != NULL ? dex_future_new_take_object (document) : dex_future_new_for_error (error);
}

static DexFuture *
on_leave (gpointer data)
{
  Sending *sending = data;

  sending->left = TRUE;
  return orch_store_outbox_set_left (sending->pump->store, sending->row, TRUE);
}

static OrchEmrFeatures
get_features (OrchChartPump *self)
{
  const char *code = orch_emr_settings_get_vendor (self->settings);
  OrchEmrVendor *vendor = code != NULL ? orch_catalogue_find_vendor (orch_catalogue_get_default (), code) : NULL;

  return vendor != NULL ? orch_emr_vendor_get_features_as (vendor, orch_emr_settings_get_values (self->settings)) : 0;
}

/* Awaits. Where the clinic wants it. Returns: (transfer full) (nullable); @note: (out) */
static OrchEmrDocument *
place (OrchChartPump *self, const OrchOutboxRowFields *fields, gboolean *note, GError **error)
{
  Reading reading = { .fields = fields };
  g_autofree char *text = dex_await_string (orch_store_get_setting (self->store, ORCH_CHART_SETTINGS_GROUP), NULL);
  g_autoptr (OrchChartSettings) settings = orch_chart_settings_parse (text);
  /* Megabytes of it: on a worker. */
  g_autoptr (OrchEmrDocument) document =
      dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, read_fiber, &reading, NULL),
                        error);
  OrchChartPlace where = { 0 };

  if (document == NULL)
    return NULL;
  if (!orch_chart_settings_find_place (settings, reading.thing, get_features (self), &where))
    {
      g_set_error_literal (
          error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED,
          _ ("Nothing can be put in the charts of this EMR from here: add the document in the EMR, then "
             "remove it from this list."));
      return NULL;
    }
  *note = where.form == ORCH_CHART_NOTE && !reading.is_file;
  return orch_chart_entry_place (document, &where);
}

/* Awaits. Returns: (transfer full) (nullable): the EMR's id */
static char *
send (OrchChartPump *self, Sending *sending, GError **error)
{
  const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (sending->row);
  g_autoptr (OrchEmrDocument) document = NULL;
  gboolean note = FALSE;

  document = place (self, fields, &note, error);
  if (document != NULL && self->emr == NULL)
    self->emr = orch_emr_settings_new_emr (self->settings, error);
  if (document == NULL || self->emr == NULL)
    return NULL;
  return dex_await_string (note ? orch_emr_post_note (self->emr, document, fields->left, on_leave, sending, NULL)
                                : orch_emr_post_document (self->emr, document, fields->left, on_leave, sending, NULL),
                           error);
}

/* --- what became of it ------------------------------------------------------------------------- */

/* What a sentence of a person’s own sign-in would say wrong, or no sentence at all: the name of a field that is missing. */
static void
explain (GError **error)
{
  const char *message = NULL;

  orch_error_translate (error);
  message = (*error)->message;
  if (g_error_matches (*error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN) ||
      ((g_error_matches (*error, ORCH_ERROR, ORCH_ERROR_INVALID) ||
        g_error_matches (*error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND)) &&
       strchr (message, ' ') == NULL))
    {
      g_clear_error (error);
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_REFUSED,
                           _ ("The EMR does not let this connection in any more: test it on the Clinic page, then try "
                              "again."));
    }
}

/* Whether the EMR, or what it needs, was not to be had: later it may. */
static gboolean
passes (const GError *error)
{
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_OFFLINE:
    case ORCH_ERROR_THROTTLED:
    case ORCH_ERROR_SERVER_FAULT:
    case ORCH_ERROR_BAD_ANSWER:
    case ORCH_ERROR_KEYRING_LOCKED:
    case ORCH_ERROR_UNTRUSTED:
    case ORCH_ERROR_WRONG_CLOCK:
    case ORCH_ERROR_CANCELLED:
    case ORCH_ERROR_DISK_FULL:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whether the answer says that nothing was made: what only got no answer may have been. */
static gboolean
is_refusal (const GError *error)
{
  return !passes (error) || g_error_matches (error, ORCH_ERROR, ORCH_ERROR_THROTTLED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_WRONG_CLOCK);
}

static void
await_settle (Sending *sending, GError **error)
{
  OrchChartPump *self = sending->pump;
  const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (sending->row);
  gint64 next_try = 0;

  explain (error);
  if (sending->left && is_refusal (*error))
    dex_await (orch_store_outbox_set_left (self->store, sending->row, FALSE), NULL);
  if (!passes (*error))
    {
      dex_await (orch_store_outbox_fail (self->store, sending->row, *error), NULL);
      return;
    }
  next_try = orch_outbox_pump_next_try_us (fields->attempts);
  self->halted_until = next_try;
  dex_await (orch_store_outbox_retry_later (self->store, sending->row, next_try, *error), NULL);
}

static void
await_done (Sending *sending, const char *id)
{
  const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (sending->row);
  const OrchActor actor = { .id = sending->pump->workstation,
                            .permission = ORCH_PERMISSION_WORKSTATION,
                            .workstation = sending->pump->workstation };
  const OrchStoreLink link = { .type = ORCH_STORE_DOCUMENT, .id = fields->object_id, .hub_id = id };

  if (id[0] != '\0')
    dex_await (orch_store_set_hub_links (sending->pump->store, &actor, &link, 1), NULL);
  dex_await (orch_store_outbox_ack (sending->pump->store, sending->row, NULL), NULL);
}

/* Returns: whether there was one */
static gboolean
await_one (OrchChartPump *self)
{
  /* Looked at first: the outbox changes with every change that is sent, and to claim is to write. */
  const gint64 due = dex_await_int64 (orch_store_next_document_due (self->store), NULL);
  g_autoptr (OrchOutboxRow) row =
      due > 0 && due <= orch_clock_now_us () ? dex_await_object (orch_store_claim_document (self->store), NULL) : NULL;
  Sending sending = { .pump = self, .row = row };
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  if (row == NULL)
    return FALSE;
  id = send (self, &sending, &error);
  if (id != NULL)
    await_done (&sending, id);
  else
    await_settle (&sending, &error);
  return TRUE;
}

/* --- rounds --------------------------------------------------------------------------------------- */

static gboolean
is_open (OrchChartPump *self)
{
  return !self->stopped && self->held == 0 && self->halted_until <= orch_clock_now_us ();
}

static void
resolve (DexPromise **promise)
{
  g_autoptr (DexPromise) taken = g_steal_pointer (promise);

  if (taken != NULL)
    dex_promise_resolve_boolean (taken, TRUE);
}

static void
await_round (OrchChartPump *self)
{
  self->busy = TRUE;
  while (is_open (self) && await_one (self))
    ;
  self->busy = FALSE;
  g_clear_object (&self->emr);
  resolve (&self->idle);
  if (!self->kicked)
    resolve (&self->flushed);
}

static void
await_wake (OrchChartPump *self)
{
  const gint64 now = orch_clock_now_us ();
  const gint64 due = dex_await_int64 (orch_store_next_document_due (self->store), NULL);

  /* A clock that was put back leaves what waited minutes waiting for a day. */
  if (self->halted_until > now + LONGEST_WAIT_US)
    self->halted_until = 0;
  if (due > now + LONGEST_WAIT_US)
    dex_await (orch_store_outbox_reset_waits (self->store), NULL);
  if (self->kicked || self->stopped)
    return;
  self->nudge = dex_promise_new ();
  if (due == 0 || self->held > 0)
    dex_await (dex_ref (DEX_FUTURE (self->nudge)), NULL);
  else
    dex_await (dex_future_first (dex_ref (DEX_FUTURE (self->nudge)),
                                 dex_timeout_new_usec (
                                     CLAMP (MAX (due, self->halted_until) - now, SHORTEST_WAIT_US, LONGEST_WAIT_US)),
                                 NULL),
               NULL);
  dex_clear (&self->nudge);
}

static DexFuture *
pump_fiber (gpointer data)
{
  OrchChartPump *self = data;

  while (!self->stopped)
    {
      self->kicked = FALSE;
      await_round (self);
      await_wake (self);
    }
  resolve (&self->flushed);
  return dex_future_new_for_boolean (TRUE);
}

/* What is due again by itself waits its time; what a person, or the network, gives back is due now. */
static void
on_store_changed (OrchStore *store, guint changes, OrchChartPump *self)
{
  if ((changes & ORCH_STORE_CHANGED_OUTBOX) != 0 && !self->busy)
    orch_chart_pump_kick (self);
}

static void
orch_chart_pump_finalize (GObject *object)
{
  OrchChartPump *self = ORCH_CHART_PUMP (object);

  dex_clear (&self->fiber);
  dex_clear (&self->nudge);
  dex_clear (&self->idle);
  dex_clear (&self->flushed);
  g_clear_object (&self->emr);
  g_clear_object (&self->settings);
  g_clear_object (&self->store);
  g_free (self->workstation);
  G_OBJECT_CLASS (orch_chart_pump_parent_class)->finalize (object);
}

static void
orch_chart_pump_class_init (OrchChartPumpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_chart_pump_finalize;
}

static void
orch_chart_pump_init (OrchChartPump *self)
{
}

OrchChartPump *
orch_chart_pump_new (OrchStore *store, OrchEmrSettings *emr, const char *workstation)
{
  OrchChartPump *self = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (emr), NULL);

  self = g_object_new (ORCH_TYPE_CHART_PUMP, NULL);
  self->store = g_object_ref (store);
  self->settings = g_object_ref (emr);
  self->workstation = g_strdup (workstation != NULL ? workstation : "workstation");
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, G_CONNECT_DEFAULT);
  return self;
}

void
orch_chart_pump_start (OrchChartPump *self)
{
  g_return_if_fail (ORCH_IS_CHART_PUMP (self));

  if (self->fiber == NULL)
    self->fiber = dex_scheduler_spawn (NULL, 0, pump_fiber, g_object_ref (self), g_object_unref);
}

void
orch_chart_pump_kick (OrchChartPump *self)
{
  g_return_if_fail (ORCH_IS_CHART_PUMP (self));

  self->kicked = TRUE;
  if (self->nudge != NULL && dex_future_is_pending (DEX_FUTURE (self->nudge)))
    dex_promise_resolve_boolean (self->nudge, TRUE);
}

DexFuture *
orch_chart_pump_flush (OrchChartPump *self)
{
  g_return_val_if_fail (ORCH_IS_CHART_PUMP (self), NULL);

  if (self->fiber == NULL || self->stopped)
    return dex_future_new_for_boolean (TRUE);
  if (self->flushed == NULL)
    self->flushed = dex_promise_new ();
  self->halted_until = 0;
  orch_chart_pump_kick (self);
  return dex_ref (DEX_FUTURE (self->flushed));
}

DexFuture *
orch_chart_pump_hold (OrchChartPump *self)
{
  g_return_val_if_fail (ORCH_IS_CHART_PUMP (self), NULL);

  self->held++;
  if (!self->busy)
    return dex_future_new_for_boolean (TRUE);
  if (self->idle == NULL)
    self->idle = dex_promise_new ();
  return dex_ref (DEX_FUTURE (self->idle));
}

void
orch_chart_pump_release (OrchChartPump *self)
{
  g_return_if_fail (ORCH_IS_CHART_PUMP (self));
  g_return_if_fail (self->held > 0);

  self->held--;
  if (self->held == 0)
    orch_chart_pump_kick (self);
}

DexFuture *
orch_chart_pump_end (OrchChartPump *self)
{
  g_return_val_if_fail (ORCH_IS_CHART_PUMP (self), NULL);

  self->stopped = TRUE;
  orch_chart_pump_kick (self);
  return self->fiber != NULL ? dex_ref (self->fiber) : dex_future_new_for_boolean (TRUE);
}
