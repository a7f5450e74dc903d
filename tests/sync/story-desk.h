/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One workstation of a clinic that exists, with the small EMR and a hub of its own, where nothing synchronises by itself. Main thread.
 */
#pragma once

#include "orch-small-emr.h"
#include "orch-story.h"

G_BEGIN_DECLS

typedef struct
{
  OrchSandboxProcess *sandbox;
  Story *story;
  OrchSync *sync; /* borrowed; another after every restart */
  int began_min;  /* minutes after the real clock */
} Desk;

/** desk_new: Returns: (transfer full) */
Desk *desk_new (void);
/** desk_new_at: the clinic is created at @began_min minutes after the real clock */
Desk *desk_new_at (int began_min);
/** desk_free: sets the clock back too */
void desk_free (Desk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

/** desk_restart: the program ends and starts again; it is locked then */
void desk_restart (Desk *desk);
/** desk_move_clock: everybody's clock is @minutes after the moment the desk began at */
void desk_move_clock (Desk *desk, int minutes);

G_END_DECLS
