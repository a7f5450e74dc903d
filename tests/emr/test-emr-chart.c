/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Documents and notes into the charts of each kind of EMR, against look-alikes: what arrives, what is told of what did not, and that an answer
 * that was lost never makes two of one.
 */
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-error.h"
#include "emr/orch-emr.h"
#include "orch-sandbox-clinic.h"
#include "orch-test-support.h"

#define PDF "%PDF-1.4 \xff\x00 essai"
#define OP "7d0f6b1e-3a52-4c58-9c0a-0e4f6c1d2b3a"

typedef struct
{
  OrchSandboxProcess *sandbox;
  OrchSandboxClinic *clinic;
  OrchEmr *emr;
  guint left; /* how often something was about to leave */
  OrchEmrDocumentFields fields;
} Fixture;

static DexFuture *
read_secret (const char *field_id, gpointer user_data)
{
  Fixture *fixture = user_data;
  const char *secret = g_hash_table_lookup (fixture->clinic->secrets, field_id);

  return secret != NULL ? dex_future_new_for_string (secret)
                        : dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "%s", field_id);
}

static void
set_up (Fixture *fixture, gconstpointer name)
{
  g_autoptr (GError) error = NULL;
  OrchEmrVendor *vendor = NULL;

  fixture->sandbox = orch_sandbox_process_start (NULL);
  orch_sandbox_process_order (fixture->sandbox, "emr-size", "{\"staff\": 4, \"patients\": 60}");
  fixture->clinic = orch_sandbox_clinic_new (fixture->sandbox, name);
  vendor = orch_catalogue_find_vendor (orch_catalogue_get_default (), fixture->clinic->vendor);
  fixture->emr = orch_emr_new_for_vendor (vendor, fixture->clinic->values, read_secret, fixture, NULL, &error);
  g_assert_no_error (error);
  fixture->fields = (OrchEmrDocumentFields) {
    .op_id = OP,
    .patient = fixture->clinic->patient,
    .author = fixture->clinic->author,
    .title = "Réponse à l’usager",
    .written_us = G_GINT64_CONSTANT (1763820000000000),
    .content_type = "application/pdf",
    .bytes = g_bytes_new_static (PDF, sizeof PDF - 1),
    .text = "Bonjour, « ça va » ?\n{Élo} \xf0\x9f\x99\x82",
    .folder = g_str_equal (name, "accuro") ? "documents" : NULL,
    .subfolder = g_str_equal (name, "accuro") ? "Messages" : NULL,
    .letter_type = g_str_equal (name, "accuro") ? "Note clinique" : NULL,
  };
}

static void
tear_down (Fixture *fixture, gconstpointer name)
{
  g_clear_object (&fixture->emr);
  g_bytes_unref (fixture->fields.bytes);
  orch_sandbox_clinic_free (fixture->clinic);
  orch_sandbox_process_stop (fixture->sandbox);
}

static DexFuture *
on_leave (gpointer data)
{
  ((Fixture *) data)->left++;
  return dex_future_new_true ();
}

static DexFuture *
post (Fixture *fixture, gboolean note, gboolean again)
{
  g_autoptr (OrchEmrDocument) document = orch_emr_document_new (&fixture->fields);

  return note ? orch_emr_post_note (fixture->emr, document, again, on_leave, fixture, NULL)
              : orch_emr_post_document (fixture->emr, document, again, on_leave, fixture, NULL);
}

static guint
count (Fixture *fixture)
{
  return orch_sandbox_process_count (fixture->sandbox, "DocumentReference&server=emr");
}

/* @error_code: and that nothing was made; the sentence is for a person: no status of HTTP in it */
static void
assert_refused (Fixture *fixture, gboolean note, gboolean again, int error_code, const char *word)
{
  const guint before = count (fixture);
  const guint left = fixture->left;
  g_autoptr (GError) error = orch_test_error (post (fixture, note, again));

  g_assert_error (error, ORCH_ERROR, error_code);
  g_assert_false (g_ascii_isdigit (error->message[0]));
  g_assert_nonnull (strstr (error->message, word));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_cmpuint (count (fixture), ==, before);
  if (error_code != ORCH_ERROR_REFUSED && error_code != ORCH_ERROR_UNSUPPORTED)
    g_assert_cmpuint (fixture->left, ==, left);
}

static JsonObject *
get_attachment (Fixture *fixture, JsonNode **keep)
{
  JsonArray *all = NULL;
  JsonObject *last = NULL;

  *keep = orch_sandbox_process_get (fixture->sandbox, "/control/resources?type=DocumentReference&server=emr");
  all = json_node_get_array (*keep);
  g_assert_cmpuint (json_array_get_length (all), >, 0);
  last = json_array_get_object_element (all, json_array_get_length (all) - 1);
  return json_object_get_object_member (json_array_get_object_element (json_object_get_array_member (last, "content"),
                                                                       0),
                                        "attachment");
}

