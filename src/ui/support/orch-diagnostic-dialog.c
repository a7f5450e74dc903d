/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-diagnostic-dialog.h.
 */
#include "orch-diagnostic-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "orch-diagnostic.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchDiagnosticDialog
{
  AdwDialog parent_instance;

  char *text; /* (owned) (nullable): what shows */

  /* template children */
  AdwToastOverlay *toasts;
  GtkTextView *diagnostic;
  GtkWidget *acts;
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (OrchDiagnosticDialog, orch_diagnostic_dialog, ADW_TYPE_DIALOG)

static DexFuture *
on_made (DexFuture *future, gpointer data)
{
  OrchDiagnosticDialog *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value == NULL || self->diagnostic == NULL)
    return NULL;
  g_set_str (&self->text, g_value_get_string (value));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->diagnostic), self->text, -1);
  gtk_widget_set_sensitive (self->acts, TRUE);
  gtk_widget_grab_focus (self->save);
  return NULL;
}

static void
on_saved (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchDiagnosticDialog) self = data;
  g_autoptr (GError) error = NULL;
  const gboolean saved = g_file_replace_contents_finish (G_FILE (object), result, NULL, &error);

  if (self->toasts == NULL)
    return;
  if (saved)
    orch_plain_tell (self->toasts, _ ("The diagnostic is saved."));
  else
    orch_plain_tell_error (self->toasts, error);
}

static void
on_chosen (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchDiagnosticDialog) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, NULL);

  if (file != NULL)
    orch_diagnostic_dialog_save (self, file);
}

static void
on_save (OrchDiagnosticDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_dialog_set_title (dialog, _ ("Save the Diagnostic"));
  gtk_file_dialog_set_initial_name (dialog, "orchestrateur-diagnostic.txt");
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen, g_object_ref (self));
}

static void
on_copy (OrchDiagnosticDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
  orch_plain_tell (self->toasts, _ ("Copied"));
}

static void
on_launched (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchDiagnosticDialog) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error) && self->toasts != NULL &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    orch_plain_tell (self->toasts, _ ("No program of this computer opens that: copy it instead."));
}

static void
on_mail (OrchDiagnosticDialog *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *uri = orch_diagnostic_dup_mail (self->text);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_launched,
                           g_object_ref (self));
}

static void
orch_diagnostic_dialog_dispose (GObject *object)
{
  OrchDiagnosticDialog *self = ORCH_DIAGNOSTIC_DIALOG (object);

  g_clear_pointer (&self->text, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_DIAGNOSTIC_DIALOG);
  G_OBJECT_CLASS (orch_diagnostic_dialog_parent_class)->dispose (object);
}

static void
orch_diagnostic_dialog_class_init (OrchDiagnosticDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_diagnostic_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/support/orch-diagnostic-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchDiagnosticDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, OrchDiagnosticDialog, diagnostic);
  gtk_widget_class_bind_template_child (widget_class, OrchDiagnosticDialog, acts);
  gtk_widget_class_bind_template_child (widget_class, OrchDiagnosticDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_mail);
}

static void
orch_diagnostic_dialog_init (OrchDiagnosticDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
orch_diagnostic_dialog_new (OrchEngine *engine, OrchError code)
{
  OrchDiagnosticDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_DIAGNOSTIC_DIALOG, NULL);
  dex_future_disown (
      dex_future_finally (orch_diagnostic_dup (engine, code), on_made, g_object_ref (self), g_object_unref));
  return ADW_DIALOG (self);
}

void
orch_diagnostic_dialog_save (OrchDiagnosticDialog *self, GFile *file)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (ORCH_IS_DIAGNOSTIC_DIALOG (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (self->text != NULL);

  bytes = g_bytes_new (self->text, strlen (self->text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_saved,
                                       g_object_ref (self));
}
