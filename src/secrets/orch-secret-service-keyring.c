/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-secret-service-keyring.h. Only orch_keyring_unlock() may show the service's prompt: everything else looks first
 * whether the collection or the item is locked, and says so. Values are stored as base64, because not every service keeps
 * arbitrary bytes.
 */
#include "orch-secret-service-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <sodium.h>
#include <string.h>

#include "core/orch-error.h"

struct _OrchSecretServiceKeyring
{
  OrchKeyring parent_instance;
};

G_DEFINE_FINAL_TYPE (OrchSecretServiceKeyring, orch_secret_service_keyring, ORCH_TYPE_KEYRING)

static const SecretSchema schema = {
  "ca.orchestrateur.Orchestrateur.Secret",
  SECRET_SCHEMA_NONE,
  {
      { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "scope", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "name", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "training", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

/* What a fiber needs of the call that started it */
typedef struct
{
  /* owned */
  GHashTable *attributes; /* (nullable) */
  GCancellable *cancellable;
  OrchSecret *secret; /* (nullable) */
  char *label;        /* (nullable) */
} Request;

static Request *
request_new (OrchKeyring *keyring, const char *kind, const char *scope, const char *name, GCancellable *cancellable)
{
  Request *request = g_new0 (Request, 1);

  /* Without one of the caller's, every operation still needs its own: see fail(). */
  request->cancellable = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  if (scope != NULL)
    {
      request->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
      g_hash_table_insert (request->attributes, (gpointer) "application", g_strdup (ORCH_APPLICATION_ID));
      g_hash_table_insert (request->attributes, (gpointer) "scope", g_strdup (scope));
      g_hash_table_insert (request->attributes, (gpointer) "training",
                           g_strdup (orch_keyring_get_training (keyring) ? "1" : "0"));
      if (kind != NULL)
        {
          g_hash_table_insert (request->attributes, (gpointer) "kind", g_strdup (kind));
          g_hash_table_insert (request->attributes, (gpointer) "name", g_strdup (name != NULL ? name : ""));
        }
    }
  return request;
}

static void
request_free (Request *request)
{
  g_clear_pointer (&request->attributes, g_hash_table_unref);
  g_clear_object (&request->cancellable);
  g_clear_pointer (&request->secret, orch_secret_unref);
  g_free (request->label);
  g_free (request);
}

/* Says what libsecret's @error (nullable: a dismissed prompt has none) means to the user */
static DexFuture *
fail (Request *request, GError *error)
{
  g_autoptr (GError) owned = error;

  if (g_cancellable_is_cancelled (request->cancellable))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
  if (error == NULL || g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_KEYRING_LOCKED, "The keyring is locked");
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_FAILED, "The keyring changed meanwhile");
  if (error->domain == G_DBUS_ERROR || error->domain == G_IO_ERROR)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_KEYRING_MISSING, "No keyring service: %s", error->message);
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_FAILED, "The keyring failed: %s", error->message);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;

  dex_promise_resolve_object (promise, g_object_ref (result));
}

/* Awaits an asynchronous call that was given on_ready() and a reference of @promise */
static GAsyncResult *
await_result (DexPromise *promise)
{
  GAsyncResult *result = dex_await_object (DEX_FUTURE (promise), NULL);
  g_assert (result != NULL); /* on_ready() never rejects */
  return result;
}

static SecretService *
await_service (Request *request, GError **error)
{
  DexPromise *promise = dex_promise_new ();

  /* Without loading every collection: a service that has only just its name fails at that, with a critical of libsecret's. */
  secret_service_get (SECRET_SERVICE_OPEN_SESSION, request->cancellable, on_ready, dex_ref (promise));
  g_autoptr (GAsyncResult) result = await_result (promise);
  return secret_service_get_finish (result, error);
}

/* Returns: (transfer full) (nullable): the default collection; %NULL without an error when there is none yet */
static SecretCollection *
await_collection (Request *request, SecretService *service, GError **error)
{
  DexPromise *promise = dex_promise_new ();

  secret_collection_for_alias (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, request->cancellable,
                               on_ready, dex_ref (promise));
  g_autoptr (GAsyncResult) result = await_result (promise);
  return secret_collection_for_alias_finish (result, error);
}

