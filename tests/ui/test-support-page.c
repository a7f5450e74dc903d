/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The support page: every leaf is reached by its choices and shows its levels, one gets back, what is searched for is found, an
 * establishment's guide replaces the one that shows, and all of it fits in 360 pixels.
 */
#include "ui-test.h"

#include <glib/gstdio.h>
#include <string.h>

#include "catalogue/orch-catalogue-file.h"
#include "core/orch-clock.h"
#include "ui/support/orch-support-changes.h"
#include "ui/support/orch-support-group.h"
#include "ui/support/orch-days-off-page.h"
#include "ui/support/orch-support-page.h"
#include "ui/support/orch-support-text.h"

typedef struct
{
  char *folder;
  OrchSupportLibrary *library;
  GtkWidget *page;
  GtkWidget *window;
} Fixture;

/* @future: (transfer full). Returns: (transfer full) (nullable): what it came to, when that is an object */
static gpointer
await (DexFuture *future, GError **error)
{
  const GValue *value = NULL;
  gpointer object = NULL;

  ui_test_wait (dex_future_get_status (future) != DEX_FUTURE_STATUS_PENDING);
  ui_test_settle ();
  value = dex_future_get_value (future, error);
  if (value != NULL && G_VALUE_HOLDS_OBJECT (value))
    object = g_value_dup_object (value);
  dex_unref (future);
  return object;
}

static OrchSupportLibrary *
open_library (const char *folder)
{
  OrchSupportLibrary *library = orch_support_library_new (folder);

  await (orch_support_library_load (library), NULL);
  return library;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("orch-support-XXXXXX", NULL);
  fixture->library = open_library (fixture->folder);
  fixture->page = orch_support_page_new (fixture->library);
  fixture->window = adw_window_new ();
  gtk_widget_set_size_request (fixture->window, 360, 294);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 370, 640);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "support-guide.json", "support-guide.json.1", "support-guide.json.undone" };

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->library);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static const char *
question (Fixture *fixture)
{
  return gtk_label_get_label (ui_test_find (fixture->page, GTK_TYPE_LABEL, "question"));
}

static GtkListBoxRow *
choice (Fixture *fixture, int index)
{
  return gtk_list_box_get_row_at_index (ui_test_find (fixture->page, GTK_TYPE_LIST_BOX, "choices"), index);
}

static void
choose (Fixture *fixture, int index)
{
  g_signal_emit_by_name (ui_test_find (fixture->page, GTK_TYPE_LIST_BOX, "choices"), "row-activated",
                         choice (fixture, index));
}

static void
back (Fixture *fixture)
{
  gtk_widget_activate_action (fixture->page, "support.back", NULL);
}

static GtkWidget *
answer (Fixture *fixture)
{
  return adw_bin_get_child (ui_test_find (fixture->page, ADW_TYPE_BIN, "answer"));
}

/* How many groups of @widget have a title that begins with @prefix */
static guint
count_groups (GtkWidget *widget, const char *prefix)
{
  guint n = ADW_IS_PREFERENCES_GROUP (widget) &&
            g_str_has_prefix (adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (widget)), prefix);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_groups (child, prefix);
  return n;
}

static guint
walk (Fixture *fixture, const OrchSupportNode *node)
{
  guint leaves = 0;

  if (node->levels->len > 0)
    {
      g_assert_cmpstr (question (fixture), ==, orch_bilingual_get (node->name, NULL));
      g_assert_cmpuint (count_groups (answer (fixture), "Level "), ==, node->levels->len);
      return 1;
    }
  g_assert_null (answer (fixture));
  for (guint i = 0; i < node->children->len; i++)
    {
      const OrchSupportNode *child = node->children->pdata[i];

      g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (choice (fixture, (int) i))), ==,
                       orch_bilingual_get (child->name, NULL));
      choose (fixture, (int) i);
      leaves += walk (fixture, child);
      back (fixture);
    }
  g_assert_null (choice (fixture, (int) node->children->len));
  return leaves;
}

