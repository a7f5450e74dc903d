/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One use of the clinic's shared key on a workstation, as that workstation told the hub. Immutable; any thread. Source: security.md 13.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_HUB_KEY_USE (orch_hub_key_use_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubKeyUse, orch_hub_key_use, ORCH, HUB_KEY_USE, GObject)

/** orch_hub_key_use_new: @workstation, @name: (nullable): "" as %NULL */
OrchHubKeyUse *orch_hub_key_use_new (const char *hub_id, const char *workstation, const char *name, gint64 at_us);
const char *orch_hub_key_use_get_hub_id (OrchHubKeyUse *self);
/** orch_hub_key_use_get_workstation: Returns: (transfer none) (nullable): our UUID of where it was typed */
const char *orch_hub_key_use_get_workstation (OrchHubKeyUse *self);
const char *orch_hub_key_use_get_name (OrchHubKeyUse *self); /* (nullable) */
gint64 orch_hub_key_use_get_at (OrchHubKeyUse *self);        /* µs since 1970, by that workstation's clock */

G_END_DECLS
