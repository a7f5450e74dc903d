/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The client's interactions and the create-the-clinic job, unchanged, on three FHIR servers that nobody here wrote, sign-in on a
 * certified OpenID provider, and everything that was emitted read by an independent validator. Expected results: hub/README.md,
 * hub.md (Correctness never leans on the server's courtesy).
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

#include "core/orch-error.h"
#include "fhir/orch-sign-in.h"
#include "http/orch-json.h"
#include "hub/orch-hub.h"
#include "orch-interop-servers.h"
#include "orch-test-support.h"

#define OURS "urn:ietf:rfc:3986"

static GHashTable *bases; /* name → base */
static char *emitted;     /* directory */

/* --- servers ------------------------------------------------------------------------------ */

static OrchFhirClient *
new_client (const char *name)
{
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autoptr (GError) error = NULL;
  OrchFhirClient *client = orch_fhir_client_new (http, g_hash_table_lookup (bases, name), NULL, &error);

  g_assert_no_error (error);
  return client;
}

static GPtrArray *
search (OrchFhirClient *client, const char *type, const char *name, const char *value)
{
  const char *query[] = { name, value, NULL };

  return orch_test_boxed (orch_fhir_client_search_all (client, type, query, FALSE, 1000));
}

/* --- interactions ------------------------------------------------------------------------- */

static JsonObject *
new_organization (const char *uuid, const char *name)
{
  g_autofree char *text = g_strdup_printf ("{\"resourceType\": \"Organization\", \"identifier\": [{\"system\": \"" OURS
                                           "\", \"value\": \"urn:uuid:%s\"}],"
                                           " \"active\": true, \"name\": \"%s\"}",
                                           uuid, name);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return json_object_ref (json_node_get_object (node));
}

static void
test_interactions (gconstpointer data)
{
  g_autoptr (OrchFhirClient) client = new_client (data);
  g_autoptr (OrchFhirCapability) capability = orch_test_object (orch_fhir_client_capability (client));
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *urn = g_strconcat ("urn:uuid:", uuid, NULL);
  g_autofree char *token = g_strconcat (OURS "|", urn, NULL);
  g_autofree char *condition = orch_fhir_identifier_query (OURS, urn);
  g_autoptr (JsonObject) resource = new_organization (uuid, "Clinique Étoile");
  g_autoptr (OrchFhirResult) created = NULL;
  g_autoptr (OrchFhirResult) read = NULL;
  g_autoptr (OrchFhirResult) updated = NULL;
  g_autoptr (OrchFhirResult) read_again = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (capability);
  created = orch_test_object (orch_fhir_client_create (client, resource, condition));
  g_assert_nonnull (orch_fhir_result_get_id (created));

  read = orch_test_object (orch_fhir_client_read (client, "Organization", orch_fhir_result_get_id (created)));
  g_assert_cmpstr (orch_json_get_string (orch_fhir_result_get_resource (read), "name"), ==, "Clinique Étoile");

  found = search (client, "Organization", "identifier", token);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (orch_json_get_string (g_ptr_array_index (found, 0), "id"), ==, orch_fhir_result_get_id (created));

  json_object_set_string_member (resource, "name", "Clinique Étoile du Nord");
  json_object_set_string_member (resource, "id", orch_fhir_result_get_id (created));
  updated = orch_test_object (orch_fhir_client_update (client, resource, orch_fhir_result_get_id (created),
                                                       orch_fhir_result_get_version (read)));
  g_assert_nonnull (updated);
  read_again = orch_test_object (orch_fhir_client_read (client, "Organization", orch_fhir_result_get_id (created)));
  g_assert_cmpstr (orch_json_get_string (orch_fhir_result_get_resource (read_again), "name"), ==,
                   "Clinique Étoile du Nord");

  error = orch_test_error (orch_fhir_client_read (client, "Organization", "3e3b3f2e-0000-4000-8000-000000000000"));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
}

static void
test_paging (gconstpointer data)
{
  g_autoptr (OrchFhirClient) client = new_client (data);
  const char *query[] = { "name", "Paginée", "_count", "3", NULL };
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) found = NULL;

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *uuid = g_uuid_string_random ();
      g_autoptr (JsonObject) resource = new_organization (uuid, "Paginée");
      g_autoptr (OrchFhirResult) created = orch_test_object (orch_fhir_client_create (client, resource, NULL));

      g_assert_nonnull (orch_fhir_result_get_id (created));
    }
  found = orch_test_boxed (orch_fhir_client_search_all (client, "Organization", query, FALSE, 1000));
  for (guint i = 0; i < found->len; i++)
    g_hash_table_add (ids, g_strdup (orch_json_get_string (g_ptr_array_index (found, i), "id")));
  g_assert_cmpuint (g_hash_table_size (ids), ==, 10);
}

