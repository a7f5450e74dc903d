/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-hand-dialog.h.
 */
#include "orch-hand-dialog.h"

#include <glib/gi18n-lib.h>

#include "core/orch-error.h"
#include "core/orch-phone.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "core/orch-text.h"
#include "ui/orch-error-text.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-phone-entry.h"

struct _OrchHandDialog
{
  AdwDialog parent_instance;

  /* owned */
  GObject *object;    /* (nullable): what is changed */
  GObject *entered;   /* (nullable): what is being kept */
  gpointer keep_data; /* freed with keep_destroy (nullable) */

  OrchHandKeep keep; /* (nullable) */
  GDestroyNotify keep_destroy;
  OrchImportKind kind;

  /* template children */
  GtkWidget *staff;
  GtkWidget *service;
  OrchField *given_field;
  OrchField *family_field;
  OrchField *licence_field;
  OrchField *phone_field;
  OrchField *name_field;
  GtkEditable *prefix;
  GtkEditable *given;
  GtkEditable *family;
  GtkEditable *licence;
  GtkEditable *profession;
  GtkEditable *speciality;
  OrchPhoneEntry *phone;
  GtkEditable *email;
  GtkEditable *service_name;
  GtkSpinButton *duration;
  GtkEditable *category;
  GtkLabel *fault;
  GtkWidget *save;
};

enum
{
  SIGNAL_ENTERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchHandDialog, orch_hand_dialog, ADW_TYPE_DIALOG)

static const char *
value_of (GtkEditable *editable)
{
  const char *text = gtk_editable_get_text (editable);

  return orch_text_is_empty (text) ? NULL : text;
}

// Shows what is missing; returns whether it is.
static gboolean
demand (OrchField *field, GtkEditable *editable, const char *fault)
{
  gboolean missing = value_of (editable) == NULL;

  orch_field_set_error (field, missing ? fault : NULL);
  if (missing)
    gtk_widget_grab_focus (GTK_WIDGET (editable));
  return missing;
}

static GObject *
make_staff_member (OrchHandDialog *self)
{
  // From the last to the first, so that the focus ends on the first.
  OrchPhoneCheck check = orch_phone_check (gtk_editable_get_text (GTK_EDITABLE (self->phone)));
  gboolean bad_phone = check != ORCH_PHONE_VALID && check != ORCH_PHONE_EMPTY;
  orch_field_set_error (self->phone_field, bad_phone ? orch_error_text_phone (check) : NULL);
  if (bad_phone)
    gtk_widget_grab_focus (GTK_WIDGET (self->phone));
  gboolean missing = demand (self->licence_field, self->licence, _ ("Enter the licence number."));
  missing = demand (self->family_field, self->family, _ ("Enter the family name.")) || missing;
  missing = demand (self->given_field, self->given, _ ("Enter the given name.")) || missing;
  if (missing || bad_phone)
    return NULL;

  OrchStaffMemberFields fields = { .bookable = TRUE, .active = TRUE };
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *number = orch_phone_entry_dup_number (self->phone);
  if (self->object != NULL)
    fields = *orch_staff_member_get_fields (ORCH_STAFF_MEMBER (self->object));
  else
    fields.id = id;
  fields.prefix = value_of (self->prefix);
  fields.given = value_of (self->given);
  fields.family = value_of (self->family);
  fields.licence = value_of (self->licence);
  fields.profession = value_of (self->profession);
  /* What is typed again is no longer what a code stood for. */
  if (g_strcmp0 (fields.speciality, value_of (self->speciality)) != 0)
    fields.speciality_code = NULL;
  fields.speciality = value_of (self->speciality);
  fields.phone = *number != '\0' ? number : NULL;
  fields.email = value_of (self->email);
  fields.origin = ORCH_ORIGIN_HAND;
  return G_OBJECT (orch_staff_member_new (&fields));
}

static GObject *
make_service (OrchHandDialog *self)
{
  if (demand (self->name_field, self->service_name, _ ("Enter the name of the service.")))
    return NULL;

  OrchServiceFields fields = { .to_define = TRUE };
  g_autofree char *id = g_uuid_string_random ();
  if (self->object != NULL)
    fields = *orch_service_get_fields (ORCH_SERVICE (self->object));
  else
    fields.id = id;
  gtk_spin_button_update (self->duration);
  fields.name = value_of (self->service_name);
  fields.duration_minutes = gtk_spin_button_get_value_as_int (self->duration);
  fields.category = value_of (self->category);
  fields.origin = ORCH_ORIGIN_HAND;
  return G_OBJECT (orch_service_new (&fields));
}

static void
show_fault (OrchHandDialog *self, const char *text)
{
  gtk_label_set_label (self->fault, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

/* What was typed stays to be mended. */
static void
show_refusal (OrchHandDialog *self, const GError *error)
{
  const gboolean staff = self->kind == ORCH_IMPORT_STAFF;

  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID))
    {
      orch_field_set_error (staff ? self->licence_field : self->name_field, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (staff ? self->licence : self->service_name));
    }
  else
    {
      g_autofree char *text = orch_error_text_dup (error);

      show_fault (self, text);
      orch_get_help_beside (self->fault, error);
    }
}

