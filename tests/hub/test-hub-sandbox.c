/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The whole way on the training hub and EMR: activation, pre-fill, import, creation, joining; and again, with everything that can go
 * wrong in between, without making a second of anything.
 */
#include <string.h>

#include "core/orch-error.h"
#include "emr/orch-emr-fhir.h"
#include "fhir/orch-sign-in.h"
#include "http/orch-json.h"
#include "hub/orch-hub-link.h"
#include "hub/orch-hub.h"
#include "orch-sandbox-process.h"
#include "orch-test-support.h"

#define PASSWORD "Aurore-Boreale-2026"
#define CLINIC_ID "3f2b6c1e-8c53-4f7e-9b1a-5d1f0a6e2c47"

typedef struct
{
  OrchSandboxProcess *sandbox;
  OrchHttp *http;
  OrchSmartConfig *config;
  OrchGrant *grant;
  OrchHub *hub;
  GPtrArray *staff;
  GPtrArray *services;
  GPtrArray *departments;
} Fixture;

/* --- arranging ---------------------------------------------------------------------------- */

static void
discover (Fixture *fixture)
{
  g_clear_object (&fixture->config);
  fixture->config =
      orch_test_object (orch_smart_config_discover (fixture->http, orch_sandbox_process_get_hub (fixture->sandbox)));
}

static void
activate (Fixture *fixture)
{
  g_autoptr (JsonNode) answer = orch_sandbox_process_control (fixture->sandbox, "activation", "{}");
  const char *text = orch_json_get_string (json_node_get_object (answer), "link");
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchHubLink) link = orch_hub_link_parse (text, &error);
  g_assert_no_error (error);
  g_assert_true (orch_hub_link_is_training (link));
  g_assert_cmpstr (orch_hub_link_get_base (link), ==, orch_sandbox_process_get_hub (fixture->sandbox));

  discover (fixture);
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (fixture->http, fixture->config, orch_hub_link_get_code (link));
  g_assert_true (orch_sign_in_is_activation (sign_in));
  fixture->grant = orch_test_object (orch_sign_in_with_password (sign_in, "administration", NULL, PASSWORD));
}

static void
open_hub (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchTokenSource) tokens =
      orch_token_source_new_person (fixture->http, orch_smart_config_get_token_endpoint (fixture->config),
                                    ORCH_SIGN_IN_CLIENT_ID, fixture->grant, NULL);
  g_autoptr (OrchFhirClient) client =
      orch_fhir_client_new (fixture->http, orch_sandbox_process_get_hub (fixture->sandbox), tokens, &error);
  g_assert_no_error (error);
  fixture->hub = orch_hub_new (client);
  orch_hub_set_emr_vendor (fixture->hub, "fhir-r4");
}

static DexFuture *
give_secret (const char *field_id, gpointer user_data)
{
  g_assert_cmpstr (field_id, ==, "client-secret");
  return dex_future_new_for_string (user_data);
}

static OrchEmr *
open_emr (OrchSandboxProcess *sandbox)
{
  g_autoptr (JsonNode) answer = orch_sandbox_process_get (sandbox, "/training/emr");
  JsonObject *emr = json_node_get_object (answer);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (values, (gpointer) "base-url", (gpointer) orch_json_get_string (emr, "base"));
  g_hash_table_insert (values, (gpointer) "auth", (gpointer) "secret-basic");
  g_hash_table_insert (values, (gpointer) "client-id", (gpointer) orch_json_get_string (emr, "client_id"));
  g_hash_table_insert (values, (gpointer) "token-url", (gpointer) orch_json_get_string (emr, "token_endpoint"));
  return orch_emr_fhir_new (values, give_secret, g_strdup (orch_json_get_string (emr, "client_secret")), g_free);
}

static OrchStaffMember *
with_new_id (OrchStaffMember *member)
{
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (member);
  g_autofree char *id = g_uuid_string_random ();
  fields.id = id;
  fields.permission = ORCH_PERMISSION_PROFESSIONAL;
  return orch_staff_member_new (&fields);
}

static OrchService *
service_with_new_id (OrchService *service)
{
  OrchServiceFields fields = *orch_service_get_fields (service);
  g_autofree char *id = g_uuid_string_random ();
  fields.id = id;
  fields.active = TRUE;
  return orch_service_new (&fields);
}

