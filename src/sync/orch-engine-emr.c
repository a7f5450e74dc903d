/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The EMR of a clinic that exists: how it is connected, and changing it. Main thread.
 */
#include "orch-engine-private.h"

#include "core/orch-error.h"
#include "secrets/orch-sealer.h"
#include "orch-emr-change.h"
#include "orch-outbox-clinic.h"

static OrchEmrNotice
get_notice (const char *text)
{
  if (g_strcmp0 (text, ORCH_EMR_CHANGE_WANTS_KEY) == 0)
    return ORCH_EMR_NOTICE_WANTS_KEY;
  return g_strcmp0 (text, ORCH_EMR_CHANGE_TAKEN) == 0 ? ORCH_EMR_NOTICE_TAKEN : ORCH_EMR_NOTICE_NONE;
}

/* Whether the clinic was closed while the fiber waited: what it worked on is the engine's no more. */
static gboolean
is_closed (OrchEngine *self, OrchStore *store, GError **error)
{
  if (self->store == store)
    return FALSE;
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CANCELLED, "The clinic was closed");
  return TRUE;
}

gboolean
orch_engine_await_emr (OrchEngine *self, GError **error)
{
  g_autoptr (OrchStore) store = g_object_ref (self->store);
  g_autofree char *settings = dex_await_string (orch_store_get_setting (store, "emr"), NULL);
  g_autofree char *notice = dex_await_string (orch_store_get_setting (store, ORCH_STORE_EMR_NOTICE), NULL);
  g_autoptr (OrchEmrSettings) emr = NULL;
  g_autoptr (OrchSecret) key = NULL;
  GError *local_error = NULL;

  if (is_closed (self, store, error))
    return FALSE;

  /* The same object as before: the sync engine connects with it. */
  if (self->emr == NULL)
    self->emr = orch_emr_settings_new (self->keyring, self->clinic_id);
  if (settings == NULL || !orch_emr_settings_read_text (self->emr, settings))
    orch_emr_settings_set_vendor (self->emr, orch_clinic_get_fields (self->clinic)->emr_vendor);
  emr = g_object_ref (self->emr);
  key = dex_await_boxed (orch_keyring_lookup (self->keyring, ORCH_SECRET_SHARED_KEY, self->clinic_id, NULL, NULL),
                         &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (!dex_await (orch_emr_settings_find_secrets (emr), error) || is_closed (self, store, error))
    return FALSE;
  self->has_shared_key = key != NULL;
  if (self->sync != NULL)
    orch_sync_watch_files (self->sync);
  self->emr_notice = get_notice (notice);
  g_object_notify (G_OBJECT (self), "emr-connection");
  g_object_notify (G_OBJECT (self), "has-shared-key");
  g_object_notify (G_OBJECT (self), "emr-notice");
  return TRUE;
}

/* --- what is kept ----------------------------------------------------------------------- */

/* One secret of the edit on its way to the keyring, and what was there before. */
typedef struct
{
  OrchSecretKind kind;
  char *name; /* (nullable) */
  const char *label;
  OrchSecret *before; /* (nullable) */
  OrchSecret *after;  /* (nullable): to go */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->name);
  g_clear_pointer (&change->before, orch_secret_unref);
  g_clear_pointer (&change->after, orch_secret_unref);
  g_free (change);
}

static OrchSecret *
await_secret (OrchKeyring *keyring, OrchSecretKind kind, const char *clinic_id, const char *name, GError **error)
{
  return dex_await_boxed (orch_keyring_lookup (keyring, kind, clinic_id, name, NULL), error);
}

