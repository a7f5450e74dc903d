/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The PIN is a secret from the entry on: it is wiped as soon as it was tried. Main thread.
 */
#include "orch-lock-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-error.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-template.h"

struct _OrchLockPage
{
  AdwBin parent_instance;

  OrchEngine *engine; /* (owned) */
  guint delay_source;

  /* template children */
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *state;
  GtkWidget *form;
  GtkEditable *pin;
  GtkLabel *fault;
  GtkWidget *unlock;
  GtkWidget *again;
};

enum
{
  SIGNAL_OTHER_PERSON,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchLockPage, orch_lock_page, ADW_TYPE_BIN)

static void
show_fault (OrchLockPage *self, const char *text)
{
  gtk_label_set_label (self->fault, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
}

/* At the limit of the session only a sign-in opens: the PIN comes after it. */
static gboolean
show_over (OrchLockPage *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const gboolean over = orch_session_get_left_us (session) == 0;
  const guint hours = orch_session_get_limit (session) / 3600;
  g_autofree char *text = g_strdup_printf (
      /* translators: %'u: hours, from 1 to 12 */
      ngettext ("Signed in more than %'u hour ago. Sign in again: what you have typed waits for you.",
                "Signed in more than %'u hours ago. Sign in again: what you have typed waits for you.", hours),
      hours);

  gtk_label_set_label (self->state, over ? text : _ ("This workstation is locked"));
  gtk_widget_set_visible (self->form, !over);
  gtk_widget_set_visible (self->unlock, !over);
  gtk_widget_set_visible (self->again, over);
  if (over)
    show_fault (self, NULL);
  return over;
}

/* After five failures: says how long, each second, and opens again by itself. */
static gboolean
on_delay_time (gpointer data)
{
  OrchLockPage *self = data;
  const int left = orch_session_get_unlock_delay (orch_engine_get_session (self->engine));
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->pin), left == 0);
  gtk_widget_set_sensitive (self->unlock, left == 0);
  if (left == 0)
    {
      self->delay_source = 0;
      show_fault (self, NULL);
      return G_SOURCE_REMOVE;
    }
  /* translators: %d:%02d is a time that counts down, minutes and seconds */
  text = g_strdup_printf (_ ("Too many wrong PINs. Try again in %d:%02d."), left / 60, left % 60);
  show_fault (self, text);
  return G_SOURCE_CONTINUE;
}

static void
watch_delay (OrchLockPage *self)
{
  if (self->delay_source == 0 && on_delay_time (self))
    self->delay_source = g_timeout_add_seconds (1, on_delay_time, self);
}

static DexFuture *
on_unlocked (DexFuture *future, gpointer data)
{
  OrchLockPage *self = data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (self->unlock, TRUE);
  if (dex_future_get_value (future, &error) != NULL)
    return NULL;
  if (self->engine != NULL && show_over (self))
    {
      gtk_widget_grab_focus (self->again);
      return NULL;
    }
  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED))
    show_fault (self, _ ("This is not the PIN you chose on this workstation."));
  else
    {
      g_autofree char *text = orch_error_text_dup (error);

      show_fault (self, text);
      orch_get_help_beside (self->fault, error);
    }
  if (orch_session_get_unlock_delay (orch_engine_get_session (self->engine)) > 0)
    watch_delay (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin));
  return NULL;
}

static void
on_unlock (OrchLockPage *self)
{
  const char *text = gtk_editable_get_text (self->pin);
  g_autoptr (OrchSecret) pin = NULL;

  if (text[0] == '\0' || !gtk_widget_get_sensitive (self->unlock))
    return;
  pin = orch_secret_new (text, strlen (text));
  gtk_editable_set_text (self->pin, "");
  gtk_widget_set_sensitive (self->unlock, FALSE);
  dex_future_disown (dex_future_finally (orch_session_unlock (orch_engine_get_session (self->engine), pin), on_unlocked,
                                         g_object_ref (self), g_object_unref));
}

static void
on_typed (OrchLockPage *self)
{
  if (self->delay_source == 0 && gtk_editable_get_text (self->pin)[0] != '\0')
    show_fault (self, NULL);
}

static void
on_other (OrchLockPage *self)
{
  g_signal_emit (self, signals[SIGNAL_OTHER_PERSON], 0);
}

static gboolean
on_shown (gpointer data)
{
  OrchLockPage *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (gtk_widget_get_visible (self->again) ? self->again : GTK_WIDGET (self->pin));
  return G_SOURCE_REMOVE;
}

static void
orch_lock_page_map (GtkWidget *widget)
{
  OrchLockPage *self = ORCH_LOCK_PAGE (widget);
  OrchSession *session = orch_engine_get_session (self->engine);
  const char *name = orch_session_get_person_name (session);

  gtk_label_set_label (self->name, name != NULL ? name : "");
  adw_avatar_set_text (self->avatar, name);
  gtk_editable_set_text (self->pin, "");
  show_fault (self, NULL);
  show_over (self);
  GTK_WIDGET_CLASS (orch_lock_page_parent_class)->map (widget);
  watch_delay (self);
  /* Not yet: the window that is being shown moves the focus itself. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_shown, g_object_ref (self), g_object_unref);
}

static void
orch_lock_page_dispose (GObject *object)
{
  OrchLockPage *self = ORCH_LOCK_PAGE (object);

  g_clear_handle_id (&self->delay_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_LOCK_PAGE);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_lock_page_parent_class)->dispose (object);
}

static void
orch_lock_page_class_init (OrchLockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_lock_page_dispose;
  widget_class->map = orch_lock_page_map;

  signals[SIGNAL_OTHER_PERSON] =
      g_signal_new ("other-person", ORCH_TYPE_LOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-lock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchLockPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, OrchLockPage, name);
  gtk_widget_class_bind_template_child (widget_class, OrchLockPage, pin);
  gtk_widget_class_bind_template_child (widget_class, OrchLockPage, fault);
  gtk_widget_class_bind_template_child (widget_class, OrchLockPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, OrchLockPage, again);
  gtk_widget_class_bind_template_child (widget_class, OrchLockPage, state);
  gtk_widget_class_bind_template_child (widget_class, OrchLockPage, form);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_other);
}

static void
orch_lock_page_init (OrchLockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
orch_lock_page_new (OrchEngine *engine)
{
  OrchLockPage *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_LOCK_PAGE, NULL);
  self->engine = g_object_ref (engine);
  return GTK_WIDGET (self);
}
