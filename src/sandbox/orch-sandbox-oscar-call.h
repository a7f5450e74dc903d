/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One call of OSCAR's REST services, after its signature was found right: what is asked, who asks, and of which dialect. Also how a
 * dialect writes its answers: list keys, dates, faults. A plain value; main thread.
 */
#pragma once

#include "orch-sandbox-emr-record.h"
#include "orch-sandbox-emr.h"
#include "orch-sandbox-oscar-signature.h"
#include "orch-sandbox-reply.h"

G_BEGIN_DECLS

/** OrchSandboxOscarSwitches: what a control order changed in one dialect; all zero on the first day but the lifetime */
typedef struct
{
  gboolean rest_off;  /* the REST module is not loaded */
  gboolean jettison;  /* the JSON of forks: a list of one is not a list, numbers are strings */
  gboolean meridians; /* "a.m." for "AM" */
  char *seen_as;      /* owned, nullable: the address that the server believes it has, behind a proxy */
  char *empty;        /* owned, nullable: service paths that begin so answer 200 with nothing */
  gint64 lifetime_s;  /* of access tokens; -1: they do not expire */
  GHashTable *idle;   /* owned, nullable: numbers of providers without schedule */
} OrchSandboxOscarSwitches;

/** OrchSandboxOscarUser: somebody who may sign in to authorise; documented in README.md */
typedef struct
{
  const char *name;
  const char *password;
  const char *pin;
  const char *provider_no;
  gboolean doctor; /* has the role, and with it the privileges */
} OrchSandboxOscarUser;

/** OrchSandboxOscarCall: all borrowed */
typedef struct
{
  OrchSandboxOscarDialect dialect;
  const OrchSandboxOscarSwitches *switches;
  OrchSandboxStore *store;
  OrchSandboxEmr *emr;
  const OrchSandboxOscarUser *user;
  const char *scope; /* nullable */
  const char *method;
  char **path; /* segments below /ws/services */
  int n_path;
  GHashTable *query;
  JsonObject *body; /* nullable */
} OrchSandboxOscarCall;

/** OrchSandboxOscarDate: what Java type a date is of */
typedef enum
{
  ORCH_SANDBOX_OSCAR_DAY,   /* java.sql.Date */
  ORCH_SANDBOX_OSCAR_TIME,  /* java.sql.Time */
  ORCH_SANDBOX_OSCAR_STAMP, /* java.util.Date */
} OrchSandboxOscarDate;

/** orch_sandbox_oscar_call_is: whether the call is @method of @pattern: segments, * for any one */
gboolean orch_sandbox_oscar_call_is (const OrchSandboxOscarCall *self, const char *method, const char *pattern);

/** orch_sandbox_oscar_call_int: a number of the body, which may be written as a text; -1 when there is none */
gint64 orch_sandbox_oscar_call_int (const OrchSandboxOscarCall *self, const char *name);

/** orch_sandbox_oscar_call_reply: Returns: (transfer full): @node as this dialect writes it; takes @node */
OrchSandboxReply *orch_sandbox_oscar_call_reply (const OrchSandboxOscarCall *self, JsonNode *node);
OrchSandboxReply *orch_sandbox_oscar_call_reply_object (const OrchSandboxOscarCall *self, JsonObject *object);
OrchSandboxReply *orch_sandbox_oscar_call_reply_array (const OrchSandboxOscarCall *self, JsonArray *array);
/** orch_sandbox_oscar_call_reply_list: an OscarSearchResponse; @key: the name of its list. Takes @items */
OrchSandboxReply *orch_sandbox_oscar_call_reply_list (const OrchSandboxOscarCall *self, const char *key,
                                                      JsonArray *items, gint64 offset, gint64 limit, gint64 total);
/** orch_sandbox_oscar_call_reply_done: a GenericRESTResponse */
OrchSandboxReply *orch_sandbox_oscar_call_reply_done (const OrchSandboxOscarCall *self, const char *message);
/** orch_sandbox_oscar_reply_fault: a fault of CXF: XML, whatever was asked for */
OrchSandboxReply *orch_sandbox_oscar_reply_fault (int status, const char *text);
/** orch_sandbox_oscar_call_forbid: the fault of somebody without the privilege on @object, such as "_appointment" */
OrchSandboxReply *orch_sandbox_oscar_call_forbid (const OrchSandboxOscarCall *self, const char *object);

/** orch_sandbox_oscar_call_list_key: how this dialect names the list that its class calls content: "Item" on OpenO, say */
const char *orch_sandbox_oscar_call_list_key (const OrchSandboxOscarCall *self, const char *openo);

/** orch_sandbox_oscar_call_set_date: writes @when (nullable) as the dialect does. @fresh: an object that never was in the database */
void orch_sandbox_oscar_call_set_date (const OrchSandboxOscarCall *self, JsonObject *object, const char *name,
                                       OrchSandboxOscarDate kind, GDateTime *when, gboolean fresh);

G_END_DECLS
