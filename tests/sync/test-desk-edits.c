/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Edits of the services window that another write overtakes: what is saved is made from what is there. Against a real store.
 * Source: architecture.md rule 4, product.md §2.
 */
#include "office.h"

/* @now: (inout): holds it. Returns: (transfer none) */
static OrchService *
find_again (Office *office, guint n, OrchService **now)
{
  g_clear_object (now);
  *now = office_find (office, n);
  return *now;
}

static OrchService *
lengthened (OrchService *service, int minutes)
{
  OrchServiceFields fields = *orch_service_get_fields (service);

  fields.duration_override = minutes;
  return orch_service_new (&fields);
}

/* Another workstation's change comes down while the dialog is open. */
static void
test_save_after_download (Office *office, gconstpointer data)
{
  const char *const versions[] = { "7", NULL };
  g_autoptr (OrchService) shown = NULL, edited = NULL, theirs = NULL, now = NULL, other = NULL;
  g_autoptr (GPtrArray) down = g_ptr_array_new_with_free_func (g_object_unref);
  OrchServiceFields fields;

  office_add_services (office, 1, TRUE, TRUE);
  shown = office_find (office, 1);
  fields = *orch_service_get_fields (shown);
  fields.category_id = "suivi";
  fields.hub_id = "hub-1";
  theirs = orch_service_new (&fields);
  g_ptr_array_add (down, g_object_ref (theirs));
  kit_ok (orch_store_apply_hub_services (office->kit.store, &kit_workstation, down, versions));
  g_assert_cmpint (orch_service_get_fields (find_again (office, 1, &now))->revision, !=,
                   orch_service_get_fields (shown)->revision);

  edited = lengthened (shown, 45);
  kit_ok (orch_service_desk_save (office->desk, shown, edited));
  find_again (office, 1, &now);
  g_assert_cmpint (orch_service_get_duration (now), ==, 45);
  g_assert_cmpstr (orch_service_get_fields (now)->category_id, ==, "suivi");

  /* Opened before that, and the same field */
  other = lengthened (shown, 50);
  kit_fails (orch_service_desk_save (office->desk, shown, other), ORCH_ERROR_CONFLICT);
  g_assert_cmpint (orch_service_get_duration (find_again (office, 1, &now)), ==, 45);
}

/* What was made from a revision that is gone is not written, alone or among others. */
static void
test_overtaken (Office *office, gconstpointer data)
{
  g_autoptr (OrchService) old = NULL, mine = NULL, stale = NULL, now = NULL;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  office_add_services (office, 1, TRUE, FALSE);
  old = office_find (office, 1);
  mine = lengthened (old, 45);
  kit_ok (orch_store_save_service (office->kit.store, &kit_admin, mine));
  stale = lengthened (old, 50);
  kit_fails (orch_store_save_service (office->kit.store, &kit_admin, stale), ORCH_ERROR_CONFLICT);
  g_ptr_array_add (one, stale);
  kit_fails (orch_store_save_services (office->kit.store, &kit_admin, one, TRUE), ORCH_ERROR_CONFLICT);
  g_assert_cmpint (orch_service_get_duration (find_again (office, 1, &now)), ==, 45);
}

