/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) What changed on the hub of one kind since the last time, page by page, and how far that got: what every download has in common. In
 * fibers on the main thread.
 */
#pragma once

#include "hub/orch-hub.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

typedef struct _OrchHubPull OrchHubPull;

/** OrchHubPull: borrowed for the call */
struct _OrchHubPull
{
  OrchStore *store;
  OrchHub *hub;
  const char *clinic_hub_id;
  const OrchActor *actor; /* the workstation */
  OrchHubKind kind;
  const char *cursor; /* of the store: how far it got */
  gint64 since_us; /* by the hub's clock: from there, with a short overlap, and the cursor stays; 0: from the cursor */

  /* awaits: writes a page that has records. Returns: %FALSE and @error: the cursor stays */
  gboolean (*apply) (OrchHubPull *pull, OrchHubPage *page, GError **error);
  /* (nullable): @future (transfer full): ends it early. Returns: (transfer full) */
  DexFuture *(*guard) (OrchHubPull *pull, DexFuture *future);
  gpointer data;

  /* outcome */
  gint64 server_us; /* when the hub was asked: where to go on from */
  gboolean any;     /* something came */
};

/** orch_hub_pull_await: Returns: %FALSE and @error when hub or store could not be asked: what came is kept */
gboolean orch_hub_pull_await (OrchHubPull *self, GError **error);

G_END_DECLS
