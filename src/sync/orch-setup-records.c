/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Steps 4 to 6 of the set-up: imports, staff and services by hand, creating the clinic. Main thread.
 */
#include "orch-setup-private.h"

#include "core/orch-error.h"
#include "core/orch-release.h"
#include "secrets/orch-sealer.h"

typedef struct
{
  OrchSetup *setup;
  OrchImportKind kind;
  GPtrArray *objects;
  char *id;
} Call;

static Call *
call_new (OrchSetup *setup, OrchImportKind kind)
{
  Call *call = g_new0 (Call, 1);

  call->setup = g_object_ref (setup);
  call->kind = kind;
  return call;
}

static void
call_free (Call *call)
{
  g_clear_object (&call->setup);
  g_clear_pointer (&call->objects, g_ptr_array_unref);
  g_free (call->id);
  g_free (call);
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

static OrchStoreKind
store_kind (OrchImportKind kind)
{
  return kind == ORCH_IMPORT_STAFF ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
}

static DexFuture *
reject_signed_out (void)
{
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
}

static OrchOrigin
get_origin (gpointer object)
{
  return ORCH_IS_SERVICE (object) ? orch_service_get_fields (object)->origin
                                  : orch_staff_member_get_fields (object)->origin;
}

static gboolean
await_hand (OrchSetup *self, OrchImportKind kind, GError **error)
{
  GPtrArray *all = dex_await_boxed (orch_store_load_all (self->store, store_kind (kind), NULL), error);
  g_autoptr (GPtrArray) hand = g_ptr_array_new ();

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (get_origin (g_ptr_array_index (all, i)) == ORCH_ORIGIN_HAND)
      g_ptr_array_add (hand, g_ptr_array_index (all, i));
  g_list_store_splice (self->hand[kind], 0, g_list_model_get_n_items (G_LIST_MODEL (self->hand[kind])), hand->pdata,
                       hand->len);
  orch_release_elsewhere (all, (GDestroyNotify) g_ptr_array_unref);
  orch_setup_notify (self, kind == ORCH_IMPORT_STAFF ? PROP_N_HAND_STAFF : PROP_N_HAND_SERVICES);
  orch_setup_missing_changed (self);
  return TRUE;
}

static const char *const alert_fields[] = { "alert-staff", "alert-services" };
static const char *const informed_fields[] = { "informed-staff", "informed-services" };

static void
on_alert_changed (OrchImportAlert *alert, OrchSetup *self)
{
  for (guint kind = 0; kind < ORCH_SETUP_N_RUNS; kind++)
    if (self->alerts[kind] == alert)
      {
        const char *id = orch_import_alert_get_id (alert);

        orch_setup_save (self, alert_fields[kind], g_variant_new_string (id != NULL ? id : ""));
        orch_setup_save (self, informed_fields[kind], g_variant_new_boolean (orch_import_alert_get_informed (alert)));
      }
}

void
orch_setup_read_alerts (OrchSetup *self, GVariantDict *fields)
{
  for (guint kind = 0; kind < ORCH_SETUP_N_RUNS; kind++)
    {
      const char *id = NULL;

      if (g_variant_dict_lookup (fields, alert_fields[kind], "&s", &id) && id[0] != '\0')
        g_set_str (&self->kept_alerts[kind], id);
      g_variant_dict_lookup (fields, informed_fields[kind], "b", &self->informed[kind]);
    }
}

static void
on_run_changed (OrchSetup *self)
{
  orch_setup_missing_changed (self);
}

/* What a crash or a quit interrupted goes on as soon as its person is there: at once, or when the session is unlocked. */
static void
resume_interrupted (OrchSetup *self)
{
  if (!self->interrupted || orch_session_get_actor (self->session) == NULL)
    return;
  self->interrupted = FALSE;
  for (guint kind = 0; kind < ORCH_SETUP_N_RUNS; kind++)
    if (self->import_again[kind])
      {
        self->import_again[kind] = FALSE;
        orch_setup_start_import (self, (OrchImportKind) kind);
      }
  if (self->create_again)
    {
      self->create_again = FALSE;
      orch_setup_create_clinic (self);
    }
}

static DexFuture *
load_records_fiber (gpointer data)
{
  Call *call = data;
  OrchSetup *self = call->setup;

  for (guint kind = 0; kind < ORCH_SETUP_N_RUNS; kind++)
    {
      GError *error = NULL;
      const gboolean interrupted = dex_await_boolean (orch_import_run_restore (self->runs[kind], self->store), &error);

      if (error != NULL || !await_hand (self, (OrchImportKind) kind, &error))
        return dex_future_new_for_error (error);
      g_signal_connect_object (self->runs[kind], "notify::state", G_CALLBACK (on_run_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->runs[kind], "notify::accepted", G_CALLBACK (on_run_changed), self,
                               G_CONNECT_SWAPPED);
      self->import_again[kind] = interrupted && !orch_setup_is_standalone (self);
      self->interrupted |= self->import_again[kind];
    }
  /* What the screen said of a failure it says again. */
  for (guint kind = 0; kind < ORCH_SETUP_N_RUNS; kind++)
    {
      orch_import_alert_restore (self->alerts[kind], self->kept_alerts[kind], self->informed[kind]);
      g_signal_connect_object (self->alerts[kind], "changed", G_CALLBACK (on_alert_changed), self, G_CONNECT_DEFAULT);
    }
  self->create_again = self->creating;
  self->interrupted |= self->creating;
  self->creating = FALSE;
  g_signal_connect_object (self->session, "notify::locked", G_CALLBACK (resume_interrupted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::signed-in", G_CALLBACK (resume_interrupted), self,
                           G_CONNECT_SWAPPED);
  resume_interrupted (self);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_setup_load_records (OrchSetup *self)
{
  return spawn (load_records_fiber, call_new (self, ORCH_IMPORT_STAFF));
}

OrchImportRun *
orch_setup_get_run (OrchSetup *self, OrchImportKind kind)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);
  g_return_val_if_fail (kind < ORCH_SETUP_N_RUNS, NULL);

  return self->runs[kind];
}

void
orch_setup_start_import (OrchSetup *self, OrchImportKind kind)
{
  g_return_if_fail (ORCH_IS_SETUP (self));
  g_return_if_fail (kind < ORCH_SETUP_N_RUNS);

  const OrchActor *actor = orch_session_get_actor (self->session);

  if (actor != NULL)
    dex_future_disown (orch_import_alert_start (self->alerts[kind], self->emr, self->store, actor));
}

static DexFuture *
accept_conflicts_fiber (gpointer data)
{
  Call *call = data;
  const OrchActor *actor = orch_session_get_actor (call->setup->session);
  GError *error = NULL;

  if (actor == NULL)
    return reject_signed_out ();
  if (!dex_await (orch_store_accept_conflicts (call->setup->store, actor, store_kind (call->kind)), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

void
orch_setup_accept_conflicts (OrchSetup *self, OrchImportKind kind)
{
  g_return_if_fail (ORCH_IS_SETUP (self));
  g_return_if_fail (kind < ORCH_SETUP_N_RUNS);

  if (orch_import_run_get_state (self->runs[kind]) != ORCH_IMPORT_CONFLICTS)
    return;
  orch_import_run_set_accepted (self->runs[kind], TRUE);
  dex_future_disown (spawn (accept_conflicts_fiber, call_new (self, kind)));
}

gboolean
orch_setup_is_standalone (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), TRUE);

  return self->connection == ORCH_CONNECTION_NONE || self->connection == ORCH_CONNECTION_TO_SET_UP;
}

GListModel *
orch_setup_get_hand_staff (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  return G_LIST_MODEL (self->hand[ORCH_IMPORT_STAFF]);
}

GListModel *
orch_setup_get_hand_services (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  return G_LIST_MODEL (self->hand[ORCH_IMPORT_SERVICES]);
}

/* Over whatever is there: nobody else writes before the clinic exists, and what is taken back is older than what it replaces. */
static DexFuture *
save_hand (OrchSetup *self, const OrchActor *actor, OrchImportKind kind, gpointer object)
{
  if (kind == ORCH_IMPORT_STAFF)
    {
      OrchStaffMemberFields fields = *orch_staff_member_get_fields (object);
      g_autoptr (OrchStaffMember) member = NULL;

      fields.revision = 0;
      member = orch_staff_member_new (&fields);
      return orch_store_save_staff (self->store, actor, member);
    }
  else
    {
      OrchServiceFields fields = *orch_service_get_fields (object);
      g_autoptr (OrchService) service = NULL;

      fields.revision = 0;
      service = orch_service_new (&fields);
      return orch_store_save_service (self->store, actor, service);
    }
}

static DexFuture *
put_hand_fiber (gpointer data)
{
  Call *call = data;
  OrchSetup *self = call->setup;
  const OrchActor *actor = orch_session_get_actor (self->session);
  GError *error = NULL;

  if (actor == NULL)
    return reject_signed_out ();
  for (guint i = 0; i < call->objects->len; i++)
    {
      gpointer object = g_ptr_array_index (call->objects, i);

      if (!dex_await (save_hand (self, actor, call->kind, object), &error))
        return dex_future_new_for_error (error);
    }
  if (!await_hand (self, call->kind, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
remove_hand_fiber (gpointer data)
{
  Call *call = data;
  OrchSetup *self = call->setup;
  const OrchActor *actor = orch_session_get_actor (self->session);
  GError *error = NULL;

  if (actor == NULL)
    return reject_signed_out ();
  if (!dex_await (orch_store_remove (self->store, actor, store_kind (call->kind), call->id), &error) ||
      !await_hand (self, call->kind, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
put_hand (OrchSetup *self, OrchImportKind kind, GPtrArray *objects)
{
  Call *call = call_new (self, kind);

  call->objects = g_ptr_array_ref (objects);
  return spawn (put_hand_fiber, call);
}

static DexFuture *
remove_hand (OrchSetup *self, OrchImportKind kind, const char *id)
{
  Call *call = call_new (self, kind);

  call->id = g_strdup (id);
  return spawn (remove_hand_fiber, call);
}

DexFuture *
orch_setup_put_hand_staff (OrchSetup *self, GPtrArray *members)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);
  g_return_val_if_fail (members != NULL, NULL);

  return put_hand (self, ORCH_IMPORT_STAFF, members);
}

DexFuture *
orch_setup_remove_hand_staff (OrchSetup *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return remove_hand (self, ORCH_IMPORT_STAFF, id);
}

DexFuture *
orch_setup_put_hand_services (OrchSetup *self, GPtrArray *services)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);
  g_return_val_if_fail (services != NULL, NULL);

  return put_hand (self, ORCH_IMPORT_SERVICES, services);
}

DexFuture *
orch_setup_remove_hand_service (OrchSetup *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return remove_hand (self, ORCH_IMPORT_SERVICES, id);
}

OrchCreation *
orch_setup_get_creation (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  return self->creation;
}

static DexFuture *
create_fiber (gpointer data)
{
  Call *call = data;
  OrchSetup *self = call->setup;
  const OrchActor *actor = orch_session_get_actor (self->session);
  const OrchClinicFields *fields = orch_clinic_get_fields (self->clinic);
  OrchEmrVendor *vendor = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autofree char *key_id = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *client_id = NULL;
  GError *error = NULL;

  if (actor == NULL)
    return reject_signed_out ();
  if (!dex_await (orch_setup_flush (self), &error) ||
      !dex_await (orch_store_save_clinic (self->store, actor, self->clinic, FALSE), &error))
    return dex_future_new_for_error (error);
  settings = orch_emr_settings_to_text (self->emr);
  if (!dex_await (orch_store_set_setting (self->store, actor, "emr", settings, FALSE), &error) ||
      !dex_await (orch_setup_keep_wanted (self), &error))
    return dex_future_new_for_error (error);

  if (self->connection == ORCH_CONNECTION_TESTED)
    {
      sealed = dex_await_boxed (orch_emr_settings_seal (self->emr), &error);
      if (sealed == NULL)
        return dex_future_new_for_error (error);
      key_id = orch_sealer_dup_envelope_key_id (sealed, NULL);
    }
  fields = orch_clinic_get_fields (self->clinic);
  if (fields->emr_vendor != NULL && !g_str_equal (fields->emr_vendor, ORCH_EMR_VENDOR_NONE))
    vendor = orch_catalogue_find_vendor (orch_catalogue_get_default (), fields->emr_vendor);

  actor = orch_session_get_actor (self->session);
  if (actor == NULL)
    return reject_signed_out ();
  client_id = dex_await_string (
      orch_creation_start (self->creation,
                           &(OrchCreationInput) {
                               .access = self->access,
                               .store = self->store,
                               .keyring = self->keyring,
                               .actor = actor,
                               .workstation = orch_bootstrap_get_workstation (self->bootstrap),
                               .workstation_name = g_get_host_name (),
                               .clinic = self->clinic,
                               .emr_name = vendor != NULL ? orch_emr_vendor_get_name (vendor, NULL) : NULL,
                               .emr_address = self->connection == ORCH_CONNECTION_TESTED
                                                  ? orch_emr_settings_get_value (self->emr, "base-url")
                                                  : NULL,
                               .sealed = sealed,
                               .sealed_key_id = key_id,
                           }),
      &error);
  if (client_id == NULL)
    return dex_future_new_for_error (error);
  if (client_id[0] != '\0' && !dex_await (orch_bootstrap_set_value (self->bootstrap, "client-id", client_id), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
on_created (DexFuture *future, gpointer data)
{
  OrchSetup *self = data;
  g_autoptr (GError) error = NULL;

  self->creating = FALSE;
  if (dex_future_get_value (future, &error) == NULL && orch_creation_get_state (self->creation) != ORCH_CREATION_FAILED)
    orch_creation_set_failed (self->creation, error);
  return dex_future_new_for_boolean (TRUE);
}

void
orch_setup_create_clinic (OrchSetup *self)
{
  g_return_if_fail (ORCH_IS_SETUP (self));

  const OrchCreationState state = orch_creation_get_state (self->creation);

  if (state == ORCH_CREATION_WAITING)
    {
      orch_creation_retry_now (self->creation);
      return;
    }
  if (self->creating || state == ORCH_CREATION_RUNNING || state == ORCH_CREATION_DONE)
    return;
  self->creating = TRUE;
  orch_creation_begin (self->creation);
  orch_setup_save (self, "creating", g_variant_new_boolean (TRUE));
  dex_future_disown (dex_future_finally (spawn (create_fiber, call_new (self, ORCH_IMPORT_STAFF)), on_created,
                                         g_object_ref (self), g_object_unref));
}
