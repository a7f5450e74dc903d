/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-import-step.h.
 */
#include "orch-import-step.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/orch-import-panel.h"
#include "orch-hand-entry.h"

struct _OrchImportStep
{
  OrchWizardPage parent_instance;

  /* template children */
  GtkLabel *title;
  OrchImportPanel *panel;
  OrchHandEntry *hand;
};

G_DEFINE_FINAL_TYPE (OrchImportStep, orch_import_step, ORCH_TYPE_WIZARD_PAGE)

static OrchImportKind
get_kind (OrchImportStep *self)
{
  return orch_wizard_page_get_step (ORCH_WIZARD_PAGE (self)) == ORCH_STEP_STAFF ? ORCH_IMPORT_STAFF
                                                                                : ORCH_IMPORT_SERVICES;
}

static void
update (OrchImportStep *self)
{
  gboolean standalone = orch_setup_is_standalone (orch_wizard_page_get_setup (ORCH_WIZARD_PAGE (self)));

  gtk_widget_set_visible (GTK_WIDGET (self->panel), !standalone);
  gtk_widget_set_visible (GTK_WIDGET (self->hand), standalone);
}

static void
on_import (OrchImportStep *self)
{
  orch_setup_start_import (orch_wizard_page_get_setup (ORCH_WIZARD_PAGE (self)), get_kind (self));
}

static void
on_accept (OrchImportStep *self)
{
  orch_setup_accept_conflicts (orch_wizard_page_get_setup (ORCH_WIZARD_PAGE (self)), get_kind (self));
}

static void
orch_import_step_bind (OrchWizardPage *page, OrchSetup *setup)
{
  OrchImportStep *self = ORCH_IMPORT_STEP (page);

  gtk_label_set_text (self->title, get_kind (self) == ORCH_IMPORT_STAFF ? _ ("Staff") : _ ("Services offered"));
  orch_import_panel_set_run (self->panel, orch_setup_get_run (setup, get_kind (self)));
  orch_import_panel_set_can_accept (self->panel, TRUE);
  orch_hand_entry_bind (self->hand, setup, get_kind (self));
  g_signal_connect_object (self->panel, "import", G_CALLBACK (on_import), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "accept", G_CALLBACK (on_accept), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "notify::connection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "notify::emr", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
orch_import_step_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_IMPORT_STEP);
  G_OBJECT_CLASS (orch_import_step_parent_class)->dispose (object);
}

static void
orch_import_step_class_init (OrchImportStepClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_import_step_dispose;
  ORCH_WIZARD_PAGE_CLASS (class)->bind = orch_import_step_bind;
  g_type_ensure (ORCH_TYPE_IMPORT_PANEL);
  g_type_ensure (ORCH_TYPE_HAND_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-import-step.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchImportStep, title);
  gtk_widget_class_bind_template_child (widget_class, OrchImportStep, panel);
  gtk_widget_class_bind_template_child (widget_class, OrchImportStep, hand);
}

static void
orch_import_step_init (OrchImportStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
