/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the synchronisation did to services by itself, until somebody says that it was read. Main thread. Source: product.md §2.
 */
#pragma once

#include <adwaita.h>

#include "orch-service-names.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_ANNOUNCED_DIALOG (orch_announced_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchAnnouncedDialog, orch_announced_dialog, ORCH, ANNOUNCED_DIALOG, AdwDialog)

AdwDialog *orch_announced_dialog_new (OrchEngine *engine, OrchServiceNames *names);

G_END_DECLS
