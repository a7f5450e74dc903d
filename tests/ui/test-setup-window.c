/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The wizard as a whole, on the fake set-up: what closes Next and what it says, the cards, the outcomes, leaving.
 */
#include "ui-test.h"

#include "core/orch-error.h"
#include "fake-setup.h"
#include "ui/widgets/orch-choice-card.h"
#include "ui/widgets/orch-clinic-form.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-import-panel.h"
#include "ui/widgets/orch-phone-entry.h"
#include "ui/widgets/orch-step-indicator.h"
#include "ui/wizard/orch-clinic-step.h"
#include "ui/wizard/orch-emr-consent-row.h"
#include "ui/wizard/orch-emr-step.h"
#include "ui/wizard/orch-import-step.h"
#include "ui/wizard/orch-patients-step.h"
#include "ui/wizard/orch-providers-step.h"
#include "ui/wizard/orch-setup-window.h"

typedef struct
{
  OrchSetup *setup;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->setup = fake_setup_new ();
  fixture->window = GTK_WIDGET (orch_setup_window_new (NULL, fixture->setup, TRUE));
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->setup);
}

static const char *
missing_line (Fixture *fixture)
{
  return gtk_label_get_text (ui_test_find (fixture->window, GTK_TYPE_LABEL, "missing"));
}

static gboolean
next_is_open (Fixture *fixture)
{
  return gtk_widget_is_sensitive (ui_test_find (fixture->window, GTK_TYPE_BUTTON, "next"));
}

static void
press_next (Fixture *fixture)
{
  g_assert_true (next_is_open (fixture));
  gtk_widget_activate_action (fixture->window, "wizard.next", NULL);
}

static gpointer
find_page (Fixture *fixture, GType type)
{
  return ui_test_find (fixture->window, type, NULL);
}

static GtkCheckButton *
find_card (gpointer page, const char *title)
{
  GtkWidget *cards = ui_test_find (page, GTK_TYPE_BOX, "cards");

  for (GtkWidget *card = gtk_widget_get_first_child (cards); card != NULL; card = gtk_widget_get_next_sibling (card))
    if (g_str_has_prefix (orch_choice_card_get_title (ORCH_CHOICE_CARD (card)), title))
      return GTK_CHECK_BUTTON (card);
  g_error ("No card is called %s", title);
}

static void
fill_clinic (Fixture *fixture)
{
  OrchClinicFields fields = *orch_clinic_get_fields (orch_setup_get_clinic (fixture->setup));

  fields.phone = "+14185555555";
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
  orch_setup_set_clinic (fixture->setup, clinic);
}

static void
test_clinic_missing (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *entry;
    const char *text;
    const char *line;
  } table[] = {
    { "phone_entry", "4185555555", "" },
    { "phone_entry", "418555", "To go on, correct the phone number." },
    { "phone_entry", "", "To go on, enter the phone number." },
    { "phone_entry", "4185555555", "" },
    { "name_entry", "", "To go on, enter the name of the clinic." },
    { "name_entry", "   ", "To go on, enter the name of the clinic." },
    { "name_entry", "Clinique du Fleuve", "" },
    { "street_entry", "", "To go on, enter the address." },
    { "street_entry", "1 rue du Fort", "" },
    { "city_entry", "", "To go on, enter the city." },
    { "city_entry", "Lévis", "" },
    { "postal_code_entry", "g1k", "To go on, correct the postal code." },
    { "postal_code_entry", "", "To go on, enter the postal code." },
    { "postal_code_entry", "g1k3h5", "" },
    { "extension_entry", "12a", "To go on, correct the extension, or empty it." },
    { "extension_entry", "", "" },
    { "office_entry", "200", "" },
  };
  GtkWidget *form = find_page (fixture, ORCH_TYPE_CLINIC_FORM);

  g_assert_cmpstr (missing_line (fixture), ==, "To go on, enter the phone number.");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      GtkWidget *entry = ui_test_find (form, GTK_TYPE_ENTRY, table[i].entry);
      gtk_editable_set_text (GTK_EDITABLE (entry), "");
      ui_test_type (entry, table[i].text);
      g_assert_cmpstr (missing_line (fixture), ==, table[i].line);
      g_assert_true (next_is_open (fixture) == (*table[i].line == '\0'));
    }
  const OrchClinicFields *fields = orch_clinic_get_fields (orch_setup_get_clinic (fixture->setup));
  g_assert_cmpstr (fields->name, ==, "Clinique du Fleuve");
  g_assert_cmpstr (fields->phone, ==, "+14185555555");
  g_assert_cmpstr (fields->postal_code, ==, "G1K 3H5");
  g_assert_cmpstr (fields->office, ==, "200");
  g_assert_null (fields->extension);
}

