/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-record.h.
 */
#include "orch-sync-record.h"

struct _OrchSyncRecord
{
  GObject parent_instance;

  /* owned */
  OrchSyncRecordFields fields; /* its strings too */
};

typedef enum
{
  PROP_KIND = 1,
  PROP_STATE,
  PROP_STARTED,
  PROP_ENDED,
  PROP_SENT,
  PROP_FAILED,
  PROP_ERROR_CODE,
} OrchSyncRecordProperty;

static GParamSpec *properties[PROP_ERROR_CODE + 1];

G_DEFINE_FINAL_TYPE (OrchSyncRecord, orch_sync_record, G_TYPE_OBJECT)

static void
orch_sync_record_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchSyncRecord *self = ORCH_SYNC_RECORD (object);

  switch ((OrchSyncRecordProperty) id)
    {
    case PROP_KIND:
      g_value_set_int (value, self->fields.kind);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->fields.state);
      break;
    case PROP_STARTED:
      g_value_set_int64 (value, self->fields.started);
      break;
    case PROP_ENDED:
      g_value_set_int64 (value, self->fields.ended);
      break;
    case PROP_SENT:
      g_value_set_uint (value, self->fields.counts.sent);
      break;
    case PROP_FAILED:
      g_value_set_uint (value, self->fields.counts.failed);
      break;
    case PROP_ERROR_CODE:
      g_value_set_int (value, self->fields.error_code);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_sync_record_finalize (GObject *object)
{
  OrchSyncRecord *self = ORCH_SYNC_RECORD (object);

  g_free ((char *) self->fields.host);
  g_free ((char *) self->fields.error_text);

  G_OBJECT_CLASS (orch_sync_record_parent_class)->finalize (object);
}

static void
orch_sync_record_class_init (OrchSyncRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_sync_record_finalize;
  object_class->get_property = orch_sync_record_get_property;

  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_STARTED] = g_param_spec_int64 ("started", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ENDED] = g_param_spec_int64 ("ended", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SENT] = g_param_spec_uint ("sent", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FAILED] = g_param_spec_uint ("failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ERROR_CODE] = g_param_spec_int ("error-code", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_sync_record_init (OrchSyncRecord *self)
{
}

OrchSyncRecord *
orch_sync_record_new (const OrchSyncRecordFields *fields)
{
  g_return_val_if_fail (fields != NULL, NULL);

  OrchSyncRecord *self = g_object_new (ORCH_TYPE_SYNC_RECORD, NULL);
  self->fields = *fields;
  self->fields.host = g_strdup (fields->host);
  self->fields.error_text = g_strdup (fields->error_text);
  return self;
}

const OrchSyncRecordFields *
orch_sync_record_get_fields (OrchSyncRecord *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_RECORD (self), NULL);

  return &self->fields;
}
