/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A line of the list from which a report is made: what is known of the exchange, all its messages at once, or one of them, which is in the report or left out;
 * and the row that shows it. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-message.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_REPORT_LINE_FACTS = 0,
  ORCH_REPORT_LINE_ALL,
  ORCH_REPORT_LINE_MESSAGE,
} OrchReportLineKind;

/** OrchReportLine: property chosen, a boolean: it is in the report */
#define ORCH_TYPE_REPORT_LINE (orch_report_line_get_type ())
G_DECLARE_FINAL_TYPE (OrchReportLine, orch_report_line, ORCH, REPORT_LINE, GObject)

/** orch_report_line_new: @head: in bold; @text: (nullable); @message: (nullable): of ORCH_REPORT_LINE_MESSAGE */
OrchReportLine *orch_report_line_new (OrchReportLineKind kind, const char *head, const char *text,
                                      OrchMessage *message);
OrchReportLineKind orch_report_line_get_kind (OrchReportLine *self);
OrchMessage *orch_report_line_get_message (OrchReportLine *self); /* (nullable) */
gboolean orch_report_line_get_chosen (OrchReportLine *self);
void orch_report_line_set_chosen (OrchReportLine *self, gboolean chosen);
/** orch_report_line_set_head: what it says has changed */
void orch_report_line_set_head (OrchReportLine *self, const char *head);

#define ORCH_TYPE_REPORT_ROW (orch_report_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchReportRow, orch_report_row, ORCH, REPORT_ROW, AdwBin)

GtkWidget *orch_report_row_new (void);
/** orch_report_row_set_line: @item: whose child it is; @line: (nullable) */
void orch_report_row_set_line (OrchReportRow *self, GtkListItem *item, OrchReportLine *line);

G_END_DECLS
