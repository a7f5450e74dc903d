/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The settings of the charts: as text, for an EMR that lacks something, between two workstations, and what the synchronisation does
 * by them, against a sandbox.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "orch-pair.h"
#include "sync/orch-engine-private.h"

static OrchSync *
sync_of (Story *story)
{
  return orch_engine_get_sync (story->engine);
}

static void
flush (Story *story)
{
  story_wait_ok (orch_outbox_pump_flush (story->engine->pump));
}

static void
run (Story *story, OrchSyncKind kind)
{
  story_wait_ok (orch_sync_start (sync_of (story), kind));
}

static OrchChartSettings *
load (Story *story)
{
  return story_wait_object (orch_sync_load_chart (sync_of (story)));
}

static void
save (Story *story, const OrchChartSettingsFields *fields)
{
  g_autoptr (OrchChartSettings) shown = load (story);
  g_autoptr (OrchChartSettings) settings = orch_chart_settings_new (fields);

  story_wait_ok (orch_sync_save_chart (sync_of (story), shown, settings));
}

static void
test_text (void)
{
  static const OrchChartSettingsFields fields = {
    .places = { { ORCH_CHART_NOTE, "Messages", "Usagers", "Message sécurisé" },
                { ORCH_CHART_DOCUMENT, "Renvois", "", NULL },
                { ORCH_CHART_NOTE, NULL, NULL, "Renvoi reçu" } },
    .reminder_status = "Rappel envoyé",
    .custom_fields = TRUE,
    .reminders = TRUE,
  };
  g_autoptr (OrchChartSettings) settings = orch_chart_settings_new (&fields);
  g_autofree char *text = orch_chart_settings_to_text (settings);
  g_autoptr (OrchChartSettings) back = orch_chart_settings_parse (text);
  g_autoptr (OrchChartSettings) usual = orch_chart_settings_new (NULL);
  const OrchChartSettingsFields *read = orch_chart_settings_get_fields (back);

  g_assert_true (orch_chart_settings_equal (settings, back));
  g_assert_false (orch_chart_settings_equal (settings, usual));
  g_assert_cmpint (read->places[ORCH_CHART_MESSAGES].form, ==, ORCH_CHART_NOTE);
  g_assert_cmpstr (read->places[ORCH_CHART_MESSAGES].subfolder, ==, "Usagers");
  g_assert_null (read->places[ORCH_CHART_REFERRALS_SENT].subfolder);
  g_assert_cmpstr (read->places[ORCH_CHART_REFERRALS_RECEIVED].letter_type, ==, "Renvoi reçu");
  g_assert_cmpstr (read->reminder_status, ==, "Rappel envoyé");
  g_assert_false (read->attachments);
  g_assert_false (read->walk_in);
  g_assert_true (read->custom_fields);
  g_assert_true (read->reminders);
}

/* What nobody chose, and what no program of ours wrote, is as by default. */
static void
test_foreign (void)
{
  static const char *const texts[] = { NULL,
                                       "",
                                       "[]",
                                       "x",
                                       "{}",
                                       "{\"attachments\": \"no\", \"walk-in\": 0}",
                                       "{\"messages-as\": \"letters\", \"messages-folder\": {\"a\": 1}}",
                                       "{\"reminder-status\": \"two\\nlines\"}" };
  g_autoptr (OrchChartSettings) usual = orch_chart_settings_new (NULL);
  g_autofree char *long_text = g_strnfill (ORCH_CHART_TEXT_MAX + 1, 'a');
  g_autofree char *too_long = g_strdup_printf ("{\"messages-folder\": \"%s\"}", long_text);
  g_autoptr (OrchChartSettings) cut = orch_chart_settings_parse (too_long);

  g_assert_true (orch_chart_settings_get_fields (usual)->attachments);
  g_assert_true (orch_chart_settings_get_fields (usual)->walk_in);
  g_assert_false (orch_chart_settings_get_fields (usual)->reminders);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (OrchChartSettings) read = orch_chart_settings_parse (texts[i]);

      g_assert_true (orch_chart_settings_equal (read, usual));
    }
  g_assert_true (orch_chart_settings_equal (cut, usual));
}