/* Returns: (transfer full): the items; one that is locked is an error */
static gboolean
await_items (Request *request, SecretService *service, SecretSearchFlags flags, GList **items, GError **error)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr (GError) local_error = NULL;

  secret_service_search (service, &schema, request->attributes, SECRET_SEARCH_ALL | flags, request->cancellable,
                         on_ready, dex_ref (promise));
  g_autoptr (GAsyncResult) result = await_result (promise);
  *items = secret_service_search_finish (service, result, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (GList *l = *items; l != NULL; l = l->next)
    if (secret_item_get_locked (l->data))
      {
        g_set_error (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "Locked");
        g_list_free_full (g_steal_pointer (items), g_object_unref);
        return FALSE;
      }
  return TRUE;
}

static DexFuture *
probe_fiber (gpointer user_data)
{
  Request *request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = await_service (request, &error);
  g_autoptr (SecretCollection) collection = NULL;

  if (service != NULL)
    collection = await_collection (request, service, &error);
  if (g_cancellable_is_cancelled (request->cancellable))
    return fail (request, NULL);
  if (error != NULL)
    {
      g_debug ("No keyring: %s", error->message);
      return dex_future_new_for_uint (ORCH_KEYRING_MISSING);
    }
  /* Without a default collection the service wants to ask for a password first, as if it were locked. */
  if (collection == NULL || secret_collection_get_locked (collection))
    return dex_future_new_for_uint (ORCH_KEYRING_LOCKED);
  return dex_future_new_for_uint (ORCH_KEYRING_AVAILABLE);
}

static DexFuture *
unlock_fiber (gpointer user_data)
{
  Request *request = user_data;
  GError *error = NULL;
  g_autoptr (SecretService) service = await_service (request, &error);
  g_autoptr (SecretCollection) collection = NULL;

  if (service != NULL)
    collection = await_collection (request, service, &error);
  if (error != NULL)
    return fail (request, error);

  DexPromise *promise = dex_promise_new ();
  if (collection == NULL)
    {
      secret_collection_create (service, _ ("Default keyring"), SECRET_COLLECTION_DEFAULT,
                                SECRET_COLLECTION_CREATE_NONE, request->cancellable, on_ready, dex_ref (promise));
      g_autoptr (GAsyncResult) result = await_result (promise);
      collection = secret_collection_create_finish (result, &error);
      return collection != NULL ? dex_future_new_true () : fail (request, error);
    }
  if (!secret_collection_get_locked (collection))
    {
      dex_unref (promise);
      return dex_future_new_true ();
    }

  GList objects = { .data = collection };
  secret_service_unlock (service, &objects, request->cancellable, on_ready, dex_ref (promise));
  g_autoptr (GAsyncResult) result = await_result (promise);
  int n_unlocked = secret_service_unlock_finish (service, result, NULL, &error);
  return n_unlocked > 0 ? dex_future_new_true () : fail (request, error);
}

static DexFuture *
store_fiber (gpointer user_data)
{
  Request *request = user_data;
  GError *error = NULL;
  g_autoptr (SecretService) service = await_service (request, &error);
  g_autoptr (SecretCollection) collection = NULL;

  if (service != NULL)
    collection = await_collection (request, service, &error);
  if (error != NULL)
    return fail (request, error);
  if (collection == NULL || secret_collection_get_locked (collection))
    return fail (request, NULL);

  gsize length = orch_secret_get_length (request->secret);
  gsize size = sodium_base64_encoded_len (length, sodium_base64_VARIANT_ORIGINAL);
  char *text = sodium_malloc (size);
  sodium_bin2base64 (text, size, orch_secret_get_data (request->secret), length, sodium_base64_VARIANT_ORIGINAL);
  g_autoptr (SecretValue) value = secret_value_new (text, size - 1, "text/plain");
  sodium_free (text);

  DexPromise *promise = dex_promise_new ();
  secret_service_store (service, &schema, request->attributes, SECRET_COLLECTION_DEFAULT, request->label, value,
                        request->cancellable, on_ready, dex_ref (promise));
  g_autoptr (GAsyncResult) result = await_result (promise);
  if (!secret_service_store_finish (service, result, &error))
    return fail (request, error);
  return dex_future_new_true ();
}

static DexFuture *
lookup_fiber (gpointer user_data)
{
  Request *request = user_data;
  GError *error = NULL;
  g_autoptr (SecretService) service = await_service (request, &error);
  g_autolist (SecretItem) items = NULL;

  if (service == NULL || !await_items (request, service, SECRET_SEARCH_LOAD_SECRETS, &items, &error))
    return fail (request, error);
  if (items == NULL)
    return dex_future_new_take_boxed (ORCH_TYPE_SECRET, NULL);

  g_autoptr (SecretValue) value = secret_item_get_secret (items->data);
  if (value == NULL)
    return fail (request, NULL);

  gsize length = 0;
  const char *text = secret_value_get (value, &length);
  gsize size = length / 4 * 3 + 3;
  guint8 *bytes = sodium_malloc (size);
  gsize n_bytes = 0;
  int status = sodium_base642bin (bytes, size, text, length, NULL, &n_bytes, NULL, sodium_base64_VARIANT_ORIGINAL);
  OrchSecret *secret = status == 0 ? orch_secret_new (bytes, n_bytes) : NULL;
  sodium_free (bytes);
  if (secret == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_FAILED, "What the keyring holds cannot be understood");
  return dex_future_new_take_boxed (ORCH_TYPE_SECRET, secret);
}