static void
test_every_leaf (Fixture *fixture, gconstpointer data)
{
  const OrchSupportNode *root = orch_support_guide_get_root (orch_support_library_get_guide (fixture->library));

  g_assert_cmpstr (question (fixture), ==, "Who needs help?");
  g_assert_cmpuint (walk (fixture, root), ==, 54);
  g_assert_cmpstr (question (fixture), ==, "Who needs help?");
}

static void
test_go_and_restart (Fixture *fixture, gconstpointer data)
{
  orch_support_page_go (ORCH_SUPPORT_PAGE (fixture->page), "patient/problem/application/teams");
  g_assert_cmpstr (question (fixture), ==, "Teams");
  back (fixture);
  g_assert_cmpstr (question (fixture), ==, "With what?");
  gtk_widget_activate_action (fixture->page, "support.restart", NULL);
  g_assert_cmpstr (question (fixture), ==, "Who needs help?");
  /* A branch that an establishment's guide does not have leads as far as it goes. */
  orch_support_page_go (ORCH_SUPPORT_PAGE (fixture->page), "patient/problem/no-such");
  g_assert_cmpstr (question (fixture), ==, "With what?");
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkEditable *search = ui_test_find (fixture->page, GTK_TYPE_SEARCH_ENTRY, "search");

  gtk_editable_set_text (search, "zzz");
  ui_test_wait (g_str_equal (question (fixture), "Nothing found: try another word."));
  gtk_editable_set_text (search, "STÉTHOSCOPE");
  ui_test_wait (g_str_equal (question (fixture), "1 place found"));
  choose (fixture, 0);
  g_assert_cmpstr (question (fixture), ==, "Biomedical engineering (GBM)");
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "");
  g_assert_cmpuint (count_groups (answer (fixture), "Part in a project"), ==, 1);
  back (fixture);
  g_assert_cmpstr (question (fixture), ==, "Who needs help?");
  gtk_editable_set_text (search, "clerk eclinibase");
  ui_test_wait (g_str_equal (question (fixture), "2 places found"));
  choose (fixture, 0);
  g_assert_cmpstr (question (fixture), ==, "Another clinical application");
}

/* At noon of a Tuesday, of Christmas, and at night. */
static void
test_open (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *now;
    const char *cssns;
    const char *cssns_email; /* sent at any time */
    const char *on_call;
  } cases[] = {
    { "2026-11-24T12:00:00-05:00", "Open now, until 18:00", "Answered now, until 18:00", "Closed, opens 17:00" },
    { "2026-11-24T18:30:00-05:00", "Closed, opens Wednesday at 07:00", "Answered from Wednesday at 07:00",
      "Open now, until Wednesday at 07:00" },
    { "2026-11-28T12:00:00-05:00", "Closed, opens Monday at 07:00", "Answered from Monday at 07:00",
      "Open now, until Monday at 07:00" },
    { "2026-12-25T12:00:00-05:00", "Closed, opens Monday at 07:00", "Answered from Monday at 07:00",
      "Open now, until Monday at 07:00" },
  };
  OrchSupportGuide *guide = orch_support_library_get_guide (fixture->library);
  GPtrArray *contacts = orch_support_guide_get_contacts (guide);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint j = 0; j < contacts->len; j++)
      {
        const OrchSupportContact *contact = contacts->pdata[j];
        gint64 us = 0;
        g_autoptr (GDateTime) now = NULL;
        g_autofree char *text = NULL;

        g_assert_true (orch_clock_parse_instant (cases[i].now, &us));
        now = orch_clock_local_at (us);
        text = orch_support_text_dup_open (contact, orch_support_guide_get_holidays (guide), now);
        if (g_str_equal (contact->id, "cssns-phone"))
          g_assert_cmpstr (text, ==, cases[i].cssns);
        else if (g_str_equal (contact->id, "cssns-email"))
          g_assert_cmpstr (text, ==, cases[i].cssns_email);
        else if (g_str_equal (contact->id, "csi-on-call"))
          g_assert_cmpstr (text, ==, cases[i].on_call);
        else if (g_str_equal (contact->id, "psv-site") || g_str_equal (contact->id, "octopus-it"))
          g_assert_null (text);
      }
}

