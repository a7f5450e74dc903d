/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-dialog.h. Main thread.
 */
#include "orch-emr-dialog.h"

#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-pin-confirm.h"
#include "ui/wizard/orch-emr-step.h"

struct _OrchEmrDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchSetup *setup; /* (nullable) until it is loaded; %NULL again once kept or dropped */

  gboolean busy;
  gboolean confirmed;

  /* template children */
  GtkWidget *save;
  GtkStack *stack;
  OrchPinConfirm *confirm;
  OrchWizardPage *step;
  GtkWidget *why;
  GtkLabel *missing;
};

G_DEFINE_FINAL_TYPE (OrchEmrDialog, orch_emr_dialog, ADW_TYPE_DIALOG)

static void
show_missing (OrchEmrDialog *self)
{
  g_autofree char *missing = NULL;

  if (self->setup == NULL || !self->confirmed)
    return;
  missing = orch_wizard_page_dup_missing (self->step);
  gtk_label_set_text (self->missing, missing != NULL ? missing : "");
  gtk_widget_set_visible (self->why, missing != NULL);
  gtk_widget_set_sensitive (self->save, missing == NULL && !self->busy);
}

static void
show_edit (OrchEmrDialog *self)
{
  gtk_stack_set_visible_child_name (self->stack, "edit");
  gtk_widget_set_visible (self->save, TRUE);
  show_missing (self);
  gtk_widget_child_focus (GTK_WIDGET (self->step), GTK_DIR_TAB_FORWARD);
}

static void
bind_setup (OrchEmrDialog *self, OrchSetup *setup)
{
  g_set_object (&self->setup, setup);
  orch_wizard_page_bind (self->step, setup, ORCH_STEP_EMR);
  g_signal_connect_object (setup, "missing-changed", G_CALLBACK (show_missing), self, G_CONNECT_SWAPPED);
}

static DexFuture *
edit_fiber (gpointer data)
{
  OrchEmrDialog *self = data;
  g_autoptr (OrchSetup) setup = NULL;
  g_autoptr (GError) error = NULL;

  if (self->setup == NULL)
    setup = dex_await_object (orch_engine_edit_emr (self->engine), &error);
  if (error != NULL)
    {
      orch_pin_confirm_show_fault (self->confirm, error);
      return dex_future_new_true ();
    }
  self->confirmed = TRUE;
  if (setup != NULL)
    bind_setup (self, setup);
  show_edit (self);
  return dex_future_new_true ();
}

static void
on_confirmed (OrchEmrDialog *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, edit_fiber, g_object_ref (self), g_object_unref));
}

static DexFuture *
save_fiber (gpointer data)
{
  OrchEmrDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (dex_await (orch_engine_keep_emr (self->engine, self->setup), &error))
    {
      g_clear_object (&self->setup);
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }

  g_autofree char *text = orch_error_text_dup (error);

  self->busy = FALSE;
  show_missing (self);
  gtk_label_set_text (self->missing, text);
  gtk_widget_set_visible (self->why, TRUE);
  orch_announce (GTK_WIDGET (self), text);
  orch_get_help_beside (self->missing, error);
  return dex_future_new_true ();
}

static void
on_save (OrchEmrDialog *self)
{
  if (self->busy || self->setup == NULL || !orch_setup_is_complete (self->setup, ORCH_STEP_EMR))
    return;
  self->busy = TRUE;
  show_missing (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, g_object_ref (self), g_object_unref));
}

static void
on_cancel (OrchEmrDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
orch_emr_dialog_dispose (GObject *object)
{
  OrchEmrDialog *self = ORCH_EMR_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_EMR_DIALOG);
  g_clear_object (&self->setup);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_emr_dialog_parent_class)->dispose (object);
}

static void
orch_emr_dialog_class_init (OrchEmrDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_emr_dialog_dispose;
  g_type_ensure (ORCH_TYPE_PIN_CONFIRM);
  g_type_ensure (ORCH_TYPE_EMR_STEP);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-emr-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchEmrDialog, save);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrDialog, confirm);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrDialog, step);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrDialog, why);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrDialog, missing);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_confirmed);
}

static void
orch_emr_dialog_init (OrchEmrDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_dialog_set_focus (ADW_DIALOG (self), orch_pin_confirm_get_entry (self->confirm));
}

AdwDialog *
orch_emr_dialog_new (OrchEngine *engine, OrchSetup *setup)
{
  OrchEmrDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_EMR_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  orch_pin_confirm_set_session (self->confirm, orch_engine_get_session (engine));
  if (setup != NULL)
    bind_setup (self, setup);
  return ADW_DIALOG (self);
}

OrchSetup *
orch_emr_dialog_get_begun (OrchEmrDialog *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_DIALOG (self), NULL);

  /* Escape or Cancel drops what was begun; the lock, which closes every dialog, does not. */
  return orch_session_is_locked (orch_engine_get_session (self->engine)) ? self->setup : NULL;
}
