/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Two workstations edited the same service: what can be put together is, and for the rest a person chooses, field by field. What the
 * EMR owns never conflicts: both read it from the same EMR. Pure; any thread. Source: architecture rule 4, issue 3 (Conflicts).
 */
#pragma once

#include "orch-service.h"

G_BEGIN_DECLS

/** OrchServiceMergeField: what is chosen as one. Kept in the store: append only */
typedef enum
{
  ORCH_SERVICE_FIELD_STATE = 1 << 0, /* active or inactive, excluded or included, together: that is one decision */
  ORCH_SERVICE_FIELD_TYPES = 1 << 1,
  ORCH_SERVICE_FIELD_ONLINE = 1 << 2,
  ORCH_SERVICE_FIELD_DURATION = 1 << 3, /* the clinic's own */
  ORCH_SERVICE_FIELD_CATEGORY = 1 << 4, /* the clinic's own */
  ORCH_SERVICE_FIELD_OFFERED_BY = 1 << 5,
  ORCH_SERVICE_FIELD_OFFER = 1 << 6,
} OrchServiceMergeField;

#define ORCH_N_SERVICE_FIELDS 7
#define ORCH_SERVICE_ALL_FIELDS ((1 << ORCH_N_SERVICE_FIELDS) - 1)

/** orch_service_compare_decisions: the fields in which they differ */
OrchServiceMergeField orch_service_compare_decisions (OrchService *a, OrchService *b);

/**
 * orch_service_merge:
 * @base: (nullable): what both had; %NULL = unknown: every difference is in conflict
 * @conflicting: (out): fields that both changed, each in another way; 0 = merged
 *
 * Returns: (transfer full): the fields that one side changed from that side, conflicting ones as @mine has them; our id and revision
 */
OrchService *orch_service_merge (OrchService *base, OrchService *mine, OrchService *theirs,
                                 OrchServiceMergeField *conflicting);

/**
 * orch_service_merge_settled:
 * @kept: of the fields in conflict, those that stay as @mine has them
 *
 * As orch_service_merge(), and the other fields in conflict as @theirs has them: what one side alone changed is never given up.
 *
 * Returns: (transfer full): our id and revision
 */
OrchService *orch_service_merge_settled (OrchService *base, OrchService *mine, OrchService *theirs,
                                         OrchServiceMergeField kept);

/** orch_service_settle: @theirs, with the fields @kept of @mine, our id and revision. Returns: (transfer full) */
OrchService *orch_service_settle (OrchService *mine, OrchService *theirs, OrchServiceMergeField kept);

G_END_DECLS
