/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-care-offer-page.h. The rows hold what is typed; the offer is made from them when it is asked for.
 */
#include "orch-care-offer-page.h"

#include <glib/gi18n.h>

#include "core/orch-staff-member.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-plain-text.h"

/* The rows of one professional */
typedef struct
{
  char *staff_id; /* (owned) */
  AdwExpanderRow *row;
  AdwSwitchRow *offered;
  AdwSwitchRow *staff_only;
  AdwSpinRow *days; /* 0 = as the offer says */
} Exception;

struct _OrchCareOfferPage
{
  AdwNavigationPage parent_instance;

  /* owned */
  GPtrArray *rows;     /* Exception */
  OrchCareOffer *kept; /* (nullable): as it was set: exceptions of people who are not shown are not lost */

  gboolean showing; /* set by us, not by the person */

  /* template children */
  AdwSwitchRow *offered;
  AdwSwitchRow *staff_only;
  AdwComboRow *audience;
  AdwComboRow *sex;
  AdwExpanderRow *ages;
  AdwSpinRow *age_min;
  AdwSpinRow *age_max;
  AdwSwitchRow *in_person;
  AdwSwitchRow *virtual;
  AdwExpanderRow *ahead;
  AdwSpinRow *days;
  GtkLabel *fault;
  AdwPreferencesGroup *exceptions;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchCareOfferPage, orch_care_offer_page, ADW_TYPE_NAVIGATION_PAGE)

/* In the order of the rows of the template */
static const char *const audiences[] = { ORCH_AUDIENCE_EVERYONE, ORCH_AUDIENCE_ATTACHED, ORCH_AUDIENCE_UNATTACHED,
                                         ORCH_AUDIENCE_REDIRECTION };
static const char *const sexes[] = { NULL, "female", "male" };

static void
exception_free (gpointer data)
{
  Exception *exception = data;

  g_free (exception->staff_id);
  g_free (exception);
}

static guint
find_code (const char *const *codes, guint n, const char *code)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (codes[i], code) == 0)
      return i;
  return 0;
}

const char *
orch_care_offer_page_get_fault (OrchCareOfferPage *self)
{
  g_return_val_if_fail (ORCH_IS_CARE_OFFER_PAGE (self), NULL);

  if (!adw_switch_row_get_active (self->offered))
    return NULL;
  if (!adw_switch_row_get_active (self->in_person) && !adw_switch_row_get_active (self->virtual))
    return _ ("Choose at least one way: in person or virtual.");
  if (adw_expander_row_get_enable_expansion (self->ages) &&
      adw_spin_row_get_value (self->age_min) > adw_spin_row_get_value (self->age_max))
    return _ ("The first age is above the last one.");
  return NULL;
}

static void
on_changed (OrchCareOfferPage *self)
{
  const char *fault = NULL;

  if (self->showing)
    return;
  fault = orch_care_offer_page_get_fault (self);
  gtk_label_set_label (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
show_exception (OrchCareOfferPage *self, Exception *exception)
{
  const OrchCareException *kept =
      self->kept != NULL ? orch_care_offer_find_exception (self->kept, exception->staff_id) : NULL;

  adw_expander_row_set_enable_expansion (exception->row, kept != NULL);
  adw_switch_row_set_active (exception->offered, kept == NULL || kept->offered);
  adw_switch_row_set_active (exception->staff_only, kept != NULL && kept->staff_only);
  adw_spin_row_set_value (exception->days, kept != NULL && kept->publication_days > 0 ? kept->publication_days : 0);
}

static void
add_exception (OrchCareOfferPage *self, OrchStaffMember *member)
{
  Exception *exception = g_new0 (Exception, 1);

  exception->staff_id = g_strdup (orch_staff_member_get_fields (member)->id);
  exception->row = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title",
                                 orch_staff_member_get_display_name (member), "show-enable-switch", TRUE, NULL);
  exception->offered = g_object_new (ADW_TYPE_SWITCH_ROW, "title", _ ("Offers this service"), NULL);
  exception->staff_only = g_object_new (ADW_TYPE_SWITCH_ROW, "title", _ ("Reserved for the staff"), NULL);
  exception->days = ADW_SPIN_ROW (adw_spin_row_new_with_range (0, ORCH_OFFER_DAYS_MAX, 1));
  g_object_set (exception->days, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL); /* or nobody is read it */
  orch_plain_set_title (ADW_PREFERENCES_ROW (exception->days), _ ("Days ahead (0: as the offer says)"));
  adw_expander_row_add_row (exception->row, GTK_WIDGET (exception->offered));
  adw_expander_row_add_row (exception->row, GTK_WIDGET (exception->staff_only));
  adw_expander_row_add_row (exception->row, GTK_WIDGET (exception->days));
  show_exception (self, exception);
  g_signal_connect_object (exception->row, "notify::enable-expansion", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (exception->offered, "notify::active", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (exception->staff_only, "notify::active", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (exception->days, "notify::value", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->exceptions, GTK_WIDGET (exception->row));
  g_ptr_array_add (self->rows, exception);
}

static void
orch_care_offer_page_dispose (GObject *object)
{
  OrchCareOfferPage *self = ORCH_CARE_OFFER_PAGE (object);

  self->showing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_CARE_OFFER_PAGE);
  g_clear_object (&self->kept);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_care_offer_page_parent_class)->dispose (object);
}

static void
orch_care_offer_page_class_init (OrchCareOfferPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_care_offer_page_dispose;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-care-offer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, offered);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, staff_only);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, audience);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, sex);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, ages);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, age_min);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, age_max);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, in_person);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, virtual);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, ahead);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, days);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, fault);
  gtk_widget_class_bind_template_child (widget_class, OrchCareOfferPage, exceptions);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
