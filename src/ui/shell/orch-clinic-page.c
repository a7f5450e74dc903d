/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Edits are kept in the form until Save; then the store has them at once and the hub later. Main thread.
 */
#include "orch-clinic-page.h"

#include <glib/gi18n.h>

#include "catalogue/orch-catalogue.h"
#include "ui/journal/orch-journal-dialog.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/sync/orch-sync-indicator.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-clinic-form.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"
#include "orch-chart-dialog.h"
#include "orch-emr-card.h"
#include "orch-emr-dialog.h"
#include "orch-key-dialog.h"

struct _OrchClinicPage
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchClinic *shown;         /* as the store had it when the form was filled */
  OrchSetup *begun;          /* (nullable): the EMR's change that the lock interrupted */
  GHashTable *provider_rows; /* code → AdwSwitchRow (not owned) */

  gboolean showing; /* the rows are being set by us */

  /* template children */
  GtkActionBar *save_bar;
  GtkWidget *save;
  AdwBanner *refused_banner;
  AdwBanner *fault_banner;
  OrchClinicForm *form;
  AdwPreferencesGroup *providers;
  AdwActionRow *emr;
  AdwActionRow *connection;
  AdwActionRow *enabled;
  AdwActionRow *shared_key;
  GtkWidget *change_emr;
  GtkWidget *charts;
  GtkWidget *print_card;
  GtkWidget *type_key;
  GtkWidget *journal;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE (OrchClinicPage, orch_clinic_page, ADW_TYPE_BIN)

/* The clinic as the page says it: the form's identity with the rows' providers. */
static OrchClinic *
dup_edited (OrchClinicPage *self)
{
  OrchClinicFields fields = *orch_clinic_get_fields (orch_clinic_form_get_clinic (self->form));
  const OrchClinicFields *shown = orch_clinic_get_fields (self->shown);
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  GHashTableIter iter;
  const char *code = NULL;
  AdwSwitchRow *row = NULL;

  g_hash_table_iter_init (&iter, self->provider_rows);
  while (g_hash_table_iter_next (&iter, (gpointer *) &code, (gpointer *) &row))
    if (adw_switch_row_get_active (row))
      g_ptr_array_add (codes, (char *) code);
  /* One that has no row, for the hub no longer lists it, stays as it is. */
  for (guint i = 0; shown->providers != NULL && shown->providers[i] != NULL; i++)
    if (!g_hash_table_contains (self->provider_rows, shown->providers[i]))
      g_ptr_array_add (codes, (char *) shown->providers[i]);
  g_ptr_array_sort_values (codes, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (codes, NULL);

  fields.id = shown->id;
  /* Changed in a dialog of its own, perhaps while this page was half typed. */
  fields.emr_vendor = orch_clinic_get_fields (orch_engine_get_clinic (self->engine))->emr_vendor;
  fields.hub_emr_vendor = shown->hub_emr_vendor;
  fields.hub_id = shown->hub_id;
  fields.hub_version = shown->hub_version;
  fields.providers = (const char *const *) codes->pdata;
  return orch_clinic_new (&fields);
}

static gboolean
same_providers (OrchClinic *a, OrchClinic *b)
{
  const char *const *codes = orch_clinic_get_fields (b)->providers;
  const char *const *others = orch_clinic_get_fields (a)->providers;
  guint n = 0;

  for (guint i = 0; codes != NULL && codes[i] != NULL; i++, n++)
    if (!orch_clinic_has_provider (a, codes[i]))
      return FALSE;
  return n == (others != NULL ? g_strv_length ((GStrv) others) : 0);
}

static void
on_edited (OrchClinicPage *self)
{
  g_autoptr (OrchClinic) edited = NULL;
  g_autoptr (OrchClinic) same = NULL;
  OrchClinicFields fields;

  if (self->showing || self->shown == NULL)
    return;
  edited = dup_edited (self);
  fields = *orch_clinic_get_fields (edited);
  fields.providers = orch_clinic_get_fields (self->shown)->providers;
  same = orch_clinic_new (&fields);
  gtk_widget_set_sensitive (self->save, orch_clinic_is_identified (edited) && !(orch_clinic_equal (same, self->shown) &&
                                                                                same_providers (edited, self->shown)));
}

static DexFuture *
confirmation_fiber (gpointer data)
{
  OrchClinicPage *self = data;
  const gint64 when = dex_await_int64 (orch_engine_load_emr_confirmation (self->engine), NULL);
  g_autofree char *time = when > 0 ? orch_time_text_dup_when (when) : NULL;
  g_autofree char *text = NULL;

  if (self->engine == NULL)
    return dex_future_new_true ();
  if (time != NULL)
    /* translators: %s is a time, or a date with a time */
    text = g_strdup_printf (_ ("The connection is enabled: the hub confirmed it, %s"), time);
  else
    text = g_strdup (_ ("The hub has not confirmed yet that the connection is enabled. It is asked again with each "
                        "synchronisation."));
  orch_plain_set_subtitle (self->enabled, text);
  return dex_future_new_true ();
}

/* Of a connection that is set up, and that the hub is to know. */
static void
show_confirmation (OrchClinicPage *self)
{
  const gboolean shown = orch_engine_get_emr_connection (self->engine) == ORCH_CONNECTION_TESTED &&
                         orch_engine_get_emr_notice (self->engine) != ORCH_EMR_NOTICE_WANTS_KEY;

  gtk_widget_set_visible (GTK_WIDGET (self->enabled), shown);
  if (shown)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, confirmation_fiber, g_object_ref (self), g_object_unref));
}

