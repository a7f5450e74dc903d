/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-map-report.h.
 */
#include "orch-map-report.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-map.h"

#define TITLE_MAX 500
#define PERSON_MAX 200
#define SHA1_BYTES 20
#define PDF "%PDF-"

static gboolean
is_about (JsonObject *document, const char *header)
{
  JsonObject *context = orch_json_get_object (document, "context");
  const guint n = orch_json_count (context, "related");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id =
          orch_fhir_reference_id (orch_json_get_string (orch_json_nth (context, "related", i), "reference"),
                                  "Communication");

      if (g_strcmp0 (id, header) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Returns: (transfer full) (nullable) */
static GBytes *
decode (const char *data)
{
  gsize length = 0;
  guchar *bytes = NULL;

  if (data == NULL || strlen (data) / 4 * 3 > ORCH_MAP_REPORT_MAX_BYTES)
    return NULL;
  bytes = g_base64_decode (data, &length);
  if (length > 0)
    return g_bytes_new_take (bytes, length);
  g_free (bytes);
  return NULL;
}

OrchHubReport *
orch_map_report_from (JsonObject *document, const char *header)
{
  JsonObject *attachment = orch_json_get_object (orch_json_get_first (document, "content"), "attachment");
  JsonObject *writer = orch_json_get_first (document, "author");
  const char *hub_id = orch_json_get_string (document, "id");
  const char *status = orch_json_get_string (document, "status");
  g_autofree char *id = NULL;
  g_autofree char *title = orch_text_clean (orch_json_get_string (document, "description"), TITLE_MAX);
  g_autofree char *writer_id = orch_fhir_reference_id (orch_json_get_string (writer, "reference"), "Practitioner");
  g_autofree char *author = writer_id != NULL ? g_strconcat ("Practitioner/", writer_id, NULL) : NULL;
  g_autofree char *name = orch_text_clean (orch_json_get_string (writer, "display"), PERSON_MAX);
  g_autofree char *binary = orch_fhir_reference_id (orch_json_get_string (attachment, "url"), "Binary");
  g_autoptr (GBytes) pdf = decode (orch_json_get_string (attachment, "data"));
  gint64 made_us = 0;

  if (hub_id == NULL || attachment == NULL || !is_about (document, header) ||
      (status != NULL && !g_str_equal (status, "current")) ||
      !orch_map_has_code (document, "type", ORCH_HUB_CODE ("document-kind"), "report"))
    return NULL;
  id = orch_map_get_id (document);
  if (id == NULL)
    id = orch_map_derive_id (hub_id, "report");
  if (!orch_clock_parse_instant (orch_json_get_string (document, "date"), &made_us))
    made_us = 0;
  return orch_hub_report_new (&(OrchHubReportFields) { .id = id,
                                                       .hub_id = hub_id,
                                                       .version = orch_json_path_string (document, "meta.versionId"),
                                                       .title = title,
                                                       .author = author,
                                                       .author_name = *name != '\0' ? name : NULL,
                                                       .made_us = made_us,
                                                       .pdf = pdf,
                                                       .binary = pdf == NULL ? binary : NULL,
                                                       .hash = orch_json_get_string (attachment, "hash") });
}

GBytes *
orch_map_report_read_binary (JsonObject *binary)
{
  return decode (orch_json_get_string (binary, "data"));
}

gboolean
orch_map_report_check (GBytes *pdf, const char *hash, GError **error)
{
  gsize length = 0;
  const void *bytes = g_bytes_get_data (pdf, &length);
  guint8 digest[SHA1_BYTES];
  gsize size = sizeof digest;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *found = NULL;

  if (length < strlen (PDF) || memcmp (bytes, PDF, strlen (PDF)) != 0)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "Not a PDF");
      return FALSE;
    }
  if (hash == NULL)
    return TRUE;
  g_checksum_update (checksum, bytes, (gssize) length);
  g_checksum_get_digest (checksum, digest, &size);
  found = g_base64_encode (digest, size);
  if (g_str_equal (found, hash))
    return TRUE;
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "Not the document that was sent");
  return FALSE;
}
