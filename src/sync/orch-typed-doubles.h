/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What two workstations typed before either knew of the other's: the same licence number, or the same name of a service, more than once. On one
 * workstation it is refused as it is typed (orch-typed-row.h); here it is found, and a person says which one stays. Main thread. Source: issue 3 (§4:
 * standalone: by hand).
 */
#pragma once

#include "orch-engine.h"

G_BEGIN_DECLS

/**
 * orch_typed_doubles_find:
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of GPtrArray of OrchStaffMember or OrchService: those that are one, at least one of them
 *   typed. First in each is the one to keep when nobody knows better: on every workstation the same. Nothing where nothing can be typed.
 */
DexFuture *orch_typed_doubles_find (OrchEngine *engine, OrchImportKind kind);

/**
 * orch_typed_doubles_keep:
 * @rows: (element-type GObject): one of what orch_typed_doubles_find() gave
 * @kept: one of @rows; of the others those that were typed are taken away, as by orch_typed_row_remove()
 *
 * Returns: (transfer full): a future boolean; errors as orch_typed_row_remove(): what was taken away before stays so. One that is gone already is no error.
 *   CONFLICT when @kept is gone: nothing is taken away
 */
DexFuture *orch_typed_doubles_keep (OrchEngine *engine, GPtrArray *rows, GObject *kept);

G_END_DECLS
