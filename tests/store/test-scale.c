/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Many rows (200,000 in the long tier, a fifth of it else): they are all there, and the list is right from end to end. What it
 * took is printed, not asserted: goals are measured by build-aux/bench, as ratios.
 */
#include "store-kit.h"
#include "store/orch-store-list.h"

#define PAGE 500

static void
many_rows (Kit *kit, gconstpointer data)
{
  const guint n_rows = g_getenv ("ORCH_TEST_FULL") != NULL ? 200000 : 40000;
  gint64 run = kit_int64 (orch_store_begin_import (kit->store, &kit_admin, ORCH_STORE_STAFF));
  gint64 spent = 0;

  for (guint first = 0; first < n_rows; first += PAGE)
    {
      g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = first; i < first + PAGE; i++)
        {
          /* Not in the order of the names */
          g_autofree char *family = g_strdup_printf ("Famille %06u", (guint) ((guint64) i * 7919 % n_rows));
          g_ptr_array_add (rows, kit_staff (i, family));
        }
      gint64 start = g_get_monotonic_time ();
      g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, run, rows, NULL)), ==, PAGE);
      spent += g_get_monotonic_time () - start;
    }
  g_test_message ("written: %.0f people/s, %.0f rows/s", n_rows / (spent / 1e6), 3.0 * n_rows / (spent / 1e6));
  kit_ok (orch_store_finish_import (kit->store, &kit_admin, run, ORCH_STORE_RUN_SUCCEEDED, NULL, NULL, NULL, NULL));

  g_autoptr (OrchStoreList) list = orch_store_list_new (kit->store, ORCH_STORE_STAFF);
  gint64 start = g_get_monotonic_time (), longest = 0;
  while (orch_store_list_get_loading (list))
    {
      gint64 turn = g_get_monotonic_time ();
      while (g_main_context_iteration (NULL, FALSE))
        ;
      longest = MAX (longest, g_get_monotonic_time () - turn);
      g_thread_yield ();
    }
  g_test_message ("listed in %.0f ms, the main thread was held %.1f ms at most",
                  (g_get_monotonic_time () - start) / 1e3, longest / 1e3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n_rows);

  /* Scrolled from end to end, a window here and there */
  for (guint i = 0; i < n_rows; i += 4999)
    {
      g_autofree char *expected = g_strdup_printf ("Famille %06u", i);
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      while (orch_store_item_get_object (item) == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpstr (orch_staff_member_get_fields (orch_store_item_get_object (item))->family, ==, expected);
    }

  start = g_get_monotonic_time ();
  orch_store_list_set_search (list, "elise famille 0377");
  kit_ok (orch_store_list_when_loaded (list));
  g_test_message ("searched in %.0f ms", (g_get_monotonic_time () - start) / 1e3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), >=, 100);
  start = g_get_monotonic_time ();
  orch_store_list_set_search (list, "");
  orch_store_list_set_sort (list, ORCH_STORE_SORT_NAME, TRUE);
  kit_ok (orch_store_list_when_loaded (list));
  g_test_message ("turned round in %.0f ms", (g_get_monotonic_time () - start) / 1e3);
  g_autofree char *expected_last = g_strdup_printf ("Famille %06u", n_rows - 1);
  g_autoptr (OrchStoreItem) last = g_list_model_get_item (G_LIST_MODEL (list), 0);
  while (orch_store_item_get_object (last) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (orch_staff_member_get_fields (orch_store_item_get_object (last))->family, ==, expected_last);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/scale/many-rows", Kit, NULL, kit_set_up, many_rows, kit_tear_down);
  return g_test_run ();
}
