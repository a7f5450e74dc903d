/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the patients page does: finds people, types and checks identities, disables accounts, makes, sends again and revokes invitations.
 * Everything but invitations is done here at once and sent to the hub later, in the person's name; a code exists only once the hub has
 * answered. Owned by the engine (READY only); main thread. Every call rejects SIGN_IN_AGAIN when nobody is signed in, REFUSED while
 * locked or for who may not. Source: product.md §4, security.md 10, 14, 15.
 *
 * Signal "changed": patients, accounts or invitations changed, or the clinic's age limit.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "store/orch-patient-case.h"
#include "orch-invitation-offer.h"

G_BEGIN_DECLS

#define ORCH_PATIENT_PAGE 100 /* of a search */

#define ORCH_TYPE_PATIENT_DESK (orch_patient_desk_get_type ())
G_DECLARE_FINAL_TYPE (OrchPatientDesk, orch_patient_desk, ORCH, PATIENT_DESK, GObject)

/** orch_patient_desk_get_age_limit: Returns: the clinic's setting: completed years that are still too few */
guint orch_patient_desk_get_age_limit (OrchPatientDesk *self);

/**
 * orch_patient_desk_search:
 * @typed: name, NAM, birth date, phone or file number, in any writing; "" lists everybody
 * @after: (nullable): the id of the last one of the page before
 * @again: only to show what is already shown as it is now: no new entry of the journal
 *
 * Returns: (transfer full): a future of a boxed #GPtrArray of #OrchPatientCase, by name, at most %ORCH_PATIENT_PAGE
 */
DexFuture *orch_patient_desk_search (OrchPatientDesk *self, const char *typed, const char *after, gboolean again);
/** orch_patient_desk_load: @again: as above. Returns: (transfer full): a future of #OrchPatientCase; NOT_FOUND */
DexFuture *orch_patient_desk_load (OrchPatientDesk *self, const char *id, gboolean again);
/** orch_patient_desk_find_duplicates: who @patient may be already. Returns: (transfer full): a future of a boxed #GPtrArray of #OrchPatientCase */
DexFuture *orch_patient_desk_find_duplicates (OrchPatientDesk *self, OrchPatient *patient);

/**
 * orch_patient_desk_save:
 * @patient: without an id: somebody new
 * @validate: the person has checked who it is: the identity must be complete
 *
 * Returns: (transfer full): a future of #OrchPatientCase, as it is then; INVALID; CONFLICT: it was changed meanwhile
 */
DexFuture *orch_patient_desk_save (OrchPatientDesk *self, OrchPatient *patient, gboolean validate);
/** orch_patient_desk_set_active: an administrator's: disables the account, or enables it again. Returns: (transfer full): a future boolean */
DexFuture *orch_patient_desk_set_active (OrchPatientDesk *self, const char *id, gboolean active);

/**
 * orch_patient_desk_invite:
 * @language: "fr", "en", "es", "ar"
 * @phone: (nullable): of an SMS
 *
 * What is unsent of the patient goes first. The code that waited dies.
 *
 * Returns: (transfer full): a future of #OrchInvitationOffer; OFFLINE; UNSUPPORTED: this hub does not offer it; INVALID with the hub's words; REFUSED also of
 *   who is under age or whose account is disabled
 */
DexFuture *orch_patient_desk_invite (OrchPatientDesk *self, const char *id, OrchInvitationChannel channel,
                                     const char *language, const char *phone);
/** orch_patient_desk_revoke: the code that waits. Returns: (transfer full): a future boolean; OFFLINE, NOT_FOUND when none waits */
DexFuture *orch_patient_desk_revoke (OrchPatientDesk *self, const char *id);

G_END_DECLS
