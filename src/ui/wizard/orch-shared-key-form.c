/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-shared-key-form.h.
 */
#include "orch-shared-key-form.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/orch-error.h"
#include "core/orch-shared-key.h"
#include "ui/orch-error-text.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-in-sight.h"
#include "ui/widgets/orch-rule-list.h"
#include "ui/widgets/orch-template.h"

struct _OrchSharedKeyForm
{
  GtkWidget parent_instance;

  /* owned */
  OrchSetup *setup;

  gboolean replacing;
  gboolean keeping;
  gboolean as_new; /* though another key sealed what the hub holds */

  /* template children */
  GtkWidget *kept;
  GtkWidget *entry;
  OrchField *key_field;
  OrchField *again_field;
  GtkEditable *key;
  GtkEditable *again;
  OrchRuleList *rules;
  GtkWidget *keep;
  AdwAlertDialog *other_dialog;
};

G_DEFINE_FINAL_TYPE (OrchSharedKeyForm, orch_shared_key_form, GTK_TYPE_WIDGET)

static void
update (OrchSharedKeyForm *self)
{
  gboolean kept = orch_setup_has_shared_key (self->setup) && !self->replacing;

  gtk_widget_set_visible (self->kept, kept);
  gtk_widget_set_visible (self->entry, !kept);
}

static void
on_typed (OrchSharedKeyForm *self)
{
  static const OrchSharedKeyFlags order[] = { ORCH_SHARED_KEY_TOO_SHORT,      ORCH_SHARED_KEY_NO_UPPER,
                                              ORCH_SHARED_KEY_NO_LOWER,       ORCH_SHARED_KEY_NO_DIGIT,
                                              ORCH_SHARED_KEY_NO_PUNCTUATION, ORCH_SHARED_KEY_SPACE_AT_END };
  const char *key = gtk_editable_get_text (self->key), *again = gtk_editable_get_text (self->again);
  OrchSharedKeyFlags flags = orch_shared_key_check (key);
  gboolean same = g_str_equal (key, again);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    orch_rule_list_set_rule (self->rules, i, orch_error_text_shared_key (order[i]),
                             *key != '\0' && (flags & order[i]) == 0);
  orch_field_set_error (self->key_field, NULL);
  // Not while the beginning is right: the person is still typing it.
  orch_field_set_error (self->again_field, g_str_has_prefix (key, again) ? NULL : _ ("The two keys differ."));
  gtk_widget_set_sensitive (self->keep, flags == ORCH_SHARED_KEY_OK && same && !self->keeping);
}

static DexFuture *
keep_fiber (gpointer data)
{
  OrchSharedKeyForm *self = data;
  const char *text = gtk_editable_get_text (self->key);
  g_autoptr (OrchSecret) secret = orch_secret_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  self->keeping = TRUE;
  on_typed (self);
  gboolean kept = dex_await (self->as_new ? orch_setup_make_shared_key (self->setup, secret)
                                          : orch_setup_set_shared_key (self->setup, secret),
                             &error);
  self->keeping = FALSE;
  self->as_new = FALSE;
  if (kept)
    {
      self->replacing = FALSE;
      gtk_editable_set_text (self->key, "");
      gtk_editable_set_text (self->again, "");
      orch_announce (GTK_WIDGET (self), _ ("The key is in the keyring."));
    }
  on_typed (self);
  if (error != NULL)
    {
      g_autofree char *why = orch_error_text_dup (error);
      orch_field_set_error (self->key_field, why);
      orch_get_help_beside (self->key_field, error);
      orch_announce (GTK_WIDGET (self), why);
      if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_WRONG_KEY) && gtk_widget_get_mapped (GTK_WIDGET (self)))
        orch_alert_present (ADW_DIALOG (self->other_dialog), GTK_WIDGET (self));
    }
  update (self);
  return dex_future_new_true ();
}

static void
on_keep (OrchSharedKeyForm *self)
{
  if (!self->keeping && gtk_widget_get_sensitive (self->keep))
    dex_future_disown (dex_scheduler_spawn (NULL, 0, keep_fiber, g_object_ref (self), g_object_unref));
}

/* The clinic's key is lost: this one takes its place, knowingly. */
static void
on_other_answer (OrchSharedKeyForm *self, const char *response)
{
  self->as_new = g_str_equal (response, "replace");
  if (self->as_new)
    on_keep (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->key));
}

static void
on_replace (OrchSharedKeyForm *self)
{
  self->replacing = TRUE;
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->key));
  orch_bring_in_sight_from (self->entry, GTK_WIDGET (self->key_field));
}

static void
orch_shared_key_form_dispose (GObject *object)
{
  OrchSharedKeyForm *self = ORCH_SHARED_KEY_FORM (object);

  orch_template_dispose (GTK_WIDGET (self), ORCH_TYPE_SHARED_KEY_FORM);
  g_clear_object (&self->setup);

  G_OBJECT_CLASS (orch_shared_key_form_parent_class)->dispose (object);
}

static void
orch_shared_key_form_class_init (OrchSharedKeyFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_shared_key_form_dispose;
  g_type_ensure (ORCH_TYPE_FIELD);
  g_type_ensure (ORCH_TYPE_RULE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-shared-key-form.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSharedKeyForm, kept);
  gtk_widget_class_bind_template_child (widget_class, OrchSharedKeyForm, entry);
  gtk_widget_class_bind_template_child (widget_class, OrchSharedKeyForm, key_field);
  gtk_widget_class_bind_template_child (widget_class, OrchSharedKeyForm, again_field);
  gtk_widget_class_bind_template_child (widget_class, OrchSharedKeyForm, key);
  gtk_widget_class_bind_template_child (widget_class, OrchSharedKeyForm, again);
  gtk_widget_class_bind_template_child (widget_class, OrchSharedKeyForm, rules);
  gtk_widget_class_bind_template_child (widget_class, OrchSharedKeyForm, keep);
  gtk_widget_class_bind_template_child (widget_class, OrchSharedKeyForm, other_dialog);
  gtk_widget_class_bind_template_callback (widget_class, on_keep);
  gtk_widget_class_bind_template_callback (widget_class, on_other_answer);
  gtk_widget_class_bind_template_callback (widget_class, on_replace);
}

static void
orch_shared_key_form_init (OrchSharedKeyForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect_object (self->key, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->again, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->again, "activate", G_CALLBACK (on_keep), self, G_CONNECT_SWAPPED);
  on_typed (self);
}

void
orch_shared_key_form_bind (OrchSharedKeyForm *self, OrchSetup *setup)
{
  g_return_if_fail (ORCH_IS_SHARED_KEY_FORM (self));
  g_return_if_fail (ORCH_IS_SETUP (setup));
  g_return_if_fail (self->setup == NULL);

  self->setup = g_object_ref (setup);
  g_signal_connect_object (setup, "notify::has-shared-key", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
