/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What became of an act on several services: it is done here at once, and the hub answers later, for each one. Follows the outbox for as
 * long as somebody holds it, and is the token of undo. Main thread.
 * Properties, read-only and notified: n-done, n-waiting, n-refused (uint).
 */
#pragma once

#include <libdex.h>

#include "core/orch-service-consequence.h"

G_BEGIN_DECLS

/** OrchDeskRefusal: one service that was refused, here or by the hub */
typedef struct
{
  char *id;      /* (owned): ours */
  char *name;    /* (owned): as the lists show it */
  GError *error; /* (owned): the hub's words; INVALID: it needs a type first */
  gint64 seq;    /* of the outbox: the hub refused it; 0: it was not done here either */
} OrchDeskRefusal;

#define ORCH_TYPE_DESK_RESULT (orch_desk_result_get_type ())
G_DECLARE_FINAL_TYPE (OrchDeskResult, orch_desk_result, ORCH, DESK_RESULT, GObject)

/** orch_desk_result_get_n_done: how many changed here, those that the hub refused afterwards left out */
guint orch_desk_result_get_n_done (OrchDeskResult *self);
/** orch_desk_result_get_n_waiting: how many of those the hub has not answered yet */
guint orch_desk_result_get_n_waiting (OrchDeskResult *self);
/** orch_desk_result_get_n_unchanged: how many were so already */
guint orch_desk_result_get_n_unchanged (OrchDeskResult *self);
/** orch_desk_result_get_refused: Returns: (transfer none) (element-type OrchDeskRefusal): by name; another array after each "notify::n-refused" */
GPtrArray *orch_desk_result_get_refused (OrchDeskResult *self);
/** orch_desk_result_get_consequences: Returns: (transfer none) (element-type OrchServiceConsequence): what was told before: of an Apply, its preview; of
 * an act, what orch_service_desk_preview() says of it */
GPtrArray *orch_desk_result_get_consequences (OrchDeskResult *self);
/** orch_desk_result_can_undo: whether there is anything that orch_service_desk_undo() would put back */
gboolean orch_desk_result_can_undo (OrchDeskResult *self);
/** orch_desk_result_when_settled: Returns: (transfer full): a future boolean, once the hub has answered for each one: whether it took them all */
DexFuture *orch_desk_result_when_settled (OrchDeskResult *self);

G_END_DECLS
