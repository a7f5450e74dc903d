/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One fiber claims, sends, and settles. Whatever happens to the answer, the op may be sent again: the hub's side of each is
 * idempotent. Main thread.
 */
#include "orch-outbox-pump.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-outbox-clinic.h"

#define RETRY_FIRST_US (2 * G_USEC_PER_SEC)
#define RETRY_MAX_US (5 * 60 * G_USEC_PER_SEC) /* product.md §3: back-off */
#define ACKNOWLEDGE_EVERY_MS 1500              /* while an alert waits for the hub's acknowledgement */

struct _OrchOutboxPump
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  OrchHubAccess *access;
  DexPromise *nudge;    /* (nullable): resolved to wake the fiber */
  DexFuture *fiber;     /* (nullable) */
  DexPromise *flushed;  /* (nullable): somebody waits for everything due to be tried */
  DexPromise *flushing; /* (nullable): the same, of the round under way */
  GHashTable *alerts;   /* alert id → the hub's id: sent, not acknowledged yet */
  char *clinic_hub_id;  /* (nullable) */

  guint waiting;
  guint failed;
  gint64 last_exchange;
  gboolean online;
  gboolean busy;
  gboolean stopped;
  gboolean kicked;
};

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

static void
set_online (OrchOutboxPump *self, gboolean online)
{
  if (online)
    {
      self->last_exchange = orch_clock_now_us ();
      notify (self, PROP_LAST_EXCHANGE);
    }
  if (self->online == online)
    return;
  self->online = online;
  notify (self, PROP_ONLINE);
}

static void
set_busy (OrchOutboxPump *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  notify (self, PROP_BUSY);
}

static void
await_counts (OrchOutboxPump *self)
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

/* The person's acts carry the person's token; where nobody is signed in the workstation speaks for itself. */
static OrchHub *
await_hub (OrchOutboxPump *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  OrchHub *hub = dex_await_object (orch_hub_access_get_hub (self->access), &local_error);

  if (hub == NULL && g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN) &&
      orch_hub_access_has_workstation (self->access))
    return dex_await_object (orch_hub_access_get_workstation_hub (self->access), error);
  if (hub == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return hub;
}

static OrchHubRow *
await_send_alert (OrchOutboxPump *self, OrchHub *hub, const OrchOutboxRowFields *op, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (op->payload, op->payload != NULL ? strlen (op->payload) : 0);
  g_autoptr (JsonObject) object = orch_json_parse_object_sync (bytes, NULL);
  OrchHubRow *row = NULL;

  if (object == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "The alert cannot be read");
      return NULL;
    }
  row = dex_await_object (orch_hub_send_alert (hub,
                                               &(OrchHubAlert) {
                                                   .id = op->object_id,
                                                   .reason = orch_json_get_string (object, "reason"),
                                                   .clinic_hub_id = self->clinic_hub_id,
                                                   .requester = orch_json_get_string (object, "requester"),
                                                   .description = orch_json_get_string (object, "description"),
                                                   .emr_expected = orch_json_get_string (object, "emr-expected"),
                                                   .emr_wanted = orch_json_get_string (object, "emr-wanted"),
                                                   .step = orch_json_get_string (object, "step"),
                                                   .server_words = orch_json_get_string (object, "server-words"),
                                                   .authored_us = op->created,
                                               }),
                          error);
  if (row != NULL && orch_hub_row_get_hub_id (row) != NULL)
    g_hash_table_insert (self->alerts, g_strdup (op->object_id), g_strdup (orch_hub_row_get_hub_id (row)));
  return row;
}

static OrchHubRow *
take_first (GPtrArray *rows)
{
  return rows != NULL && rows->len > 0 ? g_object_ref (g_ptr_array_index (rows, 0)) : NULL;
}

