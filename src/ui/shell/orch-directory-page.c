/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A table whose columns are texts of the person. Main thread.
 */
#include "orch-directory-page.h"

#include <glib/gi18n.h>

#include "core/orch-staff-member.h"
#include "orch-conflicts-dialog.h"
#include "orch-department-column.h"
#include "orch-doubles-banner.h"
#include "orch-hand-adder.h"
#include "orch-staff-dialog.h"
#include "orch-window.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/sync/orch-sync-indicator.h"
#include "ui/sync/orch-sync-links.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-directory-frame.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-import-panel.h"
#include "ui/widgets/orch-menu-names.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchDirectoryPage
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchStoreList *list;
  OrchSync *sync; /* (nullable): comes with the clinic */
  OrchDepartmentColumn *departments;

  /* template children */
  OrchDirectoryFrame *frame;
  AdwBanner *arrivals_banner;
  AdwBanner *failed_banner;
  OrchDoublesBanner *doubles;
  GtkWidget *import_box;
  GtkWidget *add_box;
  GtkRevealer *progress_box;
  GtkInscription *progress_label;
  GtkProgressBar *progress;
  GtkColumnView *view;
  GtkColumnViewColumn *name_column;
  GtkColumnViewColumn *licence_column;
  GtkColumnViewColumn *profession_column;
  GtkColumnViewColumn *speciality_column;
  GtkColumnViewColumn *departments_column;
  GtkColumnViewColumn *emr_column;
  GtkColumnViewColumn *state_column;
};

G_DEFINE_FINAL_TYPE (OrchDirectoryPage, orch_directory_page, ADW_TYPE_BIN)

static const OrchDirectoryWords words = {
  .icon_name = "orch-staff-symbolic",
  .placeholder = N_ ("Name, number or profession"),
  .none_active = N_ ("Nobody is active"),
  .none_active_hint = N_ ("People come from the EMR: import them again once they are there."),
  .none_inactive = N_ ("Nobody is inactive"),
};

/* Of a clinic whose EMR is not connected yet, for who may add people */
static const OrchDirectoryWords later_words = {
  .icon_name = "orch-staff-symbolic",
  .placeholder = N_ ("Name, number or profession"),
  .none_active = N_ ("Nobody is active"),
  .none_active_hint =
      N_ ("The EMR is not connected yet: set up its connection on the page Clinic, or add people by hand."),
  .to_clinic = "directory.clinic",
  .none_inactive = N_ ("Nobody is inactive"),
};

/* Of a clinic without an EMR, for who may add people */
static const OrchDirectoryWords typed_words = {
  .icon_name = "orch-staff-symbolic",
  .placeholder = N_ ("Name, number or profession"),
  .none_active = N_ ("Nobody is active"),
  .none_active_hint = N_ ("Add the people to whom appointments can be given."),
  .none_inactive = N_ ("Nobody is inactive"),
};

static char *
dup_text (const char *text)
{
  return g_strdup (text != NULL ? text : "");
}

static const char *
get_role (OrchPermission permission)
{
  switch (permission)
    {
    case ORCH_PERMISSION_RECEPTIONIST:
      return _ ("Receptionist");
    case ORCH_PERMISSION_PROFESSIONAL:
      return _ ("Professional");
    case ORCH_PERMISSION_ADMINISTRATOR:
      return _ ("Administrator");
    case ORCH_PERMISSION_NONE:
    case ORCH_PERMISSION_WORKSTATION:
    default:
      return _ ("None");
    }
}

static char *
dup_name (gpointer cell, gpointer object)
{
  return ORCH_IS_STAFF_MEMBER (object) ? dup_text (orch_staff_member_get_display_name (object)) : g_strdup ("");
}

static char *
dup_licence (gpointer cell, gpointer object)
{
  return ORCH_IS_STAFF_MEMBER (object) ? dup_text (orch_staff_member_get_fields (object)->licence) : g_strdup ("");
}

static char *
dup_profession (gpointer cell, gpointer object)
{
  return ORCH_IS_STAFF_MEMBER (object) ? dup_text (orch_staff_member_get_fields (object)->profession) : g_strdup ("");
}

static char *
dup_speciality (gpointer cell, gpointer object)
{
  return ORCH_IS_STAFF_MEMBER (object) ? dup_text (orch_staff_member_get_fields (object)->speciality) : g_strdup ("");
}

static char *
dup_emr_id (gpointer cell, gpointer object)
{
  return ORCH_IS_STAFF_MEMBER (object) ? dup_text (orch_staff_member_get_fields (object)->emr_id) : g_strdup ("");
}