static void
test_contact (Fixture *fixture, gconstpointer data)
{
  GPtrArray *contacts = orch_support_guide_get_contacts (orch_support_library_get_guide (fixture->library));

  for (guint i = 0; i < contacts->len; i++)
    {
      const OrchSupportContact *contact = contacts->pdata[i];
      g_autofree char *value = orch_support_text_dup_value (contact);
      g_autofree char *uri = orch_support_text_dup_uri (contact);

      g_assert_true ((uri == NULL) == (contact->kind == ORCH_SUPPORT_ROLE));
      if (g_str_equal (contact->id, "csi-urgent"))
        {
          g_assert_cmpstr (value, ==, "(514) 251-4000 ext. 5656");
          g_assert_cmpstr (uri, ==, "tel:+15142514000;ext=5656");
        }
      else if (g_str_equal (contact->id, "cssns-email"))
        g_assert_cmpstr (uri, ==, "mailto:soutienrqt@ssss.gouv.qc.ca");
    }
}

static void
test_on_paper (Fixture *fixture, gconstpointer data)
{
  OrchSupportGuide *guide = orch_support_library_get_guide (fixture->library);
  g_autoptr (GPtrArray) path = orch_support_guide_find (guide, "staff/problem/application/teams");
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (GPtrArray) leaf = orch_support_text_on_paper (guide, path);
  g_autoptr (GPtrArray) all = orch_support_text_on_paper (guide, nothing);
  guint n_levels = 0;

  for (guint i = 0; i < leaf->len; i++)
    {
      g_assert_true (pango_parse_markup (leaf->pdata[i], -1, 0, NULL, NULL, NULL, NULL));
      n_levels += g_str_has_prefix (leaf->pdata[i], "<b>Level ");
    }
  g_assert_cmpuint (n_levels, ==, 3);
  for (guint i = 0; i < all->len; i++)
    g_assert_true (pango_parse_markup (all->pdata[i], -1, 0, NULL, NULL, NULL, NULL));
}

/* From the moment it is kept, and at the next start too; until the built-in one is restored. */
static void
test_own_guide (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) built_in = orch_catalogue_file_lookup ("support-guide.json");
  g_autofree char *text = g_strndup (g_bytes_get_data (built_in, NULL), g_bytes_get_size (built_in));
  g_auto (GStrv) parts = g_strsplit (text, "\"A professional\"", 2);
  g_autofree char *changed = g_strjoinv ("\"<b>Somebody & co\"", parts);
  g_autofree char *path = g_build_filename (fixture->folder, "chosen.json", NULL);
  g_autoptr (OrchSupportGuide) own = NULL;
  g_autoptr (OrchSupportLibrary) next = NULL;
  g_autoptr (GError) error = NULL;

  orch_support_page_go (ORCH_SUPPORT_PAGE (fixture->page), "staff/problem");
  g_assert_true (g_file_set_contents (path, changed, (gssize) strlen (changed) / 2, NULL));
  g_assert_null (await (orch_support_library_read (path), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (orch_support_library_is_own (fixture->library));
  g_assert_cmpstr (question (fixture), ==, "With what?");

  g_assert_true (g_file_set_contents (path, changed, -1, NULL));
  own = await (orch_support_library_read (path), &error);
  g_assert_no_error (error);
  g_remove (path);
  await (orch_support_library_install (fixture->library, own), &error);
  g_assert_no_error (error);
  g_assert_true (orch_support_library_is_own (fixture->library));
  g_assert_cmpstr (question (fixture), ==, "Who needs help?");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (choice (fixture, 0))), ==, "<b>Somebody & co");
  next = open_library (fixture->folder);
  g_assert_true (orch_support_library_is_own (next));

  await (orch_support_library_go_back (fixture->library), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (choice (fixture, 0))), ==, "A professional");
  g_clear_object (&next);
  next = open_library (fixture->folder);
  g_assert_false (orch_support_library_is_own (next));
  g_assert_null (orch_support_library_get_problem (next));
}

