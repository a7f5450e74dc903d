/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One group of the clinic's settings. Immutable; any thread.
 */
#include "orch-hub-setting.h"

struct _OrchHubSetting
{
  GObject parent_instance;

  char *group;        /* (owned) */
  GHashTable *values; /* (owned) */
  char *hub_id;       /* (owned) (nullable) */
  char *version;      /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchHubSetting, orch_hub_setting, G_TYPE_OBJECT)

static void
orch_hub_setting_finalize (GObject *object)
{
  OrchHubSetting *self = ORCH_HUB_SETTING (object);

  g_clear_pointer (&self->group, g_free);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->hub_id, g_free);
  g_clear_pointer (&self->version, g_free);

  G_OBJECT_CLASS (orch_hub_setting_parent_class)->finalize (object);
}

static void
orch_hub_setting_class_init (OrchHubSettingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_setting_finalize;
}

static void
orch_hub_setting_init (OrchHubSetting *self)
{
}

OrchHubSetting *
orch_hub_setting_new (const char *group, GHashTable *values, const char *hub_id, const char *version)
{
  g_return_val_if_fail (group != NULL && *group != '\0', NULL);

  OrchHubSetting *self = g_object_new (ORCH_TYPE_HUB_SETTING, NULL);
  self->group = g_strdup (group);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->hub_id = g_strdup (hub_id);
  self->version = g_strdup (version);
  if (values == NULL)
    return self;
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer value = NULL;
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (self->values, g_strdup (name), g_strdup (value));
  return self;
}

const char *
orch_hub_setting_get_group (OrchHubSetting *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_SETTING (self), NULL);
  return self->group;
}

GHashTable *
orch_hub_setting_get_values (OrchHubSetting *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_SETTING (self), NULL);
  return self->values;
}

const char *
orch_hub_setting_get_value (OrchHubSetting *self, const char *name)
{
  g_return_val_if_fail (ORCH_IS_HUB_SETTING (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  return g_hash_table_lookup (self->values, name);
}

const char *
orch_hub_setting_get_hub_id (OrchHubSetting *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_SETTING (self), NULL);
  return self->hub_id;
}

const char *
orch_hub_setting_get_version (OrchHubSetting *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_SETTING (self), NULL);
  return self->version;
}

gboolean
orch_hub_setting_same_values (OrchHubSetting *a, OrchHubSetting *b)
{
  g_return_val_if_fail (ORCH_IS_HUB_SETTING (a) && ORCH_IS_HUB_SETTING (b), FALSE);

  if (g_hash_table_size (a->values) != g_hash_table_size (b->values))
    return FALSE;
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer value = NULL;
  g_hash_table_iter_init (&iter, a->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_strcmp0 (g_hash_table_lookup (b->values, name), value) != 0)
      return FALSE;
  return TRUE;
}
