/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Values live here and in the store; secrets pass through on their way to and from the keyring and are never kept. Main thread.
 */
#include "orch-emr-settings-private.h"

#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-error.h"
#include "http/orch-json.h"

#define VERSION 1
/* Room for any name and version that are one; what is longer is no name. */
#define SERVER_LENGTH 120

G_DEFINE_FINAL_TYPE (OrchEmrSettings, orch_emr_settings, G_TYPE_OBJECT)

OrchEmrSettingsCall *
orch_emr_settings_call_new (OrchEmrSettings *settings)
{
  OrchEmrSettingsCall *call = g_new0 (OrchEmrSettingsCall, 1);

  call->settings = g_object_ref (settings);
  return call;
}

static void
call_free (OrchEmrSettingsCall *call)
{
  g_clear_object (&call->settings);
  g_clear_pointer (&call->secret, orch_secret_unref);
  g_clear_pointer (&call->sealed, g_bytes_unref);
  g_free (call->field_id);
  g_free (call->vendor);
  g_free (call);
}

DexFuture *
orch_emr_settings_spawn (DexFiberFunc fiber, OrchEmrSettingsCall *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

/* The form of the vendor chosen, NULL when none is or the catalogue does not know it. */
static OrchEmrVendor *
get_vendor (OrchEmrSettings *self)
{
  return self->vendor != NULL ? orch_catalogue_find_vendor (orch_catalogue_get_default (), self->vendor) : NULL;
}

static GListModel *
get_fields (OrchEmrSettings *self)
{
  OrchEmrVendor *vendor = get_vendor (self);

  return vendor != NULL ? orch_emr_vendor_get_fields (vendor) : NULL;
}

/* Those that the form as it is filled asks for: what another way to connect would need is nobody's. */
static GPtrArray *
list_secret_fields (OrchEmrSettings *self)
{
  GListModel *fields = get_fields (self);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; fields != NULL && i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (OrchFormField) field = g_list_model_get_item (fields, i);

      if (orch_form_field_is_secret (field) && orch_emr_vendor_is_field_shown (get_vendor (self), field, self->values))
        g_ptr_array_add (ids, g_strdup (orch_form_field_get_id (field)));
    }
  return ids;
}

DexFuture *
orch_emr_settings_lookup (OrchEmrSettings *self, OrchSecretKind kind, const char *name)
{
  return orch_keyring_lookup (self->keyring, kind, self->clinic_id, name, NULL);
}

JsonBuilder *
orch_emr_settings_begin_text (OrchEmrSettings *self)
{
  JsonBuilder *builder = json_builder_new_immutable ();
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (self->values), (GCompareFunc) g_strcmp0);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, VERSION);
  json_builder_set_member_name (builder, "vendor");
  json_builder_add_string_value (builder, self->vendor != NULL ? self->vendor : "");
  json_builder_set_member_name (builder, "values");
  json_builder_begin_object (builder);
  for (GList *key = keys; key != NULL; key = key->next)
    {
      json_builder_set_member_name (builder, key->data);
      json_builder_add_string_value (builder, g_hash_table_lookup (self->values, key->data));
    }
  json_builder_end_object (builder);
  if (self->server != NULL)
    {
      json_builder_set_member_name (builder, "server");
      json_builder_add_string_value (builder, self->server);
    }
  return builder;
}

