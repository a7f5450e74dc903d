/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The page of the appointments on a fake schedule: days and weeks, one professional, what rows say, what changes, the lock.
 */
#include "ui-test.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "fake-clinic.h"
#include "fake-desk.h"
#include "fake-lists.h"
#include "ui/appointments/orch-appointment-row.h"
#include "ui/appointments/orch-appointment-text.h"
#include "ui/appointments/orch-appointments-page.h"
#include "ui/orch-error-text.h"
#include "ui/widgets/orch-text-sizes.h"

typedef struct
{
  OrchEngine *engine;
  FakeSchedule *schedule;
  GtkWidget *window;
  GtkWidget *page;
  gint64 noon; /* of a Wednesday, which is today */
} Fixture;

/* 2026-11-18, 12:00 in Quebec */
#define NOON (G_GINT64_CONSTANT (1795021200) * G_USEC_PER_SEC)

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const FakeClinic scene = {
    .state = ORCH_ENGINE_READY, .signed_in = TRUE, .permission = ORCH_PERMISSION_PROFESSIONAL, .n_staff = 5
  };

  orch_clock_set_offset_us (NOON - g_get_real_time ());
  fixture->noon = NOON;
  fixture->engine = fake_clinic_new (&scene);
  fixture->schedule = fake_clinic_get_schedule (fixture->engine);
  fixture->window = adw_window_new ();
  fixture->page = GTK_WIDGET (orch_appointments_page_new (fixture->engine));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_add_weak_pointer (G_OBJECT (fixture->engine), (gpointer *) &fixture->engine);
  g_object_unref (fixture->engine);
  ui_test_wait (fixture->engine == NULL);
  orch_clock_set_offset_us (0);
}

static gpointer
find (Fixture *fixture, GType type, const char *id)
{
  return ui_test_find (fixture->window, type, id);
}

static void
put_of (Fixture *fixture, const char *id, gint64 start, const char *status, const char *staff, const char *name,
        const char *source)
{
  const OrchAppointmentFields fields = { .id = id,
                                         .emr_id = id,
                                         .status = status,
                                         .source = source,
                                         .start_us = start,
                                         .end_us = start + 20 * G_TIME_SPAN_MINUTE,
                                         .staff_emr_id = staff };

  fake_schedule_put (fixture->schedule, &fields, name, "Examen périodique", "Tremblay");
  ui_test_settle ();
}

static void
put (Fixture *fixture, const char *id, gint64 start, const char *status, const char *staff, const char *name)
{
  put_of (fixture, id, start, status, staff, name, "rvsq");
}

static guint
n_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (find (fixture, GTK_TYPE_LIST_VIEW, "view"))));
}

static const char *
shown (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (find (fixture, GTK_TYPE_STACK, "stack"));
}

static const char *
dates (Fixture *fixture)
{
  return gtk_menu_button_get_label (find (fixture, GTK_TYPE_MENU_BUTTON, "date_button"));
}

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (find (fixture, GTK_TYPE_LIST_VIEW, "view"), action, NULL);
  ui_test_settle ();
}

static void
set_week (Fixture *fixture, gboolean week)
{
  adw_toggle_group_set_active_name (find (fixture, ADW_TYPE_TOGGLE_GROUP, "span"), week ? "week" : "day");
  ui_test_settle ();
}