static void
test_clinic_faults (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form = find_page (fixture, ORCH_TYPE_CLINIC_FORM);
  OrchField *phone = ui_test_find (form, ORCH_TYPE_FIELD, "phone_field");
  OrchField *name = ui_test_find (form, ORCH_TYPE_FIELD, "name_field");
  GtkWidget *entry = ui_test_find (form, ORCH_TYPE_PHONE_ENTRY, NULL);
  g_autofree char *counter = NULL;

  // Not before the field is left.
  gtk_widget_grab_focus (entry);
  ui_test_type (entry, "418");
  g_assert_null (orch_field_get_error (phone));
  gtk_widget_grab_focus (ui_test_find (form, GTK_TYPE_ENTRY, "city_entry"));
  ui_test_wait (orch_field_get_error (phone) != NULL);
  gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);

  // Too long is said at once, and nothing typed is cut.
  g_autofree char *text = g_strnfill (201, 'a');
  gtk_editable_set_text (ui_test_find (form, GTK_TYPE_ENTRY, "name_entry"), text);
  g_object_get (name, "counter", &counter, NULL);
  g_assert_cmpstr (counter, ==, "201/200");
  g_assert_nonnull (orch_field_get_error (name));
  g_assert_cmpstr (missing_line (fixture), ==, "To go on, shorten the name of the clinic.");
}

static void
test_navigation (Fixture *fixture, gconstpointer data)
{
  OrchStepIndicator *indicator = ui_test_find (fixture->window, ORCH_TYPE_STEP_INDICATOR, NULL);
  GtkWidget *previous = ui_test_find (fixture->window, GTK_TYPE_BUTTON, "previous");

  g_assert_false (gtk_widget_get_visible (previous));
  fill_clinic (fixture);
  press_next (fixture);
  g_assert_cmpint (orch_setup_get_step (fixture->setup), ==, ORCH_STEP_PROVIDERS);
  g_assert_cmpint (orch_step_indicator_get_state (indicator, 0), ==, ORCH_STEP_DONE);
  g_assert_cmpint (orch_step_indicator_get_state (indicator, 1), ==, ORCH_STEP_CURRENT);
  g_assert_cmpint (orch_step_indicator_get_state (indicator, 2), ==, ORCH_STEP_TO_COME);
  ui_test_settle ();
  // The page that is not shown is out of the Tab chain and of what is spoken.
  g_assert_false (gtk_widget_is_visible (find_page (fixture, ORCH_TYPE_CLINIC_STEP)));
  g_assert_true (gtk_widget_is_visible (find_page (fixture, ORCH_TYPE_PROVIDERS_STEP)));

  g_assert_true (gtk_widget_get_visible (previous));
  gtk_widget_activate_action (fixture->window, "wizard.previous", NULL);
  g_assert_cmpint (orch_setup_get_step (fixture->setup), ==, ORCH_STEP_CLINIC);
  g_assert_true (gtk_widget_is_visible (find_page (fixture, ORCH_TYPE_CLINIC_STEP)));
}

