/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One of the three pages of the assistant: what to do there, a search, the services, and why one may be missing. Main thread.
 * Source: seeds/services-sync-article.txt.
 */
#pragma once

#include <adwaita.h>

#include "orch-service-names.h"
#include "sync/orch-service-review.h"

G_BEGIN_DECLS

#define ORCH_TYPE_REVIEW_PAGE (orch_review_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchReviewPage, orch_review_page, ORCH, REVIEW_PAGE, AdwBin)

GtkWidget *orch_review_page_new (OrchServiceReview *review, OrchServicePage page, OrchServiceNames *names);
/** orch_review_page_focus: to the search, where the seed begins */
void orch_review_page_focus (OrchReviewPage *self);
/** orch_review_page_get_title: Returns: (transfer none): the name of that page */
const char *orch_review_page_get_title (OrchServicePage page);

G_END_DECLS
