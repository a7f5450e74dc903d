/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The list of appointments: the right ones in the right order, each with whom and what it is for, following what the sync writes; and
 * not for everybody. The tabs and sorts of services, against a plain reading of the rows.
 */
#include "store-kit.h"
#include "store/orch-appointment-list.h"
#include "store/orch-store-list.h"

#include <string.h>

#define HOUR G_TIME_SPAN_HOUR

/* --- appointments ----------------------------------------------------------------------- */

static void
set_up (Kit *kit, gconstpointer data)
{
  OrchClinicFields fields = { .id = "77777777-0000-4000-8000-000000000001", .name = "Clinique" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);

  kit_set_up (kit, data);
  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, clinic, FALSE));
}

/* Hour @hour; of professional "EMR-1" or "EMR-2" */
static void
book (Kit *kit, const char *emr_id, int hour, const char *staff, const char *source, const char *status)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  OrchAppointmentFields fields = {
    .emr_id = emr_id,
    .source = source,
    .status = status,
    .start_us = hour * HOUR,
    .end_us = hour * HOUR + HOUR / 4,
    .minutes = 15,
    .service_emr_id = "SVC-1",
    .staff_emr_id = staff,
    .patient_emr_id = "P-1",
  };

  g_ptr_array_add (rows, orch_appointment_new (&fields));
  kit_ok (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_APPOINTMENTS, rows, NULL, NULL, 1));
}

static void
book_patient (Kit *kit, const char *family)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  OrchPatientFields fields = { .emr_id = "P-1", .family = family, .given = "Luc" };

  g_ptr_array_add (rows, orch_patient_new (&fields));
  kit_ok (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_PATIENTS, rows, NULL, NULL, 1));
}

static OrchStoreItem *
item_at (GListModel *model, guint position)
{
  OrchStoreItem *item = g_list_model_get_item (model, position);

  while (orch_store_item_get_object (item) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return item;
}

/* The EMR ids, in order */
static char *
read_list (OrchAppointmentList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (list)));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (OrchStoreItem) item = item_at (G_LIST_MODEL (list), i);
      g_string_append (text, orch_appointment_get_fields (orch_store_item_get_object (item))->emr_id);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define assert_list(list, expected)                                                                                    \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *kit_list = read_list (list);                                                                      \
    g_assert_cmpstr (kit_list, ==, expected);                                                                          \
  }                                                                                                                    \
  G_STMT_END

static void
shows_what_is_wanted (Kit *kit, gconstpointer data)
{
  book (kit, "c", 30, "EMR-1", "emr", "booked");
  book (kit, "a", 10, "EMR-1", "rvsq", "booked");
  book (kit, "b", 20, "EMR-2", "emr", "cancelled");
  book (kit, "d", 30, "EMR-2", "rvsq", "booked");
  g_autoptr (OrchAppointmentList) list = orch_appointment_list_new (kit->store, &kit_professional);

  assert_list (list, "");
  orch_appointment_list_set_range (list, 0, 100 * HOUR);
  assert_list (list, "abcd"); /* by start, then as they came */
  orch_appointment_list_set_range (list, 10 * HOUR, 30 * HOUR);
  assert_list (list, "ab"); /* the end is not in it */
  orch_appointment_list_set_range (list, 20 * HOUR, 31 * HOUR);
  assert_list (list, "bcd");
  orch_appointment_list_set_staff (list, "EMR-2");
  assert_list (list, "bd");
  orch_appointment_list_set_source (list, "rvsq");
  assert_list (list, "d");
  orch_appointment_list_set_staff (list, NULL);
  orch_appointment_list_set_range (list, 0, 100 * HOUR);
  assert_list (list, "ad");
  orch_appointment_list_set_source (list, NULL);
  assert_list (list, "abcd");
  orch_appointment_list_set_staff (list, "nobody");
  assert_list (list, "");
}

