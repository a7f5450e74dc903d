/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-preferences-dialog.h.
 */
#include "orch-preferences-dialog.h"

#include "ui/orch-ui.h"

/* As in the schema's enumeration, and in the order of the row. */
static const AdwColorScheme color_schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                                ADW_COLOR_SCHEME_FORCE_DARK };

struct _OrchPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  GSettings *settings; /* (owned) */

  /* template children */
  AdwComboRow *color_scheme;
  AdwSpinRow *minutes;
  AdwSwitchRow *background;
};

G_DEFINE_FINAL_TYPE (OrchPreferencesDialog, orch_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

static void
apply_color_scheme (GSettings *settings)
{
  const int chosen = g_settings_get_enum (settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      color_schemes[CLAMP (chosen, 0, (int) G_N_ELEMENTS (color_schemes) - 1)]);
}

static void
on_selected (OrchPreferencesDialog *self)
{
  const guint selected = adw_combo_row_get_selected (self->color_scheme);

  if (self->settings != NULL && selected < G_N_ELEMENTS (color_schemes))
    g_settings_set_enum (self->settings, "color-scheme", (int) selected);
}

static void
orch_preferences_dialog_dispose (GObject *object)
{
  OrchPreferencesDialog *self = ORCH_PREFERENCES_DIALOG (object);

  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_PREFERENCES_DIALOG);
  G_OBJECT_CLASS (orch_preferences_dialog_parent_class)->dispose (object);
}

static void
orch_preferences_dialog_class_init (OrchPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_preferences_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchPreferencesDialog, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, OrchPreferencesDialog, minutes);
  gtk_widget_class_bind_template_child (widget_class, OrchPreferencesDialog, background);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
orch_preferences_dialog_init (OrchPreferencesDialog *self)
{
  g_autoptr (GSettings) settings = g_settings_new (ORCH_APPLICATION_ID);

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_selected (self->color_scheme, (guint) g_settings_get_enum (settings, "color-scheme"));
  self->settings = g_steal_pointer (&settings);
  g_settings_bind (self->settings, "lock-after-minutes", self->minutes, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "run-in-background", self->background, "active", G_SETTINGS_BIND_DEFAULT);
}

AdwDialog *
orch_preferences_dialog_new (void)
{
  return g_object_new (ORCH_TYPE_PREFERENCES_DIALOG, NULL);
}

void
orch_preferences_follow_color_scheme (GSettings *settings)
{
  g_return_if_fail (G_IS_SETTINGS (settings));

  apply_color_scheme (settings);
  g_signal_connect (settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme), NULL);
}
