/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) Patients, their accounts on the portal and the invitations to it, as they changed on the hub, into the store. In fibers on the main
 * thread, under the workstation's identity.
 */
#pragma once

#include "orch-hub-pull.h"

G_BEGIN_DECLS

/** orch_portal_pull_await: as orch_hub_pull_await(): its kind is one of those three, and says what else it needs. Returns: %TRUE also of a hub that shows
 * none of them to a workstation: it does without the portal */
gboolean orch_portal_pull_await (OrchHubPull *self, GError **error);
/** orch_portal_pull_passes: Returns: whether @error only says that this hub does without. */
gboolean orch_portal_pull_passes (const GError *error);

G_END_DECLS
