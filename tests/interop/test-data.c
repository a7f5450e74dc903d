/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a whole set-up sends, and what the training hub then holds, read by an independent validator; and set-ups on an EMR's data with
 * the gaps and oddities of real ones, made here, and on what others made where a folder of it is named (ORCH_TEST_DATA): nobody crashes,
 * nobody is there twice.
 */
#include <gio/gio.h>
#include <string.h>

#include "orch-hub-look.h"
#include "orch-story.h"

#include "../foreign/foreign-data.h"

static void
validate (const char *path)
{
  g_autofree char *script = g_build_filename (ORCH_INTEROP_DIR, "validate.sh", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) validator = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, script, path, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (validator, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_exit_status (validator) != 0)
    g_error ("Not valid:\n%.2000s", output);
}

static void
write_resources (OrchSandboxProcess *sandbox, const char *path)
{
  g_autoptr (JsonNode) state = orch_sandbox_process_get (sandbox, "/control/state");
  g_autoptr (GList) types =
      json_object_get_members (json_object_get_object_member (json_node_get_object (state), "hub"));
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (GList *l = types; l != NULL; l = l->next)
    {
      g_autofree char *order = g_strdup_printf ("/control/resources?type=%s", (const char *) l->data);
      g_autoptr (JsonNode) resources = orch_sandbox_process_get (sandbox, order);
      JsonArray *array = json_node_get_array (resources);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *text = json_to_string (json_array_get_element (array, i), FALSE);

          g_string_append_printf (lines, "%s\n", text);
        }
    }
  g_assert_cmpuint (lines->len, >, 0);
  g_file_set_contents (path, lines->str, (gssize) lines->len, &error);
  g_assert_no_error (error);
}

static void
test_set_up_is_valid (void)
{
  g_autofree char *folder = g_dir_make_tmp ("orch-emitted-XXXXXX", NULL);
  g_autofree char *emitted = g_build_filename (folder, "emitted.ndjson", NULL);
  g_autofree char *held = g_build_filename (folder, "held.ndjson", NULL);
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);

  g_setenv ("ORCH_EMIT_DIR", folder, TRUE);
  story_set_up (story);
  g_unsetenv ("ORCH_EMIT_DIR");
  write_resources (sandbox, held);
  validate (emitted);
  validate (held);
  story_remove_tree (folder);
}

/* Returns: how many records were of use */
static guint
set_up_on (const char *path)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start ("--load", path, NULL);
  const guint before = orch_sandbox_process_count (sandbox, "Practitioner");
  g_autoptr (Story) story = story_new (sandbox);
  guint usable[2] = { 0 };

  story_prepare (story);
  for (int kind = ORCH_IMPORT_STAFF; kind <= ORCH_IMPORT_SERVICES; kind++)
    {
      OrchSetup *setup = orch_engine_get_setup (story->engine);
      OrchImportRun *run = orch_setup_get_run (setup, (OrchImportKind) kind);

      g_assert_true (orch_import_run_get_state (run) == ORCH_IMPORT_SUCCESS ||
                     orch_import_run_get_state (run) == ORCH_IMPORT_CONFLICTS);
      /* Every record that cannot be used is told by name. */
      g_assert_cmpuint (g_list_model_get_n_items (orch_import_run_get_conflicts (run)), >=,
                        orch_import_run_get_counts (run)->in_conflict);
      usable[kind] = orch_import_run_get_counts (run)->usable;
      g_test_message ("kind %d: %u usable, %u in conflict", kind, usable[kind],
                      orch_import_run_get_counts (run)->in_conflict);
      orch_setup_accept_conflicts (setup, (OrchImportKind) kind);
    }
  story_create (story);
  hub_look_check_no_doubles (sandbox);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Practitioner"), ==, before + usable[ORCH_IMPORT_STAFF]);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "HealthcareService"), ==, usable[ORCH_IMPORT_SERVICES]);
  return usable[ORCH_IMPORT_STAFF] + usable[ORCH_IMPORT_SERVICES];
}

/* What real directories have and a careful one has not: no names, several names, no licence, a licence twice, texts where codes should be,
 * members of another type, references to nobody, resources in resources, and kinds that nobody asked for. */
static void
test_odd_data (void)
{
  g_autofree char *folder = g_dir_make_tmp ("orch-odd-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "odd.json", NULL);

  foreign_data_make ("odd", path);
  /* Among them are some that nothing is wrong with. */
  g_assert_cmpuint (set_up_on (path), >=, 10);
  story_remove_tree (folder);
}

static void
test_foreign_data (void)
{
  g_autoptr (GPtrArray) given = foreign_data_list ();

  for (guint i = 0; i < given->len; i++)
    {
      g_test_message ("file: %s", (const char *) g_ptr_array_index (given, i));
      set_up_on (g_ptr_array_index (given, i));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/data/set-up-is-valid", test_set_up_is_valid);
  g_test_add_func ("/data/odd", test_odd_data);
  if (g_getenv ("ORCH_TEST_DATA") != NULL)
    g_test_add_func ("/data/foreign", test_foreign_data);
  return g_test_run ();
}
