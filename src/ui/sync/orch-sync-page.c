/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the sync's properties say shows at once; the lists are read again when a run ends and when the outbox changes. Main thread.
 */
#include "orch-sync-page.h"

#include <glib/gi18n.h>

#include "orch-edit-conflict-dialog.h"
#include "orch-sync-files.h"
#include "orch-sync-links.h"
#include "orch-sync-row.h"
#include "orch-sync-state.h"
#include "orch-sync-text.h"
#include "orch-waiting-acts.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/shell/orch-help.h"
#include "ui/shell/orch-window.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-menu-names.h"
#include "ui/widgets/orch-plain-text.h"

#define N_RUNS 20 /* that show: about a working day */
#define N_WAITING 20
#define PULSE_MS 150

struct _OrchSyncPage
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchSync *sync; /* (nullable): comes with the clinic */

  gboolean open;    /* the session lets the clinic be looked at */
  gboolean showing; /* set by us, not by the person */
  gboolean was_running;
  guint n_succeeded; /* of the runs that are kept */
  guint pulse;

  /* template children */
  AdwToastOverlay *toasts;
  GtkImage *state_icon;
  GtkLabel *state_title;
  GtkLabel *state_text;
  GtkWidget *to_clinic;
  GtkWidget *progress_box;
  GtkLabel *progress_label;
  GtkProgressBar *progress;
  GtkWidget *start;
  GtkWidget *failure_box;
  GtkLabel *failure;
  GtkWidget *try_full;
  GtkWidget *try_again;
  GtkWidget *support;
  GtkWidget *arrived_box;
  AdwActionRow *recent_row;
  AdwActionRow *full_row;
  AdwSwitchRow *paused_row;
  OrchSyncLinks *links;
  OrchSyncFiles *files;
  GtkWidget *waiting_group;
  GtkWidget *retry_all;
  GtkListBox *waiting_list;
  GtkWidget *conflicts_group;
  GtkListBox *conflicts_list;
  GtkWidget *history_group;
  GtkListBox *history_list;
};

G_DEFINE_FINAL_TYPE (OrchSyncPage, orch_sync_page, ADW_TYPE_BIN)

static gboolean
may_sync (OrchSyncPage *self)
{
  return orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_SYNC);
}

/* --- state ------------------------------------------------------------------------------ */

static gboolean
on_pulse (gpointer data)
{
  gtk_progress_bar_pulse (ORCH_SYNC_PAGE (data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
show_progress (OrchSyncPage *self)
{
  const gboolean running = orch_sync_get_running (self->sync);
  const guint done = orch_sync_get_done (self->sync);
  const guint total = orch_sync_get_total (self->sync);
  g_autofree char *text = NULL;

  orch_sync_row_set_shown (self->progress_box, running, GTK_WIDGET (self->paused_row));
  if (!running || total > 0)
    g_clear_handle_id (&self->pulse, g_source_remove);
  if (!running)
    return;
  text = orch_sync_text_dup_progress (self->sync);
  gtk_label_set_label (self->progress_label, text);
  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP ((double) done / total, 0, 1));
  else if (self->pulse == 0 && adw_get_enable_animations (GTK_WIDGET (self)))
    self->pulse = g_timeout_add (PULSE_MS, on_pulse, self);
}

static void
set_state (OrchSyncPage *self, const char *icon, const char *style, const char *title, const char *text)
{
  gtk_image_set_from_icon_name (self->state_icon, icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->state_icon), (const char *[]) { style, NULL });
  gtk_label_set_label (self->state_title, title);
  gtk_label_set_label (self->state_text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->state_text), text[0] != '\0');
}

static void
show_now (OrchSyncPage *self)
{
  g_auto (OrchSyncState) state = { 0 };

  orch_sync_state_read (self->engine, self->sync, &state);
  set_state (self, state.icon, state.style, state.title, state.text);
  orch_sync_row_set_shown (self->to_clinic, state.to_clinic, GTK_WIDGET (self->paused_row));
}

