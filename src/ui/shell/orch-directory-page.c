/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One page for two tables: what differs between staff and services is the text of the columns. Main thread.
 */
#include "orch-directory-page.h"

#include <glib/gi18n.h>

#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "orch-conflicts-dialog.h"
#include "orch-staff-dialog.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"

#define NARROW_PX 560 /* below it only the name and the second column show */

struct _OrchDirectoryPage
{
  AdwNavigationPage parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchStoreList *list;

  OrchImportKind kind;

  /* template children */
  AdwToggleGroup *tabs;
  AdwToggle *active_tab;
  AdwToggle *inactive_tab;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkWidget *import_button;
  AdwBanner *conflicts_banner;
  GtkProgressBar *progress;
  GtkStack *stack;
  AdwStatusPage *empty;
  AdwStatusPage *error;
  GtkColumnView *view;
  GtkColumnViewColumn *name_column;
  GtkColumnViewColumn *second_column;
  GtkColumnViewColumn *third_column;
  GtkColumnViewColumn *fourth_column;
  GtkColumnViewColumn *emr_column;
};

G_DEFINE_FINAL_TYPE (OrchDirectoryPage, orch_directory_page, ADW_TYPE_NAVIGATION_PAGE)

static char *
dup_text (const char *text)
{
  return g_strdup (text != NULL ? text : "");
}

static char *
dup_name (gpointer cell, gpointer object)
{
  if (ORCH_IS_STAFF_MEMBER (object))
    return dup_text (orch_staff_member_get_display_name (object));
  if (ORCH_IS_SERVICE (object))
    return dup_text (orch_service_get_display_name (object));
  return g_strdup ("");
}

/* Licence, or category. */
static char *
dup_second (gpointer cell, gpointer object)
{
  if (ORCH_IS_STAFF_MEMBER (object))
    return dup_text (orch_staff_member_get_fields (object)->licence);
  if (ORCH_IS_SERVICE (object))
    return dup_text (orch_service_get_fields (object)->category);
  return g_strdup ("");
}

/* Profession, or duration. */
static char *
dup_third (gpointer cell, gpointer object)
{
  if (ORCH_IS_STAFF_MEMBER (object))
    return dup_text (orch_staff_member_get_fields (object)->profession);
  if (ORCH_IS_SERVICE (object))
    /* translators: a duration in minutes */
    return g_strdup_printf (_ ("%d min"), orch_service_get_fields (object)->duration_minutes);
  return g_strdup ("");
}

/* Speciality, or whether patients can book it online. */
static char *
dup_fourth (gpointer cell, gpointer object)
{
  if (ORCH_IS_STAFF_MEMBER (object))
    return dup_text (orch_staff_member_get_fields (object)->speciality);
  if (ORCH_IS_SERVICE (object))
    return g_strdup (orch_service_get_fields (object)->online ? _ ("Yes") : _ ("No"));
  return g_strdup ("");
}

static char *
dup_emr_id (gpointer cell, gpointer object)
{
  if (ORCH_IS_STAFF_MEMBER (object))
    return dup_text (orch_staff_member_get_fields (object)->emr_id);
  if (ORCH_IS_SERVICE (object))
    return dup_text (orch_service_get_fields (object)->emr_id);
  return g_strdup ("");
}

static gboolean
is_active_tab (OrchDirectoryPage *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->tabs), "inactive") != 0;
}

static void
show_empty (OrchDirectoryPage *self)
{
  const gboolean searching = gtk_editable_get_text (self->search_entry)[0] != '\0';
  const gboolean staff = self->kind == ORCH_IMPORT_STAFF;

  if (searching)
    {
      adw_status_page_set_icon_name (self->empty, "system-search-symbolic");
      adw_status_page_set_title (self->empty, _ ("Nothing found"));
      adw_status_page_set_description (self->empty, _ ("Try another word, or look in the other tab."));
      return;
    }
  adw_status_page_set_icon_name (self->empty, staff ? "orch-staff-symbolic" : "orch-services-symbolic");
  if (is_active_tab (self))
    {
      adw_status_page_set_title (self->empty, staff ? _ ("Nobody is active") : _ ("No service is active"));
      adw_status_page_set_description (self->empty,
                                       staff
                                           ? _ ("People come from the EMR: import them again once they are there.")
                                           : _ ("Services arrive inactive: the clinic chooses which ones it offers."));
    }
  else
    {
      adw_status_page_set_title (self->empty, staff ? _ ("Nobody is inactive") : _ ("No service is inactive"));
      adw_status_page_set_description (self->empty, NULL);
    }
}

