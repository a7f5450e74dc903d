/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-patient-desk.h.
 */
#include "orch-patient-desk.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-patient-identity.h"
#include "hub/orch-hub-portal.h"
#include "store/orch-store-portal.h"
#include "orch-age-limit.h"
#include "orch-patient-desk-private.h"

struct _OrchPatientDesk
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  OrchHubAccess *access;
  OrchOutboxPump *pump;
  OrchSession *session;

  guint age_limit;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchPatientDesk, orch_patient_desk, G_TYPE_OBJECT)

/* The arguments of a fiber; its actor's strings are owned here */
typedef struct
{
  OrchPatientDesk *desk;
  OrchPatient *patient; /* (nullable) */
  char *id;             /* (nullable) */
  char *text;           /* (nullable) */
  char *language;       /* (nullable) */
  OrchActor actor;
  OrchInvitationChannel channel;
  gboolean flag;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->desk);
  g_clear_object (&call->patient);
  g_free (call->id);
  g_free (call->text);
  g_free (call->language);
  g_free ((char *) call->actor.id);
  g_free ((char *) call->actor.workstation);
  g_free (call);
}

/* Returns: (transfer full) (nullable): %NULL and a rejected future in @refused */
static Call *
begin (OrchPatientDesk *self, OrchAct act, const char *id, DexFuture **refused)
{
  const OrchActor *actor = orch_session_get_actor (self->session);
  Call *call = NULL;

  *refused = NULL;
  if (actor == NULL)
    *refused = dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  else if (!orch_session_allows (self->session, act))
    *refused = dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
  if (*refused != NULL)
    return NULL;
  call = g_new0 (Call, 1);
  call->desk = g_object_ref (self);
  call->id = g_strdup (id);
  call->actor = (OrchActor) { .id = g_strdup (actor->id),
                              .permission = actor->permission,
                              .workstation = g_strdup (actor->workstation) };
  return call;
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, call_free);
}

/* --- reading ------------------------------------------------------------------------------------ */

/* Whoever looks is in the journal before they see anything. */
static DexFuture *
search_fiber (gpointer data)
{
  Call *call = data;
  g_auto (GStrv) terms = orch_patient_search_terms (call->text);
  g_autoptr (GPtrArray) cases = NULL;
  GError *error = NULL;

  cases = dex_await_boxed (orch_store_search_patients (call->desk->store, &call->actor, (const char *const *) terms,
                                                       call->id, ORCH_PATIENT_PAGE, NULL),
                           &error);
  if (cases == NULL)
    return dex_future_new_for_error (error);
  if (!call->flag && call->id == NULL)
    {
      g_autofree char *detail = g_strdup_printf ("n=%u", cases->len);

      if (!dex_await (orch_store_append_journal (call->desk->store, &call->actor, "patient-searched", NULL, NULL,
                                                 detail),
                      &error))
        return dex_future_new_for_error (error);
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&cases));
}

static DexFuture *
load_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (OrchPatientCase) found = NULL;
  GError *error = NULL;

  found = dex_await_object (orch_store_load_patient_case (call->desk->store, &call->actor, call->id), &error);
  if (found == NULL || (!call->flag && !dex_await (orch_store_append_journal (call->desk->store, &call->actor,
                                                                              "patient-read", NULL, call->id, NULL),
                                                   &error)))
    return dex_future_new_for_error (error);
  return dex_future_new_take_object (g_steal_pointer (&found));
}

/* --- the identity ---------------------------------------------------------------------------------- */

