/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-chart-dialog.h. Nothing is kept before Save; what the EMR cannot do keeps what was chosen of it, for another EMR.
 */
#include "orch-chart-dialog.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-pin-confirm.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/widgets/orch-wrap-choice.h"

/* The rows of one thing */
typedef struct
{
  AdwActionRow *row;
  GtkDropDown *form;
  AdwEntryRow *folder;
  AdwEntryRow *subfolder;
  AdwEntryRow *letter_type;

  OrchChartForm wanted; /* what the clinic chose, where this EMR leaves no choice */
} Place;

struct _OrchChartDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchChartSettings *kept; /* (nullable) until read: as the clinic has them */

  OrchEmrFeatures features;
  gboolean showing; /* set by us, not by the person */
  gboolean saving;

  /* template children */
  AdwNavigationView *view;
  OrchPinConfirm *confirm;
  GtkWidget *save;
  AdwToastOverlay *toasts;
  AdwSwitchRow *attachments;
  AdwPreferencesGroup *groups[ORCH_N_CHART_THINGS];
  AdwSwitchRow *custom_fields;
  AdwSwitchRow *walk_in;
  AdwSwitchRow *reminders;
  AdwEntryRow *reminder_status;

  Place places[ORCH_N_CHART_THINGS];
};

G_DEFINE_FINAL_TYPE (OrchChartDialog, orch_chart_dialog, ADW_TYPE_DIALOG)

/* --- what is chosen --------------------------------------------------------------------- */

static gboolean
can (OrchChartDialog *self, OrchEmrFeatures feature)
{
  return (self->features & feature) != 0;
}

static gboolean
has_choice (OrchChartDialog *self)
{
  return can (self, ORCH_EMR_FEATURE_DOCUMENTS) && can (self, ORCH_EMR_FEATURE_NOTES);
}

/* What it is in this EMR */
static OrchChartForm
get_form (OrchChartDialog *self, guint thing)
{
  if (!has_choice (self))
    return can (self, ORCH_EMR_FEATURE_NOTES) ? ORCH_CHART_NOTE : ORCH_CHART_DOCUMENT;
  return gtk_drop_down_get_selected (self->places[thing].form) == ORCH_CHART_NOTE ? ORCH_CHART_NOTE
                                                                                  : ORCH_CHART_DOCUMENT;
}

static char *
dup_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static OrchChartSettings *
dup_chosen (OrchChartDialog *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  OrchChartSettingsFields fields = {
    .attachments = adw_switch_row_get_active (self->attachments),
    .custom_fields = adw_switch_row_get_active (self->custom_fields),
    .walk_in = adw_switch_row_get_active (self->walk_in),
    .reminders = adw_switch_row_get_active (self->reminders),
  };

#define TEXT(row) (g_ptr_array_add (texts, dup_text (row)), (const char *) texts->pdata[texts->len - 1])
  fields.reminder_status = TEXT (self->reminder_status);
  for (guint i = 0; i < ORCH_N_CHART_THINGS; i++)
    {
      fields.places[i].form = has_choice (self) ? get_form (self, i) : self->places[i].wanted;
      fields.places[i].folder = TEXT (self->places[i].folder);
      fields.places[i].subfolder = TEXT (self->places[i].subfolder);
      fields.places[i].letter_type = TEXT (self->places[i].letter_type);
    }
#undef TEXT
  return orch_chart_settings_new (&fields);
}

/* --- what shows ------------------------------------------------------------------------- */

static const char *
get_messages_text (OrchChartDialog *self)
{
  if (!can (self, ORCH_EMR_FEATURE_DOCUMENTS | ORCH_EMR_FEATURE_NOTES))
    return _ (
        "Nothing is known to be writable in the charts of this EMR from here. What you choose is kept for the day "
        "it is.");
  if (!can (self, ORCH_EMR_FEATURE_DOCUMENTS))
    return _ ("What is written to patients and their answers become encounter notes. The files that patients send are "
              "added in the EMR by hand: it takes none from here.");
  if (get_form (self, ORCH_CHART_MESSAGES) == ORCH_CHART_NOTE)
    return _ ("What is written to patients and their answers become encounter notes. The files that patients send "
              "become documents all the same.");
  return _ ("What is written to patients, their answers and the files that they send become documents.");
}

