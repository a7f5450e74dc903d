/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-account-text.h.
 */
#include "orch-account-text.h"

#include <glib/gi18n.h>

#include "ui/orch-time-text.h"

const char *
orch_account_text_get_icon (OrchAccountBadge badge)
{
  switch (badge)
    {
    case ORCH_ACCOUNT_UNDER_AGE:
      return "dialog-warning-symbolic";
    case ORCH_ACCOUNT_DISABLED:
      return "action-unavailable-symbolic";
    case ORCH_ACCOUNT_INVITED:
      return "mail-unread-symbolic";
    case ORCH_ACCOUNT_ACTIVE:
      return "object-select-symbolic";
    case ORCH_ACCOUNT_NOT_VALIDATED:
    default:
      return "dialog-question-symbolic";
    }
}

const char *
orch_account_text_get_style (OrchAccountBadge badge)
{
  switch (badge)
    {
    case ORCH_ACCOUNT_UNDER_AGE:
    case ORCH_ACCOUNT_DISABLED:
      return "warning";
    case ORCH_ACCOUNT_INVITED:
      return "accent";
    case ORCH_ACCOUNT_ACTIVE:
      return "success";
    case ORCH_ACCOUNT_NOT_VALIDATED:
    default:
      return "dimmed";
    }
}

char *
orch_account_text_dup_badge (OrchAccountBadge badge, guint limit)
{
  switch (badge)
    {
    case ORCH_ACCOUNT_UNDER_AGE:
      /* translators: badge of a patient: %u is an age in years */
      return g_strdup_printf (ngettext ("%'u year and under", "%'u years and under", limit), limit);
    case ORCH_ACCOUNT_DISABLED:
      return g_strdup (_ ("Account disabled"));
    case ORCH_ACCOUNT_INVITED:
      return g_strdup (_ ("Invited"));
    case ORCH_ACCOUNT_ACTIVE:
      return g_strdup (_ ("Account active"));
    case ORCH_ACCOUNT_NOT_VALIDATED:
    default:
      return g_strdup (_ ("Not validated"));
    }
}

char *
orch_account_text_dup_explanation (OrchAccountBadge badge, gboolean validated, guint limit)
{
  switch (badge)
    {
    case ORCH_ACCOUNT_UNDER_AGE:
      return g_strdup_printf (
          ngettext (
              /* translators: %u is an age in years */
              "This patient cannot have an account on the portal before turning %'u. Nobody can write to them there.",
              "This patient cannot have an account on the portal before turning %'u. Nobody can write to them there.",
              limit + 1),
          limit + 1);
    case ORCH_ACCOUNT_DISABLED:
      return g_strdup (_ ("This patient’s access was disabled. An administrator can enable it again."));
    case ORCH_ACCOUNT_INVITED:
      return g_strdup (
          _ ("A code waits: the patient has not made the account yet. Messages can be sent once they have."));
    case ORCH_ACCOUNT_ACTIVE:
      return g_strdup (_ ("The account is active: a conversation can be opened with this patient."));
    case ORCH_ACCOUNT_NOT_VALIDATED:
    default:
      return g_strdup (
          validated ? _ ("Your clinic has checked the identity, and no code waits: generate an invitation.")
                    : _ ("Your clinic has not checked this patient’s identity. Check it, then validate the patient."));
    }
}

static const char *
get_missing (OrchIdentityField field)
{
  switch (field)
    {
    case ORCH_IDENTITY_FAMILY:
      return _ ("Type the family name.");
    case ORCH_IDENTITY_GIVEN:
      return _ ("Type the given name.");
    case ORCH_IDENTITY_BIRTH_DATE:
      return _ ("Type the birth date: year, month, day.");
    case ORCH_IDENTITY_SEX:
      return _ ("Choose the sex.");
    case ORCH_IDENTITY_NAM:
      return _ ("Type the number as it is on the card.");
    case ORCH_IDENTITY_STREET:
      return _ ("Type the number and the street.");
    case ORCH_IDENTITY_CITY:
      return _ ("Type the city.");
    case ORCH_IDENTITY_PROVINCE:
      return _ ("Choose the province.");
    case ORCH_IDENTITY_POSTAL_CODE:
      return _ ("Type the postal code.");
    case ORCH_IDENTITY_PHONE:
      return _ ("Type the phone number.");
    case ORCH_IDENTITY_EMAIL:
    default:
      return _ ("Type the e-mail address: the portal writes to it.");
    }
}