/* What comes down between the reading and the writing of an act stays, and the act is done, wherever the two meet. */
static void
test_in_flight (Office *office, gconstpointer data)
{
  const char *const types[] = { "walk-in", NULL };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (OrchService) now = NULL;

  office_add_services (office, 1, TRUE, TRUE);
  g_ptr_array_add (ids, g_strdup (orch_service_get_fields (find_again (office, 1, &now))->id));
  for (guint i = 1; i <= 60; i++)
    {
      OrchServiceFields fields = *orch_service_get_fields (find_again (office, 1, &now));
      g_autoptr (OrchService) bare = NULL;
      DexFuture *act = NULL;

      fields.types = (const char *const[]) { "vaccination", NULL };
      fields.duration_override = 0;
      bare = orch_service_new (&fields);
      kit_ok (orch_store_save_service (office->kit.store, &kit_admin, bare));
      act = orch_service_desk_act (office->desk, ids, ORCH_SERVICE_SET_TYPES, types);
      for (guint turn = 0; turn < i % 12; turn++)
        g_main_context_iteration (NULL, FALSE);
      {
        g_autoptr (OrchService) there = office_find (office, 1);
        g_autoptr (OrchService) longer = lengthened (there, (int) i);
        g_autoptr (GError) error = NULL;

        /* The act may have been the quicker one. */
        if (!kit_wait (orch_store_save_service (office->kit.store, &kit_admin, longer), &error))
          {
            g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
            g_clear_object (&there);
            g_clear_object (&longer);
            there = office_find (office, 1);
            longer = lengthened (there, (int) i);
            kit_ok (orch_store_save_service (office->kit.store, &kit_admin, longer));
          }
      }
      kit_ok (act);
      find_again (office, 1, &now);
      g_assert_cmpint (orch_service_get_fields (now)->duration_override, ==, (int) i);
      g_assert_cmpstr (orch_service_get_fields (now)->types[0], ==, "walk-in");
    }
}

/* A list of types that came down while the dialog was open is not taken back. */
static void
test_types_after_download (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) mine = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (OrchCatalogueEntry) first = orch_catalogue_entry_new_named ("own-1", "Vaccin", "Vaccine", NULL);
  g_autofree char *text = NULL;

  office->actor = &kit_admin;
  g_ptr_array_add (shown, g_object_ref (first));
  kit_ok (orch_service_desk_set_types (office->desk, shown, shown));
  kit_ok (orch_store_set_setting (office->kit.store, &kit_admin, "service-types",
                                  "[service-types]\norder=own-1;own-2;\nown-1.fr=Vaccin\nown-1.en=Shot\n"
                                  "own-2.fr=Pansement\nown-2.en=Dressing\n",
                                  FALSE));

  g_ptr_array_add (mine, orch_catalogue_entry_new_named ("own-1", "Vaccination", "Vaccine", NULL));
  g_ptr_array_add (mine, orch_catalogue_entry_new_named ("own-3", "Suivi", "Follow-up", NULL));
  kit_ok (orch_service_desk_set_types (office->desk, shown, mine));
  text = kit_string (orch_store_get_setting (office->kit.store, "service-types"));
  g_assert_nonnull (strstr (text, "own-1.fr=Vaccination\n"));
  g_assert_nonnull (strstr (text, "own-1.en=Shot\n"));
  g_assert_nonnull (strstr (text, "own-2.fr=Pansement\n"));
  g_assert_nonnull (strstr (text, "own-3.fr=Suivi\n"));
}

/* A group is replaced only where it still says what it was made from. */
static void
test_replaced_setting (Office *office, gconstpointer data)
{
  OrchStore *store = office->kit.store;

  kit_ok (orch_store_replace_setting (store, &kit_admin, "service-types", NULL, "a", TRUE));
  kit_fails (orch_store_replace_setting (store, &kit_admin, "service-types", NULL, "b", TRUE), ORCH_ERROR_CONFLICT);
  kit_fails (orch_store_replace_setting (store, &kit_receptionist, "service-types", "a", "b", TRUE),
             ORCH_ERROR_REFUSED);
  kit_ok (orch_store_replace_setting (store, &kit_admin, "service-types", "a", NULL, TRUE));
  kit_ok (orch_store_replace_setting (store, &kit_admin, "service-types", NULL, "b", TRUE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
#define ADD(path, func) g_test_add ("/sync/desk-edits/" path, Office, NULL, office_set_up, func, office_tear_down)
  ADD ("after-download", test_save_after_download);
  ADD ("overtaken", test_overtaken);
  ADD ("in-flight", test_in_flight);
  ADD ("types-after-download", test_types_after_download);
  ADD ("replaced-setting", test_replaced_setting);
#undef ADD
  return g_test_run ();
}
