/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What desk, review, its rows and its lists share. Main thread.
 */
#pragma once

#include "orch-service-desk.h"
#include "orch-service-review.h"

G_BEGIN_DECLS

/* Settings of this workstation, never sent */
#define ORCH_REVIEW_CHOICES "sync-review"    /* orch_service_plan_dup_choices() */
#define ORCH_REVIEW_REVIEWED "sync-reviewed" /* "<id> <digest>" a line: what the EMR said at the last Apply */
#define ORCH_DESK_ANNOUNCED "sync-announced" /* "<id> <appointments>" a line */

/* --- choice --- */

/** orch_service_choice_new: any thread. @position: in the order of the services */
OrchServiceChoice *orch_service_choice_new (guint position);
/** orch_service_choice_set_review: @review: (nullable): whom its properties are written through; borrowed until it is set to %NULL */
void orch_service_choice_set_review (OrchServiceChoice *self, OrchServiceReview *review);
guint orch_service_choice_get_position (OrchServiceChoice *self);
/** orch_service_choice_update: takes what @plan says of @id, and notifies what differs */
void orch_service_choice_update (OrchServiceChoice *self, OrchServicePlan *plan, const char *id);
/** orch_service_choice_take_folded: @text: (transfer full): of orch_service_choice_fold(): what the search looks at */
void orch_service_choice_take_folded (OrchServiceChoice *self, char *text);
/** orch_service_choice_fold: any thread. Returns: (transfer full) */
char *orch_service_choice_fold (OrchService *service);
/** orch_service_choice_is_on: as of the last update */
gboolean orch_service_choice_is_on (OrchServiceChoice *self, OrchServicePage page);
/** orch_service_choice_matches: @words: folded, %NULL-terminated */
gboolean orch_service_choice_matches (OrchServiceChoice *self, const char *const *words);

/* --- list: a page --- */

#define ORCH_TYPE_SERVICE_CHOICE_LIST (orch_service_choice_list_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceChoiceList, orch_service_choice_list, ORCH, SERVICE_CHOICE_LIST, GObject)

OrchServiceChoiceList *orch_service_choice_list_new (OrchServicePage page);
/** orch_service_choice_list_take: @on_page: (transfer full) (element-type OrchServiceChoice): who is on the page, searched or not */
void orch_service_choice_list_take (OrchServiceChoiceList *self, GPtrArray *on_page);
/** orch_service_choice_list_steal: what it shows, of which it tells no more: for its owner's end. Returns: (transfer full) */
GPtrArray *orch_service_choice_list_steal (OrchServiceChoiceList *self);
/** orch_service_choice_list_dup_shown: Returns: (transfer full) (element-type OrchServiceChoice): by position */
GPtrArray *orch_service_choice_list_dup_shown (OrchServiceChoiceList *self);
/** orch_service_choice_list_reset: @choices: (element-type OrchServiceChoice): all, by position */
void orch_service_choice_list_reset (OrchServiceChoiceList *self, GPtrArray *choices);
void orch_service_choice_list_set_search (OrchServiceChoiceList *self, GPtrArray *choices, const char *text);
/** orch_service_choice_list_update: @choice may have come or gone */
void orch_service_choice_list_update (OrchServiceChoiceList *self, OrchServiceChoice *choice);

/** orch_service_review_split_words: Returns: (transfer full): @text folded, cut into words */
char **orch_service_review_split_words (const char *text);

/* --- review --- */

/** orch_service_review_await_new: in a fiber. Returns: (transfer full) (nullable) */
OrchServiceReview *orch_service_review_await_new (OrchServiceDesk *desk, GError **error);

/* --- result --- */

OrchDeskResult *orch_desk_result_new (void);
/** orch_desk_result_add_change: @after: as it is written; @waits: the hub is to be told through the outbox */
void orch_desk_result_add_change (OrchDeskResult *self, OrchService *before, OrchService *after, gboolean waits);
void orch_desk_result_add_unchanged (OrchDeskResult *self);
/** orch_desk_result_take_refusal: @error: (transfer full) */
void orch_desk_result_take_refusal (OrchDeskResult *self, const char *id, const char *name, GError *error);
void orch_desk_result_take_consequences (OrchDeskResult *self, GPtrArray *consequences);
/** orch_desk_result_get_before, _after: Returns: (transfer none) (element-type OrchService): pairs */
GPtrArray *orch_desk_result_get_before (OrchDeskResult *self);
GPtrArray *orch_desk_result_get_after (OrchDeskResult *self);
/** orch_desk_result_set_undone: nothing is left to undo */
void orch_desk_result_set_undone (OrchDeskResult *self);
/** orch_desk_result_follow: @ops: (element-type OrchOutboxRow): everything that waits or failed. Returns: whether anything still waits */
gboolean orch_desk_result_follow (OrchDeskResult *self, GPtrArray *ops);

/* --- desk --- */

/** orch_service_desk_check_actor: who acts, when they may edit services. Returns: (transfer none) (nullable): @error SIGN_IN_AGAIN or REFUSED */
const OrchActor *orch_service_desk_check_actor (OrchServiceDesk *self, GError **error);
OrchStore *orch_service_desk_get_store (OrchServiceDesk *self);
/** orch_service_desk_set_local: Returns: (transfer full): a future: writes a setting of this workstation, as the workstation */
DexFuture *orch_service_desk_set_local (OrchServiceDesk *self, const char *group, const char *text);
/** orch_service_desk_await_write: saves what @result changes, and follows it */
gboolean orch_service_desk_await_write (OrchServiceDesk *self, OrchDeskResult *result, GError **error);

G_END_DECLS
