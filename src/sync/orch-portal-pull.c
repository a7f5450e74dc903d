/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-portal-pull.h.
 */
#include "orch-portal-pull.h"

#include "core/orch-error.h"
#include "store/orch-store-messages.h"
#include "store/orch-store-portal.h"

static gboolean
apply_patients (OrchHubPull *pull, OrchHubPage *page, GError **error)
{
  GPtrArray *records = orch_hub_page_get_records (page);
  g_autoptr (GPtrArray) versions = g_ptr_array_new ();

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (versions, (gpointer) orch_hub_page_get_version (page, i));
  return dex_await (orch_store_apply_hub_patients (pull->store, pull->actor, records,
                                                   (const char *const *) versions->pdata),
                    error);
}

static gboolean
apply_accounts (OrchHubPull *pull, OrchHubPage *page, GError **error)
{
  return dex_await (orch_store_apply_hub_accounts (pull->store, pull->actor, orch_hub_page_get_records (page)), error);
}

static gboolean
apply_tasks (OrchHubPull *pull, OrchHubPage *page, GError **error)
{
  GPtrArray *records = orch_hub_page_get_records (page);
  g_autoptr (GPtrArray) invitations = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) versions = g_ptr_array_new ();

  for (guint i = 0; i < records->len; i++)
    {
      if (ORCH_IS_PORTAL_INVITATION (records->pdata[i]))
        {
          g_ptr_array_add (invitations, g_object_ref (records->pdata[i]));
          continue;
        }
      g_ptr_array_add (notes, g_object_ref (records->pdata[i]));
      g_ptr_array_add (versions, (gpointer) orch_hub_page_get_version (page, i));
    }
  return (invitations->len == 0 ||
          dex_await (orch_store_apply_hub_invitations (pull->store, pull->actor, invitations), error)) &&
         (notes->len == 0 || dex_await (orch_store_apply_hub_notes (pull->store, pull->actor, notes,
                                                                    (const char *const *) versions->pdata),
                                        error));
}

static const struct
{
  OrchHubKind kind;
  const char *cursor;
  gboolean (*apply) (OrchHubPull *pull, OrchHubPage *page, GError **error);
} kinds[] = {
  { ORCH_HUB_PATIENTS, "hub-patients", apply_patients },
  { ORCH_HUB_ACCOUNTS, "hub-accounts", apply_accounts },
  { ORCH_HUB_INVITATIONS, "hub-invitations", apply_tasks },
};

gboolean
orch_portal_pull_passes (const GError *error)
{
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED);
}

gboolean
orch_portal_pull_await (OrchHubPull *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == self->kind)
      {
        self->cursor = kinds[i].cursor;
        self->apply = kinds[i].apply;
      }
  g_return_val_if_fail (self->apply != NULL, FALSE);

  if (orch_hub_pull_await (self, &local_error) || orch_portal_pull_passes (local_error))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
