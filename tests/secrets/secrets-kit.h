/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the tests of secrets and of the session share.
 */
#pragma once

#include "../future-kit.h"
#include "secrets/orch-secret.h"

static inline OrchSecret *
kit_text (const char *text)
{
  return orch_secret_new_take_string (g_strdup (text));
}
