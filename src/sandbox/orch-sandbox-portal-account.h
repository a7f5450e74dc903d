/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients' accounts: passwords, sessions, and locking out. Main thread.
 */
#pragma once

#include "orch-sandbox-portal-visit.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_SANDBOX_ACCOUNT_GOOD = 0,
  ORCH_SANDBOX_ACCOUNT_WRONG,
  ORCH_SANDBOX_ACCOUNT_LOCKED,
  ORCH_SANDBOX_ACCOUNT_DISABLED,
} OrchSandboxAccountCheck;

/** orch_sandbox_portal_account_find_session: fills who @visit is, by its token */
void orch_sandbox_portal_account_find_session (OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_account_open_session: a new token: of @account, or of who holds the code of @task */
void orch_sandbox_portal_account_open_session (OrchSandboxPortalVisit *visit, const char *account, const char *task);
void orch_sandbox_portal_account_close_session (OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_account_confirm: the information is right */
void orch_sandbox_portal_account_confirm (OrchSandboxPortalVisit *visit);

/** orch_sandbox_portal_account_sign_in: @who: e-mail or NAM; @account: (out) (transfer full) */
OrchSandboxAccountCheck orch_sandbox_portal_account_sign_in (OrchSandboxStore *store, const char *who,
                                                             const char *password, char **account);
/** orch_sandbox_portal_account_unmet: Returns: (transfer full): names of the rules that @password does not meet: length, own, common; empty when it is good */
GStrv orch_sandbox_portal_account_unmet (const OrchSandboxPortalVisit *visit, const char *password);
/** orch_sandbox_portal_account_words: Returns: (transfer full): what a password of this patient may not hold, folded */
GStrv orch_sandbox_portal_account_words (const OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_account_make: Returns: (transfer full): the new account, its invitation accepted */
char *orch_sandbox_portal_account_make (OrchSandboxPortalVisit *visit, const char *password);
/** orch_sandbox_portal_account_is: whether @who (as typed) is the e-mail or NAM of this patient */
gboolean orch_sandbox_portal_account_is (OrchSandboxStore *store, const char *person, const char *patient,
                                         const char *who);

/** orch_sandbox_portal_account_find: Returns: (transfer full): the active accounts that @who (e-mail or NAM) names, %NULL-terminated */
GStrv orch_sandbox_portal_account_find (OrchSandboxStore *store, const char *who);
/** orch_sandbox_portal_account_get: @person, @patient: (out) (transfer full). Returns: whether there is such an account, and it is active */
gboolean orch_sandbox_portal_account_get (OrchSandboxStore *store, const char *account, char **person, char **patient);
/** orch_sandbox_portal_account_set_password: another password; every session of the account ends, and it is locked no more */
void orch_sandbox_portal_account_set_password (OrchSandboxStore *store, const char *account, const char *password);
/** orch_sandbox_portal_account_note_failure: one more failure of @who. Returns: whether it was the fifth: @who is locked for @lock_us */
gboolean orch_sandbox_portal_account_note_failure (OrchSandboxStore *store, const char *who, gint64 lock_us);
/** orch_sandbox_portal_account_is_locked: @who: an account, or what was said to be locked */
gboolean orch_sandbox_portal_account_is_locked (OrchSandboxStore *store, const char *who);

/** orch_sandbox_portal_account_failed: notes a failure of anybody. Returns nothing */
void orch_sandbox_portal_account_failed (OrchSandboxStore *store);
/** orch_sandbox_portal_account_is_busy: whether there have been so many failures that nobody may try within the minute */
gboolean orch_sandbox_portal_account_is_busy (OrchSandboxStore *store);

G_END_DECLS
