/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-pull.h.
 */
#include "orch-message-pull.h"

#include "core/orch-error.h"
#include "core/orch-release.h"
#include "hub/orch-hub-messages.h"
#include "store/orch-store-messages.h"

#define CURSOR "hub-messages"
#define PATIENTS_AT_ONCE 50
/* As that of the other kinds: orch-sync-changes.c */
#define WATERMARK_STEP_US (10 * 60 * G_GINT64_CONSTANT (1000000))
/* Of those who ask every other second: what was being written when the hub answered the last time */
#define SHORT_OVERLAP_US (15 * G_GINT64_CONSTANT (1000000))

static gboolean
await_apply (OrchMessagePull *self, OrchHubPage *page, GError **error)
{
  GPtrArray *records = orch_hub_page_get_records (page);
  g_autoptr (GPtrArray) versions = g_ptr_array_new ();
  g_autoptr (DexFuture) future = NULL;
  GError *local_error = NULL;
  guint changed = 0;

  if (records->len == 0)
    return TRUE;
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (versions, (gpointer) orch_hub_page_get_version (page, i));
  changed = dex_await_uint (orch_store_apply_hub_messages (self->store, self->actor, records,
                                                           (const char *const *) versions->pdata),
                            &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  self->changed += changed;
  return TRUE;
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
await_early (OrchMessagePull *self, GError **error)
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
await_patients (OrchMessagePull *self, GError **error)
{
  g_auto (GStrv) ids = dex_await_boxed (orch_store_list_unknown_patients (self->store, PATIENTS_AT_ONCE), error);
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);

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
  return patients->len == 0 || dex_await (orch_store_adopt_patients (self->store, self->actor, patients), error);
}

static gboolean
await_pages (OrchMessagePull *self, gint64 since, gboolean *any, GError **error)
{
  g_autoptr (OrchHubPager) pager = orch_hub_read_changes (self->hub, self->clinic_hub_id, ORCH_HUB_MESSAGES, since);

  if (self->since_us > 0)
    orch_hub_pager_set_overlap (pager, self->since_us, SHORT_OVERLAP_US);
  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchHubPage) page = dex_await_object (orch_hub_pager_next (pager), error);

      if (page == NULL)
        return FALSE;
      if (self->server_us == 0)
        self->server_us = orch_hub_page_get_server_us (page);
      *any = *any || orch_hub_page_get_records (page)->len > 0;
      if (!await_apply (self, page, error))
        return FALSE;
      last = orch_hub_page_is_last (page);
      orch_release_elsewhere (g_steal_pointer (&page), g_object_unref);
    }
  return TRUE;
}

gboolean
orch_message_pull_await (OrchMessagePull *self, GError **error)
{
  g_autofree char *text = dex_await_string (orch_store_get_cursor (self->store, CURSOR), NULL);
  const gint64 cursor = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  const gint64 since = self->since_us > 0 ? self->since_us : cursor;
  gboolean any = FALSE;

  self->server_us = 0;
  self->changed = 0;
  if (!await_pages (self, since, &any, error) || !await_early (self, error) || !await_patients (self, error))
    return FALSE;
  if (self->server_us == 0 || self->since_us > 0 ||
      (cursor != 0 && (!any || self->server_us - cursor < WATERMARK_STEP_US)))
    return TRUE;
  g_free (text);
  text = g_strdup_printf ("%" G_GINT64_FORMAT, self->server_us);
  return dex_await (orch_store_set_cursor (self->store, self->actor, CURSOR, text), error);
}
