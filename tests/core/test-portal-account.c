/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The state of a patient's account. The rows are transcribed from seeds/messaging-article.txt (the badges and what each means) and
 * product.md §4 (precedence: under age, disabled, not validated, invited, active; blocked while completed years are not more than the
 * limit, in Montréal).
 */
#include "core/orch-clock.h"
#include "core/orch-invitation-code.h"
#include "core/orch-portal-account.h"
#include "orch-test.h"

#define HOUR G_GINT64_CONSTANT (3600000000)

typedef enum
{
  NONE, /* no account on the hub */
  OFF,
  ON,
} Account;

/* today is 2026-11-22 in all of them */
static const struct
{
  const char *row;
  const char *born; /* (nullable) */
  Account account;
  gboolean validated, made, invited;
  OrchAccountBadge badge;
  gboolean may_write;
} badges[] = {
  /* one thing at a time */
  { "unknown to the portal", "1980-02-14", NONE, FALSE, FALSE, FALSE, ORCH_ACCOUNT_NOT_VALIDATED, FALSE },
  { "account, identity not checked by this clinic", "1980-02-14", ON, FALSE, FALSE, FALSE, ORCH_ACCOUNT_NOT_VALIDATED,
    FALSE },
  { "made an account, identity not checked by this clinic", "1980-02-14", ON, FALSE, TRUE, FALSE,
    ORCH_ACCOUNT_NOT_VALIDATED, FALSE },
  { "checked, a code waits", "1980-02-14", ON, TRUE, FALSE, TRUE, ORCH_ACCOUNT_INVITED, FALSE },
  { "checked, no code waits", "1980-02-14", ON, TRUE, FALSE, FALSE, ORCH_ACCOUNT_NOT_VALIDATED, FALSE },
  { "checked and made", "1980-02-14", ON, TRUE, TRUE, FALSE, ORCH_ACCOUNT_ACTIVE, TRUE },
  { "disabled", "1980-02-14", OFF, TRUE, TRUE, FALSE, ORCH_ACCOUNT_DISABLED, FALSE },
  { "under age", "2015-01-01", NONE, FALSE, FALSE, FALSE, ORCH_ACCOUNT_UNDER_AGE, FALSE },
  /* precedence */
  { "under age before disabled", "2015-01-01", OFF, TRUE, TRUE, TRUE, ORCH_ACCOUNT_UNDER_AGE, FALSE },
  { "under age before active", "2015-01-01", ON, TRUE, TRUE, FALSE, ORCH_ACCOUNT_UNDER_AGE, FALSE },
  { "disabled before not validated", "1980-02-14", OFF, FALSE, FALSE, FALSE, ORCH_ACCOUNT_DISABLED, FALSE },
  { "disabled before invited", "1980-02-14", OFF, TRUE, FALSE, TRUE, ORCH_ACCOUNT_DISABLED, FALSE },
  { "not validated before invited", "1980-02-14", ON, FALSE, FALSE, TRUE, ORCH_ACCOUNT_NOT_VALIDATED, FALSE },
  { "invited before active", "1980-02-14", ON, TRUE, TRUE, TRUE, ORCH_ACCOUNT_INVITED, FALSE },
  /* an age that cannot be told is an identity that was not checked */
  { "no birth date", NULL, ON, TRUE, TRUE, FALSE, ORCH_ACCOUNT_NOT_VALIDATED, FALSE },
  { "a month alone", "1980-02", ON, TRUE, TRUE, FALSE, ORCH_ACCOUNT_NOT_VALIDATED, FALSE },
  { "no such day", "1981-02-29", ON, TRUE, TRUE, FALSE, ORCH_ACCOUNT_NOT_VALIDATED, FALSE },
  { "not born yet", "2026-11-23", ON, TRUE, TRUE, FALSE, ORCH_ACCOUNT_UNDER_AGE, FALSE },
  { "disabled, no birth date", NULL, OFF, TRUE, TRUE, FALSE, ORCH_ACCOUNT_DISABLED, FALSE },
};

static void
test_badges (void)
{
  const gint64 now = G_GINT64_CONSTANT (1795370400000000); /* 2026-11-22T18:00:00Z */

  for (guint i = 0; i < G_N_ELEMENTS (badges); i++)
    {
      g_autoptr (OrchPortalAccount) account = NULL;
      g_autoptr (OrchPortalInvitation) invitation = NULL;
      OrchAccountBadge badge;

      if (badges[i].account != NONE)
        account = orch_portal_account_new (&(OrchPortalAccountFields) { .patient_id = "p",
                                                                        .active = badges[i].account == ON,
                                                                        .validated = badges[i].validated,
                                                                        .made = badges[i].made });
      if (badges[i].invited)
        invitation = orch_portal_invitation_new (&(OrchPortalInvitationFields) {
            .id = "i", .patient_id = "p", .state = ORCH_INVITATION_SENT, .expires_us = now + HOUR });
      badge = orch_account_badge (badges[i].born, account, invitation, ORCH_AGE_LIMIT_DEFAULT, now);
      orch_test_check_int (badges[i].badge, badge, badges[i].row);
      orch_test_check_int (badges[i].may_write, orch_account_may_write (badge), badges[i].row);
    }
}

