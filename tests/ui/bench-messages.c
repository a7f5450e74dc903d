/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the messages cost with many of them: the main window on a real engine and store, 100,000 conversations and 1,000,000 messages; one line of
 * JSON. Not a test: build-aux/bench runs it, on a display. `bench-messages [conversations]`, in whole pages of 200, ten messages each.
 *
 * Each is wall time, from what the widget does to the end of the frame that shows the rows, medians: dashboard_ms: the page of a window that
 * shows another page is chosen, until its first rows are drawn; filter_ms: another filter; search_ms: another search, after the delay of the
 * entry; thread_ms: a conversation of 2,000 messages is opened, until its last ones are drawn. …_most_ms: the longest. memory_mb: what the process
 * costs (Pss) with the page shown, filtered, searched and scrolled, over the same in a clinic without a message.
 */
#include "ui-test.h"

#include <malloc.h>
#include <stdlib.h>

#include "../store/store-kit.h"
#include "../sync/orch-story.h"
#include "core/orch-clock.h"
#include "store/orch-store-messages.h"
#include "sync/orch-engine-private.h"
#include "ui/messages/orch-conversation-pane.h"
#include "ui/shell/orch-window.h"

#define PAGE 200
#define MESSAGES 10 /* a conversation */
#define LONG 2000   /* of the long one */
#define PATIENTS 4000
#define ROUNDS 5
#define FIRST_ROWS 8
#define STILL_MS 400

/* --- the clinic ------------------------------------------------------------------------------- */

static const char *const words[] = {
  "bonjour",    "ordonnance", "résultat", "analyse",  "pression",  "glycémie",    "comprimé", "matin",
  "soir",       "douleur",    "fatigue",  "sommeil",  "pharmacie", "rendez-vous", "clinique", "semaine",
  "infirmière", "vaccin",     "allergie", "toux",     "fièvre",    "dose",        "prendre",  "arrêter",
  "continuer",  "merci",      "demain",   "question", "réponse",   "suivi",
};

static char *
make_text (guint seed)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 18; i++)
    {
      const guint n = (seed * 2654435761u + i * 40503u) >> 7;

      /* One word in three is one of 20,000: as names, numbers and rare words are. */
      if (n % 3 == 0)
        g_string_append_printf (text, "mot%u ", n % 20011);
      else
        g_string_append_printf (text, "%s ", words[n % G_N_ELEMENTS (words)]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_patients (OrchStore *store)
{
  static const char *const families[] = { "Gagnon",   "Tremblay", "Roy",   "Côté",
                                          "Bouchard", "Gauthier", "Morin", "Bélanger" };

  for (guint i = 0; i < PATIENTS; i += PAGE)
    {
      g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint j = i; j < i + PAGE; j++)
        {
          g_autofree char *id = g_strdup_printf ("patient-%u", j);
          g_autofree char *given = g_strdup_printf ("Luc %u", j);
          const OrchPatientFields fields = {
            .id = id, .emr_id = id, .family = families[j % G_N_ELEMENTS (families)], .given = given
          };

          g_ptr_array_add (page, orch_patient_new (&fields));
        }
      kit_ok (orch_store_write_schedule_page (store, &kit_workstation, ORCH_STORE_PATIENTS, page, NULL, NULL, 1));
    }
}

/* Most are over, as after some years. */
static OrchConversationStatus
get_status (guint n)
{
  return n % 20 == 0   ? ORCH_CONVERSATION_IN_PROGRESS
         : n % 50 == 1 ? ORCH_CONVERSATION_REPORT
                       : ORCH_CONVERSATION_COMPLETED;
}

static OrchConversation *
make_conversation (guint n, const char *person, gint64 began)
{
  g_autofree char *id = g_strdup_printf ("talk-%u", n);
  g_autofree char *hub_id = g_strdup_printf ("h%u", n);
  g_autofree char *patient = g_strdup_printf ("patient-%u", n % PATIENTS);
  g_autofree char *subject = g_strdup_printf ("Sujet %u", n % 30);
  g_autofree char *other = g_strdup_printf ("Practitioner/3f1c6a52-0000-4000-8000-%012u", n % 40);
  g_autofree char *department = g_strdup_printf ("Organization/9e1c6a52-0000-4000-8000-%012u", n % 8);
  const char *who = n % 40 == 0 ? person : other;
  const OrchConversationFields fields = { .id = id,
                                          .hub_id = hub_id,
                                          .patient = patient,
                                          .subject = subject,
                                          .professional = who,
                                          .professional_name = "Dre Ginette Bellerose",
                                          .author = who,
                                          .author_name = "Dre Ginette Bellerose",
                                          .department = department,
                                          .status = get_status (n),
                                          .began_us = began,
                                          .closed_us = began + G_TIME_SPAN_DAY };

  return orch_conversation_new (&fields);
}

static OrchMessage *
make_message (guint n, guint i, gint64 sent)
{
  g_autofree char *id = g_strdup_printf ("word-%u-%u", n, i);
  g_autofree char *conversation = g_strdup_printf ("h%u", n);
  g_autofree char *text = make_text (n * 31 + i);
  const OrchMessageFields fields = { .id = id,
                                     .hub_id = id,
                                     .conversation_hub_id = conversation,
                                     .sender = i % 2 == 0 ? "Practitioner/3f1c6a52-0000-4000-8000-000000000001" : NULL,
                                     .sender_name = i % 2 == 0 ? "Dre Ginette Bellerose" : NULL,
                                     .from_patient = i % 2 == 1,
                                     .text = text,
                                     .sent_us = sent,
                                     .received_us = n % 30 == 0 ? 0 : sent + 1 };

  return orch_message_new (&fields);
}

static void
apply (OrchStore *store, GPtrArray *records)
{
  g_autofree const char **versions = g_new0 (const char *, records->len + 1);

  for (guint i = 0; i < records->len; i++)
    versions[i] = "1";
  g_assert_nonnull (kit_wait (orch_store_apply_hub_messages (store, &kit_workstation, records, versions), NULL));
}

/* The first conversation is the long one. */
static void
fill (OrchStore *store, const char *person, guint n_conversations)
{
  const gint64 now = orch_clock_now_us ();

  add_patients (store);
  for (guint i = 0; i < n_conversations; i += PAGE)
    {
      g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint n = i; n < i + PAGE; n++)
        {
          const gint64 began = now - (gint64) (n_conversations - n) * 10 * G_TIME_SPAN_MINUTE;

          g_ptr_array_add (records, G_OBJECT (make_conversation (n, person, began)));
          for (guint k = 0; k < (n == 0 ? LONG : MESSAGES); k++)
            g_ptr_array_add (records, G_OBJECT (make_message (n, k, began + k * G_TIME_SPAN_SECOND)));
        }
      apply (store, records);
    }
}

