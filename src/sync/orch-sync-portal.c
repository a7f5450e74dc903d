/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients, their accounts on the portal and the invitations to it, from the hub into the store. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#include "core/orch-release.h"
#include "store/orch-store-portal.h"

/* As in orch-sync-changes.c: what the overlap brings again is known. */
#define WATERMARK_STEP_US (10 * 60 * G_GINT64_CONSTANT (1000000))

/* Accounts and invitations name patients: these come first. */
static const struct
{
  OrchHubKind kind;
  const char *cursor;
} kinds[] = {
  { ORCH_HUB_PATIENTS, "hub-patients" },
  { ORCH_HUB_ACCOUNTS, "hub-accounts" },
  { ORCH_HUB_INVITATIONS, "hub-invitations" },
};

static DexFuture *
apply (OrchSyncRun *run, OrchHubKind kind, OrchHubPage *page)
{
  GPtrArray *records = orch_hub_page_get_records (page);

  if (kind == ORCH_HUB_ACCOUNTS)
    return orch_store_apply_hub_accounts (run->store, &run->actor, records);
  if (kind == ORCH_HUB_INVITATIONS)
    return orch_store_apply_hub_invitations (run->store, &run->actor, records);

  g_autoptr (GPtrArray) versions = g_ptr_array_new ();
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (versions, (gpointer) orch_hub_page_get_version (page, i));
  return orch_store_apply_hub_patients (run->store, &run->actor, records, (const char *const *) versions->pdata);
}

static gboolean
await_kind (OrchSyncRun *run, OrchHubKind kind, const char *cursor, GError **error)
{
  g_autofree char *text = dex_await_string (orch_store_get_cursor (run->store, cursor), NULL);
  const gint64 since = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  g_autoptr (OrchHubPager) pager =
      orch_hub_read_changes (run->hub, orch_clinic_get_fields (run->clinic)->hub_id, kind, since);
  gint64 watermark = 0;
  gboolean any = FALSE;

  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchHubPage) page = dex_await_object (orch_sync_run_guard (run, orch_hub_pager_next (pager)), error);

      if (page == NULL)
        return FALSE;
      if (watermark == 0)
        watermark = orch_hub_page_get_server_us (page);
      if (orch_hub_page_get_records (page)->len > 0)
        {
          any = TRUE;
          if (!dex_await (apply (run, kind, page), error))
            return FALSE;
        }
      last = orch_hub_page_is_last (page);
      orch_release_elsewhere (g_steal_pointer (&page), g_object_unref);
    }
  if (watermark == 0 || (since != 0 && (!any || watermark - since < WATERMARK_STEP_US)))
    return TRUE;
  g_free (text);
  text = g_strdup_printf ("%" G_GINT64_FORMAT, watermark);
  return dex_await (orch_store_set_cursor (run->store, &run->actor, cursor, text), error);
}

gboolean
orch_sync_await_portal (OrchSyncRun *run, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (await_kind (run, kinds[i].kind, kinds[i].cursor, &local_error))
        continue;
      /* A hub that shows none of them to a workstation does without the portal; the rest goes on. */
      if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_REFUSED) ||
          g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED))
        continue;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}
