/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the main window asks of the engine once the clinic exists. Main thread.
 */
#include "orch-engine-private.h"

#include "core/orch-error.h"

#define END_WITHIN_US (2 * G_USEC_PER_SEC)
#define CLOSE_WITHIN_US (2 * G_USEC_PER_SEC)

static DexFuture *
reject_signed_out (void)
{
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
}

static OrchStoreKind
store_kind (OrchImportKind kind)
{
  return kind == ORCH_IMPORT_STAFF ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
}

static char *
dup_alert_name (OrchEngine *self, guint kind)
{
  return g_strconcat ("import-alert/", self->clinic_id, kind == ORCH_IMPORT_STAFF ? "/staff" : "/services", NULL);
}

static void
on_alert_changed (OrchImportAlert *alert, OrchEngine *self)
{
  const char *id = orch_import_alert_get_id (alert);

  for (guint kind = 0; kind < G_N_ELEMENTS (self->alerts); kind++)
    if (self->alerts[kind] == alert)
      {
        g_autofree char *name = dup_alert_name (self, kind);
        g_autofree char *text =
            id != NULL ? g_strconcat (id, orch_import_alert_get_informed (alert) ? " informed" : "", NULL) : NULL;

        dex_future_disown (orch_bootstrap_set_value (self->bootstrap, name, text));
      }
}

gboolean
orch_engine_await_alerts (OrchEngine *self, GError **error)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (self->alerts); kind++)
    {
      g_autofree char *name = dup_alert_name (self, kind);
      g_autofree char *text = NULL;
      g_auto (GStrv) parts = NULL;
      GError *local_error = NULL;

      text = dex_await_string (orch_bootstrap_get_value (self->bootstrap, name), &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      parts = g_strsplit (text != NULL ? text : "", " ", 2);
      g_clear_object (&self->alerts[kind]);
      self->alerts[kind] = orch_import_alert_new (self->runs[kind], self->pump);
      orch_import_alert_restore (self->alerts[kind], parts[0], parts[0] != NULL && parts[1] != NULL);
      g_signal_connect_object (self->alerts[kind], "changed", G_CALLBACK (on_alert_changed), self, G_CONNECT_DEFAULT);
    }
  return TRUE;
}

static DexFuture *
list_conflicts_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  g_autoptr (GListStore) list = g_list_store_new (ORCH_TYPE_CONFLICT);
  g_autoptr (GPtrArray) conflicts = NULL;
  GError *error = NULL;

  conflicts = dex_await_boxed (orch_store_load_conflicts (call->store, store_kind (call->kind)), &error);
  if (conflicts == NULL)
    return dex_future_new_for_error (error);
  g_list_store_splice (list, 0, 0, conflicts->pdata, conflicts->len);
  return dex_future_new_take_object (g_steal_pointer (&list));
}

static DexFuture *
count_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchStoreCounts *counts = NULL;
  GVariant *variant = NULL;
  GError *error = NULL;

  counts = dex_await_boxed (orch_store_count (call->store, store_kind (call->kind)), &error);
  if (counts == NULL)
    return dex_future_new_for_error (error);
  variant = g_variant_new ("(uuu)", counts->active, counts->inactive, counts->in_conflict);
  g_boxed_free (ORCH_TYPE_STORE_COUNTS, counts);
  return dex_future_new_take_variant (g_variant_ref_sink (variant));
}

static DexFuture *
reload_clinic_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  g_autoptr (OrchClinic) clinic = NULL;

  if (call->store == NULL)
    return dex_future_new_for_boolean (FALSE);
  clinic = dex_await_object (orch_store_load_clinic (call->store), NULL);
  if (clinic != NULL && self->store == call->store && self->state == ORCH_ENGINE_READY &&
      g_set_object (&self->clinic, clinic))
    {
      orch_provider_list_show_ticks (self->providers, clinic);
      g_object_notify (G_OBJECT (self), "clinic");
    }
  return dex_future_new_for_boolean (TRUE);
}

void
orch_engine_close_clinic (OrchEngine *self)
{
  orch_engine_stop_sign_in (self);
  if (self->sync != NULL)
    orch_sync_stop (self->sync);
  if (self->pump != NULL)
    orch_outbox_pump_stop (self->pump);
  if (self->setup != NULL)
    orch_setup_stop (self->setup);
  if (self->store != NULL)
    dex_future_disown (orch_store_close (self->store));
  g_clear_object (&self->sync);
  g_clear_object (&self->desk);
  g_clear_object (&self->messages);
  g_clear_object (&self->news);
  if (self->feed != NULL)
    orch_message_feed_stop (self->feed);
  g_clear_object (&self->feed);
  if (self->journal != NULL)
    orch_journal_pump_stop (self->journal);
  g_clear_object (&self->journal);
  g_clear_object (&self->patients);
  g_clear_object (&self->pump);
  g_clear_object (&self->setup);
  g_clear_object (&self->store);
  g_clear_object (&self->access);
  g_clear_object (&self->clinic);
  g_clear_object (&self->emr);
  if (self->providers != NULL)
    orch_provider_list_stop (self->providers);
  g_clear_object (&self->providers);
  g_clear_object (&self->alerts[0]);
  g_clear_object (&self->alerts[1]);
  g_clear_object (&self->runs[0]);
  g_clear_object (&self->runs[1]);
  g_clear_pointer (&self->clinic_id, g_free);
}

