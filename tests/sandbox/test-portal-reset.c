/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A forgotten password on the portal, and the age limit to the hour.
 */
#include "orch-sandbox-portal-client.h"

#define OTHER_PASSWORD "cinq chèvres devant la grange"

static OrchSandboxProcess *process;
static char *receptionist; /* Authorization header */

static char *
email_of (const Case *one)
{
  g_autofree char *path = g_strdup_printf ("/Person/%s", one->person);
  g_autoptr (OrchSandboxAnswer) person = hub_send (process, receptionist, "GET", path, NULL);

  return g_strdup (orch_sandbox_answer_string (person, "telecom.0.value"));
}

static guint
count_mail (const char *email)
{
  g_autoptr (OrchSandboxAnswer) mail = mail_all (process);
  guint n = 0;

  for (guint i = 0; i < orch_sandbox_answer_length (mail, "mail"); i++)
    {
      g_autofree char *to = g_strdup_printf ("mail.%u.to", i);

      n += g_strcmp0 (orch_sandbox_answer_string (mail, to), email) == 0;
    }
  return n;
}

static OrchSandboxAnswer *
forget (Browser *browser, const char *who)
{
  g_autoptr (OrchSandboxAnswer) page = browser_get (browser, "forgotten");

  return browser_post (browser, "forgotten", "who", who, NULL);
}

static void
test_reset (void)
{
  g_auto (Case) one = { 0 };
  g_auto (Browser) signed_in = { .process = process };
  g_auto (Browser) browser = { .process = process };
  g_autofree char *email = NULL;
  g_autofree char *link = NULL;
  const char *t;
  guint before;

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  case_join (&one, process, receptionist, &signed_in);
  email = email_of (&one);
  before = count_mail (email);
  {
    g_autoptr (OrchSandboxAnswer) known = forget (&browser, email);
    g_autoptr (OrchSandboxAnswer) again = forget (&browser, email);
    g_autoptr (OrchSandboxAnswer) unknown = forget (&browser, "personne@exemple.invalid");
    const char *const pages[] = { known->text, unknown->text };

    /* Nobody learns whether there is such an account, and no mailbox is filled. */
    for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
      g_assert_nonnull (strstr (pages[i], "un courriel vient de partir"));
    g_assert_cmpuint (known->status, ==, unknown->status);
    g_assert_cmpuint (count_mail (email), ==, before + 1);
  }
  link = invitation_link (process);
  t = strstr (link, "t=") + 2;
  {
    g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, link);
    g_autoptr (OrchSandboxAnswer) other_date = browser_post (&browser, "reset", "t", t, "born", "1980-05-18",
                                                             "password", OTHER_PASSWORD, "again", OTHER_PASSWORD, NULL);
    g_autoptr (OrchSandboxAnswer) short_one =
        browser_post (&browser, "reset", "t", t, "born", "1980-05-17", "password", "court", "again", "court", NULL);
    g_autoptr (OrchSandboxAnswer) done = browser_post (&browser, "reset", "t", t, "born", "1980-05-17", "password",
                                                       OTHER_PASSWORD, "again", OTHER_PASSWORD, NULL);
    g_autoptr (OrchSandboxAnswer) used = browser_get (&browser, link);
    g_autoptr (OrchSandboxAnswer) elsewhere = browser_get (&signed_in, "messages");
    g_auto (Browser) fresh = { .process = process };
    g_autoptr (OrchSandboxAnswer) first = browser_get (&fresh, "sign-in");
    g_autoptr (OrchSandboxAnswer) old =
        browser_post (&fresh, "sign-in", "who", email, "password", PORTAL_PASSWORD, NULL);
    g_autoptr (OrchSandboxAnswer) new =
        browser_post (&fresh, "sign-in", "who", email, "password", OTHER_PASSWORD, NULL);

    g_assert_cmpuint (page->status, ==, 200);
    g_assert_null (strstr (page->text, "fictif"));
    g_assert_cmpuint (other_date->status, ==, 422);
    g_assert_cmpuint (short_one->status, ==, 422);
    assert_goes (done, "messages");
    g_assert_cmpuint (used->status, ==, 410);
    assert_goes (elsewhere, "sign-in");
    g_assert_cmpuint (old->status, ==, 403);
    assert_goes (new, "messages");
  }
}

