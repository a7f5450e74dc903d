/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How invitations, messages and the portal read what the hub holds: patients, accounts, conversations, settings. Main thread.
 */
#pragma once

#include "orch-sandbox-store.h"

G_BEGIN_DECLS

#define ORCH_SANDBOX_URN "urn:ietf:rfc:3986"

/** orch_sandbox_portal_load: @reference: Type/id. Returns: (transfer full) (nullable): the resource as the hub holds it now */
JsonObject *orch_sandbox_portal_load (OrchSandboxStore *store, const char *reference);
/** orch_sandbox_portal_put: Returns nothing: the next version of @resource, whose type and id it has itself */
void orch_sandbox_portal_put (OrchSandboxStore *store, JsonObject *resource);
/** orch_sandbox_portal_find: Returns: (transfer full): references of the resources whose search parameter has that value, oldest first, %NULL-terminated */
GStrv orch_sandbox_portal_find (OrchSandboxStore *store, const char *type, const char *param, const char *value);

/** orch_sandbox_portal_target: Returns: (transfer full) (nullable): Type/id that a Reference names, of an absolute one too */
char *orch_sandbox_portal_target (JsonObject *reference);
/** orch_sandbox_portal_reference: Returns: (transfer full): a Reference as the contract has it: reference, type, our identifier */
JsonObject *orch_sandbox_portal_reference (OrchSandboxStore *store, const char *target);
/** orch_sandbox_portal_own_reference: Returns: (transfer full): Type/id of @resource */
char *orch_sandbox_portal_own_reference (JsonObject *resource);

/** orch_sandbox_portal_identifier: Returns: (transfer none) (nullable): the value of the identifier of that system */
const char *orch_sandbox_portal_identifier (JsonObject *resource, const char *system);
/** orch_sandbox_portal_add_identifier: adds one to those of @resource */
void orch_sandbox_portal_add_identifier (JsonObject *resource, const char *system, const char *value);
/** orch_sandbox_portal_code: Returns: (transfer none) (nullable): the code of that system in a CodeableConcept, or in an array of them */
const char *orch_sandbox_portal_code (JsonObject *resource, const char *member, const char *system);
/** orch_sandbox_portal_set_code: member = CodeableConcept of one coding */
void orch_sandbox_portal_set_code (JsonObject *resource, const char *member, const char *system, const char *code);
/** orch_sandbox_portal_telecom: Returns: (transfer none) (nullable): the first of that system: phone, email */
const char *orch_sandbox_portal_telecom (JsonObject *resource, const char *system);
/** orch_sandbox_portal_name: Returns: (transfer full): given names and family name */
char *orch_sandbox_portal_name (JsonObject *resource);

/** orch_sandbox_portal_person_of: Returns: (transfer full) (nullable): Person/id of the account of @patient (Patient/id) */
char *orch_sandbox_portal_person_of (OrchSandboxStore *store, const char *patient);
/** orch_sandbox_portal_setting: a number of the group "messages" of the clinic's settings, @absent when there is none between @least and @most */
int orch_sandbox_portal_setting (OrchSandboxStore *store, const char *name, int absent, int least, int most);
/** orch_sandbox_portal_years: completed years on the day that it is in Montréal; -1 when @birth_date is none; what is left out of it counts as its last day */
int orch_sandbox_portal_years (const char *birth_date);
/** orch_sandbox_portal_digest: Returns: (transfer full): HMAC of @text with the sandbox's own key; @purpose keeps uses apart */
char *orch_sandbox_portal_digest (OrchSandboxStore *store, const char *purpose, const char *text);

G_END_DECLS
