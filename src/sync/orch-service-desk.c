/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the services window does: the desk itself, and its acts. Taking back: orch-desk-undo.c; the clinic's lists and what
 * was announced: orch-desk-lists.c.
 */
#include "orch-service-desk.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-service-merge.h"
#include "orch-desk-private.h"
#include "orch-service-review-private.h"

#define FOLLOW_PAUSE_US (100 * 1000) /* the outbox changes at each op: looked at ten times a second at most */
#define FOLLOW_MAX_OPS 1000000       /* all of them */

enum
{
  SIGNAL_ANNOUNCED,
  SIGNAL_REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchServiceDesk, orch_service_desk, G_TYPE_OBJECT)

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  OrchServiceDesk *desk;
  GPtrArray *ids;       /* (element-type utf8) (nullable) */
  char **types;         /* (nullable) */
  OrchService *shown;   /* (nullable) */
  OrchService *service; /* (nullable) */

  OrchServiceEvent event;
} Call;

static Call *
call_new (OrchServiceDesk *desk)
{
  Call *call = g_new0 (Call, 1);

  call->desk = g_object_ref (desk);
  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->desk);
  g_clear_pointer (&call->ids, g_ptr_array_unref);
  g_strfreev (call->types);
  g_clear_object (&call->shown);
  g_clear_object (&call->service);
  g_free (call);
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, call_free);
}

static void
tell (GPtrArray *consequences, OrchService *service, OrchServiceConsequenceKind kind, guint count)
{
  g_ptr_array_add (consequences, orch_service_consequence_new (service, kind, count));
}

/* What of an act is worth a warning */
static void
tell_all (GPtrArray *consequences, OrchService *before, OrchService *after, OrchServiceNotice notice,
          const OrchServiceFacts *facts)
{
  const OrchServiceFields *was = orch_service_get_fields (before), *is = orch_service_get_fields (after);

  if (notice == ORCH_SERVICE_NOTICE_NEEDS_TYPE || notice == ORCH_SERVICE_NOTICE_OFF_WITHOUT_TYPE)
    tell (consequences, before, ORCH_CONSEQUENCE_OFF_WITHOUT_TYPE, facts != NULL ? facts->upcoming : 0);
  else if (notice == ORCH_SERVICE_NOTICE_HAS_UPCOMING)
    tell (consequences, before, ORCH_CONSEQUENCE_BECOMES_INACTIVE, facts->upcoming);
  if (!was->excluded && is->excluded)
    tell (consequences, before, ORCH_CONSEQUENCE_LEAVES_REPORT, 0);
  else if (was->excluded && !is->excluded)
    tell (consequences, before, ORCH_CONSEQUENCE_ENTERS_REPORT, 0);
}

/* What the event would make of each, in memory. Returns: (transfer full) (nullable) */
static OrchDeskResult *
await_decide (Call *call, GError **error)
{
  g_autoptr (OrchDeskResult) result = orch_desk_result_new ();
  g_autoptr (GPtrArray) consequences = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (OrchDeskKnown) known = { 0 };
  gint64 now = orch_clock_now_us ();

  if (!orch_desk_await_known (call->desk, call->ids, &known, error))
    return NULL;
  for (guint i = 0; i < call->ids->len; i++)
    {
      const char *id = call->ids->pdata[i];
      OrchService *before = g_hash_table_lookup (known.services, id);
      const OrchServiceFacts *facts = g_hash_table_lookup (known.facts, id);
      g_autoptr (OrchService) after = NULL;
      OrchServiceNotice notice;

      if (!g_hash_table_add (met, (gpointer) id))
        continue;
      if (before == NULL)
        {
          orch_desk_result_take_refusal (result, id, id,
                                         g_error_new_literal (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No such service"));
          continue;
        }
      after = orch_service_after (before, call->event, facts, (const char *const *) call->types, now, &notice);
      tell_all (consequences, before, after, notice, facts);
      if (notice == ORCH_SERVICE_NOTICE_NEEDS_TYPE)
        orch_desk_result_take_refusal (result, id, orch_service_get_display_name (before),
                                       g_error_new_literal (ORCH_ERROR, ORCH_ERROR_INVALID, "It has no type"));
      else
        orch_desk_result_add (result, before, after);
    }
  orch_desk_result_take_consequences (result, g_steal_pointer (&consequences));
  return g_steal_pointer (&result);
}

gboolean
orch_desk_is_overtaken (guint *tries, GError **error)
{
  if (++*tries >= ORCH_DESK_TRIES || !g_error_matches (*error, ORCH_ERROR, ORCH_ERROR_CONFLICT))
    return FALSE;
  g_clear_error (error);
  return TRUE;
}

static DexFuture *
act_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (OrchDeskResult) result = NULL;
  GError *error = NULL;
  guint tries = 0;

  if (orch_service_desk_check_actor (call->desk, &error) == NULL)
    return dex_future_new_for_error (error);
  do
    {
      g_clear_object (&result);
      result = await_decide (call, &error);
      if (result != NULL && orch_service_desk_await_write (call->desk, result, &error))
        return dex_future_new_take_object (g_steal_pointer (&result));
    }
  while (orch_desk_is_overtaken (&tries, &error));
  return dex_future_new_for_error (error);
}

static DexFuture *
preview_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (OrchDeskResult) result = NULL;
  GError *error = NULL;

  result = await_decide (call, &error);
  if (result == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (orch_desk_result_get_consequences (result)));
}

