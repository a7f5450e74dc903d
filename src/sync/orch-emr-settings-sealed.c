/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the workstations of a clinic seal for each other with the shared key. Secrets pass through and are never kept. Main thread;
 * Argon2id runs on a thread of its own.
 */
#include "orch-emr-settings-private.h"

#include <string.h>

#include "core/orch-error.h"
#include "http/orch-json.h"
#include "secrets/orch-sealer.h"

#define SEAL_PURPOSE "emr-credentials"

static DexFuture *
seal_fiber (gpointer data)
{
  OrchEmrSettingsCall *call = data;
  OrchEmrSettings *self = call->settings;
  g_autoptr (GPtrArray) ids = orch_emr_settings_list_secrets (self);
  g_autoptr (JsonBuilder) builder = orch_emr_settings_begin_text (self);
  g_autoptr (OrchSecret) shared_key = NULL;
  g_autoptr (OrchSecret) plain = NULL;
  g_autoptr (OrchSealer) sealer = NULL;
  GError *error = NULL;

  shared_key = dex_await_boxed (orch_emr_settings_lookup (self, ORCH_SECRET_SHARED_KEY, NULL), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (shared_key == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "The keyring has no shared key");

  json_builder_set_member_name (builder, "secrets");
  json_builder_begin_object (builder);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (OrchSecret) secret =
          dex_await_boxed (orch_emr_settings_lookup (self, ORCH_SECRET_EMR_SECRET, g_ptr_array_index (ids, i)), &error);

      if (error != NULL)
        return dex_future_new_for_error (error);
      if (secret == NULL)
        continue;
      json_builder_set_member_name (builder, g_ptr_array_index (ids, i));
      json_builder_add_string_value (builder, orch_secret_get_text (secret));
    }
  json_builder_end_object (builder);
  plain = orch_secret_new_take_string (orch_emr_settings_end_text (builder));

  sealer = dex_await_object (orch_sealer_new_for_shared_key (shared_key, self->clinic_id), &error);
  if (sealer == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_BYTES, orch_sealer_seal (sealer, plain, self->clinic_id, SEAL_PURPOSE));
}

/* What is sealed, opened with @key, or the one of the keyring. Returns: (transfer full) (nullable) */
static JsonObject *
await_opened (OrchEmrSettings *self, GBytes *sealed, OrchSecret *key, GError **error)
{
  g_autoptr (OrchSecret) kept = NULL;
  g_autoptr (OrchSealer) sealer = NULL;
  g_autoptr (OrchSecret) plain = NULL;
  JsonObject *root = NULL;
  GError *local_error = NULL;

  if (key == NULL)
    key = kept = dex_await_boxed (orch_emr_settings_lookup (self, ORCH_SECRET_SHARED_KEY, NULL), &local_error);
  if (key == NULL && local_error == NULL)
    g_set_error_literal (&local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "The keyring has no shared key");
  if (key != NULL)
    sealer = dex_await_object (orch_sealer_new_for_envelope (key, sealed), &local_error);
  if (sealer != NULL)
    plain = orch_sealer_open (sealer, sealed, self->clinic_id, SEAL_PURPOSE, &local_error);
  if (plain == NULL)
    {
      if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_REFUSED))
        local_error->code = ORCH_ERROR_WRONG_KEY;
      g_propagate_error (error, local_error);
      return NULL;
    }
  root = orch_emr_settings_parse (orch_secret_get_text (plain));
  if (root == NULL || orch_json_get_object (root, "values") == NULL || orch_json_get_string (root, "vendor") == NULL)
    {
      g_clear_pointer (&root, json_object_unref);
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER,
                           "The sealed credentials are not what they should be");
    }
  return root;
}

