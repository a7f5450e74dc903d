/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One call of the look-alike of TELUS's National API: which EMR, what is asked, and how its lists are written. All names of members and
 * parameters are assumed, but for those that README.md says are public. Plain values; main thread.
 */
#pragma once

#include "orch-sandbox-emr-record.h"
#include "orch-sandbox.h"

G_BEGIN_DECLS

/** OrchSandboxTelusClash: what becomes of a second session of the same instance */
typedef enum
{
  ORCH_SANDBOX_TELUS_IGNORED = 0,
  ORCH_SANDBOX_TELUS_ENDS_FIRST,
  ORCH_SANDBOX_TELUS_REFUSED,
} OrchSandboxTelusClash;

/** OrchSandboxTelusSwitches: what control orders have changed */
typedef struct
{
  gint64 lifetime_s; /* of sessions */
  OrchSandboxTelusClash clash;
  char *secret; /* owned, nullable: of all instances, instead of their own */
} OrchSandboxTelusSwitches;

/** OrchSandboxTelusInstance: one EMR; documented in README.md */
typedef struct
{
  const char *type;
  const char *id;
  const char *secret;
  gboolean searches; /* knows the search of appointments */
} OrchSandboxTelusInstance;

/** OrchSandboxTelusCall: all borrowed */
typedef struct
{
  const OrchSandboxTelusInstance *instance;
  OrchSandboxStore *store;
  OrchSandboxEmr *emr;
  const OrchSandboxRequest *request;
  char **path; /* segments below the instance */
  int n_path;
  GHashTable *query;
  gint64 changed_after; /* µs since 1970, of If-Modified-Since; 0 without */
} OrchSandboxTelusCall;

/** OrchSandboxTelusItem: one of a list, before it is cut in pages */
typedef struct
{
  JsonObject *object;
  gint64 updated; /* µs since 1970 */
} OrchSandboxTelusItem;

/** orch_sandbox_telus_error: Returns: (transfer full): {"errorCode": …, "message": …} */
OrchSandboxReply *orch_sandbox_telus_error (int status, const char *code, const char *message);
OrchSandboxReply *orch_sandbox_telus_reply_object (JsonObject *object);

/** orch_sandbox_telus_items_new: Returns: (transfer full) (element-type OrchSandboxTelusItem): an empty list */
GPtrArray *orch_sandbox_telus_items_new (void);
/** orch_sandbox_telus_items_add: takes @object, and says in it when it was changed */
void orch_sandbox_telus_items_add (GPtrArray *items, JsonObject *object, gint64 updated);
/** orch_sandbox_telus_reply_items: the page that is asked for of what has changed since the time that is asked for; takes @items. 304 when nothing has */
OrchSandboxReply *orch_sandbox_telus_reply_items (const OrchSandboxTelusCall *call, GPtrArray *items);
/**
 * orch_sandbox_telus_reply_page:
 * @page: (transfer full): what is on it
 * @total: of how many
 * @newest: when the last of all was changed; 0 when there is none
 */
OrchSandboxReply *orch_sandbox_telus_reply_page (const OrchSandboxTelusCall *call, GPtrArray *page, gint64 total,
                                                 gint64 newest);

/** orch_sandbox_telus_start: StartIndex, 0 when it is missing */
gint64 orch_sandbox_telus_start (const OrchSandboxTelusCall *call);
/** orch_sandbox_telus_size: PageSize, 50 when it is missing, and 100 at most */
gint64 orch_sandbox_telus_size (const OrchSandboxTelusCall *call);
/** orch_sandbox_telus_is_set: whether a parameter is true */
gboolean orch_sandbox_telus_is_set (const OrchSandboxTelusCall *call, const char *name);
/** orch_sandbox_telus_local: Returns: (transfer full) (nullable): an instant as the EMR's own time, without zone: 2026-11-24T09:30:00 */
char *orch_sandbox_telus_local (const char *instant);

G_END_DECLS
