/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The journal of accesses in its window: sentences for acts, names for people, what is asked of the store and the hub for which days, what is told when the
 * hub does not answer, and nothing left behind the lock.
 */
#include "ui-test.h"

#include "core/orch-error.h"
#include "fake-clinic.h"
#include "fake-journal.h"
#include "ui/journal/orch-journal-dialog.h"
#include "ui/journal/orch-journal-text.h"
#include "ui/widgets/orch-export-button.h"

#define PATIENT "11111111-0000-4000-8000-00000000000a"
#define DAY 86400

typedef struct
{
  OrchEngine *engine;
  GtkWidget *window;
  AdwDialog *dialog;
} Fixture;

static gpointer
find (Fixture *fixture, GType type, const char *id)
{
  return ui_test_find (fixture->dialog, type, id);
}

static GListModel *
get_rows (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (find (fixture, GTK_TYPE_LIST_VIEW, "list")));
}

static void
present (Fixture *fixture, const char *patient, const char *name)
{
  fixture->dialog = g_object_ref_sink (orch_journal_dialog_new (fixture->engine, patient, name));
  adw_dialog_present (fixture->dialog, fixture->window);
  ui_test_wait (g_strcmp0 (gtk_stack_get_visible_child_name (find (fixture, GTK_TYPE_STACK, "stack")), "loading") != 0);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY,
                             .signed_in = TRUE,
                             .permission = ORCH_PERMISSION_ADMINISTRATOR };

  fixture->engine = fake_clinic_new (&scene);
  fixture->window = GTK_WIDGET (g_object_new (ADW_TYPE_APPLICATION_WINDOW, NULL));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), adw_bin_new ());
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
  fake_journal_name ("Practitioner/1", "Ginette Bellerose");
  fake_journal_name (PATIENT, "Gagnon, Zoé");
  fake_journal_add ("Practitioner/1", "patient-read", PATIENT, "here", 1);
  fake_journal_add ("Practitioner/9", "conversation-opened", PATIENT, "there", 2);
  fake_journal_add ("there", "sync-run", NULL, "there", 3);
  fake_journal_add ("Practitioner/1", "signed-in", NULL, "here", 4);
  fake_journal_add ("Practitioner/1", "a-word-to-come", NULL, "here", 20 * DAY);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  adw_dialog_force_close (fixture->dialog);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->dialog);
  g_assert_finalize_object (fixture->engine);
  fake_journal_clear ();
}

static gboolean
says (Fixture *fixture, const char *text)
{
  return ui_test_says (fixture->dialog, text);
}

static void
test_reads (Fixture *fixture, gconstpointer data)
{
  present (fixture, NULL, NULL);
  g_assert_null (fake_journal_get_query ()->patient);
  g_assert_false (fake_journal_get_query ()->again);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, 4);
  ui_test_wait (says (fixture, "Opened the patient's page"));
  g_assert_true (says (fixture, "· Ginette Bellerose · Gagnon, Zoé · on this workstation"));
  g_assert_true (says (fixture, "· Unknown name (Practitioner/9) · Gagnon, Zoé · on another workstation"));
  g_assert_true (says (fixture, "· A workstation, by itself · on another workstation"));
  g_assert_false (adw_banner_get_revealed (find (fixture, ADW_TYPE_BANNER, "banner")));

  /* A month, and a word that this version does not know */
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, "period"), 2);
  ui_test_wait (g_list_model_get_n_items (get_rows (fixture)) == 5);
  g_assert_true (fake_journal_get_query ()->again);
  ui_test_wait (says (fixture, "a-word-to-come"));
}

static void
test_filters (Fixture *fixture, gconstpointer data)
{
  present (fixture, NULL, NULL);
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, "topic"), 1); /* looked at */
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, 2);
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, "person"), 1); /* the one of the newest act */
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, 1);
  /* Whoever was chosen stays chosen over other days. */
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, "topic"), 0);
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, "period"), 2);
  ui_test_wait (g_list_model_get_n_items (get_rows (fixture)) == 3);
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, "topic"), 3); /* printed, saved, filed */
  g_assert_cmpstr (gtk_stack_get_visible_child_name (find (fixture, GTK_TYPE_STACK, "stack")), ==, "empty");
  /* What does not show does not leave. */
  g_assert_false (gtk_widget_get_sensitive (find (fixture, ORCH_TYPE_EXPORT_BUTTON, NULL)));
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, "topic"), 0);
  g_assert_true (gtk_widget_get_sensitive (find (fixture, ORCH_TYPE_EXPORT_BUTTON, NULL)));
}

static void
test_of_a_patient (Fixture *fixture, gconstpointer data)
{
  present (fixture, PATIENT, "Gagnon, Zoé");
  g_assert_cmpstr (fake_journal_get_query ()->patient, ==, PATIENT);
  g_assert_cmpint (fake_journal_get_query ()->until_us - fake_journal_get_query ()->since_us, >,
                   360 * DAY * (gint64) G_USEC_PER_SEC);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, 2);
  /* Whose it is stands above; the rows do not say it again. */
  ui_test_wait (says (fixture, "· Ginette Bellerose · on this workstation"));
}

static void
test_hub_is_silent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "no answer");
  AdwBanner *banner = NULL;

  fake_journal_set_hub_error (error);
  present (fixture, NULL, NULL);
  banner = find (fixture, ADW_TYPE_BANNER, "banner");
  g_assert_true (adw_banner_get_revealed (banner));
  g_assert_true (g_str_has_prefix (adw_banner_get_title (banner), "Only what was done on this workstation is shown."));
  fake_journal_set_hub_error (NULL);
  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_wait (!adw_banner_get_revealed (banner));
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  GListModel *rows = NULL;

  present (fixture, PATIENT, "Gagnon, Zoé");
  rows = g_object_ref (get_rows (fixture));
  orch_session_lock (orch_engine_get_session (fixture->engine));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 0);
  ui_test_wait (!gtk_widget_get_mapped (GTK_WIDGET (fixture->dialog)));
  g_object_unref (rows);
}

/* Lists that leave: what the component writes into the journal is a sentence here, in its topic. */
static void
test_exports (void)
{
  static const char *const lists[] = { "journal", "patients", "remuneration" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *exported = g_strconcat (lists[i], "-exported", NULL);
      g_autofree char *printed = g_strconcat (lists[i], "-printed", NULL);

      g_assert_cmpstr (orch_journal_text_act (exported), !=, exported);
      g_assert_cmpstr (orch_journal_text_act (printed), !=, printed);
      g_assert_cmpint (orch_journal_text_get_topic (exported), ==, ORCH_JOURNAL_TOOK_OUT);
      g_assert_cmpint (orch_journal_text_get_topic (printed), ==, ORCH_JOURNAL_TOOK_OUT);
    }
}

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/ui/journal-dialog/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("reads", test_reads);
  ADD ("filters", test_filters);
  ADD ("of-a-patient", test_of_a_patient);
  ADD ("hub-is-silent", test_hub_is_silent);
  ADD ("lock", test_lock);
  g_test_add_func ("/journal/exports", test_exports);
  return g_test_run ();
}