/* Returns: (transfer full): the built-in guide with another first answer */
static OrchSupportGuide *
guide_called (const char *name)
{
  g_autoptr (GBytes) built_in = orch_catalogue_file_lookup ("support-guide.json");
  g_autofree char *text = g_strndup (g_bytes_get_data (built_in, NULL), g_bytes_get_size (built_in));
  g_auto (GStrv) parts = g_strsplit (text, "\"A professional\"", 2);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", name);
  g_autofree char *changed = g_strjoinv (quoted, parts);
  g_autoptr (GBytes) bytes = g_bytes_new (changed, strlen (changed));
  g_autoptr (GError) error = NULL;
  OrchSupportGuide *guide = orch_support_guide_parse (bytes, &error);

  g_assert_no_error (error);
  return guide;
}

static const char *
first_answer (OrchSupportLibrary *library)
{
  const OrchSupportNode *root = orch_support_guide_get_root (orch_support_library_get_guide (library));

  return orch_bilingual_get (((OrchSupportNode *) root->children->pdata[0])->name, "en");
}

/* One goes back to the guide before, the establishment's own too, step by step to the built-in one, over a start as well. */
static void
test_go_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchSupportGuide) first = guide_called ("First");
  g_autoptr (OrchSupportGuide) second = guide_called ("Second");
  g_autoptr (OrchSupportLibrary) next = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (orch_support_library_has_previous (fixture->library));
  await (orch_support_library_install (fixture->library, first), &error);
  g_assert_no_error (error);
  g_assert_false (orch_support_library_has_previous (fixture->library));
  await (orch_support_library_install (fixture->library, second), &error);
  g_assert_no_error (error);
  g_assert_true (orch_support_library_has_previous (fixture->library));
  next = open_library (fixture->folder);
  g_assert_true (orch_support_library_has_previous (next));
  g_assert_cmpstr (first_answer (next), ==, "Second");

  await (orch_support_library_go_back (next), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first_answer (next), ==, "First");
  g_assert_true (orch_support_library_is_own (next));
  g_assert_false (orch_support_library_has_previous (next));
  await (orch_support_library_go_back (next), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first_answer (next), ==, "A professional");
  g_assert_false (orch_support_library_is_own (next));
}

/* Days off are typed: kept as an import is, in the order of the days, in the two languages; what is wrong is refused and changes nothing. */
static void
test_days_off (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *date;
    const char *french;
    const char *english;
    const char *refused; /* (nullable) */
  } cases[] = {
    { "2027-05-03", "Inventaire", "Stocktaking", NULL },
    { "2027-02-03", " Fermé ", "", NULL },
    { "2027-02-03", "Encore", "Again", "This day is a day off already." },
    { "2027-02-30", "Jamais", "Never", "Choose a day." },
    { "2027-06-01", " ", "", "Name the day off, in French or in English." },
    { "2027-03-04", "", "<b>Move</b> & \"co\"", NULL },
  };
  g_autoptr (OrchSupportLibrary) next = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *days = NULL;
  OrchSupportDay *day = NULL;
  GDate date;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_clear_error (&error);
      await (orch_support_library_add_day (fixture->library, cases[i].date, cases[i].french, cases[i].english), &error);
      if (cases[i].refused == NULL)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
          g_assert_cmpstr (error->message, ==, cases[i].refused);
        }
    }
  g_clear_error (&error);
  next = open_library (fixture->folder);
  g_assert_true (orch_support_library_is_own (next));
  days = orch_support_guide_get_days (orch_support_library_get_guide (next));
  g_assert_cmpuint (days->len, ==, 3);
  day = days->pdata[0];
  g_assert_cmpstr (day->date, ==, "2027-02-03");
  g_assert_cmpstr (orch_bilingual_get (day->name, "fr"), ==, "Fermé");
  g_assert_cmpstr (orch_bilingual_get (day->name, "en"), ==, "Fermé");
  day = days->pdata[1];
  g_assert_cmpstr (orch_bilingual_get (day->name, "fr"), ==, "<b>Move</b> & \"co\"");
  g_date_set_dmy (&date, 3, G_DATE_MAY, 2027);
  g_assert_true (
      orch_holidays_contains (orch_support_guide_get_holidays (orch_support_library_get_guide (next)), &date));

  await (orch_support_library_remove_day (next, "2027-05-03"), &error);
  g_assert_no_error (error);
  g_assert_false (
      orch_holidays_contains (orch_support_guide_get_holidays (orch_support_library_get_guide (next)), &date));
  await (orch_support_library_remove_day (next, "2027-05-03"), &error);
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* Of a guide that was imported the rest stays; going back takes the days along with it. */
  await (orch_support_library_go_back (next), &error);
  g_assert_no_error (error);
  g_assert_false (orch_support_library_is_own (next));
  g_assert_cmpuint (orch_support_guide_get_days (orch_support_library_get_guide (next))->len, ==, 0);
}

