/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-remuneration-page.h. The report is made anew when the page shows again and when a synchronisation has ended: what was mended elsewhere is
 * counted then.
 */
#include "orch-remuneration-page.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "orch-remuneration-columns.h"
#include "orch-remuneration-left-out.h"
#include "orch-remuneration-paper.h"
#include "orch-remuneration-sums.h"
#include "orch-remuneration-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/shell/orch-help.h"
#include "ui/shell/orch-window.h"
#include "ui/sync/orch-sync-indicator.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-export-button.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/widgets/orch-wrap-choice.h"

#define N_QUARTERS 9    /* to choose from: this one, and two years */
#define BEFORE_COLUMN 4 /* where the columns of a comparison are */

struct _OrchRemunerationPage
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchSync *sync;           /* (nullable): comes with the clinic */
  OrchRemuneration *report; /* (nullable) */
  GListStore *lines;        /* of OrchRemunerationLine */
  GListStore *left_lines;   /* of OrchRemunerationLine */

  GtkDropDown *quarter; /* (not owned): of the template's places */
  GtkDropDown *before;  /* (not owned) */
  OrchQuarter newest;   /* the first of the choice */
  guint asked;          /* reports so far: the answer to an older one is not shown */
  gboolean attached;
  gboolean compared; /* the columns of a comparison are there */
  gboolean choosing; /* set by us, not by the person */

  /* template children */
  GtkWidget *export;
  AdwBanner *cut_banner;
  AdwBin *quarter_place;
  AdwBin *before_place;
  GtkLabel *total;
  AdwToggleGroup *parts;
  AdwToggle *left_out_tab;
  GtkStack *stack;
  AdwStatusPage *empty;
  AdwStatusPage *error;
  GtkColumnView *view;
  GtkColumnViewColumn *narrow_column;
  GtkColumnViewColumn *service_column;
  GtkColumnViewColumn *staff_column;
  GtkColumnViewColumn *appointments_column;
  GtkColumnViewColumn *before_column;
  GtkColumnViewColumn *change_column;
  GtkColumnViewColumn *offered_column;
  GtkColumnViewColumn *free_column;
  GtkColumnViewColumn *hours_column;
  OrchRemunerationSums *sums;
  GtkListView *left_out;
};

G_DEFINE_FINAL_TYPE (OrchRemunerationPage, orch_remuneration_page, ADW_TYPE_BIN)

static void load (OrchRemunerationPage *self);

/* --- choices ------------------------------------------------------------------------------ */

static OrchQuarter
get_quarter (OrchRemunerationPage *self)
{
  return orch_quarter_add (self->newest, -(int) gtk_drop_down_get_selected (self->quarter));
}

/* Returns: %FALSE: with none */
static gboolean
get_before (OrchRemunerationPage *self, OrchQuarter *quarter)
{
  const guint selected = gtk_drop_down_get_selected (self->before);

  *quarter = orch_quarter_add (get_quarter (self), -(int) selected);
  return selected > 0;
}

static void
append_quarter (GtkStringList *names, OrchQuarter quarter)
{
  g_autofree char *name = orch_remuneration_text_dup_quarter (quarter);

  gtk_string_list_append (names, name);
}

/* From the quarter that runs back; with what one is compared goes back from that one. What was chosen stays. */
static void
fill_choices (OrchRemunerationPage *self, gboolean quarters_too)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) befores = gtk_string_list_new (NULL);
  const guint selected = gtk_drop_down_get_selected (self->before);

  self->choosing = TRUE;
  if (quarters_too)
    {
      for (int i = 0; i < N_QUARTERS; i++)
        append_quarter (names, orch_quarter_add (self->newest, -i));
      gtk_drop_down_set_model (self->quarter, G_LIST_MODEL (names));
      gtk_drop_down_set_selected (self->quarter, 0);
    }
  gtk_string_list_append (befores, _ ("No comparison"));
  for (int i = 1; i < N_QUARTERS; i++)
    append_quarter (befores, orch_quarter_add (get_quarter (self), -i));
  gtk_drop_down_set_model (self->before, G_LIST_MODEL (befores));
  gtk_drop_down_set_selected (self->before, selected != GTK_INVALID_LIST_POSITION ? selected : 0);
  self->choosing = FALSE;
}

static void
on_quarter (OrchRemunerationPage *self)
{
  if (self->choosing)
    return;
  fill_choices (self, FALSE);
  load (self);
}

static void
on_before (OrchRemunerationPage *self)
{
  if (!self->choosing)
    load (self);
}

