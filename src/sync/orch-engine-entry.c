/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How a person and a clinic arrive: activation, set-up, joining. Main thread.
 */
#include "orch-engine-private.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-activation-private.h"
#include "orch-setup-private.h"
#include "orch-emr-change.h"

static DexFuture *
reject_no_hub (void)
{
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No clinic is open");
}

gboolean
orch_engine_await_save_entry (OrchEngine *self, const char *name, OrchClinicState state, GError **error)
{
  g_autofree char *file = g_strconcat (self->clinic_id, ".db", NULL);
  g_autoptr (OrchClinicEntry) entry = orch_clinic_entry_new (&(OrchClinicEntryFields) {
      .id = self->clinic_id,
      .name = name,
      .hub_base = orch_hub_access_get_base (self->access),
      .state = state,
      .training = self->is_training,
      .file = file,
  });

  return dex_await (orch_bootstrap_save_clinic (self->bootstrap, entry), error);
}

gboolean
orch_engine_await_session (OrchEngine *self, OrchPermission permission, GError **error)
{
  OrchGrant *grant = orch_hub_access_get_grant (self->access);
  const char *refresh = orch_grant_get_refresh_token (grant);
  const char *person = orch_grant_get_fhir_user (grant);
  g_autofree char *name = g_strconcat ("person/", self->clinic_id, NULL);
  g_autofree char *since = NULL;
  g_autofree char *text = NULL;
  g_autoptr (OrchSecret) token = refresh != NULL ? orch_secret_new (refresh, strlen (refresh)) : NULL;

  if (person == NULL)
    person = orch_grant_get_subject (grant);
  if (person == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "The hub does not say who signed in");
      return FALSE;
    }
  if (!dex_await (orch_session_start (self->session, self->clinic_id, person, orch_grant_get_name (grant), permission,
                                      token),
                  error))
    return FALSE;
  since = orch_session_dup_since (self->session);
  text = g_strdup_printf ("%s\n%s\n%s\n%s", person, orch_permission_get_code (permission),
                          orch_session_get_person_name (self->session), since != NULL ? since : "");
  return dex_await (orch_bootstrap_set_value (self->bootstrap, name, text), error);
}

gboolean
orch_engine_await_setup (OrchEngine *self, GError **error)
{
  self->setup = dex_await_object (orch_setup_load (&(OrchSetupParts) {
                                      .bootstrap = self->bootstrap,
                                      .store = self->store,
                                      .keyring = self->keyring,
                                      .session = self->session,
                                      .access = self->access,
                                      .pump = self->pump,
                                      .training = self->training,
                                      .browser = self->browser,
                                      .clinic_id = self->clinic_id,
                                  }),
                                  error);
  if (self->setup == NULL)
    return FALSE;
  orch_outbox_pump_set_clinic_hub_id (self->pump, orch_clinic_get_fields (orch_setup_get_clinic (self->setup))->hub_id);
  orch_outbox_pump_start (self->pump);
  orch_engine_set_state (self, ORCH_ENGINE_SETUP, NULL);
  return TRUE;
}

static void
start_sync (OrchEngine *self)
{
  if (self->sync != NULL)
    orch_sync_stop (self->sync);
  g_clear_object (&self->sync);
  self->sync = orch_sync_new (&(OrchSyncParts) {
      .store = self->store,
      .access = self->access,
      .pump = self->pump,
      .session = self->session,
      .emr = self->emr,
      .staff = self->runs[ORCH_IMPORT_STAFF],
      .services = self->runs[ORCH_IMPORT_SERVICES],
      .workstation = orch_bootstrap_get_workstation (self->bootstrap),
      .training = self->is_training,
  });
  g_signal_connect_object (self->sync, "emr-changed", G_CALLBACK (orch_engine_show_emr), self, G_CONNECT_SWAPPED);
  orch_sync_begin (self->sync);
}

static const OrchActor *
get_actor (gpointer data)
{
  return orch_session_get_actor (ORCH_SESSION (data));
}

