/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Round after round (orch-outbox-round.c); between two it waits for the next thing to be due, or to be woken. Main thread.
 */
#include "orch-outbox-pump-private.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-outbox-alert.h"

#define ACKNOWLEDGE_EVERY_MS 1500 /* while an alert waits for the hub's acknowledgement */

typedef enum
{
  PROP_ONLINE = 1,
  PROP_WAITING,
  PROP_FAILED,
  PROP_BUSY,
  PROP_LAST_EXCHANGE,
} OrchOutboxPumpProperty;

static GParamSpec *properties[PROP_LAST_EXCHANGE + 1];

enum
{
  SIGNAL_ACKNOWLEDGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchOutboxPump, orch_outbox_pump, G_TYPE_OBJECT)

static void
notify (OrchOutboxPump *self, OrchOutboxPumpProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
orch_outbox_pump_set_online (OrchOutboxPump *self, gboolean online)
{
  if (online)
    {
      self->last_exchange = orch_clock_now_us ();
      notify (self, PROP_LAST_EXCHANGE);
    }
  if (self->online == online)
    return;
  self->online = online;
  self->probe_at = 0;
  notify (self, PROP_ONLINE);
}

void
orch_outbox_pump_set_busy (OrchOutboxPump *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  notify (self, PROP_BUSY);
}

void
orch_outbox_pump_await_counts (OrchOutboxPump *self)
{
  OrchOutboxCounts *counts = dex_await_boxed (orch_store_outbox_count (self->store), NULL);

  if (counts == NULL)
    return;
  if (self->waiting != counts->queued)
    {
      self->waiting = counts->queued;
      notify (self, PROP_WAITING);
    }
  if (self->failed != counts->failed)
    {
      self->failed = counts->failed;
      notify (self, PROP_FAILED);
    }
  g_boxed_free (ORCH_TYPE_OUTBOX_COUNTS, counts);
}

/* A hub that did not answer is asked, by a question that costs it nothing, before what waits for it is tried: when it is time, not each time that
 * something is added to what waits. */
static void
await_probe (OrchOutboxPump *self)
{
  if (self->online || g_get_monotonic_time () < self->probe_at)
    return;
  if (!dex_await_boolean (orch_hub_access_probe (self->access), NULL))
    {
      self->probe_at = g_get_monotonic_time () + orch_outbox_pump_next_try_us (self->probes) - orch_clock_now_us ();
      self->probes++;
      return;
    }
  self->probes = 0;
  orch_outbox_pump_set_online (self, TRUE);
  dex_await (orch_store_outbox_reset_waits (self->store), NULL);
}

static void
await_acknowledgements (OrchOutboxPump *self)
{
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (self->alerts);
  g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (OrchHub) hub = NULL;

  if (ids->len == 0)
    return;
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (copies, g_strdup (g_ptr_array_index (ids, i)));
  hub = orch_outbox_pump_await_any_hub (self, NULL);
  for (guint i = 0; hub != NULL && i < copies->len; i++)
    {
      const char *id = g_ptr_array_index (copies, i);
      g_autofree char *hub_id = g_strdup (g_hash_table_lookup (self->alerts, id));

      if (hub_id == NULL || !dex_await_boolean (orch_hub_check_alert (hub, hub_id), NULL))
        continue;
      g_hash_table_remove (self->alerts, id);
      g_signal_emit (self, signals[SIGNAL_ACKNOWLEDGED], 0, id);
    }
}

static gint64
get_wait (OrchOutboxPump *self, gint64 due)
{
  const gint64 now = orch_clock_now_us ();
  const gint64 until_due =
      MIN (MAX (due - now, orch_outbox_pump_get_hold_us (self)), orch_outbox_pump_get_longest_us (self));
  gint64 wait = due > 0 ? MAX (until_due, 10 * 1000) : G_MAXINT64;

  /* What waits is not tried before the probe says that the hub is there. */
  if (!self->online)
    wait = MAX (self->probe_at - g_get_monotonic_time (), 10 * 1000);
  else if (g_hash_table_size (self->alerts) > 0)
    wait = MIN (wait, ACKNOWLEDGE_EVERY_MS * 1000);
  return wait;
}

static void
await_wake (OrchOutboxPump *self)
{
  const gint64 wait = get_wait (self, dex_await_int64 (orch_store_outbox_next_due (self->store), NULL));

  if (self->kicked || self->stopped)
    return;

  self->nudge = dex_promise_new ();
  if (wait == G_MAXINT64)
    dex_await (dex_ref (DEX_FUTURE (self->nudge)), NULL);
  else
    dex_await (dex_future_first (dex_ref (DEX_FUTURE (self->nudge)), dex_timeout_new_usec (wait), NULL), NULL);
  dex_clear (&self->nudge);
}

/* Who asked before a round began is answered at its end; who asks meanwhile waits for the next one. */
static void
begin_flush (OrchOutboxPump *self)
{
  if (self->flushing == NULL)
    self->flushing = g_steal_pointer (&self->flushed);
}

static void
end_flush (OrchOutboxPump *self)
{
  g_autoptr (DexPromise) flushing = g_steal_pointer (&self->flushing);

  if (flushing != NULL)
    dex_promise_resolve_boolean (flushing, self->waiting == 0 && self->failed == 0);
}

static DexFuture *
pump_fiber (gpointer data)
{
  OrchOutboxPump *self = data;

  while (!self->stopped)
    {
      self->kicked = FALSE;
      begin_flush (self);
      await_probe (self);
      orch_outbox_pump_await_round (self);
      await_acknowledgements (self);
      orch_outbox_pump_await_counts (self);
      end_flush (self);
      await_wake (self);
    }
  end_flush (self);
  begin_flush (self);
  end_flush (self);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
wake_fiber (gpointer data)
{
  OrchOutboxPump *self = data;

  dex_await (orch_store_outbox_reset_waits (self->store), NULL);
  orch_outbox_pump_kick (self);
  return dex_future_new_for_boolean (TRUE);
}

static void
on_store_changed (OrchStore *store, guint changes, OrchOutboxPump *self)
{
  if ((changes & ORCH_STORE_CHANGED_OUTBOX) != 0 && !self->busy)
    orch_outbox_pump_kick (self);
}

static void
orch_outbox_pump_finalize (GObject *object)
{
  OrchOutboxPump *self = ORCH_OUTBOX_PUMP (object);

  dex_clear (&self->nudge);
  dex_clear (&self->fiber);
  dex_clear (&self->flushed);
  dex_clear (&self->flushing);
  g_clear_object (&self->store);
  g_clear_object (&self->access);
  g_clear_object (&self->session);
  g_free (self->workstation);
  g_clear_pointer (&self->alerts, g_hash_table_unref);
  g_clear_pointer (&self->conversations, g_hash_table_unref);
  g_free (self->clinic_hub_id);
  G_OBJECT_CLASS (orch_outbox_pump_parent_class)->finalize (object);
}

static void
orch_outbox_pump_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchOutboxPump *self = ORCH_OUTBOX_PUMP (object);

  switch ((OrchOutboxPumpProperty) id)
    {
    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;
    case PROP_WAITING:
      g_value_set_uint (value, self->waiting);
      break;
    case PROP_FAILED:
      g_value_set_uint (value, self->failed);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_LAST_EXCHANGE:
      g_value_set_int64 (value, self->last_exchange);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_outbox_pump_class_init (OrchOutboxPumpClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->finalize = orch_outbox_pump_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_outbox_pump_get_property;

  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, TRUE, flags);
  properties[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FAILED] = g_param_spec_uint ("failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_LAST_EXCHANGE] = g_param_spec_int64 ("last-exchange", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_ACKNOWLEDGED] = g_signal_new ("acknowledged", ORCH_TYPE_OUTBOX_PUMP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
orch_outbox_pump_init (OrchOutboxPump *self)
{
  self->alerts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->conversations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, dex_unref);
  self->online = TRUE;
}

OrchOutboxPump *
orch_outbox_pump_new (OrchStore *store, OrchHubAccess *access, OrchSession *session, const char *workstation)
{
  OrchOutboxPump *self = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (access), NULL);

  self = g_object_new (ORCH_TYPE_OUTBOX_PUMP, NULL);
  self->store = g_object_ref (store);
  self->access = g_object_ref (access);
  self->session = session != NULL ? g_object_ref (session) : NULL;
  self->workstation = g_strdup (workstation);
  self->actor = (OrchActor) { .id = self->workstation != NULL ? self->workstation : "workstation",
                              .permission = ORCH_PERMISSION_WORKSTATION,
                              .workstation = self->workstation };
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, G_CONNECT_DEFAULT);
  return self;
}

void
orch_outbox_pump_set_clinic_hub_id (OrchOutboxPump *self, const char *hub_id)
{
  g_return_if_fail (ORCH_IS_OUTBOX_PUMP (self));

  g_set_str (&self->clinic_hub_id, hub_id);
}

void
orch_outbox_pump_start (OrchOutboxPump *self)
{
  g_return_if_fail (ORCH_IS_OUTBOX_PUMP (self));

  if (self->fiber != NULL)
    return;
  self->stopped = FALSE;
  self->fiber = dex_scheduler_spawn (NULL, 0, pump_fiber, g_object_ref (self), g_object_unref);
}

void
orch_outbox_pump_kick (OrchOutboxPump *self)
{
  g_return_if_fail (ORCH_IS_OUTBOX_PUMP (self));

  self->kicked = TRUE;
  if (self->nudge != NULL && dex_future_is_pending (DEX_FUTURE (self->nudge)))
    dex_promise_resolve_boolean (self->nudge, TRUE);
}

void
orch_outbox_pump_wake (OrchOutboxPump *self)
{
  g_return_if_fail (ORCH_IS_OUTBOX_PUMP (self));

  self->probes = 0;
  self->probe_at = 0;
  if (self->fiber != NULL && !self->stopped)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, wake_fiber, g_object_ref (self), g_object_unref));
}

