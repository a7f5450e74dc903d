/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The services of the clinic: what it offers and what it does not, searched, sorted, chosen several at a time, synchronised with the
 * EMR. Empties itself when the session locks. Main thread. Source: seeds/services-sync-article.txt, product.md §2, ux.md.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SERVICES_PAGE (orch_services_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchServicesPage, orch_services_page, ORCH, SERVICES_PAGE, AdwBin)

GtkWidget *orch_services_page_new (OrchEngine *engine);

G_END_DECLS