static void
test_days (Fixture *fixture, gconstpointer data)
{
  put (fixture, "1", fixture->noon, "booked", "P-1000", "Gagnon, Alice");
  put (fixture, "2", fixture->noon + G_TIME_SPAN_DAY, "booked", "P-1000", "Roy, Luc");
  put (fixture, "3", fixture->noon - 3 * G_TIME_SPAN_DAY, "booked", "P-1000", "Côté, Zoé");
  g_assert_cmpstr (dates (fixture), ==, "Wednesday 2026-11-18");
  g_assert_cmpuint (n_rows (fixture), ==, 1);
  g_assert_cmpstr (shown (fixture), ==, "list");
  ui_test_wait (ui_test_says (fixture->page, "Wednesday 2026-11-18 — 1 appointment"));
  act (fixture, "appointments.next");
  g_assert_cmpstr (dates (fixture), ==, "Thursday 2026-11-19");
  /* As many rows as the day before: the heading is the new day's. */
  ui_test_wait (ui_test_says (fixture->page, "Thursday 2026-11-19 — 1 appointment"));
  g_assert_true (ui_test_says (fixture->page, "Roy, Luc"));
  act (fixture, "appointments.next");
  g_assert_cmpstr (shown (fixture), ==, "empty");
  act (fixture, "appointments.today");
  act (fixture, "appointments.previous");
  g_assert_cmpstr (dates (fixture), ==, "Tuesday 2026-11-17");
  /* Monday to Sunday: the Sunday before is of the week before. */
  set_week (fixture, TRUE);
  g_assert_cmpstr (dates (fixture), ==, "2026-11-16 to 2026-11-22");
  g_assert_cmpuint (n_rows (fixture), ==, 2);
  ui_test_wait (ui_test_says (fixture->page, "Thursday 2026-11-19 — 1 appointment"));
  act (fixture, "appointments.previous");
  g_assert_cmpstr (dates (fixture), ==, "2026-11-09 to 2026-11-15");
  ui_test_wait (ui_test_says (fixture->page, "Sunday 2026-11-15 — 1 appointment"));
  set_week (fixture, FALSE);
  g_assert_cmpstr (dates (fixture), ==, "Tuesday 2026-11-10");
}

/* The days that have 23 and 25 hours begin at midnight too. */
static void
test_clock_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) sunday = g_date_time_new_utc (2026, 11, 1, 4, 30, 0);  /* 0:30, the day has 25 hours */
  g_autoptr (GDateTime) evening = g_date_time_new_utc (2026, 11, 2, 4, 30, 0); /* 23:30 of the same day */
  g_autoptr (GDateTime) chosen = g_date_time_new_local (2026, 11, 1, 0, 0, 0);

  put (fixture, "1", g_date_time_to_unix_usec (sunday), "booked", NULL, "Gagnon, Alice");
  put (fixture, "2", g_date_time_to_unix_usec (evening), "booked", NULL, "Gagnon, Alice");
  gtk_calendar_select_day (find (fixture, GTK_TYPE_CALENDAR, "calendar"), chosen);
  ui_test_settle ();
  g_assert_cmpstr (dates (fixture), ==, "Sunday 2026-11-01");
  g_assert_cmpuint (n_rows (fixture), ==, 2);
}

static void
test_row (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *status;
    gboolean vanished;
    const char *word;
  } cases[] = {
    { "booked", FALSE, "Booked" },
    { "arrived", FALSE, "Arrived" },
    { "cancelled", FALSE, "Cancelled" },
    { "cancelled", TRUE, "Cancelled" },
    { "booked", TRUE, "No longer in the EMR" },
    { "noshow", FALSE, "Did not come" },
    { "something-new", FALSE, "Status not known" },
    { NULL, FALSE, "Status not known" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OrchAppointmentFields fields = {
        .emr_id = "1", .status = cases[i].status, .vanished = cases[i].vanished, .start_us = fixture->noon
      };
      g_autoptr (OrchAppointment) appointment = orch_appointment_new (&fields);

      g_assert_cmpstr (orch_appointment_text_get_status (appointment), ==, cases[i].word);
      fake_schedule_put (fixture->schedule, &fields, "Gagnon, Alice", NULL, NULL);
      ui_test_wait (ui_test_says (fixture->page, cases[i].word));
    }
  g_assert_true (ui_test_says (fixture->page, "No service · No professional"));
  g_assert_true (ui_test_says (fixture->page, "12:00"));
  /* It follows the store: the same one, from a provider, without its patient. */
  put (fixture, "1", fixture->noon + 150 * G_TIME_SPAN_MINUTE, "booked", "P-1000", NULL);
  ui_test_wait (ui_test_says (fixture->page, "14:30"));
  g_assert_true (ui_test_says (fixture->page, "20 min"));
  g_assert_true (ui_test_says (fixture->page, "No patient"));
  g_assert_true (ui_test_says (fixture->page, "Rendez-vous santé Québec"));
  g_assert_true (ui_test_says (fixture->page, "Examen périodique · Dre Tremblay"));
  g_assert_cmpuint (n_rows (fixture), ==, 1);
}

