/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A round of the pump: a few fibers claim, send (orch-outbox-send.c) and settle until nothing is due or the hub wants to be left alone.
 * Main thread.
 */
#include "orch-outbox-pump-private.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-outbox-conflict.h"
#include "orch-outbox-send.h"

#define IN_FLIGHT 4
#define BATCH 100           /* objects sent together; hub/README.md (Creating) */
#define CONFLICT_ATTEMPTS 6 /* of what is not put together by us */
#define RETRY_FIRST_US (2 * G_USEC_PER_SEC)
#define RETRY_MAX_US (5 * 60 * G_USEC_PER_SEC) /* product.md §3: back-off */

/* --- who sends ---------------------------------------------------------------------------- */

static gboolean
is_workstations (OrchOutboxPump *self, const OrchOutboxRowFields *op)
{
  return op->permission == ORCH_PERMISSION_WORKSTATION || g_strcmp0 (op->actor, self->workstation) == 0;
}

/* What somebody else did on this workstation waits until they sit here again. */
static gboolean
is_somebody_elses (OrchOutboxPump *self, const OrchOutboxRowFields *op)
{
  const char *person = self->session != NULL ? orch_session_get_person_id (self->session) : NULL;

  return person != NULL && op->actor != NULL && !g_str_equal (op->actor, person) && !g_str_equal (op->actor, "wizard");
}

/* An alert speaks of the workstation: it is sent by whoever can. */
OrchHub *
orch_outbox_pump_await_any_hub (OrchOutboxPump *self, GError **error)
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

static OrchHub *
await_hub (OrchOutboxPump *self, const OrchOutboxRowFields *op, GError **error)
{
  if (g_str_equal (op->object_type, "alert"))
    return orch_outbox_pump_await_any_hub (self, error);
  if (is_workstations (self, op))
    return dex_await_object (orch_hub_access_get_workstation_hub (self->access), error);
  if (self->person_waits || is_somebody_elses (self, op))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Who did this is not signed in");
      return NULL;
    }
  return dex_await_object (orch_hub_access_get_hub (self->access), error);
}

/* --- what became of it ---------------------------------------------------------------------- */

/* When to try again: doubled at each attempt, less up to a quarter so that workstations do not knock together. */
gint64
orch_outbox_pump_next_try_us (guint attempts)
{
  const gint64 wait = MIN (RETRY_FIRST_US << MIN (attempts, 8), RETRY_MAX_US);

  return orch_clock_now_us () + wait - g_random_int_range (0, (gint32) (wait / 4 / 1000) + 1) * 1000;
}

gint64
orch_outbox_pump_get_hold_us (OrchOutboxPump *self)
{
  const gint64 now = orch_clock_now_us ();

  return now >= self->hold_from ? MAX (self->hold_until - now, 0) : 0;
}

gint64
orch_outbox_pump_get_longest_us (OrchOutboxPump *self)
{
  return MAX (RETRY_MAX_US, orch_outbox_pump_get_hold_us (self));
}

static void
hold (OrchOutboxPump *self, OrchHub *hub)
{
  const gint64 wait = hub != NULL ? orch_fhir_client_get_retry_us (orch_hub_get_client (hub)) : 0;

  self->halted = TRUE;
  if (wait > 0)
    {
      const gint64 longest = MAX (orch_outbox_pump_get_hold_us (self), wait);

      self->hold_from = orch_clock_now_us ();
      self->hold_until = self->hold_from + longest;
    }
}

