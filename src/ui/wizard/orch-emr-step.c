/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-step.h.
 */
#include "orch-emr-step.h"

#include <glib/gi18n-lib.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-phone.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-card-layout.h"
#include "ui/widgets/orch-choice-card.h"
#include "orch-emr-form.h"
#include "orch-shared-key-form.h"
#include "ui/widgets/orch-template.h"

/* Of the narrowest card: one a line at 360 px, two or three on a wide page. */
#define CARD_WIDTH 280

struct _OrchEmrStep
{
  OrchWizardPage parent_instance;

  gboolean updating;
  char *wanted; /* (owned) (nullable): the EMR that the dialog of a locked choice speaks of */

  /* borrowed */
  GPtrArray *radios; /* (owned) (element-type OrchChoiceCard) */

  /* template children */
  GtkBox *cards;
  GtkWidget *section;
  GtkWidget *later;
  GtkLabel *later_label;
  GtkWidget *checklist;
  GtkLabel *checklist_label;
  OrchSharedKeyForm *shared_key;
  OrchEmrForm *form;
  AdwAlertDialog *locked_dialog;
};

G_DEFINE_FINAL_TYPE (OrchEmrStep, orch_emr_step, ORCH_TYPE_WIZARD_PAGE)

static OrchEmrVendor *
vendor_of (gpointer card)
{
  return g_object_get_data (G_OBJECT (card), "orch-vendor");
}

static OrchSetup *
get_setup (OrchEmrStep *self)
{
  return orch_wizard_page_get_setup (ORCH_WIZARD_PAGE (self));
}

static void
update_cards (OrchEmrStep *self)
{
  const char *emr = orch_setup_get_emr (get_setup (self));
  gboolean locked = orch_setup_is_emr_locked (get_setup (self));

  self->updating = TRUE;
  for (guint i = 0; i < self->radios->len; i++)
    {
      GtkCheckButton *card = g_ptr_array_index (self->radios, i);
      gboolean chosen = g_strcmp0 (orch_emr_vendor_get_code (vendor_of (card)), emr) == 0;
      gtk_check_button_set_active (card, chosen);
      orch_choice_card_set_locked (ORCH_CHOICE_CARD (card), chosen && locked);
    }
  self->updating = FALSE;
}

