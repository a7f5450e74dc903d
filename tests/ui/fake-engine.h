/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A stand-in for the engine, its session and an activation: what the welcome window calls. Main thread.
 */
#pragma once

#include "sync/orch-engine.h"

G_BEGIN_DECLS

OrchEngine *fake_engine_new (gboolean training);
void fake_engine_set_state (OrchEngine *self, OrchEngineState state);

G_END_DECLS
