/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An outbox row as the status page shows it.
 */
#include "orch-sync-item.h"

struct _OrchSyncItem
{
  GObject parent_instance;

  /* owned */
  OrchOutboxRow *row;
  char *name;    /* (nullable) */
  GError *error; /* (nullable) */

  OrchSyncItemFlags flags;
};

typedef enum
{
  PROP_SEQ = 1,
  PROP_OBJECT_TYPE,
  PROP_NAME,
  PROP_SINCE,
  PROP_ATTEMPTS,
  PROP_NEXT_TRY,
  PROP_FAILED,
  PROP_RETRY,
} OrchSyncItemProperty;

static GParamSpec *properties[PROP_RETRY + 1];

G_DEFINE_FINAL_TYPE (OrchSyncItem, orch_sync_item, G_TYPE_OBJECT)

static const OrchOutboxRowFields *
get_fields (OrchSyncItem *self)
{
  return orch_outbox_row_get_fields (self->row);
}

static void
orch_sync_item_finalize (GObject *object)
{
  OrchSyncItem *self = ORCH_SYNC_ITEM (object);

  g_clear_object (&self->row);
  g_clear_error (&self->error);
  g_free (self->name);
  G_OBJECT_CLASS (orch_sync_item_parent_class)->finalize (object);
}

static void
orch_sync_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchSyncItem *self = ORCH_SYNC_ITEM (object);

  switch ((OrchSyncItemProperty) id)
    {
    case PROP_SEQ:
      g_value_set_int64 (value, orch_sync_item_get_seq (self));
      break;
    case PROP_OBJECT_TYPE:
      g_value_set_string (value, orch_sync_item_get_object_type (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_SINCE:
      g_value_set_int64 (value, orch_sync_item_get_since (self));
      break;
    case PROP_ATTEMPTS:
      g_value_set_uint (value, orch_sync_item_get_attempts (self));
      break;
    case PROP_NEXT_TRY:
      g_value_set_int64 (value, orch_sync_item_get_next_try (self));
      break;
    case PROP_FAILED:
      g_value_set_boolean (value, orch_sync_item_get_failed (self));
      break;
    case PROP_RETRY:
      g_value_set_int (value, orch_sync_item_get_retry (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_sync_item_class_init (OrchSyncItemClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->finalize = orch_sync_item_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_sync_item_get_property;

  properties[PROP_SEQ] = g_param_spec_int64 ("seq", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_OBJECT_TYPE] = g_param_spec_string ("object-type", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_SINCE] = g_param_spec_int64 ("since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ATTEMPTS] = g_param_spec_uint ("attempts", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NEXT_TRY] = g_param_spec_int64 ("next-try", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_FAILED] = g_param_spec_boolean ("failed", NULL, NULL, FALSE, flags);
  properties[PROP_RETRY] = g_param_spec_int ("retry", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
}

static void
orch_sync_item_init (OrchSyncItem *self)
{
}

OrchSyncItem *
orch_sync_item_new (OrchOutboxRow *row, const char *name, OrchSyncItemFlags flags)
{
  OrchSyncItem *self = NULL;
  const OrchOutboxRowFields *fields = NULL;

  g_return_val_if_fail (ORCH_IS_OUTBOX_ROW (row), NULL);

  self = g_object_new (ORCH_TYPE_SYNC_ITEM, NULL);
  self->row = g_object_ref (row);
  self->name = g_strdup (name);
  self->flags = flags;
  fields = get_fields (self);
  if (fields->error_code >= 0 && fields->error_code < ORCH_N_ERRORS)
    self->error =
        g_error_new_literal (ORCH_ERROR, fields->error_code, fields->error_text != NULL ? fields->error_text : "");
  return self;
}

gint64
orch_sync_item_get_seq (OrchSyncItem *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_ITEM (self), 0);

  return get_fields (self)->seq;
}

const char *
orch_sync_item_get_object_type (OrchSyncItem *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_ITEM (self), NULL);

  return get_fields (self)->object_type;
}

const char *
orch_sync_item_get_object_id (OrchSyncItem *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_ITEM (self), NULL);

  return get_fields (self)->object_id;
}

const char *
orch_sync_item_get_name (OrchSyncItem *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_ITEM (self), NULL);

  return self->name;
}

gint64
orch_sync_item_get_since (OrchSyncItem *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_ITEM (self), 0);

  return get_fields (self)->created;
}

guint
orch_sync_item_get_attempts (OrchSyncItem *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_ITEM (self), 0);

  return get_fields (self)->attempts;
}

gint64
orch_sync_item_get_next_try (OrchSyncItem *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_ITEM (self), 0);

  return get_fields (self)->next_try;
}

gboolean
orch_sync_item_get_failed (OrchSyncItem *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_ITEM (self), FALSE);

  return get_fields (self)->state == ORCH_OUTBOX_FAILED;
}

OrchSyncRetry
orch_sync_item_get_retry (OrchSyncItem *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_ITEM (self), ORCH_SYNC_RETRY_BY_ITSELF);

  const OrchOutboxRowFields *fields = get_fields (self);

  if (fields->state != ORCH_OUTBOX_FAILED)
    return fields->error_code == ORCH_ERROR_SIGN_IN_AGAIN ? ORCH_SYNC_RETRY_PERSON : ORCH_SYNC_RETRY_BY_ITSELF;
  if ((self->flags & ORCH_SYNC_ITEM_PARKED) != 0)
    return ORCH_SYNC_RETRY_CONFLICT;
  if ((self->flags & ORCH_SYNC_ITEM_GONE) != 0)
    return ORCH_SYNC_RETRY_USELESS;
  if (g_str_equal (fields->object_type, ORCH_STORE_DOCUMENT) && fields->error_code == ORCH_ERROR_CONFLICT)
    return ORCH_SYNC_RETRY_ALONE;
  /* Whatever was answered: it may have been mended since, here or there. */
  return ORCH_SYNC_RETRY_OFFERED;
}

const GError *
orch_sync_item_get_error (OrchSyncItem *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_ITEM (self), NULL);

  return self->error;
}
