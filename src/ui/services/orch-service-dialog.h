/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One service: what the EMR says of it, which is read here, and what the clinic decides, which is edited and saved. Main thread.
 * Source: issue 3 (§3), emr-facts F2 (fields defined by the EMR are read-only).
 */
#pragma once

#include <adwaita.h>

#include "orch-service-names.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SERVICE_DIALOG (orch_service_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceDialog, orch_service_dialog, ORCH, SERVICE_DIALOG, AdwDialog)

/** orch_service_dialog_new: Signal: "saved" (OrchService) */
AdwDialog *orch_service_dialog_new (OrchEngine *engine, OrchServiceNames *names, OrchService *service);
/** orch_service_dialog_show_offer: opens on the offer of care */
void orch_service_dialog_show_offer (OrchServiceDialog *self);

G_END_DECLS
