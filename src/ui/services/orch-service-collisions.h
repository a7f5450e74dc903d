/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What somebody else has saved in the fields that are being edited here: a row a field, with what is there now and a button that takes it, and
 * pressed again gives one's own back. Of the service's dialog, which owns it. Main thread.
 *
 * Signal "take" (guint: one OrchServiceMergeField, gboolean): theirs is wanted in that field, or no longer is.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-service-merge.h"
#include "orch-service-names.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SERVICE_COLLISIONS (orch_service_collisions_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceCollisions, orch_service_collisions, ORCH, SERVICE_COLLISIONS, AdwBin)

/** orch_service_collisions_show: @theirs: as it is now; @fields: those to choose in; 0: hides it */
void orch_service_collisions_show (OrchServiceCollisions *self, OrchServiceNames *names, OrchService *theirs,
                                   OrchServiceMergeField fields);

G_END_DECLS