DexFuture *
orch_outbox_pump_flush (OrchOutboxPump *self)
{
  g_return_val_if_fail (ORCH_IS_OUTBOX_PUMP (self), NULL);

  if (self->fiber == NULL || self->stopped)
    return dex_future_new_for_boolean (self->waiting == 0 && self->failed == 0);
  if (self->flushed == NULL)
    self->flushed = dex_promise_new ();
  self->probe_at = 0;
  orch_outbox_pump_kick (self);
  return dex_ref (DEX_FUTURE (self->flushed));
}

void
orch_outbox_pump_note_exchange (OrchOutboxPump *self)
{
  g_return_if_fail (ORCH_IS_OUTBOX_PUMP (self));

  orch_outbox_pump_set_online (self, TRUE);
}

void
orch_outbox_pump_note_silence (OrchOutboxPump *self)
{
  g_return_if_fail (ORCH_IS_OUTBOX_PUMP (self));

  if (!self->online)
    return;
  orch_outbox_pump_set_online (self, FALSE);
  orch_outbox_pump_kick (self);
}

void
orch_outbox_pump_stop (OrchOutboxPump *self)
{
  g_return_if_fail (ORCH_IS_OUTBOX_PUMP (self));

  self->stopped = TRUE;
  orch_outbox_pump_kick (self);
}

