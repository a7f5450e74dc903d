/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How far an import tells that it is: not at each page, and never less than it knows for long.
 */
#include "core/orch-conflict.h"
#include "future-kit.h"
#include "sync/orch-import-run-private.h"

static void
on_told (OrchImportRun *run, GParamSpec *spec, gpointer data)
{
  guint *told = data;

  *told = orch_import_run_get_done (run);
}

static gboolean
on_too_late (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

/* Nothing is told after the last page: the next phase may be far. */
static void
test_held_back (void)
{
  g_autoptr (OrchImportRun) run = orch_import_run_new (ORCH_IMPORT_SERVICES);
  guint told = 0;
  gboolean late = FALSE;
  const guint source = g_timeout_add_seconds (20, on_too_late, &late);

  g_signal_connect (run, "notify::done", G_CALLBACK (on_told), &told);
  orch_import_run_show (run, ORCH_IMPORT_READING, 100, 1000);
  g_assert_cmpuint (told, ==, 100);
  for (guint done = 101; done <= 200; done++)
    orch_import_run_show (run, ORCH_IMPORT_READING, done, 1000);
  g_assert_cmpuint (told, <, 200);
  while (told < 200 && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (source);

  /* Another phase is told at once, and nothing of the one before comes after it. */
  orch_import_run_show (run, ORCH_IMPORT_READING, 300, 1000);
  orch_import_run_show (run, ORCH_IMPORT_CHECKING, 1, 1000);
  g_assert_cmpuint (told, ==, 1);
}

typedef struct
{
  OrchImportKind kind;
  const char *names[2]; /* of what cannot be read, as listed */
} Nameless;

typedef struct
{
  OrchImportRun *run;
  OrchImportRead *read;
} Planning;

static DexFuture *
plan_fiber (gpointer data)
{
  const Planning *planning = data;
  GError *error = NULL;
  OrchImportPlan *plan = orch_import_await_plan (planning->run, planning->read, &error);

  return plan != NULL ? dex_future_new_take_object (plan) : dex_future_new_for_error (error);
}

static OrchEmrPage *
page_of (guint listed, guint position, const char *name, const char *id)
{
  GPtrArray *unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  OrchEmrPage *page = NULL;

  if (position > 0)
    {
      orch_emr_unreadable_add (unreadable, name, id, "it has no identifier");
      orch_emr_unreadable_place (unreadable, position);
    }
  page = orch_emr_page_new (g_ptr_array_new_with_free_func (g_object_unref), unreadable, -1, FALSE);
  orch_emr_page_set_listed (page, listed);
  return page;
}

/* What has neither name nor identifier is told by what it is and where it stands among all that the EMR lists, inactive ones too. */
static void
test_nameless (gconstpointer data)
{
  const Nameless *nameless = data;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (OrchImportRun) run = orch_import_run_new (nameless->kind);
  OrchImportRead read = { .known = none, .staff = none, .pages = pages };
  Planning planning = { run, &read };
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  const GValue *value = NULL;
  GPtrArray *conflicts = NULL;

  g_ptr_array_add (pages, page_of (10, 0, NULL, NULL));
  g_ptr_array_add (pages, page_of (10, 2, NULL, NULL));
  g_ptr_array_add (pages, page_of (10, 1, " ", "x-1"));
  future = dex_scheduler_spawn (NULL, 0, plan_fiber, &planning, NULL);
  value = kit_wait (future, &error);
  g_assert_no_error (error);
  conflicts = orch_import_plan_get_conflicts (g_value_get_object (value));
  g_assert_cmpuint (conflicts->len, ==, G_N_ELEMENTS (nameless->names));
  for (guint i = 0; i < conflicts->len; i++)
    g_assert_cmpstr (orch_conflict_get_record_name (g_ptr_array_index (conflicts, i)), ==, nameless->names[i]);
}

int
main (int argc, char *argv[])
{
  static const Nameless nameless[] = {
    { ORCH_IMPORT_STAFF, { "A staff member without a name (no. 12 in the list)", "x-1" } },
    { ORCH_IMPORT_SERVICES, { "A service without a name (no. 12 in the list)", "x-1" } },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/import-run/held-back", test_held_back);
  g_test_add_data_func ("/sync/import-run/nameless-staff", &nameless[0], test_nameless);
  g_test_add_data_func ("/sync/import-run/nameless-service", &nameless[1], test_nameless);
  return g_test_run ();
}
