/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A service or a staff member as one text, for what is kept beside the row: the base of a merge, the sides of a conflict. Equal rows
 * give equal texts; a text of another version of the program is read as far as it is known. Private to store/; any thread.
 */
#pragma once

#include "orch-store-types.h"

G_BEGIN_DECLS

/** orch_row_to_text: @row: an #OrchService or #OrchStaffMember; its revision is left out. Returns: (transfer full) */
char *orch_row_to_text (GObject *row);

/** orch_row_from_text: @text: (nullable). Returns: (transfer full) (nullable): %NULL for what is not one */
GObject *orch_row_from_text (OrchStoreKind kind, const char *text);

G_END_DECLS
