/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 */
#include "story-desk.h"

#include "core/orch-clock.h"

static void
use (Desk *desk)
{
  desk->sync = orch_engine_get_sync (desk->story->engine);
  g_assert_nonnull (desk->sync);
  orch_sync_set_automatic (desk->sync, FALSE);
}

Desk *
desk_new (void)
{
  return desk_new_at (0);
}

Desk *
desk_new_at (int began_min)
{
  Desk *desk = g_new0 (Desk, 1);

  desk->began_min = began_min;
  desk->sandbox = small_emr_start ();
  if (began_min != 0)
    desk_move_clock (desk, 0);
  desk->story = story_new (desk->sandbox);
  story_set_up (desk->story);
  use (desk);
  return desk;
}

void
desk_free (Desk *desk)
{
  orch_clock_set_offset_us (0);
  story_free (desk->story);
  orch_sandbox_process_stop (desk->sandbox);
  g_free (desk);
}

void
desk_restart (Desk *desk)
{
  desk->sync = NULL;
  story_restart (desk->story);
  use (desk);
}

void
desk_move_clock (Desk *desk, int minutes)
{
  const int offset_s = (desk->began_min + minutes) * 60;

  orch_clock_set_offset_us (offset_s * G_GINT64_CONSTANT (1000000));
  orch_sandbox_process_order (desk->sandbox, "clock", "{\"offset_s\": %d}", offset_s);
}
