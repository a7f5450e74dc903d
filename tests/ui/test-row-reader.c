/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Rows that were chosen before they were there: those come, and no others, whatever the list does meanwhile.
 */
#include "ui-test.h"

#include "core/orch-service.h"
#include "ui/services/orch-row-reader.h"

#include "fake-lists.h"

#define N 4

typedef struct
{
  GListStore *list;
  OrchStoreItem *items[N]; /* borrowed */
  OrchService *services[N];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->list = g_list_store_new (ORCH_TYPE_STORE_ITEM);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("Service %u", i);

      fixture->services[i] = orch_service_new (&(OrchServiceFields) { .id = name, .name = name });
      /* The first is there already. */
      fixture->items[i] = fake_store_item_new (i + 1, i == 0 ? fixture->services[i] : NULL, NULL, NULL, NULL);
      g_list_store_append (fixture->list, fixture->items[i]);
      g_object_unref (fixture->items[i]);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->list);
  for (guint i = 0; i < N; i++)
    g_clear_object (&fixture->services[i]);
}

static GPtrArray *
finish (DexFuture *future)
{
  GPtrArray *rows = NULL;

  ui_test_wait (!dex_future_is_pending (future));
  rows = g_value_dup_boxed (dex_future_get_value (future, NULL));
  dex_unref (future);
  return rows;
}

static void
test_all (Fixture *fixture, gconstpointer data)
{
  DexFuture *future = orch_row_reader_load (G_LIST_MODEL (fixture->list), NULL);
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 1; i < N; i++)
    {
      g_assert_true (dex_future_is_pending (future));
      fake_store_item_set_object (fixture->items[i], fixture->services[i]);
    }
  rows = finish (future);
  g_assert_cmpuint (rows->len, ==, N);
  for (guint i = 0; i < N; i++)
    g_assert_true (g_ptr_array_index (rows, i) == fixture->services[i]);
}

/* Sorted meanwhile: the item of the first is the last one's now, and that of the second another's before its own was read. */
static void
test_another_row (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GtkBitset) chosen = gtk_bitset_new_range (0, 3);
  DexFuture *future = orch_row_reader_load (G_LIST_MODEL (fixture->list), chosen);
  g_autoptr (GPtrArray) rows = NULL;

  fake_store_item_become (fixture->items[0], 4, fixture->services[3]);
  fake_store_item_become (fixture->items[1], 1, fixture->services[0]);
  fake_store_item_set_object (fixture->items[2], fixture->services[2]);
  rows = finish (future);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_true (g_ptr_array_index (rows, 0) == fixture->services[2]);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/row-reader/all", Fixture, NULL, set_up, test_all, tear_down);
  g_test_add ("/row-reader/another-row", Fixture, NULL, set_up, test_another_row, tear_down);
  return g_test_run ();
}
