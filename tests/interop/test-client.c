/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The client, unchanged, against servers that nobody here wrote: interactions, paging, errors, "create the clinic" twice and joining
 * it on three FHIR code bases; sign-in, renewal and client credentials at a certified OpenID provider; and all that was
 * emitted, read by a validator of others. The servers are children of this test and end with it.
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/orch-error.h"
#include "fhir/orch-sign-in.h"
#include "http/orch-json.h"
#include "hub/orch-hub.h"
#include "orch-interop-servers.h"
#include "orch-test-support.h"

#define CLINIC_ID "3f2b6c1e-8c53-4f7e-9b1a-5d1f0a6e2c47"
#define N_STAFF 25
#define N_SERVICES 40

static GHashTable *bases; /* name → base */
static char *emitted;     /* directory */

/* --- the servers -------------------------------------------------------------------------- */

static OrchFhirClient *
open_client (const char *name)
{
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autoptr (GError) error = NULL;
  OrchFhirClient *client = orch_fhir_client_new (http, g_hash_table_lookup (bases, name), NULL, &error);
  g_assert_no_error (error);
  return client;
}

static JsonObject *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  return orch_json_parse_object_sync (bytes, NULL);
}

/* --- interactions ------------------------------------------------------------------------- */

static void
test_interactions (gconstpointer data)
{
  g_autoptr (OrchFhirClient) client = open_client (data);
  g_autoptr (OrchFhirCapability) capability = orch_test_object (orch_fhir_client_capability (client));
  g_assert_true (orch_fhir_capability_is_r4 (capability));

  g_autoptr (JsonObject) person =
      parse ("{\"resourceType\":\"Practitioner\",\"active\":true,"
             "\"identifier\":[{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:"
             "5d0f8a52-51b8-4b0c-a4f3-0a7a5a3f2d11\"}],\"name\":[{\"family\":\"Trépanier\"}]}");
  g_autoptr (OrchFhirResult) made = orch_test_object (orch_fhir_client_create (client, person, NULL));
  const char *id = orch_fhir_result_get_id (made);
  g_autoptr (OrchFhirResult) read = orch_test_object (orch_fhir_client_read (client, "Practitioner", id));
  JsonObject *stored = orch_fhir_result_get_resource (read);
  g_assert_cmpstr (orch_json_path_string (stored, "name[0].family"), ==, "Trépanier");
  g_assert_nonnull (orch_fhir_result_get_version (read));

  g_autoptr (JsonObject) changed = orch_json_copy (stored);
  json_object_set_boolean_member (changed, "active", FALSE);
  g_autoptr (OrchFhirResult) updated =
      orch_test_object (orch_fhir_client_update (client, changed, id, orch_fhir_result_get_version (read)));
  g_assert_cmpstr (orch_fhir_result_get_id (updated), ==, id);
  g_autoptr (OrchFhirResult) after = orch_test_object (orch_fhir_client_read (client, "Practitioner", id));
  g_assert_false (orch_json_get_bool (orch_fhir_result_get_resource (after), "active", TRUE));

  /* A stale version: refused, or (fhir-works, node-fhir-core) ignored and seen by the gap where versions are numbers */
  json_object_set_boolean_member (changed, "active", TRUE);
  g_autoptr (DexFuture) stale =
      orch_test_wait (orch_fhir_client_update (client, changed, id, orch_fhir_result_get_version (read)));
  g_autoptr (GError) conflict = NULL;
  dex_future_get_value (stale, &conflict);
  g_assert_error (conflict, ORCH_ERROR, ORCH_ERROR_CONFLICT);

  for (guint i = 0; i < 7; i++)
    {
      g_autoptr (OrchFhirResult) one = orch_test_object (orch_fhir_client_create (client, person, NULL));
      g_assert_nonnull (orch_fhir_result_get_id (one));
    }
  const char *const query[] = { "identifier", "urn:ietf:rfc:3986|urn:uuid:5d0f8a52-51b8-4b0c-a4f3-0a7a5a3f2d11",
                                "_count", "3", NULL };
  g_autoptr (GPtrArray) found =
      orch_test_boxed (orch_fhir_client_search_all (client, "Practitioner", query, FALSE, G_MAXUINT));
  g_assert_cmpuint (found->len, ==, 8);

  for (guint i = 0; i < found->len; i++)
    {
      const char *each = orch_json_get_string (g_ptr_array_index (found, i), "id");
      g_autoptr (OrchFhirResult) gone = orch_test_object (orch_fhir_client_delete (client, "Practitioner", each, NULL));
      g_assert_nonnull (gone);
    }
  g_autoptr (GError) missing = orch_test_error (orch_fhir_client_read (client, "Practitioner", id));
  g_assert_error (missing, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
  g_autoptr (GError) unknown =
      orch_test_error (orch_fhir_client_read (client, "Practitioner", "0b5f64a0-6a2e-4c57-9a39-0d8c6d6d7a10"));
  g_assert_error (unknown, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
}

/* --- the clinic --------------------------------------------------------------------------- */

typedef struct
{
  OrchClinic *clinic;
  GPtrArray *departments;
  GPtrArray *staff;
  GPtrArray *services;
} Clinic;

static void
clinic_clear (Clinic *self)
{
  g_clear_object (&self->clinic);
  g_clear_pointer (&self->departments, g_ptr_array_unref);
  g_clear_pointer (&self->staff, g_ptr_array_unref);
  g_clear_pointer (&self->services, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Clinic, clinic_clear)

static void
make_clinic (Clinic *self)
{
  g_autoptr (GBytes) logo = g_bytes_new_static ("\x89PNG\r\n\x1a\n", 8);
  OrchClinicFields fields = { .id = CLINIC_ID,
                              .name = "GMF de l'Érable",
                              .street = "350, boulevard Charest Est",
                              .office = "200",
                              .city = "Québec",
                              .province = "QC",
                              .postal_code = "G1K 3H4",
                              .phone = "+14185550142",
                              .extension = "12",
                              .logo = logo,
                              .logo_type = "image/png",
                              .emr_vendor = "fhir-r4" };
  self->clinic = orch_clinic_new (&fields);
  self->departments = g_ptr_array_new_with_free_func (g_object_unref);
  self->staff = g_ptr_array_new_with_free_func (g_object_unref);
  self->services = g_ptr_array_new_with_free_func (g_object_unref);
  OrchDepartmentFields department = { .id = "7c0a1c62-5f0b-4d0a-8f25-3cf0f4a1b6de",
                                      .emr_id = "dept-1",
                                      .name = "Santé des aînés" };
  g_ptr_array_add (self->departments, orch_department_new (&department));
  for (guint i = 0; i < N_STAFF; i++)
    {
      g_autofree char *id = g_strdup_printf ("00000000-0000-4000-8000-%012u", i);
      g_autofree char *emr_id = g_strdup_printf ("prat-%u", i);
      g_autofree char *licence = g_strdup_printf ("%05u", 10000 + i);
      const char *const places[] = { "dept-1", NULL };
      OrchStaffMemberFields member = { .id = id,
                                       .emr_id = emr_id,
                                       .family = "Côté",
                                       .given = "Zoé",
                                       .prefix = "Dre",
                                       .licence = licence,
                                       .profession = "Médecin",
                                       .speciality = "Médecine de famille",
                                       .speciality_code = "http://snomed.info/sct|419772000",
                                       .phone = "+14185550143",
                                       .department_emr_ids = i % 3 == 0 ? places : NULL,
                                       .bookable = TRUE,
                                       .active = TRUE,
                                       .permission = ORCH_PERMISSION_PROFESSIONAL };
      g_ptr_array_add (self->staff, orch_staff_member_new (&member));
    }
  for (guint i = 0; i < N_SERVICES; i++)
    {
      g_autofree char *id = g_strdup_printf ("00000000-0000-4000-9000-%012u", i);
      g_autofree char *emr_id = g_strdup_printf ("serv-%u", i);
      g_autofree char *name = g_strdup_printf ("Suivi n° %u", i);
      g_autofree char *who = g_strdup_printf ("prat-%u", i % N_STAFF);
      const char *const professionals[] = { who, NULL };
      const char *const types[] = { "regular-follow-up", NULL };
      OrchServiceFields service = { .id = id,
                                    .emr_id = emr_id,
                                    .name = name,
                                    .name_en = i % 2 == 0 ? "Follow-up" : NULL,
                                    .category = "Médecine",
                                    .types = types,
                                    .professional_emr_ids = professionals,
                                    .duration_minutes = 20,
                                    .active = TRUE };
      g_ptr_array_add (self->services, orch_service_new (&service));
    }
}

static void
assert_rows (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const GError *error = orch_hub_row_get_error (g_ptr_array_index (rows, i));
      g_assert_no_error (error);
      g_assert_nonnull (orch_hub_row_get_hub_id (g_ptr_array_index (rows, i)));
    }
}

static char *
create (OrchHub *hub, Clinic *clinic)
{
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);
  OrchHubClinicSet set = { .clinic = clinic->clinic,
                           .departments = clinic->departments,
                           .emr_name = "FHIR R4",
                           .with_connection = TRUE,
                           .sealed = sealed,
                           .sealed_key_id = "key-1" };
  g_autoptr (GPtrArray) rows = NULL;
  ORCH_INTEROP_PUT (rows, orch_hub_put_clinic (hub, &set));
  assert_rows (rows);
  char *id = g_strdup (orch_hub_row_get_hub_id (g_ptr_array_index (rows, 0)));

  g_autoptr (GPtrArray) departments = g_ptr_array_new_with_free_func (g_object_unref);
  OrchDepartmentFields department = *orch_department_get_fields (g_ptr_array_index (clinic->departments, 0));
  department.hub_id = orch_hub_row_get_hub_id (g_ptr_array_index (rows, 1));
  g_ptr_array_add (departments, orch_department_new (&department));

  g_autoptr (GPtrArray) service_rows = NULL;
  ORCH_INTEROP_PUT (service_rows, orch_hub_put_services (hub, id, clinic->services));
  assert_rows (service_rows);
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < clinic->services->len; i++)
    {
      OrchServiceFields fields = *orch_service_get_fields (g_ptr_array_index (clinic->services, i));
      fields.hub_id = orch_hub_row_get_hub_id (g_ptr_array_index (service_rows, i));
      g_ptr_array_add (services, orch_service_new (&fields));
    }
  g_autoptr (GPtrArray) staff_rows = NULL;
  ORCH_INTEROP_PUT (staff_rows, orch_hub_put_staff (hub, id, clinic->staff, departments, services));
  assert_rows (staff_rows);
  return id;
}

