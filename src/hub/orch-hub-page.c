/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One page of what changed on the hub. Immutable; any thread.
 */
#include "orch-hub-page.h"

struct _OrchHubPage
{
  GObject parent_instance;

  GPtrArray *records;  /* (owned) */
  GPtrArray *versions; /* (owned) */
  guint unreadable;
  gboolean is_last;
  gint64 server_us;
};

G_DEFINE_FINAL_TYPE (OrchHubPage, orch_hub_page, G_TYPE_OBJECT)

static void
orch_hub_page_finalize (GObject *object)
{
  OrchHubPage *self = ORCH_HUB_PAGE (object);

  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->versions, g_ptr_array_unref);

  G_OBJECT_CLASS (orch_hub_page_parent_class)->finalize (object);
}

static void
orch_hub_page_class_init (OrchHubPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_page_finalize;
}

static void
orch_hub_page_init (OrchHubPage *self)
{
}

OrchHubPage *
orch_hub_page_new (GPtrArray *records, GPtrArray *versions, guint unreadable)
{
  g_return_val_if_fail (records != NULL && versions != NULL, NULL);
  g_return_val_if_fail (records->len == versions->len, NULL);

  OrchHubPage *self = g_object_new (ORCH_TYPE_HUB_PAGE, NULL);
  self->records = records;
  self->versions = versions;
  self->unreadable = unreadable;
  return self;
}

GPtrArray *
orch_hub_page_get_records (OrchHubPage *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_PAGE (self), NULL);
  return self->records;
}

const char *
orch_hub_page_get_version (OrchHubPage *self, guint index)
{
  g_return_val_if_fail (ORCH_IS_HUB_PAGE (self), NULL);
  g_return_val_if_fail (index < self->versions->len, NULL);
  return g_ptr_array_index (self->versions, index);
}

guint
orch_hub_page_get_unreadable (OrchHubPage *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_PAGE (self), 0);
  return self->unreadable;
}

gboolean
orch_hub_page_is_last (OrchHubPage *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_PAGE (self), TRUE);
  return self->is_last;
}

gint64
orch_hub_page_get_server_us (OrchHubPage *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_PAGE (self), 0);
  return self->server_us;
}

void
orch_hub_page_set_position (OrchHubPage *self, gboolean is_last, gint64 server_us)
{
  g_return_if_fail (ORCH_IS_HUB_PAGE (self));
  self->is_last = is_last;
  self->server_us = server_us;
}