static OrchHubRow *
await_send_record (OrchOutboxPump *self, OrchHub *hub, OrchStoreKind kind, const char *id, GError **error)
{
  g_autoptr (GObject) object = dex_await_object (orch_store_find (self->store, kind, id), error);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (OrchClinic) clinic = NULL;
  g_autoptr (GPtrArray) departments = NULL;
  g_autoptr (GPtrArray) services = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (object == NULL)
    return NULL;
  g_ptr_array_add (one, object);
  clinic = dex_await_object (orch_store_load_clinic (self->store), error);
  if (clinic == NULL)
    return NULL;
  orch_hub_set_emr_vendor (hub, orch_clinic_get_fields (clinic)->emr_vendor);
  if (kind == ORCH_STORE_SERVICES)
    rows = dex_await_boxed (orch_hub_put_services (hub, self->clinic_hub_id, one), error);
  else
    {
      departments = dex_await_boxed (orch_store_load_departments (self->store), error);
      if (departments == NULL)
        return NULL;
      services = dex_await_boxed (orch_store_load_all (self->store, ORCH_STORE_SERVICES, NULL), error);
      if (services == NULL)
        return NULL;
      rows = dex_await_boxed (orch_hub_put_staff (hub, self->clinic_hub_id, one, departments, services), error);
    }
  return take_first (rows);
}

static gboolean
await_send (OrchOutboxPump *self, OrchOutboxRow *op, GError **error)
{
  const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (op);
  g_autoptr (OrchHub) hub = await_hub (self, error);
  g_autoptr (OrchHubRow) row = NULL;

  if (hub == NULL)
    return FALSE;
  if (g_str_equal (fields->object_type, "alert"))
    row = await_send_alert (self, hub, fields, error);
  else if (g_str_equal (fields->object_type, "clinic"))
    row = orch_outbox_await_send_clinic (self->store, hub, NULL, error);
  else if (g_str_equal (fields->object_type, "emr"))
    row = orch_outbox_await_send_clinic (self->store, hub, fields, error);
  else if (g_str_equal (fields->object_type, "staff"))
    row = await_send_record (self, hub, ORCH_STORE_STAFF, fields->object_id, error);
  else if (g_str_equal (fields->object_type, "service"))
    row = await_send_record (self, hub, ORCH_STORE_SERVICES, fields->object_id, error);
  else
    g_set_error (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "Nothing sends “%s”", fields->object_type);

  if (row == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "The hub did not say what became of it");
      return FALSE;
    }
  if (orch_hub_row_get_error (row) != NULL)
    {
      g_propagate_error (error, g_error_copy (orch_hub_row_get_error (row)));
      return FALSE;
    }
  return dex_await (orch_store_outbox_ack (self->store, op, orch_hub_row_get_version (row)), error);
}

/* When to try again: doubled at each attempt, with a jitter of a quarter so that workstations do not knock together. */
static gint64
next_try_us (guint attempts)
{
  gint64 wait = RETRY_FIRST_US << MIN (attempts, 8);

  wait = MIN (wait, RETRY_MAX_US);
  return orch_clock_now_us () + wait + g_random_int_range (0, (gint32) (wait / 4 / 1000) + 1) * 1000;
}

/* Returns whether another op should be tried at once. */
static gboolean
await_settle (OrchOutboxPump *self, OrchOutboxRow *op, GError *error)
{
  const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (op);

  orch_error_translate (&error);
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_OFFLINE:
    case ORCH_ERROR_SIGN_IN_AGAIN:
    case ORCH_ERROR_KEYRING_LOCKED:
      set_online (self, orch_error_code_of (error) != ORCH_ERROR_OFFLINE);
      dex_await (orch_store_outbox_retry_later (self->store, op, next_try_us (fields->attempts), error), NULL);
      g_error_free (error);
      return FALSE;
    case ORCH_ERROR_THROTTLED:
    case ORCH_ERROR_SERVER_FAULT:
    case ORCH_ERROR_BAD_ANSWER:
    case ORCH_ERROR_CONFLICT:
    case ORCH_ERROR_CANCELLED:
    case ORCH_ERROR_DISK_FULL:
      dex_await (orch_store_outbox_retry_later (self->store, op, next_try_us (fields->attempts), error), NULL);
      g_error_free (error);
      return TRUE;
    default:
      dex_await (orch_store_outbox_fail (self->store, op, error), NULL);
      g_error_free (error);
      return TRUE;
    }
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
  hub = await_hub (self, NULL);
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

