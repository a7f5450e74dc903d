/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) Which connection to the EMR the hub has, noted so that another workstation's change is noticed, and what the
 * person is to be told of it. The await_ functions run in a fiber. Main thread.
 */
#pragma once

#include "hub/orch-hub.h"
#include "orch-emr-settings.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

/* The texts of ORCH_STORE_EMR_NOTICE: append only */
#define ORCH_EMR_CHANGE_TAKEN "taken" /* this workstation has the new connection already */
#define ORCH_EMR_CHANGE_WANTS_KEY ORCH_STORE_EMR_WANTS_KEY

/** orch_emr_change_dup_seen: what is noted of a connection: nothing of it can be found back. @vendor, @sealed: (nullable). Returns: (transfer full) */
char *orch_emr_change_dup_seen (const char *vendor, GBytes *sealed);

/** orch_emr_change_await_note: the hub has this connection, which this workstation has too. */
gboolean orch_emr_change_await_note (OrchStore *store, const char *workstation, const char *vendor, GBytes *sealed,
                                     GError **error);

/**
 * orch_emr_change_await_confirm:
 * @seen: as orch_emr_change_dup_seen() made it of what the hub has
 *
 * Asks the hub whether it has that connection enabled, unless it has said so before. A hub that does not say, or not yet, is asked again by the
 * next run.
 *
 * Returns: whether it is confirmed
 */
gboolean orch_emr_change_await_confirm (OrchStore *store, OrchHub *hub, const char *workstation,
                                        const char *clinic_hub_id, const char *seen);
/** orch_emr_change_await_confirmed: Returns: when the hub confirmed what is connected now, µs since 1970; 0 = it has not, or there is a change that it has not had */
gint64 orch_emr_change_await_confirmed (OrchStore *store, const char *clinic_id);

/** orch_emr_change_await_take: makes @connection the one of this workstation: keyring, @settings and store. @key: (nullable): %NULL = the shared key of
 * the keyring. @notice: (nullable). Returns: %FALSE with @error: WRONG_KEY, NOT_FOUND (no shared key) */
gboolean orch_emr_change_await_take (OrchStore *store, const char *workstation, OrchEmrSettings *settings,
                                     OrchHubClinic *connection, OrchSecret *key, const char *notice, GError **error);

G_END_DECLS