static void
on_object (OrchStoreItem *item, GParamSpec *pspec, guint *n)
{
  ++*n;
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, GArray *changes)
{
  guint change[] = { position, removed, added };

  g_array_append_vals (changes, change, 3);
}

/* Rows that lie together name the same few people: each is read, and kept, once. */
static void
rows_share_people (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchService) service = kit_service (1, "Suivi", TRUE);

  kit_import_staff (kit->store, 1, 2);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, service));
  book_patient (kit, "Roy");
  book (kit, "a", 10, "EMR-1", "emr", "booked");
  book (kit, "b", 11, "EMR-2", "emr", "booked");
  book (kit, "c", 12, "EMR-1", "emr", "booked");
  book (kit, "d", 13, "nobody", "emr", "booked");
  book (kit, "e", 14, "nobody", "emr", "booked");
  g_autoptr (OrchAppointmentList) list = orch_appointment_list_new (kit->store, &kit_receptionist);
  orch_appointment_list_set_range (list, 0, 100 * HOUR);
  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (list)));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 5);

  g_autoptr (OrchStoreItem) first = item_at (G_LIST_MODEL (list), 0);
  g_autoptr (OrchStoreItem) second = item_at (G_LIST_MODEL (list), 1);
  g_autoptr (OrchStoreItem) third = item_at (G_LIST_MODEL (list), 2);
  g_assert_cmpstr (orch_staff_member_get_fields (orch_store_item_get_staff (first))->family, ==, "Tremblay 0001");
  g_assert_cmpstr (orch_staff_member_get_fields (orch_store_item_get_staff (second))->family, ==, "Tremblay 0002");
  g_assert_true (orch_store_item_get_staff (third) == orch_store_item_get_staff (first));
  g_assert_true (orch_store_item_get_service (second) == orch_store_item_get_service (first));
  g_assert_true (orch_store_item_get_patient (second) == orch_store_item_get_patient (first));
  for (guint i = 3; i < 5; i++)
    {
      g_autoptr (OrchStoreItem) item = item_at (G_LIST_MODEL (list), i);

      g_assert_null (orch_store_item_get_staff (item));
      g_assert_true (orch_store_item_get_service (item) == orch_store_item_get_service (first));
    }
}