static GPtrArray *
read_all (OrchEmrPager *pager)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchEmrPage) page = orch_test_object (orch_emr_pager_next (pager));
      GPtrArray *records = orch_emr_page_get_records (page);
      g_assert_cmpuint (orch_emr_page_get_unreadable (page)->len, ==, 0);
      for (guint i = 0; i < records->len; i++)
        g_ptr_array_add (all, ORCH_IS_SERVICE (g_ptr_array_index (records, i))
                                  ? (gpointer) service_with_new_id (g_ptr_array_index (records, i))
                                  : (gpointer) with_new_id (g_ptr_array_index (records, i)));
      last = orch_emr_page_is_last (page);
    }
  return all;
}

static void
import (Fixture *fixture)
{
  g_autoptr (OrchEmr) emr = open_emr (fixture->sandbox);
  g_autoptr (OrchEmrReport) report = orch_test_object (orch_emr_test_connection (emr));
  g_assert_cmpint (orch_emr_report_get_diagnosis (report), ==, ORCH_EMR_OK);
  g_autoptr (OrchEmrPager) staff = orch_emr_read_staff (emr);
  fixture->staff = read_all (staff);
  g_autoptr (OrchEmrPager) services = orch_emr_read_services (emr);
  fixture->services = read_all (services);

  g_autoptr (GPtrArray) departments = orch_test_boxed (orch_emr_read_departments (emr));
  fixture->departments = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < departments->len; i++)
    {
      OrchDepartmentFields fields = *orch_department_get_fields (g_ptr_array_index (departments, i));
      g_autofree char *id = g_uuid_string_random ();
      fields.id = id;
      g_ptr_array_add (fixture->departments, orch_department_new (&fields));
    }
}

static OrchClinic *
the_clinic (Fixture *fixture, GBytes *logo, const char *const *providers)
{
  g_autoptr (OrchClinic) known = orch_test_object (orch_hub_prefill (fixture->hub, "gmf-beausejour"));
  OrchClinicFields fields = *orch_clinic_get_fields (known);
  if (fields.id == NULL)
    fields.id = CLINIC_ID;
  fields.phone = "+14185550142";
  fields.extension = "12";
  fields.logo = logo;
  fields.logo_type = logo != NULL ? "image/png" : NULL;
  fields.providers = providers;
  fields.emr_vendor = "fhir-r4";
  return orch_clinic_new (&fields);
}

static void
assert_rows (GPtrArray *rows, guint n)
{
  g_assert_cmpuint (rows->len, >=, n);
  for (guint i = 0; i < rows->len; i++)
    {
      const GError *error = orch_hub_row_get_error (g_ptr_array_index (rows, i));
      g_assert_no_error (error);
      g_assert_nonnull (orch_hub_row_get_hub_id (g_ptr_array_index (rows, i)));
    }
}

static GPtrArray *
with_hub_ids (GPtrArray *services, GPtrArray *rows)
{
  GPtrArray *known = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < services->len; i++)
    {
      OrchServiceFields fields = *orch_service_get_fields (g_ptr_array_index (services, i));
      fields.hub_id = orch_hub_row_get_hub_id (g_ptr_array_index (rows, i));
      g_ptr_array_add (known, orch_service_new (&fields));
    }
  return known;
}

