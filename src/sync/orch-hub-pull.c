/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-hub-pull.h.
 */
#include "orch-hub-pull.h"

#include "core/orch-release.h"

/* Less than this after the last change that was seen, the same changes come again, by the overlap: they are known, and noting the hub's time
 * would be a write for nothing. */
#define WATERMARK_STEP_US (10 * 60 * G_GINT64_CONSTANT (1000000))
/* Of who asks every other second: what was being written when the hub answered the last time */
#define SHORT_OVERLAP_US (15 * G_GINT64_CONSTANT (1000000))

static OrchHubPager *
begin (OrchHubPull *self, gint64 since)
{
  OrchHubPager *pager = orch_hub_read_changes (self->hub, self->clinic_hub_id, self->kind, since);

  if (self->since_us > 0)
    orch_hub_pager_set_overlap (pager, since, SHORT_OVERLAP_US);
  return pager;
}

static gboolean
await_pages (OrchHubPull *self, OrchHubPager *pager, GError **error)
{
  for (gboolean last = FALSE; !last;)
    {
      DexFuture *next = orch_hub_pager_next (pager);
      g_autoptr (OrchHubPage) page = dex_await_object (self->guard != NULL ? self->guard (self, next) : next, error);

      if (page == NULL)
        return FALSE;
      if (self->server_us == 0)
        self->server_us = orch_hub_page_get_server_us (page);
      if (orch_hub_page_get_records (page)->len > 0)
        {
          self->any = TRUE;
          if (!self->apply (self, page, error))
            return FALSE;
        }
      last = orch_hub_page_is_last (page);
      orch_release_elsewhere (g_steal_pointer (&page), g_object_unref);
    }
  return TRUE;
}

gboolean
orch_hub_pull_await (OrchHubPull *self, GError **error)
{
  gint64 since = self->since_us;
  g_autoptr (OrchHubPager) pager = NULL;
  g_autofree char *text = NULL;

  self->server_us = 0;
  self->any = FALSE;
  if (since == 0)
    {
      text = dex_await_string (orch_store_get_cursor (self->store, self->cursor), NULL);
      since = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
    }
  pager = begin (self, since);
  if (!await_pages (self, pager, error))
    return FALSE;
  if (self->since_us > 0 || self->server_us == 0 ||
      (since != 0 && (!self->any || self->server_us - since < WATERMARK_STEP_US)))
    return TRUE;
  g_free (text);
  text = g_strdup_printf ("%" G_GINT64_FORMAT, self->server_us);
  return dex_await (orch_store_set_cursor (self->store, self->actor, self->cursor, text), error);
}
