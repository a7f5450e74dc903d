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
/** orch_result_toast_follow: of a @result that was told already: only what the hub refuses, now or later */
void orch_result_toast_follow (AdwToastOverlay *toasts, OrchEngine *engine, OrchDeskResult *result);
/** orch_result_toast_dup_outcome: Returns: (transfer full): how many were done and how many refused, in words */
char *orch_result_toast_dup_outcome (OrchDeskResult *result);

G_END_DECLS