static char *
decode (JsonObject *attachment, gsize *size)
{
  return (char *) g_base64_decode (json_object_get_string_member (attachment, "data"), size);
}

/* The document as it was, in the right chart, under an id. */
static void
test_document (Fixture *fixture, gconstpointer name)
{
  g_autofree char *id = orch_test_string (post (fixture, FALSE, FALSE));
  g_autoptr (JsonNode) keep = NULL;
  JsonObject *attachment = get_attachment (fixture, &keep);
  gsize size = 0;
  g_autofree char *data = decode (attachment, &size);

  g_assert_cmpstr (id, !=, "");
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpuint (fixture->left, ==, 1);
  g_assert_cmpmem (data, size, PDF, sizeof PDF - 1);
  g_assert_cmpstr (json_object_get_string_member (attachment, "contentType"), ==, "application/pdf");
  g_assert_nonnull (strstr (json_object_get_string_member (attachment, "title"), "Réponse à l’usager"));
}

/* It arrived, and nobody heard of it: an EMR that can tell makes no second one, and of another a person looks first. */
static void
test_lost (Fixture *fixture, gconstpointer name)
{
  g_autoptr (GError) error = NULL;

  orch_sandbox_process_order (fixture->sandbox, "fault",
                              "{\"path\": \"%s\", \"method\": \"POST\", \"kind\": \"cut-after-commit\"}",
                              fixture->clinic->documents);
  error = orch_test_error (post (fixture, FALSE, FALSE));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_OFFLINE);
  g_assert_cmpuint (fixture->left, ==, 1);
  g_assert_cmpuint (count (fixture), ==, 1);
  if (g_str_equal (name, "fhir"))
    {
      g_autofree char *id = orch_test_string (post (fixture, FALSE, TRUE));

      g_assert_cmpstr (id, !=, "");
      g_assert_cmpuint (fixture->left, ==, 1);
    }
  else
    assert_refused (fixture, FALSE, TRUE, ORCH_ERROR_CONFLICT, "chart");
  g_assert_cmpuint (count (fixture), ==, 1);
}

/* A server that does not look at If-None-Exist is asked first. */
static void
test_lost_plain (Fixture *fixture, gconstpointer name)
{
  orch_sandbox_process_order (fixture->sandbox, "ignore", "{\"if_none_exist\": true}");
  test_lost (fixture, name);
}

static void
test_refusals (Fixture *fixture, gconstpointer name)
{
  g_autofree char *large = g_malloc0 (ORCH_EMR_DOCUMENT_MAX + 1);
  g_autoptr (GBytes) bytes = fixture->fields.bytes;

  orch_sandbox_process_order (fixture->sandbox, "fault", "{\"path\": \"%s\", \"method\": \"POST\", \"kind\": \"403\"}",
                              fixture->clinic->documents);
  assert_refused (fixture, FALSE, FALSE, ORCH_ERROR_REFUSED, "right");
  fixture->fields.patient = g_str_equal (name, "fhir") || g_str_equal (name, "ps-suite") ? "pat-99999" : "99999";
  assert_refused (fixture, FALSE, FALSE, ORCH_ERROR_NOT_FOUND, "patient");
  fixture->fields.patient = fixture->clinic->patient;
  fixture->fields.bytes = g_bytes_new_static (large, ORCH_EMR_DOCUMENT_MAX + 1);
  assert_refused (fixture, FALSE, FALSE, ORCH_ERROR_INVALID, "large");
  g_bytes_unref (g_steal_pointer (&fixture->fields.bytes));
  fixture->fields.bytes = g_bytes_ref (bytes);
}

static void
test_folders (Fixture *fixture, gconstpointer name)
{
  fixture->fields.folder = "Inconnu";
  assert_refused (fixture, FALSE, FALSE, ORCH_ERROR_NOT_FOUND, "“Inconnu”");
  fixture->fields.folder = NULL;
  assert_refused (fixture, FALSE, FALSE, ORCH_ERROR_NOT_FOUND, "folders");
  fixture->fields.folder = "Documents";
  fixture->fields.subfolder = "Radios";
  assert_refused (fixture, FALSE, FALSE, ORCH_ERROR_NOT_FOUND, "“Radios”");
  fixture->fields.letter_type = "Roman";
  assert_refused (fixture, TRUE, FALSE, ORCH_ERROR_NOT_FOUND, "“Roman”");
  fixture->fields.letter_type = NULL;
  assert_refused (fixture, TRUE, FALSE, ORCH_ERROR_NOT_FOUND, "letter type");
}

