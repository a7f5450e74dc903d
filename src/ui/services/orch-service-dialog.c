/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-dialog.h. Nothing is saved before Save; the rules of core/orch-service-rules.h have the last word.
 */
#include "orch-service-dialog.h"

#include <glib/gi18n.h>

#include "core/orch-service-merge.h"
#include "core/orch-staff-member.h"
#include "orch-care-offer-page.h"
#include "orch-service-collisions.h"
#include "orch-service-text.h"
#include "orch-type-picker.h"
#include "sync/orch-service-desk.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/shell/orch-typed-actions.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchServiceDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchServiceNames *names;
  OrchService *service;   /* as it was shown: what an edit is one of */
  OrchService *mine;      /* (nullable): as it was edited when somebody else's came between */
  GError *collision;      /* (nullable): why the last save was refused */
  GPtrArray *people_rows; /* AdwSwitchRow (not owned), with "id" */
  GStrv category_ids;     /* of the combo's rows from 1; 0 is the EMR's own */

  OrchTypePicker *picker;
  gboolean showing;
  gboolean saving;

  /* template children */
  AdwNavigationView *views;
  AdwNavigationPage *main_page;
  AdwPreferencesPage *page;
  OrchServiceCollisions *collisions;
  GtkWidget *save;
  AdwBanner *reason;
  AdwActionRow *state;
  GtkImage *state_icon;
  GtkWidget *decisions;
  AdwSwitchRow *active;
  AdwSwitchRow *included;
  AdwSwitchRow *online;
  GtkBox *types_box;
  AdwComboRow *category;
  AdwExpanderRow *own_duration;
  AdwSpinRow *minutes;
  AdwActionRow *professionals;
  AdwActionRow *offer;
  GtkLabel *fault;
  OrchTypedActions *typed_actions;
  AdwPreferencesGroup *from_emr;
  AdwActionRow *emr_name;
  AdwActionRow *emr_name_en;
  AdwActionRow *emr_id;
  AdwActionRow *emr_category;
  AdwActionRow *emr_duration;
  AdwActionRow *emr_professionals;
  AdwSwitchRow *as_emr;
  AdwPreferencesGroup *people;
  OrchCareOfferPage *offer_page;
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void on_save (OrchServiceDialog *self);
static void on_session (OrchServiceDialog *self);

G_DEFINE_FINAL_TYPE (OrchServiceDialog, orch_service_dialog, ADW_TYPE_DIALOG)

/* Who is ticked; NULL when it is as the EMR says. */
static char **
dup_offered_by (OrchServiceDialog *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (adw_switch_row_get_active (self->as_emr))
    return NULL;
  for (guint i = 0; i < self->people_rows->len; i++)
    {
      AdwSwitchRow *row = g_ptr_array_index (self->people_rows, i);

      if (adw_switch_row_get_active (row))
        g_strv_builder_add (ids, g_object_get_data (G_OBJECT (row), "id"));
    }
  return g_strv_builder_end (ids);
}

/* The service as the dialog says it. */
static OrchService *
dup_edited (OrchServiceDialog *self)
{
  OrchServiceFields fields = *orch_service_get_fields (self->service);
  g_auto (GStrv) types = orch_type_picker_dup_selected (self->picker);
  g_auto (GStrv) offered_by = dup_offered_by (self);
  g_autoptr (OrchCareOffer) offer = orch_care_offer_page_dup_offer (self->offer_page);
  const guint category = adw_combo_row_get_selected (self->category);

  fields.active = adw_switch_row_get_active (self->active);
  fields.excluded = !adw_switch_row_get_active (self->included);
  fields.online = adw_switch_row_get_active (self->online);
  fields.types = (const char *const *) types;
  fields.category_id = category > 0 && category != GTK_INVALID_LIST_POSITION ? self->category_ids[category - 1] : NULL;
  fields.duration_override =
      adw_expander_row_get_enable_expansion (self->own_duration) ? (int) adw_spin_row_get_value (self->minutes) : 0;
  fields.offered_by = (const char *const *) offered_by;
  fields.offer = offer;
  return orch_service_new (&fields);
}

