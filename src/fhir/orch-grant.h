/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a token endpoint granted to a person: tokens, who they are, and the clinics they may act for. The tokens are
 * wiped when it goes. Immutable; main thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ORCH_TYPE_GRANT (orch_grant_get_type ())
G_DECLARE_FINAL_TYPE (OrchGrant, orch_grant, ORCH, GRANT, GObject)

/** orch_grant_new: @answer: the token answer; @claims: (nullable): of the verified id_token. Returns: (nullable): BAD_ANSWER without an access token */
OrchGrant *orch_grant_new (JsonObject *answer, JsonObject *claims, GError **error);

const char *orch_grant_get_access_token (OrchGrant *self);
const char *orch_grant_get_refresh_token (OrchGrant *self); /* (nullable) */
gint64 orch_grant_get_expires_us (OrchGrant *self);         /* on orch_clock; G_MAXINT64 when not said */
const char *orch_grant_get_subject (OrchGrant *self);       /* (nullable) sub */
const char *orch_grant_get_name (OrchGrant *self);          /* (nullable) to show */
const char *orch_grant_get_fhir_user (
    OrchGrant *self); /* (nullable) "Practitioner/12", relative to the base when it was under it */
/** orch_grant_get_clinics: Returns: (transfer none) (nullable): ids of the Organizations of `fhirContext`, NULL-terminated; %NULL when the server said nothing */
const char *const *orch_grant_get_clinics (OrchGrant *self);

G_END_DECLS