static GtkDropDown *
add_choice (OrchRemunerationPage *self, AdwBin *place, const char *label, void (*on_changed) (OrchRemunerationPage *))
{
  g_autoptr (GtkStringList) none = gtk_string_list_new (NULL);
  GtkWidget *choice = orch_wrap_choice_new (none);

  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (choice, label);
  adw_bin_set_child (place, choice);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return GTK_DROP_DOWN (choice);
}

/* --- what is shown ------------------------------------------------------------------------ */

static void
show_empty (OrchRemunerationPage *self, const char *title, const char *text)
{
  adw_status_page_set_title (self->empty, title);
  orch_plain_set_description (GTK_WIDGET (self->empty), text);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
show_nothing (OrchRemunerationPage *self)
{
  const gint64 oldest = orch_remuneration_get_oldest (self->report);
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;

  if (oldest == 0)
    {
      show_empty (self, _ ("Nothing to count yet"),
                  _ ("Appointments and availability come from the EMR with the synchronisation of the schedule."));
      return;
    }
  local = orch_time_text_to_local (oldest);
  date = g_date_time_format (local, "%Y-%m-%d");
  /* translators: %s is a date */
  text = g_strdup_printf (_ ("The oldest appointment on this workstation is of %s."), date);
  show_empty (self, _ ("Nothing in this quarter"), text);
}

static void
show_part (OrchRemunerationPage *self)
{
  const char *part = adw_toggle_group_get_active_name (self->parts);
  const guint n_lines = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  const guint n_left_out = g_list_model_get_n_items (G_LIST_MODEL (self->left_lines));
  const gboolean is_left_out = g_strcmp0 (part, "left-out") == 0;

  if (self->report == NULL)
    return;
  if (n_lines + n_left_out == 0)
    show_nothing (self);
  else if (is_left_out && n_left_out == 0)
    show_empty (self, _ ("Everything is counted"),
                _ ("No appointment and no availability of this quarter is left out."));
  else if (!is_left_out && n_lines == 0)
    show_empty (self, _ ("Nothing is counted"), _ ("“Not Counted” tells why, and leads to what mends it."));
  else
    gtk_stack_set_visible_child_name (self->stack, part);
}

static void
show_columns (OrchRemunerationPage *self)
{
  const gboolean compared = self->report != NULL && orch_remuneration_get_before (self->report, NULL);

  if (compared == self->compared)
    return;
  self->compared = compared;
  if (compared)
    {
      gtk_column_view_insert_column (self->view, BEFORE_COLUMN, self->before_column);
      gtk_column_view_insert_column (self->view, BEFORE_COLUMN + 1, self->change_column);
    }
  else
    {
      gtk_column_view_remove_column (self->view, self->before_column);
      gtk_column_view_remove_column (self->view, self->change_column);
    }
}

static void
show_total (OrchRemunerationPage *self)
{
  OrchRemunerationCounts before = { 0 };
  OrchRemunerationCounts total = { 0 };
  g_autofree char *counts = NULL;
  g_autofree char *text = NULL;
  g_autofree char *left_out = NULL;
  g_autofree char *cut = NULL;
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->left_lines));

  if (self->report != NULL)
    {
      total = orch_remuneration_get_total (self->report, &before);
      counts = orch_remuneration_text_dup_counts (&total);
      cut = orch_remuneration_paper_dup_cut (self->report);
    }
  if (self->compared)
    /* translators: %1$s: what is counted in a quarter, in words; %2$'u: how many appointments the one it is compared with had */
    text = g_strdup_printf (_ ("%1$s (appointments before: %2$'u)"), counts, before.appointments);
  gtk_label_set_label (self->total, text != NULL ? text : counts != NULL ? counts : "");
  gtk_widget_set_visible (GTK_WIDGET (self->total), counts != NULL);
  /* translators: a tab: %u is how many lines it has */
  left_out = n > 0 ? g_strdup_printf (_ ("Not Counted (%'u)"), n) : g_strdup (_ ("Not Counted"));
  adw_toggle_set_label (self->left_out_tab, left_out);
  orch_plain_set_banner (self->cut_banner, cut != NULL ? cut : "");
  adw_banner_set_revealed (self->cut_banner, cut != NULL);
}

static void
fill (GListStore *store, GPtrArray *lines)
{
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), lines != NULL ? lines->pdata : NULL,
                       lines != NULL ? lines->len : 0);
}

/* @report: (nullable): nothing */
static void
show_report (OrchRemunerationPage *self, OrchRemuneration *report)
{
  g_set_object (&self->report, report);
  fill (self->lines, report != NULL ? orch_remuneration_get_lines (report) : NULL);
  fill (self->left_lines, report != NULL ? orch_remuneration_get_left_out (report) : NULL);
  gtk_widget_set_sensitive (self->export, report != NULL);
  show_columns (self);
  show_total (self);
  orch_remuneration_sums_show (self->sums, report);
  show_part (self);
}

