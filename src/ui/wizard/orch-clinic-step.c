/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-clinic-step.h.
 */
#include "orch-clinic-step.h"

#include "ui/widgets/orch-clinic-form.h"

struct _OrchClinicStep
{
  OrchWizardPage parent_instance;

  /* template children */
  OrchClinicForm *form;
};

G_DEFINE_FINAL_TYPE (OrchClinicStep, orch_clinic_step, ORCH_TYPE_WIZARD_PAGE)

static void
on_edited (OrchClinicStep *self)
{
  orch_setup_set_clinic (orch_wizard_page_get_setup (ORCH_WIZARD_PAGE (self)),
                         orch_clinic_form_get_clinic (self->form));
}

static void
on_clinic (OrchClinicStep *self, GParamSpec *pspec, OrchSetup *setup)
{
  orch_clinic_form_set_clinic (self->form, orch_setup_get_clinic (setup));
}

static void
orch_clinic_step_bind (OrchWizardPage *page, OrchSetup *setup)
{
  OrchClinicStep *self = ORCH_CLINIC_STEP (page);

  orch_clinic_form_set_clinic (self->form, orch_setup_get_clinic (setup));
  g_signal_connect_object (setup, "notify::clinic", G_CALLBACK (on_clinic), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "edited", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
}

static void
orch_clinic_step_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_CLINIC_STEP);
  G_OBJECT_CLASS (orch_clinic_step_parent_class)->dispose (object);
}

static void
orch_clinic_step_class_init (OrchClinicStepClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_clinic_step_dispose;
  ORCH_WIZARD_PAGE_CLASS (class)->bind = orch_clinic_step_bind;

  g_type_ensure (ORCH_TYPE_CLINIC_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-clinic-step.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchClinicStep, form);
}

static void
orch_clinic_step_init (OrchClinicStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
