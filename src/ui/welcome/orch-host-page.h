/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Shows the host that an activation link leads to, before anything is sent to it. Main thread. Source: product.md §1 (Entry).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-activation.h"

G_BEGIN_DECLS

#define ORCH_TYPE_HOST_PAGE (orch_host_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchHostPage, orch_host_page, ORCH, HOST_PAGE, AdwNavigationPage)

/* Signal "confirmed": the hub was contacted and answers: orch_activation_contact() has resolved */

AdwNavigationPage *orch_host_page_new (OrchActivation *activation);

G_END_DECLS
