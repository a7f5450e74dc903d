/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-host-page.h.
 */
#include "orch-host-page.h"

#include <glib/gi18n-lib.h>

#include "ui/orch-error-text.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-template.h"

struct _OrchHostPage
{
  AdwNavigationPage parent_instance;

  /* owned */
  OrchActivation *activation;

  /* template children */
  GtkLabel *host;
  GtkWidget *warning;
  GtkLabel *warning_label;
  GtkWidget *notice;
  GtkLabel *notice_label;
  GtkWidget *spinner;
  GtkWidget *confirm;
};

enum
{
  SIGNAL_CONFIRMED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchHostPage, orch_host_page, ADW_TYPE_NAVIGATION_PAGE)

static DexFuture *
contact_fiber (gpointer data)
{
  OrchHostPage *self = data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (self->confirm, FALSE);
  gtk_widget_set_visible (self->spinner, TRUE);
  gtk_widget_set_visible (self->notice, FALSE);
  gboolean answered = dex_await (orch_activation_contact (self->activation), &error);
  gtk_widget_set_sensitive (self->confirm, TRUE);
  gtk_widget_set_visible (self->spinner, FALSE);
  if (answered)
    g_signal_emit (self, signals[SIGNAL_CONFIRMED], 0);
  else
    {
      g_autofree char *why = orch_error_text_dup (error);
      gtk_label_set_text (self->notice_label, why);
      gtk_widget_set_visible (self->notice, TRUE);
      orch_get_help_beside (self->notice_label, error);
      orch_announce (GTK_WIDGET (self), why);
    }
  return dex_future_new_true ();
}

static void
on_confirm (OrchHostPage *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, contact_fiber, g_object_ref (self), g_object_unref));
}

static void
orch_host_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_HOST_PAGE);
  g_clear_object (&ORCH_HOST_PAGE (object)->activation);
  G_OBJECT_CLASS (orch_host_page_parent_class)->dispose (object);
}

static void
orch_host_page_class_init (OrchHostPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_host_page_dispose;
  signals[SIGNAL_CONFIRMED] =
      g_signal_new ("confirmed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/welcome/orch-host-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchHostPage, host);
  gtk_widget_class_bind_template_child (widget_class, OrchHostPage, warning);
  gtk_widget_class_bind_template_child (widget_class, OrchHostPage, warning_label);
  gtk_widget_class_bind_template_child (widget_class, OrchHostPage, notice);
  gtk_widget_class_bind_template_child (widget_class, OrchHostPage, notice_label);
  gtk_widget_class_bind_template_child (widget_class, OrchHostPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, OrchHostPage, confirm);
  gtk_widget_class_bind_template_callback (widget_class, on_confirm);
}

static void
orch_host_page_init (OrchHostPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
}

AdwNavigationPage *
orch_host_page_new (OrchActivation *activation)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (activation), NULL);

  OrchHostPage *self = g_object_new (ORCH_TYPE_HOST_PAGE, NULL);

  self->activation = g_object_ref (activation);
  gtk_label_set_text (self->host, orch_activation_get_host (activation));
  gtk_label_set_text (
      self->warning_label,
      orch_activation_is_training (activation)
          ? _ ("This is the training hub on this computer: nothing leaves it.")
          : _ ("Compare it, letter by letter, with the address your organisation gave you. Whoever holds this "
               "address will receive your password and your clinic's data. When in doubt, do not go on: call "
               "support."));
  if (orch_activation_is_training (activation))
    gtk_widget_remove_css_class (self->warning, "warning");
  return ADW_NAVIGATION_PAGE (self);
}
