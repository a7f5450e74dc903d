/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-form.h.
 */
#include "orch-emr-form.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/orch-error-text.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-in-sight.h"
#include "ui/widgets/orch-template.h"
#include "orch-emr-advice.h"
#include "orch-emr-consent-row.h"
#include "orch-emr-field.h"
#include "orch-emr-file-row.h"

struct _OrchEmrForm
{
  GtkWidget parent_instance;

  /* owned */
  OrchSetup *setup;
  OrchEmrVendor *vendor; /* (nullable) */
  GPtrArray *rows;       /* (element-type OrchEmrField): borrowed from the boxes */

  guint test_number; /* the latest test is told, the others are not */
  gboolean edited;   /* something was typed since the rows were made */

  /* template children */
  GtkLabel *note;
  GtkBox *fields;
  GtkBox *advanced_fields;
  GtkExpander *advanced;
  GtkWidget *test_box;
  GtkWidget *test;
  GtkWidget *spinner;
  GtkWidget *stop;
  GtkWidget *notice;
  GtkImage *notice_icon;
  GtkLabel *notice_label;
  GtkLabel *server;
};

G_DEFINE_FINAL_TYPE (OrchEmrForm, orch_emr_form, GTK_TYPE_WIDGET)

static GHashTable *
collect_values (OrchEmrForm *self)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < self->rows->len; i++)
    {
      OrchEmrField *row = g_ptr_array_index (self->rows, i);
      char *value = orch_emr_field_dup_value (row);
      if (value != NULL)
        g_hash_table_insert (values, g_strdup (orch_form_field_get_id (orch_emr_field_get_field (row))), value);
    }
  return values;
}

/* Files are chosen in the folder that the form names. */
static void
show_folder (OrchEmrForm *self, const char *folder)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *file = orch_emr_field_get_file_row (g_ptr_array_index (self->rows, i));

      if (file != NULL)
        orch_emr_file_row_set_folder (ORCH_EMR_FILE_ROW (file), folder);
    }
}

static void
update_shown (OrchEmrForm *self)
{
  g_autoptr (GHashTable) values = collect_values (self);
  gboolean any_advanced = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      OrchEmrField *row = g_ptr_array_index (self->rows, i);
      OrchFormField *field = orch_emr_field_get_field (row);
      gboolean shown = orch_emr_vendor_is_field_shown (self->vendor, field, values);
      gtk_widget_set_visible (GTK_WIDGET (row), shown);
      any_advanced = any_advanced || (shown && orch_form_field_get_advanced (field));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->advanced), any_advanced);
  show_folder (self, g_hash_table_lookup (values, "folder"));
}

static void
set_notice (OrchEmrForm *self, const char *kind, const char *icon, const char *text)
{
  static const char *const kinds[] = { "success", "warning", "error" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_widget_remove_css_class (self->notice, kinds[i]);
  gtk_widget_set_visible (self->notice, kind != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->server), FALSE);
  if (kind == NULL)
    return;
  gtk_widget_add_css_class (self->notice, kind);
  gtk_image_set_from_icon_name (self->notice_icon, icon);
  gtk_label_set_text (self->notice_label, text);
}

static void
show_connection (OrchEmrForm *self)
{
  const char *server = orch_setup_get_emr_server (self->setup);
  g_autofree char *advice = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->test_box, orch_setup_get_connection (self->setup) != ORCH_CONNECTION_TO_SET_UP);
  if (orch_setup_get_connection (self->setup) != ORCH_CONNECTION_TESTED)
    {
      set_notice (self, NULL, NULL, NULL);
      return;
    }
  advice = orch_emr_advice_dup (self->setup);
  if (orch_setup_get_emr_advice (self->setup, NULL) == ORCH_EMR_ADVICE_FILES)
    set_notice (self, "success", "object-select-symbolic", advice);
  else if (advice != NULL)
    set_notice (self, "warning", "dialog-warning-symbolic", advice);
  else
    set_notice (self, "success", "object-select-symbolic",
                _ ("The EMR answers and accepts these credentials. They are kept in the keyring."));
  if (server == NULL)
    return;
  /* translators: %s is the name and the version of the EMR's software, in its own words */
  text = g_strdup_printf (_ ("Name and version it gives: %s"), server);
  gtk_label_set_text (self->server, text);
  gtk_widget_set_visible (GTK_WIDGET (self->server), TRUE);
}

