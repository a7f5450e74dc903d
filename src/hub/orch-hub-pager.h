/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The pages of what changed on the hub since an instant, asked one after another. Main thread; pages are parsed on workers while
 * the next one is being asked.
 */
#pragma once

#include <libdex.h>

#include "orch-hub-page.h"

G_BEGIN_DECLS

#define ORCH_TYPE_HUB_PAGER (orch_hub_pager_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubPager, orch_hub_pager, ORCH, HUB_PAGER, GObject)

/** orch_hub_pager_next: one call at a time, until a page says is_last. Returns: (transfer full): a future of #OrchHubPage. A page
 * that failed can be asked again */
DexFuture *orch_hub_pager_next (OrchHubPager *self);

/** orch_hub_pager_set_overlap: before the first: instead of the five minutes: what was written before @overlap_us before @since_us was read already */
void orch_hub_pager_set_overlap (OrchHubPager *self, gint64 since_us, gint64 overlap_us);

G_END_DECLS
