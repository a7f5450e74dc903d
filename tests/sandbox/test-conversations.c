/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The fictitious conversations of --conversations: all states, readable by the clinic and by their patients.
 */
#include "orch-sandbox-portal-client.h"

#define NAME "Dr Maxime Tranchemontagne"

static OrchSandboxProcess *process;

static void
test_states (void)
{
  static const struct
  {
    const char *query;
    gint64 total;
  } cases[] = {
    { "category=thread", 12 },
    { "category=thread&status=in-progress", 5 },
    { "category=thread&status=on-hold", 3 },
    { "category=thread&status=completed", 4 },
    { "category=message&recipient=Organization/gmf-beausejour", 27 },
  };
  g_autofree char *token = orch_sandbox_process_sign_in (process, "accueil", "Accueil-Formation-1");
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/Communication?%s", cases[i].query);
      g_autoptr (OrchSandboxAnswer) answer = hub_send (process, authorization, "GET", path, NULL);

      g_test_message ("%s", cases[i].query);
      g_assert_cmpint (orch_sandbox_answer_int (answer, "total"), ==, cases[i].total);
    }
}

/* Who learns sees who answers. */
static void
test_names (void)
{
  g_autofree char *token = orch_sandbox_process_sign_in (process, "accueil", "Accueil-Formation-1");
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (OrchSandboxAnswer) thread =
      hub_send (process, authorization, "GET", "/Communication/formation-conversation-01", NULL);
  g_autoptr (OrchSandboxAnswer) message =
      hub_send (process, authorization, "GET", "/Communication/formation-message-01-1", NULL);

  g_assert_cmpstr (orch_sandbox_answer_string (thread, "recipient.1.display"), ==, NAME);
  g_assert_cmpstr (orch_sandbox_answer_string (thread, "sender.display"), ==, NAME);
  g_assert_cmpstr (orch_sandbox_answer_string (message, "sender.display"), ==, NAME);
}

static void
test_patients_read (void)
{
  g_autoptr (OrchSandboxAnswer) list = orch_sandbox_client_send (process, "GET", "/training/patients", NULL, NULL);
  guint n = orch_sandbox_answer_length (list, "patients");

  g_assert_cmpuint (n, ==, 4);
  for (guint i = 0; i < n; i++)
    {
      g_auto (Browser) browser = { .process = process };
      g_autofree char *email = g_strdup_printf ("patients.%u.email", i);
      g_autofree char *password = g_strdup_printf ("patients.%u.password", i);
      g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, "sign-in");
      g_autoptr (OrchSandboxAnswer) in =
          browser_post (&browser, "sign-in", "who", orch_sandbox_answer_string (list, email), "password",
                        orch_sandbox_answer_string (list, password), NULL);
      g_autoptr (OrchSandboxAnswer) messages = browser_get (&browser, "messages");

      assert_goes (in, "messages");
      g_assert_nonnull (strstr (messages->text, "formation-conversation-"));
    }
}

/* Started again on the same state, nothing is there twice. */
static void
test_once (void)
{
  guint before = orch_sandbox_process_count (process, "Communication");

  orch_sandbox_process_restart (process, FALSE);
  g_assert_cmpuint (orch_sandbox_process_count (process, "Communication"), ==, before);
  g_assert_cmpuint (orch_sandbox_process_count (process, "Patient"), ==, 7);
}

/* A training hub of somebody who speaks English has the same talks in English. */
static void
test_english (void)
{
  OrchSandboxProcess *other = orch_sandbox_process_start ("--conversations", "--language", "en", NULL);
  g_autofree char *token = orch_sandbox_process_sign_in (other, "accueil", "Accueil-Formation-1");
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (OrchSandboxAnswer) thread =
      hub_send (other, authorization, "GET", "/Communication/formation-conversation-12", NULL);
  g_autoptr (OrchSandboxAnswer) message =
      hub_send (other, authorization, "GET", "/Communication/formation-message-12-2", NULL);

  g_assert_cmpstr (orch_sandbox_answer_string (thread, "topic.text"), ==, "Asthma");
  g_assert_cmpstr (orch_sandbox_answer_string (message, "payload.0.contentString"), ==, "Only in spring.");
  g_assert_cmpuint (orch_sandbox_process_count (other, "Communication"), ==,
                    orch_sandbox_process_count (process, "Communication"));
  orch_sandbox_process_stop (other);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  process = orch_sandbox_process_start ("--conversations", NULL);
  g_test_add_func ("/sandbox/conversations/states", test_states);
  g_test_add_func ("/sandbox/conversations/names", test_names);
  g_test_add_func ("/sandbox/conversations/patients-read", test_patients_read);
  g_test_add_func ("/sandbox/conversations/english", test_english);
  g_test_add_func ("/sandbox/conversations/once", test_once);
  status = g_test_run ();
  orch_sandbox_process_stop (process);
  return status;
}
