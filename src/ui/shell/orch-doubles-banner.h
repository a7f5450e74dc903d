/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Tells who may change it that a person or a service is there more than once, typed on two workstations before either knew of the other's; which one
 * stays is chosen there. Nothing shows to others, nor behind the lock. Main thread. Source: issue 3 (§4: standalone: by hand).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_DOUBLES_BANNER (orch_doubles_banner_get_type ())
G_DECLARE_FINAL_TYPE (OrchDoublesBanner, orch_doubles_banner, ORCH, DOUBLES_BANNER, AdwBin)

/** orch_doubles_banner_set_up: once. @list: the rows of @kind: it is looked again when they change */
void orch_doubles_banner_set_up (OrchDoublesBanner *self, OrchEngine *engine, OrchImportKind kind, GListModel *list);

G_END_DECLS
