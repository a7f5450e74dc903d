/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One FHIR R4 server: interactions in, answers out, no HTTP. The hub and the EMR are two of these over one store. Owned by the
 * program; main thread.
 */
#pragma once

#include "orch-sandbox-access.h"
#include "orch-sandbox-faults.h"
#include "orch-sandbox-reply.h"
#include "orch-sandbox-store.h"

G_BEGIN_DECLS

/** OrchSandboxIgnore: courtesies of a server that a test can switch off */
typedef struct
{
  gboolean if_none_exist;
  gboolean if_match;
  gboolean transactions;
  gboolean registration;
  gboolean activation;
  gboolean alerts;
  gboolean portal;
} OrchSandboxIgnore;

/** OrchSandboxInteraction: all borrowed, all but method and path nullable */
typedef struct
{
  const char *method;
  const char *path;  /* below the base, without a leading slash, percent-decoded by segment */
  const char *query; /* as sent */
  JsonObject *body;
  const char *if_match;
  const char *if_none_match;
  const char *if_none_exist;
  const char *prefer;
  const char *new_id;          /* the id a creation is to have */
  gboolean within_transaction; /* what it refers to may come later: looked at when all is done */
  const OrchSandboxAccess *access;
  OrchSandboxFaults *faults; /* of the entries of a Bundle; NULL = none */
} OrchSandboxInteraction;

#define ORCH_TYPE_SANDBOX_FHIR (orch_sandbox_fhir_get_type ())
G_DECLARE_FINAL_TYPE (OrchSandboxFhir, orch_sandbox_fhir, ORCH, SANDBOX_FHIR, GObject)

/** orch_sandbox_fhir_new: @base: absolute URL without a trailing slash; @ignore: outlives the object */
OrchSandboxFhir *orch_sandbox_fhir_new (OrchSandboxStore *store, OrchSandboxRealm realm, const char *base,
                                        const OrchSandboxIgnore *ignore);
const char *orch_sandbox_fhir_get_base (OrchSandboxFhir *self);
OrchSandboxStore *orch_sandbox_fhir_get_store (OrchSandboxFhir *self);
const OrchSandboxIgnore *orch_sandbox_fhir_get_ignore (OrchSandboxFhir *self);

/** orch_sandbox_fhir_set_paging: @most: entries a page at most, 0 = the usual limit; @repeat: every page is given twice */
void orch_sandbox_fhir_set_paging (OrchSandboxFhir *self, int most, gboolean repeat);

/** orch_sandbox_fhir_handle: Returns: (transfer full): the answer to one interaction; a Bundle posted to the base is walked */
OrchSandboxReply *orch_sandbox_fhir_handle (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction);

/** orch_sandbox_fhir_find: see orch_sandbox_search_count_matches() */
int orch_sandbox_fhir_find (OrchSandboxFhir *self, const char *type, const char *query, char **id,
                            OrchSandboxReply **problem);

G_END_DECLS
