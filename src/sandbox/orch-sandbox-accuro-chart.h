/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is written to a chart of Accuro: documents in folders, letters, which are notes. It is kept as DocumentReference of the training
 * EMR. Main thread.
 */
#pragma once

#include "orch-sandbox-accuro-directory.h"

G_BEGIN_DECLS

OrchSandboxReply *orch_sandbox_accuro_folders (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_make_folder (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_document (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_letter_types (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_letter (const OrchSandboxAccuroCall *call);

G_END_DECLS
