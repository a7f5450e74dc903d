/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The training clinic as the hub knows it before anyone joins: the organization, the appointment providers, the people who may
 * sign in, their passwords, activation codes and mail. Main thread.
 */
#pragma once

#include "orch-sandbox-store.h"

G_BEGIN_DECLS

#define ORCH_SANDBOX_BASE "https://orchestrateur.ca/fhir"
#define ORCH_SANDBOX_CLINIC "gmf-beausejour" /* the id of the clinic's Organization */

typedef struct
{
  char *username; /* owned, all of them */
  char *name;
  char *permission;
  char *practitioner; /* Practitioner/… */
} OrchSandboxPerson;

void orch_sandbox_person_clear (OrchSandboxPerson *person);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchSandboxPerson, orch_sandbox_person_clear)

typedef enum
{
  ORCH_SANDBOX_SIGNED_IN = 0,
  ORCH_SANDBOX_WRONG,
  ORCH_SANDBOX_LOCKED_OUT,
} OrchSandboxSignIn;

typedef enum
{
  ORCH_SANDBOX_CODE_GOOD = 0,
  ORCH_SANDBOX_CODE_UNKNOWN,
  ORCH_SANDBOX_CODE_USED,
  ORCH_SANDBOX_CODE_EXPIRED,
} OrchSandboxCode;

/** orch_sandbox_people_seed: fills an empty hub; @french: the language of the mail */
void orch_sandbox_people_seed (OrchSandboxStore *store, const char *hub_base, gboolean french);
/** orch_sandbox_people_put_clinic: writes the clinic anew; @prefill: with name, address and place */
void orch_sandbox_people_put_clinic (OrchSandboxStore *store, gboolean prefill);
/** orch_sandbox_people_put_emr: @emr: (nullable): code of the vendor that the hub knows the clinic to use */
void orch_sandbox_people_put_emr (OrchSandboxStore *store, const char *emr);
/** orch_sandbox_people_put_provider: an appointment provider; @name: (nullable): %NULL for those of the contract */
void orch_sandbox_people_put_provider (OrchSandboxStore *store, const char *code, const char *name, gboolean active);
/** orch_sandbox_people_provider_codes: Returns: (transfer none): the five of the contract, %NULL-terminated */
const char *const *orch_sandbox_people_provider_codes (void);

gboolean orch_sandbox_people_get (OrchSandboxStore *store, const char *username, OrchSandboxPerson *person);

/** orch_sandbox_people_sign_in: checks a password; five failures lock the account for five minutes */
OrchSandboxSignIn orch_sandbox_people_sign_in (OrchSandboxStore *store, const char *username, const char *password);
void orch_sandbox_people_set_password (OrchSandboxStore *store, const char *username, const char *password);

/** orch_sandbox_people_password_rules: Returns: (transfer none): JSON of the contract's password_rules */
const char *orch_sandbox_people_password_rules (void);
/** orch_sandbox_people_unmet_rules: Returns: (transfer full): names of the rules @password does not meet, %NULL-terminated, empty when it is good */
GStrv orch_sandbox_people_unmet_rules (const char *password, const OrchSandboxPerson *person);

/** orch_sandbox_people_is_common_password: whether it holds one of those that everybody tries first */
gboolean orch_sandbox_people_is_common_password (const char *password);

/** orch_sandbox_people_new_activation: makes a code for the administrator and the e-mail that brings it. Returns: (transfer full): the link */
char *orch_sandbox_people_new_activation (OrchSandboxStore *store, const char *hub_base, gboolean french, char **code);
/** orch_sandbox_people_check_code: @username: (out) (transfer full): whose it is, when good */
OrchSandboxCode orch_sandbox_people_check_code (OrchSandboxStore *store, const char *code, char **username);
void orch_sandbox_people_use_code (OrchSandboxStore *store, const char *code);

/** orch_sandbox_people_list: Returns: (transfer full): what /training/users answers */
char *orch_sandbox_people_list (OrchSandboxStore *store);
/** orch_sandbox_people_hash: Returns: (transfer full): how a secret of the machine (token, code) is kept: SHA-256 in hexadecimal */
char *orch_sandbox_people_hash (const char *secret);
/** orch_sandbox_people_random: Returns: (transfer full): 256 bits of chance, base64url */
char *orch_sandbox_people_random (void);

G_END_DECLS
