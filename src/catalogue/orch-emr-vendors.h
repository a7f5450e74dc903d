/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The EMRs of the catalogue: those built in (data/emr, a file each) and an establishment's own, which replace one or add one.
 * For the catalogue alone; any thread.
 */
#pragma once

#include "orch-emr-vendor.h"
#include "orch-fixed-list.h"

G_BEGIN_DECLS

/**
 * orch_emr_vendors_load:
 * @messages: those of form-messages.json
 * @folder: (nullable): of an establishment's own files, each named after its code
 * @problems: (element-type GError): INVALID, "PATH: $.code: …" is added for each of them that is left aside
 * @error: INVALID: what is built in is damaged
 *
 * Returns: (transfer full) (nullable): the vendors by their position, then their code
 */
OrchFixedList *orch_emr_vendors_load (JsonObject *messages, const char *folder, GPtrArray *problems, GError **error);

/** orch_emr_vendors_find: Returns: (transfer none) (nullable): the vendor of that code */
OrchEmrVendor *orch_emr_vendors_find (OrchFixedList *self, const char *code);

G_END_DECLS
