/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sandbox-portal-client.h.
 */
#include "orch-sandbox-portal-client.h"

void
browser_clear (Browser *browser)
{
  g_clear_pointer (&browser->cookie, g_free);
  g_clear_pointer (&browser->csrf, g_free);
}

void
case_clear (Case *one)
{
  g_clear_pointer (&one->patient, g_free);
  g_clear_pointer (&one->person, g_free);
}

static OrchSandboxAnswer *
look (Browser *browser, OrchSandboxAnswer *answer)
{
  const char *set = soup_message_headers_get_one (answer->headers, "Set-Cookie");
  const char *csrf = strstr (answer->text, "name=\"csrf\" value=\"");

  if (set != NULL)
    {
      g_free (browser->cookie);
      browser->cookie = g_strndup (set, strcspn (set, ";"));
    }
  if (csrf != NULL)
    {
      csrf += strlen ("name=\"csrf\" value=\"");
      g_free (browser->csrf);
      browser->csrf = g_strndup (csrf, strcspn (csrf, "\""));
    }
  return answer;
}

OrchSandboxAnswer *
browser_get (Browser *browser, const char *path)
{
  g_autofree char *url = g_strdup_printf ("/portal/%s", path);

  return look (browser, orch_sandbox_client_send (browser->process, "GET", url, NULL, "Cookie", browser->cookie, NULL));
}

OrchSandboxAnswer *
browser_post (Browser *browser, const char *path, const char *first_name, ...)
{
  g_autofree char *url = g_strdup_printf ("/portal/%s", path);
  g_autoptr (GHashTable) form = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *body = NULL;
  va_list arguments;

  if (browser->csrf != NULL)
    g_hash_table_insert (form, (gpointer) "csrf", browser->csrf);
  va_start (arguments, first_name);
  for (const char *name = first_name; name != NULL; name = va_arg (arguments, const char *))
    g_hash_table_insert (form, (gpointer) name, va_arg (arguments, char *));
  va_end (arguments);
  body = soup_form_encode_hash (form);
  return look (browser, orch_sandbox_client_send (browser->process, "POST", url, body, "Cookie", browser->cookie,
                                                  "Origin", "null", NULL));
}

OrchSandboxAnswer *
browser_send (Browser *browser, const char *path, const char *parts)
{
  g_autofree char *url = g_strdup_printf ("/portal/%s", path);
  g_autofree char *operation = g_uuid_string_random ();
  g_autofree char *body =
      g_strdup_printf ("--limite\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
                       "--limite\r\nContent-Disposition: form-data; name=\"op\"\r\n\r\n%s\r\n%s--limite--\r\n",
                       browser->csrf, operation, parts);

  return look (browser, orch_sandbox_client_send (browser->process, "POST", url, body, "Cookie", browser->cookie,
                                                  "Content-Type", "multipart/form-data; boundary=limite", NULL));
}

void
assert_goes (OrchSandboxAnswer *answer, const char *path)
{
  g_autofree char *whole = g_strdup_printf ("/portal/%s?", path);
  const char *location = soup_message_headers_get_one (answer->headers, "Location");

  if (answer->status != 303)
    g_test_message ("%u %s", answer->status, answer->text);
  g_assert_cmpuint (answer->status, ==, 303);
  g_assert_nonnull (strstr (location, whole));
}

void
assert_refused (OrchSandboxAnswer *answer, guint status, const char *code)
{
  if (answer->status != status)
    g_test_message ("%u %s", answer->status, answer->text);
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (orch_sandbox_answer_string (answer, "resourceType"), ==, "OperationOutcome");
  g_assert_cmpstr (orch_sandbox_answer_string (answer, "issue.0.code"), ==, code);
}

OrchSandboxAnswer *
hub_send (OrchSandboxProcess *process, const char *authorization, const char *method, const char *path,
          const char *body)
{
  g_autofree char *url = g_strdup_printf ("/hub%s", path);

  return orch_sandbox_client_send (process, method, url, body, "Authorization", authorization, NULL);
}

char *
hub_make (OrchSandboxProcess *process, const char *authorization, const char *type, const char *members)
{
  g_autofree char *path = g_strdup_printf ("/%s", type);
  g_autofree char *body = g_strdup_printf ("{\"resourceType\":\"%s\",%s}", type, members);
  g_autoptr (OrchSandboxAnswer) answer = hub_send (process, authorization, "POST", path, body);

  if (answer->status != 201)
    g_test_message ("%u %s", answer->status, answer->text);
  g_assert_cmpuint (answer->status, ==, 201);
  return g_strdup (orch_sandbox_answer_string (answer, "id"));
}