/* --- the create-the-clinic job ------------------------------------------------------------ */

typedef struct
{
  OrchClinic *clinic;
  GPtrArray *departments;
  GPtrArray *services;
  GPtrArray *staff;
  GBytes *logo;
  GBytes *sealed;
} Job;

static void
make_job (Job *job)
{
  static const guint8 dot[] = { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0,    0, 0, 0xff, 0xff,
                                0xff, 0x2c, 0,    0,    0,    0,    1, 0, 1, 0, 0,    2, 2, 0x44, 1, 0, 0x3b };
  const char *department_ids[] = { "D1", NULL };
  g_autofree char *clinic_id = g_uuid_string_random ();
  g_autofree char *department_id = g_uuid_string_random ();

  job->logo = g_bytes_new_static (dot, sizeof dot);
  job->sealed = g_bytes_new_static ("sealed", 6);
  job->clinic = orch_clinic_new (&(OrchClinicFields) {
      .id = clinic_id,
      .name = "Clinique Beauséjour",
      .street = "350, boulevard Charest Est",
      .office = "200",
      .city = "Québec",
      .province = "QC",
      .postal_code = "G1K 3H5",
      .phone = "+14185555555",
      .extension = "12",
      .logo = job->logo,
      .logo_type = "image/gif",
      .emr_vendor = "fhir-r4",
  });
  job->departments = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (job->departments, orch_department_new (&(OrchDepartmentFields) { .id = department_id,
                                                                                    .emr_id = "D1",
                                                                                    .name = "Clinique sans rendez-vous",
                                                                                    .origin = ORCH_ORIGIN_EMR }));
  job->services = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *emr_id = g_strdup_printf ("S%u", i);
      g_autofree char *name = g_strdup_printf ("Suivi nº %u", i);
      g_autofree char *professional = g_strdup_printf ("P%u", i % 25);
      const char *professionals[] = { professional, NULL };

      g_ptr_array_add (job->services,
                       orch_service_new (&(OrchServiceFields) { .id = id,
                                                                .emr_id = emr_id,
                                                                .name = name,
                                                                .name_en = i % 2 == 0 ? "Follow-up" : NULL,
                                                                .category = "Suivi",
                                                                .professional_emr_ids = professionals,
                                                                .duration_minutes = 15,
                                                                .active = TRUE,
                                                                .online = TRUE,
                                                                .origin = ORCH_ORIGIN_EMR }));
    }
  job->staff = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < 25; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *emr_id = g_strdup_printf ("P%u", i);
      g_autofree char *family = g_strdup_printf ("Tremblay-%u", i);
      g_autofree char *licence = g_strdup_printf ("1%04u", i);

      g_ptr_array_add (job->staff, orch_staff_member_new (&(OrchStaffMemberFields) {
                                       .id = id,
                                       .emr_id = emr_id,
                                       .family = family,
                                       .given = "Alice",
                                       .prefix = "Dre",
                                       .licence = licence,
                                       .profession = "Médecin de famille",
                                       .speciality = "Médecine de famille",
                                       .phone = "+14185555556",
                                       .email = "alice@exemple.ca",
                                       .department_emr_ids = i % 3 == 0 ? department_ids : NULL,
                                       .bookable = TRUE,
                                       .active = TRUE,
                                       .permission = ORCH_PERMISSION_PROFESSIONAL,
                                       .origin = ORCH_ORIGIN_EMR }));
    }
}

static void
clear_job (Job *job)
{
  g_clear_object (&job->clinic);
  g_ptr_array_unref (job->departments);
  g_ptr_array_unref (job->services);
  g_ptr_array_unref (job->staff);
  g_bytes_unref (job->logo);
  g_bytes_unref (job->sealed);
}

static void
check_rows (GPtrArray *rows, guint n)
{
  g_assert_cmpuint (rows->len, >=, n);
  for (guint i = 0; i < rows->len; i++)
    {
      OrchHubRow *row = g_ptr_array_index (rows, i);

      if (orch_hub_row_get_error (row) != NULL)
        g_error ("Row %u: %s", i, orch_hub_row_get_error (row)->message);
      g_assert_nonnull (orch_hub_row_get_hub_id (row));
    }
}

