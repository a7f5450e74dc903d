/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-patient-view.h.
 */
#include "orch-patient-view.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "orch-account-text.h"
#include "orch-identity-form.h"
#include "orch-invitation-dialog.h"
#include "ui/journal/orch-journal-dialog.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/sync/orch-patient-text.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchPatientView
{
  AdwNavigationPage parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchPatientCase *patient; /* (nullable): somebody new */
  char *style;              /* (nullable): of the badge */

  gboolean busy;

  /* template children */
  AdwToastOverlay *toasts;
  GtkWidget *account_box;
  GtkLabel *name;
  GtkImage *badge_icon;
  GtkLabel *badge;
  GtkLabel *explanation;
  GtkLabel *invitation;
  GtkButton *invite;
  OrchIdentityForm *form;
  GtkCheckButton *checked;
  GtkLabel *why;
};

G_DEFINE_FINAL_TYPE (OrchPatientView, orch_patient_view, ADW_TYPE_NAVIGATION_PAGE)

static OrchPatientDesk *
get_desk (OrchPatientView *self)
{
  return self->engine != NULL ? orch_engine_get_patients (self->engine) : NULL;
}

static OrchAccountBadge
get_badge (OrchPatientView *self)
{
  OrchPatientDesk *desk = get_desk (self);

  return orch_patient_case_get_badge (self->patient,
                                      desk != NULL ? orch_patient_desk_get_age_limit (desk) : ORCH_AGE_LIMIT_DEFAULT,
                                      orch_clock_now_us ());
}

static gboolean
is_validated (OrchPatientView *self)
{
  OrchPortalAccount *account = self->patient != NULL ? orch_patient_case_get_account (self->patient) : NULL;

  return account != NULL && orch_portal_account_get_fields (account)->validated;
}

/* --- what shows --------------------------------------------------------------------------------- */

static void
update_actions (OrchPatientView *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const gboolean may = orch_session_allows (session, ORCH_ACT_VALIDATE_IDENTITY) && !self->busy;
  const gboolean may_disable = orch_session_allows (session, ORCH_ACT_DISABLE_ACCOUNTS) && !self->busy;
  OrchPortalAccount *account = self->patient != NULL ? orch_patient_case_get_account (self->patient) : NULL;
  OrchPortalInvitation *waiting = self->patient != NULL ? orch_patient_case_get_invitation (self->patient) : NULL;
  const OrchAccountBadge badge = self->patient != NULL ? get_badge (self) : ORCH_ACCOUNT_NOT_VALIDATED;
  const gboolean may_be_invited = is_validated (self) && !orch_portal_account_get_fields (account)->made &&
                                  badge != ORCH_ACCOUNT_UNDER_AGE && badge != ORCH_ACCOUNT_DISABLED;
  const gboolean waits = waiting != NULL && orch_portal_invitation_waits (waiting, orch_clock_now_us ());
  const gboolean active = account != NULL && orch_portal_account_get_fields (account)->active;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patient.save", may);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patient.validate", may);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patient.invite", may && may_be_invited);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patient.revoke", may && waits);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patient.disable", may_disable && active);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patient.enable", may_disable && account != NULL && !active);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patient.journal",
                                 self->patient != NULL && orch_session_allows (session, ORCH_ACT_READ_JOURNAL));
  gtk_button_set_label (self->invite, waiting != NULL ? _ ("Send _Again…") : _ ("_Generate Invitation…"));
  gtk_widget_set_visible (GTK_WIDGET (self->invite), may_be_invited);
}

