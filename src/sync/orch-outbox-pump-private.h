/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The insides of the outbox pump, shared by orch-outbox-pump.c (the object, its loop) and orch-outbox-round.c (what a round does). Main
 * thread.
 */
#pragma once

#include "orch-outbox-pump.h"

G_BEGIN_DECLS

struct _OrchOutboxPump
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  OrchHubAccess *access;
  OrchSession *session;      /* (nullable) */
  char *workstation;         /* (nullable) */
  DexPromise *nudge;         /* (nullable): resolved to wake the fiber */
  DexFuture *fiber;          /* (nullable) */
  DexPromise *flushed;       /* (nullable): somebody waits for everything due to be tried */
  DexPromise *flushing;      /* (nullable): the same, of the round under way */
  GHashTable *alerts;        /* alert id → the hub's id: sent, not acknowledged yet */
  GHashTable *conversations; /* id → DexPromise: being begun on the hub */
  char *clinic_hub_id;       /* (nullable) */

  OrchActor actor; /* the workstation: its strings are above */
  guint waiting;
  guint failed;
  guint probes;    /* of a hub that did not answer, in a row */
  gint64 probe_at; /* monotonic: not before */
  gint64 last_exchange;
  gint64 hold_from;  /* when it asked */
  gint64 hold_until; /* the hub asked to be left alone until then */
  gboolean online;
  gboolean busy;
  gboolean stopped;
  gboolean kicked;
  gboolean halted;       /* the round under way ends: no hub, or told to wait */
  gboolean person_waits; /* the round under way: no token of the person's */
};

void orch_outbox_pump_set_online (OrchOutboxPump *self, gboolean online);
void orch_outbox_pump_set_busy (OrchOutboxPump *self, gboolean busy);

/* In the fibers of the pump: */

void orch_outbox_pump_await_counts (OrchOutboxPump *self);
void orch_outbox_pump_await_round (OrchOutboxPump *self);
/** orch_outbox_pump_await_any_hub: as the person, else as the workstation. Returns: (transfer full) (nullable) */
OrchHub *orch_outbox_pump_await_any_hub (OrchOutboxPump *self, GError **error);
/** orch_outbox_pump_get_hold_us: Returns: how long the hub still wants to be left alone; 0 = it does not, or the clock was put back since it asked */
gint64 orch_outbox_pump_get_hold_us (OrchOutboxPump *self);
/** orch_outbox_pump_get_longest_us: Returns: the longest that anything waits from now on, as long as nobody puts the clock back */
gint64 orch_outbox_pump_get_longest_us (OrchOutboxPump *self);
/** orch_outbox_pump_next_try_us: @attempts: so far. Returns: when to try again, µs since 1970 */
gint64 orch_outbox_pump_next_try_us (guint attempts);

G_END_DECLS