/* All cards of a step have one width, those of a line one height, and a line holds as many as fit. */
static void
check_cards (gpointer page, guint n_in_line)
{
  GtkWidget *cards = ui_test_find (page, GTK_TYPE_BOX, "cards");
  GtkWidget *first = gtk_widget_get_first_child (cards);
  graphene_rect_t whole;
  guint n = 0;

  g_assert_true (gtk_widget_compute_bounds (first, cards, &whole));
  for (GtkWidget *card = first; card != NULL; card = gtk_widget_get_next_sibling (card))
    {
      graphene_rect_t bounds;

      g_assert_true (gtk_widget_compute_bounds (card, cards, &bounds));
      g_assert_cmpfloat (bounds.size.width, ==, whole.size.width);
      if (bounds.origin.y < 1)
        g_assert_cmpfloat (bounds.size.height, ==, whole.size.height);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, gtk_widget_get_width (cards));
      n += bounds.origin.y < 1;
    }
  g_assert_cmpuint (n, ==, n_in_line);
  // Together they fill the line.
  g_assert_cmpfloat (whole.size.width * n + 12 * (n - 1), >, gtk_widget_get_width (cards) - (int) n);
}

static void
test_cards (Fixture *fixture, gconstpointer data)
{
  fill_clinic (fixture);
  for (guint i = 0; i < 2; i++)
    {
      const gboolean narrow = i == 1;

      gtk_window_set_default_size (GTK_WINDOW (fixture->window), narrow ? 360 : 920, 760);
      orch_setup_set_step (fixture->setup, ORCH_STEP_PROVIDERS);
      ui_test_lay_out (fixture->window);
      check_cards (find_page (fixture, ORCH_TYPE_PROVIDERS_STEP), narrow ? 1 : 2);
      orch_setup_set_step (fixture->setup, ORCH_STEP_EMR);
      ui_test_lay_out (fixture->window);
      check_cards (find_page (fixture, ORCH_TYPE_EMR_STEP), narrow ? 1 : 2);
    }
}

static void
test_providers (Fixture *fixture, gconstpointer data)
{
  gpointer page = find_page (fixture, ORCH_TYPE_PROVIDERS_STEP);
  GtkCheckButton *rvsq = find_card (page, "Rendez-vous");
  GtkCheckButton *tap = find_card (page, "TAP");

  fill_clinic (fixture);
  press_next (fixture);
  g_assert_true (next_is_open (fixture));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (rvsq)));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (tap)));
  gtk_test_accessible_assert_property (tap, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Not integrated yet");

  gtk_check_button_set_active (rvsq, TRUE);
  g_autoptr (OrchProviderCard) first = g_list_model_get_item (orch_setup_get_providers (fixture->setup), 0);
  g_assert_true (orch_provider_card_get_ticked (first));

  // The hub lists them: they light up by themselves, one of them unknown to the catalogue.
  fake_setup_list_provider (fixture->setup, "tap", "TAP médical");
  fake_setup_list_provider (fixture->setup, "other", "Autre");
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (tap)));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_card (page, "Autre"))));
}

static void
test_emr (Fixture *fixture, gconstpointer data)
{
  gpointer page = find_page (fixture, ORCH_TYPE_EMR_STEP);
  GtkWidget *key = ui_test_find (page, GTK_TYPE_WIDGET, "shared_key");
  GtkWidget *form = ui_test_find (page, GTK_TYPE_WIDGET, "form");

  orch_setup_set_step (fixture->setup, ORCH_STEP_EMR);
  g_assert_cmpstr (missing_line (fixture), ==, "To go on, choose your EMR, or “No EMR (standalone)”.");
  gtk_check_button_set_active (find_card (page, "Omnimed"), TRUE);
  g_assert_cmpstr (orch_setup_get_emr (fixture->setup), ==, "omnimed");
  g_assert_true (next_is_open (fixture));
  /* It may be left for later, or connected now. */
  g_assert_true (gtk_widget_get_visible (key));
  gtk_check_button_set_active (find_card (page, "No EMR"), TRUE);
  g_assert_false (gtk_widget_get_visible (key));

  // The key comes before the credentials.
  gtk_check_button_set_active (find_card (page, "FHIR"), TRUE);
  g_assert_false (gtk_check_button_get_active (find_card (page, "No EMR")));
  g_assert_true (gtk_widget_get_visible (key));
  g_assert_false (gtk_widget_get_visible (form));
  g_assert_false (next_is_open (fixture));
  dex_future_disown (orch_setup_set_shared_key (fixture->setup, NULL));
  g_assert_true (gtk_widget_get_visible (form));
  g_assert_cmpstr (missing_line (fixture), ==, "To go on, fill in the connection and test it.");
  g_assert_false (ui_test_says (form, "Serveur"));
  dex_future_disown (orch_setup_test_connection (fixture->setup));
  g_assert_true (next_is_open (fixture));
  g_assert_true (ui_test_says (form, "Name and version it gives: Serveur <R4> 7.2"));
}

