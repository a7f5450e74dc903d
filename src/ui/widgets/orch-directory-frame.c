/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-directory-frame.h.
 */
#include "orch-directory-frame.h"
#include "orch-get-help.h"
#include "orch-plain-text.h"

#include <glib/gi18n-lib.h>

#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"

struct _OrchDirectoryFrame
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchStoreList *list;

  const OrchDirectoryWords *words;
  OrchImportKind kind;
  gboolean attached;   /* the session lets the list be read */
  gboolean tab_chosen; /* by the person, or once by us: the tab that has rows */
  gboolean from_top;   /* other rows are on their way */
  guint n_active;
  guint n_inactive;

  /* template children */
  AdwToggleGroup *tabs;
  AdwToggle *active_tab;
  AdwToggle *inactive_tab;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  AdwBanner *conflicts_banner;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkWidget *to_clinic;
  GtkWidget *other_tab;
  AdwStatusPage *error;
  GtkScrolledWindow *scroller;
};

enum
{
  PROP_VIEW = 1,
  PROP_SEARCHING,
  N_PROPERTIES,
};

enum
{
  SIGNAL_TAB,
  SIGNAL_SHOW_CONFLICTS,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchDirectoryFrame, orch_directory_frame, ADW_TYPE_BIN)

static void
show_empty (OrchDirectoryFrame *self)
{
  const gboolean searching = gtk_editable_get_text (self->search_entry)[0] != '\0';
  const gboolean active = orch_directory_frame_is_active_tab (self);
  const gboolean others = (active ? self->n_inactive : self->n_active) > 0;
  const char *title = NULL;
  const char *description = NULL;

  if (searching)
    {
      title = _ ("Nothing found");
      description = others ? _ ("Try another word, or look in the other tab.") : _ ("Try another word.");
    }
  else if (active)
    {
      title = _ (self->words->none_active);
      description = _ (self->words->none_active_hint);
    }
  else
    title = _ (self->words->none_inactive);
  adw_status_page_set_icon_name (self->empty, searching ? "system-search-symbolic" : self->words->icon_name);
  adw_status_page_set_title (self->empty, title);
  orch_plain_set_description (GTK_WIDGET (self->empty), description);
  gtk_button_set_label (GTK_BUTTON (self->other_tab),
                        active ? _ ("Show the _Inactive Ones") : _ ("Show the _Active Ones"));
  gtk_widget_set_visible (self->other_tab, others);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->to_clinic), self->words->to_clinic);
  gtk_widget_set_visible (self->to_clinic, active && !searching && self->words->to_clinic != NULL);
}

/* Other rows are read from the first one on, not from where the ones before had been scrolled to. */
static void
go_to_top (OrchDirectoryFrame *self)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (gtk_scrolled_window_get_child (self->scroller));
  GtkSelectionModel *rows = gtk_column_view_get_model (view);

  /* The list holds on to a row: it has to let go of that one, else the next layout takes it back there. */
  if (rows != NULL && g_list_model_get_n_items (G_LIST_MODEL (rows)) > 0)
    gtk_column_view_scroll_to (view, 0, NULL, GTK_LIST_SCROLL_NONE, NULL);
}

