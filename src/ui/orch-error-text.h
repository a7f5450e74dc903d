/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The one file that writes, for a person, what went wrong and what to do next: errors, missing parts of the wizard, faults of fields, conflicts of an
 * import, faults of a CSV file, rules of passwords and keys. Main thread. Strings are translated.
 */
#pragma once

#include "core/orch-conflict.h"
#include "core/orch-error.h"
#include "core/orch-phone.h"
#include "core/orch-shared-key.h"
#include "sync/orch-activation.h"
#include "sync/orch-csv-import.h"
#include "sync/orch-setup.h"

G_BEGIN_DECLS

/** orch_error_text_sentence: Returns: (transfer none): what happened, in one sentence */
const char *orch_error_text_sentence (OrchError code);
/** orch_error_text_remedy: Returns: (transfer none): what to do next, in one sentence */
const char *orch_error_text_remedy (OrchError code);
/** orch_error_text_dup: @error: (nullable): Returns: (transfer full): sentence and remedy, and the server's words when they say more */
char *orch_error_text_dup (const GError *error);

/** orch_error_text_dup_missing: Returns: (transfer full) (nullable): why Next is closed on @step; %NULL when it is open */
char *orch_error_text_dup_missing (OrchSetup *setup, OrchStep step);
/** orch_error_text_field: Returns: (transfer none) (nullable): what is wrong with one field of the clinic; %NULL when it is OK */
const char *orch_error_text_field (OrchClinic *clinic, OrchClinicField field, OrchFieldState state);
/** orch_error_text_phone: Returns: (transfer none) (nullable): %NULL when valid */
const char *orch_error_text_phone (OrchPhoneCheck check);

/** orch_error_text_dup_conflict: Returns: (transfer full): what is wrong with the record; @remedy: what to do in the EMR instead */
char *orch_error_text_dup_conflict (OrchConflict *conflict, gboolean remedy);
/** orch_error_text_conflict_field: Returns: (transfer none): the field of the EMR that is at fault */
const char *orch_error_text_conflict_field (OrchConflictRule rule);

/** orch_error_text_dup_import: Returns: (transfer full): why an import failed, and whether the platform's support is told */
char *orch_error_text_dup_import (OrchImportRun *run);

const char *orch_error_text_csv_fault (OrchCsvFault fault);

/** orch_error_text_dup_password_rules: Returns: (transfer full): the rules as one sentence */
char *orch_error_text_dup_password_rules (const OrchPasswordRules *rules);
/** orch_error_text_shared_key: Returns: (transfer none): the rule that one flag stands for */
const char *orch_error_text_shared_key (OrchSharedKeyFlags flag);

G_END_DECLS
