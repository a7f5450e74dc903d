/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The pages of one reading of the EMR: made by a connector, asked one after another by the import. Main thread.
 */
#pragma once

#include <libdex.h>

#include "orch-emr-page.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_PAGER (orch_emr_pager_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrPager, orch_emr_pager, ORCH, EMR_PAGER, GObject)

/** OrchEmrNext: Returns: (transfer full): a future of #OrchEmrPage */
typedef DexFuture *(*OrchEmrNext) (gpointer reading);

/** orch_emr_pager_new: (for connectors): @reading: taken over, freed by @destroy */
OrchEmrPager *orch_emr_pager_new (OrchEmrNext next, gpointer reading, GDestroyNotify destroy);
/** orch_emr_pager_next: one call at a time, until a page says is_last. Returns: (transfer full): a future of #OrchEmrPage;
 * OFFLINE, SIGN_IN_AGAIN, REFUSED, THROTTLED, SERVER_FAULT, BAD_ANSWER, CANCELLED. A page that failed can be asked again */
DexFuture *orch_emr_pager_next (OrchEmrPager *self);

G_END_DECLS