static void
show_emr (OrchClinicPage *self)
{
  OrchClinic *clinic = orch_engine_get_clinic (self->engine);
  const char *vendor = clinic != NULL ? orch_clinic_get_fields (clinic)->emr_vendor : NULL;
  OrchEmrVendor *known = orch_catalogue_find_vendor (orch_catalogue_get_default (), vendor);
  const OrchConnectionState connection = orch_engine_get_emr_connection (self->engine);
  const gboolean wants_key = orch_engine_get_emr_notice (self->engine) == ORCH_EMR_NOTICE_WANTS_KEY;
  const char *server = orch_engine_get_emr_server (self->engine);
  g_autofree char *tested = NULL;
  const char *text = NULL;

  orch_plain_set_subtitle (self->emr, known != NULL    ? orch_emr_vendor_get_name (known, NULL)
                                      : vendor != NULL ? vendor
                                                       : "—");
  switch (connection)
    {
    case ORCH_CONNECTION_TO_SET_UP:
      text = _ ("To be set up with the EMR's provider");
      break;
    case ORCH_CONNECTION_TESTED:
      /* translators: %s is the name and the version of the EMR's software, in its own words */
      tested = server != NULL ? g_strdup_printf (_ ("Set up and tested: %s"), server) : NULL;
      text = tested != NULL ? tested : _ ("Set up and tested");
      break;
    case ORCH_CONNECTION_UNTESTED:
      text = _ ("Not set up on this workstation: its details or its secrets are missing");
      break;
    case ORCH_CONNECTION_NONE:
    default:
      text = _ ("None: staff and services are entered by hand");
    }
  if (wants_key)
    text = _ ("Changed on another workstation: type the new shared key to see it and to change it");
  orch_plain_set_subtitle (self->connection, text);
  gtk_widget_set_visible (GTK_WIDGET (self->shared_key),
                          wants_key || connection == ORCH_CONNECTION_TESTED || connection == ORCH_CONNECTION_UNTESTED);
  if (wants_key)
    text = _ ("No longer the clinic's: another one seals the connection");
  else if (orch_engine_has_shared_key (self->engine))
    text = _ ("Kept in the keyring of this workstation, never shown again");
  else
    text = _ ("Not on this workstation: it is asked for when the EMR is changed");
  orch_plain_set_subtitle (self->shared_key, text);
  /* A change made now would take the place of the other workstation's, which nobody here has seen. */
  gtk_widget_set_visible (self->change_emr, !wants_key);
  gtk_widget_set_visible (self->charts, known != NULL && !orch_emr_vendor_is_standalone (known));
  gtk_widget_set_visible (self->print_card, !wants_key && known != NULL && !orch_emr_vendor_is_standalone (known));
  gtk_widget_set_visible (self->type_key, wants_key);
  show_confirmation (self);
}

