/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An EMR that is read from files: what was read of them is kept on this workstation, their folder is watched, and a file that is far shorter than the one before
 * waits for a person. Main thread.
 */
#include "orch-sync-private.h"

/* The setting of the store: what orch_emr_file_dup_known() gives. */
#define SETTING "sync-files"

/* --- in a run -------------------------------------------------------------------------------------- */

void
orch_sync_await_known_files (OrchSyncRun *run)
{
  g_autofree char *known = NULL;

  if (!ORCH_IS_EMR_FILE (run->emr))
    return;
  known = dex_await_string (orch_store_get_setting (run->store, SETTING), NULL);
  orch_emr_file_set_known (ORCH_EMR_FILE (run->emr), known);
}

void
orch_sync_await_keep_files (OrchSyncRun *run)
{
  g_autofree char *before = NULL;
  g_autofree char *known = NULL;
  g_autoptr (GError) error = NULL;

  if (!ORCH_IS_EMR_FILE (run->emr))
    return;
  before = dex_await_string (orch_store_get_setting (run->store, SETTING), NULL);
  known = orch_emr_file_dup_known (ORCH_EMR_FILE (run->emr));
  if (g_strcmp0 (before, known) != 0 &&
      !dex_await (orch_store_set_setting (run->store, &run->actor, SETTING, known, FALSE), &error))
    {
      g_warning ("What was read of the files cannot be kept: %s", error->message);
      return;
    }
  orch_sync_note_files (run->sync, known);
}

/* --- the folder ------------------------------------------------------------------------------------- */

/* Whatever happens in the folder, the run looks for itself: it waits for a file that grows, and reads nothing twice. */
static void
on_folder_changed (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, OrchSync *self)
{
  switch (event)
    {
    case G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT:
    case G_FILE_MONITOR_EVENT_RENAMED:
    case G_FILE_MONITOR_EVENT_MOVED_IN:
      self->files_due = TRUE;
      orch_sync_look (self);
      break;
    case G_FILE_MONITOR_EVENT_CREATED:
    case G_FILE_MONITOR_EVENT_CHANGED:
    case G_FILE_MONITOR_EVENT_DELETED:
    case G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED:
    case G_FILE_MONITOR_EVENT_PRE_UNMOUNT:
    case G_FILE_MONITOR_EVENT_UNMOUNTED:
    case G_FILE_MONITOR_EVENT_MOVED:
    case G_FILE_MONITOR_EVENT_MOVED_OUT:
    default:
      break;
    }
}

void
orch_sync_watch_files (OrchSync *self)
{
  const char *folder = NULL;
  g_autoptr (OrchEmr) emr = NULL;
  g_autoptr (GFile) directory = NULL;

  if (orch_emr_settings_is_connectable (self->emr))
    emr = orch_emr_settings_new_emr (self->emr, NULL);
  if (ORCH_IS_EMR_FILE (emr) && !self->stopped)
    folder = orch_emr_settings_get_value (self->emr, "folder");
  if (g_strcmp0 (folder, self->folder) == 0 && (folder == NULL || self->folder_monitor != NULL))
    return;
  if (self->folder_monitor != NULL)
    {
      g_file_monitor_cancel (self->folder_monitor);
      g_signal_handlers_disconnect_by_data (self->folder_monitor, self);
    }
  g_clear_object (&self->folder_monitor);
  g_set_str (&self->folder, folder);
  if (folder == NULL)
    return;
  directory = g_file_new_for_path (folder);
  self->folder_monitor = g_file_monitor_directory (directory, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->folder_monitor != NULL)
    g_signal_connect_object (self->folder_monitor, "changed", G_CALLBACK (on_folder_changed), self, 0);
}

/* --- for who looks ----------------------------------------------------------------------------------- */

gboolean
orch_sync_get_file (OrchSync *self, OrchFileKind kind, OrchFileRead *read)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), FALSE);
  g_return_val_if_fail (read != NULL, FALSE);

  orch_file_read_parse (self->folder != NULL ? self->files : NULL, kind, read);
  return read->name != NULL || read->refused != NULL;
}

static DexFuture *
accept_fiber (gpointer data)
{
  OrchSync *self = data;
  const OrchActor *actor = orch_session_get_actor (self->session);
  g_autofree char *known = NULL;
  g_autofree char *accepted = NULL;
  GError *error = NULL;

  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  known = dex_await_string (orch_store_get_setting (self->store, SETTING), NULL);
  accepted = orch_file_read_accept (known);
  actor = orch_session_get_actor (self->session);
  if (actor == NULL || !dex_await (orch_store_set_setting (self->store, actor, SETTING, accepted, FALSE), &error))
    return error != NULL ? dex_future_new_for_error (error)
                         : dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  orch_sync_note_files (self, accepted);
  return orch_sync_start (self, ORCH_SYNC_RECENT);
}

DexFuture *
orch_sync_accept_fewer (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return dex_scheduler_spawn (NULL, 0, accept_fiber, g_object_ref (self), g_object_unref);
}

void
orch_sync_note_files (OrchSync *self, const char *known)
{
  if (g_set_str (&self->files, known))
    orch_sync_notify (self, ORCH_SYNC_PROP_FILES);
}

void
orch_sync_await_files (OrchSync *self)
{
  g_autofree char *known = dex_await_string (orch_store_get_setting (self->store, SETTING), NULL);

  orch_sync_note_files (self, known);
  orch_sync_watch_files (self);
}
