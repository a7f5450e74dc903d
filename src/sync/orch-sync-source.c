/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-source.h.
 */
#include "orch-sync-source.h"

struct _OrchSyncSource
{
  GObject parent_instance;

  OrchSyncSourceFields fields; /* its strings are owned */
};

enum
{
  PROP_NAME = 1,
  PROP_DETAIL,
};

G_DEFINE_FINAL_TYPE (OrchSyncSource, orch_sync_source, G_TYPE_OBJECT)

static void
orch_sync_source_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchSyncSource *self = ORCH_SYNC_SOURCE (object);

  g_value_set_string (value, id == PROP_NAME ? self->fields.name : self->fields.detail);
}

static void
orch_sync_source_finalize (GObject *object)
{
  OrchSyncSource *self = ORCH_SYNC_SOURCE (object);

  g_free ((char *) self->fields.emr_id);
  g_free ((char *) self->fields.name);
  g_free ((char *) self->fields.detail);
  G_OBJECT_CLASS (orch_sync_source_parent_class)->finalize (object);
}

static void
orch_sync_source_class_init (OrchSyncSourceClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->finalize = orch_sync_source_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_sync_source_get_property;

  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_NAME,
                                   g_param_spec_string ("name", NULL, NULL, NULL, flags));
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_DETAIL,
                                   g_param_spec_string ("detail", NULL, NULL, NULL, flags));
}

static void
orch_sync_source_init (OrchSyncSource *self)
{
}

OrchSyncSource *
orch_sync_source_new (const OrchSyncSourceFields *fields)
{
  g_return_val_if_fail (fields != NULL, NULL);
  g_return_val_if_fail (fields->emr_id != NULL && fields->name != NULL, NULL);

  OrchSyncSource *self = g_object_new (ORCH_TYPE_SYNC_SOURCE, NULL);

  self->fields = *fields;
  self->fields.emr_id = g_strdup (fields->emr_id);
  self->fields.name = g_strdup (fields->name);
  self->fields.detail = g_strdup (fields->detail);
  return self;
}

const OrchSyncSourceFields *
orch_sync_source_get_fields (OrchSyncSource *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_SOURCE (self), NULL);

  return &self->fields;
}
