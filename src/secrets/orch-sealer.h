/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Seals bytes for those who know a key: the EMR credentials of a clinic for its other workstations (shared key), a person's
 * random key (PIN or passphrase), a person's drafts (that random key). Argon2id 1.3 derives a key from a passphrase;
 * XChaCha20-Poly1305 seals. Deriving takes about a second and 256 MiB, on a thread of its own; sealing and opening are quick and
 * synchronous. A sealer is immutable; any thread.
 *
 * The envelope, version 1; integers are big endian:
 *
 *   0   4  "ORC1"
 *   4   1  where the key comes from: 1 = passphrase, 2 = 32 random bytes
 *   5   1  derivation: 1 = Argon2id 1.3, 0 = none
 *   6   4  Argon2id passes         (0 for a random key)
 *  10   4  Argon2id memory, in KiB (0 for a random key)
 *  14  16  Argon2id salt           (zeros for a random key)
 *  30  16  key identifier: BLAKE2b-128 of the sealing key under the key "orchestrateur-key-id"
 *  46  24  nonce, random
 *  70   n  ciphertext
 *  70+n 16 tag
 *
 * Authenticated with it: the 70 bytes before the ciphertext, then for scope and purpose their length (4 bytes) and bytes.
 * The sealing key cannot be found from the key identifier any cheaper than by guessing the passphrase through Argon2id.
 *
 * Errors of opening: REFUSED (another key, another scope or purpose, or tampered with), UNSUPPORTED (a newer envelope, or a
 * derivation dearer than this program accepts), INVALID (not an envelope).
 */
#pragma once

#include <libdex.h>

#include "orch-secret.h"

G_BEGIN_DECLS

#define ORCH_SEALER_KEY_LENGTH 32

#define ORCH_TYPE_SEALER (orch_sealer_get_type ())
G_DECLARE_FINAL_TYPE (OrchSealer, orch_sealer, ORCH, SEALER, GObject)

/**
 * orch_sealer_new_for_shared_key:
 * @shared_key: the clinic's shared encryption key, checked before by orch_shared_key_check()
 * @clinic_id: our UUID of the clinic; gives the salt, so that every workstation derives the same key and key identifier
 *
 * Returns: (transfer full): a future of an #OrchSealer
 */
DexFuture *orch_sealer_new_for_shared_key (OrchSecret *shared_key, const char *clinic_id);

/** orch_sealer_new_for_envelope: a sealer with the derivation that @envelope says; it opens it when @passphrase is the right one.
 * Returns: (transfer full): a future of an #OrchSealer; UNSUPPORTED, INVALID, REFUSED (another passphrase) */
DexFuture *orch_sealer_new_for_envelope (OrchSecret *passphrase, GBytes *envelope);

/** orch_sealer_new_for_key: @key: ORCH_SEALER_KEY_LENGTH random bytes. Returns: (transfer full) */
OrchSealer *orch_sealer_new_for_key (OrchSecret *key);

/** orch_sealer_get_key_id: Returns: (transfer none): the key identifier, 32 hexadecimal digits */
const char *orch_sealer_get_key_id (OrchSealer *self);

/** orch_sealer_seal: @scope: a clinic's or person's id; @purpose: what it is, "emr-credentials". Returns: (transfer full): an envelope */
GBytes *orch_sealer_seal (OrchSealer *self, OrchSecret *secret, const char *scope, const char *purpose);

/** orch_sealer_open: Returns: (transfer full) (nullable): what was sealed, or %NULL with @error set */
OrchSecret *orch_sealer_open (OrchSealer *self, GBytes *envelope, const char *scope, const char *purpose,
                              GError **error);

/** orch_sealer_dup_envelope_key_id: Returns: (transfer full) (nullable): the identifier of the key that sealed @envelope, %NULL with @error set
 * when it is none that this program can read */
char *orch_sealer_dup_envelope_key_id (GBytes *envelope, GError **error);

/** orch_sealer_wrap_key: seals @key under a PIN or passphrase with a salt of its own. Returns: (transfer full): a future of a boxed GBytes */
DexFuture *orch_sealer_wrap_key (OrchSecret *key, OrchSecret *passphrase, const char *person_id);

/** orch_sealer_unwrap_key: Returns: (transfer full): a future of a boxed #OrchSecret; REFUSED for a wrong PIN */
DexFuture *orch_sealer_unwrap_key (GBytes *wrapped, OrchSecret *passphrase, const char *person_id);

/** orch_sealer_set_cheap: for tests: the least that Argon2id allows for what is sealed from now on */
void orch_sealer_set_cheap (gboolean cheap);

G_END_DECLS