/* "Create the clinic". Returns: the clinic's id on the hub, or %NULL with @error when something has to be tried again */
static char *
create (Fixture *fixture, OrchClinic *clinic, GError **error)
{
  g_autoptr (GBytes) sealed = g_bytes_new_static ("\x01sealed\x00\xff", 9);
  OrchHubClinicSet set = {
    .clinic = clinic,
    .departments = fixture->departments,
    .emr_name = "DMÉ d'entraînement",
    .with_connection = TRUE,
    .emr_address = orch_sandbox_process_get_emr (fixture->sandbox),
    .sealed = sealed,
    .sealed_key_id = "key-1",
  };
  g_autoptr (DexFuture) put = orch_test_wait (orch_hub_put_clinic (fixture->hub, &set));
  const GValue *value = dex_future_get_value (put, error);
  if (value == NULL)
    return NULL;
  GPtrArray *rows = g_value_get_boxed (value);
  assert_rows (rows, 1 + fixture->departments->len);
  g_autofree char *id = g_strdup (orch_hub_row_get_hub_id (g_ptr_array_index (rows, 0)));
  g_autoptr (GPtrArray) departments = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < fixture->departments->len; i++)
    {
      OrchDepartmentFields fields = *orch_department_get_fields (g_ptr_array_index (fixture->departments, i));
      fields.hub_id = orch_hub_row_get_hub_id (g_ptr_array_index (rows, 1 + i));
      g_ptr_array_add (departments, orch_department_new (&fields));
    }

  g_autoptr (DexFuture) put_services = orch_test_wait (orch_hub_put_services (fixture->hub, id, fixture->services));
  value = dex_future_get_value (put_services, error);
  if (value == NULL)
    return NULL;
  assert_rows (g_value_get_boxed (value), fixture->services->len);
  g_autoptr (GPtrArray) services = with_hub_ids (fixture->services, g_value_get_boxed (value));

  g_autoptr (DexFuture) put_staff =
      orch_test_wait (orch_hub_put_staff (fixture->hub, id, fixture->staff, departments, services));
  value = dex_future_get_value (put_staff, error);
  if (value == NULL)
    return NULL;
  assert_rows (g_value_get_boxed (value), fixture->staff->len);
  return g_steal_pointer (&id);
}

static guint
count_created (Fixture *fixture, const char *type)
{
  g_autofree char *path = g_strdup_printf ("/control/resources?type=%s", type);
  g_autoptr (JsonNode) node = orch_sandbox_process_get (fixture->sandbox, path);
  JsonArray *all = json_node_get_array (node);
  guint n = 0;
  for (guint i = 0; i < json_array_get_length (all); i++)
    {
      g_autofree char *text = json_to_string (json_array_get_element (all, i), FALSE);
      if (strstr (text, "urn:ietf:rfc:3986") != NULL)
        n++;
    }
  return n;
}

static void
assert_created_once (Fixture *fixture)
{
  g_assert_cmpuint (count_created (fixture, "Organization"), ==, 1 + fixture->departments->len);
  g_assert_cmpuint (count_created (fixture, "Location"), ==, 1);
  g_assert_cmpuint (count_created (fixture, "Endpoint"), ==, 1);
  g_assert_cmpuint (count_created (fixture, "DocumentReference"), ==, 2);
  g_assert_cmpuint (count_created (fixture, "OrganizationAffiliation"), ==, 1);
  g_assert_cmpuint (count_created (fixture, "HealthcareService"), ==, fixture->services->len);
  g_assert_cmpuint (count_created (fixture, "Practitioner"), ==, fixture->staff->len);
  g_assert_cmpuint (count_created (fixture, "PractitionerRole"), >=, fixture->staff->len);
}

static const char *const RVSQ[] = { "rvsq", NULL };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sandbox = orch_sandbox_process_start (NULL);
  fixture->http = orch_http_new ();
  activate (fixture);
  open_hub (fixture);
  import (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->staff, g_ptr_array_unref);
  g_clear_pointer (&fixture->services, g_ptr_array_unref);
  g_clear_pointer (&fixture->departments, g_ptr_array_unref);
  g_clear_object (&fixture->hub);
  g_clear_object (&fixture->grant);
  g_clear_object (&fixture->config);
  g_clear_object (&fixture->http);
  g_clear_pointer (&fixture->sandbox, orch_sandbox_process_stop);
}

/* --- tests -------------------------------------------------------------------------------- */

