/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-review-row.h. A choice is told to the review at once, which keeps it.
 */
#include "orch-review-row.h"

#include "orch-service-text.h"
#include "orch-type-picker.h"
#include "ui/orch-ui.h"

struct _OrchReviewRow
{
  AdwBin parent_instance;

  /* owned */
  OrchServiceReview *review;
  OrchServiceNames *names;
  OrchServiceChoice *choice; /* (nullable) */

  OrchServicePage page;
  gboolean showing; /* set by us, not by the person */

  OrchTypePicker *picker; /* (nullable): third page */

  /* template children */
  GtkBox *box;
  GtkCheckButton *check;
  GtkWidget *labels;
  GtkLabel *name;
  GtkWidget *new_badge;
  GtkLabel *origin;
  GtkWidget *warning_box;
  GtkImage *warning_icon;
  GtkLabel *warning;
};

G_DEFINE_FINAL_TYPE (OrchReviewRow, orch_review_row, ADW_TYPE_BIN)

static const char *
get_id (OrchReviewRow *self)
{
  return orch_service_get_fields (orch_service_choice_get_service (self->choice))->id;
}

static gboolean
is_ticked (OrchReviewRow *self)
{
  return self->page == ORCH_SERVICE_PAGE_EXCLUDED ? orch_service_choice_get_excluded (self->choice)
                                                  : orch_service_choice_get_inactive (self->choice);
}

static void
show_warning (OrchReviewRow *self)
{
  const char *const *types = orch_service_choice_get_types (self->choice);
  const gboolean typed = types != NULL && types[0] != NULL;
  g_autofree char *text = orch_service_text_dup_warning (self->page, is_ticked (self), typed,
                                                         orch_service_choice_get_upcoming (self->choice));
  const gboolean grave = self->page == ORCH_SERVICE_PAGE_ACTIVE && !typed;

  gtk_widget_set_visible (self->warning_box, text != NULL);
  gtk_label_set_label (self->warning, text != NULL ? text : "");
  gtk_image_set_from_icon_name (self->warning_icon, grave ? "orch-step-problem-symbolic" : "orch-calendar-symbolic");
  if (grave)
    gtk_widget_add_css_class (self->warning_box, "warning");
  else
    gtk_widget_remove_css_class (self->warning_box, "warning");
}

static void
show (OrchReviewRow *self)
{
  OrchService *service = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *spoken = NULL;

  if (self->choice == NULL)
    return;
  service = orch_service_choice_get_service (self->choice);
  origin = orch_service_text_dup_origin (service, self->names);
  self->showing = TRUE;
  gtk_label_set_label (self->name, orch_service_get_display_name (service));
  gtk_label_set_label (self->origin, origin);
  gtk_widget_set_visible (self->new_badge, orch_service_get_fields (service)->to_define);
  if (self->picker != NULL)
    {
      orch_type_picker_set_selected (self->picker, orch_service_choice_get_types (self->choice));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->picker), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      orch_service_get_display_name (service), -1);
    }
  else
    gtk_check_button_set_active (self->check, is_ticked (self));
  show_warning (self);
  self->showing = FALSE;
  spoken = gtk_widget_get_visible (self->warning_box)
               ? g_strdup_printf ("%s. %s", origin, gtk_label_get_label (self->warning))
               : g_strdup (origin);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  orch_service_get_display_name (service), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken,
                                  -1);
}

static void
on_toggled (OrchReviewRow *self)
{
  const gboolean ticked = gtk_check_button_get_active (self->check);

  if (self->showing || self->choice == NULL)
    return;
  if (self->page == ORCH_SERVICE_PAGE_EXCLUDED)
    orch_service_review_set_excluded (self->review, get_id (self), ticked);
  else
    orch_service_review_set_inactive (self->review, get_id (self), ticked);
}

static void
on_types (OrchReviewRow *self)
{
  g_auto (GStrv) types = orch_type_picker_dup_selected (self->picker);

  if (self->showing || self->choice == NULL)
    return;
  orch_service_review_set_types (self->review, get_id (self), (const char *const *) types);
}

static void
orch_review_row_dispose (GObject *object)
{
  OrchReviewRow *self = ORCH_REVIEW_ROW (object);

  orch_review_row_set_choice (self, NULL);
  /* Bound and the bin's own child: the bin would let go of it again. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_REVIEW_ROW);
  g_clear_object (&self->review);
  g_clear_object (&self->names);
  G_OBJECT_CLASS (orch_review_row_parent_class)->dispose (object);
}

static void
orch_review_row_class_init (OrchReviewRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_review_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-review-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchReviewRow, box);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewRow, check);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewRow, labels);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewRow, name);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewRow, new_badge);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewRow, origin);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewRow, warning_box);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewRow, warning_icon);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewRow, warning);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
orch_review_row_init (OrchReviewRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
orch_review_row_new (OrchServiceReview *review, OrchServicePage page, OrchServiceNames *names)
{
  OrchReviewRow *self = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (review), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);

  self = g_object_new (ORCH_TYPE_REVIEW_ROW, NULL);
  self->review = g_object_ref (review);
  self->names = g_object_ref (names);
  self->page = page;
  if (page == ORCH_SERVICE_PAGE_ACTIVE)
    {
      /* The words stay, the box to tick goes: the types are what is chosen here. */
      g_object_ref (self->labels);
      gtk_check_button_set_child (self->check, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
      gtk_widget_set_visible (GTK_WIDGET (self->check), FALSE);
      gtk_box_prepend (self->box, self->labels);
      g_object_unref (self->labels);
      self->picker = ORCH_TYPE_PICKER (orch_type_picker_new (names));
      gtk_box_insert_child_after (self->box, GTK_WIDGET (self->picker), self->labels);
      g_signal_connect_object (self->picker, "changed", G_CALLBACK (on_types), self, G_CONNECT_SWAPPED);
    }
  return GTK_WIDGET (self);
}

void
orch_review_row_set_choice (OrchReviewRow *self, OrchServiceChoice *choice)
{
  g_return_if_fail (ORCH_IS_REVIEW_ROW (self));

  if (self->choice != NULL)
    g_signal_handlers_disconnect_by_func (self->choice, show, self);
  g_set_object (&self->choice, choice);
  if (choice != NULL)
    g_signal_connect_swapped (choice, "notify", G_CALLBACK (show), self);
  show (self);
}