/* Neither is kept alive by the wait for the hub. */
typedef struct
{
  GWeakRef desk;
  GWeakRef result;
} Saved;

static void
saved_free (gpointer data)
{
  Saved *saved = data;

  g_weak_ref_clear (&saved->desk);
  g_weak_ref_clear (&saved->result);
  g_free (saved);
}

static DexFuture *
on_saved_settled (DexFuture *future, gpointer data)
{
  Saved *saved = data;
  g_autoptr (OrchServiceDesk) desk = g_weak_ref_get (&saved->desk);
  g_autoptr (OrchDeskResult) result = g_weak_ref_get (&saved->result);

  if (desk == NULL || result == NULL)
    return NULL;
  g_ptr_array_remove (desk->saved, result);
  if (orch_desk_result_get_refused (result)->len > 0)
    g_signal_emit (desk, signals[SIGNAL_REFUSED], 0, result);
  return NULL;
}

/* The dialog is closed before the hub answers: a refusal is told by the desk. */
static void
watch_saved (OrchServiceDesk *self, OrchDeskResult *result)
{
  Saved *saved = g_new0 (Saved, 1);

  g_weak_ref_init (&saved->desk, self);
  g_weak_ref_init (&saved->result, result);
  g_ptr_array_add (self->saved, g_object_ref (result));
  dex_future_disown (dex_future_finally (orch_desk_result_when_settled (result), on_saved_settled, saved, saved_free));
}

/* What the person wants of the service as it is by now. Returns: (transfer full) (nullable): %NULL: somebody has changed the same in another way */
static OrchService *
dup_wanted (Call *call, OrchService *current)
{
  OrchServiceMergeField conflicting = 0;
  g_autoptr (OrchService) wanted = NULL;

  if (orch_service_get_fields (current)->revision == orch_service_get_fields (call->shown)->revision)
    return g_object_ref (call->service);
  wanted = orch_service_merge (call->shown, call->service, current, &conflicting);
  return conflicting == 0 ? g_steal_pointer (&wanted) : NULL;
}

/* Returns: (transfer full) (nullable) */
static OrchDeskResult *
await_save (Call *call, GError **error)
{
  const char *id = orch_service_get_fields (call->service)->id;
  g_autoptr (OrchDeskResult) result = orch_desk_result_new ();
  g_autoptr (GPtrArray) consequences = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (OrchService) wanted = NULL, after = NULL;
  g_auto (OrchDeskKnown) known = { 0 };
  const OrchServiceFacts *facts;
  OrchServiceNotice notice;
  OrchService *current;

  if (!orch_desk_await_known (call->desk, call->ids, &known, error))
    return NULL;
  current = g_hash_table_lookup (known.services, id);
  if (current == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No such service");
      return NULL;
    }
  wanted = dup_wanted (call, current);
  if (wanted == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CONFLICT, "The service was changed meanwhile");
      return NULL;
    }
  facts = g_hash_table_lookup (known.facts, id);
  after = orch_service_settle_edit (current, wanted, facts, orch_clock_now_us (), &notice);
  if (notice == ORCH_SERVICE_NOTICE_NEEDS_TYPE)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "types: an active service needs one");
      return NULL;
    }
  tell_all (consequences, current, after, notice, facts);
  orch_desk_result_take_consequences (result, g_steal_pointer (&consequences));
  orch_desk_result_add (result, current, after);
  return orch_service_desk_await_write (call->desk, result, error) ? g_steal_pointer (&result) : NULL;
}