static void
show_account (OrchPatientView *self)
{
  OrchPatientDesk *desk = get_desk (self);
  const guint limit = desk != NULL ? orch_patient_desk_get_age_limit (desk) : ORCH_AGE_LIMIT_DEFAULT;
  OrchPortalInvitation *last = NULL;
  g_autofree char *title = NULL;
  g_autofree char *word = NULL;
  g_autofree char *explanation = NULL;
  g_autofree char *invitation = NULL;

  gtk_widget_set_visible (self->account_box, self->patient != NULL);
  if (self->patient != NULL)
    {
      const OrchAccountBadge badge = get_badge (self);

      last = orch_patient_case_get_invitation (self->patient);
      title = orch_patient_text_dup_name (orch_patient_case_get_patient (self->patient));
      word = orch_account_text_dup_badge (badge, limit);
      explanation = orch_account_text_dup_explanation (badge, is_validated (self), limit);
      invitation = last != NULL ? orch_account_text_dup_invitation (last, orch_clock_now_us ()) : NULL;
      gtk_label_set_label (self->name, title);
      gtk_label_set_label (self->badge, word);
      gtk_label_set_label (self->explanation, explanation);
      gtk_label_set_label (self->invitation, invitation != NULL ? invitation : "");
      gtk_widget_set_visible (GTK_WIDGET (self->invitation), invitation != NULL);
      gtk_image_set_from_icon_name (self->badge_icon, orch_account_text_get_icon (badge));
      if (self->style != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self->badge_icon), self->style);
      g_set_str (&self->style, orch_account_text_get_style (badge));
      gtk_widget_add_css_class (GTK_WIDGET (self->badge_icon), self->style);
    }
  update_actions (self);
}

static void
set_case (OrchPatientView *self, OrchPatientCase *patient, gboolean fill)
{
  g_set_object (&self->patient, patient);
  if (fill)
    {
      orch_identity_form_set_patient (self->form, patient != NULL ? orch_patient_case_get_patient (patient) : NULL);
      gtk_check_button_set_active (self->checked, FALSE);
    }
  show_account (self);
}

static void
show_why (OrchPatientView *self, const char *text)
{
  gtk_label_set_label (self->why, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why), text != NULL);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

static void
on_edited (OrchPatientView *self)
{
  /* What was checked is no longer what is written. */
  gtk_check_button_set_active (self->checked, FALSE);
  show_why (self, NULL);
}

static void
on_checked (OrchPatientView *self)
{
  show_why (self, NULL);
}

/* --- acts ------------------------------------------------------------------------------------------ */

typedef struct
{
  OrchPatientView *view;
  OrchPatient *typed;
  gboolean validate;
  gboolean sure; /* whoever may be the same was looked at */
} Act;

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->view);
  g_object_unref (act->typed);
  g_free (act);
}

static void save (OrchPatientView *self, OrchPatient *typed, gboolean validate, gboolean sure);

static void
on_duplicate_answer (AdwAlertDialog *alert, const char *response, Act *act)
{
  if (g_str_equal (response, "open"))
    gtk_widget_activate_action (GTK_WIDGET (act->view), "patients.open", "s",
                                (const char *) g_object_get_data (G_OBJECT (alert), "id"));
  else if (g_str_equal (response, "create"))
    save (act->view, act->typed, act->validate, TRUE);
}

/* Somebody like that is known: the one is opened, or the other made all the same. */
static void
ask_about (Act *act, OrchPatientCase *known)
{
  AdwDialog *alert = adw_alert_dialog_new (_ ("Is this the same person?"), NULL);
  const OrchPatientFields *fields = orch_patient_case_get_fields (known);
  g_autofree char *name = orch_patient_text_dup_name (orch_patient_case_get_patient (known));
  Act *kept = g_new0 (Act, 1);

  kept->view = g_object_ref (act->view);
  kept->typed = g_object_ref (act->typed);
  kept->validate = act->validate;
  if (orch_patient_find_duplicate (orch_patient_get_fields (act->typed), fields) == ORCH_DUPLICATE_NAM)
    adw_alert_dialog_format_body (ADW_ALERT_DIALOG (alert),
                                  /* translators: %s is the name of a patient */
                                  _ ("%s has the same health insurance number."), name);
  else
    adw_alert_dialog_format_body (ADW_ALERT_DIALOG (alert),
                                  /* translators: the name of a patient, a birth date */
                                  _ ("%s, born %s, is already known."), name,
                                  fields->birth_date != NULL ? fields->birth_date : "");
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "cancel", _ ("_Cancel"), "create", _ ("_Somebody Else"),
                                  "open", _ ("_Open Their Record"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "open", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "cancel");
  g_object_set_data_full (G_OBJECT (alert), "id", g_strdup (fields->id), g_free);
  g_signal_connect_data (alert, "response", G_CALLBACK (on_duplicate_answer), kept,
                         (GClosureNotify) (GCallback) act_free, G_CONNECT_DEFAULT);
  orch_alert_present (alert, GTK_WIDGET (act->view));
}

