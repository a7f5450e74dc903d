/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The appointment providers: those of the catalogue, then those only the hub knows, each with whether the hub has integrated it. A
 * GListModel of OrchProviderCard whose rows light up by themselves. Owned by the set-up or the engine; main thread.
 * Source: product.md §1 step 2.
 */
#pragma once

#include <gio/gio.h>

#include "core/orch-clinic.h"
#include "session/orch-hub-access.h"
#include "orch-provider-card.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PROVIDER_LIST (orch_provider_list_get_type ())
G_DECLARE_FINAL_TYPE (OrchProviderList, orch_provider_list, ORCH, PROVIDER_LIST, GObject)

OrchProviderList *orch_provider_list_new (OrchHubAccess *access);
GListModel *orch_provider_list_get_model (OrchProviderList *self);
/** orch_provider_list_find: Returns: (transfer none) (nullable) */
OrchProviderCard *orch_provider_list_find (OrchProviderList *self, const char *code);
/** orch_provider_list_show_ticks: @clinic: whose ticked providers are shown from now on, of those the hub lists later too */
void orch_provider_list_show_ticks (OrchProviderList *self, OrchClinic *clinic);
/** orch_provider_list_watch: asks the hub now, and every minute when @lasting; %FALSE stops the minutes */
void orch_provider_list_watch (OrchProviderList *self, gboolean lasting);
void orch_provider_list_stop (OrchProviderList *self);

G_END_DECLS
