/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The small store that exists before any clinic does: this workstation's id, the clinics it knows, and where the wizard of each
 * stands, field by field. The same encryption, threads and errors as OrchStore. One per training mode; owned by the application;
 * calls on the main thread.
 */
#pragma once

#include <libdex.h>

#include "secrets/orch-secret.h"
#include "orch-clinic-entry.h"
#include "orch-store-types.h"

G_BEGIN_DECLS

#define ORCH_TYPE_BOOTSTRAP (orch_bootstrap_get_type ())
G_DECLARE_FINAL_TYPE (OrchBootstrap, orch_bootstrap, ORCH, BOOTSTRAP, GObject)

/** orch_bootstrap_open: as orch_store_open(); creating makes the workstation's id. Returns: (transfer full): a future of an #OrchBootstrap */
DexFuture *orch_bootstrap_open (const char *path, OrchSecret *key, OrchStoreOpenMode mode);
DexFuture *orch_bootstrap_close (OrchBootstrap *self);

/** orch_bootstrap_get_workstation: Returns: (transfer none): this workstation's UUID, known as soon as it is open */
const char *orch_bootstrap_get_workstation (OrchBootstrap *self);

/** orch_bootstrap_list_clinics: Returns: (transfer full): a future of a boxed GPtrArray of #OrchClinicEntry, by name */
DexFuture *orch_bootstrap_list_clinics (OrchBootstrap *self);

/** orch_bootstrap_save_clinic: adds or replaces by id. Returns: (transfer full): a future of boolean */
DexFuture *orch_bootstrap_save_clinic (OrchBootstrap *self, OrchClinicEntry *entry);

/** orch_bootstrap_remove_clinic: its wizard too. Returns: (transfer full): a future of boolean */
DexFuture *orch_bootstrap_remove_clinic (OrchBootstrap *self, const char *id);

/**
 * orch_bootstrap_save_wizard:
 * @step: 1 to 6, or 0 to leave it
 * @fields: (nullable): a `a{sv}` of the fields that changed: text `s`, bytes `ay`, `b`, `x`, `as`; a floating one is sunk.
 *   The others stay as they are. A field whose value is of type `mv` (nothing) is forgotten.
 *
 * Durable when it resolves: a kill or a power cut loses none of it.
 *
 * Returns: (transfer full): a future of boolean; NOT_FOUND when there is no such clinic
 */
DexFuture *orch_bootstrap_save_wizard (OrchBootstrap *self, const char *clinic_id, guint step, GVariant *fields);

/** orch_bootstrap_load_wizard: Returns: (transfer full): a future of a variant `(ua{sv})`: step (0 = never begun) and every field */
DexFuture *orch_bootstrap_load_wizard (OrchBootstrap *self, const char *clinic_id);

/** orch_bootstrap_clear_wizard: the clinic is created: forgets step and fields. Returns: (transfer full): a future of boolean */
DexFuture *orch_bootstrap_clear_wizard (OrchBootstrap *self, const char *clinic_id);

/** orch_bootstrap_get_value: a small setting of the workstation, such as the client id of its registration. Returns: (transfer full): a future of a string (nullable) */
DexFuture *orch_bootstrap_get_value (OrchBootstrap *self, const char *name);
DexFuture *orch_bootstrap_set_value (OrchBootstrap *self, const char *name, const char *value);

G_END_DECLS
