/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * State and stores: what opens, in which order, and what each failure leads to; what is asked before that is in orch-engine-ahead.c.
 * Main thread.
 */
#include "orch-engine-private.h"

#include <glib/gstdio.h>

#include "core/orch-error.h"
#include "secrets/orch-memory-keyring.h"
#include "secrets/orch-secret-service-keyring.h"

typedef enum
{
  ENGINE_PROP_STATE = 1,
  ENGINE_PROP_CLINIC,
  ENGINE_PROP_ONLINE,
  ENGINE_PROP_WAITING,
  ENGINE_PROP_FAILED,
  ENGINE_PROP_SYNCING,
  ENGINE_PROP_LAST_SYNC,
  ENGINE_PROP_SESSION_ONLY,
  ENGINE_PROP_EMR_CONNECTION,
  ENGINE_PROP_HAS_SHARED_KEY,
  ENGINE_PROP_EMR_NOTICE,
} OrchEngineProperty;

static GParamSpec *properties[ENGINE_PROP_EMR_NOTICE + 1];

G_DEFINE_FINAL_TYPE (OrchEngine, orch_engine, G_TYPE_OBJECT)

OrchEngineCall *
orch_engine_call_new (OrchEngine *self)
{
  OrchEngineCall *call = g_new0 (OrchEngineCall, 1);

  call->engine = g_object_ref (self);
  call->store = self->store != NULL ? g_object_ref (self->store) : NULL;
  return call;
}

static void
call_free (OrchEngineCall *call)
{
  g_clear_object (&call->engine);
  g_clear_object (&call->store);
  g_clear_object (&call->activation);
  g_clear_object (&call->clinic);
  g_clear_object (&call->member);
  g_clear_object (&call->setup);
  g_clear_pointer (&call->secret, orch_secret_unref);
  g_free (call->text);
  g_free (call->username);
  g_free (call);
}

DexFuture *
orch_engine_spawn (DexFiberFunc fiber, OrchEngineCall *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

static void
notify (OrchEngine *self, OrchEngineProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
orch_engine_set_state (OrchEngine *self, OrchEngineState state, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  if (self->error != NULL)
    orch_error_translate (&self->error);
  self->state = state;
  notify (self, ENGINE_PROP_STATE);
}

static void
set_broken (OrchEngine *self, const char *path, const char *scope)
{
  g_set_str (&self->broken_path, path);
  g_set_str (&self->broken_scope, scope);
}

/* Each failure of opening has its own page, with its own way out. */
static void
show_failure (OrchEngine *self, const GError *error)
{
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_KEYRING_LOCKED:
      orch_engine_set_state (self, ORCH_ENGINE_KEYRING_LOCKED, error);
      break;
    case ORCH_ERROR_KEYRING_MISSING:
      orch_engine_set_state (self, ORCH_ENGINE_KEYRING_MISSING, error);
      break;
    case ORCH_ERROR_NEWER_DATABASE:
      orch_engine_set_state (self, ORCH_ENGINE_NEWER, error);
      break;
    case ORCH_ERROR_DISK_FULL:
      orch_engine_set_state (self, ORCH_ENGINE_DISK_FULL, error);
      break;
    default:
      orch_engine_set_state (self, ORCH_ENGINE_DAMAGED, error);
    }
}

static char *
dup_clinic_path (OrchEngine *self, const char *id)
{
  g_autofree char *name = g_strconcat (id, ".db", NULL);

  return g_build_filename (self->data_dir, "clinics", name, NULL);
}

static gboolean
await_open_bootstrap (OrchEngine *self, OrchBootstrap *opened, GError **error)
{
  g_autofree char *path = g_build_filename (self->data_dir, "bootstrap.db", NULL);
  g_autofree char *marker = g_build_filename (self->data_dir, "clinics", NULL);
  /* The very first run: nothing of ours is there yet. */
  const gboolean first = !g_file_test (marker, G_FILE_TEST_EXISTS);
  g_autoptr (OrchSecret) key = NULL;
  OrchStoreOpenMode mode = ORCH_STORE_OPEN_EXISTING;

  set_broken (self, path, ORCH_KEYRING_WORKSTATION);
  if (opened != NULL)
    self->bootstrap = g_object_ref (opened);
  else if (orch_engine_await_key (self, ORCH_SECRET_BOOTSTRAP_KEY, ORCH_KEYRING_WORKSTATION, path, first, &key, &mode,
                                  error))
    self->bootstrap = dex_await_object (orch_bootstrap_open (path, key, mode), error);
  if (self->bootstrap == NULL)
    return FALSE;
  if (g_mkdir_with_parents (marker, 0700) != 0)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED, "The directory %s cannot be made", marker);
      return FALSE;
    }
  set_broken (self, NULL, NULL);
  orch_session_set_workstation (self->session, orch_bootstrap_get_workstation (self->bootstrap));
  return TRUE;
}