static void
show_summaries (OrchServiceDialog *self, OrchService *edited)
{
  const OrchServiceFields *fields = orch_service_get_fields (edited);
  g_autofree char *people = orch_service_names_dup_professionals (self->names, edited);
  g_autofree char *offer = orch_service_text_dup_offer (fields->offer);
  g_autofree char *text = NULL;

  if (fields->offered_by == NULL)
    /* translators: %s are names of people */
    text = people[0] != '\0' ? g_strdup_printf (_ ("As the EMR says: %s"), people) : g_strdup (_ ("As the EMR says"));
  orch_plain_set_subtitle (self->professionals, text != NULL ? text : people[0] != '\0' ? people : _ ("Nobody"));
  orch_plain_set_subtitle (self->offer, offer);
}

/* What is wrong, which closes Save, or what is to be known, which does not. */
static void
show_faults (OrchServiceDialog *self, OrchService *edited)
{
  const OrchServiceFields *before = orch_service_get_fields (self->service);
  const OrchServiceFields *after = orch_service_get_fields (edited);
  const gboolean edits = !orch_service_same_decisions (self->service, edited);
  const char *text = NULL;
  gboolean wrong = FALSE;

  if (orch_care_offer_page_get_fault (self->offer_page) != NULL)
    {
      text = _ ("The offer of care has something to mend.");
      wrong = TRUE;
    }
  else if (after->active && !before->active && (after->types == NULL || after->types[0] == NULL))
    {
      text = _ ("Choose a type: an active service needs at least one.");
      wrong = TRUE;
    }
  else if (after->active && (after->types == NULL || after->types[0] == NULL))
    text = _ ("Without a type, it is switched off when you save.");
  else if (after->active && after->excluded)
    text = _ ("It is offered, but left out of the remuneration reports.");
  gtk_label_set_label (self->fault, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
  gtk_widget_set_css_classes (GTK_WIDGET (self->fault), (const char *[]) { wrong ? "error" : "warning", NULL });
  gtk_widget_set_sensitive (self->save, !wrong && !self->saving && gtk_widget_get_sensitive (self->decisions) && edits);
  adw_dialog_set_can_close (ADW_DIALOG (self), !edits);
}

static void
on_changed (OrchServiceDialog *self)
{
  g_autoptr (OrchService) edited = NULL;

  if (self->showing || self->service == NULL)
    return;
  edited = dup_edited (self);
  show_summaries (self, edited);
  show_faults (self, edited);
}

static void
on_cancel (OrchServiceDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_professionals (OrchServiceDialog *self)
{
  adw_navigation_view_push_by_tag (self->views, "professionals");
}

static void
on_offer (OrchServiceDialog *self)
{
  adw_navigation_view_push_by_tag (self->views, "offer");
}

static void
show_text (AdwActionRow *row, const char *text)
{
  orch_plain_set_subtitle (row, text != NULL && text[0] != '\0' ? text : "—");
}

/* What the EMR says */
static void
show_emr (OrchServiceDialog *self)
{
  OrchServiceFields fields = *orch_service_get_fields (self->service);
  g_autoptr (OrchService) plain = NULL;
  g_autofree char *duration = NULL;
  g_autofree char *people = NULL;

  fields.duration_override = 0;
  fields.offered_by = NULL;
  plain = orch_service_new (&fields);
  duration = orch_service_text_dup_duration (plain);
  people = orch_service_names_dup_professionals (self->names, plain);
  show_text (self->emr_name, fields.name);
  show_text (self->emr_name_en, fields.name_en);
  gtk_widget_set_visible (GTK_WIDGET (self->emr_name_en), fields.name_en != NULL);
  show_text (self->emr_id, fields.emr_id);
  show_text (self->emr_category, fields.category);
  show_text (self->emr_duration, duration);
  show_text (self->emr_professionals, people);
}

static void
show_state (OrchServiceDialog *self)
{
  const OrchServiceState state = orch_service_text_get_state (self->service);

  orch_plain_set_title (ADW_PREFERENCES_ROW (self->state), orch_service_text_get_word (state));
  orch_plain_set_subtitle (self->state, orch_service_text_get_why (state));
  gtk_image_set_from_icon_name (self->state_icon, orch_service_text_get_icon (state));
  gtk_widget_set_css_classes (GTK_WIDGET (self->state_icon),
                              (const char *[]) { orch_service_text_get_style (state), NULL });
}

/* One row a member of the staff, once. */
static void
add_people (OrchServiceDialog *self)
{
  GPtrArray *staff = orch_service_names_get_staff (self->names);

  for (guint i = 0; i < staff->len; i++)
    {
      OrchStaffMember *member = g_ptr_array_index (staff, i);
      GtkWidget *row = g_object_new (ADW_TYPE_SWITCH_ROW, "use-markup", FALSE, "title",
                                     orch_staff_member_get_display_name (member), NULL);

      g_object_set_data_full (G_OBJECT (row), "id", g_strdup (orch_staff_member_get_fields (member)->id), g_free);
      g_object_set_data_full (G_OBJECT (row), "member", g_object_ref (member), g_object_unref);
      g_signal_connect_object (row, "notify::active", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->people, row);
      g_ptr_array_add (self->people_rows, row);
    }
}

static void
show_people (OrchServiceDialog *self, const OrchServiceFields *fields)
{
  g_autoptr (GPtrArray) offering = g_ptr_array_new ();

  adw_switch_row_set_active (self->as_emr, fields->offered_by == NULL);
  for (guint i = 0; i < self->people_rows->len; i++)
    {
      AdwSwitchRow *row = g_ptr_array_index (self->people_rows, i);
      OrchStaffMember *member = g_object_get_data (G_OBJECT (row), "member");
      const OrchStaffMemberFields *one = orch_staff_member_get_fields (member);
      const gboolean offers = fields->offered_by != NULL
                                  ? g_strv_contains (fields->offered_by, one->id)
                                  : fields->professional_emr_ids != NULL && one->emr_id != NULL &&
                                        g_strv_contains (fields->professional_emr_ids, one->emr_id);

      adw_switch_row_set_active (row, offers);
      if (offers)
        g_ptr_array_add (offering, member);
    }
  orch_care_offer_page_set_staff (self->offer_page, offering);
}

/* Once, as the people. */
static void
add_categories (OrchServiceDialog *self)
{
  const OrchServiceFields *fields = orch_service_get_fields (self->service);
  const char *const *ids = orch_service_names_get_categories (self->names);
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  /* translators: %s is a category */
  g_autofree char *own = fields->category != NULL ? g_strdup_printf (_ ("As the EMR says: %s"), fields->category)
                                                  : g_strdup (_ ("As the EMR says"));

  self->category_ids = g_strdupv ((GStrv) ids);
  gtk_string_list_append (model, own);
  for (guint i = 0; ids[i] != NULL; i++)
    gtk_string_list_append (model, orch_service_names_get_category_name (self->names, ids[i]));
  adw_combo_row_set_model (self->category, G_LIST_MODEL (model));
}

static void
show_category (OrchServiceDialog *self, const OrchServiceFields *fields)
{
  guint selected = 0;

  for (guint i = 0; self->category_ids[i] != NULL; i++)
    if (g_strcmp0 (self->category_ids[i], fields->category_id) == 0)
      selected = i + 1;
  adw_combo_row_set_selected (self->category, selected);
}

/* @edited: what its fields are to say; what is only read is of the service itself. */
static void
show_service (OrchServiceDialog *self, OrchService *edited)
{
  const OrchServiceFields *fields = orch_service_get_fields (edited);

  self->showing = TRUE;
  show_state (self);
  show_emr (self);
  adw_switch_row_set_active (self->active, fields->active);
  adw_switch_row_set_active (self->included, !fields->excluded);
  adw_switch_row_set_active (self->online, fields->online);
  orch_type_picker_set_selected (self->picker, fields->types);
  show_category (self, fields);
  adw_expander_row_set_enable_expansion (self->own_duration, fields->duration_override > 0);
  if (orch_service_get_duration (edited) > 0)
    adw_spin_row_set_value (self->minutes, orch_service_get_duration (edited));
  show_people (self, fields);
  orch_care_offer_page_set_offer (self->offer_page, fields->offer);
  self->showing = FALSE;
  on_changed (self);
}

static void
show_why (OrchServiceDialog *self, const GError *error)
{
  g_autofree char *why = orch_error_text_dup (error);

  on_changed (self);
  gtk_label_set_label (self->fault, why);
  gtk_widget_set_css_classes (GTK_WIDGET (self->fault), (const char *[]) { "error", NULL });
  gtk_widget_set_visible (GTK_WIDGET (self->fault), TRUE);
  orch_get_help_beside (self->fault, error);
}

/* Somebody else's came between. What is chosen here stays, on top of what is there now; where both chose, the person is asked. */
static DexFuture *
on_read_again (DexFuture *future, gpointer data)
{
  OrchServiceDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchService) edited = NULL;
  OrchService *now = NULL;
  OrchServiceMergeField fields = 0;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->engine == NULL)
    return NULL;
  self->saving = FALSE;
  if (value == NULL)
    {
      show_why (self, error);
      return NULL;
    }
  now = g_value_get_object (value);
  if (orch_service_get_fields (now)->revision == orch_service_get_fields (self->service)->revision)
    {
      show_why (self, self->collision);
      return NULL;
    }
  edited = dup_edited (self);
  g_clear_object (&self->mine);
  self->mine = orch_service_merge (self->service, edited, now, &fields);
  g_set_object (&self->service, now);
  show_service (self, self->mine);
  on_session (self);
  orch_service_collisions_show (self->collisions, self->names, now, fields);
  if (fields != 0)
    adw_preferences_page_scroll_to_top (self->page);
  else
    on_save (self);
  return NULL;
}

