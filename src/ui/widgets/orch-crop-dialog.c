/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-crop-dialog.h.
 */
#include "orch-crop-dialog.h"

#include "orch-crop-area.h"

struct _OrchCropDialog
{
  AdwDialog parent_instance;

  /* template children */
  OrchCropArea *area;
};

enum
{
  SIGNAL_CROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchCropDialog, orch_crop_dialog, ADW_TYPE_DIALOG)

static void
on_apply (OrchCropDialog *self)
{
  graphene_rect_t crop;

  orch_crop_area_get_crop (self->area, &crop);
  g_signal_emit (self, signals[SIGNAL_CROPPED], 0, &crop);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_cancel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
orch_crop_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_CROP_DIALOG);
  G_OBJECT_CLASS (orch_crop_dialog_parent_class)->dispose (object);
}

static void
orch_crop_dialog_class_init (OrchCropDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_crop_dialog_dispose;

  signals[SIGNAL_CROPPED] = g_signal_new ("cropped", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (ORCH_TYPE_CROP_AREA);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/widgets/orch-crop-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchCropDialog, area);
  gtk_widget_class_bind_template_callback (widget_class, on_apply);
  gtk_widget_class_install_action (widget_class, "crop.cancel", NULL, on_cancel);
}

static void
orch_crop_dialog_init (OrchCropDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

OrchCropDialog *
orch_crop_dialog_new (GdkTexture *texture)
{
  g_return_val_if_fail (GDK_IS_TEXTURE (texture), NULL);

  OrchCropDialog *self = g_object_new (ORCH_TYPE_CROP_DIALOG, NULL);
  orch_crop_area_set_texture (self->area, texture);
  return self;
}
