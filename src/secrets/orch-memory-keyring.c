/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-memory-keyring.h. The key of the table is "kind/scope/name"; no part of it is secret.
 */
#include "orch-memory-keyring.h"

#include "core/orch-error.h"

struct _OrchMemoryKeyring
{
  OrchKeyring parent_instance;

  /* owned */
  GHashTable *secrets; /* char * → OrchSecret */

  OrchKeyringState state;
  gboolean dismiss;
};

G_DEFINE_FINAL_TYPE (OrchMemoryKeyring, orch_memory_keyring, ORCH_TYPE_KEYRING)

static char *
make_key (OrchSecretKind kind, const char *scope, const char *name)
{
  return g_strdup_printf ("%s/%s/%s", orch_secret_kind_get_nick (kind), scope, name != NULL ? name : "");
}

/* Returns: (transfer full) (nullable): a rejected future when nothing can be answered now */
static DexFuture *
refuse (OrchMemoryKeyring *self, GCancellable *cancellable)
{
  if (g_cancellable_is_cancelled (cancellable))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
  if (self->state == ORCH_KEYRING_MISSING)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_KEYRING_MISSING, "No keyring service");
  if (self->state == ORCH_KEYRING_LOCKED)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_KEYRING_LOCKED, "The keyring is locked");
  return NULL;
}

static DexFuture *
orch_memory_keyring_probe (OrchKeyring *keyring, GCancellable *cancellable)
{
  OrchMemoryKeyring *self = ORCH_MEMORY_KEYRING (keyring);

  if (g_cancellable_is_cancelled (cancellable))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
  return dex_future_new_for_uint (self->state);
}

static DexFuture *
orch_memory_keyring_unlock (OrchKeyring *keyring, GCancellable *cancellable)
{
  OrchMemoryKeyring *self = ORCH_MEMORY_KEYRING (keyring);

  if (self->state == ORCH_KEYRING_LOCKED && !self->dismiss && !g_cancellable_is_cancelled (cancellable))
    self->state = ORCH_KEYRING_AVAILABLE;
  DexFuture *refused = refuse (self, cancellable);
  return refused != NULL ? refused : dex_future_new_true ();
}

static DexFuture *
orch_memory_keyring_store (OrchKeyring *keyring, OrchSecretKind kind, const char *scope, const char *name,
                           const char *label, OrchSecret *secret, GCancellable *cancellable)
{
  OrchMemoryKeyring *self = ORCH_MEMORY_KEYRING (keyring);
  DexFuture *refused = refuse (self, cancellable);

  if (refused != NULL)
    return refused;
  g_hash_table_replace (self->secrets, make_key (kind, scope, name), orch_secret_ref (secret));
  return dex_future_new_true ();
}

static DexFuture *
orch_memory_keyring_lookup (OrchKeyring *keyring, OrchSecretKind kind, const char *scope, const char *name,
                            GCancellable *cancellable)
{
  OrchMemoryKeyring *self = ORCH_MEMORY_KEYRING (keyring);
  DexFuture *refused = refuse (self, cancellable);

  if (refused != NULL)
    return refused;
  g_autofree char *key = make_key (kind, scope, name);
  OrchSecret *secret = g_hash_table_lookup (self->secrets, key);
  return dex_future_new_take_boxed (ORCH_TYPE_SECRET, secret != NULL ? orch_secret_ref (secret) : NULL);
}

static DexFuture *
orch_memory_keyring_clear (OrchKeyring *keyring, OrchSecretKind kind, const char *scope, const char *name,
                           GCancellable *cancellable)
{
  OrchMemoryKeyring *self = ORCH_MEMORY_KEYRING (keyring);
  DexFuture *refused = refuse (self, cancellable);

  if (refused != NULL)
    return refused;
  g_autofree char *key = make_key (kind, scope, name);
  return dex_future_new_for_boolean (g_hash_table_remove (self->secrets, key));
}

static DexFuture *
orch_memory_keyring_clear_scope (OrchKeyring *keyring, const char *scope, GCancellable *cancellable)
{
  OrchMemoryKeyring *self = ORCH_MEMORY_KEYRING (keyring);
  DexFuture *refused = refuse (self, cancellable);

  if (refused != NULL)
    return refused;

  guint n_removed = 0;
  GHashTableIter iter;
  const char *key;
  g_hash_table_iter_init (&iter, self->secrets);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, NULL))
    {
      g_auto (GStrv) parts = g_strsplit (key, "/", 3);
      if (g_strcmp0 (parts[1], scope) == 0)
        {
          g_hash_table_iter_remove (&iter);
          n_removed++;
        }
    }
  return dex_future_new_for_boolean (n_removed > 0);
}

static gboolean
orch_memory_keyring_is_lasting (OrchKeyring *keyring)
{
  return FALSE;
}

static void
orch_memory_keyring_finalize (GObject *object)
{
  OrchMemoryKeyring *self = ORCH_MEMORY_KEYRING (object);

  g_clear_pointer (&self->secrets, g_hash_table_unref);

  G_OBJECT_CLASS (orch_memory_keyring_parent_class)->finalize (object);
}

static void
orch_memory_keyring_class_init (OrchMemoryKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  OrchKeyringClass *keyring_class = ORCH_KEYRING_CLASS (klass);

  object_class->finalize = orch_memory_keyring_finalize;
  keyring_class->probe = orch_memory_keyring_probe;
  keyring_class->unlock = orch_memory_keyring_unlock;
  keyring_class->store = orch_memory_keyring_store;
  keyring_class->lookup = orch_memory_keyring_lookup;
  keyring_class->clear = orch_memory_keyring_clear;
  keyring_class->clear_scope = orch_memory_keyring_clear_scope;
  keyring_class->is_lasting = orch_memory_keyring_is_lasting;
}

static void
orch_memory_keyring_init (OrchMemoryKeyring *self)
{
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) orch_secret_unref);
}

OrchKeyring *
orch_memory_keyring_new (gboolean training)
{
  return g_object_new (ORCH_TYPE_MEMORY_KEYRING, "training", training, NULL);
}

void
orch_memory_keyring_set_state (OrchMemoryKeyring *self, OrchKeyringState state)
{
  g_return_if_fail (ORCH_IS_MEMORY_KEYRING (self));

  self->state = state;
}

void
orch_memory_keyring_set_dismiss (OrchMemoryKeyring *self, gboolean dismiss)
{
  g_return_if_fail (ORCH_IS_MEMORY_KEYRING (self));

  self->dismiss = dismiss;
}

guint
orch_memory_keyring_get_n_secrets (OrchMemoryKeyring *self)
{
  g_return_val_if_fail (ORCH_IS_MEMORY_KEYRING (self), 0);

  return g_hash_table_size (self->secrets);
}