static void
announce_notice (OrchEmrForm *self)
{
  g_autofree char *text = NULL;

  orch_bring_in_sight (self->notice);
  if (!gtk_widget_get_visible (GTK_WIDGET (self->server)))
    {
      orch_announce (GTK_WIDGET (self), gtk_label_get_text (self->notice_label));
      return;
    }
  text = g_strjoin (" ", gtk_label_get_text (self->notice_label), gtk_label_get_text (self->server), NULL);
  orch_announce (GTK_WIDGET (self), text);
}

static void
set_testing (OrchEmrForm *self, gboolean testing)
{
  gtk_widget_set_sensitive (self->test, !testing);
  gtk_widget_set_visible (self->spinner, testing);
  gtk_widget_set_visible (self->stop, testing);
}

static void
on_field_edited (OrchEmrForm *self, OrchEmrField *row)
{
  OrchFormField *field = orch_emr_field_get_field (row);
  g_autofree char *value = orch_emr_field_dup_value (row);

  self->edited = TRUE;
  self->test_number++;
  set_testing (self, FALSE);
  if (!orch_form_field_is_secret (field))
    orch_setup_set_emr_value (self->setup, orch_form_field_get_id (field), value != NULL ? value : "");
  else
    orch_setup_forget_test (self->setup);
  update_shown (self);
  show_connection (self);
}

// Waits until each secret typed is in the keyring.
static gboolean
store_secrets (OrchEmrForm *self, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  // The form may be drawn anew meanwhile.
  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (rows, g_object_ref (g_ptr_array_index (self->rows, i)));
  for (guint i = 0; i < rows->len; i++)
    {
      OrchEmrField *row = g_ptr_array_index (rows, i);
      g_autoptr (OrchSecret) secret = orch_emr_field_dup_secret (row);
      if (secret == NULL)
        continue;
      if (!dex_await (orch_setup_set_emr_secret (self->setup, orch_form_field_get_id (orch_emr_field_get_field (row)),
                                                 secret),
                      error))
        return FALSE;
      orch_emr_field_set_kept (row);
    }
  return TRUE;
}

static DexFuture *
store_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!store_secrets (data, &error))
    {
      g_autofree char *why = orch_error_text_dup (error);
      set_notice (data, "error", "dialog-error-symbolic", why);
      orch_get_help_beside (ORCH_EMR_FORM (data)->notice_label, error);
    }
  return dex_future_new_true ();
}

/* What the test found out is in its field, and is seen there. */
static void
show_found (OrchEmrForm *self)
{
  if (orch_setup_get_emr_advice (self->setup, NULL) != ORCH_EMR_ADVICE_PROXY)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    {
      OrchEmrField *row = g_ptr_array_index (self->rows, i);
      const char *id = orch_form_field_get_id (orch_emr_field_get_field (row));

      if (g_str_equal (id, "seen-as"))
        orch_emr_field_set_value (row, orch_setup_get_emr_value (self->setup, id));
    }
  gtk_expander_set_expanded (self->advanced, TRUE);
}

static DexFuture *
test_fiber (gpointer data)
{
  OrchEmrForm *self = data;
  guint number = ++self->test_number;
  g_autoptr (GError) error = NULL;

  set_testing (self, TRUE);
  set_notice (self, NULL, NULL, NULL);
  gboolean ok = store_secrets (self, &error) && dex_await (orch_setup_test_connection (self->setup), &error);
  if (number != self->test_number)
    return dex_future_new_true ();
  set_testing (self, FALSE);
  if (ok)
    show_connection (self);
  else
    {
      g_autofree char *advice = orch_emr_advice_dup (self->setup);
      g_autofree char *why = orch_error_text_dup (error);
      set_notice (self, "error", "dialog-error-symbolic", advice != NULL ? advice : why);
      /* What is known of this EMR beyond what an error says is on a page of its own. */
      orch_get_help_beside_about (self->notice_label, error,
                                  advice != NULL && self->vendor != NULL ? orch_emr_vendor_get_help_page (self->vendor)
                                                                         : NULL);
      show_found (self);
    }
  announce_notice (self);
  return dex_future_new_true ();
}