/* The key first: without it the rest cannot be read, whatever becomes of the files (security.md 8). */
static DexFuture *
remove_clinic_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  g_autofree char *id = g_strdup (self->clinic_id);
  g_autofree char *path = g_strdup (orch_store_get_path (call->store));
  g_autofree char *person = g_strconcat ("person/", id, NULL);
  g_autofree char *staff_alert = dup_alert_name (self, ORCH_IMPORT_STAFF);
  g_autofree char *services_alert = dup_alert_name (self, ORCH_IMPORT_SERVICES);
  GError *error = NULL;

  /* Asked twice, it is gone already. */
  if (self->store != call->store)
    return dex_future_new_for_boolean (TRUE);
  if (!dex_await (orch_keyring_clear_scope (self->keyring, id, NULL), &error))
    return dex_future_new_for_error (error);
  dex_await (orch_session_sign_out (self->session), NULL);
  orch_engine_close_clinic (self);
  dex_await (orch_store_close (call->store), NULL);
  if (!dex_await (orch_store_remove_files (path), &error) ||
      !dex_await (orch_bootstrap_remove_clinic (self->bootstrap, id), &error) ||
      !dex_await (orch_bootstrap_set_value (self->bootstrap, person, NULL), &error) ||
      !dex_await (orch_bootstrap_set_value (self->bootstrap, staff_alert, NULL), &error) ||
      !dex_await (orch_bootstrap_set_value (self->bootstrap, services_alert, NULL), &error) ||
      !dex_await (orch_bootstrap_set_value (self->bootstrap, "client-id", NULL), &error))
    return dex_future_new_for_error (error);
  orch_engine_set_state (self, ORCH_ENGINE_WELCOME, NULL);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_engine_reload_clinic (OrchEngine *self)
{
  return orch_engine_spawn (reload_clinic_fiber, orch_engine_call_new (self));
}

OrchStoreList *
orch_engine_list_staff (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->store != NULL, NULL);

  return orch_store_list_new (self->store, ORCH_STORE_STAFF);
}

OrchStoreList *
orch_engine_list_services (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->store != NULL, NULL);

  return orch_store_list_new (self->store, ORCH_STORE_SERVICES);
}

OrchAppointmentList *
orch_engine_list_appointments (OrchEngine *self)
{
  const OrchActor *actor = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->store != NULL, NULL);

  actor = orch_session_get_actor (self->session);
  return actor != NULL ? orch_appointment_list_new (self->store, actor) : NULL;
}

DexFuture *
orch_engine_list_conflicts (OrchEngine *self, OrchImportKind kind)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->store != NULL, NULL);

  OrchEngineCall *call = orch_engine_call_new (self);

  call->kind = kind;
  return orch_engine_spawn (list_conflicts_fiber, call);
}

/* Only a provider that the hub has integrated can be ticked anew. */
static const char *
find_closed_provider (OrchEngine *self, OrchClinic *clinic)
{
  const char *const *codes = orch_clinic_get_fields (clinic)->providers;

  for (guint i = 0; self->providers != NULL && codes != NULL && codes[i] != NULL; i++)
    {
      OrchProviderCard *card = orch_provider_list_find (self->providers, codes[i]);

      if (!orch_clinic_has_provider (self->clinic, codes[i]) &&
          (card == NULL || !orch_provider_card_get_integrated (card)))
        return codes[i];
    }
  return NULL;
}

DexFuture *
orch_engine_save_clinic (OrchEngine *self, OrchClinic *clinic)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (ORCH_IS_CLINIC (clinic), NULL);
  g_return_val_if_fail (self->store != NULL, NULL);

  const OrchActor *actor = orch_session_get_actor (self->session);

  if (actor == NULL)
    return reject_signed_out ();
  if (!orch_clinic_is_identified (clinic))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "A field of the clinic is missing or malformed");
  if (find_closed_provider (self, clinic) != NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "The hub has not integrated %s",
                                  find_closed_provider (self, clinic));
  return orch_store_save_clinic (self->store, actor, clinic, TRUE);
}

DexFuture *
orch_engine_set_permission (OrchEngine *self, OrchStaffMember *member, OrchPermission permission)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (member), NULL);
  g_return_val_if_fail (self->store != NULL, NULL);

  const OrchActor *actor = orch_session_get_actor (self->session);

  if (actor == NULL)
    return reject_signed_out ();
  return orch_store_set_staff_permission (self->store, actor, orch_staff_member_get_fields (member)->id, permission);
}

