/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-map-message.h.
 */
#include "orch-map-message.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-map.h"

#define SYSTEM ORCH_HUB_CODE ("communication")
#define PERSON_NAME_MAX 200
#define FILE_NAME_MAX 120
#define PAYLOADS_MAX 50

/* --- out ---------------------------------------------------------------------------------- */

static void
set_instant (JsonObject *object, const char *member, gint64 us)
{
  if (us > 0)
    {
      g_autofree char *text = orch_map_instant (us);

      json_object_set_string_member (object, member, text);
    }
}

static void
add_instant (JsonObject *resource, const char *url, gint64 us)
{
  if (us > 0)
    {
      JsonObject *extension = orch_map_extension (url);

      set_instant (extension, "valueDateTime", us);
      orch_map_append (resource, "extension", extension);
    }
}

static JsonObject *
make_patient (const OrchMapTalk *talk)
{
  g_autofree char *reference = g_strconcat ("Patient/", talk->patient_hub_id, NULL);

  return orch_map_refer (NULL, reference, talk->patient_id, NULL);
}

/* The clinic and the department: by these the other workstations find it */
static void
add_organizations (JsonObject *resource, OrchConversation *conversation, const OrchMapTalk *talk)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  g_autofree char *clinic = g_strconcat ("Organization/", talk->clinic_hub_id, NULL);

  orch_map_append (resource, "recipient", orch_map_refer (NULL, clinic, NULL, NULL));
  if (f->department != NULL && !g_str_equal (f->department, clinic))
    orch_map_append (resource, "recipient", orch_map_refer (NULL, f->department, NULL, NULL));
}

static void
add_category (JsonObject *resource, const char *code)
{
  orch_map_append (resource, "category", orch_map_concept (SYSTEM, code, NULL));
}

JsonObject *
orch_map_conversation (OrchConversation *conversation, const OrchMapTalk *talk)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  JsonObject *json = orch_map_new ("Communication", f->id);
  const gboolean over = f->status == ORCH_CONVERSATION_REPORT;

  json_object_set_string_member (json, "status",
                                 over                                       ? "on-hold"
                                 : f->status == ORCH_CONVERSATION_COMPLETED ? "completed"
                                                                            : "in-progress");
  if (over)
    json_object_set_object_member (json, "statusReason", orch_map_concept (SYSTEM, "report-pending", NULL));
  add_category (json, "thread");
  json_object_set_string_member (json, "priority", f->urgent ? "urgent" : "routine");
  json_object_set_object_member (json, "subject", make_patient (talk));
  if (f->subject != NULL)
    json_object_set_object_member (json, "topic", orch_map_concept (NULL, NULL, f->subject));
  if (f->author != NULL)
    json_object_set_object_member (json, "sender", orch_map_refer (NULL, f->author, NULL, f->author_name));
  set_instant (json, "sent", f->began_us);
  add_organizations (json, conversation, talk);
  if (f->professional != NULL)
    orch_map_append (json, "recipient", orch_map_refer (NULL, f->professional, NULL, f->professional_name));
  if (f->assignee != NULL && g_strcmp0 (f->assignee, f->professional) != 0)
    orch_map_append (json, "recipient", orch_map_refer (NULL, f->assignee, NULL, f->assignee_name));
  orch_map_append (json, "recipient", make_patient (talk));
  if (f->assignee != NULL)
    {
      JsonObject *extension = orch_map_extension (ORCH_HUB_EXTENSION ("assignee"));

      json_object_set_object_member (extension, "valueReference",
                                     orch_map_refer (NULL, f->assignee, NULL, f->assignee_name));
      orch_map_append (json, "extension", extension);
    }
  if (f->follow_up != NULL)
    {
      JsonObject *extension = orch_map_extension (ORCH_HUB_EXTENSION ("follow-up"));

      json_object_set_string_member (extension, "valueDate", f->follow_up);
      orch_map_append (json, "extension", extension);
    }
  add_instant (json, ORCH_HUB_EXTENSION ("ended"), f->closed_us);
  add_instant (json, ORCH_HUB_EXTENSION ("completed"), f->completed_us);
  return json;
}

static void
add_files (JsonObject *json, GPtrArray *files)
{
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      OrchMessageFile *file = g_ptr_array_index (files, i);
      GBytes *bytes = orch_message_file_get_bytes (file);
      JsonObject *payload = json_object_new ();
      JsonObject *attachment = json_object_new ();
      g_autofree char *data = NULL;

      json_object_set_string_member (attachment, "contentType", orch_message_file_get_content_type (file));
      orch_map_set_string (attachment, "title", orch_message_file_get_name (file));
      json_object_set_int_member (attachment, "size", (gint64) orch_message_file_get_size (file));
      if (bytes != NULL)
        {
          data = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
          json_object_set_string_member (attachment, "data", data);
        }
      json_object_set_object_member (payload, "contentAttachment", attachment);
      orch_map_append (json, "payload", payload);
    }
}