static DexFuture *
on_saved (DexFuture *future, gpointer data)
{
  OrchServiceDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (self->engine == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) != NULL)
    {
      self->saving = FALSE;
      g_signal_emit (self, signals[SIGNAL_SAVED], 0, self->service);
      adw_dialog_force_close (ADW_DIALOG (self));
    }
  else if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CONFLICT))
    {
      g_clear_error (&self->collision);
      self->collision = g_steal_pointer (&error);
      dex_future_disown (dex_future_finally (orch_service_desk_load (orch_engine_get_services (self->engine),
                                                                     orch_service_get_fields (self->service)->id),
                                             on_read_again, g_object_ref (self), g_object_unref));
    }
  else
    {
      self->saving = FALSE;
      show_why (self, error);
    }
  return NULL;
}

static void
on_save (OrchServiceDialog *self)
{
  g_autoptr (OrchService) edited = dup_edited (self);

  self->saving = TRUE;
  gtk_widget_set_sensitive (self->save, FALSE);
  dex_future_disown (
      dex_future_finally (orch_service_desk_save (orch_engine_get_services (self->engine), self->service, edited),
                          on_saved, g_object_ref (self), g_object_unref));
}

/* Theirs in one field, or one's own again. */
static void
on_take (OrchServiceDialog *self, guint field, gboolean theirs)
{
  g_autoptr (OrchService) edited = dup_edited (self);
  g_autoptr (OrchService) settled =
      orch_service_settle (edited, theirs ? self->service : self->mine, ORCH_SERVICE_ALL_FIELDS & ~field);

  show_service (self, settled);
}

