/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who is at the keyboard: the signed-in person, what the clinic allows them, and whether the screen is locked. Every page
 * observes it; a locked session means list models detached and widgets emptied. Owned by the engine; main thread.
 * Source: architecture.md (Who acts), security.md 3–7.
 */
#pragma once

#include <libdex.h>

#include "core/orch-permission.h"
#include "secrets/orch-keyring.h"
#include "secrets/orch-secret.h"
#include "store/orch-store-types.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SESSION (orch_session_get_type ())
G_DECLARE_FINAL_TYPE (OrchSession, orch_session, ORCH, SESSION, GObject)

#define ORCH_SESSION_PIN_MIN 6      /* characters; digits or a passphrase */
#define ORCH_SESSION_FAILURES_MAX 5 /* then a delay; security.md 6 */
#define ORCH_SESSION_FAILURE_DELAY_S 300
#define ORCH_SESSION_CONFIRM_S                                                                                         \
  (30 * 60) /* how long a PIN that was typed answers for what it protects; security.md 13 */
#define ORCH_SESSION_LIMIT_S (12 * 60 * 60) /* then the person signs in again; security.md 7 */

/*
 * Properties, all read-only and notified:
 *   signed-in   gboolean
 *   locked      gboolean
 *   training    gboolean
 *   person-name string (nullable)
 *   permission  int (OrchPermission)
 *   needs-pin   gboolean  signed in on this workstation for the first time: a PIN is still to choose
 */

OrchSession *orch_session_new (OrchKeyring *keyring, gboolean training);

/**
 * OrchSessionJournal:
 * @act: "signed-in", "signed-out", "locked", "unlocked", "confirmed", "unlock-failed", "unlock-closed" (too many failures), "session-over"
 * @actor: the person whose session it is
 *
 * Returns: (transfer full): a future boolean, once it is written
 */
typedef DexFuture *(*OrchSessionJournal) (const char *act, const OrchActor *actor, gpointer data);

/** orch_session_set_journal: (for sync/) where the acts of the session are written (security.md 10): nobody is let in whose coming in cannot be.
 * @journal: (nullable): nowhere from now on; @data: borrowed until then */
void orch_session_set_journal (OrchSession *self, OrchSessionJournal journal, gpointer data);

gboolean orch_session_is_signed_in (OrchSession *self);
gboolean orch_session_is_locked (OrchSession *self);
gboolean orch_session_is_training (OrchSession *self);
gboolean orch_session_needs_pin (OrchSession *self);
const char *orch_session_get_person_name (OrchSession *self);
OrchPermission orch_session_get_permission (OrchSession *self);

/** orch_session_allows: whether the signed-in person may do @act; %FALSE while locked or signed out */
gboolean orch_session_allows (OrchSession *self, OrchAct act);

/** orch_session_get_actor: Returns: (transfer none) (nullable): who acts, for the store's writes; %NULL when nobody is signed in */
const OrchActor *orch_session_get_actor (OrchSession *self);

/**
 * orch_session_choose_pin:
 * @pin: at least %ORCH_SESSION_PIN_MIN characters
 *
 * Makes the person's random key and wraps it with @pin (Argon2id, off the main thread).
 *
 * Returns: (transfer full): a future boolean; INVALID when too short
 */
DexFuture *orch_session_choose_pin (OrchSession *self, OrchSecret *pin);

/** orch_session_lock: now; the person's key leaves memory. Does nothing when nobody is signed in. */
void orch_session_lock (OrchSession *self);

/**
 * orch_session_unlock:
 *
 * Returns: (transfer full): a future boolean; REFUSED for a wrong PIN, THROTTLED while the delay after five failures runs, SIGN_IN_AGAIN when the
 *   session is over, as the journal when it cannot be written: the session stays locked
 */
DexFuture *orch_session_unlock (OrchSession *self, OrchSecret *pin);

