/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Two faces: who are you, then the PIN when this workstation has none of yours. Main thread.
 */
#include "orch-sign-in-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-template.h"

struct _OrchSignInPage
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;

  gboolean signing_in;
  guint serial; /* of the sign-in under way: the answer of an older one is not read */

  /* template children */
  GtkStack *stack;
  GtkLabel *explanation;
  GtkWidget *form;
  GtkEditable *username;
  GtkEditable *password;
  GtkLabel *fault;
  GtkWidget *waiting;
  GtkLabel *waiting_label;
  GtkWidget *sign_in;
  GtkWidget *stop;
  GtkWidget *back;
  GtkEditable *pin;
  GtkEditable *pin_again;
  GtkLabel *pin_fault;
  GtkWidget *keep_pin;
};

enum
{
  SIGNAL_BACK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  OrchSignInPage *self; /* (owned) */
  guint serial;
} SignIn;

G_DEFINE_FINAL_TYPE (OrchSignInPage, orch_sign_in_page, ADW_TYPE_BIN)

static void
show_fault (OrchSignInPage *self, const GError *error)
{
  g_autofree char *text = error != NULL ? orch_error_text_dup (error) : NULL;

  gtk_label_set_label (self->fault, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
  orch_get_help_beside (self->fault, error);
}

static gboolean
on_shown (gpointer data)
{
  OrchSignInPage *self = data;
  const gboolean pin = self->engine != NULL && orch_session_needs_pin (orch_engine_get_session (self->engine));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (pin                                   ? GTK_WIDGET (self->pin)
                           : gtk_widget_get_visible (self->form) ? GTK_WIDGET (self->username)
                                                                 : self->sign_in);
  return G_SOURCE_REMOVE;
}

static void
show_face (OrchSignInPage *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const gboolean pin = orch_session_needs_pin (session);

  gtk_widget_set_visible (self->back, orch_session_is_signed_in (session) && orch_session_is_locked (session));
  gtk_stack_set_visible_child_name (self->stack, pin ? "pin" : "sign-in");
  /* Not yet: the window that is being shown moves the focus itself. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_shown, g_object_ref (self), g_object_unref);
}

static void
set_signing_in (OrchSignInPage *self, gboolean signing_in)
{
  self->signing_in = signing_in;
  gtk_widget_set_sensitive (self->form, !signing_in);
  gtk_widget_set_visible (self->waiting, signing_in);
  gtk_widget_set_visible (self->sign_in, !signing_in);
  gtk_widget_set_visible (self->stop, signing_in);
}

static DexFuture *
on_signed_in (DexFuture *future, gpointer data)
{
  const SignIn *sign_in = data;
  OrchSignInPage *self = sign_in->self;
  g_autoptr (GError) error = NULL;
  const gboolean done = dex_future_get_value (future, &error) != NULL;

  if (self->engine == NULL || !self->signing_in || sign_in->serial != self->serial)
    return NULL;
  set_signing_in (self, FALSE);
  if (!done)
    show_fault (self, error);
  else
    g_signal_emit (self, signals[SIGNAL_BACK], 0);
  show_face (self);
  return NULL;
}

static void
sign_in_free (gpointer data)
{
  SignIn *sign_in = data;

  g_object_unref (sign_in->self);
  g_free (sign_in);
}

static void
on_sign_in (OrchSignInPage *self)
{
  const gboolean training = orch_engine_is_training (self->engine);
  const char *text = gtk_editable_get_text (self->password);
  g_autoptr (OrchSecret) password = NULL;
  SignIn *sign_in = NULL;

  if (self->signing_in ||
      (training && (text[0] == '\0' || orch_text_is_empty (gtk_editable_get_text (self->username)))))
    return;
  password = training ? orch_secret_new (text, strlen (text)) : NULL;
  gtk_editable_set_text (self->password, "");
  show_fault (self, NULL);
  set_signing_in (self, TRUE);
  gtk_widget_grab_focus (self->stop);

  /* Stopped through the engine, never dropped: libdex 0.10 does not bear a fiber that is discarded while it waits. */
  sign_in = g_new0 (SignIn, 1);
  sign_in->self = g_object_ref (self);
  sign_in->serial = ++self->serial;
  dex_future_disown (dex_future_finally (
      orch_engine_sign_in_again (self->engine, training ? gtk_editable_get_text (self->username) : NULL, password),
      on_signed_in, sign_in, sign_in_free));
}

static void
on_stop (OrchSignInPage *self)
{
  if (self->signing_in)
    orch_engine_stop_sign_in (self->engine);
  set_signing_in (self, FALSE);
  show_face (self);
}

static void
on_back (OrchSignInPage *self)
{
  on_stop (self);
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

static void
on_pin_typed (OrchSignInPage *self)
{
  const char *first = gtk_editable_get_text (self->pin);
  const char *second = gtk_editable_get_text (self->pin_again);
  const gboolean long_enough = orch_text_length (first) >= ORCH_SESSION_PIN_MIN;
  const gboolean same = g_str_equal (first, second);

  gtk_widget_set_sensitive (self->keep_pin, long_enough && same);
  if (first[0] == '\0')
    gtk_label_set_label (self->pin_fault, "");
  else if (!long_enough)
    gtk_label_set_label (self->pin_fault, _ ("At least six characters."));
  else if (second[0] != '\0' && !same)
    gtk_label_set_label (self->pin_fault, _ ("The two are not the same."));
  else
    gtk_label_set_label (self->pin_fault, "");
}

static DexFuture *
on_pin_kept (DexFuture *future, gpointer data)
{
  OrchSignInPage *self = data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    {
      g_autofree char *text = orch_error_text_dup (error);

      gtk_label_set_label (self->pin_fault, text);
      orch_get_help_beside (self->pin_fault, error);
      gtk_widget_set_sensitive (self->keep_pin, TRUE);
    }
  return NULL;
}

static void
on_pin (OrchSignInPage *self)
{
  const char *text = gtk_editable_get_text (self->pin);
  g_autoptr (OrchSecret) pin = NULL;

  if (!gtk_widget_get_sensitive (self->keep_pin))
    return;
  pin = orch_secret_new (text, strlen (text));
  gtk_widget_set_sensitive (self->keep_pin, FALSE);
  dex_future_disown (dex_future_finally (orch_session_choose_pin (orch_engine_get_session (self->engine), pin),
                                         on_pin_kept, g_object_ref (self), g_object_unref));
}

static void
orch_sign_in_page_map (GtkWidget *widget)
{
  OrchSignInPage *self = ORCH_SIGN_IN_PAGE (widget);

  GTK_WIDGET_CLASS (orch_sign_in_page_parent_class)->map (widget);
  show_face (self);
}

static void
orch_sign_in_page_unmap (GtkWidget *widget)
{
  OrchSignInPage *self = ORCH_SIGN_IN_PAGE (widget);

  gtk_editable_set_text (self->password, "");
  gtk_editable_set_text (self->pin, "");
  gtk_editable_set_text (self->pin_again, "");
  GTK_WIDGET_CLASS (orch_sign_in_page_parent_class)->unmap (widget);
}

static void
orch_sign_in_page_dispose (GObject *object)
{
  OrchSignInPage *self = ORCH_SIGN_IN_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SIGN_IN_PAGE);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_sign_in_page_parent_class)->dispose (object);
}

