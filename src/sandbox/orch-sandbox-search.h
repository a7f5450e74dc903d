/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A FHIR search: a query string becomes SQL, its rows become a searchset Bundle pasted from stored text. What it does not know
 * it refuses. Main thread.
 */
#pragma once

#include "orch-sandbox-reply.h"
#include "orch-sandbox-store.h"

G_BEGIN_DECLS

typedef struct
{
  OrchSandboxStore *store;
  OrchSandboxRealm realm;
  const char *base;      /* of the absolute links */
  int most;              /* most entries a page; 0 = the usual limit */
  gboolean repeat_pages; /* a fault: each page is given twice */
} OrchSandboxSearchContext;

/** orch_sandbox_search_run: Returns: (transfer full): a searchset Bundle, or an OperationOutcome */
OrchSandboxReply *orch_sandbox_search_run (const OrchSandboxSearchContext *context, const char *type,
                                           const char *query);

/**
 * orch_sandbox_search_count_matches:
 * @id: (out) (transfer full) (nullable): the first match
 *
 * Returns: how many resources match, at most 2; -1 and @problem when the query is not understood
 */
int orch_sandbox_search_count_matches (const OrchSandboxSearchContext *context, const char *type, const char *query,
                                       char **id, OrchSandboxReply **problem);

G_END_DECLS
