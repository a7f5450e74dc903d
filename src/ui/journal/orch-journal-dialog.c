/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-journal-dialog.h.
 */
#include "orch-journal-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-journal-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-export-button.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

static const int period_days[] = { 1, 7, 30, 365 };

struct _OrchJournalDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  char *patient;           /* (nullable) */
  OrchJournalFound *found; /* (nullable) until it is read */
  GListStore *entries;
  GtkCustomFilter *filter;
  GtkFilterListModel *shown;
  GPtrArray *people; /* (element-type utf8): actors, as the list of people has them after "everybody" */

  guint attempt; /* what an older one brings is not shown */
  gboolean filling;
  gboolean read; /* once: what is asked again of the same days is no other reading */

  /* template children */
  AdwWindowTitle *heading;
  AdwBanner *banner;
  GtkDropDown *period;
  GtkDropDown *topic;
  GtkDropDown *person;
  GtkLabel *count;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *empty;
  GtkWidget *export;
};

G_DEFINE_FINAL_TYPE (OrchJournalDialog, orch_journal_dialog, ADW_TYPE_DIALOG)

/* --- words ---------------------------------------------------------------------------------- */

/* Returns: (transfer full): the name of who did it */
static char *
dup_who (OrchJournalDialog *self, OrchJournalEntry *entry)
{
  const char *actor = orch_journal_entry_get_fields (entry)->actor;
  OrchSession *session = orch_engine_get_session (self->engine);
  const char *name = orch_journal_found_get_name (self->found, actor);

  if (name == NULL && g_strcmp0 (actor, orch_session_get_person_id (session)) == 0)
    name = orch_session_get_person_name (session);
  if (name != NULL)
    return g_strdup (name);
  if (strchr (actor, '/') != NULL)
    /* translators: %s is how the hub calls somebody whose name this workstation does not know, “Practitioner/12” */
    return g_strdup_printf (_ ("Unknown name (%s)"), actor);
  return g_strdup (orch_journal_found_is_here (self->found, entry) ? _ ("This workstation, by itself")
                                                                   : _ ("A workstation, by itself"));
}

/* Returns: (transfer full) (nullable) */
static char *
dup_about (OrchJournalDialog *self, const OrchJournalEntryFields *f)
{
  const char *name = orch_journal_found_get_name (self->found, f->patient);

  if (f->patient == NULL || self->patient != NULL)
    return NULL;
  return g_strdup (name != NULL ? name : _ ("a patient who is not on this workstation"));
}

