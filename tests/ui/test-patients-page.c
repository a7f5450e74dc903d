/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The Patients page: the five badges and what each means, errors that guide, the tick before validating, somebody known already, the code
 * masked until asked, what remains after the lock, what is on the slip.
 */
#include "ui-test.h"

#include "core/orch-error.h"
#include "fake-clinic.h"
#include "fake-patients.h"
#include "ui/patients/orch-identity-form.h"
#include "ui/patients/orch-invitation-dialog.h"
#include "ui/patients/orch-invitation-slip.h"
#include "ui/patients/orch-patient-view.h"
#include "ui/patients/orch-patients-page.h"
#include "ui/widgets/orch-field.h"

typedef struct
{
  OrchEngine *engine;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->engine = fake_clinic_new (&(FakeClinic) {
      .state = ORCH_ENGINE_READY, .training = TRUE, .signed_in = TRUE, .permission = ORCH_PERMISSION_ADMINISTRATOR });
  fixture->page = orch_patients_page_new (fixture->engine);
  fixture->window = GTK_WIDGET (g_object_new (ADW_TYPE_APPLICATION_WINDOW, NULL));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), fixture->page);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 370, 720);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->engine);
}

static gpointer
find (Fixture *fixture, GType type, const char *id)
{
  return ui_test_find (fixture->window, type, id);
}

static OrchPatientDesk *
get_desk (Fixture *fixture)
{
  return orch_engine_get_patients (fixture->engine);
}

static guint
n_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (find (fixture, GTK_TYPE_LIST_VIEW, "list"))));
}

static OrchPatientView *
open_patient (Fixture *fixture, const char *id)
{
  gtk_widget_activate_action (fixture->page, "patients.open", "s", id);
  ui_test_wait (find (fixture, ORCH_TYPE_PATIENT_VIEW, NULL) != NULL);
  ui_test_settle ();
  return find (fixture, ORCH_TYPE_PATIENT_VIEW, NULL);
}

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (find (fixture, ORCH_TYPE_PATIENT_VIEW, NULL), action, NULL);
  ui_test_settle ();
}

static gboolean
can (Fixture *fixture, const char *action)
{
  gboolean enabled = FALSE;

  /* As its button has it. */
  gpointer view = find (fixture, ORCH_TYPE_PATIENT_VIEW, NULL);
  const char *name = g_str_equal (action, "patient.invite")    ? "invite"
                     : g_str_equal (action, "patient.revoke")  ? "revoke"
                     : g_str_equal (action, "patient.disable") ? "disable"
                                                               : "enable";
  enabled = gtk_widget_get_sensitive (ui_test_find (view, GTK_TYPE_BUTTON, name));
  return enabled;
}

static void
test_badges (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *id, *badge, *explanation;
    gboolean invites, revokes, disables, enables;
  } rows[] = {
    { "p-0", "14 years and under", "before turning 15", FALSE, FALSE, TRUE, FALSE },
    { "p-1", "Account disabled", "was disabled", FALSE, FALSE, FALSE, TRUE },
    { "p-2", "Not validated", "has not checked", FALSE, FALSE, FALSE, FALSE },
    { "p-3", "Invited", "A code waits", TRUE, TRUE, TRUE, FALSE },
    { "p-4", "Account active", "is active", FALSE, FALSE, TRUE, FALSE },
  };

  ui_test_wait (n_rows (fixture) == G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchPatientView *view = open_patient (fixture, rows[i].id);

      g_test_message ("%s", rows[i].badge);
      g_assert_true (ui_test_says (view, rows[i].badge));
      g_assert_true (ui_test_says (view, rows[i].explanation));
      g_assert_cmpint (can (fixture, "patient.invite"), ==, rows[i].invites);
      g_assert_cmpint (can (fixture, "patient.revoke"), ==, rows[i].revokes);
      g_assert_cmpint (can (fixture, "patient.disable"), ==, rows[i].disables);
      g_assert_cmpint (can (fixture, "patient.enable"), ==, rows[i].enables);
      adw_navigation_view_pop_to_tag (find (fixture, ADW_TYPE_NAVIGATION_VIEW, "view"), "list");
      ui_test_wait (find (fixture, ORCH_TYPE_PATIENT_VIEW, NULL) == NULL);
    }
}

