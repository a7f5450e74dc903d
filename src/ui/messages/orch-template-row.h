/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A template in the list of them. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-message-template.h"

G_BEGIN_DECLS

#define ORCH_TYPE_TEMPLATE_ROW (orch_template_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchTemplateRow, orch_template_row, ORCH, TEMPLATE_ROW, AdwBin)

GtkWidget *orch_template_row_new (void);
/** orch_template_row_show: @item: whose child it is; @may_change: there is a button to change it */
void orch_template_row_show (OrchTemplateRow *self, GtkListItem *item, OrchMessageTemplate *one, gboolean may_change);

G_END_DECLS