static void
on_session (OrchServiceDialog *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const gboolean may = orch_session_allows (session, ORCH_ACT_EDIT_SERVICES);
  const gboolean mends = !orch_service_get_fields (self->service)->in_conflict;

  if (orch_session_is_locked (session))
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  gtk_widget_set_sensitive (self->decisions, may && mends);
  gtk_widget_set_sensitive (GTK_WIDGET (self->people), may && mends && !adw_switch_row_get_active (self->as_emr));
  gtk_widget_set_sensitive (GTK_WIDGET (self->as_emr), may && mends);
  gtk_widget_set_sensitive (GTK_WIDGET (adw_navigation_page_get_child (ADW_NAVIGATION_PAGE (self->offer_page))),
                            may && mends);
  orch_plain_set_banner (self->reason, !may ? _ ("Your role reads the services without changing them.")
                                            : _ ("Mend it in the EMR first: it is in conflict."));
  adw_banner_set_revealed (self->reason, !may || !mends);
  on_changed (self);
}

static void
on_discard (AdwDialog *dialog)
{
  adw_dialog_force_close (dialog);
}

/* What was edited is not lost by a stray key. */
static void
orch_service_dialog_close_attempt (AdwDialog *dialog)
{
  AdwDialog *alert =
      adw_alert_dialog_new (_ ("Discard the changes?"), _ ("What you changed in this service is not saved."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "stay", _ ("_Keep Editing"), "discard", _ ("_Discard"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "stay");
  g_signal_connect_object (alert, "response::discard", G_CALLBACK (on_discard), dialog, G_CONNECT_SWAPPED);
  orch_alert_present (alert, GTK_WIDGET (dialog));
}

static void
orch_service_dialog_dispose (GObject *object)
{
  OrchServiceDialog *self = ORCH_SERVICE_DIALOG (object);

  self->showing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SERVICE_DIALOG);
  g_clear_object (&self->engine);
  g_clear_object (&self->names);
  g_clear_object (&self->service);
  g_clear_object (&self->mine);
  g_clear_error (&self->collision);
  g_clear_pointer (&self->people_rows, g_ptr_array_unref);
  g_clear_pointer (&self->category_ids, g_strfreev);
  G_OBJECT_CLASS (orch_service_dialog_parent_class)->dispose (object);
}

static void
orch_service_dialog_class_init (OrchServiceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_service_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->close_attempt = orch_service_dialog_close_attempt;
  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, ORCH_TYPE_SERVICE);
  g_type_ensure (ORCH_TYPE_CARE_OFFER_PAGE);
  g_type_ensure (ORCH_TYPE_TYPED_ACTIONS);
  g_type_ensure (ORCH_TYPE_SERVICE_COLLISIONS);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-service-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, views);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, main_page);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, page);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, collisions);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, save);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, state);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, state_icon);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, decisions);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, active);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, included);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, online);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, types_box);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, category);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, own_duration);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, minutes);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, professionals);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, offer);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, fault);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, typed_actions);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, from_emr);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, emr_name);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, emr_name_en);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, emr_id);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, emr_category);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, emr_duration);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, emr_professionals);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, as_emr);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, people);
  gtk_widget_class_bind_template_child (widget_class, OrchServiceDialog, offer_page);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_take);
  gtk_widget_class_bind_template_callback (widget_class, on_professionals);
  gtk_widget_class_bind_template_callback (widget_class, on_offer);
}