static guint
count_widgets (GtkWidget *widget)
{
  guint n = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);
  return n;
}

static guint n_measured;

static void
measure_and_count (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  n_measured++;
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, NULL, NULL);
}

static void
allocate_child (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, -1, NULL);
}

static void
set_row (Fixture *fixture, gpointer row, guint position)
{
  g_autoptr (OrchStoreItem) item =
      g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (find (fixture, GTK_TYPE_LIST_VIEW, "view"))),
                             position);

  orch_appointment_row_set_item (row, NULL, item);
  ui_test_lay_out (fixture->window);
  ui_test_lay_out (row);
}

/* A list keeps two hundred rows: each is three widgets, and filled anew it is not measured anew unless it is higher or lower. */
static void
test_row_is_light (Fixture *fixture, gconstpointer data)
{
  static const char *const long_service =
      "Examen périodique de l’état général, counselling nutritionnel, suivi du diabète et "
      "vaccination des personnes qui voyagent bientôt";
  const OrchAppointmentFields longest = {
    .id = "4", .emr_id = "4", .status = "booked", .start_us = fixture->noon + 180
  };
  GtkWidget *window = gtk_window_new ();
  GtkWidget *parent = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *row = orch_appointment_row_new ();
  int height = 0;
  int higher = 0;
  guint before = 0;

  put_of (fixture, "1", fixture->noon, "booked", "P-1000", "Gagnon, Alice", "emr");
  put_of (fixture, "2", fixture->noon + 60, "booked", "P-1001", "Roy, Luc", "emr");
  put_of (fixture, "3", fixture->noon + 120, "noshow", "P-1001", "Côté, Zoé", "rvsq");
  fake_schedule_put (fixture->schedule, &longest, "Gagnon, Alice", long_service, NULL);
  ui_test_wait (n_rows (fixture) == 4);
  g_assert_cmpuint (count_widgets (ui_test_find (fixture->page, ORCH_TYPE_APPOINTMENT_ROW, NULL)), <=, 3);

  gtk_box_append (GTK_BOX (parent), row);
  gtk_widget_set_layout_manager (parent, gtk_custom_layout_new (NULL, measure_and_count, allocate_child));
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 200);
  gtk_window_set_child (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (gtk_widget_get_mapped (window));
  set_row (fixture, row, 0);
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 580, NULL, &height, NULL, NULL);
  before = n_measured;
  g_assert_cmpuint (before, >, 0);
  set_row (fixture, row, 1);
  g_assert_true (ui_test_says (window, "Roy, Luc"));
  set_row (fixture, row, 2);
  g_assert_true (ui_test_says (window, "Did not come"));
  g_assert_true (ui_test_says (window, "Rendez-vous santé Québec"));
  g_assert_cmpuint (n_measured, ==, before);
  set_row (fixture, row, 3);
  g_assert_cmpuint (n_measured, >, before);
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 580, NULL, &higher, NULL, NULL);
  g_assert_cmpint (higher, >, height);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A row that the list uses again shows nothing until its appointment is read, and is not measured for that: one jump uses two hundred. */
