/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A document for a patient's chart, from the program to the EMR: whatever the EMR, where the settings say, once, and visible as long as it is not there.
 */
#include <string.h>

#include "core/orch-error.h"
#include "orch-sandbox-clinic.h"
#include "orch-story.h"
#include "sync/orch-engine-private.h"

#define CANARY "Tension-artérielle-canari"
#define ID "3f0c8f7e-52b4-4d0e-8f3e-9a7c1b2d4e5f"

typedef struct
{
  OrchSandboxProcess *sandbox;
  Story *story;
  OrchSandboxClinic *clinic;
} Fixture;

static OrchSync *
get_sync (Fixture *fixture)
{
  return orch_engine_get_sync (fixture->story->engine);
}

/* As another EMR would have been connected in the form. */
static void
connect_emr (Fixture *fixture)
{
  OrchEmrSettings *settings = fixture->story->engine->emr;
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer value = NULL;

  orch_emr_settings_set_vendor (settings, fixture->clinic->vendor);
  g_hash_table_iter_init (&iter, fixture->clinic->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    orch_emr_settings_set_value (settings, name, value);
  g_hash_table_iter_init (&iter, fixture->clinic->secrets);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_autoptr (OrchSecret) secret = orch_secret_new (value, strlen (value));

      story_wait_ok (orch_emr_settings_set_secret (settings, name, secret));
    }
}

static void
set_up (Fixture *fixture, gconstpointer name)
{
  fixture->sandbox = orch_sandbox_process_start (NULL);
  orch_sandbox_process_order (fixture->sandbox, "emr-size", "{\"staff\": 4, \"services\": 4, \"patients\": 60}");
  fixture->story = story_new (fixture->sandbox);
  story_set_up (fixture->story);
  fixture->clinic = orch_sandbox_clinic_new (fixture->sandbox, name);
  connect_emr (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer name)
{
  story_free (fixture->story);
  orch_sandbox_clinic_free (fixture->clinic);
  orch_sandbox_process_stop (fixture->sandbox);
}

static void
choose (Fixture *fixture, const OrchChartSettingsFields *fields)
{
  g_autoptr (OrchChartSettings) shown = story_wait_object (orch_sync_load_chart (get_sync (fixture)));
  g_autoptr (OrchChartSettings) settings = orch_chart_settings_new (fields);

  story_wait_ok (orch_sync_save_chart (get_sync (fixture), shown, settings));
}

static void
file (Fixture *fixture, gboolean is_file)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (CANARY, strlen (CANARY));

  story_wait_ok (
      orch_engine_file_document (fixture->story->engine, &(OrchChartEntry) {
                                                             .id = ID,
                                                             .patient = fixture->clinic->patient,
                                                             .author = fixture->clinic->author,
                                                             .title = "Message de l’usager",
                                                             .text = is_file ? NULL : CANARY,
                                                             .bytes = is_file ? bytes : NULL,
                                                             .content_type = is_file ? "application/pdf" : NULL,
                                                             .written_us = G_GINT64_CONSTANT (1763820000000000),
                                                         }));
}

/* What is due is tried, without waiting for its time. */
static void
flush (Fixture *fixture)
{
  story_wait_ok (orch_store_outbox_reset_waits (fixture->story->engine->store));
  story_wait_ok (orch_chart_pump_flush (orch_sync_get_charts (get_sync (fixture))));
}

static guint
count (Fixture *fixture)
{
  return orch_sandbox_process_count (fixture->sandbox, "DocumentReference&server=emr");
}

static OrchOutboxRow *
find (Fixture *fixture)
{
  return story_wait_object (orch_store_outbox_find (fixture->story->engine->store, NULL, ORCH_STORE_DOCUMENT, ID));
}

/* Returns: (transfer full) (nullable): as the page of the synchronisation lists it */
static OrchSyncItem *
get_item (Fixture *fixture)
{
  g_autoptr (GListModel) list = story_wait_object (orch_sync_list_waiting (get_sync (fixture)));

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (OrchSyncItem) item = g_list_model_get_item (list, i);

      if (g_str_equal (orch_sync_item_get_object_type (item), ORCH_STORE_DOCUMENT))
        return g_steal_pointer (&item);
    }
  return NULL;
}

static void
assert_sent (Fixture *fixture)
{
  g_autoptr (OrchOutboxRow) row = find (fixture);
  g_autoptr (OrchSyncItem) item = get_item (fixture);

  g_assert_cmpint (orch_outbox_row_get_fields (row)->state, ==, ORCH_OUTBOX_SENT);
  /* Nothing of it stays. */
  g_assert_null (orch_outbox_row_get_fields (row)->payload);
  g_assert_null (item);
  g_assert_cmpuint (count (fixture), ==, 1);
}

static char *
dup_kind (Fixture *fixture)
{
  g_autoptr (JsonNode) all =
      orch_sandbox_process_get (fixture->sandbox, "/control/resources?type=DocumentReference&server=emr");
  JsonObject *type =
      json_object_get_object_member (json_array_get_object_element (json_node_get_array (all), 0), "type");

  return g_strdup (json_object_has_member (type, "text") ? json_object_get_string_member (type, "text") : "fhir");
}

