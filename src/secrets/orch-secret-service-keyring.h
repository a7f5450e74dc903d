/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The desktop's keyring, through the Secret Service of the session bus. Items carry the attributes application, kind, scope,
 * name and training ("0" or "1"), and live in the default collection. Main thread.
 */
#pragma once

#include "orch-keyring.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SECRET_SERVICE_KEYRING (orch_secret_service_keyring_get_type ())
G_DECLARE_FINAL_TYPE (OrchSecretServiceKeyring, orch_secret_service_keyring, ORCH, SECRET_SERVICE_KEYRING, OrchKeyring)

OrchKeyring *orch_secret_service_keyring_new (gboolean training);

G_END_DECLS