static void
follows_the_sync (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchService) service = kit_service (1, "Suivi", TRUE);
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_told = 0;

  kit_import_staff (kit->store, 1, 2);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, service));
  book (kit, "a", 10, "EMR-1", "emr", "booked");
  book (kit, "c", 30, "EMR-2", "emr", "booked");
  g_autoptr (OrchAppointmentList) list = orch_appointment_list_new (kit->store, &kit_receptionist);
  orch_appointment_list_set_range (list, 0, 100 * HOUR);
  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (list)));
  g_autoptr (OrchStoreItem) first = item_at (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (orch_service_get_fields (orch_store_item_get_service (first))->name, ==, "Suivi");
  g_assert_cmpstr (orch_staff_member_get_fields (orch_store_item_get_staff (first))->family, ==, "Tremblay 0001");
  g_assert_null (orch_store_item_get_patient (first)); /* not read from the EMR yet */

  /* The patient arrives: the row tells */
  g_signal_connect (first, "notify::object", G_CALLBACK (on_object), &n_told);
  book_patient (kit, "Roy");
  while (n_told == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (orch_patient_get_fields (orch_store_item_get_patient (first))->family, ==, "Roy");

  /* One more, between the two: nothing else moves */
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), changes);
  book (kit, "b", 20, "EMR-1", "emr", "booked");
  while (changes->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (changes->len, ==, 3);
  g_assert_cmpuint (g_array_index (changes, guint, 0), ==, 1);
  g_assert_cmpuint (g_array_index (changes, guint, 1), ==, 0);
  g_assert_cmpuint (g_array_index (changes, guint, 2), ==, 1);

  /* It is cancelled: its row changes where it stands */
  n_told = 0;
  book (kit, "a", 10, "EMR-1", "emr", "cancelled");
  while (n_told == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (orch_appointment_get_fields (orch_store_item_get_object (first))->status, ==, "cancelled");
  g_assert_cmpuint (changes->len, ==, 3);

  /* The lock: nothing is left to see */
  orch_key_list_detach (ORCH_KEY_LIST (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_null (orch_store_item_get_object (first));
  g_assert_null (orch_store_item_get_patient (first));
  g_assert_null (orch_store_item_get_service (first));
  g_assert_null (orch_store_item_get_staff (first));
  orch_key_list_attach (ORCH_KEY_LIST (list));
  assert_list (list, "abc");
  g_signal_handlers_disconnect_by_data (list, changes);
  g_signal_handlers_disconnect_by_data (first, &n_told);
}

static void
is_not_for_everybody (Kit *kit, gconstpointer data)
{
  book (kit, "a", 10, "EMR-1", "emr", "booked");
  g_autoptr (OrchAppointmentList) list = orch_appointment_list_new (kit->store, &kit_nobody);
  orch_appointment_list_set_range (list, 0, 100 * HOUR);
  assert_list (list, "");
  g_assert_error (orch_key_list_get_error (ORCH_KEY_LIST (list)), ORCH_ERROR, ORCH_ERROR_REFUSED);
}

/* --- a week ------------------------------------------------------------------------------- */

#define N_DAYS 7
#define A_DAY 60 /* appointments */
#define ROWS_OF_A_TURN 12
#define FACES_OF_A_TURN 48

/* As GTK's views do: it looks at the first rows of what it is told, and follows what they show. */
typedef struct
{
  GPtrArray *items; /* OrchStoreItem */
  guint n_rows;     /* told since the turn began */
  guint n_faces;    /* shown since then */
  guint most_rows;
  guint most_faces;
} View;

static void
on_face (OrchStoreItem *item, GParamSpec *pspec, View *view)
{
  view->n_faces++;
}

static void
look (GListModel *model, guint position, guint removed, guint added, View *view)
{
  view->n_rows += added;
  for (guint i = 0; i < added; i++)
    {
      OrchStoreItem *item = g_list_model_get_item (model, position + i);

      g_ptr_array_add (view->items, item);
      g_signal_connect (item, "notify::object", G_CALLBACK (on_face), view);
    }
}

static void
turn (View *view)
{
  g_main_context_iteration (NULL, TRUE);
  view->most_rows = MAX (view->most_rows, view->n_rows);
  view->most_faces = MAX (view->most_faces, view->n_faces);
  view->n_rows = view->n_faces = 0;
}

static guint
count_faces (View *view)
{
  guint n = 0;

  for (guint i = 0; i < view->items->len; i++)
    n += orch_store_item_get_object (view->items->pdata[i]) != NULL;
  return n;
}

/* Seven lists in one view have it make, together, as few widgets before the next frame as one; and fill as few. */
static void
a_week_shares_the_turn (Kit *kit, gconstpointer data)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (g_object_unref);
  View view = { .items = g_ptr_array_new_with_free_func (g_object_unref) };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; i < N_DAYS * A_DAY; i++)
    {
      g_autofree char *emr_id = g_strdup_printf ("%d", i);
      const OrchAppointmentFields fields = { .emr_id = emr_id,
                                             .source = "emr",
                                             .status = "booked",
                                             .start_us = i / A_DAY * 24 * HOUR + i % A_DAY * HOUR / 4,
                                             .end_us = i / A_DAY * 24 * HOUR + (i % A_DAY + 1) * HOUR / 4 };

      g_ptr_array_add (rows, orch_appointment_new (&fields));
    }
  kit_ok (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_APPOINTMENTS, rows, NULL, NULL, 1));
  for (int i = 0; i < N_DAYS; i++)
    {
      OrchAppointmentList *list = orch_appointment_list_new (kit->store, &kit_receptionist);

      g_ptr_array_add (lists, list);
      g_signal_connect (list, "items-changed", G_CALLBACK (look), &view);
      orch_appointment_list_set_range (list, i * 24 * HOUR, (i + 1) * 24 * HOUR);
    }
  while (view.items->len < N_DAYS * A_DAY || count_faces (&view) < N_DAYS * A_DAY)
    turn (&view);
  g_assert_cmpuint (view.items->len, ==, N_DAYS * A_DAY);
  g_assert_cmpuint (view.most_rows, <=, ROWS_OF_A_TURN);
  g_assert_cmpuint (view.most_faces, <=, FACES_OF_A_TURN);

  for (int i = 0; i < N_DAYS; i++)
    g_signal_handlers_disconnect_by_data (lists->pdata[i], &view);
  for (guint i = 0; i < view.items->len; i++)
    g_signal_handlers_disconnect_by_data (view.items->pdata[i], &view);
  g_ptr_array_unref (view.items);
}

