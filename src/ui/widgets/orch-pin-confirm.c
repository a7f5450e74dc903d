/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-pin-confirm.h.
 */
#include "orch-pin-confirm.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-error.h"
#include "orch-announce.h"
#include "orch-field.h"
#include "orch-get-help.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "orch-template.h"

struct _OrchPinConfirm
{
  GtkWidget parent_instance;

  OrchSession *session; /* (owned) */
  gboolean busy;

  /* template children */
  GtkWidget *scroll;
  GtkLabel *explanation;
  OrchField *pin_field;
  GtkEditable *pin;
  GtkWidget *confirm;
};

enum
{
  PROP_EXPLANATION = 1,
};

enum
{
  SIGNAL_CONFIRMED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchPinConfirm, orch_pin_confirm, GTK_TYPE_WIDGET)

static DexFuture *
confirm_fiber (gpointer data)
{
  OrchPinConfirm *self = data;
  const char *text = gtk_editable_get_text (self->pin);
  g_autoptr (OrchSecret) pin = orch_secret_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  gtk_editable_set_text (self->pin, "");
  dex_await (orch_session_confirm (self->session, pin), &error);
  self->busy = FALSE;
  if (error != NULL)
    orch_pin_confirm_show_fault (self, error);
  else
    g_signal_emit (self, signals[SIGNAL_CONFIRMED], 0);
  return dex_future_new_true ();
}

static void
on_confirm (OrchPinConfirm *self)
{
  if (self->busy || self->session == NULL || gtk_editable_get_text (self->pin)[0] == '\0')
    return;
  self->busy = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, confirm_fiber, g_object_ref (self), g_object_unref));
}

static void
on_typed (OrchPinConfirm *self)
{
  const gboolean typed = gtk_editable_get_text (self->pin)[0] != '\0';

  gtk_widget_set_sensitive (self->confirm, typed);
  if (typed)
    orch_field_set_error (self->pin_field, NULL);
}

static void
orch_pin_confirm_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, gtk_label_get_label (ORCH_PIN_CONFIRM (object)->explanation));
}

static void
orch_pin_confirm_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gtk_label_set_label (ORCH_PIN_CONFIRM (object)->explanation, g_value_get_string (value));
}

static void
orch_pin_confirm_dispose (GObject *object)
{
  OrchPinConfirm *self = ORCH_PIN_CONFIRM (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_PIN_CONFIRM);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (orch_pin_confirm_parent_class)->dispose (object);
}

static void
orch_pin_confirm_class_init (OrchPinConfirmClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_pin_confirm_dispose;
  G_OBJECT_CLASS (klass)->get_property = orch_pin_confirm_get_property;
  G_OBJECT_CLASS (klass)->set_property = orch_pin_confirm_set_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_EXPLANATION,
                                   g_param_spec_string ("explanation", NULL, NULL, NULL,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  signals[SIGNAL_CONFIRMED] =
      g_signal_new ("confirmed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ORCH_TYPE_FIELD);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/widgets/orch-pin-confirm.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchPinConfirm, scroll);
  gtk_widget_class_bind_template_child (widget_class, OrchPinConfirm, explanation);
  gtk_widget_class_bind_template_child (widget_class, OrchPinConfirm, pin_field);
  gtk_widget_class_bind_template_child (widget_class, OrchPinConfirm, pin);
  gtk_widget_class_bind_template_child (widget_class, OrchPinConfirm, confirm);
  gtk_widget_class_bind_template_callback (widget_class, on_confirm);
}

static void
orch_pin_confirm_init (OrchPinConfirm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect_object (self->pin, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
}

void
orch_pin_confirm_set_session (OrchPinConfirm *self, OrchSession *session)
{
  g_return_if_fail (ORCH_IS_PIN_CONFIRM (self));
  g_return_if_fail (ORCH_IS_SESSION (session));

  g_set_object (&self->session, session);
}

GtkWidget *
orch_pin_confirm_get_entry (OrchPinConfirm *self)
{
  g_return_val_if_fail (ORCH_IS_PIN_CONFIRM (self), NULL);

  return GTK_WIDGET (self->pin);
}

void
orch_pin_confirm_show_fault (OrchPinConfirm *self, const GError *error)
{
  g_autofree char *text = NULL;

  g_return_if_fail (ORCH_IS_PIN_CONFIRM (self));

  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED))
    text = g_strdup (_ ("This is not the PIN you chose on this workstation."));
  else
    text = orch_error_text_dup (error);
  orch_field_set_error (self->pin_field, text);
  orch_announce (GTK_WIDGET (self), text);
  orch_get_help_beside (self->pin_field, error);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin));
}
