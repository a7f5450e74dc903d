/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Tells what became of an act on services: how many are done, with Undo; which ones were refused, by whom and in which words, at once or when the
 * hub answers later. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** orch_result_toast_tell: @text: what was done, in a sentence. Follows @result until the hub has answered for each service */
void orch_result_toast_tell (AdwToastOverlay *toasts, OrchEngine *engine, OrchDeskResult *result, const char *text);

G_END_DECLS