/* A code waits until it dies: every state of the contract, before and after its end. */
static void
test_waiting (void)
{
  static const struct
  {
    OrchInvitationState state;
    const char *code;
    gboolean waits;
  } states[] = {
    { ORCH_INVITATION_QUEUED, "queued", TRUE },        { ORCH_INVITATION_SENT, "sent", TRUE },
    { ORCH_INVITATION_UNCERTAIN, "uncertain", TRUE },  { ORCH_INVITATION_FAILED, "failed", FALSE },
    { ORCH_INVITATION_EXHAUSTED, "exhausted", FALSE }, { ORCH_INVITATION_ACCEPTED, "accepted", FALSE },
    { ORCH_INVITATION_EXPIRED, "expired", FALSE },     { ORCH_INVITATION_REVOKED, "revoked", FALSE },
  };
  const gint64 now = G_GINT64_CONSTANT (1795370400000000);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      for (int hours = -1; hours <= 1; hours++)
        {
          g_autoptr (OrchPortalInvitation) invitation = orch_portal_invitation_new (&(OrchPortalInvitationFields) {
              .id = "i", .patient_id = "p", .state = states[i].state, .expires_us = now + hours * HOUR });

          orch_test_check_int (states[i].waits && hours > 0, orch_portal_invitation_waits (invitation, now),
                               states[i].code);
        }
      orch_test_check_string (states[i].code, g_strdup (orch_invitation_state_get_code (states[i].state)),
                              states[i].code);
      orch_test_check_int (states[i].state, orch_invitation_state_from_code (states[i].code), states[i].code);
    }
  g_assert_cmpint (orch_invitation_state_from_code ("draft"), ==, -1);
  g_assert_cmpint (orch_invitation_state_from_code (NULL), ==, -1);
}

/* « 14 ans et moins »: the day of the fifteenth birthday is the first that is allowed. */
static const struct
{
  const char *row;
  const char *born;
  const char *instant; /* UTC */
  guint limit;
  int years; /* completed, in Montréal */
  gboolean under_age;
} ages[] = {
  { "the eve of the 15th birthday", "2011-11-23", "2026-11-22T18:00:00Z", 14, 14, TRUE },
  { "the 15th birthday", "2011-11-22", "2026-11-22T18:00:00Z", 14, 15, FALSE },
  { "the day after", "2011-11-21", "2026-11-22T18:00:00Z", 14, 15, FALSE },
  /* Montréal is five hours behind in winter, four in summer: the UTC day is already the next */
  { "winter, 23:59 on the eve in Montréal", "2011-11-23", "2026-11-23T04:59:59Z", 14, 14, TRUE },
  { "winter, midnight in Montréal", "2011-11-23", "2026-11-23T05:00:00Z", 14, 15, FALSE },
  { "summer, 23:59 on the eve in Montréal", "2011-07-10", "2026-07-10T03:59:59Z", 14, 14, TRUE },
  { "summer, midnight in Montréal", "2011-07-10", "2026-07-10T04:00:00Z", 14, 15, FALSE },
  { "the first of January in UTC alone", "2012-01-01", "2027-01-01T03:00:00Z", 14, 14, TRUE },
  { "the first of January in Montréal too", "2012-01-01", "2027-01-01T05:00:00Z", 14, 15, FALSE },
  /* the night the clocks change: 2026-11-01 06:00Z is 01:00 standard time */
  { "the night of 1 November, before midnight", "2011-11-01", "2026-11-01T03:30:00Z", 14, 14, TRUE },
  { "the night of 1 November, after midnight", "2011-11-01", "2026-11-01T04:30:00Z", 14, 15, FALSE },
  /* born on 29 February: a year is completed on the first of March of a common year, on the day in a leap year */
  { "29 February, 28 February of a common year", "2012-02-29", "2027-02-28T18:00:00Z", 14, 14, TRUE },
  { "29 February, 1 March of a common year", "2012-02-29", "2027-03-01T18:00:00Z", 14, 15, FALSE },
  { "29 February, in a leap year", "2012-02-29", "2028-02-29T18:00:00Z", 15, 16, FALSE },
  { "29 February, the eve in a leap year", "2012-02-29", "2028-02-28T18:00:00Z", 15, 15, TRUE },
  { "28 February, on the day", "2012-02-28", "2027-02-28T18:00:00Z", 14, 15, FALSE },
  /* another limit */
  { "limit 13, 14 years", "2012-11-22", "2026-11-22T18:00:00Z", 13, 14, FALSE },
  { "limit 17, 17 years", "2009-11-22", "2026-11-22T18:00:00Z", 17, 17, TRUE },
  { "limit 17, 18 years", "2008-11-22", "2026-11-22T18:00:00Z", 17, 18, FALSE },
  { "limit 0, born today", "2026-11-22", "2026-11-22T18:00:00Z", 0, 0, TRUE },
  { "limit 0, one year", "2025-11-22", "2026-11-22T18:00:00Z", 0, 1, FALSE },
  { "a very old person", "1915-03-01", "2026-11-22T18:00:00Z", 14, 111, FALSE },
  { "not born yet", "2026-11-23", "2026-11-22T18:00:00Z", 14, -1, TRUE },
};