static OrchField *
get_field (Fixture *fixture, const char *name)
{
  return find (fixture, ORCH_TYPE_FIELD, name);
}

static void
type (Fixture *fixture, const char *field, const char *text)
{
  GtkWidget *entry = orch_field_get_child (get_field (fixture, field));

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  ui_test_type (entry, text);
}

static void
choose (Fixture *fixture, const char *field, guint row)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (orch_field_get_child (get_field (fixture, field))), row);
}

/* Somebody new: each missing field says what to do, the tick is asked for, then the identity is validated. */
static void
test_new (Fixture *fixture, gconstpointer data)
{
  OrchPatientView *view = NULL;
  const OrchPatientFields *saved = NULL;

  gtk_widget_activate_action (fixture->page, "patients.new", NULL);
  ui_test_wait (find (fixture, ORCH_TYPE_PATIENT_VIEW, NULL) != NULL);
  view = find (fixture, ORCH_TYPE_PATIENT_VIEW, NULL);
  g_assert_null (orch_field_get_error (get_field (fixture, "family_field")));
  act (fixture, "patient.validate");
  g_assert_cmpstr (orch_field_get_error (get_field (fixture, "family_field")), ==, "Type the family name.");
  g_assert_nonnull (orch_field_get_error (get_field (fixture, "email_field")));
  g_assert_true (ui_test_says (view, "Complete what is marked above first."));
  g_assert_null (strstr (fake_patients_get_calls (get_desk (fixture)), "validate"));

  type (fixture, "family_field", "Tremblay");
  type (fixture, "given_field", "Eve");
  type (fixture, "birth_date_field", "1990-05-12");
  choose (fixture, "sex_field", 1);
  type (fixture, "nam_field", "TREE90551214");
  type (fixture, "street_field", "1, rue du Parc");
  type (fixture, "city_field", "Lévis");
  type (fixture, "postal_code_field", "g1g1g1");
  type (fixture, "phone_field", "4185551234");
  type (fixture, "email_field", "eve@example");
  act (fixture, "patient.validate");
  g_assert_cmpstr (orch_field_get_error (get_field (fixture, "email_field")), ==, "Write it as name@example.org.");
  type (fixture, "email_field", "eve@example.org");
  act (fixture, "patient.validate");
  g_assert_true (ui_test_says (view, "then say so here"));
  g_assert_null (strstr (fake_patients_get_calls (get_desk (fixture)), "validate"));

  gtk_check_button_set_active (find (fixture, GTK_TYPE_CHECK_BUTTON, "checked"), TRUE);
  act (fixture, "patient.validate");
  ui_test_wait (fake_patients_get_saved (get_desk (fixture)) != NULL);
  saved = orch_patient_get_fields (fake_patients_get_saved (get_desk (fixture)));
  g_assert_cmpstr (saved->nam, ==, "TREE90551214");
  g_assert_cmpstr (saved->postal_code, ==, "G1G 1G1");
  g_assert_cmpstr (saved->phone, ==, "+14185551234");
  g_assert_cmpstr (saved->province, ==, "QC");
  g_assert_cmpstr (saved->sex, ==, "female");
  ui_test_settle ();
  g_assert_true (can (fixture, "patient.invite"));
}

/* What was checked is what was written then. */
static void
test_tick (Fixture *fixture, gconstpointer data)
{
  open_patient (fixture, "p-2");
  gtk_check_button_set_active (find (fixture, GTK_TYPE_CHECK_BUTTON, "checked"), TRUE);
  type (fixture, "city_field", "Saguenay");
  g_assert_false (gtk_check_button_get_active (find (fixture, GTK_TYPE_CHECK_BUTTON, "checked")));
  /* A warning stops nobody. */
  type (fixture, "nam_field", "LASF 8052 1417");
  g_assert_true (ui_test_says (get_field (fixture, "nam_field"), "last digit"));
  gtk_check_button_set_active (find (fixture, GTK_TYPE_CHECK_BUTTON, "checked"), TRUE);
  act (fixture, "patient.validate");
  ui_test_wait (fake_patients_get_saved (get_desk (fixture)) != NULL);
}

