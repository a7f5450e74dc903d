/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The person at the keyboard. Their random key is made once a workstation, wrapped by their PIN and kept wrapped in the keyring;
 * unwrapped it lives only here, and only while the session is open. Owned by the engine; main thread.
 */
#include "orch-session-private.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-text.h"

#define DRAFT_PURPOSE "draft"

typedef enum
{
  PROP_SIGNED_IN = 1,
  PROP_LOCKED,
  PROP_TRAINING,
  PROP_PERSON_NAME,
  PROP_PERMISSION,
  PROP_NEEDS_PIN,
} OrchSessionProperty;

static GParamSpec *properties[PROP_NEEDS_PIN + 1];

G_DEFINE_FINAL_TYPE (OrchSession, orch_session, G_TYPE_OBJECT)

OrchSessionCall *
orch_session_call_new (OrchSession *session, OrchSecret *secret)
{
  OrchSessionCall *call = g_new0 (OrchSessionCall, 1);

  call->session = g_object_ref (session);
  call->secret = secret != NULL ? orch_secret_ref (secret) : NULL;
  return call;
}

static void
call_free (OrchSessionCall *call)
{
  g_clear_object (&call->session);
  g_clear_pointer (&call->secret, orch_secret_unref);
  g_clear_pointer (&call->bytes, g_bytes_unref);
  g_free (call->clinic_id);
  g_free (call->person_id);
  g_free (call->name);
  g_free (call->since);
  g_free (call);
}

