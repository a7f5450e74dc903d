/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The portal by HTTP alone: headers, cookies and tokens of forms, joining, signing in, locking out, reading, answering.
 */
#include "orch-sandbox-portal-client.h"

#define MAXIME "Practitioner/compte-mtranchemontagne"

static OrchSandboxProcess *process;
static char *receptionist; /* Authorization headers */
static char *maxime;

static char *
new_thread (const Case *one, const char *topic)
{
  g_autofree char *members = g_strdup_printf (
      "\"status\":\"in-progress\",\"category\":[{\"coding\":[{\"system\":\"" BASE
      "/CodeSystem/communication\",\"code\":\"thread\"}]}],\"subject\":{\"reference\":\"Patient/%s\"},\"topic\":"
      "{\"text\":\"%s\"},\"sender\":{\"reference\":\"" MAXIME "\"},\"sent\":\"2026-11-20T14:00:00Z\","
      "\"recipient\":[{\"reference\":\"Organization/gmf-beausejour\"},{\"reference\":\"" MAXIME "\"}]",
      one->patient, topic);

  return hub_make (process, maxime, "Communication", members);
}

static char *
new_message (const Case *one, const char *head, const char *payload)
{
  g_autofree char *members = g_strdup_printf (
      "\"status\":\"completed\",\"category\":[{\"coding\":[{\"system\":\"" BASE
      "/CodeSystem/communication\",\"code\":\"message\"}]}],\"partOf\":[{\"reference\":\"Communication/%s\"}],"
      "\"subject\":{\"reference\":\"Patient/%s\"},\"sender\":{\"reference\":\"" MAXIME "\"},"
      "\"sent\":\"2026-11-20T14:01:00Z\",\"payload\":[%s]",
      head, one->patient, payload);

  return hub_make (process, maxime, "Communication", members);
}

static OrchSandboxAnswer *
read_hub (const char *type, const char *id)
{
  g_autofree char *path = g_strdup_printf ("/%s/%s", type, id);

  return hub_send (process, maxime, "GET", path, NULL);
}

static void
test_headers (void)
{
  static const char *const paths[] = { "sign-in", "invitation", "nothing", "portal.js", "portal.css", "messages" };
  g_auto (Browser) browser = { .process = process };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = browser_get (&browser, paths[i]);
      const char *policy = soup_message_headers_get_one (answer->headers, "Content-Security-Policy");

      g_assert_nonnull (strstr (policy, "default-src 'none'"));
      g_assert_nonnull (strstr (policy, "frame-ancestors 'none'"));
      g_assert_null (strstr (policy, "unsafe"));
      g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "Cache-Control"), ==, "no-store");
      g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "X-Content-Type-Options"), ==, "nosniff");
      g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "Referrer-Policy"), ==, "no-referrer");
      g_assert_null (strstr (answer->text, "<script>"));
      g_assert_null (strstr (answer->text, " style="));
      g_assert_null (strstr (answer->text, " onclick="));
    }
  {
    g_autoptr (OrchSandboxAnswer) answer = orch_sandbox_client_send (process, "GET", "/portal/sign-in", NULL, NULL);
    const char *cookie = soup_message_headers_get_one (answer->headers, "Set-Cookie");

    g_assert_nonnull (strstr (cookie, "HttpOnly"));
    g_assert_nonnull (strstr (cookie, "SameSite=Lax"));
    g_assert_nonnull (strstr (cookie, "Path=/portal"));
  }
}

static void
test_languages (void)
{
  static const struct
  {
    const char *path;
    const char *accept;
    const char *lang;
    const char *text;
  } cases[] = {
    { "/portal/sign-in", NULL, "lang=\"fr-CA\"", "Se connecter" },
    { "/portal/sign-in", "en-CA", "lang=\"en-CA\"", "Sign in" },
    { "/portal/sign-in", "de", "lang=\"fr-CA\"", "Se connecter" },
    { "/portal/sign-in?lang=en", "fr", "lang=\"en-CA\"", "Sign in" },
    { "/portal/sign-in?lang=fr", "en", "lang=\"fr-CA\"", "Se connecter" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (process, "GET", cases[i].path, NULL, "Accept-Language", cases[i].accept, NULL);

      g_assert_nonnull (strstr (answer->text, cases[i].lang));
      g_assert_nonnull (strstr (answer->text, cases[i].text));
    }
}

static void
test_forms_are_ours (void)
{
  g_auto (Browser) browser = { .process = process };
  g_auto (Browser) other = { .process = process };
  g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, "sign-in");
  g_autoptr (OrchSandboxAnswer) other_page = browser_get (&other, "sign-in");
  g_autoptr (OrchSandboxAnswer) foreign = NULL;
  g_autoptr (OrchSandboxAnswer) without = NULL;

  g_assert_cmpstr (browser.csrf, !=, other.csrf);
  g_free (browser.csrf);
  browser.csrf = g_strdup (other.csrf);
  foreign = browser_post (&browser, "sign-in", "who", "x", "password", "y", NULL);
  g_assert_cmpuint (foreign->status, ==, 403);
  g_clear_pointer (&browser.csrf, g_free);
  without = browser_post (&browser, "sign-in", "who", "x", "password", "y", NULL);
  g_assert_cmpuint (without->status, ==, 403);
}