/* @whole: nothing of the exchange got through; @error: (transfer none) */
static void
await_settle (OrchOutboxPump *self, OrchHub *hub, OrchOutboxRow *op, const GError *error, gboolean whole)
{
  const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (op);

  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_OFFLINE:
      orch_outbox_pump_set_online (self, FALSE);
      self->halted = TRUE;
      break;
    case ORCH_ERROR_KEYRING_LOCKED:
    case ORCH_ERROR_UNTRUSTED:
    case ORCH_ERROR_WRONG_CLOCK:
      self->halted = TRUE;
      break;
    case ORCH_ERROR_SIGN_IN_AGAIN:
      if (!is_workstations (self, fields) && !is_somebody_elses (self, fields))
        self->person_waits = TRUE;
      break;
    case ORCH_ERROR_THROTTLED:
    case ORCH_ERROR_SERVER_FAULT:
      if (whole || error->code == ORCH_ERROR_THROTTLED)
        hold (self, hub);
      break;
    case ORCH_ERROR_BAD_ANSWER:
    case ORCH_ERROR_CANCELLED:
    case ORCH_ERROR_DISK_FULL:
      break;
    case ORCH_ERROR_CONFLICT:
      /* Each attempt reads what the hub holds anew; one that never fits is for a person to see. */
      if (fields->attempts < CONFLICT_ATTEMPTS)
        break;
      dex_await (orch_store_outbox_fail (self->store, op, error), NULL);
      return;
    default:
      dex_await (orch_store_outbox_fail (self->store, op, error), NULL);
      return;
    }
  dex_await (orch_store_outbox_retry_later (self->store, op,
                                            MAX (orch_outbox_pump_next_try_us (fields->attempts),
                                                 orch_clock_now_us () + orch_outbox_pump_get_hold_us (self)),
                                            error),
             NULL);
}

/* Somebody changed what was removed here, without knowing: it stays, and is here again with the next run, as they have it. */
static void
await_give_up_removal (OrchOutboxPump *self, OrchOutboxRow *op, OrchHubRow *row)
{
  const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (op);
  const OrchStoreKind kind = g_str_equal (fields->object_type, "staff") ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;

  if (dex_await (orch_store_note_newer (self->store, &self->actor, kind, fields->object_id,
                                        orch_hub_row_get_hub_id (row)),
                 NULL))
    dex_await (orch_store_outbox_ack (self->store, op, NULL), NULL);
}

static void
await_row (OrchOutboxPump *self, OrchHub *hub, OrchOutboxRow *op, OrchHubRow *row)
{
  const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (op);
  const GError *refused = orch_hub_row_get_error (row);
  gpointer theirs = orch_hub_row_get_theirs (row);
  g_autoptr (GError) error = NULL;
  gboolean waits = FALSE;

  orch_outbox_pump_set_online (self, TRUE);
  if (refused == NULL)
    {
      /* What was typed by hand has a name there now. */
      if (g_str_equal (fields->verb, "create") && fields->object != NULL && orch_hub_row_get_hub_id (row) != NULL)
        {
          const OrchStoreLink link = { .type = fields->object_type,
                                       .id = fields->object_id,
                                       .hub_id = orch_hub_row_get_hub_id (row),
                                       .version = orch_hub_row_get_version (row),
                                       .revision = fields->revision };

          dex_await (orch_store_set_hub_links (self->store, &self->actor, &link, 1), NULL);
        }
      if (g_str_equal (fields->object_type, "alert") && orch_hub_row_get_hub_id (row) != NULL)
        {
          const OrchStoreLink link = { .type = "alert",
                                       .id = fields->object_id,
                                       .hub_id = orch_hub_row_get_hub_id (row) };

          g_hash_table_insert (self->alerts, g_strdup (fields->object_id), g_strdup (orch_hub_row_get_hub_id (row)));
          /* For orch_outbox_pump_watch_alert(), after a restart. */
          dex_await (orch_store_set_hub_links (self->store, &self->actor, &link, 1), NULL);
        }
      if (!orch_outbox_await_merged (self->store, &self->actor, fields->object, theirs, orch_hub_row_get_version (row)))
        dex_await (orch_store_outbox_ack (self->store, op, orch_hub_row_get_version (row)), NULL);
      return;
    }
  if (g_str_equal (fields->verb, "delete") && g_error_matches (refused, ORCH_ERROR, ORCH_ERROR_CONFLICT))
    {
      await_give_up_removal (self, op, row);
      return;
    }
  if (!g_error_matches (refused, ORCH_ERROR, ORCH_ERROR_CONFLICT) || theirs == NULL || fields->object == NULL ||
      G_OBJECT_TYPE (theirs) != G_OBJECT_TYPE (fields->object))
    {
      await_settle (self, hub, op, refused, FALSE);
      return;
    }
  if (!orch_outbox_await_conflict (self->store, &self->actor, fields->object, theirs, orch_hub_row_get_version (row),
                                   &waits, &error))
    await_settle (self, hub, op, error, FALSE);
}

/* --- rounds ---------------------------------------------------------------------------------- */