/* Returns: (nullable): why there is no choice */
static const char *
get_form_reason (OrchChartDialog *self)
{
  if (has_choice (self))
    return NULL;
  if (can (self, ORCH_EMR_FEATURE_DOCUMENTS))
    return _ ("This EMR takes documents only");
  return can (self, ORCH_EMR_FEATURE_NOTES) ? _ ("This EMR takes encounter notes only")
                                            : _ ("This EMR is not known to take either");
}

static void
show_place (OrchChartDialog *self, guint thing)
{
  const Place *place = &self->places[thing];
  const gboolean note = get_form (self, thing) == ORCH_CHART_NOTE;
  /* Files that come with messages are documents, even where the messages are notes. */
  const gboolean folders = can (self, ORCH_EMR_FEATURE_FOLDERS) && (thing == ORCH_CHART_MESSAGES || !note);

  gtk_widget_set_sensitive (GTK_WIDGET (place->row), has_choice (self));
  orch_plain_set_subtitle (place->row, get_form_reason (self));
  gtk_widget_set_visible (GTK_WIDGET (place->folder), folders);
  gtk_widget_set_visible (GTK_WIDGET (place->subfolder), folders);
  gtk_widget_set_visible (GTK_WIDGET (place->letter_type), note && can (self, ORCH_EMR_FEATURE_LETTER_TYPES));
}

static void
show_feature (OrchChartDialog *self, AdwSwitchRow *row, OrchEmrFeatures feature, const char *text, const char *reason)
{
  gtk_widget_set_sensitive (GTK_WIDGET (row), can (self, feature));
  orch_plain_set_subtitle (ADW_ACTION_ROW (row), can (self, feature) ? text : reason);
}

static void
show (OrchChartDialog *self)
{
  g_autoptr (OrchChartSettings) chosen = NULL;

  if (self->kept == NULL || self->showing)
    return;
  chosen = dup_chosen (self);
  show_feature (self, self->attachments, ORCH_EMR_FEATURE_DOCUMENTS,
                adw_switch_row_get_active (self->attachments)
                    ? _ ("Files received with messages and referrals go to the patient's chart by themselves.")
                    : _ ("Off: attachments of referrals no longer reach the EMR."),
                _ ("This EMR is not known to take documents"));
  orch_plain_set_description (GTK_WIDGET (self->groups[ORCH_CHART_MESSAGES]), get_messages_text (self));
  for (guint i = 0; i < ORCH_N_CHART_THINGS; i++)
    show_place (self, i);
  show_feature (self, self->custom_fields, ORCH_EMR_FEATURE_CUSTOM_FIELDS,
                _ ("Answers of forms go to the clinic's own fields of the chart. Only if you map some."),
                _ ("This EMR is not known to have custom fields"));
  show_feature (self, self->walk_in, ORCH_EMR_FEATURE_WALK_IN,
                _ ("Without it, only who has an appointment is brought. Those who are here already stay."),
                _ ("This EMR does not tell who comes without an appointment: everybody is brought"));
  orch_plain_set_subtitle (ADW_ACTION_ROW (self->reminders),
                           _ ("Your hub may send them, by the dates of the appointments it holds. Orchestrateur itself "
                              "sends none."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->reminder_status), can (self, ORCH_EMR_FEATURE_REMINDER_STATUS) &&
                                                                    adw_switch_row_get_active (self->reminders));
  gtk_widget_set_visible (GTK_WIDGET (self->reminder_status), can (self, ORCH_EMR_FEATURE_REMINDER_STATUS));
  gtk_widget_set_sensitive (self->save, !self->saving && !orch_chart_settings_equal (chosen, self->kept));
}

