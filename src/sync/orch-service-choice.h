/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A row of the assistant's pages: a service and what was chosen for it; the same object on each page. Changed through the review only.
 * Main thread.
 * Properties, notified: service, upcoming (uint), needs-type (boolean: it would be switched off for want of one); and, writable (a check button may be
 * bound to them): excluded, inactive (boolean), types (GStrv).
 */
#pragma once

#include "core/orch-service.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SERVICE_CHOICE (orch_service_choice_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceChoice, orch_service_choice, ORCH, SERVICE_CHOICE, GObject)

OrchService *orch_service_choice_get_service (OrchServiceChoice *self);
gboolean orch_service_choice_get_excluded (OrchServiceChoice *self);
gboolean orch_service_choice_get_inactive (OrchServiceChoice *self);
/** orch_service_choice_get_types: Returns: (transfer none) (nullable): %NULL-terminated */
const char *const *orch_service_choice_get_types (OrchServiceChoice *self);
gboolean orch_service_choice_has_type (OrchServiceChoice *self, const char *type);
guint orch_service_choice_get_upcoming (OrchServiceChoice *self);

G_END_DECLS
