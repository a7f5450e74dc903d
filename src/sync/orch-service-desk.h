/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the services window does: acts on many services at once with undo, saves what the details dialog edited, begins the three-page
 * review, keeps the clinic's lists of types and categories, and tells what happened in the background. Everything is done here at
 * once and sent to the hub later. Owned by the engine (READY only); main thread. Source: product.md §2.
 *
 * Signal "announced" (GPtrArray of OrchServiceConsequence): something was added to orch_service_desk_get_announced().
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "catalogue/orch-catalogue-entry.h"
#include "core/orch-service-rules.h"
#include "store/orch-store.h"
#include "orch-desk-result.h"
#include "orch-service-review.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SERVICE_DESK (orch_service_desk_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceDesk, orch_service_desk, ORCH, SERVICE_DESK, GObject)

/** orch_service_desk_new: @get_actor: who acts: (nullable) when nobody is signed in: acts then reject with SIGN_IN_AGAIN; called with @data;
 * @destroy: (nullable): of @data */
OrchServiceDesk *orch_service_desk_new (OrchStore *store, const OrchActor *(*get_actor) (gpointer data), gpointer data,
                                        GDestroyNotify destroy);

/**
 * orch_service_desk_act:
 * @ids: (element-type utf8): our ids
 * @event: EXCLUDE, INCLUDE, ACTIVATE, DEACTIVATE or SET_TYPES
 * @types: (nullable): as orch_service_after() takes them
 *
 * All in one transaction; those that cannot (no type, no longer there) are among the refused and the others go on.
 *
 * Returns: (transfer full): a future of an #OrchDeskResult; SIGN_IN_AGAIN, REFUSED
 */
DexFuture *orch_service_desk_act (OrchServiceDesk *self, GPtrArray *ids, OrchServiceEvent event,
                                  const char *const *types);

/** orch_service_desk_preview: what the same call of orch_service_desk_act() would do that is worth a warning: BECOMES_INACTIVE with upcoming
 * appointments (count), OFF_WITHOUT_TYPE (of ACTIVATE: stays off), LEAVES_REPORT, ENTERS_REPORT. Returns: (transfer full): a future of a boxed
 * GPtrArray of #OrchServiceConsequence */
DexFuture *orch_service_desk_preview (OrchServiceDesk *self, GPtrArray *ids, OrchServiceEvent event,
                                      const char *const *types);

/** orch_service_desk_undo: puts every service that @result changed back as it was, in what was not changed again since. Once. Returns: (transfer full):
 * a future of an #OrchDeskResult of the undoing; NOT_FOUND when there is nothing left to undo */
DexFuture *orch_service_desk_undo (OrchServiceDesk *self, OrchDeskResult *result);
/** orch_service_desk_retry: sends those that the hub refused again. Returns: (transfer full): a future of uint: how many */
DexFuture *orch_service_desk_retry (OrchServiceDesk *self, OrchDeskResult *result);
/** orch_service_desk_revert: puts those that the hub refused back as the hub has them; the others stay done. Returns: (transfer full): a future of
 * uint: how many */
DexFuture *orch_service_desk_revert (OrchServiceDesk *self, OrchDeskResult *result);

/**
 * orch_service_desk_save:
 * @shown: the service as the details dialog was opened with it
 * @edited: what was made of it there
 *
 * By the rules of orch_service_settle_edit(). What was changed meanwhile in other fields stays (orch_service_merge()).
 *
 * Returns: (transfer full): a future of an #OrchDeskResult; INVALID: active without a type; CONFLICT: the same field was changed meanwhile, in
 *   another way: nothing is written; NOT_FOUND, SIGN_IN_AGAIN, REFUSED
 */
DexFuture *orch_service_desk_save (OrchServiceDesk *self, OrchService *shown, OrchService *edited);

/** orch_service_desk_load: a service as it is now: what was read before an act is not to be edited after it. Returns: (transfer full): a future of an
 * #OrchService; NOT_FOUND, SIGN_IN_AGAIN */
DexFuture *orch_service_desk_load (OrchServiceDesk *self, const char *id);

/* Signal "refused" (OrchDeskResult): the hub has refused what orch_service_desk_save() did here; orch_service_desk_retry() and _revert() take it */

/** orch_service_desk_begin_review: with the choices that were kept. Returns: (transfer full): a future of an #OrchServiceReview;
 * SIGN_IN_AGAIN, REFUSED */
DexFuture *orch_service_desk_begin_review (OrchServiceDesk *self);

/* The clinic's lists: administrators edit them, every workstation has the same. */

/** orch_service_desk_get_types: Returns: (transfer none): a live GListModel of #OrchCatalogueEntry, in the order of the chips; those of the catalogue until
 * the clinic changes them. Stable ids: a type that is removed stays on the services that have it */
GListModel *orch_service_desk_get_types (OrchServiceDesk *self);
/** orch_service_desk_get_categories: Returns: (transfer none): the same; none at first */
GListModel *orch_service_desk_get_categories (OrchServiceDesk *self);
/** orch_service_desk_set_types: @shown, @entries: (element-type OrchCatalogueEntry): the list as it was shown, and what was made of it, see
 * orch_catalogue_entry_new_named(); what came from elsewhere meanwhile stays. Returns: (transfer full): a future boolean; REFUSED without EDIT_CLINIC,
 * INVALID for two entries with one id or one name, and for a list without any type */
DexFuture *orch_service_desk_set_types (OrchServiceDesk *self, GPtrArray *shown, GPtrArray *entries);
DexFuture *orch_service_desk_set_categories (OrchServiceDesk *self, GPtrArray *shown, GPtrArray *entries);

/* What the sync did by itself */

/** orch_service_desk_get_announced: Returns: (transfer none): a live GListModel of #OrchServiceConsequence: RETURNS_BY_APPOINTMENT, with the service as it is now
 * (orch_service_needs_type(): a type is to be chosen) and how many appointments were new; kept over restarts until dismissed */
GListModel *orch_service_desk_get_announced (OrchServiceDesk *self);
/** orch_service_desk_dismiss_announced: somebody has read them. Returns: (transfer full): a future boolean */
DexFuture *orch_service_desk_dismiss_announced (OrchServiceDesk *self);

/**
 * orch_service_desk_await_rules:
 * @actor: the workstation
 *
 * For the sync, in its fiber, after appointments came: what the rules make of them (APPOINTMENTS_SEEN), written and announced. Nothing is written
 * when nothing changes.
 *
 * Returns: %FALSE and @error set; @n_changed: (out) (optional)
 */
gboolean orch_service_desk_await_rules (OrchStore *store, const OrchActor *actor, guint *n_changed, GError **error);

G_END_DECLS
