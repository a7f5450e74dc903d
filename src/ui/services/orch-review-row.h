/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A service on a page of the assistant: a check box on the first two, its types on the third, and what the choice would bring. Recycled by
 * the list. Main thread. Source: seeds/services-sync-article.txt.
 */
#pragma once

#include <adwaita.h>

#include "orch-service-names.h"
#include "sync/orch-service-review.h"

G_BEGIN_DECLS

#define ORCH_TYPE_REVIEW_ROW (orch_review_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchReviewRow, orch_review_row, ORCH, REVIEW_ROW, AdwBin)

GtkWidget *orch_review_row_new (OrchServiceReview *review, OrchServicePage page, OrchServiceNames *names);
/** orch_review_row_set_choice: @choice: (nullable) */
void orch_review_row_set_choice (OrchReviewRow *self, OrchServiceChoice *choice);

G_END_DECLS