static void
test_row_waits (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *parent = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *row = orch_appointment_row_new ();
  g_autoptr (OrchStoreItem) coming = fake_store_item_new (77, NULL, NULL, NULL, NULL);
  const OrchAppointmentFields fields = { .emr_id = "7", .status = "booked", .start_us = fixture->noon };
  g_autoptr (OrchAppointment) appointment = orch_appointment_new (&fields);
  guint before = 0;

  put_of (fixture, "1", fixture->noon, "noshow", "P-1000", "Gagnon, Alice", "rvsq");
  gtk_box_append (GTK_BOX (parent), row);
  gtk_widget_set_layout_manager (parent, gtk_custom_layout_new (NULL, measure_and_count, allocate_child));
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 200);
  gtk_window_set_child (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (gtk_widget_get_mapped (window));
  set_row (fixture, row, 0);
  g_assert_true (ui_test_says (window, "Gagnon, Alice"));
  g_assert_true (ui_test_says (window, "Did not come"));
  before = n_measured;
  orch_appointment_row_set_item (ORCH_APPOINTMENT_ROW (row), NULL, coming);
  ui_test_lay_out (window);
  ui_test_lay_out (row);
  g_assert_false (ui_test_says (window, "Gagnon, Alice"));
  g_assert_false (ui_test_says (window, "Did not come"));
  g_assert_false (ui_test_says (window, "Rendez-vous santé Québec"));
  g_assert_cmpuint (n_measured, ==, before);
  fake_store_item_set_object (coming, appointment);
  g_assert_true (ui_test_says (window, "Booked"));
  g_assert_false (ui_test_says (window, "Gagnon, Alice"));
  /* The lock takes it away: the row keeps nothing of it. */
  fake_store_item_set_object (coming, NULL);
  g_assert_false (ui_test_says (window, "Booked"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What was measured once is known for every row of the same font, and for no other. */
static void
test_text_sizes (Fixture *fixture, gconstpointer data)
{
  GtkWidget *label = find (fixture, GTK_TYPE_DROP_DOWN, "professional");
  GtkWidget *larger = gtk_label_new (NULL);
  PangoFontDescription *font = NULL;
  const OrchTextShape shape = { "Examen périodique · Dre Tremblay", -1, -1, 3 };
  const OrchTextShape narrower = { shape.text, 40, -1, 3 };
  const OrchTextShape bold = { shape.text, -1, -1, 4 };
  const OrchTextShape longer = { "Examen périodique · Dre Tremblay-Roy", -1, -1, 3 };
  int width = 0;
  int height = 0;

  g_assert_false (orch_text_sizes_find (label, &shape, &width, &height));
  orch_text_sizes_keep (label, &shape, 210, 17);
  g_assert_true (orch_text_sizes_find (label, &shape, &width, &height));
  g_assert_cmpint (width, ==, 210);
  g_assert_cmpint (height, ==, 17);
  g_assert_true (orch_text_sizes_find (GTK_WIDGET (fixture->page), &shape, NULL, NULL));
  g_assert_false (orch_text_sizes_find (label, &narrower, &width, &height));
  g_assert_false (orch_text_sizes_find (label, &bold, &width, &height));
  g_assert_false (orch_text_sizes_find (label, &longer, &width, &height));
  g_object_ref_sink (larger);
  font = pango_font_description_copy (pango_context_get_font_description (gtk_widget_get_pango_context (larger)));
  pango_font_description_set_size (font, 40 * PANGO_SCALE);
  pango_context_set_font_description (gtk_widget_get_pango_context (larger), font);
  g_assert_false (orch_text_sizes_find (larger, &shape, &width, &height));
  pango_font_description_free (font);
  g_object_unref (larger);
}

static void
test_professional (Fixture *fixture, gconstpointer data)
{
  GtkDropDown *professional = find (fixture, GTK_TYPE_DROP_DOWN, "professional");

  put (fixture, "1", fixture->noon, "booked", "P-1000", "Gagnon, Alice");
  put (fixture, "2", fixture->noon, "booked", "P-1001", "Roy, Luc");
  ui_test_wait (g_list_model_get_n_items (gtk_drop_down_get_model (professional)) == 6);
  g_assert_cmpuint (n_rows (fixture), ==, 2);
  gtk_drop_down_set_selected (professional, 2);
  ui_test_settle ();
  g_assert_cmpuint (n_rows (fixture), ==, 1);
  ui_test_wait (ui_test_says (fixture->page, "Roy, Luc"));
  gtk_drop_down_set_selected (professional, 4);
  ui_test_settle ();
  g_assert_cmpstr (shown (fixture), ==, "empty");
  gtk_drop_down_set_selected (professional, 0);
  g_assert_cmpuint (n_rows (fixture), ==, 2);
}

/* The EMR, and the clinic's one provider: what a filter leaves out is said, and brought back by one press. */
static void
test_source (Fixture *fixture, gconstpointer data)
{
  GtkDropDown *by = find (fixture, GTK_TYPE_DROP_DOWN, "source");
  GListModel *lines = NULL;

  put_of (fixture, "1", fixture->noon, "booked", "P-1000", "Gagnon, Alice", "emr");
  put_of (fixture, "2", fixture->noon, "booked", "P-1001", "Roy, Luc", "rvsq");
  fake_sync_set_last (orch_engine_get_sync (fixture->engine), fixture->noon);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (by)));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (by)), ==, 3);
  gtk_drop_down_set_selected (by, 2);
  ui_test_settle ();
  g_assert_cmpuint (n_rows (fixture), ==, 1);
  ui_test_wait (ui_test_says (fixture->page, "Roy, Luc"));
  gtk_drop_down_set_selected (by, 1);
  ui_test_settle ();
  ui_test_wait (ui_test_says (fixture->page, "Gagnon, Alice"));
  g_assert_cmpuint (n_rows (fixture), ==, 1);
  act (fixture, "appointments.next");
  g_assert_true (ui_test_says (fixture->page, "No appointment of this choice that day"));
  act (fixture, "appointments.everything");
  g_assert_cmpuint (gtk_drop_down_get_selected (by), ==, 0);
  /* Read again, they are the same ones: no widget is made anew. */
  lines = gtk_drop_down_get_model (by);
  g_object_notify (G_OBJECT (fixture->engine), "clinic");
  g_assert_true (gtk_drop_down_get_model (by) == lines);
  g_assert_true (ui_test_says (fixture->page, "No appointment that day"));
}

