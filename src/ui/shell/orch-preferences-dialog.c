/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-preferences-dialog.h.
 */
#include "orch-preferences-dialog.h"

#include <glib/gi18n.h>

#include "orch-catalogue-problems.h"
#include "ui/messages/orch-message-settings-group.h"
#include "ui/orch-ui.h"
#include "ui/support/orch-support-group.h"
#include "ui/sync/orch-sync-settings-dialog.h"
#include "ui/widgets/orch-plain-text.h"

/* As in the schema's enumeration, and in the order of the row. */
static const AdwColorScheme color_schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                                ADW_COLOR_SCHEME_FORCE_DARK };

struct _OrchPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  /* owned */
  GSettings *settings;
  OrchEngine *engine;

  /* template children */
  AdwComboRow *color_scheme;
  AdwSpinRow *minutes;
  AdwSpinRow *hours;
  AdwSwitchRow *background;
  AdwActionRow *sync_row;
  OrchSupportGroup *support;
  OrchMessageSettingsGroup *messages;
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

/* Above this one, which stays: Cancel comes back to it. */
static void
on_sync (OrchPreferencesDialog *self)
{
  adw_dialog_present (orch_sync_settings_dialog_new (self->engine), GTK_WIDGET (self));
}

/* For a clinic that is there, and somebody who sits at it. */
static void
show_sync (OrchPreferencesDialog *self)
{
  const gboolean open = orch_engine_get_sync (self->engine) != NULL &&
                        orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_DIRECTORY);
  const char *reason = orch_sync_settings_get_reason (self->engine);

  gtk_widget_set_visible (GTK_WIDGET (self->sync_row), open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sync_row), reason == NULL);
  orch_plain_set_subtitle (self->sync_row, reason != NULL ? reason : _ ("Whose appointments, and of which days"));
  orch_support_group_set_may_edit (self->support,
                                   orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_EDIT_CLINIC));
}

static void
orch_preferences_dialog_dispose (GObject *object)
{
  OrchPreferencesDialog *self = ORCH_PREFERENCES_DIALOG (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_PREFERENCES_DIALOG);
  G_OBJECT_CLASS (orch_preferences_dialog_parent_class)->dispose (object);
}

static void
orch_preferences_dialog_class_init (OrchPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_preferences_dialog_dispose;
  g_type_ensure (ORCH_TYPE_CATALOGUE_PROBLEMS);
  g_type_ensure (ORCH_TYPE_MESSAGE_SETTINGS_GROUP);
  g_type_ensure (ORCH_TYPE_SUPPORT_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchPreferencesDialog, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, OrchPreferencesDialog, minutes);
  gtk_widget_class_bind_template_child (widget_class, OrchPreferencesDialog, hours);
  gtk_widget_class_bind_template_child (widget_class, OrchPreferencesDialog, background);
  gtk_widget_class_bind_template_child (widget_class, OrchPreferencesDialog, sync_row);
  gtk_widget_class_bind_template_child (widget_class, OrchPreferencesDialog, support);
  gtk_widget_class_bind_template_child (widget_class, OrchPreferencesDialog, messages);
  gtk_widget_class_bind_template_callback (widget_class, on_sync);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
orch_preferences_dialog_init (OrchPreferencesDialog *self)
{
  g_autoptr (GSettings) settings = g_settings_new (ORCH_APPLICATION_ID);

  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
  adw_combo_row_set_selected (self->color_scheme, (guint) g_settings_get_enum (settings, "color-scheme"));
  self->settings = g_steal_pointer (&settings);
  g_settings_bind (self->settings, "lock-after-minutes", self->minutes, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "session-hours", self->hours, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "run-in-background", self->background, "active", G_SETTINGS_BIND_DEFAULT);
}

AdwDialog *
orch_preferences_dialog_new (OrchEngine *engine)
{
  OrchPreferencesDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_PREFERENCES_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (show_sync), self, G_CONNECT_SWAPPED);
  show_sync (self);
  orch_message_settings_group_set_engine (self->messages, engine);
  return ADW_DIALOG (self);
}

void
orch_preferences_follow_color_scheme (GSettings *settings)
{
  g_return_if_fail (G_IS_SETTINGS (settings));

  apply_color_scheme (settings);
  g_signal_connect (settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme), NULL);
}
