/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-welcome-page.h.
 */
#include "orch-welcome-page.h"

#include <glib/gi18n-lib.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-phone.h"
#include "core/orch-text.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/widgets/orch-template.h"

#define ILLUSTRATION "resource:///ca/orchestrateur/Orchestrateur/illustrations/welcome.svg"
#define ILLUSTRATION_WIDTH 240 /* of the file */
#define ILLUSTRATION_HEIGHT 180

struct _OrchWelcomePage
{
  AdwNavigationPage parent_instance;

  guint illustration_source; /* until the illustration is shown */

  /* template children */
  GtkPicture *illustration;
  OrchField *link_field;
  GtkEditable *link;
  GtkWidget *go;
  GtkWidget *training_row;
  GtkWidget *spinner;
  AdwActionRow *no_mail_row;
};

enum
{
  SIGNAL_LINK,
  SIGNAL_TRAINING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchWelcomePage, orch_welcome_page, ADW_TYPE_NAVIGATION_PAGE)

static void
on_link_changed (OrchWelcomePage *self)
{
  orch_field_set_error (self->link_field, NULL);
  gtk_widget_set_sensitive (self->go, !orch_text_is_empty (gtk_editable_get_text (self->link)));
}

static void
on_go (OrchWelcomePage *self)
{
  if (gtk_widget_get_sensitive (self->go))
    g_signal_emit (self, signals[SIGNAL_LINK], 0, gtk_editable_get_text (self->link));
}

static void
on_training (OrchWelcomePage *self)
{
  g_signal_emit (self, signals[SIGNAL_TRAINING], 0);
}

static void
on_join (OrchWelcomePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.join", NULL);
}

/* Once there is nothing else to do: the first frame holds its place, and is there sooner without it. */
static gboolean
on_time_for_illustration (gpointer data)
{
  OrchWelcomePage *self = data;
  g_autoptr (GFile) file = g_file_new_for_uri (ILLUSTRATION);

  self->illustration_source = 0;
  gtk_picture_set_file (self->illustration, file);
  return G_SOURCE_REMOVE;
}

/* Only now: the number is in the catalogue, which the first frame does not wait for. */
static void
on_no_mail (OrchWelcomePage *self)
{
  g_autofree char *phone =
      orch_phone_format_international (orch_catalogue_get_support_phone (orch_catalogue_get_default ()));
  g_autofree char *text =
      /* translators: %s is a phone number */
      g_strdup_printf (_ ("Look among the unwanted messages, then ask your organisation who received it. If nobody "
                          "did, call technical support at %s."),
                       phone);

  orch_plain_set_title (ADW_PREFERENCES_ROW (self->no_mail_row), text);
}

static void
orch_welcome_page_dispose (GObject *object)
{
  g_clear_handle_id (&ORCH_WELCOME_PAGE (object)->illustration_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_WELCOME_PAGE);
  G_OBJECT_CLASS (orch_welcome_page_parent_class)->dispose (object);
}

static void
orch_welcome_page_class_init (OrchWelcomePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_welcome_page_dispose;
  signals[SIGNAL_LINK] = g_signal_new ("link", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_TRAINING] =
      g_signal_new ("training", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ORCH_TYPE_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/welcome/orch-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomePage, illustration);
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomePage, link_field);
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomePage, link);
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomePage, go);
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomePage, training_row);
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomePage, no_mail_row);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_training);
  gtk_widget_class_bind_template_callback (widget_class, on_join);
  gtk_widget_class_bind_template_callback (widget_class, on_no_mail);
}

static void
orch_welcome_page_init (OrchWelcomePage *self)
{
  g_autoptr (GdkPaintable) place = gdk_paintable_new_empty (ILLUSTRATION_WIDTH, ILLUSTRATION_HEIGHT);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_picture_set_paintable (self->illustration, place);
  self->illustration_source = g_idle_add_full (G_PRIORITY_LOW, on_time_for_illustration, self, NULL);
  orch_template_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect_object (self->link, "changed", G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->link, "activate", G_CALLBACK (on_go), self, G_CONNECT_SWAPPED);
}

void
orch_welcome_page_show_fault (OrchWelcomePage *self, const char *text, const GError *error)
{
  g_return_if_fail (ORCH_IS_WELCOME_PAGE (self));

  orch_field_set_error (self->link_field, text);
  orch_get_help_beside (self->link_field, error);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

void
orch_welcome_page_set_link (OrchWelcomePage *self, const char *link)
{
  g_return_if_fail (ORCH_IS_WELCOME_PAGE (self));

  gtk_editable_set_text (self->link, link != NULL ? link : "");
}

void
orch_welcome_page_set_busy (OrchWelcomePage *self, gboolean busy)
{
  g_return_if_fail (ORCH_IS_WELCOME_PAGE (self));

  gtk_widget_set_visible (self->spinner, busy);
  gtk_widget_set_sensitive (self->training_row, !busy);
}
