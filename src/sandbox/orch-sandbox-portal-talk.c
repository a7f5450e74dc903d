/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The patient's conversations. See the header.
 */
#include "orch-sandbox-portal-talk.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-messages.h"
#include "orch-sandbox-people.h"
#include "orch-sandbox-portal-attachment.h"
#include "orch-sandbox-portal-data.h"

#define TEXT_MOST 10000

typedef struct
{
  JsonObject *thread;  /* owned */
  GPtrArray *messages; /* owned: JsonObject, oldest first */
  guint unseen;
  const char *last; /* borrowed: instant of the last thing said */
} Talk;

static void
talk_free (gpointer data)
{
  Talk *talk = data;

  g_clear_pointer (&talk->thread, json_object_unref);
  g_clear_pointer (&talk->messages, g_ptr_array_unref);
  g_free (talk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Talk, talk_free)

static gboolean
is_by_patient (JsonObject *message)
{
  g_autofree char *sender = orch_sandbox_portal_target (orch_sandbox_json_object (message, "sender"));

  return sender != NULL && g_str_has_prefix (sender, "Patient/");
}

/* What the clinic wrote and nobody has opened. */
static gboolean
is_unseen (JsonObject *message)
{
  return !is_by_patient (message) && orch_sandbox_json_string (message, "received") == NULL;
}

static gboolean
is_open (JsonObject *thread)
{
  return g_strcmp0 (orch_sandbox_json_string (thread, "status"), "in-progress") == 0;
}

static int
by_sent (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (orch_sandbox_json_string (*(JsonObject *const *) a, "sent"),
                    orch_sandbox_json_string (*(JsonObject *const *) b, "sent"));
}

static int
by_last (gconstpointer a, gconstpointer b)
{
  const Talk *one = *(Talk *const *) a, *other = *(Talk *const *) b;

  return g_strcmp0 (other->last, one->last);
}

/* Returns: (transfer full) (nullable): the conversation, when it is one of this patient */
static Talk *
load_talk (const OrchSandboxPortalVisit *visit, const char *reference)
{
  g_autoptr (JsonObject) thread = orch_sandbox_portal_load (visit->store, reference);
  g_autofree char *subject =
      thread == NULL ? NULL : orch_sandbox_portal_target (orch_sandbox_json_object (thread, "subject"));
  g_auto (GStrv) parts = NULL;
  Talk *talk;

  if (g_strcmp0 (subject, visit->patient) != 0 ||
      g_strcmp0 (orch_sandbox_messages_kind (thread), ORCH_SANDBOX_THREAD) != 0)
    return NULL;
  talk = g_new0 (Talk, 1);
  talk->thread = g_steal_pointer (&thread);
  talk->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  talk->last = orch_sandbox_json_string (talk->thread, "sent");
  parts = orch_sandbox_portal_find (visit->store, "Communication", "part-of", reference);
  for (int i = 0; parts[i] != NULL; i++)
    {
      JsonObject *message = orch_sandbox_portal_load (visit->store, parts[i]);

      if (message == NULL)
        continue;
      g_ptr_array_add (talk->messages, message);
      talk->unseen += is_unseen (message);
    }
  g_ptr_array_sort (talk->messages, by_sent);
  if (talk->messages->len > 0)
    talk->last = orch_sandbox_json_string (g_ptr_array_index (talk->messages, talk->messages->len - 1), "sent");
  return talk;
}

static const char *
topic_of (const OrchSandboxPortalVisit *visit, JsonObject *thread)
{
  const char *topic = orch_sandbox_json_string (orch_sandbox_json_object (thread, "topic"), "text");

  return topic != NULL ? topic : ORCH_SANDBOX_SAY (visit, "Sans objet", "No subject");
}

static char *
name_of (const OrchSandboxPortalVisit *visit, JsonObject *reference)
{
  g_autofree char *target = orch_sandbox_portal_target (reference);
  g_autoptr (JsonObject) resource = orch_sandbox_portal_load (visit->store, target);
  const char *display = orch_sandbox_json_string (reference, "display");

  if (resource != NULL && orch_sandbox_json_array (resource, "name") != NULL)
    return orch_sandbox_portal_name (resource);
  return g_strdup (display != NULL ? display : ORCH_SANDBOX_SAY (visit, "La clinique", "The clinic"));
}

/* Returns: (transfer none) (nullable): the recipient of that type */
static JsonObject *
recipient_of (JsonObject *thread, const char *type)
{
  JsonArray *recipients = orch_sandbox_json_array (thread, "recipient");

  for (guint i = 0; recipients != NULL && i < json_array_get_length (recipients); i++)
    {
      JsonObject *one = orch_sandbox_json_element (recipients, i);
      g_autofree char *target = orch_sandbox_portal_target (one);

      if (target != NULL && g_str_has_prefix (target, type))
        return one;
    }
  return NULL;
}

static JsonObject *
professional_of (JsonObject *thread)
{
  JsonObject *professional = recipient_of (thread, "Practitioner/");

  return professional != NULL ? professional : orch_sandbox_json_object (thread, "sender");
}

static void
append_item (GString *out, const OrchSandboxPortalVisit *visit, const Talk *talk)
{
  g_autofree char *when = orch_sandbox_portal_when (visit, talk->last);
  g_autofree char *with = name_of (visit, professional_of (talk->thread));

  g_string_append_printf (out, "<li><h2><a href=\"/portal/messages/%s?lang=%s\">",
                          orch_sandbox_json_string (talk->thread, "id"), visit->french ? "fr" : "en");
  orch_sandbox_portal_append (out, topic_of (visit, talk->thread));
  g_string_append (out, "</a></h2><p>");
  orch_sandbox_portal_append (out, with);
  g_string_append_printf (out, " · %s</p><p class=\"state\">", when);
  if (talk->unseen == 1)
    g_string_append_printf (out, "<strong>%s</strong> · ",
                            ORCH_SANDBOX_SAY (visit, "1 nouveau message", "1 new message"));
  else if (talk->unseen > 1)
    g_string_append_printf (out, "<strong>%u %s</strong> · ", talk->unseen,
                            ORCH_SANDBOX_SAY (visit, "nouveaux messages", "new messages"));
  g_string_append_printf (out, "%s</p></li>",
                          is_open (talk->thread) ? ORCH_SANDBOX_SAY (visit, "En cours", "In progress")
                                                 : ORCH_SANDBOX_SAY (visit, "Terminée", "Ended"));
}

OrchSandboxReply *
orch_sandbox_portal_talk_list (OrchSandboxPortalVisit *visit)
{
  g_auto (GStrv) all = orch_sandbox_portal_find (visit->store, "Communication", "subject", visit->patient);
  g_autoptr (GPtrArray) talks = g_ptr_array_new_with_free_func (talk_free);
  OrchSandboxReply *reply =
      orch_sandbox_portal_begin_page (visit, 200, ORCH_SANDBOX_SAY (visit, "Mes messages", "My messages"), NULL);
  GString *out = reply->body;

  for (int i = 0; all[i] != NULL; i++)
    {
      Talk *talk = load_talk (visit, all[i]);

      if (talk != NULL)
        g_ptr_array_add (talks, talk);
    }
  g_ptr_array_sort (talks, by_last);
  if (g_hash_table_contains (visit->query, "new"))
    g_string_append_printf (out, "<p class=\"good\" role=\"status\">%s</p>",
                            ORCH_SANDBOX_SAY (visit,
                                              "Votre compte est créé. Vous recevrez un courriel quand un message "
                                              "vous attendra ici.",
                                              "Your account is made. You will get an e-mail when a message waits for "
                                              "you here."));
  if (talks->len == 0)
    g_string_append_printf (out, "<p>%s</p>",
                            ORCH_SANDBOX_SAY (visit,
                                              "Aucun message pour l’instant. C’est votre clinique qui commence une "
                                              "conversation.",
                                              "No message as yet. It is your clinic that begins a conversation."));
  else
    {
      g_string_append (out, "<ul class=\"talks\">");
      for (guint i = 0; i < talks->len; i++)
        append_item (out, visit, g_ptr_array_index (talks, i));
      g_string_append (out, "</ul>");
    }
  return orch_sandbox_portal_end_page (visit, reply);
}

/* Returns: (transfer none) (nullable): what @message corrects, among those of the conversation */
static JsonObject *
corrected_by (const Talk *talk, JsonObject *message)
{
  JsonObject *to = orch_sandbox_json_element (orch_sandbox_json_array (message, "inResponseTo"), 0);
  const char *ours = orch_sandbox_json_string (orch_sandbox_json_object (to, "identifier"), "value");

  for (guint i = 0; ours != NULL && i < talk->messages->len; i++)
    if (g_strcmp0 (orch_sandbox_portal_identifier (g_ptr_array_index (talk->messages, i), ORCH_SANDBOX_URN), ours) == 0)
      return g_ptr_array_index (talk->messages, i);
  return NULL;
}

static gboolean
is_corrected (const Talk *talk, JsonObject *message)
{
  for (guint i = 0; i < talk->messages->len; i++)
    if (corrected_by (talk, g_ptr_array_index (talk->messages, i)) == message)
      return TRUE;
  return FALSE;
}

/* Both are there: what was written stays. */
static void
append_correction (GString *out, const OrchSandboxPortalVisit *visit, const Talk *talk, JsonObject *message)
{
  JsonObject *corrected = corrected_by (talk, message);

  if (corrected != NULL)
    {
      g_autofree char *when = orch_sandbox_portal_when (visit, orch_sandbox_json_string (corrected, "sent"));

      g_string_append_printf (out, "<p class=\"state\"><a href=\"#m-%s\">%s %s</a></p>",
                              orch_sandbox_json_string (corrected, "id"),
                              ORCH_SANDBOX_SAY (visit, "Correction du message du", "Correction of the message of"),
                              when);
    }
  if (is_corrected (talk, message))
    g_string_append_printf (out, "<p class=\"state\">%s</p>",
                            ORCH_SANDBOX_SAY (visit, "Corrigé par un message plus récent",
                                              "Corrected by a later message"));
}

static void
append_message (GString *out, const OrchSandboxPortalVisit *visit, const Talk *talk, JsonObject *message)
{
  JsonArray *payload = orch_sandbox_json_array (message, "payload");
  const char *id = orch_sandbox_json_string (message, "id");
  gboolean mine = is_by_patient (message);
  g_autofree char *when = orch_sandbox_portal_when (visit, orch_sandbox_json_string (message, "sent"));
  g_autofree char *who = mine ? g_strdup (ORCH_SANDBOX_SAY (visit, "Vous", "You"))
                              : name_of (visit, orch_sandbox_json_object (message, "sender"));

  g_string_append_printf (out, "<li id=\"m-%s\"%s><p class=\"who\"><strong>", id, mine ? " class=\"mine\"" : "");
  orch_sandbox_portal_append (out, who);
  g_string_append_printf (out, "</strong> · <time datetime=\"%s\">%s</time>%s</p>",
                          orch_sandbox_json_string (message, "sent"), when,
                          json_object_has_member (message, "inResponseTo")
                              ? ORCH_SANDBOX_SAY (visit, " · correction", " · correction")
                              : "");
  append_correction (out, visit, talk, message);
  for (guint i = 0; payload != NULL && i < json_array_get_length (payload); i++)
    {
      JsonObject *one = orch_sandbox_json_element (payload, i);
      JsonObject *attachment = orch_sandbox_json_object (one, "contentAttachment");
      const char *text = orch_sandbox_json_string (one, "contentString");

      if (text != NULL)
        {
          g_string_append (out, "<p class=\"text\">");
          orch_sandbox_portal_append (out, text);
          g_string_append (out, "</p>");
        }
      if (attachment != NULL)
        orch_sandbox_portal_attachment_append_link (out, visit, attachment,
                                                    orch_sandbox_json_string (talk->thread, "id"), id, i);
    }
  g_string_append (out, "</li>");
}

static void
append_answer (GString *out, const OrchSandboxPortalVisit *visit, const char *path, const char *text, gboolean wrong)
{
  g_autofree char *operation = g_uuid_string_random ();

  g_string_append_printf (out, "<h2>%s</h2>", ORCH_SANDBOX_SAY (visit, "Répondre", "Answer"));
  orch_sandbox_portal_append_form (out, visit, path, TRUE);
  g_string_append_printf (out,
                          "<input type=\"hidden\" name=\"op\" value=\"%s\"><label for=\"text\">%s</label>"
                          "<textarea id=\"text\" name=\"text\" rows=\"6\" maxlength=\"%d\"%s>",
                          operation, ORCH_SANDBOX_SAY (visit, "Votre message", "Your message"), TEXT_MOST,
                          wrong ? " aria-invalid=\"true\" aria-describedby=\"error\"" : "");
  orch_sandbox_portal_append (out, text);
  g_string_append_printf (
      out,
      "</textarea><label for=\"attachment\">%s</label><input id=\"attachment\" name=\"attachment\" type=\"file\" "
      "multiple accept=\".pdf,.png,.jpg,.jpeg\" aria-describedby=\"limits\"><p class=\"hint\" id=\"limits\">%s</p>"
      "<button type=\"submit\">%s</button></form>",
      ORCH_SANDBOX_SAY (visit, "Pièces jointes (facultatif)", "Attachments (optional)"),
      ORCH_SANDBOX_SAY (visit, "Au plus cinq fichiers PDF, PNG ou JPEG, de 5 Mo chacun.",
                        "At most five PDF, PNG or JPEG files, of 5 MB each."),
      ORCH_SANDBOX_SAY (visit, "Envoyer", "Send"));
}

static OrchSandboxReply *
talk_page (const OrchSandboxPortalVisit *visit, const Talk *talk, int status, const char *error)
{
  OrchSandboxReply *reply = orch_sandbox_portal_begin_page (visit, status, topic_of (visit, talk->thread), error);
  const char *id = orch_sandbox_json_string (talk->thread, "id");
  g_autofree char *path = g_strdup_printf ("messages/%s", id);
  g_autofree char *with = name_of (visit, professional_of (talk->thread));
  GString *out = reply->body;

  g_string_append_printf (out, "<p>%s ", ORCH_SANDBOX_SAY (visit, "Conversation avec", "Conversation with"));
  orch_sandbox_portal_append (out, with);
  g_string_append_printf (out, "</p>");
  if (g_hash_table_contains (visit->query, "sent"))
    g_string_append_printf (out, "<p class=\"good\" role=\"status\">%s</p>",
                            ORCH_SANDBOX_SAY (visit, "Votre message est envoyé.", "Your message is sent."));
  g_string_append (out, "<ol class=\"talk\">");
  for (guint i = 0; i < talk->messages->len; i++)
    append_message (out, visit, talk, g_ptr_array_index (talk->messages, i));
  g_string_append (out, "</ol>");
  if (is_open (talk->thread))
    append_answer (out, visit, path, error == NULL ? "" : orch_sandbox_portal_visit_field (visit, "text"),
                   error != NULL);
  else
    g_string_append_printf (
        out, "<p class=\"ended\">%s</p>",
        ORCH_SANDBOX_SAY (visit, "Cette conversation est terminée. Pour toute question, appelez votre clinique.",
                          "This conversation has ended. If you have a question, call your clinic."));
  return orch_sandbox_portal_end_page (visit, reply);
}

/* What was shown is seen, but in a completed conversation, where nothing changes. */
static void
mark_seen (OrchSandboxPortalVisit *visit, Talk *talk)
{
  g_autofree char *now = orch_clock_format_instant (orch_clock_now_us ());

  if (g_strcmp0 (orch_sandbox_json_string (talk->thread, "status"), "completed") == 0)
    return;
  for (guint i = 0; i < talk->messages->len; i++)
    {
      JsonObject *message = g_ptr_array_index (talk->messages, i);

      if (!is_unseen (message))
        continue;
      json_object_set_string_member (message, "received", now);
      orch_sandbox_portal_put (visit->store, message);
    }
}

static JsonArray *
recipients_of_answer (const OrchSandboxPortalVisit *visit, JsonObject *thread)
{
  JsonArray *recipients = orch_sandbox_json_array (thread, "recipient");
  g_autofree char *professional = orch_sandbox_portal_target (professional_of (thread));
  JsonArray *out = json_array_new ();

  for (guint i = 0; recipients != NULL && i < json_array_get_length (recipients); i++)
    {
      g_autofree char *target = orch_sandbox_portal_target (orch_sandbox_json_element (recipients, i));

      if (target != NULL && g_str_has_prefix (target, "Organization/"))
        json_array_add_object_element (out, orch_sandbox_portal_reference (visit->store, target));
    }
  if (professional != NULL)
    json_array_add_object_element (out, orch_sandbox_portal_reference (visit->store, professional));
  return out;
}

static void
write_answer (OrchSandboxPortalVisit *visit, const Talk *talk, const char *text, JsonArray *attachments,
              const char *operation)
{
  g_autoptr (JsonObject) message = json_object_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *ours = g_strdup_printf ("urn:uuid:%s", operation);
  g_autofree char *now = orch_clock_format_instant (orch_clock_now_us ());
  g_autofree char *head = orch_sandbox_portal_own_reference (talk->thread);
  JsonArray *part_of = json_array_new ();
  JsonArray *payload = json_array_new ();
  JsonArray *category = json_array_new ();
  g_autoptr (JsonObject) concept = json_object_new ();

  json_object_set_string_member (message, "resourceType", "Communication");
  json_object_set_string_member (message, "id", id);
  orch_sandbox_portal_add_identifier (message, ORCH_SANDBOX_URN, ours);
  json_array_add_object_element (part_of, orch_sandbox_portal_reference (visit->store, head));
  json_object_set_array_member (message, "partOf", part_of);
  json_object_set_string_member (message, "status", "completed");
  orch_sandbox_portal_set_code (concept, "category", ORCH_SANDBOX_BASE "/CodeSystem/communication",
                                ORCH_SANDBOX_MESSAGE);
  json_array_add_element (category, json_object_dup_member (concept, "category"));
  json_object_set_array_member (message, "category", category);
  json_object_set_object_member (message, "subject", orch_sandbox_portal_reference (visit->store, visit->patient));
  json_object_set_string_member (message, "sent", now);
  json_object_set_array_member (message, "recipient", recipients_of_answer (visit, talk->thread));
  json_object_set_object_member (message, "sender", orch_sandbox_portal_reference (visit->store, visit->patient));
  if (*text != '\0')
    {
      JsonObject *content = json_object_new ();

      json_object_set_string_member (content, "contentString", text);
      json_array_add_object_element (payload, content);
    }
  for (guint i = 0; i < json_array_get_length (attachments); i++)
    {
      JsonObject *content = json_object_new ();

      json_object_set_member (content, "contentAttachment", json_node_copy (json_array_get_element (attachments, i)));
      json_array_add_object_element (payload, content);
    }
  json_object_set_array_member (message, "payload", payload);
  orch_sandbox_portal_put (visit->store, message);
}

static OrchSandboxReply *
answer (OrchSandboxPortalVisit *visit, const Talk *talk)
{
  const char *operation = orch_sandbox_portal_visit_field (visit, "op");
  const char *id = orch_sandbox_json_string (talk->thread, "id");
  g_autofree char *path = g_strdup_printf ("messages/%s", id);
  g_autofree char *text = NULL;
  g_autofree char *ours = g_strdup_printf ("urn:uuid:%s", operation);
  g_auto (GStrv) former = orch_sandbox_portal_find (visit->store, "Communication", "identifier", ours);
  g_autoptr (JsonArray) attachments = json_array_new ();
  g_auto (GStrv) lines = g_strsplit (orch_sandbox_portal_visit_field (visit, "text"), "\r\n", -1);
  const char *problem;

  if (!g_uuid_string_is_valid (operation))
    return talk_page (visit, talk, 400,
                      ORCH_SANDBOX_SAY (visit, "Le formulaire est incomplet.", "The form is incomplete."));
  /* The same form sent twice is one message. */
  if (former[0] != NULL)
    return orch_sandbox_portal_go (visit, path, "&sent=1");
  if (!is_open (talk->thread))
    return talk_page (visit, talk, 409,
                      ORCH_SANDBOX_SAY (visit, "La conversation vient de se terminer : le message n’est pas envoyé.",
                                        "The conversation has just ended: the message is not sent."));
  text = g_strstrip (g_strjoinv ("\n", lines));
  problem = orch_sandbox_portal_attachment_read (visit, attachments);
  if (problem != NULL)
    return talk_page (visit, talk, 422, problem);
  if (g_utf8_strlen (text, -1) > TEXT_MOST)
    return talk_page (visit, talk, 422,
                      ORCH_SANDBOX_SAY (visit, "Le message a plus de 10 000 caractères.",
                                        "The message has more than 10,000 characters."));
  if (*text == '\0' && json_array_get_length (attachments) == 0)
    return talk_page (visit, talk, 422,
                      ORCH_SANDBOX_SAY (visit, "Écrivez un message, ou joignez un fichier.",
                                        "Write a message, or attach a file."));
  write_answer (visit, talk, text, attachments, operation);
  return orch_sandbox_portal_go (visit, path, "&sent=1");
}

OrchSandboxReply *
orch_sandbox_portal_talk_conversation (OrchSandboxPortalVisit *visit)
{
  g_auto (GStrv) parts = g_strsplit (visit->path, "/", -1);
  g_autofree char *reference = g_strdup_printf ("Communication/%s", parts[1]);
  g_autoptr (Talk) talk = load_talk (visit, reference);
  guint n = g_strv_length (parts);

  if (talk != NULL && n == 4 && !visit->post)
    for (guint i = 0; i < talk->messages->len; i++)
      {
        JsonObject *message = g_ptr_array_index (talk->messages, i);
        OrchSandboxReply *reply = g_strcmp0 (orch_sandbox_json_string (message, "id"), parts[2]) == 0
                                      ? orch_sandbox_portal_attachment_reply (message, parts[3])
                                      : NULL;

        if (reply != NULL)
          return reply;
      }
  if (talk == NULL || n != 2)
    return orch_sandbox_portal_page (visit, 404,
                                     ORCH_SANDBOX_SAY (visit, "Conversation inconnue", "Unknown conversation"),
                                     ORCH_SANDBOX_SAY (visit, "Cette conversation n’est pas parmi les vôtres.",
                                                       "This conversation is not yours."));
  if (visit->post)
    return answer (visit, talk);
  if (g_str_equal (visit->request->method, "GET"))
    mark_seen (visit, talk);
  return talk_page (visit, talk, 200, NULL);
}