gboolean
orch_engine_await_ready (OrchEngine *self, GError **error)
{
  g_clear_object (&self->clinic);
  self->clinic = dex_await_object (orch_store_load_clinic (self->store), error);
  if (self->clinic == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_DAMAGED, "The store has no clinic");
      return FALSE;
    }
  if (!orch_engine_await_emr (self, error))
    return FALSE;
  g_clear_object (&self->providers);
  self->providers = orch_provider_list_new (self->access);
  orch_provider_list_show_ticks (self->providers, self->clinic);

  for (guint kind = 0; kind < G_N_ELEMENTS (self->runs); kind++)
    {
      g_clear_object (&self->runs[kind]);
      self->runs[kind] = orch_import_run_new ((OrchImportKind) kind);
      if (!dex_await (orch_import_run_restore (self->runs[kind], self->store), error))
        return FALSE;
    }
  if (!orch_engine_await_alerts (self, error))
    return FALSE;
  orch_outbox_pump_set_clinic_hub_id (self->pump, orch_clinic_get_fields (self->clinic)->hub_id);
  orch_outbox_pump_start (self->pump);
  g_clear_object (&self->desk);
  g_clear_object (&self->messages);
  self->messages = orch_message_desk_new (self->store, self->session, self->access);
  g_clear_object (&self->news);
  self->news = orch_message_news_new (self->store, self->session);
  g_clear_object (&self->feed);
  self->feed =
      orch_message_feed_new (self->store, self->access, self->pump, orch_bootstrap_get_workstation (self->bootstrap));
  g_clear_object (&self->journal);
  self->journal =
      orch_journal_pump_new (self->store, self->access, self->pump, orch_bootstrap_get_workstation (self->bootstrap));
  self->desk = orch_service_desk_new (self->store, get_actor, g_object_ref (self->session), g_object_unref);
  g_clear_object (&self->patients);
  self->patients = orch_patient_desk_new (self->store, self->access, self->pump, self->session);
  start_sync (self);
  orch_message_feed_set_active (self->feed, self->in_use);
  orch_journal_pump_start (self->journal);
  orch_engine_set_state (self, ORCH_ENGINE_READY, NULL);
  return TRUE;
}

/* What the hub knows of the clinic that the person was invited for; an empty clinic when it knows nothing. */
static OrchClinic *
await_prefill (OrchHubAccess *access, GError **error)
{
  const char *const *ids = orch_grant_get_clinics (orch_hub_access_get_grant (access));
  g_autoptr (OrchHub) hub = NULL;
  g_autoptr (GPtrArray) clinics = NULL;

  hub = dex_await_object (orch_hub_access_get_hub (access), error);
  if (hub == NULL)
    return NULL;
  if (ids != NULL && ids[0] != NULL)
    return dex_await_object (orch_hub_prefill (hub, ids[0]), error);
  clinics = dex_await_boxed (orch_hub_list_clinics (hub, NULL), error);
  if (clinics == NULL)
    return NULL;
  if (clinics->len == 1)
    return dex_await_object (orch_hub_prefill (hub, orch_clinic_get_fields (g_ptr_array_index (clinics, 0))->hub_id),
                             error);
  return orch_clinic_new (&(OrchClinicFields) { 0 });
}

static gboolean
await_begin_setup (OrchEngine *self, OrchHubAccess *access, GError **error)
{
  g_autoptr (OrchClinic) known = await_prefill (access, error);
  g_autoptr (OrchClinic) clinic = NULL;
  g_autofree char *id = NULL;
  OrchClinicFields fields;

  if (known == NULL)
    return FALSE;
  fields = *orch_clinic_get_fields (known);
  id = fields.id != NULL ? g_strdup (fields.id) : g_uuid_string_random ();
  fields.id = id;
  if (fields.province == NULL)
    fields.province = "QC";
  if (fields.emr_vendor == NULL)
    fields.emr_vendor = fields.hub_emr_vendor;
  clinic = orch_clinic_new (&fields);

  orch_engine_close_clinic (self);
  if (!orch_engine_await_open_clinic (self, id, NULL, access, TRUE, error) ||
      !orch_engine_await_save_entry (self, fields.name, ORCH_CLINIC_DRAFT, error) ||
      !dex_await (orch_setup_write_prefill (self->bootstrap, clinic), error)
      /* Whoever activates a clinic administers it. */
      || !orch_engine_await_session (self, ORCH_PERMISSION_ADMINISTRATOR, error))
    return FALSE;
  return orch_engine_await_setup (self, error);
}

