/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-problem.h.
 */
#include "orch-support-problem.h"

#include <glib/gi18n.h>

#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchSupportProblem
{
  AdwPreferencesGroup parent_instance;

  /* template children */
  AdwActionRow *what;
  AdwActionRow *read;
  AdwActionRow *diagnostic;
};

G_DEFINE_FINAL_TYPE (OrchSupportProblem, orch_support_problem, ADW_TYPE_PREFERENCES_GROUP)

static void
orch_support_problem_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_SUPPORT_PROBLEM);
  G_OBJECT_CLASS (orch_support_problem_parent_class)->dispose (object);
}

static void
orch_support_problem_class_init (OrchSupportProblemClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_support_problem_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/support/orch-support-problem.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSupportProblem, what);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportProblem, read);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportProblem, diagnostic);
}

static void
orch_support_problem_init (OrchSupportProblem *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
}

GtkWidget *
orch_support_problem_new (OrchError code, const char *page)
{
  OrchSupportProblem *self = g_object_new (ORCH_TYPE_SUPPORT_PROBLEM, NULL);

  orch_plain_set_title (ADW_PREFERENCES_ROW (self->what), orch_error_text_sentence (code));
  orch_plain_set_subtitle (self->what, orch_error_text_remedy (code));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->read), "s",
                                    page != NULL ? page : orch_error_get_branch (code));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->read), "app.help-page");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->diagnostic), "s", orch_error_get_nick (code));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->diagnostic), "app.diagnostic");
  return GTK_WIDGET (self);
}
