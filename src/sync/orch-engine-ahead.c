/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the engine asks of the keyring and the disk as it starts, in a thread of the pool: the main thread is busy starting GTK.
 */
#include "orch-engine-private.h"

#include "secrets/orch-secret-service-keyring.h"

static void
ahead_clear (gpointer data)
{
  OrchEngineAhead *self = data;

  g_clear_object (&self->keyring);
  g_clear_object (&self->bootstrap);
  g_free (self->path);
}

void
orch_engine_ahead_unref (OrchEngineAhead *self)
{
  g_atomic_rc_box_release_full (self, ahead_clear);
}

/* Failures are left to the engine: it tries again, and says what each leads to. */
static DexFuture *
ahead_fiber (gpointer data)
{
  OrchEngineAhead *self = data;
  g_autoptr (OrchSecret) key = NULL;

  self->state = (OrchKeyringState) dex_await_uint (orch_keyring_probe (self->keyring, NULL), NULL);
  if (self->state != ORCH_KEYRING_AVAILABLE || self->path == NULL)
    return dex_future_new_for_boolean (TRUE);
  key = dex_await_boxed (orch_keyring_lookup (self->keyring, ORCH_SECRET_BOOTSTRAP_KEY, ORCH_KEYRING_WORKSTATION, NULL,
                                              NULL),
                         NULL);
  if (key != NULL && orch_store_check_presence (self->path, key) == ORCH_STORE_READY)
    self->bootstrap = dex_await_object (orch_bootstrap_open (self->path, key, ORCH_STORE_OPEN_EXISTING), NULL);
  return dex_future_new_for_boolean (TRUE);
}

OrchEngineAhead *
orch_engine_ahead_new (OrchEngine *engine, DexFuture **done)
{
  OrchEngineAhead *self = g_atomic_rc_box_new0 (OrchEngineAhead);
  /* The other keyrings are objects of the main thread. */
  DexScheduler *scheduler =
      ORCH_IS_SECRET_SERVICE_KEYRING (engine->keyring) ? dex_thread_pool_scheduler_get_default () : NULL;

  self->keyring = g_object_ref (engine->keyring);
  if (engine->bootstrap == NULL)
    self->path = g_build_filename (engine->data_dir, "bootstrap.db", NULL);
  *done = dex_scheduler_spawn (scheduler, 0, ahead_fiber, g_atomic_rc_box_acquire (self),
                               (GDestroyNotify) orch_engine_ahead_unref);
  return self;
}

gboolean
orch_engine_has_clinics (OrchEngine *self)
{
  g_autofree char *path = NULL;
  g_autoptr (GDir) clinics = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), FALSE);

  path = g_build_filename (self->data_dir, "clinics", NULL);
  clinics = g_dir_open (path, 0, NULL);
  return clinics != NULL && g_dir_read_name (clinics) != NULL;
}
