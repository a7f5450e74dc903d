/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A keyring that is forgotten when the process ends: for a session-only run where no keyring service is to be had, and for
 * tests, which may set what it answers. Main thread.
 */
#pragma once

#include "orch-keyring.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MEMORY_KEYRING (orch_memory_keyring_get_type ())
G_DECLARE_FINAL_TYPE (OrchMemoryKeyring, orch_memory_keyring, ORCH, MEMORY_KEYRING, OrchKeyring)

OrchKeyring *orch_memory_keyring_new (gboolean training);

/** orch_memory_keyring_set_state: for tests: LOCKED answers KEYRING_LOCKED until orch_keyring_unlock(), MISSING always KEYRING_MISSING */
void orch_memory_keyring_set_state (OrchMemoryKeyring *self, OrchKeyringState state);

/** orch_memory_keyring_set_dismiss: for tests: orch_keyring_unlock() behaves as if the prompt was dismissed */
void orch_memory_keyring_set_dismiss (OrchMemoryKeyring *self, gboolean dismiss);

/** orch_memory_keyring_get_n_secrets: for tests */
guint orch_memory_keyring_get_n_secrets (OrchMemoryKeyring *self);

G_END_DECLS