static guint
count (OrchFhirClient *client, const char *type)
{
  const char *const query[] = { "_count", "100", NULL };
  g_autoptr (GPtrArray) all = orch_test_boxed (orch_fhir_client_search_all (client, type, query, FALSE, G_MAXUINT));
  return all->len;
}

static void
test_create_the_clinic (gconstpointer data)
{
  g_autoptr (OrchFhirClient) client = open_client (data);
  g_autoptr (OrchHub) hub = orch_hub_new (client);
  orch_hub_set_emr_vendor (hub, "fhir-r4");
  g_auto (Clinic) clinic = { 0 };
  make_clinic (&clinic);

  g_autofree char *id = create (hub, &clinic);
  g_autofree char *again = create (hub, &clinic); /* a second time: nothing more */
  g_assert_cmpstr (id, ==, again);
  /* and by a workstation that knows nothing of the first */
  g_autoptr (OrchHub) other = orch_hub_new (client);
  orch_hub_set_emr_vendor (other, "fhir-r4");
  g_autofree char *third = create (other, &clinic);
  g_assert_cmpstr (id, ==, third);

  g_assert_cmpuint (count (client, "Organization"), ==, 2);
  g_assert_cmpuint (count (client, "Location"), ==, 1);
  g_assert_cmpuint (count (client, "Endpoint"), ==, 1);
  g_assert_cmpuint (count (client, "DocumentReference"), ==, 2);
  g_assert_cmpuint (count (client, "HealthcareService"), ==, N_SERVICES);
  g_assert_cmpuint (count (client, "Practitioner"), ==, N_STAFF);
  g_assert_cmpuint (count (client, "PractitionerRole"), ==, N_STAFF);

  g_autoptr (OrchHubClinic) all = orch_test_object (orch_hub_fetch_clinic (hub, id));
  g_assert_cmpstr (orch_clinic_get_name (orch_hub_clinic_get_clinic (all)), ==, "GMF de l'Érable");
  g_assert_cmpuint (orch_hub_clinic_get_staff (all)->len, ==, N_STAFF);
  g_assert_cmpuint (orch_hub_clinic_get_services (all)->len, ==, N_SERVICES);
  g_assert_cmpuint (orch_hub_clinic_get_departments (all)->len, ==, 1);
  g_assert_nonnull (orch_hub_clinic_get_sealed (all));
}