static void
orch_sign_in_page_class_init (OrchSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_sign_in_page_dispose;
  widget_class->map = orch_sign_in_page_map;
  widget_class->unmap = orch_sign_in_page_unmap;

  signals[SIGNAL_BACK] =
      g_signal_new ("back", ORCH_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, form);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, username);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, fault);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, waiting_label);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, stop);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, back);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, pin);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, pin_again);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, pin_fault);
  gtk_widget_class_bind_template_child (widget_class, OrchSignInPage, keep_pin);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_pin_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_pin);
}

static void
orch_sign_in_page_init (OrchSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
orch_sign_in_page_new (OrchEngine *engine)
{
  OrchSignInPage *self = NULL;
  gboolean training = FALSE;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_SIGN_IN_PAGE, NULL);
  self->engine = g_object_ref (engine);
  training = orch_engine_is_training (engine);
  gtk_widget_set_visible (self->form, training);
  gtk_label_set_label (self->explanation, training ? _ ("With a user name and a password of the training environment.")
                                                   : _ ("Your browser opens the hub's page, and comes back here."));
  gtk_label_set_label (self->waiting_label,
                       training ? _ ("Signing in…") : _ ("Waiting for the sign-in in your browser…"));
  g_signal_connect_object (orch_engine_get_session (engine), "notify::needs-pin", G_CALLBACK (show_face), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