static const char *
get_malformed (OrchIdentityField field)
{
  switch (field)
    {
    case ORCH_IDENTITY_BIRTH_DATE:
      return _ ("There is no such day. Write it as 1980-02-14.");
    case ORCH_IDENTITY_NAM:
      return _ ("Four letters and eight digits, as on the card: AAAA 9999 9999.");
    case ORCH_IDENTITY_POSTAL_CODE:
      return _ ("Write it as G1G 1G1.");
    case ORCH_IDENTITY_PHONE:
      return _ ("Ten digits, area code included.");
    case ORCH_IDENTITY_EMAIL:
      return _ ("Write it as name@example.org.");
    default:
      return get_missing (field);
    }
}

const char *
orch_account_text_get_problem (OrchIdentityField field, OrchIdentityProblem problem)
{
  switch (problem)
    {
    case ORCH_IDENTITY_MISSING:
      return get_missing (field);
    case ORCH_IDENTITY_MALFORMED:
      return get_malformed (field);
    case ORCH_IDENTITY_FUTURE:
      return _ ("This day has not come yet.");
    case ORCH_IDENTITY_TOO_OLD:
      return _ ("Check the year.");
    case ORCH_IDENTITY_GOOD:
    default:
      return NULL;
    }
}

char *
orch_account_text_dup_warnings (OrchNamFlags warnings)
{
  const char *const texts[] = {
    (warnings & ORCH_NAM_BAD_CHECK_DIGIT) != 0 ? _ ("The last digit does not fit the others: read the card again.")
                                               : NULL,
    (warnings & ORCH_NAM_OTHER_SEX) != 0 ? _ ("The number says another sex.") : NULL,
    (warnings & ORCH_NAM_OTHER_BIRTH_DATE) != 0 ? _ ("The number says another birth date.") : NULL,
    (warnings & ORCH_NAM_OTHER_NAME) != 0 ? _ ("The number begins as another name.") : NULL,
  };
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL)
      g_string_append_printf (all, "%s%s", all->len > 0 ? " " : "", texts[i]);
  return all->len > 0 ? g_string_free (g_steal_pointer (&all), FALSE) : NULL;
}

static char *
dup_day (gint64 us)
{
  g_autoptr (GDateTime) time = orch_time_text_to_local (us);

  return g_date_time_format (time, "%Y-%m-%d");
}

char *
orch_account_text_dup_invitation (OrchPortalInvitation *invitation, gint64 now_us)
{
  const OrchPortalInvitationFields *fields = orch_portal_invitation_get_fields (invitation);
  g_autofree char *until = dup_day (fields->expires_us);

  switch (orch_portal_invitation_get_state (invitation, now_us))
    {
    case ORCH_INVITATION_QUEUED:
      /* translators: %s is a date */
      return g_strdup_printf (_ ("The text message waits to be sent. The code is good until %s."), until);
    case ORCH_INVITATION_SENT:
      return fields->channel == ORCH_INVITATION_SMS
                 /* translators: %s is a date */
                 ? g_strdup_printf (_ ("The code was sent by text message. It is good until %s."), until)
                 /* translators: %s is a date */
                 : g_strdup_printf (_ ("The code was handed over. It is good until %s."), until);
    case ORCH_INVITATION_UNCERTAIN:
      return g_strdup (_ ("Nobody knows whether the text message arrived. Ask the patient, or send another code."));
    case ORCH_INVITATION_FAILED:
      return g_strdup (_ ("The text message could not be sent. Check the number, then send another code."));
    case ORCH_INVITATION_EXHAUSTED:
      return g_strdup (_ ("The code was typed wrong six times and is dead. Send another."));
    case ORCH_INVITATION_ACCEPTED:
      return g_strdup (_ ("The patient has used the code."));
    case ORCH_INVITATION_EXPIRED:
      return g_strdup (_ ("The last code has expired. Send another."));
    case ORCH_INVITATION_REVOKED:
    default:
      return g_strdup (_ ("The last code was revoked."));
    }
}
