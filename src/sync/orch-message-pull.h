/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) Conversations and messages that changed on the hub, into the store; those that came before their conversation, and patients that
 * are not here, are asked for one by one. In fibers on the main thread, under the workstation's identity.
 */
#pragma once

#include "hub/orch-hub.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

/** OrchMessagePull: borrowed for the call */
typedef struct
{
  OrchStore *store;
  OrchHub *hub;
  const char *clinic_hub_id;
  const OrchActor *actor; /* the workstation */
  gint64 since_us;        /* by the hub's clock; 0: where the cursor of the store is */
  /* outcome */
  gint64 server_us; /* when the hub was asked: where to go on from */
  guint changed;
} OrchMessagePull;

/** orch_message_pull_await: Returns: %FALSE and @error when the hub or the store could not be asked: what came is kept */
gboolean orch_message_pull_await (OrchMessagePull *self, GError **error);

G_END_DECLS