static char *
dup_checklist (OrchEmrVendor *vendor)
{
  const char *const *items = orch_emr_vendor_get_checklist (vendor, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    g_string_append_printf (text, "%s• %s", i > 0 ? "\n" : "", items[i]);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
update_section (OrchEmrStep *self)
{
  OrchSetup *setup = get_setup (self);
  OrchEmrVendor *vendor = orch_catalogue_find_vendor (orch_catalogue_get_default (), orch_setup_get_emr (setup));
  OrchConnectionState connection = orch_setup_get_connection (setup);
  /* Where the way to connect is chosen in the form, "later" is one of them. */
  gboolean later = connection == ORCH_CONNECTION_TO_SET_UP || connection == ORCH_CONNECTION_NONE;
  gboolean connectable = vendor != NULL && orch_emr_vendor_is_connectable (vendor) &&
                         (!later || (orch_emr_vendor_is_chosen (vendor) && connection != ORCH_CONNECTION_NONE));

  gtk_widget_set_visible (self->section, vendor != NULL);
  if (vendor == NULL)
    return;

  g_autofree char *list = dup_checklist (vendor);
  gtk_label_set_text (self->checklist_label, list);
  gtk_widget_set_visible (self->checklist, *list != '\0');
  gtk_widget_set_visible (self->later, later || !connectable);
  if (orch_emr_vendor_is_standalone (vendor))
    gtk_label_set_text (self->later_label,
                        _ ("Without an EMR, you will enter the staff and the services by hand, or from a file. "
                           "You can connect an EMR later on the Clinic page."));
  else if (orch_emr_vendor_is_chosen (vendor))
    {
      g_autofree char *text =
          /* translators: %s is the name of an EMR */
          g_strdup_printf (_ ("%s can be connected now, by files exported from it or by a FHIR R4 interface: type the "
                              "clinic's key, then choose the way. It can also be connected later: you can go on, and "
                              "enter the staff and the services by hand, or from a file."),
                           orch_emr_vendor_get_name (vendor, NULL));
      gtk_label_set_text (self->later_label, text);
    }
  else
    {
      g_autofree char *text =
          /* translators: %s is the name of an EMR */
          g_strdup_printf (_ ("The connection to %s is to be set up later, with its provider. You can go on: "
                              "you will enter the staff and the services by hand, or from a file."),
                           orch_emr_vendor_get_name (vendor, NULL));
      gtk_label_set_text (self->later_label, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->shared_key), connectable);
  // The key comes before the credentials that it seals.
  gtk_widget_set_visible (GTK_WIDGET (self->form), connectable && orch_setup_has_shared_key (setup));
  orch_emr_form_set_vendor (self->form, connectable ? vendor : NULL);
}

static void
on_emr (OrchEmrStep *self)
{
  update_cards (self);
  update_section (self);
}

static void
show_locked (OrchEmrStep *self, OrchEmrVendor *wanted)
{
  OrchSetup *setup = get_setup (self);
  OrchEmrVendor *known = orch_catalogue_find_vendor (orch_catalogue_get_default (), orch_setup_get_emr (setup));
  g_autofree char *phone =
      orch_phone_format_international (orch_catalogue_get_support_phone (orch_catalogue_get_default ()));
  g_autofree char *body =
      /* translators: the EMR asked for, the EMR that the hub knows, a phone number */
      g_strdup_printf (_ ("You chose %s; the hub knows %s for this clinic. An adjustment is needed: when you press "
                          "“I Understand”, the platform's provider is alerted and a team will contact you. You can "
                          "also call support at %s. Until then, %s stays chosen and you can go on. We are sorry for "
                          "the inconvenience."),
                       orch_emr_vendor_get_name (wanted, NULL),
                       known != NULL ? orch_emr_vendor_get_name (known, NULL) : orch_setup_get_emr (setup), phone,
                       known != NULL ? orch_emr_vendor_get_name (known, NULL) : orch_setup_get_emr (setup));

  adw_alert_dialog_set_body (self->locked_dialog, body);
  g_set_str (&self->wanted, orch_emr_vendor_get_code (wanted));
  orch_alert_present (ADW_DIALOG (self->locked_dialog), GTK_WIDGET (self));
}

/* The platform is alerted of a choice that was meant, not of one that was passed by. */
static void
on_locked_answer (OrchEmrStep *self, const char *response)
{
  g_autofree char *wanted = g_steal_pointer (&self->wanted);

  if (g_str_equal (response, "understood") && wanted != NULL)
    dex_future_disown (orch_setup_send_emr_alert (get_setup (self), wanted));
}

/* In a group of choices an arrow chooses. Where a choice asks for an alert, it only goes on to the next card; Space chooses. */
static gboolean
on_key (OrchEmrStep *self, guint key, guint keycode, GdkModifierType state)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int step = 0;
  guint at = 0;

  if (key == GDK_KEY_Down || key == GDK_KEY_KP_Down)
    step = 1;
  else if (key == GDK_KEY_Up || key == GDK_KEY_KP_Up)
    step = -1;
  else if (key == GDK_KEY_Right || key == GDK_KEY_KP_Right)
    step = rtl ? -1 : 1;
  else if (key == GDK_KEY_Left || key == GDK_KEY_KP_Left)
    step = rtl ? 1 : -1;
  if (step == 0 || !orch_setup_is_emr_locked (get_setup (self)))
    return GDK_EVENT_PROPAGATE;
  while (at < self->radios->len && !gtk_widget_has_focus (g_ptr_array_index (self->radios, at)))
    at++;
  if (at == self->radios->len)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (g_ptr_array_index (self->radios, (at + self->radios->len + step) % self->radios->len));
  return GDK_EVENT_STOP;
}

static gboolean
scroll_to_section (gpointer data)
{
  OrchEmrStep *self = data;
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);

  if (viewport != NULL && gtk_widget_get_visible (self->section) && gtk_widget_get_mapped (self->section))
    gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), self->section, NULL);
  return G_SOURCE_REMOVE;
}

