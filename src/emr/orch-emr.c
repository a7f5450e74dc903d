/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A connection to the clinic's EMR: what every connector implements, and which connectors there are.
 */
#include "orch-emr.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "orch-emr-fhir.h"
#include "orch-emr-file.h"
#include "orch-emr-oscar.h"
#include "orch-emr-posting.h"
#include "orch-emr-private.h"
#include "orch-emr-rest.h"

typedef struct
{
  /* owned */
  GHashTable *values;
  OrchHttp *http;
  GCancellable *cancellable;

  OrchEmrSecretFunc secret; /* (nullable) */
  gpointer secret_data;
  GDestroyNotify secret_destroy;
} OrchEmrPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (OrchEmr, orch_emr, G_TYPE_OBJECT)

static OrchEmrFlags
orch_emr_real_get_flags (OrchEmr *self)
{
  return 0;
}

static DexFuture *
orch_emr_real_has_changed (OrchEmr *self, gint64 since_us)
{
  return dex_future_new_true ();
}

static DexFuture *
next_empty (gpointer reading)
{
  GPtrArray *nothing = g_ptr_array_new_with_free_func (g_object_unref);

  return dex_future_new_take_object (orch_emr_page_new (nothing, NULL, 0, TRUE));
}

/* A connector without that kind of thing has none of it. */
static OrchEmrPager *
orch_emr_real_read_window (OrchEmr *self, const OrchEmrWindow *window)
{
  return orch_emr_pager_new (next_empty, NULL, NULL);
}

static OrchEmrPager *
orch_emr_real_read_patients (OrchEmr *self, const char *const *emr_ids)
{
  return orch_emr_pager_new (next_empty, NULL, NULL);
}

static void
orch_emr_dispose (GObject *object)
{
  OrchEmrPrivate *priv = orch_emr_get_instance_private (ORCH_EMR (object));

  if (priv->secret_destroy != NULL)
    g_clear_pointer (&priv->secret_data, priv->secret_destroy);
  priv->secret = NULL;
  g_clear_object (&priv->http);
  g_clear_object (&priv->cancellable);
  g_clear_pointer (&priv->values, g_hash_table_unref);

  G_OBJECT_CLASS (orch_emr_parent_class)->dispose (object);
}

static void
orch_emr_class_init (OrchEmrClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_emr_dispose;
  klass->get_flags = orch_emr_real_get_flags;
  klass->has_changed = orch_emr_real_has_changed;
  klass->read_schedules = orch_emr_real_read_window;
  klass->read_slots = orch_emr_real_read_window;
  klass->read_appointments = orch_emr_real_read_window;
  klass->read_patients = orch_emr_real_read_patients;
}

static void
orch_emr_init (OrchEmr *self)
{
  OrchEmrPrivate *priv = orch_emr_get_instance_private (self);

  priv->http = orch_http_new ();
  priv->cancellable = g_cancellable_new ();
}

OrchEmr *
orch_emr_make (GType type, GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data, GDestroyNotify destroy)
{
  OrchEmr *self = NULL;
  OrchEmrPrivate *priv = NULL;
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  g_return_val_if_fail (g_type_is_a (type, ORCH_TYPE_EMR), NULL);
  g_return_val_if_fail (values != NULL, NULL);

  self = g_object_new (type, NULL);
  priv = orch_emr_get_instance_private (self);
  priv->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (priv->values, g_strdup (key), g_strdup (value));
  priv->secret = secret;
  priv->secret_data = user_data;
  priv->secret_destroy = destroy;
  return self;
}

const char *
orch_emr_get_value (OrchEmr *self, const char *field)
{
  OrchEmrPrivate *priv = orch_emr_get_instance_private (self);
  const char *value = NULL;

  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);

  value = g_hash_table_lookup (priv->values, field);
  return orch_text_is_empty (value) ? NULL : value;
}

char *
orch_emr_fetch_secret (OrchEmr *self, const char *field, GError **error)
{
  OrchEmrPrivate *priv = orch_emr_get_instance_private (self);

  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);

  if (priv->secret != NULL)
    return dex_await_string (priv->secret (field, priv->secret_data), error);
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, field);
  return NULL;
}

OrchHttp *
orch_emr_get_http (OrchEmr *self)
{
  OrchEmrPrivate *priv = orch_emr_get_instance_private (self);

  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return priv->http;
}

GCancellable *
orch_emr_get_cancellable (OrchEmr *self)
{
  OrchEmrPrivate *priv = orch_emr_get_instance_private (self);

  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return priv->cancellable;
}

OrchEmr *
orch_emr_new (const char *kind, GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data,
              GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (values != NULL, NULL);

  if (g_strcmp0 (kind, "fhir-r4") == 0)
    return orch_emr_fhir_new (values, secret, user_data, destroy);
  if (g_strcmp0 (kind, "oscar") == 0)
    return orch_emr_make (ORCH_TYPE_EMR_OSCAR, values, secret, user_data, destroy);
  if (g_strcmp0 (kind, "file") == 0)
    return orch_emr_make (ORCH_TYPE_EMR_FILE, values, secret, user_data, destroy);
  if (destroy != NULL)
    destroy (user_data);
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED,
                       _ ("The connection to this electronic medical record is not available yet."));
  return NULL;
}