static void
choose_folder (Fixture *fixture, OrchChartForm form)
{
  choose (fixture, &(OrchChartSettingsFields) { .places = { { form, "Documents", "Messages", "Message du patient" } },
                                                .attachments = TRUE });
}

static void
test_sent (Fixture *fixture, gconstpointer name)
{
  g_autofree char *emr_id = NULL;
  DexFuture *future = NULL;

  choose_folder (fixture, ORCH_CHART_DOCUMENT);
  file (fixture, TRUE);
  file (fixture, TRUE);
  flush (fixture);
  assert_sent (fixture);
  future = orch_store_get_hub_id (fixture->story->engine->store, ORCH_STORE_DOCUMENT, ID);
  story_wait_ok (dex_ref (future));
  emr_id = g_value_dup_string (dex_future_get_value (future, NULL));
  dex_unref (future);
  g_assert_nonnull (emr_id);
}

/* A text is a note where the clinic wants notes and the EMR takes them; a file is a document all the same. */
static void
test_form (Fixture *fixture, gconstpointer name)
{
  const gboolean notes = g_str_equal (name, "openo") || g_str_equal (name, "accuro");
  g_autofree char *kind = NULL;

  choose_folder (fixture, ORCH_CHART_NOTE);
  file (fixture, FALSE);
  flush (fixture);
  assert_sent (fixture);
  kind = dup_kind (fixture);
  g_assert_cmpstr (kind, ==, notes ? "note" : g_str_equal (name, "fhir") ? "fhir" : "document");
}

static void
test_file (Fixture *fixture, gconstpointer name)
{
  g_autofree char *kind = NULL;

  choose_folder (fixture, ORCH_CHART_NOTE);
  file (fixture, TRUE);
  flush (fixture);
  assert_sent (fixture);
  kind = dup_kind (fixture);
  g_assert_cmpstr (kind, ==, "document");
}

static gboolean
is_in_file (const char *path, const char *text)
{
  g_autofree char *data = NULL;
  gsize size = 0;

  return g_file_get_contents (path, &data, &size, NULL) && memmem (data, size, text, strlen (text)) != NULL;
}

/* The EMR is away: it waits, encrypted, through a new start of the program, and goes once. */
static void
test_away (Fixture *fixture, gconstpointer name)
{
  g_autofree char *path = g_strdup (orch_store_get_path (fixture->story->engine->store));
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autoptr (OrchSyncItem) item = NULL;
  g_autofree char *encoded = g_base64_encode ((const guchar *) CANARY, strlen (CANARY));

  orch_sandbox_process_order (fixture->sandbox, "fault", "{\"path\": \"%s\", \"kind\": \"cut-before\", \"count\": -1}",
                              "/emr/");
  file (fixture, TRUE);
  flush (fixture);
  item = get_item (fixture);
  g_assert_nonnull (item);
  g_assert_false (orch_sync_item_get_failed (item));
  g_assert_cmpint (orch_sync_item_get_retry (item), ==, ORCH_SYNC_RETRY_BY_ITSELF);
  g_assert_error (orch_sync_item_get_error (item), ORCH_ERROR, ORCH_ERROR_OFFLINE);
  g_assert_false (is_in_file (path, encoded) || is_in_file (wal, encoded));
  story_quit (fixture->story);
  orch_sandbox_process_clear_faults (fixture->sandbox);
  story_resume (fixture->story);
  if (!g_str_equal (name, "fhir"))
    connect_emr (fixture);
  flush (fixture);
  assert_sent (fixture);
}

/* It arrived and nobody heard: the EMR that can be asked has it once; of another a person is told to look, and what is asked of all leaves it alone. */
static void
test_lost (Fixture *fixture, gconstpointer name)
{
  g_autoptr (OrchSyncItem) item = NULL;

  choose_folder (fixture, ORCH_CHART_DOCUMENT);
  orch_sandbox_process_order (fixture->sandbox, "fault",
                              "{\"path\": \"%s\", \"method\": \"POST\", \"kind\": \"cut-after-commit\"}",
                              fixture->clinic->documents);
  file (fixture, TRUE);
  flush (fixture);
  flush (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);
  if (g_str_equal (name, "fhir"))
    {
      assert_sent (fixture);
      return;
    }
  item = get_item (fixture);
  g_assert_true (orch_sync_item_get_failed (item));
  g_assert_cmpint (orch_sync_item_get_retry (item), ==, ORCH_SYNC_RETRY_ALONE);
  story_wait_ok (orch_sync_retry (get_sync (fixture), 0));
  flush (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);
  story_wait_ok (orch_sync_give_up (get_sync (fixture), orch_sync_item_get_seq (item)));
  g_clear_object (&item);
  item = get_item (fixture);
  g_assert_null (item);
}

