/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The list is read once when the dialog opens; an import refreshes the page behind it. Main thread.
 */
#include "orch-conflicts-dialog.h"

#include "core/orch-conflict.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"

struct _OrchConflictsDialog
{
  AdwDialog parent_instance;

  GtkListView *list; /* template child */
};

G_DEFINE_FINAL_TYPE (OrchConflictsDialog, orch_conflicts_dialog, ADW_TYPE_DIALOG)

static char *
dup_record (gpointer item, OrchConflict *conflict)
{
  const char *id = conflict != NULL ? orch_conflict_get_record_id (conflict) : NULL;

  if (conflict == NULL)
    return g_strdup ("");
  if (id == NULL || g_str_equal (id, orch_conflict_get_record_name (conflict)))
    return g_strdup (orch_conflict_get_record_name (conflict));
  return g_strdup_printf ("%s — %s", orch_conflict_get_record_name (conflict), id);
}

static char *
dup_problem (gpointer item, OrchConflict *conflict)
{
  return conflict != NULL ? orch_error_text_dup_conflict (conflict, FALSE) : g_strdup ("");
}

static char *
dup_remedy (gpointer item, OrchConflict *conflict)
{
  return conflict != NULL ? orch_error_text_dup_conflict (conflict, TRUE) : g_strdup ("");
}

static char *
dup_spoken (gpointer item, OrchConflict *conflict)
{
  g_autofree char *record = dup_record (item, conflict);
  g_autofree char *problem = dup_problem (item, conflict);
  g_autofree char *remedy = dup_remedy (item, conflict);

  return g_strdup_printf ("%s. %s %s", record, problem, remedy);
}

static DexFuture *
on_read (DexFuture *future, gpointer data)
{
  OrchConflictsDialog *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL && self->list != NULL)
    {
      g_autoptr (GtkSelectionModel) model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_value_dup_object (value)));

      gtk_list_view_set_model (self->list, model);
    }
  return NULL;
}

static void
orch_conflicts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_CONFLICTS_DIALOG);
  G_OBJECT_CLASS (orch_conflicts_dialog_parent_class)->dispose (object);
}

static void
orch_conflicts_dialog_class_init (OrchConflictsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_conflicts_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-conflicts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchConflictsDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, dup_record);
  gtk_widget_class_bind_template_callback (widget_class, dup_problem);
  gtk_widget_class_bind_template_callback (widget_class, dup_remedy);
  gtk_widget_class_bind_template_callback (widget_class, dup_spoken);
}

static void
orch_conflicts_dialog_init (OrchConflictsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
orch_conflicts_dialog_new (OrchEngine *engine, OrchImportKind kind)
{
  OrchConflictsDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_CONFLICTS_DIALOG, NULL);
  dex_future_disown (
      dex_future_finally (orch_engine_list_conflicts (engine, kind), on_read, g_object_ref (self), g_object_unref));
  return ADW_DIALOG (self);
}
