/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Documents and letters. See the header. Main thread.
 */
#include "orch-sandbox-accuro-chart.h"

#include "orch-sandbox-json.h"

#define DOCUMENT_MOST (20 * 1024 * 1024)
#define FOLDERS "accuro-folders"

static const struct
{
  gint64 id;
  const char *name;
  const char *abbreviation;
} letter_types[] = { { 1, "Note clinique", "NC" }, { 2, "Correspondance", "CO" }, { 3, "Message du patient", "MP" } };

/* Returns: (transfer full): {"folders": […]}; the first ones, until somebody makes another. */
static JsonObject *
read_folders (const OrchSandboxAccuroCall *call)
{
  g_autofree char *text = orch_sandbox_store_get_value (call->store, FOLDERS);

  return orch_sandbox_json_parse (
      text != NULL ? text
                   : "{\"folders\":[{\"id\":1,\"name\":\"Documents\",\"subFolders\":[{\"id\":11,\"name\":\"Messages\"},"
                     "{\"id\":12,\"name\":\"Formulaires\"}]},{\"id\":2,\"name\":\"Références\",\"subFolders\":[]}]}",
      -1, NULL);
}

static JsonObject *
find_by_id (JsonArray *list, gint64 id)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *one = orch_sandbox_json_element (list, i);

      if (orch_sandbox_json_int (one, "id", -1) == id)
        return one;
    }
  return NULL;
}

OrchSandboxReply *
orch_sandbox_accuro_folders (const OrchSandboxAccuroCall *call)
{
  g_autoptr (JsonObject) all = read_folders (call);

  return orch_sandbox_accuro_reply_array (json_array_ref (orch_sandbox_json_array (all, "folders")));
}

static OrchSandboxReply *
reply_number (gint64 number)
{
  return orch_sandbox_reply_new_json (200, g_strdup_printf ("%" G_GINT64_FORMAT, number));
}

static JsonObject *
parse_body (const OrchSandboxAccuroCall *call)
{
  return call->request->body_length == 0
             ? NULL
             : orch_sandbox_json_parse (call->request->body, (gssize) call->request->body_length, NULL);
}

OrchSandboxReply *
orch_sandbox_accuro_make_folder (const OrchSandboxAccuroCall *call)
{
  g_autoptr (JsonObject) body = parse_body (call);
  g_autoptr (JsonObject) all = read_folders (call);
  JsonArray *folders = orch_sandbox_json_array (all, "folders");
  JsonArray *given = orch_sandbox_json_array (body, "subFolders");
  gint64 id = json_array_get_length (folders) + 1;
  JsonObject *folder;
  JsonArray *subs;
  g_autofree char *text = NULL;

  if (orch_sandbox_json_string (body, "name") == NULL)
    return orch_sandbox_accuro_error (400, "Bad Request");
  folder = json_object_new ();
  subs = json_array_new ();
  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    {
      JsonObject *from = orch_sandbox_json_element (given, i);
      JsonObject *one = json_object_new ();

      json_object_set_int_member (one, "id", orch_sandbox_json_int (from, "id", id * 10 + i + 1));
      orch_sandbox_json_set_string (one, "name", orch_sandbox_json_string (from, "name"));
      json_array_add_object_element (subs, one);
    }
  json_object_set_int_member (folder, "id", id);
  json_object_set_string_member (folder, "name", orch_sandbox_json_string (body, "name"));
  json_object_set_array_member (folder, "subFolders", subs);
  json_array_add_object_element (folders, folder);
  text = orch_sandbox_json_print (all);
  orch_sandbox_store_set_value (call->store, FOLDERS, text);
  return reply_number (id);
}

/* The parts of the form. Returns whether both are there. */
static gboolean
read_form (const OrchSandboxAccuroCall *call, JsonObject **details, GBytes **document, char **type)
{
  g_autoptr (GBytes) body = g_bytes_new_static (call->request->body, call->request->body_length);
  SoupMultipart *form = soup_multipart_new_from_message (call->request->headers, body);

  for (int i = 0; form != NULL && i < soup_multipart_get_length (form); i++)
    {
      SoupMessageHeaders *headers;
      GBytes *part;
      g_autofree char *disposition = NULL;
      g_autoptr (GHashTable) params = NULL;
      const char *name;

      if (!soup_multipart_get_part (form, i, &headers, &part) ||
          !soup_message_headers_get_content_disposition (headers, &disposition, &params))
        continue;
      name = g_hash_table_lookup (params, "name");
      if (g_strcmp0 (name, "details") == 0 && *details == NULL)
        *details = orch_sandbox_json_parse (g_bytes_get_data (part, NULL), (gssize) g_bytes_get_size (part), NULL);
      else if (g_strcmp0 (name, "document") == 0 && *document == NULL)
        {
          *document = g_bytes_ref (part);
          *type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
        }
    }
  if (form != NULL)
    soup_multipart_free (form);
  return *details != NULL && *document != NULL && g_bytes_get_size (*document) > 0;
}

