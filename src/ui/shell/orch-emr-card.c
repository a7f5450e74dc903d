/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-card.h.
 */
#include "orch-emr-card.h"

#include <glib/gi18n.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-error.h"
#include "core/orch-phone.h"
#include "ui/widgets/orch-print.h"

#define TO_FILL_IN "______________________________"

typedef struct
{
  GtkWidget *widget;
  OrchEngine *engine;
} Printing;

static void
printing_free (Printing *printing)
{
  g_object_unref (printing->widget);
  g_object_unref (printing->engine);
  g_free (printing);
}

static void
add_heading (GPtrArray *paragraphs, const char *text)
{
  g_ptr_array_add (paragraphs, g_markup_printf_escaped ("<span size='large' weight='bold'>%s</span>", text));
}

static void
add_line (GPtrArray *paragraphs, const char *label, const char *value)
{
  g_ptr_array_add (paragraphs, g_markup_printf_escaped ("<b>%s</b>\n%s", label, value));
}

/* A choice by its words, as the form shows it. */
static const char *
get_shown (OrchFormField *field, const char *value)
{
  for (guint i = 0; i < orch_form_field_get_n_choices (field); i++)
    if (g_strcmp0 (orch_form_field_get_choice_id (field, i), value) == 0)
      return orch_form_field_get_choice_label (field, i, NULL);
  return value;
}

static gboolean
is_secret (OrchFormField *field)
{
  const OrchFormFieldKind kind = orch_form_field_get_kind (field);

  return kind == ORCH_FORM_FIELD_SECRET || kind == ORCH_FORM_FIELD_AUTHORISATION;
}

static void
add_field (GPtrArray *paragraphs, OrchFormField *field, GHashTable *values)
{
  const char *label = orch_form_field_get_label (field, NULL);
  const char *value = NULL;

  if (is_secret (field))
    {
      add_line (paragraphs, label, _ ("In the keyring of each workstation; not printed."));
      return;
    }
  value = g_hash_table_lookup (values, orch_form_field_get_id (field));
  if (value == NULL)
    value = orch_form_field_get_default (field);
  if (value != NULL && *value != '\0')
    add_line (paragraphs, label, get_shown (field, value));
}

GPtrArray *
orch_emr_card_dup_paragraphs (OrchEmrVendor *vendor, const char *clinic, GHashTable *values, const char *server)
{
  GPtrArray *paragraphs = g_ptr_array_new_with_free_func (g_free);
  GListModel *fields = orch_emr_vendor_get_fields (vendor);
  const char *const *checklist = orch_emr_vendor_get_checklist (vendor, NULL);
  g_autofree char *phone =
      orch_phone_format_international (orch_catalogue_get_support_phone (orch_catalogue_get_default ()));

  g_ptr_array_add (paragraphs, g_markup_printf_escaped ("<b>%s</b>", clinic));
  g_ptr_array_add (paragraphs,
                   g_markup_escape_text (_ ("For whoever looks after the clinic’s workstations. No password, secret "
                                            "or key is on this card."),
                                         -1));
  add_heading (paragraphs, _ ("To have ready"));
  for (guint i = 0; checklist[i] != NULL; i++)
    g_ptr_array_add (paragraphs, g_markup_printf_escaped ("☐ %s", checklist[i]));

  add_heading (paragraphs, _ ("The connection"));
  if (server != NULL)
    add_line (paragraphs, _ ("Software of the EMR"), server);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (OrchFormField) field = g_list_model_get_item (fields, i);

      if (orch_emr_vendor_is_field_shown (vendor, field, values))
        add_field (paragraphs, field, values);
    }

  add_heading (paragraphs, _ ("Shared encryption key"));
  g_ptr_array_add (
      paragraphs, g_markup_escape_text (_ ("One key for the whole clinic. Each new workstation asks for it, and nobody "
                                           "can recover it."),
                                        -1));
  add_line (paragraphs, _ ("Where it is kept"), TO_FILL_IN);
  add_line (paragraphs, _ ("Who may give it"), TO_FILL_IN);

  add_heading (paragraphs, _ ("When the connection fails"));
  g_ptr_array_add (paragraphs,
                   g_markup_escape_text (_ ("On the page Clinic, Change the EMR or Its Connection, then Test the "
                                            "Connection, says what is wrong and what to do."),
                                         -1));
  add_line (paragraphs, _ ("Technical support"), phone);
  return paragraphs;
}

static GHashTable *
collect_values (OrchEmrVendor *vendor, OrchSetup *setup)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GListModel *fields = orch_emr_vendor_get_fields (vendor);

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (OrchFormField) field = g_list_model_get_item (fields, i);
      const char *id = orch_form_field_get_id (field);
      const char *value = is_secret (field) ? NULL : orch_setup_get_emr_value (setup, id);

      if (value != NULL)
        g_hash_table_insert (values, g_strdup (id), g_strdup (value));
    }
  return values;
}

static DexFuture *
print_fiber (gpointer data)
{
  Printing *printing = data;
  GError *error = NULL;
  g_autoptr (OrchSetup) setup = dex_await_object (orch_engine_edit_emr (printing->engine), &error);
  OrchClinic *clinic = orch_engine_get_clinic (printing->engine);
  OrchEmrVendor *vendor = NULL;

  if (setup == NULL)
    return dex_future_new_for_error (error);
  vendor = orch_catalogue_find_vendor (orch_catalogue_get_default (), orch_setup_get_emr (setup));
  if (vendor == NULL || clinic == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "emr");

  g_autoptr (GHashTable) values = collect_values (vendor, setup);
  g_autoptr (GPtrArray) paragraphs =
      orch_emr_card_dup_paragraphs (vendor, orch_clinic_get_fields (clinic)->name, values,
                                    orch_engine_get_emr_server (printing->engine));
  /* translators: the title of a printed card; %s is the name of an EMR */
  g_autofree char *title = g_strdup_printf (_ ("Connection to %s"), orch_emr_vendor_get_name (vendor, NULL));

  orch_print_paragraphs (printing->widget, title, paragraphs);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_emr_card_print (GtkWidget *widget, OrchEngine *engine)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  Printing *printing = g_new0 (Printing, 1);
  printing->widget = g_object_ref (widget);
  printing->engine = g_object_ref (engine);
  return dex_scheduler_spawn (NULL, 0, print_fiber, printing, (GDestroyNotify) printing_free);
}