static gboolean
await_add_change (OrchEngine *self, OrchSetup *setup, GPtrArray *changes, OrchSecretKind kind, const char *name,
                  gboolean wanted, GError **error)
{
  Change *change = g_new0 (Change, 1);
  GError *local_error = NULL;

  g_ptr_array_add (changes, change);
  change->kind = kind;
  change->name = g_strdup (name);
  change->label =
      kind == ORCH_SECRET_SHARED_KEY ? "Orchestrateur: shared encryption key" : "Orchestrateur: EMR connection";
  change->before = await_secret (self->keyring, kind, self->clinic_id, name, &local_error);
  if (local_error == NULL && wanted)
    change->after = await_secret (setup->keyring, kind, self->clinic_id, name, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* The shared key, the secrets of the EMR chosen, and those of the one before, which go. */
static GPtrArray *
await_changes (OrchEngine *self, OrchSetup *setup, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (change_free);
  g_autoptr (GPtrArray) former = orch_emr_settings_list_secrets (self->emr);
  g_autoptr (GPtrArray) wanted = orch_emr_settings_list_secrets (setup->emr);

  if (!await_add_change (self, setup, changes, ORCH_SECRET_SHARED_KEY, NULL, TRUE, error))
    return NULL;
  for (guint i = 0; i < wanted->len; i++)
    if (!await_add_change (self, setup, changes, ORCH_SECRET_EMR_SECRET, g_ptr_array_index (wanted, i), TRUE, error))
      return NULL;
  for (guint i = 0; i < former->len; i++)
    if (!g_ptr_array_find_with_equal_func (wanted, g_ptr_array_index (former, i), g_str_equal, NULL) &&
        !await_add_change (self, setup, changes, ORCH_SECRET_EMR_SECRET, g_ptr_array_index (former, i), FALSE, error))
      return NULL;
  return g_steal_pointer (&changes);
}

static gboolean
await_write (OrchEngine *self, const Change *change, OrchSecret *secret, GError **error)
{
  if (secret != NULL)
    return dex_await (orch_keyring_store (self->keyring, change->kind, self->clinic_id, change->name, change->label,
                                          secret, NULL),
                      error);
  return change->before == NULL ||
         dex_await (orch_keyring_clear (self->keyring, change->kind, self->clinic_id, change->name, NULL), error);
}

static void
await_put_back (OrchEngine *self, GPtrArray *changes, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const Change *change = g_ptr_array_index (changes, i);

      if (change->before != NULL)
        await_write (self, change, change->before, NULL);
      else if (change->after != NULL)
        dex_await (orch_keyring_clear (self->keyring, change->kind, self->clinic_id, change->name, NULL), NULL);
    }
}

/* What the hub is to be told, sealed with the edit's key. */
static char *
await_payload (OrchSetup *setup, GError **error)
{
  g_autoptr (GBytes) sealed = NULL;
  g_autofree char *key_id = NULL;

  if (setup->connection != ORCH_CONNECTION_TESTED)
    return orch_outbox_dup_connection (NULL, NULL, NULL);
  sealed = dex_await_boxed (orch_emr_settings_seal (setup->emr), error);
  if (sealed == NULL)
    return NULL;
  key_id = orch_sealer_dup_envelope_key_id (sealed, NULL);
  return orch_outbox_dup_connection (orch_emr_settings_get_value (setup->emr, "base-url"), sealed, key_id);
}

/* Keyring first: what the store says is in the keyring is there. When the store does not take it, the keyring is as it was. */
static gboolean
await_keep (OrchEngine *self, OrchSetup *setup, GError **error)
{
  const OrchActor *actor = NULL;
  g_autofree char *payload = NULL;
  g_autofree char *settings = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  guint n_written = 0;
  gboolean kept = TRUE;

  orch_emr_settings_keep_form (setup->emr);
  settings = orch_emr_settings_to_text (setup->emr);
  payload = await_payload (setup, error);
  changes = payload != NULL ? await_changes (self, setup, error) : NULL;
  if (changes == NULL)
    return FALSE;

  for (guint i = 0; kept && i < changes->len; i++)
    {
      const Change *change = g_ptr_array_index (changes, i);

      kept = await_write (self, change, change->after, error);
      n_written = i + 1;
    }
  actor = orch_session_get_actor (self->session);
  if (kept && actor == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
      kept = FALSE;
    }
  kept = kept &&
         dex_await (orch_store_save_emr (self->store, actor, orch_setup_get_emr (setup), settings, payload), error);
  if (!kept)
    await_put_back (self, changes, n_written);
  return kept;
}

gboolean
orch_engine_await_tell_key_use (OrchOutboxPump *pump, const OrchActor *actor, const char *workstation, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();

  return dex_await (orch_outbox_pump_send_alert (pump, actor,
                                                 &(OrchHubAlert) {
                                                     .id = id,
                                                     .reason = "shared-key-used",
                                                     .description = "The shared key was used on a workstation.",
                                                     .workstation = workstation,
                                                     .workstation_name = g_get_host_name (),
                                                 }),
                    error);
}

static DexFuture *
keep_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  const OrchActor *actor = NULL;
  GError *error = NULL;

  if (!await_keep (self, call->setup, &error) || !dex_await (orch_engine_reload_clinic (self), &error) ||
      !orch_engine_await_emr (self, &error))
    return dex_future_new_for_error (error);

  actor = orch_session_get_actor (self->session);
  if (call->setup->key_adopted && actor != NULL &&
      !orch_engine_await_tell_key_use (self->pump, actor, orch_bootstrap_get_workstation (self->bootstrap), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

/* --- what another workstation changed --------------------------------------------------- */

static DexFuture *
show_emr_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  GError *error = NULL;

  if (call->engine->state != ORCH_ENGINE_READY)
    return dex_future_new_for_boolean (FALSE);
  if (!dex_await (orch_engine_reload_clinic (call->engine), &error) || !orch_engine_await_emr (call->engine, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

void
orch_engine_show_emr (OrchEngine *self)
{
  self->emr_generation++;
  dex_future_disown (orch_engine_spawn (show_emr_fiber, orch_engine_call_new (self)));
}

/* The notice alone goes; what was seen stays noted. */
static gboolean
await_acknowledge (OrchEngine *self, GError **error)
{
  const char *workstation = orch_bootstrap_get_workstation (self->bootstrap);
  const OrchActor actor = { .id = workstation, .permission = ORCH_PERMISSION_WORKSTATION, .workstation = workstation };
  g_autoptr (OrchStore) store = g_object_ref (self->store);
  g_autofree char *seen = dex_await_string (orch_store_get_setting (store, ORCH_STORE_EMR_SEEN), NULL);

  return dex_await (orch_store_take_emr (store, &actor, NULL, NULL, seen, NULL), error);
}

static gboolean
await_take_with_key (OrchEngine *self, OrchSecret *key, GError **error)
{
  const char *workstation = orch_bootstrap_get_workstation (self->bootstrap);
  const OrchActor actor = { .id = workstation, .permission = ORCH_PERMISSION_WORKSTATION, .workstation = workstation };
  g_autoptr (OrchStore) store = g_object_ref (self->store);
  g_autoptr (OrchOutboxPump) pump = g_object_ref (self->pump);
  g_autoptr (OrchEmrSettings) emr = g_object_ref (self->emr);
  g_autoptr (OrchClinic) clinic = g_object_ref (self->clinic);
  g_autoptr (OrchHub) hub = dex_await_object (orch_hub_access_get_workstation_hub (self->access), error);
  g_autoptr (OrchHubClinic) connection = NULL;

  if (hub == NULL)
    return FALSE;
  connection = dex_await_object (orch_hub_fetch_connection (hub, orch_clinic_get_fields (clinic)->hub_id), error);
  return connection != NULL && !is_closed (self, store, error) &&
         orch_emr_change_await_take (store, workstation, emr, connection, key, NULL, error) &&
         orch_engine_await_tell_key_use (pump, &actor, workstation, error);
}

static DexFuture *
accept_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  GError *error = NULL;

  if (is_closed (self, call->store, &error))
    return dex_future_new_for_error (error);
  if (!(call->secret != NULL ? await_take_with_key (self, call->secret, &error) : await_acknowledge (self, &error)))
    return dex_future_new_for_error (error);
  if (call->secret != NULL)
    self->emr_generation++;
  if (!dex_await (show_emr_fiber (call), &error))
    return dex_future_new_for_error (error);
  /* What had to wait for the key. */
  if (call->secret != NULL && self->sync != NULL)
    dex_future_disown (orch_sync_start (self->sync, ORCH_SYNC_RECENT));
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
refuse (OrchEngine *self)
{
  if (orch_session_get_actor (self->session) == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  if (!orch_session_allows (self->session, ORCH_ACT_EDIT_EMR))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Only an administrator may change the EMR");
  if (self->emr_notice == ORCH_EMR_NOTICE_WANTS_KEY)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_KEY_CHANGED,
                                  "Another workstation's connection would be overwritten");
  return NULL;
}

DexFuture *
orch_engine_edit_emr (OrchEngine *self)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->state == ORCH_ENGINE_READY, NULL);

  refused = refuse (self);
  if (refused != NULL)
    return refused;
  return orch_setup_load_edit (
      &(OrchSetupParts) {
          .store = self->store,
          .keyring = self->keyring,
          .session = self->session,
          .access = self->access,
          .pump = self->pump,
          .training = self->training,
          .browser = self->browser,
          .clinic_id = self->clinic_id,
          .emr_generation = self->emr_generation,
      },
      self->clinic, self->emr);
}

DexFuture *
orch_engine_keep_emr (OrchEngine *self, OrchSetup *setup)
{
  OrchEngineCall *call = NULL;
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (ORCH_IS_SETUP (setup) && orch_setup_is_edit (setup), NULL);
  g_return_val_if_fail (self->state == ORCH_ENGINE_READY, NULL);

  refused = refuse (self);
  if (refused != NULL)
    return refused;
  if (!orch_session_is_confirmed (self->session))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The PIN was not typed lately");
  if (!orch_setup_is_complete (setup, ORCH_STEP_EMR))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "The connection to the EMR is not complete");
  if (setup->emr_generation != self->emr_generation)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CONFLICT,
                                  "Another workstation changed the connection meanwhile");
  call = orch_engine_call_new (self);
  call->setup = g_object_ref (setup);
  return orch_engine_spawn (keep_fiber, call);
}

DexFuture *
orch_engine_accept_emr (OrchEngine *self, OrchSecret *shared_key)
{
  OrchEngineCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->state == ORCH_ENGINE_READY, NULL);

  if (orch_session_get_actor (self->session) == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  call = orch_engine_call_new (self);
  call->secret = shared_key != NULL ? orch_secret_ref (shared_key) : NULL;
  return orch_engine_spawn (accept_fiber, call);
}

/* --- what is shown ---------------------------------------------------------------------- */

OrchConnectionState
orch_engine_get_emr_connection (OrchEngine *self)
{
  OrchConnectionState state = ORCH_CONNECTION_NONE;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), ORCH_CONNECTION_NONE);

  if (self->emr != NULL)
    state = orch_setup_get_connection_of (self->emr);
  if (state == ORCH_CONNECTION_UNTESTED && self->has_shared_key &&
      orch_emr_settings_find_wrong_field (self->emr) == NULL)
    state = ORCH_CONNECTION_TESTED;
  return state;
}

