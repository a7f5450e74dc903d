/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-step-indicator.h.
 */
#include "orch-step-indicator.h"

#include <glib/gi18n-lib.h>
#include "orch-template.h"

struct _OrchStepIndicator
{
  GtkWidget parent_instance;

  /* owned */
  char **names;
  GPtrArray *items; /* (element-type OrchStepItem): borrowed from the box */

  guint n_steps;
  guint current;
  guint n_done;
  gboolean compact;

  /* template children */
  GtkStack *forms;
  GtkBox *steps;
  GtkBox *segments;
  GtkLabel *summary;
};

enum
{
  PROP_COMPACT = 1,
};

static GParamSpec *properties[PROP_COMPACT + 1];

G_DEFINE_FINAL_TYPE (OrchStepIndicator, orch_step_indicator, GTK_TYPE_WIDGET)

static OrchStepState
state_of (OrchStepIndicator *self, guint step)
{
  if (step == self->current)
    return ORCH_STEP_CURRENT;
  return step < self->n_done ? ORCH_STEP_DONE : ORCH_STEP_TO_COME;
}

static void
update (OrchStepIndicator *self)
{
  GtkWidget *segment = gtk_widget_get_first_child (GTK_WIDGET (self->segments));

  for (guint i = 0; i < self->n_steps; i++, segment = gtk_widget_get_next_sibling (segment))
    {
      OrchStepState state = state_of (self, i);

      orch_step_item_set_state (g_ptr_array_index (self->items, i), state);
      gtk_widget_remove_css_class (segment, "done");
      gtk_widget_remove_css_class (segment, "current");
      if (state != ORCH_STEP_TO_COME)
        gtk_widget_add_css_class (segment, state == ORCH_STEP_DONE ? "done" : "current");
    }
  if (self->current >= self->n_steps)
    return;

  g_autofree char *summary =
      /* translators: the narrow form of the indicator: the step's number, how many there are, the step's name */
      g_strdup_printf (_ ("Step %u of %u – %s"), self->current + 1, self->n_steps, self->names[self->current]);
  gtk_label_set_text (self->summary, summary);
}

static void
orch_step_indicator_dispose (GObject *object)
{
  OrchStepIndicator *self = ORCH_STEP_INDICATOR (object);

  self->n_steps = 0;
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_strfreev);
  orch_template_dispose (GTK_WIDGET (object), ORCH_TYPE_STEP_INDICATOR);

  G_OBJECT_CLASS (orch_step_indicator_parent_class)->dispose (object);
}

static void
orch_step_indicator_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COMPACT)
    g_value_set_boolean (value, ORCH_STEP_INDICATOR (object)->compact);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
orch_step_indicator_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COMPACT)
    orch_step_indicator_set_compact (ORCH_STEP_INDICATOR (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
orch_step_indicator_class_init (OrchStepIndicatorClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = orch_step_indicator_dispose;
  object_class->get_property = orch_step_indicator_get_property;
  object_class->set_property = orch_step_indicator_set_property;

  properties[PROP_COMPACT] =
      g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/widgets/orch-step-indicator.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchStepIndicator, forms);
  gtk_widget_class_bind_template_child (widget_class, OrchStepIndicator, steps);
  gtk_widget_class_bind_template_child (widget_class, OrchStepIndicator, segments);
  gtk_widget_class_bind_template_child (widget_class, OrchStepIndicator, summary);
  gtk_widget_class_set_css_name (widget_class, "stepindicator");
}

static void
orch_step_indicator_init (OrchStepIndicator *self)
{
  self->items = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Progress"), -1);
}

GtkWidget *
orch_step_indicator_new (void)
{
  return g_object_new (ORCH_TYPE_STEP_INDICATOR, NULL);
}

void
orch_step_indicator_set_names (OrchStepIndicator *self, const char *const *names)
{
  g_return_if_fail (ORCH_IS_STEP_INDICATOR (self));
  g_return_if_fail (names != NULL);

  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
    gtk_box_remove (self->steps, child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->segments))) != NULL)
    gtk_box_remove (self->segments, child);
  g_ptr_array_set_size (self->items, 0);
  g_strfreev (self->names);
  self->names = g_strdupv ((char **) names);
  self->n_steps = g_strv_length (self->names);

  for (guint i = 0; i < self->n_steps; i++)
    {
      GtkWidget *item = orch_step_item_new (i + 1, self->n_steps, names[i]);
      GtkWidget *segment = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

      gtk_box_append (self->steps, item);
      g_ptr_array_add (self->items, item);
      gtk_widget_add_css_class (segment, "segment");
      gtk_box_append (self->segments, segment);
    }
  update (self);
}

void
orch_step_indicator_set_position (OrchStepIndicator *self, guint current, guint n_done)
{
  g_return_if_fail (ORCH_IS_STEP_INDICATOR (self));
  g_return_if_fail (current < self->n_steps);

  self->current = current;
  self->n_done = n_done;
  update (self);
}

OrchStepState
orch_step_indicator_get_state (OrchStepIndicator *self, guint step)
{
  g_return_val_if_fail (ORCH_IS_STEP_INDICATOR (self), ORCH_STEP_TO_COME);
  g_return_val_if_fail (step < self->n_steps, ORCH_STEP_TO_COME);

  return orch_step_item_get_state (g_ptr_array_index (self->items, step));
}

gboolean
orch_step_indicator_get_compact (OrchStepIndicator *self)
{
  g_return_val_if_fail (ORCH_IS_STEP_INDICATOR (self), FALSE);
  return self->compact;
}

void
orch_step_indicator_set_compact (OrchStepIndicator *self, gboolean compact)
{
  g_return_if_fail (ORCH_IS_STEP_INDICATOR (self));

  compact = !!compact;
  if (self->compact == compact)
    return;
  self->compact = compact;
  gtk_stack_set_visible_child_name (self->forms, compact ? "compact" : "wide");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}
