/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-patients.h.
 */
#include "fake-patients.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-patient-identity.h"

#define DAY G_GINT64_CONSTANT (86400000000)

struct _OrchPatientDesk
{
  GObject parent_instance;

  GPtrArray *cases;
  GString *calls;
  GError *answer;     /* (nullable) */
  OrchPatient *saved; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchPatientDesk, orch_patient_desk, G_TYPE_OBJECT)

static void
orch_patient_desk_finalize (GObject *object)
{
  OrchPatientDesk *self = ORCH_PATIENT_DESK (object);

  g_ptr_array_unref (self->cases);
  g_string_free (self->calls, TRUE);
  g_clear_error (&self->answer);
  g_clear_object (&self->saved);
  G_OBJECT_CLASS (orch_patient_desk_parent_class)->finalize (object);
}

static void
orch_patient_desk_class_init (OrchPatientDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_patient_desk_finalize;
  g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static OrchPortalInvitation *
make_invitation (const char *id, OrchInvitationChannel channel, const char *language)
{
  return orch_portal_invitation_new (&(OrchPortalInvitationFields) { .id = "i",
                                                                     .hub_id = "1",
                                                                     .patient_id = id,
                                                                     .channel = channel,
                                                                     .language = language,
                                                                     .state = ORCH_INVITATION_SENT,
                                                                     .expires_us = orch_clock_now_us () + 5 * DAY });
}

static OrchPatientCase *
make_case (OrchAccountBadge badge)
{
  static const char *const families[] = { "Archambault", "Bélanger-Desrosiers", "Charlebois", "Desjardins", "Émond" };
  g_autofree char *id = g_strdup_printf ("p-%d", (int) badge);
  g_autoptr (OrchPatient) patient = orch_patient_new (
      &(OrchPatientFields) { .id = id,
                             .family = families[badge],
                             .given = "Marie-Antoinette",
                             .birth_date = badge == ORCH_ACCOUNT_UNDER_AGE ? "2020-01-01" : "1980-02-14",
                             .sex = "female",
                             .nam = "LASF80521416",
                             .phone = "+14185555555",
                             .email = "marie@example.org",
                             .street = "12, rue des Érables",
                             .city = "Québec",
                             .province = "QC",
                             .postal_code = "G1G 1G1",
                             .revision = 1 });
  g_autoptr (OrchPortalAccount) account = orch_portal_account_new (
      &(OrchPortalAccountFields) { .patient_id = id,
                                   .active = badge != ORCH_ACCOUNT_DISABLED,
                                   .validated = badge != ORCH_ACCOUNT_NOT_VALIDATED,
                                   .made = badge == ORCH_ACCOUNT_ACTIVE || badge == ORCH_ACCOUNT_DISABLED });
  g_autoptr (OrchPortalInvitation) invitation =
      badge == ORCH_ACCOUNT_INVITED ? make_invitation (id, ORCH_INVITATION_SMS, "fr") : NULL;

  return orch_patient_case_new (patient, badge != ORCH_ACCOUNT_NOT_VALIDATED ? account : NULL, invitation, FALSE);
}

static void
orch_patient_desk_init (OrchPatientDesk *self)
{
  self->calls = g_string_new (NULL);
  self->cases = g_ptr_array_new_with_free_func (g_object_unref);
  for (int badge = 0; badge < ORCH_N_ACCOUNT_BADGES; badge++)
    g_ptr_array_add (self->cases, make_case ((OrchAccountBadge) badge));
}

OrchPatientDesk *
fake_patients_new (void)
{
  return g_object_new (ORCH_TYPE_PATIENT_DESK, NULL);
}

void
fake_patients_set_answer (OrchPatientDesk *self, const GError *error)
{
  g_clear_error (&self->answer);
  self->answer = error != NULL ? g_error_copy (error) : NULL;
}

const char *
fake_patients_get_calls (OrchPatientDesk *self)
{
  return self->calls->str;
}

OrchPatient *
fake_patients_get_saved (OrchPatientDesk *self)
{
  return self->saved;
}

static OrchPatientCase *
find (OrchPatientDesk *self, const char *id)
{
  for (guint i = 0; i < self->cases->len; i++)
    if (g_strcmp0 (orch_patient_case_get_fields (self->cases->pdata[i])->id, id) == 0)
      return self->cases->pdata[i];
  return NULL;
}

guint
orch_patient_desk_get_age_limit (OrchPatientDesk *self)
{
  return ORCH_AGE_LIMIT_DEFAULT;
}

DexFuture *
orch_patient_desk_search (OrchPatientDesk *self, const char *typed, const char *after, gboolean again)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) terms = orch_patient_search_terms (typed);

  g_string_append_printf (self->calls, " search:%s", again ? "again" : typed);
  for (guint i = 0; i < self->cases->len && after == NULL; i++)
    {
      g_autofree char *text = orch_patient_search_text (orch_patient_case_get_fields (self->cases->pdata[i]));
      gboolean fits = TRUE;

      for (guint j = 0; terms[j] != NULL; j++)
        fits = fits && strstr (text, terms[j]) != NULL;
      if (fits)
        g_ptr_array_add (found, g_object_ref (self->cases->pdata[i]));
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, found);
}