/* --- tabs and sorts of services ------------------------------------------------------------- */

static gboolean
is_in (const OrchServiceFields *f, OrchStoreTab tab)
{
  switch (tab)
    {
    case ORCH_STORE_TAB_ALL:
      return TRUE;
    case ORCH_STORE_TAB_ACTIVE:
      return !f->in_conflict && f->active;
    case ORCH_STORE_TAB_INACTIVE:
      return !f->in_conflict && !f->active;
    case ORCH_STORE_TAB_CONFLICTS:
      return f->in_conflict;
    case ORCH_STORE_TAB_EXCLUDED:
      return !f->in_conflict && f->excluded;
    case ORCH_STORE_TAB_TO_DEFINE:
      return !f->in_conflict && f->to_define;
    case ORCH_STORE_TAB_VANISHED:
      return !f->in_conflict && f->vanished;
    case ORCH_STORE_TAB_NEEDS_TYPE:
      return !f->in_conflict && f->active && f->types == NULL;
    default:
      g_assert_not_reached ();
    }
}

/* What the sort compares first, greater is later */
static int
rank (OrchService *service, OrchStoreSort sort)
{
  const OrchServiceFields *f = orch_service_get_fields (service);

  switch (sort)
    {
    case ORCH_STORE_SORT_DURATION:
      return orch_service_get_duration (service);
    case ORCH_STORE_SORT_ONLINE:
      return orch_service_is_online (service);
    case ORCH_STORE_SORT_TYPES:
      return f->types != NULL ? (int) g_strv_length ((char **) f->types) : 0;
    case ORCH_STORE_SORT_PROFESSIONALS:
      return (int) g_strv_length ((char **) (f->offered_by != NULL ? f->offered_by : f->professional_emr_ids));
    case ORCH_STORE_SORT_STATE:
      return f->in_conflict ? 0 : f->vanished ? 1 : f->to_define ? 2 : f->active ? 3 : !f->excluded ? 4 : 5;
    default:
      return 0;
    }
}

