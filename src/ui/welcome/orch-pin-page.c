/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-pin-page.h.
 */
#include "orch-pin-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-text.h"
#include "ui/orch-error-text.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-rule-list.h"
#include "ui/widgets/orch-template.h"

struct _OrchPinPage
{
  AdwNavigationPage parent_instance;

  /* owned */
  OrchSession *session;

  gboolean working;
  gboolean chosen;

  /* template children */
  OrchField *pin_field;
  OrchField *again_field;
  GtkEditable *pin;
  GtkEditable *again;
  OrchRuleList *rules;
  GtkWidget *go;
  GtkWidget *spinner;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchPinPage, orch_pin_page, ADW_TYPE_NAVIGATION_PAGE)

static void
on_typed (OrchPinPage *self)
{
  const char *pin = gtk_editable_get_text (self->pin), *again = gtk_editable_get_text (self->again);
  gboolean long_enough = orch_text_length (pin) >= ORCH_SESSION_PIN_MIN;
  /* translators: %d is a number of characters */
  g_autofree char *rule =
      g_strdup_printf (ngettext ("%'d character or more", "%'d characters or more", ORCH_SESSION_PIN_MIN),
                       ORCH_SESSION_PIN_MIN);

  orch_rule_list_set_rule (self->rules, 0, rule, long_enough || self->chosen);
  orch_field_set_error (self->pin_field, NULL);
  orch_field_set_error (self->again_field, g_str_has_prefix (pin, again) ? NULL : _ ("The two differ."));
  gtk_widget_set_visible (self->spinner, self->working);
  gtk_widget_set_sensitive (self->go, !self->working && ((long_enough && g_str_equal (pin, again)) || self->chosen));
}

static DexFuture *
choose_fiber (gpointer data)
{
  OrchPinPage *self = data;
  g_autoptr (GError) error = NULL;

  if (!self->chosen)
    {
      const char *text = gtk_editable_get_text (self->pin);
      g_autoptr (OrchSecret) pin = orch_secret_new (text, strlen (text));

      self->working = TRUE;
      on_typed (self);
      self->chosen = dex_await (orch_session_choose_pin (self->session, pin), &error);
      self->working = FALSE;
      on_typed (self);
    }
  if (self->chosen)
    {
      gtk_editable_set_text (self->pin, "");
      gtk_editable_set_text (self->again, "");
      g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
      return dex_future_new_true ();
    }
  g_autofree char *why = orch_error_text_dup (error);
  orch_pin_page_show_fault (self, why);
  orch_get_help_beside (self->pin_field, error);
  return dex_future_new_true ();
}

static void
on_go (OrchPinPage *self)
{
  if (gtk_widget_get_sensitive (self->go))
    dex_future_disown (dex_scheduler_spawn (NULL, 0, choose_fiber, g_object_ref (self), g_object_unref));
}

static void
orch_pin_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_PIN_PAGE);
  g_clear_object (&ORCH_PIN_PAGE (object)->session);
  G_OBJECT_CLASS (orch_pin_page_parent_class)->dispose (object);
}

static void
orch_pin_page_class_init (OrchPinPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_pin_page_dispose;
  signals[SIGNAL_CHOSEN] =
      g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (ORCH_TYPE_FIELD);
  g_type_ensure (ORCH_TYPE_RULE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/welcome/orch-pin-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchPinPage, pin_field);
  gtk_widget_class_bind_template_child (widget_class, OrchPinPage, again_field);
  gtk_widget_class_bind_template_child (widget_class, OrchPinPage, pin);
  gtk_widget_class_bind_template_child (widget_class, OrchPinPage, again);
  gtk_widget_class_bind_template_child (widget_class, OrchPinPage, rules);
  gtk_widget_class_bind_template_child (widget_class, OrchPinPage, go);
  gtk_widget_class_bind_template_child (widget_class, OrchPinPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
}

static void
orch_pin_page_init (OrchPinPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
  GtkEditable *entries[] = { self->pin, self->again };
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_signal_connect_object (entries[i], "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (entries[i], "activate", G_CALLBACK (on_go), self, G_CONNECT_SWAPPED);
    }
  on_typed (self);
}

AdwNavigationPage *
orch_pin_page_new (OrchSession *session)
{
  g_return_val_if_fail (ORCH_IS_SESSION (session), NULL);

  OrchPinPage *self = g_object_new (ORCH_TYPE_PIN_PAGE, NULL);

  self->session = g_object_ref (session);
  return ADW_NAVIGATION_PAGE (self);
}

void
orch_pin_page_show_fault (OrchPinPage *self, const char *text)
{
  g_return_if_fail (ORCH_IS_PIN_PAGE (self));

  orch_field_set_error (self->pin_field, text);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}
