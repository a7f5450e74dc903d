/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Two workstations of one clinic, each with its own store, on one hub; the second has joined. Main thread.
 */
#pragma once

#include "orch-story.h"

G_BEGIN_DECLS

typedef struct
{
  OrchSandboxProcess *sandbox;
  Story *one;
  Story *two;
} Pair;

/** pair_new: nothing synchronises by itself. Returns: (transfer full) */
Pair *pair_new (void);
/** pair_new_by_hand: of a clinic without an EMR: "José Roy", licence 12-345, and the service "Suivi" are typed. Returns: (transfer full) */
Pair *pair_new_by_hand (void);
/** pair_free: sets the clock back too */
void pair_free (Pair *pair);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pair, pair_free)

G_END_DECLS
