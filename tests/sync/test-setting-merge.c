/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Two workstations change the same group of settings.
 */
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "sync/orch-service-terms.h"
#include "sync/orch-setting-merge.h"
#include "sync/orch-sync-settings.h"

#define CATEGORIES ORCH_SERVICE_CATEGORIES_SETTING

/* @words: "id=French/English", separated by spaces. Returns: (transfer full) (nullable) */
static char *
list (const char *group, const char *words)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) parts = words != NULL ? g_strsplit (words, " ", -1) : NULL;

  if (words == NULL)
    return NULL;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) one = g_strsplit_set (parts[i], "=/", 3);

      if (g_strv_length (one) == 3)
        g_ptr_array_add (entries, orch_catalogue_entry_new_named (one[0], one[1], one[2], NULL));
    }
  return orch_service_terms_to_text (group, entries);
}

static const struct
{
  const char *name;
  const char *base;
  const char *mine;
  const char *theirs;
  const char *merged;
} lists[] = {
  { "each-adds", "a=A/A", "a=A/A b=B/B", "a=A/A c=C/C", "a=A/A b=B/B c=C/C" },
  { "one-adds-one-removes", "a=A/A b=B/B", "a=A/A b=B/B c=C/C", "b=B/B", "b=B/B c=C/C" },
  { "each-renames", "a=A/A b=B/B", "a=X/A b=B/B", "a=A/Y b=Z/B", "a=X/Y b=Z/B" },
  { "same-name-here", "a=A/A", "a=X/A", "a=Y/A", "a=X/A" },
  { "removed-here-renamed-there", "a=A/A b=B/B", "b=B/B", "a=X/A b=B/B", "b=B/B a=X/A" },
  { "renamed-here-removed-there", "a=A/A b=B/B", "a=X/A b=B/B", "b=B/B", "b=B/B a=X/A" },
  { "both-remove", "a=A/A b=B/B", "b=B/B", "b=B/B", "b=B/B" },
  { "moved-there", "a=A/A b=B/B", "a=A/A b=X/B", "b=B/B a=A/A", "b=X/B a=A/A" },
  { "no-base", NULL, "a=A/A", "b=B/B", "a=A/A b=B/B" },
  { "one-name-twice", "a=A/A", "a=A/A b=Suivi/B", "a=A/A c=suivi/C", "a=A/A b=Suivi/B c=suivi_(2)/C" },
  { "nothing-here", "a=A/A", "a=A/A", "a=A/A b=B/B", "a=A/A b=B/B" },
  { "nothing-there", "a=A/A", "a=A/A b=B/B", "a=A/A", "a=A/A b=B/B" },
};

static void
test_list (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *base = list (CATEGORIES, lists[i].base);
  g_autofree char *mine = list (CATEGORIES, lists[i].mine);
  g_autofree char *theirs = list (CATEGORIES, lists[i].theirs);
  g_autofree char *merged = orch_setting_merge (CATEGORIES, base, mine, theirs);
  g_autoptr (GPtrArray) entries = orch_service_terms_from_text (CATEGORIES, merged);
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (entries);
  for (guint j = 0; j < entries->len; j++)
    {
      g_autofree char *french =
          g_strdelimit (g_strdup (orch_catalogue_entry_get_name (entries->pdata[j], "fr")), " ", '_');

      g_string_append_printf (told, "%s%s=%s/%s", j > 0 ? " " : "", orch_catalogue_entry_get_code (entries->pdata[j]),
                              french, orch_catalogue_entry_get_name (entries->pdata[j], "en"));
    }
  g_assert_cmpstr (told->str, ==, lists[i].merged);
  g_assert_true (orch_service_terms_check (entries, TRUE, &error));
  g_assert_no_error (error);
}

