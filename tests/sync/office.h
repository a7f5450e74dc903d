/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The services desk over a real store, as a test has it. Main thread.
 */
#pragma once

#include "store/store-kit.h"
#include "sync/orch-service-desk.h"

/** Office: of g_test_add(), with office_set_up() and office_tear_down() */
typedef struct
{
  Kit kit;
  OrchServiceDesk *desk;
  const OrchActor *actor; /* (nullable) */
} Office;

/** office_open_desk: another desk over the same store, as after a restart; office_close_desk() first */
void office_open_desk (Office *office);
void office_close_desk (Office *office);
void office_set_up (Office *office, gconstpointer data);
void office_tear_down (Office *office, gconstpointer data);
/** office_add_services: as if imported: @n numbered from 1, each active with two types; @on_hub: the hub has them, at version "1" */
void office_add_services (Office *office, guint n, gboolean active, gboolean on_hub);
/** office_find: Returns: (transfer full): number @n, as it is now */
OrchService *office_find (Office *office, guint n);
