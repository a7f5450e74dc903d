/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * $portal-invitation: who may, for whom, what a code is, and how it dies.
 */
#include "orch-sandbox-portal-client.h"

static OrchSandboxProcess *process;
static char *administrator; /* Authorization headers */
static char *receptionist;
static char *professional;

/* The birth date of who has that many completed years since that many days. */
static char *
born (int years, int days_since)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Toronto");
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  g_autoptr (GDateTime) then = g_date_time_add_full (now, -years, 0, -days_since, 0, 0, 0);

  return g_date_time_format (then, "%Y-%m-%d");
}

static void
test_declared (void)
{
  g_autoptr (OrchSandboxAnswer) statement = hub_send (process, NULL, "GET", "/metadata", NULL);
  g_autoptr (OrchSandboxAnswer) smart = hub_send (process, NULL, "GET", "/.well-known/smart-configuration", NULL);
  g_autofree char *portal = g_strconcat (orch_sandbox_process_get_origin (process), "/portal", NULL);

  g_assert_nonnull (strstr (statement->text, "\"operation\":[{\"name\":\"portal-invitation\",\"definition\":\"" BASE
                                             "/OperationDefinition/portal-invitation\"}]"));
  g_assert_cmpstr (orch_sandbox_answer_string (smart, "patient_portal"), ==, portal);
  orch_sandbox_process_order (process, "ignore", "{\"portal\":true}");
  {
    g_autoptr (OrchSandboxAnswer) plain = hub_send (process, NULL, "GET", "/metadata", NULL);
    g_autoptr (OrchSandboxAnswer) refused =
        hub_send (process, receptionist, "POST", "/Patient/1/$portal-invitation", "{\"resourceType\":\"Parameters\"}");

    g_assert_null (strstr (plain->text, "portal-invitation"));
    assert_refused (refused, 404, "not-supported");
  }
  orch_sandbox_process_order (process, "ignore", "{\"portal\":false}");
}

/* product.md, section 4: precedence under age, disabled, not validated, invited, active. */
static void
test_who_may_be_invited (void)
{
  g_autofree char *adult = g_strdup ("1980-05-17");
  g_autofree char *fourteen = born (15, -1);
  g_autofree char *fifteen = born (15, 0);
  const struct
  {
    const char *born;
    const char *assurance;
    gboolean active;
    const char *refusal; /* NULL: invited */
  } cases[] = {
    { adult, NULL, TRUE, "not-validated" },
    { adult, "level1", TRUE, "not-validated" },
    { adult, "level2", TRUE, "not-validated" },
    { adult, "level3", TRUE, NULL },
    { adult, "level4", TRUE, NULL },
    { adult, "level3", FALSE, "disabled" },
    { adult, "level1", FALSE, "disabled" },
    { fourteen, "level3", TRUE, "under-age" },
    { fourteen, "level3", FALSE, "under-age" },
    { fourteen, NULL, TRUE, "under-age" },
    { fifteen, "level3", TRUE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Case) one = { 0 };
      g_autoptr (OrchSandboxAnswer) answer = NULL;

      case_make (&one, process, receptionist, cases[i].born, cases[i].assurance, cases[i].active);
      answer = case_invite (&one, process, receptionist, "oral", NULL);
      g_test_message ("%s %s %d: %u", cases[i].born, cases[i].assurance, cases[i].active, answer->status);
      g_assert_cmpuint (answer->status, ==, cases[i].refusal == NULL ? 200 : 422);
      if (cases[i].refusal == NULL)
        continue;
      assert_refused (answer, 422, "business-rule");
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "issue.0.details.coding.0.code"), ==, cases[i].refusal);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "issue.0.details.coding.0.system"), ==,
                       BASE "/CodeSystem/invitation-refusal");
    }
}

