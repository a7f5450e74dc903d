/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-fhir-chart.h.
 */
#include "orch-emr-fhir-chart.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "http/orch-json.h"

#define UUID_SYSTEM "urn:ietf:rfc:3986"
#define LOINC "http://loinc.org"

/* emr-facts D1: the type of a message in a chart; that of a referral is LOINC's own “Referral note”. */
static const struct
{
  const char *code;
  const char *display;
} types[] = {
  [ORCH_EMR_DOCUMENT_MESSAGE] = { "69730-0", "Instructions" },
  [ORCH_EMR_DOCUMENT_REFERRAL] = { "57133-1", "Referral note" },
};

static void
add_reference (JsonBuilder *builder, const char *type, const char *id)
{
  g_autofree char *reference = g_strconcat (type, "/", id, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "reference");
  json_builder_add_string_value (builder, reference);
  json_builder_end_object (builder);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static JsonObject *
make_resource (OrchEmrDocument *document, const char *value)
{
  const OrchEmrDocumentFields *fields = orch_emr_document_get_fields (document);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *date = orch_clock_format_instant (fields->written_us);
  gsize size = 0;
  const guchar *bytes = g_bytes_get_data (fields->bytes, &size);
  g_autofree char *data = g_base64_encode (bytes, size);

  json_builder_begin_object (builder);
  add_string (builder, "resourceType", "DocumentReference");
  json_builder_set_member_name (builder, "identifier");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_string (builder, "system", UUID_SYSTEM);
  add_string (builder, "value", value);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  add_string (builder, "status", "current");
  json_builder_set_member_name (builder, "type");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "coding");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_string (builder, "system", LOINC);
  add_string (builder, "code", types[fields->kind].code);
  add_string (builder, "display", types[fields->kind].display);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "subject");
  add_reference (builder, "Patient", fields->patient);
  add_string (builder, "date", date);
  if (fields->author != NULL)
    {
      json_builder_set_member_name (builder, "author");
      json_builder_begin_array (builder);
      add_reference (builder, "Practitioner", fields->author);
      json_builder_end_array (builder);
    }
  add_string (builder, "description", fields->title);
  json_builder_set_member_name (builder, "content");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "attachment");
  json_builder_begin_object (builder);
  add_string (builder, "contentType", fields->content_type);
  add_string (builder, "title", fields->title);
  add_string (builder, "creation", date);
  add_string (builder, "data", data);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_object_ref (json_node_get_object (root));
}

/* Awaits. A server that does not look at what it is given a reference to would keep the document where nobody finds it. */
static gboolean
check_patient (OrchFhirClient *client, const char *patient, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OrchFhirResult) result =
      dex_await_object (orch_fhir_client_read (client, "Patient", patient), &local_error);

  if (result != NULL)
    return TRUE;
  if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    orch_emr_posting_set_error (error, ORCH_EMR_POSTING_NO_PATIENT, NULL);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
has_identifier (JsonObject *resource, const char *value)
{
  for (guint i = 0; i < orch_json_count (resource, "identifier"); i++)
    if (g_strcmp0 (orch_json_get_string (orch_json_nth (resource, "identifier", i), "value"), value) == 0)
      return TRUE;
  return FALSE;
}

/* Awaits. Not every server looks at If-None-Exist, nor at what a search asks for. Returns: whether it could be asked; @id: (out): %NULL when it has none */
static gboolean
find (OrchFhirClient *client, const char *value, char **id, GError **error)
{
  g_autofree char *token = g_strconcat (UUID_SYSTEM, "|", value, NULL);
  const char *const query[] = { "identifier", token, NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) found =
      dex_await_boxed (orch_fhir_client_search_all (client, "DocumentReference", query, FALSE, 1), &local_error);

  if (found != NULL && found->len == 0)
    return TRUE;
  if (found != NULL && has_identifier (g_ptr_array_index (found, 0), value))
    {
      *id = g_strdup (orch_json_get_string (g_ptr_array_index (found, 0), "id"));
      return TRUE;
    }
  if (found != NULL || g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID) ||
      g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
      g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED))
    orch_emr_posting_set_error (error, ORCH_EMR_POSTING_MAY_BE_THERE, NULL);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

char *
orch_emr_fhir_await_post (OrchEmrFhir *self, OrchEmrPosting *posting, GError **error)
{
  const OrchEmrDocumentFields *fields = orch_emr_document_get_fields (posting->document);
  g_autofree char *value = g_strconcat ("urn:uuid:", fields->op_id, NULL);
  g_autofree char *query = orch_fhir_identifier_query (UUID_SYSTEM, value);
  g_autoptr (JsonObject) resource = NULL;
  g_autoptr (OrchFhirResult) result = NULL;
  g_autoptr (GError) local_error = NULL;
  OrchFhirClient *client = NULL;
  char *id = NULL;

  if (posting->is_note)
    {
      orch_emr_posting_set_error (error, ORCH_EMR_POSTING_NO_NOTES, NULL);
      return NULL;
    }
  client = orch_emr_fhir_ensure_writer (self, error);
  if (client == NULL || !check_patient (client, fields->patient, error))
    return NULL;
  if (posting->again && !find (client, value, &id, error))
    return NULL;
  if (id != NULL)
    return id;
  resource = make_resource (posting->document, value);
  if (!orch_emr_posting_await_leave (posting, error))
    return NULL;
  result = dex_await_object (orch_fhir_client_create (client, resource, query), &local_error);
  if (result != NULL)
    return g_strdup (orch_fhir_result_get_id (result) != NULL ? orch_fhir_result_get_id (result) : "");
  /* A server without the type answers as if the address were wrong. */
  if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    orch_emr_posting_set_error (error, ORCH_EMR_POSTING_NO_DOCUMENTS, NULL);
  else
    {
      orch_emr_posting_explain (posting, &local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return NULL;
}
