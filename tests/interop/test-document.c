/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A document for a patient's chart on three FHIR servers that nobody here wrote, two of which ignore If-None-Exist: it is read back as it was sent, once,
 * whoever asks again; and what was sent is valid R4 to a validator of others.
 */
#include <string.h>

#include "core/orch-error.h"
#include "emr/orch-emr.h"
#include "fhir/orch-fhir-client.h"
#include "http/orch-json.h"
#include "orch-interop-servers.h"
#include "orch-test-support.h"

#define PDF "%PDF-1.4 essai d’un fichier"

static GHashTable *bases; /* name → base */
static GString *emitted;  /* what the servers keep of what was sent, a line each */

typedef struct
{
  OrchFhirClient *client; /* another look at the server than the connector's */
  OrchEmr *emr;
  GBytes *bytes;
  char *patient;
  char *op;
  guint left;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer name)
{
  const char *base = g_hash_table_lookup (bases, name);
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) text =
      g_bytes_new_static ("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Trépanier\"}]}",
                          strlen ("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Trépanier\"}]}"));
  g_autoptr (JsonObject) patient = orch_json_parse_object_sync (text, NULL);
  g_autoptr (OrchFhirResult) made = NULL;
  g_autoptr (GError) error = NULL;

  fixture->client = orch_fhir_client_new (http, base, NULL, &error);
  g_assert_no_error (error);
  made = orch_test_object (orch_fhir_client_create (fixture->client, patient, NULL));
  fixture->patient = g_strdup (orch_fhir_result_get_id (made));
  fixture->op = g_uuid_string_random ();
  fixture->bytes = g_bytes_new_static (PDF, strlen (PDF));
  g_hash_table_insert (values, (char *) "base-url", (char *) base);
  g_hash_table_insert (values, (char *) "auth", (char *) "none");
  fixture->emr = orch_emr_new ("fhir-r4", values, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer name)
{
  g_clear_object (&fixture->emr);
  g_clear_object (&fixture->client);
  g_bytes_unref (fixture->bytes);
  g_free (fixture->patient);
  g_free (fixture->op);
}

static DexFuture *
on_leave (gpointer data)
{
  ((Fixture *) data)->left++;
  return dex_future_new_true ();
}

static DexFuture *
post (Fixture *fixture, const char *patient, gboolean again)
{
  g_autoptr (OrchEmrDocument) document =
      orch_emr_document_new (&(OrchEmrDocumentFields) { .op_id = fixture->op,
                                                        .patient = patient,
                                                        .title = "Réponse à l’usager",
                                                        .written_us = G_GINT64_CONSTANT (1763820000000000),
                                                        .content_type = "application/pdf",
                                                        .bytes = fixture->bytes });

  return orch_emr_post_document (fixture->emr, document, again, on_leave, fixture, NULL);
}

/* Returns: (transfer full): those of the op */
static GPtrArray *
find (Fixture *fixture)
{
  g_autofree char *token = g_strconcat ("urn:ietf:rfc:3986|urn:uuid:", fixture->op, NULL);
  const char *const query[] = { "identifier", token, NULL };

  return orch_test_boxed (orch_fhir_client_search_all (fixture->client, "DocumentReference", query, FALSE, G_MAXUINT));
}

static void
test_filed (Fixture *fixture, gconstpointer name)
{
  g_autofree char *id = orch_test_string (post (fixture, fixture->patient, FALSE));
  /* Whose answer was lost: it is looked for, and found. */
  g_autofree char *again = orch_test_string (post (fixture, fixture->patient, TRUE));
  g_autofree char *subject = g_strconcat ("Patient/", fixture->patient, NULL);
  g_autoptr (GPtrArray) found = find (fixture);
  g_autofree guchar *data = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *line = NULL;
  JsonObject *document = NULL;
  gsize size = 0;

  g_assert_cmpuint (found->len, ==, 1);
  document = g_ptr_array_index (found, 0);
  g_assert_cmpstr (orch_json_get_string (document, "id"), ==, again);
  /* node-fhir-core says nothing of what it made but where it is. */
  g_assert_cmpstr (id, ==, again);
  g_assert_cmpuint (fixture->left, ==, 1);
  g_assert_cmpstr (orch_json_path_string (document, "subject.reference"), ==, subject);
  g_assert_cmpstr (orch_json_path_string (document, "content[0].attachment.contentType"), ==, "application/pdf");
  g_assert_cmpstr (orch_json_path_string (document, "description"), ==, "Réponse à l’usager");
  data = g_base64_decode (orch_json_path_string (document, "content[0].attachment.data"), &size);
  g_assert_cmpmem (data, size, PDF, strlen (PDF));
  json_node_set_object (node, document);
  line = json_to_string (node, FALSE);
  g_string_append_printf (emitted, "%s\n", line);
}

/* Nobody's document would be kept where nobody finds it. */
static void
test_nobody (Fixture *fixture, gconstpointer name)
{
  g_autoptr (GError) error = orch_test_error (post (fixture, "personne-de-ce-nom", FALSE));
  g_autoptr (GPtrArray) found = find (fixture);

  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_cmpuint (fixture->left, ==, 0);
}

static void
test_emitted_is_valid (void)
{
  g_autofree char *script = g_build_filename (ORCH_INTEROP_DIR, "validate.sh", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GSubprocess) validator = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (emitted->len, >, 0);
  validator = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, script, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (validator, emitted->str, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_exit_status (validator) != 0)
    g_error ("not valid:\n%.2000s", output);
}

int
main (int argc, char *argv[])
{
  static const char *const names[] = { "medplum", "fhir-works", "node-fhir-core", NULL };
  g_autoptr (GSubprocess) servers = NULL;
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  emitted = g_string_new (NULL);
  bases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  servers = orch_interop_start (names, "", bases);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *filed = g_strdup_printf ("/interop-document/%s/filed", names[i]);
      g_autofree char *nobody = g_strdup_printf ("/interop-document/%s/nobody", names[i]);

      g_test_add (filed, Fixture, names[i], set_up, test_filed, tear_down);
      g_test_add (nobody, Fixture, names[i], set_up, test_nobody, tear_down);
    }
  g_test_add_func ("/interop-document/emitted/is-valid", test_emitted_is_valid);
  status = g_test_run ();
  orch_interop_stop (servers);
  g_string_free (emitted, TRUE);
  g_hash_table_unref (bases);
  return status;
}
