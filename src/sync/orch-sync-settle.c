/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the status page lists besides the outbox, and what a person settles there: runs, conflicts with the hub, the
 * days and professionals that are synchronised. Main thread.
 */
#include "orch-setting-merge.h"
#include "orch-sync-private.h"

#include "core/orch-staff-merge.h"
#include "orch-outbox-conflict.h"

#define LIST_LIMIT 2000
#define TRIES 5

typedef struct
{
  OrchSync *sync;
  OrchEditConflict *conflict;
  OrchSyncSettings *shown;
  OrchSyncSettings *settings;
  OrchActor actor; /* its strings are owned here */
  guint kept;      /* OrchServiceMergeField, or OrchStaffMergeField */
  int kind;
  guint limit;
} Call;

static void
call_free (Call *call)
{
  g_clear_object (&call->sync);
  g_clear_object (&call->conflict);
  g_clear_object (&call->shown);
  g_clear_object (&call->settings);
  g_free ((char *) call->actor.id);
  g_free ((char *) call->actor.workstation);
  g_free (call);
}

static Call *
call_new (OrchSync *sync)
{
  Call *call = g_new0 (Call, 1);

  call->sync = g_object_ref (sync);
  return call;
}

/* Returns: (nullable): %NULL when nobody is signed in */
static Call *
call_new_as_person (OrchSync *sync)
{
  const OrchActor *actor = orch_session_get_actor (sync->session);
  Call *call = NULL;

  if (actor == NULL)
    return NULL;
  call = call_new (sync);
  call->actor = (OrchActor) { .id = g_strdup (actor->id),
                              .permission = actor->permission,
                              .workstation = g_strdup (actor->workstation) };
  return call;
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  if (call == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

/* @future: (transfer full): of a boxed GPtrArray of objects of @type */
static DexFuture *
await_list (DexFuture *future, GType type)
{
  g_autoptr (GListStore) list = g_list_store_new (type);
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  rows = dex_await_boxed (future, &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);
  g_list_store_splice (list, 0, 0, rows->pdata, rows->len);
  return dex_future_new_take_object (g_steal_pointer (&list));
}

static DexFuture *
list_runs_fiber (gpointer data)
{
  Call *call = data;

  g_autoptr (GListStore) list = g_list_store_new (ORCH_TYPE_SYNC_RECORD);
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  rows = orch_sync_await_runs (call->sync, call->kind, call->limit, &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);
  g_list_store_splice (list, 0, 0, rows->pdata, rows->len);
  return dex_future_new_take_object (g_steal_pointer (&list));
}

static DexFuture *
list_conflicts_fiber (gpointer data)
{
  Call *call = data;

  return await_list (orch_store_list_edit_conflicts (call->sync->store, FALSE, LIST_LIMIT), ORCH_TYPE_EDIT_CONFLICT);
}

/* The conflict as it waits now: the hub may have moved on since it was shown. Returns: (transfer full) (nullable) */
static OrchEditConflict *
await_present (Call *call, GError **error)
{
  const gint64 id = orch_edit_conflict_get_fields (call->conflict)->id;
  g_autoptr (GPtrArray) conflicts =
      dex_await_boxed (orch_store_list_edit_conflicts (call->sync->store, FALSE, G_MAXINT), error);

  for (guint i = 0; conflicts != NULL && i < conflicts->len; i++)
    if (orch_edit_conflict_get_fields (g_ptr_array_index (conflicts, i))->id == id)
      return g_object_ref (g_ptr_array_index (conflicts, i));
  if (conflicts != NULL)
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CONFLICT, "It was settled already");
  return NULL;
}

static guint
compare (GObject *a, GObject *b)
{
  if (ORCH_IS_SERVICE (a))
    return orch_service_compare_decisions (ORCH_SERVICE (a), ORCH_SERVICE (b));
  return orch_staff_member_compare (ORCH_STAFF_MEMBER (a), ORCH_STAFF_MEMBER (b));
}

static guint
get_conflicting (GObject *base, GObject *mine, GObject *theirs)
{
  OrchServiceMergeField of_service = 0;
  OrchStaffMergeField of_member = 0;

  if (ORCH_IS_SERVICE (mine))
    g_object_unref (orch_service_merge ((OrchService *) base, ORCH_SERVICE (mine), ORCH_SERVICE (theirs), &of_service));
  else
    g_object_unref (orch_staff_member_merge ((OrchStaffMember *) base, ORCH_STAFF_MEMBER (mine),
                                             ORCH_STAFF_MEMBER (theirs), &of_member));
  return ORCH_IS_SERVICE (mine) ? of_service : of_member;
}

/* Whether somebody who was shown @seen has said all there is to say of @now: each field that is in conflict by now was asked about, and
 * what they chose between is what it still is between. */
static gboolean
is_answered (const OrchEditConflictFields *seen, const OrchEditConflictFields *now, GObject *mine)
{
  guint conflicting = 0;
  guint moved = 0;

  if ((seen->theirs == NULL) != (now->theirs == NULL))
    return FALSE;
  if (now->theirs == NULL || seen->mine == NULL)
    return TRUE;
  conflicting = get_conflicting (now->base, mine, now->theirs);
  moved = compare (seen->theirs, now->theirs) | compare (seen->mine, mine);
  return (conflicting & ~seen->fields) == 0 && (conflicting & moved) == 0;
}

/* Returns: (transfer full) (nullable): what it is from now on; %NULL: as the hub has it */
static GObject *
make_result (const OrchEditConflictFields *now, GObject *mine, guint kept)
{
  if (now->theirs != NULL)
    return orch_outbox_merge_settled (now->base, mine, now->theirs, kept);
  return kept != 0 ? g_object_ref (mine) : NULL;
}

static gint64
get_revision (GObject *mine)
{
  return ORCH_IS_SERVICE (mine) ? orch_service_get_fields (ORCH_SERVICE (mine))->revision
                                : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (mine))->revision;
}

