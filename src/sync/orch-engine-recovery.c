/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Ways out of what keeps the program from starting: the keyring unlocked; for a store that does not open, the copy kept before
 * the last migration, or a fresh start with the damaged file set aside. Nothing is deleted but what a session-only run wrote.
 * Main thread.
 */
#include "orch-engine-private.h"

#include <glib/gstdio.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"

static DexFuture *
unlock_keyring_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  GError *error = NULL;

  if (!dex_await (orch_keyring_unlock (call->engine->keyring, NULL), &error))
    return dex_future_new_for_error (error);
  return orch_engine_start (call->engine);
}

void
orch_engine_remove_directory (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_unlink (child) != 0)
        orch_engine_remove_directory (child);
    }
  g_rmdir (path);
}

static DexFuture *
set_aside_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  g_autofree char *path = g_steal_pointer (&self->broken_path);
  g_autofree char *scope = g_steal_pointer (&self->broken_scope);
  GError *error = NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) && !dex_await (orch_store_set_aside (path), &error))
    return dex_future_new_for_error (error);
  if (scope != NULL && g_str_equal (scope, ORCH_KEYRING_WORKSTATION))
    {
      g_autofree char *clinics = g_build_filename (self->data_dir, "clinics", NULL);

      g_autofree char *aside = g_strdup_printf ("%s.aside-%" G_GINT64_FORMAT, clinics, orch_clock_now_us ());

      /* Without the list of clinics their files cannot be found again either: the whole is set aside. */
      if (g_file_test (clinics, G_FILE_TEST_EXISTS) && g_rename (clinics, aside) != 0)
        return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "%s cannot be set aside", clinics);
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
  GError *error = NULL;

  if (self->broken_path == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "Nothing is damaged");
  if (!dex_await (orch_store_restore_copy (self->broken_path), &error))
    return dex_future_new_for_error (error);
  return orch_engine_start (self);
}

gboolean
orch_engine_has_copy (OrchEngine *self)
{
  g_autofree char *folder = NULL;
  g_autofree char *base = NULL;
  g_autofree char *prefix = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), FALSE);

  if (self->broken_path == NULL)
    return FALSE;
  folder = g_path_get_dirname (self->broken_path);
  base = g_path_get_basename (self->broken_path);
  prefix = g_strconcat (base, ".before-", NULL);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      return TRUE;
  return FALSE;
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

DexFuture *
orch_engine_unlock_keyring (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return orch_engine_spawn (unlock_keyring_fiber, orch_engine_call_new (self));
}
