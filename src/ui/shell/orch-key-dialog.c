/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-key-dialog.h.
 */
#include "orch-key-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-template.h"

struct _OrchKeyDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;

  gboolean busy;

  /* template children */
  OrchField *key_field;
  GtkEditable *key;
  GtkWidget *go_on;
};

G_DEFINE_FINAL_TYPE (OrchKeyDialog, orch_key_dialog, ADW_TYPE_DIALOG)

static void
on_typed (OrchKeyDialog *self)
{
  const gboolean typed = gtk_editable_get_text (self->key)[0] != '\0';

  gtk_widget_set_sensitive (self->go_on, typed && !self->busy);
  if (typed)
    orch_field_set_error (self->key_field, NULL);
}

static DexFuture *
accept_fiber (gpointer data)
{
  OrchKeyDialog *self = data;
  const char *text = gtk_editable_get_text (self->key);
  g_autoptr (OrchSecret) key = orch_secret_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;

  dex_await (orch_engine_accept_emr (self->engine, key), &error);
  self->busy = FALSE;
  if (self->key == NULL)
    return dex_future_new_true ();
  if (error == NULL)
    {
      gtk_editable_set_text (self->key, "");
      adw_dialog_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }
  on_typed (self);
  why = orch_error_text_dup (error);
  orch_field_set_error (self->key_field, why);
  orch_get_help_beside (self->key_field, error);
  orch_announce (GTK_WIDGET (self), why);
  gtk_widget_grab_focus (GTK_WIDGET (self->key));
  return dex_future_new_true ();
}

static void
on_continue (OrchKeyDialog *self)
{
  if (self->busy || gtk_editable_get_text (self->key)[0] == '\0' ||
      orch_engine_get_state (self->engine) != ORCH_ENGINE_READY)
    return;
  self->busy = TRUE;
  gtk_widget_set_sensitive (self->go_on, FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, accept_fiber, g_object_ref (self), g_object_unref));
}

static void
orch_key_dialog_dispose (GObject *object)
{
  OrchKeyDialog *self = ORCH_KEY_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_KEY_DIALOG);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_key_dialog_parent_class)->dispose (object);
}

static void
orch_key_dialog_class_init (OrchKeyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_key_dialog_dispose;
  g_type_ensure (ORCH_TYPE_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-key-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchKeyDialog, key_field);
  gtk_widget_class_bind_template_child (widget_class, OrchKeyDialog, key);
  gtk_widget_class_bind_template_child (widget_class, OrchKeyDialog, go_on);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
}

static void
orch_key_dialog_init (OrchKeyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect_object (self->key, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->key));
}

AdwDialog *
orch_key_dialog_new (OrchEngine *engine)
{
  OrchKeyDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_KEY_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  return ADW_DIALOG (self);
}
