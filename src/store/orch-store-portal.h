/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: patients as reception works with them: finding one, typing and checking an identity, the account on the portal, the
 * invitations to it. Errors and threads: as orch-store.h. Source: product.md §4, security.md 10 and 14.
 */
#pragma once

#include "orch-patient-case.h"
#include "orch-store.h"

G_BEGIN_DECLS

#define ORCH_STORE_ACCOUNT "account" /* object type of the outbox: the account of the patient of that id */

/**
 * orch_store_search_patients:
 * @terms: of orch_patient_search_terms(): all must fit, the first six are looked at
 * @after: (nullable): the id of the last one of the page before
 *
 * READ_PATIENTS. Who calls journals it.
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of #OrchPatientCase, by name, at most @limit
 */
DexFuture *orch_store_search_patients (OrchStore *self, const OrchActor *actor, const char *const *terms,
                                       const char *after, guint limit, GCancellable *cancellable);

/** orch_store_load_patient_case: READ_PATIENTS. Who calls journals it. Returns: (transfer full): a future of #OrchPatientCase; NOT_FOUND */
DexFuture *orch_store_load_patient_case (OrchStore *self, const OrchActor *actor, const char *id);

/** orch_store_find_duplicates: READ_PATIENTS. Who @patient may be already, by orch_patient_find_duplicate(). Returns: (transfer full): a future of a boxed
 * GPtrArray of #OrchPatientCase */
DexFuture *orch_store_find_duplicates (OrchStore *self, const OrchActor *actor, OrchPatient *patient);

/**
 * orch_store_save_patient:
 * @patient: with its id; its origin and the EMR's id count only when it is new
 *
 * VALIDATE_IDENTITY, a person's. Queued in their name, journaled. Of a patient of the EMR the fields typed here stay until a person settles the
 * difference (orch_store_list_reconciliations()). What is equal to what is there is not written.
 *
 * Returns: (transfer full): a future of int64: the revision; INVALID without id; CONFLICT when it was made from a revision that is no longer the
 *   present one (0: from none)
 */
DexFuture *orch_store_save_patient (OrchStore *self, const OrchActor *actor, OrchPatient *patient);

/** orch_store_validate_identity: VALIDATE_IDENTITY, a person's: they checked who it is. Queued, journaled. Returns: (transfer full): a future of boolean;
 * NOT_FOUND; INVALID when the identity is not complete (orch_identity_check()) */
DexFuture *orch_store_validate_identity (OrchStore *self, const OrchActor *actor, const char *id);
/** orch_store_set_account_active: DISABLE_ACCOUNTS. Queued, journaled. Returns: (transfer full): a future of boolean; NOT_FOUND when there is no account */
DexFuture *orch_store_set_account_active (OrchStore *self, const OrchActor *actor, const char *id, gboolean active);

/** orch_store_note_invitation: VALIDATE_IDENTITY, a person's. What the hub answered: the invitation as it is now; a new one ends those before it.
 * @act: journaled: "invitation-made", "invitation-sent-again" or "invitation-revoked". Returns: (transfer full): a future of boolean; INVALID without the
 * patient's id */
DexFuture *orch_store_note_invitation (OrchStore *self, const OrchActor *actor, OrchPortalInvitation *invitation,
                                       const char *act);

/** orch_store_load_account: Returns: (transfer full): a future of #OrchPortalAccount, as it is to be sent; NOT_FOUND */
DexFuture *orch_store_load_account (OrchStore *self, const char *patient_id);

/* Down from the hub: the workstation's (SYNC). What has an unsent edit is left as it is. Each returns (transfer full): a future of uint: how many changed */

/** orch_store_apply_hub_patients: @patients: (element-type OrchPatient): with id and hub id; @versions: (array length=patients.len) */
DexFuture *orch_store_apply_hub_patients (OrchStore *self, const OrchActor *actor, GPtrArray *patients,
                                          const char *const *versions);
/** orch_store_apply_hub_accounts: @accounts: (element-type OrchPortalAccount): of a patient named by our id, else by the hub's */
DexFuture *orch_store_apply_hub_accounts (OrchStore *self, const OrchActor *actor, GPtrArray *accounts);
/** orch_store_apply_hub_invitations: @invitations: (element-type OrchPortalInvitation): the same */
DexFuture *orch_store_apply_hub_invitations (OrchStore *self, const OrchActor *actor, GPtrArray *invitations);

G_END_DECLS