static void
test_who_may_invite (void)
{
  g_auto (Case) one = { 0 };
  const char *const may[] = { receptionist, professional, administrator };

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (may); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = case_invite (&one, process, may[i], "in-person", NULL);

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "parameter.0.resource.requester.type"), ==, "Practitioner");
      g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "Cache-Control"), ==, "no-store");
    }
  {
    g_autoptr (OrchSandboxAnswer) nobody = case_invite (&one, process, NULL, "in-person", NULL);
    g_autoptr (OrchSandboxAnswer) unknown =
        hub_send (process, receptionist, "POST", "/Patient/nobody/$portal-invitation",
                  "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"channel\",\"valueCode\":\"oral\"},"
                  "{\"name\":\"language\",\"valueCode\":\"fr\"}]}");

    assert_refused (nobody, 401, "login");
    assert_refused (unknown, 404, "not-found");
  }
}

static void
test_parameters (void)
{
  g_auto (Case) one = { 0 };
  g_autofree char *path = NULL;
  static const char *const bad[] = {
    "{\"resourceType\":\"Basic\"}",
    "{\"resourceType\":\"Parameters\"}",
    "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"channel\",\"valueCode\":\"pigeon\"},{\"name\":"
    "\"language\",\"valueCode\":\"fr\"}]}",
    "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"channel\",\"valueCode\":\"oral\"},{\"name\":"
    "\"language\",\"valueCode\":\"la\"}]}",
    "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"channel\",\"valueString\":\"oral\"},{\"name\":"
    "\"language\",\"valueCode\":\"fr\"}]}",
    "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"code\",\"valueString\":\"A-123456\"}]}",
  };

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  path = g_strdup_printf ("/Patient/%s/$portal-invitation", one.patient);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = hub_send (process, receptionist, "POST", path, bad[i]);

      assert_refused (answer, 400, "invalid");
    }
}

/* What is on the disk of the hub. */
static char *
read_store (void)
{
  GString *all = g_string_new (NULL);
  static const char *const names[] = { "sandbox.db", "sandbox.db-wal" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (orch_sandbox_process_get_state_dir (process), names[i], NULL);
      g_autofree char *text = NULL;
      gsize length = 0;

      if (!g_file_get_contents (path, &text, &length, NULL))
        continue;
      for (gsize j = 0; j < length; j++)
        if (text[j] == '\0')
          text[j] = ' ';
      g_string_append_len (all, text, (gssize) length);
    }
  return g_string_free (all, FALSE);
}

static void
test_code (void)
{
  g_auto (Case) one = { 0 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) letters = g_hash_table_new (NULL, NULL);

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  for (int i = 0; i < 120; i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          case_invite (&one, process, receptionist, i % 2 == 0 ? "in-person" : "oral", NULL);
      const char *code = invitation_code (answer);

      g_assert_true (g_regex_match_simple ("^[A-Z]-[0-9]{6}$", code, 0, 0));
      g_assert_true (g_hash_table_add (seen, g_strdup (code)));
      g_hash_table_add (letters, GINT_TO_POINTER ((int) code[0]));
      if (i == 0)
        {
          g_autofree char *path = g_strdup_printf ("/Task/%s", invitation_task (answer));
          g_autoptr (OrchSandboxAnswer) task = hub_send (process, receptionist, "GET", path, NULL);
          g_autoptr (OrchSandboxAnswer) mail = mail_all (process);
          g_autofree char *disk = read_store ();

          g_assert_null (strstr (task->text, code));
          g_assert_null (strstr (task->text, code + 2));
          g_assert_null (strstr (mail->text, code));
          g_assert_null (strstr (disk, code));
          g_assert_cmpstr (orch_sandbox_answer_string (task, "code.coding.0.code"), ==, "portal-invitation");
          g_assert_cmpstr (orch_sandbox_answer_string (task, "intent"), ==, "order");
          g_assert_cmpstr (orch_sandbox_answer_string (task, "restriction.period.end"), ==,
                           orch_sandbox_answer_string (answer, "parameter.1.valueDateTime"));
        }
    }
  /* 120 draws of 26 letters: fewer than 20 different ones happen once in millions. */
  g_assert_cmpuint (g_hash_table_size (letters), >=, 20);
}

