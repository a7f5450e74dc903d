/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The list model against a copy that knows only what items-changed told: after every change the two must be the same, and what
 * the model shows must be what a plain sort of the rows gives.
 */
#include "core/orch-text.h"
#include "store-kit.h"
#include "store/orch-store-list.h"

/* The private part that compares arrays */
#include "store/orch-key-change.h"
#include "store/orch-store-query.h"

#include <string.h>

/* --- a copy kept by items-changed alone ---------------------------------------------------- */

typedef struct
{
  GListModel *model;
  GPtrArray *items; /* OrchStoreItem */
  guint n_signals;
  guint n_touched; /* positions told to have changed */
  gboolean loose;  /* rows far from those looked at may be others' until they are told to have changed */
} Replay;

static void
check_items (GListModel *model, Replay *replay)
{
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, replay->items->len);
  for (guint i = 0; i < replay->items->len; i++)
    {
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (model, i);

      g_assert_true (item == g_ptr_array_index (replay->items, i));
    }
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Replay *replay)
{
  g_assert_cmpuint (position + removed, <=, replay->items->len);
  if (removed > 0)
    g_ptr_array_remove_range (replay->items, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (model, position + i);

      g_assert_nonnull (item);
      g_ptr_array_insert (replay->items, (int) (position + i), g_steal_pointer (&item));
    }
  replay->n_signals++;
  replay->n_touched += removed + added;

  /* The whole model, while more changes may be on their way */
  if (!replay->loose)
    check_items (model, replay);
}

static void
replay_start (Replay *replay, GListModel *model)
{
  *replay = (Replay) { .model = model, .items = g_ptr_array_new_with_free_func (g_object_unref) };
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 0);
  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), replay);
}

static void
replay_stop (Replay *replay)
{
  g_signal_handlers_disconnect_by_data (replay->model, replay);
  g_ptr_array_unref (replay->items);
}

/* --- waiting ---------------------------------------------------------------------------- */

static void
on_changed (OrchStore *store, guint changes, gboolean *seen)
{
  *seen = TRUE;
}

/* Until the list has seen what was committed before this call */
static void
settle (OrchStore *store, OrchStoreList *list)
{
  gboolean seen = FALSE;
  g_autoptr (OrchStaffMember) marker = kit_staff (999999, "Zzz");
  gulong handler = g_signal_connect (store, "changed", G_CALLBACK (on_changed), &seen);

  kit_ok (orch_store_save_staff (store, &kit_admin, marker));
  while (!seen)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (store, handler);
  kit_ok (orch_store_list_when_loaded (list));
}

static void
wait_for_object (OrchStoreItem *item)
{
  while (orch_store_item_get_object (item) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static char *
family_at (OrchStoreList *list, guint position)
{
  g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), position);

  g_assert_nonnull (item);
  wait_for_object (item);
  return g_strdup (orch_staff_member_get_fields (orch_store_item_get_object (item))->family);
}

/* --- comparing arrays ------------------------------------------------------------------- */

static GArray *
random_array (GRand *rand, guint length, guint universe)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);

  while (keys->len < length)
    {
      gint64 key = g_rand_int_range (rand, 1, universe);
      if (g_hash_table_add (used, GSIZE_TO_POINTER (key)))
        g_array_append_val (keys, key);
    }
  return keys;
}

static void
diff_replays (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GArray) old = random_array (rand, g_rand_int_range (rand, 0, 40), 60);
      g_autoptr (GArray) new = NULL;
      if (round % 2 == 0)
        new = random_array (rand, g_rand_int_range (rand, 0, 40), 60);
      else
        {
          /* A few edits: drop, move, add */
          new = g_array_copy (old);
          for (guint i = g_rand_int_range (rand, 0, 4); i > 0 && new->len > 0; i--)
            {
              guint from = g_rand_int_range (rand, 0, new->len);
              gint64 key = g_array_index (new, gint64, from);
              g_array_remove_index (new, from);
              if (g_rand_boolean (rand))
                g_array_insert_val (new, g_rand_int_range (rand, 0, new->len + 1), key);
            }
        }
      g_autoptr (GArray) hunks = orch_store_diff (old, new);
      g_autoptr (GArray) copy = g_array_copy (old);
      int shift = 0;
      for (guint i = 0; i < hunks->len; i++)
        {
          const OrchStoreHunk *hunk = &g_array_index (hunks, OrchStoreHunk, i);
          g_assert_cmpint ((int) hunk->old_start + shift, ==, (int) hunk->new_start);
          g_assert_cmpuint (hunk->old_length + hunk->new_length, >, 0);
          g_array_remove_range (copy, hunk->new_start, hunk->old_length);
          g_array_insert_vals (copy, hunk->new_start, &g_array_index (new, gint64, hunk->new_start), hunk->new_length);
          shift += (int) hunk->new_length - (int) hunk->old_length;
        }
      g_assert_cmpmem (copy->data, copy->len * sizeof (gint64), new->data, new->len * sizeof (gint64));
    }
}

