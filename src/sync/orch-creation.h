/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Creating the clinic on the hub: idempotent, so that pressing twice, a cut network or a crash make no second clinic. Owned by
 * the set-up; main thread. Source: product.md §1 step 6, hub/README.md (Creating).
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_CREATION_IDLE = 0,
  ORCH_CREATION_RUNNING,
  ORCH_CREATION_WAITING, /* the hub does not answer: tries again by itself; leaving is allowed */
  ORCH_CREATION_FAILED,  /* the hub refused: see the error; can be tried again */
  ORCH_CREATION_DONE,
} OrchCreationState;

typedef enum
{
  ORCH_CREATION_PHASE_CLINIC = 0,
  ORCH_CREATION_PHASE_STAFF,
  ORCH_CREATION_PHASE_SERVICES,
  ORCH_CREATION_PHASE_WORKSTATION,
} OrchCreationPhase;

#define ORCH_TYPE_CREATION (orch_creation_get_type ())
G_DECLARE_FINAL_TYPE (OrchCreation, orch_creation, ORCH, CREATION, GObject)

/* Properties, read-only and notified: state int, phase int, done uint, total uint (records sent), retry-in int (seconds, WAITING) */

OrchCreationState orch_creation_get_state (OrchCreation *self);
OrchCreationPhase orch_creation_get_phase (OrchCreation *self);
guint orch_creation_get_done (OrchCreation *self);
guint orch_creation_get_total (OrchCreation *self);
/** orch_creation_get_error: Returns: (transfer none) (nullable): WAITING and FAILED: why, an ORCH_ERROR with the server's words */
const GError *orch_creation_get_error (OrchCreation *self);

G_END_DECLS