/* Without the hub's ids, as after a crash before they were noted. */
static void
put_everything (OrchHub *hub, Job *job)
{
  OrchHubClinicSet wanted = { .clinic = job->clinic,
                              .departments = job->departments,
                              .emr_name = "FHIR R4",
                              .with_connection = TRUE,
                              .emr_address = "https://emr.example.org/fhir",
                              .sealed = job->sealed,
                              .sealed_key_id = "00112233445566778899aabbccddeeff" };
  g_autoptr (GPtrArray) set = NULL;
  g_autoptr (GPtrArray) services = NULL;
  g_autoptr (GPtrArray) staff = NULL;
  g_autoptr (GPtrArray) known_departments = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) known_services = g_ptr_array_new_with_free_func (g_object_unref);
  const char *clinic_hub_id = NULL;

  ORCH_INTEROP_PUT (set, orch_hub_put_clinic (hub, &wanted));
  check_rows (set, 2);
  clinic_hub_id = orch_hub_row_get_hub_id (g_ptr_array_index (set, 0));
  OrchDepartmentFields department = *orch_department_get_fields (g_ptr_array_index (job->departments, 0));
  department.hub_id = orch_hub_row_get_hub_id (g_ptr_array_index (set, 1));
  g_ptr_array_add (known_departments, orch_department_new (&department));

  ORCH_INTEROP_PUT (services, orch_hub_put_services (hub, clinic_hub_id, job->services));
  check_rows (services, job->services->len);
  for (guint i = 0; i < services->len; i++)
    {
      OrchServiceFields fields = *orch_service_get_fields (g_ptr_array_index (job->services, i));

      fields.hub_id = orch_hub_row_get_hub_id (g_ptr_array_index (services, i));
      g_ptr_array_add (known_services, orch_service_new (&fields));
    }
  ORCH_INTEROP_PUT (staff, orch_hub_put_staff (hub, clinic_hub_id, job->staff, known_departments, known_services));
  check_rows (staff, job->staff->len);
}

static guint
count_ours (OrchFhirClient *client, const char *type)
{
  const char *query[] = { "_count", "200", NULL };
  g_autoptr (GPtrArray) found = orch_test_boxed (orch_fhir_client_search_all (client, type, query, FALSE, 5000));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < found->len; i++)
    {
      JsonObject *resource = g_ptr_array_index (found, i);

      for (guint j = 0; j < orch_json_count (resource, "identifier"); j++)
        {
          JsonObject *identifier = orch_json_nth (resource, "identifier", j);
          const char *value = orch_json_get_string (identifier, "value");
          const char *id = orch_json_get_string (resource, "id");
          const char *other = NULL;

          if (value == NULL || g_strcmp0 (orch_json_get_string (identifier, "system"), OURS) != 0)
            continue;
          other = g_hash_table_lookup (seen, value);
          if (other != NULL && !g_str_equal (other, id))
            g_error ("%s %s is on %s and on %s", type, value, other, id);
          g_hash_table_insert (seen, g_strdup (value), g_strdup (id));
        }
    }
  return g_hash_table_size (seen);
}

static void
test_create_clinic_twice (gconstpointer data)
{
  g_autoptr (OrchFhirClient) client = new_client (data);
  g_autoptr (OrchHub) hub = orch_hub_new (client);
  static const char *const types[] = { "Organization",      "Location",         "Endpoint",    "DocumentReference",
                                       "HealthcareService", "PractitionerRole", "Practitioner" };
  guint before[G_N_ELEMENTS (types)] = { 0 };
  guint once[G_N_ELEMENTS (types)] = { 0 };
  Job job = { 0 };

  orch_hub_set_emr_vendor (hub, "fhir-r4");
  make_job (&job);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    before[i] = count_ours (client, types[i]);
  put_everything (hub, &job);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    once[i] = count_ours (client, types[i]);
  g_assert_cmpuint (once[0] - before[0], ==, 2);
  g_assert_cmpuint (once[2] - before[2], ==, 1);
  g_assert_cmpuint (once[3] - before[3], ==, 2);
  g_assert_cmpuint (once[4] - before[4], ==, 40);
  g_assert_cmpuint (once[5] - before[5], ==, 25);
  g_assert_cmpuint (once[6] - before[6], ==, 25);

  put_everything (hub, &job);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_test_message ("%s", types[i]);
      g_assert_cmpuint (count_ours (client, types[i]), ==, once[i]);
    }
  clear_job (&job);
}