static DexFuture *
begin_setup_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchHubAccess *access = orch_activation_get_access (call->activation);
  GError *error = NULL;

  if (orch_hub_access_get_grant (access) == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody has signed in");
  if (!await_begin_setup (call->engine, access, &error))
    {
      orch_engine_close_clinic (call->engine);
      return dex_future_new_for_error (error);
    }
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
finish_setup_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  GError *error = NULL;

  if (self->setup == NULL)
    return reject_no_hub ();
  orch_setup_stop (self->setup);
  if (!orch_engine_await_save_entry (self, orch_clinic_get_name (orch_setup_get_clinic (self->setup)),
                                     ORCH_CLINIC_CREATED, &error) ||
      !dex_await (orch_bootstrap_clear_wizard (self->bootstrap, self->clinic_id), &error) ||
      !orch_engine_await_ready (self, &error))
    return dex_future_new_for_error (error);
  g_clear_object (&self->setup);
  orch_outbox_pump_note_exchange (self->pump);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
training_link_fiber (gpointer data)
{
  OrchEngineCall *call = data;

  if (call->engine->training == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "Not in training");
  return orch_training_dup_link (call->engine->training);
}

static gboolean
await_links (OrchEngine *self, const OrchActor *actor, const char *type, GPtrArray *objects, GError **error)
{
  g_autoptr (GArray) links = g_array_new (FALSE, TRUE, sizeof (OrchStoreLink));

  for (guint i = 0; objects != NULL && i < objects->len; i++)
    {
      gpointer object = g_ptr_array_index (objects, i);
      OrchStoreLink link = { .type = type };

      if (ORCH_IS_STAFF_MEMBER (object))
        {
          link.id = orch_staff_member_get_fields (object)->id;
          link.hub_id = orch_staff_member_get_fields (object)->hub_id;
        }
      else if (ORCH_IS_SERVICE (object))
        {
          link.id = orch_service_get_fields (object)->id;
          link.hub_id = orch_service_get_fields (object)->hub_id;
        }
      else
        {
          link.id = orch_department_get_fields (object)->id;
          link.hub_id = orch_department_get_fields (object)->hub_id;
        }
      /* What comes from the hub is what the hub has. */
      link.revision = 1;
      if (link.id != NULL && link.hub_id != NULL)
        g_array_append_val (links, link);
    }
  if (links->len == 0)
    return TRUE;
  return dex_await (orch_store_set_hub_links (self->store, actor, (const OrchStoreLink *) (void *) links->data,
                                              links->len),
                    error);
}

static const char *
get_id (gpointer object)
{
  return ORCH_IS_STAFF_MEMBER (object) ? orch_staff_member_get_fields (object)->id
                                       : orch_service_get_fields (object)->id;
}

/* Who is on the hub without an identifier of ours has an account there, but was never brought from the EMR or typed. */
static GPtrArray *
keep_ours (GPtrArray *objects)
{
  GPtrArray *ours = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < objects->len; i++)
    if (get_id (g_ptr_array_index (objects, i)) != NULL)
      g_ptr_array_add (ours, g_object_ref (g_ptr_array_index (objects, i)));
  return ours;
}

static gboolean
await_bring (OrchEngine *self, const OrchActor *actor, OrchStoreKind kind, GPtrArray *objects, GError **error)
{
  g_autoptr (GPtrArray) rows = keep_ours (objects);
  GError *local_error = NULL;
  const gint64 run = dex_await_int64 (orch_store_begin_import (self->store, actor, kind), &local_error);
  OrchImportCounts counts = { .seen = rows->len, .usable = rows->len, .added = rows->len };

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  return dex_await (orch_store_write_import_page (self->store, actor, run, rows, NULL), error) &&
         dex_await (orch_store_finish_import (self->store, actor, run, ORCH_STORE_RUN_SUCCEEDED, NULL, NULL, &counts,
                                              NULL),
                    error);
}

static gboolean
await_store_clinic (OrchEngine *self, OrchHubClinic *brought, const OrchActor *actor, GError **error)
{
  GPtrArray *departments = orch_hub_clinic_get_departments (brought);
  GPtrArray *staff = orch_hub_clinic_get_staff (brought);
  GPtrArray *services = orch_hub_clinic_get_services (brought);

  return dex_await (orch_store_save_clinic (self->store, actor, orch_hub_clinic_get_clinic (brought), FALSE), error) &&
         (departments->len == 0 || dex_await (orch_store_save_departments (self->store, actor, departments), error)) &&
         await_bring (self, actor, ORCH_STORE_STAFF, staff, error) &&
         await_bring (self, actor, ORCH_STORE_SERVICES, services, error) &&
         await_links (self, actor, "department", departments, error) &&
         await_links (self, actor, "staff", staff, error) && await_links (self, actor, "service", services, error);
}

/* Where the hub gives workstations an identity, this one asks for its own; the administrator learns that the shared key was used. */
static gboolean
await_introduce (OrchEngine *self, const OrchActor *actor, gboolean key_used, GError **error)
{
  g_autofree char *client_id = dex_await_string (
      orch_hub_access_register_workstation (self->access, self->keyring, self->clinic_id, g_get_host_name ()), NULL);

  if (client_id != NULL && !dex_await (orch_bootstrap_set_value (self->bootstrap, "client-id", client_id), error))
    return FALSE;
  return !key_used ||
         orch_engine_await_tell_key_use (self->pump, actor, orch_bootstrap_get_workstation (self->bootstrap), error);
}

