/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which id the hub has for what an EMR id names. One thread.
 */
#include "orch-hub-links.h"

struct _OrchHubLinks
{
  GHashTable *tables[ORCH_N_HUB_KINDS]; /* (owned) (nullable): EMR id → hub id */
};

OrchHubLinks *
orch_hub_links_new (void)
{
  return g_rc_box_new0 (OrchHubLinks);
}

OrchHubLinks *
orch_hub_links_ref (OrchHubLinks *self)
{
  return g_rc_box_acquire (self);
}

static void
links_clear (gpointer data)
{
  OrchHubLinks *self = data;

  for (gsize i = 0; i < G_N_ELEMENTS (self->tables); i++)
    g_clear_pointer (&self->tables[i], g_hash_table_unref);
}

void
orch_hub_links_unref (OrchHubLinks *self)
{
  g_rc_box_release_full (self, links_clear);
}

void
orch_hub_links_add (OrchHubLinks *self, OrchHubKind kind, const char *emr_id, const char *hub_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (kind < ORCH_N_HUB_KINDS);

  if (emr_id == NULL || hub_id == NULL)
    return;
  if (self->tables[kind] == NULL)
    self->tables[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->tables[kind], g_strdup (emr_id), g_strdup (hub_id));
}

const char *
orch_hub_links_find (OrchHubLinks *self, OrchHubKind kind, const char *emr_id)
{
  g_return_val_if_fail (kind < ORCH_N_HUB_KINDS, NULL);

  if (self == NULL || emr_id == NULL || self->tables[kind] == NULL)
    return NULL;
  return g_hash_table_lookup (self->tables[kind], emr_id);
}
