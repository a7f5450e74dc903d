/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The account of a patient on the portal, as this clinic sees it, and what follows from it: the badge, and whether one may write to
 * them. Immutable; pure; any thread. Source: seeds/messaging-article.txt (the badges), product.md §4 (age, precedence).
 */
#pragma once

#include "orch-portal-invitation.h"

G_BEGIN_DECLS

#define ORCH_AGE_LIMIT_DEFAULT 14 /* completed years: blocked while they are not more; product.md §4 */

/** OrchAccountBadge: in the order of precedence; what none of them fits is not validated */
typedef enum
{
  ORCH_ACCOUNT_UNDER_AGE = 0,
  ORCH_ACCOUNT_DISABLED,
  ORCH_ACCOUNT_NOT_VALIDATED,
  ORCH_ACCOUNT_INVITED, /* a code waits */
  ORCH_ACCOUNT_ACTIVE,
} OrchAccountBadge;

#define ORCH_N_ACCOUNT_BADGES (ORCH_ACCOUNT_ACTIVE + 1)

#define ORCH_TYPE_PORTAL_ACCOUNT (orch_portal_account_get_type ())
G_DECLARE_FINAL_TYPE (OrchPortalAccount, orch_portal_account, ORCH, PORTAL_ACCOUNT, GObject)

/** OrchPortalAccountFields: strings (nullable); copied, "" as %NULL */
typedef struct
{
  const char *id;             /* our UUID of it: made of the patient's */
  const char *patient_id;     /* ours */
  const char *patient_hub_id; /* when ours is not known */
  const char *hub_id;
  const char *hub_version;
  gboolean active;    /* %FALSE: disabled by an administrator */
  gboolean validated; /* this clinic has checked the identity */
  gboolean made;      /* the patient has made the account */
  gint64 revision;
} OrchPortalAccountFields;

OrchPortalAccount *orch_portal_account_new (const OrchPortalAccountFields *fields);
const OrchPortalAccountFields *orch_portal_account_get_fields (OrchPortalAccount *self);

/**
 * orch_completed_years:
 * @born: (nullable): YYYY-MM-DD
 * @now_us: µs since 1970
 * @years: (out): completed on the day that it is in Montréal; negative before birth. Who was born on 29 February completes a year on 1 March of a common year
 *
 * Returns: %FALSE when @born is no whole date
 */
gboolean orch_completed_years (const char *born, gint64 now_us, int *years);

/** orch_age_limit_from_text: @text: (nullable): of the setting. Returns: years; the default for what is no number from 0 to 25 */
guint orch_age_limit_from_text (const char *text);

/**
 * orch_account_badge:
 * @born: (nullable): an age that cannot be told is an identity that was not checked
 * @account: (nullable): none on the hub
 * @invitation: (nullable): the last one
 * @limit: completed years that are still too few
 */
OrchAccountBadge orch_account_badge (const char *born, OrchPortalAccount *account, OrchPortalInvitation *invitation,
                                     guint limit, gint64 now_us);

/** orch_account_may_write: the gate before writing to a patient (security.md 15); the badge is the reason. Drafts are kept either way */
gboolean orch_account_may_write (OrchAccountBadge badge);

G_END_DECLS
