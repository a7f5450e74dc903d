/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-import-panel.h. What shows is computed from the run in one function.
 */
#include "orch-import-panel.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "orch-get-help.h"
#include "ui/orch-error-text.h"
#include "orch-announce.h"
#include "orch-conflict-export.h"
#include "orch-export-button.h"
#include "orch-conflict-row.h"
#include "orch-template.h"

// An unknown total makes the bar pulse this often.
#define PULSE_MS 100

struct _OrchImportPanel
{
  GtkWidget parent_instance;

  /* owned */
  OrchImportRun *run; /* (nullable) */
  GSignalGroup *run_signals;

  gboolean can_accept;
  guint pulse_source;
  int announced; /* OrchImportState */

  /* template children */
  GtkPicture *illustration;
  GtkLabel *heading;
  GtkLabel *explanation;
  GtkWidget *progress;
  GtkProgressBar *bar;
  GtkInscription *count_label;
  GtkWidget *notice;
  GtkImage *notice_icon;
  GtkLabel *notice_label;
  GtkWidget *conflicts;
  GtkLabel *conflicts_heading;
  GtkWidget *export;
  GtkListView *list;
  GtkWidget *retry_hint;
  GtkButton *start;
  GtkWidget *accept;
  GtkWidget *cancel;
  GtkWidget *help;
};

enum
{
  SIGNAL_IMPORT,
  SIGNAL_ACCEPT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchImportPanel, orch_import_panel, GTK_TYPE_WIDGET)

static gboolean
is_staff (OrchImportPanel *self)
{
  return orch_import_run_get_kind (self->run) == ORCH_IMPORT_STAFF;
}

static gboolean
on_pulse (gpointer data)
{
  gtk_progress_bar_pulse (ORCH_IMPORT_PANEL (data)->bar);
  return G_SOURCE_CONTINUE;
}

static void
update_progress (OrchImportPanel *self)
{
  const double fraction = orch_import_run_get_fraction (self->run);
  gboolean running = orch_import_run_get_state (self->run) == ORCH_IMPORT_RUNNING;
  g_autofree char *text = orch_import_panel_dup_progress (self->run);

  gtk_inscription_set_text (self->count_label, text);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->bar, fraction);

  // Pulsing is movement: not when animations are off.
  gboolean pulse = running && fraction < 0 && adw_get_enable_animations (GTK_WIDGET (self));
  if (pulse && self->pulse_source == 0)
    self->pulse_source = g_timeout_add (PULSE_MS, on_pulse, self);
  else if (!pulse)
    g_clear_handle_id (&self->pulse_source, g_source_remove);
}

static char *
dup_success (OrchImportPanel *self)
{
  guint n = orch_import_run_get_counts (self->run)->usable;

  if (is_staff (self))
    /* translators: the outcome of an import */
    return g_strdup_printf (ngettext ("%'u person imported", "%'u people imported", n), n);
  /* translators: the outcome of an import */
  return g_strdup_printf (ngettext ("%'u service imported", "%'u services imported", n), n);
}

static char *
dup_in_conflict (OrchImportPanel *self)
{
  const OrchImportCounts *counts = orch_import_run_get_counts (self->run);
  guint n = counts->in_conflict;

  if (n == 0)
    /* translators: records that can be used, but with a remark */
    return g_strdup_printf (ngettext ("%'u remark", "%'u remarks", counts->warnings), counts->warnings);
  if (is_staff (self))
    /* translators: the number of records that cannot be used until mended */
    return g_strdup_printf (ngettext ("%'u person in conflict", "%'u people in conflict", n), n);
  /* translators: the number of records that cannot be used until mended */
  return g_strdup_printf (ngettext ("%'u service in conflict", "%'u services in conflict", n), n);
}

