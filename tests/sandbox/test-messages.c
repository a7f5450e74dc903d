/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The rules of conversations and messages at the hub's FHIR side: who writes, what never changes, which e-mail goes.
 */
#include "orch-sandbox-portal-client.h"

#define CATEGORY "\"category\":[{\"coding\":[{\"system\":\"" BASE "/CodeSystem/communication\",\"code\":\"%s\"}]}]"
#define CLINIC "{\"reference\":\"Organization/gmf-beausejour\"}"
#define MAXIME "Practitioner/compte-mtranchemontagne"
#define JULIE "Practitioner/compte-jprintemps"

static OrchSandboxProcess *process;
static char *administrator; /* Authorization headers */
static char *receptionist;
static char *maxime;
static char *julie;
static Case patient;

static char *
thread (const char *sender, const char *status, const char *recipients, const char *more)
{
  return g_strdup_printf ("\"status\":\"%s\"," CATEGORY
                          ",\"priority\":\"routine\",\"subject\":{\"reference\":\"Patient/%s\"},\"topic\":{\"text\":"
                          "\"Suivi\"},\"sender\":{\"reference\":\"%s\"},\"sent\":\"2026-11-20T14:00:00Z\","
                          "\"recipient\":[%s]%s",
                          status, "thread", patient.patient, sender, recipients, more);
}

static char *
message (const char *head, const char *sender, const char *more)
{
  return g_strdup_printf ("\"status\":\"completed\"," CATEGORY
                          ",\"partOf\":[{\"reference\":\"Communication/%s\"}],\"subject\":{\"reference\":\"Patient/"
                          "%s\"},\"sender\":{\"reference\":\"%s\"},\"sent\":\"2026-11-20T14:01:00Z\","
                          "\"payload\":[{\"contentString\":\"Bonjour\"}]%s",
                          "message", head, patient.patient, sender, more);
}

static OrchSandboxAnswer *
post (const char *authorization, const char *members)
{
  g_autofree char *body = g_strdup_printf ("{\"resourceType\":\"Communication\",%s}", members);

  return hub_send (process, authorization, "POST", "/Communication", body);
}

static char *
new_thread (void)
{
  g_autofree char *members = thread (MAXIME, "in-progress", CLINIC ",{\"reference\":\"" MAXIME "\"}", "");

  return hub_make (process, maxime, "Communication", members);
}

/* PUT of what the hub holds, one member given another value (JSON), or taken away (NULL). */
static OrchSandboxAnswer *
change (const char *authorization, const char *id, const char *member, const char *value)
{
  g_autofree char *path = g_strdup_printf ("/Communication/%s", id);
  g_autoptr (OrchSandboxAnswer) now = hub_send (process, maxime, "GET", path, NULL);
  g_autofree char *body = NULL;

  if (value != NULL)
    json_object_set_member (json_node_get_object (now->json), member, json_from_string (value, NULL));
  else if (member != NULL)
    json_object_remove_member (json_node_get_object (now->json), member);
  body = json_to_string (now->json, FALSE);
  return hub_send (process, authorization, "PUT", path, body);
}

