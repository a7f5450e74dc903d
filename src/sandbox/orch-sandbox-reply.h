/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An answer before it is sent: status, headers and body, so that faults can spoil it and bundles can hold it. Owned by whoever
 * asked for it. Main thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  int status;
  char *content_type;  /* owned, nullable: none without a body */
  GString *body;       /* owned, never NULL */
  GHashTable *headers; /* owned: name → value */
} OrchSandboxReply;

OrchSandboxReply *orch_sandbox_reply_new (int status);
/** orch_sandbox_reply_new_json: @text: (transfer full): a JSON text */
OrchSandboxReply *orch_sandbox_reply_new_json (int status, char *text);
/** orch_sandbox_reply_new_object: @object: (transfer full) */
OrchSandboxReply *orch_sandbox_reply_new_object (int status, JsonObject *object);
/** orch_sandbox_reply_new_error: @error: the OAuth error code; @description: (nullable): for the person who debugs */
OrchSandboxReply *orch_sandbox_reply_new_error (int status, const char *error, const char *description);
/**
 * orch_sandbox_reply_new_outcome:
 * @code: an issue type of FHIR, such as "not-found"
 * @expression: (nullable): FHIRPath of the member at fault
 *
 * Returns: (transfer full): an answer whose body is an OperationOutcome with one issue
 */
OrchSandboxReply *orch_sandbox_reply_new_outcome (int status, const char *code, const char *expression,
                                                  const char *format, ...) G_GNUC_PRINTF (4, 5);
void orch_sandbox_reply_set_header (OrchSandboxReply *self, const char *name, const char *value);
void orch_sandbox_reply_free (OrchSandboxReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchSandboxReply, orch_sandbox_reply_free)

G_END_DECLS
