/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Three faces, one at a time: the content, the lock page, the page to sign in. While the content shows, what a person does in the
 * window is seen before any widget sees it: without any of it for as long as the preferences say, the session locks; as it does at the limit of
 * its age. Both are told before. Main thread.
 */
#include "orch-lock-bin.h"

#include <glib/gi18n.h>

#include "orch-idle-watch.h"
#include "orch-lock-page.h"
#include "orch-sign-in-page.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-plain-text.h"

#define SESSION_WARNING_US (2 * G_TIME_SPAN_MINUTE)

struct _OrchLockBin
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchIdleWatch *idle;
  GSettings *settings;
  GtkWidget *content; /* (nullable) */
  GtkWidget *toasts;  /* around the content */
  GtkWidget *lock_page;
  GtkWidget *sign_in_page;
  AdwToast *warning; /* (nullable) */

  gboolean open;
  GtkEventController *watch; /* (not owned) (nullable): of the window */
  gboolean other;            /* somebody else asked to sign in */
};

typedef enum
{
  PROP_OPEN = 1,
} OrchLockBinProperty;

static GParamSpec *properties[PROP_OPEN + 1];

G_DEFINE_FINAL_TYPE (OrchLockBin, orch_lock_bin, ADW_TYPE_BIN)

/* A dialog lies above the page, and would show what the page no longer does. */
static void
close_dialogs (OrchLockBin *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  AdwDialog *dialog = NULL;

  if (!ADW_IS_APPLICATION_WINDOW (root))
    return;
  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (root))) != NULL)
    {
      adw_dialog_force_close (dialog);
      if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (root)) == dialog)
        break;
    }
}

static void
on_over (OrchLockBin *self)
{
  orch_session_lock (orch_engine_get_session (self->engine));
}

static void
withdraw_warning (OrchLockBin *self)
{
  if (self->warning != NULL)
    adw_toast_dismiss (self->warning);
  g_clear_object (&self->warning);
}

/* Returns: (transfer full) (nullable): what is to be told now */
static char *
dup_warning (OrchLockBin *self)
{
  const gint64 left_us = orch_session_get_left_us (orch_engine_get_session (self->engine));
  gint64 minutes = (left_us + G_TIME_SPAN_MINUTE - 1) / G_TIME_SPAN_MINUTE;

  if (left_us <= SESSION_WARNING_US)
    /* translators: %'u: minutes */
    return g_strdup_printf (ngettext ("In %'u minute you sign in again. What you have typed is kept.",
                                      "In %'u minutes you sign in again. What you have typed is kept.",
                                      (gulong) minutes),
                            (guint) minutes);
  if (!orch_idle_watch_is_soon (self->idle))
    return NULL;
  minutes = (orch_idle_watch_get_left_us (self->idle) + G_TIME_SPAN_MINUTE - 1) / G_TIME_SPAN_MINUTE;
  /* translators: %'u: minutes */
  return g_strdup_printf (ngettext ("In %'u minute the screen locks. Any key keeps it open.",
                                    "In %'u minutes the screen locks. Any key keeps it open.", (gulong) minutes),
                          (guint) minutes);
}

static void
show_warning (OrchLockBin *self)
{
  g_autofree char *text = self->open ? dup_warning (self) : NULL;

  if (text == NULL)
    {
      withdraw_warning (self);
      return;
    }
  if (self->warning != NULL && g_strcmp0 (adw_toast_get_title (self->warning), text) == 0)
    return;
  withdraw_warning (self);
  self->warning = g_object_ref_sink (orch_plain_toast (text));
  adw_toast_set_timeout (self->warning, 0);
  adw_toast_set_priority (self->warning, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), g_object_ref (self->warning));
}

static void
on_looked (OrchLockBin *self)
{
  orch_session_look (orch_engine_get_session (self->engine));
  show_warning (self);
}

static void
on_hours (OrchLockBin *self)
{
  orch_session_set_limit (orch_engine_get_session (self->engine),
                          g_settings_get_uint (self->settings, "session-hours") * 3600);
}