/* The role in the application */
static char *
dup_state (gpointer cell, gpointer object)
{
  if (!ORCH_IS_STAFF_MEMBER (object))
    return g_strdup ("");
  return g_strdup (get_role (orch_staff_member_get_fields (object)->permission));
}

static char *
dup_state_icon (gpointer cell, gpointer object)
{
  if (!ORCH_IS_STAFF_MEMBER (object))
    return NULL;
  switch (orch_staff_member_get_fields (object)->permission)
    {
    case ORCH_PERMISSION_ADMINISTRATOR:
      return g_strdup ("orch-administrator-symbolic");
    case ORCH_PERMISSION_PROFESSIONAL:
    case ORCH_PERMISSION_RECEPTIONIST:
      return g_strdup ("orch-staff-symbolic");
    case ORCH_PERMISSION_NONE:
    case ORCH_PERMISSION_WORKSTATION:
    default:
      return NULL;
    }
}

static gboolean
has_state_icon (gpointer cell, gpointer object)
{
  g_autofree char *icon = dup_state_icon (cell, object);

  return icon != NULL;
}

static void
on_run (OrchDirectoryPage *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  OrchImportRun *run = orch_engine_get_run (self->engine, ORCH_IMPORT_STAFF);
  const OrchImportState state = run != NULL ? orch_import_run_get_state (run) : ORCH_IMPORT_IDLE;
  const gboolean running = state == ORCH_IMPORT_RUNNING;
  const double fraction = run != NULL ? orch_import_run_get_fraction (run) : -1;
  g_autofree char *text = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "directory.import",
                                 run != NULL && !running && !orch_engine_is_by_hand (self->engine) &&
                                     orch_session_allows (session, ORCH_ACT_IMPORT));
  gtk_revealer_set_reveal_child (self->progress_box, running);
  adw_banner_set_revealed (self->failed_banner, state == ORCH_IMPORT_FAILED);
  if (state == ORCH_IMPORT_FAILED)
    {
      g_autofree char *why = orch_error_text_dup_import (run);

      orch_plain_set_banner (self->failed_banner, why);
      orch_get_help_beside (self->failed_banner, orch_import_run_get_error (run));
    }
  if (!running)
    {
      orch_directory_frame_count (self->frame);
      return;
    }
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
  else
    gtk_progress_bar_pulse (self->progress);
  text = orch_import_panel_dup_progress (run);
  gtk_inscription_set_text (self->progress_label, text);
}

/* --- who is new ------------------------------------------------------------------------- */

static DexFuture *
on_arrivals (DexFuture *future, gpointer data)
{
  OrchDirectoryPage *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autofree char *text = NULL;

  if (self->engine == NULL)
    return NULL;
  if (value != NULL && orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_DIRECTORY))
    text = orch_sync_links_dup_arrivals (g_value_get_object (value));
  /* One that is not revealed is still read by what reads the screen. */
  orch_plain_set_banner (self->arrivals_banner, text != NULL ? text : "");
  adw_banner_set_revealed (self->arrivals_banner, text != NULL);
  return NULL;
}

/* Who is new, and the names of the departments: with each run, and when somebody looks. */
static void
read_news (OrchDirectoryPage *self)
{
  OrchSync *sync = orch_engine_get_sync (self->engine);

  orch_department_column_read (self->departments);
  if (sync == NULL)
    return;
  if (g_set_object (&self->sync, sync))
    g_signal_connect_object (sync, "notify::running", G_CALLBACK (read_news), self, G_CONNECT_SWAPPED);
  if (!orch_sync_get_running (sync))
    dex_future_disown (
        dex_future_finally (orch_sync_list_arrivals (sync), on_arrivals, g_object_ref (self), g_object_unref));
}

static DexFuture *
on_dismissed (DexFuture *future, gpointer data)
{
  OrchDirectoryPage *self = data;

  if (self->engine != NULL)
    read_news (self);
  return NULL;
}

static void
on_dismiss (OrchDirectoryPage *self)
{
  if (self->sync != NULL)
    dex_future_disown (dex_future_finally (orch_sync_dismiss_arrivals (self->sync), on_dismissed, g_object_ref (self),
                                           g_object_unref));
}

/* --- by hand ---------------------------------------------------------------------------- */