static void
show_state (OrchDirectoryPage *self)
{
  const GError *failure = orch_store_list_get_error (self->list);

  if (failure != NULL)
    {
      adw_status_page_set_description (self->error, orch_error_text_remedy (orch_error_code_of (failure)));
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (orch_store_list_get_loading (self->list))
    gtk_stack_set_visible_child_name (self->stack, "loading");
  else
    {
      show_empty (self);
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
}

static DexFuture *
on_counted (DexFuture *future, gpointer data)
{
  OrchDirectoryPage *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autofree char *active_label = NULL;
  g_autofree char *inactive_label = NULL;
  g_autofree char *conflicts = NULL;
  guint active = 0;
  guint inactive = 0;
  guint in_conflict = 0;

  if (value == NULL)
    return NULL;
  g_variant_get (g_value_get_variant (value), "(uuu)", &active, &inactive, &in_conflict);
  /* translators: the name of a tab, %u is how many rows it has */
  active_label = g_strdup_printf (_ ("Active %u"), active);
  /* translators: the name of a tab, %u is how many rows it has */
  inactive_label = g_strdup_printf (_ ("Inactive %u"), inactive);
  adw_toggle_set_label (self->active_tab, active_label);
  adw_toggle_set_label (self->inactive_tab, inactive_label);

  /* translators: %u is how many records of the EMR cannot be used yet */
  conflicts =
      g_strdup_printf (ngettext ("%u record in conflict is kept here until it is mended in the EMR.",
                                 "%u records in conflict are kept here until they are mended in the EMR.", in_conflict),
                       in_conflict);
  adw_banner_set_title (self->conflicts_banner, conflicts);
  adw_banner_set_revealed (self->conflicts_banner, in_conflict > 0);
  return NULL;
}

static void
count (OrchDirectoryPage *self)
{
  if (orch_engine_get_state (self->engine) != ORCH_ENGINE_READY)
    return;
  dex_future_disown (dex_future_finally (orch_engine_count (self->engine, self->kind), on_counted, g_object_ref (self),
                                         g_object_unref));
}

static void
on_items_changed (OrchDirectoryPage *self)
{
  show_state (self);
  count (self);
}

static void
on_tab (OrchDirectoryPage *self)
{
  if (self->list == NULL)
    return;
  orch_store_list_set_tab (self->list, is_active_tab (self) ? ORCH_STORE_TAB_ACTIVE : ORCH_STORE_TAB_INACTIVE);
  show_state (self);
}

static void
on_search (OrchDirectoryPage *self)
{
  orch_store_list_set_search (self->list, gtk_editable_get_text (self->search_entry));
  show_state (self);
}

static void
on_run (OrchDirectoryPage *self)
{
  OrchImportRun *run = orch_engine_get_run (self->engine, self->kind);
  const gboolean running = run != NULL && orch_import_run_get_state (run) == ORCH_IMPORT_RUNNING;
  const guint total = run != NULL ? orch_import_run_get_total (run) : 0;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_set_sensitive (self->import_button,
                            !running && orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_IMPORT));
  if (running && total > 0)
    gtk_progress_bar_set_fraction (self->progress, (double) orch_import_run_get_done (run) / total);
  else if (running)
    gtk_progress_bar_pulse (self->progress);
  if (!running)
    count (self);
}

static void
on_import (OrchDirectoryPage *self)
{
  orch_engine_start_import (self->engine, self->kind);
}

static void
on_show_conflicts (OrchDirectoryPage *self)
{
  adw_dialog_present (orch_conflicts_dialog_new (self->engine, self->kind), GTK_WIDGET (self));
}

static void
on_activate (OrchDirectoryPage *self, guint position)
{
  g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  gpointer object = item != NULL ? orch_store_item_get_object (item) : NULL;

  if (ORCH_IS_STAFF_MEMBER (object))
    adw_dialog_present (orch_staff_dialog_new (self->engine, object), GTK_WIDGET (self));
}

static void
on_search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchDirectoryPage *self = ORCH_DIRECTORY_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/* The sorters only carry the click; the order is the store's. */
static void
on_sort (OrchDirectoryPage *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (GTK_COLUMN_VIEW_SORTER (sorter));
  const gboolean descending =
      gtk_column_view_sorter_get_primary_sort_order (GTK_COLUMN_VIEW_SORTER (sorter)) == GTK_SORT_DESCENDING;
  const gboolean staff = self->kind == ORCH_IMPORT_STAFF;
  OrchStoreSort sort = ORCH_STORE_SORT_NAME;

  if (column == self->second_column)
    sort = staff ? ORCH_STORE_SORT_DURATION : ORCH_STORE_SORT_CATEGORY;
  else if (column == self->third_column)
    sort = staff ? ORCH_STORE_SORT_CATEGORY : ORCH_STORE_SORT_DURATION;
  else if (column == self->fourth_column)
    sort = ORCH_STORE_SORT_PERMISSION;
  else if (column == self->emr_column)
    sort = ORCH_STORE_SORT_EMR_ID;
  orch_store_list_set_sort (self->list, sort, descending);
}

static void
set_sortable (GtkColumnViewColumn *column)
{
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));

  gtk_column_view_column_set_sorter (column, sorter);
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_locked (OrchDirectoryPage *self)
{
  if (orch_session_is_locked (orch_engine_get_session (self->engine)))
    orch_store_list_detach (self->list);
  else
    orch_store_list_attach (self->list);
  on_run (self);
}