/* What was begun was made from a connection that is no longer the clinic's. */
static void
on_emr_notice (OrchClinicPage *self)
{
  g_clear_object (&self->begun);
  show_emr (self);
}

static void
show_clinic (OrchClinicPage *self)
{
  OrchClinic *clinic = orch_engine_get_clinic (self->engine);
  GHashTableIter iter;
  const char *code = NULL;
  AdwSwitchRow *row = NULL;

  show_emr (self);
  /* What a person is typing is not replaced under their hands. */
  if (clinic == NULL || gtk_widget_get_sensitive (self->save))
    return;
  self->showing = TRUE;
  g_set_object (&self->shown, clinic);
  orch_clinic_form_set_clinic (self->form, clinic);
  g_hash_table_iter_init (&iter, self->provider_rows);
  while (g_hash_table_iter_next (&iter, (gpointer *) &code, (gpointer *) &row))
    adw_switch_row_set_active (row, orch_clinic_has_provider (clinic, code));
  self->showing = FALSE;
}

static void
show_fault (OrchClinicPage *self, const GError *error)
{
  g_autofree char *text = orch_error_text_dup (error);

  orch_plain_set_banner (self->fault_banner, text);
  adw_banner_set_revealed (self->fault_banner, TRUE);
  orch_get_help_beside (self->fault_banner, error);
}

static DexFuture *
on_saved (DexFuture *future, gpointer data)
{
  OrchClinicPage *self = data;
  g_autoptr (GError) error = NULL;

  if (self->engine == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) != NULL)
    {
      adw_banner_set_revealed (self->fault_banner, FALSE);
      gtk_widget_set_sensitive (self->save, FALSE);
      show_clinic (self);
    }
  else
    {
      show_fault (self, error);
      gtk_widget_set_sensitive (self->save, TRUE);
    }
  return NULL;
}

static void
on_save (OrchClinicPage *self)
{
  g_autoptr (OrchClinic) edited = NULL;

  if (!orch_clinic_form_show_faults (self->form))
    return;
  edited = dup_edited (self);
  gtk_widget_set_sensitive (self->save, FALSE);
  dex_future_disown (dex_future_finally (orch_engine_save_clinic (self->engine, edited), on_saved, g_object_ref (self),
                                         g_object_unref));
}

static void
on_save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchClinicPage *self = ORCH_CLINIC_PAGE (widget);

  if (gtk_widget_get_sensitive (self->save))
    on_save (self);
}

static void
on_remove_answer (OrchClinicPage *self, const char *response)
{
  if (g_str_equal (response, "remove"))
    dex_future_disown (orch_engine_remove_clinic (self->engine));
}

static void
on_remove (OrchClinicPage *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Remove the clinic from this workstation?"),
                                            _ ("Its key is destroyed first, then its data. The hub and the other "
                                               "workstations keep theirs; this one can join again."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "keep", _ ("_Keep"), "remove", _ ("_Remove"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_remove_answer), self, G_CONNECT_SWAPPED);
  orch_alert_present (dialog, GTK_WIDGET (self));
}

/* The lock closes the dialog; what was begun in it waits here (security.md 5). */
static void
on_emr_dialog_closed (OrchClinicPage *self, OrchEmrDialog *dialog)
{
  g_set_object (&self->begun, orch_emr_dialog_get_begun (dialog));
}

