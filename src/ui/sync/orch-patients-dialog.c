/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-patients-dialog.h. Read once; the reading is in the journal.
 */
#include "orch-patients-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-text.h"
#include "orch-patient-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-export-button.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchPatientsDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  GListStore *patients;
  GtkCustomFilter *filter;
  GtkFilterListModel *found;
  char *wanted; /* (nullable): folded */

  gboolean loaded;

  /* template children */
  GtkEditable *search;
  GtkLabel *count;
  GtkToggleButton *show_nam;
  GtkStack *stack;
  GtkListView *list;
  GtkWidget *export;
  AdwStatusPage *empty;
};

G_DEFINE_FINAL_TYPE (OrchPatientsDialog, orch_patients_dialog, ADW_TYPE_DIALOG)

static void
show_empty (OrchPatientsDialog *self, const char *icon, const char *title, const char *text)
{
  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  orch_plain_set_description (GTK_WIDGET (self->empty), text);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
show (OrchPatientsDialog *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  g_autofree char *text = NULL;

  if (!self->loaded)
    return;
  gtk_widget_set_sensitive (self->export, n > 0);
  /* translators: %u is how many patients are in the list */
  text = g_strdup_printf (ngettext ("%'u patient", "%'u patients", n), n);
  gtk_label_set_label (self->count, text);
  if (n > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->patients)) > 0)
    show_empty (self, "system-search-symbolic", _ ("Nothing found"), _ ("Try another word."));
  else
    show_empty (self, "orch-patients-symbolic", _ ("No patient has arrived yet"),
                _ ("They come from the EMR with the first synchronisation of their appointments."));
}

static void
on_setup (OrchPatientsDialog *self, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_add_css_class (row, "review-row");
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      if (i == 1)
        {
          gtk_widget_add_css_class (label, "caption");
          gtk_widget_add_css_class (label, "dimmed");
          gtk_widget_add_css_class (label, "numeric");
        }
      gtk_box_append (GTK_BOX (row), label);
    }
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (OrchPatientsDialog *self, GtkListItem *item)
{
  OrchPatient *patient = gtk_list_item_get_item (item);
  const OrchPatientFields *fields = orch_patient_get_fields (patient);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *detail = gtk_widget_get_next_sibling (name);
  g_autofree char *title = orch_patient_text_dup_name (patient);
  g_autofree char *nam = orch_patient_text_dup_nam (fields->nam, gtk_toggle_button_get_active (self->show_nam));
  g_autofree char *born = fields->birth_date != NULL
                              /* translators: %s is a birth date */
                              ? g_strdup_printf (_ ("Born %s"), fields->birth_date)
                              : g_strdup (_ ("No birth date"));
  g_autofree char *text = g_strjoin (" · ", born, nam[0] != '\0' ? nam : NULL, NULL);
  g_autofree char *spoken = g_strjoin (", ", title, text, NULL);

  gtk_label_set_label (GTK_LABEL (name), title);
  gtk_label_set_label (GTK_LABEL (detail), text);
  gtk_list_item_set_accessible_label (item, spoken);
}

static gboolean
is_found (gpointer patient, gpointer data)
{
  OrchPatientsDialog *self = data;
  g_autofree char *name = NULL;
  g_autofree char *all = NULL;
  g_autofree char *folded = NULL;

  if (self->wanted == NULL || self->wanted[0] == '\0')
    return TRUE;
  name = orch_patient_text_dup_name (patient);
  all = g_strjoin (" ", name, orch_patient_get_fields (patient)->birth_date, NULL);
  folded = orch_text_fold (all);
  return strstr (folded, self->wanted) != NULL;
}

