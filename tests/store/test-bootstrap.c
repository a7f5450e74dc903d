/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The bootstrap store: the workstation keeps its id, the wizard its fields, whatever happens between two starts.
 */
#include "store-kit.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/orch-bootstrap.h"

static char *program;

typedef struct
{
  char *directory;
  char *path;
  OrchSecret *key;
  OrchBootstrap *bootstrap;
} Small;

static void
small_open (Small *small, OrchStoreOpenMode mode)
{
  small->bootstrap = kit_object (orch_bootstrap_open (small->path, small->key, mode));
  g_assert_true (ORCH_IS_BOOTSTRAP (small->bootstrap));
}

static void
small_close (Small *small)
{
  kit_ok (orch_bootstrap_close (small->bootstrap));
  g_assert_finalize_object (g_steal_pointer (&small->bootstrap));
}

static void
small_set_up (Small *small, gconstpointer data)
{
  small->directory = kit_make_directory ();
  small->path = g_build_filename (small->directory, "bootstrap.db", NULL);
  small->key = kit_key ();
  small_open (small, ORCH_STORE_CREATE);
}

static void
small_tear_down (Small *small, gconstpointer data)
{
  small_close (small);
  kit_remove_directory (small->directory);
  g_free (small->directory);
  g_free (small->path);
  orch_secret_unref (small->key);
}

static void
add_clinic (OrchBootstrap *bootstrap, const char *id, const char *name, OrchClinicState state, gboolean training)
{
  OrchClinicEntryFields fields = { id, name, "https://hub.example/fhir", state, training, "clinic.db" };
  g_autoptr (OrchClinicEntry) entry = orch_clinic_entry_new (&fields);

  kit_ok (orch_bootstrap_save_clinic (bootstrap, entry));
}

static void
workstation_keeps_its_id (Small *small, gconstpointer data)
{
  g_autofree char *id = g_strdup (orch_bootstrap_get_workstation (small->bootstrap));

  g_assert_true (g_uuid_string_is_valid (id));
  small_close (small);
  small_open (small, ORCH_STORE_OPEN_EXISTING);
  g_assert_cmpstr (orch_bootstrap_get_workstation (small->bootstrap), ==, id);
}

static void
clinics_come_back (Small *small, gconstpointer data)
{
  add_clinic (small->bootstrap, "c1", "Zéphyr", ORCH_CLINIC_CREATED, FALSE);
  add_clinic (small->bootstrap, "c2", "Érable", ORCH_CLINIC_DRAFT, TRUE);
  add_clinic (small->bootstrap, "c3", NULL, ORCH_CLINIC_DRAFT, FALSE);
  add_clinic (small->bootstrap, "c1", "Zéphyr 2", ORCH_CLINIC_JOINED, FALSE);
  small_close (small);
  small_open (small, ORCH_STORE_OPEN_EXISTING);

  g_autoptr (GPtrArray) entries = kit_boxed (orch_bootstrap_list_clinics (small->bootstrap));
  g_assert_cmpuint (entries->len, ==, 3);
  const OrchClinicEntryFields *nameless = orch_clinic_entry_get_fields (entries->pdata[0]);
  const OrchClinicEntryFields *maple = orch_clinic_entry_get_fields (entries->pdata[1]);
  const OrchClinicEntryFields *zephyr = orch_clinic_entry_get_fields (entries->pdata[2]);
  g_assert_cmpstr (nameless->id, ==, "c3");
  g_assert_cmpstr (maple->name, ==, "Érable");
  g_assert_true (maple->training);
  g_assert_cmpstr (maple->hub_base, ==, "https://hub.example/fhir");
  g_assert_cmpstr (maple->file, ==, "clinic.db");
  g_assert_cmpstr (zephyr->name, ==, "Zéphyr 2");
  g_assert_cmpint (zephyr->state, ==, ORCH_CLINIC_JOINED);

  kit_ok (orch_bootstrap_remove_clinic (small->bootstrap, "c2"));
  g_autoptr (GPtrArray) left = kit_boxed (orch_bootstrap_list_clinics (small->bootstrap));
  g_assert_cmpuint (left->len, ==, 2);
}

