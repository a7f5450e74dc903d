/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-new-conversation-dialog.h.
 */
#include "orch-new-conversation-dialog.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "orch-message-gate.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/patients/orch-account-text.h"
#include "ui/sync/orch-patient-text.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

#define MAX_PATIENTS 12
#define MIN_CHARACTERS 2

struct _OrchNewConversationDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchMessageDesk *desk;
  OrchPatientDesk *patients_desk;
  GPtrArray *professionals; /* (nullable) (element-type OrchProfessional) */
  OrchPatient *patient;     /* (nullable): the one chosen */

  guint serial; /* of the search */

  /* template children */
  GtkSearchEntry *search;
  GtkLabel *told;
  GtkListBox *patients;
  OrchMessageGate *gate;
  GtkDropDown *professional;
  GtkEntry *subject;
  AdwWrapBox *subjects;
};

enum
{
  SIGNAL_BEGUN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchNewConversationDialog, orch_new_conversation_dialog, ADW_TYPE_DIALOG)

/* A search on its way */
typedef struct
{
  OrchNewConversationDialog *dialog; /* (owned) */
  guint serial;
} Search;

static void
search_free (gpointer data)
{
  g_object_unref (((Search *) data)->dialog);
  g_free (data);
}

static void
update (OrchNewConversationDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new-conversation.begin",
                                 self->patient != NULL && self->professionals != NULL && self->professionals->len > 0 &&
                                     !orch_text_is_empty (gtk_editable_get_text (GTK_EDITABLE (self->subject))));
}

static void
tell (OrchNewConversationDialog *self, const char *text)
{
  gtk_label_set_label (self->told, text);
  orch_announce (GTK_WIDGET (self->search), text);
}

static GtkWidget *
make_badge (OrchAccountBadge badge, const char *word)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (orch_account_text_get_icon (badge));
  GtkWidget *label = gtk_label_new (word);

  gtk_widget_add_css_class (icon, orch_account_text_get_style (badge));
  gtk_widget_add_css_class (label, "caption");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
add_patient (OrchNewConversationDialog *self, OrchPatientCase *found)
{
  OrchPatient *patient = orch_patient_case_get_patient (found);
  const OrchPatientFields *f = orch_patient_get_fields (patient);
  const guint limit = orch_patient_desk_get_age_limit (self->patients_desk);
  const OrchAccountBadge badge = orch_patient_case_get_badge (found, limit, orch_clock_now_us ());
  g_autofree char *name = orch_patient_text_dup_name (patient);
  g_autofree char *nam = orch_patient_text_dup_nam (f->nam, TRUE);
  g_autofree char *word = orch_account_text_dup_badge (badge, limit);
  g_autofree char *line = g_strjoin (" · ", f->birth_date != NULL ? f->birth_date : _ ("Birth date not known"),
                                     nam[0] != '\0' ? nam : NULL, NULL);
  g_autofree char *spoken = g_strjoin (", ", line, word, NULL);
  GtkWidget *row = adw_action_row_new ();

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), name);
  orch_plain_set_subtitle (ADW_ACTION_ROW (row), line);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_badge (badge, word));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken, -1);
  g_object_set_data_full (G_OBJECT (row), "patient", g_object_ref (patient), g_object_unref);
  gtk_list_box_append (self->patients, row);
}

static DexFuture *
on_found (DexFuture *future, gpointer data)
{
  Search *search = data;
  OrchNewConversationDialog *self = search->dialog;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  GPtrArray *found = value != NULL ? g_value_get_boxed (value) : NULL;
  g_autofree char *text = NULL;

  if (search->serial != self->serial)
    return NULL;
  gtk_list_box_remove_all (self->patients);
  if (self->patients_desk == NULL)
    return NULL;
  for (guint i = 0; found != NULL && i < MIN (found->len, MAX_PATIENTS); i++)
    add_patient (self, g_ptr_array_index (found, i));
  gtk_widget_set_visible (GTK_WIDGET (self->patients), found != NULL && found->len > 0);
  if (found == NULL)
    text = orch_error_text_dup (error);
  else if (found->len == 0)
    text = g_strdup (_ ("No patient like this is known here."));
  else if (found->len > MAX_PATIENTS)
    /* translators: %u is a number of patients */
    text = g_strdup_printf (_ ("The first %'u are shown: type more to find the others."), MAX_PATIENTS);
  else
    /* translators: %u is how many */
    text = g_strdup_printf (ngettext ("%'u patient found", "%'u patients found", found->len), found->len);
  tell (self, text);
  orch_get_help_beside (self->told, error);
  return NULL;
}

static void
set_patient (OrchNewConversationDialog *self, OrchPatient *patient)
{
  g_set_object (&self->patient, patient);
  orch_message_gate_ask (self->gate, patient != NULL ? self->patients_desk : NULL,
                         patient != NULL ? orch_patient_get_fields (patient)->id : NULL);
  update (self);
}

static void
on_search (OrchNewConversationDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  Search *search = NULL;

  self->serial++;
  set_patient (self, NULL);
  if (self->patients_desk == NULL)
    return;
  if (g_utf8_strlen (text, -1) < MIN_CHARACTERS)
    {
      gtk_list_box_remove_all (self->patients);
      gtk_widget_set_visible (GTK_WIDGET (self->patients), FALSE);
      gtk_label_set_label (self->told, _ ("Type at least two characters."));
      return;
    }
  search = g_new0 (Search, 1);
  search->dialog = g_object_ref (self);
  search->serial = self->serial;
  dex_future_disown (dex_future_finally (orch_patient_desk_search (self->patients_desk, text, NULL, FALSE), on_found,
                                         search, search_free));
}

