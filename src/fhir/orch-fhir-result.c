/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What came of one interaction with one resource. Immutable; any thread.
 */
#include "orch-fhir-result.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-fhir-error.h"
#include "orch-fhir-reference.h"

struct _OrchFhirResult
{
  GObject parent_instance;

  guint status;
  char *id;             /* (owned) (nullable) */
  char *version;        /* (owned) (nullable) */
  JsonObject *resource; /* (owned) (nullable) */
  GError *error;        /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchFhirResult, orch_fhir_result, G_TYPE_OBJECT)

/* W/"x", "x" and x are the same version: servers write all three. */
static char *
version_of_etag (const char *etag)
{
  if (etag == NULL)
    return NULL;
  if (g_str_has_prefix (etag, "W/") || g_str_has_prefix (etag, "w/"))
    etag += 2;
  gsize length = strlen (etag);
  if (length >= 2 && etag[0] == '"' && etag[length - 1] == '"')
    return length > 2 ? g_strndup (etag + 1, length - 2) : NULL;
  return length > 0 ? g_strdup (etag) : NULL;
}

static gboolean
is_the_resource (JsonObject *resource, const char *type)
{
  const char *actual = orch_json_get_string (resource, "resourceType");
  if (actual == NULL)
    return FALSE;
  return type == NULL || g_str_equal (actual, type);
}

static void
orch_fhir_result_finalize (GObject *object)
{
  OrchFhirResult *self = ORCH_FHIR_RESULT (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->resource, json_object_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (orch_fhir_result_parent_class)->finalize (object);
}

static void
orch_fhir_result_class_init (OrchFhirResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_fhir_result_finalize;
}

static void
orch_fhir_result_init (OrchFhirResult *self)
{
}

static void
take_resource (OrchFhirResult *self, const char *type, JsonObject *resource)
{
  if (!is_the_resource (resource, type))
    return;
  self->resource = json_object_ref (resource);
  self->id = g_strdup (orch_json_get_string (resource, "id"));
  self->version = g_strdup (orch_json_get_string (orch_json_get_object (resource, "meta"), "versionId"));
}

/* @location: (nullable). The id and version it names, where they are still unknown. */
static void
take_location (OrchFhirResult *self, const char *type, const char *location)
{
  g_autofree char *id = NULL;
  g_autofree char *version = NULL;
  if (location == NULL || !orch_fhir_reference_parse (location, type, &id, &version))
    return;
  if (self->id == NULL)
    self->id = g_steal_pointer (&id);
  if (self->version == NULL && g_strcmp0 (id != NULL ? id : self->id, self->id) == 0)
    self->version = g_steal_pointer (&version);
}

OrchFhirResult *
orch_fhir_result_new_for_answer (const char *type, const char *id, OrchHttpAnswer *answer, JsonObject *resource)
{
  g_return_val_if_fail (ORCH_IS_HTTP_ANSWER (answer), NULL);

  OrchFhirResult *self = g_object_new (ORCH_TYPE_FHIR_RESULT, NULL);
  self->status = orch_http_answer_get_status (answer);
  take_resource (self, type, resource);
  if (self->version == NULL && type != NULL)
    self->version = version_of_etag (orch_http_answer_get_header (answer, "etag"));
  take_location (self, type, orch_http_answer_get_header (answer, "location"));
  take_location (self, type, orch_http_answer_get_header (answer, "content-location"));
  if (self->id == NULL)
    self->id = g_strdup (id);
  return self;
}

OrchFhirResult *
orch_fhir_result_new_for_entry (const char *type, JsonObject *entry)
{
  OrchFhirResult *self = g_object_new (ORCH_TYPE_FHIR_RESULT, NULL);
  JsonObject *response = orch_json_get_object (entry, "response");
  const char *status = orch_json_get_string (response, "status");
  char digits[4] = { 0 };
  if (status != NULL && strlen (status) >= 3)
    memcpy (digits, status, 3);
  else
    g_snprintf (digits, sizeof digits, "%03d", (int) CLAMP (orch_json_get_int (response, "status", 0), 0, 999));
  self->status = (guint) g_ascii_strtoull (digits, NULL, 10);

  take_resource (self, type, orch_json_get_object (entry, "resource"));
  if (self->version == NULL)
    self->version = version_of_etag (orch_json_get_string (response, "etag"));
  take_location (self, type, orch_json_get_string (response, "location"));

  if (self->status < 200 || self->status >= 300)
    {
      g_autofree char *words = orch_fhir_outcome_words (orch_json_get_object (response, "outcome"));
      if (words == NULL)
        words = orch_fhir_outcome_words (orch_json_get_object (entry, "resource"));
      if (self->status >= 400)
        {
          g_autoptr (OrchHttpAnswer) answer = orch_http_answer_new (self->status, NULL, NULL);
          orch_http_answer_set_error (answer, words, &self->error);
        }
      else
        self->error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_BAD_ANSWER,
                                           words != NULL ? words : _ ("The server did not answer for this record"));
    }
  return self;
}

const char *
orch_fhir_result_get_id (OrchFhirResult *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_RESULT (self), NULL);
  return self->id;
}

const char *
orch_fhir_result_get_version (OrchFhirResult *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_RESULT (self), NULL);
  return self->version;
}

JsonObject *
orch_fhir_result_get_resource (OrchFhirResult *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_RESULT (self), NULL);
  return self->resource;
}

const GError *
orch_fhir_result_get_error (OrchFhirResult *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_RESULT (self), NULL);
  return self->error;
}

gboolean
orch_fhir_result_was_created (OrchFhirResult *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_RESULT (self), FALSE);
  return self->status == 201;
}