/* There was no list: both began with the one that comes with the program. What one of them took out of it stays out. */
static void
test_types_of_the_program (void)
{
  GListModel *model = orch_catalogue_get_service_types (orch_catalogue_get_default ());
  g_autoptr (GPtrArray) here = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) there = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *mine = NULL, *theirs = NULL, *merged = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      if (i > 0)
        g_ptr_array_add (here, g_list_model_get_item (model, i));
      g_ptr_array_add (there, g_list_model_get_item (model, i));
    }
  g_ptr_array_add (there, orch_catalogue_entry_new_named ("new", "Nouveau", "New", NULL));
  mine = orch_service_terms_to_text (ORCH_SERVICE_TYPES_SETTING, here);
  theirs = orch_service_terms_to_text (ORCH_SERVICE_TYPES_SETTING, there);
  merged = orch_setting_merge (ORCH_SERVICE_TYPES_SETTING, NULL, mine, theirs);
  entries = orch_service_terms_from_text (ORCH_SERVICE_TYPES_SETTING, merged);
  g_assert_cmpuint (entries->len, ==, g_list_model_get_n_items (model));
  g_assert_cmpstr (orch_catalogue_entry_get_code (entries->pdata[entries->len - 1]), ==, "new");
}

static const struct
{
  const char *base;
  const char *mine;
  const char *theirs;
  const char *merged;
} objects[] = {
  { "{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":1}", "{\"a\":1,\"b\":3}", "{\"a\":2,\"b\":3}" },
  { "{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":2}" },
  { "{\"l\":[\"x\"]}", "{\"l\":[\"x\",\"y\"]}", "{\"l\":[\"z\"]}", "{\"l\":[\"y\",\"z\"]}" },
  { NULL, "{\"l\":[\"x\"]}", "{\"l\":[\"z\"]}", "{\"l\":[\"x\",\"z\"]}" },
  { "{\"a\":1,\"b\":1}", "{\"b\":1}", "{\"a\":1,\"b\":2}", "{\"b\":2}" },
  { "words", "mine", "theirs", "mine" },
  { "words", "words", "theirs", "theirs" },
  { "words", NULL, "words", NULL },
  { "words", "words", NULL, NULL },
};

static void
test_objects (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      g_autofree char *merged = orch_setting_merge ("sync", objects[i].base, objects[i].mine, objects[i].theirs);

      g_assert_cmpstr (merged, ==, objects[i].merged);
    }
}

/* Of the charts' settings that nobody had chosen yet, what a workstation left as it was is not its choice: either order, both have both. */
static void
test_usual (void)
{
  static const char *const one = "{\"attachments\": true, \"messages-folder\": \"F\", \"walk-in\": true}";
  static const char *const two = "{\"attachments\": false, \"walk-in\": true}";
  g_autofree char *here = orch_setting_merge ("chart", NULL, one, two);
  g_autofree char *there = orch_setting_merge ("chart", NULL, two, one);
  const char *const merged[] = { here, there };

  for (guint i = 0; i < G_N_ELEMENTS (merged); i++)
    {
      g_assert_nonnull (strstr (merged[i], "\"attachments\":false"));
      g_assert_nonnull (strstr (merged[i], "\"messages-folder\":\"F\""));
    }
}

/* The same of the days: who left out a professional chose nothing of the days that another workstation chose. */
static void
test_usual_days (void)
{
  g_autoptr (OrchSyncSettings) usual = orch_sync_settings_new (NULL);
  OrchSyncSettingsFields left_out = *orch_sync_settings_get_fields (usual);
  OrchSyncSettingsFields longer = left_out;
  const char *const staff[] = { "prat-001", NULL };
  const char *texts[2];
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;

  left_out.staff_left_out = staff;
  longer.full_ahead += 30;
  {
    g_autoptr (OrchSyncSettings) one = orch_sync_settings_new (&left_out);
    g_autoptr (OrchSyncSettings) other = orch_sync_settings_new (&longer);

    mine = orch_sync_settings_to_text (one);
    theirs = orch_sync_settings_to_text (other);
  }
  texts[0] = mine;
  texts[1] = theirs;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *merged = orch_setting_merge (ORCH_SYNC_SETTINGS_GROUP, NULL, texts[i], texts[1 - i]);
      g_autoptr (OrchSyncSettings) both = orch_sync_settings_parse (merged);

      g_assert_cmpint (orch_sync_settings_get_fields (both)->full_ahead, ==, longer.full_ahead);
      g_assert_true (orch_sync_settings_leaves_out (both, "prat-001", NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *path = g_strconcat ("/setting-merge/list/", lists[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_list);
    }
  g_test_add_func ("/setting-merge/types-of-the-program", test_types_of_the_program);
  g_test_add_func ("/setting-merge/objects", test_objects);
  g_test_add_func ("/setting-merge/usual", test_usual);
  g_test_add_func ("/setting-merge/usual-days", test_usual_days);
  return g_test_run ();
}