static void
diff_is_small (void)
{
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) new = NULL;

  for (gint64 key = 1; key <= 1000; key++)
    g_array_append_val (old, key);

  /* One row renamed: it moves, the others stay. */
  const struct
  {
    guint from, to;
  } moves[] = { { 10, 900 }, { 900, 10 }, { 0, 999 }, { 999, 0 }, { 500, 501 } };
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      g_clear_pointer (&new, g_array_unref);
      new = g_array_copy (old);
      gint64 key = g_array_index (new, gint64, moves[i].from);
      g_array_remove_index (new, moves[i].from);
      g_array_insert_val (new, moves[i].to, key);
      g_autoptr (GArray) hunks = orch_store_diff (old, new);
      guint touched = 0;
      for (guint j = 0; j < hunks->len; j++)
        touched +=
            g_array_index (hunks, OrchStoreHunk, j).old_length + g_array_index (hunks, OrchStoreHunk, j).new_length;
      g_assert_cmpuint (touched, ==, 2);
    }
  g_autoptr (GArray) none = orch_store_diff (old, old);
  g_assert_cmpuint (none->len, ==, 0);
}

static GArray *
follow_step (GArray *shown, OrchKeyChange *change, guint position, guint removed, guint added)
{
  g_assert_cmpuint (position + removed, <=, shown->len);
  if (removed > 0)
    g_array_remove_range (shown, position, removed);
  for (guint i = 0; i < added; i++)
    {
      const gint64 key = orch_key_change_get_key (change, position + i);

      g_array_insert_val (shown, position + i, key);
    }
  return shown;
}

/* One array becomes another step by step: what is told is what it reads, and a step changes few of the rows in sight. */
static void
change_replays (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);

  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (GArray) old = random_array (rand, (guint) g_rand_int_range (rand, 0, 900), 2000);
      g_autoptr (GArray) new = random_array (rand, (guint) g_rand_int_range (rand, 0, 900), 2000);
      g_autoptr (GArray) hunks = round % 2 == 0 ? orch_store_diff (old, new) : NULL;
      g_autoptr (GArray) shown = g_array_copy (old);
      g_autoptr (OrchKeyChange) change = NULL;
      OrchKeySight sight = { 0 };
      guint position = 0;
      guint removed = 0;
      guint added = 0;
      guint cost = 0;
      guint steps = 0;

      for (guint i = 0; old->len > 0 && i < 300; i++)
        orch_key_sight_note (&sight, MIN ((round * 7 + i), old->len - 1));
      change = orch_key_change_new (old, new, hunks, &sight);
      while (orch_key_change_step (change, 12, &position, &removed, &added, &cost))
        {
          g_assert_cmpuint (cost, <=, 12);
          g_assert_cmpuint (removed + added, >, 0);
          follow_step (shown, change, position, removed, added);
          g_assert_cmpuint (orch_key_change_get_length (change), ==, shown->len);
          for (guint i = 0; i < shown->len; i++)
            g_assert_cmpint (orch_key_change_get_key (change, i), ==, g_array_index (shown, gint64, i));
          g_assert_cmpuint (++steps, <, 2000);
        }
      g_assert_cmpmem (shown->data, shown->len * sizeof (gint64), new->data, new->len * sizeof (gint64));
    }
}

/* --- the model -------------------------------------------------------------------------- */

static void
shows_rows (Kit *kit, gconstpointer data)
{
  kit_import_staff (kit->store, 1, 300);
  g_autoptr (OrchStoreList) list = orch_store_list_new (kit->store, ORCH_STORE_STAFF);
  Replay replay;
  replay_start (&replay, G_LIST_MODEL (list));

  g_assert_true (orch_store_list_get_loading (list));
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_false (orch_store_list_get_loading (list));
  g_assert_no_error (orch_store_list_get_error (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 300);
  g_assert_cmpuint (replay.n_touched, ==, 300);

  /* There at once, without its row */
  g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), 250);
  g_assert_null (orch_store_item_get_object (item));
  g_autofree char *family = family_at (list, 250);
  g_assert_cmpstr (family, ==, "Tremblay 0251");
  g_autoptr (OrchStoreItem) same = g_list_model_get_item (G_LIST_MODEL (list), 250);
  g_assert_true (same == item);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 300));

  replay_stop (&replay);
  g_clear_object (&item);
  g_clear_object (&same);
  g_assert_finalize_object (g_steal_pointer (&list));
}

