/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The factories of the table of services: its cells, its check boxes, and what is spoken of its rows. Main thread.
 */
#pragma once

#include "orch-service-cell.h"

G_BEGIN_DECLS

/** orch_service_columns_factory_new: Returns: (transfer full): for a column */
GtkListItemFactory *orch_service_columns_factory_new (OrchServiceAspect aspect, OrchServiceNames *names);
/** orch_service_columns_row_factory_new: Returns: (transfer full): for the rows: what is spoken of each */
GtkListItemFactory *orch_service_columns_row_factory_new (OrchServiceNames *names);
/** orch_service_columns_check_factory_new: Returns: (transfer full): check boxes that select their row in the selection of @view (borrowed, outlives the factory) */
GtkListItemFactory *orch_service_columns_check_factory_new (GtkColumnView *view);

G_END_DECLS
