/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-field.h. Its control depends on the kind of the field, which the catalogue decides: no template can say it.
 */
#include "orch-emr-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "orch-emr-consent-row.h"
#include "orch-emr-file-row.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-folder-entry.h"
#include "ui/widgets/orch-wrap-choice.h"

struct _OrchEmrField
{
  AdwBin parent_instance;

  /* owned */
  OrchFormField *field;

  gboolean kept;
  gboolean filling;

  /* borrowed */
  OrchField *row;
  GtkWidget *control;  /* GtkEditable, GtkDropDown, OrchEmrConsentRow or OrchEmrFileRow */
  GtkWidget *kept_box; /* (nullable): secrets only */
};

enum
{
  SIGNAL_EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchEmrField, orch_emr_field, ADW_TYPE_BIN)

static gboolean
is_secret (OrchEmrField *self)
{
  return orch_form_field_is_secret (self->field);
}

static void
on_changed (OrchEmrField *self)
{
  if (self->filling)
    return;
  orch_field_set_error (self->row, NULL);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
on_left (OrchEmrField *self)
{
  const char *text = GTK_IS_EDITABLE (self->control) ? gtk_editable_get_text (GTK_EDITABLE (self->control)) : "";

  // An empty field is told by the test; what is typed and wrong is told now.
  if (*text != '\0')
    orch_emr_field_show_fault (self);
}

static void
on_replace (OrchEmrField *self)
{
  self->kept = FALSE;
  orch_field_set_child (self->row, self->control);
  gtk_widget_grab_focus (self->control);
}

static GtkWidget *
make_kept_box (OrchEmrField *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", "orch-key-symbolic", "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", _ ("Kept in the keyring"), "xalign", 0.0f, "hexpand", TRUE,
                                   "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Replace…"));
  /* translators: %s is the label of a field that holds a secret */
  g_autofree char *name = g_strdup_printf (_ ("Replace: %s"), orch_form_field_get_label (self->field, NULL));

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_replace), self, G_CONNECT_SWAPPED);
  return box;
}

static GtkWidget *
make_choice (OrchFormField *field)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < orch_form_field_get_n_choices (field); i++)
    gtk_string_list_append (labels, orch_form_field_get_choice_label (field, i, NULL));
  return orch_wrap_choice_new (labels);
}

static void
set_value (OrchEmrField *self, const char *value)
{
  self->filling = TRUE;
  if (GTK_IS_EDITABLE (self->control))
    gtk_editable_set_text (GTK_EDITABLE (self->control), value != NULL ? value : "");
  else if (GTK_IS_DROP_DOWN (self->control))
    for (guint i = 0; i < orch_form_field_get_n_choices (self->field); i++)
      if (g_strcmp0 (orch_form_field_get_choice_id (self->field, i), value) == 0)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), i);
  if (ORCH_IS_EMR_FILE_ROW (self->control))
    orch_emr_file_row_set_value (ORCH_EMR_FILE_ROW (self->control), value);
  self->filling = FALSE;
}

static void
orch_emr_field_dispose (GObject *object)
{
  OrchEmrField *self = ORCH_EMR_FIELD (object);

  g_clear_object (&self->control);
  g_clear_object (&self->kept_box);
  g_clear_object (&self->field);

  G_OBJECT_CLASS (orch_emr_field_parent_class)->dispose (object);
}

static void
orch_emr_field_class_init (OrchEmrFieldClass *class)
{
  G_OBJECT_CLASS (class)->dispose = orch_emr_field_dispose;
  signals[SIGNAL_EDITED] =
      g_signal_new ("edited", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_emr_field_init (OrchEmrField *self)
{
}

GtkWidget *
orch_emr_field_new (OrchFormField *field, const char *value, gboolean kept)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (field), NULL);

  OrchEmrField *self = g_object_new (ORCH_TYPE_EMR_FIELD, NULL);
  OrchFormFieldKind kind = orch_form_field_get_kind (field);

  self->field = g_object_ref (field);
  if (kind == ORCH_FORM_FIELD_CHOICE)
    {
      self->control = make_choice (field);
      g_signal_connect_object (self->control, "notify::selected", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    }
  else if (kind == ORCH_FORM_FIELD_AUTHORISATION)
    self->control = orch_emr_consent_row_new ();
  else if (kind == ORCH_FORM_FIELD_TABLE)
    {
      self->control = orch_emr_file_row_new (orch_form_field_get_table (field));
      g_signal_connect_object (self->control, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    }
  else if (kind == ORCH_FORM_FIELD_FOLDER)
    {
      self->control = orch_folder_entry_new (orch_form_field_get_label (field, NULL));
      g_signal_connect_object (self->control, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    }
  else
    {
      self->control = kind == ORCH_FORM_FIELD_SECRET ? gtk_password_entry_new () : gtk_entry_new ();
      if (kind == ORCH_FORM_FIELD_SECRET)
        gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (self->control), TRUE);
      else if (kind == ORCH_FORM_FIELD_URL)
        gtk_entry_set_input_purpose (GTK_ENTRY (self->control), GTK_INPUT_PURPOSE_URL);
      g_signal_connect_object (self->control, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    }
  g_object_ref_sink (self->control);
  self->row = ORCH_FIELD (orch_field_new (orch_form_field_get_label (field, NULL), NULL));
  orch_field_set_optional (self->row, !orch_form_field_get_required (field));
  orch_field_set_hint (self->row, orch_form_field_get_help (field, NULL));
  set_value (self, value != NULL && *value != '\0' ? value : orch_form_field_get_default (field));
  if (kind == ORCH_FORM_FIELD_SECRET)
    self->kept_box = g_object_ref_sink (make_kept_box (self));
  self->kept = kept && is_secret (self);
  if (kind == ORCH_FORM_FIELD_AUTHORISATION)
    orch_emr_consent_row_set_kept (ORCH_EMR_CONSENT_ROW (self->control), self->kept);
  orch_field_set_child (self->row, self->kept && self->kept_box != NULL ? self->kept_box : self->control);

  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->row));
  return GTK_WIDGET (self);
}

OrchFormField *
orch_emr_field_get_field (OrchEmrField *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_FIELD (self), NULL);
  return self->field;
}