OrchSandboxReply *
orch_sandbox_accuro_document (const OrchSandboxAccuroCall *call)
{
  g_autoptr (JsonObject) details = NULL;
  g_autoptr (GBytes) document = NULL;
  g_autofree char *type = NULL;
  g_autoptr (JsonObject) all = read_folders (call);
  g_autoptr (OrchSandboxEmrRecord) patient = NULL;
  g_autofree char *data = NULL;
  g_autofree char *id = NULL;
  g_autofree char *reference = NULL;
  g_autoptr (OrchSandboxEmrRecord) made = NULL;
  JsonArray *answer;
  gint64 sub_folder;
  JsonObject *folder;

  if (!read_form (call, &details, &document, &type) || orch_sandbox_json_string (details, "file_name") == NULL)
    return orch_sandbox_accuro_error (400, "Bad Request");
  if (g_bytes_get_size (document) > DOCUMENT_MOST)
    {
      /* Another code than the status: so has the documentation. */
      OrchSandboxReply *reply = orch_sandbox_accuro_error (401, "document uploaded is more than 20MB");

      reply->status = 403;
      return reply;
    }
  folder = find_by_id (orch_sandbox_json_array (all, "folders"), orch_sandbox_json_int (details, "folder_id", -1));
  sub_folder = orch_sandbox_json_int (details, "sub_folder_id", 0);
  patient = orch_sandbox_emr_record_find (call->store, call->emr, "Patient",
                                          orch_sandbox_json_int (details, "patient_id", -1));
  if (patient == NULL || folder == NULL ||
      (sub_folder != 0 && find_by_id (orch_sandbox_json_array (folder, "subFolders"), sub_folder) == NULL))
    return orch_sandbox_accuro_error (404, "Resource not found");
  data = g_base64_encode (g_bytes_get_data (document, NULL), g_bytes_get_size (document));
  id = orch_sandbox_emr_record_keep_document (call->store, patient, "document",
                                              orch_sandbox_json_string (details, "file_name"), type, data, details);
  reference = g_strconcat ("DocumentReference/", id, NULL);
  made = orch_sandbox_emr_record_get (call->store, reference);
  answer = json_array_new ();
  json_array_add_int_element (answer, made->row);
  return orch_sandbox_accuro_reply_array (answer);
}

OrchSandboxReply *
orch_sandbox_accuro_letter_types (const OrchSandboxAccuroCall *call)
{
  JsonArray *list = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (letter_types); i++)
    {
      JsonObject *one = json_object_new ();

      json_object_set_int_member (one, "typeId", letter_types[i].id);
      json_object_set_string_member (one, "typeName", letter_types[i].name);
      json_object_set_string_member (one, "abbreviation", letter_types[i].abbreviation);
      json_array_add_object_element (list, one);
    }
  return orch_sandbox_accuro_reply_array (list);
}

/* What is not ASCII is mangled: the documentation warns of it. */
static char *
mangle (const char *text)
{
  char *out = g_strdup (text);

  for (char *p = out; *p != '\0'; p++)
    if ((unsigned char) *p >= 0x80)
      *p = '?';
  return out;
}

OrchSandboxReply *
orch_sandbox_accuro_letter (const OrchSandboxAccuroCall *call)
{
  g_autoptr (JsonObject) body = parse_body (call);
  const char *title = orch_sandbox_json_string (body, "title");
  const char *content = orch_sandbox_json_string (body, "content");
  gint64 type = orch_sandbox_json_int (body, "typeId", 0);
  gboolean rich;
  g_autoptr (OrchSandboxEmrRecord) patient = NULL;
  g_autoptr (OrchSandboxEmrRecord) made = NULL;
  g_autofree char *mangled = NULL;
  g_autofree char *data = NULL;
  g_autofree char *id = NULL;
  g_autofree char *reference = NULL;

  if (title == NULL || content == NULL || type < 1 || !json_object_has_member (body, "patientId"))
    return orch_sandbox_accuro_error (400, "Bad Request");
  patient =
      orch_sandbox_emr_record_find (call->store, call->emr, "Patient", orch_sandbox_json_int (body, "patientId", -1));
  if (patient == NULL || type > (gint64) G_N_ELEMENTS (letter_types))
    return orch_sandbox_accuro_error (404, "Resource not found");
  mangled = mangle (content);
  data = g_base64_encode ((const guchar *) mangled, strlen (mangled));
  rich = g_str_has_prefix (content, "{\\rtf");
  json_object_remove_member (body, "content");
  id = orch_sandbox_emr_record_keep_document (call->store, patient, "note", title, rich ? "text/rtf" : "text/plain",
                                              data, body);
  reference = g_strconcat ("DocumentReference/", id, NULL);
  made = orch_sandbox_emr_record_get (call->store, reference);
  return reply_number (made->row);
}