DexFuture *
orch_patient_desk_load (OrchPatientDesk *self, const char *id, gboolean again)
{
  OrchPatientCase *found = find (self, id);

  g_string_append_printf (self->calls, " load:%s", id);
  /* Who is of another fake has an account that is active. */
  if (found == NULL && !g_str_has_prefix (id, "p-"))
    return dex_future_new_take_object (make_case (ORCH_ACCOUNT_ACTIVE));
  if (found == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "fake");
  return dex_future_new_take_object (g_object_ref (found));
}

DexFuture *
orch_patient_desk_find_duplicates (OrchPatientDesk *self, OrchPatient *patient)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->cases->len; i++)
    if (orch_patient_get_fields (patient)->id == NULL &&
        orch_patient_find_duplicate (orch_patient_get_fields (patient),
                                     orch_patient_case_get_fields (self->cases->pdata[i])) != ORCH_DUPLICATE_NONE)
      g_ptr_array_add (found, g_object_ref (self->cases->pdata[i]));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, found);
}

DexFuture *
orch_patient_desk_save (OrchPatientDesk *self, OrchPatient *patient, gboolean validate)
{
  OrchPatientFields fields = *orch_patient_get_fields (patient);
  g_autoptr (OrchPatient) saved = NULL;
  g_autoptr (OrchPortalAccount) account = NULL;

  g_string_append (self->calls, validate ? " validate" : " save");
  if (self->answer != NULL)
    return dex_future_new_for_error (g_error_copy (self->answer));
  if (fields.id == NULL)
    fields.id = "new";
  fields.revision++;
  saved = orch_patient_new (&fields);
  g_set_object (&self->saved, saved);
  if (validate)
    account = orch_portal_account_new (
        &(OrchPortalAccountFields) { .patient_id = fields.id, .active = TRUE, .validated = TRUE });
  return dex_future_new_take_object (orch_patient_case_new (saved, account, NULL, TRUE));
}

static DexFuture *
answer (OrchPatientDesk *self, const char *call)
{
  g_string_append (self->calls, call);
  return self->answer != NULL ? dex_future_new_for_error (g_error_copy (self->answer))
                              : dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_patient_desk_set_active (OrchPatientDesk *self, const char *id, gboolean active)
{
  return answer (self, active ? " enable" : " disable");
}

DexFuture *
orch_patient_desk_invite (OrchPatientDesk *self, const char *id, OrchInvitationChannel channel, const char *language,
                          const char *phone)
{
  g_autoptr (OrchPortalInvitation) invitation = NULL;
  g_autoptr (OrchInvitationCode) code = NULL;

  g_string_append_printf (self->calls, " invite:%s:%s%s%s", orch_invitation_channel_get_code (channel), language,
                          phone != NULL ? ":" : "", phone != NULL ? phone : "");
  if (self->answer != NULL)
    return dex_future_new_for_error (g_error_copy (self->answer));
  invitation = make_invitation (id, channel, language);
  code = channel != ORCH_INVITATION_SMS ? orch_invitation_code_new ("K-204817") : NULL;
  return dex_future_new_take_object (
      orch_invitation_offer_new (invitation, code, "https://portail.example.org/usagers"));
}

DexFuture *
orch_patient_desk_revoke (OrchPatientDesk *self, const char *id)
{
  return answer (self, " revoke");
}