static void
on_added (OrchDirectoryPage *self, GObject *member)
{
  g_autofree char *text = NULL;

  if (self->engine == NULL)
    return;
  orch_directory_frame_show_tab (self->frame, TRUE);
  orch_directory_frame_count (self->frame);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.count", NULL);
  /* translators: %s is the name of a person or of a service */
  text = g_strdup_printf (_ ("%s was added."), orch_staff_member_get_display_name (ORCH_STAFF_MEMBER (member)));
  orch_announce (GTK_WIDGET (self), text);
}

static void
on_add (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchHandDialog *dialog = orch_hand_adder_open (ORCH_DIRECTORY_PAGE (widget)->engine, ORCH_IMPORT_STAFF, widget);

  g_signal_connect_object (dialog, "entered", G_CALLBACK (on_added), widget, G_CONNECT_SWAPPED);
}

static DexFuture *
on_file_added (DexFuture *future, gpointer data)
{
  OrchDirectoryPage *self = data;

  if (self->engine == NULL)
    return NULL;
  orch_directory_frame_show_tab (self->frame, TRUE);
  orch_directory_frame_count (self->frame);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.count", NULL);
  return NULL;
}

static void
on_add_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dex_future_disown (
      dex_future_then (orch_hand_adder_open_file (ORCH_DIRECTORY_PAGE (widget)->engine, ORCH_IMPORT_STAFF, widget),
                       on_file_added, g_object_ref (widget), g_object_unref));
}

/* Where people come from: the EMR, or who types them here. */
static void
show_source (OrchDirectoryPage *self)
{
  const gboolean by_hand = orch_hand_adder_is_offered (self->engine, ORCH_IMPORT_STAFF);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "directory.add", by_hand);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "directory.add-file", by_hand);
  gtk_widget_set_visible (self->add_box, by_hand);
  gtk_widget_set_visible (self->import_box, !by_hand);
  orch_directory_frame_set_words (self->frame, !by_hand ? &words
                                               : orch_clinic_has_emr (orch_engine_get_clinic (self->engine))
                                                   ? &later_words
                                                   : &typed_words);
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchDirectoryPage *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);

  adw_banner_set_button_label (self->arrivals_banner,
                               orch_session_allows (session, ORCH_ACT_SYNC) ? _ ("_I Have Read It") : NULL);
  show_source (self);
  on_run (self);
  read_news (self);
}

static void
on_clinic (OrchDirectoryPage *self)
{
  show_source (self);
  on_run (self);
}

static void
on_import (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchDirectoryPage *self = ORCH_DIRECTORY_PAGE (widget);

  orch_engine_start_import (self->engine, ORCH_IMPORT_STAFF);
}

static void
on_go_to_clinic (GtkWidget *widget, const char *action, GVariant *parameter)
{
  orch_window_go (widget, ORCH_WINDOW_CLINIC);
}

static void
on_cancel (OrchDirectoryPage *self)
{
  OrchImportRun *run = orch_engine_get_run (self->engine, ORCH_IMPORT_STAFF);

  if (run != NULL)
    orch_import_run_cancel (run);
}

static void
on_show_conflicts (OrchDirectoryPage *self)
{
  adw_dialog_present (orch_conflicts_dialog_new (self->engine, ORCH_IMPORT_STAFF), GTK_WIDGET (self));
}

static void
on_activate (OrchDirectoryPage *self, guint position)
{
  g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  gpointer object = item != NULL ? orch_store_item_get_object (item) : NULL;

  if (ORCH_IS_STAFF_MEMBER (object))
    adw_dialog_present (orch_staff_dialog_new (self->engine, object), GTK_WIDGET (self));
}

static DexFuture *
on_found (DexFuture *future, gpointer data)
{
  OrchDirectoryPage *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL && self->engine != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    adw_dialog_present (orch_staff_dialog_new (self->engine, g_value_get_object (value)), GTK_WIDGET (self));
  return NULL;
}

static void
on_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchDirectoryPage *self = ORCH_DIRECTORY_PAGE (widget);

  dex_future_disown (dex_future_finally (orch_engine_find_member (self->engine, g_variant_get_string (parameter, NULL)),
                                         on_found, g_object_ref (self), g_object_unref));
}

static void
on_search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  orch_directory_frame_search (ORCH_DIRECTORY_PAGE (widget)->frame);
}

