/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-sources-page.h.
 */
#include "orch-sync-sources-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-text.h"
#include "ui/orch-ui.h"

struct _OrchSyncSourcesPage
{
  AdwNavigationPage parent_instance;

  /* owned */
  GListModel *sources;
  GHashTable *left_out;
  GtkCustomFilter *filter;
  GtkFilterListModel *found;
  char *wanted; /* (nullable): folded */

  gboolean showing; /* set by us, not by the person */

  /* template children */
  GtkLabel *explanation;
  GtkEditable *search;
  GtkLabel *count;
  GtkStack *stack;
  GtkListView *list;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchSyncSourcesPage, orch_sync_sources_page, ADW_TYPE_NAVIGATION_PAGE)

static void
show_count (OrchSyncSourcesPage *self)
{
  const guint total = g_list_model_get_n_items (self->sources);
  guint ticked = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < total; i++)
    {
      g_autoptr (OrchSyncSource) source = g_list_model_get_item (self->sources, i);

      ticked += !g_hash_table_contains (self->left_out, orch_sync_source_get_fields (source)->emr_id);
    }
  /* translators: how many are ticked, of how many */
  text = g_strdup_printf (_ ("%'u of %'u ticked"), ticked, total);
  gtk_label_set_label (self->count, text);
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0 ? "list" : "empty");
}

static void
set_ticked (OrchSyncSourcesPage *self, OrchSyncSource *source, gboolean ticked)
{
  const char *emr_id = orch_sync_source_get_fields (source)->emr_id;

  if (ticked)
    g_hash_table_remove (self->left_out, emr_id);
  else
    g_hash_table_add (self->left_out, g_strdup (emr_id));
}

static void
on_toggled (GtkCheckButton *check, OrchSyncSourcesPage *self)
{
  OrchSyncSource *source = g_object_get_data (G_OBJECT (check), "source");

  if (self->showing || source == NULL)
    return;
  set_ticked (self, source, gtk_check_button_get_active (check));
  show_count (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GtkWidget *
make_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* A row: the box, the name, what they do, and whether they are new. */
static void
on_setup (OrchSyncSourcesPage *self, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = make_label (NULL);
  GtkWidget *detail = make_label ("caption");
  GtkWidget *badge = gtk_label_new (_ ("New"));

  gtk_widget_add_css_class (detail, "dimmed");
  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_add_css_class (badge, "caption");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (row, "review-row");
  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), detail);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), texts);
  gtk_widget_set_hexpand (check, TRUE);
  gtk_box_append (GTK_BOX (row), check);
  gtk_box_append (GTK_BOX (row), badge);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_DEFAULT);
  gtk_list_item_set_focusable (item, FALSE);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (OrchSyncSourcesPage *self, GtkListItem *item)
{
  OrchSyncSource *source = gtk_list_item_get_item (item);
  const OrchSyncSourceFields *fields = orch_sync_source_get_fields (source);
  GtkWidget *check = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *badge = gtk_widget_get_next_sibling (check);
  GtkWidget *name = gtk_widget_get_first_child (gtk_check_button_get_child (GTK_CHECK_BUTTON (check)));
  GtkWidget *detail = gtk_widget_get_next_sibling (name);
  g_autofree char *spoken = NULL;

  gtk_label_set_label (GTK_LABEL (name), fields->name);
  gtk_label_set_label (GTK_LABEL (detail), fields->detail != NULL ? fields->detail : "");
  gtk_widget_set_visible (detail, fields->detail != NULL);
  gtk_widget_set_visible (badge, fields->fresh);
  if (fields->fresh)
    /* translators: %s is the name of a professional or of an office that appeared in the EMR */
    spoken = g_strdup_printf (_ ("%s, new"), fields->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken != NULL ? spoken : fields->name, -1);
  self->showing = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), !g_hash_table_contains (self->left_out, fields->emr_id));
  self->showing = FALSE;
  g_object_set_data (G_OBJECT (check), "source", source);
}

static void
on_unbind (OrchSyncSourcesPage *self, GtkListItem *item)
{
  g_object_set_data (G_OBJECT (gtk_widget_get_first_child (gtk_list_item_get_child (item))), "source", NULL);
}