static DexFuture *
save_fiber (gpointer data)
{
  Act *act = data;
  OrchPatientView *self = act->view;
  OrchPatientDesk *desk = get_desk (self);
  g_autoptr (OrchPatientCase) saved = NULL;
  g_autoptr (GError) error = NULL;

  if (desk != NULL && !act->sure)
    {
      g_autoptr (GPtrArray) known = dex_await_boxed (orch_patient_desk_find_duplicates (desk, act->typed), NULL);

      if (self->engine == NULL)
        return dex_future_new_true ();
      if (known != NULL && known->len > 0)
        {
          self->busy = FALSE;
          update_actions (self);
          ask_about (act, g_ptr_array_index (known, 0));
          return dex_future_new_true ();
        }
    }
  if (desk != NULL)
    saved = dex_await_object (orch_patient_desk_save (desk, act->typed, act->validate), &error);
  if (self->engine == NULL)
    return dex_future_new_true ();
  self->busy = FALSE;
  if (saved != NULL)
    {
      set_case (self, saved, TRUE);
      orch_plain_tell (self->toasts, act->validate ? _ ("The identity is validated.") : _ ("Saved."));
    }
  else
    {
      g_autofree char *text = orch_error_text_dup (error);

      update_actions (self);
      show_why (self, text);
      orch_get_help_beside (self->why, error);
    }
  return dex_future_new_true ();
}

static void
save (OrchPatientView *self, OrchPatient *typed, gboolean validate, gboolean sure)
{
  Act *act = g_new0 (Act, 1);

  act->view = g_object_ref (self);
  act->typed = g_object_ref (typed);
  act->validate = validate;
  act->sure = sure;
  self->busy = TRUE;
  update_actions (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, act, act_free));
}

static void
on_save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchPatientView *self = ORCH_PATIENT_VIEW (widget);
  g_autoptr (OrchPatient) typed = orch_identity_form_dup_patient (self->form);

  if (orch_patient_get_fields (typed)->family == NULL && orch_patient_get_fields (typed)->given == NULL)
    {
      orch_identity_form_show_problems (self->form);
      show_why (self, _ ("A name is needed to keep somebody."));
      return;
    }
  save (self, typed, FALSE, FALSE);
}

static void
on_validate (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchPatientView *self = ORCH_PATIENT_VIEW (widget);
  g_autoptr (OrchPatient) typed = orch_identity_form_dup_patient (self->form);

  if (!orch_identity_form_show_problems (self->form))
    {
      show_why (self, _ ("Complete what is marked above first."));
      return;
    }
  if (!gtk_check_button_get_active (self->checked))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->checked));
      show_why (self, _ ("Check the person’s identity, then say so here."));
      return;
    }
  save (self, typed, TRUE, FALSE);
}

static void
on_invite (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchPatientView *self = ORCH_PATIENT_VIEW (widget);
  const OrchPatientFields *fields = orch_patient_case_get_fields (self->patient);

  adw_dialog_present (orch_invitation_dialog_new (self->engine, fields->id, fields->phone), widget);
}

static void
on_revoke (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchPatientView *self = ORCH_PATIENT_VIEW (widget);

  orch_plain_tell_outcome (self->toasts,
                           orch_patient_desk_revoke (get_desk (self), orch_patient_case_get_fields (self->patient)->id),
                           _ ("The code is revoked."));
}

static void
set_active (OrchPatientView *self, gboolean active)
{
  orch_plain_tell_outcome (self->toasts,
                           orch_patient_desk_set_active (get_desk (self),
                                                         orch_patient_case_get_fields (self->patient)->id, active),
                           active ? _ ("The account is enabled.") : _ ("The account is disabled."));
}