/* Returns: (transfer full): when, who, about whom, where */
static char *
dup_detail (OrchJournalDialog *self, OrchJournalEntry *entry)
{
  const OrchJournalEntryFields *f = orch_journal_entry_get_fields (entry);
  g_autoptr (GDateTime) local = orch_time_text_to_local (f->instant);
  g_autofree char *day = g_date_time_format (local, "%F");
  g_autofree char *time = orch_time_text_dup_time (f->instant);
  g_autofree char *who = dup_who (self, entry);
  g_autofree char *about = dup_about (self, f);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s, %s · %s", day, time, who);
  if (about != NULL)
    g_string_append_printf (text, " · %s", about);
  g_string_append_printf (text, " · %s",
                          orch_journal_found_is_here (self->found, entry) ? _ ("on this workstation")
                                                                          : _ ("on another workstation"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- rows ----------------------------------------------------------------------------------- */

static void
on_setup (OrchJournalDialog *self, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_add_css_class (row, "review-row");
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      if (i == 1)
        {
          gtk_widget_add_css_class (label, "caption");
          gtk_widget_add_css_class (label, "dimmed");
          gtk_widget_add_css_class (label, "numeric");
        }
      gtk_box_append (GTK_BOX (row), label);
    }
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (OrchJournalDialog *self, GtkListItem *item)
{
  OrchJournalEntry *entry = gtk_list_item_get_item (item);
  const OrchJournalEntryFields *f = orch_journal_entry_get_fields (entry);
  GtkWidget *act = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *detail = gtk_widget_get_next_sibling (act);
  g_autofree char *text = dup_detail (self, entry);
  g_autofree char *spoken = g_strjoin (", ", orch_journal_text_act (f->act), text, NULL);

  gtk_label_set_label (GTK_LABEL (act), orch_journal_text_act (f->act));
  gtk_label_set_label (GTK_LABEL (detail), text);
  gtk_list_item_set_accessible_label (item, spoken);
}

static gboolean
is_shown (gpointer entry, gpointer data)
{
  OrchJournalDialog *self = data;
  const OrchJournalEntryFields *f = orch_journal_entry_get_fields (entry);
  const guint topic = gtk_drop_down_get_selected (self->topic);
  const guint person = gtk_drop_down_get_selected (self->person);

  if (topic != ORCH_JOURNAL_ALL && topic != (guint) orch_journal_text_get_topic (f->act))
    return FALSE;
  return person == 0 || person > self->people->len ||
         g_str_equal (f->actor, g_ptr_array_index (self->people, person - 1));
}

static void
show_empty (OrchJournalDialog *self, const char *icon, const char *title, const char *text)
{
  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  orch_plain_set_description (GTK_WIDGET (self->empty), text);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
show (OrchJournalDialog *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (self->found == NULL)
    return;
  /* translators: %u is how many acts are in the list */
  number = g_strdup_printf (ngettext ("%'u act", "%'u acts", n), n);
  text = orch_journal_found_is_cut (self->found)
             ? g_strjoin (" · ", number, _ ("older ones are not shown: choose a shorter period"), NULL)
             : g_strdup (number);
  gtk_label_set_label (self->count, text);
  gtk_widget_set_sensitive (self->export, n > 0);
  if (n > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_empty (self, "system-search-symbolic", _ ("Nothing was done"),
                _ ("No act of this kind is in the journal for these days."));
}

static void
on_filter (OrchJournalDialog *self)
{
  if (self->filling)
    return;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show (self);
}

/* --- reading -------------------------------------------------------------------------------- */

/* Who is in the list: the one who was chosen stays chosen. */
static void
list_people (OrchJournalDialog *self)
{
  GPtrArray *entries = orch_journal_found_get_entries (self->found);
  const guint selected = gtk_drop_down_get_selected (self->person);
  g_autofree char *chosen =
      selected > 0 && selected <= self->people->len ? g_strdup (g_ptr_array_index (self->people, selected - 1)) : NULL;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint now = 0;

  g_ptr_array_set_size (self->people, 0);
  gtk_string_list_append (names, _ ("Everybody"));
  for (guint i = 0; i < entries->len; i++)
    {
      const OrchJournalEntryFields *f = orch_journal_entry_get_fields (g_ptr_array_index (entries, i));

      if (g_hash_table_add (known, (gpointer) f->actor))
        {
          g_ptr_array_add (self->people, g_strdup (f->actor));
          gtk_string_list_take (names, dup_who (self, g_ptr_array_index (entries, i)));
          if (g_strcmp0 (chosen, f->actor) == 0)
            now = self->people->len;
        }
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->person, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->person, now);
  self->filling = FALSE;
}

static void
show_banner (OrchJournalDialog *self)
{
  const GError *error = orch_journal_found_get_hub_error (self->found);

  if (error != NULL)
    {
      g_autofree char *why = orch_error_text_dup (error);

      /* translators: %s: sentences that say why */
      g_autofree char *text = g_strdup_printf (_ ("Only what was done on this workstation is shown. %s"), why);

      orch_plain_set_banner (self->banner, text);
      orch_get_help_beside (self->banner, error);
    }
  else
    orch_plain_set_banner (self->banner, "");
  adw_banner_set_revealed (self->banner, error != NULL);
}

static DexFuture *
load_fiber (gpointer data)
{
  OrchJournalDialog *self = data;
  const guint attempt = ++self->attempt;
  const int days = period_days[MIN (gtk_drop_down_get_selected (self->period), G_N_ELEMENTS (period_days) - 1)];
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) today = NULL;
  g_autoptr (GDateTime) first = NULL;
  g_autoptr (OrchJournalFound) found = NULL;
  g_autoptr (GError) error = NULL;
  OrchJournalQuery query = { .patient = self->patient, .again = self->read };
  GPtrArray *entries = NULL;

  today = g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (now), g_date_time_get_month (now),
                           g_date_time_get_day_of_month (now), 0, 0, 0);
  first = g_date_time_add_days (today, 1 - days);
  query.since_us = g_date_time_to_unix (first) * G_USEC_PER_SEC;
  query.until_us = orch_clock_now_us ();
  gtk_stack_set_visible_child_name (self->stack, "loading");
  found = dex_await_object (orch_engine_search_journal (self->engine, &query), &error);
  if (self->engine == NULL || attempt != self->attempt ||
      !orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_JOURNAL))
    return dex_future_new_true ();
  if (found == NULL)
    {
      g_autofree char *why = orch_error_text_dup (error);

      show_empty (self, "dialog-warning-symbolic", _ ("The journal cannot be read"), why);
      orch_get_help_beside (self->empty, error);
      return dex_future_new_true ();
    }
  self->read = TRUE;
  g_set_object (&self->found, found);
  list_people (self);
  show_banner (self);
  entries = orch_journal_found_get_entries (found);
  g_list_store_splice (self->entries, 0, g_list_model_get_n_items (G_LIST_MODEL (self->entries)), entries->pdata,
                       entries->len);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show (self);
  return dex_future_new_true ();
}

static void
load (OrchJournalDialog *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref));
}

static void
on_again (OrchJournalDialog *self)
{
  load (self);
}

