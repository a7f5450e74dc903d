/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The same person and the same service typed on two workstations of a clinic without an EMR, before either knew of the other's: both are on the
 * hub, both workstations find them, propose the same one, and agree once one was kept. Source: issue 3 (§4).
 */
#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "orch-pair.h"
#include "sync/orch-engine-private.h"
#include "sync/orch-typed-doubles.h"
#include "sync/orch-typed-row.h"

static GObject *
make_member (const char *given, const char *licence)
{
  g_autofree char *id = g_uuid_string_random ();

  return G_OBJECT (orch_staff_member_new (&(OrchStaffMemberFields) { .id = id,
                                                                     .family = "Lavoie",
                                                                     .given = given,
                                                                     .licence = licence,
                                                                     .bookable = TRUE,
                                                                     .active = TRUE,
                                                                     .origin = ORCH_ORIGIN_HAND }));
}

static GObject *
make_service (const char *name)
{
  g_autofree char *id = g_uuid_string_random ();

  return G_OBJECT (orch_service_new (&(OrchServiceFields) {
      .id = id, .name = name, .duration_minutes = 20, .to_define = TRUE, .origin = ORCH_ORIGIN_HAND }));
}

static void
add (Story *story, GObject *row)
{
  story_wait_ok (orch_typed_row_add (story->engine, row));
  g_object_unref (row);
}

static void
run (Story *story)
{
  orch_outbox_pump_wake (story->engine->pump);
  story_wait_ok (orch_outbox_pump_flush (story->engine->pump));
  story_wait_ok (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_SERVICES));
}

static void
run_both (Pair *pair)
{
  run (pair->one);
  run (pair->two);
  run (pair->one);
}

static GPtrArray *
find (Story *story, OrchImportKind kind)
{
  g_autoptr (DexFuture) future = orch_typed_doubles_find (story->engine, kind);
  const GValue *value = NULL;

  story_wait_ok (dex_ref (future));
  value = dex_future_get_value (future, NULL);
  return g_value_dup_boxed (value);
}

static guint
count (Story *story, OrchImportKind kind)
{
  g_autoptr (GPtrArray) found = find (story, kind);

  return found->len;
}

static const char *
get_id (gpointer row)
{
  return ORCH_IS_STAFF_MEMBER (row) ? orch_staff_member_get_fields (row)->id : orch_service_get_fields (row)->id;
}

static void
check_kind (Pair *pair, OrchImportKind kind, const char *type)
{
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) two = NULL;
  GPtrArray *rows = NULL;
  GPtrArray *others = NULL;
  guint on_hub = 0;

  g_assert_cmpuint (count (pair->one, kind), ==, 0);
  g_assert_cmpuint (count (pair->two, kind), ==, 0);
  run_both (pair);
  on_hub = hub_look_count (pair->sandbox, type);
  one = find (pair->one, kind);
  two = find (pair->two, kind);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (two->len, ==, 1);
  rows = one->pdata[0];
  others = two->pdata[0];
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpuint (others->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (get_id (rows->pdata[i]), ==, get_id (others->pdata[i]));

  story_wait_ok (orch_typed_doubles_keep (pair->two->engine, others, others->pdata[0]));
  g_assert_cmpuint (count (pair->two, kind), ==, 0);
  /* Elsewhere the one that stays is asked for too: it is there, the other may be gone by now. */
  run (pair->two);
  run (pair->one);
  g_assert_cmpuint (count (pair->one, kind), ==, 0);
  story_wait_ok (orch_typed_doubles_keep (pair->one->engine, rows, rows->pdata[0]));
  /* The one that is gone cannot be kept, and the last one stays. */
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (story_wait (orch_typed_doubles_keep (pair->one->engine, rows, rows->pdata[1]), &error));
    g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
  }
  run_both (pair);
  for (guint i = 0; i < 2; i++)
    {
      OrchStore *store = (i == 0 ? pair->one : pair->two)->engine->store;
      const OrchStoreKind stored = kind == ORCH_IMPORT_STAFF ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
      g_autoptr (GObject) kept = story_wait_object (orch_store_find (store, stored, get_id (rows->pdata[0])));
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (kept);
      g_assert_false (story_wait (orch_store_find (store, stored, get_id (rows->pdata[1])), &error));
    }
  g_assert_cmpuint (hub_look_count (pair->sandbox, type), ==, on_hub - 1);
}

static void
test_service (void)
{
  g_autoptr (Pair) pair = pair_new_by_hand ();

  add (pair->one, make_service ("Prise de sang"));
  /* What differs in accents and case is one name, as where one types. */
  add (pair->two, make_service ("prise de sang"));
  add (pair->two, make_service ("Vaccin"));
  check_kind (pair, ORCH_IMPORT_SERVICES, "HealthcareService");
}

static void
test_person (void)
{
  g_autoptr (Pair) pair = pair_new_by_hand ();

  add (pair->one, make_member ("Zoé", "54-321"));
  add (pair->two, make_member ("Zoe", "54 321"));
  add (pair->two, make_member ("Ève", "54-322"));
  check_kind (pair, ORCH_IMPORT_STAFF, "Practitioner");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/doubles/service", test_service);
  g_test_add_func ("/doubles/person", test_person);
  return g_test_run ();
}