/* --- the window --------------------------------------------------------------------------------- */

static gboolean
on_still (gpointer still)
{
  *(gboolean *) still = TRUE;
  return G_SOURCE_REMOVE;
}

static void
rest (void)
{
  gboolean still = FALSE;

  g_timeout_add (STILL_MS, on_still, &still);
  while (!still)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_after_paint (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

/* To the end of a frame that begins now. */
static void
wait_frame (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean painted = FALSE;
  const gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &painted);

  gtk_widget_queue_draw (widget);
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
}

static double
get_memory_mib (void)
{
  g_autofree char *text = NULL;
  const char *line = NULL;

  malloc_trim (0);
  g_assert_true (g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL));
  line = strstr (text, "\nPss:");
  return line != NULL ? g_ascii_strtod (line + strlen ("\nPss:"), NULL) / 1024 : 0;
}

static GtkWidget *
open_window (Story *story)
{
  g_autoptr (GSettings) settings = g_settings_new (ORCH_APPLICATION_ID);
  GtkWidget *window = NULL;

  g_settings_set_string (settings, "last-page", "services");
  story_restart (story);
  story_unlock (story);
  orch_sync_set_automatic (orch_engine_get_sync (story->engine), FALSE);
  orch_message_feed_stop (story->engine->feed);
  window = GTK_WIDGET (orch_window_new (NULL, story->engine));
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  rest ();
  return window;
}

static void
close_window (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  rest ();
}

static GListModel *
get_model (gpointer view)
{
  GtkNoSelection *selection = view != NULL ? GTK_NO_SELECTION (gtk_list_view_get_model (view)) : NULL;

  return selection != NULL ? gtk_no_selection_get_model (selection) : NULL;
}

/* Whether it shows what was asked last, and its first rows hold what they show. */
static gboolean
is_filled (gpointer view)
{
  GListModel *model = get_model (view);
  const guint n = model != NULL ? g_list_model_get_n_items (model) : 0;

  if (n == 0 || orch_key_list_get_loading (ORCH_KEY_LIST (model)))
    return FALSE;
  for (guint i = 0; i < MIN (n, FIRST_ROWS); i++)
    {
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (model, i);

      if (orch_store_item_get_object (item) == NULL)
        return FALSE;
    }
  return TRUE;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a;
  const double other = *(const double *) b;

  return (one > other) - (one < other);
}

static void
tell (GString *json, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (json, "%s\"%s\": %s", json->len > 1 ? ", " : "", name,
                          g_ascii_formatd (text, sizeof text, "%.2f", value));
}

static void
tell_times (GString *json, const char *name, GArray *times)
{
  g_autofree char *median = g_strconcat (name, "_ms", NULL);
  g_autofree char *most = g_strconcat (name, "_most_ms", NULL);

  g_array_sort (times, compare_times);
  tell (json, median, g_array_index (times, double, times->len / 2));
  tell (json, most, g_array_index (times, double, times->len - 1));
}

static void
add_time (GArray *times, gint64 began)
{
  const double ms = (g_get_monotonic_time () - began) / 1e3;

  g_array_append_val (times, ms);
}