static void
show_state (OrchDirectoryFrame *self)
{
  const GError *failure = orch_store_list_get_error (self->list);

  if (failure != NULL)
    {
      orch_plain_set_description (GTK_WIDGET (self->error), orch_error_text_remedy (orch_error_code_of (failure)));
      orch_get_help_beside (self->error, failure);
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

static void
on_loading (OrchDirectoryFrame *self)
{
  if (self->from_top && !orch_store_list_get_loading (self->list))
    {
      self->from_top = FALSE;
      go_to_top (self);
    }
  show_state (self);
}

static DexFuture *
on_counted (DexFuture *future, gpointer data)
{
  OrchDirectoryFrame *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autofree char *active_label = NULL;
  g_autofree char *inactive_label = NULL;
  g_autofree char *conflicts = NULL;
  guint in_conflict = 0;

  if (value == NULL || self->engine == NULL)
    return NULL;
  g_variant_get (g_value_get_variant (value), "(uuu)", &self->n_active, &self->n_inactive, &in_conflict);
  /* The first look is at what there is. */
  if (!self->tab_chosen && self->n_active == 0 && self->n_inactive > 0)
    adw_toggle_group_set_active_name (self->tabs, "inactive");
  /* translators: the name of a tab, %u is how many rows it has */
  active_label = g_strdup_printf (_ ("Active %'u"), self->n_active);
  /* translators: the name of a tab, %u is how many rows it has */
  inactive_label = g_strdup_printf (_ ("Inactive %'u"), self->n_inactive);
  adw_toggle_set_label (self->active_tab, active_label);
  adw_toggle_set_label (self->inactive_tab, inactive_label);

  const char *sentence =
      /* translators: %u is how many records of the EMR cannot be used yet */
      ngettext ("%'u record in conflict is kept here until it is mended in the EMR.",
                "%'u records in conflict are kept here until they are mended in the EMR.", in_conflict);

  conflicts = g_strdup_printf (sentence, in_conflict);
  orch_plain_set_banner (self->conflicts_banner, conflicts);
  adw_banner_set_revealed (self->conflicts_banner, in_conflict > 0);
  show_state (self);
  return NULL;
}

static void
on_items_changed (OrchDirectoryFrame *self)
{
  show_state (self);
  orch_directory_frame_count (self);
}

/* Other rows come where these were. */
static void
leave_rows (OrchDirectoryFrame *self)
{
  GtkSelectionModel *selection =
      gtk_column_view_get_model (GTK_COLUMN_VIEW (gtk_scrolled_window_get_child (self->scroller)));

  if (selection != NULL)
    gtk_selection_model_unselect_all (selection);
  orch_store_list_leave (self->list);
  go_to_top (self);
}

static void
on_tab (OrchDirectoryFrame *self)
{
  if (self->list == NULL)
    return;
  leave_rows (self);
  self->tab_chosen = TRUE;
  orch_store_list_set_tab (self->list,
                           orch_directory_frame_is_active_tab (self) ? ORCH_STORE_TAB_ACTIVE : ORCH_STORE_TAB_INACTIVE);
  self->from_top = orch_store_list_get_loading (self->list);
  g_signal_emit (self, signals[SIGNAL_TAB], 0);
  show_state (self);
}

static void
on_search (OrchDirectoryFrame *self)
{
  if (self->list == NULL)
    return;
  leave_rows (self);
  orch_store_list_set_search (self->list, gtk_editable_get_text (self->search_entry));
  self->from_top = orch_store_list_get_loading (self->list);
  show_state (self);
}

static void
on_other_tab (OrchDirectoryFrame *self)
{
  adw_toggle_group_set_active_name (self->tabs, orch_directory_frame_is_active_tab (self) ? "inactive" : "active");
}

static void
on_show_conflicts (OrchDirectoryFrame *self)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_CONFLICTS], 0);
}

static void
on_search_mode (OrchDirectoryFrame *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchDirectoryFrame *self)
{
  const gboolean may = orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_DIRECTORY);

  if (may == self->attached)
    return;
  self->attached = may;
  if (may)
    orch_store_list_attach (self->list);
  else
    {
      orch_store_list_detach (self->list);
      gtk_editable_set_text (self->search_entry, "");
    }
}

static void
orch_directory_frame_dispose (GObject *object)
{
  OrchDirectoryFrame *self = ORCH_DIRECTORY_FRAME (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_DIRECTORY_FRAME);
  g_clear_object (&self->list);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_directory_frame_parent_class)->dispose (object);
}

