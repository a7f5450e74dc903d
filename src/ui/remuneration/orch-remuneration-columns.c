/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-remuneration-columns.h.
 */
#include "orch-remuneration-columns.h"

#include <glib/gi18n.h>

#include "core/orch-text.h"
#include "orch-remuneration-text.h"

#define ASPECT "aspect"

char *
orch_remuneration_columns_dup_text (const OrchRemunerationLineFields *line, OrchRemunerationAspect aspect)
{
  g_return_val_if_fail (line != NULL, NULL);

  switch (aspect)
    {
    case ORCH_REMUNERATION_ASPECT_SERVICE:
      return g_strdup (orch_remuneration_text_get_service (line));
    case ORCH_REMUNERATION_ASPECT_STAFF:
      return g_strdup (line->staff_name);
    case ORCH_REMUNERATION_ASPECT_APPOINTMENTS:
      return g_strdup_printf ("%'u", line->counts.appointments);
    case ORCH_REMUNERATION_ASPECT_BEFORE:
      return g_strdup_printf ("%'u", line->before.appointments);
    case ORCH_REMUNERATION_ASPECT_CHANGE:
      return orch_remuneration_text_dup_change (line);
    case ORCH_REMUNERATION_ASPECT_OFFERED:
      return g_strdup_printf ("%'u", line->counts.offered);
    case ORCH_REMUNERATION_ASPECT_FREE:
      return g_strdup_printf ("%'u", line->counts.free);
    case ORCH_REMUNERATION_ASPECT_HOURS:
      return orch_remuneration_text_dup_hours (line->counts.minutes);
    case ORCH_REMUNERATION_ASPECT_NARROW:
    default:
      return NULL;
    }
}

/* --- cells -------------------------------------------------------------------------------- */

static GtkWidget *
make_label (gboolean wraps)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), wraps ? 0 : 1);
  gtk_label_set_wrap (GTK_LABEL (label), wraps);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (!wraps)
    gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell)
{
  const OrchRemunerationAspect aspect = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), ASPECT));
  GtkWidget *box = NULL;

  gtk_column_view_cell_set_focusable (cell, FALSE);
  if (aspect != ORCH_REMUNERATION_ASPECT_NARROW)
    {
      gtk_column_view_cell_set_child (cell, make_label (aspect <= ORCH_REMUNERATION_ASPECT_STAFF));
      return;
    }
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *label = make_label (TRUE);

      if (i == 2)
        gtk_widget_add_css_class (label, "dimmed");
      if (i > 0)
        gtk_widget_add_css_class (label, "caption");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_column_view_cell_set_child (cell, box);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell)
{
  const OrchRemunerationAspect aspect = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), ASPECT));
  const OrchRemunerationLineFields *line = orch_remuneration_line_get_fields (gtk_column_view_cell_get_item (cell));
  GtkWidget *child = gtk_column_view_cell_get_child (cell);
  g_autofree char *text = orch_remuneration_columns_dup_text (line, aspect);

  if (aspect != ORCH_REMUNERATION_ASPECT_NARROW)
    {
      gtk_label_set_label (GTK_LABEL (child), text);
      return;
    }
  child = gtk_widget_get_first_child (child);
  gtk_label_set_label (GTK_LABEL (child), orch_remuneration_text_get_service (line));
  child = gtk_widget_get_next_sibling (child);
  gtk_label_set_label (GTK_LABEL (child), line->staff_name);
  text = orch_remuneration_text_dup_counts (&line->counts);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (child)), text);
}

/* --- sorting ------------------------------------------------------------------------------ */

static int
compare_texts (const char *a, const char *b)
{
  g_autofree char *one = orch_text_collation_key (a);
  g_autofree char *other = orch_text_collation_key (b);

  return strcmp (one, other);
}

static gint64
get_number (const OrchRemunerationLineFields *line, OrchRemunerationAspect aspect)
{
  switch (aspect)
    {
    case ORCH_REMUNERATION_ASPECT_APPOINTMENTS:
      return line->counts.appointments;
    case ORCH_REMUNERATION_ASPECT_BEFORE:
      return line->before.appointments;
    case ORCH_REMUNERATION_ASPECT_CHANGE:
      return (gint64) line->counts.appointments - line->before.appointments;
    case ORCH_REMUNERATION_ASPECT_OFFERED:
      return line->counts.offered;
    case ORCH_REMUNERATION_ASPECT_FREE:
      return line->counts.free;
    case ORCH_REMUNERATION_ASPECT_HOURS:
      return line->counts.minutes;
    case ORCH_REMUNERATION_ASPECT_NARROW:
    case ORCH_REMUNERATION_ASPECT_SERVICE:
    case ORCH_REMUNERATION_ASPECT_STAFF:
    default:
      return 0;
    }
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const OrchRemunerationAspect aspect = GPOINTER_TO_INT (data);
  const OrchRemunerationLineFields *one = orch_remuneration_line_get_fields ((gpointer) a);
  const OrchRemunerationLineFields *other = orch_remuneration_line_get_fields ((gpointer) b);
  const gint64 n = get_number (one, aspect);
  const gint64 m = get_number (other, aspect);

  if (aspect == ORCH_REMUNERATION_ASPECT_STAFF)
    return compare_texts (one->staff_name, other->staff_name);
  if (aspect <= ORCH_REMUNERATION_ASPECT_SERVICE)
    return compare_texts (orch_remuneration_text_get_service (one), orch_remuneration_text_get_service (other));
  return (n > m) - (n < m);
}

void
orch_remuneration_columns_set (GtkColumnViewColumn *column, OrchRemunerationAspect aspect)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare, GINT_TO_POINTER (aspect), NULL));

  g_return_if_fail (GTK_IS_COLUMN_VIEW_COLUMN (column));

  g_object_set_data (G_OBJECT (factory), ASPECT, GINT_TO_POINTER (aspect));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  gtk_column_view_column_set_factory (column, factory);
  gtk_column_view_column_set_sorter (column, sorter);
}

/* --- what is spoken ----------------------------------------------------------------------- */

static void
on_row_bind (GtkSignalListItemFactory *factory, GtkColumnViewRow *row)
{
  const OrchRemunerationLineFields *line = orch_remuneration_line_get_fields (gtk_column_view_row_get_item (row));
  g_autofree char *counts = orch_remuneration_text_dup_counts (&line->counts);
  g_autofree char *spoken = g_strjoin (", ", orch_remuneration_text_get_service (line), line->staff_name, counts, NULL);

  gtk_column_view_row_set_accessible_label (row, spoken);
}

GtkListItemFactory *
orch_remuneration_columns_row_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "bind", G_CALLBACK (on_row_bind), NULL);
  return factory;
}
