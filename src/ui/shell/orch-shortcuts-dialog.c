/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-shortcuts-dialog.h.
 */
#include "orch-shortcuts-dialog.h"

#include "orch-shortcut-row.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchShortcutsDialog
{
  AdwDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (OrchShortcutsDialog, orch_shortcuts_dialog, ADW_TYPE_DIALOG)

static void
orch_shortcuts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_SHORTCUTS_DIALOG);
  G_OBJECT_CLASS (orch_shortcuts_dialog_parent_class)->dispose (object);
}

static void
orch_shortcuts_dialog_class_init (OrchShortcutsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_shortcuts_dialog_dispose;
  g_type_ensure (ORCH_TYPE_SHORTCUT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-shortcuts-dialog.ui");
}

static void
orch_shortcuts_dialog_init (OrchShortcutsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
}

AdwDialog *
orch_shortcuts_dialog_new (void)
{
  return g_object_new (ORCH_TYPE_SHORTCUTS_DIALOG, NULL);
}