orch_care_offer_page_init (OrchCareOfferPage *self)
{
  self->rows = g_ptr_array_new_with_free_func (exception_free);
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
  self->showing = FALSE;
}

void
orch_care_offer_page_set_offer (OrchCareOfferPage *self, OrchCareOffer *offer)
{
  static const OrchCareOfferFields none = { .audience = ORCH_AUDIENCE_EVERYONE,
                                            .modes = ORCH_CARE_IN_PERSON,
                                            .age_min = -1,
                                            .age_max = -1,
                                            .publication_days = -1 };
  const OrchCareOfferFields *fields = NULL;

  g_return_if_fail (ORCH_IS_CARE_OFFER_PAGE (self));

  g_set_object (&self->kept, offer);
  fields = offer != NULL ? orch_care_offer_get_fields (offer) : &none;
  self->showing = TRUE;
  adw_switch_row_set_active (self->offered, offer != NULL);
  adw_switch_row_set_active (self->staff_only, fields->staff_only);
  adw_combo_row_set_selected (self->audience, find_code (audiences, G_N_ELEMENTS (audiences), fields->audience));
  adw_combo_row_set_selected (self->sex, find_code (sexes, G_N_ELEMENTS (sexes), fields->sex));
  adw_expander_row_set_enable_expansion (self->ages, fields->age_min >= 0 || fields->age_max >= 0);
  adw_spin_row_set_value (self->age_min, MAX (fields->age_min, 0));
  adw_spin_row_set_value (self->age_max, fields->age_max >= 0 ? fields->age_max : ORCH_OFFER_AGE_MAX);
  adw_switch_row_set_active (self->in_person, fields->modes == 0 || (fields->modes & ORCH_CARE_IN_PERSON) != 0);
  adw_switch_row_set_active (self->virtual, (fields->modes & ORCH_CARE_VIRTUAL) != 0);
  adw_expander_row_set_enable_expansion (self->ahead, fields->publication_days >= 0);
  if (fields->publication_days >= 0)
    adw_spin_row_set_value (self->days, fields->publication_days);
  for (guint i = 0; i < self->rows->len; i++)
    show_exception (self, g_ptr_array_index (self->rows, i));
  self->showing = FALSE;
}

void
orch_care_offer_page_set_staff (OrchCareOfferPage *self, GPtrArray *staff)
{
  g_return_if_fail (ORCH_IS_CARE_OFFER_PAGE (self));

  self->showing = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->exceptions,
                                  GTK_WIDGET (((Exception *) g_ptr_array_index (self->rows, i))->row));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < staff->len; i++)
    add_exception (self, g_ptr_array_index (staff, i));
  gtk_widget_set_visible (GTK_WIDGET (self->exceptions), staff->len > 0);
  self->showing = FALSE;
}

static gboolean
has_row (OrchCareOfferPage *self, const char *staff_id)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (((Exception *) g_ptr_array_index (self->rows, i))->staff_id, staff_id) == 0)
      return TRUE;
  return FALSE;
}

/* Those of the rows, and those of people who are not shown here. */
static GArray *
dup_exceptions (OrchCareOfferPage *self)
{
  GArray *exceptions = g_array_new (FALSE, FALSE, sizeof (OrchCareException));
  const OrchCareOfferFields *kept = self->kept != NULL ? orch_care_offer_get_fields (self->kept) : NULL;

  for (guint i = 0; kept != NULL && i < kept->n_exceptions; i++)
    if (!has_row (self, kept->exceptions[i].staff_id))
      g_array_append_val (exceptions, kept->exceptions[i]);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Exception *row = g_ptr_array_index (self->rows, i);
      const int days = (int) adw_spin_row_get_value (row->days);
      const OrchCareException exception = { .staff_id = row->staff_id,
                                            .offered = adw_switch_row_get_active (row->offered),
                                            .staff_only = adw_switch_row_get_active (row->staff_only),
                                            .publication_days = days > 0 ? days : -1 };

      if (adw_expander_row_get_enable_expansion (row->row))
        g_array_append_val (exceptions, exception);
    }
  return exceptions;
}

OrchCareOffer *
orch_care_offer_page_dup_offer (OrchCareOfferPage *self)
{
  g_autoptr (GArray) exceptions = NULL;
  OrchCareOfferFields fields = { .age_min = -1, .age_max = -1, .publication_days = -1 };

  g_return_val_if_fail (ORCH_IS_CARE_OFFER_PAGE (self), NULL);

  if (!adw_switch_row_get_active (self->offered))
    return NULL;
  exceptions = dup_exceptions (self);
  fields.staff_only = adw_switch_row_get_active (self->staff_only);
  fields.audience = audiences[MIN (adw_combo_row_get_selected (self->audience), G_N_ELEMENTS (audiences) - 1)];
  fields.sex = sexes[MIN (adw_combo_row_get_selected (self->sex), G_N_ELEMENTS (sexes) - 1)];
  fields.modes = (adw_switch_row_get_active (self->in_person) ? ORCH_CARE_IN_PERSON : 0) |
                 (adw_switch_row_get_active (self->virtual) ? ORCH_CARE_VIRTUAL : 0);
  if (adw_expander_row_get_enable_expansion (self->ages))
    {
      const int last = (int) adw_spin_row_get_value (self->age_max);

      fields.age_min = (int) adw_spin_row_get_value (self->age_min);
      fields.age_max = last < ORCH_OFFER_AGE_MAX ? last : -1;
    }
  if (adw_expander_row_get_enable_expansion (self->ahead))
    fields.publication_days = (int) adw_spin_row_get_value (self->days);
  fields.exceptions = (const OrchCareException *) exceptions->data;
  fields.n_exceptions = exceptions->len;
  return orch_care_offer_new (&fields);
}