static void
test_conversation_shape (void)
{
  static const struct
  {
    const char *status;
    const char *recipients;
    const char *more;
    guint answer;
  } cases[] = {
    { "in-progress", CLINIC, "", 201 },
    { "preparation", CLINIC, "", 422 },
    { "not-done", CLINIC, "", 422 },
    { "on-hold", CLINIC, "", 422 },
    { "on-hold", CLINIC,
      ",\"statusReason\":{\"coding\":[{\"system\":\"" BASE "/CodeSystem/communication\",\"code\":\"report-pending\"}]}",
      201 },
    { "in-progress", CLINIC, ",\"payload\":[{\"contentString\":\"Bonjour\"}]", 422 },
    { "in-progress", "{\"reference\":\"" MAXIME "\"}", "", 422 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *members = thread (MAXIME, cases[i].status, cases[i].recipients, cases[i].more);
      g_autoptr (OrchSandboxAnswer) answer = post (maxime, members);

      g_test_message ("%zu: %u %s", i, answer->status, answer->text);
      g_assert_cmpuint (answer->status, ==, cases[i].answer);
    }
}

/* A Communication of another kind is left alone, and gets into no conversation by the back door. */
static void
test_other_kinds (void)
{
  g_autofree char *other = hub_make (process, maxime, "Communication", "\"status\":\"completed\"");
  g_autoptr (OrchSandboxAnswer) changed = change (maxime, other, "sent", "\"2026-11-20T14:00:00Z\"");
  g_autoptr (OrchSandboxAnswer) disguised =
      change (maxime, other, "category",
              "[{\"coding\":[{\"system\":\"" BASE "/CodeSystem/communication\",\"code\":\"message\"}]}]");
  g_autofree char *path = g_strdup_printf ("/Communication/%s", other);
  g_autoptr (OrchSandboxAnswer) gone = hub_send (process, administrator, "DELETE", path, NULL);

  g_assert_cmpuint (changed->status, ==, 200);
  assert_refused (disguised, 422, "business-rule");
  g_assert_cmpuint (gone->status, ==, 204);
}

static void
test_who_begins (void)
{
  g_autofree char *mine = thread (MAXIME, "in-progress", CLINIC, "");
  g_autofree char *desk = thread ("Practitioner/compte-accueil", "in-progress", CLINIC, "");
  g_autoptr (OrchSandboxAnswer) in_my_name = post (julie, mine);
  g_autoptr (OrchSandboxAnswer) by_desk = post (receptionist, desk);

  assert_refused (in_my_name, 403, "forbidden");
  assert_refused (by_desk, 403, "forbidden");
}

static void
test_who_writes (void)
{
  g_autofree char *head = new_thread ();
  g_autofree char *from_maxime = message (head, MAXIME, "");
  g_autofree char *from_julie = message (head, JULIE, "");
  g_autofree char *from_patient = NULL;
  g_autofree char *sender = g_strdup_printf ("Patient/%s", patient.patient);
  g_autofree char *task =
      g_strdup_printf ("\"status\":\"in-progress\",\"intent\":\"order\",\"code\":{\"coding\":[{\"system\":\"" BASE
                       "/CodeSystem/task\",\"code\":\"assignment\"}]},\"focus\":{\"reference\":\"Communication/%s\"},"
                       "\"owner\":{\"reference\":\"" JULIE "\"}",
                       head);
  g_autofree char *path = g_strdup_printf ("/Communication?part-of=Communication/%s", head);
  g_autoptr (OrchSandboxAnswer) author = post (maxime, from_maxime);
  g_autoptr (OrchSandboxAnswer) colleague = post (julie, from_julie);
  g_autoptr (OrchSandboxAnswer) for_another = post (julie, from_maxime);
  g_autoptr (OrchSandboxAnswer) desk = post (receptionist, from_maxime);
  g_autoptr (OrchSandboxAnswer) forged = NULL;
  g_autoptr (OrchSandboxAnswer) closed = change (julie, head, "priority", "\"urgent\"");

  from_patient = message (head, sender, "");
  forged = post (maxime, from_patient);
  g_assert_cmpuint (author->status, ==, 201);
  assert_refused (colleague, 403, "forbidden");
  assert_refused (for_another, 403, "forbidden");
  assert_refused (desk, 403, "forbidden");
  assert_refused (forged, 403, "forbidden");
  assert_refused (closed, 403, "forbidden");
  /* To whom it is assigned, it is theirs as well. */
  g_free (hub_make (process, maxime, "Task", task));
  {
    g_autoptr (OrchSandboxAnswer) assigned = post (julie, from_julie);
    const char *const readers[] = { administrator, receptionist, julie };

    g_assert_cmpuint (assigned->status, ==, 201);
    for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
      {
        g_autoptr (OrchSandboxAnswer) read = hub_send (process, readers[i], "GET", path, NULL);

        g_assert_cmpint (orch_sandbox_answer_int (read, "total"), ==, 2);
      }
  }
}

/* Given to a department, it is taken over by who practises there, and by nobody else; once. */
static void
test_take_over (void)
{
  g_autofree char *department = hub_make (process, administrator, "Organization", "\"name\":\"Suivi\"");
  g_autofree char *recipients =
      g_strdup_printf (CLINIC ",{\"reference\":\"Organization/%s\"},{\"reference\":\"" MAXIME "\"}", department);
  g_autofree char *members = thread (MAXIME, "in-progress", recipients, "");
  g_autofree char *head = hub_make (process, maxime, "Communication", members);
  g_autofree char *role = g_strdup_printf ("\"practitioner\":{\"reference\":\"" JULIE
                                           "\"},\"organization\":{\"reference\":\"Organization/%s\"}",
                                           department);
  g_autofree char *theirs =
      thread (MAXIME, "in-progress", CLINIC ",{\"reference\":\"" JULIE "\"}",
              ",\"extension\":[{\"url\":\"" BASE
              "/StructureDefinition/assignee\",\"valueReference\":{\"reference\":\"" JULIE "\"}}]");
  g_autofree char *body = g_strdup_printf ("{\"resourceType\":\"Communication\",\"id\":\"%s\",%s}", head, theirs);
  g_autofree char *path = g_strdup_printf ("/Communication/%s", head);
  g_autoptr (OrchSandboxAnswer) stranger = hub_send (process, julie, "PUT", path, body);

  assert_refused (stranger, 403, "forbidden");
  g_free (hub_make (process, administrator, "PractitionerRole", role));
  {
    g_autoptr (OrchSandboxAnswer) more = change (julie, head, "priority", "\"urgent\"");
    g_autoptr (OrchSandboxAnswer) desk = hub_send (process, receptionist, "PUT", path, body);
    g_autoptr (OrchSandboxAnswer) taken = hub_send (process, julie, "PUT", path, body);

    assert_refused (more, 403, "forbidden");
    assert_refused (desk, 403, "forbidden");
    g_assert_cmpuint (taken->status, ==, 200);
  }
}

static void
test_message_shape (void)
{
  g_autofree char *head = new_thread ();
  g_autofree char *good = message (head, MAXIME, "");
  g_autoptr (OrchSandboxAnswer) answer = post (maxime, good);
  g_autofree char *reply = message (orch_sandbox_answer_string (answer, "id"), MAXIME, "");
  g_auto (Case) other = { 0 };
  static const struct
  {
    const char *from;
    const char *to;
  } cases[] = {
    { "\"completed\"", "\"preparation\"" },
    { "\"completed\"", "\"in-progress\"" },
    { ",\"payload\":[{\"contentString\":\"Bonjour\"}]", "" },
    { "\"Bonjour\"", "\"Bonjour\",\"contentReference\":1" },
  };
  /* A message is part of a conversation, not of a message. */
  g_autoptr (OrchSandboxAnswer) nested = post (maxime, reply);

  assert_refused (nested, 422, "business-rule");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) halves = g_strsplit (good, cases[i].from, 2);
      g_autofree char *bad = g_strjoinv (cases[i].to, halves);
      g_autoptr (OrchSandboxAnswer) refused = post (maxime, bad);

      g_test_message ("%zu: %u %s", i, refused->status, refused->text);
      g_assert_true (refused->status == 422 || refused->status == 400);
    }
  case_make (&other, process, receptionist, "1980-05-17", NULL, TRUE);
  {
    g_auto (GStrv) halves = g_strsplit (good, patient.patient, 2);
    g_autofree char *bad = g_strjoinv (other.patient, halves);
    g_autoptr (OrchSandboxAnswer) refused = post (maxime, bad);

    assert_refused (refused, 422, "business-rule");
  }
}