static void
test_reading (Fixture *fixture, gconstpointer data)
{
  g_assert_true (orch_test_boolean (orch_hub_check (fixture->hub)));
  g_assert_nonnull (orch_grant_get_name (fixture->grant));
  const char *const *clinics = orch_grant_get_clinics (fixture->grant);
  g_assert_nonnull (clinics);
  g_assert_cmpstr (clinics[0], ==, "gmf-beausejour");

  g_autoptr (GPtrArray) listed = orch_test_boxed (orch_hub_list_clinics (fixture->hub, clinics));
  g_assert_cmpuint (listed->len, ==, 1);
  g_autoptr (GPtrArray) searched = orch_test_boxed (orch_hub_list_clinics (fixture->hub, NULL));
  g_assert_cmpuint (searched->len, ==, 1);

  g_autoptr (OrchClinic) clinic = orch_test_object (orch_hub_prefill (fixture->hub, clinics[0]));
  const OrchClinicFields *fields = orch_clinic_get_fields (clinic);
  g_assert_nonnull (fields->name);
  g_assert_nonnull (fields->city);
  g_assert_null (fields->emr_vendor);
  g_assert_null (fields->id);

  g_autoptr (GPtrArray) providers = orch_test_boxed (orch_hub_list_providers (fixture->hub));
  g_assert_cmpuint (providers->len, ==, 5);
  guint integrated = 0;
  for (guint i = 0; i < providers->len; i++)
    if (orch_hub_provider_is_integrated (g_ptr_array_index (providers, i)))
      integrated++;
  g_assert_cmpuint (integrated, ==, 1);

  g_autoptr (DexFuture) permission =
      orch_test_wait (orch_hub_get_permission (fixture->hub, clinics[0], orch_grant_get_fhir_user (fixture->grant)));
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (permission, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int (value), ==, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_cmpuint (fixture->staff->len, ==, 25);
  g_assert_cmpuint (fixture->services->len, ==, 40);
  g_assert_cmpuint (fixture->departments->len, ==, 4);
}

static void
test_create_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) logo = g_bytes_new_static ("\x89PNG\r\n\x1a\n-logo", 13);
  g_autoptr (OrchClinic) clinic = the_clinic (fixture, logo, RVSQ);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = create (fixture, clinic, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "gmf-beausejour"); /* the one the hub knew, not a second */
  assert_created_once (fixture);
  g_autofree char *again = create (fixture, clinic, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, id);
  assert_created_once (fixture);
}

static guint
count_closed_roles (Fixture *fixture)
{
  g_autoptr (JsonNode) node = orch_sandbox_process_get (fixture->sandbox, "/control/resources?type=PractitionerRole");
  JsonArray *all = json_node_get_array (node);
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (all); i++)
    n += !json_object_get_boolean_member_with_default (json_array_get_object_element (all, i), "active", TRUE);
  return n;
}

/* Who leaves a department is no longer to be booked there; who comes back is. */
static void
test_leaves_a_department (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchClinic) clinic = the_clinic (fixture, NULL, RVSQ);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = create (fixture, clinic, &error);
  g_assert_no_error (error);
  g_autoptr (OrchHubClinic) all = orch_test_object (orch_hub_fetch_clinic (fixture->hub, id));
  GPtrArray *departments = orch_hub_clinic_get_departments (all);
  GPtrArray *services = orch_hub_clinic_get_services (all);
  OrchStaffMember *before = g_ptr_array_index (fixture->staff, 0);
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (before);
  const char *nowhere[] = { NULL };
  g_autoptr (GPtrArray) member = g_ptr_array_new_with_free_func (g_object_unref);
  const guint closed_before = count_closed_roles (fixture);
  const guint n_left = g_strv_length ((char **) fields.department_emr_ids);

  g_assert_cmpuint (n_left, >, 0);
  fields.department_emr_ids = nowhere;
  g_ptr_array_add (member, orch_staff_member_new (&fields));
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) rows =
          orch_test_boxed (orch_hub_put_staff (fixture->hub, id, member, departments, services));

      assert_rows (rows, 1);
      g_assert_cmpuint (count_closed_roles (fixture), ==, closed_before + n_left);
    }

  g_ptr_array_set_size (member, 0);
  g_ptr_array_add (member, g_object_ref (before));
  g_autoptr (GPtrArray) back = orch_test_boxed (orch_hub_put_staff (fixture->hub, id, member, departments, services));
  assert_rows (back, 1);
  /* The role with the clinic itself is the one that is left now. */
  g_assert_cmpuint (count_closed_roles (fixture), ==, closed_before + 1);
}

/* @data: what the hub does without */
static void
test_create_on_a_discourteous_hub (Fixture *fixture, gconstpointer data)
{
  orch_sandbox_process_order (fixture->sandbox, "ignore", "%s", (const char *) data);
  test_create_twice (fixture, NULL);
}