/* What the test found is in sight, however long the form above it is. */
static void
test_emr_notice_in_sight (Fixture *fixture, gconstpointer data)
{
  gpointer page = find_page (fixture, ORCH_TYPE_EMR_STEP);
  GtkWidget *form = ui_test_find (page, GTK_TYPE_WIDGET, "form");
  GtkWidget *notice = ui_test_find (form, GTK_TYPE_WIDGET, "notice");
  GtkWidget *viewport = gtk_widget_get_ancestor (form, GTK_TYPE_VIEWPORT);
  g_autoptr (GError) refused = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "no");
  graphene_rect_t bounds;

  orch_setup_set_step (fixture->setup, ORCH_STEP_EMR);
  gtk_check_button_set_active (find_card (page, "FHIR"), TRUE);
  dex_future_disown (orch_setup_set_shared_key (fixture->setup, NULL));
  orch_setup_set_emr_value (fixture->setup, "base-url", "https://dme.example.ca/fhir");
  fake_setup_set_test_error (fixture->setup, refused);
  ui_test_settle ();
  for (GtkWidget *child = gtk_widget_get_first_child (ui_test_find (form, GTK_TYPE_BOX, "fields")); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkEditable *entry = ui_test_find (child, GTK_TYPE_ENTRY, NULL);

      if (entry == NULL)
        entry = ui_test_find (child, GTK_TYPE_PASSWORD_ENTRY, NULL);
      if (entry != NULL)
        gtk_editable_set_text (entry, "https://dme.example.ca/fhir");
    }
  g_signal_emit_by_name (ui_test_find (form, GTK_TYPE_BUTTON, "test"), "clicked");
  ui_test_wait (gtk_widget_get_visible (notice) && ui_test_says (notice, "server"));
  ui_test_wait (gtk_widget_compute_bounds (notice, viewport, &bounds) && bounds.size.height > 0 &&
                bounds.origin.y >= 0 && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (viewport));
}

static gboolean
is_in_sight (GtkWidget *widget, GtkWidget *viewport)
{
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (widget, viewport, &bounds) && bounds.size.height > 0 && bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= gtk_widget_get_height (viewport);
}

/* The fields of another key are in sight as soon as they are asked for, and the first has the focus. */
static void
test_emr_key_in_sight (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = find_page (fixture, ORCH_TYPE_EMR_STEP);
  GtkWidget *form = ui_test_find (page, GTK_TYPE_WIDGET, "shared_key");
  GtkWidget *viewport = gtk_widget_get_ancestor (form, GTK_TYPE_VIEWPORT);
  GtkWidget *kept = ui_test_find (form, GTK_TYPE_BOX, "kept");
  GtkWidget *key_field = ui_test_find (form, ORCH_TYPE_FIELD, "key_field");
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  graphene_rect_t bounds;

  orch_setup_set_step (fixture->setup, ORCH_STEP_EMR);
  gtk_check_button_set_active (find_card (page, "FHIR"), TRUE);
  dex_future_disown (orch_setup_set_shared_key (fixture->setup, NULL));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, GPOINTER_TO_INT (data));
  // The card that was chosen scrolls to what it opens, when nothing else is to be done.
  ui_test_settle ();
  ui_test_lay_out (fixture->window);
  // As far down as somebody has it who has just come to the button: nothing of what is below it is seen.
  g_assert_true (gtk_widget_compute_bounds (kept, viewport, &bounds));
  gtk_adjustment_set_value (place, gtk_adjustment_get_value (place) + bounds.origin.y + bounds.size.height -
                                       gtk_widget_get_height (viewport));
  ui_test_lay_out (fixture->window);
  g_assert_true (is_in_sight (kept, viewport));
  g_assert_true (gtk_widget_compute_bounds (kept, viewport, &bounds));
  g_assert_cmpfloat (bounds.origin.y, >, gtk_widget_get_height (viewport) - 2 * bounds.size.height);

  g_signal_emit_by_name (ui_test_find (kept, GTK_TYPE_BUTTON, NULL), "clicked");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)), key_field));
  ui_test_lay_out (fixture->window);
  // All of it, or, in a low window, the first field at the top with as much as there is room for of what is below it.
  if (GPOINTER_TO_INT (data) > 500)
    ui_test_wait (is_in_sight (ui_test_find (form, GTK_TYPE_WIDGET, "entry"), viewport));
  else
    ui_test_wait (is_in_sight (key_field, viewport) && gtk_widget_compute_bounds (key_field, viewport, &bounds) &&
                  bounds.origin.y < 1);
}

