/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * People of a file in the main window of a clinic without an EMR, on a fake clinic: seen first, then added one by one, and what cannot be is named.
 */
#include "ui-test.h"

#include <glib/gstdio.h>

#include "core/orch-error.h"
#include "core/orch-staff-member.h"
#include "fake-clinic.h"
#include "ui/shell/orch-hand-adder.h"
#include "ui/wizard/orch-csv-dialog.h"

typedef struct
{
  OrchEngine *engine;
  GtkWidget *window;
  GtkWidget *page;
  GFile *file;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY,
                             .signed_in = TRUE,
                             .permission = ORCH_PERMISSION_ADMINISTRATOR };
  g_autoptr (GError) error = NULL;
  const int fd = g_file_open_tmp ("orch-staff-XXXXXX.csv", &fixture->path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  fixture->engine = fake_clinic_new (&scene);
  fake_clinic_be_standalone (fixture->engine);
  fixture->window = adw_window_new ();
  fixture->page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
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
  g_unlink (fixture->path);
  g_free (fixture->path);
  g_object_unref (fixture->file);
  g_object_add_weak_pointer (G_OBJECT (fixture->engine), (gpointer *) &fixture->engine);
  g_object_unref (fixture->engine);
  ui_test_wait (fixture->engine == NULL);
}

static gboolean
is_shown (Fixture *fixture, GType type)
{
  GtkWidget *widget = ui_test_find (fixture->window, type, NULL);

  return widget != NULL && gtk_widget_get_mapped (widget);
}

/* Returns: (transfer full): once the rows are on the screen */
static DexFuture *
begin (Fixture *fixture)
{
  DexFuture *added = orch_hand_adder_add_file (fixture->engine, ORCH_IMPORT_STAFF, fixture->page, fixture->file);

  ui_test_wait (is_shown (fixture, ORCH_TYPE_CSV_DIALOG));
  g_assert_null (fake_clinic_get_added (fixture->engine));
  return added;
}

static void
accept_rows (Fixture *fixture)
{
  g_signal_emit_by_name (ui_test_find (ui_test_find (fixture->window, ORCH_TYPE_CSV_DIALOG, NULL), GTK_TYPE_BUTTON,
                                       "accept"),
                         "clicked");
}

static void
test_added (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DexFuture) added = begin (fixture);

  accept_rows (fixture);
  ui_test_wait (!dex_future_is_pending (added));
  g_assert_cmpuint (g_value_get_uint (dex_future_get_value (added, NULL)), ==, 2);
  g_assert_cmpstr (orch_staff_member_get_fields (ORCH_STAFF_MEMBER (fake_clinic_get_added (fixture->engine)))->family,
                   ==, "Roy");
  ui_test_wait (!is_shown (fixture, ORCH_TYPE_CSV_DIALOG));
  g_assert_false (is_shown (fixture, ADW_TYPE_ALERT_DIALOG));
}

/* A double hinders no other, and is named with the reason. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error =
      g_error_new_literal (ORCH_ERROR, ORCH_ERROR_INVALID, "Somebody has this licence number already.");
  g_autoptr (DexFuture) added = begin (fixture);

  fake_clinic_set_answer (fixture->engine, error);
  accept_rows (fixture);
  ui_test_wait (!dex_future_is_pending (added));
  g_assert_cmpuint (g_value_get_uint (dex_future_get_value (added, NULL)), ==, 0);
  ui_test_wait (is_shown (fixture, ADW_TYPE_ALERT_DIALOG));
  g_assert_true (ui_test_says (fixture->window, "2 Rows Were Not Added"));
  g_assert_true (ui_test_says (fixture->window, "Luc Roy: Somebody has this licence number already."));
  g_assert_true (ui_test_says (fixture->window, "Alice Tremblay: Somebody has this licence number already."));
}

/* Without permission there is nothing to go on with. */
static void
test_stops (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Sign in again");
  g_autoptr (DexFuture) added = begin (fixture);

  fake_clinic_set_answer (fixture->engine, error);
  accept_rows (fixture);
  ui_test_wait (!dex_future_is_pending (added));
  ui_test_wait (is_shown (fixture, ADW_TYPE_ALERT_DIALOG));
  g_assert_true (ui_test_says (fixture->window, "2 Rows Were Not Added"));
  g_assert_true (ui_test_says (fixture->window, "And 1 other."));
}

static void
check_left (Fixture *fixture, DexFuture *added)
{
  g_autoptr (GError) error = NULL;

  ui_test_wait (!dex_future_is_pending (added));
  g_assert_null (dex_future_get_value (added, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);
  ui_test_wait (!is_shown (fixture, ORCH_TYPE_CSV_DIALOG));
  g_assert_null (fake_clinic_get_added (fixture->engine));
}

static void
test_left (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DexFuture) added = begin (fixture);

  adw_dialog_close (ui_test_find (fixture->window, ORCH_TYPE_CSV_DIALOG, NULL));
  check_left (fixture, added);
}

/* Names of people do not stay on the screen of a locked clinic, and nothing is added behind it. */
static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DexFuture) added = begin (fixture);

  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  check_left (fixture, added);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DexFuture) added = NULL;

  g_unlink (fixture->path);
  added = orch_hand_adder_add_file (fixture->engine, ORCH_IMPORT_STAFF, fixture->page, fixture->file);
  ui_test_wait (is_shown (fixture, ADW_TYPE_ALERT_DIALOG));
  g_assert_true (ui_test_says (fixture->window, "This file cannot be read."));
  check_left (fixture, added);
}

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/hand-file/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("added", test_added);
  ADD ("refused", test_refused);
  ADD ("stops", test_stops);
  ADD ("left", test_left);
  ADD ("locked", test_locked);
  ADD ("unreadable", test_unreadable);
#undef ADD
  return g_test_run ();
}