/* First advice when something recent failed: the whole schedule; then support. Without an answer from the server neither helps. */
static void
show_failure (OrchSyncPage *self)
{
  const GError *error = !orch_sync_get_running (self->sync) ? orch_sync_state_get_failure (self->sync) : NULL;
  const OrchError code = orch_error_code_of (error);
  const gboolean reached = code != ORCH_ERROR_OFFLINE && code != ORCH_ERROR_SIGN_IN_AGAIN &&
                           code != ORCH_ERROR_THROTTLED && code != ORCH_ERROR_WRONG_CLOCK && code != ORCH_ERROR_FILE &&
                           code != ORCH_ERROR_FEWER;
  const gboolean whole = orch_sync_get_kind (self->sync) == ORCH_SYNC_FULL;
  g_autofree char *text = NULL;

  orch_sync_row_set_shown (self->failure_box, error != NULL, GTK_WIDGET (self->paused_row));
  if (error == NULL)
    return;
  text = orch_sync_text_dup_failure (error, whole, reached);
  gtk_label_set_label (self->failure, text);
  orch_get_help_beside (self->failure, error);
  gtk_widget_set_visible (self->try_full, reached || whole);
  gtk_widget_set_visible (self->try_again, !reached && !whole);
  gtk_widget_set_visible (self->support,
                          reached && orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_SEND_ALERT));
}

static void
update_actions (OrchSyncPage *self)
{
  const gboolean may = self->sync != NULL && may_sync (self);
  const gboolean running = self->sync != NULL && orch_sync_get_running (self->sync);
  const gboolean opens = may && !orch_engine_is_by_hand (self->engine) && !running;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sync.recent", opens);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sync.full", opens);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sync.cancel", may && running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sync.retry-all", may);
  gtk_widget_set_sensitive (GTK_WIDGET (self->paused_row), may);
  gtk_widget_set_tooltip_text (self->start, may || self->sync == NULL ? NULL : _ ("Your role does not synchronise."));
}

static void
show (OrchSyncPage *self)
{
  g_autofree char *recent = NULL;
  g_autofree char *full = NULL;

  update_actions (self);
  if (self->sync == NULL || !self->open)
    return;
  show_now (self);
  show_progress (self);
  show_failure (self);
  recent = orch_sync_text_dup_schedule (self->sync, ORCH_SYNC_RECENT);
  full = orch_sync_text_dup_schedule (self->sync, ORCH_SYNC_FULL);
  orch_plain_set_subtitle (self->recent_row, recent);
  orch_plain_set_subtitle (self->full_row, full);
  self->showing = TRUE;
  adw_switch_row_set_active (self->paused_row, orch_sync_get_paused (self->sync));
  self->showing = FALSE;
  gtk_widget_set_visible (self->arrived_box, self->n_succeeded > 0 && !orch_sync_get_patients_seen (self->sync) &&
                                                 !orch_sync_get_running (self->sync) &&
                                                 orch_sync_state_get_failure (self->sync) == NULL);
}

/* --- lists ------------------------------------------------------------------------------ */

/* Returns: (nullable): the list that a future gave, as long as it may be shown */
static GListModel *
get_listed (OrchSyncPage *self, DexFuture *future)
{
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->engine == NULL || !self->open || value == NULL || !G_VALUE_HOLDS (value, G_TYPE_OBJECT) ||
      !G_IS_LIST_MODEL (g_value_get_object (value)))
    return NULL;
  return g_value_get_object (value);
}

static DexFuture *
on_waiting_listed (DexFuture *future, gpointer data)
{
  OrchSyncPage *self = data;
  GListModel *items = get_listed (self, future);
  const guint n = items != NULL ? g_list_model_get_n_items (items) : 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  gboolean offered = FALSE;

  if (items == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OrchSyncItem) item = g_list_model_get_item (items, i);

      offered = offered || orch_sync_item_get_retry (item) == ORCH_SYNC_RETRY_OFFERED;
      if (i < N_WAITING)
        g_ptr_array_add (rows, orch_sync_row_new_waiting (item, may_sync (self)));
    }
  if (n > N_WAITING)
    {
      /* translators: %u is how many more changes wait than are listed */
      g_autofree char *more = g_strdup_printf (ngettext ("%'u more", "%'u more", n - N_WAITING), n - N_WAITING);

      g_ptr_array_add (rows, orch_sync_row_new ("orch-sync-waiting-symbolic", more, ""));
    }
  orch_sync_row_set_shown (self->retry_all, offered && may_sync (self), GTK_WIDGET (self->paused_row));
  orch_sync_row_fill (self->waiting_group, self->waiting_list, rows, GTK_WIDGET (self->paused_row));
  return NULL;
}

static DexFuture *
on_conflicts_listed (DexFuture *future, gpointer data)
{
  OrchSyncPage *self = data;
  GListModel *conflicts = get_listed (self, future);
  const guint n = conflicts != NULL ? g_list_model_get_n_items (conflicts) : 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  if (conflicts == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OrchEditConflict) conflict = g_list_model_get_item (conflicts, i);

      g_ptr_array_add (rows, orch_sync_row_new_conflict (conflict));
    }
  orch_sync_row_fill (self->conflicts_group, self->conflicts_list, rows, GTK_WIDGET (self->paused_row));
  return NULL;
}