static void
fill (GtkWidget *form)
{
  for (GtkWidget *child = gtk_widget_get_first_child (ui_test_find (form, GTK_TYPE_BOX, "fields")); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkEditable *entry = ui_test_find (child, GTK_TYPE_ENTRY, NULL);

      if (entry == NULL)
        entry = ui_test_find (child, GTK_TYPE_PASSWORD_ENTRY, NULL);
      if (entry != NULL && !g_str_equal (gtk_editable_get_text (entry), "https://dme.example.ca/oscar"))
        gtk_editable_set_text (entry, "https://dme.example.ca/oscar");
    }
}

static void
press (gpointer root, const char *id)
{
  g_signal_emit_by_name (ui_test_find (root, GTK_TYPE_BUTTON, id), "clicked");
  ui_test_settle ();
}

/* OSCAR lets the program in on its own page; what is typed above it comes first. */
static void
test_emr_consent (Fixture *fixture, gconstpointer data)
{
  gpointer page = find_page (fixture, ORCH_TYPE_EMR_STEP);
  GtkWidget *form = ui_test_find (page, GTK_TYPE_WIDGET, "form");
  g_autoptr (GError) refused = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "Nobody authorised it.");
  GtkWidget *row = NULL;

  orch_setup_set_step (fixture->setup, ORCH_STEP_EMR);
  gtk_check_button_set_active (find_card (page, "OSCAR"), TRUE);
  dex_future_disown (orch_setup_set_shared_key (fixture->setup, NULL));
  ui_test_settle ();
  row = ui_test_find (form, ORCH_TYPE_EMR_CONSENT_ROW, NULL);
  g_assert_true (ui_test_says (row, "Nobody has authorised it yet"));
  press (row, "ask");
  g_assert_null (orch_setup_get_consent_address (fixture->setup));

  fill (form);
  press (row, "ask");
  ui_test_wait (orch_setup_get_consent_address (fixture->setup) != NULL);
  g_assert_true (ui_test_says (row, "Go on in your browser"));
  g_assert_cmpstr (gtk_editable_get_text (ui_test_find (row, GTK_TYPE_ENTRY, "address")), ==,
                   orch_setup_get_consent_address (fixture->setup));
  g_assert_false (gtk_widget_get_visible (ui_test_find (row, GTK_TYPE_WIDGET, "code_field")));
  fake_setup_end_consent (fixture->setup, refused);
  ui_test_wait (ui_test_says (form, "Nobody authorised it"));
  g_assert_true (gtk_widget_get_visible (ui_test_find (row, GTK_TYPE_WIDGET, "choices")));

  /* Given up, and asked again where the browser is elsewhere */
  press (row, "ask");
  ui_test_wait (orch_setup_get_consent_address (fixture->setup) != NULL);
  press (row, "stop");
  ui_test_wait (gtk_widget_get_visible (ui_test_find (row, GTK_TYPE_WIDGET, "choices")));
  press (row, "by_hand");
  ui_test_wait (gtk_widget_get_visible (ui_test_find (row, GTK_TYPE_WIDGET, "code_field")));
  press (row, "give");
  g_assert_nonnull (orch_setup_get_consent_address (fixture->setup));
  gtk_editable_set_text (ui_test_find (row, GTK_TYPE_ENTRY, "code"), " good ");
  press (row, "give");
  ui_test_wait (ui_test_says (row, "Authorised: kept in the keyring"));

  /* What the test finds beyond its error, and puts in its field */
  orch_setup_set_emr_value (fixture->setup, "seen-as", "http://oscar.local:8080");
  fake_setup_set_advice (fixture->setup, ORCH_EMR_ADVICE_PROXY, "http://oscar.local:8080");
  fake_setup_set_test_error (fixture->setup, refused);
  press (form, "test");
  ui_test_wait (ui_test_says (form, "The server believes to be at http://oscar.local:8080"));
  g_assert_cmpstr (gtk_editable_get_text (
                       ui_test_find (ui_test_find (form, GTK_TYPE_BOX, "advanced_fields"), GTK_TYPE_ENTRY, NULL)),
                   ==, "http://oscar.local:8080");
  fake_setup_set_advice (fixture->setup, ORCH_EMR_ADVICE_OTHER_USER, "Alice Tremblay");
  fake_setup_set_test_error (fixture->setup, NULL);
  press (form, "test");
  ui_test_wait (ui_test_says (form, "It works, but Alice Tremblay authorised it"));
  g_assert_true (next_is_open (fixture));
}

