/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The settings of the charts: read, and written for every workstation of the clinic. Main thread.
 */
#include "orch-setting-merge.h"
#include "orch-sync-private.h"

typedef struct
{
  OrchStore *store;
  OrchChartSettings *shown;
  OrchChartSettings *settings;
  OrchActor actor; /* its strings are owned here */
} Call;

static void
call_free (Call *call)
{
  g_clear_object (&call->store);
  g_clear_object (&call->shown);
  g_clear_object (&call->settings);
  g_free ((char *) call->actor.id);
  g_free ((char *) call->actor.workstation);
  g_free (call);
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

static DexFuture *
load_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  text = dex_await_string (orch_store_get_setting (call->store, ORCH_CHART_SETTINGS_GROUP), &error);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (orch_chart_settings_parse (text));
}

static DexFuture *
save_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *shown = orch_chart_settings_to_text (call->shown);
  g_autofree char *text = orch_chart_settings_to_text (call->settings);
  GError *error = NULL;

  if (!orch_setting_await_replace (call->store, &call->actor, ORCH_CHART_SETTINGS_GROUP, shown, text, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

void
orch_sync_await_chart (OrchSyncRun *run)
{
  g_autofree char *text = dex_await_string (orch_store_get_setting (run->store, ORCH_CHART_SETTINGS_GROUP), NULL);
  g_autoptr (OrchChartSettings) settings = orch_chart_settings_parse (text);

  run->no_walk_in = !orch_chart_settings_get_fields (settings)->walk_in;
}

DexFuture *
orch_sync_load_chart (OrchSync *self)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  call = g_new0 (Call, 1);
  call->store = g_object_ref (orch_sync_get_store (self));
  return spawn (load_fiber, call);
}

DexFuture *
orch_sync_save_chart (OrchSync *self, OrchChartSettings *shown, OrchChartSettings *settings)
{
  const OrchActor *actor = NULL;
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);
  g_return_val_if_fail (ORCH_IS_CHART_SETTINGS (shown), NULL);
  g_return_val_if_fail (ORCH_IS_CHART_SETTINGS (settings), NULL);

  actor = orch_session_get_actor (orch_sync_get_session (self));
  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  if (!orch_session_allows (orch_sync_get_session (self), ORCH_ACT_EDIT_EMR))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Only an administrator may change what charts hold");
  if (!orch_session_is_confirmed (orch_sync_get_session (self)))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The PIN was not typed lately");
  call = g_new0 (Call, 1);
  call->store = g_object_ref (orch_sync_get_store (self));
  call->shown = g_object_ref (shown);
  call->settings = g_object_ref (settings);
  call->actor = (OrchActor) { .id = g_strdup (actor->id),
                              .permission = actor->permission,
                              .workstation = g_strdup (actor->workstation) };
  return spawn (save_fiber, call);
}
