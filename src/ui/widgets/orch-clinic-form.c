/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-clinic-form.h. The clinic is immutable: each change makes another.
 */
#include "orch-clinic-form.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/orch-phone.h"
#include "core/orch-postal-code.h"
#include "core/orch-province.h"
#include "core/orch-text.h"
#include "ui/orch-error-text.h"
#include "orch-field.h"
#include "orch-logo-editor.h"
#include "orch-phone-entry.h"
#include "orch-typing-format.h"
#include "orch-template.h"

struct _OrchClinicForm
{
  GtkWidget parent_instance;

  /* owned */
  OrchClinic *clinic; /* (nullable) */

  gboolean filling;
  guint left; /* bits of OrchClinicField: fields the person has left, or that came filled in */

  /* template children */
  OrchField *name_field;
  OrchField *street_field;
  OrchField *office_field;
  OrchField *city_field;
  OrchField *province_field;
  OrchField *postal_code_field;
  OrchField *phone_field;
  OrchField *extension_field;
  GtkEditable *name_entry;
  GtkEditable *street_entry;
  GtkEditable *office_entry;
  GtkEditable *city_entry;
  GtkDropDown *province_combo;
  GtkEditable *postal_code_entry;
  OrchPhoneEntry *phone_entry;
  GtkEditable *extension_entry;
  OrchLogoEditor *logo_editor;
};

enum
{
  SIGNAL_EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchClinicForm, orch_clinic_form, GTK_TYPE_WIDGET)

static OrchField *
field_widget (OrchClinicForm *self, OrchClinicField field)
{
  switch (field)
    {
    case ORCH_CLINIC_FIELD_NAME:
      return self->name_field;
    case ORCH_CLINIC_FIELD_STREET:
      return self->street_field;
    case ORCH_CLINIC_FIELD_OFFICE:
      return self->office_field;
    case ORCH_CLINIC_FIELD_CITY:
      return self->city_field;
    case ORCH_CLINIC_FIELD_PROVINCE:
      return self->province_field;
    case ORCH_CLINIC_FIELD_POSTAL_CODE:
      return self->postal_code_field;
    case ORCH_CLINIC_FIELD_PHONE:
      return self->phone_field;
    case ORCH_CLINIC_FIELD_EXTENSION:
      return self->extension_field;
    case ORCH_CLINIC_FIELD_LOGO:
    default:
      return NULL;
    }
}

static void
update_faults (OrchClinicForm *self)
{
  const OrchClinicFields *fields = orch_clinic_get_fields (self->clinic);

  for (int i = 0; i < ORCH_N_CLINIC_FIELDS; i++)
    {
      OrchField *widget = field_widget (self, (OrchClinicField) i);
      if (widget == NULL)
        continue;

      OrchFieldState state = orch_clinic_check_field (self->clinic, (OrchClinicField) i);
      // Too long is said at once: the person is still typing and should stop.
      gboolean shown = (self->left & (1u << i)) != 0 || state == ORCH_FIELD_TOO_LONG;
      orch_field_set_error (widget, shown ? orch_error_text_field (self->clinic, (OrchClinicField) i, state) : NULL);
    }

  gsize length = orch_text_length (fields->name);
  /* translators: how many characters the name has, and how many it may have */
  g_autofree char *counter = g_strdup_printf (_ ("%u/%u"), (guint) length, (guint) ORCH_CLINIC_NAME_MAX);
  orch_field_set_counter (self->name_field, counter);

  gboolean elsewhere = orch_clinic_check_field (self->clinic, ORCH_CLINIC_FIELD_POSTAL_CODE) == ORCH_FIELD_OK &&
                       fields->province != NULL && *fields->province != '\0' &&
                       !orch_postal_code_matches_province (fields->postal_code, fields->province);
  orch_field_set_hint (self->postal_code_field,
                       elsewhere ? _ ("This postal code is of another province. Check both.") : NULL);
}

// Empty text is no value.
static const char *
value_of (GtkEditable *editable)
{
  const char *text = gtk_editable_get_text (editable);

  return orch_text_is_empty (text) ? NULL : text;
}

static void
on_changed (OrchClinicForm *self)
{
  if (self->filling || self->clinic == NULL)
    return;

  OrchClinicFields fields = *orch_clinic_get_fields (self->clinic);
  g_autofree char *phone = orch_phone_entry_dup_number (self->phone_entry);
  const char *postal_text = value_of (self->postal_code_entry);
  g_autofree char *postal_code = postal_text != NULL ? orch_postal_code_normalize (postal_text) : NULL;
  guint n_provinces;
  const OrchProvince *provinces = orch_provinces (&n_provinces);
  guint selected = gtk_drop_down_get_selected (self->province_combo);

  fields.name = value_of (self->name_entry);
  fields.street = value_of (self->street_entry);
  fields.office = value_of (self->office_entry);
  fields.city = value_of (self->city_entry);
  // The first row is "Select".
  fields.province = selected > 0 && selected <= n_provinces ? provinces[selected - 1].code : NULL;
  fields.postal_code = postal_code != NULL ? postal_code : postal_text;
  fields.phone = *phone != '\0' ? phone : NULL;
  fields.extension = value_of (self->extension_entry);
  fields.logo = orch_logo_editor_get_logo (self->logo_editor, &fields.logo_type);

  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
  if (orch_clinic_equal (clinic, self->clinic))
    return;
  g_set_object (&self->clinic, clinic);
  update_faults (self);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
on_province (OrchClinicForm *self)
{
  if (!self->filling)
    self->left |= 1u << ORCH_CLINIC_FIELD_PROVINCE;
  on_changed (self);
  if (!self->filling && self->clinic != NULL)
    update_faults (self);
}

static void
on_focus_left (OrchClinicForm *self, GtkEventController *controller)
{
  GtkWidget *widget = gtk_event_controller_get_widget (controller);

  for (int i = 0; i < ORCH_N_CLINIC_FIELDS; i++)
    if ((GtkWidget *) field_widget (self, (OrchClinicField) i) == widget)
      self->left |= 1u << i;
  if (self->clinic != NULL)
    update_faults (self);
}

static void
fill (GtkEditable *editable, const char *text)
{
  const char *shown = value_of (editable);

  if (g_strcmp0 (shown, text) != 0)
    gtk_editable_set_text (editable, text != NULL ? text : "");
}

static GtkStringList *
make_provinces (void)
{
  guint n;
  const OrchProvince *provinces = orch_provinces (&n);
  GtkStringList *list = gtk_string_list_new (NULL);
  const char *const *languages = g_get_language_names ();
  gboolean french = g_str_has_prefix (languages[0], "fr");

  gtk_string_list_append (list, _ ("Select"));
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, french ? provinces[i].french : provinces[i].english);
  return list;
}