static void
test_nothing_without_who (void)
{
  static const char *const paths[][2] = {
    { "messages", "sign-in" },       { "messages/1", "sign-in" },  { "messages/1/2/0", "sign-in" },
    { "information", "invitation" }, { "password", "invitation" }, { "", "sign-in" },
  };
  g_auto (Browser) browser = { .process = process };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = browser_get (&browser, paths[i][0]);

      assert_goes (answer, paths[i][1]);
    }
}

static void
test_join (void)
{
  g_auto (Case) one = { 0 };
  g_auto (Browser) browser = { .process = process };
  g_autoptr (OrchSandboxAnswer) invited = NULL;
  g_autofree char *link = NULL;
  g_autofree char *before = NULL;
  g_autofree char *relaxed = NULL;
  static const struct
  {
    const char *password;
    const char *again;
    const char *said;
  } wrong[] = {
    { "court", "court", "de 12 à 128 caractères" },
    { "rosefictif-exemple!", "rosefictif-exemple!", "sans votre nom" },
    { "motdepasse-motdepasse", "motdepasse-motdepasse", "sans un mot de passe courant" },
    { PORTAL_PASSWORD, "autre chose de long", "ne sont pas les mêmes" },
  };

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  invited = case_invite (&one, process, receptionist, "in-person", NULL);
  link = invitation_link (process);
  {
    g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, link);

    g_assert_cmpuint (page->status, ==, 200);
    /* Nothing about the patient before the code. */
    g_assert_null (strstr (page->text, "Fictif"));
  }
  before = g_strdup (browser.cookie);
  relaxed = g_strdup_printf (" %c %s ", g_ascii_tolower (invitation_code (invited)[0]), invitation_code (invited) + 2);
  {
    g_autoptr (OrchSandboxAnswer) coded =
        browser_post (&browser, "invitation", "t", strstr (link, "t=") + 2, "code", relaxed, NULL);
    g_autoptr (OrchSandboxAnswer) early = browser_get (&browser, "password");
    g_autoptr (OrchSandboxAnswer) information = browser_get (&browser, "information");
    g_autoptr (OrchSandboxAnswer) checked = NULL;

    assert_goes (coded, "information");
    g_assert_cmpstr (browser.cookie, !=, before);
    assert_goes (early, "information");
    g_assert_nonnull (strstr (information->text, "Rose Fictif-Exemple"));
    g_assert_nonnull (strstr (information->text, "17 mai 1980"));
    g_assert_nonnull (strstr (information->text, "exemple.invalid"));
    g_assert_nonnull (strstr (information->text, "Appelez votre clinique"));
    checked = browser_post (&browser, "information", NULL);
    assert_goes (checked, "password");
  }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, "password");
      g_autoptr (OrchSandboxAnswer) answer =
          browser_post (&browser, "password", "password", wrong[i].password, "again", wrong[i].again, NULL);

      g_assert_cmpuint (answer->status, ==, 422);
      g_assert_nonnull (strstr (answer->text, wrong[i].said));
      g_assert_null (strstr (answer->text, wrong[i].password));
    }
  {
    g_autoptr (OrchSandboxAnswer) made =
        browser_post (&browser, "password", "password", PORTAL_PASSWORD, "again", PORTAL_PASSWORD, NULL);
    g_autoptr (OrchSandboxAnswer) messages = browser_get (&browser, "messages?new=1");
    g_autoptr (OrchSandboxAnswer) person = read_hub ("Person", one.person);
    g_autoptr (OrchSandboxAnswer) again = NULL;
    g_autoptr (OrchSandboxAnswer) used = NULL;
    g_auto (Browser) other = { .process = process };

    assert_goes (made, "messages");
    g_assert_nonnull (strstr (messages->text, "Votre compte est créé"));
    g_assert_cmpstr (orch_sandbox_answer_string (person, "identifier.0.system"), ==, BASE "/identifier/portal-account");
    assert_task (process, receptionist, invitation_task (invited), "completed", "accepted");
    /* Single use. */
    used = browser_get (&other, link);
    g_assert_cmpuint (used->status, ==, 410);
    again = case_invite (&one, process, receptionist, "in-person", NULL);
    g_assert_cmpstr (orch_sandbox_answer_string (again, "issue.0.details.coding.0.code"), ==, "already-active");
  }
}