/* Who has looked, and did not find it, has it sent again. */
static void
test_looked (Fixture *fixture, gconstpointer name)
{
  g_autoptr (OrchSyncItem) item = NULL;

  orch_sandbox_process_order (fixture->sandbox, "fault",
                              "{\"path\": \"%s\", \"method\": \"POST\", \"kind\": \"cut-before\"}",
                              fixture->clinic->documents);
  file (fixture, TRUE);
  flush (fixture);
  flush (fixture);
  g_assert_cmpuint (count (fixture), ==, 0);
  item = get_item (fixture);
  g_assert_cmpint (orch_sync_item_get_retry (item), ==, ORCH_SYNC_RETRY_ALONE);
  story_wait_ok (orch_sync_retry (get_sync (fixture), orch_sync_item_get_seq (item)));
  flush (fixture);
  assert_sent (fixture);
}

/* What the settings have wrong is said; mended, it goes. */
static void
test_mended (Fixture *fixture, gconstpointer name)
{
  g_autoptr (OrchSyncItem) item = NULL;

  file (fixture, TRUE);
  flush (fixture);
  item = get_item (fixture);
  g_assert_true (orch_sync_item_get_failed (item));
  g_assert_cmpint (orch_sync_item_get_retry (item), ==, ORCH_SYNC_RETRY_OFFERED);
  g_assert_error (orch_sync_item_get_error (item), ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
  g_assert_cmpuint (count (fixture), ==, 0);
  choose_folder (fixture, ORCH_CHART_DOCUMENT);
  story_wait_ok (orch_sync_retry (get_sync (fixture), 0));
  flush (fixture);
  assert_sent (fixture);
}

/* OSCAR 15 takes notes alone: a text is one even where the clinic wants documents; of a file it is said, and nothing is made. */
static void
test_notes_only (Fixture *fixture, gconstpointer name)
{
  g_autofree char *kind = NULL;

  choose_folder (fixture, ORCH_CHART_DOCUMENT);
  file (fixture, FALSE);
  flush (fixture);
  assert_sent (fixture);
  kind = dup_kind (fixture);
  g_assert_cmpstr (kind, ==, "note");
}

static void
test_no_files (Fixture *fixture, gconstpointer name)
{
  g_autoptr (OrchSyncItem) item = NULL;

  file (fixture, TRUE);
  flush (fixture);
  item = get_item (fixture);
  g_assert_true (orch_sync_item_get_failed (item));
  g_assert_error (orch_sync_item_get_error (item), ORCH_ERROR, ORCH_ERROR_UNSUPPORTED);
  g_assert_cmpuint (count (fixture), ==, 0);
}

/* A synchronisation that is under way is not disturbed; both come to their end. */
static void
test_beside_run (Fixture *fixture, gconstpointer name)
{
  DexFuture *run = orch_sync_start (get_sync (fixture), ORCH_SYNC_RECENT);

  file (fixture, TRUE);
  story_wait_ok (run);
  flush (fixture);
  assert_sent (fixture);
}

static void
test_not_sent (Fixture *fixture, gconstpointer name)
{
  g_autofree char *large = g_malloc0 (ORCH_EMR_DOCUMENT_MAX + 1);
  g_autoptr (GBytes) bytes = g_bytes_new_static (large, ORCH_EMR_DOCUMENT_MAX + 1);
  const OrchChartEntry entries[] = {
    { .id = ID, .patient = "p", .title = "t", .bytes = bytes },
    { .id = ID, .patient = "p", .title = "t" },
    { .id = ID, .patient = "", .title = "t", .text = "x" },
    { .id = ID, .patient = "p", .title = "a\nb", .text = "x" },
    { .patient = "p", .title = "t", .text = "x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (story_wait (orch_engine_file_document (fixture->story->engine, &entries[i]), &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
    }
}

int
main (int argc, char *argv[])
{
  static const char *const names[] = { "fhir", "openo", "accuro", "ps-suite" };
  int result = 0;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(path, name, test) g_test_add (path, Fixture, name, set_up, test, tear_down)
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *sent = g_strconcat ("/document/sent/", names[i], NULL);
      g_autofree char *form = g_strconcat ("/document/form/", names[i], NULL);
      g_autofree char *lost = g_strconcat ("/document/lost/", names[i], NULL);

      ADD (sent, names[i], test_sent);
      ADD (form, names[i], test_form);
      ADD (lost, names[i], test_lost);
    }
  ADD ("/document/file/openo", "openo", test_file);
  ADD ("/document/notes-only/oscar15", "oscar15", test_notes_only);
  ADD ("/document/no-files/oscar15", "oscar15", test_no_files);
  ADD ("/document/away/fhir", "fhir", test_away);
  ADD ("/document/looked/openo", "openo", test_looked);
  ADD ("/document/mended/accuro", "accuro", test_mended);
  ADD ("/document/beside-run/fhir", "fhir", test_beside_run);
  ADD ("/document/not-sent/fhir", "fhir", test_not_sent);
#undef ADD
  result = g_test_run ();
  story_settle ();
  return result;
}
