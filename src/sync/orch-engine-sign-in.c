/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Signing in, to join a clinic or again, one attempt at a time: one that the person stops, or begins anew, changes nothing more.
 * Main thread.
 */
#include "orch-engine-private.h"

#include "core/orch-error.h"

static DexFuture *
reject_no_hub (void)
{
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No clinic is open");
}

/* Whether the person stopped this sign-in, or began another. */
static gboolean
is_over (OrchEngineCall *call, GError **error)
{
  if (call->attempt == call->engine->attempt)
    return FALSE;
  g_clear_error (error);
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CANCELLED, "The sign-in was stopped");
  return TRUE;
}

/* Signs a person in at @access, in the app's own page in training, in the browser otherwise. */
static gboolean
await_sign_in (OrchEngineCall *call, OrchHubAccess *access, GError **error)
{
  OrchEngine *self = call->engine;
  g_autoptr (OrchSignIn) sign_in = dex_await_object (orch_hub_access_new_sign_in (access, NULL), error);
  g_autoptr (OrchGrant) grant = NULL;

  if (is_over (call, error) || sign_in == NULL)
    return FALSE;
  g_set_object (&self->sign_in, sign_in);
  if (self->training != NULL && call->username != NULL && call->secret != NULL)
    grant = dex_await_object (orch_sign_in_with_password (sign_in, call->username, orch_secret_get_text (call->secret),
                                                          NULL),
                              error);
  else
    grant = dex_await_object (orch_sign_in_run (sign_in, self->browser), error);
  if (self->sign_in == sign_in)
    g_clear_object (&self->sign_in);
  if (is_over (call, error) || grant == NULL)
    return FALSE;
  orch_hub_access_adopt (access, grant);
  return TRUE;
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  g_autoptr (OrchHubAccess) access = NULL;
  g_autoptr (OrchHub) hub = NULL;
  g_autoptr (GPtrArray) clinics = NULL;
  g_autoptr (GListStore) list = NULL;
  g_autofree char *base = g_strdup (call->text);
  GError *error = NULL;

  if (base == NULL && self->training != NULL)
    {
      g_autofree char *origin = dex_await_string (orch_training_start (self->training), &error);

      if (origin == NULL)
        return dex_future_new_for_error (error);
      base = g_strconcat (origin, "/hub", NULL);
    }
  if (base == NULL)
    return reject_no_hub ();
  access = orch_hub_access_new (base, &error);
  if (access == NULL || !await_sign_in (call, access, &error))
    return dex_future_new_for_error (error);
  hub = dex_await_object (orch_hub_access_get_hub (access), &error);
  if (hub == NULL)
    return dex_future_new_for_error (error);
  clinics = dex_await_boxed (orch_hub_list_clinics (hub, orch_grant_get_clinics (orch_hub_access_get_grant (access))),
                             &error);
  if (is_over (call, &error) || clinics == NULL)
    return dex_future_new_for_error (error);

  list = g_list_store_new (ORCH_TYPE_CLINIC);
  for (guint i = 0; i < clinics->len; i++)
    g_list_store_append (list, g_ptr_array_index (clinics, i));
  g_set_object (&self->access, access);
  return dex_future_new_take_object (g_steal_pointer (&list));
}

static DexFuture *
sign_in_again_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  OrchEngine *self = call->engine;
  g_autoptr (OrchHubAccess) access = NULL;
  g_autoptr (OrchHub) hub = NULL;
  g_autoptr (OrchGrant) grant = NULL;
  OrchPermission permission = ORCH_PERMISSION_ADMINISTRATOR;
  GError *error = NULL;

  if (self->access == NULL || self->clinic_id == NULL)
    return reject_no_hub ();
  access = g_object_ref (self->access);
  if (!await_sign_in (call, access, &error))
    return dex_future_new_for_error (error);
  grant = g_object_ref (orch_hub_access_get_grant (access));
  if (self->state == ORCH_ENGINE_READY)
    {
      hub = dex_await_object (orch_hub_access_get_hub (access), &error);
      /* Closing the clinic stops this too: there may be none any more. */
      if (hub != NULL && !is_over (call, &error))
        permission =
            (OrchPermission) dex_await_int (orch_hub_get_permission (hub, orch_clinic_get_fields (self->clinic)->hub_id,
                                                                     orch_grant_get_fhir_user (grant)),
                                            &error);
      if (is_over (call, &error))
        orch_hub_access_forget_person (access);
      if (error != NULL)
        return dex_future_new_for_error (error);
    }
  if (!orch_engine_await_session (self, permission, &error))
    return dex_future_new_for_error (error);
  if (self->pump != NULL)
    orch_outbox_pump_wake (self->pump);
  return dex_future_new_for_boolean (TRUE);
}

static OrchEngineCall *
sign_in_call (OrchEngine *self, const char *username, OrchSecret *password)
{
  OrchEngineCall *call = orch_engine_call_new (self);

  orch_engine_stop_sign_in (self);
  call->attempt = self->attempt;

  call->username = g_strdup (username);
  call->secret = password != NULL ? orch_secret_ref (password) : NULL;
  return call;
}

DexFuture *
orch_engine_sign_in (OrchEngine *self, const char *hub_base, const char *username, OrchSecret *password)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  OrchEngineCall *call = sign_in_call (self, username, password);

  call->text = g_strdup (hub_base);
  return orch_engine_spawn (sign_in_fiber, call);
}

void
orch_engine_stop_sign_in (OrchEngine *self)
{
  g_return_if_fail (ORCH_IS_ENGINE (self));

  self->attempt++;
  if (self->sign_in != NULL)
    orch_sign_in_stop (self->sign_in);
  g_clear_object (&self->sign_in);
}

DexFuture *
orch_engine_sign_in_again (OrchEngine *self, const char *username, OrchSecret *password)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  return orch_engine_spawn (sign_in_again_fiber, sign_in_call (self, username, password));
}

DexFuture *
orch_engine_write_act (const char *act, const OrchActor *actor, gpointer data)
{
  OrchEngine *self = data;

  /* The journal is the clinic's: a session without one has nothing to read either. */
  if (self->store == NULL)
    return dex_future_new_for_boolean (TRUE);
  return orch_store_append_journal (self->store, actor, act, NULL, NULL, NULL);
}