void
orch_session_notify_all (OrchSession *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_SIGNED_IN; i < G_N_ELEMENTS (properties); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
orch_session_forget_person (OrchSession *self)
{
  g_clear_pointer (&self->clinic_id, g_free);
  g_clear_pointer (&self->person_id, g_free);
  g_clear_pointer (&self->person_name, g_free);
  g_clear_pointer (&self->wrapped_key, g_bytes_unref);
  g_clear_object (&self->sealer);
  self->actor = (OrchActor) { 0 };
  self->permission = ORCH_PERMISSION_NONE;
  self->pin_elapsed_us = 0;
  self->failures = 0;
  self->closed_until = 0;
  self->locked = FALSE;
  self->leaving = FALSE;
}

gboolean
orch_session_is_person (OrchSession *self, const char *person_id)
{
  return g_strcmp0 (self->person_id, person_id) == 0;
}

DexFuture *
orch_session_note (OrchSession *self, const char *act)
{
  if (self->journal == NULL || self->person_id == NULL)
    return dex_future_new_for_boolean (TRUE);
  return self->journal (act, &self->actor, self->journal_data);
}

/* The failures outlive the process, or starting again would be a way round the delay. Kept as "<failures> <closed until>"; a
 * keyring that does not take them now changes nothing for this run. */
static void
await_keep_failures (OrchSession *self)
{
  g_autofree char *text = g_strdup_printf ("%u %" G_GINT64_FORMAT, self->failures, self->closed_until);
  g_autoptr (OrchSecret) kept = orch_secret_new (text, strlen (text));

  dex_await (orch_keyring_store (self->keyring, ORCH_SECRET_PIN_FAILURES, self->clinic_id, self->person_id,
                                 "Orchestrateur: PIN", kept, NULL),
             NULL);
}

void
orch_session_await_failures (OrchSession *self)
{
  g_autoptr (OrchSecret) kept = dex_await_boxed (orch_keyring_lookup (self->keyring, ORCH_SECRET_PIN_FAILURES,
                                                                      self->clinic_id, self->person_id, NULL),
                                                 NULL);
  char *end = NULL;

  if (kept == NULL)
    return;
  const guint64 failures = g_ascii_strtoull (orch_secret_get_text (kept), &end, 10);
  const gint64 closed_until = g_ascii_strtoll (end, NULL, 10);

  self->failures = (guint) MIN (failures, ORCH_SESSION_FAILURES_MAX - 1);
  /* A clock that was wrong then does not close the session for ever. */
  self->closed_until = MIN (closed_until, orch_clock_now_us () + ORCH_SESSION_FAILURE_DELAY_S * G_USEC_PER_SEC);
}

static DexFuture *
choose_pin_fiber (gpointer data)
{
  OrchSessionCall *call = data;
  OrchSession *self = call->session;
  g_autoptr (OrchSecret) key = orch_secret_new_random (ORCH_SEALER_KEY_LENGTH);
  g_autoptr (OrchSecret) kept = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  GError *error = NULL;

  wrapped = dex_await_boxed (orch_sealer_wrap_key (key, call->secret, call->person_id), &error);
  if (wrapped == NULL)
    return dex_future_new_for_error (error);

  kept = orch_secret_new (g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped));
  if (!dex_await (orch_keyring_store (self->keyring, ORCH_SECRET_PERSON_KEY, call->clinic_id, call->person_id,
                                      "Orchestrateur: personal key", kept, NULL),
                  &error))
    return dex_future_new_for_error (error);
  if (!orch_session_is_person (self, call->person_id))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Another person has signed in");

  g_clear_pointer (&self->wrapped_key, g_bytes_unref);
  self->wrapped_key = g_steal_pointer (&wrapped);
  g_clear_object (&self->sealer);
  self->sealer = orch_sealer_new_for_key (key);
  self->pin_elapsed_us = orch_clock_elapsed_us ();
  orch_session_notify_all (self);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
unlock_fiber (gpointer data)
{
  OrchSessionCall *call = data;
  OrchSession *self = call->session;
  g_autoptr (OrchSecret) key = NULL;
  GError *error = NULL;

  key = dex_await_boxed (orch_sealer_unwrap_key (call->bytes, call->secret, call->person_id), &error);
  self->trying--;
  if (!orch_session_is_person (self, call->person_id))
    {
      g_clear_error (&error);
      return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Another person has signed in");
    }
  if (key == NULL)
    {
      if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED) && ++self->failures >= ORCH_SESSION_FAILURES_MAX)
        {
          self->failures = 0;
          self->closed_until = orch_clock_now_us () + ORCH_SESSION_FAILURE_DELAY_S * G_USEC_PER_SEC;
          dex_future_disown (orch_session_note (self, "unlock-closed"));
        }
      else if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED))
        dex_future_disown (orch_session_note (self, "unlock-failed"));
      await_keep_failures (self);
      return dex_future_new_for_error (error);
    }

  if (self->failures > 0)
    {
      self->failures = 0;
      await_keep_failures (self);
    }
  if (!dex_await (orch_session_note (self, call->confirms ? "confirmed" : "unlocked"), &error))
    return dex_future_new_for_error (error);
  if (!orch_session_is_person (self, call->person_id))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Another person has signed in");
  self->pin_elapsed_us = orch_clock_elapsed_us ();
  if (call->confirms)
    return dex_future_new_for_boolean (TRUE);
  g_clear_object (&self->sealer);
  self->sealer = orch_sealer_new_for_key (key);
  self->locked = FALSE;
  orch_session_notify_all (self);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_session_spawn (DexFiberFunc fiber, OrchSessionCall *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

OrchSessionCall *
orch_session_call_new_for_person (OrchSession *self, OrchSecret *secret)
{
  OrchSessionCall *call = orch_session_call_new (self, secret);

  call->clinic_id = g_strdup (self->clinic_id);
  call->person_id = g_strdup (self->person_id);
  return call;
}

DexFuture *
orch_session_reject_signed_out (void)
{
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
}

static void
orch_session_finalize (GObject *object)
{
  OrchSession *self = ORCH_SESSION (object);

  orch_session_forget_person (self);
  g_clear_pointer (&self->workstation, g_free);
  g_clear_object (&self->keyring);
  G_OBJECT_CLASS (orch_session_parent_class)->finalize (object);
}

static void
orch_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchSession *self = ORCH_SESSION (object);

  switch ((OrchSessionProperty) id)
    {
    case PROP_SIGNED_IN:
      g_value_set_boolean (value, orch_session_is_signed_in (self));
      break;
    case PROP_LOCKED:
      g_value_set_boolean (value, self->locked);
      break;
    case PROP_TRAINING:
      g_value_set_boolean (value, self->training);
      break;
    case PROP_PERSON_NAME:
      g_value_set_string (value, self->person_name);
      break;
    case PROP_PERMISSION:
      g_value_set_int (value, self->permission);
      break;
    case PROP_NEEDS_PIN:
      g_value_set_boolean (value, orch_session_needs_pin (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_session_class_init (OrchSessionClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->finalize = orch_session_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_session_get_property;

  properties[PROP_SIGNED_IN] = g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, flags);
  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE, flags);
  properties[PROP_TRAINING] = g_param_spec_boolean ("training", NULL, NULL, FALSE, flags);
  properties[PROP_PERSON_NAME] = g_param_spec_string ("person-name", NULL, NULL, NULL, flags);
  properties[PROP_PERMISSION] = g_param_spec_int ("permission", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_NEEDS_PIN] = g_param_spec_boolean ("needs-pin", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
}

static void
orch_session_init (OrchSession *self)
{
}

OrchSession *
orch_session_new (OrchKeyring *keyring, gboolean training)
{
  OrchSession *self = NULL;

  g_return_val_if_fail (ORCH_IS_KEYRING (keyring), NULL);

  self = g_object_new (ORCH_TYPE_SESSION, NULL);
  self->keyring = g_object_ref (keyring);
  self->limit_s = ORCH_SESSION_LIMIT_S;
  self->training = training;
  return self;
}

void
orch_session_set_journal (OrchSession *self, OrchSessionJournal journal, gpointer data)
{
  g_return_if_fail (ORCH_IS_SESSION (self));

  self->journal = journal;
  self->journal_data = data;
}

gboolean
orch_session_is_signed_in (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), FALSE);

  return self->person_id != NULL;
}

gboolean
orch_session_is_locked (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), FALSE);

  return self->locked;
}

gboolean
orch_session_is_training (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), FALSE);

  return self->training;
}

gboolean
orch_session_needs_pin (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), FALSE);

  return self->person_id != NULL && self->wrapped_key == NULL;
}

const char *
orch_session_get_person_id (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);

  return self->person_id;
}

