/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The fields of a member of the staff that two workstations may change, in words. Main thread.
 */
#pragma once

#include "core/orch-staff-member.h"

G_BEGIN_DECLS

/** orch_staff_field_text_get_name: @field: the number of an OrchStaffMergeField. Returns: (transfer none) */
const char *orch_staff_field_text_get_name (guint field);
/** orch_staff_field_text_dup_value: Returns: (transfer full): what a person reads of @field, or a dash */
char *orch_staff_field_text_dup_value (OrchStaffMember *member, guint field);

G_END_DECLS
