/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * kill -9 at random moments of documents on their way to the charts: none is lost, none is there twice. Of an EMR that can be asked each is there once;
 * of another, what got no answer waits for a person, and nothing else does. The seed is printed by the test framework, --seed repeats it.
 */
#include <string.h>

#include "orch-pipe-keyring.h"
#include "orch-sandbox-clinic.h"
#include "orch-story.h"

#define A_LIFE 3 /* documents that each life adds */
#define SHORTEST_US 2000

typedef struct
{
  OrchSandboxProcess *sandbox;
  GHashTable *secrets;
  GPtrArray *connection; /* (element-type utf8): the last arguments of the driver */
  char *parent;
  char *report;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer name)
{
  g_autoptr (OrchSandboxClinic) clinic = NULL;
  GHashTableIter iter;
  gpointer id = NULL;
  gpointer value = NULL;

  fixture->sandbox = orch_sandbox_process_start (NULL);
  orch_sandbox_process_order (fixture->sandbox, "emr-size", "{\"staff\": 4, \"services\": 4, \"patients\": 60}");
  fixture->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fixture->connection = g_ptr_array_new_with_free_func (g_free);
  fixture->parent = g_dir_make_tmp ("orch-kill-XXXXXX", NULL);
  fixture->report = g_build_filename (fixture->parent, "report", NULL);
  if (g_str_equal (name, "fhir"))
    return;
  clinic = orch_sandbox_clinic_new (fixture->sandbox, name);
  g_ptr_array_add (fixture->connection, g_strdup (clinic->vendor));
  g_hash_table_iter_init (&iter, clinic->values);
  while (g_hash_table_iter_next (&iter, &id, &value))
    g_ptr_array_add (fixture->connection, g_strdup_printf ("%s=%s", (char *) id, (char *) value));
  g_hash_table_iter_init (&iter, clinic->secrets);
  while (g_hash_table_iter_next (&iter, &id, &value))
    g_ptr_array_add (fixture->connection, g_strdup_printf ("!%s=%s", (char *) id, (char *) value));
}

static void
tear_down (Fixture *fixture, gconstpointer name)
{
  story_remove_tree (fixture->parent);
  g_free (fixture->parent);
  g_free (fixture->report);
  g_ptr_array_unref (fixture->connection);
  g_hash_table_unref (fixture->secrets);
  orch_sandbox_process_stop (fixture->sandbox);
}

/* Returns: whether it was killed */
static gboolean
drive (Fixture *fixture, gint64 kill_after_us, guint n_documents)
{
  g_autofree char *dir = g_build_filename (fixture->parent, "data", NULL);
  g_autofree char *after = g_strdup_printf ("%" G_GINT64_FORMAT, kill_after_us);
  g_autofree char *documents = g_strdup_printf ("%u", n_documents);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const char *const fixed[] = {
    ORCH_KILL_CHART_DRIVER, orch_sandbox_process_get_origin (fixture->sandbox), dir, after, documents, fixture->report
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    g_ptr_array_add (argv, (char *) fixed[i]);
  for (guint i = 0; i < fixture->connection->len; i++)
    g_ptr_array_add (argv, fixture->connection->pdata[i]);
  g_ptr_array_add (argv, NULL);
  return orch_pipe_keyring_serve (fixture->secrets, (const char *const *) argv->pdata);
}

/* How often the EMR has document @n, in what it was sent: FHIR's attachment may be base64 alone, the title never is. */
static guint
count (JsonArray *documents, guint n)
{
  g_autofree char *title = g_strdup_printf ("Essai-%03u", n);
  guint found = 0;

  for (guint i = 0; i < json_array_get_length (documents); i++)
    {
      g_autofree char *text = json_to_string (json_array_get_element (documents, i), FALSE);

      if (strstr (text, title) != NULL)
        found++;
    }
  return found;
}

static gboolean
waits (char **report, guint n)
{
  g_autofree char *line = g_strdup_printf ("%u", n);

  return g_strv_contains ((const char *const *) report, line);
}

static void
test_killed (Fixture *fixture, gconstpointer name)
{
  const guint wanted = g_getenv ("ORCH_TEST_FULL") != NULL ? 100 : 25;
  const gboolean answers = g_str_equal (name, "fhir");
  g_autofree char *text = NULL;
  g_auto (GStrv) report = NULL;
  g_autoptr (JsonNode) documents = NULL;
  gint64 span = G_USEC_PER_SEC / 2;
  guint n = A_LIFE;
  guint killed = 0;
  guint n_waiting = 0;

  g_assert_false (drive (fixture, 0, n));
  while (killed < wanted)
    {
      gboolean died = FALSE;

      n += A_LIFE;
      g_assert_cmpuint (n, <, 999);
      died = drive (fixture, g_test_rand_int_range (1000, (gint32) span), n);
      killed += died;
      /* One that came to its end was shorter than was thought. */
      span = died ? MIN (span * 5 / 4, G_USEC_PER_SEC) : MAX (span * 2 / 3, SHORTEST_US);
    }
  g_assert_false (drive (fixture, 0, n));
  g_assert_true (g_file_get_contents (fixture->report, &text, NULL, NULL));
  report = g_strsplit (text, "\n", -1);
  documents = orch_sandbox_process_get (fixture->sandbox, "/control/resources?type=DocumentReference&server=emr");
  for (guint i = 1; i <= n; i++)
    {
      const guint times = count (json_node_get_array (documents), i);

      if (waits (report, i))
        {
          n_waiting++;
          g_assert_cmpuint (times, <=, 1);
        }
      else
        g_assert_cmpuint (times, ==, 1);
    }
  g_test_message ("%u kills, %u documents, %u wait for a person", killed, n, n_waiting);
  if (answers)
    g_assert_cmpuint (n_waiting, ==, 0);
  /* One was on its way at most when each life ended. */
  g_assert_cmpuint (n_waiting, <=, killed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(name) g_test_add ("/kill-chart/" name, Fixture, name, set_up, test_killed, tear_down)
  ADD ("fhir");
  ADD ("accuro");
#undef ADD
  return g_test_run ();
}