static void
on_change_emr (OrchClinicPage *self)
{
  AdwDialog *dialog = orch_emr_dialog_new (self->engine, self->begun);

  g_signal_connect_object (dialog, "closed", G_CALLBACK (on_emr_dialog_closed), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static DexFuture *
on_card_printed (DexFuture *future, gpointer data)
{
  OrchClinicPage *self = data;
  g_autoptr (GError) error = NULL;

  if (self->engine != NULL && dex_future_get_value (future, &error) == NULL)
    show_fault (self, error);
  return NULL;
}

static void
on_print_card (OrchClinicPage *self)
{
  dex_future_disown (dex_future_finally (orch_emr_card_print (GTK_WIDGET (self), self->engine), on_card_printed,
                                         g_object_ref (self), g_object_unref));
}

static void
on_charts (OrchClinicPage *self)
{
  adw_dialog_present (orch_chart_dialog_new (self->engine), GTK_WIDGET (self));
}

static void
on_journal (OrchClinicPage *self)
{
  adw_dialog_present (orch_journal_dialog_new (self->engine, NULL, NULL), GTK_WIDGET (self));
}

static void
on_type_key (OrchClinicPage *self)
{
  adw_dialog_present (orch_key_dialog_new (self->engine), GTK_WIDGET (self));
}

static void
show_permission (OrchClinicPage *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const gboolean may = orch_session_allows (session, ORCH_ACT_EDIT_CLINIC);

  adw_banner_set_revealed (self->refused_banner, !may && !orch_session_is_locked (session));
  gtk_action_bar_set_revealed (self->save_bar, may);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), may);
  gtk_widget_set_sensitive (GTK_WIDGET (self->providers), may);
  gtk_widget_set_sensitive (self->print_card, orch_session_allows (session, ORCH_ACT_EDIT_EMR));
  gtk_widget_set_sensitive (self->charts, orch_session_allows (session, ORCH_ACT_EDIT_EMR));
  gtk_widget_set_sensitive (self->change_emr, orch_session_allows (session, ORCH_ACT_EDIT_EMR));
  gtk_widget_set_sensitive (self->journal, orch_session_allows (session, ORCH_ACT_READ_JOURNAL));
  gtk_widget_set_sensitive (self->remove, orch_session_allows (session, ORCH_ACT_REMOVE_CLINIC));
}

/* Only one that the hub has integrated can be switched on; one that is on can always be switched off. */
static void
show_integrated (AdwSwitchRow *row, GParamSpec *pspec, OrchProviderCard *provider)
{
  const gboolean integrated = orch_provider_card_get_integrated (provider);

  gtk_widget_set_sensitive (GTK_WIDGET (row), integrated || orch_provider_card_get_ticked (provider));
  orch_plain_set_subtitle (ADW_ACTION_ROW (row), integrated ? "" : _ ("Not integrated yet"));
}

static void
on_integrated (OrchClinicPage *self, GParamSpec *pspec, OrchProviderCard *provider)
{
  g_autofree char *text = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !orch_provider_card_get_integrated (provider))
    return;
  /* translators: spoken by a screen reader: %s is the name of an appointment provider */
  text = g_strdup_printf (_ ("%s is now integrated: you can switch it on."), orch_provider_card_get_name (provider));
  orch_announce (GTK_WIDGET (self), text);
}