static DexFuture *
clear_fiber (gpointer user_data)
{
  Request *request = user_data;
  GError *error = NULL;
  g_autoptr (SecretService) service = await_service (request, &error);
  g_autolist (SecretItem) items = NULL;

  if (service == NULL || !await_items (request, service, SECRET_SEARCH_NONE, &items, &error))
    return fail (request, error);
  if (items == NULL)
    return dex_future_new_false ();

  for (GList *l = items; l != NULL; l = l->next)
    {
      DexPromise *promise = dex_promise_new ();
      secret_item_delete (l->data, request->cancellable, on_ready, dex_ref (promise));
      g_autoptr (GAsyncResult) result = await_result (promise);
      if (!secret_item_delete_finish (l->data, result, &error))
        return fail (request, error);
    }
  return dex_future_new_true ();
}

static DexFuture *
spawn (DexFiberFunc func, Request *request)
{
  /* In the caller's thread: the engine asks in one of the pool while the main thread starts GTK. */
  return dex_scheduler_spawn (dex_scheduler_get_thread_default (), 0, func, request, (GDestroyNotify) request_free);
}

static DexFuture *
orch_secret_service_keyring_probe (OrchKeyring *keyring, GCancellable *cancellable)
{
  return spawn (probe_fiber, request_new (keyring, NULL, NULL, NULL, cancellable));
}

static DexFuture *
orch_secret_service_keyring_unlock (OrchKeyring *keyring, GCancellable *cancellable)
{
  return spawn (unlock_fiber, request_new (keyring, NULL, NULL, NULL, cancellable));
}

static DexFuture *
orch_secret_service_keyring_store (OrchKeyring *keyring, OrchSecretKind kind, const char *scope, const char *name,
                                   const char *label, OrchSecret *secret, GCancellable *cancellable)
{
  Request *request = request_new (keyring, orch_secret_kind_get_nick (kind), scope, name, cancellable);

  request->label = g_strdup (label);
  request->secret = orch_secret_ref (secret);
  return spawn (store_fiber, request);
}

static DexFuture *
orch_secret_service_keyring_lookup (OrchKeyring *keyring, OrchSecretKind kind, const char *scope, const char *name,
                                    GCancellable *cancellable)
{
  return spawn (lookup_fiber, request_new (keyring, orch_secret_kind_get_nick (kind), scope, name, cancellable));
}

static DexFuture *
orch_secret_service_keyring_clear (OrchKeyring *keyring, OrchSecretKind kind, const char *scope, const char *name,
                                   GCancellable *cancellable)
{
  return spawn (clear_fiber, request_new (keyring, orch_secret_kind_get_nick (kind), scope, name, cancellable));
}

static DexFuture *
orch_secret_service_keyring_clear_scope (OrchKeyring *keyring, const char *scope, GCancellable *cancellable)
{
  return spawn (clear_fiber, request_new (keyring, NULL, scope, NULL, cancellable));
}

static gboolean
orch_secret_service_keyring_is_lasting (OrchKeyring *keyring)
{
  return TRUE;
}

static void
orch_secret_service_keyring_class_init (OrchSecretServiceKeyringClass *klass)
{
  OrchKeyringClass *keyring_class = ORCH_KEYRING_CLASS (klass);

  keyring_class->probe = orch_secret_service_keyring_probe;
  keyring_class->unlock = orch_secret_service_keyring_unlock;
  keyring_class->store = orch_secret_service_keyring_store;
  keyring_class->lookup = orch_secret_service_keyring_lookup;
  keyring_class->clear = orch_secret_service_keyring_clear;
  keyring_class->clear_scope = orch_secret_service_keyring_clear_scope;
  keyring_class->is_lasting = orch_secret_service_keyring_is_lasting;
}

static void
orch_secret_service_keyring_init (OrchSecretServiceKeyring *self)
{
}

OrchKeyring *
orch_secret_service_keyring_new (gboolean training)
{
  return g_object_new (ORCH_TYPE_SECRET_SERVICE_KEYRING, "training", training, NULL);
}