static void
set_notice (OrchImportPanel *self, const char *kind, const char *icon, const char *text)
{
  static const char *const kinds[] = { "success", "warning", "error" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_widget_remove_css_class (self->notice, kinds[i]);
  gtk_widget_set_visible (self->notice, kind != NULL);
  if (kind == NULL)
    return;
  gtk_widget_add_css_class (self->notice, kind);
  gtk_image_set_from_icon_name (self->notice_icon, icon);
  gtk_label_set_text (self->notice_label, text);
}

static void
update_notice (OrchImportPanel *self, OrchImportState state)
{
  g_autofree char *text = NULL;
  g_autofree char *imported = NULL;

  switch (state)
    {
    case ORCH_IMPORT_SUCCESS:
      text = dup_success (self);
      set_notice (self, "success", "object-select-symbolic", text);
      break;
    case ORCH_IMPORT_CONFLICTS:
      imported = dup_success (self);
      text =
          g_strdup_printf (orch_import_run_get_accepted (self->run)
                               /* translators: %s is "25 people imported" */
                               ? _ ("%s. You go on, and will mend the conflicts later: the records below stay on this "
                                    "computer, marked, and are not created on the hub until then.")
                               /* translators: %s is "25 people imported" */
                               : _ ("%s. Some records are in conflict. You can correct them now in your EMR and import "
                                    "again, or continue and mend them later: until then they stay on this computer, "
                                    "marked, and are not created on the hub."),
                           imported);
      set_notice (self, "warning", "orch-conflict-symbolic", text);
      break;
    case ORCH_IMPORT_FAILED:
      text = orch_error_text_dup_import (self->run);
      set_notice (self, "error", "dialog-error-symbolic", text);
      break;
    case ORCH_IMPORT_CANCELLED:
      set_notice (self, "warning", "dialog-information-symbolic",
                  _ ("The import was cancelled. What was already imported is kept; import again to have the rest."));
      break;
    case ORCH_IMPORT_IDLE:
    case ORCH_IMPORT_RUNNING:
    default:
      set_notice (self, NULL, NULL, NULL);
      break;
    }
  if ((int) state == self->announced)
    return;
  if (self->announced >= 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      if (state == ORCH_IMPORT_RUNNING)
        orch_announce (GTK_WIDGET (self), _ ("The import has begun."));
      else if (state != ORCH_IMPORT_IDLE)
        orch_announce (GTK_WIDGET (self), gtk_label_get_text (self->notice_label));
    }
  self->announced = (int) state;
}

/* What is said once, for staff or for services. */
static void
introduce (OrchImportPanel *self)
{
  gtk_label_set_text (self->heading, is_staff (self) ? _ ("Add the medical staff") : _ ("Add the services offered"));
  gtk_label_set_text (
      self->explanation,
      is_staff (self) ? _ ("Import from your EMR the people to whom appointments can be given. Once the clinic is "
                           "created, you will choose everyone's roles and permissions.")
                      : _ ("Import your services from your EMR. Once the clinic is created, you will set up all your "
                           "types of appointments."));
  gtk_picture_set_resource (self->illustration, is_staff (self)
                                                    ? "/ca/orchestrateur/Orchestrateur/illustrations/staff-import.svg"
                                                    : "/ca/orchestrateur/Orchestrateur/illustrations/services.svg");
  gtk_button_set_label (self->start, is_staff (self) ? _ ("_Import the Staff") : _ ("_Import the Services"));
  gtk_button_set_use_underline (self->start, TRUE);
  orch_template_wrap_buttons (GTK_WIDGET (self->start));
}

static void
update (OrchImportPanel *self)
{
  if (self->run == NULL)
    return;

  OrchImportState state = orch_import_run_get_state (self->run);
  GListModel *list = orch_import_run_get_conflicts (self->run);
  gboolean listed = state != ORCH_IMPORT_RUNNING && state != ORCH_IMPORT_IDLE && g_list_model_get_n_items (list) > 0;
  gboolean ended = state != ORCH_IMPORT_RUNNING && state != ORCH_IMPORT_IDLE;
  gboolean first = state == ORCH_IMPORT_IDLE || state == ORCH_IMPORT_CANCELLED;
  g_autofree char *in_conflict = dup_in_conflict (self);

  gtk_widget_set_visible (GTK_WIDGET (self->illustration), !listed);
  gtk_widget_set_visible (self->progress, state == ORCH_IMPORT_RUNNING);
  update_progress (self);
  update_notice (self, state);

  gtk_widget_set_visible (self->conflicts, listed);
  gtk_label_set_text (self->conflicts_heading, in_conflict);

  gtk_widget_set_visible (GTK_WIDGET (self->start), state != ORCH_IMPORT_RUNNING);
  if (first || state == ORCH_IMPORT_FAILED)
    gtk_widget_add_css_class (GTK_WIDGET (self->start), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->start), "suggested-action");
  gtk_widget_set_visible (self->retry_hint, state == ORCH_IMPORT_CONFLICTS || state == ORCH_IMPORT_FAILED);
  gtk_widget_set_visible (self->accept, self->can_accept && state == ORCH_IMPORT_CONFLICTS &&
                                            !orch_import_run_get_accepted (self->run));
  gtk_widget_set_visible (self->cancel, state == ORCH_IMPORT_RUNNING);
  gtk_widget_set_visible (self->help, state == ORCH_IMPORT_FAILED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.start", state != ORCH_IMPORT_RUNNING);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.cancel", state == ORCH_IMPORT_RUNNING);
  gtk_widget_set_sensitive (self->export, ended && listed);
}

static void
on_start (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchImportPanel *self = ORCH_IMPORT_PANEL (widget);

  g_signal_emit (widget, signals[SIGNAL_IMPORT], 0);
  // The button that had the focus is gone.
  if (gtk_widget_get_visible (self->cancel))
    gtk_widget_grab_focus (self->cancel);
}

static void
on_accept (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ACCEPT], 0);
  gtk_widget_grab_focus (GTK_WIDGET (ORCH_IMPORT_PANEL (widget)->start));
}