static void
test_duplicate (Fixture *fixture, gconstpointer data)
{
  AdwAlertDialog *alert = NULL;

  gtk_widget_activate_action (fixture->page, "patients.new", NULL);
  ui_test_wait (find (fixture, ORCH_TYPE_PATIENT_VIEW, NULL) != NULL);
  type (fixture, "family_field", "CHARLEBOIS");
  type (fixture, "given_field", "Marie Antoinette");
  type (fixture, "birth_date_field", "1980-02-14");
  act (fixture, "patient.save");
  ui_test_wait (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) != NULL);
  alert = ADW_ALERT_DIALOG (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)));
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (alert), "Charlebois"));
  g_assert_null (strstr (fake_patients_get_calls (get_desk (fixture)), " save"));
  g_signal_emit_by_name (alert, "response", "create");
  adw_dialog_force_close (ADW_DIALOG (alert));
  ui_test_wait (strstr (fake_patients_get_calls (get_desk (fixture)), " save") != NULL);
  ui_test_settle ();
}

static gpointer
find_in_dialog (Fixture *fixture, GType type, const char *id)
{
  return ui_test_find (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)), type, id);
}

static void
test_code (Fixture *fixture, gconstpointer data)
{
  AdwDialog *dialog = NULL;

  open_patient (fixture, "p-3");
  act (fixture, "patient.invite");
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
  g_assert_true (ORCH_IS_INVITATION_DIALOG (dialog));
  g_signal_emit_by_name (find_in_dialog (fixture, GTK_TYPE_BUTTON, "generate"), "clicked");
  ui_test_wait (ui_test_says (dialog, "K-••••••"));
  g_assert_false (ui_test_says (dialog, "204817"));
  g_assert_true (ui_test_says (dialog, "Kilo"));
  gtk_toggle_button_set_active (find_in_dialog (fixture, GTK_TYPE_TOGGLE_BUTTON, "show_code"), TRUE);
  g_assert_true (ui_test_says (dialog, "K-204817"));
  gtk_toggle_button_set_active (find_in_dialog (fixture, GTK_TYPE_TOGGLE_BUTTON, "show_code"), FALSE);
  g_assert_false (ui_test_says (dialog, "204817"));

  /* Again, by a text message this time: no code is seen. */
  g_signal_emit_by_name (find_in_dialog (fixture, GTK_TYPE_BUTTON, "again"), "clicked");
  gtk_check_button_set_active (find_in_dialog (fixture, GTK_TYPE_CHECK_BUTTON, "sms"), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (orch_field_get_child (find_in_dialog (fixture, ORCH_TYPE_FIELD, "phone_field"))),
                         "");
  ui_test_type (orch_field_get_child (find_in_dialog (fixture, ORCH_TYPE_FIELD, "phone_field")), "418");
  g_signal_emit_by_name (find_in_dialog (fixture, GTK_TYPE_BUTTON, "generate"), "clicked");
  g_assert_nonnull (orch_field_get_error (find_in_dialog (fixture, ORCH_TYPE_FIELD, "phone_field")));
  gtk_editable_set_text (GTK_EDITABLE (orch_field_get_child (find_in_dialog (fixture, ORCH_TYPE_FIELD, "phone_field"))),
                         "");
  ui_test_type (orch_field_get_child (find_in_dialog (fixture, ORCH_TYPE_FIELD, "phone_field")), "4185559999");
  g_signal_emit_by_name (find_in_dialog (fixture, GTK_TYPE_BUTTON, "generate"), "clicked");
  ui_test_wait (ui_test_says (dialog, "sent by text message"));
  g_assert_nonnull (strstr (fake_patients_get_calls (get_desk (fixture)), "invite:sms:fr:+14185559999"));
  g_assert_false (ui_test_says (dialog, "K-"));

  /* The lock takes it all away. */
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (dialog == NULL);
}

static void
test_no_code (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    OrchError code;
    const char *said;
  } rows[] = { { ORCH_ERROR_OFFLINE, "it makes the codes" },
               { ORCH_ERROR_UNSUPPORTED, "This hub does not offer it." } };

  open_patient (fixture, "p-3");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, rows[i].code, "x");
      AdwDialog *dialog = NULL;

      fake_patients_set_answer (get_desk (fixture), error);
      act (fixture, "patient.invite");
      dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
      g_signal_emit_by_name (find_in_dialog (fixture, GTK_TYPE_BUTTON, "generate"), "clicked");
      ui_test_wait (ui_test_says (dialog, rows[i].said));
      adw_dialog_force_close (dialog);
      ui_test_settle ();
    }
}