static void
add_provider (OrchClinicPage *self, OrchProviderCard *provider)
{
  GtkWidget *row = adw_switch_row_new ();

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), orch_provider_card_get_name (provider));
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), orch_provider_card_get_ticked (provider));
  g_signal_connect_object (provider, "notify::integrated", G_CALLBACK (show_integrated), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (provider, "notify::ticked", G_CALLBACK (show_integrated), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (provider, "notify::integrated", G_CALLBACK (on_integrated), self, G_CONNECT_SWAPPED);
  show_integrated (ADW_SWITCH_ROW (row), NULL, provider);
  adw_preferences_group_add (self->providers, row);
  g_hash_table_insert (self->provider_rows, g_strdup (orch_provider_card_get_code (provider)), row);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
}

/* Providers come, none goes. */
static void
on_providers (OrchClinicPage *self, guint position, guint removed, guint added, GListModel *providers)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (OrchProviderCard) provider = g_list_model_get_item (providers, i);

      if (!g_hash_table_contains (self->provider_rows, orch_provider_card_get_code (provider)))
        add_provider (self, provider);
    }
}

static void
orch_clinic_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (orch_clinic_page_parent_class)->map (widget);
  orch_engine_watch_providers (ORCH_CLINIC_PAGE (widget)->engine, TRUE);
}

static void
orch_clinic_page_unmap (GtkWidget *widget)
{
  orch_engine_watch_providers (ORCH_CLINIC_PAGE (widget)->engine, FALSE);
  GTK_WIDGET_CLASS (orch_clinic_page_parent_class)->unmap (widget);
}

static void
orch_clinic_page_dispose (GObject *object)
{
  OrchClinicPage *self = ORCH_CLINIC_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_CLINIC_PAGE);
  g_clear_object (&self->shown);
  g_clear_object (&self->begun);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->provider_rows, g_hash_table_unref);
  G_OBJECT_CLASS (orch_clinic_page_parent_class)->dispose (object);
}

static void
orch_clinic_page_class_init (OrchClinicPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_clinic_page_dispose;
  g_type_ensure (ORCH_TYPE_SYNC_INDICATOR);
  widget_class->map = orch_clinic_page_map;
  widget_class->unmap = orch_clinic_page_unmap;

  gtk_widget_class_install_action (widget_class, "clinic.save", NULL, on_save_action);

  g_type_ensure (ORCH_TYPE_CLINIC_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-clinic-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, save_bar);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, save);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, refused_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, fault_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, form);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, providers);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, emr);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, connection);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, enabled);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, shared_key);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, change_emr);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, charts);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, print_card);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, type_key);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, journal);
  gtk_widget_class_bind_template_child (widget_class, OrchClinicPage, remove);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_change_emr);
  gtk_widget_class_bind_template_callback (widget_class, on_charts);
  gtk_widget_class_bind_template_callback (widget_class, on_journal);
  gtk_widget_class_bind_template_callback (widget_class, on_print_card);
  gtk_widget_class_bind_template_callback (widget_class, on_type_key);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
orch_clinic_page_init (OrchClinicPage *self)
{
  self->provider_rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
}

GtkWidget *
orch_clinic_page_new (OrchEngine *engine)
{
  OrchClinicPage *self = NULL;
  GListModel *providers = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_CLINIC_PAGE, NULL);
  self->engine = g_object_ref (engine);
  providers = orch_engine_get_providers (engine);
  on_providers (self, 0, 0, g_list_model_get_n_items (providers), providers);
  g_signal_connect_object (providers, "items-changed", G_CALLBACK (on_providers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::emr-connection", G_CALLBACK (show_emr), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::emr-notice", G_CALLBACK (on_emr_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::has-shared-key", G_CALLBACK (show_emr), self, G_CONNECT_SWAPPED);
  /* What was sent has arrived, or a run has asked. */
  g_signal_connect_object (engine, "notify::waiting", G_CALLBACK (show_confirmation), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::last-sync", G_CALLBACK (show_confirmation), self, G_CONNECT_SWAPPED);
  if (orch_engine_get_sync (engine) != NULL)
    g_signal_connect_object (orch_engine_get_sync (engine), "notify::running", G_CALLBACK (show_confirmation), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::clinic", G_CALLBACK (show_clinic), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (show_permission), self,
                           G_CONNECT_SWAPPED);
  show_clinic (self);
  show_permission (self);
  return GTK_WIDGET (self);
}
