/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The keys of the databases. Main thread.
 */
#include "orch-engine-private.h"

#include "core/orch-error.h"

#define KEY_LABEL "Orchestrateur: database key"

static gboolean
await_new_key (OrchEngine *self, OrchSecretKind kind, const char *scope, OrchSecret **key, GError **error)
{
  *key = orch_secret_new_random (ORCH_STORE_KEY_LENGTH);
  return dex_await (orch_keyring_store (self->keyring, kind, scope, NULL, KEY_LABEL, *key, NULL), error);
}

/* File and key must agree: one without the other is never answered with a new, empty database. */
gboolean
orch_engine_await_key (OrchEngine *self, OrchSecretKind kind, const char *scope, const char *path, gboolean create,
                       OrchSecret **key, OrchStoreOpenMode *mode, GError **error)
{
  GError *local_error = NULL;

  *key = dex_await_boxed (orch_keyring_lookup (self->keyring, kind, scope, NULL, NULL), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  switch (orch_store_check_presence (path, *key))
    {
    case ORCH_STORE_READY:
      *mode = ORCH_STORE_OPEN_EXISTING;
      return TRUE;
    case ORCH_STORE_NONE:
      if (!create)
        {
          g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_DAMAGED, "The database and its key are both gone");
          return FALSE;
        }
      *mode = ORCH_STORE_CREATE;
      return await_new_key (self, kind, scope, key, error);
    case ORCH_STORE_KEY_WITHOUT_FILE:
      /* A crash between keeping the key and making the file: only where a new file was being made. */
      if (create)
        {
          *mode = ORCH_STORE_CREATE;
          return TRUE;
        }
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_DAMAGED, "The database is gone; its key is there");
      return FALSE;
    case ORCH_STORE_FILE_WITHOUT_KEY:
    default:
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_DAMAGED, "The keyring no longer has the key of the database");
      return FALSE;
    }
}