/* OSCAR: notes of one uuid are one note. Its text is whole. */
static void
test_note (Fixture *fixture, gconstpointer name)
{
  g_autofree char *id = orch_test_string (post (fixture, TRUE, FALSE));
  g_autofree char *again = orch_test_string (post (fixture, TRUE, TRUE));
  g_autoptr (JsonNode) keep = NULL;
  gsize size = 0;
  g_autofree char *text = decode (get_attachment (fixture, &keep), &size);

  g_assert_cmpstr (id, !=, "");
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpmem (text, size, fixture->fields.text, strlen (fixture->fields.text));
}

/* Accuro mangles what is not ASCII: it comes as RTF. */
static void
test_letter (Fixture *fixture, gconstpointer name)
{
  g_autofree char *id = orch_test_string (post (fixture, TRUE, FALSE));
  g_autoptr (JsonNode) keep = NULL;
  JsonObject *attachment = get_attachment (fixture, &keep);
  gsize size = 0;
  g_autofree char *bytes = decode (attachment, &size);
  g_autofree char *text = g_strndup (bytes, size);

  g_assert_cmpstr (id, !=, "");
  g_assert_cmpstr (json_object_get_string_member (attachment, "contentType"), ==, "text/rtf");
  g_assert_cmpstr (
      text, ==, "{\\rtf1\\ansi\\uc1 Bonjour, \\u171? \\u231?a va \\u187? ?\\line \\{\\u201?lo\\} \\u-10179?\\u-8638?}");
  assert_refused (fixture, TRUE, TRUE, ORCH_ERROR_CONFLICT, "chart");
}

static void
test_no_notes (Fixture *fixture, gconstpointer name)
{
  assert_refused (fixture, TRUE, FALSE, ORCH_ERROR_UNSUPPORTED, "notes");
}

static void
test_no_documents (Fixture *fixture, gconstpointer name)
{
  assert_refused (fixture, FALSE, FALSE, ORCH_ERROR_UNSUPPORTED, "documents");
}

/* What the clinic's own scopes allow is asked as it is; the reading never asks for more than before. */
static void
test_scope (Fixture *fixture, gconstpointer name)
{
  g_autoptr (JsonNode) requests = NULL;
  JsonArray *all = NULL;
  guint tokens = 0;

  g_free (orch_test_string (post (fixture, FALSE, FALSE)));
  g_free (orch_test_string (post (fixture, FALSE, FALSE)));
  requests = orch_sandbox_process_get (fixture->sandbox, "/control/requests");
  all = json_node_get_array (requests);
  for (guint i = 0; i < json_array_get_length (all); i++)
    tokens += g_str_has_suffix (json_object_get_string_member (json_array_get_object_element (all, i), "path"),
                                "/emr/fhir/oauth/token");
  g_assert_cmpuint (tokens, ==, 1);
  g_assert_cmpuint (count (fixture), ==, 1);
}

int
main (int argc, char *argv[])
{
  static const char *const takers[] = { "fhir", "openo", "accuro", "ps-suite" };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(path, name, test) g_test_add (path, Fixture, name, set_up, test, tear_down)
  for (gsize i = 0; i < G_N_ELEMENTS (takers); i++)
    {
      g_autofree char *document = g_strconcat ("/emr-chart/document/", takers[i], NULL);
      g_autofree char *lost = g_strconcat ("/emr-chart/lost/", takers[i], NULL);
      g_autofree char *refusals = g_strconcat ("/emr-chart/refusals/", takers[i], NULL);

      ADD (document, takers[i], test_document);
      ADD (lost, takers[i], test_lost);
      ADD (refusals, takers[i], test_refusals);
    }
  ADD ("/emr-chart/lost-plain/fhir", "fhir", test_lost_plain);
  ADD ("/emr-chart/scope/fhir", "fhir", test_scope);
  ADD ("/emr-chart/folders/accuro", "accuro", test_folders);
  ADD ("/emr-chart/note/openo", "openo", test_note);
  ADD ("/emr-chart/note/oscar15", "oscar15", test_note);
  ADD ("/emr-chart/note/accuro", "accuro", test_letter);
  ADD ("/emr-chart/no-notes/fhir", "fhir", test_no_notes);
  ADD ("/emr-chart/no-notes/ps-suite", "ps-suite", test_no_notes);
  ADD ("/emr-chart/no-documents/oscar15", "oscar15", test_no_documents);
#undef ADD
  return g_test_run ();
}
