/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * People and services that somebody types in a clinic without an EMR that is connected, once the clinic exists: here at once, on the hub later, in the
 * name of who typed them. Main thread. Source: issue 3 (§4: members come from the EMR only; standalone: by hand).
 */
#pragma once

#include "orch-engine.h"

G_BEGIN_DECLS

/**
 * orch_typed_row_add:
 * @row: an #OrchStaffMember or #OrchService with an id of its own, as orch_hand_dialog_new() makes it
 *
 * Once for an id: asked again, nothing more is written.
 *
 * Returns: (transfer full): a future boolean; INVALID with a sentence that says why: no name, no licence number or duration, a licence number
 *   or the name of a service that is there already; REFUSED without permission (EDIT_STAFF_ROLES, EDIT_SERVICES), and where orch_engine_is_by_hand() is
 *   %FALSE; SIGN_IN_AGAIN
 */
DexFuture *orch_typed_row_add (OrchEngine *engine, GObject *row);

/**
 * orch_typed_rows_add:
 * @rows: (element-type GObject): of one kind, as orch_csv_import_get_good() has them; not changed meanwhile
 *
 * Each as orch_typed_row_add(), with one look at what is here: one that is refused hinders no other, unless nobody may add (any more).
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of GError (nullable): of each row in turn, what is wrong with it; shorter than @rows when what
 *   the last one met stands in the way of all; rejects as orch_typed_row_add() where nothing can be added
 */
DexFuture *orch_typed_rows_add (OrchEngine *engine, GPtrArray *rows);

/** orch_typed_row_dup_key: what must be used once: the licence number, the name of the service. Returns: (transfer full): equal for what is one */
char *orch_typed_row_dup_key (gpointer row);

/** orch_typed_row_is_typed: @row: (nullable). Whether it was typed, or read from a file, and may be changed and taken away here: no EMR knows it */
gboolean orch_typed_row_is_typed (GObject *row);

/**
 * orch_typed_row_change:
 * @before: as it was when the person began
 * @after: of the same id: what is typed of it counts (names, licence, profession, speciality, phone, e-mail; name, duration, category); what was decided stays
 *
 * Returns: (transfer full): a future boolean; errors as orch_typed_row_add(); NOT_FOUND when it was taken away, CONFLICT when somebody else typed
 *   something else meanwhile
 */
DexFuture *orch_typed_row_change (OrchEngine *engine, GObject *before, GObject *after);

/** orch_typed_row_remove: here at once, on the hub later. Returns: (transfer full): a future boolean; REFUSED, SIGN_IN_AGAIN, NOT_FOUND */
DexFuture *orch_typed_row_remove (OrchEngine *engine, GObject *row);

/** orch_typed_row_restore: undoes orch_typed_row_remove() of @row. Returns: as orch_typed_row_add() */
DexFuture *orch_typed_row_restore (OrchEngine *engine, GObject *row);

G_END_DECLS
