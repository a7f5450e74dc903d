/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One cell of the table of services. It draws its text itself and follows its item by one handler, with neither expression nor binding, so
 * that fifty thousand rows scroll: styling and laying out is most of what scrolling costs, and is paid by the widget. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

#include "orch-service-names.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** OrchServiceAspect: what of the service the cell shows */
typedef enum
{
  ORCH_SERVICE_ASPECT_NAME,
  ORCH_SERVICE_ASPECT_NARROW, /* name, and below it state, duration and types: the only column of a narrow window */
  ORCH_SERVICE_ASPECT_EMR_ID,
  ORCH_SERVICE_ASPECT_CATEGORY,
  ORCH_SERVICE_ASPECT_TYPES,
  ORCH_SERVICE_ASPECT_DURATION,
  ORCH_SERVICE_ASPECT_ONLINE,
  ORCH_SERVICE_ASPECT_PROFESSIONALS,
  ORCH_SERVICE_ASPECT_STATE,
} OrchServiceAspect;

#define ORCH_TYPE_SERVICE_CELL (orch_service_cell_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceCell, orch_service_cell, ORCH, SERVICE_CELL, GtkWidget)

GtkWidget *orch_service_cell_new (OrchServiceAspect aspect, OrchServiceNames *names);
/** orch_service_cell_set_item: @item: (nullable): its object may still be on its way; %NULL lets go of it, and what is shown stays until there is another */
void orch_service_cell_set_item (OrchServiceCell *self, OrchStoreItem *item);

G_END_DECLS