static void
filters_and_sorts (Kit *kit, gconstpointer data)
{
  const struct
  {
    const char *name;
    gboolean active;
  } services[] = {
    { "Élastographie", TRUE }, { "Écho cœur", FALSE }, { "Examen", TRUE }, { "Zona", TRUE }, { "Abcès", FALSE }
  };

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      g_autoptr (OrchService) service = kit_service (i + 1, services[i].name, services[i].active);
      kit_ok (orch_store_save_service (kit->store, &kit_admin, service));
    }

  const struct
  {
    OrchStoreTab tab;
    const char *search;
    OrchStoreSort sort;
    gboolean descending;
    const char *names;
  } cases[] = {
    { ORCH_STORE_TAB_ALL, "", ORCH_STORE_SORT_NAME, FALSE, "Abcès,Écho cœur,Élastographie,Examen,Zona," },
    { ORCH_STORE_TAB_ALL, "", ORCH_STORE_SORT_NAME, TRUE, "Zona,Examen,Élastographie,Écho cœur,Abcès," },
    { ORCH_STORE_TAB_ACTIVE, "", ORCH_STORE_SORT_NAME, FALSE, "Élastographie,Examen,Zona," },
    { ORCH_STORE_TAB_INACTIVE, "", ORCH_STORE_SORT_NAME, FALSE, "Abcès,Écho cœur," },
    { ORCH_STORE_TAB_CONFLICTS, "", ORCH_STORE_SORT_NAME, FALSE, "" },
    { ORCH_STORE_TAB_ALL, "ECHO", ORCH_STORE_SORT_NAME, FALSE, "Écho cœur," },
    { ORCH_STORE_TAB_ALL, "coeur écho", ORCH_STORE_SORT_NAME, FALSE, "Écho cœur," },
    { ORCH_STORE_TAB_ALL, "svc-4", ORCH_STORE_SORT_NAME, FALSE, "Zona," },
    { ORCH_STORE_TAB_ALL, "rien de tel", ORCH_STORE_SORT_NAME, FALSE, "" },
    { ORCH_STORE_TAB_ALL, "", ORCH_STORE_SORT_DURATION, FALSE, "Zona,Abcès,Élastographie,Écho cœur,Examen," },
    { ORCH_STORE_TAB_ALL, "", ORCH_STORE_SORT_EMR_ID, TRUE, "Abcès,Zona,Examen,Écho cœur,Élastographie," },
  };
  g_autoptr (OrchStoreList) list = orch_store_list_new (kit->store, ORCH_STORE_SERVICES);
  Replay replay;
  replay_start (&replay, G_LIST_MODEL (list));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      orch_store_list_set_tab (list, cases[i].tab);
      orch_store_list_set_search (list, cases[i].search);
      orch_store_list_set_sort (list, cases[i].sort, cases[i].descending);
      kit_ok (orch_store_list_when_loaded (list));

      g_autoptr (GString) names = g_string_new (NULL);
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (list)); j++)
        {
          g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), j);
          wait_for_object (item);
          g_string_append_printf (names, "%s,", orch_service_get_fields (orch_store_item_get_object (item))->name);
        }
      g_test_message ("case %u", i);
      g_assert_cmpstr (names->str, ==, cases[i].names);
    }
  replay_stop (&replay);
}

static void
on_touched (GListModel *model, guint position, guint removed, guint added, guint *touched)
{
  *touched += removed + added;
}

static void
check_kept (OrchStoreList *list, GPtrArray *items, gboolean descending)
{
  for (guint i = 0; i < items->len; i++)
    {
      g_autofree char *expected = g_strdup_printf ("Tremblay %04u", descending ? 600 - i : i + 1);
      g_autofree char *family = family_at (list, i);
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_true (item == g_ptr_array_index (items, i));
      g_assert_cmpstr (family, ==, expected);
    }
}