static void
test_what_never_changes (void)
{
  g_autofree char *head = new_thread ();
  g_autofree char *members = message (head, MAXIME, "");
  g_autofree char *said = hub_make (process, maxime, "Communication", members);
  g_autofree char *said_path = g_strdup_printf ("/Communication/%s", said);
  g_autofree char *head_path = g_strdup_printf ("/Communication/%s", head);
  g_autoptr (OrchSandboxAnswer) other_text = change (maxime, said, "payload", "[{\"contentString\":\"Autre chose\"}]");
  g_autoptr (OrchSandboxAnswer) seen = change (maxime, said, "received", "\"2026-11-20T15:00:00Z\"");
  g_autoptr (OrchSandboxAnswer) same = change (maxime, said, NULL, NULL);
  g_autoptr (OrchSandboxAnswer) gone = hub_send (process, administrator, "DELETE", said_path, NULL);
  g_autoptr (OrchSandboxAnswer) all_gone = hub_send (process, administrator, "DELETE", head_path, NULL);
  g_autoptr (OrchSandboxAnswer) other_author = change (maxime, head, "sender", "{\"reference\":\"" JULIE "\"}");
  g_autoptr (OrchSandboxAnswer) urgent = change (maxime, head, "priority", "\"urgent\"");

  assert_refused (other_text, 422, "business-rule");
  g_assert_cmpuint (seen->status, ==, 200);
  g_assert_cmpuint (same->status, ==, 200);
  assert_refused (gone, 422, "business-rule");
  assert_refused (all_gone, 422, "business-rule");
  assert_refused (other_author, 422, "business-rule");
  g_assert_cmpuint (urgent->status, ==, 200);
  {
    g_autoptr (OrchSandboxAnswer) done = change (maxime, head, "status", "\"completed\"");
    /* Sent again, its answer having been lost. */
    g_autoptr (OrchSandboxAnswer) again = change (maxime, head, NULL, NULL);
    g_autoptr (OrchSandboxAnswer) late = post (maxime, members);
    g_autoptr (OrchSandboxAnswer) reopened = change (administrator, head, "status", "\"in-progress\"");
    g_autoptr (OrchSandboxAnswer) unseen = change (maxime, said, "received", NULL);

    g_assert_cmpuint (done->status, ==, 200);
    g_assert_cmpuint (again->status, ==, 200);
    assert_refused (late, 422, "business-rule");
    assert_refused (reopened, 422, "business-rule");
    assert_refused (unseen, 422, "business-rule");
  }
}