static void
on_test (OrchEmrForm *self)
{
  OrchEmrField *first = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      OrchEmrField *row = g_ptr_array_index (self->rows, i);
      if (gtk_widget_get_visible (GTK_WIDGET (row)) && !orch_emr_field_show_fault (row) && first == NULL)
        first = row;
    }
  if (first != NULL)
    {
      if (orch_form_field_get_advanced (orch_emr_field_get_field (first)))
        gtk_expander_set_expanded (self->advanced, TRUE);
      gtk_widget_child_focus (GTK_WIDGET (first), GTK_DIR_TAB_FORWARD);
      set_notice (self, "warning", "dialog-warning-symbolic", _ ("Fill in the fields marked in red, then test again."));
      orch_announce (GTK_WIDGET (self), gtk_label_get_text (self->notice_label));
      return;
    }
  dex_future_disown (dex_scheduler_spawn (NULL, 0, test_fiber, g_object_ref (self), g_object_unref));
}

static void
on_stop (OrchEmrForm *self)
{
  self->test_number++;
  set_testing (self, FALSE);
  set_notice (self, "warning", "dialog-information-symbolic", _ ("The test was cancelled."));
  gtk_widget_grab_focus (self->test);
}

/* --- the authorisation -------------------------------------------------------------------- */

typedef struct
{
  OrchEmrForm *form;
  OrchEmrField *row;
  gboolean by_hand;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->form);
  g_object_unref (ask->row);
  g_free (ask);
}

static DexFuture *
ask_fiber (gpointer data)
{
  Ask *ask = data;
  OrchEmrForm *self = ask->form;
  OrchEmrConsentRow *consent = ORCH_EMR_CONSENT_ROW (orch_emr_field_get_consent_row (ask->row));
  const char *id = orch_form_field_get_id (orch_emr_field_get_field (ask->row));
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;
  gboolean done = FALSE;

  orch_emr_field_set_error (ask->row, NULL);
  orch_emr_consent_row_set_waiting (consent, TRUE, ask->by_hand);
  /* What was typed above signs the request. */
  done = store_secrets (self, &error) && dex_await (orch_setup_authorise_emr (self->setup, id, ask->by_hand), &error);
  /* Another attempt has begun meanwhile: it is what is shown. */
  if (self->rows == NULL || (!done && orch_setup_get_consent_address (self->setup) != NULL))
    return dex_future_new_true ();
  orch_emr_consent_row_set_waiting (consent, FALSE, FALSE);
  if (done)
    {
      orch_emr_field_set_kept (ask->row);
      set_notice (self, NULL, NULL, NULL);
      orch_announce (GTK_WIDGET (self), _ ("The connection is authorised. Test it now."));
      gtk_widget_grab_focus (self->test);
    }
  else if (!g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED))
    {
      why = orch_error_text_dup (error);
      orch_emr_field_set_error (ask->row, why);
      orch_announce (GTK_WIDGET (self), why);
    }
  return dex_future_new_true ();
}

/* The fields above the authorisation have to be right first: they sign the request for it. */
static gboolean
show_faults_above (OrchEmrForm *self, OrchEmrField *row)
{
  for (guint i = 0; i < self->rows->len && g_ptr_array_index (self->rows, i) != row; i++)
    {
      OrchEmrField *above = g_ptr_array_index (self->rows, i);

      if (gtk_widget_get_visible (GTK_WIDGET (above)) && !orch_emr_field_show_fault (above))
        {
          gtk_widget_child_focus (GTK_WIDGET (above), GTK_DIR_TAB_FORWARD);
          return TRUE;
        }
    }
  return FALSE;
}

static void
on_ask (OrchEmrConsentRow *consent, gboolean by_hand, OrchEmrForm *self)
{
  OrchEmrField *row = ORCH_EMR_FIELD (gtk_widget_get_ancestor (GTK_WIDGET (consent), ORCH_TYPE_EMR_FIELD));
  Ask *ask = NULL;

  if (show_faults_above (self, row))
    return;
  ask = g_new0 (Ask, 1);
  ask->form = g_object_ref (self);
  ask->row = g_object_ref (row);
  ask->by_hand = by_hand;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, ask_fiber, ask, ask_free));
}

static void
on_give (OrchEmrConsentRow *consent, const char *code, OrchEmrForm *self)
{
  orch_setup_give_emr_code (self->setup, code);
}

static void
on_stop_asking (OrchEmrConsentRow *consent, OrchEmrForm *self)
{
  orch_setup_stop_authorising (self->setup);
}