static void
set_text (AdwEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static void
show_fields (OrchChartDialog *self, const OrchChartSettingsFields *fields)
{
  self->showing = TRUE;
  adw_switch_row_set_active (self->attachments, fields->attachments);
  adw_switch_row_set_active (self->custom_fields, fields->custom_fields);
  adw_switch_row_set_active (self->walk_in, fields->walk_in);
  adw_switch_row_set_active (self->reminders, fields->reminders);
  set_text (self->reminder_status, fields->reminder_status);
  for (guint i = 0; i < ORCH_N_CHART_THINGS; i++)
    {
      self->places[i].wanted = fields->places[i].form;
      gtk_drop_down_set_selected (self->places[i].form,
                                  has_choice (self) ? fields->places[i].form : get_form (self, i));
      set_text (self->places[i].folder, fields->places[i].folder);
      set_text (self->places[i].subfolder, fields->places[i].subfolder);
      set_text (self->places[i].letter_type, fields->places[i].letter_type);
    }
  self->showing = FALSE;
  show (self);
}

/* --- fibers ----------------------------------------------------------------------------- */

static DexFuture *
load_fiber (gpointer data)
{
  OrchChartDialog *self = data;
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autoptr (OrchChartSettings) settings = NULL;
  g_autoptr (GError) error = NULL;

  if (sync != NULL)
    settings = dex_await_object (orch_sync_load_chart (sync), &error);
  if (self->engine == NULL)
    return dex_future_new_true ();
  if (settings == NULL)
    {
      if (error == NULL)
        error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_FAILED, "No clinic");
      orch_pin_confirm_show_fault (self->confirm, error);
      return dex_future_new_true ();
    }
  self->features = orch_engine_get_emr_features (self->engine);
  g_set_object (&self->kept, settings);
  show_fields (self, orch_chart_settings_get_fields (settings));
  adw_navigation_view_replace_with_tags (self->view, (const char *const[]) { "edit" }, 1);
  gtk_widget_grab_focus (GTK_WIDGET (self->attachments));
  return dex_future_new_true ();
}

static DexFuture *
save_fiber (gpointer data)
{
  OrchChartDialog *self = data;
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autoptr (OrchChartSettings) chosen = dup_chosen (self);
  const gboolean back =
      !orch_chart_settings_get_fields (self->kept)->walk_in && orch_chart_settings_get_fields (chosen)->walk_in;
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;

  if (sync != NULL && dex_await (orch_sync_save_chart (sync, self->kept, chosen), &error))
    {
      /* Those of before are not in what changed since. */
      if (back)
        dex_future_disown (orch_sync_start (sync, ORCH_SYNC_FULL));
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }
  if (self->engine == NULL)
    return dex_future_new_true ();
  self->saving = FALSE;
  orch_plain_tell_error (self->toasts, error);
  show (self);
  gtk_widget_grab_focus (self->save);
  return dex_future_new_true ();
}

/* --- callbacks -------------------------------------------------------------------------- */

static void
on_confirmed (OrchChartDialog *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref));
}

static void
on_save (OrchChartDialog *self)
{
  if (self->saving)
    return;
  self->saving = TRUE;
  show (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, g_object_ref (self), g_object_unref));
}

static void
on_edited (OrchChartDialog *self)
{
  show (self);
}

static void
on_attachments_answer (OrchChartDialog *self, const char *response)
{
  if (g_str_equal (response, "off"))
    {
      self->showing = TRUE;
      adw_switch_row_set_active (self->attachments, FALSE);
      self->showing = FALSE;
      show (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->attachments));
}

/* It stays on until the person has read what turning it off does. */
static void
on_attachments (OrchChartDialog *self)
{
  AdwDialog *alert = NULL;

  if (self->showing || adw_switch_row_get_active (self->attachments))
    {
      show (self);
      return;
    }
  self->showing = TRUE;
  adw_switch_row_set_active (self->attachments, TRUE);
  self->showing = FALSE;
  alert = adw_alert_dialog_new (_ ("Stop importing attachments?"),
                                _ ("Files received with messages and referrals would no longer go to the charts. A "
                                   "clinic that uses eReferral must leave this on, or it does not receive the "
                                   "attachments of its referrals in the EMR."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "keep", _ ("_Keep Importing"), "off", _ ("_Stop Importing"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "off", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (alert), "keep");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "keep");
  g_signal_connect_object (alert, "response", G_CALLBACK (on_attachments_answer), self, G_CONNECT_SWAPPED);
  orch_alert_present (alert, GTK_WIDGET (self));
}

static void
on_usual (OrchChartDialog *self)
{
  g_autoptr (OrchChartSettings) usual = orch_chart_settings_new (NULL);

  show_fields (self, orch_chart_settings_get_fields (usual));
}

/* Nothing stays behind the lock (security.md 4); who is no longer an administrator is out too. */
static void
on_session (OrchChartDialog *self)
{
  if (!orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_EDIT_EMR))
    adw_dialog_force_close (ADW_DIALOG (self));
}

