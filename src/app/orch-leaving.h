/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The end of the process. What a person did is on disk before it begins; from there on there is memory to give back, which the system
 * does anyhow. A process that stayed would keep the next start from opening: the desktop takes it for the program at work.
 */
#pragma once

#include <glib.h>

#define ORCH_LEAVING_S 10

/** orch_leaving_begin: the process ends within @seconds from now on, whatever keeps it; if something did, where it stood is logged.
 * Main thread, once */
void orch_leaving_begin (guint seconds);
/** orch_leaving_end: ends the process with @status and leaves libraries as they are: a thread may still be at work in them. Returns
 * only where a tool looks at memory at the end (sanitizers) */
void orch_leaving_end (int status);
