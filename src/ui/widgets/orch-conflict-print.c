/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conflict-print.h.
 */
#include "orch-conflict-print.h"

#include "ui/orch-error-text.h"
#include "ui/widgets/orch-print.h"

void
orch_conflict_print (GtkWidget *widget, GListModel *conflicts, const char *title)
{
  g_autoptr (GPtrArray) paragraphs = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_LIST_MODEL (conflicts));
  g_return_if_fail (title != NULL);

  for (guint i = 0; i < g_list_model_get_n_items (conflicts); i++)
    {
      g_autoptr (OrchConflict) conflict = g_list_model_get_item (conflicts, i);
      g_autofree char *fault = orch_error_text_dup_conflict (conflict, FALSE);
      g_autofree char *remedy = orch_error_text_dup_conflict (conflict, TRUE);
      const char *id = orch_conflict_get_record_id (conflict);
      /* A record without a name goes by its identifier already. */
      const gboolean named = id != NULL && !g_str_equal (id, orch_conflict_get_record_name (conflict));

      g_ptr_array_add (paragraphs,
                       g_markup_printf_escaped ("<b>☐ %s</b>   %s\n%s: %s\n<i>%s</i>",
                                                orch_conflict_get_record_name (conflict), named ? id : "",
                                                orch_error_text_conflict_field (orch_conflict_get_rule (conflict)),
                                                fault, remedy));
    }
  orch_print_paragraphs (widget, title, paragraphs);
}
