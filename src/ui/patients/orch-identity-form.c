/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-identity-form.h.
 */
#include "orch-identity-form.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-postal-code.h"
#include "core/orch-province.h"
#include "core/orch-text.h"
#include "orch-account-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-phone-entry.h"
#include "ui/widgets/orch-template.h"
#include "ui/widgets/orch-typing-format.h"

struct _OrchIdentityForm
{
  GtkWidget parent_instance;

  /* owned */
  OrchPatient *patient; /* (nullable): as it was set */
  OrchPatient *shown;   /* (nullable): as it came to be written here: a phone number may be written in another way */

  gboolean filling;
  guint left; /* bits of OrchIdentityField: those the person has left */

  /* template children */
  OrchField *fields[ORCH_N_IDENTITY_FIELDS];
};

enum
{
  SIGNAL_EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const sexes[] = { NULL, "female", "male", "other" };

G_DEFINE_FINAL_TYPE (OrchIdentityForm, orch_identity_form, GTK_TYPE_WIDGET)

static GtkEditable *
get_entry (OrchIdentityForm *self, OrchIdentityField field)
{
  return GTK_EDITABLE (orch_field_get_child (self->fields[field]));
}

static GtkDropDown *
get_combo (OrchIdentityForm *self, OrchIdentityField field)
{
  return GTK_DROP_DOWN (orch_field_get_child (self->fields[field]));
}

/* Returns: (transfer full) (nullable) */
static char *
dup_text (OrchIdentityForm *self, OrchIdentityField field)
{
  g_autofree char *text = orch_text_clean (gtk_editable_get_text (get_entry (self, field)), 200);

  return text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

OrchPatient *
orch_identity_form_dup_patient (OrchIdentityForm *self)
{
  OrchPatientFields fields = { 0 };
  g_autofree char *family = NULL, *given = NULL, *birth_date = NULL, *nam_typed = NULL, *nam = NULL, *street = NULL,
                  *city = NULL, *postal_typed = NULL, *postal = NULL, *phone = NULL, *email = NULL;
  guint n_provinces = 0;
  const OrchProvince *provinces = orch_provinces (&n_provinces);
  guint sex = 0, province = 0;

  g_return_val_if_fail (ORCH_IS_IDENTITY_FORM (self), NULL);

  if (self->patient != NULL)
    fields = *orch_patient_get_fields (self->patient);
  family = dup_text (self, ORCH_IDENTITY_FAMILY);
  given = dup_text (self, ORCH_IDENTITY_GIVEN);
  birth_date = dup_text (self, ORCH_IDENTITY_BIRTH_DATE);
  nam_typed = dup_text (self, ORCH_IDENTITY_NAM);
  nam = nam_typed != NULL ? orch_nam_normalize (nam_typed) : NULL;
  street = dup_text (self, ORCH_IDENTITY_STREET);
  city = dup_text (self, ORCH_IDENTITY_CITY);
  postal_typed = dup_text (self, ORCH_IDENTITY_POSTAL_CODE);
  postal = postal_typed != NULL ? orch_postal_code_normalize (postal_typed) : NULL;
  phone = orch_phone_entry_dup_number (ORCH_PHONE_ENTRY (orch_field_get_child (self->fields[ORCH_IDENTITY_PHONE])));
  email = dup_text (self, ORCH_IDENTITY_EMAIL);
  sex = gtk_drop_down_get_selected (get_combo (self, ORCH_IDENTITY_SEX));
  province = gtk_drop_down_get_selected (get_combo (self, ORCH_IDENTITY_PROVINCE));

  fields.family = family;
  fields.given = given;
  fields.birth_date = birth_date;
  /* What the EMR calls "unknown" stays so until somebody chooses. */
  if (sex > 0 && sex < G_N_ELEMENTS (sexes))
    fields.sex = sexes[sex];
  fields.nam = nam;
  fields.street = street;
  fields.city = city;
  fields.province = province > 0 && province <= n_provinces ? provinces[province - 1].code : NULL;
  fields.postal_code = postal != NULL ? postal : postal_typed;
  fields.phone = phone;
  fields.email = email;
  return orch_patient_new (&fields);
}

static void
show_problems (OrchIdentityForm *self)
{
  g_autoptr (OrchPatient) typed = orch_identity_form_dup_patient (self);
  g_autofree char *warnings = NULL;
  OrchIdentityCheck check;

  orch_identity_check (orch_patient_get_fields (typed), orch_clock_now_us (), &check);
  for (guint i = 0; i < ORCH_N_IDENTITY_FIELDS; i++)
    orch_field_set_error (self->fields[i],
                          (self->left & (1u << i)) != 0 ? orch_account_text_get_problem (i, check.problems[i]) : NULL);
  warnings = orch_account_text_dup_warnings (check.warnings);
  orch_field_set_hint (self->fields[ORCH_IDENTITY_NAM], warnings);
}

static void
on_changed (OrchIdentityForm *self)
{
  if (self->filling)
    return;
  show_problems (self);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
on_focus_left (OrchIdentityForm *self, GtkEventController *controller)
{
  for (guint i = 0; i < ORCH_N_IDENTITY_FIELDS; i++)
    if (GTK_WIDGET (self->fields[i]) == gtk_event_controller_get_widget (controller))
      self->left |= 1u << i;
  show_problems (self);
}

static void
fill (OrchIdentityForm *self, OrchIdentityField field, const char *text)
{
  gtk_editable_set_text (get_entry (self, field), text != NULL ? text : "");
}

void
orch_identity_form_set_patient (OrchIdentityForm *self, OrchPatient *patient)
{
  static const OrchPatientFields nothing = { 0 };
  const OrchPatientFields *fields = &nothing;
  g_autofree char *nam = NULL;
  guint n = 0, province = 0, sex = 0;
  const OrchProvince *provinces = orch_provinces (&n);
  OrchIdentityCheck check;

  g_return_if_fail (ORCH_IS_IDENTITY_FORM (self));

  g_set_object (&self->patient, patient);
  if (patient != NULL)
    fields = orch_patient_get_fields (patient);
  self->filling = TRUE;
  fill (self, ORCH_IDENTITY_FAMILY, fields->family);
  fill (self, ORCH_IDENTITY_GIVEN, fields->given);
  fill (self, ORCH_IDENTITY_BIRTH_DATE, fields->birth_date);
  for (guint i = 1; i < G_N_ELEMENTS (sexes); i++)
    if (g_strcmp0 (sexes[i], fields->sex) == 0)
      sex = i;
  gtk_drop_down_set_selected (get_combo (self, ORCH_IDENTITY_SEX), sex);
  nam = fields->nam != NULL ? orch_nam_format (fields->nam) : NULL;
  fill (self, ORCH_IDENTITY_NAM, nam);
  fill (self, ORCH_IDENTITY_STREET, fields->street);
  fill (self, ORCH_IDENTITY_CITY, fields->city);
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (provinces[i].code, fields->province) == 0 || (fields->province == NULL && i == 0))
      province = i + 1;
  gtk_drop_down_set_selected (get_combo (self, ORCH_IDENTITY_PROVINCE), province);
  fill (self, ORCH_IDENTITY_POSTAL_CODE, fields->postal_code);
  orch_phone_entry_set_number (ORCH_PHONE_ENTRY (orch_field_get_child (self->fields[ORCH_IDENTITY_PHONE])),
                               fields->phone);
  if (fields->phone == NULL)
    fill (self, ORCH_IDENTITY_PHONE, NULL);
  fill (self, ORCH_IDENTITY_EMAIL, fields->email);
  self->filling = FALSE;
  g_clear_object (&self->shown);
  self->shown = orch_identity_form_dup_patient (self);

  /* What is only missing waits until its field is left. */
  self->left = 0;
  orch_identity_check (fields, orch_clock_now_us (), &check);
  for (guint i = 0; i < ORCH_N_IDENTITY_FIELDS; i++)
    if (check.problems[i] > ORCH_IDENTITY_MISSING)
      self->left |= 1u << i;
  show_problems (self);
}

void
orch_identity_form_restore (OrchIdentityForm *self, OrchPatient *typed)
{
  g_autoptr (OrchPatient) patient = NULL;
  g_autoptr (OrchPatient) shown = NULL;

  g_return_if_fail (ORCH_IS_IDENTITY_FORM (self));

  patient = self->patient != NULL ? g_object_ref (self->patient) : NULL;
  shown = g_object_ref (self->shown);
  orch_identity_form_set_patient (self, typed);
  g_set_object (&self->patient, patient);
  g_set_object (&self->shown, shown);
}

gboolean
orch_identity_form_is_edited (OrchIdentityForm *self)
{
  g_autoptr (OrchPatient) typed = NULL;

  g_return_val_if_fail (ORCH_IS_IDENTITY_FORM (self), FALSE);

  typed = orch_identity_form_dup_patient (self);
  return self->shown != NULL && !orch_patient_same_identity (typed, self->shown);
}

gboolean
orch_identity_form_is_complete (OrchIdentityForm *self)
{
  g_autoptr (OrchPatient) typed = NULL;
  OrchIdentityCheck check;

  g_return_val_if_fail (ORCH_IS_IDENTITY_FORM (self), FALSE);

  typed = orch_identity_form_dup_patient (self);
  orch_identity_check (orch_patient_get_fields (typed), orch_clock_now_us (), &check);
  return orch_identity_is_complete (&check);
}

gboolean
orch_identity_form_show_problems (OrchIdentityForm *self)
{
  g_return_val_if_fail (ORCH_IS_IDENTITY_FORM (self), FALSE);

  self->left = ~0u;
  show_problems (self);
  for (guint i = 0; i < ORCH_N_IDENTITY_FIELDS; i++)
    if (orch_field_get_error (self->fields[i]) != NULL)
      {
        gtk_widget_grab_focus (orch_field_get_child (self->fields[i]));
        return FALSE;
      }
  return TRUE;
}

/* --- the object ------------------------------------------------------------------------------- */

static void
orch_identity_form_dispose (GObject *object)
{
  OrchIdentityForm *self = ORCH_IDENTITY_FORM (object);

  self->filling = TRUE;
  orch_template_dispose (GTK_WIDGET (self), ORCH_TYPE_IDENTITY_FORM);
  g_clear_object (&self->patient);
  g_clear_object (&self->shown);
  G_OBJECT_CLASS (orch_identity_form_parent_class)->dispose (object);
}

static void
orch_identity_form_class_init (OrchIdentityFormClass *klass)
{
  static const char *const names[ORCH_N_IDENTITY_FIELDS] = {
    [ORCH_IDENTITY_FAMILY] = "family_field",
    [ORCH_IDENTITY_GIVEN] = "given_field",
    [ORCH_IDENTITY_BIRTH_DATE] = "birth_date_field",
    [ORCH_IDENTITY_SEX] = "sex_field",
    [ORCH_IDENTITY_NAM] = "nam_field",
    [ORCH_IDENTITY_STREET] = "street_field",
    [ORCH_IDENTITY_CITY] = "city_field",
    [ORCH_IDENTITY_PROVINCE] = "province_field",
    [ORCH_IDENTITY_POSTAL_CODE] = "postal_code_field",
    [ORCH_IDENTITY_PHONE] = "phone_field",
    [ORCH_IDENTITY_EMAIL] = "email_field",
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_identity_form_dispose;

  signals[SIGNAL_EDITED] =
      g_signal_new ("edited", ORCH_TYPE_IDENTITY_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ORCH_TYPE_FIELD);
  g_type_ensure (ORCH_TYPE_PHONE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/patients/orch-identity-form.ui");
  for (guint i = 0; i < ORCH_N_IDENTITY_FIELDS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, names[i], FALSE,
                                               G_STRUCT_OFFSET (OrchIdentityForm, fields) +
                                                   (gssize) (i * sizeof (OrchField *)));
}

static void
fill_combos (OrchIdentityForm *self)
{
  const char *const labels[] = { _ ("Select"), _ ("Female"), _ ("Male"), _ ("Other"), NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (labels);
  g_autoptr (GtkStringList) places = gtk_string_list_new (NULL);
  const gboolean french = g_str_has_prefix (g_get_language_names ()[0], "fr");
  guint n = 0;
  const OrchProvince *provinces = orch_provinces (&n);

  gtk_string_list_append (places, _ ("Select"));
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (places, french ? provinces[i].french : provinces[i].english);
  gtk_drop_down_set_model (get_combo (self, ORCH_IDENTITY_SEX), G_LIST_MODEL (list));
  gtk_drop_down_set_model (get_combo (self, ORCH_IDENTITY_PROVINCE), G_LIST_MODEL (places));
}

static void
orch_identity_form_init (OrchIdentityForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = TRUE;
  fill_combos (self);
  self->filling = FALSE;
  orch_typing_format_attach (get_entry (self, ORCH_IDENTITY_POSTAL_CODE), orch_postal_code_format_typing);
  for (guint i = 0; i < ORCH_N_IDENTITY_FIELDS; i++)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();
      GtkWidget *child = orch_field_get_child (self->fields[i]);

      g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left), self, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (GTK_WIDGET (self->fields[i]), focus);
      g_signal_connect_object (child, GTK_IS_EDITABLE (child) ? "changed" : "notify::selected", G_CALLBACK (on_changed),
                               self, G_CONNECT_SWAPPED);
    }
}