OrchEmr *
orch_emr_new_for_vendor (OrchEmrVendor *vendor, GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data,
                         GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (vendor), NULL);
  g_return_val_if_fail (values != NULL, NULL);

  if (g_str_equal (orch_emr_vendor_get_protocol (vendor), "rest"))
    return orch_emr_rest_new (vendor, values, secret, user_data, destroy, error);
  return orch_emr_new (orch_emr_vendor_get_protocol_as (vendor, values), values, secret, user_data, destroy, error);
}

DexFuture *
orch_emr_test_connection (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return ORCH_EMR_GET_CLASS (self)->test_connection (self);
}

OrchEmrPager *
orch_emr_read_staff (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return ORCH_EMR_GET_CLASS (self)->read_staff (self);
}

OrchEmrPager *
orch_emr_read_services (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return ORCH_EMR_GET_CLASS (self)->read_services (self);
}

DexFuture *
orch_emr_read_departments (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return ORCH_EMR_GET_CLASS (self)->read_departments (self);
}

OrchEmrFlags
orch_emr_get_flags (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), 0);
  return ORCH_EMR_GET_CLASS (self)->get_flags (self);
}

guint
orch_emr_get_requests (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), 0);
  return orch_http_get_requests (orch_emr_get_http (self));
}

DexFuture *
orch_emr_has_changed (OrchEmr *self, gint64 since_us)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  return ORCH_EMR_GET_CLASS (self)->has_changed (self, since_us);
}

OrchEmrPager *
orch_emr_read_schedules (OrchEmr *self, gint64 from_us, gint64 to_us, gint64 since_us, const char *cursor)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  OrchEmrWindow window = { from_us, to_us, since_us, cursor };
  return ORCH_EMR_GET_CLASS (self)->read_schedules (self, &window);
}

OrchEmrPager *
orch_emr_read_slots (OrchEmr *self, gint64 from_us, gint64 to_us, gint64 since_us, const char *cursor)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  OrchEmrWindow window = { from_us, to_us, since_us, cursor };
  return ORCH_EMR_GET_CLASS (self)->read_slots (self, &window);
}

OrchEmrPager *
orch_emr_read_appointments (OrchEmr *self, gint64 from_us, gint64 to_us, gint64 since_us, const char *cursor)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  OrchEmrWindow window = { from_us, to_us, since_us, cursor };
  return ORCH_EMR_GET_CLASS (self)->read_appointments (self, &window);
}

gboolean
orch_emr_can_find (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), FALSE);

  return ORCH_EMR_GET_CLASS (self)->find_appointments != NULL;
}

DexFuture *
orch_emr_find_appointments (OrchEmr *self, const char *const *emr_ids)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  g_return_val_if_fail (emr_ids != NULL && g_strv_length ((char **) emr_ids) <= ORCH_EMR_FIND_MAX, NULL);

  if (ORCH_EMR_GET_CLASS (self)->find_appointments == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "This EMR is not asked of single appointments");
  return ORCH_EMR_GET_CLASS (self)->find_appointments (self, emr_ids);
}

OrchEmrPager *
orch_emr_read_patients (OrchEmr *self, const char *const *emr_ids)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  g_return_val_if_fail (emr_ids != NULL, NULL);
  return ORCH_EMR_GET_CLASS (self)->read_patients (self, emr_ids);
}

gboolean
orch_emr_get_span (OrchEmr *self, gint64 *first_us, gint64 *last_us)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), FALSE);
  g_return_val_if_fail (first_us != NULL && last_us != NULL, FALSE);

  if (ORCH_EMR_GET_CLASS (self)->get_span == NULL)
    return FALSE;
  if (!ORCH_EMR_GET_CLASS (self)->get_span (self, first_us, last_us))
    {
      *first_us = 1;
      *last_us = 0;
    }
  return TRUE;
}

DexFuture *
orch_emr_post_document (OrchEmr *self, OrchEmrDocument *document, gboolean again, OrchEmrLeaveFunc leave,
                        gpointer user_data, GDestroyNotify destroy)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  g_return_val_if_fail (ORCH_IS_EMR_DOCUMENT (document), NULL);

  return orch_emr_posting_spawn (self, document, FALSE, again, leave, user_data, destroy);
}

DexFuture *
orch_emr_post_note (OrchEmr *self, OrchEmrDocument *document, gboolean again, OrchEmrLeaveFunc leave,
                    gpointer user_data, GDestroyNotify destroy)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  g_return_val_if_fail (ORCH_IS_EMR_DOCUMENT (document), NULL);

  return orch_emr_posting_spawn (self, document, TRUE, again, leave, user_data, destroy);
}

void
orch_emr_cancel (OrchEmr *self)
{
  OrchEmrPrivate *priv = orch_emr_get_instance_private (self);
  g_autoptr (GCancellable) former = NULL;

  g_return_if_fail (ORCH_IS_EMR (self));

  former = g_steal_pointer (&priv->cancellable);
  priv->cancellable = g_cancellable_new ();
  if (ORCH_EMR_GET_CLASS (self)->cancelled != NULL)
    ORCH_EMR_GET_CLASS (self)->cancelled (self);
  g_cancellable_cancel (former);
}