static DexFuture *
save_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (OrchDeskResult) result = NULL;
  GError *error = NULL;
  guint tries = 0;

  if (orch_service_desk_check_actor (call->desk, &error) == NULL)
    return dex_future_new_for_error (error);
  do
    result = await_save (call, &error);
  while (result == NULL && orch_desk_is_overtaken (&tries, &error));
  if (result == NULL)
    return dex_future_new_for_error (error);
  watch_saved (call->desk, result);
  return dex_future_new_take_object (g_steal_pointer (&result));
}

static DexFuture *
begin_review_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  OrchServiceReview *review = NULL;

  if (orch_service_desk_check_actor (call->desk, &error) != NULL)
    review = orch_service_review_await_new (call->desk, &error);
  return review != NULL ? dex_future_new_take_object (review) : dex_future_new_for_error (error);
}

/* Tells the results that somebody still holds how far the hub is. */
static DexFuture *
follow_fiber (gpointer data)
{
  OrchServiceDesk *self = data;

  while (self->is_outbox_dirty && self->results->len > 0)
    {
      g_autoptr (GPtrArray) ops = NULL;
      g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);

      self->is_outbox_dirty = FALSE;
      ops = dex_await_boxed (orch_store_outbox_list (self->store, FOLLOW_MAX_OPS), NULL);
      if (ops == NULL)
        break;
      for (guint i = 0; i < self->results->len; i++)
        g_ptr_array_add (results, g_object_ref (self->results->pdata[i]));
      for (guint i = 0; i < results->len; i++)
        orch_desk_result_follow (results->pdata[i], ops);
      if (self->is_outbox_dirty)
        dex_await (dex_timeout_new_usec (FOLLOW_PAUSE_US), NULL);
    }
  self->is_following = FALSE;
  return dex_future_new_for_boolean (TRUE);
}

static void
follow (OrchServiceDesk *self)
{
  self->is_outbox_dirty = TRUE;
  if (self->is_following || self->results->len == 0)
    return;
  self->is_following = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, follow_fiber, g_object_ref (self), g_object_unref));
}

static void
on_result_gone (gpointer data, GObject *result)
{
  OrchServiceDesk *self = data;

  g_ptr_array_remove_fast (self->results, result);
}

static void
on_store_changed (OrchServiceDesk *self, guint changes)
{
  if ((changes & ORCH_STORE_CHANGED_OUTBOX) != 0)
    follow (self);
  if ((changes & ORCH_STORE_CHANGED_SETTINGS) != 0 ||
      ((changes & ORCH_STORE_CHANGED_SERVICES) != 0 && self->announced_text != NULL))
    orch_desk_lists_reload (self);
}

static void
orch_service_desk_finalize (GObject *object)
{
  OrchServiceDesk *self = ORCH_SERVICE_DESK (object);

  for (guint i = 0; i < self->results->len; i++)
    g_object_weak_unref (self->results->pdata[i], on_result_gone, self);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  g_clear_object (&self->types);
  g_clear_object (&self->categories);
  g_clear_object (&self->announced);
  g_clear_object (&self->store);
  if (self->actor_destroy != NULL)
    self->actor_destroy (self->actor_data);
  g_free (self->types_text);
  g_free (self->categories_text);
  g_free (self->announced_text);
  G_OBJECT_CLASS (orch_service_desk_parent_class)->finalize (object);
}

static void
orch_service_desk_class_init (OrchServiceDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_service_desk_finalize;

  signals[SIGNAL_ANNOUNCED] = g_signal_new ("announced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, ORCH_TYPE_DESK_RESULT);
}

static void
orch_service_desk_init (OrchServiceDesk *self)
{
  self->results = g_ptr_array_new ();
  self->saved = g_ptr_array_new_with_free_func (g_object_unref);
  self->types = g_list_store_new (ORCH_TYPE_CATALOGUE_ENTRY);
  self->categories = g_list_store_new (ORCH_TYPE_CATALOGUE_ENTRY);
  self->announced = g_list_store_new (ORCH_TYPE_SERVICE_CONSEQUENCE);
}

OrchServiceDesk *
orch_service_desk_new (OrchStore *store, const OrchActor *(*get_actor) (gpointer data), gpointer data,
                       GDestroyNotify destroy)
{
  OrchServiceDesk *self;

  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (get_actor != NULL, NULL);

  self = g_object_new (ORCH_TYPE_SERVICE_DESK, NULL);
  self->store = g_object_ref (store);
  self->get_actor = get_actor;
  self->actor_data = data;
  self->actor_destroy = destroy;
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, G_CONNECT_SWAPPED);
  orch_desk_lists_show_defaults (self);
  orch_desk_lists_reload (self);
  return self;
}

