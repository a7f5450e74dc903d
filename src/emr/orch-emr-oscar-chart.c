/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The OSCAR connector: documents and notes into charts. All that is not ASCII goes in bodies (emr-facts A2). A document is what OpenO's
 * document/saveDocumentToDemographic takes, which older ones lack; nothing lists the documents of a chart, so that one whose answer was lost is left to a
 * person. A note carries the op as its uuid: notes of one uuid are revisions of each other, of which the chart shows the last, so that sending it again
 * does not make a second one.
 * Source: emr-facts A6; OpenO's DocumentService, DocumentTo1 and NotesService.saveNote.
 */
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-emr-oscar-private.h"
#include "orch-oscar-read.h"

#define DOCUMENTS "/document/saveDocumentToDemographic"

/* Awaits. A number that nobody has is no error to OSCAR: the document would be nobody's. */
static gboolean
check_patient (OrchEmrOscar *self, const char *patient, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (orch_oscar_is_id (patient))
    root = orch_emr_oscar_get_patient (self, patient, &local_error);
  if (root != NULL && !JSON_NODE_HOLDS_NULL (root))
    return TRUE;
  if (local_error != NULL && !g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    orch_emr_posting_set_error (error, ORCH_EMR_POSTING_NO_PATIENT, NULL);
  return FALSE;
}

static JsonObject *
make_note (const OrchEmrDocumentFields *fields)
{
  JsonObject *note = json_object_new ();
  JsonObject *whole = json_object_new ();

  json_object_set_string_member (note, "uuid", fields->op_id);
  json_object_set_string_member (note, "note", fields->text);
  json_object_set_int_member (note, "observationDate", fields->written_us / 1000);
  json_object_set_string_member (note, "encounterType", "");
  json_object_set_array_member (note, "assignedIssues", json_array_new ());
  json_object_set_boolean_member (note, "isSigned", FALSE);
  json_object_set_object_member (whole, "encounterNote", note);
  return whole;
}

static JsonObject *
make_document (OrchEmrDocument *document)
{
  const OrchEmrDocumentFields *fields = orch_emr_document_get_fields (document);
  JsonObject *body = json_object_new ();
  g_autofree char *name = orch_emr_document_dup_file_name (document);
  gsize size = 0;
  const guchar *bytes = g_bytes_get_data (fields->bytes, &size);
  g_autofree char *data = g_base64_encode (bytes, size);

  json_object_set_int_member (body, "demographicNo", g_ascii_strtoll (fields->patient, NULL, 10));
  if (fields->author != NULL && orch_oscar_is_id (fields->author))
    json_object_set_string_member (body, "providerNo", fields->author);
  json_object_set_string_member (body, "fileName", name);
  json_object_set_string_member (body, "description", fields->title);
  json_object_set_string_member (body, "contentType", fields->content_type);
  json_object_set_int_member (body, "observationDate", fields->written_us / 1000);
  json_object_set_string_member (body, "source", "Orchestrateur");
  json_object_set_string_member (body, "fileContents", data);
  return body;
}

/* "noteId" or "id" of the answer; "" when it says none. */
static char *
read_id (JsonNode *root, gboolean is_note)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const gint64 id = orch_json_get_int (object, is_note ? "noteId" : "id", 0);

  return id > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : g_strdup ("");
}

char *
orch_emr_oscar_await_post (OrchEmr *emr, OrchEmrPosting *posting, GError **error)
{
  OrchEmrOscar *self = ORCH_EMR_OSCAR (emr);
  const OrchEmrDocumentFields *fields = orch_emr_document_get_fields (posting->document);
  OrchOscarClient *client = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local_error = NULL;

  if (posting->again && !posting->is_note)
    {
      orch_emr_posting_set_error (error, ORCH_EMR_POSTING_MAY_BE_THERE, NULL);
      return NULL;
    }
  client = orch_emr_oscar_ensure_client (self, error);
  if (client == NULL || !check_patient (self, fields->patient, error))
    return NULL;
  path = posting->is_note ? g_strconcat ("/notes/", fields->patient, "/save", NULL) : g_strdup (DOCUMENTS);
  body = posting->is_note ? make_note (fields) : make_document (posting->document);
  if (!orch_emr_posting_await_leave (posting, error))
    return NULL;
  root = dex_await_boxed (orch_oscar_client_post (client, path, body), &local_error);
  if (root != NULL)
    return read_id (root, posting->is_note);
  /* The patient was there a moment ago: it is the service that is not. */
  if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    orch_emr_posting_set_error (error, posting->is_note ? ORCH_EMR_POSTING_NO_NOTES : ORCH_EMR_POSTING_NO_DOCUMENTS,
                                NULL);
  else
    {
      orch_emr_posting_explain (posting, &local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return NULL;
}
