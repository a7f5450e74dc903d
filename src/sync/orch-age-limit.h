/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) The clinic's setting: up to what age nobody may be written to. Source: product.md §4.
 */
#pragma once

#include "store/orch-store.h"

G_BEGIN_DECLS

/** orch_age_limit_load: main thread. Returns: (transfer full): a future of uint: completed years that are still too few */
DexFuture *orch_age_limit_load (OrchStore *store);

G_END_DECLS
