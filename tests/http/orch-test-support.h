/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * For the tests of http and of the layers above: waiting for a future, and a server that answers from a script. One
 * server a test, on a port that the system chooses.
 */
#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/** orch_test_wait: runs the main context until @future (transfer full) settles. Returns: (transfer full): it */
DexFuture *orch_test_wait (DexFuture *future);
/** orch_test_object: Returns: (transfer full): the object that @future resolves with; the test fails when it rejects */
gpointer orch_test_object (DexFuture *future);
gpointer orch_test_boxed (DexFuture *future);
char *orch_test_string (DexFuture *future);
gboolean orch_test_boolean (DexFuture *future);
/** orch_test_error: Returns: (transfer full): why @future rejects; the test fails when it resolves */
GError *orch_test_error (DexFuture *future);

/** OrchTestRequest: what arrived */
typedef struct
{
  char *method;
  char *path; /* with the query */
  char *body;
  GHashTable *headers; /* lower-case names */
} OrchTestRequest;

typedef struct _OrchTestServer OrchTestServer;

/** OrchTestHandler: answers @message; @request is kept by the server */
typedef void (*OrchTestHandler) (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request,
                                 gpointer user_data);

OrchTestServer *orch_test_server_new (OrchTestHandler handler, gpointer user_data);
void orch_test_server_free (OrchTestServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchTestServer, orch_test_server_free)

/** orch_test_server_url: Returns: (transfer full): @path on the server */
char *orch_test_server_url (OrchTestServer *self, const char *path);
guint orch_test_server_get_count (OrchTestServer *self);
const OrchTestRequest *orch_test_server_get_request (OrchTestServer *self, guint index);
/** orch_test_server_forget: drops what arrived so far */
void orch_test_server_forget (OrchTestServer *self);
SoupServer *orch_test_server_get_soup (OrchTestServer *self);

/** orch_test_reply: @type: (nullable); @body: (nullable) */
void orch_test_reply (SoupServerMessage *message, guint status, const char *type, const char *body);
void orch_test_reply_header (SoupServerMessage *message, const char *name, const char *value);

G_END_DECLS
