/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One appointment provider as step 2 and the Clinic page show it. Owned by the list of the set-up; main thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Properties: code, name (string, read-only), integrated (the hub lists it), known (the catalogue has it), ticked (gboolean, read-only, notified) */
#define ORCH_TYPE_PROVIDER_CARD (orch_provider_card_get_type ())
G_DECLARE_FINAL_TYPE (OrchProviderCard, orch_provider_card, ORCH, PROVIDER_CARD, GObject)

OrchProviderCard *orch_provider_card_new (const char *code, const char *name, gboolean known);
const char *orch_provider_card_get_code (OrchProviderCard *self);
const char *orch_provider_card_get_name (OrchProviderCard *self);
gboolean orch_provider_card_get_integrated (OrchProviderCard *self);
gboolean orch_provider_card_get_ticked (OrchProviderCard *self);

/** orch_provider_card_set_integrated: (for sync/) */
void orch_provider_card_set_integrated (OrchProviderCard *self, gboolean integrated);
/** orch_provider_card_set_ticked: (for sync/) */
void orch_provider_card_set_ticked (OrchProviderCard *self, gboolean ticked);

G_END_DECLS
