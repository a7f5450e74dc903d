/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-announced-dialog.h.
 */
#include "orch-announced-dialog.h"

#include "orch-consequence-list.h"
#include "ui/orch-ui.h"

struct _OrchAnnouncedDialog
{
  AdwDialog parent_instance;

  OrchEngine *engine; /* (owned) */

  /* template children */
  GtkScrolledWindow *scroll;
};

G_DEFINE_FINAL_TYPE (OrchAnnouncedDialog, orch_announced_dialog, ADW_TYPE_DIALOG)

static void
on_read (OrchAnnouncedDialog *self)
{
  OrchServiceDesk *desk = orch_engine_get_services (self->engine);

  if (desk != NULL)
    dex_future_disown (orch_service_desk_dismiss_announced (desk));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_locked (OrchAnnouncedDialog *self)
{
  if (orch_session_is_locked (orch_engine_get_session (self->engine)))
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
orch_announced_dialog_dispose (GObject *object)
{
  OrchAnnouncedDialog *self = ORCH_ANNOUNCED_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_ANNOUNCED_DIALOG);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_announced_dialog_parent_class)->dispose (object);
}

static void
orch_announced_dialog_class_init (OrchAnnouncedDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_announced_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-announced-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchAnnouncedDialog, scroll);
  gtk_widget_class_bind_template_callback (widget_class, on_read);
}

static void
orch_announced_dialog_init (OrchAnnouncedDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
orch_announced_dialog_new (OrchEngine *engine, OrchServiceNames *names)
{
  OrchAnnouncedDialog *self = NULL;
  OrchServiceDesk *desk = NULL;
  GListModel *announced = NULL;
  g_autoptr (GPtrArray) consequences = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);

  self = g_object_new (ORCH_TYPE_ANNOUNCED_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  desk = orch_engine_get_services (engine);
  announced = desk != NULL ? orch_service_desk_get_announced (desk) : NULL;
  for (guint i = 0; announced != NULL && i < g_list_model_get_n_items (announced); i++)
    g_ptr_array_add (consequences, g_list_model_get_item (announced, i));
  gtk_scrolled_window_set_child (self->scroll, orch_consequence_list_new (consequences, names));
  g_signal_connect_object (orch_engine_get_session (engine), "notify::locked", G_CALLBACK (on_locked), self,
                           G_CONNECT_SWAPPED);
  return ADW_DIALOG (self);
}
