/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conflict-export.h. On paper each record has a box to tick: it is a list of what is to be mended in the EMR.
 */
#include "orch-conflict-export.h"

#include <glib/gi18n.h>

#include "ui/orch-error-text.h"

const char *
orch_conflict_list_title (OrchImportKind kind)
{
  return kind == ORCH_IMPORT_STAFF ? _ ("Staff in conflict") : _ ("Services in conflict");
}

/* @box: before each name */
static OrchTable *
make_table (GListModel *conflicts, const char *box)
{
  OrchTable *table = orch_table_new (NULL);

  orch_table_add_column (table, _ ("Record"), ORCH_TABLE_TEXT, 6);
  orch_table_add_column (table, _ ("EMR number"), ORCH_TABLE_TEXT, 3);
  orch_table_add_column (table, _ ("Field"), ORCH_TABLE_TEXT, 4);
  orch_table_add_column (table, _ ("Problem"), ORCH_TABLE_TEXT, 7);
  orch_table_add_column (table, _ ("What to do in the EMR"), ORCH_TABLE_TEXT, 8);
  for (guint i = 0; i < g_list_model_get_n_items (conflicts); i++)
    {
      g_autoptr (OrchConflict) conflict = g_list_model_get_item (conflicts, i);
      g_autofree char *name = g_strconcat (box, orch_conflict_get_record_name (conflict), NULL);
      g_autofree char *problem = orch_error_text_dup_conflict (conflict, FALSE);
      g_autofree char *remedy = orch_error_text_dup_conflict (conflict, TRUE);

      orch_table_add_row (table,
                          (const char *const[]) { name, orch_conflict_get_record_id (conflict),
                                                  orch_error_text_conflict_field (orch_conflict_get_rule (conflict)),
                                                  problem, remedy });
    }
  return table;
}

void
orch_conflict_export (GtkWidget *widget, GListModel *conflicts, const char *title, OrchExportForm form)
{
  OrchExport *export = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_LIST_MODEL (conflicts));
  g_return_if_fail (title != NULL);

  export = orch_export_new (title, NULL);
  orch_export_add_table (export, make_table (conflicts, "☐ "));
  orch_export_set_sheet (export, make_table (conflicts, ""));
  dex_future_disown (orch_export_run (export, widget, NULL, form));
}
