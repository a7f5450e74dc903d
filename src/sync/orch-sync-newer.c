/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the hub held when something unsent, or not settled, kept it out of the store: read again by name, for it does not come down a second
 * time. What nothing keeps out any more comes in; a conflict that waits for its person shows what the hub has by now. In the fiber of a
 * run, main thread.
 */
#include "orch-sync-private.h"

#include "fhir/orch-fhir-reference.h"
#include "orch-outbox-conflict.h"

/* Returns: whether it could be tried; @kept_out: (out): whether something here still keeps it out */
static gboolean
await_come_in (OrchSyncRun *run, OrchService *theirs, const char *version, gboolean *kept_out, GError **error)
{
  const char *versions[] = { version, NULL };
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) left = NULL;

  g_ptr_array_add (one, theirs);
  left = dex_await_boxed (orch_store_apply_hub_services (run->store, &run->actor, one, versions), error);
  *kept_out = left != NULL && left->len > 0;
  return left != NULL;
}

/* @mine: (nullable): it is not here */
static gboolean
await_service (OrchSyncRun *run, OrchService *mine, const char *hub_id, GError **error)
{
  const char *const *professionals = mine != NULL ? orch_service_get_fields (mine)->professional_emr_ids : NULL;
  g_autoptr (OrchHubRow) row = NULL;
  gpointer theirs = NULL;
  gboolean kept_out = FALSE;
  gboolean waits = FALSE;

  row = dex_await_object (orch_sync_run_guard (run, orch_hub_read_service (run->hub, hub_id, professionals)), error);
  if (row == NULL)
    return FALSE;
  theirs = orch_hub_row_get_theirs (row);
  if (theirs == NULL)
    return TRUE;
  if (!await_come_in (run, theirs, orch_hub_row_get_version (row), &kept_out, error))
    return FALSE;
  if (!kept_out || mine == NULL)
    return TRUE;
  /* A conflict that waits, or one that nobody can tell from what it came: asked, with what the hub has now. */
  run->counts.conflicts++;
  return orch_outbox_await_conflict (run->store, &run->actor, G_OBJECT (mine), theirs, orch_hub_row_get_version (row),
                                     &waits, error);
}

gboolean
orch_sync_await_newer (OrchSyncRun *run, GError **error)
{
  g_auto (GStrv) rows = dex_await_boxed (orch_store_list_newer (run->store, ORCH_STORE_SERVICES), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; rows[i] != NULL && rows[i + 1] != NULL; i += 2)
    {
      g_autoptr (OrchService) mine =
          dex_await_object (orch_store_find (run->store, ORCH_STORE_SERVICES, rows[i]), NULL);

      if ((orch_fhir_id_is_valid (rows[i + 1]) && !await_service (run, mine, rows[i + 1], error)) ||
          !dex_await (orch_store_forget_newer (run->store, &run->actor, ORCH_STORE_SERVICES, rows[i]), error))
        return FALSE;
    }
  return TRUE;
}

/* People are few, and their roles come with them: all are read again. */
gboolean
orch_sync_await_newer_staff (OrchSyncRun *run, const char *cursor, GError **error)
{
  g_auto (GStrv) rows = dex_await_boxed (orch_store_list_newer (run->store, ORCH_STORE_STAFF), error);

  if (rows == NULL)
    return FALSE;
  if (rows[0] != NULL && !dex_await (orch_store_set_cursor (run->store, &run->actor, cursor, NULL), error))
    return FALSE;
  for (guint i = 0; rows[i] != NULL && rows[i + 1] != NULL; i += 2)
    if (!dex_await (orch_store_forget_newer (run->store, &run->actor, ORCH_STORE_STAFF, rows[i]), error))
      return FALSE;
  return TRUE;
}