static void
test_place (void)
{
  static const OrchChartSettingsFields fields = { .places = { { ORCH_CHART_NOTE, "F", "S", "L" } } };
  static const struct
  {
    OrchEmrFeatures features;
    gboolean any;
    OrchChartPlace place;
  } cases[] = {
    { 0, FALSE, { 0 } },
    { ORCH_EMR_FEATURE_WALK_IN | ORCH_EMR_FEATURE_FOLDERS, FALSE, { 0 } },
    { ORCH_EMR_FEATURE_DOCUMENTS, TRUE, { ORCH_CHART_DOCUMENT } },
    { ORCH_EMR_FEATURE_NOTES, TRUE, { ORCH_CHART_NOTE } },
    { ORCH_EMR_FEATURE_DOCUMENTS | ORCH_EMR_FEATURE_FOLDERS | ORCH_EMR_FEATURE_LETTER_TYPES,
      TRUE,
      { ORCH_CHART_DOCUMENT, "F", "S", NULL } },
    { ORCH_EMR_FEATURE_DOCUMENTS | ORCH_EMR_FEATURE_NOTES, TRUE, { ORCH_CHART_NOTE } },
    { 0x3f, TRUE, { ORCH_CHART_NOTE, "F", "S", "L" } },
  };
  g_autoptr (OrchChartSettings) settings = orch_chart_settings_new (&fields);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OrchChartPlace place;

      g_assert_true (orch_chart_settings_find_place (settings, ORCH_CHART_MESSAGES, cases[i].features, &place) ==
                     cases[i].any);
      if (!cases[i].any)
        continue;
      g_assert_cmpint (place.form, ==, cases[i].place.form);
      g_assert_cmpstr (place.folder, ==, cases[i].place.folder);
      g_assert_cmpstr (place.subfolder, ==, cases[i].place.subfolder);
      g_assert_cmpstr (place.letter_type, ==, cases[i].place.letter_type);
    }
}

/* One workstation chooses a folder, the other turns the attachments off before it has heard of it: both have both, whoever's arrived first. */
static void
test_two (gconstpointer data)
{
  const gboolean one_first = GPOINTER_TO_INT (data);
  g_autoptr (Pair) pair = pair_new ();
  Story *stories[] = { pair->one, pair->two };

  save (pair->one, &(OrchChartSettingsFields) {
                       .places = { { ORCH_CHART_DOCUMENT, "Messages" } }, .attachments = TRUE, .walk_in = TRUE });
  save (pair->two, &(OrchChartSettingsFields) { .walk_in = TRUE, .reminders = TRUE });
  flush (one_first ? pair->one : pair->two);
  flush (one_first ? pair->two : pair->one);
  for (guint i = 0; i < 2; i++)
    {
      run (pair->two, ORCH_SYNC_SERVICES);
      run (pair->one, ORCH_SYNC_SERVICES);
    }
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (OrchChartSettings) now = load (stories[i]);
      const OrchChartSettingsFields *fields = orch_chart_settings_get_fields (now);

      g_assert_cmpstr (fields->places[ORCH_CHART_MESSAGES].folder, ==, "Messages");
      g_assert_false (fields->attachments);
      g_assert_true (fields->walk_in);
      g_assert_true (fields->reminders);
    }
}

/* Who changed it stands in the journal, and what was chosen does not. */
static guint
count_journal (Story *story)
{
  DexFuture *future = orch_store_list_journal (story->engine->store, 0, 10000);
  g_autoptr (GPtrArray) entries = NULL;
  guint n = 0;

  story_wait_ok (dex_ref (future));
  entries = g_value_dup_boxed (dex_future_get_value (future, NULL));
  dex_unref (future);
  for (guint i = 0; i < entries->len; i++)
    {
      const OrchJournalEntryFields *fields = orch_journal_entry_get_fields (g_ptr_array_index (entries, i));

      n += g_str_equal (fields->act, "setting-changed") && g_strcmp0 (fields->object, "chart") == 0;
    }
  return n;
}

