/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Two workstations edited the same member of the staff: what can be put together is, and for the rest a person chooses, field by field. Of whom
 * the EMR has, only the permission is the clinic's to choose: the rest both read from the same EMR. Pure; any thread. Source: architecture rule
 * 4, issue 3 (Conflicts).
 */
#pragma once

#include "orch-staff-member.h"

G_BEGIN_DECLS

/** OrchStaffMergeField: what is chosen as one. Kept in the store: append only */
typedef enum
{
  ORCH_STAFF_FIELD_PERMISSION = 1 << 0,
  /* Of whom no EMR has: what was typed */
  ORCH_STAFF_FIELD_NAME = 1 << 1, /* family name, given name, title */
  ORCH_STAFF_FIELD_LICENCE = 1 << 2,
  ORCH_STAFF_FIELD_PROFESSION = 1 << 3,
  ORCH_STAFF_FIELD_SPECIALITY = 1 << 4,
  ORCH_STAFF_FIELD_PHONE = 1 << 5,
  ORCH_STAFF_FIELD_EMAIL = 1 << 6,
} OrchStaffMergeField;

#define ORCH_N_STAFF_FIELDS 7
#define ORCH_STAFF_ALL_FIELDS ((1 << ORCH_N_STAFF_FIELDS) - 1)

/** orch_staff_member_compare: the fields, of those that people edit, in which they differ */
OrchStaffMergeField orch_staff_member_compare (OrchStaffMember *a, OrchStaffMember *b);

/** orch_staff_member_add_sent: as orch_service_add_sent(). Returns: (transfer full) (nullable) */
OrchStaffMember *orch_staff_member_add_sent (OrchStaffMember *base, GPtrArray *sent, OrchStaffMember *theirs);

/**
 * orch_staff_member_merge:
 * @base: (nullable): what both had; %NULL = unknown: every difference is in conflict, but for a permission that only one of them gave
 * @conflicting: (out) (optional): fields that both changed, each in another way; 0 = merged
 *
 * Returns: (transfer full): the fields that only they changed from @theirs, the others from @mine; our id and revision
 */
OrchStaffMember *orch_staff_member_merge (OrchStaffMember *base, OrchStaffMember *mine, OrchStaffMember *theirs,
                                          OrchStaffMergeField *conflicting);

/**
 * orch_staff_member_merge_settled:
 * @kept: of the fields in conflict, those that stay as @mine has them
 *
 * As orch_staff_member_merge(), and the other fields in conflict as @theirs has them.
 *
 * Returns: (transfer full): our id and revision
 */
OrchStaffMember *orch_staff_member_merge_settled (OrchStaffMember *base, OrchStaffMember *mine, OrchStaffMember *theirs,
                                                  OrchStaffMergeField kept);

G_END_DECLS
