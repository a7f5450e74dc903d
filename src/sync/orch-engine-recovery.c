/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Ways out of a store that does not open: the copy kept before the last migration, or a fresh start with the damaged file set
 * aside. Nothing is ever deleted here. Main thread.
 */
#include "orch-engine-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/orch-error.h"

/* The copy that the last migration kept beside @path, NULL when there is none. */
static char *
dup_copy_path (const char *path)
{
  g_autofree char *dir_name = g_path_get_dirname (path);
  g_autofree char *prefix = NULL;
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GDir) dir = g_dir_open (dir_name, 0, NULL);
  g_autofree char *best = NULL;
  const char *name = NULL;
  guint64 newest = 0;

  prefix = g_strconcat (base, ".before-", NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      guint64 version = 0;

      if (g_str_has_prefix (name, prefix) &&
          g_ascii_string_to_unsigned (name + strlen (prefix), 10, 0, G_MAXUINT32, &version, NULL) &&
          (best == NULL || version > newest))
        {
          g_free (best);
          best = g_build_filename (dir_name, name, NULL);
          newest = version;
        }
    }
  return g_steal_pointer (&best);
}

/* Moves @path and what SQLite keeps beside it out of the way; never deletes. */
static void
set_file_aside (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  const gint64 stamp = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strdup_printf ("%s.aside-%" G_GINT64_FORMAT "%s", path, stamp, suffixes[i]);

      if (g_file_test (from, G_FILE_TEST_EXISTS) && g_rename (from, to) != 0)
        g_warning ("A damaged database could not be set aside");
    }
}

static DexFuture *
set_aside_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  g_autofree char *path = g_steal_pointer (&self->broken_path);
  g_autofree char *scope = g_steal_pointer (&self->broken_scope);
  GError *error = NULL;

  if (path != NULL)
    set_file_aside (path);
  if (scope != NULL && g_str_equal (scope, ORCH_KEYRING_WORKSTATION))
    {
      g_autofree char *clinics = g_build_filename (self->data_dir, "clinics", NULL);

      /* Without the list of clinics their files cannot be found again either: the whole is set aside. */
      set_file_aside (clinics);
      if (!dex_await (orch_keyring_clear (self->keyring, ORCH_SECRET_BOOTSTRAP_KEY, scope, NULL, NULL), &error))
        g_clear_error (&error);
    }
  else if (scope != NULL)
    {
      if (!dex_await (orch_bootstrap_remove_clinic (self->bootstrap, scope), &error))
        return dex_future_new_for_error (error);
    }
  return orch_engine_start (self);
}

static DexFuture *
restore_copy_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  g_autofree char *copy = self->broken_path != NULL ? dup_copy_path (self->broken_path) : NULL;

  if (copy == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "There is no copy");
  set_file_aside (self->broken_path);
  if (g_rename (copy, self->broken_path) != 0)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_FAILED, "The copy could not be put back");
  return orch_engine_start (self);
}

gboolean
orch_engine_has_copy (OrchEngine *self)
{
  g_autofree char *copy = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), FALSE);

  copy = self->broken_path != NULL ? dup_copy_path (self->broken_path) : NULL;
  return copy != NULL;
}

DexFuture *
orch_engine_restore_copy (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return orch_engine_spawn (restore_copy_fiber, orch_engine_call_new (self));
}

DexFuture *
orch_engine_set_aside (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return orch_engine_spawn (set_aside_fiber, orch_engine_call_new (self));
}