static void
await_wake (OrchOutboxPump *self)
{
  const gint64 due = dex_await_int64 (orch_store_outbox_next_due (self->store), NULL);
  gint64 wait = due > 0 ? MAX (due - orch_clock_now_us (), 10 * 1000) : G_MAXINT64;

  if (g_hash_table_size (self->alerts) > 0)
    wait = MIN (wait, ACKNOWLEDGE_EVERY_MS * 1000);
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
      for (gboolean more = TRUE; more && !self->stopped;)
        {
          g_autoptr (OrchOutboxRow) op = dex_await_object (orch_store_outbox_claim (self->store), NULL);
          GError *error = NULL;

          if (op == NULL)
            break;
          set_busy (self, TRUE);
          if (await_send (self, op, &error))
            set_online (self, TRUE);
          else
            more = await_settle (self, op, error);
          await_counts (self);
        }
      set_busy (self, FALSE);
      await_acknowledgements (self);
      await_counts (self);
      end_flush (self);
      await_wake (self);
    }
  end_flush (self);
  begin_flush (self);
  end_flush (self);
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
  g_clear_pointer (&self->alerts, g_hash_table_unref);
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
  self->online = TRUE;
}

OrchOutboxPump *
orch_outbox_pump_new (OrchStore *store, OrchHubAccess *access)
{
  OrchOutboxPump *self = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (access), NULL);

  self = g_object_new (ORCH_TYPE_OUTBOX_PUMP, NULL);
  self->store = g_object_ref (store);
  self->access = g_object_ref (access);
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

DexFuture *
orch_outbox_pump_flush (OrchOutboxPump *self)
{
  g_return_val_if_fail (ORCH_IS_OUTBOX_PUMP (self), NULL);

  if (self->fiber == NULL || self->stopped)
    return dex_future_new_for_boolean (self->waiting == 0 && self->failed == 0);
  if (self->flushed == NULL)
    self->flushed = dex_promise_new ();
  orch_outbox_pump_kick (self);
  return dex_ref (DEX_FUTURE (self->flushed));
}

void
orch_outbox_pump_note_exchange (OrchOutboxPump *self)
{
  g_return_if_fail (ORCH_IS_OUTBOX_PUMP (self));

  set_online (self, TRUE);
}

void
orch_outbox_pump_stop (OrchOutboxPump *self)
{
  g_return_if_fail (ORCH_IS_OUTBOX_PUMP (self));

  self->stopped = TRUE;
  orch_outbox_pump_kick (self);
}

DexFuture *
orch_outbox_pump_send_alert (OrchOutboxPump *self, const OrchActor *actor, const OrchHubAlert *alert)
{
  const struct
  {
    const char *name;
    const char *text;
  } members[] = {
    { "reason", alert->reason },
    { "requester", alert->requester },
    { "description", alert->description },
    { "emr-expected", alert->emr_expected },
    { "emr-wanted", alert->emr_wanted },
    { "step", alert->step },
    { "server-words", alert->server_words },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *payload = NULL;

  g_return_val_if_fail (ORCH_IS_OUTBOX_PUMP (self), NULL);
  g_return_val_if_fail (actor != NULL && alert->id != NULL, NULL);

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].text != NULL)
      {
        json_builder_set_member_name (builder, members[i].name);
        json_builder_add_string_value (builder, members[i].text);
      }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  payload = json_to_string (root, FALSE);
  return orch_store_enqueue (self->store, actor, ORCH_ACT_SEND_ALERT, "alert", alert->id, "create", payload);
}