static void
on_journal (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchPatientView *self = ORCH_PATIENT_VIEW (widget);
  OrchPatient *patient = self->patient != NULL ? orch_patient_case_get_patient (self->patient) : NULL;
  g_autofree char *name = patient != NULL ? orch_patient_text_dup_name (patient) : NULL;

  if (patient != NULL)
    adw_dialog_present (orch_journal_dialog_new (self->engine, orch_patient_get_fields (patient)->id, name), widget);
}

static void
on_disable (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_active (ORCH_PATIENT_VIEW (widget), FALSE);
}

static void
on_enable (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_active (ORCH_PATIENT_VIEW (widget), TRUE);
}

/* --- what changed elsewhere ---------------------------------------------------------------------------- */

static DexFuture *
reload_fiber (gpointer data)
{
  OrchPatientView *self = data;
  OrchPatientDesk *desk = get_desk (self);
  g_autofree char *id = self->patient != NULL ? g_strdup (orch_patient_case_get_fields (self->patient)->id) : NULL;
  g_autoptr (OrchPatientCase) found = NULL;

  if (desk == NULL || id == NULL)
    return dex_future_new_true ();
  found = dex_await_object (orch_patient_desk_load (desk, id, TRUE), NULL);
  /* What is being typed stays: saving it says whether it was overtaken. */
  if (found != NULL && self->engine != NULL && self->patient != NULL && !self->busy)
    set_case (self, found, !orch_identity_form_is_edited (self->form) && !gtk_check_button_get_active (self->checked));
  return dex_future_new_true ();
}

static void
on_changed (OrchPatientView *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, reload_fiber, g_object_ref (self), g_object_unref));
}

/* --- the object -------------------------------------------------------------------------------------------- */

static void
orch_patient_view_dispose (GObject *object)
{
  OrchPatientView *self = ORCH_PATIENT_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_PATIENT_VIEW);
  g_clear_object (&self->patient);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->style, g_free);
  G_OBJECT_CLASS (orch_patient_view_parent_class)->dispose (object);
}

static void
orch_patient_view_class_init (OrchPatientViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_patient_view_dispose;
  g_type_ensure (ORCH_TYPE_IDENTITY_FORM);
  gtk_widget_class_install_action (widget_class, "patient.save", NULL, on_save);
  gtk_widget_class_install_action (widget_class, "patient.validate", NULL, on_validate);
  gtk_widget_class_install_action (widget_class, "patient.invite", NULL, on_invite);
  gtk_widget_class_install_action (widget_class, "patient.revoke", NULL, on_revoke);
  gtk_widget_class_install_action (widget_class, "patient.disable", NULL, on_disable);
  gtk_widget_class_install_action (widget_class, "patient.enable", NULL, on_enable);
  gtk_widget_class_install_action (widget_class, "patient.journal", NULL, on_journal);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/patients/orch-patient-view.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, toasts);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, account_box);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, name);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, badge_icon);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, badge);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, explanation);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, invitation);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, invite);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, form);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, checked);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientView, why);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_checked);
}

static void
orch_patient_view_init (OrchPatientView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
orch_patient_view_new (OrchEngine *engine, OrchPatientCase *patient)
{
  OrchPatientView *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_PATIENT_VIEW, NULL);
  self->engine = g_object_ref (engine);
  if (patient == NULL)
    adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), _ ("New Patient"));
  set_case (self, patient, TRUE);
  if (get_desk (self) != NULL)
    g_signal_connect_object (get_desk (self), "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return ADW_NAVIGATION_PAGE (self);
}

OrchPatient *
orch_patient_view_dup_unsaved (OrchPatientView *self)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_VIEW (self), NULL);

  return orch_identity_form_is_edited (self->form) ? orch_identity_form_dup_patient (self->form) : NULL;
}

void
orch_patient_view_set_unsaved (OrchPatientView *self, OrchPatient *typed)
{
  g_return_if_fail (ORCH_IS_PATIENT_VIEW (self));
  g_return_if_fail (ORCH_IS_PATIENT (typed));

  orch_identity_form_restore (self->form, typed);
}

const char *
orch_patient_view_get_id (OrchPatientView *self)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_VIEW (self), NULL);

  return self->patient != NULL ? orch_patient_case_get_fields (self->patient)->id : NULL;
}