JsonObject *
orch_map_message (OrchMessage *message, OrchConversation *conversation, const OrchMapTalk *talk)
{
  const OrchMessageFields *f = orch_message_get_fields (message);
  const OrchConversationFields *c = orch_conversation_get_fields (conversation);
  JsonObject *json = orch_map_new ("Communication", f->id);
  g_autofree char *header = g_strconcat ("Communication/", c->hub_id, NULL);

  json_object_set_string_member (json, "status", "completed");
  add_category (json, "message");
  orch_map_append (json, "partOf", orch_map_refer (NULL, header, c->id, NULL));
  json_object_set_object_member (json, "subject", make_patient (talk));
  json_object_set_object_member (json, "sender",
                                 f->from_patient ? make_patient (talk)
                                                 : orch_map_refer (NULL, f->sender, NULL, f->sender_name));
  add_organizations (json, conversation, talk);
  if (!f->from_patient)
    orch_map_append (json, "recipient", make_patient (talk));
  else if (c->professional != NULL)
    orch_map_append (json, "recipient", orch_map_refer (NULL, c->professional, NULL, c->professional_name));
  set_instant (json, "sent", f->sent_us);
  set_instant (json, "received", f->received_us);
  if (f->corrects != NULL)
    {
      JsonObject *corrected = json_object_new ();
      JsonObject *identifier = json_object_new ();
      g_autofree char *urn = orch_map_urn (f->corrects);

      json_object_set_string_member (identifier, "system", ORCH_HUB_UUID_SYSTEM);
      json_object_set_string_member (identifier, "value", urn);
      json_object_set_string_member (corrected, "type", "Communication");
      json_object_set_object_member (corrected, "identifier", identifier);
      orch_map_append (json, "inResponseTo", corrected);
    }
  if (!orch_text_is_empty (f->text))
    {
      JsonObject *payload = json_object_new ();

      json_object_set_string_member (payload, "contentString", f->text);
      orch_map_append (json, "payload", payload);
    }
  add_files (json, f->files);
  return json;
}

JsonObject *
orch_map_report (const char *id, const char *title, const char *author, const char *author_name, gint64 made_us,
                 GBytes *pdf, OrchConversation *conversation, const OrchMapTalk *talk)
{
  JsonObject *json = orch_map_new ("DocumentReference", id);
  JsonObject *content = json_object_new ();
  JsonObject *attachment = json_object_new ();
  JsonObject *context = json_object_new ();
  g_autofree char *clinic = g_strconcat ("Organization/", talk->clinic_hub_id, NULL);
  g_autofree char *header = g_strconcat ("Communication/", orch_conversation_get_fields (conversation)->hub_id, NULL);
  g_autofree char *data = g_base64_encode (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf));
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;
  g_autofree char *hash = NULL;

  json_object_set_string_member (json, "status", "current");
  json_object_set_object_member (json, "type", orch_map_concept (ORCH_HUB_CODE ("document-kind"), "report", NULL));
  json_object_set_object_member (json, "subject", make_patient (talk));
  if (author != NULL)
    orch_map_append (json, "author", orch_map_refer (NULL, author, NULL, author_name));
  json_object_set_object_member (json, "custodian", orch_map_refer (NULL, clinic, NULL, NULL));
  set_instant (json, "date", made_us);
  orch_map_set_string (json, "description", title);
  orch_map_append (context, "related",
                   orch_map_refer (NULL, header, orch_conversation_get_fields (conversation)->id, NULL));
  json_object_set_object_member (json, "context", context);

  g_checksum_update (checksum, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf));
  g_checksum_get_digest (checksum, digest, &length);
  hash = g_base64_encode (digest, length);
  json_object_set_string_member (attachment, "contentType", "application/pdf");
  json_object_set_string_member (attachment, "data", data);
  json_object_set_int_member (attachment, "size", (gint64) g_bytes_get_size (pdf));
  json_object_set_string_member (attachment, "hash", hash);
  orch_map_set_string (attachment, "title", title);
  json_object_set_object_member (content, "attachment", attachment);
  orch_map_append (json, "content", content);
  return json;
}

/* --- in ----------------------------------------------------------------------------------- */

static gint64
get_instant (JsonObject *object, const char *member)
{
  gint64 us = 0;

  return orch_clock_parse_instant (orch_json_get_string (object, member), &us) ? us : 0;
}

