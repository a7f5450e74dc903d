/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A training workstation without windows, for tests of the engine: its directory, its keyring, its engine, and the acts of a
 * newcomer as one call each. Every call waits for its end by running the main loop, and fails the test after a minute.
 */
#pragma once

#include "sync/orch-engine.h"
#include "orch-sandbox-process.h"

G_BEGIN_DECLS

#define STORY_PASSWORD "Marguerite-7-Bouleau"
#define STORY_PIN "246813"
#define STORY_SHARED_KEY "Cle-partagee.2026!"

typedef struct
{
  OrchKeyring *keyring;
  OrchEngine *engine;
  char *origin; /* of the sandbox */
  char *data_dir;
  gboolean temporary; /* the directory goes with the story */
} Story;

Story *story_new (OrchSandboxProcess *sandbox);
/** story_new_at: on a directory and keyring that stay */
Story *story_new_at (const char *origin, OrchKeyring *keyring, const char *data_dir);
void story_free (Story *story);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Story, story_free)

void story_remove_tree (const char *path);
/** story_quit: the program ends; nothing is flushed */
void story_quit (Story *story);
/** story_resume: the program starts again after story_quit() */
void story_resume (Story *story);
/** story_settle: runs the loop until it has nothing more to do at once; after the last test, so that what was in flight to a sandbox now
 * gone ends before the process does */
void story_settle (void);
/** story_restart: quits and starts again on the same directory and keyring */
void story_restart (Story *story);

/** story_wait: runs the loop until @future is settled. Returns: whether it resolved; @error set otherwise */
gboolean story_wait (DexFuture *future, GError **error);
/** story_wait_ok: the same; a rejection fails the test */
void story_wait_ok (DexFuture *future);
/** story_wait_object: as story_wait_ok(). Returns: (transfer full): the object it resolved with */
gpointer story_wait_object (DexFuture *future);
/** story_wait_until: runs the loop until @condition answers %TRUE */
void story_wait_until (gboolean (*condition) (gpointer data), gpointer data);

void story_start (Story *story);
void story_activate (Story *story);
void story_identify (Story *story);
void story_connect_emr (Story *story);
void story_import (Story *story, OrchImportKind kind);
void story_unlock (Story *story);
/** story_prepare: all of it up to step 6 */
void story_prepare (Story *story);
void story_create (Story *story);
/** story_set_up: all of it, from the activation e-mail to READY */
void story_set_up (Story *story);

G_END_DECLS