/* Another order puts other rows in the items that are shown, and tells of none of them: a view keeps its widgets. */
static void
keeps_items (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStoreList) list = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint touched = 0;

  kit_import_staff (kit->store, 1, 600);
  list = orch_store_list_new (kit->store, ORCH_STORE_STAFF);
  kit_ok (orch_store_list_when_loaded (list));
  for (guint i = 0; i < 100; i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (list), i));
  check_kept (list, items, FALSE);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_touched), &touched);

  orch_store_list_set_sort (list, ORCH_STORE_SORT_NAME, TRUE);
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_cmpuint (touched, ==, 2 * (600 - 100));
  check_kept (list, items, TRUE);

  /* While it changes: what was wanted last is what is shown. */
  touched = 0;
  orch_store_list_set_sort (list, ORCH_STORE_SORT_NAME, FALSE);
  while (touched == 0)
    g_main_context_iteration (NULL, TRUE);
  orch_store_list_set_sort (list, ORCH_STORE_SORT_NAME, TRUE);
  kit_ok (orch_store_list_when_loaded (list));
  check_kept (list, items, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 600);

  /* Fewer, then more again */
  orch_store_list_set_search (list, "0123");
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  orch_store_list_set_search (list, "");
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 600);
  g_ptr_array_set_size (items, 1);
  check_kept (list, items, TRUE);
}

static DexFuture *(*query_keys) (OrchKeyList *, GArray *, GCancellable *);
static guint n_queries;

static DexFuture *
count_query (OrchKeyList *list, GArray *shown, GCancellable *cancellable)
{
  n_queries++;
  return query_keys (list, shown, cancellable);
}

/* One question for one change, and one for none. */
static void
asks_once (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStoreList) list = NULL;
  OrchKeyListClass *klass = NULL;
  GListModel *model = NULL;

  kit_import_staff (kit->store, 1, 600);
  list = orch_store_list_new (kit->store, ORCH_STORE_STAFF);
  model = G_LIST_MODEL (list);
  kit_ok (orch_store_list_when_loaded (list));
  klass = ORCH_KEY_LIST_GET_CLASS (list);
  query_keys = klass->query_keys;
  klass->query_keys = count_query;
  for (guint i = 0; i < 500; i++)
    g_object_unref (g_list_model_get_item (model, i));

  n_queries = 0;
  orch_store_list_leave (list);
  orch_store_list_set_sort (list, ORCH_STORE_SORT_NAME, TRUE);
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_cmpuint (n_queries, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 600);

  for (guint i = 0; i < 500; i++)
    g_object_unref (g_list_model_get_item (model, i));
  orch_store_list_leave (list);
  g_assert_true (orch_store_list_get_loading (list));
  g_assert_cmpuint (n_queries, ==, 1);
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_cmpuint (n_queries, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 600);

  /* At the top there is nothing to leave. */
  g_object_unref (g_list_model_get_item (model, 0));
  orch_store_list_detach (list);
  orch_store_list_attach (list);
  kit_ok (orch_store_list_when_loaded (list));
  n_queries = 0;
  orch_store_list_leave (list);
  g_assert_false (orch_store_list_get_loading (list));
  g_assert_cmpuint (n_queries, ==, 0);

  /* The lock comes in between: nothing is left to wait for. */
  for (guint i = 0; i < 500; i++)
    g_object_unref (g_list_model_get_item (model, i));
  orch_store_list_leave (list);
  orch_store_list_detach (list);
  g_assert_false (orch_store_list_get_loading (list));
  g_assert_cmpuint (n_queries, ==, 0);
  klass->query_keys = query_keys;
}

#define LEFT (500 - 206 + 8)

/* Looked at far down: what is in sight is at the top at once, the items that it had, and the list is whole again whatever is asked next. */
static void
leaves_from_top (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStoreList) list = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *model = NULL;
  guint touched = 0;

  kit_import_staff (kit->store, 1, 600);
  list = orch_store_list_new (kit->store, ORCH_STORE_STAFF);
  model = G_LIST_MODEL (list);
  kit_ok (orch_store_list_when_loaded (list));
  for (guint i = 0; i < 500; i++)
    {
      OrchStoreItem *item = g_list_model_get_item (model, i);

      g_ptr_array_add (items, item);
    }
  /* A view has two hundred and six rows at most: none of those left may be without a widget, when the widgets are two hundred. */
  g_ptr_array_remove_range (items, 0, LEFT);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_touched), &touched);
  orch_store_list_leave (list);
  g_assert_cmpuint (touched, ==, LEFT);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 600 - LEFT);
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (model, i);

      g_assert_true (item == g_ptr_array_index (items, i));
    }
  orch_store_list_set_sort (list, ORCH_STORE_SORT_NAME, TRUE);
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 600);
  check_kept (list, items, TRUE);

  /* Nothing else is asked: it is as it was. */
  for (guint i = 0; i < 500; i++)
    g_object_unref (g_list_model_get_item (model, i));
  orch_store_list_leave (list);
  g_assert_cmpuint (g_list_model_get_n_items (model), <, 600);
  orch_store_list_set_sort (list, ORCH_STORE_SORT_NAME, TRUE);
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 600);
  g_ptr_array_set_size (items, 0);
  check_kept (list, items, TRUE);
}