/* --- the provider ------------------------------------------------------------------------- */

/* A browser with cookies that follows every redirect; the page of this provider needs no click. */
#define TEST_TYPE_BROWSER (test_browser_get_type ())
G_DECLARE_FINAL_TYPE (TestBrowser, test_browser, TEST, BROWSER, GObject)

struct _TestBrowser
{
  GObject parent_instance;

  SoupSession *session;
};

static void
on_page (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GBytes) page = soup_session_send_and_read_finish (SOUP_SESSION (object), result, NULL);
}

static DexFuture *
test_browser_open (OrchBrowser *browser, const char *url)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  soup_session_send_and_read_async (TEST_BROWSER (browser)->session, message, G_PRIORITY_DEFAULT, NULL, on_page, NULL);
  return dex_future_new_true ();
}

static void
test_browser_iface_init (OrchBrowserInterface *iface)
{
  iface->open = test_browser_open;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestBrowser, test_browser, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ORCH_TYPE_BROWSER, test_browser_iface_init))

static void
test_browser_finalize (GObject *object)
{
  g_clear_object (&TEST_BROWSER (object)->session);
  G_OBJECT_CLASS (test_browser_parent_class)->finalize (object);
}

static void
test_browser_class_init (TestBrowserClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_browser_finalize;
}

