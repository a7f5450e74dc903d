/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Foreign words are shown as they are, whatever widget says them.
 */
#include "ui-test.h"

#include "core/orch-error.h"
#include "ui/widgets/orch-plain-text.h"

#define WORDS "Urgence & <b>chirurgie</b> &amp; <a href='x'>suite"

static void
test_rows (void)
{
  GtkWidget *row = g_object_ref_sink (adw_action_row_new ());

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), WORDS);
  g_assert_true (ui_test_says (row, WORDS));
  orch_plain_set_title (ADW_PREFERENCES_ROW (row), "");
  orch_plain_set_subtitle (ADW_ACTION_ROW (row), WORDS);
  g_assert_true (ui_test_says (row, WORDS));
  orch_plain_set_subtitle (ADW_ACTION_ROW (row), NULL);
  g_assert_false (ui_test_says (row, WORDS));
  g_assert_finalize_object (row);
}

static void
test_descriptions (void)
{
  const GType types[] = { ADW_TYPE_STATUS_PAGE, ADW_TYPE_PREFERENCES_GROUP };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *widget = g_object_ref_sink (g_object_new (types[i], NULL));

      orch_plain_set_description (widget, WORDS);
      g_assert_true (ui_test_says (widget, WORDS));
      orch_plain_set_description (widget, NULL);
      g_assert_false (ui_test_says (widget, WORDS));
      g_assert_finalize_object (widget);
    }
}

static void
test_banner (void)
{
  AdwBanner *banner = g_object_ref_sink (ADW_BANNER (adw_banner_new ("")));

  orch_plain_set_banner (banner, WORDS);
  adw_banner_set_revealed (banner, TRUE);
  g_assert_true (ui_test_says (banner, WORDS));
  g_assert_finalize_object (banner);
}

/* In a window: a toast is a widget only while it is shown. */
static void
test_toasts (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *toasts = adw_toast_overlay_new ();

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), gtk_label_new ("below"));
  gtk_window_set_child (GTK_WINDOW (window), toasts);
  gtk_window_present (GTK_WINDOW (window));
  orch_plain_tell (ADW_TOAST_OVERLAY (toasts), WORDS);
  ui_test_wait (ui_test_says (toasts, WORDS));
  adw_toast_overlay_dismiss_all (ADW_TOAST_OVERLAY (toasts));
  ui_test_wait (!ui_test_says (toasts, WORDS));

  /* What a server refused in its own words. */
  orch_plain_tell_outcome (ADW_TOAST_OVERLAY (toasts),
                           dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "403: %s", WORDS), "Done");
  ui_test_wait (ui_test_says (toasts, WORDS));
  g_assert_false (ui_test_says (toasts, "Done"));
  adw_toast_overlay_dismiss_all (ADW_TOAST_OVERLAY (toasts));
  ui_test_wait (!ui_test_says (toasts, WORDS));

  orch_plain_tell_outcome (ADW_TOAST_OVERLAY (toasts), dex_future_new_true (), "Done & done");
  ui_test_wait (ui_test_says (toasts, "Done & done"));
  adw_toast_overlay_dismiss_all (ADW_TOAST_OVERLAY (toasts));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/plain-text/rows", test_rows);
  g_test_add_func ("/plain-text/descriptions", test_descriptions);
  g_test_add_func ("/plain-text/banner", test_banner);
  g_test_add_func ("/plain-text/toasts", test_toasts);
  return g_test_run ();
}
