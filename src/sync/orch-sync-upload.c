/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the hub does not have yet, in batches; the hub's ids are noted before the next batch, so that a crash costs one batch sent
 * twice, which the hub recognises. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#define BATCH 100 /* objects sent together; hub/README.md (Creating) */

static gint64
get_revision (gpointer object)
{
  return ORCH_IS_SERVICE (object) ? orch_service_get_fields (object)->revision
                                  : orch_staff_member_get_fields (object)->revision;
}

static const char *
get_id (gpointer object)
{
  return ORCH_IS_SERVICE (object) ? orch_service_get_fields (object)->id : orch_staff_member_get_fields (object)->id;
}

static gboolean
await_links (OrchSyncRun *run, const char *type, GPtrArray *rows, GPtrArray *objects, GError **error)
{
  g_autoptr (GArray) links = g_array_new (FALSE, TRUE, sizeof (OrchStoreLink));

  for (guint i = 0; i < MIN (rows->len, objects->len); i++)
    {
      OrchHubRow *row = g_ptr_array_index (rows, i);

      if (orch_hub_row_get_hub_id (row) != NULL && orch_hub_row_get_error (row) == NULL)
        {
          OrchStoreLink link = { .type = type,
                                 .id = orch_hub_row_get_id (row),
                                 .hub_id = orch_hub_row_get_hub_id (row),
                                 .version = orch_hub_row_get_version (row),
                                 .revision = get_revision (g_ptr_array_index (objects, i)) };

          g_array_append_val (links, link);
        }
    }
  if (links->len == 0)
    return TRUE;
  return dex_await (orch_store_set_hub_links (run->store, &run->actor, (const OrchStoreLink *) (void *) links->data,
                                              links->len),
                    error);
}

/* A record that the hub refuses does not stop the others: it goes to the outbox, where it can be seen and tried again. */
static gboolean
await_refused (OrchSyncRun *run, const char *type, GPtrArray *rows, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      OrchHubRow *row = g_ptr_array_index (rows, i);
      const GError *refused = orch_hub_row_get_error (row);

      if (refused == NULL)
        continue;
      switch (orch_error_code_of (refused))
        {
        case ORCH_ERROR_OFFLINE:
        case ORCH_ERROR_THROTTLED:
        case ORCH_ERROR_SERVER_FAULT:
        case ORCH_ERROR_SIGN_IN_AGAIN:
          g_propagate_error (error, g_error_copy (refused));
          return FALSE;
        default:
          break;
        }
      if (!dex_await (orch_store_enqueue (run->store, &run->actor, ORCH_ACT_IMPORT, type, orch_hub_row_get_id (row),
                                          "update", NULL),
                      error))
        return FALSE;
    }
  return TRUE;
}

static DexFuture *
put (OrchSyncRun *run, OrchStoreKind kind, GPtrArray *page)
{
  const char *clinic = orch_clinic_get_fields (run->clinic)->hub_id;

  if (kind == ORCH_STORE_SERVICES)
    return orch_hub_put_services (run->hub, clinic, page);
  return orch_hub_put_staff (run->hub, clinic, page, run->departments, run->services);
}

static gboolean
await_kind (OrchSyncRun *run, OrchStoreKind kind, const char *type, guint *done, GError **error)
{
  g_autofree char *after = NULL;

  for (;;)
    {
      g_autoptr (GPtrArray) page = dex_await_boxed (orch_store_load_unsynced (run->store, kind, after, BATCH), error);
      g_autoptr (GPtrArray) rows = NULL;

      if (page == NULL)
        return FALSE;
      if (page->len == 0)
        return TRUE;
      if (kind == ORCH_STORE_STAFF && run->services == NULL)
        {
          run->services = dex_await_boxed (orch_store_load_all (run->store, ORCH_STORE_SERVICES, NULL), error);
          if (run->services == NULL)
            return FALSE;
        }
      rows = dex_await_boxed (orch_sync_run_guard (run, put (run, kind, page)), error);
      if (rows == NULL || !await_links (run, type, rows, page, error) || !await_refused (run, type, rows, error))
        return FALSE;
      g_set_str (&after, get_id (g_ptr_array_index (page, page->len - 1)));
      *done += page->len;
      orch_sync_set_progress (run->sync, *done, 0);
    }
}

gboolean
orch_sync_await_upload (OrchSyncRun *run, GError **error)
{
  guint done = 0;

  orch_sync_set_phase (run->sync, ORCH_SYNC_PHASE_UPLOADING);
  run->departments = dex_await_boxed (orch_store_load_departments (run->store), error);
  /* Services first: the roles of the staff point at them. */
  return run->departments != NULL && await_kind (run, ORCH_STORE_SERVICES, "service", &done, error) &&
         await_kind (run, ORCH_STORE_STAFF, "staff", &done, error);
}