static guint
count_mail (void)
{
  g_autoptr (OrchSandboxAnswer) mail = mail_all (process);
  guint n = 0;

  for (guint i = 0; i < orch_sandbox_answer_length (mail, "mail"); i++)
    {
      g_autofree char *subject = g_strdup_printf ("mail.%u.subject", i);

      n += g_strcmp0 (orch_sandbox_answer_string (mail, subject), "Un message vous attend") == 0;
    }
  return n;
}

static char *
note (const char *head, const char *whose)
{
  return g_strdup_printf ("\"status\":\"completed\",\"intent\":\"order\",\"code\":{\"coding\":[{\"system\":\"" BASE
                          "/CodeSystem/task\",\"code\":\"internal-note\"}]},\"focus\":{\"reference\":\"Communication/"
                          "%s\"},\"for\":%s,\"requester\":{\"reference\":\"" MAXIME
                          "\"},\"authoredOn\":\"2026-11-20T14:00:00Z\",\"description\":\"Note-entre-nous\"",
                          head, whose);
}

static OrchSandboxAnswer *
post_task (const char *authorization, const char *members)
{
  g_autofree char *body = g_strdup_printf ("{\"resourceType\":\"Task\",%s}", members);

  return hub_send (process, authorization, "POST", "/Task", body);
}

/* Nothing on the portal or in the mail says that there is a note. */
static void
check_note_unseen (Browser *browser, const char *head)
{
  const guint mails = count_mail ();
  g_autofree char *members = note (head, CLINIC);
  g_autoptr (OrchSandboxAnswer) written = post_task (maxime, members);
  g_autofree char *talk = g_strdup_printf ("messages/%s", head);
  const char *const pages[] = { "messages", talk };

  g_assert_cmpuint (written->status, ==, 201);
  g_assert_cmpuint (count_mail (), ==, mails);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (OrchSandboxAnswer) page = browser_get (browser, pages[i]);

      g_assert_cmpuint (page->status, ==, 200);
      g_assert_null (strstr (page->text, "Note-entre-nous"));
      g_assert_true (i == 0 || strstr (page->text, "Bonjour") != NULL);
    }
}

/* A correction is there beside what it corrects, and each says so. */
static void
check_correction (Browser *browser, const char *head, const char *corrected)
{
  g_autofree char *to = g_strdup_printf (",\"inResponseTo\":[{\"type\":\"Communication\",\"identifier\":{\"system\":"
                                         "\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:%s\"}}]",
                                         corrected);
  g_autofree char *members = message (head, MAXIME, to);
  g_autofree char *path = g_strdup_printf ("messages/%s", head);
  g_autoptr (OrchSandboxAnswer) before = browser_get (browser, path);
  g_autoptr (OrchSandboxAnswer) after = NULL;

  g_free (hub_make (process, maxime, "Communication", members));
  after = browser_get (browser, path);
  g_assert_null (strstr (before->text, "Corrigé par un message plus récent"));
  g_assert_nonnull (strstr (after->text, "Corrigé par un message plus récent"));
  g_assert_nonnull (strstr (after->text, "Correction du message du"));
}