char *
orch_emr_settings_end_text (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

gboolean
orch_emr_settings_read (OrchEmrSettings *self, JsonObject *object)
{
  JsonObject *values = orch_json_get_object (object, "values");
  const char *vendor = orch_json_get_string (object, "vendor");

  if (values == NULL || vendor == NULL)
    return FALSE;
  g_set_str (&self->vendor, vendor[0] != '\0' ? vendor : NULL);
  orch_emr_settings_set_server (self, orch_json_get_string (object, "server"));
  g_hash_table_remove_all (self->values);

  g_autoptr (GList) names = json_object_get_members (values);

  for (GList *name = names; name != NULL; name = name->next)
    if (orch_json_get_string (values, name->data) != NULL)
      g_hash_table_insert (self->values, g_strdup (name->data), g_strdup (orch_json_get_string (values, name->data)));
  return TRUE;
}

JsonObject *
orch_emr_settings_parse (const char *text)
{
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new_static (text, strlen (text)) : NULL;

  return bytes != NULL ? orch_json_parse_object_sync (bytes, NULL) : NULL;
}

static DexFuture *
find_secrets_fiber (gpointer data)
{
  OrchEmrSettingsCall *call = data;
  OrchEmrSettings *self = call->settings;
  g_autoptr (GPtrArray) ids = list_secret_fields (self);

  for (guint i = 0; i < ids->len; i++)
    {
      GError *error = NULL;
      g_autoptr (OrchSecret) secret =
          dex_await_boxed (orch_emr_settings_lookup (self, ORCH_SECRET_EMR_SECRET, g_ptr_array_index (ids, i)), &error);

      if (error != NULL)
        return dex_future_new_for_error (error);
      if (secret != NULL)
        g_hash_table_add (self->secrets, g_strdup (g_ptr_array_index (ids, i)));
      else
        g_hash_table_remove (self->secrets, g_ptr_array_index (ids, i));
    }
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
set_secret_fiber (gpointer data)
{
  OrchEmrSettingsCall *call = data;
  OrchEmrSettings *self = call->settings;
  GError *error = NULL;

  if (!dex_await (orch_keyring_store (self->keyring, ORCH_SECRET_EMR_SECRET, self->clinic_id, call->field_id,
                                      "Orchestrateur: EMR connection", call->secret, NULL),
                  &error))
    return dex_future_new_for_error (error);
  g_hash_table_add (self->secrets, g_strdup (call->field_id));
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
read_secret_fiber (gpointer data)
{
  OrchEmrSettingsCall *call = data;
  g_autoptr (OrchSecret) secret = NULL;
  GError *error = NULL;

  secret = dex_await_boxed (orch_emr_settings_lookup (call->settings, ORCH_SECRET_EMR_SECRET, call->field_id), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (secret == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "The keyring has no secret for %s", call->field_id);
  return dex_future_new_for_string (orch_secret_get_text (secret));
}

/* What a connector calls when it needs a secret. */
static DexFuture *
read_secret (const char *field_id, gpointer user_data)
{
  OrchEmrSettingsCall *call = orch_emr_settings_call_new (user_data);

  call->field_id = g_strdup (field_id);
  return orch_emr_settings_spawn (read_secret_fiber, call);
}

static void
orch_emr_settings_finalize (GObject *object)
{
  OrchEmrSettings *self = ORCH_EMR_SETTINGS (object);

  g_clear_object (&self->keyring);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_free (self->clinic_id);
  g_free (self->vendor);
  g_free (self->server);
  G_OBJECT_CLASS (orch_emr_settings_parent_class)->finalize (object);
}

static void
orch_emr_settings_class_init (OrchEmrSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_emr_settings_finalize;
}

static void
orch_emr_settings_init (OrchEmrSettings *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

OrchEmrSettings *
orch_emr_settings_new (OrchKeyring *keyring, const char *clinic_id)
{
  OrchEmrSettings *self = NULL;

  g_return_val_if_fail (ORCH_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (clinic_id != NULL, NULL);

  self = g_object_new (ORCH_TYPE_EMR_SETTINGS, NULL);
  self->keyring = g_object_ref (keyring);
  self->clinic_id = g_strdup (clinic_id);
  return self;
}

const char *
orch_emr_settings_get_vendor (OrchEmrSettings *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);

  return self->vendor;
}

void
orch_emr_settings_set_vendor (OrchEmrSettings *self, const char *vendor)
{
  g_return_if_fail (ORCH_IS_EMR_SETTINGS (self));

  if (g_set_str (&self->vendor, vendor))
    g_clear_pointer (&self->server, g_free);
}

const char *
orch_emr_settings_get_server (OrchEmrSettings *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);

  return self->server;
}

void
orch_emr_settings_set_server (OrchEmrSettings *self, const char *server)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint length = 0;

  g_return_if_fail (ORCH_IS_EMR_SETTINGS (self));

  for (const char *p = server; p != NULL && *p != '\0' && length < SERVER_LENGTH; p = g_utf8_next_char (p))
    {
      const gunichar character = g_utf8_get_char (p);
      const gboolean is_space = g_unichar_isspace (character);

      if (is_space ? text->len == 0 || g_str_has_suffix (text->str, " ") : !g_unichar_isprint (character))
        continue;
      g_string_append_unichar (text, is_space ? ' ' : character);
      length++;
    }
  g_strchomp (text->str);
  g_set_str (&self->server, text->str[0] != '\0' ? text->str : NULL);
}

const char *
orch_emr_settings_get_value (OrchEmrSettings *self, const char *field_id)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);
  g_return_val_if_fail (field_id != NULL, NULL);

  return g_hash_table_lookup (self->values, field_id);
}

void
orch_emr_settings_set_value (OrchEmrSettings *self, const char *field_id, const char *value)
{
  g_return_if_fail (ORCH_IS_EMR_SETTINGS (self));
  g_return_if_fail (field_id != NULL);

  if (value == NULL || value[0] == '\0')
    g_hash_table_remove (self->values, field_id);
  else
    g_hash_table_insert (self->values, g_strdup (field_id), g_strdup (value));
}

GHashTable *
orch_emr_settings_get_values (OrchEmrSettings *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);

  return self->values;
}

