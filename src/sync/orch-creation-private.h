/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How a creation moves: for the set-up that owns it. Main thread.
 */
#pragma once

#include <libdex.h>

#include "session/orch-hub-access.h"
#include "store/orch-store.h"
#include "orch-creation.h"

G_BEGIN_DECLS

/** OrchCreationInput: borrowed for the call; strings (nullable) as said */
typedef struct
{
  OrchHubAccess *access;
  OrchStore *store;
  OrchKeyring *keyring;
  const OrchActor *actor;
  const char *workstation_name; /* what the administrator sees */
  const char *workstation;      /* its UUID */
  OrchClinic *clinic;
  const char *emr_name;      /* NULL = standalone */
  const char *emr_address;   /* NULL = to be set up */
  GBytes *sealed;            /* (nullable) */
  const char *sealed_key_id; /* (nullable) */
} OrchCreationInput;

OrchCreation *orch_creation_new (void);

/**
 * orch_creation_start:
 *
 * Puts the clinic on the hub, then its services, then its staff, then registers the workstation; what the hub already has is not
 * made again. Does nothing while it runs. While the hub does not answer it waits and tries again.
 *
 * Returns: (transfer full): a future string: the workstation's client id on the hub, "" where the hub gives none; rejects when the state is FAILED
 */
DexFuture *orch_creation_start (OrchCreation *self, const OrchCreationInput *input);

/** orch_creation_begin: pressed: RUNNING from now on, while what orch_creation_start() needs is got ready */
void orch_creation_begin (OrchCreation *self);

/** orch_creation_retry_now: WAITING only: the network is back */
void orch_creation_retry_now (OrchCreation *self);

/** orch_creation_set_failed: what had to come before could not be done, such as reading the keyring */
void orch_creation_set_failed (OrchCreation *self, const GError *error);

G_END_DECLS