static void
on_cancel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchImportPanel *self = ORCH_IMPORT_PANEL (widget);

  if (self->run != NULL)
    orch_import_run_cancel (self->run);
}

static void
on_help (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchImportPanel *self = ORCH_IMPORT_PANEL (widget);
  const GError *error = orch_import_run_get_error (self->run);

  if (error != NULL)
    gtk_widget_activate_action (widget, "app.get-help", "s", orch_get_help_action_target (error));
}

static void
on_export (OrchImportPanel *self, int form)
{
  orch_conflict_export (GTK_WIDGET (self), orch_import_run_get_conflicts (self->run),
                        orch_conflict_list_title (orch_import_run_get_kind (self->run)), (OrchExportForm) form);
}

static void
orch_import_panel_dispose (GObject *object)
{
  OrchImportPanel *self = ORCH_IMPORT_PANEL (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_clear_object (&self->run_signals);
  orch_template_dispose (GTK_WIDGET (self), ORCH_TYPE_IMPORT_PANEL);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (orch_import_panel_parent_class)->dispose (object);
}

static void
orch_import_panel_class_init (OrchImportPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_import_panel_dispose;

  signals[SIGNAL_IMPORT] =
      g_signal_new ("import", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACCEPT] =
      g_signal_new ("accept", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ORCH_TYPE_EXPORT_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/widgets/orch-import-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, illustration);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, heading);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, explanation);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, progress);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, bar);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, count_label);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, notice);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, notice_icon);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, notice_label);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, conflicts);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, conflicts_heading);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, export);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, list);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, retry_hint);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, start);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, accept);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, cancel);
  gtk_widget_class_bind_template_child (widget_class, OrchImportPanel, help);
  gtk_widget_class_install_action (widget_class, "import.start", NULL, on_start);
  gtk_widget_class_install_action (widget_class, "import.accept", NULL, on_accept);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, on_cancel);
  gtk_widget_class_install_action (widget_class, "import.help", NULL, on_help);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
}

static void
orch_import_panel_init (OrchImportPanel *self)
{
  g_autoptr (GtkListItemFactory) factory = orch_conflict_row_factory_new ();

  self->announced = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
  gtk_list_view_set_factory (self->list, factory);

  self->run_signals = g_signal_group_new (ORCH_TYPE_IMPORT_RUN);
  g_signal_group_connect_swapped (self->run_signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->run_signals, "notify::informed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->run_signals, "notify::accepted", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->run_signals, "notify::done", G_CALLBACK (update_progress), self);
  g_signal_group_connect_swapped (self->run_signals, "notify::total", G_CALLBACK (update_progress), self);
  g_signal_group_connect_swapped (self->run_signals, "notify::phase", G_CALLBACK (update_progress), self);
}

char *
orch_import_panel_dup_progress (OrchImportRun *run)
{
  const guint done = orch_import_run_get_done (run), total = orch_import_run_get_total (run);

  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (run), NULL);

  switch (orch_import_run_get_phase (run))
    {
    case ORCH_IMPORT_ASKING:
      return g_strdup (_ ("Asking the EMR…"));
    case ORCH_IMPORT_ROLES:
      if (total > 0)
        /* translators: how many roles (who is what in which department) are read, and how many there are */
        return g_strdup_printf (_ ("Reading the roles of the staff: %'u of %'u"), done, total);
      /* translators: how many roles are read; nobody knows how many there are */
      return g_strdup_printf (_ ("Reading the roles of the staff: %'u so far"), done);
    case ORCH_IMPORT_CHECKING:
      /* translators: how many of the records that the EMR gave are checked, and how many there are */
      return g_strdup_printf (_ ("Checking: %'u of %'u"), done, total);
    case ORCH_IMPORT_SAVING:
      /* translators: how many of the imported records are written on this computer, and how many there are */
      return g_strdup_printf (_ ("Saving: %'u of %'u"), done, total);
    case ORCH_IMPORT_READING:
    default:
      if (total > 0)
        /* translators: how many records are read, and how many there are */
        return g_strdup_printf (_ ("Reading from the EMR: %'u of %'u"), done, total);
      /* translators: how many records are read; nobody knows how many there are */
      return g_strdup_printf (_ ("Reading from the EMR: %'u so far"), done);
    }
}

void
orch_import_panel_set_run (OrchImportPanel *self, OrchImportRun *run)
{
  g_return_if_fail (ORCH_IS_IMPORT_PANEL (self));
  g_return_if_fail (ORCH_IS_IMPORT_RUN (run));

  if (!g_set_object (&self->run, run))
    return;
  self->announced = -1;
  g_signal_group_set_target (self->run_signals, run);
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (g_object_ref (orch_import_run_get_conflicts (run)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  introduce (self);
  update (self);
}

void
orch_import_panel_set_can_accept (OrchImportPanel *self, gboolean can_accept)
{
  g_return_if_fail (ORCH_IS_IMPORT_PANEL (self));

  self->can_accept = !!can_accept;
  update (self);
}