/* One attempt. Returns: whether it is settled; ORCH_ERROR_CONFLICT when something moved on between reading and writing */
static gboolean
await_settle (Call *call, gboolean *must_ask, GError **error)
{
  const OrchEditConflictFields *seen = orch_edit_conflict_get_fields (call->conflict);
  const OrchStoreKind kind = g_str_equal (seen->object_type, "staff") ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
  g_autoptr (OrchEditConflict) present = await_present (call, error);
  g_autoptr (GObject) mine = NULL;
  g_autoptr (GObject) result = NULL;

  *must_ask = present == NULL;
  if (present == NULL)
    return FALSE;
  mine = dex_await_object (orch_store_find (call->sync->store, kind, seen->object_id), error);
  if (mine == NULL)
    return FALSE;
  if (!is_answered (seen, orch_edit_conflict_get_fields (present), mine))
    {
      *must_ask = TRUE;
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CONFLICT, "It was changed again meanwhile");
      return FALSE;
    }
  result = make_result (orch_edit_conflict_get_fields (present), mine, call->kept);
  return dex_await (orch_store_settle_seen_conflict (call->sync->store, &call->actor, present, get_revision (mine),
                                                     result, call->kept),
                    error);
}

static DexFuture *
settle_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;

  for (guint i = 0; i < TRIES; i++)
    {
      gboolean must_ask = FALSE;

      g_clear_error (&error);
      if (await_settle (call, &must_ask, &error))
        {
          orch_sync_kick (call->sync);
          return dex_future_new_for_boolean (TRUE);
        }
      if (must_ask || !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CONFLICT))
        break;
    }
  return dex_future_new_for_error (error);
}

static DexFuture *
load_settings_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  text = dex_await_string (orch_store_get_setting (call->sync->store, ORCH_SYNC_SETTINGS_GROUP), &error);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (orch_sync_settings_parse (text));
}

static DexFuture *
save_settings_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *shown = orch_sync_settings_to_text (call->shown);
  g_autofree char *text = orch_sync_settings_to_text (call->settings);
  GError *error = NULL;

  if (!orch_setting_await_replace (call->sync->store, &call->actor, ORCH_SYNC_SETTINGS_GROUP, shown, text, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_sync_list_runs (OrchSync *self, int kind, guint limit)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  Call *call = call_new (self);

  call->kind = kind;
  call->limit = limit;
  return spawn (list_runs_fiber, call);
}

DexFuture *
orch_sync_list_conflicts (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return spawn (list_conflicts_fiber, call_new (self));
}

DexFuture *
orch_sync_settle (OrchSync *self, OrchEditConflict *conflict, guint kept)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);
  g_return_val_if_fail (ORCH_IS_EDIT_CONFLICT (conflict), NULL);

  Call *call = call_new_as_person (self);

  if (call != NULL)
    {
      call->conflict = g_object_ref (conflict);
      call->kept = kept;
    }
  return spawn (settle_fiber, call);
}

DexFuture *
orch_sync_load_settings (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return spawn (load_settings_fiber, call_new (self));
}

DexFuture *
orch_sync_save_settings (OrchSync *self, OrchSyncSettings *shown, OrchSyncSettings *settings)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);
  g_return_val_if_fail (ORCH_IS_SYNC_SETTINGS (shown), NULL);
  g_return_val_if_fail (ORCH_IS_SYNC_SETTINGS (settings), NULL);

  if (orch_session_get_actor (self->session) != NULL && !orch_session_is_confirmed (self->session))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The PIN was not typed lately");

  Call *call = call_new_as_person (self);

  if (call != NULL)
    {
      call->shown = g_object_ref (shown);
      call->settings = g_object_ref (settings);
    }
  return spawn (save_settings_fiber, call);
}