static void
test_mail (void)
{
  g_autofree char *head = new_thread ();
  g_autofree char *operation = g_uuid_string_random ();
  g_autofree char *identifier =
      g_strdup_printf (",\"identifier\":[{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:%s\"}]", operation);
  g_autofree char *members = message (head, MAXIME, identifier);
  g_autofree char *body = g_strdup_printf ("{\"resourceType\":\"Communication\",%s}", members);
  g_autofree char *condition = g_strdup_printf ("identifier=urn:ietf:rfc:3986%%7Curn:uuid:%s", operation);
  g_auto (Browser) browser = { 0 };
  guint before = count_mail ();

  /* Nobody to tell: the patient has no account. */
  g_free (hub_make (process, maxime, "Communication", members));
  g_assert_cmpuint (count_mail (), ==, before);
  case_join (&patient, process, receptionist, &browser);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *other = g_uuid_string_random ();
      g_auto (GStrv) halves = g_strsplit (body, operation, 2);
      g_autofree char *next = g_strjoinv (other, halves);
      g_autoptr (OrchSandboxAnswer) answer =
          orch_sandbox_client_send (process, "POST", "/hub/Communication", i == 0 ? body : next, "Authorization",
                                    maxime, "If-None-Exist", i == 0 ? condition : NULL, NULL);

      g_assert_cmpuint (answer->status, ==, i == 0 ? 200 : 201);
      g_assert_cmpuint (count_mail (), ==, before + (guint) i);
    }
  {
    /* A hub that ignores If-None-Exist makes a second one, and still tells once. */
    g_autofree char *last = g_uuid_string_random ();
    g_auto (GStrv) halves = g_strsplit (body, operation, 2);
    g_autofree char *next = g_strjoinv (last, halves);

    for (int i = 0; i < 2; i++)
      {
        g_autoptr (OrchSandboxAnswer) answer = hub_send (process, maxime, "POST", "/Communication", next);

        g_assert_cmpuint (answer->status, ==, 201);
      }
    g_assert_cmpuint (count_mail (), ==, before + 2);
  }
  {
    g_autoptr (OrchSandboxAnswer) mail = mail_all (process);
    const char *text = orch_sandbox_answer_string (mail, "mail.0.text");
    static const char *const absent[] = { "Bonjour,\n\nBonjour", "Suivi", "Rose", "Tranchemontagne", "GMF" };

    for (gsize i = 0; i < G_N_ELEMENTS (absent); i++)
      g_assert_null (strstr (text, absent[i]));
    g_assert_nonnull (strstr (orch_sandbox_answer_string (mail, "mail.0.links.0"), "/portal/messages"));
  }
  check_note_unseen (&browser, head);
  check_correction (&browser, head, operation);
}

/* A note is of who takes part, never of the patient. */
static void
test_notes (void)
{
  g_autofree char *head = new_thread ();
  g_autofree char *good = note (head, CLINIC);
  g_autofree char *whose = g_strdup_printf ("{\"reference\":\"Patient/%s\"}", patient.patient);
  g_autofree char *of_patient = note (head, whose);
  g_autofree char *of_nothing = note ("nobody", CLINIC);
  g_autofree char *compartment = g_strdup_printf ("/Task?patient=Patient/%s&code=internal-note", patient.patient);
  g_autoptr (OrchSandboxAnswer) written = post_task (maxime, good);
  g_autoptr (OrchSandboxAnswer) colleague = post_task (julie, good);
  g_autoptr (OrchSandboxAnswer) patients = post_task (maxime, of_patient);
  g_autoptr (OrchSandboxAnswer) lost = post_task (maxime, of_nothing);
  g_autoptr (OrchSandboxAnswer) found = hub_send (process, maxime, "GET", compartment, NULL);

  g_assert_cmpuint (written->status, ==, 201);
  assert_refused (colleague, 403, "forbidden");
  assert_refused (patients, 422, "business-rule");
  g_assert_cmpuint (lost->status, ==, 400);
  g_assert_cmpint (orch_sandbox_answer_int (found, "total"), ==, 0);
}