/* The sorters only carry the click; the order is the store's. */
static void
on_sort (OrchDirectoryPage *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (GTK_COLUMN_VIEW_SORTER (sorter));
  const gboolean descending =
      gtk_column_view_sorter_get_primary_sort_order (GTK_COLUMN_VIEW_SORTER (sorter)) == GTK_SORT_DESCENDING;
  OrchStoreSort sort = ORCH_STORE_SORT_NAME;

  if (column == self->licence_column)
    sort = ORCH_STORE_SORT_DURATION;
  else if (column == self->profession_column)
    sort = ORCH_STORE_SORT_CATEGORY;
  else if (column == self->state_column)
    sort = ORCH_STORE_SORT_PERMISSION;
  else if (column == self->emr_column)
    sort = ORCH_STORE_SORT_EMR_ID;
  orch_directory_frame_sort (self->frame, sort, descending);
}

static void
set_sortable (GtkColumnViewColumn *column)
{
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));

  gtk_column_view_column_set_sorter (column, sorter);
}

static void
orch_directory_page_dispose (GObject *object)
{
  OrchDirectoryPage *self = ORCH_DIRECTORY_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_DIRECTORY_PAGE);
  g_clear_object (&self->departments);
  g_clear_object (&self->sync);
  g_clear_object (&self->list);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_directory_page_parent_class)->dispose (object);
}

static void
orch_directory_page_class_init (OrchDirectoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_directory_page_dispose;
  g_type_ensure (ORCH_TYPE_DOUBLES_BANNER);
  g_type_ensure (ORCH_TYPE_SYNC_INDICATOR);

  gtk_widget_class_install_action (widget_class, "directory.clinic", NULL, on_go_to_clinic);
  gtk_widget_class_install_action (widget_class, "directory.search", NULL, on_search_action);
  gtk_widget_class_install_action (widget_class, "directory.import", NULL, on_import);
  gtk_widget_class_install_action (widget_class, "directory.open", "s", on_open);
  gtk_widget_class_install_action (widget_class, "directory.add", NULL, on_add);
  gtk_widget_class_install_action (widget_class, "directory.add-file", NULL, on_add_file);

  g_type_ensure (ORCH_TYPE_DIRECTORY_FRAME);
  g_type_ensure (ORCH_TYPE_STORE_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-directory-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, frame);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, arrivals_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, failed_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, doubles);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, import_box);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, add_box);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, progress_box);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, progress_label);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, progress);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, view);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, name_column);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, licence_column);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, profession_column);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, speciality_column);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, departments_column);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, emr_column);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, state_column);
  gtk_widget_class_bind_template_callback (widget_class, dup_name);
  gtk_widget_class_bind_template_callback (widget_class, dup_licence);
  gtk_widget_class_bind_template_callback (widget_class, dup_profession);
  gtk_widget_class_bind_template_callback (widget_class, dup_speciality);
  gtk_widget_class_bind_template_callback (widget_class, dup_emr_id);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss);
  gtk_widget_class_bind_template_callback (widget_class, dup_state);
  gtk_widget_class_bind_template_callback (widget_class, dup_state_icon);
  gtk_widget_class_bind_template_callback (widget_class, has_state_icon);
  gtk_widget_class_bind_template_callback (widget_class, on_show_conflicts);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
orch_directory_page_init (OrchDirectoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_menu_names_give (GTK_WIDGET (self));
}

GtkWidget *
orch_directory_page_new (OrchEngine *engine)
{
  OrchDirectoryPage *self = NULL;
  OrchImportRun *run = NULL;
  g_autoptr (GtkSingleSelection) selection = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_DIRECTORY_PAGE, NULL);
  self->engine = g_object_ref (engine);
  self->list = orch_engine_list_staff (engine);

  set_sortable (self->name_column);
  set_sortable (self->licence_column);
  set_sortable (self->profession_column);
  set_sortable (self->state_column);
  set_sortable (self->emr_column);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_sort), self,
                           G_CONNECT_SWAPPED);

  selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_model (selection, G_LIST_MODEL (self->list));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));

  self->departments = orch_department_column_new (engine, self->departments_column);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::clinic", G_CALLBACK (on_clinic), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::emr-connection", G_CALLBACK (on_clinic), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::emr-notice", G_CALLBACK (on_clinic), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_clinic), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (read_news), NULL);
  run = orch_engine_get_run (engine, ORCH_IMPORT_STAFF);
  if (run != NULL)
    g_signal_connect_object (run, "notify", G_CALLBACK (on_run), self, G_CONNECT_SWAPPED);
  orch_doubles_banner_set_up (self->doubles, engine, ORCH_IMPORT_STAFF, G_LIST_MODEL (self->list));
  orch_directory_frame_set_up (self->frame, GTK_WIDGET (self), engine, ORCH_IMPORT_STAFF, self->list, &words);
  on_session (self);
  return GTK_WIDGET (self);
}
