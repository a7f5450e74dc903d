/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-typed-doubles.h.
 */
#include "orch-typed-doubles.h"

#include "core/orch-error.h"
#include "core/orch-release.h"
#include "orch-engine-private.h"
#include "orch-typed-row.h"

typedef struct
{
  /* owned */
  OrchEngine *engine;
  OrchStore *store;
  GPtrArray *rows; /* (nullable) */
  GObject *kept;   /* (nullable) */

  OrchStoreKind kind;
} Call;

static Call *
call_new (OrchEngine *engine, OrchStoreKind kind)
{
  Call *call = g_new0 (Call, 1);

  call->engine = g_object_ref (engine);
  call->store = g_object_ref (engine->store);
  call->kind = kind;
  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->engine);
  g_object_unref (call->store);
  g_clear_pointer (&call->rows, g_ptr_array_unref);
  g_clear_object (&call->kept);
  g_free (call);
}

static const char *
get_id (gpointer row)
{
  return ORCH_IS_STAFF_MEMBER (row) ? orch_staff_member_get_fields (row)->id : orch_service_get_fields (row)->id;
}

static gboolean
is_active (gpointer row)
{
  return ORCH_IS_STAFF_MEMBER (row) ? orch_staff_member_get_fields (row)->active
                                    : orch_service_get_fields (row)->active;
}

/* What cannot be taken away, what is in use, then an order that is the same everywhere: two administrators who follow the proposal do not
 * take away both. */
static int
compare (gconstpointer a, gconstpointer b)
{
  gpointer one = *(gpointer *) a;
  gpointer other = *(gpointer *) b;
  const int typed = orch_typed_row_is_typed (one) - orch_typed_row_is_typed (other);
  const int active = !!is_active (other) - !!is_active (one);

  if (typed != 0)
    return typed;
  return active != 0 ? active : g_strcmp0 (get_id (one), get_id (other));
}

/* Returns: (transfer full) */
static GPtrArray *
find_doubles (GPtrArray *rows)
{
  g_autoptr (GHashTable) by_key =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *key = orch_typed_row_dup_key (rows->pdata[i]);
      GPtrArray *same = g_hash_table_lookup (by_key, key);

      if (key[0] == '\0')
        continue;
      if (same == NULL)
        {
          same = g_ptr_array_new_with_free_func (g_object_unref);
          g_hash_table_insert (by_key, g_steal_pointer (&key), same);
        }
      g_ptr_array_add (same, g_object_ref (rows->pdata[i]));
      /* The second of its kind: told in the order of the rows. */
      if (same->len == 2)
        g_ptr_array_add (found, g_ptr_array_ref (same));
    }
  for (guint i = found->len; i > 0; i--)
    {
      GPtrArray *same = found->pdata[i - 1];

      g_ptr_array_sort (same, compare);
      if (!orch_typed_row_is_typed (same->pdata[same->len - 1]))
        g_ptr_array_remove_index (found, i - 1);
    }
  return g_steal_pointer (&found);
}

static DexFuture *
find_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  GPtrArray *rows = dex_await_boxed (orch_store_load_all (call->store, call->kind, NULL), &error);
  GPtrArray *found = NULL;

  if (rows == NULL)
    return dex_future_new_for_error (error);
  found = find_doubles (rows);
  orch_release_elsewhere (rows, (GDestroyNotify) g_ptr_array_unref);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, found);
}

static DexFuture *
keep_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GObject) kept = dex_await_object (orch_store_find (call->store, call->kind, get_id (call->kept)), NULL);

  /* Somebody else kept another meanwhile: the last one must not go. */
  if (kept == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CONFLICT, "It was taken away meanwhile");
  for (guint i = 0; i < call->rows->len; i++)
    {
      GError *error = NULL;

      if (g_str_equal (get_id (call->rows->pdata[i]), get_id (call->kept)) ||
          !orch_typed_row_is_typed (call->rows->pdata[i]))
        continue;
      if (dex_await (orch_typed_row_remove (call->engine, call->rows->pdata[i]), &error))
        continue;
      if (!g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
        return dex_future_new_for_error (error);
      g_clear_error (&error);
    }
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_typed_doubles_find (OrchEngine *engine, OrchImportKind kind)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  if (engine->store == NULL || !orch_engine_is_by_hand (engine))
    return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY,
                                      g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref));
  return dex_scheduler_spawn (NULL, 0, find_fiber,
                              call_new (engine, kind == ORCH_IMPORT_STAFF ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES),
                              call_free);
}

DexFuture *
orch_typed_doubles_keep (OrchEngine *engine, GPtrArray *rows, GObject *kept)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (rows != NULL && g_ptr_array_find (rows, kept, NULL), NULL);

  if (engine->store == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "The clinic is closed");
  call = call_new (engine, ORCH_IS_STAFF_MEMBER (kept) ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES);
  call->rows = g_ptr_array_ref (rows);
  call->kept = g_object_ref (kept);
  return dex_scheduler_spawn (NULL, 0, keep_fiber, call, call_free);
}
