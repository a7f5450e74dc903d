/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A FHIR server that gives prepared answers one after another, and a client that talks to it.
 */
#pragma once

#include "fhir/orch-fhir-client.h"
#include "orch-test-support.h"

G_BEGIN_DECLS

/** OrchTestReply: %BASE% in body and headers stands for the FHIR base, %ORIGIN% for its origin */
typedef struct
{
  guint status;
  const char *type;
  const char *body;
  const char *headers[7]; /* name, value… */
} OrchTestReply;

typedef struct
{
  OrchTestServer *server;
  OrchHttp *http;
  OrchFhirClient *client;
  char *base;
  const OrchTestReply *replies;
  guint n_replies;
  guint next;
} OrchTestScript;

/** orch_test_script_set_up: @path: of the FHIR base */
void orch_test_script_set_up (OrchTestScript *self, const char *path);
void orch_test_script_tear_down (OrchTestScript *self);
/** orch_test_script_play: the answers from now on; asking for more than there are fails the test */
void orch_test_script_play (OrchTestScript *self, const OrchTestReply *replies, guint n);

#define ORCH_PLAY(script, ...)                                                                                         \
  static const OrchTestReply G_PASTE (replies_, __LINE__)[] = { __VA_ARGS__ };                                         \
  orch_test_script_play (script, G_PASTE (replies_, __LINE__), G_N_ELEMENTS (G_PASTE (replies_, __LINE__)))

/** orch_test_json: Returns: (transfer full): @text parsed */
JsonObject *orch_test_json (const char *text);
/** orch_test_script_request: the nth request that arrived since play */
const OrchTestRequest *orch_test_script_request (OrchTestScript *self, guint index);
const char *orch_test_header (const OrchTestRequest *request, const char *name);

G_END_DECLS
