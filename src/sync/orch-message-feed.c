/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-feed.h.
 */
#include "orch-message-feed.h"

#include "core/orch-error.h"
#include "orch-message-pull.h"
#include "orch-portal-pull.h"

#define ACTIVE_MS 1500                    /* a message is seen within two seconds */
#define IDLE_MS (30 * 1000)               /* nobody looks: a notification may come half a minute later */
#define ACCOUNTS_US (15 * G_USEC_PER_SEC) /* an account that was made just now opens the way to write */
#define FAILED_MS (60 * 1000)             /* the hub does not answer, or asks for patience */

struct _OrchMessageFeed
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  OrchHubAccess *access;
  OrchOutboxPump *pump;
  char *workstation;
  char *clinic_hub_id; /* (nullable) until it is known */
  DexFuture *round;    /* (nullable): under way */

  guint source;
  gint64 accounts_us; /* monotonic: when accounts were asked for */
  gint64 since_us;    /* by the hub's clock; 0: the store's cursor first */
  gboolean active;
  gboolean begun;
  gboolean failed;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (OrchMessageFeed, orch_message_feed, G_TYPE_OBJECT)

static void plan (OrchMessageFeed *self);

/* Awaits. */
static const char *
await_clinic (OrchMessageFeed *self, GError **error)
{
  g_autoptr (OrchClinic) clinic = NULL;

  if (self->clinic_hub_id != NULL)
    return self->clinic_hub_id;
  clinic = dex_await_object (orch_store_load_clinic (self->store), error);
  if (clinic != NULL)
    self->clinic_hub_id = g_strdup (orch_clinic_get_fields (clinic)->hub_id);
  if (self->clinic_hub_id == NULL && error != NULL && *error == NULL)
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "The clinic is not on the hub");
  return self->clinic_hub_id;
}

/* Awaits. Less often than messages, and only while somebody works. */
static gboolean
await_accounts (OrchMessageFeed *self, const OrchHubPull *base, GError **error)
{
  static const OrchHubKind kinds[] = { ORCH_HUB_ACCOUNTS, ORCH_HUB_INVITATIONS };
  const gint64 now = g_get_monotonic_time ();

  if (!self->active || (self->accounts_us != 0 && now - self->accounts_us < ACCOUNTS_US))
    return TRUE;
  self->accounts_us = now;
  for (guint i = 0; i < G_N_ELEMENTS (kinds) && !self->stopped; i++)
    {
      OrchHubPull pull = *base;

      pull.kind = kinds[i];
      if (!orch_portal_pull_await (&pull, error))
        return FALSE;
    }
  return TRUE;
}

static DexFuture *
round_fiber (gpointer data)
{
  OrchMessageFeed *self = data;
  const OrchActor actor = { .id = self->workstation,
                            .permission = ORCH_PERMISSION_WORKSTATION,
                            .workstation = self->workstation };
  GError *error = NULL;
  g_autoptr (OrchHub) hub = NULL;
  const char *clinic = await_clinic (self, &error);
  OrchHubPull base = { .store = self->store, .clinic_hub_id = clinic, .actor = &actor };
  OrchHubPull pull = { 0 };

  if (clinic != NULL)
    hub = dex_await_object (orch_hub_access_get_workstation_hub (self->access), &error);
  base.hub = hub;
  pull = base;
  pull.since_us = self->since_us;
  if (hub != NULL && !self->stopped && orch_message_pull_await (&pull, &error))
    {
      self->since_us = pull.server_us;
      await_accounts (self, &base, &error);
    }
  self->failed = error != NULL;
  dex_clear (&self->round);
  plan (self);
  if (error != NULL)
    {
      g_debug ("Messages were not asked for: %s", error->message);
      return dex_future_new_for_error (error);
    }
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
begin (OrchMessageFeed *self)
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
  OrchMessageFeed *self = data;

  self->source = 0;
  dex_future_disown (begin (self));
}

static void
plan (OrchMessageFeed *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->stopped || !self->begun || self->round != NULL)
    return;
  if (!orch_outbox_pump_get_online (self->pump))
    return;
  self->source = g_timeout_add_once (self->failed ? FAILED_MS : self->active ? ACTIVE_MS : IDLE_MS, on_time, self);
}

/* The outbox knocks at the hub until it answers. */
static void
on_online (OrchMessageFeed *self)
{
  if (self->begun && !self->stopped && orch_outbox_pump_get_online (self->pump))
    dex_future_disown (begin (self));
}

static void
orch_message_feed_finalize (GObject *object)
{
  OrchMessageFeed *self = ORCH_MESSAGE_FEED (object);

  g_clear_handle_id (&self->source, g_source_remove);
  dex_clear (&self->round);
  g_clear_object (&self->store);
  g_clear_object (&self->access);
  g_clear_object (&self->pump);
  g_free (self->workstation);
  g_free (self->clinic_hub_id);
  G_OBJECT_CLASS (orch_message_feed_parent_class)->finalize (object);
}

static void
orch_message_feed_class_init (OrchMessageFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_message_feed_finalize;
}

static void
orch_message_feed_init (OrchMessageFeed *self)
{
}

OrchMessageFeed *
orch_message_feed_new (OrchStore *store, OrchHubAccess *access, OrchOutboxPump *pump, const char *workstation)
{
  OrchMessageFeed *self = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (access), NULL);
  g_return_val_if_fail (ORCH_IS_OUTBOX_PUMP (pump), NULL);

  self = g_object_new (ORCH_TYPE_MESSAGE_FEED, NULL);
  self->store = g_object_ref (store);
  self->access = g_object_ref (access);
  self->pump = g_object_ref (pump);
  self->workstation = g_strdup (workstation);
  g_signal_connect_object (pump, "notify::online", G_CALLBACK (on_online), self, G_CONNECT_SWAPPED);
  return self;
}

void
orch_message_feed_set_active (OrchMessageFeed *self, gboolean active)
{
  g_return_if_fail (ORCH_IS_MESSAGE_FEED (self));

  if (self->stopped || (self->begun && self->active == active))
    return;
  self->begun = TRUE;
  self->active = active;
  if (active)
    dex_future_disown (begin (self));
  else
    plan (self);
}

DexFuture *
orch_message_feed_refresh (OrchMessageFeed *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_FEED (self), NULL);

  return begin (self);
}

void
orch_message_feed_stop (OrchMessageFeed *self)
{
  g_return_if_fail (ORCH_IS_MESSAGE_FEED (self));

  self->stopped = TRUE;
  g_clear_handle_id (&self->source, g_source_remove);
}