static DexFuture *
on_runs_listed (DexFuture *future, gpointer data)
{
  OrchSyncPage *self = data;
  GListModel *runs = get_listed (self, future);
  const guint n = runs != NULL ? g_list_model_get_n_items (runs) : 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  if (runs == NULL)
    return NULL;
  self->n_succeeded = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OrchSyncRecord) run = g_list_model_get_item (runs, i);
      const OrchSyncRecordFields *fields = orch_sync_record_get_fields (run);

      if (fields->kind != ORCH_SYNC_SERVICES &&
          (fields->state == ORCH_STORE_RUN_SUCCEEDED || fields->state == ORCH_STORE_RUN_CONFLICTS))
        self->n_succeeded++;
      g_ptr_array_add (rows, orch_sync_row_new_run (run));
    }
  orch_sync_row_fill (self->history_group, self->history_list, rows, GTK_WIDGET (self->paused_row));
  show (self);
  return NULL;
}

static void
read_waiting (OrchSyncPage *self)
{
  if (self->sync == NULL || !self->open)
    return;
  dex_future_disown (
      dex_future_finally (orch_sync_list_waiting (self->sync), on_waiting_listed, g_object_ref (self), g_object_unref));
  dex_future_disown (dex_future_finally (orch_sync_list_conflicts (self->sync), on_conflicts_listed,
                                         g_object_ref (self), g_object_unref));
}

static void
read_all (OrchSyncPage *self)
{
  if (self->sync == NULL || !self->open)
    return;
  read_waiting (self);
  dex_future_disown (dex_future_finally (orch_sync_list_runs (self->sync, -1, N_RUNS), on_runs_listed,
                                         g_object_ref (self), g_object_unref));
}

static void
on_running (OrchSyncPage *self)
{
  const gboolean running = orch_sync_get_running (self->sync);

  if (running == self->was_running)
    return;
  self->was_running = running;
  read_all (self);
  if (!running && self->open && gtk_widget_get_mapped (GTK_WIDGET (self)))
    orch_announce (GTK_WIDGET (self), gtk_label_get_label (self->state_title));
}

/* --- acts ------------------------------------------------------------------------------- */

static void
start (OrchSyncPage *self, OrchSyncKind kind)
{
  if (self->sync != NULL)
    dex_future_disown (orch_sync_start (self->sync, kind));
}

static void
on_start (GtkWidget *widget, const char *action, GVariant *parameter)
{
  start (ORCH_SYNC_PAGE (widget), g_str_equal (action, "sync.full") ? ORCH_SYNC_FULL : ORCH_SYNC_RECENT);
}

static void
on_cancel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchSyncPage *self = ORCH_SYNC_PAGE (widget);

  if (self->sync != NULL)
    orch_sync_cancel (self->sync);
}

static void
on_retry (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchSyncPage *self = ORCH_SYNC_PAGE (widget);

  orch_waiting_retry (self->toasts, self->sync, parameter != NULL ? g_variant_get_int64 (parameter) : 0);
}

static void
on_give_up (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchSyncPage *self = ORCH_SYNC_PAGE (widget);

  orch_waiting_give_up (widget, self->toasts, self->sync, g_variant_get_int64 (parameter),
                        g_str_equal (action, "sync.remove-document"));
}

static void
on_help (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dex_future_disown (
      orch_help_open (GTK_WINDOW (gtk_widget_get_root (widget)), g_variant_get_string (parameter, NULL)));
}

static void
on_clinic (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.go", "i", ORCH_WINDOW_CLINIC);
}

static void
on_support (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchSyncPage *self = ORCH_SYNC_PAGE (widget);

  /* Where a ticket is of no use, Get Help leads to who can be called. */
  if (gtk_widget_get_visible (self->support))
    orch_sync_links_open_ticket (self->links);
}

static void
on_patients (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchSyncPage *self = ORCH_SYNC_PAGE (widget);

  if (self->sync != NULL)
    orch_sync_note_patients_seen (self->sync);
  orch_sync_row_set_shown (self->arrived_box, FALSE, GTK_WIDGET (self->paused_row));
  orch_sync_links_open_patients (self->links);
}

static void
on_paused (OrchSyncPage *self)
{
  if (self->showing || self->sync == NULL)
    return;
  if (adw_switch_row_get_active (self->paused_row))
    orch_sync_pause (self->sync);
  else
    orch_sync_resume (self->sync);
}

