/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Two workstations edited the same member of the staff: what each changed is kept, field by field; where both changed one, who sends later
 * has the last word, for a name or a number typed twice is no decision to argue about. Pure; any thread. Source: architecture rule 4.
 */
#pragma once

#include "orch-staff-member.h"

G_BEGIN_DECLS

/**
 * orch_staff_member_merge:
 * @base: (nullable): what both had; %NULL = unknown: every field is as @mine has it
 *
 * Returns: (transfer full): the fields that only they changed from @theirs, the others from @mine; our id and revision
 */
OrchStaffMember *orch_staff_member_merge (OrchStaffMember *base, OrchStaffMember *mine, OrchStaffMember *theirs);

G_END_DECLS