static void
test_new_one_kills_the_old (void)
{
  g_auto (Case) one = { 0 };
  g_auto (Browser) browser = { .process = process };
  g_autoptr (OrchSandboxAnswer) first = NULL;
  g_autoptr (OrchSandboxAnswer) second = NULL;
  g_autofree char *link = NULL;
  g_autoptr (OrchSandboxAnswer) page = NULL;

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  first = case_invite (&one, process, receptionist, "oral", NULL);
  link = invitation_link (process);
  assert_task (process, receptionist, invitation_task (first), "in-progress", "sent");
  second = case_invite (&one, process, receptionist, "oral", NULL);
  assert_task (process, receptionist, invitation_task (first), "cancelled", "revoked");
  assert_task (process, receptionist, invitation_task (second), "in-progress", "sent");
  page = browser_get (&browser, link);
  g_assert_cmpuint (page->status, ==, 410);
}

static void
test_six_attempts (void)
{
  g_auto (Case) one = { 0 };
  g_auto (Browser) browser = { .process = process };
  g_autoptr (OrchSandboxAnswer) invited = NULL;
  g_autofree char *link = NULL;
  g_autofree char *wrong = NULL;
  const char *t;

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  invited = case_invite (&one, process, receptionist, "oral", NULL);
  link = invitation_link (process);
  t = strstr (link, "t=") + 2;
  wrong = g_strdup (invitation_code (invited));
  wrong[7] = wrong[7] == '9' ? '0' : wrong[7] + 1;
  {
    g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, link);

    g_assert_cmpuint (page->status, ==, 200);
  }
  for (int i = 1; i <= 6; i++)
    {
      g_autoptr (OrchSandboxAnswer) malformed = browser_post (&browser, "invitation", "t", t, "code", "12-3456", NULL);
      g_autoptr (OrchSandboxAnswer) answer = browser_post (&browser, "invitation", "t", t, "code", wrong, NULL);

      g_assert_cmpuint (malformed->status, ==, 422);
      g_assert_cmpuint (answer->status, ==, i < 6 ? 422 : 410);
    }
  assert_task (process, receptionist, invitation_task (invited), "failed", "exhausted");
  {
    g_autoptr (OrchSandboxAnswer) late =
        browser_post (&browser, "invitation", "t", t, "code", invitation_code (invited), NULL);

    g_assert_cmpuint (late->status, ==, 410);
  }
}

static void
set_messages (const char *name, const char *value)
{
  orch_sandbox_process_order (
      process, "hub-record",
      "{\"resourceType\":\"Basic\",\"id\":\"messages\",\"code\":{\"coding\":[{\"system\":\"" BASE
      "/CodeSystem/basic\",\"code\":\"setting\"}]},\"subject\":{\"reference\":\"Organization/gmf-beausejour\"},"
      "\"extension\":[{\"url\":\"" BASE "/StructureDefinition/setting-group\",\"valueCode\":\"messages\"},"
      "{\"url\":\"" BASE
      "/StructureDefinition/setting\",\"extension\":[{\"url\":\"name\",\"valueString\":\"%s\"},{\"url\":"
      "\"value\",\"valueString\":\"%s\"}]}]}",
      name, value);
}

static void
test_expiry (void)
{
  static const struct
  {
    const char *days; /* of the setting */
    int lives;
  } cases[] = { { NULL, 5 }, { "2", 2 }, { "nonsense", 5 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Case) one = { 0 };
      g_auto (Browser) browser = { .process = process };
      g_autoptr (OrchSandboxAnswer) invited = NULL;
      g_autofree char *link = NULL;
      g_autoptr (OrchSandboxAnswer) page = NULL;

      if (cases[i].days != NULL)
        set_messages ("invitation-days", cases[i].days);
      case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
      invited = case_invite (&one, process, receptionist, "oral", NULL);
      link = invitation_link (process);
      orch_sandbox_process_order (process, "clock", "{\"offset_s\":%d}", cases[i].lives * 86400 - 60);
      page = browser_get (&browser, link);
      g_assert_cmpuint (page->status, ==, 200);
      orch_sandbox_process_order (process, "clock", "{\"offset_s\":%d}", cases[i].lives * 86400 + 60);
      {
        g_autoptr (OrchSandboxAnswer) late = browser_get (&browser, link);
        g_autofree char *task = g_strdup (invitation_task (invited));
        g_autoptr (JsonNode) tasks = orch_sandbox_process_get (process, "/control/resources?type=Task");
        g_autofree char *text = json_to_string (tasks, FALSE);

        g_assert_cmpuint (late->status, ==, 410);
        g_assert_nonnull (strstr (text, "\"expired\""));
        orch_sandbox_process_order (process, "clock", "{\"offset_s\":0}");
        assert_task (process, receptionist, task, "cancelled", "expired");
      }
    }
  orch_sandbox_process_order (process, "hub-record",
                              "{\"delete\":true,\"resource\":{\"resourceType\":\"Basic\",\"id\":\"messages\"}}");
}

