/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-shortcuts-dialog.h.
 */
#include "orch-shortcuts-dialog.h"

#include "ui/orch-ui.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchShortcutsDialog
{
  AdwDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (OrchShortcutsDialog, orch_shortcuts_dialog, ADW_TYPE_DIALOG)

/* The keys as the language of the program names them. */
static char *
dup_keys (gpointer label, const char *accelerator)
{
  GdkModifierType modifiers = 0;
  guint key = 0;

  if (!gtk_accelerator_parse (accelerator, &key, &modifiers))
    return g_strdup (accelerator);
  return gtk_accelerator_get_label (key, modifiers);
}

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
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-shortcuts-dialog.ui");
  gtk_widget_class_bind_template_callback (widget_class, dup_keys);
}

/* In large letters beside its keys, a title is given the lines it needs. */
static void
wrap_rows (GtkWidget *widget)
{
  if (ADW_IS_ACTION_ROW (widget))
    adw_action_row_set_title_lines (ADW_ACTION_ROW (widget), 0);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wrap_rows (child);
}

static void
orch_shortcuts_dialog_init (OrchShortcutsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
  wrap_rows (adw_dialog_get_child (ADW_DIALOG (self)));
}

AdwDialog *
orch_shortcuts_dialog_new (void)
{
  return g_object_new (ORCH_TYPE_SHORTCUTS_DIALOG, NULL);
}