#define SETTING BASE "/StructureDefinition/setting"

/* The clinic's templates: names, each with who wrote it and whether it is approved; ended by NULL. Returns: (transfer full): JSON */
static char *
templates (const char *id, const char *group, ...)
{
  g_autoptr (GString) body = g_string_new ("{\"resourceType\":\"Basic\",");
  va_list list;
  const char *name = NULL;

  if (id != NULL)
    g_string_append_printf (body, "\"id\":\"%s\",", id);
  g_string_append_printf (body,
                          "\"code\":{\"coding\":[{\"system\":\"" BASE
                          "/CodeSystem/basic\",\"code\":\"setting\"}]},\"subject\":" CLINIC
                          ",\"extension\":[{\"url\":\"" SETTING "-group\",\"valueCode\":\"%s\"}",
                          group);
  va_start (list, group);
  while ((name = va_arg (list, const char *)) != NULL)
    {
      const char *author = va_arg (list, const char *);
      const gboolean approved = va_arg (list, gboolean);

      g_string_append_printf (body,
                              ",{\"url\":\"" SETTING "\",\"extension\":[{\"url\":\"name\",\"valueString\":\"%s\"},"
                              "{\"url\":\"value\",\"valueString\":\"json:{\\\"author\\\":\\\"%s\\\","
                              "\\\"approved\\\":%s}\"}]}",
                              name, author, approved ? "true" : "false");
    }
  va_end (list);
  g_string_append (body, "]}");
  return g_string_free (g_steal_pointer (&body), FALSE);
}

/* Everybody adds their own templates and changes them; those of others, and what is approved, are an administrator's. */
static void
test_templates (void)
{
  g_autofree char *others = templates (NULL, "services", "a", MAXIME, FALSE, NULL);
  g_autofree char *at_once = templates (NULL, "templates", "a", MAXIME, TRUE, NULL);
  g_autofree char *own = templates (NULL, "templates", "a", MAXIME, FALSE, NULL);
  g_autoptr (OrchSandboxAnswer) other_group = hub_send (process, maxime, "POST", "/Basic", others);
  g_autoptr (OrchSandboxAnswer) approves = hub_send (process, maxime, "POST", "/Basic", at_once);
  g_autoptr (OrchSandboxAnswer) made = hub_send (process, maxime, "POST", "/Basic", own);
  const char *id = orch_sandbox_answer_string (made, "id");
  g_autofree char *path = g_strdup_printf ("/Basic/%s", id);
  g_autofree char *forged = templates (id, "templates", "a", MAXIME, FALSE, "b", MAXIME, FALSE, NULL);
  g_autofree char *two = templates (id, "templates", "a", MAXIME, FALSE, "b", JULIE, FALSE, NULL);
  g_autofree char *approved = templates (id, "templates", "a", MAXIME, TRUE, "b", JULIE, FALSE, NULL);
  g_autofree char *taken_back = templates (id, "templates", "b", JULIE, FALSE, NULL);
  g_autofree char *renamed = templates (id, "services", "b", JULIE, FALSE, NULL);
  const struct
  {
    const char *who;
    const char *body;
    guint status;
  } cases[] = {
    { julie, forged, 403 }, /* in somebody's name */
    { receptionist, two, 403 },  { julie, two, 200 },
    { maxime, approved, 403 },   { administrator, approved, 200 },
    { maxime, taken_back, 403 }, /* approved, it is the clinic's */
    { julie, renamed, 403 },     { administrator, taken_back, 200 },
  };

  assert_refused (other_group, 403, "forbidden");
  assert_refused (approves, 403, "forbidden");
  g_assert_cmpuint (made->status, ==, 201);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = hub_send (process, cases[i].who, "PUT", path, cases[i].body);

      g_test_message ("%zu: %u %s", i, answer->status, answer->text);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
}