static GVariant *
load (Small *small, const char *clinic)
{
  g_autoptr (DexFuture) future = orch_bootstrap_load_wizard (small->bootstrap, clinic);
  g_autoptr (GError) error = NULL;
  const GValue *value = kit_wait (future, &error);

  g_assert_no_error (error);
  return g_value_dup_variant (value);
}

static void
fields_come_back (Small *small, gconstpointer data)
{
  guint8 logo[3000];
  const char *providers[] = { "rvsq", "pomelo", NULL };

  for (guint i = 0; i < sizeof logo; i++)
    logo[i] = i * 31;
  add_clinic (small->bootstrap, "c1", "Une", ORCH_CLINIC_DRAFT, FALSE);
  add_clinic (small->bootstrap, "c2", "Deux", ORCH_CLINIC_DRAFT, FALSE);
  kit_fails (orch_bootstrap_save_wizard (small->bootstrap, "nobody", 1, NULL), ORCH_ERROR_NOT_FOUND);

  g_autoptr (GVariant) nothing = load (small, "c1");
  g_assert_cmpint (g_variant_n_children (nothing), ==, 2);
  guint step = 99;
  g_variant_get_child (nothing, 0, "u", &step);
  g_assert_cmpuint (step, ==, 0);

  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_variant_dict_insert (&dict, "name", "s", "Clinique à moitié tapée ");
  g_variant_dict_insert (&dict, "empty", "s", "");
  g_variant_dict_insert (&dict, "understood", "b", TRUE);
  g_variant_dict_insert (&dict, "count", "x", G_GINT64_CONSTANT (-7));
  g_variant_dict_insert_value (&dict, "logo", g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, logo, sizeof logo, 1));
  g_variant_dict_insert_value (&dict, "no-bytes", g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, logo, 0, 1));
  g_variant_dict_insert_value (&dict, "providers", g_variant_new_strv (providers, -1));
  kit_ok (orch_bootstrap_save_wizard (small->bootstrap, "c1", 2, g_variant_dict_end (&dict)));
  kit_ok (orch_bootstrap_save_wizard (small->bootstrap, "c2", 5, NULL));

  /* One field changes, one is forgotten, the step stays */
  g_auto (GVariantDict) changes = G_VARIANT_DICT_INIT (NULL);
  g_variant_dict_insert (&changes, "name", "s", "Clinique tapée");
  g_variant_dict_insert_value (&changes, "count", g_variant_new_maybe (G_VARIANT_TYPE_VARIANT, NULL));
  kit_ok (orch_bootstrap_save_wizard (small->bootstrap, "c1", 0, g_variant_dict_end (&changes)));
  small_close (small);
  small_open (small, ORCH_STORE_OPEN_EXISTING);

  g_autoptr (GVariant) back = load (small, "c1");
  g_autoptr (GVariant) fields = NULL;
  g_variant_get (back, "(u@a{sv})", &step, &fields);
  g_assert_cmpuint (step, ==, 2);
  g_assert_cmpuint (g_variant_n_children (fields), ==, 6);
  const char *text;
  gboolean flag;
  g_assert_true (g_variant_lookup (fields, "name", "&s", &text));
  g_assert_cmpstr (text, ==, "Clinique tapée");
  g_assert_true (g_variant_lookup (fields, "empty", "&s", &text));
  g_assert_cmpstr (text, ==, "");
  g_assert_true (g_variant_lookup (fields, "understood", "b", &flag));
  g_assert_true (flag);
  g_autoptr (GVariant) bytes = g_variant_lookup_value (fields, "logo", G_VARIANT_TYPE_BYTESTRING);
  gsize n_bytes;
  const guint8 *contents = g_variant_get_fixed_array (bytes, &n_bytes, 1);
  g_assert_cmpmem (contents, n_bytes, logo, sizeof logo);
  g_autoptr (GVariant) none = g_variant_lookup_value (fields, "no-bytes", G_VARIANT_TYPE_BYTESTRING);
  g_assert_cmpuint (g_variant_n_children (none), ==, 0);
  g_autofree const char **codes = NULL;
  g_assert_true (g_variant_lookup (fields, "providers", "^a&s", &codes));
  g_assert_cmpstr (codes[1], ==, "pomelo");

  kit_ok (orch_bootstrap_clear_wizard (small->bootstrap, "c1"));
  g_autoptr (GVariant) cleared = load (small, "c1");
  g_variant_get_child (cleared, 0, "u", &step);
  g_assert_cmpuint (step, ==, 0);
  g_autoptr (GVariant) other = load (small, "c2");
  g_variant_get_child (other, 0, "u", &step);
  g_assert_cmpuint (step, ==, 5);
}