void
orch_service_desk_announce (OrchServiceDesk *self, GPtrArray *consequences)
{
  g_signal_emit (self, signals[SIGNAL_ANNOUNCED], 0, consequences);
}

OrchStore *
orch_service_desk_get_store (OrchServiceDesk *self)
{
  return self->store;
}

const OrchActor *
orch_service_desk_check_actor (OrchServiceDesk *self, GError **error)
{
  const OrchActor *actor = self->get_actor (self->actor_data);

  if (actor == NULL)
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  else if (!orch_permission_allows (actor->permission, ORCH_ACT_EDIT_SERVICES))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_REFUSED, "Not allowed to edit services");
      return NULL;
    }
  return actor;
}

DexFuture *
orch_service_desk_set_local (OrchServiceDesk *self, const char *group, const char *text)
{
  const OrchActor *actor = self->get_actor (self->actor_data);
  OrchActor workstation = { .permission = ORCH_PERMISSION_WORKSTATION };

  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  workstation.id = actor->workstation != NULL ? actor->workstation : "workstation";
  workstation.workstation = actor->workstation;
  return orch_store_set_setting (self->store, &workstation, group, text, FALSE);
}

gboolean
orch_service_desk_await_write (OrchServiceDesk *self, OrchDeskResult *result, GError **error)
{
  GPtrArray *after = orch_desk_result_get_after (result);
  const OrchActor *actor = orch_service_desk_check_actor (self, error);

  if (actor == NULL)
    return FALSE;
  if (after->len > 0 && !dex_await (orch_store_save_services (self->store, actor, after, TRUE), error))
    return FALSE;
  /* Only now: before, an empty outbox would say that the hub has everything. */
  g_ptr_array_add (self->results, result);
  g_object_weak_ref (G_OBJECT (result), on_result_gone, self);
  follow (self);
  return TRUE;
}

static DexFuture *
spawn_act (OrchServiceDesk *self, DexFiberFunc fiber, GPtrArray *ids, OrchServiceEvent event, const char *const *types)
{
  Call *call = call_new (self);

  call->ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (call->ids, g_strdup (ids->pdata[i]));
  call->event = event;
  call->types = g_strdupv ((char **) types);
  return spawn (fiber, call);
}

DexFuture *
orch_service_desk_act (OrchServiceDesk *self, GPtrArray *ids, OrchServiceEvent event, const char *const *types)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);
  g_return_val_if_fail (event <= ORCH_SERVICE_DEACTIVATE || event == ORCH_SERVICE_SET_TYPES, NULL);

  return spawn_act (self, act_fiber, ids, event, types);
}

DexFuture *
orch_service_desk_preview (OrchServiceDesk *self, GPtrArray *ids, OrchServiceEvent event, const char *const *types)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);
  g_return_val_if_fail ((guint) event < ORCH_N_SERVICE_EVENTS, NULL);

  return spawn_act (self, preview_fiber, ids, event, types);
}

DexFuture *
orch_service_desk_save (OrchServiceDesk *self, OrchService *shown, OrchService *edited)
{
  Call *call;

  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (shown), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (edited), NULL);
  g_return_val_if_fail (orch_service_get_fields (edited)->id != NULL, NULL);

  call = call_new (self);
  call->shown = g_object_ref (shown);
  call->service = g_object_ref (edited);
  call->ids = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (call->ids, g_strdup (orch_service_get_fields (edited)->id));
  return spawn (save_fiber, call);
}

DexFuture *
orch_service_desk_load (OrchServiceDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  /* Nothing is read behind the lock. */
  if (self->get_actor (self->actor_data) == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  return orch_store_find (self->store, ORCH_STORE_SERVICES, id);
}

DexFuture *
orch_service_desk_begin_review (OrchServiceDesk *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);

  return spawn (begin_review_fiber, call_new (self));
}