static void
show_error (OrchRemunerationPage *self, const GError *error)
{
  show_report (self, NULL);
  orch_plain_set_description (GTK_WIDGET (self->error), orch_error_text_remedy (orch_error_code_of (error)));
  orch_get_help_beside (self->error, error);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

/* --- loading ------------------------------------------------------------------------------ */

typedef struct
{
  OrchRemunerationPage *page; /* (owned) */
  OrchQuarter quarter;
  OrchQuarter before;
  gboolean compared;
  guint number;
} Loading;

static void
loading_free (gpointer data)
{
  g_object_unref (((Loading *) data)->page);
  g_free (data);
}

/* Awaits. Returns: (transfer full) (nullable) */
static OrchRemuneration *
await_report (Loading *loading, GError **error)
{
  OrchEngine *engine = loading->page->engine;
  g_autoptr (OrchRemuneration) report =
      dex_await_object (orch_engine_load_remuneration (engine, loading->quarter), error);
  g_autoptr (OrchRemuneration) before = NULL;

  if (report == NULL || !loading->compared || loading->page->engine == NULL)
    return g_steal_pointer (&report);
  before = dex_await_object (orch_engine_load_remuneration (engine, loading->before), error);
  return before != NULL ? orch_remuneration_compare (report, before) : NULL;
}

static DexFuture *
load_fiber (gpointer data)
{
  Loading *loading = data;
  OrchRemunerationPage *self = loading->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchRemuneration) report = await_report (loading, &error);

  if (self->engine == NULL || !self->attached || loading->number != self->asked)
    return NULL;
  if (report == NULL)
    show_error (self, error);
  else
    show_report (self, report);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    orch_announce (GTK_WIDGET (self),
                   report != NULL ? gtk_label_get_label (self->total) : adw_status_page_get_title (self->error));
  return NULL;
}

/* What showed stays until the other is there: it takes a moment. */
static void
load (OrchRemunerationPage *self)
{
  Loading *loading = NULL;

  if (!self->attached)
    return;
  loading = g_new0 (Loading, 1);
  loading->page = g_object_ref (self);
  loading->quarter = get_quarter (self);
  loading->compared = get_before (self, &loading->before);
  loading->number = ++self->asked;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, loading, loading_free));
}

/* --- acts --------------------------------------------------------------------------------- */

static void
on_part (OrchRemunerationPage *self)
{
  if (self->lines != NULL)
    show_part (self);
}

static void
on_export (OrchRemunerationPage *self, int form)
{
  if (self->report != NULL)
    dex_future_disown (orch_export_run (orch_remuneration_paper_make (self->report), GTK_WIDGET (self->stack),
                                        self->engine, (OrchExportForm) form));
}

static void
on_cut (OrchRemunerationPage *self)
{
  orch_window_go (GTK_WIDGET (self), ORCH_WINDOW_SYNC);
}

static void
step (OrchRemunerationPage *self, int by)
{
  const int selected = (int) gtk_drop_down_get_selected (self->quarter) + by;

  if (selected >= 0 && selected < N_QUARTERS)
    gtk_drop_down_set_selected (self->quarter, (guint) selected);
}

static void
on_previous (GtkWidget *widget, const char *action, GVariant *parameter)
{
  step (ORCH_REMUNERATION_PAGE (widget), 1);
}

static void
on_next (GtkWidget *widget, const char *action, GVariant *parameter)
{
  step (ORCH_REMUNERATION_PAGE (widget), -1);
}

static void
on_reload (GtkWidget *widget, const char *action, GVariant *parameter)
{
  load (ORCH_REMUNERATION_PAGE (widget));
}

static void
on_help (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dex_future_disown (orch_help_open (GTK_WINDOW (gtk_widget_get_root (widget)), "remuneration"));
}

/* --- the lock ----------------------------------------------------------------------------- */

/* A new quarter may have begun since. */
static void
follow_quarter (OrchRemunerationPage *self)
{
  const OrchQuarter now = orch_quarter_at (orch_clock_now_us ());

  if (orch_quarter_compare (now, self->newest) == 0)
    return;
  self->newest = now;
  fill_choices (self, TRUE);
}

static void
on_map (OrchRemunerationPage *self)
{
  follow_quarter (self);
  load (self);
}

