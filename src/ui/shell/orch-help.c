/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-help.h.
 */
#include "orch-help.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/widgets/orch-alert.h"

typedef struct
{
  GtkWindow *parent; /* (nullable) (owned) */
  char *page;        /* (nullable) (owned) */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_object (&opening->parent);
  g_free (opening->page);
  g_free (opening);
}

/* A page id goes into a path: only what ids are made of. */
static gboolean
is_page_id (const char *page)
{
  return page[0] != '\0' && strspn (page, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (page);
}

static void
on_launched (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  g_autoptr (GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

static DexFuture *
launch (GtkWindow *parent, const char *uri)
{
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);
  DexPromise *promise = dex_promise_new ();

  gtk_uri_launcher_launch (launcher, parent, NULL, on_launched, dex_ref (promise));
  return DEX_FUTURE (promise);
}

static void
on_answer (GtkWidget *window, const char *response, AdwAlertDialog *dialog)
{
  GdkDisplay *display = gdk_display_get_default ();
  const char *path = g_object_get_data (G_OBJECT (dialog), "path");

  if (g_str_equal (response, "copy") && display != NULL)
    gdk_clipboard_set_text (gdk_display_get_clipboard (display), path);
}

/* The last resort: where the page is. Without a window there is nobody to tell. */
static void
show_path (GtkWindow *parent, const char *path)
{
  AdwDialog *dialog = NULL;
  GtkWidget *label = NULL;

  if (path == NULL)
    {
      dialog = adw_alert_dialog_new (_ ("The help is not installed"),
                                     _ ("Install the help pages of Orchestrateur with the rest of the program."));
      adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"), NULL);
      adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
      orch_alert_present (dialog, GTK_WIDGET (parent));
      return;
    }
  dialog = adw_alert_dialog_new (_ ("No program opens the help"),
                                 _ ("Neither a help viewer nor a browser was found. The page is this file:"));
  label = gtk_label_new (path);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (label, "monospace");
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), label);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"), "copy", _ ("C_opy the Path"), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "copy");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  g_object_set_data_full (G_OBJECT (dialog), "path", g_strdup (path), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), parent, G_CONNECT_SWAPPED);
  orch_alert_present (dialog, GTK_WIDGET (parent));
}

static DexFuture *
open_fiber (gpointer data)
{
  Opening *opening = data;
  g_autofree char *uri = g_strconcat ("help:orchestrateur", opening->page != NULL ? "/" : "", opening->page, NULL);
  g_autofree char *path = NULL;
  g_autofree char *file_uri = NULL;

  if (dex_await (launch (opening->parent, uri), NULL))
    return dex_future_new_true ();
  path = orch_help_dup_html_path (opening->page);
  file_uri = path != NULL ? g_filename_to_uri (path, NULL, NULL) : NULL;
  if (file_uri != NULL && dex_await (launch (opening->parent, file_uri), NULL))
    return dex_future_new_true ();
  if (opening->parent != NULL)
    show_path (opening->parent, path);
  return dex_future_new_false ();
}

char *
orch_help_dup_html_path (const char *page)
{
  const char *base = g_getenv ("ORCH_PKGDATADIR");
  const char *const *languages = g_get_language_names ();
  g_autofree char *name = NULL;

  if (page != NULL && !is_page_id (page))
    return NULL;
  name = g_strconcat (page != NULL ? page : "index", ".html", NULL);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      const gboolean english = g_str_has_prefix (languages[i], "en");
      g_autofree char *path =
          g_build_filename (base != NULL ? base : ORCH_PKGDATADIR, "help", english ? "C" : languages[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

DexFuture *
orch_help_open (GtkWindow *parent, const char *page)
{
  Opening *opening = NULL;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), dex_future_new_false ());

  opening = g_new0 (Opening, 1);
  opening->parent = parent != NULL ? g_object_ref (parent) : NULL;
  opening->page = page != NULL && is_page_id (page) ? g_strdup (page) : NULL;
  return dex_scheduler_spawn (NULL, 0, open_fiber, opening, opening_free);
}
