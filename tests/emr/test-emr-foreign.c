/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Data as others make it, data that others made (a folder named by ORCH_TEST_DATA), and large data, through the training EMR: no
 * crash, nobody lost, whoever cannot be read is told by name.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "emr/orch-emr-fhir.h"
#include "http/orch-json.h"
#include "orch-sandbox-process.h"
#include "orch-test-support.h"

#include "../foreign/foreign-data.h"

static DexFuture *
give_secret (const char *field_id, gpointer user_data)
{
  return dex_future_new_for_string (user_data);
}

static OrchEmr *
open_emr (OrchSandboxProcess *sandbox)
{
  g_autoptr (JsonNode) answer = orch_sandbox_process_get (sandbox, "/training/emr");
  JsonObject *emr = json_node_get_object (answer);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (values, (gpointer) "base-url", (gpointer) orch_json_get_string (emr, "base"));
  g_hash_table_insert (values, (gpointer) "auth", (gpointer) "secret-post");
  g_hash_table_insert (values, (gpointer) "client-id", (gpointer) orch_json_get_string (emr, "client_id"));
  return orch_emr_fhir_new (values, give_secret, g_strdup (orch_json_get_string (emr, "client_secret")), g_free);
}

typedef struct
{
  guint records;
  guint unreadable;
  guint pages;
} Count;

static Count
read_all (OrchEmrPager *pager)
{
  Count count = { 0 };
  for (gboolean last = FALSE; !last; count.pages++)
    {
      g_autoptr (OrchEmrPage) page = orch_test_object (orch_emr_pager_next (pager));
      count.records += orch_emr_page_get_records (page)->len;
      GPtrArray *unreadable = orch_emr_page_get_unreadable (page);
      count.unreadable += unreadable->len;
      for (guint i = 0; i < unreadable->len; i++)
        {
          OrchEmrUnreadable *row = g_ptr_array_index (unreadable, i);
          g_assert_true (row->name != NULL ? *row->name != '\0' : row->position > 0);
          g_assert_nonnull (row->what);
        }
      last = orch_emr_page_is_last (page);
    }
  return count;
}

static guint
count_in (JsonArray *entries, const char *type)
{
  guint n = 0;
  for (guint i = 0; i < orch_json_array_length (entries); i++)
    {
      JsonObject *resource = orch_json_get_object (orch_json_array_object (entries, i), "resource");
      if (g_strcmp0 (orch_json_get_string (resource, "resourceType"), type) == 0 &&
          orch_json_get_bool (resource, "active", TRUE))
        n++;
    }
  return n;
}

static void
check_file (const char *path)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&text), length);
  g_autoptr (JsonObject) bundle = orch_json_parse_object_sync (bytes, &error);
  g_assert_no_error (error);
  JsonArray *entries = orch_json_get_array (bundle, "entry");

  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start ("--load", path, NULL);
  g_autoptr (OrchEmr) emr = open_emr (sandbox);
  orch_emr_fhir_set_count (ORCH_EMR_FHIR (emr), 50);
  g_autoptr (OrchEmrPager) staff = orch_emr_read_staff (emr);
  Count people = read_all (staff);
  g_autoptr (OrchEmrPager) services = orch_emr_read_services (emr);
  Count offered = read_all (services);
  g_test_message ("%s: %u people, %u unreadable; %u services, %u unreadable", path, people.records, people.unreadable,
                  offered.records, offered.unreadable);
  g_assert_cmpuint (people.records + people.unreadable, ==, count_in (entries, "Practitioner"));
  g_assert_cmpuint (offered.records + offered.unreadable, ==, count_in (entries, "HealthcareService"));
  g_autoptr (GPtrArray) departments = orch_test_boxed (orch_emr_read_departments (emr));
  g_assert_nonnull (departments);
}

static void
test_made (gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("orch-foreign-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (folder, "data.json", NULL);

  foreign_data_make (kind, path);
  check_file (path);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_given (gconstpointer path)
{
  check_file (path);
}

/* 40 times the usual clinic: more than one page of each, nobody twice, nobody lost. */
static void
test_large (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start ("--scale", "40", NULL);
  g_autoptr (OrchEmr) emr = open_emr (sandbox);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (OrchEmrPager) staff = orch_emr_read_staff (emr);
  Count people = read_all (staff);
  g_autoptr (OrchEmrPager) services = orch_emr_read_services (emr);
  Count offered = read_all (services);
  gint64 us = g_get_monotonic_time () - start;
  g_assert_cmpuint (people.records, ==, 1000);
  g_assert_cmpuint (offered.records, ==, 1600);
  g_assert_cmpuint (people.pages, >, 2);
  g_test_message ("%u records in %" G_GINT64_FORMAT " ms", people.records + offered.records, us / 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (guint i = 0; foreign_kinds[i] != NULL; i++)
    {
      g_autofree char *name = g_strconcat ("/emr-foreign/", foreign_kinds[i], NULL);
      g_test_add_data_func (name, foreign_kinds[i], test_made);
    }
  g_autoptr (GPtrArray) given = foreign_data_list ();
  for (guint i = 0; i < given->len; i++)
    {
      g_autofree char *base = g_path_get_basename (g_ptr_array_index (given, i));
      g_autofree char *name = g_strconcat ("/emr-foreign/given/", base, NULL);
      g_test_add_data_func (name, g_ptr_array_index (given, i), test_given);
    }
  g_test_add_func ("/emr-foreign/large", test_large);
  return g_test_run ();
}
