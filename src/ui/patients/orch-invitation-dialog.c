/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-invitation-dialog.h. The code is in one label at most, and only while it is asked for.
 */
#include "orch-invitation-dialog.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-phone.h"
#include "orch-account-text.h"
#include "orch-invitation-slip.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-phone-entry.h"

static const struct
{
  const char *code;
  const char *name; /* as its speakers write it */
} languages[] = { { "fr", "Français" }, { "en", "English" }, { "es", "Español" }, { "ar", "العربية" } };

struct _OrchInvitationDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  char *patient_id;
  OrchInvitationOffer *offer; /* (nullable) */

  /* template children */
  GtkStack *stack;
  GtkCheckButton *in_person;
  GtkCheckButton *oral;
  GtkCheckButton *sms;
  OrchField *phone_field;
  OrchPhoneEntry *phone_entry;
  OrchField *language_field;
  GtkDropDown *language_combo;
  GtkLabel *error;
  GtkWidget *generate;
  GtkLabel *code;
  GtkToggleButton *show_code;
  GtkLabel *spelled;
  GtkLabel *outcome;
  GtkLabel *portal;
  GtkWidget *again;
  GtkWidget *print;
};

G_DEFINE_FINAL_TYPE (OrchInvitationDialog, orch_invitation_dialog, ADW_TYPE_DIALOG)

static OrchInvitationChannel
get_channel (OrchInvitationDialog *self)
{
  if (gtk_check_button_get_active (self->sms))
    return ORCH_INVITATION_SMS;
  return gtk_check_button_get_active (self->oral) ? ORCH_INVITATION_ORAL : ORCH_INVITATION_IN_PERSON;
}

static void
show_error (OrchInvitationDialog *self, const char *text)
{
  gtk_label_set_label (self->error, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), text != NULL);
  gtk_stack_set_visible_child_name (self->stack, "choose");
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

static void
on_channel (OrchInvitationDialog *self)
{
  orch_field_set_error (self->phone_field, NULL);
  show_error (self, NULL);
}

static void
show_code (OrchInvitationDialog *self)
{
  OrchInvitationCode *code = self->offer != NULL ? orch_invitation_offer_get_code (self->offer) : NULL;
  g_autofree char *masked = NULL;

  if (code == NULL)
    {
      gtk_label_set_label (self->code, "");
      return;
    }
  masked = orch_invitation_code_dup_masked (code);
  gtk_label_set_label (self->code,
                       gtk_toggle_button_get_active (self->show_code) ? orch_invitation_code_get_text (code) : masked);
}

static void
on_show_code (OrchInvitationDialog *self)
{
  show_code (self);
}

static void
show_offer (OrchInvitationDialog *self)
{
  OrchPortalInvitation *invitation = orch_invitation_offer_get_invitation (self->offer);
  const OrchPortalInvitationFields *fields = orch_portal_invitation_get_fields (invitation);
  OrchInvitationCode *code = orch_invitation_offer_get_code (self->offer);
  g_autofree char *outcome = orch_account_text_dup_invitation (invitation, orch_clock_now_us ());
  g_autofree char *spelled = NULL;

  gtk_toggle_button_set_active (self->show_code, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->code), code != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->show_code), code != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spelled), code != NULL);
  gtk_widget_set_visible (self->print, code != NULL && fields->channel == ORCH_INVITATION_IN_PERSON);
  show_code (self);
  if (code != NULL)
    {
      const char letter = orch_invitation_code_get_letter (code);
      const char *word = orch_invitation_code_spell (letter, fields->language);

      /* translators: %c is a letter, %s a word that begins with it, in the language of the patient */
      spelled = g_strdup_printf (_ ("The letter %c, as in “%s”"), letter, word != NULL ? word : "");
      gtk_label_set_label (self->spelled, spelled);
    }
  gtk_label_set_label (self->outcome, outcome);
  gtk_label_set_label (self->portal, orch_invitation_offer_get_portal (self->offer) != NULL
                                         ? orch_invitation_offer_get_portal (self->offer)
                                         : "");
  gtk_stack_set_visible_child_name (self->stack, "done");
  orch_announce (GTK_WIDGET (self), outcome);
}

/* Why there is no code, for the person who stands at the counter. Returns: (transfer full) */
static char *
dup_reason (const GError *error)
{
  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_OFFLINE))
    return g_strdup (_ ("The hub cannot be reached, and it makes the codes: try again once it can."));
  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED))
    return g_strdup (_ ("This hub does not offer it."));
  return orch_error_text_dup (error);
}