/* Nothing stays in the widgets, and what was typed comes back to who typed it. */
static void
test_lock (Fixture *fixture, gconstpointer data)
{
  ui_test_wait (n_rows (fixture) == ORCH_N_ACCOUNT_BADGES);
  open_patient (fixture, "p-2");
  type (fixture, "city_field", "Saguenay");
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_settle ();
  g_assert_cmpuint (n_rows (fixture), ==, 0);
  g_assert_false (ui_test_says (fixture->window, "Charlebois"));
  g_assert_false (ui_test_says (fixture->window, "Saguenay"));
  ui_test_wait (find (fixture, ORCH_TYPE_PATIENT_VIEW, NULL) == NULL);
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (n_rows (fixture) == ORCH_N_ACCOUNT_BADGES);
  ui_test_wait (find (fixture, ORCH_TYPE_PATIENT_VIEW, NULL) != NULL);
  ui_test_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (orch_field_get_child (get_field (fixture, "city_field")))), ==,
                   "Saguenay");
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  ui_test_wait (n_rows (fixture) == ORCH_N_ACCOUNT_BADGES);
  gtk_editable_set_text (find (fixture, GTK_TYPE_SEARCH_ENTRY, "search"), "emond");
  ui_test_wait (n_rows (fixture) == 1);
  gtk_editable_set_text (find (fixture, GTK_TYPE_SEARCH_ENTRY, "search"), "nobody");
  ui_test_wait (n_rows (fixture) == 0);
  g_assert_true (ui_test_says (fixture->window, "Nobody found"));
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  ui_test_wait (n_rows (fixture) == ORCH_N_ACCOUNT_BADGES);
  ui_test_check_narrow (fixture->page, "list");
  open_patient (fixture, "p-3");
  act (fixture, "patient.validate");
  ui_test_check_narrow (fixture->page, "patient");
  act (fixture, "patient.invite");
  ui_test_lay_out (fixture->window);
  ui_test_check_narrow (adw_dialog_get_child (
                            adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window))),
                        "invitation");
  g_signal_emit_by_name (find_in_dialog (fixture, GTK_TYPE_BUTTON, "generate"), "clicked");
  ui_test_settle ();
  ui_test_check_narrow (adw_dialog_get_child (
                            adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window))),
                        "code");
  adw_dialog_force_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)));
  ui_test_settle ();
}

/* One sheet in each language, and nothing left in a file. */
static void
test_slip (void)
{
  static const char *const languages[] = { "fr", "en", "es", "ar" };
  const char *kept = g_getenv ("ORCH_SLIP_DIR");

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (OrchInvitationCode) code = orch_invitation_code_new ("K-204817");
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 540, 720);
      cairo_t *cr = cairo_create (surface);
      const OrchInvitationSlip slip = { .language = languages[i],
                                        .clinic = "Clinique Beauséjour",
                                        .phone = "(418) 555-5555",
                                        .code = code,
                                        .expiry = "2026-11-27",
                                        .portal = "https://portail.example.org/usagers" };

      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      g_assert_cmpfloat (orch_invitation_slip_draw (&slip, cr, 540, 720), <=, 720);
      if (kept != NULL)
        {
          g_autofree char *path = g_strdup_printf ("%s/slip-%s.png", kept, languages[i]);

          cairo_surface_write_to_png (surface, path);
        }
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add_style ();
#define TEST(name, func) g_test_add ("/ui/patients-page/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("badges", test_badges);
  TEST ("new", test_new);
  TEST ("tick", test_tick);
  TEST ("duplicate", test_duplicate);
  TEST ("code", test_code);
  TEST ("no-code", test_no_code);
  TEST ("lock", test_lock);
  TEST ("search", test_search);
  TEST ("narrow", test_narrow);
#undef TEST
  g_test_add_func ("/ui/patients-page/slip", test_slip);
  return g_test_run ();
}
