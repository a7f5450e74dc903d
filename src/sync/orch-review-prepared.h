/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a worker makes of the store's services for the assistant, so that the windows go on meanwhile: a clinic may have fifty thousand.
 * Made, filled and let go of on the main thread; filled by a worker in between.
 */
#pragma once

#include "orch-service-review-private.h"

G_BEGIN_DECLS

typedef struct
{
  /* owned: given */
  char *kept;     /* (nullable): ORCH_REVIEW_CHOICES */
  char *reviewed; /* (nullable): ORCH_REVIEW_REVIEWED */

  /* owned: read */
  GPtrArray *services;
  GPtrArray *facts;

  /* owned: made; what is taken is set to NULL */
  OrchServicePlan *plan;
  GPtrArray *preview;                     /* (element-type OrchServiceConsequence) */
  GPtrArray *choices;                     /* (element-type OrchServiceChoice): by position, of no review yet */
  GHashTable *by_id;                      /* id → (borrowed) OrchServiceChoice */
  GPtrArray *pages[ORCH_N_SERVICE_PAGES]; /* (element-type OrchServiceChoice): who is on each, by position */
  char *now_reviewed;                     /* of ORCH_REVIEW_REVIEWED after an Apply */
} OrchReviewPrepared;

/** orch_review_prepared_await: in a fiber. @kept, @reviewed: (nullable). Returns: (transfer full) (nullable) */
OrchReviewPrepared *orch_review_prepared_await (OrchStore *store, const char *kept, const char *reviewed,
                                                GError **error);
/** orch_review_prepared_free: on a worker, as it was made: there may be a million pieces */
void orch_review_prepared_free (OrchReviewPrepared *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchReviewPrepared, orch_review_prepared_free)

G_END_DECLS
