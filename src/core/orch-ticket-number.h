/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The number of a ticket to the support, short enough to be said on the telephone. Pure; any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_ticket_number_make: @id: its UUID. Returns: (transfer full): "3F0C-91AB": the first eight digits of @id; @id itself when it has fewer */
char *orch_ticket_number_make (const char *id);

G_END_DECLS