/* --- rows ------------------------------------------------------------------------------- */

static AdwEntryRow *
add_entry (OrchChartDialog *self, AdwPreferencesGroup *group, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), ORCH_CHART_TEXT_MAX);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
  return ADW_ENTRY_ROW (row);
}

static void
add_place (OrchChartDialog *self, guint thing)
{
  static const char *const titles[] = { N_ ("Save secure messages as"), N_ ("Save referrals sent as"),
                                        N_ ("Save referrals received as") };
  const char *const forms[] = { _ ("Documents"), _ ("Encounter notes"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (forms);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *form = orch_wrap_choice_new (model);

  gtk_widget_set_valign (form, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (form), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (titles[thing]), -1);
  orch_plain_set_title (ADW_PREFERENCES_ROW (row), _ (titles[thing]));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), form);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), form);
  g_signal_connect_object (form, "notify::selected", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->groups[thing], row);
  self->places[thing] = (Place) {
    .row = ADW_ACTION_ROW (row),
    .form = GTK_DROP_DOWN (form),
    .folder = add_entry (self, self->groups[thing], _ ("Document folder")),
    .subfolder = add_entry (self, self->groups[thing], _ ("Sub-folder")),
    .letter_type = add_entry (self, self->groups[thing], _ ("Letter type")),
  };
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_chart_dialog_dispose (GObject *object)
{
  OrchChartDialog *self = ORCH_CHART_DIALOG (object);

  /* The rows go with the template, and tell of it. */
  self->showing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_CHART_DIALOG);
  g_clear_object (&self->engine);
  g_clear_object (&self->kept);
  G_OBJECT_CLASS (orch_chart_dialog_parent_class)->dispose (object);
}

static void
orch_chart_dialog_class_init (OrchChartDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_chart_dialog_dispose;
  g_type_ensure (ORCH_TYPE_PIN_CONFIRM);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-chart-dialog.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, OrchChartDialog, name)
#define BIND_GROUP(name, thing)                                                                                        \
  gtk_widget_class_bind_template_child_full (widget_class, name, FALSE,                                                \
                                             G_STRUCT_OFFSET (OrchChartDialog, groups[thing]))
  BIND (view);
  BIND (confirm);
  BIND (save);
  BIND (toasts);
  BIND (attachments);
  BIND (custom_fields);
  BIND (walk_in);
  BIND (reminders);
  BIND (reminder_status);
  BIND_GROUP ("messages", ORCH_CHART_MESSAGES);
  BIND_GROUP ("sent", ORCH_CHART_REFERRALS_SENT);
  BIND_GROUP ("received", ORCH_CHART_REFERRALS_RECEIVED);
#undef BIND_GROUP
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, on_confirmed);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_attachments);
  gtk_widget_class_bind_template_callback (widget_class, on_usual);
}

static void
orch_chart_dialog_init (OrchChartDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < ORCH_N_CHART_THINGS; i++)
    add_place (self, i);
  orch_plain_wrap_titles (GTK_WIDGET (self));
  adw_dialog_set_focus (ADW_DIALOG (self), orch_pin_confirm_get_entry (self->confirm));
}

AdwDialog *
orch_chart_dialog_new (OrchEngine *engine)
{
  OrchChartDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_CHART_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  orch_pin_confirm_set_session (self->confirm, orch_engine_get_session (engine));
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  return ADW_DIALOG (self);
}