static gpointer
go (GtkWidget *window, GArray *times, gboolean rows)
{
  const gint64 began = g_get_monotonic_time ();
  gpointer view = NULL;

  gtk_widget_activate_action (window, "win.go", "i", ORCH_WINDOW_MESSAGES);
  while ((view = ui_test_find_shown (window, GTK_TYPE_LIST_VIEW, "view")) == NULL && rows)
    g_main_context_iteration (NULL, TRUE);
  while (rows && !is_filled (view))
    g_main_context_iteration (NULL, TRUE);
  wait_frame (window);
  add_time (times, began);
  rest ();
  return view;
}

static void
show (gpointer view, GArray *times, gint64 began)
{
  while (!is_filled (view))
    g_main_context_iteration (NULL, TRUE);
  wait_frame (view);
  add_time (times, began);
  rest ();
}

static void
filter (GtkWidget *window, gpointer view, GArray *times)
{
  static const char *const drops[] = { "status", "scope", "professional" };

  for (guint i = 0; i < G_N_ELEMENTS (drops); i++)
    for (guint chosen = 2; chosen-- > 0;)
      {
        GtkDropDown *drop = ui_test_find (window, GTK_TYPE_DROP_DOWN, drops[i]);
        const gint64 began = g_get_monotonic_time ();

        gtk_drop_down_set_selected (drop, g_str_equal (drops[i], "status") ? 2 * chosen : chosen);
        show (view, times, began);
      }
}

static void
search (GtkWidget *window, gpointer view, GArray *times)
{
  static const char *const texts[] = { "gly",   "glycemie", "mot1234", "de:gagnon toux", "statut:en-cours fievre",
                                       "luc 77" };
  GtkWidget *entry = ui_test_find_shown (window, GTK_TYPE_SEARCH_ENTRY, "search");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gint64 began = 0;

      g_signal_handlers_block_matched (entry, G_SIGNAL_MATCH_ID,
                                       g_signal_lookup ("search-changed", GTK_TYPE_SEARCH_ENTRY), 0, NULL, NULL, NULL);
      gtk_editable_set_text (GTK_EDITABLE (entry), texts[i]);
      rest ();
      g_signal_handlers_unblock_matched (entry, G_SIGNAL_MATCH_ID,
                                         g_signal_lookup ("search-changed", GTK_TYPE_SEARCH_ENTRY), 0, NULL, NULL,
                                         NULL);
      began = g_get_monotonic_time ();
      g_signal_emit_by_name (entry, "search-changed");
      show (view, times, began);
    }
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  rest ();
}

static void
open_thread (GtkWidget *window, GArray *times)
{
  gpointer pane = ui_test_find_shown (window, ORCH_TYPE_CONVERSATION_PANE, NULL);

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 began = g_get_monotonic_time ();
      gpointer view = NULL;

      orch_conversation_pane_open (pane, "talk-0");
      while ((view = ui_test_find_shown (pane, GTK_TYPE_LIST_VIEW, "view")) == NULL ||
             gtk_list_view_get_model (view) == NULL ||
             g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (view))) == 0)
        g_main_context_iteration (NULL, TRUE);
      wait_frame (window);
      add_time (times, began);
      rest ();
      orch_conversation_pane_open (pane, "talk-20");
      rest ();
    }
}

#define TIMES(name) g_autoptr (GArray) name = g_array_new (FALSE, FALSE, sizeof (double))

static void
measure (GString *json, Story *story)
{
  TIMES (dashboard);
  TIMES (filtered);
  TIMES (searched);
  TIMES (thread);
  GtkWidget *window = NULL;
  gpointer view = NULL;

  for (guint i = 0; i < ROUNDS; i++)
    {
      if (window != NULL)
        close_window (window);
      window = open_window (story);
      view = go (window, dashboard, TRUE);
    }
  tell (json, "messages_rows", g_list_model_get_n_items (get_model (view)));
  for (guint i = 0; i < 2; i++)
    filter (window, view, filtered);
  for (guint i = 0; i < 2; i++)
    search (window, view, searched);
  open_thread (window, thread);
  tell_times (json, "dashboard", dashboard);
  tell_times (json, "filter", filtered);
  tell_times (json, "search", searched);
  tell_times (json, "thread", thread);
  tell (json, "full_mib", get_memory_mib ());
  close_window (window);
}

static double
measure_empty (Story *story)
{
  TIMES (times);
  GtkWidget *window = open_window (story);
  double mib = 0;

  go (window, times, FALSE);
  mib = get_memory_mib ();
  close_window (window);
  return mib;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GString) json = g_string_new ("{");
  const guint n_conversations = argc > 1 ? (guint) atoi (argv[1]) / PAGE * PAGE : 100000;
  gint64 began = 0;
  double empty = 0;

  dex_init ();
  adw_init ();
  orch_ui_init ();
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  story_set_up (story);
  empty = measure_empty (story);
  began = g_get_monotonic_time ();
  fill (story->engine->store, orch_session_get_person_id (orch_engine_get_session (story->engine)), n_conversations);
  tell (json, "messages_fill_s", (g_get_monotonic_time () - began) / 1e6);
  measure (json, story);
  tell (json, "empty_mib", empty);
  tell (json, "conversations", n_conversations);
  g_print ("%s}\n", json->str);
  return 0;
}
