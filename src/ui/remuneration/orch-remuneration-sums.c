/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-remuneration-sums.h.
 */
#include "orch-remuneration-sums.h"

#include <glib/gi18n.h>

#include "orch-remuneration-chart.h"
#include "orch-remuneration-text.h"
#include "ui/orch-ui.h"

#define N_BARS 15 /* more would be a wall: the table has them all */

struct _OrchRemunerationSums
{
  AdwBin parent_instance;

  OrchRemuneration *report; /* (owned) (nullable) */

  /* template children */
  AdwToggleGroup *sides;
  OrchRemunerationChart *chart;
  GtkListBox *list;
  GtkLabel *more;
};

G_DEFINE_FINAL_TYPE (OrchRemunerationSums, orch_remuneration_sums, ADW_TYPE_BIN)

static GtkWidget *
make_sum_label (const char *text, gboolean is_number)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), is_number ? 1 : 0);
  gtk_label_set_wrap (GTK_LABEL (label), !is_number);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, !is_number);
  if (is_number)
    gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
add_sum (OrchRemunerationSums *self, const OrchRemunerationLineFields *sum)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *row = gtk_list_box_row_new ();
  const char *name = orch_remuneration_text_get_sum (sum);
  g_autofree char *now = g_strdup_printf ("%'u", sum->counts.appointments);
  g_autofree char *counts =
      /* translators: %'u is how many */
      g_strdup_printf (ngettext ("%'u appointment", "%'u appointments", sum->counts.appointments),
                       sum->counts.appointments);
  g_autofree char *before =
      orch_remuneration_get_before (self->report, NULL)
          /* translators: of the quarter that another is compared with: %'u is how many appointments it had */
          ? g_strdup_printf (_ ("%'u before"), sum->before.appointments)
          : NULL;
  g_autofree char *spoken = g_strjoin (", ", name, counts, before, NULL);

  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), make_sum_label (name, FALSE));
  if (before != NULL)
    {
      GtkWidget *label = make_sum_label (before, TRUE);

      gtk_widget_add_css_class (label, "dimmed");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_box_append (GTK_BOX (box), make_sum_label (now, TRUE));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->list, row);
}

static void
show (OrchRemunerationSums *self)
{
  const gboolean by_staff = g_strcmp0 (adw_toggle_group_get_active_name (self->sides), "staff") == 0;
  g_autoptr (GPtrArray) sums = NULL;
  g_autofree char *now = NULL;
  g_autofree char *before = NULL;
  g_autofree char *more = NULL;
  OrchQuarter other = { 0 };
  guint n = 0;

  gtk_list_box_remove_all (self->list);
  if (self->report == NULL)
    {
      orch_remuneration_chart_show (self->chart, NULL, NULL, NULL);
      return;
    }
  sums = orch_remuneration_sum (self->report, by_staff);
  for (guint i = sums->len; i > 0; i--)
    {
      const OrchRemunerationLineFields *sum = orch_remuneration_line_get_fields (g_ptr_array_index (sums, i - 1));

      /* Only offered: a bar of nothing */
      if (sum->counts.appointments + sum->before.appointments == 0)
        g_ptr_array_remove_index (sums, i - 1);
    }
  n = sums->len;
  if (n > N_BARS)
    {
      g_ptr_array_set_size (sums, N_BARS);
      /* translators: under a chart: %1$u bars of %2$u are shown */
      more = g_strdup_printf (_ ("The %1$u with the most appointments, of %2$u. The table has them all."), N_BARS, n);
    }
  gtk_label_set_label (self->more, more != NULL ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), more != NULL);
  now = orch_remuneration_text_dup_quarter (orch_remuneration_get_quarter (self->report));
  if (orch_remuneration_get_before (self->report, &other))
    before = orch_remuneration_text_dup_quarter (other);
  orch_remuneration_chart_show (self->chart, sums, now, before);
  for (guint i = 0; i < sums->len; i++)
    add_sum (self, orch_remuneration_line_get_fields (g_ptr_array_index (sums, i)));
}

static void
on_side (OrchRemunerationSums *self)
{
  if (self->list != NULL)
    show (self);
}

static void
orch_remuneration_sums_dispose (GObject *object)
{
  OrchRemunerationSums *self = ORCH_REMUNERATION_SUMS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_REMUNERATION_SUMS);
  g_clear_object (&self->report);
  G_OBJECT_CLASS (orch_remuneration_sums_parent_class)->dispose (object);
}

static void
orch_remuneration_sums_class_init (OrchRemunerationSumsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_remuneration_sums_dispose;
  g_type_ensure (ORCH_TYPE_REMUNERATION_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/remuneration/orch-remuneration-sums.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationSums, sides);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationSums, chart);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationSums, list);
  gtk_widget_class_bind_template_child (widget_class, OrchRemunerationSums, more);
  gtk_widget_class_bind_template_callback (widget_class, on_side);
}

static void
orch_remuneration_sums_init (OrchRemunerationSums *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
orch_remuneration_sums_show (OrchRemunerationSums *self, OrchRemuneration *report)
{
  g_return_if_fail (ORCH_IS_REMUNERATION_SUMS (self));

  g_set_object (&self->report, report);
  show (self);
}