static void
test_reset_is_not_guessed (void)
{
  g_auto (Case) one = { 0 };
  g_auto (Browser) browser = { 0 };
  g_autofree char *email = NULL;
  g_autofree char *link = NULL;
  g_autoptr (OrchSandboxAnswer) sent = NULL;
  guint before;

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  case_join (&one, process, receptionist, &browser);
  email = email_of (&one);
  sent = forget (&browser, email);
  link = invitation_link (process);
  for (int i = 1; i <= 6; i++)
    {
      g_autofree char *born = g_strdup_printf ("1980-06-%02d", i);
      g_autoptr (OrchSandboxAnswer) answer =
          browser_post (&browser, "reset", "t", strstr (link, "t=") + 2, "born", born, "password", OTHER_PASSWORD,
                        "again", OTHER_PASSWORD, NULL);

      g_assert_cmpuint (answer->status, ==, i <= 5 ? 422 : 410);
    }
  before = count_mail (email);
  for (int hours = 1; hours <= 25; hours += 24)
    {
      g_autoptr (OrchSandboxAnswer) later = NULL;

      orch_sandbox_process_order (process, "clock", "{\"offset_s\":%d}", hours * 3600);
      later = forget (&browser, email);
      g_assert_cmpuint (count_mail (email), ==, before + (hours > 24));
    }
  /* The link lives half an hour. */
  {
    g_autofree char *last = invitation_link (process);
    g_autoptr (OrchSandboxAnswer) page = NULL;

    orch_sandbox_process_order (process, "clock", "{\"offset_s\":%d}", 25 * 3600 + 31 * 60);
    page = browser_get (&browser, last);
    g_assert_cmpuint (page->status, ==, 410);
  }
  orch_sandbox_process_order (process, "clock", "{\"offset_s\":0}");
}

/* Completed years in Montréal, whatever the day is elsewhere; who was born on the 29th of February is older on the 1st of March. */
static void
test_birthdays (void)
{
  static const struct
  {
    const char *now;
    const char *born;
    gboolean allowed;
  } cases[] = {
    { "2027-06-15T03:59:00Z", "2012-06-15", FALSE }, /* 23:59 the day before */
    { "2027-06-15T04:01:00Z", "2012-06-15", TRUE },  /* 00:01 */
    { "2027-12-15T04:59:00Z", "2012-12-15", FALSE }, /* winter: an hour later */
    { "2027-12-15T05:01:00Z", "2012-12-15", TRUE },  { "2027-02-28T17:00:00Z", "2012-02-29", FALSE },
    { "2027-03-01T04:59:00Z", "2012-02-29", FALSE }, { "2027-03-01T05:01:00Z", "2012-02-29", TRUE },
    { "2027-06-14T17:00:00Z", "2012-06-15", FALSE }, { "2027-06-16T17:00:00Z", "2012-06-15", TRUE },
    { "2027-06-16T17:00:00Z", "2012-06", FALSE }, /* the day is not known: the last of the month */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 (cases[i].now, NULL);
      gint64 offset = g_date_time_to_unix (when) - g_get_real_time () / G_USEC_PER_SEC;
      g_auto (Case) one = { 0 };
      g_autofree char *token = NULL;
      g_autofree char *authorization = NULL;
      g_autoptr (OrchSandboxAnswer) answer = NULL;

      orch_sandbox_process_order (process, "clock", "{\"offset_s\":%" G_GINT64_FORMAT "}", offset);
      token = orch_sandbox_process_sign_in (process, "accueil", "Accueil-Formation-1");
      authorization = g_strconcat ("Bearer ", token, NULL);
      case_make (&one, process, authorization, cases[i].born, "level3", TRUE);
      answer = case_invite (&one, process, authorization, "oral", NULL);
      g_test_message ("%s %s: %u", cases[i].now, cases[i].born, answer->status);
      g_assert_cmpuint (answer->status, ==, cases[i].allowed ? 200 : 422);
    }
  orch_sandbox_process_order (process, "clock", "{\"offset_s\":0}");
}

int
main (int argc, char **argv)
{
  g_autofree char *token = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  process = orch_sandbox_process_start (NULL);
  token = orch_sandbox_process_sign_in (process, "accueil", "Accueil-Formation-1");
  receptionist = g_strconcat ("Bearer ", token, NULL);
  g_test_add_func ("/sandbox/portal-reset/reset", test_reset);
  g_test_add_func ("/sandbox/portal-reset/is-not-guessed", test_reset_is_not_guessed);
  g_test_add_func ("/sandbox/portal-reset/birthdays", test_birthdays);
  status = g_test_run ();
  orch_sandbox_process_stop (process);
  g_free (receptionist);
  return status;
}
