/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-services-window.h. It holds nothing but the page.
 */
#include "orch-services-window.h"

#include "orch-services-page.h"
#include "ui/orch-ui.h"
#include "ui/shell/orch-lock-bin.h"

struct _OrchServicesWindow
{
  AdwApplicationWindow parent_instance;

  /* template children */
  AdwBanner *training_banner;
  AdwBin *bin;
};

G_DEFINE_FINAL_TYPE (OrchServicesWindow, orch_services_window, ADW_TYPE_APPLICATION_WINDOW)

static void
orch_services_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_SERVICES_WINDOW);
  G_OBJECT_CLASS (orch_services_window_parent_class)->dispose (object);
}

static void
orch_services_window_class_init (OrchServicesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_services_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-services-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchServicesWindow, training_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesWindow, bin);
}

static void
orch_services_window_init (OrchServicesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static OrchServicesWindow *
find (GtkApplication *application)
{
  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    if (ORCH_IS_SERVICES_WINDOW (link->data))
      return link->data;
  return NULL;
}

void
orch_services_window_open (GtkWindow *main, OrchEngine *engine)
{
  GtkApplication *application = NULL;
  OrchServicesWindow *self = NULL;
  GtkWidget *page = NULL;

  g_return_if_fail (GTK_IS_WINDOW (main));
  g_return_if_fail (ORCH_IS_ENGINE (engine));

  application = gtk_window_get_application (main);
  self = application != NULL ? find (application) : NULL;
  if (self == NULL)
    {
      self = g_object_new (ORCH_TYPE_SERVICES_WINDOW, "application", application, NULL);
      adw_banner_set_revealed (self->training_banner, orch_engine_is_training (engine));
      page = GTK_WIDGET (orch_services_page_new (engine));
      gtk_widget_action_set_enabled (page, "services.open-window", FALSE);
      adw_bin_set_child (self->bin, orch_lock_bin_new (engine, page));
      g_signal_connect_object (main, "destroy", G_CALLBACK (gtk_window_destroy), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self));
}
