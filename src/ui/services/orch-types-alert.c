/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-types-alert.h.
 */
#include "orch-types-alert.h"

#include <glib/gi18n.h>

#include "orch-type-picker.h"

struct _OrchTypesAlert
{
  AdwAlertDialog parent_instance;

  OrchTypePicker *picker; /* (not owned) */
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchTypesAlert, orch_types_alert, ADW_TYPE_ALERT_DIALOG)

static void
on_changed (OrchTypesAlert *self)
{
  g_auto (GStrv) types = orch_type_picker_dup_selected (self->picker);

  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self), "set", types[0] != NULL);
}

static void
orch_types_alert_response (AdwAlertDialog *dialog, const char *response)
{
  OrchTypesAlert *self = ORCH_TYPES_ALERT (dialog);
  g_auto (GStrv) types = orch_type_picker_dup_selected (self->picker);

  if (g_strcmp0 (response, "set") == 0)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, types);
}

static void
orch_types_alert_class_init (OrchTypesAlertClass *klass)
{
  ADW_ALERT_DIALOG_CLASS (klass)->response = orch_types_alert_response;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRV);
}

static void
orch_types_alert_init (OrchTypesAlert *self)
{
}

AdwDialog *
orch_types_alert_new (OrchServiceNames *names, guint n, gboolean activating)
{
  OrchTypesAlert *self = NULL;
  g_autofree char *body = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);

  self = g_object_new (ORCH_TYPE_TYPES_ALERT, NULL);
  body = g_strdup_printf (activating
                              /* translators: %u is how many services */
                              ? ngettext ("A service needs at least one type to be active: %'u has none.",
                                          "A service needs at least one type to be active: %'u have none.", n)
                              /* translators: %u is how many services */
                              : ngettext ("They take the place of those that %'u service has.",
                                          "They take the place of those that %'u services have.", n),
                          n);
  adw_alert_dialog_set_heading (ADW_ALERT_DIALOG (self), activating ? _ ("Choose a type") : _ ("Set the types"));
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (self), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (self), "cancel", _ ("_Cancel"), "set",
                                  activating ? _ ("_Activate") : _ ("_Set the Types"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (self), "set", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (self), "cancel");
  self->picker = ORCH_TYPE_PICKER (orch_type_picker_new (names));
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (self), GTK_WIDGET (self->picker));
  g_signal_connect_object (self->picker, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  on_changed (self);
  return ADW_DIALOG (self);
}
