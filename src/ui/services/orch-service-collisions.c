/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-collisions.h.
 */
#include "orch-service-collisions.h"

#include <glib/gi18n.h>

#include "orch-service-field-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchServiceCollisions
{
  AdwBin parent_instance;

  /* owned */
  GPtrArray *rows; /* AdwActionRow (not owned) */

  /* template children */
  AdwPreferencesGroup *group;
};

enum
{
  SIGNAL_TAKE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchServiceCollisions, orch_service_collisions, ADW_TYPE_BIN)

static void
on_toggled (GtkToggleButton *button, OrchServiceCollisions *self)
{
  g_signal_emit (self, signals[SIGNAL_TAKE], 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "field")),
                 gtk_toggle_button_get_active (button));
}

static void
add_row (OrchServiceCollisions *self, OrchServiceNames *names, OrchService *theirs, OrchServiceMergeField field)
{
  const char *name = orch_service_field_text_get_name (field);
  g_autofree char *value = orch_service_field_text_dup_value (names, theirs, field);
  /* translators: %s is what another person has chosen there */
  g_autofree char *subtitle = g_strdup_printf (_ ("There: %s"), value);
  /* translators: a field, and what another person has chosen there */
  g_autofree char *spoken = g_strdup_printf (_ ("%1$s: take “%2$s”"), name, value);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", name, "subtitle", subtitle, NULL);
  GtkWidget *button = gtk_toggle_button_new_with_mnemonic (_ ("_Take It"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data (G_OBJECT (button), "field", GUINT_TO_POINTER (field));
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
orch_service_collisions_dispose (GObject *object)
{
  OrchServiceCollisions *self = ORCH_SERVICE_COLLISIONS (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  /* Bound and the bin's own child: the bin would let go of it again. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SERVICE_COLLISIONS);
  G_OBJECT_CLASS (orch_service_collisions_parent_class)->dispose (object);
}

static void
orch_service_collisions_class_init (OrchServiceCollisionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_service_collisions_dispose;
  signals[SIGNAL_TAKE] = g_signal_new ("take", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-service-collisions.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchServiceCollisions, group);
}

static void
orch_service_collisions_init (OrchServiceCollisions *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
}

void
orch_service_collisions_show (OrchServiceCollisions *self, OrchServiceNames *names, OrchService *theirs,
                              OrchServiceMergeField fields)
{
  g_return_if_fail (ORCH_IS_SERVICE_COLLISIONS (self));
  g_return_if_fail (ORCH_IS_SERVICE (theirs));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < ORCH_N_SERVICE_FIELDS; i++)
    if ((fields & (1u << i)) != 0)
      add_row (self, names, theirs, (OrchServiceMergeField) (1u << i));
  gtk_widget_set_visible (GTK_WIDGET (self), fields != 0);
  if (fields != 0)
    orch_announce (GTK_WIDGET (self), adw_preferences_group_get_description (self->group));
}
