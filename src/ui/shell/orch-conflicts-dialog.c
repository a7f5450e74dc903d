/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The list is read once when the dialog opens; an import refreshes the page behind it. Main thread.
 */
#include "orch-conflicts-dialog.h"

#include "ui/orch-ui.h"
#include "ui/widgets/orch-conflict-export.h"
#include "ui/widgets/orch-conflict-row.h"
#include "ui/widgets/orch-export-button.h"

struct _OrchConflictsDialog
{
  AdwDialog parent_instance;

  GListModel *conflicts; /* (owned) (nullable): until read */

  OrchImportKind kind;

  /* template children */
  GtkListView *list;
  GtkWidget *export;
};

G_DEFINE_FINAL_TYPE (OrchConflictsDialog, orch_conflicts_dialog, ADW_TYPE_DIALOG)

static void
on_export (OrchConflictsDialog *self, int form)
{
  orch_conflict_export (GTK_WIDGET (self->list), self->conflicts, orch_conflict_list_title (self->kind),
                        (OrchExportForm) form);
}

static void
show_actions (OrchConflictsDialog *self)
{
  gtk_widget_set_sensitive (self->export, self->conflicts != NULL && g_list_model_get_n_items (self->conflicts) > 0);
}

static DexFuture *
on_read (DexFuture *future, gpointer data)
{
  OrchConflictsDialog *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL && self->list != NULL)
    {
      g_autoptr (GtkSelectionModel) model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_value_dup_object (value)));

      g_set_object (&self->conflicts, g_value_get_object (value));
      gtk_list_view_set_model (self->list, model);
      show_actions (self);
    }
  return NULL;
}

static void
orch_conflicts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_CONFLICTS_DIALOG);
  g_clear_object (&ORCH_CONFLICTS_DIALOG (object)->conflicts);
  G_OBJECT_CLASS (orch_conflicts_dialog_parent_class)->dispose (object);
}

static void
orch_conflicts_dialog_class_init (OrchConflictsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_conflicts_dialog_dispose;
  g_type_ensure (ORCH_TYPE_EXPORT_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-conflicts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchConflictsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, OrchConflictsDialog, export);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
}

static void
orch_conflicts_dialog_init (OrchConflictsDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = orch_conflict_row_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_factory (self->list, factory);
  show_actions (self);
}

AdwDialog *
orch_conflicts_dialog_new (OrchEngine *engine, OrchImportKind kind)
{
  OrchConflictsDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_CONFLICTS_DIALOG, NULL);
  self->kind = kind;
  dex_future_disown (
      dex_future_finally (orch_engine_list_conflicts (engine, kind), on_read, g_object_ref (self), g_object_unref));
  return ADW_DIALOG (self);
}