static void
orch_directory_frame_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  OrchDirectoryFrame *self = ORCH_DIRECTORY_FRAME (object);

  switch (property_id)
    {
    case PROP_VIEW:
      g_value_set_object (value, gtk_scrolled_window_get_child (self->scroller));
      break;
    case PROP_SEARCHING:
      g_value_set_boolean (value, gtk_search_bar_get_search_mode (self->search_bar));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
orch_directory_frame_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  OrchDirectoryFrame *self = ORCH_DIRECTORY_FRAME (object);

  switch (property_id)
    {
    case PROP_VIEW:
      gtk_scrolled_window_set_child (self->scroller, g_value_get_object (value));
      break;
    case PROP_SEARCHING:
      gtk_search_bar_set_search_mode (self->search_bar, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
orch_directory_frame_class_init (OrchDirectoryFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = orch_directory_frame_dispose;
  object_class->get_property = orch_directory_frame_get_property;
  object_class->set_property = orch_directory_frame_set_property;

  properties[PROP_VIEW] =
      g_param_spec_object ("view", NULL, NULL, GTK_TYPE_COLUMN_VIEW, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEARCHING] =
      g_param_spec_boolean ("searching", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SIGNAL_TAB] =
      g_signal_new ("tab", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SHOW_CONFLICTS] = g_signal_new ("show-conflicts", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                                 NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/widgets/orch-directory-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, tabs);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, active_tab);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, inactive_tab);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, search_bar);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, search_entry);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, conflicts_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, empty);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, to_clinic);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, other_tab);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, error);
  gtk_widget_class_bind_template_child (widget_class, OrchDirectoryFrame, scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_tab);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_mode);
  gtk_widget_class_bind_template_callback (widget_class, on_other_tab);
  gtk_widget_class_bind_template_callback (widget_class, on_show_conflicts);
}

static void
orch_directory_frame_init (OrchDirectoryFrame *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
}

void
orch_directory_frame_set_up (OrchDirectoryFrame *self, GtkWidget *page, OrchEngine *engine, OrchImportKind kind,
                             OrchStoreList *list, const OrchDirectoryWords *words)
{
  g_return_if_fail (ORCH_IS_DIRECTORY_FRAME (self));
  g_return_if_fail (GTK_IS_WIDGET (page));
  g_return_if_fail (ORCH_IS_ENGINE (engine));
  g_return_if_fail (ORCH_IS_STORE_LIST (list));
  g_return_if_fail (words != NULL);
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  self->list = g_object_ref (list);
  self->kind = kind;
  self->words = words;
  orch_store_list_set_tab (list, ORCH_STORE_TAB_ACTIVE);
  gtk_search_bar_set_key_capture_widget (self->search_bar, page);
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->search_entry), _ (words->placeholder));

  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::loading", G_CALLBACK (on_loading), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  self->attached = TRUE;
  on_session (self);
  orch_directory_frame_count (self);
  show_state (self);
}

void
orch_directory_frame_set_words (OrchDirectoryFrame *self, const OrchDirectoryWords *words)
{
  g_return_if_fail (ORCH_IS_DIRECTORY_FRAME (self));
  g_return_if_fail (words != NULL);
  g_return_if_fail (self->engine != NULL);

  if (self->words == words)
    return;
  self->words = words;
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->search_entry), _ (words->placeholder));
  show_state (self);
}

void
orch_directory_frame_show_tab (OrchDirectoryFrame *self, gboolean active)
{
  g_return_if_fail (ORCH_IS_DIRECTORY_FRAME (self));

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_editable_set_text (self->search_entry, "");
  adw_toggle_group_set_active_name (self->tabs, active ? "active" : "inactive");
}

gboolean
orch_directory_frame_is_active_tab (OrchDirectoryFrame *self)
{
  g_return_val_if_fail (ORCH_IS_DIRECTORY_FRAME (self), TRUE);

  return g_strcmp0 (adw_toggle_group_get_active_name (self->tabs), "inactive") != 0;
}

void
orch_directory_frame_sort (OrchDirectoryFrame *self, OrchStoreSort sort, gboolean descending)
{
  g_return_if_fail (ORCH_IS_DIRECTORY_FRAME (self));

  /* A view that comes or goes tells of its order, too. */
  if (self->list == NULL)
    return;
  leave_rows (self);
  orch_store_list_set_sort (self->list, sort, descending);
  self->from_top = orch_store_list_get_loading (self->list);
}

void
orch_directory_frame_search (OrchDirectoryFrame *self)
{
  g_return_if_fail (ORCH_IS_DIRECTORY_FRAME (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
orch_directory_frame_count (OrchDirectoryFrame *self)
{
  g_return_if_fail (ORCH_IS_DIRECTORY_FRAME (self));

  if (self->engine == NULL || orch_engine_get_state (self->engine) != ORCH_ENGINE_READY)
    return;
  dex_future_disown (dex_future_finally (orch_engine_count (self->engine, self->kind), on_counted, g_object_ref (self),
                                         g_object_unref));
}
