/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where secrets are kept between two runs, and nowhere else. Two kinds: OrchSecretServiceKeyring (the desktop's keyring) and
 * OrchMemoryKeyring (a session-only run, tests). A keyring is either for training or for real clinics, for its whole life:
 * secrets of the two never mix. Main thread; every call is asynchronous, because the service may ask the user something.
 *
 * Errors of every call: KEYRING_MISSING (no service answers), KEYRING_LOCKED (locked, or the prompt was dismissed), CANCELLED,
 * FAILED. There is no plain-text fallback. Source: security.md 1 and 2.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "orch-secret.h"

G_BEGIN_DECLS

/** ORCH_KEYRING_WORKSTATION: the scope of what belongs to no clinic */
#define ORCH_KEYRING_WORKSTATION "workstation"

/** OrchSecretKind: the nicks are kept in the keyring: append only */
typedef enum
{
  ORCH_SECRET_STORE_KEY = 0,   /* "store-key": 32 bytes; scope = clinic */
  ORCH_SECRET_BOOTSTRAP_KEY,   /* "bootstrap-key": 32 bytes; scope = workstation */
  ORCH_SECRET_REFRESH_TOKEN,   /* "refresh-token": text; name = person's id on the hub */
  ORCH_SECRET_EMR_SECRET,      /* "emr-secret": text; name = the field of the vendor's form, "client-secret" */
  ORCH_SECRET_SHARED_KEY,      /* "shared-key": text */
  ORCH_SECRET_WORKSTATION_KEY, /* "workstation-key": PEM; the private key of the backend client */
  ORCH_SECRET_PERSON_KEY,      /* "person-key": the wrapped random key; name = person's id */
  ORCH_SECRET_PIN_FAILURES,    /* "pin-failures": text: failed PINs, until when none is tried; name = person's id */
} OrchSecretKind;

#define ORCH_N_SECRET_KINDS (ORCH_SECRET_PIN_FAILURES + 1)

typedef enum
{
  ORCH_KEYRING_AVAILABLE = 0,
  ORCH_KEYRING_LOCKED, /* orch_keyring_unlock() asks the user */
  ORCH_KEYRING_MISSING,
} OrchKeyringState;

#define ORCH_TYPE_KEYRING (orch_keyring_get_type ())
G_DECLARE_DERIVABLE_TYPE (OrchKeyring, orch_keyring, ORCH, KEYRING, GObject)

struct _OrchKeyringClass
{
  GObjectClass parent_class;

  DexFuture *(*probe) (OrchKeyring *self, GCancellable *cancellable);
  DexFuture *(*unlock) (OrchKeyring *self, GCancellable *cancellable);
  DexFuture *(*store) (OrchKeyring *self, OrchSecretKind kind, const char *scope, const char *name, const char *label,
                       OrchSecret *secret, GCancellable *cancellable);
  DexFuture *(*lookup) (OrchKeyring *self, OrchSecretKind kind, const char *scope, const char *name,
                        GCancellable *cancellable);
  DexFuture *(*clear) (OrchKeyring *self, OrchSecretKind kind, const char *scope, const char *name,
                       GCancellable *cancellable);
  DexFuture *(*clear_scope) (OrchKeyring *self, const char *scope, GCancellable *cancellable);
  gboolean (*is_lasting) (OrchKeyring *self);
};

/** orch_keyring_get_training: whether it keeps the secrets of training data */
gboolean orch_keyring_get_training (OrchKeyring *self);

/** orch_keyring_is_lasting: whether what is stored outlives the process; %FALSE for a session-only run */
gboolean orch_keyring_is_lasting (OrchKeyring *self);

/** orch_keyring_probe: never prompts. Returns: (transfer full): a future of uint #OrchKeyringState; rejects only when cancelled */
DexFuture *orch_keyring_probe (OrchKeyring *self, GCancellable *cancellable);

/** orch_keyring_unlock: asks the user, through the service's own prompt. Returns: (transfer full): a future of boolean %TRUE */
DexFuture *orch_keyring_unlock (OrchKeyring *self, GCancellable *cancellable);

/**
 * orch_keyring_store:
 * @scope: a clinic's UUID, or ORCH_KEYRING_WORKSTATION
 * @name: (nullable): tells apart several secrets of one kind and scope
 * @label: what the desktop's keyring program shows: translated, without a person's name
 * @secret: replaces the one stored under the same kind, scope and name
 *
 * Returns: (transfer full): a future of boolean %TRUE
 */
DexFuture *orch_keyring_store (OrchKeyring *self, OrchSecretKind kind, const char *scope, const char *name,
                               const char *label, OrchSecret *secret, GCancellable *cancellable);

/** orch_keyring_lookup: Returns: (transfer full): a future of a boxed #OrchSecret: dex_await_boxed() gives the secret, or %NULL
 * without an error when there is none */
DexFuture *orch_keyring_lookup (OrchKeyring *self, OrchSecretKind kind, const char *scope, const char *name,
                                GCancellable *cancellable);

/** orch_keyring_clear: Returns: (transfer full): a future of boolean: whether there was one */
DexFuture *orch_keyring_clear (OrchKeyring *self, OrchSecretKind kind, const char *scope, const char *name,
                               GCancellable *cancellable);

/** orch_keyring_clear_scope: every secret of @scope ("remove clinic"). Returns: (transfer full): a future of boolean */
DexFuture *orch_keyring_clear_scope (OrchKeyring *self, const char *scope, GCancellable *cancellable);

/** orch_secret_kind_get_nick: Returns: (transfer none): "store-key" */
const char *orch_secret_kind_get_nick (OrchSecretKind kind);

G_END_DECLS
