/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The rules of secure messages. See the header.
 */
#include "orch-sandbox-messages.h"

#include "orch-sandbox-invitation.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-mail.h"
#include "orch-sandbox-people.h"
#include "orch-sandbox-portal-data.h"
#include "orch-sandbox-templates.h"

#define COMMUNICATION ORCH_SANDBOX_BASE "/CodeSystem/communication"
#define TASK ORCH_SANDBOX_BASE "/CodeSystem/task"
#define ACCOUNT ORCH_SANDBOX_BASE "/identifier/portal-account"

static OrchSandboxReply *
rule (const char *expression, const char *text)
{
  return orch_sandbox_reply_new_outcome (422, "business-rule", expression, "%s", text);
}

static OrchSandboxReply *
forbid (const char *text)
{
  return orch_sandbox_reply_new_outcome (403, "forbidden", NULL, "%s", text);
}

const char *
orch_sandbox_messages_kind (JsonObject *communication)
{
  return orch_sandbox_portal_code (communication, "category", COMMUNICATION);
}

char *
orch_sandbox_messages_head (JsonObject *message)
{
  return orch_sandbox_portal_target (orch_sandbox_json_element (orch_sandbox_json_array (message, "partOf"), 0));
}

static gboolean
is_completed (JsonObject *thread)
{
  return g_strcmp0 (orch_sandbox_json_string (thread, "status"), "completed") == 0;
}

static char *
target_of (JsonObject *resource, const char *member)
{
  return orch_sandbox_portal_target (orch_sandbox_json_object (resource, member));
}

/* Whether both are the same but for what the server sets, and @except (nullable). */
static gboolean
same (JsonObject *before, JsonObject *after, const char *except)
{
  JsonObject *both[2] = { before, after };
  JsonNode *nodes[2];
  gboolean equal;

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), both[i]);
      g_autofree char *text = json_to_string (node, FALSE);

      /* A copy of the whole: json_node_copy() shares its members. */
      nodes[i] = json_from_string (text, NULL);
      json_object_remove_member (json_node_get_object (nodes[i]), "meta");
      if (except != NULL)
        json_object_remove_member (json_node_get_object (nodes[i]), except);
    }
  equal = json_node_equal (nodes[0], nodes[1]);
  json_node_unref (nodes[0]);
  json_node_unref (nodes[1]);
  return equal;
}

