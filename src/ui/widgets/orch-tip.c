/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-tip.h.
 */
#include "orch-tip.h"

typedef struct
{
  OrchTipFunc dup_tip;
  gpointer data;
} Tip;

static gboolean
on_query_tooltip (GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip, Tip *tip)
{
  g_autofree char *text = tip->dup_tip (widget, tip->data);

  if (text == NULL || text[0] == '\0')
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
free_tip (gpointer tip, GClosure *closure)
{
  g_free (tip);
}

static char *
dup_own (GtkWidget *widget, gpointer unused)
{
  return g_strdup (GTK_IS_LABEL (widget) ? gtk_label_get_label (GTK_LABEL (widget))
                                         : gtk_inscription_get_text (GTK_INSCRIPTION (widget)));
}

void
orch_tip_add (GtkWidget *widget, OrchTipFunc dup_tip, gpointer data)
{
  Tip *tip = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (dup_tip != NULL);

  tip = g_new (Tip, 1);
  *tip = (Tip) { dup_tip, data };
  g_signal_connect_data (widget, "query-tooltip", G_CALLBACK (on_query_tooltip), tip, free_tip, G_CONNECT_DEFAULT);
  gtk_widget_set_has_tooltip (widget, TRUE);
}

void
orch_tip_add_own (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_LABEL (widget) || GTK_IS_INSCRIPTION (widget));

  orch_tip_add (widget, dup_own, NULL);
}
