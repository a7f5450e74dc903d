/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One call of the data services of Accuro's look-alike: who asks, what, and how Accuro writes its answers. Plain values; main thread.
 */
#pragma once

#include "orch-sandbox-emr-record.h"
#include "orch-sandbox.h"

G_BEGIN_DECLS

/** OrchSandboxAccuroAccess: a provider permission: of one category, on one provider */
typedef enum
{
  ORCH_SANDBOX_ACCURO_FULL = 0,
  ORCH_SANDBOX_ACCURO_READ_ONLY,
  ORCH_SANDBOX_ACCURO_NONE,
} OrchSandboxAccuroAccess;

/** OrchSandboxAccuroClash: what becomes of a second sign-in of the same API user */
typedef enum
{
  ORCH_SANDBOX_ACCURO_ENDS_FIRST = 0, /* the first one's tokens are good no more */
  ORCH_SANDBOX_ACCURO_REFUSED,        /* somebody else has it, and nobody may sign in */
  ORCH_SANDBOX_ACCURO_IGNORED,
} OrchSandboxAccuroClash;

/** OrchSandboxAccuroSwitches: what control orders have changed */
typedef struct
{
  gint64 lifetime_s; /* of access tokens */
  OrchSandboxAccuroClash clash;
  gboolean unapproved;    /* the clinic has not approved third party access */
  GHashTable *scheduling; /* owned: provider number → OrchSandboxAccuroAccess */
  GHashTable *visible;    /* owned: the same */
} OrchSandboxAccuroSwitches;

/** OrchSandboxAccuroUser: an API user; documented in README.md */
typedef struct
{
  const char *name;
  const char *password; /* nullable: stands for a client, signs in by itself never */
  gboolean restricted;  /* may see the first provider only */
} OrchSandboxAccuroUser;

/** OrchSandboxAccuroCall: all borrowed */
typedef struct
{
  const OrchSandboxAccuroSwitches *switches;
  OrchSandboxStore *store;
  OrchSandboxEmr *emr;
  const OrchSandboxAccuroUser *user;
  const OrchSandboxRequest *request;
  char **path; /* segments below /rest */
  int n_path;
  GHashTable *query;
} OrchSandboxAccuroCall;

/** orch_sandbox_accuro_error: Returns: (transfer full): {"code": "401", "message": …} */
OrchSandboxReply *orch_sandbox_accuro_error (int status, const char *message);
OrchSandboxReply *orch_sandbox_accuro_reply_object (JsonObject *object);
OrchSandboxReply *orch_sandbox_accuro_reply_array (JsonArray *array);
/** orch_sandbox_accuro_reply_envelope: one page of a list; takes @contents; @last_id: 0 at the end */
OrchSandboxReply *orch_sandbox_accuro_reply_envelope (JsonArray *contents, gint64 total, gint64 last_id);
/** orch_sandbox_accuro_page_size: pageSize, 25 when it is missing or less than one, and 50 at most */
int orch_sandbox_accuro_page_size (const OrchSandboxAccuroCall *call);
/** orch_sandbox_accuro_query_int: a number of the query, -1 when there is none, or something else */
gint64 orch_sandbox_accuro_query_int (const OrchSandboxAccuroCall *call, const char *name);
/** orch_sandbox_accuro_time: Returns: the time of day as Accuro writes it: 900 for nine o'clock */
gint64 orch_sandbox_accuro_time (GDateTime *when);

/** orch_sandbox_accuro_scheduling: the permission of the user on the schedule of a provider */
OrchSandboxAccuroAccess orch_sandbox_accuro_scheduling (const OrchSandboxAccuroCall *call, gint64 provider);
/** orch_sandbox_accuro_is_visible: whether the user sees a provider in lists */
gboolean orch_sandbox_accuro_is_visible (const OrchSandboxAccuroCall *call, gint64 provider);

G_END_DECLS