static void
test_create_through_faults (Fixture *fixture, gconstpointer data)
{
  static const char *const kinds[] = { "cut-after-commit", "cut-before", "503", "429", "truncated", "500" };
  g_autoptr (GBytes) logo = g_bytes_new_static ("\x89PNG\r\n\x1a\n-logo", 13);
  g_autoptr (OrchClinic) clinic = the_clinic (fixture, logo, RVSQ);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);
  g_autofree char *id = NULL;
  guint failures = 0;
  for (guint attempt = 0; id == NULL && attempt < 60; attempt++)
    {
      /* one fault an attempt, on one of the first writes */
      if (attempt < 12)
        orch_sandbox_process_order (fixture->sandbox, "fault",
                                    "{\"path\":\"/hub\",\"method\":\"POST\",\"kind\":\"%s\",\"count\":%d}",
                                    kinds[attempt % G_N_ELEMENTS (kinds)], g_rand_int_range (rand, 1, 3));
      g_autoptr (GError) error = NULL;
      id = create (fixture, clinic, &error);
      if (id == NULL)
        {
          g_test_message ("attempt %u: %s", attempt, error->message);
          g_assert_true (error->domain == ORCH_ERROR);
          failures++;
        }
    }
  g_assert_nonnull (id);
  g_assert_cmpuint (failures, >, 0);
  assert_created_once (fixture);
}

static void
test_join (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) logo = g_bytes_new_static ("\x89PNG\r\n\x1a\n-logo", 13);
  g_autoptr (OrchClinic) clinic = the_clinic (fixture, logo, RVSQ);
  g_autofree char *id = create (fixture, clinic, NULL);
  g_assert_nonnull (id);

  g_autoptr (OrchHubClinic) all = orch_test_object (orch_hub_fetch_clinic (fixture->hub, id));
  const OrchClinicFields *fields = orch_clinic_get_fields (orch_hub_clinic_get_clinic (all));
  const OrchClinicFields *sent = orch_clinic_get_fields (clinic);
  g_assert_cmpstr (fields->id, ==, sent->id);
  g_assert_cmpstr (fields->name, ==, sent->name);
  g_assert_cmpstr (fields->phone, ==, "+14185550142");
  g_assert_cmpstr (fields->extension, ==, "12");
  g_assert_cmpstr (fields->emr_vendor, ==, "fhir-r4");
  g_assert_null (fields->hub_emr_vendor); /* the clinic chose it: it is not locked elsewhere either */
  g_assert_true (g_bytes_equal (fields->logo, logo));
  g_assert_true (g_strv_equal (fields->providers, RVSQ));
  g_assert_cmpuint (orch_hub_clinic_get_departments (all)->len, ==, 4);
  g_assert_cmpuint (orch_hub_clinic_get_services (all)->len, ==, 40);
  g_assert_cmpuint (orch_hub_clinic_get_unreadable (all), ==, 0);
  g_assert_cmpstr (orch_hub_clinic_get_sealed_key_id (all), ==, "key-1");
  g_autoptr (GBytes) sealed = g_bytes_new_static ("\x01sealed\x00\xff", 9);
  g_assert_true (g_bytes_equal (orch_hub_clinic_get_sealed (all), sealed));
  g_assert_cmpstr (orch_hub_clinic_get_emr_address (all), ==, orch_sandbox_process_get_emr (fixture->sandbox));

  /* Everybody that was put is there as they were put. */
  GPtrArray *staff = orch_hub_clinic_get_staff (all);
  for (guint i = 0; i < fixture->staff->len; i++)
    {
      OrchStaffMember *mine = g_ptr_array_index (fixture->staff, i);
      OrchStaffMember *theirs = NULL;
      for (guint j = 0; j < staff->len && theirs == NULL; j++)
        if (g_strcmp0 (orch_staff_member_get_fields (g_ptr_array_index (staff, j))->id,
                       orch_staff_member_get_fields (mine)->id) == 0)
          theirs = g_ptr_array_index (staff, j);
      g_assert_nonnull (theirs);
      g_assert_true (orch_staff_member_same_content (mine, theirs));
      g_assert_cmpint (orch_staff_member_get_fields (theirs)->permission, ==, ORCH_PERMISSION_PROFESSIONAL);
    }
  GPtrArray *services = orch_hub_clinic_get_services (all);
  for (guint i = 0; i < fixture->services->len; i++)
    {
      OrchService *mine = g_ptr_array_index (fixture->services, i);
      gboolean found = FALSE;
      for (guint j = 0; j < services->len && !found; j++)
        found = g_strcmp0 (orch_service_get_fields (g_ptr_array_index (services, j))->id,
                           orch_service_get_fields (mine)->id) == 0 &&
                orch_service_same_content (mine, g_ptr_array_index (services, j));
      g_assert_true (found);
    }
}

