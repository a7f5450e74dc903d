/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One entry of the clinic's list of types renamed twice: on two workstations, or by one person before the first name has left. Whoever sends
 * second has the last word, both lists end the same, and no entry is there twice. Source: src/hub/README.md ("Two edits of one thing").
 */
#include "catalogue/orch-catalogue.h"
#include "orch-hub-look.h"
#include "orch-pair.h"
#include "sync/orch-engine-private.h"
#include "sync/orch-service-terms.h"

#define TYPE "walk-in"
#define OTHER "priority"

static void
run (Story *story)
{
  story_wait_ok (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_SERVICES));
}

static void
flush (Story *story)
{
  story_wait_ok (orch_store_outbox_reset_waits (story->engine->store));
  orch_outbox_pump_wake (story->engine->pump);
  story_wait_ok (orch_outbox_pump_flush (story->engine->pump));
}

static GPtrArray *
dup_types (Story *story)
{
  GListModel *types = orch_service_desk_get_types (orch_engine_get_services (story->engine));
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (types); i++)
    g_ptr_array_add (entries, g_list_model_get_item (types, i));
  return entries;
}

/* What the dialog of the lists does, opened when @shown was there. */
static void
rename_shown (Story *story, GPtrArray *shown, const char *id, const char *french, const char *english)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < shown->len; i++)
    {
      OrchCatalogueEntry *entry = g_ptr_array_index (shown, i);

      if (g_str_equal (orch_catalogue_entry_get_code (entry), id))
        g_ptr_array_add (entries, orch_catalogue_entry_new_named (
                                      id, french != NULL ? french : orch_catalogue_entry_get_name (entry, "fr"),
                                      english != NULL ? english : orch_catalogue_entry_get_name (entry, "en"), entry));
      else
        g_ptr_array_add (entries, g_object_ref (entry));
    }
  story_wait_ok (orch_service_desk_set_types (orch_engine_get_services (story->engine), shown, entries));
}

typedef struct
{
  Story *story;
  const char *id;
  const char *french; /* (nullable) */
  const char *english;
} Named;

static gboolean
is_named (gpointer data)
{
  const Named *named = data;
  g_autoptr (GPtrArray) types = dup_types (named->story);

  for (guint i = 0; i < types->len; i++)
    {
      OrchCatalogueEntry *entry = g_ptr_array_index (types, i);

      if (g_str_equal (orch_catalogue_entry_get_code (entry), named->id))
        return (named->french == NULL || g_str_equal (orch_catalogue_entry_get_name (entry, "fr"), named->french)) &&
               (named->english == NULL || g_str_equal (orch_catalogue_entry_get_name (entry, "en"), named->english));
    }
  return FALSE;
}

static void
rename_type (Story *story, const char *id, const char *french, const char *english)
{
  g_autoptr (GPtrArray) shown = dup_types (story);
  Named named = { story, id, french, english };

  rename_shown (story, shown, id, french, english);
  story_wait_until (is_named, &named);
}

/* "id=French/English" of the two entries, and how many there are */
static char *
tell (Story *story)
{
  g_autoptr (GPtrArray) entries = dup_types (story);
  g_autoptr (GString) told = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      OrchCatalogueEntry *entry = g_ptr_array_index (entries, i);
      const char *id = orch_catalogue_entry_get_code (entry);

      if (g_str_equal (id, TYPE) || g_str_equal (id, OTHER))
        g_string_append_printf (told, "%s=%s/%s ", id, orch_catalogue_entry_get_name (entry, "fr"),
                                orch_catalogue_entry_get_name (entry, "en"));
    }
  g_string_append_printf (told, "%u", entries->len);
  return g_strdup (told->str);
}

static void
check_nothing_waits (Story *story)
{
  OrchSync *sync = orch_engine_get_sync (story->engine);
  g_autoptr (GListModel) waiting = story_wait_object (orch_sync_list_waiting (sync));
  g_autoptr (GListModel) conflicts = story_wait_object (orch_sync_list_conflicts (sync));

  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 0);
}

/* Everything reaches everybody, and stays so. */
static void
check_agree (Pair *pair, const char *expected)
{
  for (guint round = 0; round < 3; round++)
    {
      g_autofree char *one = NULL;
      g_autofree char *two = NULL;

      flush (pair->one);
      run (pair->one);
      flush (pair->two);
      run (pair->two);
      if (round == 0)
        continue;
      one = tell (pair->one);
      two = tell (pair->two);
      g_assert_cmpstr (one, ==, two);
      g_assert_cmpstr (one, ==, expected);
    }
  check_nothing_waits (pair->one);
  check_nothing_waits (pair->two);
  hub_look_check_no_doubles (pair->sandbox);
}