/* Refused in the model and in the store to who is no administrator; journaled when it is one. */
static void
test_who (void)
{
  g_autoptr (Pair) pair = pair_new ();
  OrchSession *session = orch_engine_get_session (pair->one->engine);
  OrchStore *store = pair->one->engine->store;
  g_autoptr (OrchChartSettings) shown = load (pair->one);
  g_autoptr (OrchChartSettings) settings = orch_chart_settings_new (&(OrchChartSettingsFields) { .reminders = TRUE });
  g_autoptr (OrchSecret) token = orch_secret_new ("x", 1);
  const OrchActor receptionist = { .id = "someone", .permission = ORCH_PERMISSION_RECEPTIONIST };
  const OrchActor workstation = { .id = "w", .permission = ORCH_PERMISSION_WORKSTATION };
  const OrchActor *const others[] = { &receptionist, &workstation };
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (count_journal (pair->one), ==, 0);
  save (pair->one, &(OrchChartSettingsFields) { .attachments = TRUE });
  g_assert_cmpuint (count_journal (pair->one), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_false (story_wait (orch_store_set_setting (store, others[i], "chart", "{}", TRUE), &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
      g_clear_error (&error);
    }
  story_wait_ok (orch_session_start (session, orch_clinic_get_id (orch_engine_get_clinic (pair->one->engine)),
                                     "someone", "Quelqu’un", ORCH_PERMISSION_RECEPTIONIST, token));
  g_assert_false (story_wait (orch_sync_save_chart (sync_of (pair->one), shown, settings), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
}

static void
add_walk_in (Pair *pair, const char *id, const char *type)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (orch_clock_now_us () / G_USEC_PER_SEC + 3600);
  g_autofree char *start = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");

  orch_sandbox_process_order (
      pair->sandbox, "emr-record",
      "{\"resourceType\": \"Appointment\", \"id\": \"%s\", \"status\": \"arrived\", \"start\": \"%s\", "
      "\"minutesDuration\": 15, \"appointmentType\": {\"coding\": [{\"system\": "
      "\"http://terminology.hl7.org/CodeSystem/v2-0276\", \"code\": \"%s\"}]}, \"participant\": [{\"actor\": "
      "{\"reference\": \"Practitioner/prat-1\"}, \"status\": \"accepted\"}]}",
      id, start, type);
}

static gboolean
has (Story *story, const char *emr_id)
{
  g_autoptr (GError) error = NULL;

  if (story_wait (orch_store_find_by_emr_id (story->engine->store, ORCH_STORE_APPOINTMENTS, emr_id), &error))
    return TRUE;
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
  return FALSE;
}

/* Who comes without an appointment is left out while the clinic says so, and comes once it does not; who was here stays. */
static void
test_walk_in (void)
{
  g_autoptr (Pair) pair = pair_new ();

  add_walk_in (pair, "rdv-before", "WALKIN");
  run (pair->one, ORCH_SYNC_FULL);
  g_assert_true (has (pair->one, "rdv-before"));

  save (pair->one, &(OrchChartSettingsFields) { .attachments = TRUE });
  add_walk_in (pair, "rdv-walk", "WALKIN");
  add_walk_in (pair, "rdv-routine", "ROUTINE");
  run (pair->one, ORCH_SYNC_FULL);
  g_assert_false (has (pair->one, "rdv-walk"));
  g_assert_true (has (pair->one, "rdv-routine"));
  g_assert_true (has (pair->one, "rdv-before"));

  save (pair->one, &(OrchChartSettingsFields) { .attachments = TRUE, .walk_in = TRUE });
  run (pair->one, ORCH_SYNC_FULL);
  g_assert_true (has (pair->one, "rdv-walk"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/chart/text", test_text);
  g_test_add_func ("/chart/foreign", test_foreign);
  g_test_add_func ("/chart/place", test_place);
  g_test_add_data_func ("/chart/two", GINT_TO_POINTER (TRUE), test_two);
  g_test_add_data_func ("/chart/two-other-order", GINT_TO_POINTER (FALSE), test_two);
  g_test_add_func ("/chart/who", test_who);
  g_test_add_func ("/chart/walk-in", test_walk_in);
  return g_test_run ();
}