static gboolean
is_recipient (JsonObject *thread, const char *practitioner)
{
  JsonArray *recipients = orch_sandbox_json_array (thread, "recipient");

  for (guint i = 0; recipients != NULL && i < json_array_get_length (recipients); i++)
    {
      g_autofree char *target = orch_sandbox_portal_target (orch_sandbox_json_element (recipients, i));

      if (g_strcmp0 (target, practitioner) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Its professional, who began it, or to whom it is assigned. */
static gboolean
takes_part (OrchSandboxStore *store, JsonObject *thread, const char *practitioner)
{
  g_autofree char *reference = orch_sandbox_portal_own_reference (thread);
  g_autofree char *sender = target_of (thread, "sender");
  g_auto (GStrv) tasks = NULL;

  if (g_strcmp0 (sender, practitioner) == 0 || is_recipient (thread, practitioner))
    return TRUE;
  tasks = orch_sandbox_portal_find (store, "Task", "focus", reference);
  for (int i = 0; tasks[i] != NULL; i++)
    {
      g_autoptr (JsonObject) task = orch_sandbox_portal_load (store, tasks[i]);
      g_autofree char *owner = task == NULL ? NULL : target_of (task, "owner");

      if (g_strcmp0 (owner, practitioner) == 0 &&
          g_strcmp0 (orch_sandbox_portal_code (task, "code", TASK), "assignment") == 0 &&
          g_strcmp0 (orch_sandbox_json_string (task, "status"), "in-progress") == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_assignee (JsonObject *thread)
{
  JsonArray *extensions = orch_sandbox_json_array (thread, "extension");

  for (guint i = 0; extensions != NULL && i < json_array_get_length (extensions); i++)
    if (g_strcmp0 (orch_sandbox_json_string (orch_sandbox_json_element (extensions, i), "url"),
                   ORCH_SANDBOX_BASE "/StructureDefinition/assignee") == 0)
      return TRUE;
  return FALSE;
}

/* Nobody was named to answer, and they practise in the department that it was given to. */
static gboolean
may_take (OrchSandboxStore *store, JsonObject *thread, const char *practitioner)
{
  g_auto (GStrv) roles = NULL;
  JsonArray *recipients = orch_sandbox_json_array (thread, "recipient");
  guint n_organizations = 0;

  if (has_assignee (thread) || g_strcmp0 (orch_sandbox_json_string (thread, "status"), "in-progress") != 0)
    return FALSE;
  roles = orch_sandbox_portal_find (store, "PractitionerRole", "practitioner", practitioner);
  for (guint i = 0; recipients != NULL && i < json_array_get_length (recipients); i++)
    {
      g_autofree char *target = orch_sandbox_portal_target (orch_sandbox_json_element (recipients, i));

      /* The clinic comes first: it is everybody's. */
      if (target == NULL || !g_str_has_prefix (target, "Organization/") || n_organizations++ == 0)
        continue;
      for (int k = 0; roles[k] != NULL; k++)
        {
          g_autoptr (JsonObject) role = orch_sandbox_portal_load (store, roles[k]);
          g_autofree char *of = role == NULL ? NULL : target_of (role, "organization");

          if (g_strcmp0 (of, target) == 0 && orch_sandbox_json_boolean (role, "active", TRUE))
            return TRUE;
        }
    }
  return FALSE;
}

/* @after: @before, and who answers is @practitioner */
static gboolean
takes_over (OrchSandboxStore *store, JsonObject *before, JsonObject *after, const char *practitioner)
{
  static const char *const kept[] = { "status", "subject", "topic", "priority", "sender", "sent", NULL };

  if (!may_take (store, before, practitioner) || !has_assignee (after) || !is_recipient (after, practitioner))
    return FALSE;
  for (int i = 0; kept[i] != NULL; i++)
    {
      JsonNode *old = json_object_get_member (before, kept[i]);
      JsonNode *new = json_object_get_member (after, kept[i]);

      if ((old == NULL) != (new == NULL) || (old != NULL && !json_node_equal (old, new)))
        return FALSE;
    }
  return TRUE;
}

static OrchSandboxReply *
check_thread_shape (JsonObject *thread)
{
  g_autofree char *subject = target_of (thread, "subject");
  const char *status = orch_sandbox_json_string (thread, "status");
  JsonArray *recipients = orch_sandbox_json_array (thread, "recipient");
  gboolean clinic = FALSE;

  if (json_object_has_member (thread, "partOf") || json_object_has_member (thread, "payload"))
    return rule ("Communication.partOf", "A conversation has neither partOf nor payload: its messages do.");
  if (g_strcmp0 (status, "in-progress") != 0 && g_strcmp0 (status, "on-hold") != 0 &&
      g_strcmp0 (status, "completed") != 0)
    return rule ("Communication.status", "A conversation is in-progress, on-hold or completed; drafts stay with who "
                                         "writes them.");
  if (g_strcmp0 (status, "on-hold") == 0 &&
      g_strcmp0 (orch_sandbox_portal_code (thread, "statusReason", COMMUNICATION), "report-pending") != 0)
    return rule ("Communication.statusReason", "A conversation that is on hold waits for its report.");
  if (subject == NULL || !g_str_has_prefix (subject, "Patient/"))
    return rule ("Communication.subject", "A conversation is with a patient.");
  if (orch_sandbox_json_string (orch_sandbox_json_object (thread, "topic"), "text") == NULL)
    return rule ("Communication.topic", "A conversation has a subject.");
  for (guint i = 0; recipients != NULL && i < json_array_get_length (recipients); i++)
    {
      g_autofree char *target = orch_sandbox_portal_target (orch_sandbox_json_element (recipients, i));

      clinic = clinic || (target != NULL && g_str_has_prefix (target, "Organization/"));
    }
  return clinic ? NULL : rule ("Communication.recipient", "The clinic is a recipient of every conversation.");
}

static OrchSandboxReply *
check_thread (OrchSandboxStore *store, const OrchSandboxAccess *access, const char *self, JsonObject *before,
              JsonObject *after)
{
  static const char *const fixed[] = { "subject", "sender" };
  OrchSandboxReply *reply;

  if (before != NULL && is_completed (before))
    return rule ("Communication.status", "The conversation is completed: nothing in it changes any more.");
  reply = check_thread_shape (after);
  if (reply != NULL)
    return reply;
  if (before == NULL)
    {
      g_autofree char *sender = target_of (after, "sender");

      if (g_strcmp0 (access->permission, "receptionist") == 0)
        return forbid ("Conversations are begun by professionals.");
      return g_strcmp0 (sender, self) == 0 ? NULL : forbid ("Nobody begins a conversation in another’s name.");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    {
      g_autofree char *old = target_of (before, fixed[i]);
      g_autofree char *new = target_of (after, fixed[i]);
      g_autofree char *where = g_strdup_printf ("Communication.%s", fixed[i]);

      if (g_strcmp0 (old, new) != 0)
        return rule (where, "Whom a conversation is with, and who began it, does not change.");
    }
  if (g_strcmp0 (access->permission, "administrator") != 0 && !takes_part (store, before, self) &&
      !takes_over (store, before, after, self))
    return forbid ("A colleague’s conversation is read only.");
  return NULL;
}

static OrchSandboxReply *
check_message (OrchSandboxStore *store, const OrchSandboxAccess *access, const char *self, JsonObject *before,
               JsonObject *after)
{
  g_autofree char *head = orch_sandbox_messages_head (before != NULL ? before : after);
  g_autoptr (JsonObject) thread = orch_sandbox_portal_load (store, head);
  g_autofree char *sender = target_of (after, "sender");
  g_autofree char *subject = target_of (after, "subject");
  g_autofree char *its_subject = NULL;

  if (g_strcmp0 (orch_sandbox_messages_kind (thread), ORCH_SANDBOX_THREAD) != 0)
    return rule ("Communication.partOf", "A message is part of a conversation.");
  if (is_completed (thread))
    return rule ("Communication.partOf", "The conversation is completed: it takes no message and no change.");
  if (before != NULL)
    {
      if (!same (before, after, "received"))
        return rule ("Communication", "A message does not change: a correction is another one.");
      return g_strcmp0 (access->permission, "administrator") == 0 || takes_part (store, thread, self)
                 ? NULL
                 : forbid ("A colleague’s conversation is read only.");
    }
  its_subject = target_of (thread, "subject");
  if (g_strcmp0 (subject, its_subject) != 0)
    return rule ("Communication.subject", "A message is about the patient of its conversation.");
  if (!is_completed (after))
    return rule ("Communication.status", "A message is completed; drafts stay with who writes them.");
  if (orch_sandbox_json_element (orch_sandbox_json_array (after, "payload"), 0) == NULL)
    return rule ("Communication.payload", "A message says something.");
  if (g_strcmp0 (sender, self) != 0)
    return forbid ("Nobody writes in another’s name.");
  return takes_part (store, thread, self) ? NULL : forbid ("A colleague’s conversation is read only.");
}

static OrchSandboxReply *
check_communication (OrchSandboxStore *store, const OrchSandboxAccess *access, JsonObject *before, JsonObject *after)
{
  const char *kind = orch_sandbox_messages_kind (before != NULL ? before : after);
  g_auto (OrchSandboxPerson) self = { 0 };

  if (after != NULL && g_strcmp0 (orch_sandbox_json_string (after, "status"), "preparation") == 0)
    return rule ("Communication.status", "Drafts stay with who writes them.");
  /* What is neither stays neither: it would escape the rules otherwise. */
  if (kind == NULL)
    return before != NULL && after != NULL && orch_sandbox_messages_kind (after) != NULL
               ? rule ("Communication.category", "What is no conversation does not become one.")
               : NULL;
  if (access->kind != ORCH_SANDBOX_PERSON || !orch_sandbox_people_get (store, access->username, &self))
    return forbid ("Only a person writes messages.");
  if (after == NULL)
    return rule ("Communication", "What was written to a patient, or by one, stays.");
  /* The same once more, its answer having been lost. */
  if (before != NULL && same (before, after, NULL))
    return NULL;
  if (before != NULL && g_strcmp0 (kind, orch_sandbox_messages_kind (after)) != 0)
    return rule ("Communication.category", "A conversation stays one, and so does a message.");
  if (g_str_equal (kind, ORCH_SANDBOX_THREAD))
    return check_thread (store, access, self.practitioner, before, after);
  if (g_str_equal (kind, ORCH_SANDBOX_MESSAGE))
    return check_message (store, access, self.practitioner, before, after);
  return rule ("Communication.category", "A Communication is a thread or a message.");
}

static gboolean
is_revocation (JsonObject *before, JsonObject *after)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), before);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (JsonObject) revoked = orch_sandbox_json_parse (text, -1, NULL);

  if (g_strcmp0 (orch_sandbox_json_string (after, "status"), "cancelled") != 0 ||
      g_strcmp0 (orch_sandbox_portal_code (after, "businessStatus", ORCH_SANDBOX_BASE "/CodeSystem/invitation-state"),
                 "revoked") != 0)
    return FALSE;
  json_object_set_string_member (revoked, "status", "cancelled");
  return same (revoked, after, "businessStatus");
}

/* Of the clinic, to itself: nothing of the patient's leads to it. */
static OrchSandboxReply *
check_note (OrchSandboxStore *store, const OrchSandboxAccess *access, JsonObject *before, JsonObject *after)
{
  g_auto (OrchSandboxPerson) self = { 0 };
  g_autofree char *about = target_of (before != NULL ? before : after, "focus");
  g_autofree char *whose = target_of (before != NULL ? before : after, "for");
  g_autofree char *owner = NULL;
  g_autoptr (JsonObject) thread = NULL;

  if (before != NULL)
    return after != NULL && same (before, after, NULL) ? NULL
                                                       : rule ("Task", "An internal note stays as it was written.");
  if (whose == NULL || !g_str_has_prefix (whose, "Organization/"))
    return rule ("Task.for", "An internal note is the clinic's.");
  thread = orch_sandbox_portal_load (store, about);
  if (thread == NULL || g_strcmp0 (orch_sandbox_messages_kind (thread), ORCH_SANDBOX_THREAD) != 0)
    return rule ("Task.focus", "An internal note is about a conversation.");
  if (is_completed (thread))
    return rule ("Task.focus", "A completed conversation takes no note.");
  if (!orch_sandbox_people_get (store, access->username, &self))
    return forbid ("Notes are written by people of the clinic.");
  owner = target_of (after, "owner");
  return takes_part (store, thread, self.practitioner) ||
                 (g_strcmp0 (owner, self.practitioner) == 0 && may_take (store, thread, self.practitioner))
             ? NULL
             : forbid ("Notes are written by who takes part in the conversation.");
}

static OrchSandboxReply *
check_task (OrchSandboxStore *store, const OrchSandboxAccess *access, JsonObject *before, JsonObject *after)
{
  static const char *const ours[] = { "portal-invitation", "internal-note", "assignment", NULL };
  const char *code = orch_sandbox_portal_code (before != NULL ? before : after, "code", TASK);

  if (code == NULL || !g_strv_contains (ours, code))
    return NULL;
  if (access->kind != ORCH_SANDBOX_PERSON)
    return forbid ("Only a person writes these.");
  if (g_str_equal (code, "internal-note"))
    return check_note (store, access, before, after);
  if (!g_str_equal (code, "portal-invitation"))
    return NULL;
  if (before == NULL)
    return rule ("Task.code", "Invitations are made by $portal-invitation.");
  if (after == NULL)
    return rule ("Task", "An invitation is revoked, never deleted.");
  if (same (before, after, NULL))
    return NULL;
  if (!orch_sandbox_invitation_get (store, orch_sandbox_json_string (before, "id"), NULL, NULL, NULL))
    return rule ("Task.status", "This invitation is over.");
  return is_revocation (before, after) ? NULL : rule ("Task.status", "An invitation can be revoked, and nothing else.");
}

static OrchSandboxReply *
check_person (const OrchSandboxAccess *access, JsonObject *before, JsonObject *after)
{
  const char *old = before == NULL ? NULL : orch_sandbox_portal_identifier (before, ACCOUNT);

  if (access->kind != ORCH_SANDBOX_PERSON)
    return forbid ("Only a person validates an identity.");
  if (after != NULL && g_strcmp0 (old, orch_sandbox_portal_identifier (after, ACCOUNT)) != 0)
    return rule ("Person.identifier", "Whether a patient has made an account is the hub’s to say.");
  return NULL;
}

gboolean
orch_sandbox_messages_rule (const char *type)
{
  static const char *const types[] = { "Basic", "Communication", "DocumentReference", "Person", "Task", NULL };

  return g_strv_contains (types, type);
}

OrchSandboxReply *
orch_sandbox_messages_check (OrchSandboxStore *store, const OrchSandboxAccess *access, JsonObject *before,
                             JsonObject *after)
{
  const char *type = orch_sandbox_json_string (before != NULL ? before : after, "resourceType");

  if (g_strcmp0 (type, "Communication") == 0)
    return check_communication (store, access, before, after);
  if (g_strcmp0 (type, "Basic") == 0)
    return orch_sandbox_templates_check (store, access, before, after);
  if (g_strcmp0 (type, "Task") == 0)
    return check_task (store, access, before, after);
  if (g_strcmp0 (type, "Person") == 0)
    return check_person (access, before, after);
  if (g_strcmp0 (type, "DocumentReference") == 0 && access->kind != ORCH_SANDBOX_PERSON &&
      g_strcmp0 (orch_sandbox_portal_code (before != NULL ? before : after, "type",
                                           ORCH_SANDBOX_BASE "/CodeSystem/document-kind"),
                 "report") == 0)
    return forbid ("Only a person writes a report.");
  return NULL;
}

/* The e-mail says that a message waits, and nothing else: neither who wrote, nor what, nor where. */
static void
announce (OrchSandboxStore *store, JsonObject *message)
{
  g_autofree char *patient = target_of (message, "subject");
  g_autofree char *reference = patient == NULL ? NULL : orch_sandbox_portal_person_of (store, patient);
  g_autoptr (JsonObject) person = orch_sandbox_portal_load (store, reference);
  const char *account = person == NULL ? NULL : orch_sandbox_portal_identifier (person, ACCOUNT);
  const char *email = person == NULL ? NULL : orch_sandbox_portal_telecom (person, "email");
  const char *ours = orch_sandbox_portal_identifier (message, ORCH_SANDBOX_URN);
  g_autofree char *about =
      g_strdup_printf ("message:%s", ours != NULL ? ours : orch_sandbox_json_string (message, "id"));
  sqlite3_stmt *statement;
  gboolean english;

  if (account == NULL || email == NULL || !orch_sandbox_json_boolean (person, "active", TRUE))
    return;
  statement = orch_sandbox_store_query (store, "SELECT language FROM portal_account WHERE person = ?", "t", reference);
  english = sqlite3_step (statement) == SQLITE_ROW &&
            g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "en") == 0;
  sqlite3_reset (statement);
  orch_sandbox_mail_add (
      store,
      &(OrchSandboxMail) {
          .to = email,
          .channel = "email",
          .subject = english ? "A message waits for you" : "Un message vous attend",
          .text = english ? "Hello,\n\nA message waits for you on the patient portal: " ORCH_SANDBOX_PORTAL_MARK
                            "/messages?lang=en\n\nThis is a training message."
                          : "Bonjour,\n\nUn message vous attend sur le portail patient : " ORCH_SANDBOX_PORTAL_MARK
                            "/messages?lang=fr\n\nCeci est un message de formation.",
          .link = english ? ORCH_SANDBOX_PORTAL_MARK "/messages?lang=en" : ORCH_SANDBOX_PORTAL_MARK "/messages?lang=fr",
          .about = about });
}

void
orch_sandbox_messages_written (OrchSandboxStore *store, JsonObject *before, JsonObject *after)
{
  const char *type = orch_sandbox_json_string (after, "resourceType");
  g_autofree char *sender = NULL;

  if (g_strcmp0 (type, "Task") == 0 && before != NULL &&
      g_strcmp0 (orch_sandbox_portal_code (after, "code", TASK), "portal-invitation") == 0 &&
      g_strcmp0 (orch_sandbox_json_string (after, "status"), "cancelled") == 0)
    orch_sandbox_invitation_end (store, orch_sandbox_json_string (after, "id"), NULL, NULL);
  if (g_strcmp0 (type, "Communication") != 0 || before != NULL ||
      g_strcmp0 (orch_sandbox_messages_kind (after), ORCH_SANDBOX_MESSAGE) != 0)
    return;
  sender = target_of (after, "sender");
  if (sender != NULL && g_str_has_prefix (sender, "Practitioner/"))
    announce (store, after);
}
