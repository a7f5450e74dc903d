/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-field.h.
 */
#include "orch-field.h"

#include "orch-template.h"

struct _OrchField
{
  GtkWidget parent_instance;

  /* owned */
  char *label_text;
  char *error;   /* (nullable) */
  char *hint;    /* (nullable) */
  char *counter; /* (nullable) */
  gboolean optional;

  /* borrowed: a child of ours */
  GtkWidget *child; /* (nullable) */

  /* template children */
  GtkLabel *label;
  GtkLabel *counter_label;
  GtkLabel *message;
};

typedef enum
{
  PROP_LABEL = 1,
  PROP_OPTIONAL,
  PROP_CHILD,
  PROP_ERROR,
  PROP_HINT,
  PROP_COUNTER,
} OrchFieldProperty;

static GParamSpec *properties[PROP_COUNTER + 1];

G_DEFINE_FINAL_TYPE (OrchField, orch_field, GTK_TYPE_WIDGET)

static void
update_message (OrchField *self)
{
  const char *text = self->error != NULL ? self->error : self->hint;

  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  if (self->error != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->message), "dimmed");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->message), "dimmed");
    }
  if (self->child == NULL)
    return;
  if (self->error != NULL)
    gtk_widget_add_css_class (self->child, "error");
  else
    gtk_widget_remove_css_class (self->child, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->child), GTK_ACCESSIBLE_STATE_INVALID,
                               self->error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (text != NULL)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self->child), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->message,
                                    NULL, -1);
  else
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->child), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
}

static void
orch_field_dispose (GObject *object)
{
  OrchField *self = ORCH_FIELD (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  orch_template_dispose (GTK_WIDGET (self), ORCH_TYPE_FIELD);
  g_clear_pointer (&self->label_text, g_free);
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->hint, g_free);
  g_clear_pointer (&self->counter, g_free);

  G_OBJECT_CLASS (orch_field_parent_class)->dispose (object);
}

static void
orch_field_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchField *self = ORCH_FIELD (object);

  switch ((OrchFieldProperty) id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label_text);
      break;
    case PROP_OPTIONAL:
      g_value_set_boolean (value, self->optional);
      break;
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;
    case PROP_COUNTER:
      g_value_set_string (value, self->counter);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_field_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  OrchField *self = ORCH_FIELD (object);

  switch ((OrchFieldProperty) id)
    {
    case PROP_LABEL:
      if (g_set_str (&self->label_text, g_value_get_string (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_OPTIONAL:
      orch_field_set_optional (self, g_value_get_boolean (value));
      break;
    case PROP_CHILD:
      orch_field_set_child (self, g_value_get_object (value));
      break;
    case PROP_ERROR:
      orch_field_set_error (self, g_value_get_string (value));
      break;
    case PROP_HINT:
      orch_field_set_hint (self, g_value_get_string (value));
      break;
    case PROP_COUNTER:
      orch_field_set_counter (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_field_class_init (OrchFieldClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = orch_field_dispose;
  object_class->get_property = orch_field_get_property;
  object_class->set_property = orch_field_set_property;

  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_OPTIONAL] = g_param_spec_boolean ("optional", NULL, NULL, FALSE, flags);
  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  properties[PROP_COUNTER] = g_param_spec_string ("counter", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/ca/orchestrateur/Orchestrateur/widgets/orch-field.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchField, label);
  gtk_widget_class_bind_template_child (widget_class, OrchField, counter_label);
  gtk_widget_class_bind_template_child (widget_class, OrchField, message);
  gtk_widget_class_set_css_name (widget_class, "field");
}

static void
orch_field_init (OrchField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
orch_field_new (const char *label, GtkWidget *child)
{
  return g_object_new (ORCH_TYPE_FIELD, "label", label, "child", child, NULL);
}

GtkLabel *
orch_field_get_message (OrchField *self)
{
  g_return_val_if_fail (ORCH_IS_FIELD (self), NULL);

  return self->message;
}

GtkWidget *
orch_field_get_child (OrchField *self)
{
  g_return_val_if_fail (ORCH_IS_FIELD (self), NULL);
  return self->child;
}

void
orch_field_set_child (OrchField *self, GtkWidget *child)
{
  g_return_if_fail (ORCH_IS_FIELD (self));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), GTK_WIDGET (self->message));
  gtk_label_set_mnemonic_widget (self->label, child);
  update_message (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

const char *
orch_field_get_error (OrchField *self)
{
  g_return_val_if_fail (ORCH_IS_FIELD (self), NULL);
  return self->error;
}

void
orch_field_set_error (OrchField *self, const char *error)
{
  g_return_if_fail (ORCH_IS_FIELD (self));

  if (!g_set_str (&self->error, error))
    return;
  update_message (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

void
orch_field_set_hint (OrchField *self, const char *hint)
{
  g_return_if_fail (ORCH_IS_FIELD (self));

  if (!g_set_str (&self->hint, hint))
    return;
  update_message (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HINT]);
}

void
orch_field_set_optional (OrchField *self, gboolean optional)
{
  g_return_if_fail (ORCH_IS_FIELD (self));

  if (self->optional == !!optional)
    return;
  self->optional = !!optional;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPTIONAL]);
}

void
orch_field_set_counter (OrchField *self, const char *counter)
{
  g_return_if_fail (ORCH_IS_FIELD (self));

  if (!g_set_str (&self->counter, counter))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->counter_label), counter != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNTER]);
}
