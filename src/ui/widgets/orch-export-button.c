/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-export-button.h.
 */
#include "orch-export-button.h"

#include "orch-menu-names.h"
#include "ui/orch-ui.h"

struct _OrchExportButton
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (OrchExportButton, orch_export_button, ADW_TYPE_BIN)

static guint signal_export;

static const char *const actions[] = {
  [ORCH_EXPORT_CSV] = "export.csv",
  [ORCH_EXPORT_PDF] = "export.pdf",
  [ORCH_EXPORT_PRINT] = "export.print",
};

static void
on_export (GtkWidget *widget, const char *action, GVariant *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (action, actions[i]))
      g_signal_emit (widget, signal_export, 0, (int) i);
}

static void
orch_export_button_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_EXPORT_BUTTON);
  G_OBJECT_CLASS (orch_export_button_parent_class)->dispose (object);
}

static void
orch_export_button_class_init (OrchExportButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_export_button_dispose;
  signal_export = g_signal_new ("export", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/widgets/orch-export-button.ui");
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, on_export);
}

static void
orch_export_button_init (OrchExportButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_menu_names_give (GTK_WIDGET (self));
}