static void
test_age_setting (void)
{
  g_auto (Case) one = { 0 };
  g_autofree char *fifteen = born (15, 3);
  g_autoptr (OrchSandboxAnswer) refused = NULL;
  g_autoptr (OrchSandboxAnswer) invited = NULL;

  case_make (&one, process, receptionist, fifteen, "level3", TRUE);
  set_messages ("age-limit", "15");
  refused = case_invite (&one, process, receptionist, "oral", NULL);
  set_messages ("age-limit", "13");
  invited = case_invite (&one, process, receptionist, "oral", NULL);
  g_assert_cmpuint (refused->status, ==, 422);
  g_assert_cmpuint (invited->status, ==, 200);
  orch_sandbox_process_order (process, "hub-record",
                              "{\"delete\":true,\"resource\":{\"resourceType\":\"Basic\",\"id\":\"messages\"}}");
}

/* Writes the Task as it is, with other words in it. */
static guint
put_task (const char *id, const char *status, const char *state, const char *more)
{
  g_autofree char *path = g_strdup_printf ("/Task/%s", id);
  g_autoptr (OrchSandboxAnswer) now = hub_send (process, receptionist, "GET", path, NULL);
  JsonObject *task = json_node_get_object (now->json);
  g_autofree char *business =
      g_strdup_printf ("{\"coding\":[{\"system\":\"" BASE "/CodeSystem/invitation-state\",\"code\":\"%s\"}]}", state);
  g_autofree char *body = NULL;
  g_autoptr (OrchSandboxAnswer) answer = NULL;

  json_object_set_string_member (task, "status", status);
  json_object_set_member (task, "businessStatus", json_from_string (business, NULL));
  if (more != NULL)
    json_object_set_string_member (task, "description", more);
  body = json_to_string (now->json, FALSE);
  answer = hub_send (process, receptionist, "PUT", path, body);
  return answer->status;
}

static void
test_revocation (void)
{
  g_auto (Case) one = { 0 };
  g_auto (Browser) browser = { .process = process };
  g_autoptr (OrchSandboxAnswer) invited = NULL;
  g_autofree char *link = NULL;
  g_autofree char *path = NULL;

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  invited = case_invite (&one, process, receptionist, "oral", NULL);
  link = invitation_link (process);
  path = g_strdup_printf ("/Task/%s", invitation_task (invited));
  g_assert_cmpuint (put_task (invitation_task (invited), "completed", "accepted", NULL), ==, 422);
  g_assert_cmpuint (put_task (invitation_task (invited), "cancelled", "revoked", "and more"), ==, 422);
  g_assert_cmpuint (put_task (invitation_task (invited), "cancelled", "revoked", NULL), ==, 200);
  /* The same once more, for whom the answer was lost. */
  g_assert_cmpuint (put_task (invitation_task (invited), "cancelled", "revoked", NULL), ==, 200);
  g_assert_cmpuint (put_task (invitation_task (invited), "in-progress", "sent", NULL), ==, 422);
  {
    g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, link);
    g_autoptr (OrchSandboxAnswer) deleted = hub_send (process, administrator, "DELETE", path, NULL);
    g_autoptr (OrchSandboxAnswer) forged = hub_send (
        process, receptionist, "POST", "/Task",
        "{\"resourceType\":\"Task\",\"status\":\"in-progress\",\"intent\":\"order\",\"code\":{\"coding\":[{\"system\":"
        "\"" BASE "/CodeSystem/task\",\"code\":\"portal-invitation\"}]}}");

    g_assert_cmpuint (page->status, ==, 410);
    assert_refused (deleted, 422, "business-rule");
    assert_refused (forged, 422, "business-rule");
  }
}