static void
on_sync (OrchRemunerationPage *self)
{
  if (!orch_sync_get_running (self->sync) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchRemunerationPage *self)
{
  const gboolean may = orch_engine_get_state (self->engine) == ORCH_ENGINE_READY &&
                       orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_REPORTS);

  if (self->sync == NULL && orch_engine_get_sync (self->engine) != NULL)
    {
      self->sync = g_object_ref (orch_engine_get_sync (self->engine));
      g_signal_connect_object (self->sync, "notify::running", G_CALLBACK (on_sync), self, G_CONNECT_SWAPPED);
    }
  if (may == self->attached)
    return;
  self->attached = may;
  if (may)
    {
      load (self);
      return;
    }
  show_report (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "loading");
}

/* --- type --------------------------------------------------------------------------------- */

static void
orch_remuneration_page_dispose (GObject *object)
{
  OrchRemunerationPage *self = ORCH_REMUNERATION_PAGE (object);

  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_REMUNERATION_PAGE);
  g_clear_object (&self->sync);
  g_clear_object (&self->report);
  g_clear_object (&self->lines);
  g_clear_object (&self->left_lines);
  G_OBJECT_CLASS (orch_remuneration_page_parent_class)->dispose (object);
}

static void
orch_remuneration_page_class_init (OrchRemunerationPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_remuneration_page_dispose;
  g_type_ensure (ORCH_TYPE_EXPORT_BUTTON);
  g_type_ensure (ORCH_TYPE_REMUNERATION_SUMS);
  g_type_ensure (ORCH_TYPE_SYNC_INDICATOR);

  gtk_widget_class_install_action (widget_class, "remuneration.previous", NULL, on_previous);
  gtk_widget_class_install_action (widget_class, "remuneration.next", NULL, on_next);
  gtk_widget_class_install_action (widget_class, "remuneration.reload", NULL, on_reload);
  gtk_widget_class_install_action (widget_class, "remuneration.help", NULL, on_help);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/remuneration/orch-remuneration-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, export);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, cut_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, quarter_place);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, before_place);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, total);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, parts);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, left_out_tab);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, empty);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, error);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, view);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, narrow_column);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, service_column);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, staff_column);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, appointments_column);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, before_column);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, change_column);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, offered_column);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, free_column);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, hours_column);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, sums);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationPage, left_out);
  gtk_widget_class_bind_template_callback (widget_class, on_part);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_cut);
}

static void
set_columns (OrchRemunerationPage *self)
{
  g_autoptr (GtkListItemFactory) rows = orch_remuneration_columns_row_factory_new ();
  GtkColumnViewColumn *const columns[ORCH_N_REMUNERATION_ASPECTS] = {
    [ORCH_REMUNERATION_ASPECT_NARROW] = self->narrow_column,
    [ORCH_REMUNERATION_ASPECT_SERVICE] = self->service_column,
    [ORCH_REMUNERATION_ASPECT_STAFF] = self->staff_column,
    [ORCH_REMUNERATION_ASPECT_APPOINTMENTS] = self->appointments_column,
    [ORCH_REMUNERATION_ASPECT_BEFORE] = self->before_column,
    [ORCH_REMUNERATION_ASPECT_CHANGE] = self->change_column,
    [ORCH_REMUNERATION_ASPECT_OFFERED] = self->offered_column,
    [ORCH_REMUNERATION_ASPECT_FREE] = self->free_column,
    [ORCH_REMUNERATION_ASPECT_HOURS] = self->hours_column,
  };
  g_autoptr (GtkSortListModel) sorted = NULL;
  g_autoptr (GtkNoSelection) selection = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    orch_remuneration_columns_set (columns[i], (OrchRemunerationAspect) i);
  gtk_column_view_set_row_factory (self->view, rows);
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->lines)),
                                    g_object_ref (gtk_column_view_get_sorter (self->view)));
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (sorted)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  self->compared = TRUE;
  show_columns (self);
}

static void
orch_remuneration_page_init (OrchRemunerationPage *self)
{
  g_autoptr (GtkListItemFactory) left_out = orch_remuneration_left_out_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->lines = g_list_store_new (ORCH_TYPE_REMUNERATION_LINE);
  self->left_lines = g_list_store_new (ORCH_TYPE_REMUNERATION_LINE);
  set_columns (self);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->left_lines)));
  gtk_list_view_set_factory (self->left_out, left_out);
  gtk_list_view_set_model (self->left_out, GTK_SELECTION_MODEL (selection));
  self->newest = orch_quarter_at (orch_clock_now_us ());
  self->choosing = TRUE;
  self->quarter = add_choice (self, self->quarter_place, _ ("Quarter"), on_quarter);
  self->before = add_choice (self, self->before_place, _ ("Compared with"), on_before);
  fill_choices (self, TRUE);
  show_report (self, NULL);
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

GtkWidget *
orch_remuneration_page_new (OrchEngine *engine)
{
  OrchRemunerationPage *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_REMUNERATION_PAGE, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  on_session (self);
  return GTK_WIDGET (self);
}
