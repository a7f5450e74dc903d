/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) What was typed in the form, put where a declaration wants it. In fibers on the main thread: secrets come from the keyring.
 */
#pragma once

#include "orch-emr-private.h"
#include "orch-rest-declaration.h"

G_BEGIN_DECLS

typedef struct
{
  OrchEmr *emr;
  const char *base; /* (nullable): what {base} is */
} OrchRestTyped;

/** orch_rest_typed_look_up: an OrchRestLookup; @data: an OrchRestTyped */
char *orch_rest_typed_look_up (const char *name, gpointer data, GError **error);
/** orch_rest_typed_expand_address: what an address begins with is an address itself; the rest is escaped. Returns: (transfer full) (nullable) */
char *orch_rest_typed_expand_address (const char *template_, const OrchRestTyped *typed, GError **error);
/** orch_rest_typed_make_query: @templates: (nullable): name → template. Returns: (transfer full) (nullable): "a=1&b=2", "" for none */
char *orch_rest_typed_make_query (const OrchRestTyped *typed, JsonObject *templates, GError **error);
/** orch_rest_typed_make_body: @templates: (nullable): name → template. Returns: (transfer full) (nullable): an object in JSON */
GBytes *orch_rest_typed_make_body (const OrchRestTyped *typed, JsonObject *templates, GError **error);

G_END_DECLS