const char *
orch_session_get_person_name (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);

  return self->person_name;
}

OrchPermission
orch_session_get_permission (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), ORCH_PERMISSION_NONE);

  return self->permission;
}

gboolean
orch_session_allows (OrchSession *self, OrchAct act)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), FALSE);

  return orch_session_get_actor (self) != NULL && orch_permission_allows (self->permission, act);
}

const OrchActor *
orch_session_get_actor (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);

  return self->locked || self->person_id == NULL || orch_session_get_left_us (self) == 0 ? NULL : &self->actor;
}

DexFuture *
orch_session_choose_pin (OrchSession *self, OrchSecret *pin)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);
  g_return_val_if_fail (pin != NULL, NULL);

  if (self->person_id == NULL)
    return orch_session_reject_signed_out ();
  if (self->locked)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session is locked");
  /* Another key would make the drafts of the first unreadable. */
  if (self->wrapped_key != NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "A PIN is chosen already");
  if (orch_text_length (orch_secret_get_text (pin)) < ORCH_SESSION_PIN_MIN)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "The PIN has fewer than %d characters",
                                  ORCH_SESSION_PIN_MIN);
  return orch_session_spawn (choose_pin_fiber, orch_session_call_new_for_person (self, pin));
}

void
orch_session_lock (OrchSession *self)
{
  g_return_if_fail (ORCH_IS_SESSION (self));

  /* Without a PIN nothing could unlock it again. */
  if (self->person_id == NULL || self->locked || self->wrapped_key == NULL)
    return;
  self->locked = TRUE;
  self->pin_elapsed_us = 0;
  g_clear_object (&self->sealer);
  dex_future_disown (orch_session_note (self, "locked"));
  orch_session_notify_all (self);
}

gboolean
orch_session_is_confirmed (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), FALSE);

  return orch_session_get_actor (self) != NULL && self->pin_elapsed_us != 0 &&
         orch_clock_elapsed_us () - self->pin_elapsed_us < ORCH_SESSION_CONFIRM_S * G_USEC_PER_SEC;
}

static DexFuture *
try_pin (OrchSession *self, OrchSecret *pin, gboolean confirms)
{
  OrchSessionCall *call = NULL;

  if (orch_session_get_left_us (self) == 0)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "The session is over");
  if (orch_session_get_unlock_delay (self) > 0 || self->failures + self->trying >= ORCH_SESSION_FAILURES_MAX)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_THROTTLED, "Too many failures");
  call = orch_session_call_new_for_person (self, pin);
  self->trying++;
  call->bytes = g_bytes_ref (self->wrapped_key);
  call->confirms = confirms;
  return orch_session_spawn (unlock_fiber, call);
}

DexFuture *
orch_session_unlock (OrchSession *self, OrchSecret *pin)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);
  g_return_val_if_fail (pin != NULL, NULL);

  if (self->person_id == NULL || self->wrapped_key == NULL)
    return orch_session_reject_signed_out ();
  if (!self->locked)
    return dex_future_new_for_boolean (TRUE);
  return try_pin (self, pin, FALSE);
}

DexFuture *
orch_session_confirm (OrchSession *self, OrchSecret *pin)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);
  g_return_val_if_fail (pin != NULL, NULL);

  if (self->person_id == NULL || self->wrapped_key == NULL || self->locked)
    return orch_session_reject_signed_out ();
  return try_pin (self, pin, TRUE);
}

int
orch_session_get_unlock_delay (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), 0);

  gint64 left = self->closed_until - orch_clock_now_us ();

  return left > 0 ? (int) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

DexFuture *
orch_session_seal_draft (OrchSession *self, GBytes *plain)
{
  g_autoptr (OrchSecret) secret = NULL;

  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);
  g_return_val_if_fail (plain != NULL, NULL);

  if (self->sealer == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session is locked or has no PIN");
  secret = orch_secret_new (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
  return dex_future_new_take_boxed (G_TYPE_BYTES,
                                    orch_sealer_seal (self->sealer, secret, self->person_id, DRAFT_PURPOSE));
}

DexFuture *
orch_session_open_draft (OrchSession *self, GBytes *sealed)
{
  g_autoptr (OrchSecret) secret = NULL;
  GError *error = NULL;

  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);
  g_return_val_if_fail (sealed != NULL, NULL);

  if (self->sealer == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session is locked or has no PIN");
  secret = orch_sealer_open (self->sealer, sealed, self->person_id, DRAFT_PURPOSE, &error);
  if (secret == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_BYTES,
                                    g_bytes_new (orch_secret_get_data (secret), orch_secret_get_length (secret)));
}

void
orch_session_set_workstation (OrchSession *self, const char *workstation)
{
  g_return_if_fail (ORCH_IS_SESSION (self));

  g_set_str (&self->workstation, workstation);
  self->actor.workstation = self->workstation;
}

void
orch_session_set_permission (OrchSession *self, OrchPermission permission)
{
  g_return_if_fail (ORCH_IS_SESSION (self));

  if (self->permission == permission || self->person_id == NULL)
    return;
  self->permission = permission;
  self->actor.permission = permission;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERMISSION]);
}