static DexFuture *
generate_fiber (gpointer data)
{
  OrchInvitationDialog *self = data;
  const OrchInvitationChannel channel = get_channel (self);
  g_autofree char *phone = channel == ORCH_INVITATION_SMS ? orch_phone_entry_dup_number (self->phone_entry) : NULL;
  OrchPatientDesk *desk = orch_engine_get_patients (self->engine);
  g_autoptr (OrchInvitationOffer) offer = NULL;
  g_autoptr (GError) error = NULL;

  if (desk != NULL)
    offer =
        dex_await_object (orch_patient_desk_invite (desk, self->patient_id, channel,
                                                    languages[gtk_drop_down_get_selected (self->language_combo)].code,
                                                    phone),
                          &error);
  if (self->engine == NULL || self->stack == NULL)
    return dex_future_new_true ();
  if (offer == NULL)
    {
      g_autofree char *reason = dup_reason (error);

      show_error (self, reason);
      orch_get_help_beside (self->error, error);
      return dex_future_new_true ();
    }
  g_set_object (&self->offer, offer);
  show_offer (self);
  return dex_future_new_true ();
}

static void
on_generate (OrchInvitationDialog *self)
{
  if (get_channel (self) == ORCH_INVITATION_SMS)
    {
      const OrchPhoneCheck check = orch_phone_check (gtk_editable_get_text (GTK_EDITABLE (self->phone_entry)));

      orch_field_set_error (self->phone_field, orch_error_text_phone (check));
      if (check != ORCH_PHONE_VALID)
        {
          gtk_widget_grab_focus (GTK_WIDGET (self->phone_entry));
          return;
        }
    }
  show_error (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "working");
  dex_future_disown (dex_scheduler_spawn (NULL, 0, generate_fiber, g_object_ref (self), g_object_unref));
}

static void
on_again (OrchInvitationDialog *self)
{
  g_clear_object (&self->offer);
  show_code (self);
  gtk_stack_set_visible_child_name (self->stack, "choose");
}

static void
on_print (OrchInvitationDialog *self)
{
  if (self->offer != NULL)
    orch_invitation_slip_print (GTK_WIDGET (self), orch_engine_get_clinic (self->engine), self->offer);
}

static void
on_session (OrchInvitationDialog *self)
{
  if (!orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_VALIDATE_IDENTITY))
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_closed (OrchInvitationDialog *self)
{
  g_clear_object (&self->offer);
  show_code (self);
}

static void
orch_invitation_dialog_dispose (GObject *object)
{
  OrchInvitationDialog *self = ORCH_INVITATION_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_INVITATION_DIALOG);
  g_clear_object (&self->offer);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->patient_id, g_free);
  G_OBJECT_CLASS (orch_invitation_dialog_parent_class)->dispose (object);
}

static void
orch_invitation_dialog_class_init (OrchInvitationDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_invitation_dialog_dispose;
  g_type_ensure (ORCH_TYPE_FIELD);
  g_type_ensure (ORCH_TYPE_PHONE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/patients/orch-invitation-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, in_person);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, oral);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, sms);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, phone_field);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, phone_entry);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, language_field);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, language_combo);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, error);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, generate);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, code);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, show_code);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, spelled);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, outcome);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, portal);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, again);
  gtk_widget_class_bind_template_child (widget_class, OrchInvitationDialog, print);
  gtk_widget_class_bind_template_callback (widget_class, on_channel);
  gtk_widget_class_bind_template_callback (widget_class, on_generate);
  gtk_widget_class_bind_template_callback (widget_class, on_show_code);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_print);
}

static void
orch_invitation_dialog_init (OrchInvitationDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    gtk_string_list_append (names, languages[i].name);
  gtk_drop_down_set_model (self->language_combo, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->language_combo, g_str_has_prefix (g_get_language_names ()[0], "en") ? 1 : 0);
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->generate);
  g_signal_connect (self, "closed", G_CALLBACK (on_closed), NULL);
}

AdwDialog *
orch_invitation_dialog_new (OrchEngine *engine, const char *patient_id, const char *phone)
{
  OrchInvitationDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (patient_id != NULL, NULL);

  self = g_object_new (ORCH_TYPE_INVITATION_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  self->patient_id = g_strdup (patient_id);
  orch_phone_entry_set_number (self->phone_entry, phone);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  return ADW_DIALOG (self);
}