static void
on_consent_address (OrchEmrForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *consent = orch_emr_field_get_consent_row (g_ptr_array_index (self->rows, i));

      if (consent != NULL)
        orch_emr_consent_row_set_address (ORCH_EMR_CONSENT_ROW (consent), orch_setup_get_consent_address (self->setup));
    }
}

static void
add_consent (OrchEmrForm *self, OrchEmrField *row)
{
  GtkWidget *consent = orch_emr_field_get_consent_row (row);

  if (consent == NULL)
    return;
  g_signal_connect_object (consent, "ask", G_CALLBACK (on_ask), self, 0);
  g_signal_connect_object (consent, "give", G_CALLBACK (on_give), self, 0);
  g_signal_connect_object (consent, "stop", G_CALLBACK (on_stop_asking), self, 0);
}

static void
on_file_fault (GtkWidget *file, const char *fault, OrchEmrField *row)
{
  orch_emr_field_set_error (row, fault);
  if (fault != NULL)
    orch_announce (GTK_WIDGET (row), fault);
}

static void
clear (OrchEmrForm *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->rows, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->fields))) != NULL)
    gtk_box_remove (self->fields, child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->advanced_fields))) != NULL)
    gtk_box_remove (self->advanced_fields, child);
}

static void
orch_emr_form_dispose (GObject *object)
{
  OrchEmrForm *self = ORCH_EMR_FORM (object);

  self->test_number++;
  if (self->setup != NULL)
    orch_setup_stop_authorising (self->setup);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  orch_template_dispose (GTK_WIDGET (self), ORCH_TYPE_EMR_FORM);
  g_clear_object (&self->vendor);
  g_clear_object (&self->setup);

  G_OBJECT_CLASS (orch_emr_form_parent_class)->dispose (object);
}

static void
orch_emr_form_class_init (OrchEmrFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_emr_form_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/ca/orchestrateur/Orchestrateur/wizard/orch-emr-form.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, note);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, fields);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, advanced_fields);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, advanced);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, test_box);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, test);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, stop);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, notice);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, notice_icon);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, notice_label);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrForm, server);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
}

static void
orch_emr_form_init (OrchEmrForm *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
}

void
orch_emr_form_bind (OrchEmrForm *self, OrchSetup *setup)
{
  g_return_if_fail (ORCH_IS_EMR_FORM (self));
  g_return_if_fail (ORCH_IS_SETUP (setup));
  g_return_if_fail (self->setup == NULL);

  self->setup = g_object_ref (setup);
  g_signal_connect_object (setup, "notify::connection", G_CALLBACK (show_connection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "notify::consent-address", G_CALLBACK (on_consent_address), self, G_CONNECT_SWAPPED);
}

void
orch_emr_form_set_vendor (OrchEmrForm *self, OrchEmrVendor *vendor)
{
  g_return_if_fail (ORCH_IS_EMR_FORM (self));

  // The same one again: in training its details come a moment after it is chosen.
  if (self->vendor == vendor && self->edited)
    return;
  self->edited = FALSE;
  g_set_object (&self->vendor, vendor);
  clear (self);
  if (vendor == NULL)
    return;

  const char *note = orch_emr_vendor_get_note (vendor, NULL);
  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  GListModel *model = orch_emr_vendor_get_fields (vendor);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (OrchFormField) field = g_list_model_get_item (model, i);
      const char *id = orch_form_field_get_id (field);
      GtkWidget *row = orch_emr_field_new (field, orch_setup_get_emr_value (self->setup, id),
                                           orch_setup_has_emr_secret (self->setup, id));
      g_signal_connect_object (row, "edited", G_CALLBACK (on_field_edited), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->rows, row);
      add_consent (self, ORCH_EMR_FIELD (row));
      if (orch_emr_field_get_file_row (ORCH_EMR_FIELD (row)) != NULL)
        g_signal_connect_object (orch_emr_field_get_file_row (ORCH_EMR_FIELD (row)), "fault",
                                 G_CALLBACK (on_file_fault), row, 0);
      gtk_box_append (orch_form_field_get_advanced (field) ? self->advanced_fields : self->fields, row);
    }
  update_shown (self);
  show_connection (self);
}

void
orch_emr_form_store_secrets (OrchEmrForm *self)
{
  g_return_if_fail (ORCH_IS_EMR_FORM (self));

  if (self->vendor != NULL)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, store_fiber, g_object_ref (self), g_object_unref));
}