/* The whole of a conversation in one transaction, the message first. */
static void
test_transaction (void)
{
  g_autofree char *head = thread (MAXIME, "in-progress", CLINIC, "");
  g_autofree char *said = message ("x", MAXIME, "");
  g_auto (GStrv) halves = g_strsplit (said, "Communication/x", 2);
  g_autofree char *linked = g_strjoinv ("urn:uuid:4d6f0d3f-50a5-4c0e-9c5b-6a3f0f1a0001", halves);
  g_autofree char *body = g_strdup_printf (
      "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"fullUrl\":\"urn:uuid:4d6f0d3f-50a5-4c0e-"
      "9c5b-6a3f0f1a0002\",\"resource\":{\"resourceType\":\"Communication\",%s},\"request\":{\"method\":\"POST\","
      "\"url\":"
      "\"Communication\"}},{\"fullUrl\":\"urn:uuid:4d6f0d3f-50a5-4c0e-9c5b-6a3f0f1a0001\",\"resource\":{"
      "\"resourceType\":"
      "\"Communication\",%s},\"request\":{\"method\":\"POST\",\"url\":\"Communication\"}}]}",
      linked, head);
  g_autoptr (OrchSandboxAnswer) answer = hub_send (process, maxime, "POST", "", body);

  g_test_message ("%s", answer->text);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (orch_sandbox_answer_string (answer, "entry.0.response.status"), ==, "201");
}

static void
test_account_is_the_hubs_to_say (void)
{
  g_auto (Case) one = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *forged = NULL;
  g_autoptr (OrchSandboxAnswer) answer = NULL;

  case_make (&one, process, receptionist, "1980-05-17", "level3", TRUE);
  path = g_strdup_printf ("/Person/%s", one.person);
  forged = g_strdup_printf ("{\"resourceType\":\"Person\",\"id\":\"%s\",\"identifier\":[{\"system\":\"" BASE
                            "/identifier/portal-account\",\"value\":\"1\"}]}",
                            one.person);
  answer = hub_send (process, receptionist, "PUT", path, forged);
  assert_refused (answer, 422, "business-rule");
}

int
main (int argc, char **argv)
{
  char *tokens[4];
  int status;

  g_test_init (&argc, &argv, NULL);
  process = orch_sandbox_process_start (NULL);
  tokens[0] = orch_sandbox_process_activate (process, "Un-Bon-Secret-42");
  tokens[1] = orch_sandbox_process_sign_in (process, "accueil", "Accueil-Formation-1");
  tokens[2] = orch_sandbox_process_sign_in (process, "mtranchemontagne", "Medecin-Formation-1");
  tokens[3] = orch_sandbox_process_sign_in (process, "jprintemps", "Infirmiere-Formation-1");
  administrator = g_strconcat ("Bearer ", tokens[0], NULL);
  receptionist = g_strconcat ("Bearer ", tokens[1], NULL);
  maxime = g_strconcat ("Bearer ", tokens[2], NULL);
  julie = g_strconcat ("Bearer ", tokens[3], NULL);
  case_make (&patient, process, receptionist, "1980-05-17", "level3", TRUE);
  g_test_add_func ("/sandbox/messages/conversation-shape", test_conversation_shape);
  g_test_add_func ("/sandbox/messages/other-kinds", test_other_kinds);
  g_test_add_func ("/sandbox/messages/who-begins", test_who_begins);
  g_test_add_func ("/sandbox/messages/who-writes", test_who_writes);
  g_test_add_func ("/sandbox/messages/take-over", test_take_over);
  g_test_add_func ("/sandbox/messages/message-shape", test_message_shape);
  g_test_add_func ("/sandbox/messages/what-never-changes", test_what_never_changes);
  g_test_add_func ("/sandbox/messages/mail", test_mail);
  g_test_add_func ("/sandbox/messages/templates", test_templates);
  g_test_add_func ("/sandbox/messages/notes", test_notes);
  g_test_add_func ("/sandbox/messages/transaction", test_transaction);
  g_test_add_func ("/sandbox/messages/account-is-the-hubs-to-say", test_account_is_the_hubs_to_say);
  status = g_test_run ();
  orch_sandbox_process_stop (process);
  for (int i = 0; i < 4; i++)
    g_free (tokens[i]);
  g_free (administrator);
  g_free (receptionist);
  g_free (maxime);
  g_free (julie);
  case_clear (&patient);
  return status;
}