static void
every_state_has_its_place (Kit *kit, gconstpointer data)
{
  static const char *const none[] = { NULL }, *const one[] = { "t1", NULL }, *const two[] = { "t1", "t2", NULL };
  static const char *const *const lists[] = { NULL, one, two };
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 192; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%03u", i);
      g_autofree char *name = g_strdup_printf ("Service %03u", (i * 71) % 192);
      OrchServiceFields fields = {
        .id = id,
        .emr_id = id,
        .name = name,
        .types = lists[i % 3],
        .professional_emr_ids = i % 2 ? two : one,
        .offered_by = i % 5 == 0   ? none
                      : i % 5 == 1 ? two
                                   : NULL,
        .duration_minutes = 15 * (int) (i % 4),
        .duration_override = i % 7 == 0 ? 20 : 0,
        .active = (i & 1) != 0,
        .excluded = (i & 2) != 0,
        .online = (i & 4) != 0,
        .to_define = (i & 8) != 0,
        .vanished = (i & 16) != 0,
        .in_conflict = (i & 32) != 0,
      };
      g_ptr_array_add (services, orch_service_new (&fields));
    }
  g_assert_cmpuint (kit_uint (orch_store_save_services (kit->store, &kit_admin, services, FALSE)), ==, 192);
  /* Written twice: what is counted beside the row must follow it */
  for (guint i = 0; i < services->len; i += 2)
    {
      OrchServiceFields fields = *orch_service_get_fields (services->pdata[i]);
      fields.types = lists[(i + 1) % 3];
      fields.offered_by = i % 3 == 0 ? NULL : fields.offered_by;
      OrchService *other = orch_service_new (&fields);
      g_object_unref (services->pdata[i]);
      services->pdata[i] = other;
    }
  kit_ok (orch_store_save_services (kit->store, &kit_admin, services, FALSE));

  g_autoptr (OrchStoreList) list = orch_store_list_new (kit->store, ORCH_STORE_SERVICES);
  for (OrchStoreTab tab = ORCH_STORE_TAB_ALL; tab <= ORCH_STORE_TAB_NEEDS_TYPE; tab++)
    for (OrchStoreSort sort = ORCH_STORE_SORT_NAME; sort <= ORCH_STORE_SORT_STATE; sort++)
      for (gboolean descending = FALSE; descending <= TRUE; descending++)
        {
          guint n_expected = 0;
          orch_store_list_set_tab (list, tab);
          orch_store_list_set_sort (list, sort, descending);
          orch_store_list_set_search (list, (sort + tab) % 2 ? "service 1" : "");
          kit_ok (orch_store_list_when_loaded (list));
          g_assert_no_error (orch_store_list_get_error (list));
          for (guint i = 0; i < services->len; i++)
            {
              const OrchServiceFields *f = orch_service_get_fields (services->pdata[i]);
              /* The id of the EMR is searched too: "s1…" is not "service", but has the 1 */
              n_expected += is_in (f, tab) &&
                            ((sort + tab) % 2 == 0 || strchr (f->name, '1') != NULL || strchr (f->emr_id, '1') != NULL);
            }
          g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n_expected);
          for (guint i = 0; i + 1 < n_expected; i++)
            {
              g_autoptr (OrchStoreItem) a = item_at (G_LIST_MODEL (list), i);
              g_autoptr (OrchStoreItem) b = item_at (G_LIST_MODEL (list), i + 1);
              int x = rank (orch_store_item_get_object (a), sort), y = rank (orch_store_item_get_object (b), sort);
              if (descending)
                g_assert_cmpint (x, >=, y);
              else
                g_assert_cmpint (x, <=, y);
              if (x == y && sort >= ORCH_STORE_SORT_TYPES)
                g_assert_cmpstr (orch_service_get_fields (orch_store_item_get_object (a))->name, <,
                                 orch_service_get_fields (orch_store_item_get_object (b))->name);
            }
        }

  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, ORCH_STORE_SERVICES));
  g_assert_cmpuint (counts->total, ==, 192);
  g_assert_cmpuint (counts->in_conflict, ==, 96);
  g_assert_cmpuint (counts->active + counts->inactive, ==, 96);
  g_assert_cmpuint (counts->excluded, ==, 48);
  g_assert_cmpuint (counts->to_define, ==, 48);
  g_assert_cmpuint (counts->vanished, ==, 48);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, func) g_test_add ("/appointment-list/" path, Kit, NULL, set_up, func, kit_tear_down)
  TEST ("shows-what-is-wanted", shows_what_is_wanted);
  TEST ("rows-share-people", rows_share_people);
  TEST ("follows-the-sync", follows_the_sync);
  TEST ("is-not-for-everybody", is_not_for_everybody);
  TEST ("a-week-shares-the-turn", a_week_shares_the_turn);
  g_test_add ("/store-list/every-state-has-its-place", Kit, NULL, set_up, every_state_has_its_place, kit_tear_down);
  return g_test_run ();
}