/* Further down, and whatever is looked at meanwhile: in the end what the model holds is what it told. */
static void
keeps_what_it_told (Kit *kit, gconstpointer data)
{
  static const struct
  {
    OrchStoreSort sort;
    gboolean descending;
    const char *search;
  } cases[] = {
    { ORCH_STORE_SORT_NAME, TRUE, "" },      { ORCH_STORE_SORT_EMR_ID, FALSE, "" },
    { ORCH_STORE_SORT_NAME, FALSE, "03" },   { ORCH_STORE_SORT_NAME, FALSE, "" },
    { ORCH_STORE_SORT_EMR_ID, TRUE, "2" },   { ORCH_STORE_SORT_NAME, TRUE, "02" },
    { ORCH_STORE_SORT_NAME, FALSE, "0311" }, { ORCH_STORE_SORT_CATEGORY, TRUE, "" },
  };
  g_autoptr (OrchStoreList) list = NULL;
  Replay replay;

  kit_import_staff (kit->store, 1, 600);
  list = orch_store_list_new (kit->store, ORCH_STORE_STAFF);
  replay_start (&replay, G_LIST_MODEL (list));
  replay.loose = TRUE;
  kit_ok (orch_store_list_when_loaded (list));
  for (guint round = 0; round < G_N_ELEMENTS (cases); round++)
    {
      const guint n = round;
      const guint length = g_list_model_get_n_items (G_LIST_MODEL (list));

      for (guint i = 0; i < 250 && length > 0; i++)
        {
          g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), (round * 37 + i) % length);

          g_assert_nonnull (item);
        }
      orch_store_list_set_search (list, cases[n].search);
      orch_store_list_set_sort (list, cases[n].sort, cases[n].descending);
      kit_ok (orch_store_list_when_loaded (list));
      check_items (G_LIST_MODEL (list), &replay);
    }
  replay_stop (&replay);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  g_autofree char *x = orch_text_collation_key (*(char **) a), *y = orch_text_collation_key (*(char **) b);
  return strcmp (x, y);
}

/* Edits at random; after each, what the replay holds is what a plain sort of the families gives. */
static void
follows_edits (Kit *kit, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) families = g_ptr_array_new_with_free_func (g_free); /* by number; NULL = removed */
  g_autoptr (OrchStoreList) list = orch_store_list_new (kit->store, ORCH_STORE_STAFF);
  Replay replay;

  kit_ok (orch_store_list_when_loaded (list));
  replay_start (&replay, G_LIST_MODEL (list));
  for (guint round = 0; round < 60; round++)
    {
      for (guint edit = g_rand_int_range (rand, 1, 6); edit > 0; edit--)
        {
          guint n = g_rand_int_range (rand, 0, families->len + 3);
          if (n < families->len && families->pdata[n] != NULL && g_rand_int_range (rand, 0, 4) == 0)
            {
              g_autofree char *id = g_strdup_printf ("00000000-0000-4000-8000-%012u", n);
              kit_ok (orch_store_remove (kit->store, &kit_admin, ORCH_STORE_STAFF, id));
              g_clear_pointer (&families->pdata[n], g_free);
              continue;
            }
          if (n >= families->len)
            {
              n = families->len;
              g_ptr_array_add (families, NULL);
            }
          g_free (families->pdata[n]);
          families->pdata[n] = g_strdup_printf ("F%06d", g_rand_int_range (rand, 0, 1000000));
          g_autoptr (OrchStaffMember) typed = kit_staff (n, families->pdata[n]);
          OrchStaffMemberFields fields = *orch_staff_member_get_fields (typed);
          fields.origin = ORCH_ORIGIN_HAND;
          g_autoptr (OrchStaffMember) member = orch_staff_member_new (&fields);
          kit_ok (orch_store_save_staff (kit->store, &kit_admin, member));
        }
      settle (kit->store, list);

      g_autoptr (GPtrArray) expected = g_ptr_array_new ();
      for (guint i = 0; i < families->len; i++)
        if (families->pdata[i] != NULL)
          g_ptr_array_add (expected, families->pdata[i]);
      g_ptr_array_add (expected, (gpointer) "Zzz");
      g_ptr_array_sort (expected, compare_keys);
      g_assert_cmpuint (replay.items->len, ==, expected->len);
      for (guint i = 0; i < expected->len; i++)
        {
          g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
          /* The row arrives, and a renamed one with its new name, not its old one for ever. */
          while (orch_store_item_get_object (item) == NULL ||
                 g_strcmp0 (orch_staff_member_get_fields (orch_store_item_get_object (item))->family,
                            expected->pdata[i]) != 0)
            g_main_context_iteration (NULL, TRUE);
        }
    }
  g_assert_cmpuint (replay.n_signals, >, 60);
  replay_stop (&replay);
}