/* While the key of another workstation's connection is asked for, there is a connection. */
gboolean
orch_engine_is_by_hand (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), FALSE);

  if (self->clinic == NULL)
    return FALSE;
  return !orch_clinic_has_emr (self->clinic) || (self->emr_notice != ORCH_EMR_NOTICE_WANTS_KEY &&
                                                 orch_engine_get_emr_connection (self) == ORCH_CONNECTION_TO_SET_UP);
}

const char *
orch_engine_get_emr_server (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->emr != NULL ? orch_emr_settings_get_server (self->emr) : NULL;
}

static DexFuture *
confirmation_fiber (gpointer data)
{
  OrchEngineCall *call = data;

  return dex_future_new_for_int64 (
      call->store != NULL ? orch_emr_change_await_confirmed (call->store, call->engine->clinic_id) : 0);
}

DexFuture *
orch_engine_load_emr_confirmation (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return orch_engine_spawn (confirmation_fiber, orch_engine_call_new (self));
}

OrchEmrFeatures
orch_engine_get_emr_features (OrchEngine *self)
{
  OrchEmrVendor *vendor = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), 0);

  if (self->emr != NULL)
    vendor = orch_catalogue_find_vendor (orch_catalogue_get_default (), orch_emr_settings_get_vendor (self->emr));
  return vendor != NULL ? orch_emr_vendor_get_features_as (vendor, orch_emr_settings_get_values (self->emr)) : 0;
}

gboolean
orch_engine_has_shared_key (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), FALSE);

  return self->has_shared_key;
}

GListModel *
orch_engine_get_providers (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->providers != NULL, NULL);

  return orch_provider_list_get_model (self->providers);
}

void
orch_engine_watch_providers (OrchEngine *self, gboolean watched)
{
  g_return_if_fail (ORCH_IS_ENGINE (self));

  if (self->providers != NULL && watched)
    orch_provider_list_watch (self->providers, TRUE);
  else if (self->providers != NULL)
    orch_provider_list_stop (self->providers);
}

OrchEmrNotice
orch_engine_get_emr_notice (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), ORCH_EMR_NOTICE_NONE);

  return self->emr_notice;
}
