/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-consequence-list.h.
 */
#include "orch-consequence-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "catalogue/orch-fixed-list.h"
#include "orch-service-text.h"

#define MAX_HEIGHT 300 /* pixels, of the services of one kind */
#define ROW_HEIGHT                                                                                                     \
  47 /* pixels, at the usual size of letters: a list does not know its own height before its rows are made */
#define MAX_OPEN 4 /* services that show without being asked for */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *detail = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_label_set_wrap (GTK_LABEL (detail), TRUE);
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (detail, "dimmed");
  gtk_widget_add_css_class (box, "consequence");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), detail);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static char *
dup_detail (OrchServiceConsequence *consequence, OrchServiceNames *names)
{
  g_autofree char *origin = orch_service_text_dup_origin (orch_service_consequence_get_service (consequence), names);
  g_autofree char *why = orch_service_text_dup_consequence (consequence);

  return why[0] != '\0' ? g_strdup_printf ("%s · %s", origin, why) : g_steal_pointer (&origin);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, OrchServiceNames *names)
{
  OrchServiceConsequence *consequence = gtk_list_item_get_item (item);
  OrchService *service = orch_service_consequence_get_service (consequence);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *detail = dup_detail (consequence, names);

  gtk_label_set_label (GTK_LABEL (name), orch_service_get_display_name (service));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (name)), detail);
  gtk_list_item_set_accessible_label (item, orch_service_get_display_name (service));
  gtk_list_item_set_accessible_description (item, detail);
}

/* A few: whole, without a scroll bar. */
static void
add_few (AdwExpanderRow *row, GListModel *services, OrchServiceNames *names)
{
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (OrchServiceConsequence) consequence = g_list_model_get_item (services, i);
      OrchService *service = orch_service_consequence_get_service (consequence);
      g_autofree char *detail = dup_detail (consequence, names);

      adw_expander_row_add_row (row, g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                                                   orch_service_get_display_name (service), "subtitle", detail,
                                                   "title-lines", 0, "subtitle-lines", 0, NULL));
    }
}

/* The services of one kind: a list of its own, which scrolls, since there may be thousands. */
static GtkWidget *
make_list (OrchFixedList *services, OrchServiceNames *names)
{
  const guint n = orch_fixed_list_get_n (services);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroll = gtk_scrolled_window_new ();
  GtkWidget *view = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), names, 0);
  view =
      gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (services)))), factory);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (view), GTK_LIST_TAB_CELL);
  gtk_widget_add_css_class (view, "review-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Services"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroll), (int) MIN (n * ROW_HEIGHT, MAX_HEIGHT));
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroll), MAX_HEIGHT);
  return scroll;
}

static GtkWidget *
make_row (OrchServiceConsequenceKind kind, OrchFixedList *services, OrchServiceNames *names)
{
  const guint n = orch_fixed_list_get_n (services);
  g_autofree char *sentence = orch_service_text_dup_consequences (kind, n);
  GtkWidget *row = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title", sentence, "title-lines", 0,
                                 "expanded", n <= MAX_OPEN, NULL);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", orch_service_text_get_consequence_icon (kind),
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (icon, orch_service_text_get_consequence_style (kind));
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
  if (n <= MAX_OPEN)
    add_few (ADW_EXPANDER_ROW (row), G_LIST_MODEL (services), names);
  else
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_list (services, names));
  return row;
}

/* Where the consequences of @kind, and of those before it, end: they are told by kind. */
static guint
find_end (GPtrArray *consequences, OrchServiceConsequenceKind kind)
{
  guint from = 0;
  guint to = consequences->len;

  while (from < to)
    {
      const guint middle = from + (to - from) / 2;

      if (orch_service_consequence_get_kind (g_ptr_array_index (consequences, middle)) <= kind)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

GtkWidget *
orch_consequence_list_new (GPtrArray *consequences, OrchServiceNames *names)
{
  GtkWidget *group = adw_preferences_group_new ();
  guint from = 0;

  g_return_val_if_fail (consequences != NULL, NULL);

  /* Looked for, not gone through: there may be a hundred thousand. */
  for (guint kind = 0; kind < ORCH_N_CONSEQUENCES; kind++)
    {
      const guint end = find_end (consequences, (OrchServiceConsequenceKind) kind);
      g_autoptr (OrchFixedList) services =
          orch_fixed_list_new_part (ORCH_TYPE_SERVICE_CONSEQUENCE, consequences, from, end - from);

      if (end > from)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                   make_row ((OrchServiceConsequenceKind) kind, services, names));
      from = end;
    }
  gtk_widget_add_css_class (group, "consequences");
  return group;
}