static void
orch_clinic_form_dispose (GObject *object)
{
  OrchClinicForm *self = ORCH_CLINIC_FORM (object);

  self->filling = TRUE;
  orch_template_dispose (GTK_WIDGET (self), ORCH_TYPE_CLINIC_FORM);
  g_clear_object (&self->clinic);

  G_OBJECT_CLASS (orch_clinic_form_parent_class)->dispose (object);
}

static void
orch_clinic_form_class_init (OrchClinicFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_clinic_form_dispose;

  signals[SIGNAL_EDITED] =
      g_signal_new ("edited", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ORCH_TYPE_FIELD);
  g_type_ensure (ORCH_TYPE_PHONE_ENTRY);
  g_type_ensure (ORCH_TYPE_LOGO_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/widgets/orch-clinic-form.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, name_field);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, street_field);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, office_field);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, city_field);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, province_field);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, postal_code_field);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, phone_field);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, extension_field);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, name_entry);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, street_entry);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, office_entry);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, city_entry);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, province_combo);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, postal_code_entry);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, phone_entry);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, extension_entry);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicForm, logo_editor);
}

static void
orch_clinic_form_init (OrchClinicForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->filling = TRUE;
  g_autoptr (GtkStringList) provinces = make_provinces ();
  gtk_drop_down_set_model (self->province_combo, G_LIST_MODEL (provinces));
  self->filling = FALSE;
  orch_typing_format_attach (self->postal_code_entry, orch_postal_code_format_typing);

  for (int i = 0; i < ORCH_N_CLINIC_FIELDS; i++)
    {
      OrchField *field = field_widget (self, (OrchClinicField) i);
      if (field == NULL)
        continue;

      GtkEventController *focus = gtk_event_controller_focus_new ();
      g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left), self, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (GTK_WIDGET (field), focus);
      GtkWidget *child = orch_field_get_child (field);
      if (GTK_IS_EDITABLE (child))
        g_signal_connect_object (child, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (self->province_combo, "notify::selected", G_CALLBACK (on_province), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->logo_editor, "edited", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}

OrchClinic *
orch_clinic_form_get_clinic (OrchClinicForm *self)
{
  g_return_val_if_fail (ORCH_IS_CLINIC_FORM (self), NULL);
  return self->clinic;
}

void
orch_clinic_form_set_clinic (OrchClinicForm *self, OrchClinic *clinic)
{
  g_return_if_fail (ORCH_IS_CLINIC_FORM (self));
  g_return_if_fail (ORCH_IS_CLINIC (clinic));

  if (self->clinic == clinic)
    return;

  gboolean first = self->clinic == NULL;
  const OrchClinicFields *fields = orch_clinic_get_fields (clinic);
  guint n, selected = 0;
  const OrchProvince *provinces = orch_provinces (&n);

  g_set_object (&self->clinic, clinic);
  self->filling = TRUE;
  fill (self->name_entry, fields->name);
  fill (self->street_entry, fields->street);
  fill (self->office_entry, fields->office);
  fill (self->city_entry, fields->city);
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (provinces[i].code, fields->province) == 0)
      selected = i + 1;
  gtk_drop_down_set_selected (self->province_combo, selected);
  fill (self->postal_code_entry, fields->postal_code);
  orch_phone_entry_set_number (self->phone_entry, fields->phone);
  fill (self->extension_entry, fields->extension);
  orch_logo_editor_set_logo (self->logo_editor, fields->logo, fields->logo_type);
  self->filling = FALSE;

  // What came filled in and is wrong is said at once; what is only missing waits until its field is left.
  if (first)
    for (int i = 0; i < ORCH_N_CLINIC_FIELDS; i++)
      if (orch_clinic_check_field (clinic, (OrchClinicField) i) == ORCH_FIELD_MALFORMED)
        self->left |= 1u << i;
  update_faults (self);
}

gboolean
orch_clinic_form_show_faults (OrchClinicForm *self)
{
  g_return_val_if_fail (ORCH_IS_CLINIC_FORM (self), FALSE);

  self->left = ~0u;
  update_faults (self);
  for (int i = 0; i < ORCH_N_CLINIC_FIELDS; i++)
    if (orch_clinic_check_field (self->clinic, (OrchClinicField) i) != ORCH_FIELD_OK)
      {
        OrchField *field = field_widget (self, (OrchClinicField) i);
        if (field != NULL)
          gtk_widget_grab_focus (orch_field_get_child (field));
        return FALSE;
      }
  return TRUE;
}