static gboolean
await_keep_secrets (OrchEmrSettings *self, JsonObject *secrets, GError **error)
{
  g_autoptr (GList) names = secrets != NULL ? json_object_get_members (secrets) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    {
      const char *text = orch_json_get_string (secrets, name->data);
      g_autoptr (OrchSecret) secret = NULL;

      if (text == NULL)
        continue;
      secret = orch_secret_new (text, strlen (text));
      if (!dex_await (orch_emr_settings_set_secret (self, name->data, secret), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
await_open (OrchEmrSettings *self, GBytes *sealed, OrchSecret *key, GError **error)
{
  g_autoptr (JsonObject) root = await_opened (self, sealed, key, error);

  if (root == NULL)
    return FALSE;
  orch_emr_settings_read (self, root);
  return await_keep_secrets (self, orch_json_get_object (root, "secrets"), error) &&
         (key == NULL || dex_await (orch_keyring_store (self->keyring, ORCH_SECRET_SHARED_KEY, self->clinic_id, NULL,
                                                        "Orchestrateur: shared encryption key", key, NULL),
                                    error));
}

static DexFuture *
open_fiber (gpointer data)
{
  OrchEmrSettingsCall *call = data;
  GError *error = NULL;

  if (!await_open (call->settings, call->sealed, call->secret, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
take_fiber (gpointer data)
{
  OrchEmrSettingsCall *call = data;
  OrchEmrSettings *self = call->settings;
  g_autoptr (GPtrArray) former = orch_emr_settings_list_secrets (self);
  g_autoptr (GPtrArray) wanted = NULL;
  GError *error = NULL;

  if (call->sealed == NULL)
    {
      orch_emr_settings_set_vendor (self, call->vendor);
      orch_emr_settings_keep_form (self);
    }
  else if (!await_open (self, call->sealed, call->secret, &error))
    return dex_future_new_for_error (error);

  wanted = orch_emr_settings_list_secrets (self);
  for (guint i = 0; i < former->len; i++)
    if (!g_ptr_array_find_with_equal_func (wanted, g_ptr_array_index (former, i), g_str_equal, NULL) &&
        !dex_await (orch_keyring_clear (self->keyring, ORCH_SECRET_EMR_SECRET, self->clinic_id,
                                        g_ptr_array_index (former, i), NULL),
                    &error))
      return dex_future_new_for_error (error);
  return orch_emr_settings_find_secrets (self);
}

static DexFuture *
compare_fiber (gpointer data)
{
  OrchEmrSettingsCall *call = data;
  OrchEmrSettings *self = call->settings;
  GError *error = NULL;
  g_autoptr (JsonObject) root = await_opened (self, call->sealed, NULL, &error);
  g_autoptr (OrchEmrSettings) theirs = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *mine_text = NULL;
  g_autofree char *their_text = NULL;
  JsonObject *secrets = NULL;

  if (root == NULL)
    return dex_future_new_for_error (error);
  theirs = orch_emr_settings_new (self->keyring, self->clinic_id);
  orch_emr_settings_read (theirs, root);
  mine_text = orch_emr_settings_to_text (self);
  their_text = orch_emr_settings_to_text (theirs);
  if (!g_str_equal (mine_text, their_text))
    return dex_future_new_for_boolean (FALSE);

  secrets = orch_json_get_object (root, "secrets");
  ids = orch_emr_settings_list_secrets (self);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (OrchSecret) mine =
          dex_await_boxed (orch_emr_settings_lookup (self, ORCH_SECRET_EMR_SECRET, g_ptr_array_index (ids, i)), &error);
      const char *text = secrets != NULL ? orch_json_get_string (secrets, g_ptr_array_index (ids, i)) : NULL;

      if (error != NULL)
        return dex_future_new_for_error (error);
      if (g_strcmp0 (mine != NULL ? orch_secret_get_text (mine) : NULL, text) != 0)
        return dex_future_new_for_boolean (FALSE);
    }
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_emr_settings_seal (OrchEmrSettings *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);

  return orch_emr_settings_spawn (seal_fiber, orch_emr_settings_call_new (self));
}

DexFuture *
orch_emr_settings_open (OrchEmrSettings *self, GBytes *sealed, OrchSecret *shared_key)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);
  g_return_val_if_fail (sealed != NULL && shared_key != NULL, NULL);

  OrchEmrSettingsCall *call = orch_emr_settings_call_new (self);

  call->sealed = g_bytes_ref (sealed);
  call->secret = orch_secret_ref (shared_key);
  return orch_emr_settings_spawn (open_fiber, call);
}

DexFuture *
orch_emr_settings_take (OrchEmrSettings *self, const char *vendor, GBytes *sealed, OrchSecret *shared_key)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);

  OrchEmrSettingsCall *call = orch_emr_settings_call_new (self);

  call->vendor = g_strdup (vendor);
  call->sealed = sealed != NULL ? g_bytes_ref (sealed) : NULL;
  call->secret = shared_key != NULL ? orch_secret_ref (shared_key) : NULL;
  return orch_emr_settings_spawn (take_fiber, call);
}

DexFuture *
orch_emr_settings_compare (OrchEmrSettings *self, GBytes *sealed)
{
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (self), NULL);
  g_return_val_if_fail (sealed != NULL, NULL);

  OrchEmrSettingsCall *call = orch_emr_settings_call_new (self);

  call->sealed = g_bytes_ref (sealed);
  return orch_emr_settings_spawn (compare_fiber, call);
}
