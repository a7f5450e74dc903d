/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-file-folder.h.
 */
#include "orch-file-folder.h"

#include <glib/gi18n-lib.h>
#include <libdex.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-file-content.h"

#define ATTRIBUTES                                                                                                     \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE                 \
                                 "," G_FILE_ATTRIBUTE_TIME_MODIFIED "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC            \
                                 "," G_FILE_ATTRIBUTE_TIME_CHANGED "," G_FILE_ATTRIBUTE_TIME_CHANGED_USEC
#define FILES_AT_ONCE 200
/* Whoever writes a file writes on within this time, or has ended. */
#define QUIET_US (G_USEC_PER_SEC * G_GINT64_CONSTANT (1))
#define LOOK_EVERY_MS 250
#define LOOKS 120

void
orch_folder_file_free (OrchFolderFile *self)
{
  g_free (self->name);
  g_free (self);
}

char *
orch_folder_file_dup_mark (const OrchFolderFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", self->size, self->changed_us, self->name);
}

gboolean
orch_file_folder_is_temporary (const char *name)
{
  static const char *const endings[] = { ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart",
                                         ".swp", ".lock", ".bak",  "~" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (name[0] == '.' || name[0] == '~')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static gint64
read_time (GFileInfo *info, const char *seconds, const char *micro)
{
  return (gint64) g_file_info_get_attribute_uint64 (info, seconds) * G_USEC_PER_SEC +
         g_file_info_get_attribute_uint32 (info, micro);
}

static OrchFolderFile *
new_file (GFileInfo *info)
{
  OrchFolderFile *self = g_new0 (OrchFolderFile, 1);

  self->name = g_strdup (g_file_info_get_name (info));
  self->size = (gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_STANDARD_SIZE);
  self->changed_us = MAX (read_time (info, G_FILE_ATTRIBUTE_TIME_MODIFIED, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC),
                          read_time (info, G_FILE_ATTRIBUTE_TIME_CHANGED, G_FILE_ATTRIBUTE_TIME_CHANGED_USEC));
  return self;
}

/* What the machine said of the folder or of a file of it, as what to do. @error: (transfer full) */
static void
propagate (GError **target, GError *error, const char *path)
{
  g_autoptr (GError) reason = error;

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (target, ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (target, ORCH_ERROR, ORCH_ERROR_FILE,
                 /* translators: %s is the path of a folder or of a file */
                 _ ("%s is not on this workstation, or its drive is not connected. Connect the drive, or choose the "
                    "folder again in the connection to the EMR."),
                 path);
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (target, ORCH_ERROR, ORCH_ERROR_FILE,
                 /* translators: %s is the path of a folder or of a file */
                 _ ("This session may not read %s. Ask whoever manages the workstation for the right to read it."),
                 path);
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    g_set_error (target, ORCH_ERROR, ORCH_ERROR_FILE,
                 /* translators: %s is a path */
                 _ ("%s is not a folder. Choose the folder again in the connection to the EMR."), path);
  else
    g_set_error (target, ORCH_ERROR, ORCH_ERROR_FILE,
                 /* translators: the path of a folder or of a file; the system's words */
                 _ ("%s cannot be read: %s. Check the drive that it is on, then try again."), path, reason->message);
}

static void
take_newer (OrchFolderFile **newest, GFileInfo *info, OrchFileMap *map)
{
  const char *name = g_file_info_get_name (info);
  OrchFolderFile *file = NULL;

  if (g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_STANDARD_TYPE) != G_FILE_TYPE_REGULAR ||
      orch_file_folder_is_temporary (name) || !orch_file_map_matches (map, name))
    return;
  file = new_file (info);
  /* Of two of the same moment, the one that an alphabet of dates has last. */
  if (*newest != NULL && (file->changed_us < (*newest)->changed_us ||
                          (file->changed_us == (*newest)->changed_us && strcmp (file->name, (*newest)->name) < 0)))
    {
      orch_folder_file_free (file);
      return;
    }
  g_clear_pointer (newest, orch_folder_file_free);
  *newest = file;
}

OrchFolderFile *
orch_file_folder_await_newest (const char *folder, OrchFileMap *map, GError **error)
{
  g_autoptr (GFile) directory = g_file_new_for_path (folder);
  g_autoptr (GFileEnumerator) files = NULL;
  g_autoptr (OrchFolderFile) newest = NULL;
  GError *local_error = NULL;

  files =
      dex_await_object (dex_file_enumerate_children (directory, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT),
                        &local_error);
  while (files != NULL)
    {
      GList *infos =
          dex_await_boxed (dex_file_enumerator_next_files (files, FILES_AT_ONCE, G_PRIORITY_DEFAULT), &local_error);
      const gboolean ended = infos == NULL;

      for (GList *info = infos; info != NULL; info = info->next)
        take_newer (&newest, info->data, map);
      g_list_free_full (infos, g_object_unref);
      if (ended)
        break;
    }
  if (local_error != NULL)
    {
      propagate (error, local_error, folder);
      return NULL;
    }
  if (newest == NULL)
    g_set_error (error, ORCH_ERROR, ORCH_ERROR_FILE,
                 /* translators: the name of a file, perhaps with a “*”; the path of a folder */
                 _ ("There is no file “%s” in %s. Export it from the EMR into that folder, or choose another file in "
                    "the connection to the EMR."),
                 orch_file_map_get_pattern (map), folder);
  return g_steal_pointer (&newest);
}

/* Awaits. Returns: (transfer full) (nullable) */
static OrchFolderFile *
look_at (GFile *file, GError **error)
{
  g_autoptr (GFileInfo) info =
      dex_await_object (dex_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT), error);

  return info != NULL ? new_file (info) : NULL;
}

static gboolean
is_same (const OrchFolderFile *a, const OrchFolderFile *b)
{
  return a->size == b->size && a->changed_us == b->changed_us;
}

static gboolean
is_quiet (const OrchFolderFile *file)
{
  const gint64 age = orch_clock_now_us () - file->changed_us;

  /* What was changed in the future was so by another clock: what can be seen of it is whether it changes again. */
  return age > QUIET_US || age < 0;
}

GBytes *
orch_file_folder_await_contents (const char *folder, OrchFolderFile **file, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_build_filename (folder, (*file)->name, NULL);
  g_autoptr (GFile) source = g_file_new_for_path (path);
  GError *local_error = NULL;

  for (guint i = 0; i < LOOKS && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_autoptr (OrchFolderFile) before = look_at (source, &local_error);
      g_autoptr (OrchFolderFile) after = NULL;
      g_autoptr (GBytes) bytes = NULL;

      if (before != NULL && before->size > ORCH_FILE_MAX_BYTES)
        {
          g_set_error (error, ORCH_ERROR, ORCH_ERROR_FILE,
                       /* translators: the path of a file; a number of megabytes */
                       _ ("%s is larger than %d MB. Export fewer days at once."), path,
                       ORCH_FILE_MAX_BYTES / (1024 * 1024));
          return NULL;
        }
      if (before != NULL && is_same (before, *file) && is_quiet (before))
        {
          bytes = dex_await_boxed (dex_file_load_contents_bytes (source), &local_error);
          after = bytes != NULL ? look_at (source, &local_error) : NULL;
          if (after != NULL && is_same (before, after) && g_bytes_get_size (bytes) == (gsize) after->size)
            return g_steal_pointer (&bytes);
        }
      if (local_error != NULL)
        {
          propagate (error, local_error, path);
          return NULL;
        }
      g_clear_pointer (file, orch_folder_file_free);
      *file = g_steal_pointer (&before);
      dex_await (dex_timeout_new_msec (LOOK_EVERY_MS), NULL);
    }
  if (g_cancellable_is_cancelled (cancellable))
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
  else
    g_set_error (error, ORCH_ERROR, ORCH_ERROR_FILE,
                 /* translators: %s is the path of a file */
                 _ ("%s is still being written. It is read once it is whole: nothing has to be done."), path);
  return NULL;
}