static void
test_browser_init (TestBrowser *self)
{
  self->session = soup_session_new ();
  soup_session_set_proxy_resolver (self->session, NULL);
  soup_session_add_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR);
}

/* The provider is no FHIR server: its document is served where SMART wants it, as a hub in front of it would. */
static void
on_document (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer user_data)
{
  const char *base = g_hash_table_lookup (bases, "oidc");
  g_autofree char *body = g_strdup_printf ("{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/"
                                           "auth\",\"token_endpoint\":\"%s/token\",\"jwks_uri\":\"%s/jwks\","
                                           "\"registration_endpoint\":\"%s/reg\"}",
                                           base, base, base, base, base);
  orch_test_reply (message, 200, "application/json", body);
}

static void
test_sign_in (gconstpointer data)
{
  g_autoptr (OrchTestServer) front = orch_test_server_new (on_document, NULL);
  g_autofree char *base = orch_test_server_url (front, "/fhir");
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autoptr (OrchSmartConfig) config = orch_test_object (orch_smart_config_discover (http, base));
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (http, config, NULL);
  orch_sign_in_set_client (sign_in, data, ORCH_SIGN_IN_SCOPE);
  g_autoptr (TestBrowser) browser = g_object_new (TEST_TYPE_BROWSER, NULL);
  g_autoptr (OrchGrant) grant = orch_test_object (orch_sign_in_run (sign_in, ORCH_BROWSER (browser)));
  g_assert_nonnull (orch_grant_get_subject (grant));
  g_assert_nonnull (orch_grant_get_refresh_token (grant));

  /* renewed, rotated; the former refresh token is dead */
  g_autoptr (OrchTokenSource) tokens =
      orch_token_source_new_person (http, orch_smart_config_get_token_endpoint (config), data, grant, NULL);
  g_autofree char *first = orch_test_string (orch_token_source_get (tokens));
  g_assert_cmpstr (first, ==, orch_grant_get_access_token (grant));
  g_autofree char *second = orch_test_string (orch_token_source_renew (tokens, first));
  g_assert_cmpstr (second, !=, first);
  g_autoptr (OrchTokenSource) old = orch_token_source_new_person (http, orch_smart_config_get_token_endpoint (config),
                                                                  data, NULL, orch_grant_get_refresh_token (grant));
  g_autoptr (GError) dead = orch_test_error (orch_token_source_get (old));
  g_assert_error (dead, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN);
}

