/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-password-page.h.
 */
#include "orch-password-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-text.h"
#include "ui/orch-error-text.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-rule-list.h"
#include "ui/widgets/orch-template.h"

struct _OrchPasswordPage
{
  AdwNavigationPage parent_instance;

  /* owned */
  OrchActivation *activation;

  gboolean working;

  /* template children */
  OrchField *username_field;
  OrchField *password_field;
  OrchField *again_field;
  GtkEditable *username;
  GtkEditable *password;
  GtkEditable *again;
  OrchRuleList *rules;
  GtkWidget *go;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchPasswordPage, orch_password_page, ADW_TYPE_NAVIGATION_PAGE)

static int
count_classes (const char *text)
{
  gboolean lower = FALSE, upper = FALSE, digit = FALSE, other = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (g_unichar_islower (c))
        lower = TRUE;
      else if (g_unichar_isupper (c))
        upper = TRUE;
      else if (g_unichar_isdigit (c))
        digit = TRUE;
      else
        other = TRUE;
    }
  return lower + upper + digit + other;
}

static void
on_typed (OrchPasswordPage *self)
{
  const OrchPasswordRules *rules = orch_activation_get_password_rules (self->activation);
  const char *password = gtk_editable_get_text (self->password), *again = gtk_editable_get_text (self->again);
  int length = (int) orch_text_length (password);
  guint n = 0;

  if (rules != NULL && rules->min_length > 0)
    {
      g_autofree char *text =
          /* translators: %d is a number of characters */
          g_strdup_printf (ngettext ("%'d character or more", "%'d characters or more", (gulong) rules->min_length),
                           rules->min_length);
      orch_rule_list_set_rule (self->rules, n++, text, length >= rules->min_length);
    }
  if (rules != NULL && rules->min_classes > 1)
    {
      g_autofree char *text =
          /* translators: %d is a number of kinds of characters */
          g_strdup_printf (_ ("%d of these kinds: lower case, upper case, digits, other signs"), rules->min_classes);
      orch_rule_list_set_rule (self->rules, n++, text, count_classes (password) >= rules->min_classes);
    }
  if (rules != NULL && rules->max_length > 0 && length > rules->max_length)
    /* the rule appears only once it is broken */
    orch_field_set_error (self->password_field, _ ("This password is too long."));
  else
    orch_field_set_error (self->password_field, NULL);
  orch_field_set_error (self->username_field, NULL);
  orch_field_set_error (self->again_field, g_str_has_prefix (password, again) ? NULL : _ ("The two passwords differ."));
  gtk_widget_set_sensitive (self->go, !self->working && *password != '\0' && g_str_equal (password, again) &&
                                          orch_field_get_error (self->password_field) == NULL &&
                                          orch_rule_list_all_met (self->rules) &&
                                          !orch_text_is_empty (gtk_editable_get_text (self->username)));
}

static DexFuture *
choose_fiber (gpointer data)
{
  OrchPasswordPage *self = data;
  const char *text = gtk_editable_get_text (self->password);
  g_autofree char *username = g_strdup (gtk_editable_get_text (self->username));
  g_autoptr (OrchSecret) secret = orch_secret_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  self->working = TRUE;
  on_typed (self);
  gboolean chosen = dex_await (orch_activation_choose_password (self->activation, username, secret), &error);
  self->working = FALSE;
  if (chosen)
    {
      gtk_editable_set_text (self->password, "");
      gtk_editable_set_text (self->again, "");
      g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
      return dex_future_new_true ();
    }
  on_typed (self);
  g_autofree char *why = orch_error_text_dup (error);
  orch_field_set_error (self->password_field, why);
  orch_get_help_beside (self->password_field, error);
  orch_announce (GTK_WIDGET (self), why);
  return dex_future_new_true ();
}

static void
on_go (OrchPasswordPage *self)
{
  if (gtk_widget_get_sensitive (self->go))
    dex_future_disown (dex_scheduler_spawn (NULL, 0, choose_fiber, g_object_ref (self), g_object_unref));
}

static void
orch_password_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_PASSWORD_PAGE);
  g_clear_object (&ORCH_PASSWORD_PAGE (object)->activation);
  G_OBJECT_CLASS (orch_password_page_parent_class)->dispose (object);
}

static void
orch_password_page_class_init (OrchPasswordPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_password_page_dispose;
  signals[SIGNAL_CHOSEN] =
      g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (ORCH_TYPE_FIELD);
  g_type_ensure (ORCH_TYPE_RULE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/welcome/orch-password-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchPasswordPage, username_field);
  gtk_widget_class_bind_template_child (widget_class, OrchPasswordPage, password_field);
  gtk_widget_class_bind_template_child (widget_class, OrchPasswordPage, again_field);
  gtk_widget_class_bind_template_child (widget_class, OrchPasswordPage, username);
  gtk_widget_class_bind_template_child (widget_class, OrchPasswordPage, password);
  gtk_widget_class_bind_template_child (widget_class, OrchPasswordPage, again);
  gtk_widget_class_bind_template_child (widget_class, OrchPasswordPage, rules);
  gtk_widget_class_bind_template_child (widget_class, OrchPasswordPage, go);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
}

static void
orch_password_page_init (OrchPasswordPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
  GtkEditable *entries[] = { self->username, self->password, self->again };
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_signal_connect_object (entries[i], "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (entries[i], "activate", G_CALLBACK (on_go), self, G_CONNECT_SWAPPED);
    }
}

AdwNavigationPage *
orch_password_page_new (OrchActivation *activation)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (activation), NULL);

  OrchPasswordPage *self = g_object_new (ORCH_TYPE_PASSWORD_PAGE, NULL);
  const char *username = orch_activation_get_username (activation);

  self->activation = g_object_ref (activation);
  gtk_editable_set_text (self->username, username != NULL ? username : "");
  // A name that the link decides is not asked again.
  gtk_widget_set_visible (GTK_WIDGET (self->username_field), username == NULL);
  on_typed (self);
  return ADW_NAVIGATION_PAGE (self);
}