static gint64
get_extension_instant (JsonObject *resource, const char *url)
{
  return get_instant (orch_map_get_extension (resource, url), "valueDateTime");
}

/* Returns: (transfer full) (nullable): "Type/id" when @reference is to @type */
static char *
dup_reference (JsonObject *reference, const char *type)
{
  g_autofree char *id = orch_fhir_reference_id (orch_json_get_string (reference, "reference"), type);

  return id != NULL ? g_strconcat (type, "/", id, NULL) : NULL;
}

/* Returns: (transfer full) (nullable) */
static char *
dup_display (JsonObject *reference)
{
  g_autofree char *name = orch_text_clean (orch_json_get_string (reference, "display"), PERSON_NAME_MAX);

  return *name != '\0' ? g_steal_pointer (&name) : NULL;
}

/* Returns: (transfer full) (nullable): our UUID of what is referred to */
static char *
dup_identifier (JsonObject *reference)
{
  JsonObject *identifier = orch_json_get_object (reference, "identifier");
  const char *value = orch_json_get_string (identifier, "value");

  if (value == NULL || g_strcmp0 (orch_json_get_string (identifier, "system"), ORCH_HUB_UUID_SYSTEM) != 0 ||
      !g_str_has_prefix (value, "urn:uuid:") || !g_uuid_string_is_valid (value + strlen ("urn:uuid:")))
    return NULL;
  return g_ascii_strdown (value + strlen ("urn:uuid:"), -1);
}

/* Returns: (transfer full): ours, or one made of the server's: the same on every workstation */
static char *
dup_id (JsonObject *communication)
{
  char *id = orch_map_get_id (communication);

  return id != NULL ? id : orch_map_derive_id (orch_json_get_string (communication, "id"), "communication");
}

static gboolean
get_status (JsonObject *json, OrchConversationStatus *status)
{
  const char *text = orch_json_get_string (json, "status");

  if (g_strcmp0 (text, "in-progress") == 0)
    *status = ORCH_CONVERSATION_IN_PROGRESS;
  else if (g_strcmp0 (text, "on-hold") == 0)
    *status = ORCH_CONVERSATION_REPORT;
  else if (g_strcmp0 (text, "completed") == 0)
    *status = ORCH_CONVERSATION_COMPLETED;
  else
    return FALSE;
  return TRUE;
}

static GObject *
read_conversation (JsonObject *json)
{
  JsonObject *subject = orch_json_get_object (json, "subject");
  JsonObject *sender = orch_json_get_object (json, "sender");
  JsonObject *assigned =
      orch_json_get_object (orch_map_get_extension (json, ORCH_HUB_EXTENSION ("assignee")), "valueReference");
  g_autofree char *id = dup_id (json);
  g_autofree char *patient = dup_identifier (subject);
  g_autofree char *patient_hub_id = orch_fhir_reference_id (orch_json_get_string (subject, "reference"), "Patient");
  g_autofree char *topic =
      orch_text_clean (orch_json_get_string (orch_json_get_object (json, "topic"), "text"), ORCH_SUBJECT_MAX);
  g_autofree char *author = dup_reference (sender, "Practitioner");
  g_autofree char *author_name = dup_display (sender);
  g_autofree char *assignee = dup_reference (assigned, "Practitioner");
  g_autofree char *assignee_name = dup_display (assigned);
  g_autofree char *professional = NULL;
  g_autofree char *professional_name = NULL;
  g_autofree char *department = NULL;
  OrchConversationStatus status = ORCH_CONVERSATION_IN_PROGRESS;
  const char *priority = orch_json_get_string (json, "priority");
  const char *follow_up =
      orch_json_get_string (orch_map_get_extension (json, ORCH_HUB_EXTENSION ("follow-up")), "valueDate");
  const guint n = orch_json_count (json, "recipient");

  if (patient_hub_id == NULL || !get_status (json, &status))
    return NULL;
  for (guint i = 0, organizations = 0; i < n; i++)
    {
      JsonObject *recipient = orch_json_nth (json, "recipient", i);
      g_autofree char *organization = dup_reference (recipient, "Organization");

      if (professional == NULL && (professional = dup_reference (recipient, "Practitioner")) != NULL)
        professional_name = dup_display (recipient);
      /* The clinic comes first, the department after it. */
      if (organization != NULL && organizations++ == 1)
        department = g_steal_pointer (&organization);
    }
  OrchConversationFields fields = {
    .id = id,
    .hub_id = orch_json_get_string (json, "id"),
    .patient = patient,
    .patient_hub_id = patient_hub_id,
    .subject = topic,
    .professional = professional,
    .professional_name = professional_name,
    .author = author,
    .author_name = author_name,
    .assignee = assignee,
    .assignee_name = assignee_name,
    .department = department,
    .status = status,
    .follow_up = orch_conversation_is_day (follow_up) ? follow_up : NULL,
    .urgent = priority != NULL && !g_str_equal (priority, "routine"),
    .began_us = get_instant (json, "sent"),
    .closed_us = get_extension_instant (json, ORCH_HUB_EXTENSION ("ended")),
    .completed_us = get_extension_instant (json, ORCH_HUB_EXTENSION ("completed")),
  };
  return G_OBJECT (orch_conversation_new (&fields));
}