static void
on_items_changed_search (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  orch_store_list_set_search (ORCH_STORE_LIST (model), "0007");
}

static void
handler_may_search (Kit *kit, gconstpointer data)
{
  kit_import_staff (kit->store, 1, 20);
  g_autoptr (OrchStoreList) list = orch_store_list_new (kit->store, ORCH_STORE_STAFF);
  Replay replay;

  replay_start (&replay, G_LIST_MODEL (list));
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed_search), NULL);
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  replay_stop (&replay);
}

static void
detached_shows_nothing (Kit *kit, gconstpointer data)
{
  kit_import_staff (kit->store, 1, 50);
  g_autoptr (OrchStoreList) list = orch_store_list_new (kit->store, ORCH_STORE_STAFF);
  Replay replay;

  replay_start (&replay, G_LIST_MODEL (list));
  kit_ok (orch_store_list_when_loaded (list));
  g_autoptr (OrchStoreItem) held = g_list_model_get_item (G_LIST_MODEL (list), 3);
  wait_for_object (held);
  g_autoptr (GObject) object = g_object_ref (orch_store_item_get_object (held));

  orch_store_list_detach (list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_cmpuint (replay.items->len, ==, 0);
  g_assert_null (orch_store_item_get_object (held));
  /* Nothing of the store's keeps the row in memory; the answer that brought it is freed on its thread. */
  gpointer alive = object;
  g_object_add_weak_pointer (object, &alive);
  g_clear_object (&object);
  while (alive != NULL)
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }

  kit_import_staff (kit->store, 51, 5);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  orch_store_list_attach (list);
  orch_store_list_detach (list);
  orch_store_list_attach (list);
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 55);
  g_autofree char *family = family_at (list, 54);
  g_assert_cmpstr (family, ==, "Tremblay 0055");
  replay_stop (&replay);
}

static void
closed_store_is_an_error (Kit *kit, gconstpointer data)
{
  kit_import_staff (kit->store, 1, 5);
  g_autoptr (OrchStoreList) list = orch_store_list_new (kit->store, ORCH_STORE_STAFF);
  kit_ok (orch_store_list_when_loaded (list));
  kit_ok (orch_store_close (kit->store));
  orch_store_list_set_search (list, "x");
  kit_ok (orch_store_list_when_loaded (list));
  g_assert_error (orch_store_list_get_error (list), ORCH_ERROR, ORCH_ERROR_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 5);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, func) g_test_add ("/store-list/" path, Kit, NULL, kit_set_up, func, kit_tear_down)
  g_test_add_func ("/store-list/diff/replays", diff_replays);
  g_test_add_func ("/store-list/diff/is-small", diff_is_small);
  g_test_add_func ("/store-list/change/replays", change_replays);
  TEST ("keeps-items", keeps_items);
  TEST ("leaves-from-top", leaves_from_top);
  TEST ("asks-once", asks_once);
  TEST ("keeps-what-it-told", keeps_what_it_told);
  TEST ("shows-rows", shows_rows);
  TEST ("filters-and-sorts", filters_and_sorts);
  TEST ("follows-edits", follows_edits);
  TEST ("handler-may-search", handler_may_search);
  TEST ("detached-shows-nothing", detached_shows_nothing);
  TEST ("closed-store-is-an-error", closed_store_is_an_error);
  return g_test_run ();
}
