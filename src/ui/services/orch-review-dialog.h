/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The assistant that follows a synchronisation: Excluded, Inactive, Active, then what it all brings, in words, and Apply. Leaving it midway
 * keeps the choices. Main thread. Source: seeds/services-sync-article.txt, product.md §2.
 */
#pragma once

#include <adwaita.h>

#include "orch-service-names.h"
#include "sync/orch-engine.h"
#include "sync/orch-service-desk.h"

G_BEGIN_DECLS

#define ORCH_TYPE_REVIEW_DIALOG (orch_review_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchReviewDialog, orch_review_dialog, ORCH, REVIEW_DIALOG, AdwDialog)

/** orch_review_dialog_new: Signals: "left": closed before Apply, the choices are kept; "offer" (OrchService): the person wants to give it an
 * offer of care; "applied" (OrchDeskResult): closed after Apply, the hub may still answer */
AdwDialog *orch_review_dialog_new (OrchEngine *engine, OrchServiceNames *names);

G_END_DECLS