/* @text: appended to. A person may have written many lines: they stay. */
static void
read_text (GString *text, const char *content)
{
  g_auto (GStrv) lines = g_strsplit (content, "\n", -1);

  if (text->len > 0)
    g_string_append_c (text, '\n');
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *clean = orch_text_clean (lines[i], ORCH_MESSAGE_TEXT_MAX);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", clean);
    }
}

static OrchMessageFile *
read_file (JsonObject *attachment)
{
  g_autofree char *name = orch_text_clean (orch_json_get_string (attachment, "title"), FILE_NAME_MAX);
  g_autofree char *type = orch_text_clean (orch_json_get_string (attachment, "contentType"), FILE_NAME_MAX);
  const char *data = orch_json_get_string (attachment, "data");
  g_autoptr (GBytes) bytes = NULL;

  if (data != NULL && strlen (data) / 4 * 3 <= ORCH_MESSAGE_FILE_MAX_BYTES + 3)
    {
      gsize length = 0;
      guchar *decoded = g_base64_decode (data, &length);

      bytes = length > 0 ? g_bytes_new_take (decoded, length) : NULL;
      if (bytes == NULL)
        g_free (decoded);
    }
  return orch_message_file_new (name, *type != '\0' ? type : NULL,
                                (gsize) MAX (orch_json_get_int (attachment, "size", 0), 0), bytes);
}

static GObject *
read_message (JsonObject *json, const char *header)
{
  JsonObject *sender = orch_json_get_object (json, "sender");
  g_autofree char *id = dup_id (json);
  g_autofree char *conversation = dup_identifier (orch_json_get_first (json, "partOf"));
  g_autofree char *practitioner = dup_reference (sender, "Practitioner");
  g_autofree char *patient = dup_reference (sender, "Patient");
  g_autofree char *name = practitioner != NULL ? dup_display (sender) : NULL;
  g_autofree char *corrects = dup_identifier (orch_json_get_first (json, "inResponseTo"));
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GString) text = g_string_new (NULL);
  const guint n = MIN (orch_json_count (json, "payload"), PAYLOADS_MAX);

  if (practitioner == NULL && patient == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *payload = orch_json_nth (json, "payload", i);
      const char *content = orch_json_get_string (payload, "contentString");
      JsonObject *attachment = orch_json_get_object (payload, "contentAttachment");

      if (content != NULL)
        read_text (text, content);
      else if (attachment != NULL && files->len < ORCH_MESSAGE_FILES_MAX)
        g_ptr_array_add (files, read_file (attachment));
    }
  OrchMessageFields fields = {
    .id = id,
    .hub_id = orch_json_get_string (json, "id"),
    .conversation = conversation,
    .conversation_hub_id = header,
    .sender = practitioner,
    .sender_name = name,
    .from_patient = practitioner == NULL,
    .text = text->str,
    .corrects = corrects,
    .sent_us = get_instant (json, "sent"),
    .received_us = get_instant (json, "received"),
    .files = files,
    .error_code = -1,
  };
  return G_OBJECT (orch_message_new (&fields));
}

GObject *
orch_map_communication_from (JsonObject *communication)
{
  g_autofree char *header = NULL;

  if (communication == NULL || orch_json_get_string (communication, "id") == NULL)
    return NULL;
  header = orch_fhir_reference_id (orch_json_get_string (orch_json_get_first (communication, "partOf"), "reference"),
                                   "Communication");
  return header != NULL ? read_message (communication, header) : read_conversation (communication);
}

gboolean
orch_map_is_sent_to (JsonObject *communication, const char *clinic_hub_id)
{
  const guint n = orch_json_count (communication, "recipient");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id =
          orch_fhir_reference_id (orch_json_get_string (orch_json_nth (communication, "recipient", i), "reference"),
                                  "Organization");

      if (g_strcmp0 (id, clinic_hub_id) == 0)
        return TRUE;
    }
  return FALSE;
}