static DexFuture *
save_fiber (gpointer data)
{
  Call *call = data;
  OrchPatientFields fields = *orch_patient_get_fields (call->patient);
  g_autofree char *id = fields.id == NULL ? g_uuid_string_random () : g_strdup (fields.id);
  g_autoptr (OrchPatient) patient = NULL;
  GError *error = NULL;

  if (fields.id == NULL)
    fields.origin = ORCH_ORIGIN_HAND;
  fields.id = id;
  patient = orch_patient_new (&fields);
  if (!dex_await (orch_store_save_patient (call->desk->store, &call->actor, patient), &error) ||
      (call->flag && !dex_await (orch_store_validate_identity (call->desk->store, &call->actor, id), &error)))
    return dex_future_new_for_error (error);
  return orch_store_load_patient_case (call->desk->store, &call->actor, id);
}

/* --- invitations ------------------------------------------------------------------------------------ */

/* What is unsent of the patient is there first. Returns: (transfer full) (nullable): as they are then */
static OrchPatientCase *
await_sent (Call *call, GError **error)
{
  g_autoptr (OrchPatientCase) found =
      dex_await_object (orch_store_load_patient_case (call->desk->store, &call->actor, call->id), error);

  if (found == NULL)
    return NULL;
  /* Of the EMR, and not on the hub yet: the account's op puts them there. */
  if (orch_patient_case_is_unsent (found))
    {
      dex_await (orch_outbox_pump_flush (call->desk->pump), NULL);
      g_clear_object (&found);
      found = dex_await_object (orch_store_load_patient_case (call->desk->store, &call->actor, call->id), error);
    }
  if (found == NULL)
    return NULL;
  if (orch_patient_case_is_unsent (found) || orch_patient_case_get_fields (found)->hub_id == NULL)
    {
      gboolean online = TRUE;
      g_autoptr (OrchOutboxRow) account =
          dex_await_object (orch_store_outbox_find (call->desk->store, NULL, ORCH_STORE_ACCOUNT, call->id), NULL);
      g_autoptr (OrchOutboxRow) patient =
          dex_await_object (orch_store_outbox_find (call->desk->store, NULL, "patient", call->id), NULL);
      OrchOutboxRow *const rows[] = { patient, account };

      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (rows[i] != NULL && orch_outbox_row_get_fields (rows[i])->state == ORCH_OUTBOX_FAILED)
          {
            const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (rows[i]);

            g_set_error_literal (error, ORCH_ERROR, fields->error_code >= 0 ? fields->error_code : ORCH_ERROR_FAILED,
                                 fields->error_text != NULL ? fields->error_text : "The hub refused the patient");
            return NULL;
          }
      g_object_get (call->desk->pump, "online", &online, NULL);
      g_set_error_literal (error, ORCH_ERROR, online ? ORCH_ERROR_CONFLICT : ORCH_ERROR_OFFLINE,
                           "The patient is not on the hub yet");
      return NULL;
    }
  return g_steal_pointer (&found);
}

/* The patient's own of it: the hub may name them by its id alone. */
static OrchPortalInvitation *
name_patient (OrchPortalInvitation *invitation, const char *id)
{
  OrchPortalInvitationFields fields = *orch_portal_invitation_get_fields (invitation);

  fields.patient_id = id;
  return orch_portal_invitation_new (&fields);
}

