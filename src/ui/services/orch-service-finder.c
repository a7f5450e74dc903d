/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-finder.h.
 */
#include "orch-service-finder.h"

#include "orch-row-reader.h"

typedef struct
{
  /* owned */
  OrchStoreList *list;
  char *id;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->list);
  g_free (search->id);
  g_free (search);
}

static DexFuture *
find_fiber (gpointer data)
{
  Search *search = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (!dex_await (orch_store_list_when_loaded (search->list), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  rows = dex_await_boxed (orch_row_reader_load (G_LIST_MODEL (search->list), NULL), &error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      OrchService *service = g_ptr_array_index (rows, i);

      if (g_strcmp0 (orch_service_get_fields (service)->id, search->id) == 0)
        return dex_future_new_take_object (g_object_ref (service));
    }
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "The service is no longer there");
}

DexFuture *
orch_service_finder_find (OrchEngine *engine, const char *id)
{
  Search *search = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  search = g_new0 (Search, 1);
  search->list = orch_engine_list_services (engine);
  search->id = g_strdup (id);
  orch_store_list_set_tab (search->list, ORCH_STORE_TAB_ACTIVE);
  return dex_scheduler_spawn (NULL, 0, find_fiber, search, search_free);
}