static void
test_emr_locked (Fixture *fixture, gconstpointer data)
{
  gpointer page = find_page (fixture, ORCH_TYPE_EMR_STEP);
  GtkCheckButton *omnimed = find_card (page, "Omnimed");

  fake_setup_lock_emr (fixture->setup, "omnimed");
  orch_setup_set_step (fixture->setup, ORCH_STEP_EMR);
  g_assert_true (gtk_check_button_get_active (omnimed));
  gtk_test_accessible_assert_property (omnimed, GTK_ACCESSIBLE_PROPERTY_LABEL, "Omnimed, locked");
  gtk_check_button_set_active (find_card (page, "Ofys"), TRUE);
  g_assert_true (gtk_check_button_get_active (omnimed));
  g_assert_false (gtk_check_button_get_active (find_card (page, "Ofys")));
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  g_assert_null (fake_setup_get_alert (fixture->setup));
  adw_dialog_close (dialog); // Escape: it was not meant
  ui_test_wait (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == NULL);
  g_assert_null (fake_setup_get_alert (fixture->setup));

  gtk_check_button_set_active (find_card (page, "Ofys"), TRUE);
  g_signal_emit_by_name (dialog, "response::understood", "understood");
  g_assert_cmpstr (fake_setup_get_alert (fixture->setup), ==, "ofys");
  adw_dialog_force_close (dialog);
  g_assert_true (next_is_open (fixture));
}