/* Those that are shown, as they are shown: a number that is hidden on the screen is hidden on paper. */
static void
on_export (OrchPatientsDialog *self, int form)
{
  OrchExport *export = orch_export_new (_ ("Patients that arrived"), "patients");
  OrchTable *table = orch_table_new (NULL);
  const gboolean shown = gtk_toggle_button_get_active (self->show_nam);

  orch_table_add_column (table, _ ("Patient"), ORCH_TABLE_TEXT, 3);
  orch_table_add_column (table, _ ("Birth date"), ORCH_TABLE_TEXT, 2);
  orch_table_add_column (table, _ ("Health insurance number"), ORCH_TABLE_TEXT, 2);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->found)); i++)
    {
      g_autoptr (OrchPatient) patient = g_list_model_get_item (G_LIST_MODEL (self->found), i);
      const OrchPatientFields *fields = orch_patient_get_fields (patient);
      g_autofree char *name = orch_patient_text_dup_name (patient);
      g_autofree char *nam = orch_patient_text_dup_nam (fields->nam, shown);

      orch_table_add_row (table, (const char *const[]) { name, fields->birth_date, nam });
    }
  orch_export_add_table (export, table);
  dex_future_disown (orch_export_run (export, GTK_WIDGET (self->stack), self->engine, (OrchExportForm) form));
}

static void
on_search (OrchPatientsDialog *self)
{
  g_free (self->wanted);
  self->wanted = orch_text_fold (gtk_editable_get_text (self->search));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show (self);
}

/* Escape takes the words away, then the dialog. */
static void
on_stop_search (OrchPatientsDialog *self)
{
  if (gtk_editable_get_text (self->search)[0] != '\0')
    gtk_editable_set_text (self->search, "");
  else
    adw_dialog_close (ADW_DIALOG (self));
}

static void
on_show_nam (OrchPatientsDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = g_object_ref (gtk_list_view_get_factory (self->list));

  /* The rows are made anew: those of the same patients would stay as they are. */
  gtk_list_view_set_factory (self->list, NULL);
  gtk_list_view_set_factory (self->list, factory);
}

static DexFuture *
load_fiber (gpointer data)
{
  OrchPatientsDialog *self = data;
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autoptr (GListModel) list = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  if (sync != NULL)
    list = dex_await_object (orch_sync_list_patients (sync), &error);
  if (self->engine == NULL || orch_session_is_locked (orch_engine_get_session (self->engine)))
    return dex_future_new_true ();
  if (list == NULL)
    {
      show_empty (self, "dialog-warning-symbolic", _ ("The list cannot be read"),
                  orch_error_text_remedy (orch_error_code_of (error)));
      orch_get_help_beside (self->empty, error);
      return dex_future_new_true ();
    }
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (all, g_list_model_get_item (list, i));
  g_list_store_splice (self->patients, 0, 0, all->pdata, all->len);
  self->loaded = TRUE;
  show (self);
  return dex_future_new_true ();
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchPatientsDialog *self)
{
  if (orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_APPOINTMENTS))
    return;
  g_list_store_remove_all (self->patients);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
orch_patients_dialog_dispose (GObject *object)
{
  OrchPatientsDialog *self = ORCH_PATIENTS_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_PATIENTS_DIALOG);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->patients);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (orch_patients_dialog_parent_class)->dispose (object);
}

static void
orch_patients_dialog_class_init (OrchPatientsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_patients_dialog_dispose;
  g_type_ensure (ORCH_TYPE_EXPORT_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/sync/orch-patients-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsDialog, search);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsDialog, count);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsDialog, show_nam);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsDialog, empty);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsDialog, export);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_show_nam);
}

static void
orch_patients_dialog_init (OrchPatientsDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->patients = g_list_store_new (ORCH_TYPE_PATIENT);
  self->filter = gtk_custom_filter_new (is_found, self, NULL);
  self->found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->patients)),
                                           GTK_FILTER (g_object_ref (self->filter)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->found))));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
}

AdwDialog *
orch_patients_dialog_new (OrchEngine *engine)
{
  OrchPatientsDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_PATIENTS_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref));
  return ADW_DIALOG (self);
}