char *
orch_emr_field_dup_value (OrchEmrField *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_FIELD (self), NULL);

  if (is_secret (self))
    return NULL;
  if (GTK_IS_DROP_DOWN (self->control))
    {
      guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));
      return selected < orch_form_field_get_n_choices (self->field)
                 ? g_strdup (orch_form_field_get_choice_id (self->field, selected))
                 : NULL;
    }
  if (ORCH_IS_EMR_FILE_ROW (self->control))
    return g_strdup (orch_emr_file_row_get_value (ORCH_EMR_FILE_ROW (self->control)));
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->control)));
}

OrchSecret *
orch_emr_field_dup_secret (OrchEmrField *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_FIELD (self), NULL);

  if (!is_secret (self) || self->kept || !GTK_IS_EDITABLE (self->control))
    return NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->control));
  if (*text == '\0' || orch_form_field_check (self->field, text, NULL, NULL) != ORCH_FIELD_OK)
    return NULL;
  return orch_secret_new (text, strlen (text));
}

void
orch_emr_field_set_kept (OrchEmrField *self)
{
  g_return_if_fail (ORCH_IS_EMR_FIELD (self));

  set_value (self, "");
  self->kept = TRUE;
  orch_field_set_error (self->row, NULL);
  if (self->kept_box != NULL)
    orch_field_set_child (self->row, self->kept_box);
  else
    orch_emr_consent_row_set_kept (ORCH_EMR_CONSENT_ROW (self->control), TRUE);
}

void
orch_emr_field_set_value (OrchEmrField *self, const char *value)
{
  g_return_if_fail (ORCH_IS_EMR_FIELD (self));

  set_value (self, value);
}

GtkWidget *
orch_emr_field_get_file_row (OrchEmrField *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_FIELD (self), NULL);

  return ORCH_IS_EMR_FILE_ROW (self->control) ? self->control : NULL;
}

GtkWidget *
orch_emr_field_get_consent_row (OrchEmrField *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_FIELD (self), NULL);

  return ORCH_IS_EMR_CONSENT_ROW (self->control) ? self->control : NULL;
}

void
orch_emr_field_set_error (OrchEmrField *self, const char *error)
{
  g_return_if_fail (ORCH_IS_EMR_FIELD (self));

  orch_field_set_error (self->row, error);
}

gboolean
orch_emr_field_show_fault (OrchEmrField *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_FIELD (self), FALSE);

  if (self->kept || GTK_IS_DROP_DOWN (self->control))
    return TRUE;
  if (ORCH_IS_EMR_CONSENT_ROW (self->control))
    {
      orch_field_set_error (self->row, _ ("Authorise the connection first."));
      return FALSE;
    }

  const OrchBilingual *message = NULL;
  g_autofree char *normalized = NULL;
  g_autofree char *value = orch_emr_field_dup_value (self);
  const char *text = value != NULL                     ? value
                     : GTK_IS_EDITABLE (self->control) ? gtk_editable_get_text (GTK_EDITABLE (self->control))
                                                       : "";
  OrchFieldState state = orch_form_field_check (self->field, text, &normalized, &message);
  const char *words = orch_bilingual_get (message, NULL);

  if (state != ORCH_FIELD_OK)
    {
      orch_field_set_error (self->row, words != NULL                  ? words
                                       : state == ORCH_FIELD_MISSING  ? _ ("This field is needed.")
                                       : state == ORCH_FIELD_TOO_LONG ? _ ("This is too long.")
                                                                      : _ ("This cannot be used."));
      return FALSE;
    }
  orch_field_set_error (self->row, NULL);
  if (words != NULL)
    orch_field_set_hint (self->row, words);
  if (!is_secret (self) && normalized != NULL && !g_str_equal (normalized, text))
    {
      set_value (self, normalized);
      g_signal_emit (self, signals[SIGNAL_EDITED], 0);
    }
  return TRUE;
}
