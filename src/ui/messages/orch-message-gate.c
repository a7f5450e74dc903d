/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-gate.h.
 */
#include "orch-message-gate.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "ui/orch-ui.h"
#include "ui/patients/orch-account-text.h"
#include "ui/shell/orch-window.h"

struct _OrchMessageGate
{
  AdwBin parent_instance;

  /* owned */
  OrchPatientDesk *desk; /* (nullable): followed */
  char *patient;         /* (nullable) */

  guint serial; /* of the question */
  gboolean may_write;

  /* template children */
  GtkImage *icon;
  GtkLabel *reason;
  GtkWidget *open;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchMessageGate, orch_message_gate, ADW_TYPE_BIN)

/* A question on its way */
typedef struct
{
  OrchMessageGate *gate; /* (owned) */
  guint serial;
} Question;

static void
question_free (gpointer data)
{
  g_object_unref (((Question *) data)->gate);
  g_free (data);
}

static void
set_may_write (OrchMessageGate *self, gboolean may_write)
{
  if (self->may_write == may_write)
    return;
  self->may_write = may_write;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
show_reason (OrchMessageGate *self, const char *icon, const char *reason)
{
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_label (self->reason, reason);
  gtk_widget_set_visible (self->open, self->patient != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
show_case (OrchMessageGate *self, OrchPatientCase *found)
{
  const guint limit = orch_patient_desk_get_age_limit (self->desk);
  const OrchAccountBadge badge = orch_patient_case_get_badge (found, limit, orch_clock_now_us ());
  OrchPortalAccount *account = orch_patient_case_get_account (found);
  const gboolean validated = account != NULL && orch_portal_account_get_fields (account)->validated;
  g_autofree char *reason = orch_account_text_dup_explanation (badge, validated, limit);

  if (orch_account_may_write (badge))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  else
    show_reason (self, orch_account_text_get_icon (badge), reason);
  set_may_write (self, orch_account_may_write (badge));
}

static DexFuture *
on_answer (DexFuture *future, gpointer data)
{
  Question *question = data;
  OrchMessageGate *self = question->gate;
  const GValue *value = dex_future_get_value (future, NULL);

  if (question->serial != self->serial || self->desk == NULL)
    return NULL;
  if (value != NULL)
    show_case (self, g_value_get_object (value));
  else
    set_may_write (self, FALSE);
  return NULL;
}

static void
ask (OrchMessageGate *self)
{
  Question *question = g_new0 (Question, 1);

  question->gate = g_object_ref (self);
  question->serial = ++self->serial;
  /* Whose conversation it is was journaled by who opened it. */
  dex_future_disown (dex_future_finally (orch_patient_desk_load (self->desk, self->patient, TRUE), on_answer, question,
                                         question_free));
}

static void
on_desk_changed (OrchMessageGate *self)
{
  if (self->desk != NULL && self->patient != NULL)
    ask (self);
}

static void
on_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchMessageGate *self = ORCH_MESSAGE_GATE (widget);
  GtkWidget *dialog = gtk_widget_get_ancestor (widget, ADW_TYPE_DIALOG);
  g_autofree char *patient = g_strdup (self->patient);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (dialog != NULL)
    adw_dialog_close (ADW_DIALOG (dialog));
  if (patient != NULL && root != NULL)
    orch_window_open_patient (GTK_WIDGET (root), patient);
}

static void
orch_message_gate_dispose (GObject *object)
{
  OrchMessageGate *self = ORCH_MESSAGE_GATE (object);

  self->serial++;
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_MESSAGE_GATE);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->patient, g_free);
  G_OBJECT_CLASS (orch_message_gate_parent_class)->dispose (object);
}

static void
orch_message_gate_class_init (OrchMessageGateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_message_gate_dispose;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "gate.open", NULL, on_open);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/messages/orch-message-gate.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchMessageGate, icon);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageGate, reason);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageGate, open);
}

static void
orch_message_gate_init (OrchMessageGate *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
orch_message_gate_ask (OrchMessageGate *self, OrchPatientDesk *desk, const char *patient)
{
  g_return_if_fail (ORCH_IS_MESSAGE_GATE (self));
  g_return_if_fail (desk == NULL || ORCH_IS_PATIENT_DESK (desk));

  if (self->desk == desk && desk != NULL && patient != NULL && g_strcmp0 (self->patient, patient) == 0)
    return;
  if (self->desk != desk)
    {
      if (self->desk != NULL)
        g_signal_handlers_disconnect_by_data (self->desk, self);
      g_set_object (&self->desk, desk);
      if (desk != NULL)
        g_signal_connect_object (desk, "changed", G_CALLBACK (on_desk_changed), self, G_CONNECT_SWAPPED);
    }
  g_set_str (&self->patient, patient);
  self->serial++;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  set_may_write (self, FALSE);
  if (desk != NULL && patient != NULL)
    ask (self);
  else if (desk != NULL)
    show_reason (self, "dialog-question-symbolic",
                 _ ("This patient is not known here yet. Synchronise, then write to them."));
}

gboolean
orch_message_gate_may_write (OrchMessageGate *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_GATE (self), FALSE);

  return self->may_write;
}