static DexFuture *
invite_fiber (gpointer data)
{
  Call *call = data;
  OrchPatientDesk *self = call->desk;
  g_autoptr (OrchPatientCase) found = NULL;
  g_autoptr (OrchHub) hub = NULL;
  g_autoptr (OrchHubInvitation) answer = NULL;
  g_autoptr (OrchPortalInvitation) invitation = NULL;
  g_autoptr (OrchSmartConfig) config = NULL;
  OrchPortalInvitation *before = NULL;
  GError *error = NULL;

  found = await_sent (call, &error);
  if (found == NULL)
    return dex_future_new_for_error (error);
  switch (orch_patient_case_get_badge (found, self->age_limit, orch_clock_now_us ()))
    {
    case ORCH_ACCOUNT_UNDER_AGE:
    case ORCH_ACCOUNT_DISABLED:
      return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The account does not allow it");
    default:
      break;
    }
  before = orch_patient_case_get_invitation (found);

  hub = dex_await_object (orch_hub_access_get_hub (self->access), &error);
  if (hub != NULL)
    answer = dex_await_object (orch_hub_invite (hub, orch_patient_case_get_fields (found)->hub_id, call->channel,
                                                call->language, call->text),
                               &error);
  if (answer == NULL)
    {
      if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_OFFLINE))
        orch_outbox_pump_note_silence (self->pump);
      return dex_future_new_for_error (error);
    }
  orch_outbox_pump_note_exchange (self->pump);
  invitation = name_patient (orch_hub_invitation_get_invitation (answer), call->id);
  if (!dex_await (orch_store_note_invitation (self->store, &call->actor, invitation,
                                              before != NULL ? "invitation-sent-again" : "invitation-made"),
                  &error))
    return dex_future_new_for_error (error);
  config = dex_await_object (orch_hub_access_discover (self->access), NULL);
  return dex_future_new_take_object (
      orch_invitation_offer_new (invitation, orch_hub_invitation_get_code (answer),
                                 config != NULL ? orch_smart_config_get_patient_portal (config) : NULL));
}

static DexFuture *
revoke_fiber (gpointer data)
{
  Call *call = data;
  OrchPatientDesk *self = call->desk;
  g_autoptr (OrchPatientCase) found =
      dex_await_object (orch_store_load_patient_case (self->store, &call->actor, call->id), NULL);
  OrchPortalInvitation *waiting = found != NULL ? orch_patient_case_get_invitation (found) : NULL;
  g_autoptr (OrchHub) hub = NULL;
  g_autoptr (OrchPortalInvitation) after = NULL;
  g_autoptr (OrchPortalInvitation) invitation = NULL;
  GError *error = NULL;

  if (waiting == NULL || !orch_portal_invitation_waits (waiting, orch_clock_now_us ()) ||
      orch_portal_invitation_get_fields (waiting)->hub_id == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No code waits");
  hub = dex_await_object (orch_hub_access_get_hub (self->access), &error);
  if (hub != NULL)
    after = dex_await_object (orch_hub_revoke_invitation (hub, waiting), &error);
  if (after == NULL)
    {
      if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_OFFLINE))
        orch_outbox_pump_note_silence (self->pump);
      return dex_future_new_for_error (error);
    }
  invitation = name_patient (after, call->id);
  return orch_store_note_invitation (self->store, &call->actor, invitation, "invitation-revoked");
}

/* --- the clinic's setting ------------------------------------------------------------------------------ */

static DexFuture *
load_settings_fiber (gpointer data)
{
  OrchPatientDesk *self = data;
  const guint limit = dex_await_uint (orch_age_limit_load (self->store), NULL);

  if (limit != self->age_limit)
    {
      self->age_limit = limit;
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
  return dex_future_new_true ();
}

static void
load_settings (OrchPatientDesk *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_settings_fiber, g_object_ref (self), g_object_unref));
}

static void
on_store_changed (OrchStore *store, guint changes, OrchPatientDesk *self)
{
  if ((changes & ORCH_STORE_CHANGED_SETTINGS) != 0)
    load_settings (self);
  if ((changes & ORCH_STORE_CHANGED_PATIENTS) != 0)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- the object ------------------------------------------------------------------------------------------ */

static void
orch_patient_desk_finalize (GObject *object)
{
  OrchPatientDesk *self = ORCH_PATIENT_DESK (object);

  g_clear_object (&self->store);
  g_clear_object (&self->access);
  g_clear_object (&self->pump);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (orch_patient_desk_parent_class)->finalize (object);
}

static void
orch_patient_desk_class_init (OrchPatientDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_patient_desk_finalize;

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", ORCH_TYPE_PATIENT_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_patient_desk_init (OrchPatientDesk *self)
{
  self->age_limit = ORCH_AGE_LIMIT_DEFAULT;
}

OrchPatientDesk *
orch_patient_desk_new (OrchStore *store, OrchHubAccess *access, OrchOutboxPump *pump, OrchSession *session)
{
  OrchPatientDesk *self = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store) && ORCH_IS_SESSION (session), NULL);
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (access) && ORCH_IS_OUTBOX_PUMP (pump), NULL);

  self = g_object_new (ORCH_TYPE_PATIENT_DESK, NULL);
  self->store = g_object_ref (store);
  self->access = g_object_ref (access);
  self->pump = g_object_ref (pump);
  self->session = g_object_ref (session);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, G_CONNECT_DEFAULT);
  load_settings (self);
  return self;
}