OrchImportRun *
orch_engine_get_run (OrchEngine *self, OrchImportKind kind)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->runs[kind];
}

OrchServiceDesk *
orch_engine_get_services (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->desk;
}

OrchMessageDesk *
orch_engine_get_messages (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->messages;
}

OrchMessageNews *
orch_engine_get_news (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->news;
}

void
orch_engine_set_in_use (OrchEngine *self, gboolean in_use)
{
  g_return_if_fail (ORCH_IS_ENGINE (self));

  self->in_use = in_use;
  if (self->feed != NULL)
    orch_message_feed_set_active (self->feed, in_use);
}

OrchPatientDesk *
orch_engine_get_patients (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->patients;
}

DexFuture *
orch_engine_search_journal (OrchEngine *self, const OrchJournalQuery *query)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  if (self->store == NULL || self->clinic == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No clinic is open");
  return orch_journal_search (self->store, self->access, self->session, orch_clinic_get_fields (self->clinic)->hub_id,
                              query);
}

OrchSync *
orch_engine_get_sync (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return self->sync;
}

static void
on_import_state (OrchImportRun *run, GParamSpec *pspec, DexPromise *ended)
{
  if (orch_import_run_get_state (run) != ORCH_IMPORT_RUNNING && dex_future_is_pending (DEX_FUTURE (ended)))
    dex_promise_resolve_boolean (ended, TRUE);
}

/* Returns: (transfer full): a future, once it is not running */
static DexFuture *
end_import (OrchImportRun *run)
{
  DexPromise *ended = NULL;

  if (orch_import_run_get_state (run) != ORCH_IMPORT_RUNNING)
    return dex_future_new_for_boolean (TRUE);
  ended = dex_promise_new ();
  g_signal_connect_data (run, "notify::state", G_CALLBACK (on_import_state), dex_ref (ended),
                         (GClosureNotify) (GCallback) dex_unref, G_CONNECT_DEFAULT);
  orch_import_run_cancel (run);
  return DEX_FUTURE (ended);
}

/* A hub or an EMR that does not answer keeps nobody from leaving. @future: (transfer full) */
static void
await_until (DexFuture *future, gint64 deadline)
{
  dex_await (dex_future_first (future, dex_timeout_new_deadline (deadline), NULL), NULL);
}

static DexFuture *
end_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  const gint64 deadline = g_get_monotonic_time () + END_WITHIN_US;
  g_autoptr (GPtrArray) futures = g_ptr_array_new ();

  dex_await (orch_engine_flush (self), NULL);
  if (self->sync != NULL)
    g_ptr_array_add (futures, orch_sync_end (self->sync));
  if (self->pump != NULL)
    g_ptr_array_add (futures, orch_outbox_pump_end (self->pump));
  for (guint kind = 0; kind < G_N_ELEMENTS (self->runs); kind++)
    {
      OrchImportRun *run =
          self->setup != NULL ? orch_setup_get_run (self->setup, (OrchImportKind) kind) : self->runs[kind];

      if (run != NULL)
        g_ptr_array_add (futures, end_import (run));
    }
  for (guint i = 0; i < futures->len; i++)
    await_until (g_ptr_array_index (futures, i), deadline);
  /* Their threads would still be at work while the libraries under them are taken apart. */
  if (self->store != NULL)
    await_until (orch_store_close (self->store), deadline + CLOSE_WITHIN_US);
  if (self->bootstrap != NULL)
    await_until (orch_bootstrap_close (self->bootstrap), deadline + CLOSE_WITHIN_US);
  return dex_future_new_for_boolean (TRUE);
}

void
orch_engine_start_import (OrchEngine *self, OrchImportKind kind)
{
  g_return_if_fail (ORCH_IS_ENGINE (self));
  g_return_if_fail (self->alerts[kind] != NULL);

  const OrchActor *actor = orch_session_get_actor (self->session);

  if (actor != NULL)
    dex_future_disown (orch_import_alert_start (self->alerts[kind], self->emr, self->store, actor));
}

DexFuture *
orch_engine_remove_clinic (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->store != NULL, NULL);

  if (self->state == ORCH_ENGINE_READY && !orch_session_allows (self->session, ORCH_ACT_REMOVE_CLINIC))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Only an administrator may remove the clinic");
  return orch_engine_spawn (remove_clinic_fiber, orch_engine_call_new (self));
}

DexFuture *
orch_engine_flush (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  if (self->messages != NULL)
    return orch_message_desk_flush (self->messages);
  return self->setup != NULL ? orch_setup_flush (self->setup) : dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_engine_end (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return orch_engine_spawn (end_fiber, orch_engine_call_new (self));
}

DexFuture *
orch_engine_count (OrchEngine *self, OrchImportKind kind)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (self->store != NULL, NULL);

  OrchEngineCall *call = orch_engine_call_new (self);

  call->kind = kind;
  return orch_engine_spawn (count_fiber, call);
}