static gboolean
on_event (OrchLockBin *self, GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_MOTION_NOTIFY:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
      orch_idle_watch_note ();
      if (self->warning != NULL)
        show_warning (self);
      break;
    default: /* the window's own: focus, crossing, … */
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
show_face (OrchLockBin *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const gboolean signed_in = orch_session_is_signed_in (session);
  const gboolean locked = orch_session_is_locked (session);
  GtkWidget *face = self->content != NULL ? self->toasts : NULL;

  if (!locked)
    self->other = FALSE;
  if (!signed_in || self->other || orch_session_needs_pin (session))
    face = self->sign_in_page;
  else if (locked)
    face = self->lock_page;

  if (adw_bin_get_child (ADW_BIN (self)) != face)
    adw_bin_set_child (ADW_BIN (self), face);
  if (self->open == (face != self->lock_page && face != self->sign_in_page))
    return;
  self->open = !self->open;
  /* Only while there is something to hide. */
  if (self->open)
    orch_idle_watch_start (self->idle);
  else
    {
      orch_idle_watch_stop (self->idle);
      withdraw_warning (self);
      close_dialogs (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

static void
on_other_person (OrchLockBin *self)
{
  self->other = TRUE;
  show_face (self);
}

static void
on_back (OrchLockBin *self)
{
  self->other = FALSE;
  show_face (self);
}

static void
orch_lock_bin_root (GtkWidget *widget)
{
  OrchLockBin *self = ORCH_LOCK_BIN (widget);

  GTK_WIDGET_CLASS (orch_lock_bin_parent_class)->root (widget);
  self->watch = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (self->watch, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->watch, "event", G_CALLBACK (on_event), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (widget)), self->watch);
}

static void
orch_lock_bin_unroot (GtkWidget *widget)
{
  OrchLockBin *self = ORCH_LOCK_BIN (widget);

  gtk_widget_remove_controller (GTK_WIDGET (gtk_widget_get_root (widget)), g_steal_pointer (&self->watch));
  GTK_WIDGET_CLASS (orch_lock_bin_parent_class)->unroot (widget);
}

static void
orch_lock_bin_dispose (GObject *object)
{
  OrchLockBin *self = ORCH_LOCK_BIN (object);

  if (self->idle != NULL)
    orch_idle_watch_stop (self->idle);
  if (self->engine != NULL)
    adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->warning);
  g_clear_object (&self->toasts);
  g_clear_object (&self->content);
  g_clear_object (&self->settings);
  g_clear_object (&self->lock_page);
  g_clear_object (&self->sign_in_page);
  g_clear_object (&self->idle);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_lock_bin_parent_class)->dispose (object);
}

static void
orch_lock_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchLockBin *self = ORCH_LOCK_BIN (object);

  switch ((OrchLockBinProperty) id)
    {
    case PROP_OPEN:
      g_value_set_boolean (value, self->open);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_lock_bin_class_init (OrchLockBinClass *klass)
{
  GTK_WIDGET_CLASS (klass)->root = orch_lock_bin_root;
  GTK_WIDGET_CLASS (klass)->unroot = orch_lock_bin_unroot;
  G_OBJECT_CLASS (klass)->dispose = orch_lock_bin_dispose;
  G_OBJECT_CLASS (klass)->get_property = orch_lock_bin_get_property;

  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
}

static void
orch_lock_bin_init (OrchLockBin *self)
{
}

GtkWidget *
orch_lock_bin_new (OrchEngine *engine, GtkWidget *content)
{
  OrchLockBin *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_LOCK_BIN, NULL);
  self->engine = g_object_ref (engine);
  self->idle = orch_idle_watch_new ();
  g_signal_connect_object (self->idle, "over", G_CALLBACK (on_over), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->idle, "looked", G_CALLBACK (on_looked), self, G_CONNECT_SWAPPED);
  self->settings = g_settings_new (ORCH_APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed::session-hours", G_CALLBACK (on_hours), self, G_CONNECT_SWAPPED);
  on_hours (self);
  self->content = content != NULL ? g_object_ref_sink (content) : NULL;
  self->toasts = g_object_ref_sink (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), self->content);
  self->lock_page = g_object_ref_sink (orch_lock_page_new (engine));
  self->sign_in_page = g_object_ref_sink (orch_sign_in_page_new (engine));
  g_signal_connect_object (self->lock_page, "other-person", G_CALLBACK (on_other_person), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_in_page, "back", G_CALLBACK (on_back), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (show_face), self, G_CONNECT_SWAPPED);
  show_face (self);
  return GTK_WIDGET (self);
}

gboolean
orch_lock_bin_get_open (OrchLockBin *self)
{
  g_return_val_if_fail (ORCH_IS_LOCK_BIN (self), FALSE);

  return self->open;
}
