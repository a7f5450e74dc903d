/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-settings-group.h. A number is kept once it rests: each that is kept goes to the hub, and to the journal.
 */
#include "orch-message-settings-group.h"

#include <glib/gi18n.h>

#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-get-help.h"

#define REST_MS 800

struct _OrchMessageSettingsGroup
{
  AdwPreferencesGroup parent_instance;

  OrchEngine *engine; /* (owned) (nullable) */

  guint kept[ORCH_N_MESSAGE_SETTINGS];   /* 0 = not read yet */
  guint chosen[ORCH_N_MESSAGE_SETTINGS]; /* the rows go before this does */
  guint source;

  /* template children */
  AdwSpinRow *rows[ORCH_N_MESSAGE_SETTINGS];
};

G_DEFINE_FINAL_TYPE (OrchMessageSettingsGroup, orch_message_settings_group, ADW_TYPE_PREFERENCES_GROUP)

/* Returns: (transfer none) (nullable) */
static OrchMessageDesk *
get_desk (OrchMessageSettingsGroup *self)
{
  return self->engine != NULL && orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_EDIT_CLINIC)
             ? orch_engine_get_messages (self->engine)
             : NULL;
}

static DexFuture *
read_fiber (gpointer data)
{
  OrchMessageSettingsGroup *self = data;

  for (int i = 0; i < ORCH_N_MESSAGE_SETTINGS; i++)
    {
      OrchMessageDesk *desk = get_desk (self);
      const guint days = desk != NULL ? dex_await_uint (orch_message_desk_load_days (desk, i), NULL) : 0;

      if (days == 0 || self->engine == NULL)
        continue;
      self->kept[i] = days;
      self->chosen[i] = days;
      adw_spin_row_set_value (self->rows[i], days);
    }
  return NULL;
}

static void show (OrchMessageSettingsGroup *self);

/* What was not kept is shown as it is. */
static DexFuture *
on_kept (DexFuture *future, gpointer data)
{
  OrchMessageSettingsGroup *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  AdwDialog *dialog = NULL;

  if (dex_future_get_value (future, &error) != NULL || self->engine == NULL)
    return NULL;
  show (self);
  text = orch_error_text_dup (error);
  dialog = adw_alert_dialog_new (_ ("The Setting Was Not Kept"), NULL);
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog), "%s", text);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  orch_get_help_in_alert (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), error);
  orch_alert_present (dialog, GTK_WIDGET (self));
  return NULL;
}

static void
keep (OrchMessageSettingsGroup *self)
{
  OrchMessageDesk *desk = get_desk (self);

  for (int i = 0; i < ORCH_N_MESSAGE_SETTINGS && desk != NULL; i++)
    {
      const guint days = self->chosen[i];

      if (self->kept[i] == 0 || days == self->kept[i])
        continue;
      self->kept[i] = days;
      dex_future_disown (dex_future_finally (orch_message_desk_set_days (desk, i, days), on_kept, g_object_ref (self),
                                             g_object_unref));
    }
}

static void
on_rest (gpointer data)
{
  OrchMessageSettingsGroup *self = data;

  self->source = 0;
  keep (self);
}

static void
on_value (OrchMessageSettingsGroup *self)
{
  gboolean differs = FALSE;

  g_clear_handle_id (&self->source, g_source_remove);
  for (int i = 0; i < ORCH_N_MESSAGE_SETTINGS; i++)
    if (self->kept[i] != 0)
      {
        self->chosen[i] = (guint) adw_spin_row_get_value (self->rows[i]);
        differs = differs || self->chosen[i] != self->kept[i];
      }
  if (differs)
    self->source = g_timeout_add_once (REST_MS, on_rest, self);
}

static void
show (OrchMessageSettingsGroup *self)
{
  const gboolean open = get_desk (self) != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), open);
  if (open)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, read_fiber, g_object_ref (self), g_object_unref));
}

static void
orch_message_settings_group_dispose (GObject *object)
{
  OrchMessageSettingsGroup *self = ORCH_MESSAGE_SETTINGS_GROUP (object);

  g_clear_handle_id (&self->source, g_source_remove);
  /* Closed before the number has come to rest, it is kept all the same. */
  if (self->engine != NULL)
    keep (self);
  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_MESSAGE_SETTINGS_GROUP);
  G_OBJECT_CLASS (orch_message_settings_group_parent_class)->dispose (object);
}

static void
orch_message_settings_group_class_init (OrchMessageSettingsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_message_settings_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/messages/orch-message-settings-group.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "unseen_days", FALSE,
                                             G_STRUCT_OFFSET (OrchMessageSettingsGroup, rows[ORCH_UNSEEN_DAYS]));
  gtk_widget_class_bind_template_child_full (widget_class, "text_days", FALSE,
                                             G_STRUCT_OFFSET (OrchMessageSettingsGroup, rows[ORCH_TEXT_DAYS]));
  gtk_widget_class_bind_template_callback (widget_class, on_value);
}

static void
orch_message_settings_group_init (OrchMessageSettingsGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
orch_message_settings_group_set_engine (OrchMessageSettingsGroup *self, OrchEngine *engine)
{
  g_return_if_fail (ORCH_IS_MESSAGE_SETTINGS_GROUP (self));
  g_return_if_fail (ORCH_IS_ENGINE (engine) && self->engine == NULL);

  self->engine = g_object_ref (engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}
