/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What became of one object that was put on the hub. Immutable; any thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_HUB_ROW (orch_hub_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubRow, orch_hub_row, ORCH, HUB_ROW, GObject)

OrchHubRow *orch_hub_row_new (const char *id, const char *hub_id, const char *version, const GError *error);
const char *orch_hub_row_get_id (OrchHubRow *self);      /* our UUID */
const char *orch_hub_row_get_hub_id (OrchHubRow *self);  /* (nullable) */
const char *orch_hub_row_get_version (OrchHubRow *self); /* (nullable) */
const GError *orch_hub_row_get_error (OrchHubRow *self); /* (nullable): not on the hub, and why */

/** orch_hub_row_get_theirs: Returns: (transfer none) (nullable): of a CONFLICT: what the hub holds, an OrchService (without its professionals:
 * keep yours) or an OrchHubSetting; the row's version is then the hub's, the one to write with once the two are settled. Without an error: see
 * orch_hub_read_service() and orch_hub_put_staff_merged() */
gpointer orch_hub_row_get_theirs (OrchHubRow *self);
/** orch_hub_row_take_theirs: (for hub/, before the row is given away): @theirs: taken over */
void orch_hub_row_take_theirs (OrchHubRow *self, gpointer theirs);

G_END_DECLS
