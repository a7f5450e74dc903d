/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The three pages of the assistant: the choices, kept at each change so that leaving loses nothing, the lists, the preview, Apply.
 * Made by orch_service_desk_begin_review(); owned by the dialog; main thread. Source: product.md §2.
 * Signal "changed": a choice was made, or apply() found that the services had changed meanwhile: the preview is another one.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "core/orch-service-plan.h"
#include "orch-service-choice.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SERVICE_REVIEW (orch_service_review_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceReview, orch_service_review, ORCH, SERVICE_REVIEW, GObject)

/** orch_service_review_get_plan: Returns: (transfer none): to be asked, not to be changed; another one after "changed" */
OrchServicePlan *orch_service_review_get_plan (OrchServiceReview *self);

/** orch_service_review_get_page: Returns: (transfer none): a live GListModel of #OrchServiceChoice: who is on the page and is found by its search */
GListModel *orch_service_review_get_page (OrchServiceReview *self, OrchServicePage page);
/** orch_service_review_set_search: @text: (nullable): as typed; every word must be found in name, EMR id or category; accents ignored */
void orch_service_review_set_search (OrchServiceReview *self, OrchServicePage page, const char *text);

void orch_service_review_set_excluded (OrchServiceReview *self, const char *id, gboolean excluded);
void orch_service_review_set_inactive (OrchServiceReview *self, const char *id, gboolean inactive);
/** orch_service_review_set_types: @types: (nullable): %NULL-terminated */
void orch_service_review_set_types (OrchServiceReview *self, const char *id, const char *const *types);
/** orch_service_review_set_shown: of all that @page shows at once. @ticked: on the first two pages; @types: (nullable): on the last. Returns: (transfer full): a future
 * boolean, once all are chosen: thousands are in slices */
DexFuture *orch_service_review_set_shown (OrchServiceReview *self, OrchServicePage page, gboolean ticked,
                                          const char *const *types);
/** orch_service_review_toggle_type: a chip: given when the service has not got it, else taken away */
void orch_service_review_toggle_type (OrchServiceReview *self, const char *id, const char *type);

/** orch_service_review_find_absent: for "why is a service missing here?". @text: as typed. Returns: (transfer full) (element-type OrchServiceChoice): those that are
 * found by it and are not on @page; orch_service_plan_get_absent() says why. Empty: no such service was imported */
GPtrArray *orch_service_review_find_absent (OrchServiceReview *self, OrchServicePage page, const char *text);

/** orch_service_review_make_preview: of what is chosen when it is whole, made a slice a turn of the main loop. Returns: (transfer full): a future of a boxed GPtrArray
 * (element-type OrchServiceConsequence), by kind; not to be changed */
DexFuture *orch_service_review_make_preview (OrchServiceReview *self);

/** orch_service_review_flush: Returns: (transfer full): a future boolean, once every choice made so far is on disk */
DexFuture *orch_service_review_flush (OrchServiceReview *self);

/**
 * orch_service_review_apply:
 *
 * Writes what the preview says and nothing else. When services or appointments changed meanwhile so that it would be something else, nothing
 * is written and the preview is made anew.
 *
 * Returns: (transfer full): a future of an #OrchDeskResult, with the preview as its consequences; CONFLICT: look at the preview again; SIGN_IN_AGAIN, REFUSED
 */
DexFuture *orch_service_review_apply (OrchServiceReview *self);

/** orch_service_review_discard: forgets every choice, here and on disk. Returns: (transfer full): a future boolean */
DexFuture *orch_service_review_discard (OrchServiceReview *self);

G_END_DECLS