static void
orch_directory_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OrchDirectoryPage *self = ORCH_DIRECTORY_PAGE (widget);
  const gboolean wide = width >= NARROW_PX;

  if (gtk_column_view_column_get_visible (self->third_column) != wide)
    {
      gtk_column_view_column_set_visible (self->third_column, wide);
      gtk_column_view_column_set_visible (self->fourth_column, wide);
      gtk_column_view_column_set_visible (self->emr_column, wide);
    }
  GTK_WIDGET_CLASS (orch_directory_page_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
orch_directory_page_dispose (GObject *object)
{
  OrchDirectoryPage *self = ORCH_DIRECTORY_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_DIRECTORY_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_directory_page_parent_class)->dispose (object);
}

static void
orch_directory_page_class_init (OrchDirectoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_directory_page_dispose;
  widget_class->size_allocate = orch_directory_page_size_allocate;

  gtk_widget_class_install_action (widget_class, "directory.search", NULL, on_search_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "directory.search", NULL);

  g_type_ensure (ORCH_TYPE_STORE_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-directory-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, tabs);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, active_tab);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, inactive_tab);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, import_button);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, conflicts_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, progress);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, empty);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, error);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, view);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, name_column);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, second_column);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, third_column);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, fourth_column);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryPage, emr_column);
  gtk_widget_class_bind_template_callback (widget_class, dup_name);
  gtk_widget_class_bind_template_callback (widget_class, dup_second);
  gtk_widget_class_bind_template_callback (widget_class, dup_third);
  gtk_widget_class_bind_template_callback (widget_class, dup_fourth);
  gtk_widget_class_bind_template_callback (widget_class, dup_emr_id);
  gtk_widget_class_bind_template_callback (widget_class, on_tab);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
  gtk_widget_class_bind_template_callback (widget_class, on_show_conflicts);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
orch_directory_page_init (OrchDirectoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
orch_directory_page_new (OrchEngine *engine, OrchImportKind kind)
{
  const gboolean staff = kind == ORCH_IMPORT_STAFF;
  OrchDirectoryPage *self = NULL;
  OrchImportRun *run = NULL;
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_DIRECTORY_PAGE, "title", staff ? _ ("Staff") : _ ("Services"), "tag",
                       staff ? "staff" : "services", NULL);
  self->engine = g_object_ref (engine);
  self->kind = kind;
  self->list = staff ? orch_engine_list_staff (engine) : orch_engine_list_services (engine);
  orch_store_list_set_tab (self->list, ORCH_STORE_TAB_ACTIVE);

  gtk_column_view_column_set_title (self->second_column, staff ? _ ("Licence") : _ ("Category"));
  gtk_column_view_column_set_title (self->third_column, staff ? _ ("Profession") : _ ("Duration"));
  gtk_column_view_column_set_title (self->fourth_column, staff ? _ ("Speciality") : _ ("Online"));
  set_sortable (self->name_column);
  set_sortable (self->second_column);
  set_sortable (self->third_column);
  set_sortable (self->fourth_column);
  set_sortable (self->emr_column);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_sort), self,
                           G_CONNECT_SWAPPED);

  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list))));
  gtk_single_selection_set_autoselect (GTK_SINGLE_SELECTION (selection), FALSE);
  gtk_column_view_set_model (self->view, selection);

  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (engine), "notify::locked", G_CALLBACK (on_locked), self,
                           G_CONNECT_SWAPPED);
  run = orch_engine_get_run (engine, kind);
  if (run != NULL)
    g_signal_connect_object (run, "notify", G_CALLBACK (on_run), self, G_CONNECT_SWAPPED);
  on_locked (self);
  show_state (self);
  return ADW_NAVIGATION_PAGE (self);
}