/* A FHIR server that lets in only whom the provider signed in, and says itself where that is. */
static void
test_guarded_server (void)
{
  const char *base = g_hash_table_lookup (bases, "guarded-medplum");
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autoptr (OrchSmartConfig) config = orch_test_object (orch_smart_config_discover (http, base));
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (http, config, NULL);
  g_autoptr (TestBrowser) browser = g_object_new (TEST_TYPE_BROWSER, NULL);
  g_autoptr (OrchGrant) grant = orch_test_object (orch_sign_in_run (sign_in, ORCH_BROWSER (browser)));
  g_assert_cmpstr (orch_grant_get_fhir_user (grant), ==, "Practitioner/alice");

  g_autoptr (GError) error = NULL;
  g_autoptr (OrchTokenSource) tokens =
      orch_token_source_new_person (http, orch_smart_config_get_token_endpoint (config), ORCH_SIGN_IN_CLIENT_ID, grant,
                                    NULL);
  g_autoptr (OrchFhirClient) client = orch_fhir_client_new (http, base, tokens, &error);
  g_assert_no_error (error);
  g_autoptr (JsonObject) clinic =
      parse ("{\"resourceType\":\"Organization\",\"active\":true,\"name\":\"Avec un jeton\"}");
  g_autoptr (OrchFhirResult) made = orch_test_object (orch_fhir_client_create (client, clinic, NULL));
  g_assert_nonnull (orch_fhir_result_get_id (made));

  g_autoptr (OrchFhirClient) stranger = open_client ("guarded-medplum");
  g_autoptr (GError) refused = orch_test_error (orch_fhir_client_create (stranger, clinic, NULL));
  g_assert_error (refused, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN);
}

static void
test_client_credentials (gconstpointer data)
{
  OrchKey *key = (OrchKey *) data;
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autofree char *endpoint = g_strconcat (g_hash_table_lookup (bases, "oidc"), "/token", NULL);
  g_assert_true (orch_http_allow (http, endpoint, NULL));
  g_autoptr (OrchClientAuth) basic =
      orch_client_auth_new_secret (ORCH_CLIENT_AUTH_SECRET_BASIC, "backend-basic", "backend-secret");
  g_autoptr (OrchClientAuth) post =
      orch_client_auth_new_secret (ORCH_CLIENT_AUTH_SECRET_POST, "backend-post", "backend-secret");
  g_autoptr (OrchClientAuth) wrong =
      orch_client_auth_new_secret (ORCH_CLIENT_AUTH_SECRET_POST, "backend-post", "not-the-secret");
  g_autoptr (OrchClientAuth) jwt = orch_client_auth_new_key ("backend-jwt", key);
  OrchClientAuth *const good[] = { basic, post, jwt };
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (OrchTokenSource) tokens = orch_token_source_new_client (http, endpoint, good[i], "system/*.rs");
      g_autofree char *token = orch_test_string (orch_token_source_get (tokens));
      g_assert_nonnull (token);
    }
  g_autoptr (OrchTokenSource) refused = orch_token_source_new_client (http, endpoint, wrong, "system/*.rs");
  g_autoptr (GError) error = orch_test_error (orch_token_source_get (refused));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN);
}