static void
on_period (OrchJournalDialog *self)
{
  if (self->engine != NULL && !self->filling)
    load (self);
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchJournalDialog *self)
{
  if (orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_JOURNAL))
    return;
  g_list_store_remove_all (self->entries);
  adw_window_title_set_subtitle (self->heading, "");
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
fill_choices (OrchJournalDialog *self)
{
  const char *const periods[] = { _ ("Today"), _ ("Last 7 days"), _ ("Last 30 days"), _ ("Last year"), NULL };
  const char *const everybody[] = { _ ("Everybody"), NULL };
  g_autoptr (GtkStringList) topics = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) days = gtk_string_list_new (periods);
  g_autoptr (GtkStringList) people = gtk_string_list_new (everybody);

  G_STATIC_ASSERT (G_N_ELEMENTS (periods) == G_N_ELEMENTS (period_days) + 1);
  for (guint i = 0; i < ORCH_N_JOURNAL_TOPICS; i++)
    gtk_string_list_append (topics, orch_journal_text_topic ((OrchJournalTopic) i));
  /* They are named after what is chosen in them, unless they are told not to be. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->period), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->topic), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->person), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  self->filling = TRUE;
  gtk_drop_down_set_model (self->period, G_LIST_MODEL (days));
  gtk_drop_down_set_model (self->topic, G_LIST_MODEL (topics));
  gtk_drop_down_set_model (self->person, G_LIST_MODEL (people));
  self->filling = FALSE;
}

static void
orch_journal_dialog_dispose (GObject *object)
{
  OrchJournalDialog *self = ORCH_JOURNAL_DIALOG (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_JOURNAL_DIALOG);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->entries);
  g_clear_object (&self->found);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->patient, g_free);
  G_OBJECT_CLASS (orch_journal_dialog_parent_class)->dispose (object);
}

/* The acts that are shown; the patient's name is on each, also where the dialog is one patient's. */
static void
on_export (OrchJournalDialog *self, int form)
{
  OrchExport *export = orch_export_new (_ ("Journal of Accesses"), "journal");
  OrchTable *table = orch_table_new (NULL);

  orch_table_add_column (table, _ ("When"), ORCH_TABLE_TEXT, 5);
  orch_table_add_column (table, _ ("By whom"), ORCH_TABLE_TEXT, 6);
  orch_table_add_column (table, _ ("Act"), ORCH_TABLE_TEXT, 8);
  orch_table_add_column (table, _ ("Patient"), ORCH_TABLE_TEXT, 6);
  orch_table_add_column (table, _ ("Workstation"), ORCH_TABLE_TEXT, 5);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++)
    {
      g_autoptr (OrchJournalEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->shown), i);
      const OrchJournalEntryFields *f = orch_journal_entry_get_fields (entry);
      g_autoptr (GDateTime) local = orch_time_text_to_local (f->instant);
      g_autofree char *when = g_date_time_format (local, "%F %T");
      g_autofree char *who = dup_who (self, entry);
      const char *patient = f->patient != NULL ? orch_journal_found_get_name (self->found, f->patient) : NULL;

      orch_table_add_row (table, (const char *const[]) {
                                     when, who, orch_journal_text_act (f->act), patient != NULL ? patient : f->patient,
                                     orch_journal_found_is_here (self->found, entry) ? _ ("on this workstation")
                                                                                     : _ ("on another workstation") });
    }
  orch_export_add_table (export, table);
  dex_future_disown (orch_export_run (export, GTK_WIDGET (self->stack), self->engine, (OrchExportForm) form));
}

static void
orch_journal_dialog_class_init (OrchJournalDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_journal_dialog_dispose;
  g_type_ensure (ORCH_TYPE_EXPORT_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/journal/orch-journal-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchJournalDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, OrchJournalDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, OrchJournalDialog, period);
  gtk_widget_class_bind_template_child (widget_class, OrchJournalDialog, topic);
  gtk_widget_class_bind_template_child (widget_class, OrchJournalDialog, person);
  gtk_widget_class_bind_template_child (widget_class, OrchJournalDialog, count);
  gtk_widget_class_bind_template_child (widget_class, OrchJournalDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchJournalDialog, list);
  gtk_widget_class_bind_template_child (widget_class, OrchJournalDialog, empty);
  gtk_widget_class_bind_template_child (widget_class, OrchJournalDialog, export);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_filter);
  gtk_widget_class_bind_template_callback (widget_class, on_period);
}

static void
orch_journal_dialog_init (OrchJournalDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  self->filling = TRUE;
  self->people = g_ptr_array_new_with_free_func (g_free);
  self->entries = g_list_store_new (ORCH_TYPE_JOURNAL_ENTRY);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  self->shown =
      gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->entries)), GTK_FILTER (g_object_ref (self->filter)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown))));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
}

AdwDialog *
orch_journal_dialog_new (OrchEngine *engine, const char *patient, const char *name)
{
  OrchJournalDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_JOURNAL_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  self->patient = g_strdup (patient);
  if (name != NULL)
    adw_window_title_set_subtitle (self->heading, name);
  /* What concerns one patient is asked of a year: there is little of it. */
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->period, patient != NULL ? 3 : 1);
  self->filling = FALSE;
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return ADW_DIALOG (self);
}
