/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The insides of a session, shared by its files: orch-session.c (PIN, lock, what is seen) and orch-session-person.c (who sits down,
 * and who leaves). Main thread.
 */
#pragma once

#include "orch-session.h"
#include "secrets/orch-sealer.h"

G_BEGIN_DECLS

struct _OrchSession
{
  GObject parent_instance;

  /* owned */
  OrchKeyring *keyring;
  char *clinic_id;     /* (nullable) */
  char *person_id;     /* (nullable): NULL = nobody is signed in */
  char *person_name;   /* (nullable) */
  GBytes *wrapped_key; /* (nullable): NULL = no PIN chosen yet */
  OrchSealer *sealer;  /* (nullable): of the person's key; NULL while locked */
  char *workstation;   /* (nullable) */

  OrchActor actor; /* borrows the strings above */

  OrchSessionJournal journal; /* (nullable) */
  gpointer journal_data;

  OrchPermission permission;
  guint failures;
  guint trying;            /* PINs being tried now: guesses sent together are not more guesses */
  gint64 closed_until;     /* microseconds since 1970: no PIN is tried before */
  gint64 since_us;         /* of the sign-in, microseconds since 1970 */
  gint64 since_elapsed_us; /* the same, on the clock that no change of the date moves */
  gint64 age_us;           /* how old the session was at @age_elapsed_us */
  gint64 age_elapsed_us;
  guint limit_s;
  gint64 pin_elapsed_us; /* when the PIN was typed last, on that clock; 0 = not since the screen locked */
  gboolean locked;
  gboolean leaving; /* is signing out: no token is kept any more */
  gboolean training;
};

/* What a fiber needs: the session and the arguments of the call. */
typedef struct
{
  OrchSession *session;
  OrchSecret *secret;
  GBytes *bytes;
  char *clinic_id;
  char *person_id;
  char *name;
  OrchPermission permission;
  char *since;       /* (nullable) */
  gboolean confirms; /* a PIN typed by somebody who is there already */
} OrchSessionCall;

OrchSessionCall *orch_session_call_new (OrchSession *session, OrchSecret *secret);
/** orch_session_call_new_for_person: with the clinic and the person of now */
OrchSessionCall *orch_session_call_new_for_person (OrchSession *session, OrchSecret *secret);
DexFuture *orch_session_spawn (DexFiberFunc fiber, OrchSessionCall *call);
void orch_session_notify_all (OrchSession *session);
gboolean orch_session_is_person (OrchSession *session, const char *person_id);
void orch_session_forget_person (OrchSession *session);
/** orch_session_await_failures: in a fiber: the wrong PINs that the keyring remembers of the person */
void orch_session_await_failures (OrchSession *session);
DexFuture *orch_session_reject_signed_out (void);
/** orch_session_begin_age: the session begins now */
void orch_session_begin_age (OrchSession *session);
/** orch_session_resume_age: it began at @since: (nullable): what orch_session_dup_since() told; not known = now */
void orch_session_resume_age (OrchSession *session, const char *since);
/** orch_session_note: writes @act of the person of now in the journal. Returns: (transfer full): a future boolean */
DexFuture *orch_session_note (OrchSession *session, const char *act);

G_END_DECLS