static void
test_withdraw (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) logo = g_bytes_new_static ("\x89PNG\r\n\x1a\n-logo", 13);
  g_autoptr (OrchClinic) with = the_clinic (fixture, logo, RVSQ);
  g_autofree char *id = create (fixture, with, NULL);
  g_autoptr (OrchClinic) without = the_clinic (fixture, NULL, NULL);
  g_autofree char *again = create (fixture, without, NULL);
  g_assert_cmpstr (again, ==, id);
  g_autoptr (OrchClinic) now = orch_test_object (orch_hub_prefill (fixture->hub, id));
  g_assert_null (orch_clinic_get_fields (now)->logo);
  g_assert_false (orch_clinic_has_provider (now, "rvsq"));
}

static void
test_workstation_and_alert (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchKey) key = orch_key_generate (NULL);
  g_autofree char *client_id = orch_test_string (
      orch_smart_config_register_workstation (fixture->config, fixture->http,
                                              orch_grant_get_access_token (fixture->grant), "poste-accueil", key));
  g_autoptr (OrchClientAuth) auth = orch_client_auth_new_key (client_id, key);
  g_autoptr (OrchTokenSource) tokens =
      orch_token_source_new_client (fixture->http, orch_smart_config_get_token_endpoint (fixture->config), auth,
                                    "system/*.cruds");
  orch_hub_set_tokens (fixture->hub, tokens);

  g_autofree char *device_id = g_uuid_string_random ();
  g_autoptr (OrchHubRow) device =
      orch_test_object (orch_hub_put_device (fixture->hub, "gmf-beausejour", device_id, "poste-accueil"));
  g_autoptr (OrchHubRow) same =
      orch_test_object (orch_hub_put_device (fixture->hub, "gmf-beausejour", device_id, "poste-accueil"));
  g_assert_cmpstr (orch_hub_row_get_hub_id (device), ==, orch_hub_row_get_hub_id (same));
  g_assert_cmpuint (orch_sandbox_process_count (fixture->sandbox, "Device"), ==, 1);

  g_autofree char *alert_id = g_uuid_string_random ();
  g_autofree char *requester = g_strconcat ("Device/", orch_hub_row_get_hub_id (device), NULL);
  OrchHubAlert alert = { .id = alert_id,
                         .reason = "emr-mismatch",
                         .clinic_hub_id = "gmf-beausejour",
                         .requester = requester,
                         .description = "EMR to be changed",
                         .emr_expected = "omnimed",
                         .emr_wanted = "kinlogix" };
  g_autoptr (OrchHubRow) sent = orch_test_object (orch_hub_send_alert (fixture->hub, &alert));
  g_autoptr (OrchHubRow) again = orch_test_object (orch_hub_send_alert (fixture->hub, &alert));
  g_assert_cmpstr (orch_hub_row_get_hub_id (sent), ==, orch_hub_row_get_hub_id (again));
  g_assert_cmpuint (orch_sandbox_process_count (fixture->sandbox, "Task"), ==, 1);
  /* acknowledged within moments; asked until it is, and the test's own time-out is the limit */
  while (!orch_test_boolean (orch_hub_check_alert (fixture->hub, orch_hub_row_get_hub_id (sent))))
    g_main_context_iteration (NULL, FALSE);
}