void
case_make (Case *one, OrchSandboxProcess *process, const char *authorization, const char *born, const char *assurance,
           gboolean active)
{
  static int number = 0;
  g_autofree char *members = NULL;
  g_autofree char *account = NULL;

  number++;
  members = g_strdup_printf (
      "\"active\":true,\"name\":[{\"use\":\"official\",\"family\":\"Fictif-Exemple\",\"given\":[\"Rose\"]}],"
      "\"birthDate\":\"%s\",\"gender\":\"female\",\"identifier\":[{\"system\":\"https://fhir.infoway-inforoute.ca/"
      "NamingSystem/ca-qc-patient-healthcare-id\",\"value\":\"FICR%08d\"}],"
      "\"telecom\":[{\"system\":\"phone\",\"value\":\"+14185550112\"}],"
      "\"managingOrganization\":{\"reference\":\"Organization/gmf-beausejour\"}",
      born, number);
  one->patient = hub_make (process, authorization, "Patient", members);
  if (assurance == NULL)
    return;
  account = g_strdup_printf (
      "\"active\":%s,\"name\":[{\"family\":\"Fictif-Exemple\",\"given\":[\"Rose\"]}],\"telecom\":[{\"system\":"
      "\"email\",\"value\":\"rose.%d@exemple.invalid\"}],"
      "\"managingOrganization\":{\"reference\":\"Organization/gmf-beausejour\"},"
      "\"link\":[{\"target\":{\"reference\":\"Patient/%s\"},\"assurance\":\"%s\"}]",
      active ? "true" : "false", number, one->patient, assurance);
  one->person = hub_make (process, authorization, "Person", account);
}

OrchSandboxAnswer *
case_invite (const Case *one, OrchSandboxProcess *process, const char *authorization, const char *channel,
             const char *phone)
{
  g_autofree char *path = g_strdup_printf ("/Patient/%s/$portal-invitation", one->patient);
  g_autofree char *more =
      phone == NULL ? g_strdup ("") : g_strdup_printf (",{\"name\":\"phone\",\"valueString\":\"%s\"}", phone);
  g_autofree char *body =
      g_strdup_printf ("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"channel\",\"valueCode\":\"%s\"},"
                       "{\"name\":\"language\",\"valueCode\":\"fr\"}%s]}",
                       channel, more);

  return hub_send (process, authorization, "POST", path, body);
}

const char *
invitation_task (OrchSandboxAnswer *answer)
{
  return orch_sandbox_answer_string (answer, "parameter.0.resource.id");
}

const char *
invitation_code (OrchSandboxAnswer *answer)
{
  return orch_sandbox_answer_string (answer, "parameter.2.valueString");
}

OrchSandboxAnswer *
mail_all (OrchSandboxProcess *process)
{
  return orch_sandbox_client_send (process, "GET", "/training/mail", NULL, NULL);
}

char *
invitation_link (OrchSandboxProcess *process)
{
  g_autoptr (OrchSandboxAnswer) mail = mail_all (process);
  const char *link = orch_sandbox_answer_string (mail, "mail.0.links.0");
  const char *rest = strstr (link, "/portal/");

  g_assert_nonnull (rest);
  return g_strdup (rest + strlen ("/portal/"));
}

void
case_join (const Case *one, OrchSandboxProcess *process, const char *authorization, Browser *browser)
{
  g_autoptr (OrchSandboxAnswer) invited = case_invite (one, process, authorization, "in-person", NULL);
  g_autofree char *link = invitation_link (process);
  g_autoptr (OrchSandboxAnswer) code_page = NULL;
  g_autoptr (OrchSandboxAnswer) coded = NULL;
  g_autoptr (OrchSandboxAnswer) information = NULL;
  g_autoptr (OrchSandboxAnswer) checked = NULL;
  g_autoptr (OrchSandboxAnswer) made = NULL;

  browser->process = process;
  code_page = browser_get (browser, link);
  g_assert_cmpuint (code_page->status, ==, 200);
  coded = browser_post (browser, "invitation", "t", strstr (link, "t=") + 2, "code", invitation_code (invited), NULL);
  assert_goes (coded, "information");
  information = browser_get (browser, "information");
  g_assert_cmpuint (information->status, ==, 200);
  checked = browser_post (browser, "information", NULL);
  assert_goes (checked, "password");
  made = browser_post (browser, "password", "password", PORTAL_PASSWORD, "again", PORTAL_PASSWORD, NULL);
  assert_goes (made, "messages");
}

void
assert_task (OrchSandboxProcess *process, const char *authorization, const char *id, const char *status,
             const char *state)
{
  g_autofree char *path = g_strdup_printf ("/Task/%s", id);
  g_autoptr (OrchSandboxAnswer) answer = hub_send (process, authorization, "GET", path, NULL);

  g_assert_cmpstr (orch_sandbox_answer_string (answer, "status"), ==, status);
  g_assert_cmpstr (orch_sandbox_answer_string (answer, "businessStatus.coding.0.code"), ==, state);
}