static void
test_registration (void)
{
  g_autoptr (OrchTestServer) front = orch_test_server_new (on_document, NULL);
  g_autofree char *base = orch_test_server_url (front, "/fhir");
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autoptr (OrchSmartConfig) config = orch_test_object (orch_smart_config_discover (http, base));
  g_autoptr (OrchKey) key = orch_key_generate (NULL);
  g_autofree char *client_id =
      orch_test_string (orch_smart_config_register_workstation (config, http, "not-asked-for-here", "poste-1", key));
  g_autoptr (OrchClientAuth) auth = orch_client_auth_new_key (client_id, key);
  g_autoptr (OrchTokenSource) tokens =
      orch_token_source_new_client (http, orch_smart_config_get_token_endpoint (config), auth, "system/*.cruds");
  g_autofree char *token = orch_test_string (orch_token_source_get (tokens));
  g_assert_nonnull (token);
}

/* --- what was emitted --------------------------------------------------------------------- */

static void
test_emitted_is_valid (void)
{
  g_autofree char *script = g_build_filename (ORCH_INTEROP_DIR, "validate.sh", NULL);
  g_autofree char *path = g_build_filename (emitted, "emitted.ndjson", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_autoptr (GSubprocess) validator = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, script, path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (validator, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_exit_status (validator) != 0)
    g_error ("not valid:\n%.2000s", output);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_assert_cmpint (argc, >=, 3); /* a private key, its public half */
  bases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (argv[1], &pem, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (OrchKey) key = orch_key_new_from_text (pem, "k1", &error);
  g_assert_no_error (error);
  emitted = g_dir_make_tmp ("orch-emitted-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("ORCH_EMIT_DIR", emitted, TRUE);
  g_autofree char *provider = g_strconcat ("oidc=0,client_public_key=", argv[2], NULL);
  const char *const open[] = { "medplum", "fhir-works", "node-fhir-core", provider, NULL };
  const char *const guarded[] = { "medplum,issuer=oidc", "oidc", NULL };
  g_autoptr (GSubprocess) servers = orch_interop_start (open, "", bases);
  g_autoptr (GSubprocess) with_sign_in = orch_interop_start (guarded, "guarded-", bases);

  static const char *const names[] = { "medplum", "fhir-works", "node-fhir-core" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *interactions = g_strconcat ("/interop/", names[i], "/interactions", NULL);
      g_autofree char *clinic = g_strconcat ("/interop/", names[i], "/create-the-clinic", NULL);
      g_test_add_data_func (interactions, names[i], test_interactions);
      g_test_add_data_func (clinic, names[i], test_create_the_clinic);
    }
  g_test_add_data_func ("/interop/oidc/sign-in", "orchestrateur-desktop", test_sign_in);
  g_test_add_data_func ("/interop/oidc/sign-in-es256", "orchestrateur-desktop-es256", test_sign_in);
  g_test_add_data_func ("/interop/oidc/client-credentials", key, test_client_credentials);
  g_test_add_func ("/interop/oidc/registration", test_registration);
  g_test_add_func ("/interop/oidc/guarded-server", test_guarded_server);
  g_test_add_func ("/interop/emitted/is-valid", test_emitted_is_valid);
  int status = g_test_run ();

  orch_interop_stop (servers);
  orch_interop_stop (with_sign_in);
  g_autofree char *written = g_build_filename (emitted, "emitted.ndjson", NULL);
  g_unlink (written);
  g_rmdir (emitted);
  g_free (emitted);
  g_hash_table_unref (bases);
  return status;
}
