/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Faults that a test has ordered: which requests they concern, how often, and what goes wrong. Owned by the program; main thread.
 */
#pragma once

#include "orch-sandbox-reply.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_SANDBOX_FAULT_NONE = 0,
  ORCH_SANDBOX_FAULT_STATUS, /* an error status, nothing done */
  ORCH_SANDBOX_FAULT_SLOW,
  ORCH_SANDBOX_FAULT_STALLED,
  ORCH_SANDBOX_FAULT_TRUNCATED,
  ORCH_SANDBOX_FAULT_WRONG_TYPE,
  ORCH_SANDBOX_FAULT_HUGE,
  ORCH_SANDBOX_FAULT_DUPLICATE_PAGE,
  ORCH_SANDBOX_FAULT_CUT_BEFORE,
  ORCH_SANDBOX_FAULT_CUT_AFTER_COMMIT,
  ORCH_SANDBOX_FAULT_SKEW,
} OrchSandboxFaultKind;

typedef struct
{
  OrchSandboxFaultKind kind;
  int status;         /* of FAULT_STATUS */
  int delay_ms;       /* of FAULT_SLOW */
  int retry_after;    /* seconds; 0 = not said */
  gboolean ratelimit; /* says so in the RateLimit header rather than Retry-After */
  int offset_s;       /* of FAULT_SKEW */
} OrchSandboxFault;

typedef struct _OrchSandboxFaults OrchSandboxFaults;

OrchSandboxFaults *orch_sandbox_faults_new (void);
void orch_sandbox_faults_free (OrchSandboxFaults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchSandboxFaults, orch_sandbox_faults_free)

/** orch_sandbox_faults_add: @order: as /control/fault takes it. Returns: whether it was understood */
gboolean orch_sandbox_faults_add (OrchSandboxFaults *self, JsonObject *order, char **why);
void orch_sandbox_faults_clear (OrchSandboxFaults *self);
/** orch_sandbox_faults_count: how many are waiting */
guint orch_sandbox_faults_count (OrchSandboxFaults *self);
/** orch_sandbox_faults_take: the fault for this request, one use of it spent; kind NONE when there is none */
OrchSandboxFault orch_sandbox_faults_take (OrchSandboxFaults *self, const char *method, const char *path);
/** orch_sandbox_faults_take_entry: the same for an entry of a Bundle: only an order for exactly this path means it */
OrchSandboxFault orch_sandbox_faults_take_entry (OrchSandboxFaults *self, const char *method, const char *path);
/** orch_sandbox_faults_reply: Returns: (transfer full): the answer of a FAULT_STATUS */
OrchSandboxReply *orch_sandbox_faults_reply (const OrchSandboxFault *fault, const char *path);

G_END_DECLS
