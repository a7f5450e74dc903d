/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which resource types the sandbox knows, and which search parameters it answers for each: one table, read by the index, by
 * the search and by the CapabilityStatement, so that what is declared is what works. Main thread.
 */
#pragma once

#include "orch-sandbox-store.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_SANDBOX_TOKEN,
  ORCH_SANDBOX_STRING,
  ORCH_SANDBOX_REFERENCE,
  ORCH_SANDBOX_DATE,
} OrchSandboxParamKind;

typedef struct
{
  const char *type;
  const char *name;
  OrchSandboxParamKind kind;
  const char *path;   /* members from the root, dots between; arrays are walked */
  const char *target; /* nullable: only references to this resource type */
} OrchSandboxParam;

/** orch_sandbox_index_params: Returns: (transfer none): the whole table */
const OrchSandboxParam *orch_sandbox_index_params (gsize *n_params);
/** orch_sandbox_index_find: Returns: (nullable): the parameter, or %NULL when not answered */
const OrchSandboxParam *orch_sandbox_index_find (const char *type, const char *name);
/** orch_sandbox_index_is_type: whether this server holds resources of @type */
gboolean orch_sandbox_index_is_type (OrchSandboxRealm realm, const char *type);
/** orch_sandbox_index_types: Returns: (transfer none): %NULL-terminated */
const char *const *orch_sandbox_index_types (OrchSandboxRealm realm);

void orch_sandbox_index_add (OrchSandboxStore *store, OrchSandboxRealm realm, const char *type, gint64 row,
                             JsonObject *resource);

/** orch_sandbox_index_fold: Returns: (transfer full): lower case without diacritics, for strings */
char *orch_sandbox_index_fold (const char *text);

/**
 * orch_sandbox_index_date_range:
 * @text: a FHIR date, dateTime or instant of any precision
 * @from: (out): first µs covered
 * @upto: (out): first µs after
 */
gboolean orch_sandbox_index_date_range (const char *text, gint64 *from, gint64 *upto);

G_END_DECLS
