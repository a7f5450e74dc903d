/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Step 2, "Appointment provider": a card with a check box for each; those that the hub does not list yet wait, and light up by themselves.
 * Main thread. Source: seeds/wizard-guide.txt (Fournisseur de rendez-vous).
 */
#pragma once

#include "orch-wizard-page.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PROVIDERS_STEP (orch_providers_step_get_type ())
G_DECLARE_FINAL_TYPE (OrchProvidersStep, orch_providers_step, ORCH, PROVIDERS_STEP, OrchWizardPage)

/** orch_provider_card_widget_new: Returns: (transfer full): the check box of one provider, following it; "toggled" is for the caller */
GtkWidget *orch_provider_card_widget_new (OrchProviderCard *provider);

G_END_DECLS
