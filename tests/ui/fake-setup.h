/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A stand-in for the set-up, its runs and its creation, with the same functions as sync/: the windows are tried and tested without a store or a hub.
 * Main thread.
 */
#pragma once

#include "sync/orch-setup.h"

G_BEGIN_DECLS

OrchSetup *fake_setup_new (void);
/** fake_setup_lock_emr: the hub knows the EMR */
void fake_setup_lock_emr (OrchSetup *self, const char *code);
/** fake_setup_list_provider: the hub now lists this provider */
void fake_setup_list_provider (OrchSetup *self, const char *code, const char *name);
/** fake_setup_end_import: brings the run of @kind to @state at once, with 25 or 40 records; conflicts as many as are asked */
void fake_setup_end_import (OrchSetup *self, OrchImportKind kind, OrchImportState state, guint n_conflicts);
/** fake_setup_set_progress: the run of @kind goes on */
void fake_setup_set_progress (OrchSetup *self, OrchImportKind kind, OrchImportPhase phase, guint done, guint total);
/** fake_setup_set_informed: FAILED: the hub has acknowledged the alert */
void fake_setup_set_informed (OrchSetup *self, OrchImportKind kind);
void fake_setup_set_creation (OrchSetup *self, OrchCreationState state, OrchCreationPhase phase, guint done,
                              guint total, int retry_in, const GError *error);
/** fake_setup_set_test_error: what the next test of the connection answers; %NULL = success */
void fake_setup_set_test_error (OrchSetup *self, const GError *error);
/** fake_setup_set_advice: what orch_setup_get_emr_advice() answers from now on; @detail: (nullable): static */
void fake_setup_set_advice (OrchSetup *self, OrchEmrAdvice advice, const char *detail);
/** fake_setup_end_consent: ends the authorisation under way. @error: (nullable) */
void fake_setup_end_consent (OrchSetup *self, const GError *error);
/** fake_setup_set_saved: whether what was typed is on disk */
void fake_setup_set_saved (OrchSetup *self, gboolean saved);
/** fake_setup_get_alert: Returns: (nullable): the EMR wanted of the last alert */
const char *fake_setup_get_alert (OrchSetup *self);
/** fake_setup_get_n_created: how often the clinic was asked to be created */
guint fake_setup_get_n_created (OrchSetup *self);

G_END_DECLS
