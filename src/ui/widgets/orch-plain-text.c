/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-plain-text.h.
 */
#include "orch-plain-text.h"

#include <glib/gi18n.h>

#include "orch-get-help.h"
#include "ui/orch-error-text.h"

/* What asks for a decision stays longer than what only tells. */
#define ERROR_S 12

typedef struct
{
  AdwToastOverlay *toasts; /* (owned) */
  char *done;              /* (owned) (nullable) */
} Told;

static void
told_free (gpointer data)
{
  Told *told = data;

  g_object_unref (told->toasts);
  g_free (told->done);
  g_free (told);
}

static DexFuture *
on_settled (DexFuture *future, gpointer data)
{
  Told *told = data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    orch_plain_tell_error (told->toasts, error);
  else if (told->done != NULL)
    orch_plain_tell (told->toasts, told->done);
  return NULL;
}

AdwToast *
orch_plain_toast (const char *text)
{
  AdwToast *toast = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  toast = adw_toast_new ("");
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, text);
  return toast;
}

void
orch_plain_tell (AdwToastOverlay *toasts, const char *text)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));

  adw_toast_overlay_add_toast (toasts, orch_plain_toast (text));
}

void
orch_plain_tell_error (AdwToastOverlay *toasts, const GError *error)
{
  g_autofree char *why = orch_error_text_dup (error);
  AdwToast *toast = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));

  toast = orch_plain_toast (why);
  adw_toast_set_button_label (toast, _ ("Get _Help"));
  adw_toast_set_action_target (toast, "s", orch_get_help_action_target (error));
  adw_toast_set_action_name (toast, "app.get-help");
  adw_toast_set_timeout (toast, ERROR_S);
  adw_toast_overlay_add_toast (toasts, toast);
}

void
orch_plain_tell_outcome (AdwToastOverlay *toasts, DexFuture *future, const char *done)
{
  Told *told = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));

  told = g_new0 (Told, 1);
  told->toasts = g_object_ref (toasts);
  told->done = g_strdup (done);
  dex_future_disown (dex_future_finally (future, on_settled, told, told_free));
}

void
orch_plain_set_title (AdwPreferencesRow *row, const char *text)
{
  g_return_if_fail (ADW_IS_PREFERENCES_ROW (row));

  adw_preferences_row_set_use_markup (row, FALSE);
  adw_preferences_row_set_title (row, text);
}

void
orch_plain_set_subtitle (AdwActionRow *row, const char *text)
{
  g_return_if_fail (ADW_IS_ACTION_ROW (row));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
}

void
orch_plain_set_banner (AdwBanner *banner, const char *text)
{
  g_return_if_fail (ADW_IS_BANNER (banner));

  adw_banner_set_use_markup (banner, FALSE);
  adw_banner_set_title (banner, text);
}

void
orch_plain_set_description (GtkWidget *widget, const char *text)
{
  /* These two know nothing but markup. */
  g_autofree char *escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  if (ADW_IS_STATUS_PAGE (widget))
    adw_status_page_set_description (ADW_STATUS_PAGE (widget), escaped);
  else if (ADW_IS_PREFERENCES_GROUP (widget))
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (widget), escaped);
  else
    g_return_if_reached ();
}

static void
wrap_heading (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "heading"))
    {
      gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_NONE);
      gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
    }
  else if (!GTK_IS_LIST_BOX (widget))
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      wrap_heading (child);
}

static void
on_visible_page (AdwNavigationView *view)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (view);

  if (page != NULL)
    orch_plain_wrap_titles (GTK_WIDGET (page));
}

void
orch_plain_wrap_titles (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (ADW_IS_PREFERENCES_GROUP (root))
    {
      wrap_heading (root);
      return;
    }
  /* What a dialog shows is not below it yet, nor is a page before it is shown. */
  if (ADW_IS_DIALOG (root) && adw_dialog_get_child (ADW_DIALOG (root)) != NULL)
    root = adw_dialog_get_child (ADW_DIALOG (root));
  if (ADW_IS_NAVIGATION_VIEW (root))
    g_signal_connect (root, "notify::visible-page", G_CALLBACK (on_visible_page), NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    orch_plain_wrap_titles (child);
}