static DexFuture *
on_kept (DexFuture *future, gpointer data)
{
  OrchHandDialog *self = data;
  g_autoptr (GObject) object = g_steal_pointer (&self->entered);
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_ENTERED], 0, object);
      if (self->save != NULL)
        adw_dialog_close (ADW_DIALOG (self));
    }
  else if (self->save != NULL)
    {
      gtk_widget_set_sensitive (self->save, TRUE);
      show_refusal (self, error);
    }
  return NULL;
}

static void
on_save (OrchHandDialog *self)
{
  g_autoptr (GObject) object = NULL;

  if (self->entered != NULL)
    return;
  show_fault (self, NULL);
  object = self->kind == ORCH_IMPORT_STAFF ? make_staff_member (self) : make_service (self);
  if (object == NULL)
    return;
  if (self->keep != NULL)
    {
      gtk_widget_set_sensitive (self->save, FALSE);
      self->entered = g_steal_pointer (&object);
      dex_future_disown (dex_future_finally (self->keep (self->entered, self->keep_data), on_kept, g_object_ref (self),
                                             g_object_unref));
      return;
    }
  g_signal_emit (self, signals[SIGNAL_ENTERED], 0, object);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_cancel (OrchHandDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
set_text (GtkEditable *editable, const char *text)
{
  gtk_editable_set_text (editable, text != NULL ? text : "");
}

static void
fill (OrchHandDialog *self)
{
  if (self->kind == ORCH_IMPORT_STAFF)
    {
      const OrchStaffMemberFields *fields = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (self->object));
      set_text (self->prefix, fields->prefix);
      set_text (self->given, fields->given);
      set_text (self->family, fields->family);
      set_text (self->licence, fields->licence);
      set_text (self->profession, fields->profession);
      set_text (self->speciality, fields->speciality);
      orch_phone_entry_set_number (self->phone, fields->phone);
      set_text (self->email, fields->email);
    }
  else
    {
      const OrchServiceFields *fields = orch_service_get_fields (ORCH_SERVICE (self->object));
      set_text (self->service_name, fields->name);
      gtk_spin_button_set_value (self->duration, fields->duration_minutes);
      set_text (self->category, fields->category);
    }
}

static void
orch_hand_dialog_dispose (GObject *object)
{
  OrchHandDialog *self = ORCH_HAND_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_HAND_DIALOG);
  g_clear_object (&self->object);

  G_OBJECT_CLASS (orch_hand_dialog_parent_class)->dispose (object);
}

static void
orch_hand_dialog_finalize (GObject *object)
{
  OrchHandDialog *self = ORCH_HAND_DIALOG (object);

  g_clear_object (&self->entered);
  if (self->keep_destroy != NULL)
    self->keep_destroy (self->keep_data);

  G_OBJECT_CLASS (orch_hand_dialog_parent_class)->finalize (object);
}

static void
orch_hand_dialog_class_init (OrchHandDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_hand_dialog_dispose;
  G_OBJECT_CLASS (class)->finalize = orch_hand_dialog_finalize;
  signals[SIGNAL_ENTERED] = g_signal_new ("entered", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_OBJECT);
  g_type_ensure (ORCH_TYPE_FIELD);
  g_type_ensure (ORCH_TYPE_PHONE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-hand-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, staff);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, service);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, given_field);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, family_field);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, licence_field);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, phone_field);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, name_field);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, prefix);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, given);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, family);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, licence);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, profession);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, speciality);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, phone);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, email);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, service_name);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, duration);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, category);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, fault);
  gtk_widget_class_bind_template_child (widget_class, OrchHandDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
orch_hand_dialog_init (OrchHandDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

OrchHandDialog *
orch_hand_dialog_new (OrchImportKind kind, GObject *object)
{
  OrchHandDialog *self = g_object_new (ORCH_TYPE_HAND_DIALOG, NULL);
  gboolean staff = kind == ORCH_IMPORT_STAFF;

  self->kind = kind;
  self->object = object != NULL ? g_object_ref (object) : NULL;
  if (object == NULL)
    adw_dialog_set_title (ADW_DIALOG (self), staff ? _ ("Add a Person") : _ ("Add a Service"));
  else
    adw_dialog_set_title (ADW_DIALOG (self), staff ? _ ("Change a Person") : _ ("Change a Service"));
  gtk_widget_set_visible (self->staff, staff);
  gtk_widget_set_visible (self->service, !staff);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (staff ? self->given : self->service_name));
  if (object != NULL)
    fill (self);
  return self;
}

void
orch_hand_dialog_set_keep (OrchHandDialog *self, OrchHandKeep keep, gpointer data, GDestroyNotify destroy)
{
  g_return_if_fail (ORCH_IS_HAND_DIALOG (self));
  g_return_if_fail (keep != NULL);
  g_return_if_fail (self->keep == NULL);

  self->keep = keep;
  self->keep_data = data;
  self->keep_destroy = destroy;
}
