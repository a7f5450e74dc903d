/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-welcome-window.h.
 */
#include "orch-welcome-window.h"

#include <glib/gi18n-lib.h>

#include "ui/orch-error-text.h"
#include "orch-browser-page.h"
#include "orch-engine-page.h"
#include "orch-host-page.h"
#include "orch-password-page.h"
#include "orch-pin-page.h"
#include "orch-welcome-page.h"

struct _OrchWelcomeWindow
{
  AdwApplicationWindow parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchActivation *activation; /* (nullable): the one under way */
  char *waiting_link;         /* (nullable): opened before the engine had started */

  /* template children */
  GtkStack *states;
  AdwToolbarView *engine_view;
  AdwNavigationView *navigation;
  OrchWelcomePage *welcome_page;
};

enum
{
  PROP_TRAINING = 1,
};

static GParamSpec *properties[PROP_TRAINING + 1];

G_DEFINE_FINAL_TYPE (OrchWelcomeWindow, orch_welcome_window, ADW_TYPE_APPLICATION_WINDOW)

static DexFuture *
begin_fiber (gpointer data)
{
  OrchWelcomeWindow *self = data;
  OrchSession *session = orch_engine_get_session (self->engine);
  g_autoptr (GError) error = NULL;

  if (!dex_await (orch_engine_begin_setup (self->engine, self->activation), &error))
    {
      g_autofree char *why = orch_error_text_dup (error);

      adw_navigation_view_pop_to_tag (self->navigation, "welcome");
      orch_welcome_page_show_fault (self->welcome_page, why, error);
    }
  /* The application opens the wizard once the person has a PIN. */
  else if (orch_session_needs_pin (session))
    adw_navigation_view_push (self->navigation, orch_pin_page_new (session));
  return dex_future_new_true ();
}

static void
on_signed_in (OrchWelcomeWindow *self)
{
  if (self->activation != NULL)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, begin_fiber, g_object_ref (self), g_object_unref));
}

static void
on_confirmed (OrchWelcomeWindow *self)
{
  AdwNavigationPage *page;

  if (orch_activation_in_app (self->activation))
    {
      page = orch_password_page_new (self->activation);
      g_signal_connect_object (page, "chosen", G_CALLBACK (on_signed_in), self, G_CONNECT_SWAPPED);
    }
  else
    {
      page = orch_browser_page_new (self->activation);
      g_signal_connect_object (page, "signed-in", G_CALLBACK (on_signed_in), self, G_CONNECT_SWAPPED);
    }
  adw_navigation_view_push (self->navigation, page);
}

static void
on_link (OrchWelcomeWindow *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchActivation) activation = orch_engine_parse_activation (self->engine, text, &error);

  if (activation == NULL)
    {
      orch_welcome_page_show_fault (self->welcome_page,
                                    g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED)
                                        ? _ ("This link cannot be trusted: it does not lead to a hub that may be used "
                                             "here. Ask your organisation for another.")
                                        : _ ("This is not an activation link. Copy it whole from the e-mail."),
                                    error);
      return;
    }
  g_set_object (&self->activation, activation);
  orch_welcome_page_show_fault (self->welcome_page, NULL, NULL);
  adw_navigation_view_pop_to_tag (self->navigation, "welcome");
  AdwNavigationPage *page = orch_host_page_new (activation);
  g_signal_connect_object (page, "confirmed", G_CALLBACK (on_confirmed), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation, page);
}

static DexFuture *
training_fiber (gpointer data)
{
  OrchWelcomeWindow *self = data;
  g_autoptr (GError) error = NULL;

  orch_welcome_page_set_busy (self->welcome_page, TRUE);
  g_autofree char *link = dex_await_string (orch_engine_dup_training_link (self->engine), &error);
  orch_welcome_page_set_busy (self->welcome_page, FALSE);
  if (link != NULL)
    {
      orch_welcome_page_set_link (self->welcome_page, link);
      on_link (self, link);
    }
  else
    {
      g_autofree char *why = orch_error_text_dup (error);
      orch_welcome_page_show_fault (self->welcome_page, why, error);
    }
  return dex_future_new_true ();
}

static void
on_training (OrchWelcomeWindow *self)
{
  if (orch_engine_is_training (self->engine))
    orch_welcome_window_start_training (self);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "app.training", NULL);
}

static void
update_state (OrchWelcomeWindow *self)
{
  gboolean in_the_way = orch_engine_page_is_for (orch_engine_get_state (self->engine));

  /* Most of the time nothing is in the way. */
  if (in_the_way && adw_toolbar_view_get_content (self->engine_view) == NULL)
    {
      GtkWidget *page = orch_engine_page_new ();

      orch_engine_page_set_engine (ORCH_ENGINE_PAGE (page), self->engine);
      adw_toolbar_view_set_content (self->engine_view, page);
    }
  gtk_stack_set_visible_child_name (self->states, in_the_way ? "engine" : "welcome");
  if (in_the_way || self->waiting_link == NULL)
    return;
  g_autofree char *link = g_steal_pointer (&self->waiting_link);
  orch_welcome_page_set_link (self->welcome_page, link);
  on_link (self, link);
}

static void
orch_welcome_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchWelcomeWindow *self = ORCH_WELCOME_WINDOW (object);

  if (id == PROP_TRAINING)
    g_value_set_boolean (value, self->engine != NULL && orch_engine_is_training (self->engine));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
orch_welcome_window_dispose (GObject *object)
{
  OrchWelcomeWindow *self = ORCH_WELCOME_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_WELCOME_WINDOW);
  g_clear_object (&self->activation);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->waiting_link, g_free);

  G_OBJECT_CLASS (orch_welcome_window_parent_class)->dispose (object);
}

static void
orch_welcome_window_class_init (OrchWelcomeWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_welcome_window_dispose;
  G_OBJECT_CLASS (class)->get_property = orch_welcome_window_get_property;
  properties[PROP_TRAINING] =
      g_param_spec_boolean ("training", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (class), G_N_ELEMENTS (properties), properties);
  g_type_ensure (ORCH_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/welcome/orch-welcome-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomeWindow, states);
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomeWindow, engine_view);
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomeWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, OrchWelcomeWindow, welcome_page);
  gtk_widget_class_bind_template_callback (widget_class, on_link);
  gtk_widget_class_bind_template_callback (widget_class, on_training);
}

static void
orch_welcome_window_init (OrchWelcomeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

OrchWelcomeWindow *
orch_welcome_window_new (GtkApplication *application, OrchEngine *engine)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  OrchWelcomeWindow *self = g_object_new (ORCH_TYPE_WELCOME_WINDOW, "application", application, NULL);

  self->engine = g_object_ref (engine);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRAINING]);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  update_state (self);
  return self;
}

void
orch_welcome_window_open_link (OrchWelcomeWindow *self, const char *link)
{
  g_return_if_fail (ORCH_IS_WELCOME_WINDOW (self));
  g_return_if_fail (link != NULL);

  g_set_str (&self->waiting_link, link);
  update_state (self);
}

void
orch_welcome_window_start_training (OrchWelcomeWindow *self)
{
  g_return_if_fail (ORCH_IS_WELCOME_WINDOW (self));
  g_return_if_fail (orch_engine_is_training (self->engine));

  dex_future_disown (dex_scheduler_spawn (NULL, 0, training_fiber, g_object_ref (self), g_object_unref));
}
