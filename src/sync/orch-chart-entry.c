/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-chart-entry.h.
 */
#include "orch-chart-entry.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"

/* Kept in the store: append only. */
static const char *const things[ORCH_N_CHART_THINGS] = { "message", "referral-sent", "referral-received" };

gboolean
orch_chart_entry_check (const OrchChartEntry *entry, GError **error)
{
  const gsize size = entry->bytes != NULL  ? g_bytes_get_size (entry->bytes)
                     : entry->text != NULL ? strlen (entry->text)
                                           : 0;

  if (orch_text_is_empty (entry->id) || orch_text_is_empty (entry->patient) || orch_text_is_empty (entry->title) ||
      strpbrk (entry->title, "\r\n") != NULL || (guint) entry->thing >= ORCH_N_CHART_THINGS || size == 0)
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "A document for a chart lacks something");
  else if (size > ORCH_EMR_DOCUMENT_MAX)
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID,
                         _ ("The document is too large for the EMR: make it smaller, or add it in the EMR."));
  else
    return TRUE;
  return FALSE;
}

static void
add (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

char *
orch_chart_entry_to_text (const OrchChartEntry *entry)
{
  g_autoptr (JsonObject) object = json_object_new ();

  add (object, "thing", things[entry->thing]);
  add (object, "patient", entry->patient);
  add (object, "author", entry->author);
  add (object, "title", entry->title);
  add (object, "text", entry->text);
  json_object_set_int_member (object, "written", entry->written_us);
  if (entry->bytes != NULL)
    {
      gsize size = 0;
      const guchar *data = g_bytes_get_data (entry->bytes, &size);
      g_autofree char *encoded = g_base64_encode (data, size);

      add (object, "content-type", entry->content_type);
      add (object, "bytes", encoded);
    }
  return orch_json_to_string (object);
}

OrchEmrDocument *
orch_chart_entry_parse (const char *id, const char *text, OrchChartThing *thing, gboolean *is_file, GError **error)
{
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new_static (text, strlen (text)) : NULL;
  g_autoptr (JsonObject) object = bytes != NULL ? orch_json_parse_object_sync (bytes, NULL) : NULL;
  const char *name = orch_json_get_string (object, "thing");
  const char *encoded = orch_json_get_string (object, "bytes");
  gsize size = 0;
  guchar *data = encoded != NULL ? g_base64_decode (encoded, &size) : NULL;
  g_autoptr (GBytes) decoded = data != NULL ? g_bytes_new_take (data, size) : NULL;
  OrchEmrDocumentFields fields = {
    .op_id = id,
    .patient = orch_json_get_string (object, "patient"),
    .author = orch_json_get_string (object, "author"),
    .title = orch_json_get_string (object, "title"),
    .text = orch_json_get_string (object, "text"),
    .written_us = orch_json_get_int (object, "written", 0),
    .content_type = orch_json_get_string (object, "content-type"),
  };

  *thing = ORCH_CHART_MESSAGES;
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (things); i++)
    if (g_str_equal (things[i], name))
      *thing = (OrchChartThing) i;
  fields.kind = *thing == ORCH_CHART_MESSAGES ? ORCH_EMR_DOCUMENT_MESSAGE : ORCH_EMR_DOCUMENT_REFERRAL;
  fields.bytes = decoded;
  *is_file = decoded != NULL;
  if (fields.patient != NULL && fields.title != NULL && (fields.text != NULL || decoded != NULL))
    return orch_emr_document_new (&fields);
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "The document cannot be read");
  return NULL;
}

OrchEmrDocument *
orch_chart_entry_place (OrchEmrDocument *document, const OrchChartPlace *place)
{
  OrchEmrDocumentFields fields = *orch_emr_document_get_fields (document);

  fields.folder = place->folder;
  fields.subfolder = place->subfolder;
  fields.letter_type = place->letter_type;
  return orch_emr_document_new (&fields);
}