static void
test_import (Fixture *fixture, gconstpointer data)
{
  gpointer page = find_page (fixture, ORCH_TYPE_IMPORT_STEP);
  GtkWidget *panel = ui_test_find (page, ORCH_TYPE_IMPORT_PANEL, NULL);
  GtkLabel *notice = ui_test_find (panel, GTK_TYPE_LABEL, "notice_label");
  GtkInscription *count = ui_test_find (panel, GTK_TYPE_INSCRIPTION, "count_label");
  GtkWidget *accept = ui_test_find (panel, GTK_TYPE_BUTTON, "accept");
  GtkWidget *conflicts = ui_test_find (panel, GTK_TYPE_WIDGET, "conflicts");

  orch_setup_choose_emr (fixture->setup, "fhir-r4");
  orch_setup_set_step (fixture->setup, ORCH_STEP_STAFF);
  g_assert_cmpstr (missing_line (fixture), ==, "To go on, import the staff.");
  gtk_widget_activate_action (panel, "import.start", NULL);
  fake_setup_set_progress (fixture->setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_ASKING, 0, 0);
  g_assert_cmpstr (gtk_inscription_get_text (count), ==, "Asking the EMR…");
  fake_setup_set_progress (fixture->setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_ROLES, 5, 30);
  g_assert_cmpstr (gtk_inscription_get_text (count), ==, "Reading the roles of the staff: 5 of 30");
  fake_setup_set_progress (fixture->setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_READING, 12, 0);
  g_assert_cmpstr (gtk_inscription_get_text (count), ==, "Reading from the EMR: 12 so far");
  fake_setup_set_progress (fixture->setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_CHECKING, 12, 25);
  g_assert_cmpstr (gtk_inscription_get_text (count), ==, "Checking: 12 of 25");
  fake_setup_set_progress (fixture->setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_SAVING, 13, 25);
  g_assert_cmpstr (gtk_inscription_get_text (count), ==, "Saving: 13 of 25");
  fake_setup_set_progress (fixture->setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_READING, 12, 25);
  g_assert_cmpstr (gtk_inscription_get_text (count), ==, "Reading from the EMR: 12 of 25");
  g_assert_cmpstr (missing_line (fixture), ==, "Next opens when the import is finished.");
  g_assert_false (next_is_open (fixture));

  fake_setup_end_import (fixture->setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_SUCCESS, 0);
  g_assert_cmpstr (gtk_label_get_text (notice), ==, "25 people imported");
  g_assert_true (next_is_open (fixture));

  fake_setup_end_import (fixture->setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_FAILED, 0);
  g_assert_false (next_is_open (fixture));
  g_assert_nonnull (strstr (gtk_label_get_text (notice), "will be informed"));
  fake_setup_set_informed (fixture->setup, ORCH_IMPORT_STAFF);
  g_assert_null (strstr (gtk_label_get_text (notice), "will be informed"));
  g_assert_nonnull (strstr (gtk_label_get_text (notice), "is informed"));

  fake_setup_end_import (fixture->setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_CONFLICTS, 3);
  g_assert_false (next_is_open (fixture));
  g_assert_true (gtk_widget_get_visible (conflicts));
  g_assert_true (gtk_widget_get_visible (accept));
  gtk_widget_activate_action (panel, "import.accept", NULL);
  g_assert_true (next_is_open (fixture));
  g_assert_false (gtk_widget_get_visible (accept));
  g_assert_true (gtk_widget_get_visible (conflicts));
}

static void
on_created (gpointer window, guint *n)
{
  (*n)++;
}

static void
test_create (Fixture *fixture, gconstpointer data)
{
  gpointer page = find_page (fixture, ORCH_TYPE_PATIENTS_STEP);
  GtkLabel *notice = ui_test_find (page, GTK_TYPE_LABEL, "notice_label");
  g_autoptr (GError) refused = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "403: Quota <exceeded>");
  guint n_created = 0;

  g_signal_connect (fixture->window, "created", G_CALLBACK (on_created), &n_created);
  orch_setup_set_step (fixture->setup, ORCH_STEP_PATIENTS);
  g_assert_cmpstr (missing_line (fixture), ==, "To create the clinic, tick “I understand”.");
  gtk_check_button_set_active (ui_test_find (page, GTK_TYPE_CHECK_BUTTON, "understood"), TRUE);
  press_next (fixture);
  g_assert_cmpuint (fake_setup_get_n_created (fixture->setup), ==, 1);
  // Neither a second press nor going back while it runs.
  g_assert_false (next_is_open (fixture));
  g_assert_false (gtk_widget_is_sensitive (ui_test_find (fixture->window, GTK_TYPE_BUTTON, "previous")));

  fake_setup_set_creation (fixture->setup, ORCH_CREATION_FAILED, ORCH_CREATION_PHASE_CLINIC, 0, 68, 0, refused);
  g_assert_true (next_is_open (fixture));
  g_assert_nonnull (strstr (gtk_label_get_text (notice), "Quota <exceeded>"));
  fake_setup_set_creation (fixture->setup, ORCH_CREATION_DONE, ORCH_CREATION_PHASE_WORKSTATION, 68, 68, 0, NULL);
  ui_test_wait (n_created == 1);
  g_assert_false (next_is_open (fixture));
}