/**
 * orch_session_confirm:
 *
 * The person who is there shows that they still are, before something that not every passer-by may do (security.md 13). Changes nothing;
 * failures count as those of unlocking.
 *
 * Returns: (transfer full): a future boolean; REFUSED for a wrong PIN, THROTTLED while the delay after five failures runs
 */
DexFuture *orch_session_confirm (OrchSession *self, OrchSecret *pin);

/** orch_session_is_confirmed: whether the PIN was typed less than %ORCH_SESSION_CONFIRM_S ago by the person who is there, with no lock since: without it
 * neither credentials nor the settings of the synchronisation are changed */
gboolean orch_session_is_confirmed (OrchSession *self);

/** orch_session_set_limit: how many seconds after the sign-in the session is over, at most %ORCH_SESSION_LIMIT_S, which holds until this is called */
void orch_session_set_limit (OrchSession *self, guint seconds);
guint orch_session_get_limit (OrchSession *self);

/** orch_session_get_left_us: Returns: microseconds before the session is over, 0 when it is, %G_MAXINT64 when nobody is signed in. Neither lock nor
 * restart nor a change of the date makes it longer: only a sign-in does */
gint64 orch_session_get_left_us (OrchSession *self);

/** orch_session_look: (for the window, now and then): locks a session that is over. What is sealed waits for the next sign-in of the same person */
void orch_session_look (OrchSession *self);

/** orch_session_get_unlock_delay: Returns: seconds before another PIN can be tried, 0 when it can */
int orch_session_get_unlock_delay (OrchSession *self);

/** orch_session_seal_draft: seals what a person has half typed with their key. Returns: (transfer full): a future GBytes */
DexFuture *orch_session_seal_draft (OrchSession *self, GBytes *plain);
/** orch_session_open_draft: Returns: (transfer full): a future GBytes; REFUSED when it is somebody else's */
DexFuture *orch_session_open_draft (OrchSession *self, GBytes *sealed);

/** orch_session_sign_out: forgets tokens and keys of the person. Returns: (transfer full): a future boolean */
DexFuture *orch_session_sign_out (OrchSession *self);

/**
 * orch_session_resume:
 *
 * The person who was signed in when the program quit is there again, locked until the PIN opens it.
 * @since: (nullable): what orch_session_dup_since() told then; %NULL = not known: from now
 *
 * Returns: (transfer full): a future boolean: %FALSE when this workstation has no PIN of theirs: they sign in afresh
 */
DexFuture *orch_session_resume (OrchSession *self, const char *clinic_id, const char *person_id, const char *name,
                                OrchPermission permission, const char *since);

/** orch_session_dup_since: Returns: (transfer full) (nullable): when the person signed in, to be kept for orch_session_resume() */
char *orch_session_dup_since (OrchSession *self);

/**
 * orch_session_start:
 *
 * (for sync/) A person has signed in on the hub. Their refresh token goes to the keyring; another person's session ends first.
 *
 * Returns: (transfer full): a future boolean
 */
DexFuture *orch_session_start (OrchSession *self, const char *clinic_id, const char *person_id, const char *name,
                               OrchPermission permission, OrchSecret *refresh_token);

/** orch_session_dup_refresh_token: (for sync/) Returns: (transfer full): a future of a boxed #OrchSecret, %NULL when there is none */
DexFuture *orch_session_dup_refresh_token (OrchSession *self);

/** orch_session_keep_refresh_token: (for sync/): the hub gave a new one. Returns: (transfer full): a future boolean */
DexFuture *orch_session_keep_refresh_token (OrchSession *self, OrchSecret *token);

const char *orch_session_get_person_id (OrchSession *self);

/** orch_session_set_workstation: the UUID that the actor of this session carries */
void orch_session_set_workstation (OrchSession *self, const char *workstation);

/** orch_session_set_permission: (for sync/): the hub changed it */
void orch_session_set_permission (OrchSession *self, OrchPermission permission);

G_END_DECLS
