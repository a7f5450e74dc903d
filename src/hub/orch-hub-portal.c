/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-hub-portal.h. Nothing that holds a code is logged or emitted.
 */
#include "orch-hub-portal.h"

#include "core/orch-error.h"
#include "orch-hub-private.h"
#include "orch-map-portal.h"
#include "orch-map.h"

struct _OrchHubInvitation
{
  GObject parent_instance;

  /* owned */
  OrchPortalInvitation *invitation;
  OrchInvitationCode *code; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchHubInvitation, orch_hub_invitation, G_TYPE_OBJECT)

/* What a fiber needs; unused members stay NULL. */
typedef struct
{
  OrchHub *hub;
  OrchPortalAccount *account;
  OrchPatient *patient;
  OrchPortalInvitation *invitation;
  char *clinic_hub_id;
  char *patient_hub_id;
  char *language;
  char *phone;
  OrchInvitationChannel channel;
} Call;

static Call *
call_new (OrchHub *hub)
{
  Call *call = g_new0 (Call, 1);

  call->hub = g_object_ref (hub);
  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->hub);
  g_clear_object (&call->account);
  g_clear_object (&call->patient);
  g_clear_object (&call->invitation);
  g_free (call->clinic_hub_id);
  g_free (call->patient_hub_id);
  g_free (call->language);
  g_free (call->phone);
  g_free (call);
}

/* --- accounts ----------------------------------------------------------------------------------- */

static DexFuture *
put_account_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *clinic = g_strconcat ("Organization/", call->clinic_hub_id, NULL);
  g_autofree char *id = orch_map_derive_id (orch_patient_get_fields (call->patient)->id, ORCH_MAP_PART_ACCOUNT);
  g_autoptr (GPtrArray) items = orch_hub_items_new ();
  OrchHubItem *item = orch_hub_item_new ("Person", id, orch_portal_account_get_fields (call->account)->hub_id);
  GError *error = NULL;

  orch_hub_item_take (item, orch_map_account (call->account, call->patient, clinic));
  g_ptr_array_add (items, item);
  if (!orch_hub_find (&call->hub->putter, items, &error) || !orch_hub_send (&call->hub->putter, items, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_object (orch_hub_row_for_item (item));
}

/* --- invitations ----------------------------------------------------------------------------------- */

static DexFuture *
invite_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *path = g_strdup_printf ("Patient/%s/$portal-invitation", call->patient_hub_id);
  g_autoptr (JsonObject) parameters = orch_map_invitation_ask (call->channel, call->language, call->phone);
  g_autoptr (OrchHubInvitation) answer = NULL;
  g_autoptr (OrchFhirResult) result = NULL;
  GError *error = NULL;

  result = dex_await_object (orch_fhir_client_operation (call->hub->client, path, parameters), &error);
  if (result == NULL)
    {
      /* A server that has no such operation says 404 of it; the patient is there, we have just put them. */
      if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
        error->code = ORCH_ERROR_UNSUPPORTED;
      return dex_future_new_for_error (error);
    }
  answer = g_object_new (ORCH_TYPE_HUB_INVITATION, NULL);
  answer->invitation = orch_map_invitation_answer (orch_fhir_result_get_resource (result), &answer->code);
  if (answer->invitation == NULL || (call->channel != ORCH_INVITATION_SMS && answer->code == NULL))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "The hub gave no invitation");
  return dex_future_new_take_object (g_steal_pointer (&answer));
}

static DexFuture *
revoke_fiber (gpointer data)
{
  Call *call = data;
  const char *hub_id = orch_portal_invitation_get_fields (call->invitation)->hub_id;
  g_autoptr (OrchFhirResult) read = NULL;
  g_autoptr (OrchFhirResult) written = NULL;
  g_autoptr (OrchPortalInvitation) before = NULL;
  g_autoptr (JsonObject) revoked = NULL;
  OrchPortalInvitationFields fields = { 0 };
  GError *error = NULL;

  read = dex_await_object (orch_fhir_client_read (call->hub->client, "Task", hub_id), &error);
  if (read == NULL)
    return dex_future_new_for_error (error);
  before = orch_map_invitation_from (orch_fhir_result_get_resource (read));
  if (before == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "Task");
  fields = *orch_portal_invitation_get_fields (before);
  /* One that is over stays what it became. */
  if (fields.state > ORCH_INVITATION_UNCERTAIN)
    return dex_future_new_take_object (g_steal_pointer (&before));
  revoked = orch_map_invitation_revoke (orch_fhir_result_get_resource (read));
  orch_map_emitted (revoked);
  written = dex_await_object (orch_fhir_client_update (call->hub->client, revoked, hub_id,
                                                       orch_fhir_result_get_version (read)),
                              &error);
  if (written == NULL)
    return dex_future_new_for_error (error);
  fields.state = ORCH_INVITATION_REVOKED;
  fields.hub_version = orch_fhir_result_get_version (written);
  return dex_future_new_take_object (orch_portal_invitation_new (&fields));
}

/* --- the object --------------------------------------------------------------------------------------- */

static void
orch_hub_invitation_finalize (GObject *object)
{
  OrchHubInvitation *self = ORCH_HUB_INVITATION (object);

  g_clear_object (&self->invitation);
  g_clear_object (&self->code);
  G_OBJECT_CLASS (orch_hub_invitation_parent_class)->finalize (object);
}

static void
orch_hub_invitation_class_init (OrchHubInvitationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_invitation_finalize;
}

static void
orch_hub_invitation_init (OrchHubInvitation *self)
{
}

OrchPortalInvitation *
orch_hub_invitation_get_invitation (OrchHubInvitation *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_INVITATION (self), NULL);

  return self->invitation;
}

OrchInvitationCode *
orch_hub_invitation_get_code (OrchHubInvitation *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_INVITATION (self), NULL);

  return self->code;
}

DexFuture *
orch_hub_put_account (OrchHub *self, const char *clinic_hub_id, OrchPortalAccount *account, OrchPatient *patient)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && ORCH_IS_PORTAL_ACCOUNT (account), NULL);
  g_return_val_if_fail (ORCH_IS_PATIENT (patient) && orch_patient_get_fields (patient)->hub_id != NULL, NULL);

  call = call_new (self);
  call->clinic_hub_id = g_strdup (clinic_hub_id);
  call->account = g_object_ref (account);
  call->patient = g_object_ref (patient);
  return dex_scheduler_spawn (NULL, 0, put_account_fiber, call, call_free);
}

DexFuture *
orch_hub_invite (OrchHub *self, const char *patient_hub_id, OrchInvitationChannel channel, const char *language,
                 const char *phone)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (patient_hub_id), NULL);

  call = call_new (self);
  call->patient_hub_id = g_strdup (patient_hub_id);
  call->channel = channel;
  call->language = g_strdup (language);
  call->phone = g_strdup (phone);
  return dex_scheduler_spawn (NULL, 0, invite_fiber, call, call_free);
}

DexFuture *
orch_hub_revoke_invitation (OrchHub *self, OrchPortalInvitation *invitation)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (ORCH_IS_PORTAL_INVITATION (invitation), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (orch_portal_invitation_get_fields (invitation)->hub_id), NULL);

  call = call_new (self);
  call->invitation = g_object_ref (invitation);
  return dex_scheduler_spawn (NULL, 0, revoke_fiber, call, call_free);
}