static void
test_sign_in_refusals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (fixture->http, fixture->config, NULL);
  g_autoptr (GError) wrong = orch_test_error (orch_sign_in_with_password (sign_in, "administration", "no", NULL));
  g_assert_error (wrong, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_assert_cmpstr (orch_sign_in_get_refusal (sign_in), ==, "invalid_credentials");

  g_autoptr (OrchGrant) grant =
      orch_test_object (orch_sign_in_with_password (sign_in, "administration", PASSWORD, NULL));
  g_assert_null (orch_sign_in_get_refusal (sign_in));
  g_assert_nonnull (orch_grant_get_refresh_token (grant));

  g_autoptr (OrchSignIn) used = orch_sign_in_new (fixture->http, fixture->config, "no-such-code");
  g_autoptr (GError) unknown = orch_test_error (orch_sign_in_with_password (used, "administration", NULL, PASSWORD));
  g_assert_error (unknown, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_assert_cmpstr (orch_sign_in_get_refusal (used), ==, "unknown_code");
}

static void
test_weak_password (void)
{
  Fixture fixture = { 0 };
  fixture.sandbox = orch_sandbox_process_start (NULL);
  fixture.http = orch_http_new ();
  discover (&fixture);
  const OrchSmartPasswordRules *rules = orch_smart_config_get_password_rules (fixture.config);
  g_assert_cmpuint (rules->min_length, ==, 12);
  g_assert_cmpuint (rules->min_classes, ==, 3);

  g_autoptr (JsonNode) answer = orch_sandbox_process_control (fixture.sandbox, "activation", "{}");
  const char *code = orch_json_get_string (json_node_get_object (answer), "code");
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (fixture.http, fixture.config, code);
  g_autoptr (GError) weak = orch_test_error (orch_sign_in_with_password (sign_in, "administration", NULL, "short"));
  g_assert_error (weak, ORCH_ERROR, ORCH_ERROR_INVALID);
  g_assert_cmpstr (orch_sign_in_get_refusal (sign_in), ==, "weak_password");
  g_assert_true (g_strv_contains (orch_sign_in_get_unmet_rules (sign_in), "min_length"));

  g_autoptr (OrchGrant) grant =
      orch_test_object (orch_sign_in_with_password (sign_in, "administration", NULL, PASSWORD));
  g_autoptr (GError) used = orch_test_error (orch_sign_in_with_password (sign_in, "administration", NULL, PASSWORD));
  g_assert_error (used, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_assert_cmpstr (orch_sign_in_get_refusal (sign_in), ==, "used_code");
  tear_down (&fixture, NULL);
}

/* The access token ends; the refresh token is rotated, and the new one is handed over. */
static DexFuture *
keep (const char *token, gpointer user_data)
{
  g_set_str ((char **) user_data, token);
  return dex_future_new_for_boolean (TRUE);
}

static void
test_token_ends (Fixture *fixture, gconstpointer data)
{
  g_autofree char *rotated = NULL;
  OrchTokenSource *tokens = orch_fhir_client_get_tokens (orch_hub_get_client (fixture->hub));
  orch_token_source_set_keeper (tokens, keep, &rotated, NULL);
  orch_sandbox_process_order (fixture->sandbox, "clock", "{\"offset_s\":3600}");

  DexFuture *first = orch_hub_list_providers (fixture->hub);
  DexFuture *second = orch_hub_list_providers (fixture->hub);
  g_autoptr (GPtrArray) one = orch_test_boxed (first);
  g_autoptr (GPtrArray) two = orch_test_boxed (second);
  g_assert_cmpuint (one->len, ==, two->len);
  g_assert_nonnull (rotated);
  g_assert_cmpstr (rotated, !=, orch_grant_get_refresh_token (fixture->grant));
}

#define ADD(name, func, data) g_test_add ("/hub-sandbox/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("reading", test_reading, NULL);
  ADD ("create-twice", test_create_twice, NULL);
  ADD ("create-without-transactions", test_create_on_a_discourteous_hub, "{\"transactions\":true}");
  ADD ("create-where-courtesies-are-ignored", test_create_on_a_discourteous_hub,
       "{\"if_none_exist\":true,\"if_match\":true,\"transactions\":true}");
  ADD ("create-through-faults", test_create_through_faults, NULL);
  ADD ("leaves-a-department", test_leaves_a_department, NULL);
  ADD ("join", test_join, NULL);
  ADD ("withdraw", test_withdraw, NULL);
  ADD ("workstation-and-alert", test_workstation_and_alert, NULL);
  ADD ("sign-in-refusals", test_sign_in_refusals, NULL);
  ADD ("token-ends", test_token_ends, NULL);
  g_test_add_func ("/hub-sandbox/weak-password", test_weak_password);
  return g_test_run ();
}