static void
on_toggled (OrchEmrStep *self, GtkCheckButton *card)
{
  if (self->updating || !gtk_check_button_get_active (card))
    return;

  OrchEmrVendor *vendor = vendor_of (card);
  if (orch_setup_choose_emr (get_setup (self), orch_emr_vendor_get_code (vendor)))
    {
      if (orch_emr_vendor_is_connectable (vendor))
        g_idle_add_full (G_PRIORITY_LOW, scroll_to_section, g_object_ref (self), g_object_unref);
      return;
    }
  update_cards (self);
  show_locked (self, vendor);
}

static void
add_card (OrchEmrStep *self, OrchEmrVendor *vendor)
{
  const char *description = orch_emr_vendor_get_description (vendor, NULL);
  GtkWidget *card = orch_choice_card_new (orch_emr_vendor_get_name (vendor, NULL),
                                          description != NULL ? description : orch_emr_vendor_get_maker (vendor));

  g_object_set_data_full (G_OBJECT (card), "orch-vendor", g_object_ref (vendor), g_object_unref);
  orch_choice_card_set_tile (ORCH_CHOICE_CARD (card), orch_emr_vendor_get_initials (vendor),
                             orch_emr_vendor_get_colour (vendor));
  if (self->radios->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (card), g_ptr_array_index (self->radios, 0));
  g_signal_connect_object (card, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->radios, card);
  gtk_widget_set_size_request (card, CARD_WIDTH, -1);
  gtk_box_append (self->cards, card);
}

static void
orch_emr_step_bind (OrchWizardPage *page, OrchSetup *setup)
{
  OrchEmrStep *self = ORCH_EMR_STEP (page);
  GListModel *vendors = orch_catalogue_get_vendors (orch_catalogue_get_default ());

  self->updating = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (vendors); i++)
    {
      g_autoptr (OrchEmrVendor) vendor = g_list_model_get_item (vendors, i);
      add_card (self, vendor);
    }
  self->updating = FALSE;
  orch_shared_key_form_bind (self->shared_key, setup);
  orch_emr_form_bind (self->form, setup);
  g_signal_connect_object (setup, "notify::emr", G_CALLBACK (on_emr), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "notify::emr-locked", G_CALLBACK (on_emr), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "notify::connection", G_CALLBACK (update_section), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "notify::has-shared-key", G_CALLBACK (update_section), self, G_CONNECT_SWAPPED);
  on_emr (self);
}

static void
orch_emr_step_left (OrchWizardPage *page)
{
  orch_emr_form_store_secrets (ORCH_EMR_STEP (page)->form);
}

static void
orch_emr_step_dispose (GObject *object)
{
  OrchEmrStep *self = ORCH_EMR_STEP (object);

  self->updating = TRUE;
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->radios, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_EMR_STEP);
  G_OBJECT_CLASS (orch_emr_step_parent_class)->dispose (object);
}

static void
orch_emr_step_class_init (OrchEmrStepClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_emr_step_dispose;
  ORCH_WIZARD_PAGE_CLASS (class)->bind = orch_emr_step_bind;
  ORCH_WIZARD_PAGE_CLASS (class)->left = orch_emr_step_left;
  g_type_ensure (ORCH_TYPE_CARD_LAYOUT);
  g_type_ensure (ORCH_TYPE_SHARED_KEY_FORM);
  g_type_ensure (ORCH_TYPE_EMR_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/ca/orchestrateur/Orchestrateur/wizard/orch-emr-step.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchEmrStep, cards);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrStep, section);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrStep, later);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrStep, later_label);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrStep, checklist);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrStep, checklist_label);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrStep, shared_key);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrStep, form);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrStep, locked_dialog);
  gtk_widget_class_bind_template_callback (widget_class, on_locked_answer);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
}

static void
orch_emr_step_init (OrchEmrStep *self)
{
  self->radios = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
}