static guint
count_sms (const char *number)
{
  g_autoptr (OrchSandboxAnswer) mail = mail_all (process);
  guint n = 0;

  for (guint i = 0; i < orch_sandbox_answer_length (mail, "mail"); i++)
    {
      g_autofree char *to = g_strdup_printf ("mail.%u.to", i);

      n += g_strcmp0 (orch_sandbox_answer_string (mail, to), number) == 0;
    }
  return n;
}

static void
test_sms (void)
{
  static const struct
  {
    const char *mode;
    const char *status;
    const char *state;
    guint sent;
  } cases[] = {
    { "ok", "in-progress", "sent", 1 },
    { "failed", "failed", "failed", 0 },
    { "uncertain", "in-progress", "uncertain", 1 },
    { "queued", "requested", "queued", 0 },
  };
  static const char *const no_mobile[] = { "", "911", "418 555", "+33 6 12 34 56 78", "1 800 555-0199" };
  g_auto (Case) one = { 0 };
  g_autofree char *last = NULL;

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (no_mobile); i++)
    {
      g_autoptr (OrchSandboxAnswer) refused = case_invite (&one, process, receptionist, "sms", no_mobile[i]);

      assert_refused (refused, 422, "business-rule");
      g_assert_cmpstr (orch_sandbox_answer_string (refused, "issue.0.details.coding.0.code"), ==, "phone");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *number = g_strdup_printf ("+1418555%04d", (int) i + 100);
      g_autoptr (OrchSandboxAnswer) answer = NULL;

      orch_sandbox_process_order (process, "sms", "{\"mode\":\"%s\"}", cases[i].mode);
      answer = case_invite (&one, process, receptionist, "sms", number);
      g_assert_cmpuint (answer->status, ==, 200);
      /* Who asks for an SMS does not see the code. */
      g_assert_cmpuint (orch_sandbox_answer_length (answer, "parameter"), ==, 2);
      g_free (last);
      last = g_strdup (invitation_task (answer));
      assert_task (process, receptionist, last, cases[i].status, cases[i].state);
      g_assert_cmpuint (count_sms (number), ==, cases[i].sent);
    }
  orch_sandbox_process_order (process, "sms", "{\"mode\":\"ok\"}");
  assert_task (process, receptionist, last, "in-progress", "sent");
  g_assert_cmpuint (count_sms ("+14185550103"), ==, 1);
}

int
main (int argc, char **argv)
{
  char *tokens[3];
  int status;

  g_test_init (&argc, &argv, NULL);
  process = orch_sandbox_process_start (NULL);
  tokens[0] = orch_sandbox_process_activate (process, "Un-Bon-Secret-42");
  tokens[1] = orch_sandbox_process_sign_in (process, "accueil", "Accueil-Formation-1");
  tokens[2] = orch_sandbox_process_sign_in (process, "mtranchemontagne", "Medecin-Formation-1");
  administrator = g_strconcat ("Bearer ", tokens[0], NULL);
  receptionist = g_strconcat ("Bearer ", tokens[1], NULL);
  professional = g_strconcat ("Bearer ", tokens[2], NULL);
  g_test_add_func ("/sandbox/invitation/declared", test_declared);
  g_test_add_func ("/sandbox/invitation/who-may-be-invited", test_who_may_be_invited);
  g_test_add_func ("/sandbox/invitation/who-may-invite", test_who_may_invite);
  g_test_add_func ("/sandbox/invitation/parameters", test_parameters);
  g_test_add_func ("/sandbox/invitation/code", test_code);
  g_test_add_func ("/sandbox/invitation/new-one-kills-the-old", test_new_one_kills_the_old);
  g_test_add_func ("/sandbox/invitation/six-attempts", test_six_attempts);
  g_test_add_func ("/sandbox/invitation/expiry", test_expiry);
  g_test_add_func ("/sandbox/invitation/age-setting", test_age_setting);
  g_test_add_func ("/sandbox/invitation/revocation", test_revocation);
  g_test_add_func ("/sandbox/invitation/sms", test_sms);
  status = g_test_run ();
  orch_sandbox_process_stop (process);
  for (int i = 0; i < 3; i++)
    g_free (tokens[i]);
  g_free (administrator);
  g_free (receptionist);
  g_free (professional);
  return status;
}