static void
on_value (GtkAdjustment *place, guint *n_ends)
{
  *n_ends +=
      gtk_adjustment_get_value (place) >= gtk_adjustment_get_upper (place) - gtk_adjustment_get_page_size (place);
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer n_frames)
{
  return ++*(guint *) n_frames < 20;
}

/* Today shows from now on, without the end being gone to on the way: that makes two hundred widgets anew; whoever is late stays in sight. */
static void
test_now (Fixture *fixture, gconstpointer data)
{
  guint n_frames = 0;
  guint n_ends = 0;
  gulong watch = 0;
  GtkScrolledWindow *scroller = find (fixture, GTK_TYPE_SCROLLED_WINDOW, "scroller");
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (scroller);

  for (int i = -40; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("%d", i);
      g_autofree char *name = g_strdup_printf ("Roy, Luc %d", i);

      put (fixture, id, fixture->noon + i * 5 * G_TIME_SPAN_MINUTE, "booked", "P-1000", name);
    }
  watch = g_signal_connect (place, "value-changed", G_CALLBACK (on_value), &n_ends);
  act (fixture, "appointments.today");
  /* 37 of the 80 are over for more than a quarter of an hour. */
  ui_test_wait (gtk_adjustment_get_value (place) > gtk_adjustment_get_upper (place) * 35 / 80);
  ui_test_wait (ui_test_says (fixture->page, "Roy, Luc 0"));
  /* The list guesses how long it is until it has laid out what it shows. */
  ui_test_wait (gtk_adjustment_get_value (place) < gtk_adjustment_get_upper (place) * 40 / 80);
  gtk_widget_add_tick_callback (GTK_WIDGET (scroller), on_frame, &n_frames, NULL);
  ui_test_wait (n_frames == 20);
  g_signal_handler_disconnect (place, watch);
  g_assert_cmpuint (n_ends, ==, 0);
  put (fixture, "tomorrow", fixture->noon + G_TIME_SPAN_DAY, "booked", "P-1000", "Côté, Zoé");
  act (fixture, "appointments.next");
  ui_test_wait (gtk_adjustment_get_value (place) == 0);
}

