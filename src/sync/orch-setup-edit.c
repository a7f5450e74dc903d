/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Step 3 again, for a clinic that exists: the same choices on copies of what the store and the keyring hold. Dropping the set-up drops
 * every change; orch_engine_keep_emr() keeps them all. Main thread.
 */
#include "orch-setup-private.h"

#include "core/orch-error.h"
#include "secrets/orch-memory-keyring.h"

typedef struct
{
  OrchSetup *setup;
  OrchKeyring *kept; /* the real one */
  OrchEmrSettings *settings;
} Load;

static void
load_free (Load *load)
{
  g_clear_object (&load->setup);
  g_clear_object (&load->kept);
  g_clear_object (&load->settings);
  g_free (load);
}

static gboolean
await_copy (Load *load, OrchSecretKind kind, const char *name, gboolean *found, GError **error)
{
  OrchSetup *self = load->setup;
  GError *local_error = NULL;
  g_autoptr (OrchSecret) secret =
      dex_await_boxed (orch_keyring_lookup (load->kept, kind, self->clinic_id, name, NULL), &local_error);

  *found = secret != NULL;
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  return secret == NULL ||
         dex_await (orch_keyring_store (self->keyring, kind, self->clinic_id, name, "edited", secret, NULL), error);
}

static gboolean
await_copies (Load *load, GError **error)
{
  OrchSetup *self = load->setup;
  g_autoptr (GPtrArray) ids = orch_emr_settings_list_secrets (self->emr);
  gboolean found = FALSE;

  if (!await_copy (load, ORCH_SECRET_SHARED_KEY, NULL, &self->has_shared_key, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!await_copy (load, ORCH_SECRET_EMR_SECRET, g_ptr_array_index (ids, i), &found, error))
      return FALSE;
  return TRUE;
}

static gboolean
await_wanted (OrchSetup *self, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *text = dex_await_string (orch_store_get_setting (self->store, "emr-wanted"), &local_error);
  g_auto (GStrv) wanted = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  wanted = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (guint i = 0; wanted[i] != NULL; i++)
    if (wanted[i][0] != '\0')
      g_hash_table_add (self->wanted, g_strdup (wanted[i]));
  return TRUE;
}

static DexFuture *
load_edit_fiber (gpointer data)
{
  Load *load = data;
  OrchSetup *self = load->setup;
  g_autofree char *settings = orch_emr_settings_to_text (load->settings);
  const char *vendor = orch_clinic_get_fields (self->clinic)->emr_vendor;
  GError *error = NULL;

  orch_emr_settings_read_text (self->emr, settings);
  orch_emr_settings_set_vendor (self->emr, vendor);
  if (!await_copies (load, &error) || !await_wanted (self, &error) ||
      !dex_await (orch_emr_settings_find_secrets (self->emr), &error))
    return dex_future_new_for_error (error);

  self->connection = orch_setup_get_connection_of (self->emr);
  /* What is there was tested before it was kept. */
  if (self->connection == ORCH_CONNECTION_UNTESTED && orch_emr_settings_find_wrong_field (self->emr) == NULL)
    self->connection = ORCH_CONNECTION_TESTED;
  /* The training EMR's details, for whoever connects it now; without them the form is typed by hand. */
  if (self->training != NULL && self->connection != ORCH_CONNECTION_TESTED)
    dex_await (orch_setup_load_training_emr (self), NULL);
  orch_provider_list_show_ticks (self->providers, self->clinic);
  return dex_future_new_take_object (g_object_ref (self));
}

DexFuture *
orch_setup_load_edit (const OrchSetupParts *parts, OrchClinic *clinic, OrchEmrSettings *kept)
{
  g_autoptr (OrchKeyring) copies = orch_memory_keyring_new (orch_keyring_get_training (parts->keyring));
  OrchSetupParts edited = *parts;
  Load *load = NULL;

  g_return_val_if_fail (parts->bootstrap == NULL, NULL);

  edited.keyring = copies;
  load = g_new0 (Load, 1);
  load->setup = orch_setup_new (&edited);
  load->kept = g_object_ref (parts->keyring);
  load->settings = g_object_ref (kept);
  g_set_object (&load->setup->clinic, clinic);
  load->setup->step = ORCH_STEP_EMR;
  return dex_scheduler_spawn (NULL, 0, load_edit_fiber, load, (GDestroyNotify) load_free);
}

gboolean
orch_setup_is_edit (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), FALSE);

  return self->bootstrap == NULL;
}

gboolean
orch_setup_await_adopt (OrchSetup *self, OrchSecret *key, GError **error)
{
  const char *hub_id = orch_clinic_get_fields (self->clinic)->hub_id;
  g_autoptr (OrchHub) hub = NULL;
  g_autoptr (OrchEmrSettings) found = NULL;
  g_autoptr (OrchHubClinic) connection = NULL;
  GBytes *sealed = NULL;
  GHashTableIter iter;
  const char *field = NULL;
  const char *text = NULL;

  if (hub_id == NULL)
    return FALSE;
  hub = dex_await_object (orch_hub_access_get_hub (self->access), error);
  if (hub == NULL)
    return FALSE;
  connection = dex_await_object (orch_hub_fetch_connection (hub, hub_id), error);
  if (connection == NULL)
    return FALSE;
  sealed = orch_hub_clinic_get_sealed (connection);
  if (sealed == NULL)
    return FALSE;

  found = orch_emr_settings_new (self->keyring, self->clinic_id);
  if (!dex_await (orch_emr_settings_open (found, sealed, key), error))
    return FALSE;
  self->key_adopted = TRUE;
  /* The key is right; the credentials are of use to the EMR they are for. */
  if (g_strcmp0 (orch_emr_settings_get_vendor (found), orch_emr_settings_get_vendor (self->emr)) != 0)
    return TRUE;
  g_hash_table_iter_init (&iter, orch_emr_settings_get_values (found));
  while (g_hash_table_iter_next (&iter, (gpointer *) &field, (gpointer *) &text))
    orch_emr_settings_set_value (self->emr, field, text);
  if (!dex_await (orch_emr_settings_find_secrets (self->emr), error))
    return FALSE;
  /* Another workstation tested them; whether they work from here is to be seen. */
  orch_setup_set_connection (self, orch_setup_get_connection_of (self->emr));
  orch_setup_missing_changed (self);
  return TRUE;
}
