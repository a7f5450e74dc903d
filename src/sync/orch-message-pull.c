/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-pull.h.
 */
#include "orch-message-pull.h"

#include "core/orch-error.h"
#include "hub/orch-hub-messages.h"
#include "store/orch-store-messages.h"
#include "store/orch-store-portal.h"

#define PATIENTS_AT_ONCE 50

static gboolean
await_apply (OrchHubPull *self, OrchHubPage *page, GError **error)
{
  GPtrArray *records = orch_hub_page_get_records (page);
  g_autoptr (GPtrArray) versions = g_ptr_array_new ();

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (versions, (gpointer) orch_hub_page_get_version (page, i));
  return dex_await (orch_store_apply_hub_messages (self->store, self->actor, records,
                                                   (const char *const *) versions->pdata),
                    error);
}

/* What is not there, or not shown, will not come: the rest does. */
static gboolean
passes_over (GError **error)
{
  if (!g_error_matches (*error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) &&
      !g_error_matches (*error, ORCH_ERROR, ORCH_ERROR_REFUSED))
    return FALSE;
  g_clear_error (error);
  return TRUE;
}

static gboolean
await_early (OrchHubPull *self, GError **error)
{
  g_auto (GStrv) ids = dex_await_boxed (orch_store_list_early_messages (self->store), error);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (OrchHubPage) page = dex_await_object (orch_hub_read_conversation (self->hub, ids[i]), &local_error);

      if (page == NULL && !passes_over (&local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (page != NULL && !await_apply (self, page, error))
        return FALSE;
    }
  return ids != NULL;
}

static gboolean
await_patients (OrchHubPull *self, GError **error)
{
  g_auto (GStrv) ids = dex_await_boxed (orch_store_list_unknown_patients (self->store, PATIENTS_AT_ONCE), error);
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree const char **versions = NULL; /* not known: a run that reads them all notes them */

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;
      OrchPatient *patient = dex_await_object (orch_hub_read_patient (self->hub, ids[i]), &local_error);

      if (patient == NULL && !passes_over (&local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (patient != NULL)
        g_ptr_array_add (patients, patient);
    }
  if (ids == NULL)
    return FALSE;
  versions = g_new0 (const char *, patients->len + 1);
  return patients->len == 0 ||
         dex_await (orch_store_apply_hub_patients (self->store, self->actor, patients, versions), error);
}

gboolean
orch_message_pull_await (OrchHubPull *self, GError **error)
{
  self->kind = ORCH_HUB_MESSAGES;
  self->cursor = "hub-messages";
  self->apply = await_apply;
  if (!orch_hub_pull_await (self, error))
    return FALSE;
  /* What was left out before is looked for again by each run, not every other second. */
  return (self->since_us > 0 && !self->any) || (await_early (self, error) && await_patients (self, error));
}
