/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What became of one object that was put on the hub. Immutable; any thread.
 */
#include "orch-hub-row.h"

struct _OrchHubRow
{
  GObject parent_instance;

  char *id;        /* (owned) */
  char *hub_id;    /* (owned) (nullable) */
  char *version;   /* (owned) (nullable) */
  GError *error;   /* (owned) (nullable) */
  GObject *theirs; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchHubRow, orch_hub_row, G_TYPE_OBJECT)

static void
orch_hub_row_finalize (GObject *object)
{
  OrchHubRow *self = ORCH_HUB_ROW (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->hub_id, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_error (&self->error);
  g_clear_object (&self->theirs);

  G_OBJECT_CLASS (orch_hub_row_parent_class)->finalize (object);
}

static void
orch_hub_row_class_init (OrchHubRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_row_finalize;
}

static void
orch_hub_row_init (OrchHubRow *self)
{
}

OrchHubRow *
orch_hub_row_new (const char *id, const char *hub_id, const char *version, const GError *error)
{
  OrchHubRow *self = g_object_new (ORCH_TYPE_HUB_ROW, NULL);
  self->id = g_strdup (id);
  self->hub_id = g_strdup (hub_id);
  self->version = g_strdup (version);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  return self;
}

const char *
orch_hub_row_get_id (OrchHubRow *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ROW (self), NULL);
  return self->id;
}

const char *
orch_hub_row_get_hub_id (OrchHubRow *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ROW (self), NULL);
  return self->hub_id;
}

const char *
orch_hub_row_get_version (OrchHubRow *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ROW (self), NULL);
  return self->version;
}

const GError *
orch_hub_row_get_error (OrchHubRow *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ROW (self), NULL);
  return self->error;
}

gpointer
orch_hub_row_get_theirs (OrchHubRow *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ROW (self), NULL);
  return self->theirs;
}

void
orch_hub_row_take_theirs (OrchHubRow *self, gpointer theirs)
{
  g_return_if_fail (ORCH_IS_HUB_ROW (self));
  g_clear_object (&self->theirs);
  self->theirs = theirs;
}
