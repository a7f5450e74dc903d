/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The sandbox: a hub and an EMR over one store, without their HTTP. Routes a request to who answers it. Owned by the program;
 * main thread.
 */
#pragma once

#include "orch-sandbox-auth.h"
#include "orch-sandbox-emr.h"
#include "orch-sandbox-faults.h"
#include "orch-sandbox-fhir.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/** OrchSandboxRequest: one HTTP request; all borrowed, all but method and path nullable */
typedef struct
{
  const char *method;
  const char *path;     /* decoded */
  const char *raw_path; /* as it was sent */
  const char *host;
  const char *query;
  const char *body;
  gsize body_length;
  const char *authorization;
  const char *authorizations; /* all headers of that name, comma between */
  const char *content_type;
  const char *accept;
  const char *language;
  const char *if_match;
  const char *if_none_match;
  const char *if_none_exist;
  const char *prefer;
  SoupMessageHeaders *headers; /* all of them */
  gboolean repeat_pages;       /* a fault asks for it */
} OrchSandboxRequest;

typedef struct _OrchSandboxAccuro OrchSandboxAccuro;
typedef struct _OrchSandboxOscar OrchSandboxOscar;
typedef struct _OrchSandboxTelus OrchSandboxTelus;

#define ORCH_TYPE_SANDBOX (orch_sandbox_get_type ())
G_DECLARE_FINAL_TYPE (OrchSandbox, orch_sandbox, ORCH, SANDBOX, GObject)

/** orch_sandbox_new: @origin: http://127.0.0.1:PORT; @french: language of mail and pages where the browser has no say; @control: whether /control answers */
OrchSandbox *orch_sandbox_new (OrchSandboxStore *store, const char *origin, int scale, gboolean french,
                               gboolean control);

/** orch_sandbox_handle: Returns: (transfer full): the answer */
OrchSandboxReply *orch_sandbox_handle (OrchSandbox *self, const OrchSandboxRequest *request);
/** orch_sandbox_acknowledge_soon: alerts that wait are received within a second */
void orch_sandbox_acknowledge_soon (OrchSandbox *self);
/** orch_sandbox_note: remembers a request for /control/requests */
void orch_sandbox_note (OrchSandbox *self, const char *method, const char *path, int status);
/** orch_sandbox_is_dribbling: whether the answer to @path is to come slowly, by the mode of the EMR */
gboolean orch_sandbox_is_dribbling (OrchSandbox *self, const char *path);
/** orch_sandbox_reset: everything as on the first day, faults and clock included */
void orch_sandbox_reset (OrchSandbox *self);

OrchSandboxStore *orch_sandbox_get_store (OrchSandbox *self);
OrchSandboxEmr *orch_sandbox_get_emr (OrchSandbox *self);
OrchSandboxAccuro *orch_sandbox_get_accuro (OrchSandbox *self);
OrchSandboxOscar *orch_sandbox_get_oscar (OrchSandbox *self);
OrchSandboxTelus *orch_sandbox_get_telus (OrchSandbox *self);
OrchSandboxFaults *orch_sandbox_get_faults (OrchSandbox *self);
OrchSandboxIgnore *orch_sandbox_get_ignore (OrchSandbox *self);
const char *orch_sandbox_get_hub_base (OrchSandbox *self);
gboolean orch_sandbox_is_french (OrchSandbox *self);
/** orch_sandbox_get_log: Returns: (transfer none): JSON objects of the recent requests, oldest first */
GQueue *orch_sandbox_get_log (OrchSandbox *self);

G_END_DECLS
