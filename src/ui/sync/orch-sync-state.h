/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How the synchronisation stands, in words: what the page's card says. Main thread. Source: product.md §3.
 */
#pragma once

#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** OrchSyncState: begins as { 0 } */
typedef struct
{
  const char *icon;
  const char *style;  /* (nullable) CSS class of the icon */
  char *title;        /* owned */
  char *text;         /* owned; may be empty */
  gboolean to_clinic; /* what it says is done on the page Clinic */
} OrchSyncState;

void orch_sync_state_read (OrchEngine *engine, OrchSync *sync, OrchSyncState *state);
void orch_sync_state_clear (OrchSyncState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchSyncState, orch_sync_state_clear)

/** orch_sync_state_get_failure: Returns: (nullable): why the last run did not do everything; %NULL too when somebody stopped it */
const GError *orch_sync_state_get_failure (OrchSync *sync);

G_END_DECLS
