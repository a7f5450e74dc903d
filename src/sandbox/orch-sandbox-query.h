/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a query string asks for: conditions as SQL with their values apart, order, page and includes. What is not understood is
 * refused here. A plain value; main thread.
 */
#pragma once

#include "orch-sandbox-reply.h"
#include "orch-sandbox-store.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_SANDBOX_BY_ROW = 0,
  ORCH_SANDBOX_BY_UPDATED,
  ORCH_SANDBOX_BY_UPDATED_BACKWARDS,
  ORCH_SANDBOX_BY_PARAM, /* these pages are cut by offset */
} OrchSandboxOrder;

typedef struct
{
  OrchSandboxRealm realm;
  const char *base; /* borrowed */
  const char *type;
  GString *where;     /* owned: " AND …" for each condition */
  GPtrArray *texts;   /* owned: bound in order; dates are in the SQL, being numbers */
  GPtrArray *include; /* owned: parameter names */
  GString *kept;      /* owned: the query again, without the cursor, for links */
  OrchSandboxOrder order;
  char *order_sql; /* owned, nullable */
  int count;
  gboolean count_only;
  char *cursor;              /* owned, nullable */
  gint64 total;              /* carried from the first page; -1 = unknown */
  gboolean again;            /* this page is the second sending of a repeated one */
  OrchSandboxReply *problem; /* owned, nullable */
} OrchSandboxQuery;

/** orch_sandbox_query_init: reads @text (nullable) for @type, a known one; look at problem first. @base and @type outlive the query */
void orch_sandbox_query_init (OrchSandboxQuery *self, OrchSandboxRealm realm, const char *base, const char *type,
                              const char *text);
void orch_sandbox_query_clear (OrchSandboxQuery *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchSandboxQuery, orch_sandbox_query_clear)

/** orch_sandbox_query_decode: Returns: (transfer full): a query component, `+` and percent signs undone; %NULL when it is not UTF-8 */
char *orch_sandbox_query_decode (const char *text);

G_END_DECLS