static void
test_leaving (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GtkWidget) window = g_object_ref (fixture->window);

  gtk_window_close (GTK_WINDOW (window));
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  g_assert_true (gtk_widget_get_mapped (window));

  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "leave");
  adw_dialog_close (dialog);
  ui_test_wait (!gtk_widget_get_realized (window));

  // For the tear-down.
  fixture->window = GTK_WIDGET (orch_setup_window_new (NULL, fixture->setup, TRUE));
}

/* Nothing is said before something is typed; then whether it is kept. */
static void
test_saved (Fixture *fixture, gconstpointer data)
{
  GtkWidget *stack = ui_test_find (fixture->window, GTK_TYPE_STACK, "saved");

  g_assert_nonnull (stack);
  g_assert_false (gtk_widget_get_visible (stack));
  fake_setup_set_saved (fixture->setup, FALSE);
  g_assert_true (gtk_widget_get_visible (stack));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "saving");
  fake_setup_set_saved (fixture->setup, TRUE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "saved");
}

static void
test_reopens (Fixture *fixture, gconstpointer data)
{
  fill_clinic (fixture);
  orch_setup_set_step (fixture->setup, ORCH_STEP_EMR);
  GtkWidget *again = GTK_WIDGET (orch_setup_window_new (NULL, fixture->setup, TRUE));
  OrchStepIndicator *indicator = ui_test_find (again, ORCH_TYPE_STEP_INDICATOR, NULL);

  g_assert_cmpint (orch_step_indicator_get_state (indicator, 0), ==, ORCH_STEP_DONE);
  g_assert_cmpint (orch_step_indicator_get_state (indicator, 1), ==, ORCH_STEP_DONE);
  g_assert_cmpint (orch_step_indicator_get_state (indicator, 2), ==, ORCH_STEP_CURRENT);
  gtk_window_destroy (GTK_WINDOW (again));
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  gboolean large = data != NULL;

  // Every page fits in 360 pixels, at twice the text size too.
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (large ? 2 : 1) * 96 * 1024, NULL);
  orch_setup_choose_emr (fixture->setup, "fhir-r4");
  dex_future_disown (orch_setup_set_shared_key (fixture->setup, NULL));
  fake_setup_end_import (fixture->setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_CONFLICTS, 4);
  fake_setup_end_import (fixture->setup, ORCH_IMPORT_SERVICES, ORCH_IMPORT_FAILED, 0);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 800);
  ui_test_wait (gtk_widget_has_css_class (fixture->window, "narrow"));
  for (int step = 0; step < ORCH_N_STEPS; step++)
    {
      int minimum;
      orch_setup_set_step (fixture->setup, (OrchStep) step);
      ui_test_settle ();
      gtk_widget_measure (adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture->window)),
                          GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
    }
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
}

#define add(name, function) g_test_add ("/setup-window/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  add ("clinic-missing", test_clinic_missing);
  add ("clinic-faults", test_clinic_faults);
  add ("navigation", test_navigation);
  add ("cards", test_cards);
  add ("providers", test_providers);
  add ("emr", test_emr);
  add ("emr-notice-in-sight", test_emr_notice_in_sight);
  g_test_add ("/setup-window/emr-key-in-sight/high", Fixture, GINT_TO_POINTER (720), set_up, test_emr_key_in_sight,
              tear_down);
  g_test_add ("/setup-window/emr-key-in-sight/low", Fixture, GINT_TO_POINTER (400), set_up, test_emr_key_in_sight,
              tear_down);
  add ("emr-consent", test_emr_consent);
  add ("emr-locked", test_emr_locked);
  add ("import", test_import);
  add ("create", test_create);
  add ("leaving", test_leaving);
  add ("saved", test_saved);
  add ("reopens", test_reopens);
  add ("narrow", test_narrow);
  g_test_add ("/setup-window/narrow-large-text", Fixture, "large", set_up, test_narrow, tear_down);
  return g_test_run ();
}
