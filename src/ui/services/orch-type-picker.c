/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-type-picker.h. The chips are made once; another service only presses others.
 */
#include "orch-type-picker.h"

#include <glib/gi18n.h>

struct _OrchTypePicker
{
  AdwBin parent_instance;

  /* owned */
  OrchServiceNames *names;
  GStrv selected; /* what was set last: a type that has no chip is not lost */

  /* borrowed */
  AdwWrapBox *box;
  GPtrArray *chips; /* (owned) of GtkToggleButton (not owned) */

  gboolean setting; /* by us, not by the person */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchTypePicker, orch_type_picker, ADW_TYPE_BIN)

static const char *
get_id (GtkToggleButton *chip)
{
  return g_object_get_data (G_OBJECT (chip), "id");
}

static void
on_toggled (OrchTypePicker *self)
{
  if (self->setting)
    return;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_chip (OrchTypePicker *self, const char *id)
{
  const char *description = orch_service_names_get_type_description (self->names, id);
  GtkWidget *chip = gtk_toggle_button_new_with_label (orch_service_names_get_type_name (self->names, id));

  gtk_widget_add_css_class (chip, "type-chip");
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (chip))), TRUE);
  if (description != NULL)
    gtk_widget_set_tooltip_text (chip, description);
  g_object_set_data_full (G_OBJECT (chip), "id", g_strdup (id), g_free);
  g_signal_connect_swapped (chip, "toggled", G_CALLBACK (on_toggled), self);
  adw_wrap_box_append (self->box, chip);
  g_ptr_array_add (self->chips, chip);
}

static gboolean
has_chip (OrchTypePicker *self, const char *id)
{
  for (guint i = 0; i < self->chips->len; i++)
    if (g_str_equal (get_id (g_ptr_array_index (self->chips, i)), id))
      return TRUE;
  return FALSE;
}

static void
remove_chip (OrchTypePicker *self, guint index)
{
  GtkWidget *chip = g_ptr_array_index (self->chips, index);

  g_ptr_array_remove_index (self->chips, index);
  adw_wrap_box_remove (self->box, chip);
}

/* As many chips as the clinic has types, and one for each type that only this service still has. */
static void
fit_chips (OrchTypePicker *self)
{
  const char *const *types = orch_service_names_get_types (self->names);
  const guint known = g_strv_length ((GStrv) types);

  while (self->chips->len > known)
    remove_chip (self, self->chips->len - 1);
  for (guint i = 0; self->selected != NULL && self->selected[i] != NULL; i++)
    if (!has_chip (self, self->selected[i]))
      add_chip (self, self->selected[i]);
}

static void
press_chips (OrchTypePicker *self)
{
  self->setting = TRUE;
  fit_chips (self);
  for (guint i = 0; i < self->chips->len; i++)
    {
      GtkToggleButton *chip = g_ptr_array_index (self->chips, i);

      gtk_toggle_button_set_active (chip, self->selected != NULL &&
                                              g_strv_contains ((const char *const *) self->selected, get_id (chip)));
    }
  self->setting = FALSE;
}

static void
make_chips (OrchTypePicker *self)
{
  const char *const *types = orch_service_names_get_types (self->names);

  while (self->chips->len > 0)
    remove_chip (self, self->chips->len - 1);
  for (guint i = 0; types != NULL && types[i] != NULL; i++)
    add_chip (self, types[i]);
  press_chips (self);
}

static void
orch_type_picker_dispose (GObject *object)
{
  OrchTypePicker *self = ORCH_TYPE_PICKER (object);

  g_clear_object (&self->names);
  g_clear_pointer (&self->selected, g_strfreev);
  g_clear_pointer (&self->chips, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_type_picker_parent_class)->dispose (object);
}

static void
orch_type_picker_class_init (OrchTypePickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_type_picker_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_type_picker_init (OrchTypePicker *self)
{
  self->chips = g_ptr_array_new ();
  self->box = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->box, 6);
  adw_wrap_box_set_line_spacing (self->box, 6);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Types"), -1);
}

GtkWidget *
orch_type_picker_new (OrchServiceNames *names)
{
  OrchTypePicker *self = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);

  self = g_object_new (ORCH_TYPE_TYPE_PICKER, NULL);
  self->names = g_object_ref (names);
  g_signal_connect_object (names, "changed", G_CALLBACK (make_chips), self, G_CONNECT_SWAPPED);
  make_chips (self);
  return GTK_WIDGET (self);
}

void
orch_type_picker_set_selected (OrchTypePicker *self, const char *const *ids)
{
  g_return_if_fail (ORCH_IS_TYPE_PICKER (self));

  g_strfreev (self->selected);
  self->selected = g_strdupv ((GStrv) ids);
  press_chips (self);
}

char **
orch_type_picker_dup_selected (OrchTypePicker *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_return_val_if_fail (ORCH_IS_TYPE_PICKER (self), NULL);

  for (guint i = 0; i < self->chips->len; i++)
    if (gtk_toggle_button_get_active (g_ptr_array_index (self->chips, i)))
      g_strv_builder_add (ids, get_id (g_ptr_array_index (self->chips, i)));
  return g_strv_builder_end (ids);
}
