/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-patients-step.h.
 */
#include "orch-patients-step.h"

#include <glib/gi18n-lib.h>

#include "ui/orch-error-text.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-template.h"

struct _OrchPatientsStep
{
  OrchWizardPage parent_instance;

  int announced; /* OrchCreationState */

  /* template children */
  GtkPicture *illustration;
  GtkCheckButton *understood;
  GtkWidget *progress;
  GtkProgressBar *bar;
  GtkLabel *phase_label;
  GtkLabel *count_label;
  GtkWidget *notice;
  GtkImage *notice_icon;
  GtkLabel *notice_label;
  GtkWidget *retry;
};

G_DEFINE_FINAL_TYPE (OrchPatientsStep, orch_patients_step, ORCH_TYPE_WIZARD_PAGE)

static OrchCreation *
get_creation (OrchPatientsStep *self)
{
  return orch_setup_get_creation (orch_wizard_page_get_setup (ORCH_WIZARD_PAGE (self)));
}

static const char *
phase_text (OrchCreationPhase phase)
{
  switch (phase)
    {
    case ORCH_CREATION_PHASE_CLINIC:
      return _ ("Creating the clinic…");
    case ORCH_CREATION_PHASE_STAFF:
      return _ ("Sending the staff…");
    case ORCH_CREATION_PHASE_SERVICES:
      return _ ("Sending the services…");
    case ORCH_CREATION_PHASE_WORKSTATION:
    default:
      return _ ("Registering this workstation…");
    }
}

static void
set_notice (OrchPatientsStep *self, const char *kind, const char *icon, char *text)
{
  static const char *const kinds[] = { "success", "warning", "error" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_widget_remove_css_class (self->notice, kinds[i]);
  gtk_widget_set_visible (self->notice, kind != NULL);
  if (kind != NULL)
    {
      gtk_widget_add_css_class (self->notice, kind);
      gtk_image_set_from_icon_name (self->notice_icon, icon);
      gtk_label_set_text (self->notice_label, text);
    }
  g_free (text);
}

static void
update_counts (OrchPatientsStep *self)
{
  OrchCreation *creation = get_creation (self);
  guint done = orch_creation_get_done (creation), total = orch_creation_get_total (creation);
  /* translators: how many records are sent to the hub, and how many there are */
  g_autofree char *count = total > 0 ? g_strdup_printf (_ ("%'u of %'u"), done, total) : g_strdup ("");

  gtk_progress_bar_set_fraction (self->bar, total > 0 ? CLAMP ((double) done / total, 0, 1) : 0);
  gtk_label_set_text (self->count_label, count);
  gtk_label_set_text (self->phase_label, phase_text (orch_creation_get_phase (creation)));
}

static void
update_notice (OrchPatientsStep *self)
{
  OrchCreation *creation = get_creation (self);
  OrchCreationState state = orch_creation_get_state (creation);
  g_autofree char *why = NULL;
  int retry_in = 0;

  switch (state)
    {
    case ORCH_CREATION_WAITING:
      why = orch_error_text_dup (orch_creation_get_error (creation));
      g_object_get (creation, "retry-in", &retry_in, NULL);
      set_notice (
          self, "warning", "orch-offline-symbolic",
          /* translators: %s is what went wrong, in sentences; %d a number of seconds */
          g_strdup_printf (ngettext ("%s\nTrying again by itself in %'d second. You may leave: the creation goes on, "
                                     "and never makes a second clinic.",
                                     "%s\nTrying again by itself in %'d seconds. You may leave: the creation goes "
                                     "on, and never makes a second clinic.",
                                     (gulong) retry_in),
                           why, retry_in));
      orch_get_help_beside (self->notice_label, orch_creation_get_error (creation));
      break;
    case ORCH_CREATION_FAILED:
      why = orch_error_text_dup (orch_creation_get_error (creation));
      set_notice (
          self, "error", "dialog-error-symbolic",
          /* translators: %s is what went wrong and what to do, in sentences */
          g_strdup_printf (_ ("The clinic could not be created. %s\nNothing is lost: trying again never makes a "
                              "second clinic."),
                           why));
      orch_get_help_beside (self->notice_label, orch_creation_get_error (creation));
      break;
    case ORCH_CREATION_DONE:
      set_notice (self, "success", "object-select-symbolic", g_strdup (_ ("The clinic is created.")));
      break;
    case ORCH_CREATION_IDLE:
    case ORCH_CREATION_RUNNING:
    default:
      set_notice (self, NULL, NULL, NULL);
      break;
    }
}

static void
update (OrchPatientsStep *self)
{
  OrchSetup *setup = orch_wizard_page_get_setup (ORCH_WIZARD_PAGE (self));
  OrchCreationState state = orch_creation_get_state (get_creation (self));
  gboolean shown = state == ORCH_CREATION_RUNNING || state == ORCH_CREATION_WAITING;

  gtk_check_button_set_active (self->understood, orch_setup_get_patients_understood (setup));
  gtk_widget_set_visible (GTK_WIDGET (self->understood), state == ORCH_CREATION_IDLE || state == ORCH_CREATION_FAILED);
  gtk_picture_set_resource (self->illustration, state == ORCH_CREATION_DONE
                                                    ? "/ca/orchestrateur/Orchestrateur/illustrations/clinic-created.svg"
                                                    : "/ca/orchestrateur/Orchestrateur/illustrations/patients.svg");
  gtk_widget_set_visible (self->progress, shown);
  gtk_widget_set_visible (self->retry, state == ORCH_CREATION_WAITING || state == ORCH_CREATION_FAILED);
  update_counts (self);
  update_notice (self);

  if (self->announced != (int) state && self->announced >= 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    orch_announce (GTK_WIDGET (self), state == ORCH_CREATION_RUNNING ? gtk_label_get_text (self->phase_label)
                                                                     : gtk_label_get_text (self->notice_label));
  self->announced = (int) state;
}

static void
on_understood (OrchPatientsStep *self)
{
  orch_setup_set_patients_understood (orch_wizard_page_get_setup (ORCH_WIZARD_PAGE (self)),
                                      gtk_check_button_get_active (self->understood));
}

static void
on_retry (OrchPatientsStep *self)
{
  orch_setup_create_clinic (orch_wizard_page_get_setup (ORCH_WIZARD_PAGE (self)));
}

static void
orch_patients_step_bind (OrchWizardPage *page, OrchSetup *setup)
{
  OrchPatientsStep *self = ORCH_PATIENTS_STEP (page);
  OrchCreation *creation = orch_setup_get_creation (setup);

  self->announced = -1;
  update (self);
  g_signal_connect_object (self->understood, "toggled", G_CALLBACK (on_understood), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "notify::patients-understood", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (creation, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (creation, "notify::retry-in", G_CALLBACK (update_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (creation, "notify::done", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (creation, "notify::total", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (creation, "notify::phase", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
}

static void
orch_patients_step_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_PATIENTS_STEP);
  G_OBJECT_CLASS (orch_patients_step_parent_class)->dispose (object);
}

static void
orch_patients_step_class_init (OrchPatientsStepClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_patients_step_dispose;
  ORCH_WIZARD_PAGE_CLASS (class)->bind = orch_patients_step_bind;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-patients-step.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsStep, illustration);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsStep, understood);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsStep, progress);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsStep, bar);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsStep, phase_label);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsStep, count_label);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsStep, notice);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsStep, notice_icon);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsStep, notice_label);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsStep, retry);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
}

static void
orch_patients_step_init (OrchPatientsStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
}
