/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the engine needs of an activation. Main thread.
 */
#pragma once

#include "fhir/orch-browser.h"
#include "session/orch-hub-access.h"
#include "orch-activation.h"
#include "orch-training.h"

G_BEGIN_DECLS

/** orch_activation_new: @text: a link, or text around one. @training: (nullable): the training environment, in training only: then only a loopback hub is accepted,
 * otherwise none is. Returns: (transfer full) (nullable): INVALID, UNTRUSTED */
OrchActivation *orch_activation_new (const char *text, OrchTraining *training, OrchBrowser *browser, GError **error);

/** orch_activation_get_access: Returns: (transfer none): the way to its hub, with the person's grant once signed in */
OrchHubAccess *orch_activation_get_access (OrchActivation *self);

G_END_DECLS
