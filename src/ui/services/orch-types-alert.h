/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Asks which types several services are to have. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "orch-service-names.h"

G_BEGIN_DECLS

#define ORCH_TYPE_TYPES_ALERT (orch_types_alert_get_type ())
G_DECLARE_FINAL_TYPE (OrchTypesAlert, orch_types_alert, ORCH, TYPES_ALERT, AdwAlertDialog)

/**
 * orch_types_alert_new:
 * @n: of how many services
 * @activating: they become active, for which each needs a type, and these have none
 *
 * Signal: "chosen" (ids: GStrv): when the person has said yes.
 */
AdwDialog *orch_types_alert_new (OrchServiceNames *names, guint n, gboolean activating);

G_END_DECLS
