/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who sits down at the workstation, who is found there after a restart, and who leaves. Main thread.
 */
#include "orch-session-private.h"

#include "core/orch-error.h"
#include "core/orch-text.h"

static void
remember_person (OrchSession *self, const char *clinic_id, const char *person_id, const char *name,
                 OrchPermission permission)
{
  orch_session_forget_person (self);
  self->clinic_id = g_strdup (clinic_id);
  self->person_id = g_strdup (person_id);
  self->person_name = orch_text_clean (name, 200);
  self->permission = permission;
  self->actor = (OrchActor) { .id = self->person_id, .permission = permission, .workstation = self->workstation };
  orch_session_begin_age (self);
}

/* What the keyring holds of the person's wrapped key, NULL when there is none. */
static GBytes *
await_wrapped_key (OrchSession *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OrchSecret) kept = dex_await_boxed (orch_keyring_lookup (self->keyring, ORCH_SECRET_PERSON_KEY,
                                                                      self->clinic_id, self->person_id, NULL),
                                                 &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return kept != NULL ? g_bytes_new (orch_secret_get_data (kept), orch_secret_get_length (kept)) : NULL;
}

/* While the keyring was asked, somebody else sat down: their session is left alone. @error: (transfer full) (nullable) */
static DexFuture *
reject_replaced (GError *error)
{
  g_clear_error (&error);
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Another person has signed in");
}

static DexFuture *
resume_fiber (gpointer data)
{
  OrchSessionCall *call = data;
  OrchSession *self = call->session;
  g_autoptr (GBytes) wrapped = NULL;
  GError *error = NULL;

  remember_person (self, call->clinic_id, call->person_id, call->name, call->permission);
  orch_session_resume_age (self, call->since);
  self->locked = TRUE;
  wrapped = await_wrapped_key (self, &error);
  if (!orch_session_is_person (self, call->person_id))
    return reject_replaced (error);
  self->wrapped_key = g_steal_pointer (&wrapped);
  if (self->wrapped_key == NULL)
    {
      orch_session_forget_person (self);
      orch_session_notify_all (self);
      if (error != NULL)
        return dex_future_new_for_error (error);
      return dex_future_new_for_boolean (FALSE);
    }
  orch_session_await_failures (self);
  orch_session_notify_all (self);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
start_fiber (gpointer data)
{
  OrchSessionCall *call = data;
  OrchSession *self = call->session;
  g_autoptr (GBytes) wrapped = NULL;
  GError *error = NULL;

  if (call->secret != NULL &&
      !dex_await (orch_keyring_store (self->keyring, ORCH_SECRET_REFRESH_TOKEN, call->clinic_id, call->person_id,
                                      "Orchestrateur: sign-in", call->secret, NULL),
                  &error))
    return dex_future_new_for_error (error);

  /* The same person signing in again keeps the session as it is: what they have half typed stays open. */
  if (orch_session_is_person (self, call->person_id) && g_strcmp0 (self->clinic_id, call->clinic_id) == 0 &&
      !self->locked)
    {
      orch_session_set_permission (self, call->permission);
      if (!dex_await (orch_session_note (self, "signed-in"), &error))
        return dex_future_new_for_error (error);
      if (orch_session_is_person (self, call->person_id))
        orch_session_begin_age (self);
      return dex_future_new_for_boolean (TRUE);
    }

  /* Another person's session ends. */
  if (!orch_session_is_person (self, call->person_id))
    dex_future_disown (orch_session_note (self, "signed-out"));
  remember_person (self, call->clinic_id, call->person_id, call->name, call->permission);
  /* Nobody acts before it is known whether there is a PIN. */
  self->locked = TRUE;
  wrapped = await_wrapped_key (self, &error);
  if (!orch_session_is_person (self, call->person_id))
    return reject_replaced (error);
  if (error == NULL && !dex_await (orch_session_note (self, "signed-in"), &error))
    g_clear_pointer (&wrapped, g_bytes_unref);
  if (!orch_session_is_person (self, call->person_id))
    return reject_replaced (error);
  if (error != NULL)
    {
      orch_session_forget_person (self);
      orch_session_notify_all (self);
      return dex_future_new_for_error (error);
    }
  /* A PIN of an earlier day still opens: it is asked, since only it unwraps the key of the drafts. */
  self->locked = wrapped != NULL;
  self->wrapped_key = g_steal_pointer (&wrapped);
  orch_session_notify_all (self);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
sign_out_fiber (gpointer data)
{
  OrchSessionCall *call = data;
  OrchSession *self = call->session;
  GError *error = NULL;

  if (!dex_await (orch_keyring_clear (self->keyring, ORCH_SECRET_REFRESH_TOKEN, call->clinic_id, call->person_id, NULL),
                  &error))
    g_clear_error (&error);
  /* The key goes too: what it sealed and was not sent can never be read again (security.md 8). */
  if (!dex_await (orch_keyring_clear (self->keyring, ORCH_SECRET_PERSON_KEY, call->clinic_id, call->person_id, NULL),
                  &error))
    g_clear_error (&error);
  if (!dex_await (orch_keyring_clear (self->keyring, ORCH_SECRET_PIN_FAILURES, call->clinic_id, call->person_id, NULL),
                  &error))
    g_clear_error (&error);
  if (orch_session_is_person (self, call->person_id))
    {
      dex_future_disown (orch_session_note (self, "signed-out"));
      orch_session_forget_person (self);
    }
  orch_session_notify_all (self);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_session_sign_out (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);

  if (self->person_id == NULL)
    return dex_future_new_for_boolean (TRUE);
  self->leaving = TRUE;
  return orch_session_spawn (sign_out_fiber, orch_session_call_new_for_person (self, NULL));
}

DexFuture *
orch_session_resume (OrchSession *self, const char *clinic_id, const char *person_id, const char *name,
                     OrchPermission permission, const char *since)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);
  g_return_val_if_fail (clinic_id != NULL && person_id != NULL, NULL);

  OrchSessionCall *call = orch_session_call_new (self, NULL);

  call->since = g_strdup (since);

  call->clinic_id = g_strdup (clinic_id);
  call->person_id = g_strdup (person_id);
  call->name = g_strdup (name);
  call->permission = permission;
  return orch_session_spawn (resume_fiber, call);
}

DexFuture *
orch_session_start (OrchSession *self, const char *clinic_id, const char *person_id, const char *name,
                    OrchPermission permission, OrchSecret *refresh_token)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);
  g_return_val_if_fail (clinic_id != NULL && person_id != NULL, NULL);

  OrchSessionCall *call = orch_session_call_new (self, refresh_token);

  call->clinic_id = g_strdup (clinic_id);
  call->person_id = g_strdup (person_id);
  call->name = g_strdup (name);
  call->permission = permission;
  return orch_session_spawn (start_fiber, call);
}

DexFuture *
orch_session_dup_refresh_token (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);

  if (self->person_id == NULL || self->leaving)
    return orch_session_reject_signed_out ();
  return orch_keyring_lookup (self->keyring, ORCH_SECRET_REFRESH_TOKEN, self->clinic_id, self->person_id, NULL);
}

DexFuture *
orch_session_keep_refresh_token (OrchSession *self, OrchSecret *token)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);
  g_return_val_if_fail (token != NULL, NULL);

  if (self->person_id == NULL || self->leaving)
    return orch_session_reject_signed_out ();
  return orch_keyring_store (self->keyring, ORCH_SECRET_REFRESH_TOKEN, self->clinic_id, self->person_id,
                             "Orchestrateur: sign-in", token, NULL);
}