static void
values_come_back (Small *small, gconstpointer data)
{
  g_autofree char *none = kit_string (orch_bootstrap_get_value (small->bootstrap, "client-id"));
  g_assert_null (none);
  kit_ok (orch_bootstrap_set_value (small->bootstrap, "client-id", "abc"));
  g_autofree char *value = kit_string (orch_bootstrap_get_value (small->bootstrap, "client-id"));
  g_assert_cmpstr (value, ==, "abc");
  kit_ok (orch_bootstrap_set_value (small->bootstrap, "client-id", NULL));
  g_autofree char *gone = kit_string (orch_bootstrap_get_value (small->bootstrap, "client-id"));
  g_assert_null (gone);
}

/* The child types one character after another, and says how many are safe. */
static int
run_typist (const char *path)
{
  g_autoptr (OrchSecret) key = kit_key ();
  g_autoptr (OrchBootstrap) bootstrap = kit_object (orch_bootstrap_open (path, key, ORCH_STORE_OPEN_EXISTING));
  g_autoptr (GString) typed = g_string_new (NULL);

  for (guint i = 1;; i++)
    {
      g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
      g_string_append_c (typed, 'a' + i % 26);
      g_variant_dict_insert (&dict, "name", "s", typed->str);
      kit_ok (orch_bootstrap_save_wizard (bootstrap, "c1", 1 + i % 6, g_variant_dict_end (&dict)));
      g_print ("%u\n", i);
      fflush (stdout);
    }
  return 0;
}

static void
kill_loses_no_character (Small *small, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  add_clinic (small->bootstrap, "c1", "Une", ORCH_CLINIC_DRAFT, FALSE);
  for (guint round = 0; round < 20; round++)
    {
      const char *argv[] = { program, "--typist", small->path, NULL };
      g_autoptr (GError) error = NULL;
      char answers[65536] = "";
      gsize length = 0, enough = g_rand_int_range (rand, 1, 120);
      GPid pid;
      int out;

      small_close (small);
      g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out,
                                NULL, &error);
      g_assert_no_error (error);
      while (length < enough)
        {
          gssize n = read (out, answers + length, sizeof answers - 1 - length);
          g_assert_cmpint (n, >, 0);
          length += n;
        }
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      for (gssize n; (n = read (out, answers + length, sizeof answers - 1 - length)) > 0;)
        length += n;
      close (out);
      g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);

      guint told = 0, step;
      g_auto (GStrv) lines = g_strsplit (answers, "\n", -1);
      for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
        told = (guint) g_ascii_strtoull (lines[i], NULL, 10);
      small_open (small, ORCH_STORE_OPEN_EXISTING);
      g_autoptr (GVariant) back = load (small, "c1");
      g_autoptr (GVariant) fields = NULL;
      const char *name;
      g_variant_get (back, "(u@a{sv})", &step, &fields);
      g_assert_true (g_variant_lookup (fields, "name", "&s", &name));
      gsize n = strlen (name);
      g_assert_cmpuint (n, >=, told);
      g_assert_cmpuint (step, ==, 1 + n % 6); /* of the same transaction */
      for (guint i = 1; i <= n; i++)
        g_assert_cmpint (name[i - 1], ==, 'a' + i % 26);
    }
}

int
main (int argc, char **argv)
{
  dex_init ();
  if (argc == 3 && g_str_equal (argv[1], "--typist"))
    return run_typist (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, func) g_test_add ("/bootstrap/" path, Small, NULL, small_set_up, func, small_tear_down)
  TEST ("workstation-keeps-its-id", workstation_keeps_its_id);
  TEST ("clinics-come-back", clinics_come_back);
  TEST ("fields-come-back", fields_come_back);
  TEST ("values-come-back", values_come_back);
  TEST ("kill-loses-no-character", kill_loses_no_character);
  return g_test_run ();
}
