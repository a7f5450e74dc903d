/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An appointment provider as the hub lists it; ours may know its code or not. Immutable; any thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_HUB_PROVIDER (orch_hub_provider_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubProvider, orch_hub_provider, ORCH, HUB_PROVIDER, GObject)

OrchHubProvider *orch_hub_provider_new (const char *hub_id, const char *code, const char *name, gboolean integrated);
const char *orch_hub_provider_get_hub_id (OrchHubProvider *self);
const char *orch_hub_provider_get_code (OrchHubProvider *self); /* "rvsq"; the hub's id when it gives no code */
const char *orch_hub_provider_get_name (OrchHubProvider *self);
gboolean orch_hub_provider_is_integrated (OrchHubProvider *self);

G_END_DECLS