/* By the slip alone: the portal's address, the e-mail or the NAM, and the code. */
static void
test_join_without_link (void)
{
  g_auto (Case) one = { 0 };
  g_auto (Browser) browser = { .process = process };
  g_autoptr (OrchSandboxAnswer) invited = NULL;
  g_autoptr (OrchSandboxAnswer) person = NULL;
  const char *email;

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  invited = case_invite (&one, process, receptionist, "in-person", NULL);
  person = read_hub ("Person", one.person);
  email = orch_sandbox_answer_string (person, "telecom.0.value");
  {
    g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, "invitation");
    g_autoptr (OrchSandboxAnswer) unknown = browser_post (&browser, "invitation", "who", "personne@exemple.invalid",
                                                          "code", invitation_code (invited), NULL);
    g_autoptr (OrchSandboxAnswer) good =
        browser_post (&browser, "invitation", "who", email, "code", invitation_code (invited), NULL);

    g_assert_cmpuint (unknown->status, ==, 422);
    assert_goes (good, "information");
  }
}

static OrchSandboxAnswer *
sign_in (Browser *browser, const char *who, const char *password)
{
  g_autoptr (OrchSandboxAnswer) page = browser_get (browser, "sign-in");

  return browser_post (browser, "sign-in", "who", who, "password", password, NULL);
}

static void
set_active (const Case *one, gboolean active)
{
  g_autofree char *path = g_strdup_printf ("/Person/%s", one->person);
  g_autoptr (OrchSandboxAnswer) person = read_hub ("Person", one->person);
  g_autofree char *body = NULL;
  g_autoptr (OrchSandboxAnswer) answer = NULL;

  json_object_set_boolean_member (json_node_get_object (person->json), "active", active);
  body = json_to_string (person->json, FALSE);
  answer = hub_send (process, receptionist, "PUT", path, body);
  g_assert_cmpuint (answer->status, ==, 200);
}

static void
test_sign_in (void)
{
  g_auto (Case) one = { 0 };
  g_auto (Browser) browser = { .process = process };
  g_autoptr (OrchSandboxAnswer) person = NULL;
  g_autoptr (OrchSandboxAnswer) patient = NULL;
  const char *names[2];

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  case_join (&one, process, receptionist, &browser);
  person = read_hub ("Person", one.person);
  patient = read_hub ("Patient", one.patient);
  names[0] = orch_sandbox_answer_string (person, "telecom.0.value");
  names[1] = orch_sandbox_answer_string (patient, "identifier.0.value");
  {
    g_autofree char *former = g_strdup (browser.cookie);
    g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, "messages");
    g_autoptr (OrchSandboxAnswer) out = browser_post (&browser, "sign-out", NULL);
    g_auto (Browser) thief = { .process = process, .cookie = g_steal_pointer (&former) };
    g_autoptr (OrchSandboxAnswer) stolen = browser_get (&thief, "messages");

    assert_goes (out, "sign-in");
    assert_goes (stolen, "sign-in");
  }
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (OrchSandboxAnswer) good = sign_in (&browser, names[i], PORTAL_PASSWORD);

      assert_goes (good, "messages");
      g_clear_pointer (&browser.cookie, g_free);
    }
  /* Twenty minutes without a page. */
  {
    g_autoptr (OrchSandboxAnswer) good = sign_in (&browser, names[0], PORTAL_PASSWORD);
    g_autoptr (OrchSandboxAnswer) late = NULL;

    orch_sandbox_process_order (process, "clock", "{\"offset_s\":1260}");
    late = browser_get (&browser, "messages");
    assert_goes (late, "sign-in");
    orch_sandbox_process_order (process, "clock", "{\"offset_s\":0}");
  }
  {
    g_autoptr (OrchSandboxAnswer) good = sign_in (&browser, names[0], PORTAL_PASSWORD);
    g_autoptr (OrchSandboxAnswer) out = NULL;
    g_autoptr (OrchSandboxAnswer) refused = NULL;
    g_autoptr (OrchSandboxAnswer) back = NULL;

    set_active (&one, FALSE);
    out = browser_get (&browser, "messages");
    assert_goes (out, "sign-in");
    refused = sign_in (&browser, names[0], PORTAL_PASSWORD);
    g_assert_cmpuint (refused->status, ==, 403);
    g_assert_nonnull (strstr (refused->text, "désactivé"));
    set_active (&one, TRUE);
    back = sign_in (&browser, names[0], PORTAL_PASSWORD);
    assert_goes (back, "messages");
    g_clear_pointer (&browser.cookie, g_free);
  }
  /* Five wrong passwords lock an account that there is, and one that there is not, alike. */
  for (int i = 1; i <= 5; i++)
    {
      g_autoptr (OrchSandboxAnswer) wrong = sign_in (&browser, names[0], "pas le bon du tout");
      g_autoptr (OrchSandboxAnswer) nobody = sign_in (&browser, "personne@exemple.invalid", "pas le bon du tout");

      g_assert_cmpuint (wrong->status, ==, 403);
      g_assert_cmpuint (nobody->status, ==, 403);
      g_assert_true ((strstr (wrong->text, "cinq minutes") != NULL) == (i == 5));
      g_assert_true ((strstr (nobody->text, "cinq minutes") != NULL) == (i == 5));
    }
  {
    g_autoptr (OrchSandboxAnswer) locked = sign_in (&browser, names[1], PORTAL_PASSWORD);
    g_autoptr (OrchSandboxAnswer) later = NULL;

    g_assert_cmpuint (locked->status, ==, 403);
    orch_sandbox_process_order (process, "clock", "{\"offset_s\":301}");
    later = sign_in (&browser, names[1], PORTAL_PASSWORD);
    assert_goes (later, "messages");
    orch_sandbox_process_order (process, "clock", "{\"offset_s\":0}");
  }
}