static void
on_conflict (OrchSyncPage *self, GtkListBoxRow *row)
{
  OrchEditConflict *conflict = orch_sync_row_get_conflict (row);
  AdwDialog *dialog = NULL;

  if (conflict == NULL)
    return;
  dialog = orch_edit_conflict_dialog_new (self->engine, conflict, self->toasts);
  g_signal_connect_object (dialog, "settled", G_CALLBACK (read_waiting), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* --- the lock --------------------------------------------------------------------------- */

static void
clear (OrchSyncPage *self)
{
  gtk_list_box_remove_all (self->waiting_list);
  gtk_list_box_remove_all (self->conflicts_list);
  gtk_list_box_remove_all (self->history_list);
  gtk_widget_set_visible (self->waiting_group, FALSE);
  gtk_widget_set_visible (self->conflicts_group, FALSE);
  gtk_widget_set_visible (self->history_group, FALSE);
  gtk_widget_set_visible (self->failure_box, FALSE);
  gtk_widget_set_visible (self->arrived_box, FALSE);
  gtk_widget_set_visible (self->to_clinic, FALSE);
  set_state (self, "orch-sync-symbolic", NULL, "", "");
  gtk_label_set_label (self->failure, "");
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchSyncPage *self)
{
  OrchSync *sync = orch_engine_get_sync (self->engine);
  const gboolean open =
      sync != NULL && orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_DIRECTORY);

  if (sync != NULL && sync != self->sync)
    {
      g_set_object (&self->sync, sync);
      self->was_running = orch_sync_get_running (sync);
      g_signal_connect_object (sync, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (sync, "notify::running", G_CALLBACK (on_running), self, G_CONNECT_SWAPPED);
    }
  if (!open)
    clear (self);
  self->open = open;
  orch_sync_files_set_sync (self->files, open ? sync : NULL,
                            open && may_sync (self) &&
                                orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_EDIT_CLINIC));
  show (self);
  read_all (self);
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_sync_page_dispose (GObject *object)
{
  OrchSyncPage *self = ORCH_SYNC_PAGE (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SYNC_PAGE);
  g_clear_object (&self->sync);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_sync_page_parent_class)->dispose (object);
}

static void
orch_sync_page_class_init (OrchSyncPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_sync_page_dispose;

  gtk_widget_class_install_action (widget_class, "sync.recent", NULL, on_start);
  gtk_widget_class_install_action (widget_class, "sync.full", NULL, on_start);
  gtk_widget_class_install_action (widget_class, "sync.cancel", NULL, on_cancel);
  gtk_widget_class_install_action (widget_class, "sync.retry", "x", on_retry);
  gtk_widget_class_install_action (widget_class, "sync.retry-all", NULL, on_retry);
  gtk_widget_class_install_action (widget_class, "sync.give-up", "x", on_give_up);
  gtk_widget_class_install_action (widget_class, "sync.remove-document", "x", on_give_up);
  gtk_widget_class_install_action (widget_class, "sync.help", "s", on_help);
  gtk_widget_class_install_action (widget_class, "sync.patients", NULL, on_patients);
  gtk_widget_class_install_action (widget_class, "sync.support", NULL, on_support);
  gtk_widget_class_install_action (widget_class, "sync.clinic", NULL, on_clinic);

  g_type_ensure (ORCH_TYPE_SYNC_FILES);
  g_type_ensure (ORCH_TYPE_SYNC_LINKS);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/sync/orch-sync-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, OrchSyncPage, name)
  BIND (toasts);
  BIND (state_icon);
  BIND (state_title);
  BIND (state_text);
  BIND (to_clinic);
  BIND (progress_box);
  BIND (progress_label);
  BIND (progress);
  BIND (start);
  BIND (failure_box);
  BIND (failure);
  BIND (try_full);
  BIND (try_again);
  BIND (support);
  BIND (arrived_box);
  BIND (recent_row);
  BIND (full_row);
  BIND (paused_row);
  BIND (links);
  BIND (files);
  BIND (waiting_group);
  BIND (retry_all);
  BIND (waiting_list);
  BIND (conflicts_group);
  BIND (conflicts_list);
  BIND (history_group);
  BIND (history_list);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, on_paused);
  gtk_widget_class_bind_template_callback (widget_class, on_conflict);
}

static void
orch_sync_page_init (OrchSyncPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_menu_names_give (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
  clear (self);
}

GtkWidget *
orch_sync_page_new (OrchEngine *engine)
{
  OrchSyncPage *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_SYNC_PAGE, NULL);
  self->engine = g_object_ref (engine);
  orch_sync_links_set_engine (self->links, engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::clinic", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::emr-connection", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::online", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::waiting", G_CALLBACK (read_waiting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::failed", G_CALLBACK (read_waiting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::failed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  on_session (self);
  return GTK_WIDGET (self);
}