char *
orch_emr_settings_to_text (OrchEmrSettings *self)
{
  g_autoptr (JsonBuilder) builder = NULL;

  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);

  builder = orch_emr_settings_begin_text (self);
  return orch_emr_settings_end_text (builder);
}

gboolean
orch_emr_settings_read_text (OrchEmrSettings *self, const char *text)
{
  g_autoptr (JsonObject) root = NULL;

  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), FALSE);

  root = orch_emr_settings_parse (text);
  return root != NULL && orch_emr_settings_read (self, root);
}

DexFuture *
orch_emr_settings_find_secrets (OrchEmrSettings *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);

  return orch_emr_settings_spawn (find_secrets_fiber, orch_emr_settings_call_new (self));
}

gboolean
orch_emr_settings_has_secret (OrchEmrSettings *self, const char *field_id)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), FALSE);
  g_return_val_if_fail (field_id != NULL, FALSE);

  return g_hash_table_contains (self->secrets, field_id);
}

DexFuture *
orch_emr_settings_set_secret (OrchEmrSettings *self, const char *field_id, OrchSecret *secret)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);
  g_return_val_if_fail (field_id != NULL && secret != NULL, NULL);

  OrchEmrSettingsCall *call = orch_emr_settings_call_new (self);

  call->field_id = g_strdup (field_id);
  call->secret = orch_secret_ref (secret);
  return orch_emr_settings_spawn (set_secret_fiber, call);
}

void
orch_emr_settings_keep_form (OrchEmrSettings *self)
{
  GListModel *fields = NULL;
  GHashTableIter iter;
  const char *id = NULL;

  g_return_if_fail (ORCH_IS_EMR_SETTINGS (self));

  fields = get_fields (self);
  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    {
      gboolean asked = FALSE;

      for (guint i = 0; fields != NULL && i < g_list_model_get_n_items (fields) && !asked; i++)
        {
          g_autoptr (OrchFormField) field = g_list_model_get_item (fields, i);

          asked = g_str_equal (orch_form_field_get_id (field), id);
        }
      if (!asked)
        g_hash_table_iter_remove (&iter);
    }
}

GPtrArray *
orch_emr_settings_list_secrets (OrchEmrSettings *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);

  return list_secret_fields (self);
}

gboolean
orch_emr_settings_is_connectable (OrchEmrSettings *self)
{
  OrchEmrVendor *vendor = NULL;

  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), FALSE);

  vendor = get_vendor (self);
  return vendor != NULL && orch_emr_vendor_is_connectable_as (vendor, self->values);
}

OrchFormField *
orch_emr_settings_find_wrong_field (OrchEmrSettings *self)
{
  OrchEmrVendor *vendor = NULL;
  g_autofree const char **stored = NULL;

  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);

  vendor = self->vendor != NULL ? orch_catalogue_find_vendor (orch_catalogue_get_default (), self->vendor) : NULL;
  if (vendor == NULL)
    return NULL;
  stored = (const char **) g_hash_table_get_keys_as_array (self->secrets, NULL);
  return orch_emr_vendor_find_wrong_field (vendor, self->values, stored, NULL);
}

OrchEmr *
orch_emr_settings_new_emr (OrchEmrSettings *self, GError **error)
{
  OrchEmrVendor *vendor = NULL;

  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);

  vendor = self->vendor != NULL ? orch_catalogue_find_vendor (orch_catalogue_get_default (), self->vendor) : NULL;
  if (vendor == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "No EMR is chosen");
      return NULL;
    }
  return orch_emr_new_for_vendor (vendor, self->values, read_secret, g_object_ref (self), g_object_unref, error);
}
