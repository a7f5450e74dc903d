/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-csv-dialog.h. Bad rows come first: they are what the person has to see.
 */
#include "orch-csv-dialog.h"

#include <glib/gi18n-lib.h>

#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "ui/orch-error-text.h"

struct _OrchCsvDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchCsvImport *import;

  guint n_bad;

  /* template children */
  GtkLabel *summary;
  GtkListView *list;
  GtkButton *accept;
};

enum
{
  SIGNAL_ACCEPTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchCsvDialog, orch_csv_dialog, ADW_TYPE_DIALOG)

static void
on_accept (OrchCsvDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0, orch_csv_import_get_good (self->import));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_cancel (OrchCsvDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_setup (OrchCsvDialog *self, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (row),
                  g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (row), g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "wrap-mode",
                                               PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, NULL));
  gtk_list_item_set_child (item, row);
}

static void
on_bind (OrchCsvDialog *self, GtkListItem *item)
{
  guint position = gtk_list_item_get_position (item);
  GtkWidget *image = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));
  gboolean bad = position < self->n_bad;

  gtk_image_set_from_icon_name (GTK_IMAGE (image), bad ? "orch-conflict-symbolic" : "object-select-symbolic");
  gtk_widget_remove_css_class (image, bad ? "success" : "warning");
  gtk_widget_add_css_class (image, bad ? "warning" : "success");
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (image)), text);
  gtk_list_item_set_accessible_label (item, text);
}

static void
orch_csv_dialog_dispose (GObject *object)
{
  OrchCsvDialog *self = ORCH_CSV_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_CSV_DIALOG);
  g_clear_object (&self->import);

  G_OBJECT_CLASS (orch_csv_dialog_parent_class)->dispose (object);
}

static void
orch_csv_dialog_class_init (OrchCsvDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_csv_dialog_dispose;
  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-csv-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchCsvDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, OrchCsvDialog, list);
  gtk_widget_class_bind_template_child (widget_class, OrchCsvDialog, accept);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
orch_csv_dialog_init (OrchCsvDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

OrchCsvDialog *
orch_csv_dialog_new (OrchCsvImport *import, OrchImportKind kind)
{
  g_return_val_if_fail (ORCH_IS_CSV_IMPORT (import), NULL);

  OrchCsvDialog *self = g_object_new (ORCH_TYPE_CSV_DIALOG, NULL);
  GPtrArray *good = orch_csv_import_get_good (import);
  const OrchCsvBadRow *bad = orch_csv_import_get_bad (import, &self->n_bad);
  g_autoptr (GtkStringList) rows = gtk_string_list_new (NULL);

  self->import = g_object_ref (import);
  for (guint i = 0; i < self->n_bad; i++)
    {
      g_autofree char *text =
          /* translators: the number of a line in a file, what is wrong with it, and the text found there */
          g_strdup_printf (_ ("Line %u: %s (“%s”)"), bad[i].line, orch_error_text_csv_fault (bad[i].fault),
                           bad[i].text != NULL ? bad[i].text : "");
      gtk_string_list_append (rows, text);
    }
  for (guint i = 0; i < good->len; i++)
    {
      gpointer object = g_ptr_array_index (good, i);
      gtk_string_list_append (rows, kind == ORCH_IMPORT_STAFF ? orch_staff_member_get_display_name (object)
                                                              : orch_service_get_display_name (object));
    }

  g_autofree char *n_good =
      /* translators: how many rows of a file can be added */
      g_strdup_printf (ngettext ("%'u row can be added", "%'u rows can be added", good->len), good->len);
  g_autofree char *n_bad =
      self->n_bad == 0
          ? g_strdup (_ ("none is left out"))
          /* translators: how many rows of a file are wrong */
          : g_strdup_printf (ngettext ("%'u is left out: correct it in the file and import it again",
                                       "%'u are left out: correct them in the file and import it again", self->n_bad),
                             self->n_bad);
  /* translators: "12 rows can be added" and "2 are left out…" */
  g_autofree char *summary = g_strdup_printf (_ ("%s; %s."), n_good, n_bad);
  gtk_label_set_text (self->summary, summary);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), good->len > 0);

  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (rows)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  return self;
}