/* Left open over night, the page shows the new day; a day that was chosen stays. */
static void
test_midnight (Fixture *fixture, gconstpointer data)
{
  OrchSync *sync = orch_engine_get_sync (fixture->engine);

  orch_clock_set_offset_us (NOON + 13 * G_TIME_SPAN_HOUR - g_get_real_time ());
  fake_sync_set_last (sync, fixture->noon);
  ui_test_settle ();
  g_assert_cmpstr (dates (fixture), ==, "Thursday 2026-11-19");
  act (fixture, "appointments.previous");
  orch_clock_set_offset_us (NOON + 37 * G_TIME_SPAN_HOUR - g_get_real_time ());
  fake_sync_set_last (sync, fixture->noon + 1);
  ui_test_settle ();
  g_assert_cmpstr (dates (fixture), ==, "Wednesday 2026-11-18");
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "no");
  g_autoptr (GError) offline = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "no");
  g_autoptr (GDateTime) later = g_date_time_new_local (2026, 12, 18, 0, 0, 0);
  OrchSync *sync = orch_engine_get_sync (fixture->engine);

  g_assert_cmpstr (shown (fixture), ==, "empty");
  g_assert_true (ui_test_says (fixture->page, "No appointment has arrived yet"));
  fake_sync_set_state (sync, FALSE, offline, ORCH_SYNC_RECENT, NULL);
  g_assert_true (ui_test_says (fixture->page, orch_error_text_sentence (ORCH_ERROR_OFFLINE)));
  fake_sync_set_state (sync, FALSE, NULL, ORCH_SYNC_RECENT, NULL);
  dex_future_disown (orch_sync_start (sync, ORCH_SYNC_RECENT));
  fake_sync_set_progress (sync, ORCH_SYNC_PHASE_APPOINTMENTS, 120, 0);
  g_assert_true (ui_test_says (fixture->page, "The appointments are arriving"));
  g_assert_true (ui_test_says (fixture->page, "Appointments from the EMR: 120 so far"));
  fake_sync_end (sync, NULL);
  fake_sync_set_last (sync, fixture->noon);
  act (fixture, "appointments.next");
  g_assert_true (ui_test_says (fixture->page, "No appointment that day"));
  g_assert_true (ui_test_says (fixture->page, "Last synchronised: 12:00."));
  /* What lies on the other side of the empty days. */
  put (fixture, "1", fixture->noon + 3 * G_TIME_SPAN_DAY, "booked", "P-1000", "Gagnon, Alice");
  act (fixture, "appointments.next-with");
  ui_test_wait (ui_test_says (fixture->page, "Gagnon, Alice"));
  g_assert_cmpstr (dates (fixture), ==, "Saturday 2026-11-21");
  gtk_calendar_select_day (find (fixture, GTK_TYPE_CALENDAR, "calendar"), later);
  ui_test_settle ();
  act (fixture, "appointments.next-with");
  g_assert_cmpstr (dates (fixture), ==, "Friday 2026-12-18");
  g_assert_true (ui_test_says (fixture->page, "No appointment that day"));
  /* A day that nobody asked the EMR about is not said to be empty. */
  fake_sync_set_last_full (sync, 0);
  set_week (fixture, TRUE);
  g_assert_true (ui_test_says (fixture->page, "That week was not asked of the EMR yet"));
  set_week (fixture, FALSE);
  act (fixture, "appointments.today");
  fake_schedule_fail (fixture->schedule, error);
  g_assert_cmpstr (shown (fixture), ==, "error");
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  GtkDropDown *professional = find (fixture, GTK_TYPE_DROP_DOWN, "professional");

  put (fixture, "1", fixture->noon, "booked", "P-1000", "Gagnon, Alice");
  ui_test_wait (ui_test_says (fixture->page, "Gagnon, Alice"));
  ui_test_wait (g_list_model_get_n_items (gtk_drop_down_get_model (professional)) == 6);
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  ui_test_settle ();
  g_assert_cmpuint (n_rows (fixture), ==, 0);
  g_assert_false (ui_test_says (fixture->window, "Gagnon"));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (professional)), ==, 1);
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  ui_test_wait (ui_test_says (fixture->page, "Gagnon, Alice"));
  /* Somebody whose role reads none. */
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_NONE);
  ui_test_settle ();
  g_assert_cmpuint (n_rows (fixture), ==, 0);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  int minimum = 0;

  put (fixture, "1", fixture->noon, "booked", "P-1000", "Bélanger-Archambault, Marie-Antoinette");
  ui_test_wait (ui_test_says (fixture->page, "Bélanger"));
  set_week (fixture, TRUE);
  gtk_widget_measure (fixture->page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/ui/appointments-page/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("days", test_days);
  ADD ("clock-change", test_clock_change);
  ADD ("row", test_row);
  ADD ("row-is-light", test_row_is_light);
  ADD ("row-waits", test_row_waits);
  ADD ("text-sizes", test_text_sizes);
  ADD ("professional", test_professional);
  ADD ("source", test_source);
  ADD ("now", test_now);
  ADD ("midnight", test_midnight);
  ADD ("empty", test_empty);
  ADD ("lock", test_lock);
  ADD ("narrow", test_narrow);
  return g_test_run ();
}