static gboolean
is_found (gpointer source, gpointer data)
{
  OrchSyncSourcesPage *self = data;
  const OrchSyncSourceFields *fields = orch_sync_source_get_fields (source);
  g_autofree char *all = NULL;
  g_autofree char *folded = NULL;

  if (self->wanted == NULL || self->wanted[0] == '\0')
    return TRUE;
  all = g_strjoin (" ", fields->name, fields->detail, NULL);
  folded = orch_text_fold (all);
  return strstr (folded, self->wanted) != NULL;
}

static void
on_search (OrchSyncSourcesPage *self)
{
  g_free (self->wanted);
  self->wanted = orch_text_fold (gtk_editable_get_text (self->search));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_count (self);
}

/* All of those that the search shows. */
static void
set_all (OrchSyncSourcesPage *self, gboolean ticked)
{
  g_autoptr (GtkListItemFactory) factory = g_object_ref (gtk_list_view_get_factory (self->list));
  GListModel *found = G_LIST_MODEL (self->found);

  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (OrchSyncSource) source = g_list_model_get_item (found, i);

      set_ticked (self, source, ticked);
    }
  /* The rows are made anew: those of the same sources would stay as they are. */
  gtk_list_view_set_factory (self->list, NULL);
  gtk_list_view_set_factory (self->list, factory);
  show_count (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Escape takes the words away, then leads back. */
static void
on_stop_search (OrchSyncSourcesPage *self)
{
  if (gtk_editable_get_text (self->search)[0] != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
}

static void
on_all (OrchSyncSourcesPage *self)
{
  set_all (self, TRUE);
}

static void
on_none (OrchSyncSourcesPage *self)
{
  set_all (self, FALSE);
}

static void
orch_sync_sources_page_dispose (GObject *object)
{
  OrchSyncSourcesPage *self = ORCH_SYNC_SOURCES_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SYNC_SOURCES_PAGE);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->sources);
  g_clear_pointer (&self->left_out, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (orch_sync_sources_page_parent_class)->dispose (object);
}

static void
orch_sync_sources_page_class_init (OrchSyncSourcesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_sync_sources_page_dispose;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/sync/orch-sync-sources-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSyncSourcesPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, OrchSyncSourcesPage, search);
  gtk_widget_class_bind_template_child (widget_class, OrchSyncSourcesPage, count);
  gtk_widget_class_bind_template_child (widget_class, OrchSyncSourcesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchSyncSourcesPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_all);
  gtk_widget_class_bind_template_callback (widget_class, on_none);
}

static void
orch_sync_sources_page_init (OrchSyncSourcesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
orch_sync_sources_page_new (OrchSyncSourceKind kind, GListModel *sources, GHashTable *left_out)
{
  OrchSyncSourcesPage *self = NULL;
  g_autoptr (GtkListItemFactory) factory = NULL;
  g_autoptr (GtkSelectionModel) selection = NULL;
  const gboolean staff = kind == ORCH_SYNC_SOURCE_STAFF;

  g_return_val_if_fail (G_IS_LIST_MODEL (sources), NULL);
  g_return_val_if_fail (left_out != NULL, NULL);

  self = g_object_new (ORCH_TYPE_SYNC_SOURCES_PAGE, "title", staff ? _ ("Professionals") : _ ("Offices"), NULL);
  self->sources = g_object_ref (sources);
  self->left_out = g_hash_table_ref (left_out);
  self->filter = gtk_custom_filter_new (is_found, self, NULL);
  self->found = gtk_filter_list_model_new (g_object_ref (sources), GTK_FILTER (g_object_ref (self->filter)));
  gtk_label_set_label (
      self->explanation,
      staff ? _ ("The appointments of those who are ticked are brought from the EMR. Who is new is ticked.")
            : _ ("The appointments of the offices that are ticked are brought from the EMR; so are those of a "
                 "professional who works in one of them. An office that is new is ticked."));
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->found))));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
  show_count (self);
  return ADW_NAVIGATION_PAGE (self);
}
