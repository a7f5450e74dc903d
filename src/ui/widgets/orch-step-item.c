/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-step-item.h.
 */
#include "orch-step-item.h"

#include <glib/gi18n-lib.h>
#include "orch-template.h"

struct _OrchStepItem
{
  GtkWidget parent_instance;

  guint position; /* from 1 */
  guint of;
  OrchStepState state;

  /* template children */
  GtkWidget *before;
  GtkWidget *after;
  GtkStack *bubble;
  GtkLabel *number;
  GtkLabel *name;
};

G_DEFINE_FINAL_TYPE (OrchStepItem, orch_step_item, GTK_TYPE_WIDGET)

static void
update_state (OrchStepItem *self)
{
  static const char *const classes[] = { "to-come", "current", "done" };
  const char *name = gtk_label_get_text (self->name);
  g_autofree char *label = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self), classes[self->state]);
  gtk_stack_set_visible_child_name (self->bubble, self->state == ORCH_STEP_DONE ? "check" : "number");

  switch (self->state)
    {
    case ORCH_STEP_DONE:
      /* translators: spoken by a screen reader: the step's number, how many there are, the step's name */
      label = g_strdup_printf (_ ("Step %u of %u: %s, done"), self->position, self->of, name);
      break;
    case ORCH_STEP_CURRENT:
      /* translators: spoken by a screen reader: the step's number, how many there are, the step's name */
      label = g_strdup_printf (_ ("Step %u of %u: %s, current step"), self->position, self->of, name);
      break;
    case ORCH_STEP_TO_COME:
    default:
      /* translators: spoken by a screen reader: the step's number, how many there are, the step's name */
      label = g_strdup_printf (_ ("Step %u of %u: %s, to come"), self->position, self->of, name);
      break;
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
orch_step_item_dispose (GObject *object)
{
  orch_template_dispose (GTK_WIDGET (object), ORCH_TYPE_STEP_ITEM);
  G_OBJECT_CLASS (orch_step_item_parent_class)->dispose (object);
}

static void
orch_step_item_class_init (OrchStepItemClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_step_item_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/widgets/orch-step-item.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchStepItem, before);
  gtk_widget_class_bind_template_child (widget_class, OrchStepItem, after);
  gtk_widget_class_bind_template_child (widget_class, OrchStepItem, bubble);
  gtk_widget_class_bind_template_child (widget_class, OrchStepItem, number);
  gtk_widget_class_bind_template_child (widget_class, OrchStepItem, name);
  gtk_widget_class_set_css_name (widget_class, "step");
}

static void
orch_step_item_init (OrchStepItem *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
orch_step_item_new (guint number, guint of, const char *name)
{
  OrchStepItem *self = g_object_new (ORCH_TYPE_STEP_ITEM, NULL);
  g_autofree char *digits = g_strdup_printf ("%u", number);

  self->position = number;
  self->of = of;
  gtk_label_set_text (self->number, digits);
  gtk_label_set_text (self->name, name);
  // The line stops at the first and the last bubble but keeps its room, so that bubbles stay in the middle.
  gtk_widget_set_opacity (self->before, number == 1 ? 0 : 1);
  gtk_widget_set_opacity (self->after, number == of ? 0 : 1);
  update_state (self);
  return GTK_WIDGET (self);
}

OrchStepState
orch_step_item_get_state (OrchStepItem *self)
{
  g_return_val_if_fail (ORCH_IS_STEP_ITEM (self), ORCH_STEP_TO_COME);
  return self->state;
}

void
orch_step_item_set_state (OrchStepItem *self, OrchStepState state)
{
  g_return_if_fail (ORCH_IS_STEP_ITEM (self));

  if (self->state == state)
    return;
  self->state = state;
  update_state (self);
}