guint
orch_patient_desk_get_age_limit (OrchPatientDesk *self)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_DESK (self), ORCH_AGE_LIMIT_DEFAULT);

  return self->age_limit;
}

DexFuture *
orch_patient_desk_search (OrchPatientDesk *self, const char *typed, const char *after, gboolean again)
{
  DexFuture *refused = NULL;
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_PATIENT_DESK (self), NULL);

  call = begin (self, ORCH_ACT_READ_PATIENTS, after, &refused);
  if (call == NULL)
    return refused;
  call->text = g_strdup (typed);
  call->flag = again;
  return spawn (search_fiber, call);
}

DexFuture *
orch_patient_desk_load (OrchPatientDesk *self, const char *id, gboolean again)
{
  DexFuture *refused = NULL;
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_PATIENT_DESK (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  call = begin (self, ORCH_ACT_READ_PATIENTS, id, &refused);
  if (call == NULL)
    return refused;
  call->flag = again;
  return spawn (load_fiber, call);
}

DexFuture *
orch_patient_desk_find_duplicates (OrchPatientDesk *self, OrchPatient *patient)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_DESK (self), NULL);
  g_return_val_if_fail (ORCH_IS_PATIENT (patient), NULL);

  if (!orch_session_allows (self->session, ORCH_ACT_READ_PATIENTS))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
  return orch_store_find_duplicates (self->store, orch_session_get_actor (self->session), patient);
}

DexFuture *
orch_patient_desk_save (OrchPatientDesk *self, OrchPatient *patient, gboolean validate)
{
  DexFuture *refused = NULL;
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_PATIENT_DESK (self), NULL);
  g_return_val_if_fail (ORCH_IS_PATIENT (patient), NULL);

  call = begin (self, ORCH_ACT_VALIDATE_IDENTITY, NULL, &refused);
  if (call == NULL)
    return refused;
  call->patient = g_object_ref (patient);
  call->flag = validate;
  return spawn (save_fiber, call);
}

DexFuture *
orch_patient_desk_set_active (OrchPatientDesk *self, const char *id, gboolean active)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_DESK (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (!orch_session_allows (self->session, ORCH_ACT_DISABLE_ACCOUNTS))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
  return orch_store_set_account_active (self->store, orch_session_get_actor (self->session), id, active);
}

DexFuture *
orch_patient_desk_invite (OrchPatientDesk *self, const char *id, OrchInvitationChannel channel, const char *language,
                          const char *phone)
{
  DexFuture *refused = NULL;
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_PATIENT_DESK (self), NULL);
  g_return_val_if_fail (id != NULL && language != NULL, NULL);

  call = begin (self, ORCH_ACT_VALIDATE_IDENTITY, id, &refused);
  if (call == NULL)
    return refused;
  call->channel = channel;
  call->language = g_strdup (language);
  call->text = g_strdup (phone);
  return spawn (invite_fiber, call);
}

DexFuture *
orch_patient_desk_revoke (OrchPatientDesk *self, const char *id)
{
  DexFuture *refused = NULL;
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_PATIENT_DESK (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  call = begin (self, ORCH_ACT_VALIDATE_IDENTITY, id, &refused);
  return call != NULL ? spawn (revoke_fiber, call) : refused;
}