static gboolean
await_join (OrchEngine *self, OrchClinic *chosen, OrchSecret *shared_key, GError **error)
{
  g_autoptr (OrchHubAccess) access = g_object_ref (self->access);
  g_autoptr (OrchHub) hub = dex_await_object (orch_hub_access_get_hub (access), error);
  g_autoptr (OrchHubClinic) brought = NULL;
  g_autoptr (OrchEmrSettings) emr = NULL;
  g_autofree char *settings = NULL;
  const OrchClinicFields *fields = NULL;
  OrchPermission permission = ORCH_PERMISSION_NONE;
  GError *local_error = NULL;

  if (hub == NULL)
    return FALSE;
  brought = dex_await_object (orch_hub_fetch_clinic (hub, orch_clinic_get_fields (chosen)->hub_id), error);
  if (brought == NULL)
    return FALSE;
  fields = orch_clinic_get_fields (orch_hub_clinic_get_clinic (brought));
  permission = (OrchPermission) dex_await_int (
      orch_hub_get_permission (hub, fields->hub_id, orch_grant_get_fhir_user (orch_hub_access_get_grant (access))),
      &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  /* Activated, but never set up: a crash right after the password was chosen. Its administrator begins again from here. */
  if (fields->id == NULL && permission == ORCH_PERMISSION_ADMINISTRATOR)
    return await_begin_setup (self, access, error);
  if (fields->id == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "This clinic is not set up yet");
      return FALSE;
    }

  /* The key is tried before anything is kept. */
  emr = orch_emr_settings_new (self->keyring, fields->id);
  orch_emr_settings_set_vendor (emr, fields->emr_vendor);
  if (shared_key != NULL && orch_hub_clinic_get_sealed (brought) != NULL &&
      !dex_await (orch_emr_settings_open (emr, orch_hub_clinic_get_sealed (brought), shared_key), error))
    return FALSE;
  settings = orch_emr_settings_to_text (emr);

  if (!orch_engine_await_open_clinic (self, fields->id, NULL, access, TRUE, error) ||
      !orch_engine_await_session (self, permission, error))
    return FALSE;

  /* What a workstation brings from the hub it brings for itself, whoever sits at it. */
  const OrchActor actor = { .id = orch_bootstrap_get_workstation (self->bootstrap),
                            .permission = ORCH_PERMISSION_ADMINISTRATOR,
                            .workstation = orch_bootstrap_get_workstation (self->bootstrap) };

  return await_store_clinic (self, brought, &actor, error) &&
         dex_await (orch_store_set_setting (self->store, &actor, "emr", settings, FALSE), error) &&
         orch_emr_change_await_note (self->store, actor.workstation, fields->emr_vendor,
                                     orch_hub_clinic_get_sealed (brought), error) &&
         dex_await (orch_store_set_setting (self->store, &actor, ORCH_STORE_JOINED, "yes", FALSE), error) &&
         await_introduce (self, &actor, shared_key != NULL, error) &&
         orch_engine_await_save_entry (self, fields->name, ORCH_CLINIC_JOINED, error) &&
         orch_engine_await_ready (self, error);
}

static DexFuture *
join_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  g_autoptr (OrchHubAccess) access = NULL;
  GError *error = NULL;

  if (self->access == NULL || self->store != NULL)
    return reject_no_hub ();
  access = g_object_ref (self->access);
  if (!await_join (self, call->clinic, call->secret, &error))
    {
      orch_engine_close_clinic (self);
      g_set_object (&self->access, access);
      return dex_future_new_for_error (error);
    }
  orch_outbox_pump_note_exchange (self->pump);
  return dex_future_new_for_boolean (TRUE);
}

OrchActivation *
orch_engine_parse_activation (OrchEngine *self, const char *text, GError **error)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return orch_activation_new (text, self->training, self->browser, error);
}

DexFuture *
orch_engine_dup_training_link (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return orch_engine_spawn (training_link_fiber, orch_engine_call_new (self));
}

DexFuture *
orch_engine_begin_setup (OrchEngine *self, OrchActivation *activation)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (ORCH_IS_ACTIVATION (activation), NULL);

  OrchEngineCall *call = orch_engine_call_new (self);

  call->activation = g_object_ref (activation);
  return orch_engine_spawn (begin_setup_fiber, call);
}

DexFuture *
orch_engine_finish_setup (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return orch_engine_spawn (finish_setup_fiber, orch_engine_call_new (self));
}

DexFuture *
orch_engine_join (OrchEngine *self, OrchClinic *clinic, OrchSecret *shared_key)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (ORCH_IS_CLINIC (clinic), NULL);

  OrchEngineCall *call = orch_engine_call_new (self);

  call->clinic = g_object_ref (clinic);
  call->secret = shared_key != NULL ? orch_secret_ref (shared_key) : NULL;
  return orch_engine_spawn (join_fiber, call);
}
