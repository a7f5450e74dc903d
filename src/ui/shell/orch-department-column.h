/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The column of the staff's departments: a member carries the EMR's ids of them, the clinic has their names. Read anew when the column is told
 * to; emptied by the lock. Owned by the page; main thread.
 */
#pragma once

#include <gtk/gtk.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_DEPARTMENT_COLUMN (orch_department_column_get_type ())
G_DECLARE_FINAL_TYPE (OrchDepartmentColumn, orch_department_column, ORCH, DEPARTMENT_COLUMN, GObject)

/** orch_department_column_new: fills the cells of @column (borrowed, outlives this) */
OrchDepartmentColumn *orch_department_column_new (OrchEngine *engine, GtkColumnViewColumn *column);
/** orch_department_column_read: the names may have changed, or the session may have been locked or opened */
void orch_department_column_read (OrchDepartmentColumn *self);

/** orch_department_column_dup_text: Returns: (transfer full): the departments of @member: "Médecine familiale, Obstétrique"; "" when none is known */
char *orch_department_column_dup_text (OrchDepartmentColumn *self, OrchStaffMember *member);

G_END_DECLS