static GtkWidget *
find_button_of (GtkWidget *root, const char *tip)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_BUTTON (child) && g_strcmp0 (gtk_widget_get_tooltip_text (child), tip) == 0
                             ? child
                             : find_button_of (child, tip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* On the page: typed, listed, refused with its sentence, taken away. */
static void
test_days_off_page (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (orch_days_off_page_new (fixture->library));
  g_autoptr (GDateTime) day = g_date_time_new_local (2027, 2, 3, 12, 0, 0);
  GtkWidget *french = NULL;

  adw_window_set_content (ADW_WINDOW (fixture->window), page);
  ui_test_settle ();
  gtk_calendar_select_day (ui_test_find (page, GTK_TYPE_CALENDAR, "calendar"), day);
  french = ui_test_find (page, ADW_TYPE_ENTRY_ROW, "french");
  g_signal_emit_by_name (french, "entry-activated");
  ui_test_wait (ui_test_says (page, "Name the day off, in French or in English."));
  gtk_editable_set_text (GTK_EDITABLE (french), "Journée <fermée>");
  g_signal_emit_by_name (french, "entry-activated");
  ui_test_wait (ui_test_says (page, "Journée <fermée>"));
  ui_test_wait (!ui_test_says (page, "Name the day off"));
  g_assert_true (ui_test_says (page, "2027-02-03"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (french)), ==, "");
  for (int scale = 1; scale <= 2; scale++)
    {
      ui_test_set_text_scale (scale);
      ui_test_settle ();
      ui_test_check_narrow (page, "days-off");
    }
  ui_test_set_text_scale (1);
  g_signal_emit_by_name (find_button_of (page, "Take away 2027-02-03, Journée <fermée>"), "clicked");
  ui_test_wait (!ui_test_says (page, "Journée <fermée>"));
}

/* A file that somebody broke by hand is left aside, and told. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "support-guide.json", NULL);
  g_autoptr (OrchSupportLibrary) next = NULL;

  g_assert_true (g_file_set_contents (path, "{\n\"version\": 2}", -1, NULL));
  g_test_expect_message ("Orch-catalogue", G_LOG_LEVEL_MESSAGE, "*the built-in one is used");
  next = open_library (fixture->folder);
  g_test_assert_expected_messages ();
  g_assert_false (orch_support_library_is_own (next));
  g_assert_true (g_str_has_prefix (orch_support_library_get_problem (next)->message, "line "));
}

static AdwAlertDialog *
offer (Fixture *fixture, GtkWidget *group, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, "chosen.json", NULL);
  AdwDialog *dialog = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  orch_support_group_offer (ORCH_SUPPORT_GROUP (group), path);
  ui_test_wait ((dialog = adw_window_get_visible_dialog (ADW_WINDOW (fixture->window))) != NULL);
  g_remove (path);
  return ADW_ALERT_DIALOG (dialog);
}

static void
respond (AdwAlertDialog *dialog, const char *response)
{
  g_signal_emit_by_name (dialog, "response", response);
  adw_dialog_force_close (ADW_DIALOG (dialog));
  ui_test_settle ();
}

/* In the preferences: what is wrong is told with its line and key, what changes is looked at before it does. */
static void
test_import (Fixture *fixture, gconstpointer data)
{
  OrchSupportLibrary *library = orch_support_library_get_default ();
  g_autoptr (GBytes) built_in = orch_catalogue_file_lookup ("support-guide.json");
  g_autofree char *text = g_strndup (g_bytes_get_data (built_in, NULL), g_bytes_get_size (built_in));
  g_auto (GStrv) parts = g_strsplit (text, "\"easter\": \"both\"", 2);
  g_auto (GStrv) phone = g_strsplit (text, "+18335640404", 2);
  g_auto (GStrv) closed = g_strsplit (text, "\"own\": []", 2);
  g_autofree char *wrong = g_strjoinv ("\"easter\": \"never\"", parts);
  g_autofree char *other = g_strjoinv ("+18335640405", phone);
  g_autofree char *own_day =
      g_strjoinv ("\"own\": [{\"date\": \"2027-02-03\", \"name\": {\"fr\": \"Fermé\", \"en\": \"Closed\"}}]", closed);
  GtkWidget *group = g_object_new (ORCH_TYPE_SUPPORT_GROUP, NULL);
  AdwAlertDialog *dialog = NULL;
  GDate today;
  g_autofree char *days = NULL;

  g_date_set_dmy (&today, 23, G_DATE_NOVEMBER, 2026);
  adw_window_set_content (ADW_WINDOW (fixture->window), group);
  ui_test_settle ();
  dialog = offer (fixture, group, wrong);
  g_assert_cmpstr (adw_alert_dialog_get_heading (dialog), ==, "This guide cannot be used");
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (dialog), "line "));
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (dialog), "$.holidays.easter"));
  respond (dialog, "close");
  g_assert_false (orch_support_library_is_own (library));

  dialog = offer (fixture, group, other);
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (dialog), "\nContacts: 0 added, 1 changed, 0 taken away"));
  g_assert_null (strstr (adw_alert_dialog_get_body (dialog), "Answers"));
  respond (dialog, "cancel");
  g_assert_false (orch_support_library_is_own (library));
  dialog = offer (fixture, group, own_day);
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (dialog), "Nothing else changes"));
  respond (dialog, "import");
  ui_test_wait (orch_support_library_is_own (library));
  g_assert_true (ui_test_says (group, "Your establishment’s guide"));
  days = orch_support_changes_dup_holidays (orch_support_library_get_guide (library), &today);
  g_assert_true (g_str_has_prefix (days, "2026-12-25, 2027-01-01, 2027-02-03, 2027-03-26, 2027-03-29, "));

  await (orch_support_library_go_back (library), NULL);
  g_assert_true (ui_test_says (group, "The guide that comes with Orchestrateur"));
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "", "staff/problem", "staff/problem/application/svmv",
                                       "patient/question/teams" };

  for (int scale = 1; scale <= 2; scale++)
    {
      ui_test_set_text_scale (scale);
      for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
        {
          orch_support_page_go (ORCH_SUPPORT_PAGE (fixture->page), paths[i]);
          ui_test_settle ();
          ui_test_check_narrow (fixture->page, paths[i]);
        }
    }
  ui_test_set_text_scale (1);
}

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
  ui_test_add_style ();
#define ADD(name, function) g_test_add ("/support-page/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("every-leaf", test_every_leaf);
  ADD ("go-and-restart", test_go_and_restart);
  ADD ("search", test_search);
  ADD ("open", test_open);
  ADD ("contact", test_contact);
  ADD ("on-paper", test_on_paper);
  ADD ("own-guide", test_own_guide);
  ADD ("go-back", test_go_back);
  ADD ("days-off", test_days_off);
  ADD ("days-off-page", test_days_off_page);
  ADD ("damaged", test_damaged);
  ADD ("import", test_import);
  ADD ("narrow", test_narrow);
#undef ADD
  return g_test_run ();
}
