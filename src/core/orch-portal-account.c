/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-portal-account.h.
 */
#include "orch-portal-account.h"

#include <string.h>

#include "orch-clock.h"
#include "orch-fields.h"

#define AGE_LIMIT_MAX 25

struct _OrchPortalAccount
{
  GObject parent_instance;

  OrchPortalAccountFields fields; /* (owned) */
};

#define OFFSET(member) G_STRUCT_OFFSET (OrchPortalAccountFields, member)

static const gsize string_offsets[] = { OFFSET (id), OFFSET (patient_id), OFFSET (patient_hub_id), OFFSET (hub_id),
                                        OFFSET (hub_version) };
static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };

G_DEFINE_FINAL_TYPE (OrchPortalAccount, orch_portal_account, G_TYPE_OBJECT)

static void
orch_portal_account_finalize (GObject *object)
{
  OrchPortalAccount *self = ORCH_PORTAL_ACCOUNT (object);

  orch_strings_clear (&self->fields, strings);
  G_OBJECT_CLASS (orch_portal_account_parent_class)->finalize (object);
}

static void
orch_portal_account_class_init (OrchPortalAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_portal_account_finalize;
}

static void
orch_portal_account_init (OrchPortalAccount *self)
{
}

OrchPortalAccount *
orch_portal_account_new (const OrchPortalAccountFields *fields)
{
  OrchPortalAccount *self = NULL;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_PORTAL_ACCOUNT, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  return self;
}

const OrchPortalAccountFields *
orch_portal_account_get_fields (OrchPortalAccount *self)
{
  g_return_val_if_fail (ORCH_IS_PORTAL_ACCOUNT (self), NULL);

  return &self->fields;
}

gboolean
orch_completed_years (const char *born, gint64 now_us, int *years)
{
  g_autoptr (GDateTime) today = orch_clock_local_at (now_us);
  gint64 midnight = 0;
  int year, month, day;

  if (born == NULL || strlen (born) != strlen ("YYYY-MM-DD") || !orch_clock_parse_instant (born, &midnight))
    return FALSE;
  year = (int) g_ascii_strtoll (born, NULL, 10);
  month = (int) g_ascii_strtoll (born + 5, NULL, 10);
  day = (int) g_ascii_strtoll (born + 8, NULL, 10);
  *years = g_date_time_get_year (today) - year;
  if (g_date_time_get_month (today) < month ||
      (g_date_time_get_month (today) == month && g_date_time_get_day_of_month (today) < day))
    (*years)--;
  return TRUE;
}

guint
orch_age_limit_from_text (const char *text)
{
  guint64 limit = 0;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, AGE_LIMIT_MAX, &limit, NULL))
    return ORCH_AGE_LIMIT_DEFAULT;
  return (guint) limit;
}

OrchAccountBadge
orch_account_badge (const char *born, OrchPortalAccount *account, OrchPortalInvitation *invitation, guint limit,
                    gint64 now_us)
{
  int years = 0;
  const gboolean has_age = orch_completed_years (born, now_us, &years);

  if (has_age && years <= (int) limit)
    return ORCH_ACCOUNT_UNDER_AGE;
  if (account != NULL && !account->fields.active)
    return ORCH_ACCOUNT_DISABLED;
  if (!has_age || account == NULL || !account->fields.validated)
    return ORCH_ACCOUNT_NOT_VALIDATED;
  if (invitation != NULL && orch_portal_invitation_waits (invitation, now_us))
    return ORCH_ACCOUNT_INVITED;
  return account->fields.made ? ORCH_ACCOUNT_ACTIVE : ORCH_ACCOUNT_NOT_VALIDATED;
}

gboolean
orch_account_may_write (OrchAccountBadge badge)
{
  return badge == ORCH_ACCOUNT_ACTIVE;
}