/* Takes from @ops those that go with the first: queued by the same person, or all by the workstation. */
static GPtrArray *
take_group (OrchOutboxPump *self, GPtrArray *ops)
{
  GPtrArray *group = g_ptr_array_new_with_free_func (g_object_unref);
  const OrchOutboxRowFields *first = orch_outbox_row_get_fields (g_ptr_array_index (ops, 0));
  g_autofree char *actor = g_strdup (first->actor);
  const gboolean workstations = is_workstations (self, first);

  for (guint i = 0; i < ops->len;)
    {
      const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (g_ptr_array_index (ops, i));

      if (is_workstations (self, fields) == workstations && (workstations || g_strcmp0 (fields->actor, actor) == 0))
        g_ptr_array_add (group, g_ptr_array_steal_index (ops, i));
      else
        i++;
    }
  return group;
}

static void
await_exchange (OrchOutboxPump *self, GPtrArray *ops)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchHub) hub = await_hub (self, orch_outbox_row_get_fields (g_ptr_array_index (ops, 0)), &error);
  g_autoptr (GPtrArray) rows = NULL;

  if (hub != NULL)
    rows = orch_outbox_await_send (&(OrchOutboxSender) { .store = self->store,
                                                         .hub = hub,
                                                         .actor = &self->actor,
                                                         .clinic_hub_id = self->clinic_hub_id,
                                                         .conversations = self->conversations },
                                   ops, &error);
  if (rows == NULL && error == NULL)
    error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "The hub did not say what became of it");
  if (error != NULL)
    orch_error_translate (&error);
  for (guint i = 0; i < ops->len; i++)
    {
      OrchOutboxRow *op = g_ptr_array_index (ops, i);
      g_autoptr (GError) missing = NULL;

      if (rows != NULL && i < rows->len)
        {
          await_row (self, hub, op, g_ptr_array_index (rows, i));
          continue;
        }
      missing = rows == NULL ? g_error_copy (error)
                             : g_error_new_literal (ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "The hub left it out");
      await_settle (self, hub, op, missing, rows == NULL);
    }
}

/* One op, with others of its kind where they go together. Returns: whether there was one */
static gboolean
await_some (OrchOutboxPump *self)
{
  g_autoptr (OrchOutboxRow) first = dex_await_object (orch_store_outbox_claim (self->store), NULL);
  const OrchOutboxRowFields *fields = NULL;
  g_autoptr (GPtrArray) ops = NULL;

  if (first == NULL)
    return FALSE;
  orch_outbox_pump_set_busy (self, TRUE);
  fields = orch_outbox_row_get_fields (first);
  if (orch_outbox_is_batched (fields))
    ops = dex_await_boxed (orch_store_outbox_claim_batch (self->store, fields->object_type, fields->verb, BATCH - 1),
                           NULL);
  if (ops == NULL)
    ops = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_insert (ops, 0, g_object_ref (first));
  while (ops->len > 0)
    {
      g_autoptr (GPtrArray) group = take_group (self, ops);

      await_exchange (self, group);
    }
  orch_outbox_pump_await_counts (self);
  return TRUE;
}

static DexFuture *
send_fiber (gpointer data)
{
  OrchOutboxPump *self = data;

  while (!self->stopped && !self->halted && await_some (self))
    ;
  return dex_future_new_for_boolean (TRUE);
}

/* A clock that was put back leaves what waited minutes waiting for a day: nothing is due later than a wait can be long. */
static void
await_mended_waits (OrchOutboxPump *self)
{
  const gint64 due = dex_await_int64 (orch_store_outbox_next_due (self->store), NULL);

  if (due > orch_clock_now_us () + orch_outbox_pump_get_longest_us (self))
    dex_await (orch_store_outbox_reset_waits (self->store), NULL);
}

void
orch_outbox_pump_await_round (OrchOutboxPump *self)
{
  DexFuture *senders[IN_FLIGHT];

  await_mended_waits (self);
  self->halted = !self->online || orch_outbox_pump_get_hold_us (self) > 0;
  self->person_waits = FALSE;
  for (guint i = 0; i < IN_FLIGHT; i++)
    senders[i] = dex_scheduler_spawn (NULL, 0, send_fiber, g_object_ref (self), g_object_unref);
  dex_await (dex_future_allv (senders, IN_FLIGHT), NULL);
  for (guint i = 0; i < IN_FLIGHT; i++)
    dex_unref (senders[i]);
  orch_outbox_pump_set_busy (self, FALSE);
}