/* --- sign-in -------------------------------------------------------------------------------- */

#define TEST_TYPE_BROWSER (test_browser_get_type ())
G_DECLARE_FINAL_TYPE (TestBrowser, test_browser, TEST, BROWSER, GObject)

struct _TestBrowser
{
  GObject parent_instance;
  SoupSession *session;
};

/* Follows the redirects to the loopback address, with cookies, as a browser would. */
static DexFuture *
test_browser_open (OrchBrowser *browser, const char *url)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);

  soup_session_send_and_read_async (TEST_BROWSER (browser)->session, message, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  return dex_future_new_for_boolean (TRUE);
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
  g_autoptr (SoupCookieJar) jar = soup_cookie_jar_new ();

  self->session = soup_session_new ();
  soup_session_add_feature (self->session, SOUP_SESSION_FEATURE (jar));
}

static void
test_sign_in (void)
{
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autoptr (OrchSmartConfig) config =
      orch_test_object (orch_smart_config_discover (http, g_hash_table_lookup (bases, "guarded-medplum")));
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (http, config, NULL);
  g_autoptr (OrchBrowser) browser = g_object_new (TEST_TYPE_BROWSER, NULL);
  g_autoptr (OrchGrant) grant = orch_test_object (orch_sign_in_run (sign_in, browser));
  g_autoptr (OrchTokenSource) tokens = NULL;
  g_autoptr (OrchFhirClient) client = NULL;
  g_autoptr (OrchFhirResult) created = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr (JsonObject) resource = new_organization (uuid, "Avec un jeton");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (orch_grant_get_fhir_user (grant), ==, "Practitioner/alice");
  g_assert_nonnull (orch_grant_get_refresh_token (grant));
  tokens = orch_token_source_new_person (http, orch_smart_config_get_token_endpoint (config), ORCH_SIGN_IN_CLIENT_ID,
                                         grant, NULL);
  client = orch_fhir_client_new (http, g_hash_table_lookup (bases, "guarded-medplum"), tokens, &error);
  g_assert_no_error (error);
  created = orch_test_object (orch_fhir_client_create (client, resource, NULL));
  g_assert_nonnull (orch_fhir_result_get_id (created));

  first = orch_test_string (orch_token_source_get (tokens));
  second = orch_test_string (orch_token_source_renew (tokens, first));
  g_assert_cmpstr (first, !=, second);
  /* The refresh token was rotated: the next renewal needs the new one. */
  third = orch_test_string (orch_token_source_renew (tokens, second));
  g_assert_cmpstr (second, !=, third);
}

/* --- what was emitted ------------------------------------------------------------------------ */

static void
test_emitted_is_valid (void)
{
  g_autofree char *script = g_build_filename (ORCH_INTEROP_DIR, "validate.sh", NULL);
  g_autofree char *path = g_build_filename (emitted, "emitted.ndjson", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) validator = NULL;

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  validator = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, script, path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (validator, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_exit_status (validator) != 0)
    g_error ("Not valid:\n%.2000s", output);
}

int
main (int argc, char *argv[])
{
  static const char *const names[] = { "medplum", "fhir-works", "node-fhir-core", NULL };
  static const char *const guarded[] = { "medplum,issuer=oidc", "oidc", NULL };
  g_autoptr (GSubprocess) plain = NULL;
  g_autoptr (GSubprocess) with_sign_in = NULL;
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  emitted = g_dir_make_tmp ("orch-emitted-XXXXXX", NULL);
  g_setenv ("ORCH_EMIT_DIR", emitted, TRUE);
  bases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  plain = orch_interop_start (names, "", bases);
  with_sign_in = orch_interop_start (guarded, "guarded-", bases);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *interactions = g_strconcat ("/interop/", names[i], "/interactions", NULL);
      g_autofree char *paging = g_strconcat ("/interop/", names[i], "/paging", NULL);
      g_autofree char *job = g_strconcat ("/interop/", names[i], "/create-clinic-twice", NULL);

      g_test_add_data_func (interactions, names[i], test_interactions);
      g_test_add_data_func (paging, names[i], test_paging);
      g_test_add_data_func (job, names[i], test_create_clinic_twice);
    }
  g_test_add_func ("/interop/oidc/sign-in", test_sign_in);
  g_test_add_func ("/interop/emitted/is-valid", test_emitted_is_valid);
  status = g_test_run ();
  orch_interop_stop (plain);
  orch_interop_stop (with_sign_in);
  g_hash_table_unref (bases);
  return status;
}
