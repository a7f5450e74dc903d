/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Tells an administrator that the clinic's shared key was typed on another workstation, until they say that they know it; and what to do if
 * nobody does. Nothing shows to others, nor behind the lock. Main thread. Source: security.md 13.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_KEY_USE_BANNER (orch_key_use_banner_get_type ())
G_DECLARE_FINAL_TYPE (OrchKeyUseBanner, orch_key_use_banner, ORCH, KEY_USE_BANNER, AdwBin)

/** orch_key_use_banner_set_engine: once; @toasts: where it is told what went wrong */
void orch_key_use_banner_set_engine (OrchKeyUseBanner *self, OrchEngine *engine, AdwToastOverlay *toasts);

G_END_DECLS