static void
on_patient (OrchNewConversationDialog *self, GtkListBoxRow *row)
{
  /* The list lets go of its row also when it goes itself. */
  if (self->patients_desk == NULL)
    return;
  set_patient (self, row != NULL ? g_object_get_data (G_OBJECT (row), "patient") : NULL);
}

static DexFuture *
on_professionals (DexFuture *future, gpointer data)
{
  OrchNewConversationDialog *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (value == NULL || self->desk == NULL)
    return NULL;
  g_clear_pointer (&self->professionals, g_ptr_array_unref);
  self->professionals = g_ptr_array_ref (g_value_get_boxed (value));
  for (guint i = 0; i < self->professionals->len; i++)
    gtk_string_list_append (names, orch_professional_get_name (g_ptr_array_index (self->professionals, i)));
  gtk_drop_down_set_model (self->professional, G_LIST_MODEL (names));
  update (self);
  return NULL;
}

static void
on_usual (GtkButton *button, OrchNewConversationDialog *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->subject), g_object_get_data (G_OBJECT (button), "subject"));
  gtk_widget_grab_focus (GTK_WIDGET (self->subject));
}

static void
add_subject (OrchNewConversationDialog *self, const char *subject)
{
  GtkWidget *button = gtk_button_new_with_label (subject);

  gtk_button_set_can_shrink (GTK_BUTTON (button), TRUE);
  g_object_set_data_full (G_OBJECT (button), "subject", g_strdup (subject), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_usual), self, 0);
  adw_wrap_box_append (self->subjects, button);
  gtk_widget_set_visible (GTK_WIDGET (self->subjects), TRUE);
}

static void
on_begin (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchNewConversationDialog *self = ORCH_NEW_CONVERSATION_DIALOG (widget);
  const guint selected = gtk_drop_down_get_selected (self->professional);
  OrchProfessional *professional =
      selected < self->professionals->len ? g_ptr_array_index (self->professionals, selected) : NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = orch_patient_text_dup_name (self->patient);
  g_autofree char *subject = orch_text_clean (gtk_editable_get_text (GTK_EDITABLE (self->subject)), ORCH_SUBJECT_MAX);
  const OrchPatientFields *f = orch_patient_get_fields (self->patient);
  g_autoptr (OrchConversation) conversation = NULL;

  if (professional == NULL)
    return;
  conversation =
      orch_conversation_new (&(OrchConversationFields) { .id = id,
                                                         .patient = f->id,
                                                         .patient_hub_id = f->hub_id,
                                                         .subject = subject,
                                                         .professional = orch_professional_get_reference (professional),
                                                         .professional_name = orch_professional_get_name (professional),
                                                         .author = orch_message_desk_get_person (self->desk),
                                                         .status = ORCH_CONVERSATION_DRAFT });
  g_object_ref (self);
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[SIGNAL_BEGUN], 0, conversation, name);
  g_object_unref (self);
}

static void
on_subject_activate (OrchNewConversationDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "new-conversation.begin", NULL);
}

static void
orch_new_conversation_dialog_dispose (GObject *object)
{
  OrchNewConversationDialog *self = ORCH_NEW_CONVERSATION_DIALOG (object);

  self->serial++;
  g_clear_object (&self->patients_desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_NEW_CONVERSATION_DIALOG);
  g_clear_object (&self->desk);
  g_clear_object (&self->patient);
  g_clear_pointer (&self->professionals, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_new_conversation_dialog_parent_class)->dispose (object);
}

static void
orch_new_conversation_dialog_class_init (OrchNewConversationDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_new_conversation_dialog_dispose;
  g_type_ensure (ORCH_TYPE_MESSAGE_GATE);
  signals[SIGNAL_BEGUN] = g_signal_new ("begun", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, ORCH_TYPE_CONVERSATION, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "new-conversation.begin", NULL, on_begin);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/messages/orch-new-conversation-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchNewConversationDialog, search);
  gtk_widget_class_bind_template_child (widget_class, OrchNewConversationDialog, told);
  gtk_widget_class_bind_template_child (widget_class, OrchNewConversationDialog, patients);
  gtk_widget_class_bind_template_child (widget_class, OrchNewConversationDialog, gate);
  gtk_widget_class_bind_template_child (widget_class, OrchNewConversationDialog, professional);
  gtk_widget_class_bind_template_child (widget_class, OrchNewConversationDialog, subject);
  gtk_widget_class_bind_template_child (widget_class, OrchNewConversationDialog, subjects);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_patient);
  gtk_widget_class_bind_template_callback (widget_class, on_subject_activate);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
orch_new_conversation_dialog_init (OrchNewConversationDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->search));
  gtk_label_set_label (self->told, _ ("Type at least two characters."));
  update (self);
}

AdwDialog *
orch_new_conversation_dialog_new (OrchMessageDesk *desk, OrchPatientDesk *patients, const char *const *subjects)
{
  OrchNewConversationDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (desk) && ORCH_IS_PATIENT_DESK (patients), NULL);

  self = g_object_new (ORCH_TYPE_NEW_CONVERSATION_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  self->patients_desk = g_object_ref (patients);
  for (guint i = 0; subjects != NULL && subjects[i] != NULL; i++)
    add_subject (self, subjects[i]);
  dex_future_disown (dex_future_finally (orch_message_desk_list_professionals (desk), on_professionals,
                                         g_object_ref (self), g_object_unref));
  return ADW_DIALOG (self);
}