static void
test_rate_limit (void)
{
  g_auto (Browser) browser = { .process = process };
  guint last = 0;

  /* A minute of its own. */
  orch_sandbox_process_order (process, "clock", "{\"offset_s\":7200}");
  for (int i = 0; i < 62 && last != 429; i++)
    {
      g_autofree char *who = g_strdup_printf ("autre.%d@exemple.invalid", i);
      g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, "invitation");
      g_autoptr (OrchSandboxAnswer) answer =
          browser_post (&browser, "invitation", "who", who, "code", "A-123456", NULL);

      last = answer->status;
      if (last == 429)
        g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "Retry-After"), ==, "60");
    }
  g_assert_cmpuint (last, ==, 429);
  orch_sandbox_process_order (process, "clock", "{\"offset_s\":0}");
}

static void
test_read_and_answer (void)
{
  g_auto (Case) one = { 0 };
  g_auto (Case) stranger = { 0 };
  g_auto (Browser) browser = { .process = process };
  g_auto (Browser) other = { .process = process };
  g_autofree char *head = NULL;
  g_autofree char *said = NULL;
  g_autofree char *path = NULL;
  g_autofree char *file_path = NULL;

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  case_make (&stranger, process, receptionist, "1980-05-17", "level3", TRUE);
  case_join (&one, process, receptionist, &browser);
  case_join (&stranger, process, receptionist, &other);
  head = new_thread (&one, "Résultat <b>fictif</b>");
  said = new_message (&one, head,
                      "{\"contentString\":\"Bonjour <script>alert(1)</script> & à bientôt\"},"
                      "{\"contentAttachment\":{\"contentType\":\"text/html\",\"title\":\"page.html\",\"data\":"
                      "\"PGI+aWNpPC9iPg==\"}}");
  path = g_strdup_printf ("messages/%s", head);
  file_path = g_strdup_printf ("messages/%s/%s/1", head, said);
  {
    g_autoptr (OrchSandboxAnswer) list = browser_get (&browser, "messages");
    g_autoptr (OrchSandboxAnswer) unseen = read_hub ("Communication", said);
    g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, path);
    g_autoptr (OrchSandboxAnswer) seen = read_hub ("Communication", said);
    g_autoptr (OrchSandboxAnswer) file = browser_get (&browser, file_path);
    g_autoptr (OrchSandboxAnswer) not_theirs = browser_get (&other, path);
    g_autoptr (OrchSandboxAnswer) not_their_file = browser_get (&other, file_path);
    g_autoptr (OrchSandboxAnswer) empty = browser_get (&other, "messages");

    g_assert_nonnull (strstr (list->text, "Résultat &lt;b&gt;fictif"));
    g_assert_nonnull (strstr (list->text, "1 nouveau message"));
    g_assert_null (orch_sandbox_answer_string (unseen, "received"));
    g_assert_nonnull (orch_sandbox_answer_string (seen, "received"));
    g_assert_nonnull (strstr (page->text, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; à bientôt"));
    g_assert_null (strstr (page->text, "<script>alert"));
    g_assert_cmpstr (soup_message_headers_get_one (file->headers, "Content-Type"), ==, "application/octet-stream");
    g_assert_true (
        g_str_has_prefix (soup_message_headers_get_one (file->headers, "Content-Disposition"), "attachment;"));
    g_assert_cmpuint (not_theirs->status, ==, 404);
    g_assert_cmpuint (not_their_file->status, ==, 404);
    g_assert_null (strstr (empty->text, "Résultat"));
  }
  {
    static const char good[] =
        "--limite\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nMerci !\r\nÀ demain.\r\n"
        "--limite\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"../..\\evil.exe\"\r\n"
        "Content-Type: image/png\r\n\r\n%PDF-1.7 fictif\r\n"
        "--limite\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"\"\r\n\r\n\r\n";
    g_autofree char *search =
        g_strdup_printf ("/Communication?part-of=Communication/%s&sender=Patient/%s", head, one.patient);
    g_autoptr (OrchSandboxAnswer) page = browser_get (&browser, path);
    g_autoptr (OrchSandboxAnswer) sent = browser_send (&browser, path, good);
    g_autoptr (OrchSandboxAnswer) found = hub_send (process, maxime, "GET", search, NULL);

    assert_goes (sent, path);
    g_assert_cmpint (orch_sandbox_answer_int (found, "total"), ==, 1);
    g_assert_cmpstr (orch_sandbox_answer_string (found, "entry.0.resource.status"), ==, "completed");
    g_assert_cmpstr (orch_sandbox_answer_string (found, "entry.0.resource.category.0.coding.0.code"), ==, "message");
    g_assert_cmpstr (orch_sandbox_answer_string (found, "entry.0.resource.payload.0.contentString"), ==,
                     "Merci !\nÀ demain.");
    g_assert_cmpstr (orch_sandbox_answer_string (found, "entry.0.resource.payload.1.contentAttachment.contentType"), ==,
                     "application/pdf");
    g_assert_cmpstr (orch_sandbox_answer_string (found, "entry.0.resource.payload.1.contentAttachment.title"), ==,
                     "evil.exe.pdf");
    g_assert_cmpuint (orch_sandbox_answer_length (found, "entry.0.resource.payload"), ==, 2);
    g_assert_cmpstr (orch_sandbox_answer_string (found, "entry.0.resource.recipient.0.reference"), ==,
                     "Organization/gmf-beausejour");
    g_assert_cmpstr (orch_sandbox_answer_string (found, "entry.0.resource.recipient.1.reference"), ==, MAXIME);
    g_assert_null (orch_sandbox_answer_string (found, "entry.0.resource.received"));
  }
  {
    static const struct
    {
      const char *parts;
      const char *said;
    } cases[] = {
      { "--limite\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n  \r\n", "Écrivez un message" },
      { "--limite\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nGardez ceci\r\n"
        "--limite\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"a.pdf\"\r\n"
        "Content-Type: application/pdf\r\n\r\nMZ, pas un PDF\r\n",
        "ni un PDF" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autoptr (OrchSandboxAnswer) refused = browser_send (&browser, path, cases[i].parts);

        g_assert_cmpuint (refused->status, ==, 422);
        g_assert_nonnull (strstr (refused->text, cases[i].said));
        g_assert_true (i == 0 || strstr (refused->text, "Gardez ceci</textarea>") != NULL);
      }
  }
  /* The same form twice, and a form for somebody else's conversation. */
  {
    g_autofree char *operation = g_uuid_string_random ();
    g_autofree char *identifier =
        g_strdup_printf ("/Communication?identifier=urn:ietf:rfc:3986%%7Curn:uuid:%s", operation);
    g_autoptr (OrchSandboxAnswer) first =
        browser_post (&browser, path, "op", operation, "text", "Une seule fois", NULL);
    g_autoptr (OrchSandboxAnswer) second =
        browser_post (&browser, path, "op", operation, "text", "Une seule fois", NULL);
    g_autoptr (OrchSandboxAnswer) found = hub_send (process, maxime, "GET", identifier, NULL);
    g_autoptr (OrchSandboxAnswer) theirs = browser_get (&other, "messages");
    g_autoptr (OrchSandboxAnswer) intruding =
        browser_post (&other, path, "op", operation, "text", "Je ne suis pas d’ici", NULL);

    assert_goes (first, path);
    assert_goes (second, path);
    g_assert_cmpint (orch_sandbox_answer_int (found, "total"), ==, 1);
    g_assert_cmpuint (intruding->status, ==, 404);
  }
}

static void
test_ended (void)
{
  static const char *const states[] = {
    "\"status\":\"on-hold\",\"statusReason\":{\"coding\":[{\"system\":\"" BASE
    "/CodeSystem/communication\",\"code\":\"report-pending\"}]}",
    "\"status\":\"completed\"",
  };
  g_auto (Case) one = { 0 };
  g_auto (Browser) browser = { .process = process };
  g_autofree char *head = NULL;
  g_autofree char *said = NULL;
  g_autofree char *path = NULL;
  g_autofree char *hub_path = NULL;

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  case_join (&one, process, receptionist, &browser);
  head = new_thread (&one, "Fin");
  path = g_strdup_printf ("messages/%s", head);
  hub_path = g_strdup_printf ("/Communication/%s", head);
  said = new_message (&one, head, "{\"contentString\":\"Avant la fin\"}");
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (OrchSandboxAnswer) open = browser_get (&browser, path);
      g_autoptr (OrchSandboxAnswer) now = hub_send (process, maxime, "GET", hub_path, NULL);
      g_autofree char *patch = g_strdup_printf ("{%s}", states[i]);
      g_autoptr (JsonNode) node = json_from_string (patch, NULL);
      g_autoptr (GList) members = json_object_get_members (json_node_get_object (node));
      g_autofree char *body = NULL;
      g_autofree char *operation = g_uuid_string_random ();
      g_autoptr (OrchSandboxAnswer) put = NULL;
      g_autoptr (OrchSandboxAnswer) page = NULL;
      g_autoptr (OrchSandboxAnswer) answered = NULL;

      if (i == 0)
        g_assert_nonnull (strstr (open->text, "<textarea"));
      for (GList *l = members; l != NULL; l = l->next)
        json_object_set_member (json_node_get_object (now->json), l->data,
                                json_object_dup_member (json_node_get_object (node), l->data));
      body = json_to_string (now->json, FALSE);
      put = hub_send (process, maxime, "PUT", hub_path, body);
      g_assert_cmpuint (put->status, ==, 200);
      page = browser_get (&browser, path);
      g_assert_null (strstr (page->text, "<textarea"));
      g_assert_nonnull (strstr (page->text, "est terminée"));
      answered = browser_post (&browser, path, "op", operation, "text", "Encore ceci", NULL);
      g_assert_cmpuint (answered->status, ==, 409);
    }
}

int
main (int argc, char **argv)
{
  char *tokens[2];
  int status;

  g_test_init (&argc, &argv, NULL);
  process = orch_sandbox_process_start (NULL);
  tokens[0] = orch_sandbox_process_sign_in (process, "accueil", "Accueil-Formation-1");
  tokens[1] = orch_sandbox_process_sign_in (process, "mtranchemontagne", "Medecin-Formation-1");
  receptionist = g_strconcat ("Bearer ", tokens[0], NULL);
  maxime = g_strconcat ("Bearer ", tokens[1], NULL);
  g_test_add_func ("/sandbox/portal/headers", test_headers);
  g_test_add_func ("/sandbox/portal/languages", test_languages);
  g_test_add_func ("/sandbox/portal/forms-are-ours", test_forms_are_ours);
  g_test_add_func ("/sandbox/portal/nothing-without-who", test_nothing_without_who);
  g_test_add_func ("/sandbox/portal/join", test_join);
  g_test_add_func ("/sandbox/portal/join-without-link", test_join_without_link);
  g_test_add_func ("/sandbox/portal/sign-in", test_sign_in);
  g_test_add_func ("/sandbox/portal/rate-limit", test_rate_limit);
  g_test_add_func ("/sandbox/portal/read-and-answer", test_read_and_answer);
  g_test_add_func ("/sandbox/portal/ended", test_ended);
  status = g_test_run ();
  orch_sandbox_process_stop (process);
  g_free (tokens[0]);
  g_free (tokens[1]);
  g_free (receptionist);
  g_free (maxime);
  return status;
}