/* The hub takes no list until hub_opens(): which of two workstations is first is the test's to say. */
static void
hub_closes (Pair *pair, const char *kind)
{
  static const char *const methods[] = { "PUT", "POST" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    orch_sandbox_process_order (pair->sandbox, "fault",
                                "{\"path\": \"/hub/Basic\", \"method\": \"%s\", \"kind\": \"%s\", \"count\": -1}",
                                methods[i], kind);
}

static void
try_to_send (Story *story)
{
  story_wait_ok (orch_store_outbox_reset_waits (story->engine->store));
  orch_outbox_pump_wake (story->engine->pump);
  story_wait (orch_outbox_pump_flush (story->engine->pump), NULL);
}

static void
hub_opens (Pair *pair)
{
  try_to_send (pair->one);
  try_to_send (pair->two);
  orch_sandbox_process_clear_faults (pair->sandbox);
}

static Pair *
begin (gconstpointer order)
{
  Pair *pair = pair_new ();

  if (order != NULL)
    orch_sandbox_process_order (pair->sandbox, "ignore", order);
  return pair;
}

static void
test_both (gconstpointer order)
{
  g_autoptr (Pair) pair = begin (order);

  hub_closes (pair, "503");
  rename_type (pair->one, TYPE, "Un", "One");
  rename_type (pair->two, TYPE, "Deux", "Two");
  hub_opens (pair);
  flush (pair->one);
  flush (pair->two);
  check_agree (pair, "walk-in=Deux/Two priority=Consultation prioritaire/Priority consultation 6");

  /* And once there is a list that both know */
  hub_closes (pair, "503");
  rename_type (pair->one, TYPE, "Trois", NULL);
  rename_type (pair->two, TYPE, "Quatre", NULL);
  hub_opens (pair);
  flush (pair->two);
  flush (pair->one);
  check_agree (pair, "walk-in=Trois/Two priority=Consultation prioritaire/Priority consultation 6");
}

/* One person thinks again before the first name has left, while the other renames it too. */
static void
test_twice (void)
{
  g_autoptr (Pair) pair = begin (NULL);

  hub_closes (pair, "503");
  rename_type (pair->one, TYPE, "Un", NULL);
  rename_type (pair->one, TYPE, "Deux", NULL);
  hub_opens (pair);
  check_agree (pair, "walk-in=Deux/Walk-in priority=Consultation prioritaire/Priority consultation 6");

  hub_closes (pair, "503");
  rename_type (pair->one, TYPE, "Trois", NULL);
  rename_type (pair->two, TYPE, NULL, "Four");
  rename_type (pair->one, TYPE, "Cinq", NULL);
  hub_opens (pair);
  flush (pair->two);
  check_agree (pair, "walk-in=Cinq/Four priority=Consultation prioritaire/Priority consultation 6");

  /* And back to what it was before anybody asked */
  hub_closes (pair, "503");
  rename_type (pair->one, TYPE, "Six", NULL);
  rename_type (pair->one, TYPE, "Cinq", NULL);
  rename_type (pair->two, TYPE, "Sept", NULL);
  hub_opens (pair);
  flush (pair->two);
  check_agree (pair, "walk-in=Sept/Four priority=Consultation prioritaire/Priority consultation 6");
}

/* The name arrives; its answer is lost, and what is asked afterwards: the first workstation does not know. */
static void
rename_unanswered (Pair *pair, const char *french)
{
  g_autoptr (JsonNode) there = NULL;
  guint waiting = 0;

  hub_closes (pair, "503");
  rename_type (pair->one, TYPE, french, NULL);
  try_to_send (pair->one);
  orch_sandbox_process_clear_faults (pair->sandbox);
  for (guint n_read = 0; n_read < 20 && there == NULL; n_read++)
    {
      hub_closes (pair, "cut-after-commit");
      orch_sandbox_process_order (pair->sandbox, "fault",
                                  "{\"path\": \"/hub/Basic\", \"method\": \"GET\", \"kind\": \"cut-before\", "
                                  "\"skip\": %u, \"count\": -1}",
                                  n_read);
      try_to_send (pair->one);
      orch_sandbox_process_clear_faults (pair->sandbox);
      there = hub_look_find (pair->sandbox, "Basic", french);
    }
  g_assert_nonnull (there);
  g_object_get (pair->one->engine, "waiting", &waiting, NULL);
  g_assert_cmpuint (waiting, ==, 1);
}

/* What arrived without an answer and was renamed by the other, and what its author renamed again. */
static void
test_unanswered (gconstpointer order)
{
  g_autoptr (Pair) pair = begin (order);

  rename_unanswered (pair, "Un");
  rename_type (pair->one, TYPE, "Deux", NULL);
  check_agree (pair, "walk-in=Deux/Walk-in priority=Consultation prioritaire/Priority consultation 6");

  rename_unanswered (pair, "Trois");
  story_quit (pair->one);
  run (pair->two);
  rename_type (pair->two, TYPE, "Quatre", NULL);
  flush (pair->two);
  story_resume (pair->one);
  story_unlock (pair->one);
  check_agree (pair, "walk-in=Quatre/Walk-in priority=Consultation prioritaire/Priority consultation 6");

  rename_unanswered (pair, "Cinq");
  hub_closes (pair, "503");
  rename_type (pair->one, TYPE, "Six", NULL);
  story_quit (pair->one);
  orch_sandbox_process_clear_faults (pair->sandbox);
  run (pair->two);
  rename_type (pair->two, TYPE, "Sept", NULL);
  flush (pair->two);
  story_resume (pair->one);
  story_unlock (pair->one);
  check_agree (pair, "walk-in=Six/Walk-in priority=Consultation prioritaire/Priority consultation 6");
}

/* A dialog that was open while another name came down says only what its person changed in it. */
static void
test_open_dialog (void)
{
  g_autoptr (Pair) pair = begin (NULL);
  g_autoptr (GPtrArray) shown = dup_types (pair->two);

  rename_type (pair->one, TYPE, "Un", NULL);
  flush (pair->one);
  run (pair->two);
  rename_shown (pair->two, shown, OTHER, "Priorité", NULL);
  check_agree (pair, "walk-in=Un/Walk-in priority=Priorité/Priority consultation 6");
}

/* Two entries given one name on two workstations: each stays, and can be told from the other. */
static void
test_one_name (void)
{
  g_autoptr (Pair) pair = begin (NULL);

  hub_closes (pair, "503");
  rename_type (pair->one, TYPE, "Suivi", NULL);
  rename_type (pair->two, OTHER, "suivi", NULL);
  hub_opens (pair);
  flush (pair->one);
  flush (pair->two);
  check_agree (pair, "walk-in=Suivi/Walk-in priority=suivi (2)/Priority consultation 6");

  /* The same name for the same entry is one */
  hub_closes (pair, "503");
  rename_type (pair->one, TYPE, "Même", NULL);
  rename_type (pair->two, TYPE, "Même", NULL);
  hub_opens (pair);
  check_agree (pair, "walk-in=Même/Walk-in priority=suivi (2)/Priority consultation 6");
}

/* Names that change places on one side, while the other renames one of them. */
static void
test_exchanged (void)
{
  g_autoptr (Pair) pair = begin (NULL);

  rename_type (pair->one, TYPE, "A", "A");
  rename_type (pair->one, OTHER, "B", "B");
  check_agree (pair, "walk-in=A/A priority=B/B 6");
  hub_closes (pair, "503");
  rename_type (pair->one, TYPE, "C", "C");
  rename_type (pair->one, OTHER, "A", "A");
  rename_type (pair->one, TYPE, "B", "B");
  rename_type (pair->two, OTHER, "D", "D");
  hub_opens (pair);
  flush (pair->two);
  check_agree (pair, "walk-in=B/B priority=A/A 6");
}

int
main (int argc, char *argv[])
{
  static const char without_if_match[] = "{\"if_match\": true, \"if_none_exist\": true}";

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_data_func ("/lists/both", NULL, test_both);
  g_test_add_data_func ("/lists/both-without-if-match", without_if_match, test_both);
  g_test_add_func ("/lists/twice", test_twice);
  g_test_add_data_func ("/lists/unanswered", NULL, test_unanswered);
  g_test_add_data_func ("/lists/unanswered-without-if-match", without_if_match, test_unanswered);
  g_test_add_func ("/lists/open-dialog", test_open_dialog);
  g_test_add_func ("/lists/one-name", test_one_name);
  g_test_add_func ("/lists/exchanged", test_exchanged);
  return g_test_run ();
}