static void
orch_service_dialog_init (OrchServiceDialog *self)
{
  self->showing = TRUE;
  self->people_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
  g_signal_connect_object (self->offer_page, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}

AdwDialog *
orch_service_dialog_new (OrchEngine *engine, OrchServiceNames *names, OrchService *service)
{
  OrchServiceDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  self = g_object_new (ORCH_TYPE_SERVICE_DIALOG, "title", orch_service_get_display_name (service), NULL);
  self->engine = g_object_ref (engine);
  self->names = g_object_ref (names);
  self->service = g_object_ref (service);
  adw_navigation_page_set_title (self->main_page, orch_service_get_display_name (service));
  self->picker = ORCH_TYPE_PICKER (orch_type_picker_new (names));
  gtk_box_append (self->types_box, GTK_WIDGET (self->picker));
  g_signal_connect_object (self->picker, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  add_people (self);
  add_categories (self);
  orch_typed_actions_set_up (self->typed_actions, engine, G_OBJECT (service), ADW_DIALOG (self), self->from_emr);
  show_service (self, service);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  on_session (self);
  return ADW_DIALOG (self);
}

void
orch_service_dialog_show_offer (OrchServiceDialog *self)
{
  g_return_if_fail (ORCH_IS_SERVICE_DIALOG (self));

  on_offer (self);
}
