/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Two workstations edited the same service: what can be put together is, and for the rest a person chooses, field by field. What the
 * EMR owns never conflicts: both read it from the same EMR; of a service that is on none, people typed that too. Pure; any thread. Source: architecture rule 4, issue 3 (Conflicts).
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
  /* Of a service that is on no EMR: what was typed instead */
  ORCH_SERVICE_FIELD_NAME = 1 << 7,    /* in both languages */
  ORCH_SERVICE_FIELD_MINUTES = 1 << 8, /* the duration it was typed with */
  ORCH_SERVICE_FIELD_WORDS = 1 << 9,   /* the category it was typed with */
} OrchServiceMergeField;

#define ORCH_N_SERVICE_FIELDS 10
#define ORCH_SERVICE_TYPED_FIELDS (ORCH_SERVICE_FIELD_NAME | ORCH_SERVICE_FIELD_MINUTES | ORCH_SERVICE_FIELD_WORDS)
#define ORCH_SERVICE_ALL_FIELDS ((1 << ORCH_N_SERVICE_FIELDS) - 1)

/** orch_service_compare_decisions: the fields in which they differ; those that are typed where neither is on an EMR */
OrchServiceMergeField orch_service_compare_decisions (OrchService *a, OrchService *b);

/**
 * orch_service_add_sent:
 * @base: (nullable): what both had
 * @sent: (nullable) (element-type OrchService): what left here since, and may have arrived without an answer
 *
 * Found on the hub, what we sent ourselves is nobody else's edit: who changed their mind meanwhile is not asked about it.
 *
 * Returns: (transfer full) (nullable): the base of a merge with @theirs: @base, with the fields of @theirs that are as we sent them
 */
OrchService *orch_service_add_sent (OrchService *base, GPtrArray *sent, OrchService *theirs);

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