static void
on_pump_changed (OrchEngine *self)
{
  notify (self, ENGINE_PROP_ONLINE);
  notify (self, ENGINE_PROP_WAITING);
  notify (self, ENGINE_PROP_FAILED);
  notify (self, ENGINE_PROP_SYNCING);
  notify (self, ENGINE_PROP_LAST_SYNC);
}

static void
on_store_changed (OrchEngine *self, guint changes)
{
  if (self->state == ORCH_ENGINE_READY && (changes & ORCH_STORE_CHANGED_CLINIC) != 0)
    dex_future_disown (orch_engine_reload_clinic (self));
}

static gboolean
await_workstation (OrchEngine *self, GError **error)
{
  g_autofree char *client_id = NULL;
  g_autoptr (OrchSecret) key = NULL;
  GError *local_error = NULL;

  client_id = dex_await_string (orch_bootstrap_get_value (self->bootstrap, "client-id"), &local_error);
  if (local_error == NULL && client_id != NULL)
    key =
        dex_await_boxed (orch_keyring_lookup (self->keyring, ORCH_SECRET_WORKSTATION_KEY, self->clinic_id, NULL, NULL),
                         &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (key != NULL)
    orch_hub_access_set_workstation (self->access, client_id, key);
  return TRUE;
}

gboolean
orch_engine_await_open_clinic (OrchEngine *self, const char *id, const char *hub_base, OrchHubAccess *access,
                               gboolean create, GError **error)
{
  g_autofree char *path = dup_clinic_path (self, id);
  g_autoptr (OrchSecret) key = NULL;
  g_autoptr (OrchHubAccess) own = NULL;
  OrchStoreOpenMode mode = ORCH_STORE_OPEN_EXISTING;

  set_broken (self, path, id);
  if (!orch_engine_await_key (self, ORCH_SECRET_STORE_KEY, id, path, create, &key, &mode, error))
    return FALSE;
  self->store = dex_await_object (orch_store_open (path, key, mode), error);
  if (self->store == NULL)
    return FALSE;
  set_broken (self, NULL, NULL);

  if (access == NULL)
    access = own = orch_hub_access_new (hub_base, error);
  if (access == NULL)
    return FALSE;
  g_set_str (&self->clinic_id, id);
  g_set_object (&self->access, access);
  orch_hub_access_set_session (self->access, self->session);
  if (!await_workstation (self, error))
    return FALSE;

  self->pump =
      orch_outbox_pump_new (self->store, self->access, self->session, orch_bootstrap_get_workstation (self->bootstrap));
  orch_session_set_journal (self->session, orch_engine_write_act, self);
  g_signal_connect_object (self->pump, "notify", G_CALLBACK (on_pump_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (on_store_changed), self, G_CONNECT_SWAPPED);
  return TRUE;
}

/* The clinic to open: the one that was made or begun last; several clinics on one workstation come one day. */
static OrchClinicEntry *
choose_entry (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      OrchClinicEntry *entry = g_ptr_array_index (entries, i);

      if (orch_clinic_entry_get_fields (entry)->state != ORCH_CLINIC_DRAFT)
        return entry;
    }
  return entries->len > 0 ? g_ptr_array_index (entries, 0) : NULL;
}

static gboolean
await_resume_person (OrchEngine *self, GError **error)
{
  g_autofree char *name = g_strconcat ("person/", self->clinic_id, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  GError *local_error = NULL;

  text = dex_await_string (orch_bootstrap_get_value (self->bootstrap, name), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  parts = g_strsplit (text != NULL ? text : "", "\n", 4);
  if (g_strv_length (parts) < 3)
    return TRUE;
  dex_await_boolean (orch_session_resume (self->session, self->clinic_id, parts[0], parts[2],
                                          orch_permission_from_code (parts[1]), parts[3]),
                     &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
await_open (OrchEngine *self, OrchBootstrap *opened, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  const OrchClinicEntryFields *fields = NULL;
  OrchClinicEntry *entry = NULL;

  if (self->bootstrap == NULL && !await_open_bootstrap (self, opened, error))
    return FALSE;
  entries = dex_await_boxed (orch_bootstrap_list_clinics (self->bootstrap), error);
  if (entries == NULL)
    return FALSE;
  entry = choose_entry (entries);
  if (entry == NULL)
    {
      orch_engine_set_state (self, ORCH_ENGINE_WELCOME, NULL);
      return TRUE;
    }

  fields = orch_clinic_entry_get_fields (entry);
  if (!orch_engine_await_open_clinic (self, fields->id, fields->hub_base, NULL, fields->state == ORCH_CLINIC_DRAFT,
                                      error) ||
      !await_resume_person (self, error))
    return FALSE;
  if (fields->state == ORCH_CLINIC_DRAFT)
    return orch_engine_await_setup (self, error);
  return orch_engine_await_ready (self, error);
}

typedef struct
{
  /* owned */
  OrchEngine *engine;
  OrchEngineAhead *ahead;
  DexFuture *done;
} Start;

static void
start_free (Start *start)
{
  g_object_unref (start->engine);
  orch_engine_ahead_unref (start->ahead);
  dex_clear (&start->done);
  g_free (start);
}

static DexFuture *
start_fiber (gpointer data)
{
  Start *start = data;
  OrchEngine *self = start->engine;
  g_autoptr (GError) error = NULL;

  dex_await (g_steal_pointer (&start->done), NULL);
  switch (start->ahead->state)
    {
    case ORCH_KEYRING_LOCKED:
      orch_engine_set_state (self, ORCH_ENGINE_KEYRING_LOCKED, NULL);
      return dex_future_new_for_boolean (TRUE);
    case ORCH_KEYRING_MISSING:
      orch_engine_set_state (self, ORCH_ENGINE_KEYRING_MISSING, NULL);
      return dex_future_new_for_boolean (TRUE);
    case ORCH_KEYRING_AVAILABLE:
    default:
      break;
    }
  if (!await_open (self, start->ahead->bootstrap, &error))
    {
      orch_engine_close_clinic (self);
      show_failure (self, error);
    }
  return dex_future_new_for_boolean (TRUE);
}

static void
orch_engine_finalize (GObject *object)
{
  OrchEngine *self = ORCH_ENGINE (object);

  orch_engine_close_clinic (self);
  if (self->session_only)
    orch_engine_remove_directory (self->data_dir);
  g_clear_object (&self->bootstrap);
  if (self->session != NULL)
    orch_session_set_journal (self->session, NULL, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->keyring);
  g_clear_object (&self->training);
  g_clear_object (&self->browser);
  g_clear_error (&self->error);
  g_free (self->data_dir);
  g_free (self->broken_path);
  g_free (self->broken_scope);
  G_OBJECT_CLASS (orch_engine_parent_class)->finalize (object);
}

static void
orch_engine_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchEngine *self = ORCH_ENGINE (object);

  switch ((OrchEngineProperty) id)
    {
    case ENGINE_PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case ENGINE_PROP_CLINIC:
      g_value_set_object (value, self->clinic);
      break;
    case ENGINE_PROP_SESSION_ONLY:
      g_value_set_boolean (value, self->session_only);
      break;
    case ENGINE_PROP_EMR_CONNECTION:
      g_value_set_int (value, orch_engine_get_emr_connection (self));
      break;
    case ENGINE_PROP_HAS_SHARED_KEY:
      g_value_set_boolean (value, self->has_shared_key);
      break;
    case ENGINE_PROP_EMR_NOTICE:
      g_value_set_int (value, (int) self->emr_notice);
      break;
    case ENGINE_PROP_ONLINE:
      if (self->pump != NULL)
        g_object_get_property (G_OBJECT (self->pump), "online", value);
      break;
    case ENGINE_PROP_WAITING:
      if (self->pump != NULL)
        g_object_get_property (G_OBJECT (self->pump), "waiting", value);
      break;
    case ENGINE_PROP_FAILED:
      if (self->pump != NULL)
        g_object_get_property (G_OBJECT (self->pump), "failed", value);
      break;
    case ENGINE_PROP_SYNCING:
      if (self->pump != NULL)
        g_object_get_property (G_OBJECT (self->pump), "busy", value);
      break;
    case ENGINE_PROP_LAST_SYNC:
      if (self->pump != NULL)
        g_object_get_property (G_OBJECT (self->pump), "last-exchange", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_engine_class_init (OrchEngineClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->finalize = orch_engine_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_engine_get_property;

  properties[ENGINE_PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[ENGINE_PROP_CLINIC] = g_param_spec_object ("clinic", NULL, NULL, ORCH_TYPE_CLINIC, flags);
  properties[ENGINE_PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, TRUE, flags);
  properties[ENGINE_PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[ENGINE_PROP_FAILED] = g_param_spec_uint ("failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[ENGINE_PROP_SYNCING] = g_param_spec_boolean ("syncing", NULL, NULL, FALSE, flags);
  properties[ENGINE_PROP_LAST_SYNC] = g_param_spec_int64 ("last-sync", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[ENGINE_PROP_SESSION_ONLY] = g_param_spec_boolean ("session-only", NULL, NULL, FALSE, flags);
  properties[ENGINE_PROP_EMR_CONNECTION] = g_param_spec_int ("emr-connection", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[ENGINE_PROP_HAS_SHARED_KEY] = g_param_spec_boolean ("has-shared-key", NULL, NULL, FALSE, flags);
  properties[ENGINE_PROP_EMR_NOTICE] = g_param_spec_int ("emr-notice", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
}

static void
orch_engine_init (OrchEngine *self)
{
}

static void
use_keyring (OrchEngine *self, OrchKeyring *keyring)
{
  g_autoptr (OrchSession) session = orch_session_new (keyring, self->is_training);

  g_set_object (&self->keyring, keyring);
  g_set_object (&self->session, session);
}

OrchEngine *
orch_engine_new (gboolean training, const char *sandbox_url, const char *data_dir)
{
  OrchEngine *self = g_object_new (ORCH_TYPE_ENGINE, NULL);
  g_autoptr (OrchKeyring) keyring = orch_secret_service_keyring_new (training);

  self->is_training = training;
  self->data_dir = data_dir != NULL ? g_strdup (data_dir)
                                    : g_build_filename (g_get_user_data_dir (), "orchestrateur",
                                                        training ? "training" : "clinic", NULL);
  if (training)
    {
      g_autofree char *state_dir = g_build_filename (self->data_dir, "sandbox", NULL);

      self->training = orch_training_new (sandbox_url, state_dir);
    }
  use_keyring (self, keyring);
  return self;
}

void
orch_engine_set_browser (OrchEngine *self, gpointer browser)
{
  g_return_if_fail (ORCH_IS_ENGINE (self));
  g_return_if_fail (browser == NULL || ORCH_IS_BROWSER (browser));

  g_set_object (&self->browser, browser);
}

void
orch_engine_set_keyring (OrchEngine *self, OrchKeyring *keyring)
{
  g_return_if_fail (ORCH_IS_ENGINE (self));
  g_return_if_fail (ORCH_IS_KEYRING (keyring));

  use_keyring (self, keyring);
}

DexFuture *
orch_engine_start (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  Start *start = g_new0 (Start, 1);

  start->engine = g_object_ref (self);
  start->ahead = orch_engine_ahead_new (self, &start->done);
  return dex_scheduler_spawn (NULL, 0, start_fiber, start, (GDestroyNotify) start_free);
}

OrchEngineState
orch_engine_get_state (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), ORCH_ENGINE_STARTING);

  return self->state;
}

const GError *
orch_engine_get_error (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->error;
}

gboolean
orch_engine_is_training (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), FALSE);

  return self->is_training;
}

DexFuture *
orch_engine_run_session_only (OrchEngine *self)
{
  g_autoptr (OrchKeyring) keyring = NULL;
  g_autofree char *dir = NULL;
  GError *error = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  dir = g_dir_make_tmp ("orchestrateur-XXXXXX", &error);
  if (dir == NULL)
    {
      orch_error_translate (&error);
      return dex_future_new_for_error (error);
    }
  keyring = orch_memory_keyring_new (self->is_training);
  use_keyring (self, keyring);
  g_set_str (&self->data_dir, dir);
  self->session_only = TRUE;
  notify (self, ENGINE_PROP_SESSION_ONLY);
  return orch_engine_start (self);
}

OrchSession *
orch_engine_get_session (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->session;
}

OrchSetup *
orch_engine_get_setup (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->setup;
}

OrchClinic *
orch_engine_get_clinic (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->clinic;
}
