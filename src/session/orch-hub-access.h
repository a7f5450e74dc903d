/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The way to one hub, with both identities that may take it: the person's and the workstation's. What the hub offers is asked
 * at the first need, so that the program starts without a network; a failure is asked again at the next need. Owned by the
 * engine (one a clinic) or by an activation until then; main thread. Source: architecture.md (Who acts).
 */
#pragma once

#include <libdex.h>

#include "fhir/orch-browser.h"
#include "fhir/orch-grant.h"
#include "fhir/orch-sign-in.h"
#include "hub/orch-hub.h"
#include "secrets/orch-keyring.h"
#include "orch-session.h"

G_BEGIN_DECLS

#define ORCH_TYPE_HUB_ACCESS (orch_hub_access_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubAccess, orch_hub_access, ORCH, HUB_ACCESS, GObject)

/** orch_hub_access_new: @base: FHIR base. Returns: (transfer full) (nullable): UNTRUSTED or INVALID for an address that may not be talked to */
OrchHubAccess *orch_hub_access_new (const char *base, GError **error);
const char *orch_hub_access_get_base (OrchHubAccess *self);

/** orch_hub_access_discover: Returns: (transfer full): a future of #OrchSmartConfig */
DexFuture *orch_hub_access_discover (OrchHubAccess *self);
/** orch_hub_access_get_requests: Returns: how many requests were sent to the hub so far, by anybody */
guint orch_hub_access_get_requests (OrchHubAccess *self);
/** orch_hub_access_probe: one small question. Returns: (transfer full): a future boolean, never rejected: whether this hub answers at all */
DexFuture *orch_hub_access_probe (OrchHubAccess *self);
/** orch_hub_access_new_sign_in: @activation_code: (nullable). Returns: (transfer full): a future of #OrchSignIn */
DexFuture *orch_hub_access_new_sign_in (OrchHubAccess *self, const char *activation_code);

/** orch_hub_access_set_session: whose refresh token is used and, when the hub gives a new one, kept */
void orch_hub_access_set_session (OrchHubAccess *self, OrchSession *session);
/** orch_hub_access_adopt: the person's grant of a sign-in that has just succeeded */
void orch_hub_access_adopt (OrchHubAccess *self, OrchGrant *grant);
OrchGrant *orch_hub_access_get_grant (OrchHubAccess *self); /* (nullable) */
/** orch_hub_access_forget_person: after sign-out */
void orch_hub_access_forget_person (OrchHubAccess *self);

/** orch_hub_access_set_workstation: the key and client id that the hub knows; from the keyring and the bootstrap store */
void orch_hub_access_set_workstation (OrchHubAccess *self, const char *client_id, OrchSecret *key_pem);
gboolean orch_hub_access_has_workstation (OrchHubAccess *self);
/**
 * orch_hub_access_register_workstation:
 * @name: what the administrator sees, such as the host name
 *
 * Makes a key, registers it with the person's token, and keeps it in @keyring under @clinic_id.
 *
 * Returns: (transfer full): a future of the client id (string); UNSUPPORTED where the hub does not offer it: the workstation then acts with the person's token
 */
DexFuture *orch_hub_access_register_workstation (OrchHubAccess *self, OrchKeyring *keyring, const char *clinic_id,
                                                 const char *name);

/** orch_hub_access_get_hub: the hub as the person. Returns: (transfer full): a future of #OrchHub; SIGN_IN_AGAIN when nobody is signed in, OFFLINE… */
DexFuture *orch_hub_access_get_hub (OrchHubAccess *self);
/** orch_hub_access_get_workstation_hub: the hub as the workstation, or as the person where the workstation has no identity. Returns: (transfer full): a future of #OrchHub */
DexFuture *orch_hub_access_get_workstation_hub (OrchHubAccess *self);

G_END_DECLS