DexFuture *
orch_outbox_pump_end (OrchOutboxPump *self)
{
  g_return_val_if_fail (ORCH_IS_OUTBOX_PUMP (self), NULL);

  orch_outbox_pump_stop (self);
  return self->fiber != NULL ? dex_ref (self->fiber) : dex_future_new_for_boolean (TRUE);
}

typedef struct
{
  OrchOutboxPump *pump;
  char *id;
} Watch;

static void
watch_free (Watch *watch)
{
  g_object_unref (watch->pump);
  g_free (watch->id);
  g_free (watch);
}

static DexFuture *
watch_alert_fiber (gpointer data)
{
  Watch *watch = data;
  g_autofree char *hub_id = dex_await_string (orch_store_get_hub_id (watch->pump->store, "alert", watch->id), NULL);

  if (hub_id == NULL) /* it waits in the outbox, and is watched once it is sent */
    return dex_future_new_for_boolean (FALSE);
  g_hash_table_insert (watch->pump->alerts, g_strdup (watch->id), g_steal_pointer (&hub_id));
  orch_outbox_pump_kick (watch->pump);
  return dex_future_new_for_boolean (TRUE);
}

void
orch_outbox_pump_watch_alert (OrchOutboxPump *self, const char *id)
{
  Watch *watch = NULL;

  g_return_if_fail (ORCH_IS_OUTBOX_PUMP (self));
  g_return_if_fail (id != NULL);

  watch = g_new0 (Watch, 1);
  watch->pump = g_object_ref (self);
  watch->id = g_strdup (id);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, watch_alert_fiber, watch, (GDestroyNotify) watch_free));
}

DexFuture *
orch_outbox_pump_send_alert (OrchOutboxPump *self, const OrchActor *actor, const OrchHubAlert *alert)
{
  g_autofree char *payload = NULL;

  g_return_val_if_fail (ORCH_IS_OUTBOX_PUMP (self), NULL);
  g_return_val_if_fail (actor != NULL && alert->id != NULL, NULL);

  payload = orch_outbox_alert_to_text (alert);
  return orch_store_enqueue (self->store, actor, ORCH_ACT_SEND_ALERT, "alert", alert->id, "create", payload);
}

gboolean
orch_outbox_pump_get_online (OrchOutboxPump *self)
{
  g_return_val_if_fail (ORCH_IS_OUTBOX_PUMP (self), FALSE);

  return self->online;
}