static void
test_ages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      int years = -99;
      gint64 now = 0;

      g_assert_true (orch_clock_parse_instant (ages[i].instant, &now));
      orch_test_check_true (orch_completed_years (ages[i].born, now, &years), ages[i].row);
      orch_test_check_int (ages[i].years, years, ages[i].row);
      orch_test_check_int (ages[i].under_age,
                           orch_account_badge (ages[i].born, NULL, NULL, ages[i].limit, now) == ORCH_ACCOUNT_UNDER_AGE,
                           ages[i].row);
    }
}

static void
test_no_age (void)
{
  static const char *const wrong[] = { "",           "1980",     "1980-02", "1981-02-29",
                                       "1980-13-01", "80-02-14", "hier",    "1980-02-14T00:00:00Z",
                                       "1980-2-14" };
  int years = 0;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    orch_test_check_true (!orch_completed_years (wrong[i], 0, &years), wrong[i]);
  g_assert_false (orch_completed_years (NULL, 0, &years));
}

/* What a setting says of the limit: a number of years that makes sense, else the default. */
static void
test_limit_setting (void)
{
  static const struct
  {
    const char *text;
    guint limit;
  } settings[] = { { NULL, 14 },    { "", 14 },   { "14", 14 }, { "17", 17 },    { "0", 0 },
                   { "douze", 14 }, { "-1", 14 }, { "99", 14 }, { "15 ans", 14 } };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    orch_test_check_int (settings[i].limit, orch_age_limit_from_text (settings[i].text),
                         settings[i].text != NULL ? settings[i].text : "NULL");
}

/* The letter and six digits of the seed, and nothing else */
static void
test_codes (void)
{
  static const char *const good[] = { "A-123456", "Z-000000", "M-999999" };
  static const char *const bad[] = { "",         "A123456",  "a-123456", "AB-12345",  "A-12345", "A-1234567",
                                     "1-123456", "É-123456", "A-12345x", " A-123456", "A_123456" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (OrchInvitationCode) code = orch_invitation_code_new (good[i]);

      g_assert_nonnull (code);
      g_assert_cmpstr (orch_invitation_code_get_text (code), ==, good[i]);
      g_assert_cmpint (orch_invitation_code_get_letter (code), ==, good[i][0]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    orch_test_check_true (orch_invitation_code_new (bad[i]) == NULL, bad[i]);
  g_assert_null (orch_invitation_code_new (NULL));

  g_autoptr (OrchInvitationCode) code = orch_invitation_code_new ("K-204817");
  orch_test_check_string ("K-••••••", orch_invitation_code_dup_masked (code), "masked");
}

/* Every letter has a word in every language, and no two letters the same one: a word that is heard names one letter. */
static void
test_spelling (void)
{
  static const char *const languages[] = { "fr", "en", "es", "ar" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

      for (char letter = 'A'; letter <= 'Z'; letter++)
        {
          const char *word = orch_invitation_code_spell (letter, languages[i]);

          g_assert_nonnull (word);
          g_assert_true (g_utf8_validate (word, -1, NULL));
          orch_test_check_true (g_hash_table_add (words, (gpointer) word), word);
          if (!g_str_equal (languages[i], "ar"))
            orch_test_check_int (letter, word[0], word);
        }
    }
  g_assert_cmpstr (orch_invitation_code_spell ('A', "fr"), ==, "Alice");
  g_assert_cmpstr (orch_invitation_code_spell ('A', "en"), ==, "Alfa");
  g_assert_null (orch_invitation_code_spell ('a', "fr"));
  g_assert_null (orch_invitation_code_spell ('A', "de"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/portal-account/badges", test_badges);
  g_test_add_func ("/core/portal-account/waiting", test_waiting);
  g_test_add_func ("/core/portal-account/ages", test_ages);
  g_test_add_func ("/core/portal-account/no-age", test_no_age);
  g_test_add_func ("/core/portal-account/limit", test_limit_setting);
  g_test_add_func ("/core/portal-account/codes", test_codes);
  g_test_add_func ("/core/portal-account/spelling", test_spelling);
  return orch_test_run ();
}
