/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-appointment-row.h. The item is there at once, what it holds a moment later, and it may change. Styling and laying out is most of
 * what scrolling costs: what has one size is a GtkInscription, and nothing is set that is so already, nor hidden for a moment.
 */
#include "orch-appointment-row.h"

#include "orch-appointment-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-tip.h"

struct _OrchAppointmentRow
{
  AdwBin parent_instance;

  OrchStoreItem *item;    /* (owned) (nullable) */
  GtkListItem *list_item; /* (not owned) (nullable): as long as there is an item */
  const char *style;      /* (nullable): of the status, now */
  const char *icon;       /* (nullable): of the status, now */

  /* template children */
  GtkWidget *box;
  GtkInscription *time;
  GtkInscription *length;
  GtkInscription *patient;
  GtkLabel *details;
  GtkWidget *status_box;
  GtkImage *status_icon;
  GtkLabel *status;
  GtkLabel *source;
};

G_DEFINE_FINAL_TYPE (OrchAppointmentRow, orch_appointment_row, ADW_TYPE_BIN)

static void
set_style (OrchAppointmentRow *self, const char *style)
{
  if (g_strcmp0 (style, self->style) == 0)
    return;
  if (self->style != NULL)
    gtk_widget_remove_css_class (self->status_box, self->style);
  if (style != NULL)
    gtk_widget_add_css_class (self->status_box, style);
  self->style = style;
}

static void
set_icon (OrchAppointmentRow *self, const char *icon)
{
  if (g_strcmp0 (icon, self->icon) != 0)
    gtk_image_set_from_icon_name (self->status_icon, icon);
  self->icon = icon;
}

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* The icon, and the ground of the badge, for which there are no words yet. */
static void
set_marks_shown (OrchAppointmentRow *self, gboolean shown)
{
  gtk_widget_set_opacity (GTK_WIDGET (self->status_icon), shown ? 1 : 0);
  gtk_widget_set_opacity (GTK_WIDGET (self->source), shown ? 1 : 0);
}

/* Nothing of the appointment before, and nothing of one that the lock took away. */
static void
show_nothing (OrchAppointmentRow *self)
{
  gtk_inscription_set_text (self->time, "");
  gtk_inscription_set_text (self->length, "");
  gtk_inscription_set_text (self->patient, "");
  set_text (self->details, "");
  set_text (self->status, "");
  set_text (self->source, "");
  set_marks_shown (self, FALSE);
  if (self->list_item != NULL)
    gtk_list_item_set_accessible_label (self->list_item, "");
}

static void
show (OrchAppointmentRow *self)
{
  OrchAppointment *appointment = self->item != NULL ? orch_store_item_get_object (self->item) : NULL;
  g_autofree char *time = NULL;
  g_autofree char *length = NULL;
  g_autofree char *patient = NULL;
  g_autofree char *details = NULL;
  g_autofree char *spoken = NULL;

  if (appointment == NULL)
    {
      show_nothing (self);
      return;
    }
  time = orch_time_text_dup_time (orch_appointment_get_fields (appointment)->start_us);
  length = orch_appointment_text_dup_length (appointment);
  patient = orch_appointment_text_dup_patient (self->item);
  details = orch_appointment_text_dup_details (self->item);
  spoken = orch_appointment_text_dup_spoken (self->item);
  gtk_inscription_set_text (self->time, time);
  gtk_inscription_set_text (self->length, length);
  gtk_inscription_set_text (self->patient, patient);
  set_text (self->details, details);
  set_text (self->status, orch_appointment_text_get_status (appointment));
  set_text (self->source, orch_appointment_text_get_source (appointment));
  set_class (GTK_WIDGET (self->source), "plain", orch_appointment_text_is_of_emr (appointment));
  set_class (self->box, "off", !orch_appointment_counts (appointment));
  set_icon (self, orch_appointment_text_get_icon (appointment));
  set_style (self, orch_appointment_text_get_style (appointment));
  set_marks_shown (self, TRUE);
  if (self->list_item != NULL)
    gtk_list_item_set_accessible_label (self->list_item, spoken);
}

static void
orch_appointment_row_dispose (GObject *object)
{
  OrchAppointmentRow *self = ORCH_APPOINTMENT_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  g_clear_object (&self->item);
  self->list_item = NULL;
  /* Bound and the bin's own child: the bin would let go of it again. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_APPOINTMENT_ROW);
  G_OBJECT_CLASS (orch_appointment_row_parent_class)->dispose (object);
}

static void
orch_appointment_row_class_init (OrchAppointmentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_appointment_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/appointments/orch-appointment-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentRow, box);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentRow, time);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentRow, length);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentRow, patient);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentRow, details);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentRow, status_box);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentRow, status_icon);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentRow, status);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentRow, source);
}

static void
orch_appointment_row_init (OrchAppointmentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_tip_add_own (GTK_WIDGET (self->patient));
  orch_tip_add_own (GTK_WIDGET (self->details));
  orch_tip_add_own (GTK_WIDGET (self->status));
  orch_tip_add_own (GTK_WIDGET (self->source));
}

GtkWidget *
orch_appointment_row_new (void)
{
  return g_object_new (ORCH_TYPE_APPOINTMENT_ROW, NULL);
}

void
orch_appointment_row_set_item (OrchAppointmentRow *self, GtkListItem *list_item, OrchStoreItem *item)
{
  g_return_if_fail (ORCH_IS_APPOINTMENT_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  g_set_object (&self->item, item);
  self->list_item = list_item;
  /* A row without an item has another one at once, or goes. */
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "notify::object", G_CALLBACK (show), self);
  show (self);
}
